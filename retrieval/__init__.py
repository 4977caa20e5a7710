"""Texts, and what may be quoted from them. This list is all that other packages may import."""

from retrieval.answers.summarising import without
from retrieval.assembly import open_benchmark, open_library
from retrieval.benchmark import AnswerSpeed, Benchmark, ReindexSpeed, ScaleSpeed
from retrieval.errors import (
    BuildBusy,
    BuildFailed,
    CorpusError,
    EmbedderError,
    FetchError,
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
from retrieval.sources.added import Provenance
from retrieval.sources.adding import Fetched
from retrieval.sources.catalogue import Listed, State
from retrieval.sources.proposing import Proposal, Upload
from retrieval.types import (
    Answer,
    Check,
    Citation,
    Document,
    Generation,
    Hit,
    KeptQuote,
    Kind,
    Mode,
    Quote,
    Reference,
    Source,
    Span,
    Standing,
    Statement,
    Status,
    Summary,
    Topic,
    Turn,
    Verdict,
)

__all__ = [
    "BUNDLED",
    "Answer",
    "AnswerSpeed",
    "Benchmark",
    "BuildBusy",
    "BuildFailed",
    "Check",
    "Citation",
    "CorpusError",
    "Document",
    "EmbedderError",
    "Evaluation",
    "FetchError",
    "Fetched",
    "Figures",
    "Generation",
    "Hit",
    "IndexBroken",
    "IndexMissing",
    "IndexOutdated",
    "KeptQuote",
    "Kind",
    "Library",
    "Listed",
    "Mode",
    "Outcome",
    "Plan",
    "Proposal",
    "Provenance",
    "QuestionError",
    "Quote",
    "Reference",
    "ReindexSpeed",
    "RetrievalError",
    "RetrievalSettings",
    "ScaleSpeed",
    "SearchIndexError",
    "Source",
    "SourceError",
    "Span",
    "Standing",
    "State",
    "Statement",
    "Status",
    "Summary",
    "Topic",
    "Turn",
    "Upload",
    "Verdict",
    "open_benchmark",
    "open_library",
    "without",
]  # fmt: skip
