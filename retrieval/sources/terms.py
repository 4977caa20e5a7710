"""Which words of a text matter, in a form that can be compared: folded, without stop words, stemmed."""

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import Stemmer

_WORD = re.compile(r"[^\W_]+(?:(?<=\d)[.,]\d+)*")
_DECIMAL = re.compile(r"(?P<whole>[^\W_]*\d)[.,](?P<decimals>\d|\d\d|\d{4,})")
_SEPARATOR = re.compile(r"[.,]")
_SPLIT_NAME = re.compile(r"\b([^\W\d_]{1,4})-(\d)")
_THOUSANDS = re.compile(r"(?<![\d.,])(\d{1,3})((?:[ \u00a0\u202f]\d{3})+)(?![\d])")
_COMPOUNDS = re.compile(r"\b(fine)[ -]?(tun\w+)|\b(chiffre)s? d ?['’]? ?(affaires)")
"""Words that mean something else together than apart."""
_STEMMERS = {
    "ca": "catalan", "da": "danish", "de": "german", "en": "english", "es": "spanish", "fi": "finnish",
    "fr": "french", "hu": "hungarian", "it": "italian", "nl": "dutch", "no": "norwegian", "pl": "polish",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip
_STOP_WORDS = {
    "en": "a about actually am an and any are as at be because been being but by can could did do does doing done "
    "for from get gets getting go goes going gonna got had has have having he her hers him his how i if in into is "
    "it its just let like me mine my no not of off on one or our ours out over please pls plz really said say saying "
    "says shall she should so some something such tell than thanks that the their them then there these they thing "
    "things this those thx to too u up ur us very vs wanna want was wat wats we were whats what when where whether "
    "which while who whom whose why will with would y yes you your yours",
    "fr": "a ai aie ait alors apres as au aucun aussi autre autres aux avait avant avec avez avoir avons ayant bah "
    "beaucoup ben bien c ca car ce ceci cela celle celles celui ces cet cette ceux chaque chez ci combien comme "
    "comment d dans de des dire dis dit dites doit donc dont du elle elles en encore entre es est et etaient etait "
    "etant ete etes etre eu euh eux fait faire faites fais faut fois font ho il ils j je jsp juste k ke ki koi l la "
    "laquelle le lequel les leur leurs lui m ma mais me meme memes merci mes mm mme moi moins mon n ne ni nos notre "
    "nous on ont ou oui par parce pas peu peut peux pk plus plutot pour pourquoi pq pr pris qd qq qu quand que quel "
    "quelle quelles quels qui quoi rien s sa sans se sera ses si slt soit sommes son sont sous stp suis sur svp t ta "
    "te tel telle tes tjs toi ton tous tout toute toutes tres tu un une vers veut voila vos votre vous vraiment vs y",
}
_LIGHT_WORDS = {
    "en": (
        "author bigger smaller larger older newer second last next previous former wen hw wut ppl dat da tho monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri ai abt according actual again against ain aint all already also although always among another "
        "answer answered answers anyone anything anyway apparently aren arent around article back "
        "basically bc behind believe between big bit both bro bruh btw buddy came cant cheers colleague "
        "come comes coming compare compared comparison correct couldn couldnt coz d dat describe detail "
        "details didn didnt difference differences different dis doesn doesnt don dont dude dunno during "
        "each else even ever every everybody everything exact exactly explain explains fact false "
        "finally folks friend gave gimme give given gives giving gone gotta guess guy guys hadn hadnt "
        "happen happened happening hasn hasnt haven havent heard hello help here hes hey hi himself "
        "honestly id idk im imo isn isnt ive kind kinda know known lemme literally ll lol look lot lots "
        "m many mate maybe mean means meant mention mentioned mentions might more most much must n never "
        "nobody nothing obviously ok okay omg only other own per percent percentage perhaps precisely "
        "probably question questions quite r rather re real recall recap remember right rly roughly s "
        "same see seem seems seriously shes shouldn shouldnt show showed shows simply since someone "
        "sometimes sort sorta source srsly still stuff summarise summary suppose t talk talked talking "
        "talks tbh thank theyre think thinking thought through told true uncle until ve versus via vs "
        "wants wasn wasnt way well went weren werent within wonder wondering word words wouldn wouldnt "
        "wrong wtf ya yeah yet youre"
    ),
    "fr": (
        "auteur second seconde deuxieme suivant suivante precedent lundi mardi mercredi jeudi vendredi samedi dimanche ia aide aider ailleurs aller apparemment arrive arriver article articles assez aura auraient "
        "aurait autant avaient bcp bidule bjr bon bonjour bonne bonsoir bref cad cb cependant certaine "
        "certains cest cetait cete chose choses chui chuis cmt collegue com comparaison compare comparer "
        "comt concretement connais connait connaitre contre coucou croire crois croit ct daccord decrire "
        "decrit deja depuis difference differences disent doivent durant enfin ensuite entendu etais "
        "evidemment exact exacte exactement explication explique expliquer expliques facon fausse faux "
        "finalement fini franchement frere fut gars genre grand grande hein hello hey hum ici jai jamais "
        "jusqu kan kel kelle kesk keske kil lesquelles lesquels lhistoire lol lors lorsque machin malgre "
        "maniere mdr mec mentionne mot mots nan non ok okay ouais parle parlent parler parles parlez "
        "passe passer pcq pendant pense penser peutetre peuvent pkoi plusieurs point pote poto pourcent "
        "pourcentage pourrait pourtant pouvez pouvoir precisement presque prk psk ptdr puis puisqu "
        "puisque quelqu quelque quelques question questions raconte reponse reponses resume resumer sais "
        "sait salut savoir selon semble serieusement serieux seront seul seule seulement signifie "
        "signifier simplement sorte source sources souvent super surtout thx tjrs toujours trop truc "
        "trucs tt tte uniquement va vas versus veulent veux voir vois vont vouloir vrai vraie vu wesh ya "
        "yavait"
    ),
}


def fold(text: str) -> str:
    """Return the text in lower case and without accents."""
    if text.isascii():
        return text.lower()
    # Twice, since letters of mathematics become plain capitals only when they are decomposed.
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text.casefold()).casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def words(text: str) -> list[str]:
    """Return the folded words and figures in order."""
    spelt = _THOUSANDS.sub(lambda match: match[1] + re.sub(r"\D", "", match[2]), fold(text))
    joined = _COMPOUNDS.sub(
        lambda match: "".join(filter(None, match.groups())), _SPLIT_NAME.sub(r"\1\2", spelt)
    )
    return [_figure(word) for word in _WORD.findall(joined)]


