"""A quote that touches a checked claim, by a single character even, is known to."""

from hypothesis import assume, given
from hypothesis import strategies as st

from retrieval.answers.claims import MUST_SHOW, make_check, overlapping
from retrieval.types import Citation, Claim, Quote, Verdict
from tests.builders import make_document, make_reference, make_source

TEXT = "The mill was built in 1820. It burned down in 1903. The wheel is wide."
DOCUMENT = make_document(TEXT)


def claim(words: str, verdict: Verdict = Verdict.WRONG) -> Claim:
    start = TEXT.index(words)
    quote = Quote(DOCUMENT, start, start + len(words))
    return Claim(
        words, quote, verdict, {"en": "wrong", "fr": "faux"}, {"en": "No.", "fr": "Non."}, ("report",)
    )


CLAIMS = [claim("burned down in 1903"), claim("1820"), claim("It burned"), claim("wide", Verdict.SUPPORTED)]


@given(st.integers(0, len(TEXT)), st.integers(0, len(TEXT)))
def test_a_claim_overlaps_a_quote_that_shares_a_character(one: int, other: int) -> None:
    start, end = min(one, other), max(one, other)
    assume(TEXT[start:end].strip())

    found = overlapping(Quote(DOCUMENT, start, end), CLAIMS)

    shared = [
        each for each in CLAIMS if set(range(start, end)) & set(range(each.quote.start, each.quote.end))
    ]
    assert {each.id for each in found} == {each.id for each in shared}
    assert [each.quote.start for each in found] == sorted(each.quote.start for each in found)


def test_a_claim_of_another_source_overlaps_nothing() -> None:
    other = make_document(TEXT, make_source("other"))

    assert overlapping(Quote(other, 0, len(TEXT)), CLAIMS) == []


def test_wrong_and_imprecise_must_be_shown() -> None:
    assert {Verdict.WRONG, Verdict.IMPRECISE} == MUST_SHOW


def test_a_check_is_worded_in_the_asker_s_language() -> None:
    references = {"report": make_reference()}

    check = make_check(CLAIMS[1], Citation(4, CLAIMS[1].quote), "fr", references, (2,))

    assert (check.finding, check.correction) == ("faux", "Non.")
    assert (check.citation, check.citations, check.references) == (4, (2,), (references["report"],))
