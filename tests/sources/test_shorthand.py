"""Chat shorthand is written out; names, figures and what is no shorthand stay as they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.sources.shorthand import written_out


@pytest.mark.parametrize(
    ("text", "language", "written"),
    [
        ("wen did v3 drop n wat did it cost", "en", "when did v3 drop and what did it cost"),
        ("y r ppl scared of it?", "en", "why are people scared of it?"),
        ("pk la puce H800 coûte cb ?", "fr", "pourquoi la puce H800 coûte combien ?"),
        ("c koi le grpo", "fr", "c'est quoi le grpo"),
        ("il a dit koi, ki l'a cru", "fr", "il a dit quoi, qui l'a cru"),
    ],
)
def test_shorthand_is_written_out(text: str, language: str, written: str) -> None:
    assert written_out(text, language) == written


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("R1 vs o1 in R&D, the N and Y of it", "en"),
        ("c est bien", "fr"),
        ("c'est la vitamine C", "fr"),
        ("wat ist das", "de"),
        ("a pre-r1 model, the y-axis", "en"),
    ],
)
def test_what_is_no_shorthand_stays(text: str, language: str) -> None:
    assert written_out(text, language) == text


@given(st.text(), st.sampled_from(["en", "fr", "es"]))
def test_writing_out_twice_is_writing_out_once(text: str, language: str) -> None:
    once = written_out(text, language)

    assert written_out(once, language) == once
