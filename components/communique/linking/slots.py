"""Place and date of a session."""

from __future__ import annotations

import re
from functools import lru_cache

from communique.dates import DateMention, find_dates
from communique.linking.article import Article
from communique.linking.sessions import MAIN, Session, SessionMention
from communique.schema import VIRTUAL, Offsets

_CAP = r"[^\W\d_a-zà-öø-ÿ][\w’'.]*(?:-[\w’']+)*"
_PARTICLE = r"(?:de|del|da|do|dos|la|le|el|al|of|the|upon|sur|les|los|las|ar|an|di|und|am)"
_NAME = rf"(?:The\s+Hague|Washington,?\s+D\.?\s?C\b\.?|{_CAP}(?:\s+(?:{_PARTICLE}\s+){{0,2}}{_CAP}){{0,3}})"
_IN = re.compile(
    rf"\b(?P<prep>in|at|to|from|In|At)\s+(?:(?:the\s+)?(?:[\w’'-]+\s+){{0,4}}(?:capital|city|town|resort|port|capital city|suburb)\s+(?:of\s+)?(?:city\s+of\s+)?)?(?P<name>{_NAME})"
)
_CAPITAL_WORD = re.compile(rf"\b(?:capital|city|town|resort)(?:\s+(?:city|of))*,?\s+(?P<name>{_NAME})")
_VENUE = re.compile(rf"\b(?:at|in)\s+[^.;,]{{3,80}},\s+(?P<name>{_NAME})")
_HERE = re.compile(r"\bhere\b(?!\s+(?:are|is|to))", re.I)
_DATELINE = re.compile(
    rf"^\W*(?P<name>[A-ZÀ-Þ][\w’'. -]{{2,28}}?)\s*(?:,\s*[\w\s.,/]{{2,40}}?)?\s*(?:\([\w\s.,/:-]{{2,30}}\))?\s*(?::|–|—|--|-\s|;)", re.M
)
_TAIL_DATE = re.compile(r"\s+(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$|\s+(?:January|February|March|April|May|June|July|August|September|October|November|December)$")
_BACKGROUND = re.compile(
    r"\b(?:signed|since|established|founded|set up|created|launched|agreement of|accord of|MoU of|inked|constituted|elected|appointed|born|by|until|till|before|joined|independence|resolution|adopted|between)\s+(?:\w+\s+){0,4}$", re.I
)


_SAID = re.compile(r"\b(?:said|told\s+\w+|announced|stated|reported|added|confirmed|issued|released)(?:\s+(?:here|in\s+a\s+\w+))?\s+(?:on\s+|late\s+|earlier\s+)?$", re.I)
_UNDER_WAY = re.compile(r"\b(?:currently|now)\s+(?:underway|under\s+way|being\s+held|in\s+session|meeting)|\bis\s+(?:underway|under\s+way|being\s+held|taking\s+place)|\bgot\s+under\s?way|\bduring\s+(?:her|his|the|their)\s+visit\b", re.I)


def find_place(article: Article, session: Session, extra: list[Offsets] = ()) -> tuple[str, Offsets, str] | None:
    """City or "virtual", its offsets, and the rule that took it; None where the text names none.

    extra: further windows to read, those of sentences that speak of "the meeting".
    """
    windows = [*(m.window for m in _by_weight(session)), *extra]
    for rule, windows_ in (("place-of-session", windows),):
        for start, end in windows_:
            online = article.lexicon.pattern("virtual").search(article.mask, start, end)
            city = _city(article, start, end)
            if online and not city:
                return VIRTUAL, online.span(), "online"
            if city:
                return (*city, rule)
    for start, end in windows:
        if (here := _HERE.search(article.mask, start, end)) and (line := dateline(article)):
            return line[0], here.span(), "here-is-dateline"
    return None


def _by_weight(session: Session) -> list[SessionMention]:
    """Mentions in running text before those in headings, else in text order."""
    return sorted(session.mentions, key=lambda m: (m.sentence.index == 0 and len(session.mentions) > 1, m.start))


