"""An index is built beside the one that answers; whatever goes wrong, the old one goes on answering."""

import json
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval import (
    BuildFailed,
    CorpusError,
    IndexBroken,
    IndexMissing,
    IndexOutdated,
    Library,
    RetrievalError,
    SearchIndexError,
    SourceError,
)
from tests.builders import TINY, make_library, manifest_entry, write_corpus
from tests.disks import mounted
from tests.fakes import FakeEmbedder

ROOT = Path(__file__).parents[2]


def library_of(folder: Path, embedder: FakeEmbedder | None = None) -> Library:
    return make_library(folder / "corpus", folder / "data", embedder)


@pytest.fixture
def library(tiny: Path) -> Iterator[Library]:
    """The tiny texts, indexed."""
    opened = library_of(tiny)
    yield opened
    opened.close()


def silent(_done: int, _total: int) -> None:
    """Report progress to nobody."""


def best(library: Library, question: str) -> str:
    return library.search(question, 1)[0].passage.document.source.id


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_a_search_finds_the_text_that_is_about_it(library: Library) -> None:
    assert [best(library, question) for question in ("otters and herons", "flour for bread", "pendulum")] == [
        "rivers",
        "bread",
        "clocks",
    ]


def test_nothing_changed_is_nothing_to_do(library: Library) -> None:
    plan = library.plan()

    assert not plan.needed
    assert (plan.added, plan.changed, plan.removed) == ((), (), ())
    assert set(plan.unchanged) == set(TINY)
    assert plan.embed == 0


def test_before_the_first_build_everything_is_added(tmp_path: Path) -> None:
    library = make_library(write_corpus(tmp_path / "corpus", TINY), tmp_path / "data")

    plan = library.plan()

    assert plan.needed
    assert plan.added == tuple(TINY)
    assert plan.embed == plan.passages == len(library.read_corpus().passages)
    assert not (tmp_path / "data").exists()


def test_a_plan_says_what_was_added_changed_removed_and_kept(tiny: Path, library: Library) -> None:
    append(tiny / "corpus" / "rivers.md", "\nBeavers build dams.\n")
    (tiny / "corpus" / "stars.md").write_text("Stars shine at night.\n", encoding="utf-8")
    manifest = "".join(manifest_entry(name, 'language = "en"') for name in ("stars", "rivers", "bread"))
    (tiny / "corpus" / "sources.toml").write_text(manifest, encoding="utf-8")

    plan = library.plan()

    assert plan.needed
    assert (plan.added, plan.changed, plan.removed, plan.unchanged) == (
        ("stars",),
        ("rivers",),
        ("clocks",),
        ("bread",),
    )
    assert plan.embed == 2


def test_a_plan_writes_nothing(tiny: Path, library: Library) -> None:
    append(tiny / "corpus" / "rivers.md", "\nBeavers build dams.\n")
    before = {path: path.stat().st_mtime_ns for path in tiny.rglob("*") if path.is_file()}

    library.plan()

    assert {path: path.stat().st_mtime_ns for path in tiny.rglob("*") if path.is_file()} == before


def test_a_new_title_asks_for_a_build_but_for_no_embedding(tiny: Path, library: Library) -> None:
    manifest = tiny / "corpus" / "sources.toml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("title of rivers", "name of rivers"))

    plan = library.plan()

    assert plan.needed
    assert plan.embed == 0


@pytest.mark.slow
def test_only_changed_passages_are_embedded(tiny: Path) -> None:
    embedder = FakeEmbedder()
    library = library_of(tiny, embedder)
    append(tiny / "corpus" / "rivers.md", "\nBeavers build dams.\n")

    library.reindex(silent)

    assert len(embedder.embedded) == 1
    assert "Beavers build dams." in embedder.embedded[0]
    assert best(library, "Which animals are dams built by? Beavers") == "rivers"
    assert not library.plan().needed
    library.close()


@pytest.mark.slow
def test_progress_is_told_up_to_the_end(tmp_path: Path) -> None:
    texts = {f"text{number}": f"Text number {number}.\n" for number in range(40)}
    library = make_library(write_corpus(tmp_path / "corpus", texts), tmp_path / "data")
    told: list[tuple[int, int]] = []

    library.reindex(lambda done, total: told.append((done, total)))

    assert told == sorted(told)
    assert told[-1] == (40, 40)
    assert {total for _, total in told} == {40}


@pytest.mark.slow
def test_a_lost_index_is_rebuilt_without_embedding(tiny: Path) -> None:
    shutil.rmtree(tiny / "data" / "generations")
    embedder = FakeEmbedder()
    library = library_of(tiny, embedder)

    library.reindex(silent)

    assert embedder.embedded == []
    assert best(library, "otters") == "rivers"
    library.close()


@pytest.mark.slow
def test_a_running_reader_notices_the_new_index(tiny: Path, library: Library) -> None:
    assert best(library, "Which animals build dams? Beavers") != "dams"
    (tiny / "corpus" / "dams.md").write_text("Beavers build dams.\n", encoding="utf-8")
    append(tiny / "corpus" / "sources.toml", manifest_entry("dams", 'language = "en"'))

    library_of(tiny).reindex(silent)

    assert best(library, "Which animals build dams? Beavers") == "dams"


