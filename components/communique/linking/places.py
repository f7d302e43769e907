"""Where was a session held: the city that its own sentences name, or "virtual"."""

from __future__ import annotations

import re

from communique.linking.article import Article
from communique.linking.grouping import Session
from communique.linking.sessions import SessionMention
from communique.schema import VIRTUAL, Offsets

_CAP = r"[^\W\d_a-zà-öø-ÿ][\w’'.]*(?:-[\w’']+)*"
_PARTICLE = r"(?:de|del|da|do|dos|la|le|el|al|of|the|upon|sur|les|los|las|ar|an|di|und|am)"
_NAME = rf"(?:The\s+Hague|Washington,?\s+D\.?\s?C\b\.?|{_CAP}(?:\s+(?:{_PARTICLE}\s+){{0,2}}{_CAP}){{0,3}})"
_KIND = r"(?:downtown|central|capital|city|town|resort|port|capital city|suburb|island)"
_IN = re.compile(
    rf"\b(?P<prep>in|at|to|In|At)\s+(?:(?:the\s+)?(?:[\w’'-]+\s+){{0,4}}{_KIND}\s+(?:of\s+)?(?:city\s+of\s+)?)?(?P<name>{_NAME})"
)
_CAPITAL_WORD = re.compile(rf"\b(?:capital|city|town|resort)(?:\s+(?:city|of))*,?\s+(?P<name>{_NAME})")
_VENUE = re.compile(rf"\b(?:at|in)\s+[^.;,]{{3,80}},\s+(?:(?:downtown|central)\s+)?(?P<name>{_NAME})")
_IN_VENUE = re.compile(
    r"\bat\s+(?:the\s+)?(?:[A-Z][\w’'-]*\s+){1,4}?(?P<name>[A-Z][\w’'-]+(?:\s[A-Z][a-z]+)?)(?=\s*(?:[,.;]|$|on\b|where\b))"
)
_HOST = re.compile(
    rf"\b(?:hosted\s+by|visits?|reached|arrived\s+in|arrives\s+in|(?:left|leaves|departed|departs)\s+(?:\w+\s+)?for|corresponds\s+to|host\s+of\s[^.;]{{2,40}}?\s(?:is|was|will\s+be))\s+(?P<name>{_NAME})"
)
_HOSTS = re.compile(
    rf"(?P<name>{_NAME})(?:,\s+which)?\s+(?:(?:is\s+to|will|shall|to)\s+)?(?:hosts?|hosted|receives?|received)\b"
    rf"|(?P<venue>{_NAME})\s+(?:was|is|will\s+be)\b[^.;]{{0,60}}\b(?:venue|host)\b"
)
_BEFORE_DATE = re.compile(rf"(?:[–—|(,:]|^)\s*(?P<name>{_NAME}),\s*(?=(?:\d{{1,2}}\s|[A-Z][a-z]+\s\d))", re.M)
_PATTERNS = ((_IN, 0), (_CAPITAL_WORD, 0), (_VENUE, 1), (_IN_VENUE, 2), (_HOST, 1), (_HOSTS, 1), (_BEFORE_DATE, 1))
_LARGER = re.compile(r",\s+(?P<name>[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)?)")
_HERE = re.compile(r"\bhere\b(?!\s+(?:are|is|to|’s|'s))", re.I)
_DATELINE = re.compile(
    r"\W*(?P<name>[A-ZÀ-Þ][\w’'. -]{2,28}?)\s*(?:,\s*[\w\s.,/’']{2,40}?)?\s*"
    r"(?:\([\w\s.,/:’'-]{2,30}\))?\s*(?::|–|—|--|-\s|;)"
    r"|\W*(?P<bare>[A-ZÀ-Þ][\w’'. -]{2,28}?),\s+(?:\d{1,2}\s+)?"
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?(?:\s+\d{1,2})?\b"
)
_FROM_OUR = re.compile(r"\b[Ff]rom\s+[\w\s]{3,30}?\s+in\s+(?P<name>[A-Z][\w’' -]{2,28}?)(?:,|\n|$)")
_TAIL_DATE = re.compile(
    r"\s+(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|November|December)$"
)
_CASED = re.compile(r"[A-ZÀ-Þ][^\W\d_]*")


Place = tuple[str, Offsets, str]


def find_place(article: Article, session: Session, extra: list[Offsets] = ()) -> Place | None:
    """City or "virtual", its offsets, and the rule that took it; None where the text names none.

    extra: further windows to read, those of sentences that tell where "the meeting" was held.
    """
    windows = [(m.window, m) for m in by_weight(session)]
    for (start, end), mention in [*windows, *((window, None) for window in extra)]:
        online = article.cue("virtual", start, end)
        city = _city(article, start, end, mention)
        if online and (
            not city
            or (
                mention
                and abs(online[0] - mention.end) < abs(city[1][0] - mention.end)
                and "hybrid" not in article.mask[start:end]
            )
        ):
            return VIRTUAL, online, "online"
        if city:
            return (*_mixed_case(article, *city), "place-of-session")
    for (start, end), _ in windows:
        if _HERE.search(article.mask, start, end) and (line := dateline(article)):
            return (*_mixed_case(article, *line), "here-is-dateline")
    return None


