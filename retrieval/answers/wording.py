"""The few sentences of an answer that are ours and no source's, in the languages we answer in."""

LANGUAGES = ("en", "fr")
"""A question in another language is answered in the first."""

_WORDS = {
    "en": {
        "article-says": "The article says:",
        "other-language": "I answer in English and French only, so here it is in English.",
        "languages": "I read English and French best.",
        "part-missing": "My sources do not say {parts}.",
        "not-in-sources": "That is not in my sources.",
        "missing": "That is not in my sources: none of them speaks of {terms} here.",
        "live": "That is not in my sources: they hold no live figures, only texts up to {year}.",
        "live-undated": "That is not in my sources: they hold no live figures, only texts.",
        "nothing-asked": "I could not make out what you are looking for.",
        "for-example": "Ask me, for example: {question}",
        "check-supported": "These sources support this.",
        "check-supported-in-part": "These sources support only part of this.",
        "check-contradicted": "These sources contradict this.",
        "check-contradicted-in-part": "These sources contradict part of this.",
        "check-imprecise": "This is imprecise by these sources.",
        "check-undecided": "These sources speak of it, but neither support nor contradict it.",
        "check-article-says": "The article does say so.",
        "check-not-in-sources": "This is not in these sources.",
        "check-nothing": "There is nothing here that these sources could check.",
        "summary-lead": "What the sources say about {topic}, on {date}:",
        "summary-lead-written": "What the sources say about {topic}, on {date}, worded by a language model and verified point by point:",
        "thread-not-in-sources": "My sources answer none of this thread's questions.",
        "article-title": "The article is called:",
        "article-date": "The article is dated {date}.",
        "article-undated": "The article bears no date.",
        "article-unsigned": "The article names neither an author nor a publisher.",
        "article-publisher": "The article was published by {publisher}; its text names no author.",
        "article-errors": "By our checks {wrong} claims of the article are wrong and {imprecise} imprecise. Among the wrong ones:",
        "and": "and",
    },
    "fr": {
        "article-says": "L'article dit :",
        "other-language": "Je ne réponds qu'en français et en anglais.",
        "languages": "Je lis surtout le français et l'anglais.",
        "part-missing": "Mes sources ne disent pas {parts}.",
        "not-in-sources": "Mes sources ne le disent pas.",
        "missing": "Mes sources ne le disent pas : aucune ne parle ici de {terms}.",
        "live": "Mes sources ne le disent pas : elles ne contiennent aucun chiffre en direct, seulement des textes jusqu'à {year}.",
        "live-undated": "Mes sources ne le disent pas : elles ne contiennent aucun chiffre en direct, seulement des textes.",
        "nothing-asked": "Je n'ai pas compris ce que vous cherchez.",
        "for-example": "Demandez-moi, par exemple : {question}",
        "check-supported": "Ces sources le confirment.",
        "check-supported-in-part": "Ces sources n'en confirment qu'une partie.",
        "check-contradicted": "Ces sources le contredisent.",
        "check-contradicted-in-part": "Ces sources en contredisent une partie.",
        "check-imprecise": "C'est imprécis d'après ces sources.",
        "check-undecided": "Ces sources en parlent, mais sans le confirmer ni le contredire.",
        "check-article-says": "L'article le dit bien.",
        "check-not-in-sources": "Cela n'est pas dans ces sources.",
        "check-nothing": "Il n'y a rien ici que ces sources puissent vérifier.",
        "summary-lead": "Ce que disent les sources sur « {topic} », au {date} :",
        "summary-lead-written": "Ce que disent les sources sur « {topic} », au {date}, en mots d'un modèle de langue et vérifié point par point :",
        "thread-not-in-sources": "Mes sources ne répondent à aucune question de ce fil.",
        "article-title": "L'article s'appelle :",
        "article-date": "L'article est daté du {date}.",
        "article-undated": "L'article ne porte pas de date.",
        "article-unsigned": "L'article ne nomme ni auteur ni éditeur.",
        "article-publisher": "L'article a été publié par {publisher} ; son texte ne nomme pas d'auteur.",
        "article-errors": "D'après nos vérifications, {wrong} affirmations de l'article sont fausses et {imprecise} imprécises. Parmi les fausses :",
        "and": "et",
    },
}
_MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
}
_COLON = {"en": ":", "fr": "\u202f:"}


def say(language: str, key: str, **values: str | int) -> str:
    """Return a sentence of ours."""
    return _WORDS[language][key].format(**values)


def enumerate_words(words: list[str], language: str) -> str:
    """Return words in quotation marks, joined as the language does."""
    marked = [f"« {word} »" if language == "fr" else f"“{word}”" for word in words]
    if len(marked) < 2:  # noqa: PLR2004 - one word needs no "and"
        return "".join(marked)
    return f"{', '.join(marked[:-1])} {_WORDS[language]['and']} {marked[-1]}"


def labelled(language: str, label: str, text: str) -> str:
    """Return a text behind its label, with the colon as the language sets it."""
    return f"{label}{_COLON[language]} {text}"


def date_in_words(published: str, language: str) -> str:
    """Return an ISO date, or a year, or a year and month, as the language writes it."""
    year, *rest = published.split("-")
    month = [_MONTHS[language][int(rest[0]) - 1]] if rest else []
    day = [str(int(rest[1]))] if len(rest) > 1 else []
    return " ".join((*day, *month, year))
