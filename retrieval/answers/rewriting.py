"""A follow-up → a question that stands alone, worded by a language model and bounded by what its thread says."""

import json
from collections.abc import Callable
from contextlib import closing

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from retrieval.answers.bleaching import plain_words
from retrieval.answers.grounding import Support, uncarried_days, uncarried_figures, uncarried_names
from retrieval.answers.prompts import instructions
from retrieval.errors import DraftBroken
from retrieval.ports import Generator
from retrieval.sources.language import detect_spoken
from retrieval.types import Question, Usage

_LONGEST = 300
"""Characters of a rewritten question."""
_READ = 4_000
"""Characters of what the model writes that are read at most."""
_ANSWER = 600
"""Characters of an earlier answer that the model is told."""


class Rewritten(BaseModel):
    """The last question, worded so that it can be understood alone."""

    model_config = ConfigDict(extra="forbid", defer_build=True)

    question: str = Field(description="One question.")


def rewrite(
    generator: Generator, question: Question, language: str, seconds: float, spent: Callable[[Usage], None]
) -> str | None:
    """Return the question worded to stand alone; None if the model's wording adds or loses what it may not.

    Raises GenerationFailed.
    """
    told = instructions("rewrite", language)
    with closing(generator.write(told, _material(question), Rewritten, seconds, spent)) as pieces:
        text = ""
        for piece in pieces:
            text += piece
            if len(text) > _READ:
                raise DraftBroken(f"the rewritten question has more than {_READ:,} characters")
    worded = plain_words(_read(text))
    return worded if worded is not None and _is_faithful(worded, question, language) else None


def _material(question: Question) -> str:
    thread = [
        {"question": turn.question, **({"answer": turn.answer[:_ANSWER]} if turn.answer else {})}
        for turn in question.earlier
    ]
    return json.dumps({"earlier": thread, "last question": question.text}, ensure_ascii=False, indent=1)


def _read(text: str) -> str:
    start = text.find("{")
    try:
        record, _ = json.JSONDecoder().raw_decode(text, max(0, start))
        return Rewritten.model_validate(record).question
    except (json.JSONDecodeError, RecursionError, ValidationError):
        raise DraftBroken("the rewritten question is no JSON of the shape that was asked for") from None


def _is_faithful(worded: str, question: Question, language: str) -> bool:
    """Tell whether it adds no name, figure or date that the thread lacks, and keeps those of the question."""
    thread = [text for turn in question.earlier for text in (turn.question, turn.answer) if text]
    everything = Support(language, (), [question.text, *thread], (), ())
    itself = Support(language, (), [worded], (), ())
    return (
        len(worded) <= _LONGEST
        and detect_spoken(worded, [turn.question for turn in question.earlier]) == question.language
        and not _uncarried(worded, everything)
        and not _uncarried(question.text, itself)
    )


def _uncarried(text: str, support: Support) -> bool:
    return bool(
        uncarried_figures(text, support) or uncarried_days(text, support) or uncarried_names(text, support)
    )
