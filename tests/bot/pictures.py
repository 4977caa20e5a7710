"""Draws docs/pictures/terminal-operator.svg with what the commands really say: `python -m tests.bot.pictures DATA`."""

import os
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).parents[2]
PICTURE = ROOT / "docs" / "pictures" / "terminal-operator.svg"
COMMANDS = (("check",), ("reindex", "--dry-run"), ("generations",))
_WIDTH = 92
# Whoever looks at the picture need not fetch a font for it.
_FONTS = re.compile(r"@font-face \{\{.*?\}\}\s*", re.DOTALL)
_FORMAT = _FONTS.sub("", CONSOLE_SVG_FORMAT).replace("Fira Code", "DejaVu Sans Mono")


def draw(data: Path) -> None:
    """Give the commands over an index that was built, and keep a picture of what they print."""
    shown = Console(record=True, width=_WIDTH, file=StringIO(), highlight=False, markup=False, emoji=False)
    for words in COMMANDS:
        shown.print(Text(f"$ deepseek-bot {' '.join(words)}", style="bold cyan"))
        shown.print(Text(_said(data, words)))
    drawn = shown.export_svg(title="deepseek-bot", code_format=_FORMAT, unique_id="operator")
    PICTURE.write_text(drawn, encoding="utf-8")


def _said(data: Path, words: tuple[str, ...]) -> str:
    command = [str(Path(sys.executable).with_name("deepseek-bot")), "--data", str(data), *words]
    variables = {**os.environ, "COLUMNS": str(_WIDTH)}
    done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=True)
    return done.stdout.rstrip()


if __name__ == "__main__":
    draw(Path(sys.argv[1]))
