"""Date words in a text, resolved to ISO 8601 as exactly as the text and its day of publication allow.

The guide's rules: ranges give their first day; "on Tuesday" is the last Tuesday up to the day of
publication; a date without a year takes it from the day of publication; no year known, no date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)(?![a-z])\.?"
)
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:\s?(?:st|nd|rd|th))?(?![\d:%])"
_YEAR = r"(?:19|20)\d\d(?!\d)"
_TO = r"\s*(?:[-–—−/&]|to|and|until|till|through)\s*(?:the\s+)?"
_THE = r"(?:the\s+)?"
_YEAR_WORD = r"(?P<yw>(?:of\s+)?(?:this|last|next|the\s+same|that|the\s+current|the\s+following)\s+year)"
_PATTERN = re.compile(
    rf"""(?<![\w-])(?:
      (?P<iso>{_YEAR}-(?:0\d|1[0-2])-(?:[0-2]\d|3[01]))(?!\d)
    | (?P<d1>{_DAY})(?:(?:\s+(?P<m0>{_MONTH}))?(?:\s+{_YEAR})?{_TO}{_DAY})?\s*(?:of\s+)?(?P<m1>{_MONTH})(?:,?\s*(?P<y1>{_YEAR})|,?\s+(?:{_YEAR_WORD}))?
    | (?P<m2>{_MONTH})\s?{_THE}(?P<d2>{_DAY})(?:{_TO}(?:{_MONTH}\s*)?{_DAY})?(?:(?:,|\sof)?\s*(?P<y2>{_YEAR}))?
    | (?P<m3>{_MONTH})(?:\s*[-–]\s*{_MONTH})?(?:,?\s*(?:of\s+)?(?P<y3>{_YEAR})|,?\s+(?P<yw3>(?:of\s+)?(?:this|last|next|the\s+same|that|the\s+following)\s+year))?
    | (?P<num>(?P<d4>{_DAY})[./](?P<m4>0?[1-9]|1[0-2])[./](?P<y4>{_YEAR}))
    | (?P<wd>(?:(?P<wmod>last|next|this|past|coming)\s+)?(?P<wname>{_WEEKDAY}))(?:\s+(?:morning|afternoon|evening|night))?(?:,?\s*\((?:the\s+)?(?P<wday>{_DAY})\))?
    | (?P<rel>today|yesterday|tomorrow|tonight|this\s+(?:morning|afternoon|evening)|the\s+day\s+before\s+yesterday|the\s+day\s+after\s+tomorrow
        |earlier\s+(?:today|this\s+(?:week|month|year))|later\s+(?:today|this\s+(?:week|month|year))|(?:this|last|next|the\s+coming|the\s+past)\s+(?:week|month|year)|(?:two|three|four|five|\d)\s+days\s+ago|(?:the\s+)?end\s+of\s+(?:this|the|next)\s+(?:month|year))
        (?:,?\s*\((?:the\s+)?(?P<rday>{_DAY})\))?
    | (?P<prep>in|since|during|of|by|early|late|mid-?|for|until|before|the|[({{,])\s*(?P<y5>{_YEAR})(?![-–/]\d|\w|,\d)
    )""",
    re.X | re.I,
)


@dataclass(frozen=True)
class DateMention:
    """A date in a text. iso: "2023-11-16", "2023-11", "2023", or None where its year is unknown.

    month, day, without a year: kept so that the caller can choose the year by tense.
    """

    start: int
    end: int
    iso: str | None
    kind: str


def find_dates(text: str, published: str | None, future: bool = False) -> list[DateMention]:
    """All date words in a text.

    text: any length. published: ISO day of publication, or None. future: read words without a year
    or a direction ("on 5 May", "on Tuesday") as still to come. Dates come in text order.
    """
    day = _to_date(published)
    return list(_find(text, day, future))


def _find(text: str, day: date | None, future: bool) -> Iterator[DateMention]:
    for match in _PATTERN.finditer(text):
        group = match.groupdict()
        start, end = match.span()
        if group["iso"]:
            yield DateMention(start, end, group["iso"], "day")
        elif group["num"]:
            yield DateMention(start, end, _iso(int(group["y4"]), int(group["m4"]), _number(group["d4"])), "day")
        elif month_word := group["m0"] or group["m1"] or group["m2"] or group["m3"]:
            # "may", "march" in running text are verbs; a month has a capital or a number beside it
            if not month_word[0].isupper() and not (group["d1"] or group["d2"]):
                continue
            month = _month(month_word)
            number = _number(group["d1"] or group["d2"])
            year = group["y1"] or group["y2"] or group["y3"]
            if month_word.casefold() in ("may", "mar", "march") and not number and not year and _verbal(text, match):
                continue
            when = _year_word(group["yw"] or group["yw3"], day)
            chosen = int(year) if year else when or _guess_year(month, number, day, future)
            yield DateMention(start, end, _iso(chosen, month, number), "day" if number else "month")
        elif group["wname"]:
            yield DateMention(start, end, _weekday(group, day, future), "day")
        elif group["rel"]:
            yield DateMention(start, end, _relative(group["rel"], group["rday"], day), "relative")
        elif group["y5"]:
            yield DateMention(match.start("y5"), end, group["y5"], "year")


def _verbal(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 12) : match.start()]
    return not re.search(r"(?:in|of|since|during|until|by|for|early|late|mid|this|last|next|on)[\s-]+$", before, re.I)


def _to_date(iso: str | None) -> date | None:
    try:
        return date.fromisoformat(iso) if iso else None
    except (ValueError, TypeError):
        return None


@lru_cache(maxsize=256)
def _month(word: str) -> int:
    return ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec").index(
        word[:3].casefold()
    ) + 1


def _number(word: str | None) -> int | None:
    return int(re.match(r"\d+", word)[0]) if word else None


def _iso(year: int | None, month: int, day: int | None = None) -> str | None:
    if not year:
        return None
    if not day:
        return f"{year:04d}-{month:02d}"
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return f"{year:04d}-{month:02d}"


def _year_word(words: str | None, day: date | None) -> int | None:
    if not words or not day:
        return None
    folded = words.casefold()
    if "last" in folded:
        return day.year - 1
    return day.year + 1 if "next" in folded or "following" in folded else day.year


def _guess_year(month: int, number: int | None, day: date | None, future: bool) -> int | None:
    """The year nearest to the day of publication, on the side that the tense tells."""
    if not day:
        return None
    try:
        here = date(day.year, month, number or 1)
    except ValueError:
        return day.year
    if future and here < day.replace(day=1) - timedelta(days=31):
        return day.year + 1
    if not future and here > day + timedelta(days=31):
        return day.year - 1
    return day.year


def _weekday(group: dict[str, str | None], day: date | None, future: bool) -> str | None:
    if not day:
        return None
    wanted = _WEEKDAYS.index(group["wname"].casefold())
    back = (day.weekday() - wanted) % 7
    ahead = (wanted - day.weekday()) % 7
    modifier = (group["wmod"] or "").casefold()
    if modifier in ("next", "coming") or (future and modifier not in ("last", "past")):
        shift = ahead or (7 if modifier == "next" else 0)
    else:
        shift = -back
    found = day + timedelta(days=shift)
    if group["wday"] and _number(group["wday"]) != found.day:
        return _near(day, _number(group["wday"]))
    return found.isoformat()


def _near(day: date, number: int | None) -> str | None:
    """The day with this number nearest to `day`."""
    days = [day + timedelta(days=shift) for shift in range(-27, 28)]
    fit = [d for d in days if d.day == number]
    return min(fit, key=lambda d: abs((d - day).days)).isoformat() if fit else None


_SPELLED = {"two": 2, "three": 3, "four": 4, "five": 5}


def _relative(words: str, number: str | None, day: date | None) -> str | None:
    if not day:
        return None
    folded = " ".join(words.casefold().split())
    if number and _number(number) != day.day and not folded.endswith(("week", "month", "year")):
        return _near(day, _number(number))
    if folded.endswith("days ago"):
        count = folded.split()[0]
        return (day - timedelta(days=_SPELLED.get(count) or int(count))).isoformat()
    if folded in ("the day before yesterday", "the day after tomorrow"):
        return (day + timedelta(days=-2 if "before" in folded else 2)).isoformat()
    if folded in ("yesterday", "tomorrow"):
        return (day + timedelta(days=-1 if folded == "yesterday" else 1)).isoformat()
    if folded.endswith("year"):
        return str(day.year + ("next" in folded or "coming" in folded) - ("last" in folded or "past" in folded))
    if folded.endswith("month"):
        step = ("next" in folded or "coming" in folded) - ("last" in folded or "past" in folded)
        first = (day.replace(day=15) + timedelta(days=30 * step)).replace(day=1)
        return first.isoformat()[:7]
    if folded.endswith("week"):
        return _week(folded, day)
    return day.isoformat()


def _week(folded: str, day: date) -> str | None:
    """A week is no date; its month is one where the whole week lies in it."""
    step = ("next" in folded or "coming" in folded) - ("last" in folded or "past" in folded)
    monday = day - timedelta(days=day.weekday()) + timedelta(weeks=step)
    first, last = (monday, day) if folded.startswith("earlier") else (monday, monday + timedelta(days=6))
    if folded.startswith("later"):
        first = day
    return first.isoformat()[:7] if first.month == last.month else None
