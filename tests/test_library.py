"""What a library does with what people type."""

import time
from pathlib import Path

import pytest

from retrieval import About, QuestionTooLong
from retrieval.sources.language import detect_spoken
from tests.builders import make_library, write_corpus


def test_a_flood_of_accents_is_refused_at_once(tiny: Path) -> None:
    library = make_library(tiny / "corpus", tiny / "data")
    flood = "a" + "\u0301\u0316" * 200_000
    detect_spoken("a heron")  # reads its dictionaries, once
    started = time.perf_counter()

    with pytest.raises(QuestionTooLong, match="at most 2,000 are read"):
        library.ask(flood)
    assert time.perf_counter() - started < 2


def test_a_question_that_is_too_long_is_refused_in_its_own_language(tiny: Path) -> None:
    library = make_library(tiny / "corpus", tiny / "data")

    with pytest.raises(QuestionTooLong) as refused:
        library.ask("Combien de hérons nichent sous le toit du moulin ? " * 60)

    assert refused.value.language == "fr"
    assert refused.value.values["most"] == 2_000


def test_what_the_corpus_is_about_is_told_before_and_after_it_is_indexed(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", {"birds": "Herons nest on the roof of the mill every spring."})
    manifest = corpus / "sources.toml"
    about = '[about.en]\ntopic = "herons"\nquestions = ["Where do herons nest?"]\n\n'
    manifest.write_text(about + manifest.read_text(encoding="utf-8"), encoding="utf-8")
    library = make_library(corpus, tmp_path / "data")
    before = library.about("en")
    library.reindex(lambda _done, _total: None)

    after = library.about("en")

    assert before == after == About("herons", ("Where do herons nest?",))
    assert library.about("fr") is None


def test_a_question_in_decomposed_letters_is_as_long_as_it_looks(tiny: Path) -> None:
    library = make_library(tiny / "corpus", tiny / "data")

    answer = library.ask("e\u0301" * 1_990 + " heron")

    assert len(answer.question.text) == 1_996