def terms(text: str, language: str) -> list[str]:
    """Return the stems of the words that are no stop words of the language, in order."""
    return [stem(word, language) for word in words(text) if not is_stop_word(word, language)]


def _figure(word: str) -> str:
    """Write 0,55 and 0.550 alike; with three digits behind, comma and point may mean thousands: 5,576 = 5.576."""
    match = _DECIMAL.fullmatch(word)
    if match is None:
        return _SEPARATOR.sub("", word)
    decimals = match["decimals"].rstrip("0")
    return f"{match['whole']}.{decimals}" if decimals else match["whole"]


def is_stop_word(word: str, language: str) -> bool:
    """Tell whether a folded word carries no matter of its own in a language."""
    return word in stop_words(language)


@cache
def light_words(language: str) -> frozenset[str]:
    """Return the folded words that say nothing of what a question is about: chat, and the scaffolding of questions.

    Unlike stop words they are searched for: in other texts they may well be the matter.
    """
    return frozenset(_LIGHT_WORDS.get(language, "").split())


def stem(word: str, language: str) -> str:
    """Return a folded word's stem; figures and languages without a stemmer stay as they are."""
    stemmer = _stemmer(language)
    return stemmer.stemWord(word) if stemmer is not None and word.isalpha() else word


@cache
def stop_words(language: str) -> frozenset[str]:
    """Return the folded words that carry no matter of their own in a language, chat spelling included."""
    return frozenset(_STOP_WORDS.get(language, "").split())


@cache
def _stemmer(language: str) -> "Stemmer.Stemmer | None":
    import Stemmer  # noqa: PLC0415 - a compiled library, needed for answers only

    return Stemmer.Stemmer(_STEMMERS[language]) if language in _STEMMERS else None
