"""Two halves, fused: shared words lift a passage, and where there are none the dense order stands."""

import numpy as np
import pytest

from retrieval.ports import Vector
from retrieval.search.retriever import WORDS_WEIGHT, Retriever
from tests.fakes import FakeIndex
from tests.mill import Opened

PASSAGES = 13


def numbers(mill: Opened, text: str, language: str = "en", count: int = PASSAGES) -> list[int]:
    return [mill.corpus.passages.index(hit.passage) for hit in mill.retriever.search(text, language, count)]


def similarities(mill: Opened, text: str) -> Vector:
    return np.asarray(mill.vectors @ mill.embedder.embed_query(text), dtype=np.float32)


def test_a_hit_s_score_is_similarity_and_weighted_share(mill: Opened) -> None:
    text = "How many tonnes of flour?"

    hits = mill.retriever.search(text, "en", PASSAGES)

    shares, near = mill.keywords.search(text, "en"), similarities(mill, text)
    for hit in hits:
        number = mill.corpus.passages.index(hit.passage)
        assert hit.score == pytest.approx(near[number] + WORDS_WEIGHT * shares[number], abs=1e-6)


def test_hits_come_best_first_and_no_more_than_asked_for(mill: Opened) -> None:
    hits = mill.retriever.search("the mill and its flour", "en", 4)

    assert len(hits) == 4
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


@pytest.mark.parametrize("text", ["was ist das denn", "xyzzy plugh", "the of and"])
def test_where_no_word_of_weight_is_shared_the_dense_order_stands(mill: Opened, text: str) -> None:
    assert not mill.keywords.search(text, "en").any()

    found = numbers(mill, text)

    assert found == list(np.argsort(-similarities(mill, text), kind="stable"))


def test_a_shared_rare_word_lifts_a_passage_above_a_nearer_one(mill: Opened) -> None:
    text = "The mill of Orval: lamp"
    dense = list(np.argsort(-similarities(mill, text), kind="stable"))

    found = numbers(mill, text)

    fire = next(n for n, passage in enumerate(mill.corpus.passages) if "lamp" in passage.text)
    assert found[0] == fire
    assert dense.index(fire) > 0


def test_what_only_the_words_find_gets_its_exact_similarity(mill: Opened) -> None:
    text = "Herons on the roof"
    herons = next(n for n, passage in enumerate(mill.corpus.passages) if "Herons" in passage.text)
    blind = np.copy(mill.vectors)
    blind[herons] = -blind[herons]  # the dense half cannot see it
    retriever = Retriever(mill.embedder, FakeIndex(blind), mill.keywords, mill.vectors, mill.snapshot)

    (hit,) = retriever.search(text, "en", 1)

    assert hit.passage == mill.corpus.passages[herons]
    share = mill.keywords.search(text, "en")[herons]
    assert hit.score == pytest.approx(similarities(mill, text)[herons] + WORDS_WEIGHT * share, abs=1e-6)
