"""How a Markdown text falls into passages and sentences, with the exact offsets of each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import sentencex
from markdown_it import MarkdownIt
from markdown_it.token import Token

from retrieval.types import Document, Passage, Span

CUTTING = "3"
"""Version of the rules in this module: part of an index's fingerprint, so raise it with every change."""

LONGEST_SENTENCE = 2000
"""Characters. What runs on without a full stop for longer is cut at white space."""

_BLOCKS = {"paragraph_open", "blockquote_open", "bullet_list_open", "ordered_list_open", "table_open"}
_LITERAL = {"fence", "code_block", "html_block"}
_BY_LINE = {"bullet_list_open", "ordered_list_open", "table_open", "fence", "code_block"}
_HEAD_LINES = 2
"""The head of a table and the line that sets it off: names of columns, no sentences."""
_EVIDENCE = re.compile(r"<!--\s*refs:(?P<refs>[^|]*?)(?:\|\s*facts:(?P<facts>.*?))?\s*-->", re.DOTALL)
_NAMES = re.compile(r"[^\s,]+")


@dataclass(frozen=True, slots=True)
class _Block:
    span: Span
    kind: str
    headings: tuple[str, ...]
    references: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


def cut(document: Document, longest: int, captions: tuple[str, ...] = ()) -> tuple[Passage, ...]:
    """Cut into passages of whole sentences of one block each, of about `longest` characters at most.

    A caption is a block of the text, or a line of one, that is never quoted. A comment of the form
    `<!-- refs: a, b | facts: F1 -->` is no passage: it says what the block before it rests on.
    """
    hidden = {line.strip() for caption in captions for line in caption.splitlines()}
    return tuple(
        Passage(document, run[0].start, run[-1].end, run, block.headings, block.references, block.facts)
        for block in _blocks(document.text)
        if not all(line.strip() in hidden for line in _lines(document.text, block.span))
        for run in _runs(_sentences(document, block), longest)
    )


def split_sentences(text: str, language: str) -> tuple[Span, ...]:
    """Return the sentences in order, without the white space around them; together they hold every word."""
    spans: list[Span] = []
    for boundary in sentencex.get_sentence_boundaries(language, text):
        spans.extend(_bounded(text, boundary["start_index"], boundary["end_index"]))
    return tuple(spans)


def _bounded(text: str, start: int, end: int) -> Iterator[Span]:
    while (piece := _trimmed(text, start, min(end, start + LONGEST_SENTENCE))) is not None:
        if piece.end < end and text[piece.start : end].strip() != text[piece.start : piece.end]:
            space = max(text.rfind(mark, piece.start + 1, piece.end) for mark in (" ", "\n", "\t"))
            piece = _trimmed(text, piece.start, space if space > piece.start else piece.end) or piece
        yield piece
        start = piece.end
    if text[start:end].strip():  # a run of white space longer than a sentence may be
        yield from _bounded(text, end - len(text[start:end].lstrip()), end)


def _trimmed(text: str, start: int, end: int) -> Span | None:
    piece = text[start:end]
    bare = piece.strip()
    if not bare:
        return None
    first = start + len(piece) - len(piece.lstrip())
    return Span(first, first + len(bare))


def _blocks(text: str) -> list[_Block]:
    starts = _line_starts(text)
    blocks: list[_Block] = []
    headings: list[tuple[int, str]] = []
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    for token, following in pairwise([*tokens, Token("end", "", 0)]):
        if token.level or token.map is None:
            continue
        if token.type == "heading_open":
            level = int(token.tag[1:])
            headings = [*(pair for pair in headings if pair[0] < level), (level, following.content)]
        elif evidence := _EVIDENCE.fullmatch(token.content.strip()):
            if blocks:
                blocks[-1] = _resting_on(blocks[-1], evidence)
        elif _is_text(token):
            first, above = token.map[0], [heading for _, heading in headings]
            if token.type == "table_open":
                above.append(_cells(text[starts[first] : starts[first + 1]]))
                first += _HEAD_LINES
            span = _trimmed(text, starts[first], starts[token.map[1]])
            if span is not None:
                blocks.append(_Block(span, token.type, tuple(above)))
    return blocks


def _cells(row: str) -> str:
    """Return the words of a table's head: its rows are found by them, as a text is by its headings."""
    return " · ".join(cell.strip() for cell in row.strip().strip("|").split("|"))


def _is_text(token: Token) -> bool:
    if token.type == "html_block":
        return not token.content.lstrip().startswith("<!--")
    return token.type in _BLOCKS or token.type in _LITERAL


def _resting_on(block: _Block, evidence: re.Match[str]) -> _Block:
    return replace(
        block,
        references=tuple(_NAMES.findall(evidence["refs"])),
        facts=tuple(_NAMES.findall(evidence["facts"] or "")),
    )


def _line_starts(text: str) -> list[int]:
    # markdown-it counts only "\n" as the end of a line; a map may point one line past the last.
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    return [*starts, len(text), len(text)]


def _lines(text: str, span: Span) -> list[str]:
    return text[span.start : span.end].split("\n")


def _sentences(document: Document, block: _Block) -> tuple[Span, ...]:
    text, start = document.text, block.span.start
    if block.kind not in _BY_LINE:
        found = split_sentences(text[start : block.span.end], document.source.language)
        return tuple(Span(start + span.start, start + span.end) for span in found)
    spans: list[Span] = []
    for line in _lines(text, block.span):
        spans.extend(_bounded(text, start, start + len(line)))
        start += len(line) + 1
    return tuple(spans)


def _runs(sentences: tuple[Span, ...], longest: int) -> Iterator[tuple[Span, ...]]:
    """Divide evenly, so that no passage is a left-over of one short sentence."""
    if not sentences:
        return
    total = sentences[-1].end - sentences[0].start
    count = -(-total // longest)
    target = total / count
    run: list[Span] = []
    for sentence in sentences:
        reaches = sentence.end - run[0].start if run else 0
        # Stop before this sentence if that leaves the run nearer to the target than taking it in.
        if count > 1 and reaches - target > target - _length(run):
            yield tuple(run)
            run, count = [], count - 1
            target = (sentences[-1].end - sentence.start) / count
        run.append(sentence)
    yield tuple(run)


def _length(run: list[Span]) -> int:
    return run[-1].end - run[0].start if run else 0
