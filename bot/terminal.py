"""How answers, plans and lists look in a terminal."""

from collections.abc import Iterable

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Column, Table
from rich.text import Text

from bot.layout import Checked, Near, Part, Quoted, Said, label, markers, parts, reference_line, source_line
from bot.locales import word
from retrieval import (
    Answer,
    Citation,
    Fetched,
    Generation,
    Listed,
    Plan,
    Proposal,
    Quote,
    Source,
    Summary,
    Verdict,
)

_COLOURS = {
    Verdict.WRONG: "red",
    Verdict.IMPRECISE: "yellow",
    Verdict.UNVERIFIABLE: "yellow",
    Verdict.SUPPORTED: "green",
}


def show_answer(console: Console, answer: Answer) -> None:
    """Print an answer: its sentences, every quote in its own block with its source, checks set apart."""
    if answer.message:
        console.print(Text(answer.message, style="bold"))
    for part in parts(answer):
        console.print(_part(part, answer.language))


def show_summary(console: Console, summary: Summary) -> None:
    """Print a summary as an answer with its day and generation under it."""
    show_answer(console, summary.answer)
    generation = word(summary.answer.language, "generation", id=summary.answer.generation)
    console.print(Text(f"{summary.created[:10]} · {generation}", style="dim"))


def _part(part: Part, language: str) -> RenderableType:
    match part:
        case Said(statement):
            return Text.assemble((statement.text, "bold"), " ", (markers(statement.citations), "cyan"))
        case Quoted(citation, repeats):
            return _citation(citation, language, repeats=repeats)
        case Checked(check, repeats):
            title = Text(f"{label(language, 'check')} {check.finding}")
            lines: list[RenderableType] = [] if repeats else [Text(check.correction)]
            if rests := reference_line(check.references, language):
                lines.append(Text(rests, style="dim"))
            colour = _COLOURS[check.claim.verdict]
            return Padding(
                Panel(Group(*lines), title=title, title_align="left", border_style=colour), (0, 0, 0, 4)
            )
        case Near(quote):
            return _block(quote, word(language, "near-not-answer"), language, [])


def _citation(citation: Citation, language: str, *, repeats: bool) -> RenderableType:
    under: list[RenderableType] = []
    if citation.translation:
        under.append(
            Text.assemble((f"{label(language, 'our-translation')} ", "italic"), citation.translation)
        )
    if rests := reference_line(citation.references, language):
        under.append(Text(rests, style="dim"))
    if repeats:
        line = f"[{citation.number}] {_source(citation.quote, language)}"
        return Padding(Group(Text(line, style="dim"), *under), (0, 0, 1, 4))
    return _block(citation.quote, f"[{citation.number}]", language, under)


def _source(quote: Quote, language: str) -> str:
    """Return a source's line with what `source ID` prints it by; the word is the same in both languages."""
    return f"{source_line(quote.document.source, language)} · source {quote.document.source.id}"


def _block(quote: Quote, heading: str, language: str, under: list[RenderableType]) -> RenderableType:
    source = Text(_source(quote, language), style="dim")
    address = [Text(quote.document.source.address, style="dim")] if quote.document.source.address else []
    body = Group(Text(f"« {quote.text} »"), source, *address, *under)
    panel = Panel(
        body, title=Text(heading, style="cyan"), title_align="left", box=box.ROUNDED, border_style="dim"
    )
    return Padding(panel, (0, 0, 0, 4))


def sources_table(sources: Iterable[Source]) -> Table:
    """Return the sources, one a row."""
    table = Table(
        Column("id", no_wrap=True), "kind", "lang", "published", "title", "publisher", "text", box=box.SIMPLE
    )
    for source in sources:
        held = "held" if source.held else "not held"
        published, publisher = source.published or "-", source.publisher or "-"
        table.add_row(
            *map(
                Text,
                (source.id, source.kind.value, source.language, published, source.title, publisher, held),
            )
        )
    return table


def catalogue_table(catalogue: Iterable[Listed]) -> Table:
    """Return every source with what the next reindex will do with it, one a row."""
    table = Table(Column("id", no_wrap=True), "state", "lang", "title", "fetched", box=box.SIMPLE)
    for listed in catalogue:
        fetched = listed.provenance.fetched if listed.provenance else "-"
        source = listed.source
        table.add_row(*map(Text, (source.id, listed.state.value, source.language, source.title, fetched)))
    return table


def proposal_lines(proposal: Proposal) -> list[str]:
    """Return what a text would be as a source, in words."""
    return [
        f"id         {proposal.id}",
        f"title      {proposal.title}",
        f"language   {proposal.language}",
        f"published  {proposal.published or '-'}",
        f"publisher  {proposal.publisher or '-'}",
        f"address    {proposal.address or '-'}",
        f"licence    {proposal.licence or '-'}",
        f"sha256     {proposal.sha256}",
        f"{proposal.characters:,} characters, beginning with:",
        *(f"    {line}" for line in proposal.preview.splitlines()),
    ]


def fetched_line(fetched: Fetched) -> str:
    """Return what a fetch brought, in words."""
    news = "fetched" if fetched.first else "changed" if fetched.changed else "unchanged"
    licence = fetched.provenance.licence or "unknown"
    return f"{fetched.source.id}: {news}, {fetched.characters:,} characters (licence: {licence})"


def generations_table(generations: Iterable[Generation], active: str | None) -> Table:
    """Return the generations, one a row, the answering one marked."""
    table = Table("", Column("id", no_wrap=True), "built (UTC)", "sources", "passages", "", box=box.SIMPLE)
    for generation in generations:
        mark = "→" if generation.id == active else ""
        built = generation.created[:16].replace("T", " ")
        sources, passages = str(len(generation.documents)), str(generation.passages)
        never = "" if generation.applied else "never answered"
        table.add_row(mark, generation.id, built, sources, passages, never)
    return table


def plan_lines(plan: Plan) -> list[str]:
    """Return what a reindex would do, in words."""
    if not plan.needed:
        return [
            f"Nothing has changed: {plan.passages} passages of {len(plan.unchanged)} sources stay as they are."
        ]
    lines = [f"Reason: {plan.reason}."]
    for change, names in (("added", plan.added), ("changed", plan.changed), ("removed", plan.removed)):
        if names:
            lines.append(f"{len(names)} {change}: {', '.join(names)}")
    lines.append(f"{len(plan.unchanged)} sources unchanged.")
    lines.append(f"{plan.embed} of {plan.passages} passages to embed, the others are known.")
    if plan.questions:
        lines.append(f"{plan.questions} known questions to embed.")
    return lines
