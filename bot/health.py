"""What `check` looks at: settings, embedder, corpus, index; one finding each, the first fault of each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from bot.settings import Settings, SettingsError, load_secrets
from retrieval import GeneratorError, Library, RetrievalError


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether a subject is in order, and what there is to say about it."""

    subject: str
    good: bool
    words: str


class Subject(Protocol):
    """What is checked: both properties raise the error that names the remedy."""

    @property
    def settings(self) -> Settings:
        """Read them."""

    @property
    def library(self) -> Library:
        """Put it together."""


def findings(subject: Subject) -> Iterator[Finding]:
    """Yield a finding for each part; parts that need a broken one are left out."""
    settings = _try("settings", lambda: f"embedder {subject.settings.retrieval.embedder}")
    yield settings
    if not settings.good:
        return
    yield (embedder := _try("embedder", lambda: subject.library and "has a build for this machine"))
    if not embedder.good:
        return
    yield Finding("model", good=True, words=_model(subject.settings))
    yield (corpus := _try("corpus", lambda: _corpus(subject.library)))
    yield (index := _try("index", lambda: _index(subject.library)))
    if corpus.good and index.good:
        yield _fresh(subject.library)


def token_findings(subject: Subject, *, online: bool) -> Iterator[Finding]:
    """Yield a finding for each platform whose token is set; `online` asks the platforms themselves."""
    try:
        settings = subject.settings
    except SettingsError:
        return
    secrets = load_secrets()
    if secrets.discord_token:
        from bot.discord.health import examine

        good, words = examine(secrets.discord_token.get_secret_value(), settings.discord, online=online)
        yield Finding("Discord", good=good, words=words)
    if secrets.slack_bot_token:
        from bot.slack.health import check_online, check_tokens

        tokens = check_tokens(secrets)
        yield Finding("Slack", good=tokens.good, words=tokens.words)
        if online and tokens.good:
            asked = check_online(settings.slack, secrets)
            yield Finding("Slack online", good=asked.good, words=asked.words)


def _try(name: str, words: Callable[[], object]) -> Finding:
    try:
        return Finding(name, good=True, words=str(words()))
    except GeneratorError as error:
        return Finding("model", good=False, words=str(error))
    except (RetrievalError, SettingsError) as error:
        return Finding(name, good=False, words=str(error))


def _model(settings: Settings) -> str:
    if not settings.generation.wanted:
        return "none, so answers are the sources' own sentences"
    return f"{settings.generation.model} writes answers, its package and key are here"


def _corpus(library: Library) -> str:
    corpus = library.read_corpus()
    return (
        f"{len(corpus.documents)} texts, {len(corpus.passages)} passages, {len(corpus.claims)} claims, "
        f"{len(corpus.references)} references, {len(corpus.questions)} golden questions"
    )


def _index(library: Library) -> str:
    generation = library.probe()
    return f"generation {generation.id} answers, {generation.passages} passages"


def _fresh(library: Library) -> Finding:
    plan = library.plan()
    if plan.needed:
        return Finding("freshness", good=False, words=f"{plan.reason}: run `deepseek-bot reindex`")
    return Finding("freshness", good=True, words="the index holds the corpus as it is")
