"""How a corpus folder becomes documents, claims, translations and references that agree with each other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from retrieval.errors import CorpusError
from retrieval.reasons import Reason
from retrieval.sources import manifest
from retrieval.sources.agreeing import (
    Misfit,
    bearing,
    find_words,
    normalise,
    refuse_repeats,
    refuse_unknown,
)
from retrieval.sources.language import detect_language
from retrieval.sources.manifest import read_toml
from retrieval.sources.passages import cut
from retrieval.sources.questions import read_precedents, read_questions
from retrieval.types import (
    About,
    Claim,
    Document,
    GoldenQuestion,
    Passage,
    Precedent,
    Quote,
    Reference,
    Source,
    Span,
    TranslatedSpan,
)

MANIFEST = "sources.toml"


@dataclass(frozen=True, slots=True)
class Corpus:
    """Everything a folder holds, checked. Mappings go by id; `about` by language; `translations` by both."""

    folder: Path
    about: Mapping[str, About]
    sources: Mapping[str, Source]
    documents: Mapping[str, Document]
    passages: tuple[Passage, ...]
    references: Mapping[str, Reference]
    claims: tuple[Claim, ...]
    translations: Mapping[tuple[str, str], tuple[TranslatedSpan, ...]]
    questions: tuple[GoldenQuestion, ...]
    thesaurus: tuple[Mapping[str, tuple[str, ...]], ...]
    precedents: tuple[Precedent, ...]


def read_corpus(folder: Path, passage_characters: int, misfits: list[Misfit] | None = None) -> Corpus:
    """Read and validate all of it; nothing is written. Raises CorpusError for the first fault.

    Claims and translated sentences whose words are missing are left out if there is a list of `misfits` to name them in.
    """
    path = folder / MANIFEST
    read = read_toml(path, manifest.Manifest)
    entries = read.source
    refuse_repeats(path, "source", (entry.id for entry in entries))
    documents = {entry.id: _read_document(folder, entry) for entry in entries if entry.held}
    sources = {
        entry.id: documents[entry.id].source if entry.held else _source(entry, entry.language or "en")
        for entry in entries
    }
    references = _read_references(folder / "references.toml")
    passages = _cut_all(folder, entries, documents, references, passage_characters)
    return Corpus(
        folder=folder.resolve(),
        about={language: About(each.topic, each.questions) for language, each in read.about.items()},
        sources=sources,
        documents=documents,
        passages=passages,
        references=references,
        claims=_read_claims(folder / "claims.toml", documents, references, passages, misfits),
        translations=_read_translations(folder, entries, documents, misfits),
        questions=read_questions(folder / "questions.toml", documents, misfits),
        thesaurus=_read_thesaurus(folder / "thesaurus.toml"),
        precedents=read_precedents(folder / "precedents.toml", passages),
    )


def _path_of(folder: Path, entry: manifest.SourceEntry) -> Path:
    return folder / (entry.path or f"{entry.id}.md")


def _refuse_outside(folder: Path, path: Path, place: str) -> None:
    if not path.resolve().is_relative_to(folder.resolve()):
        raise CorpusError(folder / MANIFEST, place, Reason.OUTSIDE, path=str(path))


def _read_document(folder: Path, entry: manifest.SourceEntry) -> Document:
    place = f"source {entry.id}"
    path = _path_of(folder, entry)
    _refuse_outside(folder, path, place)
    try:
        text = normalise(path.read_bytes().decode())
    except UnicodeDecodeError as error:
        raise CorpusError(path, place, Reason.NOT_UTF8, byte=error.start) from None
    except OSError as error:
        raise CorpusError(path, place, Reason.TEXT_NOT_READ, detail=str(error.strerror)) from None
    if not text.strip():
        raise CorpusError(path, place, Reason.EMPTY_TEXT)
    return Document(_source(entry, entry.language or detect_language(text)), text)


def _source(entry: manifest.SourceEntry, language: str) -> Source:
    return Source(
        id=entry.id,
        title=entry.title,
        kind=entry.kind,
        language=language,
        publisher=entry.publisher,
        published=entry.published,
        address=entry.address,
        licence=entry.licence,
        held=entry.held,
    )


def _read_references(path: Path) -> dict[str, Reference]:
    entries = read_toml(path, manifest.References).reference if path.exists() else ()
    refuse_repeats(path, "reference", (entry.id for entry in entries))
    known = {entry.id for entry in entries}
    for entry in entries:
        if entry.read == "quoted" and entry.through not in known:
            raise CorpusError(path, f"reference {entry.id}", Reason.QUOTED_BY_NOBODY)
    return {
        entry.id: Reference(entry.id, entry.title, entry.publisher, entry.date, entry.address)
        for entry in entries
    }


def _cut_all(
    folder: Path,
    entries: tuple[manifest.SourceEntry, ...],
    documents: Mapping[str, Document],
    references: Mapping[str, Reference],
    longest: int,
) -> tuple[Passage, ...]:
    passages: list[Passage] = []
    for entry in entries:
        if entry.id not in documents:
            continue
        document = documents[entry.id]
        for caption in entry.captions:
            if caption not in document.text:
                raise CorpusError(folder / MANIFEST, f"source {entry.id}", Reason.NO_CAPTION, caption=caption)
        for passage in cut(document, longest, entry.captions):
            refuse_unknown(
                _path_of(folder, entry),
                f"the passage {passage.text[:40]!r}",
                passage.references,
                references,
            )
            passages.append(passage)
    if not passages:
        raise CorpusError(folder / MANIFEST, "", Reason.NOTHING_TO_QUOTE)
    return tuple(passages)


def _read_thesaurus(path: Path) -> tuple[Mapping[str, tuple[str, ...]], ...]:
    groups = read_toml(path, manifest.Thesaurus).group if path.exists() else ()
    refuse_repeats(
        path,
        "word",
        (f"{language} {word}" for group in groups for language in group for word in group[language]),
    )
    return tuple(groups)


def _read_claims(
    path: Path,
    documents: Mapping[str, Document],
    references: Mapping[str, Reference],
    passages: Iterable[Passage],
    misfits: list[Misfit] | None,
) -> tuple[Claim, ...]:
    entries = read_toml(path, manifest.Claims).claim if path.exists() else ()
    refuse_repeats(path, "claim", (entry.id for entry in entries))
    quotable: dict[str, list[Passage]] = {}
    for passage in passages:
        quotable.setdefault(passage.document.source.id, []).append(passage)
    claims: list[Claim] = []
    for entry in entries:
        place = f"claim {entry.id}"
        quotes: list[Quote] = []
        with bearing(misfits, "claim", entry.id):
            quotes = _find_all(path, place, entry, documents, quotable.get(entry.source, ()))
        if not quotes:
            continue
        refuse_unknown(path, place, entry.references, references)
        _refuse_unworded(path, place, entry, documents[entry.source].source.language)
        claims.extend(
            Claim(
                entry.id, quote, entry.verdict, entry.finding, entry.correction, entry.references, entry.facts
            )
            for quote in quotes
        )
    return tuple(claims)


def _find_all(
    path: Path,
    place: str,
    entry: manifest.ClaimEntry,
    documents: Mapping[str, Document],
    passages: Iterable[Passage],
) -> list[Quote]:
    """Return every place where a claim's words may be quoted from: a source may say the same twice."""
    found = [find_words(path, place, entry.quote, documents, entry.source)]
    while (start := found[0].document.text.find(found[0].text, found[-1].end)) >= 0:
        found.append(Quote(found[0].document, start, start + len(found[0].text)))
    spans = [span for passage in passages for span in passage.sentences]
    quotable = [
        quote for quote in found if any(span.overlaps(Span(quote.start, quote.start + 1)) for span in spans)
    ]
    if not quotable:
        raise CorpusError(path, place, Reason.IN_A_HEADING)
    return quotable


