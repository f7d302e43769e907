"""When was a session held: the date that its own sentences give."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from communique.dates import SAME_YEAR, RawDate, parse_day, resolve
from communique.linking.article import Article
from communique.linking.background import of_something_else
from communique.linking.dateline import in_dateline, of_publication, publication_day, statement_line
from communique.linking.places import by_weight
from communique.linking.session import SCHEDULED, Session
from communique.linking.sessions.mention import MAIN, MARGINS, NEXT, PREVIOUS
from communique.linking.sessions.windows import speech_before
from communique.schema import Offsets

_UNDER_WAY = r"\b<under_way>"
_LENGTH = (
    r"(?<!preceded\sby\s)\b(?P<n>two|three|four|five|2|3|4|5)[\s-]days?\b"
    r"(?!\s+of\s+(?:\w+\s+){1,2}(?:by|among|between|of)\s+(?:the\s+)?<lower_levels>\b|\s+(?:[\w-]+\s+){0,2}<trips>\b)"
)
# "officers attended the two-day meeting", in the last lines
_LENGTH_OF_THIS = r"\bthe\s+(?P<n>two|three|four|five)[\s-]days?\s+(?:<session_nouns>|<talks>)\b"
# "in session since Tuesday"
_AT_IT_SINCE = r"(?:\b<in_session>(?:\s+\w+){0,2}|\b(?:have|has|had)\s+been\s+\w+ing(?:\s+\w+){0,4})\s+since\s+$"
_OFFICIALS = r"\b<lower_levels>\b"
# "the experts' segment on Monday", "the technical teams, which sat from Monday", "officials, who had met since Monday"
_OFFICIALS_SAT = (
    r"\b<lower_levels>(?:['’]s?)?(?:\s+<levels>\s+on"
    r"|(?:\s+<sides>)?(?:,?\s+(?:which|who))?\s+(?:had\s+)?<in_session>\s+(?:from|since))\s+$"
)
_PART = r"\b(?:<ministers_level>|<lower_levels>)(?:['’]s?)?\s+<levels>\b"
_BEGAN = r"\b<beginning>\s+(?:[\w,]+\s+){0,3}$"
# "the meeting, which opened on Wednesday", "the session, with a fair beside it, opened at the palace on 7 October"
_OPENED = (
    r"(?:\bthe\s|^\W*)(?:[\w-]+\s+)?<session_nouns>(?:,\s(?!which\b|that\b)[^.;,]{3,60},|,?)\s+(?:(?:which|that)\s+)?"
    r"(?:(?:had|was)\s+)?<beginning>(?:\s+(?:at|in)\s[^.;,]{3,60}?)?\s+on\s+$"
)
_OPENING = 180  # characters from "the meeting" to the day on which it opened
# "on Wednesday began in Lima": not on the day since when officials met
_THEN_BEGAN = r"\s+(?:[\w,]+\s+){0,2}<beginning>\b"
_RANGE = re.compile(r"\d\s*(?:[-–—−/&,]|to|and|until|till|through)\s*\d{1,2}\b|day\s+(?:to|and|through|until)")
# "two days of talks in Lima brought no solution", in the sentence before "the session closed yesterday"
_LENGTH_OF_TALKS = (
    r"(?<!preceded\sby\s)\b(?P<n>two|three|four|five|2|3|4|5)\s+days\s+of\s+(?:\w+\s+)?<talks>\b"
    r"(?!\s+(?:by|among|between|of)\s+(?:the\s+)?<lower_levels>\b)"
)
_SPEAKING = re.compile(r"\W*(?:Speaking|Addressing|Talking|Briefing|Asked)\s[^.;]*\s")
_LEAD = 4  # sentences that tell what an article is about
_YEARS_OWN = re.compile(r"\b(?P<which>next|last)\s+year['’]s\s", re.I)
_LOOKS_BACK = re.compile(r"(?:the\s+)?(?:last|past|yesterday|earlier|previous|day\s+before)\b|.*\bago$")
_COUNT = {"two": 2, "three": 3, "four": 4, "five": 5, "2": 2, "3": 3, "4": 4, "5": 5}
_WEEK = 7
_DAY_HEADING = re.compile(r"\W*(?P<day>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\W*", re.I)
_PARTS = 20  # sentences behind the first mention of a session in which the text tells when its officials sat
_CLOSED = 20  # characters behind a day, or before a session, in which "concluded" stands
# "concluded its fifth session in this capital on Wednesday"
_SAME_CLAUSE = re.compile(r"(?:\s+in\s[^.;,]{3,40})?\s+(?:on\s+)?")
_FOLLOWED_BY = re.compile(r",\s+(?:which\s+was\s+)?followed\s+by\s+(?:the|its|their|an?)\s+$")
_FOLLOWED = 30  # characters from "followed" to the session
_PUT_OFF = r"\b<putting_off>\s+(?:to|until|till|for)\s+(?:\w+\s+){0,2}$"
# "The chair passes to Peru on 1 June, and the fifth session will be held next spring"
_AND_THE = 24  # characters from ", and" to the session
_OTHER_CLAUSE = re.compile(r",\s+(?:and|but|while|whereas)\s+(?:the|its|their)\s+$")
_TRIP = 60  # characters from "visit" or "postponed" to the day
_GOING = r"\b<going>\b"
_TO_ATTEND = r"(?:^|\s)(?:for|<to_attend>|(?:to|and)\s+take\s+part\s+in|<to_chair>)\s[^.;,]{0,60}$"
_FROM_DAY = re.compile(r"\s+[^.,;]{0,40}\bfrom\s+")
_RECENT = 120  # days within which the session lies that an article reports
_ENDED = 5  # where a date's key says that it is the last day
# "two days before", "the two previous days"
_ONLY_THAT_DAY = r"(?:(?:the\s)?\w+\s)?<only_that_day>\b"
_NEWS = 14  # days before publication within which that day lies
_AGO = 4000  # characters before the words in which it stands
_SAME_YEAR = ("of the same year", "of that year", *SAME_YEAR)


class When(NamedTuple):
    """iso, the offsets of its words, the rule that took it, and whether the words themselves give the year."""

    iso: str
    span: Offsets
    rule: str
    absolute: bool


def find_date(
    article: Article, session: Session, extra: Callable[[], list[Offsets]] = list, before: When | None = None
) -> When | None:
    """The date of a session; None where the text and its day of publication give none.

    extra: gives further windows to read, those of sentences that speak of "the meeting"; asked only where needed.
    before: the day of the session told before this one.
    """
    published = publication_day(article)
    best = _of_mentions(article, published, session)
    if best is None and before and _same_day(article, session):
        return before
    if best and _of_the_trip(article, best[1], session):
        told = _of_the_meeting(article, published, session, "", extra())
        if told and _soon_after(best[1].iso, told.iso):
            return told
    if best and len(best[1].iso) >= 7:
        exact = _of_the_meeting(article, published, session, best[1].iso, extra()) if len(best[1].iso) == 7 else None
        if exact and len(exact.iso) > 7:
            return exact
        ended = best[0][_ENDED] or not article.date_words.isdisjoint(article.lexicon.words("from_that_day"))
        windows = [*(mention.window for mention in session.mentions), *extra()] if ended else []
        return (
            _range_before(article, published, best, windows)
            or _opened_before(article, published, session, best[1])
            or _first_day(article, published, session, best[1])
        )
    told = _of_the_meeting(article, published, session, best[1].iso if best else "", extra())
    if told and not (best and session.status == SCHEDULED and told.iso <= (published or "")):
        return told  # but of what is due "later this year" not the day of the report
    if session.is_news and (line := statement_line(article)) and (iso := resolve(line[1], published)):
        return When(iso, (line[1].start, line[1].end), "line-of-statement", line[1].absolute)
    if best:
        return best[1]
    held = session.kind == MAIN and session.status != SCHEDULED
    if held and (heading := _day_of_heading(article, session.mentions[0].sentence.index, published)):
        return heading
    if spoke := _day_of_speech(article, published, session):
        return spoke
    # under way on the day of publication, and no day given: its month
    for mention in session.mentions:
        if published and (match := article.lexicon.regex(_UNDER_WAY).search(article.mask, *mention.window)):
            return When(published[:7], match.span(), "under-way-in-month-of-publication", False)
    return None


def _same_day(article: Article, session: Session) -> bool:
    """ "On the sidelines of the meeting the F held its third session", "the sixth session of the F in Lima, followed by
    the third G": was it on the day of the session told before?"""
    for mention in session.mentions:
        near = max(mention.sentence.start, mention.start - _FOLLOWED)
        if article.mask.find("followed", near, mention.start) > 0 and _FOLLOWED_BY.search(
            article.mask, near, mention.start
        ):
            return True
        if any(
            article.lexicon.regex(MARGINS).match(article.mask, cue[0])
            for cue in article.cues("same_place", *mention.window)
        ):
            return True
    return False


