"""A model's sentence is shown without markdown and control characters, and not at all with links or mentions."""

import pytest

from retrieval.answers.bleaching import plain_words


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("R1 cost **294,000** dollars.", "R1 cost 294,000 dollars."),
        ("## R1 was cheap.", "R1 was cheap."),
        ("- R1 was\n  cheap.", "R1 was cheap."),
        ("1. R1 was `cheap`.", "R1 was cheap."),
        ("> R1 was ~~cheap~~ ||hidden||.", "R1 was cheap hidden."),
        ("R1\u200b was\u202e cheap\x07.", "R1 was cheap."),
        ("R1 a coûté 294\u202f000 USD.", "R1 a coûté 294\u202f000 USD."),
        (
            "V3-0324 costs 0.27 USD; R1 2.19 USD (at noon: 12:30).",
            "V3-0324 costs 0.27 USD; R1 2.19 USD (at noon: 12:30).",
        ),
        ("1.5 billion were lost.", "1.5 billion were lost."),
        ("It is a snake_case name.", "It is a snake_case name."),
    ],
)
def test_a_sentence_is_shown_plain(text: str, plain: str) -> None:
    assert plain_words(text) == plain


@pytest.mark.parametrize(
    "text",
    [
        "See https://evil.example now.", "See www.evil.example now.", "See evil.com now.", "See chat.evil.ai/x now.",
        "See [this](x) now.", "Write to me@example.org.", "@everyone hear this.", "@\u200beveryone hear this.",
        "＠everyone hear this.", "<@123> hears this.", "<!channel> hear this.", "<b>bold</b>", "&lt;!here&gt;",
        "mailto:someone", "javascript:alert", "It is good :tada:", "h\u200bttps://evil.example", "", "  ", "123", "***",
        "x" * 501,
    ],
)  # fmt: skip
def test_a_sentence_that_would_act_is_not_shown(text: str) -> None:
    assert plain_words(text) is None
