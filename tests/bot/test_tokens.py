"""`deepseek-bot check` looks at the tokens that are set."""

import pytest

from tests.bot.commands import Terminal


def test_check_has_a_line_for_the_token_and_status_1_if_it_is_wrong(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "abc")

    done = terminal.type("check")

    (line,) = [line for line in done.lines if "Discord" in line]
    assert line.startswith("wrong")
    assert done.status == 1
