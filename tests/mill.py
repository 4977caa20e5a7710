"""A village of few texts: an article in French that errs, our translation of it, notes in two languages, claims."""

from pathlib import Path

from retrieval.answers.answering import Answerer
from retrieval.answers.extraction import Extractor
from retrieval.index.keywords import KeywordIndex, write_keywords
from retrieval.index.reindexing import embedded_text
from retrieval.index.snapshot import Snapshot, write_snapshot
from retrieval.search.retriever import Retriever
from retrieval.sources.corpus import read_corpus
from retrieval.types import Hit
from tests.builders import PASSAGE_CHARACTERS, make_settings, write_corpus
from tests.fakes import FakeEmbedder, FakeIndex

_ARTICLE = """Le moulin d'Orval a été construit en 1820. Il appartenait à une famille de boulangers.

Chaque année, le moulin produit plus de 40 tonnes de farine. Sa roue mesure six mètres.

Un terrible incendie l'a détruit en 1903. Les habitants ont pleuré longtemps.
"""
_TRANSLATED = {
    "Le moulin d'Orval a été construit en 1820.": "The mill of Orval was built in 1820.",
    "Il appartenait à une famille de boulangers.": "It belonged to a family of bakers.",
    "Chaque année, le moulin produit plus de 40 tonnes de farine.": "Every year the mill produces more than 40 tonnes of flour.",
    "Sa roue mesure six mètres.": "Its wheel measures six metres.",
    "Un terrible incendie l'a détruit en 1903.": "A terrible fire destroyed it in 1903.",
    "Les habitants ont pleuré longtemps.": "The villagers wept for a long time.",
}
_NOTES = {
    "mill-en": """# The mill of Orval

The parish register dates the building of the mill of Orval to 1791. Gaston Leroux owned the mill then, says the register.
<!-- refs: register | facts: F1 -->

The mill of Orval grinds about 35 tonnes of flour a year, according to its ledger.
<!-- refs: ledger | facts: F2 -->

The wheel of the mill is six metres wide, and made of oak.
<!-- refs: register | facts: F3 -->

A fire damaged the mill of Orval in 1902, but did not destroy it. The fire began because a lamp fell over.
<!-- refs: register, ledger | facts: F4 -->

Herons nest on the roof of the mill every spring.
<!-- refs: ledger | facts: F6 -->
""",
    "mill-fr": """# Le moulin d'Orval

Le registre de la paroisse date la construction du moulin d'Orval de 1791. Gaston Leroux possédait alors le moulin, dit le registre.
<!-- refs: register | facts: F1 -->

Le moulin d'Orval moud environ 35 tonnes de farine par an, selon son livre de comptes.
<!-- refs: ledger | facts: F2 -->

La roue du moulin est large de six mètres, et faite de chêne.
<!-- refs: register | facts: F3 -->

Un incendie a endommagé le moulin d'Orval en 1902, sans le détruire. L'incendie a commencé parce qu'une lampe est tombée.
<!-- refs: register, ledger | facts: F4 -->

Des hérons nichent sur le toit du moulin chaque printemps.
<!-- refs: ledger | facts: F6 -->
""",
}
_CLAIMS = """
[[claim]]
id = "BUILT"
source = "article"
quote = "a été construit en 1820"
verdict = "wrong"
finding = { en = "wrong", fr = "faux" }
correction = { en = "The mill of Orval was built in 1791.", fr = "Le moulin d'Orval a été construit en 1791." }
facts = ["F1"]
references = ["register"]

[[claim]]
id = "FLOUR"
source = "article"
quote = "plus de 40 tonnes de farine"
verdict = "imprecise"
finding = { en = "imprecise", fr = "imprécis" }
correction = { en = "The better figure is about 35 tonnes of flour.", fr = "Le bon chiffre est environ 35 tonnes de farine." }
facts = ["F2"]
references = ["ledger"]

[[claim]]
id = "WHEEL"
source = "article"
quote = "Sa roue mesure six mètres."
verdict = "supported"
finding = { en = "supported", fr = "confirmé" }
correction = { en = "The wheel does measure six metres.", fr = "La roue mesure bien six mètres." }
facts = ["F3"]
references = ["register"]

[[claim]]
id = "FIRE"
source = "article"
quote = "Un terrible incendie l'a détruit"
verdict = "wrong"
finding = { en = "wrong", fr = "faux" }
correction = { en = "The fire only damaged the mill.", fr = "L'incendie n'a fait qu'endommager le moulin." }
facts = ["F4"]
references = ["register"]

[[claim]]
id = "WHEN"
source = "article"
quote = "détruit en 1903"
verdict = "wrong"
finding = { en = "wrong year", fr = "année fausse" }
correction = { en = "The fire broke out in 1902.", fr = "L'incendie a éclaté en 1902." }
facts = ["F4"]
references = ["register", "ledger"]

[[claim]]
id = "TEARS"
source = "article"
quote = "Les habitants ont pleuré longtemps."
verdict = "unverifiable"
finding = { en = "unverifiable", fr = "invérifiable" }
correction = { en = "No source tells how long they wept.", fr = "Aucune source ne dit combien de temps ils ont pleuré." }
"""
_MANIFEST = """
[[source]]
id = "article"
title = "Le moulin d'Orval"
kind = "article"
language = "fr"
path = "article.txt"
translations = ["translation.toml"]

[[source]]
id = "mill-en"
title = "The mill of Orval"
kind = "note"
language = "en"

[[source]]
id = "mill-fr"
title = "Le moulin d'Orval"
kind = "note"
language = "fr"
"""
_REFERENCES = "".join(
    f'[[reference]]\nid = "{name}"\ntitle = "The {name}"\npublisher = "The parish"\nread = "page"\n\n'
    for name in ("register", "ledger")
)


