"""What is kept of an answer, so that its buttons work after a restart."""

from pathlib import Path

from bot.chat import IncomingMessage
from retrieval import Answer, Document
from retrieval.types import Citation
from tests.bot.libraries import FakeLibrary
from tests.bot.serving import serve
from tests.builders import make_answer, make_citation, make_quote, make_source

ASKED = IncomingMessage(
    "What happened?", "discord:1", author="discord:42", channel="discord:7", asked="discord:1001"
)


def answer_from_a_paragraph(text: str) -> Answer:
    document = "# Head\n\nFirst one. The quoted sentence. Last one.\n\nAnother paragraph."
    return make_answer(Citation(1, make_quote("The quoted sentence.", document, make_source())), text=text)


def read_all(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.glob("bot.sqlite*"))


async def give(library: FakeLibrary, data: Path) -> tuple[str, Answer]:
    """Answer and keep, in a process that ends."""
    async with serve(data, library) as services:
        answer = await services.conversation.reply(ASKED)
        assert isinstance(answer, Answer)
        identifier = await services.answered.keep(answer, ASKED)
        assert identifier
        await services.answered.posted(identifier, "discord:m1", "discord:m2")
        return identifier, answer


async def test_an_answer_is_opened_after_a_restart_as_it_was_given(tmp_path: Path) -> None:
    library = FakeLibrary(answer_from_a_paragraph)
    identifier, answer = await give(library, tmp_path)

    async with serve(tmp_path, library) as services:
        opened = await services.answered.open(identifier)

    assert opened is not None
    assert (opened.statements, opened.citations, opened.checks) == (
        answer.statements,
        answer.citations,
        answer.checks,
    )


async def test_an_answer_is_found_by_its_messages_its_question_and_its_thread(tmp_path: Path) -> None:
    library = FakeLibrary(answer_from_a_paragraph)
    identifier, _ = await give(library, tmp_path)

    async with serve(tmp_path, library) as services:
        found = [
            await services.answered.shown_in("discord:m2"),
            await services.answered.to_message("discord:1001"),
            await services.answered.of_thread("discord:1"),
        ]
        unknown = await services.answered.shown_in("discord:other")

    assert [kept and kept.id for kept in found] == [identifier] * 3
    assert unknown is None


async def test_an_answer_whose_quote_stands_elsewhere_in_a_changed_source_is_shown_from_there(
    tmp_path: Path,
) -> None:
    library = FakeLibrary(answer_from_a_paragraph)
    identifier, answer = await give(library, tmp_path)
    library.replace_document(Document(make_source(), "A new beginning. The quoted sentence. A new end."))

    async with serve(tmp_path, library) as services:
        opened = await services.answered.open(identifier)

    assert opened is not None
    quote = opened.citations[0].quote
    assert quote.text == answer.citations[0].quote.text
    assert quote.start == len("A new beginning. ")


async def test_an_answer_whose_quote_is_gone_is_not_shown_again(tmp_path: Path) -> None:
    library = FakeLibrary(answer_from_a_paragraph)
    identifier, _ = await give(library, tmp_path)
    library.replace_document(Document(make_source(), "Something else entirely, longer than the quote was."))

    async with serve(tmp_path, library) as services:
        opened = await services.answered.open(identifier)

    assert opened is None


async def test_a_passage_is_the_paragraph_around_the_quote(tmp_path: Path) -> None:
    library = FakeLibrary(answer_from_a_paragraph)
    identifier, _ = await give(library, tmp_path)

    async with serve(tmp_path, library) as services:
        around = await services.answered.around(identifier, 1)
        missing = await services.answered.around(identifier, 2)

    assert around is not None
    assert (around.before, around.citation.quote.text, around.after) == (
        "First one. ",
        "The quoted sentence.",
        " Last one.",
    )
    assert missing is None


async def test_neither_names_nor_question_texts_are_kept_unless_an_admin_says_so(tmp_path: Path) -> None:
    library = FakeLibrary(lambda text: make_answer(make_citation(), text=text))
    message = IncomingMessage("A secret question?", "discord:1", author="discord:4242", channel="discord:7")
    async with serve(tmp_path, library) as services:
        answer = await services.conversation.reply(message)
        assert isinstance(answer, Answer)
        await services.answered.keep(answer, message)
        await services.channels.choose("discord:7", {"keep_questions": True})
        other = IncomingMessage("A public question?", "discord:1", author="discord:4242", channel="discord:7")
        second = await services.conversation.reply(other)
        assert isinstance(second, Answer)
        await services.answered.keep(second, other)

    kept = read_all(tmp_path)
    assert b"secret question" not in kept
    assert b"public question" in kept
    assert b"4242" not in kept


async def test_forget_me_deletes_what_a_person_asked_and_rated(tmp_path: Path) -> None:
    library = FakeLibrary(answer_from_a_paragraph)
    identifier, _ = await give(library, tmp_path)

    async with serve(tmp_path, library) as services:
        await services.answered.rate(
            identifier, "discord:43", helpful=False, reason="unsupported", citation=1
        )
        others = await services.answered.forget("discord:43")
        own = await services.answered.forget("discord:42")
        left = await services.answered.find(identifier)

    assert (others, own, left) == (1, 1, None)


async def test_a_shorter_retention_holds_for_what_is_kept_already(tmp_path: Path) -> None:
    library = FakeLibrary(answer_from_a_paragraph)
    identifier, _ = await give(library, tmp_path)

    async with serve(tmp_path, library) as services:
        before = await services.answered.find(identifier)
        await services.channels.choose(ASKED.channel, {"retention_days": 1})
        after = await services.answered.find(identifier)

    assert before is not None
    assert after is not None
    assert round(before.expires - before.created) == 30 * 86_400
    assert round(after.expires - after.created) == 86_400