def _day_of_heading(article: Article, sentence: int, published: str | None) -> When | None:
    """ "SUNDAY" over the items of a review of the week: the day of what they tell."""
    block = article.blocks[max(0, bisect_right(article.blocks, sentence, key=lambda b: b.first) - 1)]
    for line in article.sentences[block.first : block.body]:
        if day := _DAY_HEADING.fullmatch(article.mask, line.start, line.end):
            raw = RawDate(*day.span("day"), "weekday", day["day"].casefold())
            iso = resolve(raw, published)
            return When(iso, day.span("day"), "day-of-heading", False) if iso else None
    return None


def _day_of_speech(article: Article, published: str | None, session: Session) -> When | None:
    """ "…, the two ministers said on Monday. They were speaking after the fifth session": the day of what they said."""
    for mention in session.mentions:
        window = speech_before(article, mention)
        for raw in reversed(article.dates_in(*window)) if window else ():
            iso = resolve(raw, published)
            if iso and len(iso) > len("2023-05"):
                return When(iso, (raw.start, raw.end), "day-of-speech", raw.absolute)
    return None


def _soon_after(trip: str, told: str) -> bool:
    """Does a day lie in the week that begins with that of the trip?"""
    first, day = parse_day(trip), parse_day(told)
    return bool(first and day) and 0 <= (day - first).days < _WEEK


