"""The language of a question decides the language of its answer."""

import pytest

from retrieval.sources.language import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("How much did it cost to train DeepSeek R1?", "en"),
        ("What happened to Nvidia's share price on 27 January?", "en"),
        ("Combien a coûté l'entraînement de DeepSeek R1 ?", "fr"),
        ("Pourquoi l'Italie a-t-elle bloqué l'application ?", "fr"),
        ("Quanto è costato addestrare il modello di DeepSeek?", "it"),
        ("Wie viel hat das Training des Modells gekostet?", "de"),
    ],
)
def test_a_question_s_language_is_found(text: str, language: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize("text", ["", "2025", "5.6 ???", "🙂"])
def test_a_text_without_letters_counts_as_english(text: str) -> None:
    assert detect_language(text) == "en"