def by_weight(session: Session) -> list[SessionMention]:
    """Mentions in running text before those in headings, else in text order."""
    return sorted(session.mentions, key=lambda m: (m.sentence.index == 0 and len(session.mentions) > 1, m.start))


def _city(article: Article, start: int, end: int, mention: SessionMention | None) -> tuple[str, Offsets] | None:
    """The city of a window: of those behind the session the nearest, else the first."""
    found: list[tuple[int, int, str, Offsets]] = []
    for pattern, weight in _PATTERNS:
        for match in pattern.finditer(article.mask, start, end):
            group = "name" if match["name"] else "venue"
            name = _trim(article, match[group])
            if not name:
                continue
            capital = article.lexicon.countries.is_capital(name)
            prep = (match.groupdict().get("prep") or "in").casefold()
            if not capital and (prep == "to" or weight or (prep == "at" and not _at_city(article, match, start))):
                continue
            if (
                prep == "to"
                and mention is not None
                and not re.search(
                    r"\b(?:travel|visit|went|came|trip|flew|flown|left)",
                    article.mask[max(start, match.start() - 40) : match.start()],
                    re.I,
                )
            ):
                continue
            offset = match.start(group)
            if (
                not capital
                and (larger := _LARGER.match(article.mask, offset + len(name)))
                and article.lexicon.countries.is_capital(larger["name"])
            ):
                offset, name = larger.start("name"), larger["name"]
            ahead = 0 if mention is None or offset >= mention.end else 1
            found.append(
                (
                    weight + (prep == "to"),
                    ahead if mention and article.cue("held_verbs", mention.end, offset) else 0,
                    offset,
                    name,
                    (offset, offset + len(name)),
                )
            )
    if not found:
        return None
    best = min(found, key=lambda item: item[:3])
    return best[3], best[4]


def _at_city(article: Article, match: re.Match[str], start: int) -> bool:
    """ "held at Kuakata": a name behind "at" that is no building."""
    words = {word.casefold() for word in re.findall(r"[\w’'-]+", match["name"])}
    told = re.search(
        r"\b(?:held|convened|took\s+place|met|organised|organized|hotel)\s+$",
        article.mask[max(start, match.start() - 20) : match.start()],
    )
    return bool(told) and not words & article.lexicon.words("venue_nouns")


def _mixed_case(article: Article, name: str, span: Offsets) -> tuple[str, Offsets]:
    """A name as the text spells it at its fullest: "ISLAMABAD" in a dateline, "Islamabad" below; with "D.C."."""
    if name == "Washington" and (full := re.search(r"\bWashington,?\s+D\.?\s?C\b\.?", article.text)):
        return full[0], full.span()
    if name.isupper() and len(name) > 3:
        other = article.text.find(name.title())
        if other >= 0:
            return name.title(), (other, other + len(name))
    return name, span


def _trim(article: Article, name: str) -> str:
    """A city's name, or "" where these words are none."""
    lexicon = article.lexicon
    if re.match(r"The\s+Hague$|Washington,?\s+D", name):
        return name
    barred = lexicon.words("not_places")
    if not re.match(r"(?:St|Mt|Ft)\.", name):
        name = re.split(r"\.(?=\s|$)", name)[0]
    name = name.rstrip(".,;:")
    if not lexicon.countries.is_capital(name):
        name = re.sub(r"['’]s?$", "", name)
    while (shorter := _TAIL_DATE.sub("", name)) != name:
        name = shorter
    words = name.split()
    while words and (words[-1].casefold() in barred or words[-1].casefold() in ("the", "of", "and")):
        words.pop()
        name = " ".join(words)
    if (
        not words
        or words[0].casefold() in barred
        or name.casefold() in barred
        or len(name) < 3
        or (name.isupper() and len(name) < 5)
    ):
        return ""
    if lexicon.countries.is_capital(name):
        return name
    first = lexicon.countries.find(name)
    if lexicon.countries.country(name) or (first and first[0].start == 0 and not re.search(r"(?i)\bcity\b", name)):
        return ""
    return name


def dateline(article: Article) -> tuple[str, Offsets] | None:
    """The city of the dateline ("ACCRA, 5 May (GNA) – …"), as the text writes it."""
    for sentence in article.sentences[:6]:
        end = min(sentence.end, sentence.start + 90)
        if match := _DATELINE.match(article.mask, sentence.start, end):
            group = "name" if match["name"] else "bare"
            name = match[group].strip(" ,")
            if article.lexicon.countries.is_capital(name) or name.isupper():
                return name, (match.start(group), match.start(group) + len(name))
        if match := _FROM_OUR.search(article.mask, sentence.start, end):
            return match["name"], match.span("name")
    return None