class Opened:
    """A corpus that was indexed in memory, but for its texts and keywords."""

    def __init__(self, corpus_folder: Path, folder: Path) -> None:
        """Index with the fake embedder and without a build; nothing is kept but what `folder` gets."""
        self.corpus = read_corpus(corpus_folder, PASSAGE_CHARACTERS)
        folder.mkdir(exist_ok=True)
        write_snapshot(folder / "texts.sqlite", self.corpus)
        write_keywords(folder / "keywords", self.corpus.passages)
        self.snapshot = Snapshot(folder / "texts.sqlite")
        self.keywords = KeywordIndex(folder / "keywords", self.snapshot.synonyms)
        self.embedder = FakeEmbedder()
        self.vectors = self.embedder.embed_passages(
            [embedded_text(passage) for passage in self.corpus.passages]
        )
        self.retriever = Retriever(
            self.embedder, FakeIndex(self.vectors), self.keywords, self.vectors, self.snapshot
        )
        self.answerer = Answerer(
            self.retriever, self.keywords, self.snapshot, make_settings(corpus_folder, folder)
        )

    def extractor(self, statements: int = 3, quotes: int = 3) -> Extractor:
        return Extractor(self.snapshot, statements, quotes)

    def hits(self, *scored: tuple[int, float]) -> list[Hit]:
        """Return passages by number with their scores, best first."""
        return [
            Hit(self.corpus.passages[number], score)
            for number, score in sorted(scored, key=lambda pair: -pair[1])
        ]


def write_mill(folder: Path) -> Path:
    """Write the village's texts as a corpus."""
    translated = "".join(
        f"[[sentence]]\noriginal = {_toml(original)}\ntranslation = {_toml(translation)}\n\n"
        for original, translation in _TRANSLATED.items()
    )
    return write_corpus(
        folder,
        {},
        {
            "sources.toml": _MANIFEST,
            "article.txt": _ARTICLE,
            **{f"{name}.md": text for name, text in _NOTES.items()},
            "claims.toml": _CLAIMS,
            "references.toml": _REFERENCES,
            "translation.toml": f'source = "article"\nlanguage = "en"\n\n{translated}',
        },
    )


def _toml(text: str) -> str:
    return f'"{text}"'
