"""The same answer says the same on Discord and on Slack: statements, quotes with their sources, checks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.discord import rendering as discord
from bot.discord.escaping import unescape
from bot.layout import Checked, Near, Quoted, Said, parts, source_line
from bot.slack import rendering as slack
from retrieval import Answer, Library, Source, Statement, Verdict
from tests.builders import make_answer, make_check, make_citation, make_quote, make_refusal
from tests.slack.answers import HOSTILE
from tests.slack.rules import texts

QUESTIONS = [
    "Is it true that R1 cost 5.6 million dollars?",
    "Combien Nvidia a-t-elle perdu en bourse ?",
    "What is GRPO?",
    "Pourquoi l'Italie a-t-elle bloqué DeepSeek ?",
    "Who won the world cup 2022?",
    "hello",
    "Tell me in detail what the H800 is",
]


def on_discord(answer: Answer) -> str:
    shown = discord.Shown("abc", answer.language)
    blocks = [block.text for page in discord.render(answer, shown) for block in page.blocks]
    return unescape("\n".join(blocks))


def on_slack(answer: Answer) -> str:
    paragraphs = []
    for message in slack.render(answer, "abc"):
        for block in message.blocks:
            paragraphs += ["".join(texts(element)) for element in block.get("elements", [])]
            paragraphs += [block["text"]["text"]] if "text" in block else []
    return "\n".join(paragraphs)


def content(answer: Answer) -> list[str]:
    """Return all that has to be there, in order."""
    wanted = [answer.message] if answer.message else []
    for part in parts(answer):
        match part:
            case Said(statement):
                wanted.append(statement.text)
            case Quoted(citation, repeats):
                wanted += [] if repeats else [citation.quote.text]
                wanted += [_source(citation.quote.document.source, answer)]
            case Checked(check, repeats):
                wanted += [check.finding, *([] if repeats else [check.correction])]
            case Near(quote):
                wanted += [quote.text, _source(quote.document.source, answer)]
    return wanted


def _source(source: Source, answer: Answer) -> str:
    return source_line(source, answer.language).removeprefix(source.title)


def in_order(shown: str, wanted: list[str]) -> list[str]:
    """Return what is missing when a text is read from its beginning to its end."""
    missing, place = [], 0
    for words in wanted:
        found = shown.find(words, place)
        if found < 0:
            missing.append(words)
        else:
            place = found
    return missing


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    """Draw an answer that fits into one message everywhere."""
    words = st.sampled_from([each for each in HOSTILE if "\n" not in each and "\t" not in each])
    numbers = range(1, draw(st.integers(1, 3)) + 1)
    citations = tuple(
        make_citation(each, f"{draw(words)} quote {each}.", draw(st.none() | words)) for each in numbers
    )
    statements = tuple(Statement(f"{draw(words)} statement {each}.", (each,)) for each in numbers)
    checked = draw(st.lists(st.sampled_from(citations), unique=True, max_size=2))
    checks = tuple(make_check(each, draw(st.sampled_from(Verdict))) for each in checked)
    return make_answer(*citations, statements=statements, checks=checks)


@given(answers())
def test_the_same_statements_quotes_and_checks_stand_on_both_in_one_order(answer: Answer) -> None:
    missing = [in_order(shown, content(answer)) for shown in (on_discord(answer), on_slack(answer))]

    assert missing == [[], []]


def test_a_refusal_says_the_same_on_both() -> None:
    answer = make_refusal(make_quote("Something *near*."), make_quote("Something else."))

    assert [in_order(shown, content(answer)) for shown in (on_discord(answer), on_slack(answer))] == [[], []]


@given(st.sampled_from(Verdict))
def test_a_verdict_has_the_same_mark_on_both(verdict: Verdict) -> None:
    citation = make_citation()
    answer = make_answer(citation, checks=(make_check(citation, verdict),))

    marks = [
        {mark for mark in "✅⚠❌❔" if mark in shown} for shown in (on_discord(answer), on_slack(answer))
    ]

    assert marks[0] == marks[1]
    assert len(marks[0]) == 1


@pytest.mark.slow
@pytest.mark.parametrize("question", QUESTIONS)
def test_real_answers_say_the_same_on_both(real_library: Library, question: str) -> None:
    answer = real_library.ask(question)

    assert [in_order(shown, content(answer)) for shown in (on_discord(answer), on_slack(answer))] == [[], []]
