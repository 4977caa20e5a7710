"""Names are capitals inside sentences, words that mix letters and figures, and what no dictionary has."""

import pytest

from retrieval.sources.names import borne, names


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("The model R1 ran on H800 chips.", "en", ["R1", "H800"]),
        ("Nvidia fell.", "en", ["Nvidia"]),
        ("Training was cheap.", "en", []),
        ("DeepSeek's founder is Liang Wenfeng.", "en", ["DeepSeek", "Liang", "Wenfeng"]),
        ("It was banned in the United States on Monday.", "en", ["United States", "Monday"]),
        ("L'entreprise d'OpenAI a fermé lundi.", "fr", ["OpenAI", "lundi"]),
        ("About 37B of 671B, 5.6M, the 27th and 16-year-olds.", "en", []),
        ("V3-0324 and GPT-4o are newer.", "en", ["V3-0324", "GPT-4o"]),
    ],
)
def test_names_are_found(text: str, language: str, expected: list[str]) -> None:
    assert names(text, language) == expected


def test_a_word_that_opens_a_sentence_is_a_name_if_the_texts_write_it_so() -> None:
    assert names("Apple rose.", "en", lambda stem: stem == "appl") == ["Apple"]
    assert names("Apple rose.", "en") == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("China", "une entreprise de Chine"),
        ("Chinese", "l'entreprise chinoise"),
        ("United States", "aux États-Unis"),
        ("US", "les Etats-Unis"),
        ("GPUs", "a GPU"),
        ("R1", "le modèle R-1"),
        ("Monday", "le lundi 27 janvier"),
        ("Openai", "OpenAI said so"),
    ],
)
def test_a_name_is_borne_in_whatever_language_writes_it(name: str, text: str) -> None:
    assert borne(name, [text])


@pytest.mark.parametrize(
    ("name", "text"),
    [("R2", "the model R1"), ("H80", "an H800"), ("Italy", "la France"), ("Monday", "le mardi")],
)
def test_another_name_is_not_borne(name: str, text: str) -> None:
    assert not borne(name, [text])
