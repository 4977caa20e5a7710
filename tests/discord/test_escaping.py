"""Any text is shown character for character, and can be had back."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.discord.escaping import escape, excerpt, length, link, one_line, unescape

NASTY = st.lists(
    st.one_of(
        st.text(max_size=12),
        st.sampled_from(
            [
                "**bold**", "__under__", "~~gone~~", "||spoiler||", "`code`", "```\nfence\n```", "\\", "\\*", "# title",
                "\n# title", "\n- item", "\n-# small", "\n> said", "\n>>> all", "\n1. one", "\n 12. twelve", "<@1>", "<@!1>",
                "<@&1>", "<#1>", "<:smile:1>", "<a:wave:1>", "<t:1:R>", "</ask:1>", "<id:guide>", "@everyone", "@here",
                "[a](https://b.example)", "https://a.example/x_y_z", "<https://a.example>", "discord.gg/x", "\u202e", "\u2067",
                "שלום", "🇫🇷", "👩‍👩‍👧", "\u0000", "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"), "é", "e\u0301", "*", "_", "[", "]",
            ]
        ),
    ),
    max_size=20,
).map("".join)  # fmt: skip
"""Texts that would mean something to Discord."""


@given(NASTY)
def test_what_was_escaped_can_be_had_back(text: str) -> None:
    assert unescape(escape(text)) == text


@given(NASTY)
def test_nothing_that_discord_reads_as_markup_is_left(text: str) -> None:
    bare = re.sub(r"\\[^0-9A-Za-z\s]", "", escape(text))

    assert re.search(r"[*_~|`<\[\]@\\]|://", bare) is None
    assert (
        re.search(r"^[^\S\n]*([-+#>]|\d+\.)", re.sub(r"\\([^0-9A-Za-z\s])", "x", escape(text)), re.MULTILINE)
        is None
    )


def test_ordinary_prose_stays_as_it_is() -> None:
    text = "Nvidia lost 589 billion USD (17%), said R1-Zero's authors: a record!"

    assert escape(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [("<@1> *x*", "\\<\\@1> \\*x\\*"), ("https://a.example", "https\\://a.example"), ("1. one", "1\\. one")],
)
def test_marks_get_a_backslash(text: str, shown: str) -> None:
    assert escape(text) == shown


@given(NASTY)
def test_a_title_stays_on_its_line(text: str) -> None:
    assert "\n" not in one_line(text)


@given(NASTY, st.integers(min_value=2, max_value=60))
def test_an_excerpt_is_no_longer_than_it_may_be(text: str, longest: int) -> None:
    assert length(excerpt(text, longest)) <= longest


def test_only_web_addresses_become_links() -> None:
    assert link("here", "https://a.example/x(y) z") == "[here](https://a.example/x%28y%29z)"
    assert link("here", "javascript:alert(1)") == "here"
    assert link("here", None) == "here"


def test_length_counts_as_the_strictest_reader_does() -> None:
    assert length("a😀") == 3
