"""A village that also quotes a text from elsewhere, which a server of this machine gives out as the internet would."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from retrieval import Library
from retrieval.index.chroma import ChromaIndex
from retrieval.index.generations import Generations
from tests.builders import make_settings, manifest_entry
from tests.fakes import FakeEmbedder
from tests.web import Internet, Reply, page

NIGHT = "Owls hunt at night near the mill.\n"
DAWN = "Owls hunt at dawn near the mill.\n"
DUSK = "Owls hunt at dusk near the mill.\n"


class Owls:
    """The library of such a village, and what the text says now at its address."""

    def __init__(self, library: Library, pages: dict[str, Reply]) -> None:
        """Let it read as when it was indexed."""
        self.library = library
        self._pages = pages
        self.say(NIGHT)

    def say(self, text: str, source: str = "owls") -> None:
        """Let a text read otherwise at its address."""
        self._pages[f"/{source}.txt"] = page(text.encode())

    def lose(self, source: str) -> None:
        """Let there be nothing at an address."""
        self._pages.pop(f"/{source}.txt")


@contextmanager
def open_owls(folder: Path) -> Iterator[Owls]:
    """Let a built village know of the text, fetch it, and index it."""
    know_of(folder, "owls")
    internet, pages = Internet(), dict[str, Reply]()
    with internet.site(pages, name="far.example"):
        settings = make_settings(folder / "corpus", folder / "data")
        fetch = internet.fetcher().fetch
        library = Library(settings, Generations(folder / "data"), FakeEmbedder(), ChromaIndex, fetch)
        owls = Owls(library, pages)
        library.fetch("owls")
        library.reindex(lambda _done, _total: None)
        yield owls
        library.close()


def know_of(folder: Path, source: str) -> None:
    """Let a village's manifest name a text by its address."""
    manifest = folder / "corpus" / "sources.toml"
    address = f"http://far.example/{source}.txt"
    entry = manifest_entry(source, f'language = "en"\nheld = false\naddress = "{address}"')
    manifest.write_text(manifest.read_text(encoding="utf-8") + entry, encoding="utf-8")
