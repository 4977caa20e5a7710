"""How the questions that a corpus knows are read: golden ones, and precedents."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from retrieval.errors import CorpusError, WordsMissing
from retrieval.reasons import Reason
from retrieval.sources import manifest
from retrieval.sources.agreeing import Misfit, bearing, refuse_repeats
from retrieval.sources.manifest import read_toml
from retrieval.types import Document, GoldenQuestion, Passage, Precedent


def read_questions(
    path: Path, documents: Mapping[str, Document], misfits: list[Misfit] | None = None
) -> tuple[GoldenQuestion, ...]:
    """Read golden questions; an absent file is an empty list. Raises CorpusError, and as `bearing` does."""
    if not path.exists():
        return ()
    entries = read_toml(path, manifest.Questions).question
    refuse_repeats(path, "question", (entry.id for entry in entries))
    known: dict[str, GoldenQuestion] = {}
    for entry in entries:
        if entry.after is not None and entry.after not in known:
            raise CorpusError(path, f"question {entry.id}", Reason.FOLLOWS_NOTHING, question=entry.after)
        with bearing(misfits, "golden", entry.id):
            _refuse_unsaid(path, entry, documents)
        known[entry.id] = GoldenQuestion(
            id=entry.id,
            language=entry.language,
            kinds=entry.kinds,
            text=entry.question,
            earlier=_thread(known, entry.after),
            answerable=entry.answerable,
            quote=entry.article_quote,
            facts=entry.facts,
            shows=entry.shows,
            split=entry.split,
        )
    return tuple(known.values())


def _refuse_unsaid(path: Path, entry: manifest.QuestionEntry, documents: Mapping[str, Document]) -> None:
    quote = entry.article_quote
    if quote and not any(quote in document.text for document in documents.values()):
        raise WordsMissing(path, f"question {entry.id}", "", quote, Reason.QUOTE_OF_NO_SOURCE)


def _thread(known: Mapping[str, GoldenQuestion], after: str | None) -> tuple[str, ...]:
    return () if after is None else (*known[after].earlier, known[after].text)


def read_precedents(path: Path, passages: Iterable[Passage]) -> tuple[Precedent, ...]:
    """Read the questions of which it is known whether the texts answer them; an absent file is an empty list."""
    entries = read_toml(path, manifest.Precedents).about if path.exists() else ()
    found = [
        Precedent(text, entry.fact or "", answered)
        for entry in entries
        for answered, by_language in ((True, entry.answered), (False, entry.unanswered))
        for texts in by_language.values()
        for text in texts
    ]
    refuse_repeats(path, "question", (precedent.text for precedent in found))
    if unsaid := set(found) - set(standing(found, passages)):
        fact = min(precedent.fact for precedent in unsaid)
        raise CorpusError(path, f"fact {fact}", Reason.STATED_BY_NO_NOTE)
    return tuple(found)


def standing(precedents: Iterable[Precedent], passages: Iterable[Passage]) -> tuple[Precedent, ...]:
    """Return the precedents that hold for these passages: what answers must be stated by one of them."""
    stated = {"", *(fact for passage in passages for fact in passage.facts)}
    return tuple(precedent for precedent in precedents if not precedent.answered or precedent.fact in stated)
