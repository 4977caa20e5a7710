"""A summary is made of the sources' own sentences, says nothing twice, and carries its checks."""

import pytest

from retrieval import Answer, Library, Status, Summary, without
from retrieval.answers.quoting import say_the_same, stems_of
from retrieval.answers.wording import say
from retrieval.types import Verdict

pytestmark = pytest.mark.slow


def summarise(library: Library, title: str, language: str) -> Summary:
    found = library.summarise(title, language)
    assert isinstance(found, Summary), title
    return found


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_topic_has_four_to_eight_points_that_are_quoted(real_library: Library, language: str) -> None:
    sizes = {}
    for topic in real_library.topics(language):
        answer = summarise(real_library, topic.title, language).answer
        texts = {citation.number: citation.quote.text for citation in answer.citations}
        assert all(statement.citations for statement in answer.statements), topic.title
        assert all(
            statement.text == texts[statement.citations[0]] or statement.text == say(language, "article-says")
            for statement in answer.statements
        )
        sizes[topic.title] = len(answer.statements)

    assert {title: size for title, size in sizes.items() if not 4 <= size <= 8} == {}


def test_no_point_says_what_another_has_said(real_library: Library) -> None:
    answer = summarise(real_library, "Chips and export controls", "en").answer

    stems = [stems_of(citation.quote.text, "en") for citation in answer.citations]

    assert not any(
        say_the_same(one, other) for number, one in enumerate(stems) for other in stems[number + 1 :]
    )


def test_what_is_known_to_be_wrong_carries_its_check(real_library: Library) -> None:
    answer = summarise(real_library, "The 5.6 million dollars", "en").answer

    assert any(check.claim.verdict is Verdict.WRONG for check in answer.checks)
    assert {check.citation for check in answer.checks} <= {citation.number for citation in answer.citations}


def test_a_topic_that_no_source_speaks_of_is_refused(real_library: Library) -> None:
    found = real_library.summarise("the price of bananas", "en")

    assert isinstance(found, Answer)
    assert found.status is Status.NOT_IN_SOURCES


def test_a_thread_is_summarised_by_what_its_questions_are_about(real_library: Library) -> None:
    found = real_library.summarise_thread(
        ["hi all", "What did R1 cost to train?", "lol", "and who is Liang Wenfeng?"], "en"
    )
    nothing = real_library.summarise_thread(["hi all", "lunch?"], "en")

    assert isinstance(found, Summary)
    shown = " ".join(citation.quote.text for citation in found.answer.citations)
    assert "294,000" in shown or "5.576" in shown
    assert "Liang" in shown
    assert isinstance(nothing, Answer)
    assert set(found.title.split(" · ")) <= {topic.title for topic in real_library.topics("en")}


def test_a_point_that_is_left_out_takes_its_quote_and_its_check_with_it(real_library: Library) -> None:
    summary = summarise(real_library, "The 5.6 million dollars", "en")
    places = [
        place
        for place, statement in enumerate(summary.answer.statements)
        if any(check.citation in statement.citations for check in summary.answer.checks)
    ]

    shorter = summary
    for place in reversed(places):
        shorter = without(shorter, place)

    assert shorter.answer.checks == ()
    assert [citation.number for citation in shorter.answer.citations] == list(
        range(1, len(shorter.answer.statements) + 1)
    )
    kept = [citation.quote for citation in summary.answer.citations if citation.number - 1 not in places]
    assert [citation.quote for citation in shorter.answer.citations] == kept
