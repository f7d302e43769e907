"""Whose sides meet: from the forum's name, "between A and B", the chairs, the session's sentences."""

from __future__ import annotations

import re

from communique.linking.article import Article, by_count
from communique.linking.grouping import Session
from communique.linking.sides import Side
from communique.schema import Meeting, Offsets

_BETWEEN = re.compile(r"\W*(?:\([^)]*\)\W*)?(?:between|of|with)\s")


class _Parties:
    """Sides in the order in which they were found. rule: which rule found the first."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.spans: list[Offsets] = []
        self.rule = ""

    def add(self, sides: list[Side], rule: str) -> None:
        for name, span in sides:
            if name not in self.names:
                self.names.append(name)
                self.spans.append(span)
                self.rule = self.rule or rule


def named_sides(article: Article, session: Session) -> list[str]:
    """The countries in the forum's name or right behind it ("between A and B")."""
    return _named(article, session).names


def _named(article: Article, session: Session) -> _Parties:
    found = _Parties()
    for mention in session.mentions:
        found.add(_in(article, mention.forum.start, mention.forum.end), "named-in-forum")
    for mention in session.mentions:
        _, end = mention.window
        if _BETWEEN.match(article.mask, mention.end, end):
            person = next(iter(article.between(mention.end, end, "OFFICIAL")), None)
            stop = min(end, mention.end + 120, person.start - 60 if person else end)
            found.add(_in(article, mention.end, stop)[:2], "between-sides")
    for mention in session.series.mentions:
        if len(found.names) >= min(2, len(session.series.parties)):
            break  # all that the names hold
        found.add(_in(article, mention.start, mention.end), "named-in-forum")
    return found


def find_parties(article: Article, session: Session, meeting: Meeting) -> tuple[list[str], Offsets, str] | None:
    """Short English names of the sides, the offsets of the words that gave the first, and the rule that found it;
    None where the text names none.

    A session of a grouping of states ("the 20th SAARC Summit") has the sides that its chairs or delegations
    speak for, or the country that the report is about, or the grouping itself; any other session has two sides
    at least, if need be those countries that the report names most.
    """
    found = _named(article, session)
    grouping = _grouping(article, session)
    if found.names and grouping:  # "the ASEAN-New Zealand Dialogue"
        found.add([grouping], "named-in-forum")
    if len(found.names) < 2:
        chairs = [(c.country, c.evidence.get("country", c.span)) for c in meeting.co_chairs if c.country]
        found.add(chairs, "country-of-chair")
    if grouping:
        if not found.names:
            found.add(article.most_named[:1] or [grouping], "grouping")
    elif len(found.names) < 2:
        if len(found.names) == 1 and meeting.place and (host := article.lexicon.countries.capital_of(meeting.place)):
            found.add([(host, meeting.evidence.get("place", found.spans[0]))], "host-in-its-capital")
        beside = [c for m in session.mentions for c in _in(article, m.sentence.start, m.sentence.end)]
        for sides, rule in ((by_count(beside, 1), "named-beside"), (article.most_named, "most-named")):
            others = [side for side in sides if side[0] not in found.names]
            found.add(others[: max(0, 2 - len(found.names))], rule)
    return (found.names, found.spans[0], found.rule) if found.names else None


def _grouping(article: Article, session: Session) -> Side | None:
    """The grouping of states in the forum's name, as the text words it."""
    pattern = article.lexicon.regex(r"(?<![\w-])<groupings>(?!\w)")
    for mention in session.series.mentions:
        if match := pattern.search(article.text, mention.start, mention.end):
            return match[0], match.span()
    return None


def _in(article: Article, start: int, end: int) -> list[Side]:
    return [(c.country, (c.start, c.end)) for c in article.countries_in(start, end)]


def settle_countries(meeting: Meeting, sides: list[str], groupings: frozenset[str] = frozenset()) -> None:
    """Of two sides, each chair heads one: a country that is no side is dropped, a lone open chair is of the
    other side, and two open ones are named in the order of the sides. groupings: sides that are no country."""
    for chair in meeting.co_chairs:
        if len(sides) >= 2 and chair.country is not None and chair.country not in sides:
            chair.country = None
            chair.evidence.pop("country", None)
    open_ = [c for c in meeting.co_chairs if c.country is None]
    if not open_ or len(meeting.parties) != 2:
        return
    taken = {c.country for c in meeting.co_chairs if c.country}
    free = [p for p in meeting.parties if p not in taken and p not in groupings]
    if len(open_) == len(free):
        for chair, party in zip(open_, free, strict=True):
            chair.country = party
