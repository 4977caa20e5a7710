"""Thoughts between tags are not said, however the stream is cut; everything else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answers.thoughts import Outspoken

DRAFT = '{"statements": []}'


def said(text: str, piece: int = 1) -> str:
    outspoken = Outspoken()
    return "".join(outspoken.hear(text[start : start + piece]) for start in range(0, len(text), piece))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (DRAFT, DRAFT),
        (f"<think>Is it 35 or 36?</think>{DRAFT}", DRAFT),
        (f"\n <think>\n</think>\n\n{DRAFT}", f"\n\n{DRAFT}"),
        (f"<thinking>One.</thinking> <think>Two.</think>{DRAFT}", DRAFT),
        (f"<thought>It is < 36, </though, I think.</thought>{DRAFT}", DRAFT),
        ("<think>It never ends", ""),
        ("<this> is no thought", "<this> is no thought"),
        ('{"text": "<think> stands inside</think>"}', '{"text": "<think> stands inside</think>"}'),
    ],
)
@pytest.mark.parametrize("piece", [1, 7, 1000])
def test_what_is_said_is_passed_on_without_thoughts(text: str, expected: str, piece: int) -> None:
    assert said(text, piece) == expected


@given(st.text(), st.text(alphabet="<>/think {}[]\n"), st.integers(1, 20))
def test_however_it_is_cut_the_same_is_said(before: str, after: str, piece: int) -> None:
    text = f"<think>{before.replace('</think>', '')}</think>{after}"

    assert said(text, piece) == said(text, 1000)


@given(st.text(), st.integers(1, 20))
def test_who_does_not_think_aloud_is_heard_to_the_last_character(text: str, piece: int) -> None:
    spoken = f"{{{text}"

    assert said(spoken, piece) == spoken
