"""Texts, and what may be quoted from them. This list is all that other packages may import."""

from retrieval.assembly import open_benchmark, open_library
from retrieval.benchmark import AnswerSpeed, Benchmark, ReindexSpeed, ScaleSpeed
from retrieval.errors import (
    BuildBusy,
    BuildFailed,
    CorpusError,
    EmbedderError,
    IndexBroken,
    IndexMissing,
    IndexOutdated,
    QuestionError,
    RetrievalError,
    SearchIndexError,
    SourceError,
)
from retrieval.evaluation import Evaluation, Figures, Outcome
from retrieval.index.reindexing import Plan
from retrieval.library import Library
from retrieval.settings import BUNDLED, RetrievalSettings
from retrieval.types import (
    Answer,
    Assessment,
    Check,
    Citation,
    Document,
    Generation,
    Hit,
    Kind,
    Mode,
    Quote,
    Reference,
    Source,
    Statement,
    Status,
    Turn,
    Verdict,
)

__all__ = [
    "BUNDLED", "Answer", "AnswerSpeed", "Assessment", "Benchmark", "BuildBusy", "BuildFailed", "Check", "Citation", "CorpusError", "Document",
    "EmbedderError", "Evaluation", "Figures", "Generation", "Hit", "IndexBroken", "IndexMissing", "IndexOutdated", "Kind", "Library",
    "Mode", "Outcome", "Plan", "QuestionError", "Quote", "Reference", "ReindexSpeed", "RetrievalError", "RetrievalSettings", "ScaleSpeed", "SearchIndexError",
    "Source", "SourceError", "Statement", "Status", "Turn", "Verdict", "open_benchmark", "open_library",
]  # fmt: skip
