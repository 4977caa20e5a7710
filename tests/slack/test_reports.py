"""Lists and reports keep Slack's limits, and count what they leave out."""

from bot.administration import Broken, Ready
from bot.slack.blocks import button
from bot.slack.rendering import MOST_MESSAGES
from bot.slack.reports import board, lines_messages, report_message
from retrieval import Standing
from tests.bot.test_reporting import make_report
from tests.slack.rules import fault_of_message
from tests.slack.staff import actions, words


def test_a_board_takes_as_many_messages_as_it_needs() -> None:
    entries = [(f"{number} " + "x" * 400, [button("go", "Go", str(number))]) for number in range(40)]

    pages = board(entries, "All of them", "en")

    shown = [{"text": page.text, "blocks": list(page.blocks)} for page in pages]
    assert [fault_of_message(page) for page in shown] == [None] * len(pages)
    assert [line.split()[0] for page in shown for line in words(page).split("\n") if line != "Go"] == [
        str(number) for number in range(40)
    ]
    assert sum(len(actions(page)) for page in shown) == 40


def test_what_is_too_much_for_a_board_is_counted() -> None:
    entries = [(f"{number} " + "x" * 1000, [button("go", "Go", str(number))]) for number in range(100)]

    pages = board(entries, "All of them", "en")

    shown = [words({"blocks": list(page.blocks)}) for page in pages]
    left = 100 - sum(page.count("Go") for page in shown)
    assert len(pages) == MOST_MESSAGES
    assert shown[0].startswith(f"and {left} more")
    assert "99 xxx" in shown[-1]


def test_lines_that_are_too_many_are_counted() -> None:
    pages = lines_messages([f"{number} " + "x" * 500 for number in range(200)])

    assert len(pages) == MOST_MESSAGES
    last = words({"blocks": list(pages[-1].blocks)})
    shown = sum(words({"blocks": list(page.blocks)}).count(" xxx") for page in pages)
    assert last.endswith(f"(+{200 - shown})")


def test_a_long_report_keeps_what_it_is_decided_by_and_counts_what_it_leaves_out() -> None:
    title = "A long title of something that stands pinned, number"
    broken = [Broken("pin", f"{title} {number}", Standing.GONE) for number in range(200)]

    message = report_message(Ready("r1", make_report(*broken, stops=("pins",))), "en")

    shown = {"text": message.text, "blocks": list(message.blocks)}
    assert fault_of_message(shown) is None
    assert "90.0% → 85.0%" in words(shown)
    assert "This speaks against it: pinned summaries" in words(shown)
    assert f"(+{200 - words(shown).count(title)})" in words(shown)
    assert actions(shown) == ["reindex-apply", "reindex-cancel"]
