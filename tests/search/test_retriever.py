"""Two halves, fused: shared words lift a passage, and where there are none the dense order stands."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.ports import Vector
from retrieval.search.precedents import Likeness, Precedents
from retrieval.search.retriever import FACTS_WEIGHT, WORDS_WEIGHT, Retriever
from tests.fakes import FakeEmbedder, FakeIndex
from tests.mill import Opened

PASSAGES = 13
any_similarities = st.lists(st.floats(-1, 1, width=32), min_size=PASSAGES, max_size=PASSAGES)


class Aimed(FakeEmbedder):
    """Embeds every question alike, so that a story can say how near each passage is."""

    def embed_query(self, _text: str) -> Vector:
        return np.array([1, 0], dtype=np.float32)


def vectors(similarities: list[float]) -> Vector:
    near = np.array(similarities, dtype=np.float32)
    return np.stack([near, np.sqrt(1 - near**2)], axis=1)


def aimed(mill: Opened, similarities: list[float], seen: list[float] | None = None) -> Retriever:
    """Return a search in which passages are as near as said; the index may see them otherwise."""
    index = FakeIndex(vectors(seen or similarities))
    return Retriever(Aimed(), index, mill.keywords, vectors(similarities), mill.snapshot)


def numbers(mill: Opened, retriever: Retriever, text: str, count: int = PASSAGES) -> list[int]:
    return [mill.corpus.passages.index(hit.passage) for hit in retriever.search(text, "en", count)]


def find(mill: Opened, words: str) -> int:
    return next(number for number, passage in enumerate(mill.corpus.passages) if words in passage.text)


@given(any_similarities, st.sampled_from(["Otters?", "Where is the lamp of the mill?", "flour in 1791"]))
def test_a_score_is_similarity_and_weighted_share(mill: Opened, similarities: list[float], text: str) -> None:
    hits = aimed(mill, similarities).search(text, "en", PASSAGES)

    shares = mill.keywords.search(text, "en")
    for hit in hits:
        number = mill.corpus.passages.index(hit.passage)
        assert hit.score == pytest.approx(similarities[number] + WORDS_WEIGHT * shares[number], abs=1e-5)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


@given(any_similarities)
def test_where_no_word_is_shared_the_dense_order_stands(mill: Opened, similarities: list[float]) -> None:
    text = "xyzzy, was ist das?"
    assert not mill.keywords.search(text, "en").any()

    found = numbers(mill, aimed(mill, similarities), text)

    assert [similarities[number] for number in found] == sorted(similarities, reverse=True)


def test_a_shared_rare_word_lifts_a_passage_above_a_nearer_one(mill: Opened) -> None:
    lamp, wheel = find(mill, "lamp"), find(mill, "made of oak")
    similarities = [0.5] * PASSAGES
    similarities[wheel], similarities[lamp] = 0.85, 0.8

    retriever = aimed(mill, similarities)

    assert numbers(mill, retriever, "Anything?")[:2] == [wheel, lamp]
    assert numbers(mill, retriever, "Which lamp?")[:2] == [lamp, wheel]


def test_a_word_that_every_text_has_lifts_none_far(mill: Opened) -> None:
    mentioned, near = find(mill, "tonnes of flour"), find(mill, "Herons")
    similarities = [0.5] * PASSAGES
    similarities[near], similarities[mentioned] = 0.85, 0.7

    assert numbers(mill, aimed(mill, similarities), "Which tower near the mill?")[0] == near


def test_what_only_the_words_find_gets_its_exact_similarity(mill: Opened) -> None:
    lamp = find(mill, "lamp")
    similarities = [0.5] * PASSAGES
    similarities[lamp] = 0.7
    unseen = [0.5] * PASSAGES
    unseen[lamp] = -1

    (hit,) = aimed(mill, similarities, seen=unseen).search("Which lamp?", "en", 1)

    assert hit.passage == mill.corpus.passages[lamp]
    share = float(mill.keywords.search("Which lamp?", "en")[lamp])
    assert hit.score == pytest.approx(0.7 + WORDS_WEIGHT * share, abs=1e-5)


@pytest.mark.parametrize("count", [1, 4, PASSAGES, 50])
def test_no_more_hits_than_asked_for(mill: Opened, count: int) -> None:
    hits = mill.retriever.search("the mill and its flour", "en", count)

    assert len(hits) == min(count, PASSAGES)
    assert len({hit.passage.id for hit in hits}) == len(hits)


def test_a_search_without_a_word_finds_what_is_near(mill: Opened) -> None:
    assert len(mill.retriever.search("???", "en", 3)) == 3


class Known(Precedents):
    """Says of every text which facts are foretold to answer it, by the word that it has."""

    def __init__(self, **facts: dict[str, float]) -> None:
        self._known = facts

    def like(self, text: str, vector: Vector) -> Likeness:
        del vector
        return Likeness(facts=self._known[text.split(maxsplit=1)[0]])


def scored(mill: Opened, precedents: Precedents, text: str, after: str = "") -> dict[str, float]:
    flat = [0.5] * PASSAGES
    retriever = Retriever(
        Aimed(), FakeIndex(vectors(flat)), mill.keywords, vectors(flat), mill.snapshot, precedents
    )
    found = retriever.look_up(text, "en", PASSAGES, after)
    return {hit.passage.id: hit.score for hit in found.hits}


def foretold(mill: Opened) -> dict[str, float]:
    stated = sorted({fact for passage in mill.corpus.passages for fact in passage.facts})
    return {fact: 0.1 * place for place, fact in enumerate(stated)}


def test_a_passage_gains_by_its_likeliest_fact_and_one_without_facts_as_the_best(mill: Opened) -> None:
    known = foretold(mill)

    scores = scored(mill, Known(xyzzy=known), "xyzzy")

    for passage in mill.corpus.passages:
        gain = max(known[fact] for fact in passage.facts or known)
        assert scores[passage.id] == pytest.approx(0.5 + FACTS_WEIGHT * gain, abs=1e-5)
    assert {True, False} == {bool(passage.facts) for passage in mill.corpus.passages}


def test_what_is_foretold_of_a_follow_up_itself_counts_beside_that_of_the_whole(mill: Opened) -> None:
    known = foretold(mill)
    last = max(known, key=lambda fact: known[fact])

    alone = scored(mill, Known(xyzzy=known), "xyzzy")
    both = scored(mill, Known(xyzzy=known, before={last: 0.5}), "xyzzy", after="before")

    for passage in mill.corpus.passages:
        gain = 0.5 if last in passage.facts or not passage.facts else 0
        assert both[passage.id] - alone[passage.id] == pytest.approx(FACTS_WEIGHT * gain, abs=1e-5)


def test_a_follow_up_is_searched_for_between_itself_and_what_it_follows(mill: Opened) -> None:
    asked: list[Vector] = []

    class Listening(FakeIndex):
        def search(self, vector: Vector, count: int) -> list[tuple[str, float]]:
            asked.append(vector)
            return super().search(vector, count)

    embedder = FakeEmbedder()
    flat = embedder.embed_passages([passage.text for passage in mill.corpus.passages])
    retriever = Retriever(embedder, Listening(flat), mill.keywords, flat, mill.snapshot)

    retriever.look_up("and the mill?", "en", 3, after="Who owns the pond?")

    (vector,) = asked
    near = [float(vector @ embedder.embed_query(text)) for text in ("and the mill?", "Who owns the pond?")]
    assert near[0] == pytest.approx(near[1], abs=1e-5)
    assert np.linalg.norm(vector) == pytest.approx(1)


def test_what_a_follow_up_follows_is_not_embedded_again(mill: Opened) -> None:
    embedder = FakeEmbedder()
    flat = embedder.embed_passages([passage.text for passage in mill.corpus.passages])
    retriever = Retriever(embedder, FakeIndex(flat), mill.keywords, flat, mill.snapshot)

    retriever.look_up("Who owns the pond?", "en", 3)
    retriever.look_up("and the mill?", "en", 3, after="Who owns the pond?")
    retriever.look_up("and the mill?", "en", 3, after="Who drained the pond?")

    assert embedder.asked == ["Who owns the pond?", "and the mill?", "and the mill?", "Who drained the pond?"]
