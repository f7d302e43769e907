"""Sessions of a body that is called by its noun alone: "it was agreed at a two-day meeting of the committee"."""

from __future__ import annotations

from communique.linking.article import Article
from communique.linking.forums import Series, stem
from communique.linking.sessions.mention import CITY_NAMED, MAIN, SessionMention

_MEETING_OF = (
    r"\b(?:an?|the|this|its)\s+(?:(?!next\b|last\b|previous\b)[\w-]+\s+){0,2}<session_nouns>\s+of\s+the\s+"
    r"(?P<body>commission|committee|council|group|dialogue|mechanism)\b"
)


def bodies_met(article: Article, series: list[Series], found: list[SessionMention]) -> list[SessionMention]:
    """Where a text that names no session otherwise tells of a meeting of "the committee" in a city and on a day, one
    forum being a committee."""
    bodies = [] if found else [one for one in series if not one.standing]
    out: list[SessionMention] = []
    for match in article.lexicon.regex(_MEETING_OF).finditer(article.mask) if bodies else ():
        sentence = article.sentence_at(match.start())
        fitting = [one for one in bodies if one.head == stem(match["body"].casefold())]
        if len(fitting) != 1 or out:
            continue
        start, end = match.span()
        if not article.dates_in(end, sentence.end) or not CITY_NAMED.search(article.mask, end, sentence.end):
            continue
        before = [m for m in fitting[0].mentions if m.end <= start]
        if before:
            told = (None, None, MAIN, sentence, start, end, "meeting-of-body")
            out.append(SessionMention(fitting[0], before[-1], *told))
    return out
