"""Libraries that sources are added to, proposals, and what is refused."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from retrieval import FetchError, Library, Proposal, RetrievalError, State
from retrieval.index.chroma import ChromaIndex
from retrieval.index.generations import Generations
from retrieval.sources.adding import Fetch
from retrieval.sources.fetching import Download
from tests.builders import TINY, make_library, make_settings, manifest_entry, write_corpus
from tests.fakes import FakeEmbedder

FAR = "https://far.example/owls.txt"


HELD_ELSEWHERE = manifest_entry(
    "owls", f'held = false\naddress = "{FAR}"\nlicence = "CC0"\npublished = "2024"'
)


def make_proposal(text: str = "# Owls\n\nThe owl hunts at night.\n", **changes: Any) -> Proposal:
    proposal = Proposal(
        id="owls",
        title="Owls",
        language="en",
        text=text,
        sha256="0" * 64,
        fetched="2025-01-31",
        publisher="The Gazette",
        address="https://gazette.example/owls",
        licence="CC BY 4.0",
    )
    return replace(proposal, **changes)


def tiny_library(here: Path, files: Mapping[str, str] | None = None) -> Library:
    return make_library(write_corpus(here / "corpus", TINY, files), here / "data")


def library_that_fetches(here: Path, fetch: Fetch) -> Library:
    manifest = "".join(manifest_entry(name, 'language = "en"') for name in TINY) + HELD_ELSEWHERE
    corpus = write_corpus(here / "corpus", TINY, {"sources.toml": manifest})
    settings = make_settings(corpus, here / "data")
    return Library(settings, Generations(here / "data"), FakeEmbedder(), ChromaIndex, fetch)


def refused(error: type[RetrievalError], call: Any, *arguments: Any) -> str:
    with pytest.raises(error) as caught:
        call(*arguments)

    assert "\n" not in str(caught.value)
    return str(caught.value)


def states(library: Library) -> dict[str, State]:
    return {listed.source.id: listed.state for listed in library.catalogue()}


def answering(*contents: bytes | FetchError, media_type: str = "text/plain") -> Fetch:
    """Return what gives these contents, one after the other."""
    waiting = list(contents)

    def fetch(_address: str) -> Download:
        content = waiting.pop(0)
        if isinstance(content, FetchError):
            raise content
        return Download(content, media_type, "utf-8")

    return fetch
