"""Pictures of what the bot shows in Slack, with real answers: `python -m tests.slack.gallery DATA FOLDER`.

The page imitates Slack closely enough to judge length, order and emphasis; Chromium turns it into pictures.
"""

import html
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops

from bot.answered import Around
from bot.chat import Notice, Trouble
from bot.growing import beginnings
from bot.locales import word
from bot.settings import load_settings
from bot.slack.rendering import Message, Sharing, notice, render, render_unfinished
from bot.slack.views import View, home, passage, reasons
from retrieval import About, Library, Mode, open_library

ROOT = Path(__file__).parents[2]
CHROMIUM = "/usr/bin/chromium"
WIDTH = 720

STYLE = """
body { margin: 0; padding: 14px 18px; font: 15px/1.46 Lato, "Noto Sans", "DejaVu Sans", sans-serif; color: #1d1c1d; background: #fff; width: 680px }
.message { display: flex; gap: 8px; margin-bottom: 14px }
.face { width: 36px; height: 36px; border-radius: 8px; background: #4a154b; color: #fff; flex: none; text-align: center; line-height: 36px; font-weight: 900 }
.person .face { background: #2bac76 }
.name { font-weight: 900 } .app { background: #ddd; border-radius: 2px; font-size: 10px; padding: 1px 4px; margin: 0 4px; color: #616061 }
.when { color: #616061; font-size: 12px }
.only { color: #616061; font-size: 12px; margin-bottom: 2px }
.block { margin: 4px 0 8px; white-space: pre-wrap; overflow-wrap: anywhere }
.quote { border-left: 4px solid #ddd; padding-left: 12px; margin: 2px 0 }
.header { font-size: 18px; font-weight: 900; margin: 8px 0 4px }
ul { margin: 0; padding-left: 22px }
.context { color: #616061; font-size: 12px }
hr { border: 0; border-top: 1px solid #ddd; margin: 10px 0 }
a { color: #1264a3; text-decoration: none }
.button { display: inline-block; border: 1px solid #bbb; border-radius: 4px; padding: 4px 11px; font-weight: 700; font-size: 13px; margin: 0 6px 4px 0 }
.danger { background: #e01e5a; border-color: #e01e5a; color: #fff }
.primary { background: #007a5a; border-color: #007a5a; color: #fff }
.feedback { color: #616061; font-size: 13px } .feedback span { border: 1px solid #ddd; border-radius: 12px; padding: 2px 9px; margin-right: 6px }
.view { border: 1px solid #ccc; border-radius: 10px; width: 520px; margin: auto; box-shadow: 0 4px 14px #0003 } .view > div { padding: 10px 22px }
.title { font-size: 20px; font-weight: 900; border-bottom: 1px solid #eee } .foot { border-top: 1px solid #eee; text-align: right }
.label { font-weight: 700 } .input { border: 1px solid #bbb; border-radius: 4px; padding: 6px 10px; color: #616061; margin: 4px 0 }
"""


def shown(part: dict[str, Any]) -> str:
    """Return a text or a link of rich text."""
    words = html.escape(part["text"])
    style = part.get("style", {})
    for name, tag in (("bold", "b"), ("italic", "i"), ("strike", "s")):
        words = f"<{tag}>{words}</{tag}>" if style.get(name) else words
    return f'<a href="#">{words}</a>' if part["type"] == "link" else words


def paragraph(element: dict[str, Any]) -> str:
    if element["type"] == "rich_text_list":
        return f"<ul>{''.join(f'<li>{paragraph(each)}</li>' for each in element['elements'])}</ul>"
    kind = "quote" if element["type"] == "rich_text_quote" else "section"
    return f'<div class="{kind}">{"".join(shown(part) for part in element["elements"])}</div>'


def rich(block: dict[str, Any]) -> str:
    return f'<div class="block">{"".join(paragraph(element) for element in block["elements"])}</div>'


def button(element: dict[str, Any]) -> str:
    if element["type"] == "static_select":
        return f'<span class="button">{html.escape(element["placeholder"]["text"])} ▾</span>'
    return f'<span class="button {element.get("style", "")}">{html.escape(element["text"]["text"])}</span>'


def feedback(block: dict[str, Any]) -> str:
    pair = block["elements"][0]
    good, bad = (html.escape(pair[name]["text"]["text"]) for name in ("positive_button", "negative_button"))
    return f'<div class="block feedback"><span>{good}</span><span>{bad}</span></div>'


def field(block: dict[str, Any]) -> str:
    element = block["element"]
    inside = '<div class="input">&nbsp;</div>'
    if element["type"] == "radio_buttons":
        inside = "".join(f"<div>◯ {html.escape(each['text']['text'])}</div>" for each in element["options"])
    elif element["type"] == "static_select":
        inside = '<div class="input">▾</div>'
    hint = f'<div class="context">{html.escape(block["hint"]["text"])}</div>' if "hint" in block else ""
    return f'<div class="block"><div class="label">{html.escape(block["label"]["text"])}</div>{inside}{hint}</div>'


KINDS: dict[str, Callable[[dict[str, Any]], str]] = {
    "rich_text": rich,
    "header": lambda block: f'<div class="header">{coloured(block["text"]["text"])}</div>',
    "divider": lambda _block: "<hr>",
    "context": lambda block: f'<div class="block context">{html.escape(block["elements"][0]["text"])}</div>',
    "actions": lambda block: (
        f'<div class="block">{"".join(button(each) for each in block["elements"])}</div>'
    ),
    "context_actions": feedback,
    "input": field,
}


