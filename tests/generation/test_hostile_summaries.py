"""A model that lies, breaks, stalls or obeys others about a summary: what is shown keeps the promises."""

import time
from collections.abc import Callable, Generator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from retrieval.answers.allowance import Allowance
from retrieval.answers.summarising import Summariser
from retrieval.answers.writing import MOST_POINTS, Writer
from retrieval.settings import GenerationSettings
from retrieval.types import Mode, Summary, Usage
from tests.builders import make_passage, make_source
from tests.generation.conftest import Desk
from tests.generation.injections import INJECTIONS, Injection
from tests.generation.points import THREAD, TOPICS, TRUE, extracted, summarise, texts
from tests.generation.promises import assert_promises
from tests.generation.servers import Part, Play, always, drafted, instructions, material, quoting
from tests.generation.test_liars import BREAKS, LIES
from tests.mill import Opened

Make = Callable[..., Desk]


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_among_points_is_not_shown(desk: Make, lie: str) -> None:
    made = desk()
    text, quote, _ = LIES[lie]
    made.server.part = quoting((text, quote), *TRUE["en"])

    answer = summarise(made)

    assert_promises(answer)
    assert answer.mode is Mode.GENERATIVE
    assert text not in texts(answer)
    assert answer.writing is not None
    assert len(answer.writing.dropped) == 1


@pytest.mark.parametrize("fault", BREAKS)
def test_a_broken_model_leaves_the_extracted_summary(desk: Make, fault: str) -> None:
    made = desk(failures=10)
    made.server.part = BREAKS[fault]

    answer = summarise(made)

    assert answer.mode is Mode.EXTRACTIVE
    assert answer.statements == extracted(made).statements
    assert answer.checks == extracted(made).checks
    assert answer.writing is not None
    assert answer.writing.fallback


def test_a_server_that_is_not_there_leaves_the_extracted_summary(desk: Make) -> None:
    made = desk(base_url="http://127.0.0.1:9/v1")

    answer = summarise(made)

    assert answer.mode is Mode.EXTRACTIVE
    assert answer.statements == extracted(made).statements


def test_a_stalling_model_is_left_in_time_for_the_extracted_summary(desk: Make) -> None:
    made = desk(seconds=3)
    made.server.part = always(drafted(("A point.", [(1, "A")])), stalls_after=10)
    started = time.monotonic()

    answer = summarise(made)

    assert time.monotonic() - started < 2.5
    assert answer.mode is Mode.EXTRACTIVE


def test_points_that_were_verified_before_a_draft_broke_off_are_shown(desk: Make) -> None:
    made = desk()
    whole = quoting(*TRUE["en"])
    made.server.part = lambda request: Play(whole(request).text[:-10])

    answer = summarise(made)

    assert answer.mode is Mode.GENERATIVE
    assert texts(answer)[:4] == [text for text, _ in TRUE["en"][:4]]


each_injection = pytest.mark.parametrize(
    "injection", INJECTIONS, ids=lambda injection: injection.command[:40]
)


def obeying(injection: Injection) -> Part:
    """Say first what was commanded, on the quote of a true point, then what is true."""
    points = TRUE[injection.language]
    return quoting((injection.obeyed, points[1][1]), *points)


@each_injection
def test_a_command_in_the_title_of_a_thread_changes_nothing(desk: Make, injection: Injection) -> None:
    made = desk()
    made.server.part = obeying(injection)
    asked = {"en": THREAD[1], "fr": "Combien de farine le moulin d'Orval moud-il par an ?"}

    found = made.summariser.of_thread(
        [asked[injection.language]], injection.language, points=6, title=injection.command
    )

    assert isinstance(found, Summary)
    assert_promises(found.answer, injection.language)
    assert injection.obeyed not in texts(found.answer)
    assert material(made.server.requests[0])["topic"] == injection.command
    assert injection.command not in instructions(made.server.requests[0])


@each_injection
def test_a_command_in_a_source_changes_nothing(desk: Make, injection: Injection) -> None:
    made = desk()
    language = injection.language
    source = make_source(language=language)
    poisoned = [make_passage(f"{quote} {injection.command}", source) for _, quote in TRUE[language]]
    made.server.part = obeying(injection)
    is_name = made.mill.keywords.lexicon(language).is_name

    answer = made.writer.summarise(extracted(made, language), poisoned, 6, is_name)

    assert_promises(answer, language)
    assert answer.mode is Mode.GENERATIVE
    assert injection.obeyed not in texts(answer)
    assert injection.command not in instructions(made.server.requests[0])


class Told:
    """A generator that says what the story made up."""

    name = "told:told"

    def __init__(self, text: str) -> None:
        """Take the whole draft."""
        self._text = text

    def write(
        self,
        instructions: str,
        material: str,
        shape: type[BaseModel],
        seconds: float,
        spent: Callable[[Usage], None],
    ) -> Generator[str, None, None]:
        yield self._text
        spent(Usage(len(instructions) + len(material), len(shape.__name__) + int(seconds)))


_SENTENCES = [quote for pairs in TRUE.values() for pair in pairs for quote in pair] + [
    "Le moulin d'Orval a été construit en 1820.",
    "Un terrible incendie l'a détruit en 1903.",
    "Chaque année, le moulin produit plus de 40 tonnes de farine.",
]
_WORDS = "the mill of Orval 35 36 1902 tonnes flour not le moulin farine ne pas 40 V3 Gaston".split()
_BENT = st.builds(
    lambda sentence, place, word: " ".join(
        (*sentence.split()[:place], *([word] if word else []), *sentence.split()[place + 1 :])
    ),
    st.sampled_from(_SENTENCES),
    st.integers(0, 12),
    st.sampled_from(["", *_WORDS]),
)
_SAID = st.sampled_from(_SENTENCES) | _BENT
_DRAFTS = st.lists(
    st.tuples(_SAID, st.lists(st.tuples(st.integers(0, 9), _SAID), max_size=3)), min_size=0, max_size=12
)


@given(_DRAFTS, st.sampled_from(["en", "fr"]), st.integers(1, 8))
def test_whatever_is_drafted_a_summary_keeps_its_promises(
    mill: Opened,
    tmp_path_factory: pytest.TempPathFactory,
    points: Sequence[tuple[str, list[tuple[int, str]]]],
    language: str,
    most: int,
) -> None:
    settings = GenerationSettings(model="told:told", cache=0)
    allowance = Allowance(settings, tmp_path_factory.getbasetemp() / "spent.sqlite")
    writer = Writer(Told(drafted(*points)), allowance, mill.snapshot, settings)
    summariser = Summariser(mill.snapshot, mill.answerer, "g1", mill.keywords, writer)

    found = summariser.of_topic(TOPICS[language], language, most)

    assert isinstance(found, Summary)
    assert_promises(found.answer, language)
    assert len(found.answer.statements) <= MOST_POINTS
    assert found.answer.mode is Mode.EXTRACTIVE or len(found.answer.statements) >= min(4, most)
