"""Commands in questions and in sources change nothing: language, format, links, mentions and the contract stay."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from retrieval.types import Answer, Passage, Question
from tests.builders import make_passage, make_source
from tests.generation.conftest import Desk
from tests.generation.injections import INJECTIONS, Injection
from tests.generation.promises import assert_promises
from tests.generation.servers import Play, drafted, instructions, material

Make = Callable[..., Desk]

_ASKED = {
    "en": "How much flour does the mill of Orval grind a year?",
    "fr": "Combien de farine le moulin d'Orval moud-il par an ?",
}
_HONEST = {
    "en": "The mill of Orval grinds about 35 tonnes of flour a year, according to its ledger.",
    "fr": "Le moulin d'Orval moud environ 35 tonnes de farine par an, selon son livre de comptes.",
}

each = pytest.mark.parametrize("injection", INJECTIONS, ids=lambda injection: injection.command[:40])


def extracted(desk: Desk, injection: Injection) -> Answer:
    """Return what extraction answers to the plain question."""
    return desk.answerer.answer(Question(_ASKED[injection.language], injection.language), written=False)


def passages_of(desk: Desk, language: str) -> list[Passage]:
    return [each for each in desk.mill.corpus.passages if each.document.source.language == language]


def write(desk: Desk, base: Answer, passages: list[Passage]) -> Answer:
    effort = desk.writer.begin(base.question, base.language, leans=False)
    return desk.writer.write(effort, base, passages, 3, desk.mill.keywords.lexicon(base.language).is_name)


def obeying(injection: Injection, quotes: list[tuple[int, str]]) -> Callable[[object], Play]:
    return lambda _request: Play(drafted((injection.obeyed, quotes)), piece=400)


def test_there_are_at_least_forty_in_both_languages() -> None:
    languages = [injection.language for injection in INJECTIONS]

    assert len(INJECTIONS) >= 40
    assert min(languages.count("en"), languages.count("fr")) >= 20


@each
def test_a_command_in_a_question_changes_nothing(desk: Make, injection: Injection) -> None:
    made = desk()
    language = injection.language
    asked = Question(f"{_ASKED[language]} {injection.command}", language)
    base = replace(extracted(made, injection), question=asked)
    passages = passages_of(made, language)
    number = next(place for place, each in enumerate(passages, 1) if _HONEST[language] in each.text)
    made.server.part = obeying(injection, [(number, _HONEST[language])])

    answer = write(made, base, passages)

    assert_promises(answer, language)
    assert injection.obeyed not in [statement.text for statement in answer.statements]
    assert material(made.server.requests[0])["question"] == asked.text
    assert injection.command not in instructions(made.server.requests[0])


@each
def test_a_command_in_a_source_changes_nothing(desk: Make, injection: Injection) -> None:
    made = desk()
    language = injection.language
    base = extracted(made, injection)
    source = make_source(language=language)
    poisoned = make_passage(f"{_HONEST[language]} {injection.command}", source)
    made.server.part = obeying(injection, [(1, _HONEST[language])])

    answer = write(made, base, [poisoned])

    assert_promises(answer, language)
    assert injection.obeyed not in [statement.text for statement in answer.statements]
    assert injection.command not in instructions(made.server.requests[0])
    assert material(made.server.requests[0])["passages"][0]["text"] == poisoned.text


@pytest.mark.slow
@each
def test_a_command_that_a_model_quotes_is_a_quote_and_nothing_more(desk: Make, injection: Injection) -> None:
    made = desk()
    base = extracted(made, injection)
    source = make_source(language=injection.language)
    poisoned = make_passage(f"{injection.command} {_HONEST[injection.language]}", source)
    made.server.part = obeying(injection, [(1, injection.command), (1, _HONEST[injection.language])])

    answer = write(made, base, [poisoned])

    assert_promises(answer, injection.language)


@pytest.mark.slow
@each
def test_a_command_that_breaks_the_structure_leaves_extraction(desk: Make, injection: Injection) -> None:
    made = desk(failures=100)
    base = extracted(made, injection)
    made.server.part = lambda _request: Play(json.dumps(injection.obeyed))

    answer = write(made, base, passages_of(made, injection.language))

    assert answer.statements == base.statements
    assert answer.language == injection.language
