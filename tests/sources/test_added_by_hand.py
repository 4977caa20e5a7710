"""The files of added sources may be written and spoilt by hand."""

from pathlib import Path

import pytest

from retrieval import CorpusError
from tests.builders import manifest_entry
from tests.sources.additions import (
    make_proposal,
    refused,
    tiny_library,
)


@pytest.mark.parametrize(
    "content",
    [
        b"no fence at all",
        b"+++\nid = \n+++\ntext",
        b'+++\nid = "owls"\ntitle = "A"\nfetched = 2025-01-31\n+++\n',
        b'+++\nid = "other"\ntitle = "A"\nfetched = 2025-01-31\n+++\ntext',
        b'+++\nid = "owls"\ntitle = "A"\nfetched = 2025-01-31\nlicense = "B"\n+++\ntext',
        b"\xff\xfe",
    ],
)
def test_a_file_that_was_spoilt_by_hand_is_named(tmp_path: Path, content: bytes) -> None:
    library = tiny_library(tmp_path)
    folder = tmp_path / "data" / "sources"
    folder.mkdir(parents=True)
    (folder / "owls.md").write_bytes(content)

    assert "owls.md" in refused(CorpusError, library.read_corpus)


def test_an_entry_may_be_written_by_hand(tmp_path: Path) -> None:
    library = tiny_library(tmp_path)
    library.add_source(make_proposal())
    path = tmp_path / "data" / "sources" / "owls.md"
    path.write_text(
        path.read_text(encoding="utf-8").replace('"Owls"', '"Barn owls"  # mended'), encoding="utf-8"
    )

    assert library.read_corpus().sources["owls"].title == "Barn owls"


def test_a_data_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    library = tiny_library(tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "sources").write_text("a file stands where the folder should be")

    assert "--data" in refused(CorpusError, library.add_source, make_proposal())


def test_the_corpus_itself_is_stronger_than_what_was_added_under_the_same_id(tmp_path: Path) -> None:
    tiny_library(tmp_path).add_source(make_proposal())
    library = tiny_library(tmp_path, {"owls.md": "Our own owls.\n", "sources.toml": manifest_entry("owls")})

    assert library.read_corpus().documents["owls"].text == "Our own owls.\n"
