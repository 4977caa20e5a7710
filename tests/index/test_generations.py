"""A generation is whole before it has a name; the one that answers never goes away."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from retrieval.errors import BuildBusy, IndexBroken, IndexMissing, SearchIndexError
from retrieval.index.generations import Generations, new_identifier
from tests.builders import make_generation

ROOT = Path(__file__).parents[2]


def add(generations: Generations, *identifiers: str) -> None:
    for identifier in identifiers:
        with generations.building() as place:
            (place / "something").write_text("built")
            generations.finish(place, make_generation(identifier))


def test_before_the_first_build_nothing_is_active(tmp_path: Path) -> None:
    generations = Generations(tmp_path / "data")

    assert generations.active() is None
    assert generations.all() == []


def test_a_finished_generation_does_not_answer_before_it_is_activated(tmp_path: Path) -> None:
    generations = Generations(tmp_path)

    add(generations, "1")

    assert generations.active() is None
    assert [each.id for each in generations.all()] == ["1"]
    assert (generations.directory("1") / "something").read_text() == "built"


def test_activating_is_one_step_that_leaves_nothing_behind(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    add(generations, "1", "2")
    generations.activate("1")
    before = {path.name for path in tmp_path.iterdir()}

    generations.activate("2")

    assert generations.active() == "2"
    assert {path.name for path in tmp_path.iterdir()} == before


def test_what_does_not_exist_is_not_activated(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    add(generations, "1")
    generations.activate("1")

    with pytest.raises(IndexBroken):
        generations.activate("2")

    assert generations.active() == "1"


def test_a_record_comes_back_as_it_was(tmp_path: Path) -> None:
    generations = Generations(tmp_path)

    add(generations, "1")

    assert generations.read("1") == make_generation("1")


@pytest.mark.parametrize("record", ["", "{", "[]", "null", '{"id": "1"}', '{"unknown": 1}', "\0\0\0"])
def test_a_record_that_cannot_be_read_says_what_to_do(tmp_path: Path, record: str) -> None:
    generations = Generations(tmp_path)
    add(generations, "1", "2")
    (generations.directory("1") / "generation.json").write_text(record)

    with pytest.raises(IndexBroken, match="reindex"):
        generations.read("1")

    assert [each.id for each in generations.all()] == ["2"]


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"\0\0\0\0", b"../../etc\n", b"gone\n", b"a\nb\n"])
def test_a_damaged_pointer_is_a_search_index_error(tmp_path: Path, content: bytes) -> None:
    generations = Generations(tmp_path)
    add(generations, "1")
    (tmp_path / "CURRENT").write_bytes(content)

    with pytest.raises(SearchIndexError):
        generations.read(generations.active() or "")


def test_generations_are_listed_newest_first(tmp_path: Path) -> None:
    generations = Generations(tmp_path)

    add(generations, "20250101-000000-000", "20250301-000000-000", "20250201-000000-000")

    assert [each.id[:6] for each in generations.all()] == ["202503", "202502", "202501"]


def test_keeping_the_newest_never_removes_the_active_one(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    add(generations, "1", "2", "3", "4")
    generations.activate("1")

    generations.keep_newest(2)

    assert [each.id for each in generations.all()] == ["4", "3", "1"]


def test_the_one_before_is_the_newest_older_one(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    add(generations, "1", "2", "4")

    assert [generations.before("4"), generations.before("3"), generations.before(None)] == ["2", "2", "4"]


def test_before_the_first_there_is_none(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    add(generations, "1")

    with pytest.raises(IndexMissing):
        generations.before("1")


def test_a_failed_build_leaves_no_folder(tmp_path: Path) -> None:
    def fail() -> None:
        with Generations(tmp_path).building() as place:
            (place / "half").write_text("done")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    assert list((tmp_path / "generations").iterdir()) == []


def test_leftovers_of_a_crash_are_removed_by_the_next_build(tmp_path: Path) -> None:
    leftover = tmp_path / "generations" / "building-99999" / "chroma"
    leftover.mkdir(parents=True)
    (leftover / "chroma.sqlite3").write_text("half")

    add(Generations(tmp_path), "1")

    assert [path.name for path in (tmp_path / "generations").iterdir()] == ["1"]


def test_a_half_built_folder_is_no_generation(tmp_path: Path) -> None:
    generations = Generations(tmp_path)

    with generations.building() as place:
        (place / "generation.json").write_text(json.dumps({"id": place.name}))

        assert generations.all() == []


@pytest.mark.slow
def test_a_second_builder_is_refused_and_told_who_is_building(tmp_path: Path) -> None:
    program = (
        "import sys\nfrom pathlib import Path\nfrom retrieval.index.generations import Generations\n"
        "with Generations(Path(sys.argv[1])).building(): print('building', flush=True); sys.stdin.read()\n"
    )
    generations = Generations(tmp_path)
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", program, str(tmp_path)]
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=ROOT) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "building\n"

        with pytest.raises(BuildBusy, match=f"process {other.pid}"), generations.building():
            pass

        other.kill()
    add(generations, "1")
    assert [path.name for path in (tmp_path / "generations").iterdir()] == ["1"]


def test_identifiers_sort_by_time() -> None:
    first, second = new_identifier(), new_identifier()

    assert first <= second


def test_the_next_build_removes_what_an_interrupted_prune_or_switch_left(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    add(generations, "1", "2")
    generations.activate("2")
    (generations.directory("1") / "generation.json").unlink()
    (tmp_path / "CURRENT.99999999").write_text("1")

    add(generations, "3")

    assert {path.name for path in (tmp_path / "generations").iterdir()} == {"2", "3"}
    assert not list(tmp_path.glob("CURRENT.*"))


def test_the_active_generation_stays_even_without_its_record(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    add(generations, "1")
    generations.activate("1")
    (generations.directory("1") / "generation.json").unlink()

    add(generations, "2")

    assert (generations.directory("1") / "something").exists()


def prepare(generations: Generations, *identifiers: str) -> None:
    for identifier in identifiers:
        with generations.building() as place:
            generations.finish(place, replace(make_generation(identifier), applied=False))


def test_the_one_before_is_never_one_that_only_a_look_ahead_built(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    prepare(generations, "1", "2", "3")
    generations.activate("1")

    generations.activate("3")

    assert generations.before("3") == "1"
    with pytest.raises(IndexMissing):
        generations.before("1")


def test_the_one_before_is_what_answered_before_and_not_what_was_gone_back_from(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    prepare(generations, "1", "2", "3")
    for identifier in ("1", "2", "1", "3"):
        generations.activate(identifier)

    assert [generations.before("3"), generations.before("2")] == ["1", "1"]


def test_what_only_look_aheads_built_never_pushes_out_the_way_back(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    prepare(generations, "1", "2")
    generations.activate("1")
    generations.activate("2")
    prepare(generations, "3", "4", "5", "6")

    generations.keep_newest(3)

    assert [each.id for each in generations.all()] == ["6", "2", "1"]


def test_the_way_back_stays_beside_newer_ones_that_were_gone_back_from(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    prepare(generations, "1", "2", "3", "4", "5")
    for identifier in ("1", "2", "3", "4", "2", "5"):
        generations.activate(identifier)

    generations.keep_newest(2)

    assert [each.id for each in generations.all()] == ["5", "4", "2"]


def test_a_record_of_an_earlier_version_is_one_that_answered(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    add(generations, "1", "2")
    path = generations.directory("1") / "generation.json"
    record = json.loads(path.read_text())
    del record["applied"], record["follows"]
    path.write_text(json.dumps(record))

    assert generations.before("2") == "1"


def test_a_generation_is_whole_before_and_after_it_is_activated(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    prepare(generations, "1")
    before = generations.is_whole("1")

    generations.activate("1")

    assert (before, generations.is_whole("1"), generations.read("1").applied) == (True, True, True)
