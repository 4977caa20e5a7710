"""What starting and answering may cost, on a machine with two cores."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.settings import load_settings
from retrieval import open_library

ROOT = Path(__file__).parents[2]
MEGABYTE = 1_000_000
pytestmark = pytest.mark.slow


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run of a command took."""

    seconds: float
    peak_bytes: int


def measure(*words: str) -> Cost:
    """Run `deepseek-bot` in a process of its own."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", "from bot.cli import main; main()", *words],
        stdout=subprocess.DEVNULL,
        cwd=ROOT,
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    unit = 1 if sys.platform == "darwin" else 1024
    return Cost(seconds, usage.ru_maxrss * unit)


def test_help_appears_within_half_a_second() -> None:
    costs = [measure("--help") for _ in range(5)]

    assert min(cost.seconds for cost in costs) < 0.5


def test_an_answer_takes_less_than_three_seconds_and_400_megabytes(real_data: Path) -> None:
    question = ["ask", "How much market value did Nvidia lose?"]

    costs = [measure("--data", str(real_data), *question) for _ in range(3)]

    assert min(cost.seconds for cost in costs) < 3
    assert max(cost.peak_bytes for cost in costs) < 400 * MEGABYTE


def test_a_reindex_with_nothing_changed_takes_less_than_a_second(real_data: Path) -> None:
    chosen = load_settings(None, {"retrieval": {"corpus": ROOT / "corpus", "data": real_data}})
    library = open_library(chosen.retrieval)
    began = time.perf_counter()

    plan = library.plan()

    assert not plan.needed
    assert time.perf_counter() - began < 1