def _city(article: Article, start: int, end: int) -> tuple[str, Offsets] | None:
    text = article.mask[:end]
    found: list[tuple[int, int, str, Offsets]] = []
    for pattern, weight in ((_CAPITAL_WORD, 0), (_IN, 1), (_VENUE, 2)):
        for match in pattern.finditer(text, start):
            name = _trim(article, match["name"])
            if not name:
                continue
            capital = article.lexicon.countries.is_capital(name)
            prep = (match.groupdict().get("prep") or "in").casefold()
            if prep in ("at", "to", "from") and not capital:
                continue
            if prep in ("to", "from") or (pattern is _VENUE and not capital):
                continue
            offset = match.start("name")
            found.append((weight, offset, name, (offset, offset + len(name))))
    if not found:
        return None
    _, _, name, span = min(found, key=lambda item: item[1])
    return name, span


@lru_cache(maxsize=8)
def _not_places(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word.casefold() for word in words)


def _trim(article: Article, name: str) -> str:
    """A city's name, or "" where these words are none."""
    lexicon = article.lexicon
    if re.match(r"The\s+Hague$|Washington,?\s+D", name):
        return name
    barred = _not_places(tuple(lexicon.not_places))
    name = re.split(r"\.(?=\s|$)", name)[0] if not re.match(r"(?:St|Mt|Ft)\.", name) else name
    name = re.sub(r"['’]s?$", "", name.rstrip(".,;:’'"))
    while (shorter := _TAIL_DATE.sub("", name)) != name:
        name = shorter
    words = name.split()
    while words and (words[-1].casefold() in barred or words[-1].casefold() in ("the", "of", "and")):
        words.pop()
    name = " ".join(words) if len(words) != len(name.split()) else name
    if not name or name.casefold() in barred or words[0].casefold() in barred or len(name) < 3 or name.isupper() and len(name) < 5:
        return ""
    if lexicon.countries.is_capital(name):
        return name
    if lexicon.countries.country(name):
        return ""
    first = lexicon.countries.country(words[0])
    if first and len(words) > 1 and not re.search(r"(?i)\bcity\b", name):
        return ""
    return name


def dateline(article: Article) -> tuple[str, Offsets] | None:
    """The city of the dateline ("ACCRA, 5 May (GNA) – …"), as the text writes it."""
    for sentence in article.sentences[:6]:
        match = _DATELINE.match(article.mask, sentence.start, min(sentence.end, sentence.start + 90))
        if match:
            name = match["name"].strip(" ,")
            if article.lexicon.countries.is_capital(name) or name.isupper():
                return name, (match.start("name"), match.start("name") + len(name))
    return None


def find_date(article: Article, session: Session, extra: list[Offsets] = ()) -> tuple[str, Offsets, str] | None:
    """ISO date, its offsets, and the rule that took it; None where the text and its day give none."""
    future = session.status == "scheduled"
    windows = [(m.window, m) for m in _by_weight(session)]
    best: tuple[tuple, int, DateMention, str] | None = None
    verbs = (article.lexicon.pattern("held_verbs"), article.lexicon.pattern("scheduled_verbs"))
    for i, (window, mention) in enumerate(windows):
        for date in _dates(article, window, future):
            behind = date.start >= mention.end
            between = (mention.end, date.start) if behind else (date.end, mention.start)
            told = any(verb.search(article.mask, *between) for verb in verbs)
            key = (len(date.iso) < 7, len(date.iso) < 10, not (behind and told), i, not behind, abs(date.start - mention.end))
            if best is None or key < best[0]:
                best = (key, i, date, "date-of-session")
    if best and len(best[2].iso) >= 7:
        return best[2].iso, (best[2].start, best[2].end), best[3]
    for window in extra:
        for date in _dates(article, window, future):
            if len(date.iso) >= 7 or not best:
                return date.iso, (date.start, date.end), "date-of-the-meeting"
    if best:
        return best[2].iso, (best[2].start, best[2].end), best[3]
    # under way on the day of publication, and no day given: its month
    for start, end in [w for w, _ in windows]:
        if article.published and (match := _UNDER_WAY.search(article.mask, start, end)):
            return article.published[:7], match.span(), "under-way-in-month-of-publication"
    return None


def _dates(article: Article, window: Offsets, future: bool) -> list[DateMention]:
    start, end = window
    out = []
    for date in find_dates(article.mask[start:end], article.published, future):
        before = article.mask[max(0, start + date.start - 40) : start + date.start]
        if date.iso and not _BACKGROUND.search(before) and not _SAID.search(before):
            out.append(DateMention(start + date.start, start + date.end, date.iso, date.kind))
    return out


def is_main(session: Session) -> bool:
    """Is this what the article is about, rather than an earlier or later session?"""
    return session.kind == MAIN
