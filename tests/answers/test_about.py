"""What is asked of the article itself is told of it, with a quote; what is asked of a matter is not."""

import pytest

from retrieval.answers.about import Matter, matter_asked_about
from retrieval.answers.asking import take_apart
from retrieval.answers.claims import MUST_SHOW, overlapping
from retrieval.answers.wording import date_in_words, say
from retrieval.index.lexicon import Lexicon
from retrieval.types import Answer, Kind, Question, Status, Verdict
from tests.mill import Opened


def ask(mill: Opened, language: str, text: str) -> Answer:
    return mill.answerer.answer(Question(text, language))


@pytest.mark.parametrize(
    ("language", "text", "matter"),
    [
        ("en", "Who wrote the article?", Matter.AUTHOR),
        ("en", "who is the author of this article", Matter.AUTHOR),
        ("fr", "qui a écrit l'article ?", Matter.AUTHOR),
        ("en", "When was the article published?", Matter.DATE),
        ("fr", "l'article date de quand ?", Matter.DATE),
        ("en", "What is the title of the article?", Matter.TITLE),
        ("fr", "c'est quoi le titre de l'article", Matter.TITLE),
        ("en", "Summarize the article", Matter.SUMMARY),
        ("en", "tl;dr of the article pls", Matter.SUMMARY),
        ("en", "What are the main points of the article?", Matter.SUMMARY),
        ("fr", "Résume l'article", Matter.SUMMARY),
        ("fr", "de quoi parle l'article ?", Matter.SUMMARY),
        ("en", "Explain the whole thing to me like I'm five", Matter.SUMMARY),
        ("fr", "explique-moi toute cette histoire", Matter.SUMMARY),
        ("en", "Explain the whole story of the H800", None),
        ("en", "What does the article get wrong?", Matter.ERRORS),
        ("en", "is the article reliable?", Matter.ERRORS),
        ("en", "any mistakes in the text?", Matter.ERRORS),
        ("fr", "L'article contient-il des erreurs ?", Matter.ERRORS),
        ("fr", "l'article est fiable ?", Matter.ERRORS),
        ("fr", "sur quoi l'article se trompe", Matter.ERRORS),
        ("en", "Is the article right about Nvidia?", None),
        ("fr", "L'article se trompe-t-il sur la H800 ?", None),
        ("en", "What does the article say about Nvidia?", None),
        ("en", "When does the article say R1 came out?", None),
        ("en", "Who wrote the V3 report?", None),
        ("fr", "Résume les interdictions", None),
        ("fr", "Que dit l'article de l'Italie ?", None),
    ],
)
def test_a_question_about_the_article_itself_is_told_from_one_about_a_matter(
    language: str, text: str, matter: Matter | None
) -> None:
    assert matter_asked_about(take_apart(Question(text, language), Lexicon(language, {}, 0))) is matter


@pytest.mark.parametrize(
    ("language", "text"), [("en", "Who wrote the article?"), ("fr", "Qui a écrit l'article ?")]
)
def test_an_unsigned_article_is_said_to_be_unsigned(mill: Opened, language: str, text: str) -> None:
    answer = ask(mill, language, text)

    assert answer.status is Status.ANSWERED
    assert answer.statements[0].text == say(language, "article-unsigned")
    assert answer.citations[0].quote.document.source.kind is Kind.ARTICLE


@pytest.mark.parametrize(
    ("language", "text"), [("en", "When was the article published?"), ("fr", "L'article date de quand ?")]
)
def test_an_undated_article_is_said_to_be_undated(mill: Opened, language: str, text: str) -> None:
    answer = ask(mill, language, text)

    assert answer.statements[0].text == say(language, "article-undated")


@pytest.mark.parametrize(("language", "text"), [("en", "Summarize the article"), ("fr", "Résume l'article")])
def test_a_summary_quotes_the_article_in_its_order_each_wrong_claim_with_its_check(
    mill: Opened, language: str, text: str
) -> None:
    answer = ask(mill, language, text)

    starts = [citation.quote.start for citation in answer.citations]
    due = {
        claim.id
        for citation in answer.citations
        for claim in overlapping(citation.quote, mill.corpus.claims)
        if claim.verdict in MUST_SHOW
    }
    assert starts == sorted(starts)
    assert len(answer.statements) == len(answer.citations)
    assert due <= {check.claim.id for check in answer.checks}


@pytest.mark.parametrize(
    ("published", "language", "said"),
    [
        ("2025-01-31", "en", "31 January 2025"),
        ("2025-01-31", "fr", "31 janvier 2025"),
        ("2024-08", "fr", "août 2024"),
        ("2024", "en", "2024"),
    ],
)
def test_a_date_is_said_as_far_as_it_is_known(published: str, language: str, said: str) -> None:
    assert date_in_words(published, language) == said


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "What does the article get wrong?"), ("fr", "Quelles erreurs l'article contient-il ?")],
)
def test_the_article_s_errors_are_counted_and_quoted_each_with_its_check(
    mill: Opened, language: str, text: str
) -> None:
    answer = ask(mill, language, text)

    verdicts = [claim.verdict for claim in mill.corpus.claims]
    quoted = [overlapping(citation.quote, mill.corpus.claims) for citation in answer.citations]
    assert [statement.text for statement in answer.statements] == [
        say(
            language,
            "article-errors",
            wrong=verdicts.count(Verdict.WRONG),
            imprecise=verdicts.count(Verdict.IMPRECISE),
        )
    ]
    assert quoted
    for claims in quoted:
        assert Verdict.WRONG in {claim.verdict for claim in claims}
        assert {claim.id for claim in claims if claim.verdict in MUST_SHOW} <= {
            check.claim.id for check in answer.checks
        }