def _of_the_trip(article: Article, when: When, session: Session) -> bool:
    """ "She will visit Mexico from Sunday for the session", "On Sunday she left for Lima to join the session": the day
    of the trip."""
    for mention in session.mentions:
        if mention.sentence.start <= when.span[0] < mention.start:
            going = article.lexicon.regex(_GOING).search(
                article.mask, max(mention.sentence.start, when.span[0] - _TRIP), mention.start
            )
            if going and article.lexicon.regex(_TO_ATTEND).search(
                article.mask, max(going.end(), when.span[1]), mention.start
            ):
                return True
    start = article.sentence_at(when.span[0]).start
    going = article.cues("travel", max(start, when.span[0] - _TRIP), when.span[0])
    return bool(going) and _FROM_DAY.fullmatch(article.mask, going[-1][1], when.span[0]) is not None


def _of_mentions(article: Article, published: str | None, session: Session) -> tuple[tuple, When] | None:
    """The best date of the windows of a session's mentions, with the key that it was chosen by."""
    future = session.status == SCHEDULED
    best: tuple[tuple, When] | None = None
    for i, mention in enumerate(by_weight(article, session)):
        start, end = mention.window
        for raw, iso in _dates(article, published, start, end, future):
            behind = raw.start >= mention.end
            if session.kind == PREVIOUS and not behind and _speaking(article, raw):
                continue
            if session.kind == NEXT and not behind and published and iso < published[: len(iso)]:
                continue  # "trade, which in 2023 grew, and the upcoming F in Lima"
            lo, hi = (mention.end, raw.start) if behind else (raw.end, mention.start)
            told = article.cue("scheduled_verbs" if future else "held_verbs", lo, hi)
            closed = article.cue("closing", raw.end, raw.end + _CLOSED)
            ended = article.cue("closing", max(start, raw.start - 30), raw.start) is not None or (
                closed is not None and closed[0] == raw.end + 1  # "today concluded"
            )
            if not ended and behind and article.cue("closing", max(start, mention.start - _CLOSED), mention.start):
                ended = _SAME_CLAUSE.fullmatch(article.mask, mention.end, raw.start) is not None
            gap = raw.start - mention.end if behind else mention.start - raw.end
            near = max(start, raw.start - _TRIP), raw.start
            moved = article.cue("putting_off", *near) and article.lexicon.regex(_PUT_OFF).search(article.mask, *near)
            apart = not behind and _OTHER_CLAUSE.search(
                article.mask, max(raw.end, mention.start - _AND_THE), mention.start
            )
            ahead = behind and article.cue("ahead_of", lo, hi) is not None
            if ahead and published and iso > published[: len(iso)]:
                continue  # "the F came ahead of a feast, which falls on 3 June"
            key = (
                not moved,
                ahead,
                bool(apart),
                len(iso) < 7,
                len(iso) < 10,
                ended,
                not (behind and told),
                i,
                not behind,
                gap,
            )
            if best is None or key < best[0]:
                best = (key, When(iso, (raw.start, raw.end), "date-of-session", raw.absolute))
    return best


