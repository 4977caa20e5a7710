"""What the --json outputs hold; their schemas are docs/*.schema.json."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from bot.layout import plain_text
from retrieval import (
    Answer,
    Check,
    Citation,
    Figures,
    Generation,
    Hit,
    Listed,
    Plan,
    Proposal,
    Quote,
    Reference,
    Source,
)

if TYPE_CHECKING:
    from bot.administration import Report

Record = dict[str, Any]
FIGURES = ("right", "recall_5", "refusal_recall", "false_refusals", "verbatim", "checks")
"""The figures of golden questions that a reindex is judged by, as people and programs are shown them."""


def answer_record(answer: Answer, elapsed_ms: float) -> Record:
    """Return an answer: every quote is `document[start:end]` of what `source ID` prints."""
    return {
        "question": answer.question.text,
        "rewritten": answer.rewritten,
        "language": answer.language,
        "status": answer.status.value,
        "assessment": answer.assessment and answer.assessment.value,
        "text": plain_text(answer),
        "statements": [
            {"text": statement.text, "citations": list(statement.citations)}
            for statement in answer.statements
        ],
        "citations": [_citation(citation) for citation in answer.citations],
        "checks": [_check(check) for check in answer.checks],
        "nearest": [{"source": quote.document.source.id, **_slice(quote)} for quote in answer.nearest],
        "mode": answer.mode.value,
        "generation": answer.generation,
        "elapsed_ms": round(elapsed_ms, 1),
    }


def search_record(question: str, hits: list[Hit]) -> Record:
    """Return the hits of a question, best first."""
    return {"question": question, "hits": [_hit(hit) for hit in hits]}


def source_record(source: Source) -> Record:
    """Return a source; `held` tells whether its text is here."""
    return {**_source(source), "licence": source.licence, "held": source.held}


def listed_record(listed: Listed) -> Record:
    """Return a source with its state, and where its text comes from if an admin added or fetched it."""
    provenance = listed.provenance and asdict(listed.provenance)
    return {
        **source_record(listed.source),
        "state": listed.state.value,
        "quoted": listed.quoted,
        "provenance": provenance,
    }


def proposal_record(proposal: Proposal) -> Record:
    """Return what a text would be as a source, without the text."""
    record = {name: value for name, value in asdict(proposal).items() if name != "text"}
    return {**record, "characters": proposal.characters, "preview": proposal.preview}


def generation_record(generation: Generation, active: str | None) -> Record:
    """Return a generation without its list of revisions."""
    return {
        "id": generation.id,
        "active": generation.id == active,
        "applied": generation.applied,
        "created": generation.created,
        "fingerprint": generation.fingerprint,
        "sources": len(generation.documents),
        "passages": generation.passages,
    }


def plan_record(plan: Plan) -> Record:
    """Return what a reindex would do, or did."""
    return asdict(plan)


def reindex_record(
    plan: Plan,
    report: "Report | None",
    answering: Generation | None,
    *,
    dry_run: bool,
    built: bool,
    stopped: bool,
) -> Record:
    """Return what a reindex did or would do, and which generation answers."""
    return {
        "dry_run": dry_run,
        "built": built,
        "stopped": stopped,
        "plan": plan_record(plan),
        "report": report and _report(report),
        "generation": answering and generation_record(answering, answering.id),
    }


def _report(report: "Report") -> Record:
    return {
        "prepared": report.prepared,
        "broken": [
            {"kind": each.kind, "title": each.title, "standing": each.standing.value}
            for each in report.broken
        ],
        "before": report.before and _figures(report.before),
        "after": report.after and _figures(report.after),
        "stops": list(report.stops),
    }


def _figures(figures: Figures) -> Record:
    return {name: getattr(figures, name) for name in ("questions", *FIGURES)}


def _citation(citation: Citation) -> Record:
    return {
        "number": citation.number,
        "source": _source(citation.quote.document.source),
        **_slice(citation.quote),
        "translation": citation.translation,
        "references": [_reference(reference) for reference in citation.references],
    }


def _slice(quote: Quote) -> Record:
    return {"quote": quote.text, "start": quote.start, "end": quote.end}


def _source(source: Source) -> Record:
    return {
        "id": source.id,
        "title": source.title,
        "publisher": source.publisher,
        "language": source.language,
        "published": source.published,
        "address": source.address,
        "kind": source.kind.value,
    }


def _reference(reference: Reference) -> Record:
    return {
        "title": reference.title,
        "publisher": reference.publisher,
        "date": reference.date,
        "address": reference.address,
    }


def _check(check: Check) -> Record:
    return {
        "citation": check.citation,
        "claim": check.claim.id,
        "verdict": check.claim.verdict.value,
        "finding": check.finding,
        "correction": check.correction,
        "citations": list(check.citations),
        "references": [_reference(reference) for reference in check.references],
    }


def _hit(hit: Hit) -> Record:
    passage = hit.passage
    return {
        "source": passage.document.source.id,
        "passage": passage.id,
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "score": round(hit.score, 6),
    }
