"""What --json prints is what docs/*.schema.json says."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bot.records import answer_record, generation_record, reindex_record, search_record, source_record
from retrieval import Hit, Plan
from tests.builders import (
    make_answer,
    make_check,
    make_citation,
    make_generation,
    make_passage,
    make_quote,
    make_refusal,
    make_source,
)

DOCS = Path(__file__).parents[2] / "docs"
NAMES = ("answer", "generations", "reindex", "search", "sources")


def read_schema(name: str) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads((DOCS / f"{name}.schema.json").read_text(encoding="utf-8"))
    return schema


def check(record: object, name: str) -> None:
    """Compare what is printed, not what is in memory."""
    jsonschema.Draft202012Validator(read_schema(name)).validate(json.loads(json.dumps(record)))


def objects(schema: object) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            yield schema
        for part in schema.values():
            yield from objects(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from objects(part)


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_one_and_describes_everything(name: str) -> None:
    schema = read_schema(name)

    jsonschema.Draft202012Validator.check_schema(schema)
    for part in objects(schema):
        assert part["additionalProperties"] is False
        assert "description" in part
        assert all({"description", "$ref"} & each.keys() for each in part["properties"].values())


def test_an_answer_follows_its_schema() -> None:
    citation = make_citation(1, "Il dort.", translation="It sleeps.")
    answer = make_answer(citation, make_citation(2, "Elle veille."), checks=(make_check(citation),))

    record = answer_record(answer, 12.34)

    check(record, "answer")
    assert record["citations"][0]["quote"] == "Il dort."
    assert record["checks"][0]["citation"] == 1


def test_a_refusal_follows_the_schema_of_answers() -> None:
    answer = replace(make_refusal(make_quote("Near."), make_quote("Nearer.")), generation="1")

    record = answer_record(answer, 0)

    check(record, "answer")
    assert (record["status"], record["citations"], len(record["nearest"])) == ("not_in_sources", [], 2)


def test_hits_follow_their_schema() -> None:
    check(search_record("What?", [Hit(make_passage(), 0.5)]), "search")
    check(search_record("What?", []), "search")


@pytest.mark.parametrize("held", [True, False])
def test_sources_follow_their_schema(*, held: bool) -> None:
    known = replace(make_source(), held=held)
    unknown = replace(known, publisher=None, published=None, address=None, licence=None)

    check([source_record(known), source_record(unknown)], "sources")


def test_generations_follow_their_schema() -> None:
    records = [generation_record(make_generation(identifier), "2") for identifier in ("2", "1")]

    check(records, "generations")
    assert [record["active"] for record in records] == [True, False]


@pytest.mark.parametrize("reason", [None, "the corpus has changed"])
def test_a_plan_follows_the_schema_of_reindexing(reason: str | None) -> None:
    plan = Plan(("a",), ("b",), (), ("c", "d"), passages=9, embed=2, reason=reason)
    record = reindex_record(plan, None, None, dry_run=True, built=False, stopped=False)
    record["elapsed_ms"] = 0.0

    check(record, "reindex")