def _of_the_meeting(
    article: Article, published: str | None, session: Session, year: str, windows: list[Offsets]
) -> When | None:
    """A date of the sentences that speak of "the meeting", at least a month. year: where only that is known."""
    day = parse_day(published)
    future = session.status == SCHEDULED
    # neither "last week" nor the day of the report is the time of a session to come
    beside = future and session.mentions[0].sentence.index > _LEAD
    recent = (day - timedelta(days=_RECENT)).isoformat() if day and not future else ""
    for start, end in windows:
        for raw, iso in _dates(article, published, start, end, future):
            of_report = _LOOKS_BACK.match(raw.words or raw.modifier) or iso <= (published or "")[: len(iso)]
            old = len(iso) < 7 or iso < recent[: len(iso)] or (beside and of_report)
            if not old and iso.startswith(year) and not of_publication(article, raw):
                when = When(iso, (raw.start, raw.end), "date-of-the-meeting", raw.absolute)
                return _first_day(article, published, session, when)
    return None


def _dates(article: Article, published: str | None, start: int, end: int, future: bool) -> list[tuple[RawDate, str]]:
    out = []
    for raw in article.dates_in(start, end):
        iso = (
            _same_year(article, raw, published)
            or _years_own(article, raw, published, start)
            or resolve(raw, _day_told(article, raw, published, future), future)
        )
        if future and _speaking(article, raw):
            continue  # of a session to come this is not the day
        if iso and not of_something_else(article, raw) and not in_dateline(article, raw):
            out.append((raw, iso))
    return out


def _speaking(article: Article, raw: RawDate) -> bool:
    """ "Speaking in Lima on Monday, she said that …": the day of what was said."""
    return _SPEAKING.fullmatch(article.mask, article.sentence_at(raw.start).start, raw.start) is not None


def _of_last_week(article: Article, raw: RawDate) -> bool:
    """ "It met last week. It opened on Monday and closed on Friday": days of that week."""
    sentence = article.sentence_at(raw.start)
    before = article.sentences[max(0, sentence.index - 1)]
    low = before.start if before.paragraph == sentence.paragraph else sentence.start
    return any(other.words == "last week" for other in article.dates_in(low, sentence.start))


