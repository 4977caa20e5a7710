"""What starting and answering may cost, on a machine with two cores."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MEGABYTE = 1_000_000
pytestmark = pytest.mark.slow


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run of a command took."""

    seconds: float
    peak_bytes: int


LAUNCHER = """
import resource, subprocess, sys, time
began = time.perf_counter()
subprocess.run([sys.executable, "-c", "from bot.cli import main; main()", *sys.argv[1:]],
               stdout=subprocess.DEVNULL, check=True)
print(time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
"""A small process that starts the command: Linux counts the memory of the one that starts a process as its own."""


PLANNER = """
import sys, time
from pathlib import Path
from bot.settings import load_settings
from retrieval import open_library
corpus, data = map(Path, sys.argv[1:])
library = open_library(load_settings(None, {"retrieval": {"corpus": corpus, "data": data}}).retrieval)
began = time.perf_counter()
plan = library.plan()
print(plan.needed, time.perf_counter() - began)
"""
"""Plans in a process of its own: measuring what tests cover slows down what is measured."""


def measure(*words: str) -> Cost:
    """Run `deepseek-bot` in a process of its own."""
    command = [sys.executable, "-c", LAUNCHER, *words]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, cwd=ROOT)
    seconds, peak = done.stdout.split()
    unit = 1 if sys.platform == "darwin" else 1024
    return Cost(float(seconds), int(peak) * unit)


def test_help_appears_within_half_a_second() -> None:
    costs = [measure("--help") for _ in range(5)]

    assert min(cost.seconds for cost in costs) < 0.5


def test_an_answer_takes_less_than_three_seconds_and_400_megabytes(real_data: Path) -> None:
    question = ["ask", "How much market value did Nvidia lose?"]

    costs = [measure("--data", str(real_data), *question) for _ in range(3)]

    assert min(cost.seconds for cost in costs) < 3
    assert max(cost.peak_bytes for cost in costs) < 400 * MEGABYTE


def test_a_reindex_with_nothing_changed_takes_less_than_a_second(real_data: Path) -> None:
    command = [sys.executable, "-c", PLANNER, str(ROOT / "corpus"), str(real_data)]

    done = [
        subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.split()
        for _ in range(3)
    ]

    assert {needed for needed, _ in done} == {"False"}
    assert min(float(seconds) for _, seconds in done) < 1
