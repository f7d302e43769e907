"""Whose sides meet: from the forum's name, "between A and B", the chairs, the session's sentences."""

from __future__ import annotations

import re
from collections import Counter

from communique.linking.article import Article
from communique.linking.grouping import Session
from communique.schema import Meeting, Offsets

_BETWEEN = re.compile(r"\W*(?:\([^)]*\)\W*)?(?:between|of|with)\s")


class _Parties:
    def __init__(self) -> None:
        self.names: list[str] = []
        self.spans: list[Offsets] = []

    def add(self, countries: list[tuple[str, Offsets]]) -> None:
        for name, span in countries:
            if name not in self.names:
                self.names.append(name)
                self.spans.append(span)


def named_sides(article: Article, session: Session) -> list[str]:
    """The countries in the forum's name or right behind it ("between A and B")."""
    return _named(article, session).names


def _named(article: Article, session: Session) -> _Parties:
    found = _Parties()
    for mention in session.series.mentions:
        if len(found.names) == len(session.series.parties):
            break  # all that the names hold
        found.add(_in(article, mention.start, mention.end))
    for mention in session.mentions:
        _, end = mention.window
        if _BETWEEN.match(article.mask, mention.end, end):
            person = next(iter(article.between(mention.end, end, "OFFICIAL")), None)
            found.add(_in(article, mention.end, min(end, mention.end + 120, person.start - 60 if person else end))[:2])
    return found


def find_parties(article: Article, session: Session, meeting: Meeting) -> tuple[list[str], Offsets | None]:
    """Short English names of the sides, and the offsets of the words that gave the first."""
    found = _named(article, session)
    if len(found.names) < 2:
        found.add([(c.country, c.evidence.get("country", c.span)) for c in meeting.co_chairs if c.country])
    if len(found.names) < 2:
        found.add([c for c in _most_named(article) if c[0] not in found.names][: 2 - len(found.names)])
    return found.names, found.spans[0] if found.spans else None


def _most_named(article: Article) -> list[tuple[str, Offsets]]:
    """The countries that a report names most, if it names them more than once."""
    count = Counter(c.country for c in article.countries)
    first: dict[str, Offsets] = {}
    for country in article.countries:
        first.setdefault(country.country, (country.start, country.end))
    return [(name, first[name]) for name, times in count.most_common(3) if times > 1]


def _in(article: Article, start: int, end: int) -> list[tuple[str, Offsets]]:
    return [(c.country, (c.start, c.end)) for c in article.countries_in(start, end)]


def settle_countries(meeting: Meeting, sides: list[str]) -> None:
    """Of two sides, each chair heads one: a country that is no side is dropped, a lone open chair is of the
    other side, and two open ones are named in the order of the sides."""
    for chair in meeting.co_chairs:
        if len(sides) >= 2 and chair.country is not None and chair.country not in sides:
            chair.country = None
            chair.evidence.pop("country", None)
    open_ = [c for c in meeting.co_chairs if c.country is None]
    if not open_ or len(meeting.parties) != 2:
        return
    taken = {c.country for c in meeting.co_chairs if c.country}
    free = [p for p in meeting.parties if p not in taken]
    if len(open_) == len(free):
        for chair, party in zip(open_, free, strict=True):
            chair.country = party