def _day_told(article: Article, raw: RawDate, published: str | None, future: bool) -> str | None:
    """ "It ended on Tuesday. It had opened the day before": the day from which the words count, else publication."""
    day = parse_day(published)
    if day and raw.kind == "weekday" and not raw.modifier and not future and _of_last_week(article, raw):
        return (day - timedelta(days=day.weekday() + 1)).isoformat()
    if day is None or raw.kind != "relative":
        return published
    if heading := _day_of_heading(article, article.sentence_at(raw.start).index, published):
        return heading.iso
    only_told = article.lexicon.regex(_ONLY_THAT_DAY).match(raw.words)
    if not only_told and raw.words not in article.lexicon.words("from_that_day"):
        return published
    for other in reversed(article.dates_in(max(0, raw.start - _AGO), raw.start)):
        named = other.kind in ("day", "weekday") or other.words == "yesterday"
        told = parse_day(resolve(other, published, future)) if named else None
        if told and -_NEWS * future <= (day - told).days <= _NEWS and not in_dateline(article, other):
            return told.isoformat()
    return None if only_told else published


def _range_before(
    article: Article, published: str | None, best: tuple[tuple, When], windows: list[Offsets]
) -> When | None:
    """ "It was held from 26 to 28 January", where the session's own sentence says that it ended on the 28th. windows:
    none where it does not say so."""
    last = parse_day(best[1].iso)
    if last is None:
        return None
    for start, end in windows:
        for raw, iso in _dates(article, published, start, end, False):
            first = parse_day(iso)
            ranged = _RANGE.search(article.text[max(0, raw.start - 4) : raw.end]) or article.lexicon.regex(
                _BEGAN
            ).search(article.mask, max(start, raw.start - 30), raw.start)
            ended = best[0][_ENDED] or raw.words in article.lexicon.words("from_that_day")
            if ended and ranged and first and 0 < (last - first).days < _WEEK:
                return When(iso, (raw.start, raw.end), "first-day-of-range", raw.absolute)
    return None


def _opened_before(article: Article, published: str | None, session: Session, when: When) -> When | None:
    """ "The session was told on Thursday that … The meeting, which opened on Wednesday": the day of the opening."""
    day = parse_day(when.iso) if session.is_news else None
    start = session.mentions[0].sentence.end
    for raw in article.dates_in(start, start + _AGO) if day else ():
        if raw.kind not in ("weekday", "day") or raw.modifier or not article.mask.endswith(" on ", start, raw.start):
            continue
        opened = article.lexicon.regex(_OPENED).search(article.mask, max(start, raw.start - _OPENING), raw.start)
        first = parse_day(resolve(raw, published)) if opened else None
        if first and 0 < (day - first).days < _WEEK:
            return When(first.isoformat(), (raw.start, raw.end), "first-day-of-range", raw.absolute)
    return None


def _same_year(article: Article, raw: RawDate, published: str | None) -> str | None:
    """ "in November of the same year": that of the date before."""
    if raw.words not in _SAME_YEAR:
        return None
    before = [
        iso
        for other in article.dates_in(max(0, raw.start - _AGO), raw.start)
        if other.words not in _SAME_YEAR and (iso := resolve(other, published))
    ]
    if not before:
        return None
    return resolve(raw._replace(words="", year=int(before[-1][:4])), published) if raw.month else before[-1][:4]


def _last_day(article: Article, published: str | None, start: int, end: int) -> date | None:
    """The day on which this sentence says that a session ended."""
    for closing in article.cues("closing", start, end):
        for raw in article.dates_in(closing[1], min(end, closing[1] + _TRIP)):
            return parse_day(resolve(raw, published))
    return None


def _years_own(article: Article, raw: RawDate, published: str | None, start: int) -> str | None:
    """ "Next year's meeting will be held in September": the month of that year."""
    named = _YEARS_OWN.search(article.mask, start, raw.start) if raw.month and published and not raw.year else None
    if named is None:
        return None
    year = int(published[:4]) + (1 if named["which"].casefold() == "next" else -1)
    return resolve(raw._replace(words="", modifier="", year=year), published)


