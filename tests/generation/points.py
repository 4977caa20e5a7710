"""Points that are true of the village's mill, each with the sentence it rests on, and summaries to be made of them."""

from retrieval.types import Answer, Summary
from tests.generation.conftest import Desk

TOPICS = {"en": "The mill of Orval", "fr": "Le moulin d'Orval"}
TRUE = {
    "en": (
        ("By the parish register the building of the mill of Orval dates to 1791.", "The parish register dates the building of the mill of Orval to 1791."),
        ("About 35 tonnes of flour leave the mill of Orval every year.", "The mill of Orval grinds about 35 tonnes of flour a year, according to its ledger."),
        ("Six metres is the width of the wheel of oak.", "The wheel of the mill is six metres wide, and made of oak."),
        ("In 1902 a fire damaged the mill without destroying it.", "A fire damaged the mill of Orval in 1902, but did not destroy it."),
        ("Every spring herons nest on its roof.", "Herons nest on the roof of the mill every spring."),
    ),
    "fr": (
        ("La construction du moulin d'Orval date de 1791 selon le registre.", "Le registre de la paroisse date la construction du moulin d'Orval de 1791."),
        ("Environ 35 tonnes de farine sortent du moulin d'Orval par an.", "Le moulin d'Orval moud environ 35 tonnes de farine par an, selon son livre de comptes."),
        ("La roue est faite de chêne et large de six mètres.", "La roue du moulin est large de six mètres, et faite de chêne."),
        ("En 1902, un incendie a endommagé le moulin sans le détruire.", "Un incendie a endommagé le moulin d'Orval en 1902, sans le détruire."),
        ("Chaque printemps, des hérons nichent sur son toit.", "Des hérons nichent sur le toit du moulin chaque printemps."),
    ),
}  # fmt: skip
THREAD = ["hi all", "How much flour does the mill of Orval grind a year?", "And who owned the mill of Orval?"]


def summarise(desk: Desk, language: str = "en", points: int = 6) -> Answer:
    found = desk.summariser.of_topic(TOPICS[language], language, points)
    assert isinstance(found, Summary)
    return found.answer


def extracted(desk: Desk, language: str = "en") -> Answer:
    found = desk.summarising(None).of_topic(TOPICS[language], language)
    assert isinstance(found, Summary)
    return found.answer


def texts(answer: Answer) -> list[str]:
    return [statement.text for statement in answer.statements]
