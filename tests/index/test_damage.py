"""What is missing, outdated, broken or full is one line that says what to do, and the old index goes on answering."""

import json
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from retrieval import (
    BuildFailed,
    IndexBroken,
    IndexMissing,
    IndexOutdated,
    SearchIndexError,
)
from tests.builders import TINY, make_library, write_corpus
from tests.disks import mounted
from tests.fakes import FakeEmbedder
from tests.index.libraries import append, library_of, silent

ROOT = Path(__file__).parents[2]


def test_before_the_first_build_a_question_is_told_to_reindex(tmp_path: Path) -> None:
    library = make_library(write_corpus(tmp_path / "corpus", TINY), tmp_path / "data")

    with pytest.raises(IndexMissing, match="reindex"):
        library.search("otters")


def test_an_index_of_another_embedder_is_refused_with_the_command_that_mends_it(tiny: Path) -> None:
    library = library_of(tiny, FakeEmbedder("fake-2"))

    with pytest.raises(IndexOutdated, match="reindex"):
        library.search("otters")

    assert library.plan().needed
    assert library.plan().embed == library.plan().passages


def test_an_index_of_an_older_version_is_refused_with_the_command_that_mends_it(tiny: Path) -> None:
    for path in (tiny / "data" / "generations").glob("*/generation.json"):
        record = json.loads(path.read_text())
        path.write_text(json.dumps({**record, "fingerprint": "0" + record["fingerprint"]}))
    library = library_of(tiny)

    with pytest.raises(IndexOutdated, match="reindex"):
        library.search("otters")

    assert library.plan().needed


def test_a_record_that_a_newer_version_wrote_asks_for_a_build(tiny: Path) -> None:
    for path in (tiny / "data" / "generations").glob("*/generation.json"):
        path.write_text(json.dumps({**json.loads(path.read_text()), "invented": "later"}))
    library = library_of(tiny)

    with pytest.raises(IndexBroken, match="reindex"):
        library.search("otters")

    assert library.plan().needed


def break_chroma(generation: Path) -> None:
    (generation / "chroma" / "chroma.sqlite3").write_bytes(b"no database " * 1000)


def lose_chroma(generation: Path) -> None:
    shutil.rmtree(generation / "chroma")


def break_texts(generation: Path) -> None:
    (generation / "texts.sqlite").write_bytes(b"no database " * 1000)


def lose_texts(generation: Path) -> None:
    (generation / "texts.sqlite").unlink()


DAMAGES = [break_chroma, lose_chroma, break_texts, lose_texts]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_broken_index_is_one_line_that_says_what_to_do(tiny: Path, damage: object) -> None:
    (generation,) = (tiny / "data" / "generations").iterdir()
    assert callable(damage)
    damage(generation)
    library = library_of(tiny)

    with pytest.raises(IndexBroken, match="reindex") as caught:
        library.search("otters")

    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_broken_index_is_a_reason_to_build(tiny: Path, damage: object) -> None:
    (generation,) = (tiny / "data" / "generations").iterdir()
    assert callable(damage)
    damage(generation)

    assert library_of(tiny).plan().needed


def test_a_broken_index_still_lets_the_sources_be_read(tiny: Path) -> None:
    (generation,) = (tiny / "data" / "generations").iterdir()
    break_texts(generation)

    assert library_of(tiny).document("rivers").text == TINY["rivers"]


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"\0\0\0\0", b"gone\n"])
def test_a_damaged_pointer_is_one_line_that_says_what_to_do(tiny: Path, content: bytes) -> None:
    (tiny / "data" / "CURRENT").write_bytes(content)
    library = library_of(tiny)

    with pytest.raises(SearchIndexError, match="reindex"):
        library.search("otters")

    assert library.plan().needed


@pytest.mark.parametrize("place", ["data", "data/generations", "data/vectors.sqlite"])
def test_a_data_folder_that_cannot_be_written_is_one_line(tmp_path: Path, place: str) -> None:
    blocked = tmp_path / place
    blocked.parent.mkdir(parents=True, exist_ok=True)
    if place == "data/vectors.sqlite":
        blocked.mkdir()
    else:
        blocked.write_text("a file")
    library = make_library(write_corpus(tmp_path / "corpus", TINY), tmp_path / "data")

    with pytest.raises(BuildFailed) as caught:
        library.reindex(silent)

    assert "--data" in str(caught.value)
    assert "\n" not in str(caught.value)


BUILD = """
import sys
from pathlib import Path
from retrieval import RetrievalError
from tests.builders import make_library

library = make_library(Path(sys.argv[1]), Path(sys.argv[2]))
try:
    library.reindex(lambda done, total: None)
except RetrievalError as error:
    print(type(error).__name__, error)
print("nearest", library.search("otters", 1)[0].passage.document.source.id)
"""


def build_elsewhere(corpus: Path, data: Path, largest_file: int | None = None) -> list[str]:
    """Reindex in a process of its own and return what it says; every file it writes may be limited in bytes."""

    def limit() -> None:
        if largest_file is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))

    done = subprocess.run(
        [sys.executable, "-c", BUILD, str(corpus), str(data)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        preexec_fn=limit,  # the limit must hold for the child alone
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.slow
@pytest.mark.parametrize("room", [0, 40_000, 150_000])
def test_a_full_disk_leaves_the_old_index_answering(tiny: Path, tmp_path: Path, room: int) -> None:
    append(tiny / "corpus" / "rivers.md", "\nBeavers build dams.\n")
    with mounted(tmp_path / "disk", size="8M") as disk:
        if disk is None:  # no right to mount: files that may not grow fail at the same places
            said = build_elsewhere(tiny / "corpus", tiny / "data", largest_file=room)
        else:
            data = shutil.copytree(tiny / "data", disk / "data")
            fill(disk / "ballast", leaving=room)
            said = build_elsewhere(tiny / "corpus", data)

    assert said[-1] == "nearest rivers"
    assert len(said) == 2
    assert said[0].startswith("BuildFailed")


def fill(path: Path, leaving: int) -> None:
    free = shutil.disk_usage(path.parent).free
    path.write_bytes(b"\0" * max(0, free - leaving))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("keywords/keywords.json", b"{"),
        ("keywords/keywords.json", b"{}"),
        ("keywords/en/vocab.index.json", b"no json"),
        ("keywords/en.names.json", b""),
        ("keywords/en.rows.npy", b"no numpy"),
        ("vectors.npy", b"no numpy"),
        ("vectors.npy", b""),
    ],
)
def test_damaged_files_of_a_generation_name_the_remedy(tiny: Path, name: str, content: bytes) -> None:
    (generation,) = (tiny / "data" / "generations").iterdir()
    assert (generation / name).exists()
    (generation / name).write_bytes(content)

    with pytest.raises(IndexBroken, match="run reindex"):
        library_of(tiny).search("otters", 1)


def test_a_truncated_matrix_of_vectors_names_the_remedy(tiny: Path) -> None:
    (generation,) = (tiny / "data" / "generations").iterdir()
    whole = (generation / "vectors.npy").read_bytes()
    (generation / "vectors.npy").write_bytes(whole[: len(whole) // 2])

    with pytest.raises(IndexBroken, match="run reindex"):
        library_of(tiny).search("otters", 1)
