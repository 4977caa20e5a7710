"""Fetches that are refused."""

import pytest

from retrieval.errors import FetchError
from retrieval.sources.fetching import Fetcher


def refused(fetcher: Fetcher, address: str) -> str:
    """Return the one line that says why."""
    with pytest.raises(FetchError) as caught:
        fetcher.fetch(address)

    said = str(caught.value)
    assert "\n" not in said
    return said