@pytest.mark.slow
def test_an_old_quote_stays_true_when_the_corpus_moves_on(tiny: Path, library: Library) -> None:
    (tiny / "corpus" / "rivers.md").write_text("Something else entirely.\n", encoding="utf-8")

    hit = library.search("otters", 1)[0]

    assert library.document("rivers").text[hit.passage.start : hit.passage.end] == hit.passage.text
    assert "Otters" in hit.passage.text


@pytest.mark.slow
def test_a_data_folder_may_have_any_name(tmp_path: Path) -> None:
    data = tmp_path / '50% off, été #1 & what?mode=it\'s "so"'
    library = make_library(write_corpus(tmp_path / "corpus", {"rivers": TINY["rivers"]}), data)

    library.reindex(silent)

    assert best(library, "otters") == "rivers"
    library.close()


def test_a_broken_corpus_leaves_the_old_index_answering(tiny: Path, library: Library) -> None:
    (tiny / "corpus" / "bread.md").write_bytes(b"\xff\xff")

    with pytest.raises(CorpusError):
        library.reindex(silent)

    assert best(library, "flour") == "bread"
    assert library.document("bread").text == TINY["bread"]


def test_a_build_that_is_interrupted_leaves_the_old_index_answering(tiny: Path, library: Library) -> None:
    append(tiny / "corpus" / "rivers.md", "\nBeavers build dams.\n")

    def interrupt(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        library.reindex(interrupt)

    assert best(library, "otters") == "rivers"
    assert list((tiny / "data" / "generations").glob("building-*")) == []


def test_a_corpus_without_a_passage_is_refused_in_one_line(tmp_path: Path) -> None:
    library = make_library(
        write_corpus(tmp_path / "corpus", {"bare": "# Only a heading\n"}), tmp_path / "data"
    )

    with pytest.raises(RetrievalError) as caught:
        library.reindex(silent)

    assert "\n" not in str(caught.value)


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


@pytest.mark.slow
def test_an_earlier_index_answers_again_after_a_rollback(tiny: Path, library: Library) -> None:
    before, _ = library.generations()
    (tiny / "corpus" / "rivers.md").write_text("Something else entirely.\n", encoding="utf-8")
    library.reindex(silent)
    assert "Otters" not in library.document("rivers").text

    library.rollback()

    assert library.generations()[0] == before
    assert "Otters" in library.search("otters", 1)[0].passage.text
    assert "Otters" in library.document("rivers").text


def test_a_rollback_without_an_earlier_index_is_refused(library: Library) -> None:
    before, _ = library.generations()

    with pytest.raises(IndexMissing):
        library.rollback()

    assert library.generations()[0] == before


@pytest.mark.parametrize("identifier", ["nonsense", "..", "../../etc", ""])
def test_a_rollback_to_what_does_not_exist_is_refused(library: Library, identifier: str) -> None:
    before, _ = library.generations()

    with pytest.raises(IndexMissing, match="generations"):
        library.rollback(identifier)

    assert library.generations()[0] == before


def test_a_rollback_to_another_embedder_s_index_is_refused(tiny: Path) -> None:
    library = library_of(tiny, FakeEmbedder("fake-2"))
    active, _ = library.generations()

    with pytest.raises(IndexOutdated):
        library.rollback(active)


@pytest.mark.slow
def test_no_more_generations_are_kept_than_the_setting_says(tiny: Path, library: Library) -> None:
    for number in range(4):
        append(tiny / "corpus" / "rivers.md", f"\nChange number {number}.\n")
        library.reindex(silent)

    active, known = library.generations()
    assert len(known) == 3
    assert active == known[0].id


@pytest.mark.parametrize("content", [None, b"no database " * 100])
def test_planning_writes_nothing(tiny: Path, content: bytes | None) -> None:
    store = tiny / "data" / "vectors.sqlite"
    if content is not None:
        store.write_bytes(content)
    append(tiny / "corpus" / "rivers.md", "\nBeavers build dams.\n")
    before = _files(tiny / "data")

    plan = library_of(tiny).plan()

    assert _files(tiny / "data") == before
    assert plan.embed == (1 if content is None else 4)


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


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


@pytest.mark.slow
def test_a_text_that_an_earlier_generation_holds_is_found_by_its_revision(
    library: Library, tiny: Path
) -> None:
    old = library.document("rivers")
    (tiny / "corpus" / "rivers.md").write_text("Beavers build dams of wood.\n", encoding="utf-8")
    library.reindex(silent)

    found = library.document("rivers", old.revision)

    assert found == old
    assert library.document("rivers").text == "Beavers build dams of wood.\n"
    with pytest.raises(SourceError, match="0000000000000000"):
        library.document("rivers", "0000000000000000")


def test_the_answering_text_is_found_by_its_revision(library: Library) -> None:
    text = library.document("rivers")

    assert library.document("rivers", text.revision) == text