def coloured(words: str) -> str:
    """Draw the marks of verdicts, for which the machine that takes the pictures may have no letters."""
    made = html.escape(words)
    for mark, sign, colour in (
        ("❌", "✖", "#d0021b"),
        ("⚠️", "⚠", "#d48806"),
        ("✅", "✔", "#2e8b57"),
        ("❔", "?", "#888"),
        ("📌", "⚑", "#d0021b"),
    ):
        made = made.replace(mark, f'<span style="color:{colour}">{sign}</span>')
    return made


def drawn(blocks: Sequence[dict[str, Any]]) -> str:
    return "".join(KINDS[block["type"]](block) for block in blocks)


def person(words: str) -> str:
    name = '<span class="name">Ann</span> <span class="when">10:14</span>'
    return f'<div class="message person"><div class="face">A</div><div>{name}<div>{html.escape(words)}</div></div></div>'


def bot(messages: Sequence[Message], only: str = "") -> str:
    name = '<span class="name">deepseek-bot</span><span class="app">APP</span><span class="when">10:14</span>'
    note = f'<div class="only">{only}</div>' if only else ""
    return "".join(
        f'<div class="message"><div class="face">d</div><div>{note}{name}{drawn(message.blocks)}</div></div>'
        for message in messages
    )


def window(view: View) -> str:
    submit = view.get("submit", {}).get("text", "")
    sends = f'<span class="button primary">{html.escape(submit)}</span>' if submit else ""
    closes = f'<span class="button">{html.escape(view["close"]["text"])}</span>'
    title = html.escape(view["title"]["text"])
    body = drawn(view["blocks"])
    return f'<div class="view"><div class="title">{title}</div><div>{body}</div><div class="foot">{closes}{sends}</div></div>'


def about(library: Library, language: str) -> About:
    known = library.about(language)
    assert known is not None
    return known


def asked(library: Library, question: str, **options: Any) -> str:
    return person(question) + bot(render(library.ask(question), "abc", **options))


def written(library: Library, question: str) -> str:
    """Draw an answer while it is being written, and below it when it is whole."""
    *_, begun = beginnings(library.ask(question))
    half = render_unfinished(replace(begun, mode=Mode.GENERATIVE))
    assert half is not None
    whole = replace(library.ask(question), mode=Mode.GENERATIVE)
    return person(question) + bot([half]) + bot(render(whole, "abc"))


def pages(library: Library) -> Iterator[tuple[str, str]]:
    """Yield each picture's name and what is on it."""
    yield "answer", asked(library, "What is GRPO?")
    yield "writing", written(library, "Combien Nvidia a-t-elle perdu en bourse ?")
    yield "check", asked(library, "Is it true that R1 cost 5.6 million dollars?")
    yield "verification", asked(library, "Combien Nvidia a-t-elle perdu en bourse ?")
    yield "refusal", asked(library, "Who won the world cup 2022?")
    yield "refus", asked(library, "Qui a gagné la coupe du monde 2022 ?")
    yield "talk", asked(library, "hello") + asked(library, "merci !")
    claim = "DeepSeek spent only 5.6 million dollars on R1."
    only = "Only visible to you"
    yield "claim", person(claim) + bot(render(library.check(claim), "abc", sharing=Sharing("1.1")), only)
    answer = library.ask("Is it true that R1 cost 5.6 million dollars?")
    citation = answer.citations[0]
    yield "passage", window(passage(Around(citation, citation.quote.paragraph), "en"))
    yield "reasons", window(reasons("abc", answer, "fr"))
    active, known = library.generations()
    generation = next(each for each in known if each.id == active)
    yield "home", drawn(home(library.sources(), generation, about(library, "en"), "en")["blocks"])
    yield "accueil", drawn(home(library.sources(), generation, about(library, "fr"), "fr")["blocks"])
    failed = Notice(word("en", "failed", reference="3fa9c1"), Trouble.FAILED, "3fa9c1")
    limited = Notice(word("fr", "limited", seconds=42), Trouble.LIMIT)
    yield "error", person("What is R1?") + bot([notice(failed.text)]) + bot([notice(limited.text)], only)


def photograph(body: str, file: Path) -> None:
    """Draw a page with Chromium, as high as it is."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(f"<meta charset=utf-8><style>{STYLE}</style><body>{body}", encoding="utf-8")
        flags = "--headless --no-sandbox --disable-gpu --disable-background-networking --no-first-run"
        command = [CHROMIUM, *flags.split(), "--disable-component-update", "--hide-scrollbars"]
        command += [f"--user-data-dir={folder}/profile", f"--window-size={WIDTH},{_height(body)}"]
        subprocess.run([*command, f"--screenshot={file}", page.as_uri()], check=True, capture_output=True)
    _shrink(file)


def _height(body: str) -> int:
    lines = body.count("<div") + len(body) // 150
    return min(5000, 200 + 22 * lines)


def _shrink(file: Path) -> None:
    """Cut off the empty foot of a picture and keep few colours: it is text."""
    picture = Image.open(file).convert("RGB")
    empty = Image.new("RGB", picture.size, (255, 255, 255))
    box = ImageChops.difference(picture, empty).getbbox() or (0, 0, *picture.size)
    cut = picture.crop((0, 0, picture.width, min(picture.height, box[3] + 14)))
    cut.quantize(96).save(file, optimize=True)


def main(data: str, folder: str) -> None:
    """Draw all pictures from the index in a data folder."""
    chosen = load_settings(
        ROOT / "config" / "bot.toml", {"retrieval": {"corpus": ROOT / "corpus", "data": Path(data)}}
    )
    library = open_library(chosen.retrieval)
    for name, body in pages(library):
        photograph(body, Path(folder) / f"slack-{name}.png")
    library.close()


if __name__ == "__main__":
    main(*sys.argv[1:3])
