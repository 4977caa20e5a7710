"""A model that lies, breaks, stalls or floods: what is shown is verbatim and supported, or it is extraction."""

import time
from collections.abc import Callable

import pytest

from retrieval.types import Answer, Mode, Question
from tests.generation.conftest import Desk
from tests.generation.promises import assert_promises
from tests.generation.servers import Part, Play, always, drafted, quoting

Make = Callable[..., Desk]

QUESTION = "How much flour does the mill of Orval grind a year?"
FLOUR = "The mill of Orval grinds about 35 tonnes of flour a year, according to its ledger."
FIRE = "A fire damaged the mill of Orval in 1902, but did not destroy it."
LAMP = "The fire began because a lamp fell over."
WHEEL = "The wheel of the mill is six metres wide, and made of oak."
ARTICLE = "Chaque année, le moulin produit plus de 40 tonnes de farine."

LIES = {
    "invents a quote": ("The mill grinds flour of oak.", "The mill grinds the finest flour of all the valley of Orval.", "quote"),
    "invents a quote with true words": ("The ledger praises the flour.", "The ledger of the mill praises its flour above all.", "quote"),
    "changes one digit of the quote": ("The mill grinds flour every year.", FLOUR.replace("35", "36"), "quote"),
    "changes one digit of the statement": ("The mill of Orval grinds about 36 tonnes of flour a year.", FLOUR, "figure"),
    "changes the scale": ("The mill of Orval grinds about 35 million tonnes of flour a year.", FLOUR, "figure"),
    "changes the unit": ("The flour of the mill of Orval grew by about 35 % a year.", FLOUR, "figure"),
    "spells a false figure": ("The mill of Orval grinds about forty-five tonnes of flour a year.", FLOUR, "figure"),
    "adds a date": ("Since 12 May 1790 the mill of Orval grinds about 35 tonnes of flour.", FLOUR, "date"),
    "changes a year": ("A fire damaged the mill of Orval in 1903.", FIRE, "figure"),
    "adds a name": ("According to Napoleon the mill of Orval grinds about 35 tonnes of flour.", FLOUR, "name"),
    "adds a version": ("The mill of Orval grinds with its V3 wheel about 35 tonnes of flour.", FLOUR, "name"),
    "joins two sentences": ("A lamp damaged the mill.", "A fire damaged the mill of Orval because a lamp fell over.", "quote"),
    "joins two passages": ("The wheel grinds flour.", "The mill of Orval grinds about 35 tonnes of flour a year, and made of oak.", "quote"),
    "swaps sources": ("The wheel of the mill is six metres wide.", FLOUR, "figure"),
    "says something else": ("Pirates stole treasure from a sleeping king.", FLOUR, "matter"),
    "translates a quote": ("The mill grinds flour.", "Le moulin d'Orval moud environ trente-cinq tonnes de farine par an, selon le meunier.", "quote"),
    "calls its translation verbatim": ("The article says “more than 40 tonnes of flour”.", ARTICLE, "quotation"),
    "puts words in a mouth": ('The ledger says "we ground nothing at all".', FLOUR, "quotation"),
    "answers in another language": ("Le moulin d'Orval moud environ 35 tonnes de farine par an.", FLOUR, "language"),
    "answers in German": ("Die Mühle mahlt jedes Jahr etwa 35 Tonnen Mehl nach ihrem Buch.", FLOUR, "language"),
    "quotes nothing": ("The mill of Orval grinds about 35 tonnes of flour a year.", "", "quote"),
    "quotes a single word": ("The mill of Orval grinds about 35 tonnes of flour a year.", "flour", "quote"),
    "leaves a not out of its quote": ("A fire did destroy the mill of Orval in 1902.", FIRE.replace(" not", ""), "quote"),
    "confirms a figure of the question": ("Yes, the mill of Orval grinds 99 tonnes of flour a year.", FLOUR, "figure"),
}  # fmt: skip


def ask(desk: Desk, text: str = QUESTION) -> Answer:
    return desk.answerer.answer(Question(text, "en"), written=True)


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_is_not_shown(desk: Make, lie: str) -> None:
    made = desk()
    text, quote, fault = LIES[lie]
    made.server.part = quoting((text, quote))
    question = "Does the mill of Orval grind 99 tonnes of flour a year?" if "question" in lie else QUESTION

    answer = ask(made, question)

    assert_promises(answer)
    assert len(made.server.requests) == 1
    assert text not in [statement.text for statement in answer.statements]
    assert answer.mode is Mode.EXTRACTIVE
    assert answer.writing is not None
    assert answer.writing.dropped == (fault,)


@pytest.mark.parametrize("lie", LIES)
def test_a_true_statement_beside_a_lie_is_shown_alone(desk: Make, lie: str) -> None:
    made = desk()
    text, quote, _ = LIES[lie]
    truth = "About 35 tonnes of flour leave the mill of Orval every year."
    made.server.part = quoting((text, quote), (truth, FLOUR))

    answer = ask(made)

    assert_promises(answer)
    assert answer.mode is Mode.GENERATIVE
    assert answer.statements[0].text == truth
    assert text not in [statement.text for statement in answer.statements]