def _refuse_unworded(path: Path, place: str, entry: manifest.ClaimEntry, language: str) -> None:
    if entry.finding.keys() != entry.correction.keys():
        raise CorpusError(path, place, Reason.OTHER_LANGUAGES)
    if not {"en", "fr", language} <= entry.correction.keys():
        raise CorpusError(path, place, Reason.LANGUAGE_MISSING)


def _read_translations(
    folder: Path,
    entries: tuple[manifest.SourceEntry, ...],
    documents: Mapping[str, Document],
    misfits: list[Misfit] | None,
) -> dict[tuple[str, str], tuple[TranslatedSpan, ...]]:
    translations = {}
    for entry in entries:
        for name in entry.translations:
            path = folder / name
            _refuse_outside(folder, path, f"source {entry.id}")
            translation = read_toml(path, manifest.Translation)
            if translation.source != entry.id:
                raise CorpusError(
                    path, f"source {translation.source}", Reason.FILE_OF_ANOTHER, source=entry.id
                )
            translations[entry.id, translation.language] = _align(path, translation, documents, misfits)
    return translations


def _align(
    path: Path,
    translation: manifest.Translation,
    documents: Mapping[str, Document],
    misfits: list[Misfit] | None,
) -> tuple[TranslatedSpan, ...]:
    aligned: list[TranslatedSpan] = []
    start = 0
    for number, sentence in enumerate(translation.sentence, start=1):
        place = f"sentence {number}"
        with bearing(misfits, "translation", f"{translation.source} ({translation.language}), {number}"):
            quote = find_words(path, place, sentence.original, documents, translation.source, start)
            aligned.append(TranslatedSpan(quote.span, sentence.translation))
            start = quote.end
    return tuple(aligned)
