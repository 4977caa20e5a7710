"""What a process of its own does of a build, and what becomes of it when the build ends early."""

from pathlib import Path

import numpy as np
import pytest

from retrieval.errors import BuildFailed
from retrieval.index.apart import Apart
from retrieval.index.chroma import VECTORS, ChromaIndex

pytestmark = pytest.mark.slow


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with the vectors that an index is to be made of."""
    np.save(tmp_path / VECTORS, np.eye(4, dtype=np.float32))
    return tmp_path


def test_what_one_process_writes_another_finds(place: Path) -> None:
    with Apart("write", place / "chroma") as writer, Apart("probe", place / "chroma") as prober:
        writer.begin()
        writer.finish()
        prober.begin()
        prober.finish()

    index = ChromaIndex(place / "chroma")
    assert index.count() == 4
    index.close()


def test_a_process_that_is_not_told_to_begin_touches_nothing(place: Path) -> None:
    with Apart("write", place / "chroma"):
        pass

    assert not (place / "chroma").exists()


def test_a_step_that_fails_says_which_and_why(place: Path) -> None:
    with Apart("probe", place / "chroma") as prober:
        prober.begin()

        with pytest.raises(BuildFailed, match=r"\(probe: .*IndexBroken"):
            prober.finish()
