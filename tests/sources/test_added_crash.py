"""Whatever happens while sources are written, a reader finds a valid corpus."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.builders import TINY, make_library, write_corpus

pytestmark = pytest.mark.slow

WRITER = """
import sys
from itertools import cycle
from pathlib import Path
from retrieval.sources.added import Added, delete_added, write_added
from retrieval.sources.manifest import AddedEntry

folder = Path(sys.argv[1])
print("ready", flush=True)
for number in cycle(range(50)):
    entry = AddedEntry(id=f"owls-{number % 5}", title="Owls", language="en", fetched="2025-01-31")
    if number % 7:
        write_added(folder, Added(entry, f"Owl {number}. " * 2000))
    else:
        delete_added(folder, entry.id)
"""


def test_a_process_that_is_killed_while_it_writes_leaves_a_valid_corpus(tmp_path: Path) -> None:
    library = make_library(write_corpus(tmp_path / "corpus", TINY), tmp_path / "data")
    for pause in (0.0, 0.02, 0.05, 0.09, 0.14, 0.2):
        command = [sys.executable, "-c", WRITER, str(tmp_path / "data" / "sources")]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            time.sleep(pause)
            writer.kill()

        documents = library.read_corpus().documents

        assert set(TINY) <= set(documents)
        for name in documents.keys() - set(TINY):
            words = documents[name].text.split(". ")
            assert len(set(words) - {"", "\n"}) == 1
            assert len(words) == 2001


def test_a_reader_never_meets_half_a_change(tmp_path: Path) -> None:
    library = make_library(write_corpus(tmp_path / "corpus", TINY), tmp_path / "data")
    command = [sys.executable, "-c", WRITER, str(tmp_path / "data" / "sources")]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        lengths = {
            len(document.text.split(". "))
            for _ in range(15)
            for name, document in library.read_corpus().documents.items()
            if name not in TINY
        }
        writer.kill()

    assert lengths == {2001}
