"""What the stories about indexes stand on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval import (
    Library,
)
from tests.index.libraries import library_of


@pytest.fixture
def library(tiny: Path) -> Iterator[Library]:
    """The tiny texts, indexed."""
    opened = library_of(tiny)
    yield opened
    opened.close()
