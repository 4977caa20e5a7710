"""What a model's draft becomes: an answer of verified statements, or the extracted answer."""

from collections.abc import Callable

from retrieval.types import Answer, Mode, Question, Status
from tests.generation.conftest import Desk
from tests.generation.servers import always, drafted

MAKE = Callable[..., Desk]
FLOUR = "The mill of Orval grinds about 35 tonnes of flour a year, according to its ledger."


def ask(desk: Desk, text: str, language: str = "en") -> Answer:
    return desk.answerer.answer(Question(text, language))


def passage_of(desk: Desk, words: str, question: str) -> int:
    return 1


def test_a_supported_statement_is_shown(desk: MAKE) -> None:
    made = desk()
    made.server.part = honest("About 35 tonnes of flour leave the mill of Orval a year.", FLOUR)

    answer = ask(made, "How much flour does the mill of Orval grind a year?")

    assert answer.mode is Mode.GENERATIVE
    assert answer.statements[0].text == "About 35 tonnes of flour leave the mill of Orval a year."
    print(answer)


def honest(text: str, *quotes: str):
    from tests.generation.servers import Play, material
    def part(request):
        passages = material(request)["passages"]
        print(request["messages"][0]["content"][:300], request.get("response_format",{}).get("type"), request.get("stream_options"))
        numbers = [(next(p["number"] for p in passages if quote in p["text"]), quote) for quote in quotes]
        return Play(drafted((text, numbers)))
    return part