def _preparing(article: Article, raw: RawDate) -> bool:
    """ "Senior officials have been at work since Sunday to prepare the papers": is it those before the session?"""
    sentence = article.sentence_at(raw.start)
    return article.cue("preparing", raw.end, sentence.end) is not None and bool(
        article.lexicon.regex(_OFFICIALS).search(article.mask, sentence.start, raw.start)
    )


def _officials_sat(article: Article, published: str | None, session: Session, day: date) -> When | None:
    """ "A opened the ministerial segment on Friday. The experts' segment on Monday …": a session in parts began with
    that of the officials."""
    told = session.mentions[0].sentence.index
    stop = article.sentences[min(len(article.sentences) - 1, told + _PARTS)].end
    for raw in article.dates_in(session.mentions[0].sentence.start, stop):
        if (
            raw.kind != "weekday"
            or not article.mask.endswith((" on ", " from ", " since "), 0, raw.start)
            or not article.lexicon.regex(_OFFICIALS_SAT).search(article.mask, max(0, raw.start - 60), raw.start)
            or _preparing(article, raw)
        ):
            continue
        first = parse_day(resolve(raw, published))
        if first and 0 < (day - first).days < _WEEK and article.lexicon.regex(_PART).search(article.mask, 0, stop):
            return When(first.isoformat(), (raw.start, raw.end), "first-day-of-officials", False)
    return None


def _first_day(article: Article, published: str | None, session: Session, when: When) -> When:
    """ "The three-day session ended on Friday": it began two days before; "at it since Tuesday"."""
    day = parse_day(when.iso)
    if day is None or _RANGE.search(article.text[when.span[0] : when.span[1]]):
        return when
    sentence = article.sentence_at(when.span[0])
    lo = min(sentence.start, session.mentions[0].sentence.start)
    before = article.sentences[max(0, article.sentence_at(lo).index - 1)]
    if article.mask.find("since", before.start, lo) > 0:  # "They have been meeting since Monday. The occasion is the F"
        lo = before.start
    hi = article.sentences[min(len(article.sentences) - 1, sentence.index + 3)].end
    opened = article.lexicon.regex(_THEN_BEGAN).match(article.mask, when.span[1], sentence.end)
    for raw in article.dates_in(lo, hi) if not opened else ():
        since = raw.kind == "weekday" and article.lexicon.regex(_AT_IT_SINCE).search(
            article.mask, max(0, raw.start - 60), raw.start
        )
        if since and not _preparing(article, raw):
            first = parse_day(resolve(raw, published))
            if first and 0 < (day - first).days < _WEEK:
                return When(first.isoformat(), (raw.start, raw.end), "first-day-since", when.absolute)
    if sat := _officials_sat(article, published, session, day):
        return sat._replace(absolute=when.absolute)
    near = max(sentence.start, when.span[0] - 120), min(sentence.end, when.span[1] + 60)
    begun = article.lexicon.regex(_BEGAN).search(article.mask, max(sentence.start, when.span[0] - 30), when.span[0])
    told = [near, *((m.sentence.start, m.sentence.end) for m in session.mentions)]
    if begun or not any(article.cue("closing", start, end) for start, end in told):
        return when
    ahead = article.sentences[max(0, session.mentions[0].sentence.index - 1)].start
    length = article.lexicon.regex(_LENGTH).search(article.mask, lo, hi) or article.lexicon.regex(
        _LENGTH_OF_TALKS
    ).search(article.mask, ahead, hi)
    if length is None and session.is_news:
        length = article.lexicon.regex(_LENGTH_OF_THIS).search(article.mask, hi)
    if length is None:
        return when
    count = timedelta(days=_COUNT[length["n"].casefold()] - 1)
    first = day - count
    for last in (_last_day(article, published, start, end) for start, end in told[1:]):
        if last and day < last <= day + count:  # "opened on Wednesday … came to an end after four days today"
            first = last - count
    return When(first.isoformat(), when.span, "first-day-by-length", when.absolute)
