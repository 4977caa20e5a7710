"""A corpus folder is read whole."""

from pathlib import Path

import pytest

from retrieval.sources.agreeing import normalise
from retrieval.types import Kind, Verdict
from tests.builders import TINY, manifest_entry, write_corpus
from tests.sources.cats import (
    ARTICLE,
    CLAIM,
    REFERENCE,
    complete,
    read,
)


def test_a_complete_corpus_is_read_whole(tmp_path: Path) -> None:
    corpus = read(complete(tmp_path))

    assert list(corpus.sources) == ["article", "note", "far"]
    assert list(corpus.documents) == ["article", "note"]
    assert corpus.sources["article"].kind is Kind.ARTICLE
    assert corpus.sources["article"].published == "2025-01-31"
    assert [passage.text for passage in corpus.passages] == [ARTICLE, "The cat was cheap."]
    (claim,) = corpus.claims
    assert (claim.quote.text, claim.verdict) == ("Il a coûté 5,6 millions USD.", Verdict.WRONG)
    assert [piece.text for piece in corpus.translations["article", "en"]] == [
        "The cat sleeps.",
        "The dog watches.",
    ]
    assert corpus.references["report"].date == "2025-02-01"


def test_a_manifest_and_texts_are_enough(tmp_path: Path) -> None:
    corpus = read(write_corpus(tmp_path, TINY))

    assert list(corpus.documents) == list(TINY)
    assert (corpus.claims, corpus.translations, corpus.questions) == ((), {}, ())


def test_a_golden_question_brings_the_questions_before_it(tmp_path: Path) -> None:
    corpus = read(complete(tmp_path))

    assert [question.earlier for question in corpus.questions] == [
        (),
        ("What did it cost?",),
        ("What did it cost?", "And the dog?"),
    ]


def test_a_source_without_a_language_gets_the_one_of_its_text(tmp_path: Path) -> None:
    text = "Le chat dort sur le canapé depuis ce matin, et le chien veille devant la porte de la maison."

    corpus = read(write_corpus(tmp_path, {"chat": text}, {"sources.toml": manifest_entry("chat")}))

    assert corpus.sources["chat"].language == "fr"


@pytest.mark.parametrize(
    "raw",
    [
        "Un café.\r\nDeux.\r\n".encode(),
        b"\xef\xbb\xbf" + "Un café.\nDeux.\n".encode(),
        "Un cafe\u0301.\nDeux.\n".encode(),
        "Un café.\rDeux.\r".encode(),
    ],
    ids=["CRLF", "byte order mark", "decomposed", "CR"],
)
def test_texts_are_normalised_when_read(tmp_path: Path, raw: bytes) -> None:
    folder = write_corpus(tmp_path, {"doc": ""})
    (folder / "doc.md").write_bytes(raw)

    corpus = read(folder)

    assert corpus.documents["doc"].text == "Un café.\nDeux.\n"


def test_normalising_twice_changes_nothing() -> None:
    once = normalise("\ufeffUn cafe\u0301\r\n\rfin\u2126")

    assert normalise(once) == once


def test_files_of_another_editor_are_read_too(tmp_path: Path) -> None:
    folder = complete(tmp_path)
    for name in ("sources.toml", "claims.toml", "translation.en.toml"):
        text = (folder / name).read_text(encoding="utf-8")
        (folder / name).write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())

    assert len(read(folder).claims) == 1


def test_a_claim_s_words_are_compared_in_the_normalised_form(tmp_path: Path) -> None:
    decomposed = CLAIM.replace("coûté 5", "cou\u0302te\u0301 5")

    assert (
        read(complete(tmp_path, claims__toml=decomposed)).claims[0].quote.text
        == "Il a coûté 5,6 millions USD."
    )


@pytest.mark.parametrize("date", ['"2025"', '"2025-01"', '"2025-01-31"', "2025-01-31"])
def test_a_date_may_be_a_year_a_month_or_a_day(tmp_path: Path, date: str) -> None:
    corpus = read(complete(tmp_path, references__toml=REFERENCE.replace("2025-02-01", date)))

    assert corpus.references["report"].date == date.strip('"')


def test_a_claim_that_is_quoted_twice_is_known_at_both_places(tmp_path: Path) -> None:
    article = f"{ARTICLE}\n\nOn le répète : Il a coûté 5,6 millions USD."

    claims = read(complete(tmp_path, article__txt=article)).claims

    assert [claim.id for claim in claims] == ["C1", "C1"]
    assert [claim.quote.start for claim in claims] == [article.find("Il a"), article.rfind("Il a")]


def test_a_claim_stands_where_it_may_be_quoted(tmp_path: Path) -> None:
    article = f"# Il a coûté 5,6 millions USD.\n\n{ARTICLE}"

    claims = read(complete(tmp_path, article__txt=article)).claims

    assert [claim.quote.start for claim in claims] == [article.rfind("Il a")]