def test_a_quote_with_a_slip_is_snapped_to_the_source_s_own_characters(desk: Make) -> None:
    made = desk()
    made.server.part = quoting(
        ("About 35 tonnes of flour leave the mill every year.", FLOUR.replace("according", "acording"))
    )

    answer = ask(made)

    assert answer.citations[0].quote.text == FLOUR
    assert answer.writing is not None
    assert answer.writing.snapped == 1


def test_a_figure_of_the_question_may_be_denied(desk: Make) -> None:
    made = desk()
    denial = "The mill of Orval does not grind 99 tonnes of flour but about 35 tonnes."
    made.server.part = quoting((denial, FLOUR))

    answer = ask(made, "Does the mill of Orval grind 99 tonnes of flour a year?")

    assert answer.statements[0].text == denial


_TRUE = drafted(("The mill of Orval grinds about 35 tonnes of flour.", [(1, FLOUR)]))

BREAKS: dict[str, Part] = {
    "returns broken JSON": always('{"statements": [{"text": "The mill'),
    "returns prose": always("The mill of Orval grinds 99 tonnes of flour, trust me."),
    "returns another shape": always('{"statements": [{"answer": "99 tonnes"}]}'),
    "returns statements that are no objects": always('{"statements": ["99 tonnes"]}'),
    "returns nothing": always(""),
    "returns no statements": always('{"statements": []}'),
    "refuses": always("I am sorry, but I cannot help with that."),
    "names passages that are not there": always(_TRUE.replace('"passage": 1', '"passage": 99')),
    "names a passage below one": always(_TRUE.replace('"passage": 1', '"passage": -1')),
    "dies in the middle of a stream": always(_TRUE, dies_after=40),
    "dies before it begins": always(_TRUE, dies_after=0, piece=10),
    "returns 429": lambda _request: Play(status=429),
    "returns 500": lambda _request: Play(status=500),
    "returns 401": lambda _request: Play(status=401),
    "returns 404": lambda _request: Play(status=404),
    "returns 200,000 characters": always("x" * 200_000, piece=5000),
    "returns 200,000 characters in a statement": always(drafted(("x" * 200_000, [(1, FLOUR)])), piece=5000),
    "returns 5,000 statements": always(drafted(*[("It is 99.", [(1, FLOUR)])] * 5000), piece=5000),
    "nests without end": always('{"statements": [' + '{"text":' * 20_000, piece=5000),
}


@pytest.mark.parametrize("fault", BREAKS)
def test_a_broken_model_leaves_the_extracted_answer(desk: Make, fault: str) -> None:
    made = desk(failures=10)
    made.server.part = BREAKS[fault]
    extracted = made.answerer.answer(Question(QUESTION, "en"), written=False)

    answer = ask(made)

    assert_promises(answer)
    assert answer.mode is Mode.EXTRACTIVE
    assert answer.statements == extracted.statements
    assert answer.writing is not None
    assert answer.writing.fallback


@pytest.mark.parametrize(
    "fault", ["returns 429", "returns 500", "returns 401", "dies in the middle of a stream"]
)
def test_a_provider_s_failure_counts_and_its_tokens_are_estimated(desk: Make, fault: str) -> None:
    made = desk(failures=1)
    made.server.part = BREAKS[fault]
    ask(made)

    answer = ask(made)

    assert answer.writing is not None
    assert answer.writing.fallback == "the model failed 1 times in a row and rests"
    assert len(made.server.requests) <= 2


@pytest.mark.slow
@pytest.mark.parametrize("after", [0, 40, len(_TRUE)])
def test_a_stalling_model_is_left_in_time_for_extraction(desk: Make, after: int) -> None:
    made = desk(seconds=3)
    made.server.part = always(_TRUE.replace("35", "99"), stalls_after=after)
    started = time.monotonic()

    answer = ask(made)

    assert time.monotonic() - started < 2.5
    assert_promises(answer)
    assert answer.mode is Mode.EXTRACTIVE


@pytest.mark.slow
def test_a_model_that_drips_is_left_in_time_for_extraction(desk: Make) -> None:
    made = desk(seconds=3)
    made.server.part = always(_TRUE, piece=1, pause=0.2)
    started = time.monotonic()

    answer = ask(made)

    assert time.monotonic() - started < 2.5
    assert answer.mode is Mode.EXTRACTIVE


@pytest.mark.slow
def test_statements_that_were_verified_before_a_stall_are_shown(desk: Make) -> None:
    made = desk(seconds=3)
    truth = ("About 35 tonnes of flour leave the mill of Orval every year.", FLOUR)
    length = len(quoting(truth)({"messages": [{}, {"content": '{"passages": []}'}]}).text)
    made.server.part = quoting(truth, ("Its wheel is of oak.", WHEEL), stalls_after=length, piece=10)

    answer = ask(made)

    assert answer.mode is Mode.GENERATIVE
    assert answer.statements[0].text == truth[0]
