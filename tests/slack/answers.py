"""Random answers, with everything in them that could break a message or bring markup to life."""

from hypothesis import strategies as st

from retrieval import (
    Answer,
    Check,
    Citation,
    Document,
    Kind,
    Mode,
    Quote,
    Reference,
    Source,
    Statement,
    Status,
    Verdict,
)
from retrieval.types import Claim, Question

HOSTILE = [
    "<!channel>",
    "<!here|here>",
    "<@U123>",
    "<#C1|general>",
    "<https://evil.example|click>",
    "@everyone",
    "*bold* _italic_ ~strike~ `code`",
    "```\ncode\n```",
    "> quoted",
    "&amp; &lt;b&gt; & < >",
    ":tada:",
    "\u202eright to left\u202c",
    "שלום עולם",
    "👩‍👩‍👧‍👦 🏳️‍🌈",
    "e\u0301\u0323",
    "zero\u200bwidth\u2060",
    "a\nb\r\nc\td",
    "{$count} %s {0}",
    "\"quotes\" 'and' \\backslashes\\",
]

_plain = st.text(max_size=20).map(lambda words: f"{words}.")
_words = st.builds(" ".join, st.lists(st.one_of(st.sampled_from(HOSTILE), _plain), min_size=1, max_size=3))
_texts = st.builds(lambda words, times: words * times, _words, st.sampled_from([1, 1, 1, 2, 9, 60, 300]))
_references = st.lists(
    st.builds(
        Reference,
        id=st.just("r"),
        title=_words,
        publisher=_words,
        date=st.one_of(st.none(), st.just("2025-01")),
        address=st.one_of(st.none(), st.just("https://x.example")),
    ),
    max_size=4,
).map(tuple)


@st.composite
def quotes(draw: st.DrawFn) -> Quote:
    """Draw a slice of a document."""
    before, words, after = draw(_texts), draw(_texts), draw(_texts)
    addresses = [
        None,
        "https://x.example/a?b=<c>&d",
        "javascript:alert(1)",
        "ftp://x.example",
        "https://" + "x" * 4000,
    ]
    source = Source(
        id="s",
        title=draw(_words),
        kind=draw(st.sampled_from(Kind)),
        language=draw(st.sampled_from(["en", "fr"])),
        publisher=draw(st.one_of(st.none(), _words)),
        published=draw(st.sampled_from([None, "2025", "2025-01-31"])),
        address=draw(st.sampled_from(addresses)),
    )
    return Quote(Document(source, f"{before}{words}{after}"), len(before), len(before) + len(words))


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    """Draw an answer, a refusal or small talk."""
    numbers = range(1, draw(st.integers(0, 7)) + 1)
    citations = tuple(
        Citation(number, draw(quotes()), draw(st.one_of(st.none(), _texts)), draw(_references))
        for number in numbers
    )
    chosen = (
        st.lists(st.sampled_from(list(numbers)), unique=True, max_size=3).map(tuple)
        if numbers
        else st.just(())
    )
    said = st.one_of(_texts, st.sampled_from([citation.quote.text for citation in citations] or ["One."]))
    statements = draw(st.lists(st.builds(Statement, said, chosen), max_size=5))
    checked = draw(st.lists(st.sampled_from(citations), max_size=4)) if citations else []
    answered = bool(statements or citations)
    return Answer(
        question=Question(draw(_words), "en"),
        language=draw(st.sampled_from(["en", "fr"])),
        status=Status.ANSWERED if answered else draw(st.sampled_from(Status)),
        statements=tuple(statements),
        citations=citations,
        checks=tuple(_check(draw, citation, numbers) for citation in checked),
        nearest=() if answered else tuple(draw(st.lists(quotes(), max_size=2))),
        message=draw(st.one_of(st.none(), _texts)) if answered else draw(_texts),
        mode=draw(st.sampled_from(Mode)),
        generation="20250131-120000-000",
    )


def _check(draw: st.DrawFn, citation: Citation, numbers: range) -> Check:
    verdict = draw(st.sampled_from(Verdict))
    claim = Claim("C1", citation.quote, verdict, {"en": "wrong"}, {"en": "no"}, ("r",))
    others = tuple(draw(st.lists(st.sampled_from(list(numbers)), unique=True, max_size=2)))
    return Check(citation.number, claim, draw(_texts), draw(_texts), draw(_references), others)
