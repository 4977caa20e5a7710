"""The language of a question decides the language of its answer."""

import subprocess
import sys
from collections.abc import Sequence

import pytest

from retrieval.sources.language import country_words, detect_language, detect_spoken


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


SPOKEN = {
    "en": [
        "How much did it cost to train R1?", "how mcuh did r1 cost to trian", "what's grpo", "who is liang wenfeng",
        "is it true nvidia lost 600 billion?", "why italy block it", "u know when r1 came out?", "wats the price of o1 plz",
        "does that include the research before it?", "ok and what about output tokens?", "tell me about high-flyer", "R1?",
        "and in France?", "Was Altman's tweet about DeepSeek?", "what does 'un petit fonds de couverture' mean?",
    ],
    "fr": [
        "Combien a coûté l'entraînement de R1 ?", "cmb a coute r1", "c koi grpo", "qui est liang wenfeng", "pk l'italie a bloqué",
        "c'est vrai que nvidia a perdu 600 milliards", "slt tu sais qd r1 est sorti ?", "et chez OpenAI ?", "Et la Belgique ?",
        "donc c'est combien de fois moins cher ?", "dis moi tout sur high-flyer", "quel est le prix de o1 stp", "pourquoi ?",
        "Nvidia a rebondi le lendemain ?", "Que pense Jeff Bezos de DeepSeek ?", "ça veut dire quoi « open source » ?", "jsp c'est quoi un token", "pq les puces H800 ont ete interdites",
    ],
    "es": ["¿Cuánto costó entrenar el modelo R1?", "¿Por qué Italia bloqueó la aplicación de DeepSeek?", "¿Que piensa Jeff Bezos?"],
    "de": ["Wie viel hat das Training von R1 gekostet?", "Warum hat Italien die App von DeepSeek gesperrt?"],
    "it": ["Quanto è costato addestrare il modello R1?", "Perché il Garante ha bloccato l'applicazione di DeepSeek?"],
    "ro": ["Cât a costat antrenarea modelului R1?", "De ce a blocat Italia aplicația DeepSeek?"],
    "pt": ["Quanto custou treinar o modelo R1?", "Por que a Itália bloqueou o aplicativo da DeepSeek?"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "text"), [(language, text) for language, texts in SPOKEN.items() for text in texts]
)
def test_a_chat_question_s_language_is_found(language: str, text: str) -> None:
    assert detect_spoken(text) == language


@pytest.mark.parametrize(
    ("text", "thread", "language"),
    [
        ("GRPO?", ["C'est quoi la distillation ?"], "fr"),
        ("GRPO?", ["What is distillation?"], "en"),
        ("GRPO?", [], "en"),
        ("2025 ?", ["C'est quoi la distillation ?"], "fr"),
        ("H800?", ["What is distillation?", "et en français ?"], "fr"),
        ("R1?", ["C'est quoi la distillation ?", "GRPO?"], "fr"),
        ("and what is GRPO?", ["C'est quoi la distillation ?"], "en"),
        ("et c'est quoi GRPO ?", ["What is distillation?"], "fr"),
    ],
)
def test_what_tells_nothing_is_in_the_language_of_the_thread(
    text: str, thread: Sequence[str], language: str
) -> None:
    assert detect_spoken(text, thread) == language


@pytest.mark.parametrize(
    ("language", "named", "unnamed"),
    [
        ("en", {"spain", "italy", "china"}, {"espagne", "river"}),
        ("fr", {"espagne", "italie", "chine"}, {"spain"}),
    ],
)
def test_countries_are_named_as_the_language_does(language: str, named: set[str], unnamed: set[str]) -> None:
    assert named <= country_words(language)
    assert not unnamed & country_words(language)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "loaded"),
    [
        ("What did R1 cost to train?", []),
        ("Combien a coûté l'entraînement de R1 ?", []),
        ("Quanto è costato addestrare il modello?", ["py3langid"]),
    ],
)
def test_the_statistics_are_loaded_for_what_small_words_do_not_tell(question: str, loaded: list[str]) -> None:
    program = (
        "import sys\n"
        "from retrieval.sources.language import detect_spoken\n"
        "detect_spoken(sys.argv[1])\n"
        "print(*{'py3langid'} & set(sys.modules))\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", program, question], capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == loaded
