"""What `bench` measures: retrieval's own figures, many askers at once, a cold start; and which goals are met."""

import asyncio
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from bot.chat import IncomingMessage
from bot.conversation import Conversation
from bot.settings import ConversationSettings
from bot.writing import figures_an_answer
from retrieval import Answer, Benchmark, ScaleSpeed

ASKERS = 32
HELP_RUNS = 5
ASK_RUNS = 3
_QUESTION = "What did DeepSeek-V3 cost to train?"

# A process counts as its own peak what its parent held when it started, so a small one stands between.
_LAUNCHER = """
import json, os, subprocess, sys, time
started = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, usage = os.wait4(process.pid, 0)
process.returncode = os.waitstatus_to_exitcode(status)
print(json.dumps([process.returncode, time.perf_counter() - started, usage.ru_maxrss]))
"""

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure and the limit that it should keep."""

    figure: str
    limit: float
    at_most: bool

    def met(self, value: float) -> bool:
        """Tell whether a value keeps to the limit."""
        return value <= self.limit if self.at_most else value >= self.limit

    def __str__(self) -> str:
        """Return the limit in signs."""
        return f"{'≤' if self.at_most else '≥'} {self.limit:g}"


GOALS = (
    Goal("answer_p50_over_embed", 1.5, at_most=True),
    Goal("answer_p95_over_embed", 3, at_most=True),
    Goal("throughput_over_embed", 0.8, at_most=False),
    Goal("reindex_over_embed", 0.9, at_most=False),
    Goal("scale_p95_ratio", 2, at_most=True),
)


@dataclass(frozen=True, slots=True)
class Bench:
    """The figures by name, and where and when they were taken."""

    measured: str
    machine: Mapping[str, Any]
    figures: Mapping[str, float]
    scales: tuple[ScaleSpeed, ...]

    def goals(self) -> Iterator[tuple[Goal, bool]]:
        """Yield the goals whose figures were measured, and whether they are met."""
        for goal in GOALS:
            if goal.figure in self.figures:
                yield goal, goal.met(self.figures[goal.figure])


def measure(
    benchmark: Benchmark,
    settings: ConversationSettings,
    command: Sequence[str],
    sizes: Iterable[int],
    say: Say,
) -> Bench:
    """Take all figures, one after the other; `command` starts the bot with the benchmark's own folders."""
    before = os.getloadavg()[0]
    figures: dict[str, float] = {}
    say("Embedding the corpus, then a full reindex of it ...")
    figures |= _reindex(benchmark)
    say("Answering in process ...")
    figures |= _answer(benchmark)
    say(f"{ASKERS} askers at once ...")
    figures |= _many_askers(benchmark, settings)
    if benchmark.writes:
        say("Letting the language model answer ...")
        figures |= _write(benchmark)
    say("Starting from cold ...")
    figures |= _start(command)
    scales = tuple(_scales(benchmark, sizes, say))
    if len(scales) > 1:
        figures["scale_p95_ratio"] = scales[-1].search_p95_ms / scales[0].search_p95_ms
    machine = {
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load_before": before,
        "load_after": os.getloadavg()[0],
    }
    return Bench(datetime.now(UTC).isoformat(timespec="seconds"), machine, figures, scales)


def _reindex(benchmark: Benchmark) -> dict[str, float]:
    speed = benchmark.reindex(lambda _done, _total: None)
    return {**asdict(speed), "reindex_over_embed": speed.raw_seconds / speed.reindex_seconds}


def _answer(benchmark: Benchmark) -> dict[str, float]:
    speed = benchmark.answer()
    return {
        **asdict(speed),
        "answer_p50_over_embed": speed.answer_p50_ms / speed.embed_ms,
        "answer_p95_over_embed": speed.answer_p95_ms / speed.embed_ms,
    }


def _write(benchmark: Benchmark) -> dict[str, float]:
    written = benchmark.write()
    return figures_an_answer(written) if written else {}


def _many_askers(benchmark: Benchmark, settings: ConversationSettings) -> dict[str, float]:
    """Half of the embeddings are made before and half after, so that load hits both alike."""
    texts = [question.text for question in benchmark.questions]
    conversation = Conversation(benchmark.library, settings)
    embedding = benchmark.embed(texts)
    started = time.perf_counter()
    answers = asyncio.run(_ask_at_once(conversation, [*texts, *texts]))
    seconds = time.perf_counter() - started
    embedding += benchmark.embed(texts)
    embeddings_per_second, answers_per_second = 2 * len(texts) / embedding, answers / seconds
    return {
        "embeddings_per_second": embeddings_per_second,
        "answers_per_second": answers_per_second,
        "throughput_over_embed": answers_per_second / embeddings_per_second,
        "unanswered": 2 * len(texts) - answers,
    }


async def _ask_at_once(conversation: Conversation, texts: Sequence[str]) -> int:
    """Return how many were answered; every question has a thread of its own, every asker asks when answered."""
    waiting = iter(enumerate(texts))

    async def ask() -> int:
        answers = 0
        for number, text in waiting:
            reply = await conversation.reply(IncomingMessage(text, thread=f"bench {number}"))
            answers += isinstance(reply, Answer)
        return answers

    return sum(await asyncio.gather(*(ask() for _ in range(ASKERS))))


def _start(command: Sequence[str]) -> dict[str, float]:
    helped = [_run([*command, "--help"]) for _ in range(HELP_RUNS)]
    asked = [_run([*command, "ask", _QUESTION]) for _ in range(ASK_RUNS)]
    return {
        "help_seconds": min(seconds for seconds, _ in helped),
        "ask_seconds": statistics.median(seconds for seconds, _ in asked),
        "ask_memory_mb": max(memory for _, memory in asked),
    }


def _run(command: Sequence[str]) -> tuple[float, float]:
    """Return how many seconds a process took, and its peak in megabytes."""
    launched = [sys.executable, "-I", "-S", "-c", _LAUNCHER, *command]
    done = subprocess.run(launched, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603 - our own command
    status, seconds, peak = json.loads(done.stdout)
    if status:
        raise subprocess.CalledProcessError(status, list(command))
    return seconds, peak / (1e6 if sys.platform == "darwin" else 1e3)


def _scales(benchmark: Benchmark, sizes: Iterable[int], say: Say) -> Iterator[ScaleSpeed]:
    for size in sorted(set(sizes)):
        say(f"A generated corpus of {size:,} passages ...")
        yield benchmark.scale(size, lambda _done, _total: None)
