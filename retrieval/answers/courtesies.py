"""What is said that is no question, and the fitting short reply."""

import re
from collections.abc import Sequence

from retrieval.answers.wording import enumerate_words
from retrieval.sources.terms import fold
from retrieval.types import About

_KINDS = {
    "greeting": r"(hi|hey+|hello+|yo|hiya|howdy|sup|good (morning|evening|afternoon|day|night)|greetings|hola|"
    r"bonjour|salut|slt|coucou|cc|bonsoir|bjr|hello|hey|wesh|re)",
    "thanks": r"(thanks?( you)?( so| very)?( much)?|thank u|thx|ty|tysm|cheers|much appreciated|merci( beaucoup| bien| infiniment)?|mci|"
    r"great answer|good bot|nice( one)?|well done|perfect|parfait|super|top|genial|bravo|cool|awesome|great|excellent)",
    "farewell": r"(bye|goodbye|see (you|ya)( later| soon)?|cya|later|good night|au revoir|a plus|a\+|a bientot|bonne (nuit|soiree|journee)|ciao|adieu)",
    "identity": r"(who|what) (are|r) (you|u)|are you (a |an |real |really )*(bot|human|robot|ai|person|machine|chatgpt|deepseek)|what('?s| is) your name|"
    r"what can (you|u) do( for me)?|how do you work|what do you know|who (made|built|created) you|can you help( me)?|help|"
    r"qui es[- ]tu|t'?es qui|tu es qui|qui etes[- ]vous|es[- ]tu (un |une )?(bot|robot|humain|ia|machine)|t'?es un (bot|robot|humain)|tu es un (bot|robot)|"
    r"c'?est quoi ton (nom|role|boulot)|comment tu t'?appelles|tu t'?appelles comment|que sais[- ]tu( faire)?|tu (sais|peux) faire quoi|"
    r"(tu peux |peux[- ]tu |vous pouvez |pouvez[- ]vous )?m'?aider|aide([- ]moi)?|a quoi tu sers|tu sers a quoi|comment (tu|ca) marches?( ce bot)?",
    "chatter": r"how are you( doing)?( today)?|how('?s| is) it going|what('?s| is) up|tell me a joke|(another )?joke|test(ing)?( test)*|ping|lol+|mdr|haha\w*|ok(ay)?|k|yes|no|"
    r"oui|non|d'accord|ca va|comment (ca va|vas[- ]tu|allez[- ]vous|tu vas)|quoi de neuf|raconte(-moi)? une blague|une blague|blague|"
    r"i love you|je t'?aime|you('?re| are) (stupid|dumb|useless|an idiot|great|awesome|the best|funny|amazing)|(stupid|useless|dumb) bot|shut up|"
    r"tu es (nul|bete|con|genial|super|le meilleur)|t'?es (nul|bete|con|genial|super)|bot (nul|de merde)|nul|ta gueule|fuck (you|off)|idiot",
}
_FILLER = r"(bot|deepseek[- ]?bot|there|everyone|all|guys|you|mate|man|dude|friend|please|pls|today|tout le monde|les gens|a tous|a toi|toi|vous|mec|ami|stp|svp|lol|and|et|so|then|alors|then|beaucoup|much|a lot|really|vraiment|again|for (the|your) (help|answer)|pour (l'aide|ta reponse|votre reponse|la reponse)|c'?est (gentil|cool|super|top)|it works|ca marche|ok|okay|yes|oui|no|non)"


def _grouped(pattern: str) -> str:
    """Return the pattern without capturing groups, which possessive repeats and `re` do not agree on."""
    return re.sub(r"\((?!\?)", "(?:", pattern)


_WHOLE = {
    # Possessive, so that nothing is tried twice: what is matched piece by piece cannot take exponential time.
    kind: re.compile(rf"(?:(?:{_grouped(pattern)}|{_grouped(_FILLER)})(?:\W++|$))++")
    for kind, pattern in _KINDS.items()
}
_SAID = {kind: re.compile(rf"\b(?:{_grouped(pattern)})(?!\w)") for kind, pattern in _KINDS.items()}
_LONGEST = 120
"""Characters. Nobody is that polite."""
_REPLIES = {
    "en": {
        "greeting": "Hello! Ask me about {topic}{example}",
        "thanks": "You are welcome. Ask on whenever you like.",
        "farewell": "Goodbye, and come back with more questions.",
        "identity": "I am a bot: I answer questions about {topic} from the sources I hold, quote them word for word, and "
        "say so when a quoted source is known to be wrong{example}",
        "chatter": "I am only good at {topic}. Ask me something{example}",
        "sources": "my sources",
        "example": ", for example: {question}",
    },
    "fr": {
        "greeting": "Bonjour ! Posez-moi une question sur {topic}{example}",
        "thanks": "Avec plaisir. Continuez à demander quand vous voulez.",
        "farewell": "Au revoir, et revenez avec d'autres questions.",
        "identity": "Je suis un bot : je réponds aux questions sur {topic} à partir des sources que je détiens, je les cite mot "
        "pour mot, et je le dis quand une source citée se trompe{example}",
        "chatter": "Je ne m'y connais qu'en une chose : {topic}. Demandez-moi quelque chose{example}",
        "sources": "mes sources",
        "example": ", par exemple : {question}",
    },
}
_TITLES = 3
"""So many of the sources are named where nobody has said what the corpus is about."""


def courtesy(text: str, language: str, about: About | None = None, titles: Sequence[str] = ()) -> str | None:
    """Return the reply to a greeting, thanks and the like, or None for anything that asks something.

    It is worded by what the corpus says of itself, or else by the titles of its sources.
    """
    folded = fold(text).strip(" \t.!?,;:()<>3-^")
    if not folded or len(folded) > _LONGEST:
        return None
    pieces = [piece.strip() for piece in re.split(r"[.!?,;:\n]+", folded) if piece.strip()]
    kinds = [_kind(piece) for piece in (folded, *pieces)]
    if kinds[0] is None and (len(pieces) < 2 or None in kinds[1:]):  # noqa: PLR2004 - one piece is the whole
        return None
    return _worded(kinds[0] or kinds[-1] or "chatter", language, about, titles)


def _worded(kind: str, language: str, about: About | None, titles: Sequence[str]) -> str:
    replies = _REPLIES[language]
    if about is None:
        named = f" ({enumerate_words(list(titles[:_TITLES]), language)})" if titles else ""
        return replies[kind].format(topic=f"{replies['sources']}{named}", example=".")
    question = about.questions[list(_REPLIES[language]).index(kind) % len(about.questions)]
    return replies[kind].format(topic=about.topic, example=replies["example"].format(question=question))


def _kind(piece: str) -> str | None:
    return next(
        (kind for kind in _KINDS if _WHOLE[kind].fullmatch(piece) and _SAID[kind].search(piece)), None
    )
