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
    """Says of every question how near those about a fact are."""

    def __init__(self, facts: dict[str, float]) -> None:
        self._known = Likeness(facts=facts)

    def like(self, text: str, vector: Vector) -> Likeness:
        return self._known


def test_a_passage_gains_by_its_nearest_fact_and_one_without_facts_what_is_usual(mill: Opened) -> None:
    facts = [passage.facts for passage in mill.corpus.passages]
    stated = sorted({fact for each in facts for fact in each})
    known = {fact: 0.1 * place for place, fact in enumerate(stated)}
    flat = [0.5] * PASSAGES
    retriever = Retriever(
        Aimed(), FakeIndex(vectors(flat)), mill.keywords, vectors(flat), mill.snapshot, Known(known)
    )

    hits = retriever.search("xyzzy", "en", PASSAGES)

    nearest = [max((known[fact] for fact in each), default=None) for each in facts]
    usual = np.mean([near for near in nearest if near is not None])
    for hit in hits:
        near = nearest[mill.corpus.passages.index(hit.passage)]
        gain = usual if near is None else near
        assert hit.score == pytest.approx(0.5 + FACTS_WEIGHT * gain, abs=1e-5)
    assert {None} < set(nearest)
