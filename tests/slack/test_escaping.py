"""Slack's markup: out of what people write, kept out of what we send."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.escaping import escape, first_sentence, neutralise, plain, unescape
from tests.slack.answers import HOSTILE
from tests.slack.rules import LIVE


@given(st.one_of(st.text(), st.sampled_from(HOSTILE)))
def test_what_is_escaped_can_be_read_back(text: str) -> None:
    assert unescape(escape(text)) == text


@given(st.lists(st.one_of(st.text(), st.sampled_from(HOSTILE))).map(" ".join))
def test_nothing_comes_alive(text: str) -> None:
    made = neutralise(text)

    assert not LIVE.search(made)
    assert "<" not in made
    assert ">" not in made


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<@UBOT> what is R1?", "what is R1?"),
        ("what is <@UBOT> R1?", "what is   R1?"),
        ("ask <@U2|ann> or <@U3>", "ask @ann or"),
        ("see <#C1|news> and <#C2>", "see #news and"),
        ("<!channel> and <!subteam^S1|the team>", "@channel and the team"),
        ("<https://x.example/a?b=1&amp;c=2>", "https://x.example/a?b=1&c=2"),
        ("<https://x.example|the page> &lt;3", "the page <3"),
        ("<mailto:a@x.example|a@x.example>", "a@x.example"),
        ("5 &lt; 6 &amp;&amp; 7 &gt; 6", "5 < 6 && 7 > 6"),
    ],
)
def test_a_message_is_read_as_it_was_meant(written: str, read: str) -> None:
    assert plain(written, "UBOT") == read


def test_the_first_sentence_is_the_first_sentence() -> None:
    assert first_sentence("R1 cost 5.6 million USD. That is wrong.") == "R1 cost 5.6 million USD."


def test_a_sentence_without_end_is_cut_at_a_word() -> None:
    assert first_sentence("word " * 200).endswith("word…")
