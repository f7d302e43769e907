"""When was a session held: the date that its own sentences give."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from communique.dates import RawDate, parse_day, resolve
from communique.linking.article import Article
from communique.linking.grouping import SCHEDULED, Session
from communique.linking.places import by_weight
from communique.schema import Offsets

_BACKGROUND = re.compile(
    r"\b(?:signed|since|established|founded|set up|created|launched|agreement of|accord of|"
    r"MoU of|inked|constituted|elected|appointed|born|joined|"
    r"independence|anniversary of their diplomatic relations|anniversary|relations|resolution|adopted|issued|"
    r"agreement|worth|volume)\s+(?:\w+\s+){0,4}$|"
    r"\b(?:by|until|till|before|between)\s+(?:the\s+|end\s+of\s+|early\s+|late\s+)*$",
    re.I,
)
_SAID = re.compile(
    r"\b(?:said|told\s+\w+|announced|stated|reported|added|confirmed|issued|released)(?:\s+(?:here|in\s+a\s+\w+))?\s+(?:on\s+|late\s+|earlier\s+)?$",
    re.I,
)
_LEAD = re.compile(r"\W*[A-Z][\w’'. -]*,?\s*")
_DASH = re.compile(r"\s*(?:\([^)]{1,40}\)|/[\w ]{1,20}/)?\s*[-–—:]")
_UNDER_WAY = re.compile(
    r"\b(?:currently|now)\s+(?:underway|under\s+way|being\s+held|in\s+session|meeting)|\bis\s+(?:underway|under\s+way|being\s+held|taking\s+place)"
    r"|\bgot\s+under\s?way|\bduring\s+(?:her|his|the|their)\s+visit\b",
    re.I,
)
_LENGTH = re.compile(r"\b(?P<n>two|three|four|five|2|3|4|5)[\s-]days?\b", re.I)
_ENDED = re.compile(
    r"\b(?:ended|ends|concluded|concludes|closed|closes|wrapped\s+up|wraps\s+up|close\s+of|end\s+of|conclusion\s+of|finished|closing)\b",
    re.I,
)
_RANGE = re.compile(r"\d\s*(?:[-–—−/&,]|to|and|until|till|through)\s*\d{1,2}\b|day\s+(?:to|and|through|until)")
_COUNT = {"two": 2, "three": 3, "four": 4, "five": 5, "2": 2, "3": 3, "4": 4, "5": 5}


@dataclass(frozen=True)
class When:
    """iso, the offsets of its words, the rule that took it, and whether the words themselves give the year."""

    iso: str
    span: Offsets
    rule: str
    absolute: bool


def find_date(article: Article, session: Session, extra: list[Offsets] = ()) -> When | None:
    """The date of a session; None where the text and its day of publication give none.

    extra: further windows to read, those of sentences that speak of "the meeting".
    """
    future = session.status == SCHEDULED
    best: tuple[tuple, When] | None = None
    mentions = by_weight(session)
    for i, mention in enumerate(mentions):
        start, end = mention.window
        for raw, iso in _dates(article, start, end, future):
            behind = raw.start >= mention.end
            lo, hi = (mention.end, raw.start) if behind else (raw.end, mention.start)
            told = article.cue("scheduled_verbs" if future else "held_verbs", lo, hi)
            ended = bool(_ENDED.search(article.mask, max(start, raw.start - 30), raw.start))
            gap = raw.start - mention.end if behind else mention.start - raw.end
            key = (len(iso) < 7, len(iso) < 10, ended, not (behind and told), i, not behind, gap)
            if best is None or key < best[0]:
                best = (key, When(iso, (raw.start, raw.end), "date-of-session", raw.absolute))
    if best and len(best[1].iso) >= 7:
        return _first_day(article, session, best[1])
    for start, end in extra:
        for raw, iso in _dates(article, start, end, future):
            if (len(iso) >= 7 or not best) and (not best or iso.startswith(best[1].iso)):
                return _first_day(
                    article, session, When(iso, (raw.start, raw.end), "date-of-the-meeting", raw.absolute)
                )
    if best:
        return best[1]
    # under way on the day of publication, and no day given: its month
    for mention in mentions:
        if article.published and (match := _UNDER_WAY.search(article.mask, *mention.window)):
            return When(article.published[:7], match.span(), "under-way-in-month-of-publication", False)
    return None


def _dates(article: Article, start: int, end: int, future: bool) -> list[tuple[RawDate, str]]:
    out = []
    for raw in article.dates_in(start, end):
        before = article.mask[max(0, raw.start - 40) : raw.start]
        iso = resolve(raw, article.published, future)
        if (
            iso
            and not _BACKGROUND.search(before)
            and not _SAID.search(before)
            and not (future and _in_dateline(article, raw))
        ):
            out.append((raw, iso))
    return out


def _in_dateline(article: Article, raw: RawDate) -> bool:
    """ "Colombo, May 28 (Daily Mirror) – …": the day of the report, not of the session."""
    lead = article.mask[article.sentence_at(raw.start).start : raw.start]
    return len(lead) < 40 and bool(_LEAD.fullmatch(lead)) and bool(_DASH.match(article.mask, raw.end))


def _first_day(article: Article, session: Session, when: When) -> When:
    """ "The three-day session ended on Friday": it began two days before."""
    day = parse_day(when.iso)
    if day is None or _RANGE.search(article.text[when.span[0] : when.span[1]]):
        return when
    sentence = article.sentence_at(when.span[0])
    if not _ENDED.search(article.mask, max(sentence.start, when.span[0] - 120), min(sentence.end, when.span[1] + 60)):
        return when
    lo, hi = (
        session.mentions[0].sentence.start,
        article.sentences[min(len(article.sentences) - 1, sentence.index + 3)].end,
    )
    length = _LENGTH.search(article.mask, min(lo, sentence.start), hi)
    if length is None:
        return when
    first = day - timedelta(days=_COUNT[length["n"].casefold()] - 1)
    return When(first.isoformat(), when.span, "first-day-by-length", when.absolute)
