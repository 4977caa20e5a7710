"""A build that is killed, again and again, never takes the answering index with it."""

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.builders import write_corpus
from tests.disks import mounted

ROOT = Path(__file__).parents[2]
KILLS = 20

TOPICS = (
    "otters",
    "bread",
    "pendulums",
    "comets",
    "glaciers",
    "violins",
    "lichens",
    "tides",
    "beetles",
    "kites",
)

COMMAND = [sys.executable, "-c", "from bot.cli import main; main()"]


def start(corpus: Path, data: Path, *words: str) -> subprocess.Popen[str]:
    """Start `deepseek-bot` with this corpus and this data folder."""
    command = [*COMMAND, "--corpus", str(corpus), "--data", str(data), *words]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finish(process: subprocess.Popen[str]) -> str:
    said, complained = process.communicate(timeout=60)
    assert process.returncode == 0, complained
    return said


def nearest(corpus: Path, data: Path) -> str:
    record = json.loads(finish(start(corpus, data, "search", "comets, number 3", "-k", "1", "--json")))
    return str(record["hits"][0]["source"])


def change(corpus: Path, number: int) -> None:
    (corpus / "text13.md").write_text(f"All about otters, told for the {number}th time.\n", encoding="utf-8")


@pytest.mark.slow
def test_the_index_answers_after_each_of_twenty_kills(tmp_path: Path) -> None:
    moments = random.Random(2025)  # noqa: S311 - moments, not secrets
    texts = {
        f"text{number}": f"All about {TOPICS[number % 10]}, number {number // 10}. They are looked at closely.\n"
        for number in range(60)
    }
    corpus = write_corpus(tmp_path / "corpus", texts)
    with mounted(tmp_path / "disk", size="64M") as disk:
        data = (disk or tmp_path) / "data"
        finish(start(corpus, data, "reindex"))
        change(corpus, -1)
        began = time.monotonic()
        finish(start(corpus, data, "reindex"))
        usual = time.monotonic() - began

        for number in range(KILLS):
            change(corpus, number)
            with start(corpus, data, "reindex") as build:
                time.sleep(moments.uniform(0.1, 1.0) * usual)
                build.send_signal(signal.SIGKILL)  # its own children go on for a moment, as after any kill

            assert nearest(corpus, data) == "text33"

        change(corpus, KILLS)
        finish(start(corpus, data, "reindex"))
        assert nearest(corpus, data) == "text33"
        assert list((data / "generations").glob("building-*")) == []
