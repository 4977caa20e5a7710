"""A statement is shown only if its figures, dates, names, language and quotations are carried."""

import pytest

from retrieval.answers.grounding import Fault, Support, fault
from tests.builders import make_quote, make_source

QUOTE = (
    "On 27 January 2025 Nvidia lost about 589 billion dollars, or 17 %, said Bloomberg; its chief did not comment on V3, "
    "which was trained for 5.576 million dollars."
)


def support(
    quote: str = QUOTE,
    language: str = "en",
    spoken: str = "en",
    question: str = "What happened to Nvidia?",
    ours: str = "",
    around: str = "",
) -> Support:
    return Support(
        language=spoken,
        quotes=[make_quote(quote, source=make_source(language=language))],
        ours=[ours] if ours else [],
        sources=["The fall of January The Gazette"],
        questions=[question],
        around=[around],
    )


def judge(statement: str, **changes: str) -> Fault | None:
    return fault(statement, support(**changes))


@pytest.mark.parametrize(
    "statement",
    [
        "Nvidia lost about 589 billion dollars on 27 January 2025.",
        "Nvidia lost 589 billion dollars in January 2025.",
        "In 2025 Nvidia lost $589bn, said Bloomberg.",
        "Nvidia lost 17 percent, according to The Gazette.",
        "V3 was trained for 5.6 million dollars.",
        "V3 was trained for 5.58 million dollars.",
        "Nvidia's chief did not comment on V3.",
        "Its chief did “not comment on V3”, said Bloomberg of Nvidia.",
    ],
)
def test_what_the_quote_says_is_carried(statement: str) -> None:
    assert judge(statement) is None


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("Nvidia lost about 598 billion dollars.", Fault.FIGURE),
        ("Nvidia lost about 589 million dollars.", Fault.FIGURE),
        ("Nvidia lost about 589 billion euros.", Fault.FIGURE),
        ("Nvidia lost 17 dollars, said Bloomberg.", Fault.FIGURE),
        ("V3 was trained for 6 million dollars.", Fault.FIGURE),
        ("V3 was trained for 5.5 million dollars.", Fault.FIGURE),
        ("Nvidia lost half of its dollars, said Bloomberg.", Fault.FIGURE),
        ("In 2024 Nvidia lost about 589 billion dollars.", Fault.FIGURE),
        ("Nvidia lost about 589 billion dollars on 28 January 2025.", Fault.DATE),
        ("Nvidia lost about 589 billion dollars in February.", Fault.DATE),
        ("Intel lost about 589 billion dollars.", Fault.NAME),
        ("Nvidia lost about 589 billion dollars, said Reuters.", Fault.NAME),
        ("Amazon lost about 589 billion dollars.", Fault.NAME),
        ("R1 was trained for 5.576 million dollars.", Fault.NAME),
        ("Nvidia said that it “lost all its customers”.", Fault.QUOTATION),
        ("Nvidia a perdu environ 589 milliards de dollars.", Fault.LANGUAGE),
        ("Experts disagree whether artificial brains might soon replace poets.", Fault.MATTER),
        ("Nvidia is a bakery.", Fault.MATTER),
    ],
)
def test_what_it_does_not_say_is_not(statement: str, reason: Fault) -> None:
    assert judge(statement) is reason


def test_a_french_quote_carries_an_english_statement() -> None:
    french = "Le 27 janvier 2025, l'entreprise chinoise Deepseek a fait perdre 589 milliards de dollars aux États-Unis."

    said = judge(
        "On 27 January 2025 the Chinese company DeepSeek cost the United States 589 billion dollars.",
        quote=french,
        language="fr",
    )

    assert said is None


def test_an_english_quote_carries_a_french_statement() -> None:
    said = judge("Le 27 janvier 2025, Nvidia a perdu 589 milliards de dollars, soit 17 %.", spoken="fr")

    assert said is None


def test_a_correction_carries_its_figure() -> None:
    correction = "The better figure is 593 billion dollars, says Reuters."

    assert judge("The better figure is 593 billion dollars.", ours=correction) is None


def test_a_figure_of_the_question_is_denied_but_not_affirmed() -> None:
    question = "Did Nvidia lose 900 billion dollars?"

    assert judge("Nvidia lost 900 billion dollars, said Bloomberg.", question=question) is Fault.FIGURE
    assert judge("Nvidia did not lose 900 billion dollars, said Bloomberg.", question=question) is None


def test_a_name_of_the_question_is_denied_or_stands_for_a_pronoun_of_the_passage() -> None:
    question = "Did Intel lose 589 billion dollars?"

    assert judge("Intel lost about 589 billion dollars.", question=question) is Fault.NAME
    assert judge("Not Intel but Nvidia lost about 589 billion dollars.", question=question) is None
    assert (
        judge("Intel lost about 589 billion dollars.", question=question, around="Intel was great. It lost.")
        is None
    )


def test_a_year_of_the_question_may_be_repeated() -> None:
    assert (
        judge("In 2024 Nvidia lost about 589 billion dollars.", question="What did Nvidia lose in 2024?")
        is None
    )
