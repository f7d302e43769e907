"""Date words in a text, resolved to ISO 8601 as exactly as the text and its day of publication allow.

The guide's rules: ranges give their first day; "on Tuesday" is the last Tuesday up to the day of
publication; a date without a year takes it from the day of publication; no year known, no date.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from string import ascii_lowercase, ascii_uppercase, digits
from typing import NamedTuple

from ahocorasick_rs import BytesAhoCorasick, Implementation

_MONTH = (
    r"(?i:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)(?![^\W\d_])\.?"
)
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:\s?(?:st|nd|rd|th))?(?![\d%]|:\d)"
_YEAR = r"(?:19|20)\d\d(?!\d)"
_TO = r"\s*(?:[-–—−/&,]|to|and|until|till|through)\s*(?:the\s+)?"
_WHICH_YEAR = r"(?:of\s+)?(?:this|last|next|the\s+same|that|the\s+current|the\s+following)\s+year"
_NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_SPELLED = {word: number for number, word in enumerate(_NUMBERS, 2)}
_COUNT = rf"(?:{'|'.join(_NUMBERS)}|\d{{1,2}})"
_AGO = r"\s+(?:(?:days|weeks|months|years)\s+ago\b|days\s+(?:before|earlier)(?=\s*[.,;)]))"
_ABSOLUTE = re.compile(
    rf"""(?<![\w-])(?:(?=\d)(?:
      (?P<iso>{_YEAR}-(?:0\d|1[0-2])-(?:[0-2]\d|3[01]))(?!\d)
    | (?P<d1>{_DAY})(?:,\s*{_DAY})*(?:(?:\s+(?P<m0>{_MONTH}))?(?:,?\s+{_YEAR})?{_TO}{_DAY})?
        [\s-]*(?:of\s+)?(?P<m1>{_MONTH})
        (?:,?[\s-]*(?P<y1>{_YEAR})|,?\s+(?P<yw1>{_WHICH_YEAR}))?
    | (?P<d4>{_DAY})[./](?P<m4>0?[1-9]|1[0-2])[./](?P<y4>{_YEAR})
    | (?<=\()(?P<d5>{_DAY})/(?P<m5>0?[1-9]|1[0-2])(?=\))
    | (?P<year>{_YEAR})(?![-–/]\d|\w|,\d)
    | (?P<ago>(?i:\d\d?{_AGO}))
    )
    | (?P<weekday>{_WEEKDAY})(?:\s+(?:morning|afternoon|evening|night))?(?:,?\s*\((?:the\s+)?(?P<wday>{_DAY})\))?
    | (?=[JFMASOND])(?:
      (?P<m2>{_MONTH})\s?(?:the\s+)?(?P<d2>{_DAY})(?:{_TO}(?:{_MONTH}\s*)?{_DAY})?
        (?:(?:,|\sof)?\s*(?P<y2>{_YEAR})|,?\s+(?P<yw2>{_WHICH_YEAR}))?
    | (?P<m3>{_MONTH})(?:\s*[-–/]\s*{_MONTH})?(?:,?\s*(?:of\s+)?(?P<y3>{_YEAR})|,?\s+(?P<yw3>{_WHICH_YEAR}))?
    ))""",
    re.X,
)
_RELATIVE = re.compile(
    rf"""(?<![\w-])(?=t[ho]|ye|ea|la|ne|en|one\s+d|in\s|at?\s|be|by\s)(?:
      today|yesterday|tomorrow|tonight|last\s+night|this\s+(?:morning|afternoon|evening)
    | the\s+day\s+(?:before\s+yesterday|after\s+tomorrow)
    | the\s+day\s+(?:before|after)(?=\s*[.,;)]|\s+(?:in|at|under|by|with)\b)
    | (?:a|one)\s+day\s+(?:earlier|later|before)|the\s+(?:previous|following|next)\s+day
    | (?:earlier|later|early|late)\s+(?:in\s+the|that)\s+(?:day|morning|afternoon|evening)
    | the\s+eve(?=\s*[.,;)])
    | (?:before|by)\s+the\s+(?:end\s+of\s+the\s+year|year\s+is\s+out)
    | (?:by|before|at)\s+(?:the\s+)?year(?:['’]s\s+|-)end
    | (?:earlier|later|late|early)\s+(?:today|this\s+(?:week|month|year))|earlier\s+in\s+the\s+week
    | (?:this|last|next|the\s+coming|the\s+past|the\s+following)\s+(?:week(?!\s+of\s+{_MONTH})|month|year)
    | (?:this|last|next)\s+(?:spring|summer|autumn|fall)
    | (?:the\s+)?end\s+of\s+(?:this|the|next)\s+(?:month|year)
    | (?:the\s+)?(?:(?:first|second|latter)\s+half|(?:first|second|third|fourth|last|final)\s+quarter)\s+of\s+
        (?:this|the|next|last)\s+year
    | in\s+the\s+(?:spring|summer|autumn|fall)(?=\s*[.,;)]|\s+(?:and|in|at|under)\b)
    | in\s+{_COUNT}\s+years[’']?\s+time
    )(?![\w])(?:,?\s*\((?:the\s+)?(?P<day>{_DAY})\))?
    | (?<![\w-])(?=[tfsen])(?:{"|".join(_NUMBERS)}){_AGO}
    | (?<![\w-])(?=the\s+t)the\s+(?:two|three)\s+(?:previous|preceding)\s+days\b
    | (?<![\w-])(?=that\s)that\s+(?:same\s+)?(?:day|year)\b
    | (?<![\w-])(?=the\s+s)the\s+same\s+(?:day|year)\b
    """,
    re.X | re.I,
)
_TIMES = ("morning", "afternoon", "evening", "night", "week", "month", "year", "spring", "summer", "autumn", "fall")
# What date words begin with, in lower case: looked for in one fast pass, so that the patterns above are tried at few
# places. First those of `_ABSOLUTE`.
_ABSOLUTE_STARTS = (*"0123456789", *_MONTHS, *_WEEKDAYS)
_RELATIVE_STARTS = (
    *("today", "tonight", "tomorrow", "yesterday", "late", "earl", "a day", "one day", "end of", "the end", "the eve"),
    *(f"{which} {time}" for which in ("this", "last", "next") for time in _TIMES),
    *(f"the {which}" for which in ("day", "same", "next", "previous", "following", "coming", "past")),
    *("the two p", "the three p"),
    *(f"the {part} {of}" for part in ("first", "second", "third", "fourth", "last", "latter", "final") for of in "hq"),
    *("that day", "that same", "that year", "in the sp", "in the su", "in the au", "in the fa"),
    *(f"{when} {what}" for when in ("at", "by", "before") for what in ("year", "the year", "the end")),
    *(f"in {count} y" for count in (*_NUMBERS, *range(100))),
    *(f"{count} {unit}" for count in _NUMBERS for unit in ("days", "weeks", "months", "years")),
)
_WIDE = (start.replace(" ", "  ") for start in _RELATIVE_STARTS if " " in start)  # a line's end may be of two signs
_STARTS = [start.encode() for start in (*_ABSOLUTE_STARTS, *_RELATIVE_STARTS, *_WIDE)]
_FIND_STARTS = BytesAhoCorasick(_STARTS, implementation=Implementation.DFA).find_matches_as_indexes
_PLAIN = bytes.maketrans(ascii_uppercase.encode() + b"\t\n\r\xa0", ascii_lowercase.encode() + b"    ")
_IN_WORD = frozenset((ascii_lowercase + digits + "_-").encode())
_BEFORE_WEEKDAY = re.compile(
    rf"\b(?P<mod>last|next|this|past|coming)\s+$|(?P<range>{_WEEKDAY})(?:\s+morning)?\s*(?:to|and|through|until|till|-|–)\s*$",
    re.I,
)
_BEFORE_YEAR = re.compile(
    r"\b(?:in|since|during|of|by|early|late|mid|for|until|before|as|the|their|its|year|summer|autumn|spring|winter)[\s-]+$|[({,–—-]\s*$",
    re.I,
)
_BEFORE_MONTH = re.compile(r"\b(?P<mod>last|next|this|past)\s+$", re.I)
_BEFORE_MAY = re.compile(r"\b(?:in|of|since|during|until|by|for|early|late|mid|this|last|next|on|from)[\s-]+$", re.I)
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9}  # the month in which each begins
_DAYS_BEFORE = re.compile(r"(?P<n>\w+) days (?:before|earlier)|the (?P<count>\w+) (?:previous|preceding) days")
_DIGITS = re.compile(r"\d+")
_UP_TO = re.compile(r"\s+(?:to|until|till|through)\s+")
_FEW_DAYS = timedelta(days=3)


SAME_YEAR = ("that year", "that same year", "the same year")  # as the date told before


class RawDate(NamedTuple):
    """Date words with their parts. kind: "day", "month", "year", "weekday" or "relative".

    start, end: code points. year, month, day: numbers where the words give them. words: folded, for
    the kinds that need the day of publication.
    """

    start: int
    end: int
    kind: str
    words: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    modifier: str = ""

    @property
    def absolute(self) -> bool:
        """Do the words themselves tell the year, or which way to count?"""
        told = self.words or self.modifier in ("last", "next", "past")
        return self.year is not None or self.kind == "relative" or bool(self.kind in ("day", "month") and told)


class DateMention(NamedTuple):
    """A date in a text. iso: "2023-11-16", "2023-11", "2023", or None where its year is unknown."""

    start: int
    end: int
    iso: str | None
    kind: str


def find_dates(text: str, published: str | None, future: bool = False) -> list[DateMention]:
    """All date words in a text, in order.

    text: any length. published: ISO day of publication, or None. future: read words without a year
    or a direction ("on 5 May", "on Tuesday") as still to come.
    """
    return [DateMention(raw.start, raw.end, resolve(raw, published, future), raw.kind) for raw in raw_dates(text)]


def raw_dates(text: str) -> list[RawDate]:
    """All date words in a text with their parts, in order, unresolved."""
    found: list[RawDate] = []
    absolute = relative = 0  # where the last match of each pattern ends
    plain = text.encode("latin-1", "replace").translate(_PLAIN)  # a byte for each sign, so that offsets stay
    for which, place, _ in _FIND_STARTS(plain, overlapping=True):
        if place and plain[place - 1] in _IN_WORD:
            continue
        if which < len(_ABSOLUTE_STARTS):
            if place >= absolute and not text[place].islower() and (match := _ABSOLUTE.match(text, place)):
                absolute = match.end()
                if raw := _absolute(text, match):
                    found.append(raw)
        elif place >= relative and (match := _RELATIVE.match(text, place)):
            relative = match.end()
            found.append(RawDate(*match.span(), "relative", _fold(match[0]), day=_number(match["day"])))
    found.sort(key=lambda raw: (raw.start, -raw.end))
    out: list[RawDate] = []
    for raw in found:
        if out and raw.kind == "day" and out[-1].kind == "weekday" and raw.start - out[-1].end <= 3:
            out.pop()  # "on Friday, 15 April"
        if out and raw.kind == "weekday" and out[-1].kind == "day" and text[out[-1].end : raw.start] == ", ":
            continue  # "on 15 April, Friday"
        if out and raw.kind == "weekday" and _UP_TO.fullmatch(text, out[-1].end, raw.start):
            continue  # "from 23 June to Friday": the first day of the two
        if not out or raw.start >= out[-1].end:
            out.append(raw)
    return out


def _absolute(text: str, group: re.Match[str]) -> RawDate | None:
    start, end = group.span()
    kind = group.lastgroup  # the part that was read last tells which of the forms it is
    if kind == "iso":
        year, month, day = (int(part) for part in group["iso"].split("-"))
        return RawDate(start, end, "day", "", year, month, day)
    if kind == "ago":  # no other relative date begins with a digit
        return RawDate(start, end, "relative", _fold(group["ago"]))
    if kind == "y4":
        return RawDate(start, end, "day", "", int(group["y4"]), int(group["m4"]), _number(group["d4"]))
    if kind == "m5":
        return RawDate(start, end, "day", "", None, int(group["m5"]), _number(group["d5"]))
    if kind == "year":
        return (
            RawDate(start, end, "year", "", int(group["year"]))
            if _BEFORE_YEAR.search(text, max(0, start - 12), start)
            else None
        )
    if kind in ("weekday", "wday"):
        on = text.startswith("on ", start - 3) and start > 2  # so most begin
        before = None if on else _BEFORE_WEEKDAY.search(text, max(0, start - 24), start)
        modifier = _fold((before["mod"] or before["range"]) if before else "")
        begin = before.start() if before else start
        return RawDate(
            begin, end, "weekday", group["weekday"].casefold(), day=_number(group["wday"]), modifier=modifier
        )
    word = group["m0"] or group["m1"] or group["m2"] or group["m3"]
    day = _number(group["d1"] or group["d2"])
    year = group["y1"] or group["y2"] or group["y3"]
    if (
        word[:3].casefold() in ("may", "mar")
        and not day
        and not year
        and not _BEFORE_MAY.search(text, max(0, start - 12), start)
    ):
        return None  # "March" and "May" are also verbs and names
    words = _fold(group["yw1"] or group["yw2"] or group["yw3"] or "")
    month = _MONTHS.index(word[:3].casefold()) + 1
    before = None if day or year or words else _BEFORE_MONTH.search(text, max(0, start - 8), start)
    modifier = before["mod"].casefold() if before else ""
    return RawDate(start, end, "day" if day else "month", words, int(year) if year else None, month, day, modifier)


def resolve(raw: RawDate, published: str | None, future: bool = False) -> str | None:
    """ISO 8601 of date words, or None where their year is unknown."""
    day = parse_day(published)
    if raw.kind == "year":
        return f"{raw.year:04d}"
    if raw.month:
        year = raw.year or _year_word(raw.words, day) or _year_by_modifier(raw, day)
        year = year or _guess_year(raw.month, raw.day, day, future)
        return _iso(year, raw.month, raw.day)
    if day is None:
        return None
    return _weekday(raw, day, future) if raw.kind == "weekday" else _relative(raw, day, future)


def _fold(text: str) -> str:
    return " ".join(text.casefold().replace("’", "'").split())


@lru_cache(maxsize=64)
def parse_day(iso: str | None) -> date | None:
    """A day from its ISO form; None for anything else."""
    try:
        return date.fromisoformat(iso) if iso else None
    except (ValueError, TypeError):
        return None


def _number(word: str | None) -> int | None:
    return int(_DIGITS.match(word)[0]) if word else None


def _iso(year: int | None, month: int, day: int | None = None) -> str | None:
    if not year:
        return None
    try:
        return date(year, month, day).isoformat() if day else f"{year:04d}-{month:02d}"
    except ValueError:
        return f"{year:04d}-{month:02d}"


def _year_word(words: str, day: date | None) -> int | None:
    if not words or not day:
        return None
    if "last" in words:
        return day.year - 1
    return day.year + 1 if "next" in words or "following" in words else day.year


def _year_by_modifier(raw: RawDate, day: date | None) -> int | None:
    """ "last October", "next May": the one nearest to the day of publication on that side."""
    if not day or raw.modifier not in ("last", "past", "next"):
        return None
    if raw.modifier == "next":
        return day.year + (raw.month <= day.month)
    return day.year - (raw.month >= day.month)


def _guess_year(month: int, number: int | None, day: date | None, future: bool) -> int | None:
    """The year that the tense tells: a past day lies up to the day of publication, a future one behind it."""
    if not day:
        return None
    try:
        here = date(day.year, month, number or 1)
    except ValueError:
        return day.year
    if future:
        return day.year + (here < (day.replace(day=1) if number is None else day - timedelta(days=14)))
    return day.year - (here > day + timedelta(days=31))


def _weekday(raw: RawDate, day: date, future: bool) -> str | None:
    back = (day.weekday() - _WEEKDAYS.index(raw.words)) % 7
    first = _WEEKDAYS.index(raw.modifier) if raw.modifier in _WEEKDAYS else None
    last = day - timedelta(days=back)
    if raw.day and raw.day != last.day:
        return _near(day, raw.day)
    if raw.day and first is None:
        return last.isoformat()
    if raw.modifier in ("next", "coming") or (future and raw.modifier not in ("last", "past")):
        shift = (7 - back) % 7 or (7 if raw.modifier == "next" else 0)
    else:
        shift = -back or (-7 if raw.modifier == "last" else 0)
    found = day + timedelta(days=shift)
    if first is not None:  # "from Monday to Wednesday"
        found -= timedelta(days=(found.weekday() - first) % 7)
        if future and found < day:
            found += timedelta(days=7)
    return found.isoformat()


def _near(day: date, number: int) -> str | None:
    """The day with this number nearest to `day`."""
    fit = [d for shift in range(-27, 28) if (d := day + timedelta(days=shift)).day == number]
    return min(fit, key=lambda d: abs((d - day).days)).isoformat() if fit else None


def _relative(raw: RawDate, day: date, future: bool) -> str | None:
    words = raw.words.split(" (")[0].rstrip(",").replace("one day", "a day")
    if words.endswith("ago"):
        return _ago(words, day)
    if before := _DAYS_BEFORE.fullmatch(words):
        return (day - timedelta(days=_count(before["n"] or before["count"]))).isoformat()
    if words.startswith("in the "):  # "in the autumn": the next one or the last
        begun = _over(words.split()[-1], day)
        return str(day.year + begun if future else day.year - (not begun))
    if words.startswith("in "):
        return str(day.year + _count(words.split()[1]))
    which = words.rpartition(" of ")[2]  # "the last quarter of the year"
    step = ("next" in which or "coming" in which or "following" in which) - ("last" in which or "past" in which)
    if words.startswith(("before the", "by", "at")) or words == "before year-end":
        return str(day.year)
    if words.endswith("year"):
        return str(day.year + step)
    if words.endswith("month"):
        return (day.replace(day=15) + timedelta(days=30 * step)).isoformat()[:7]
    if (season := words.split()[-1]) in _SEASONS:
        return str(day.year + step * (_over(season, day) if step > 0 else not _over(season, day, 3)))
    if words.endswith("week"):
        return _week(words, step, day)
    if raw.day and raw.day != day.day:
        return _near(day, raw.day)
    shift = {
        **dict.fromkeys(
            ("yesterday", "a day earlier", "a day before", "the previous day", "the day before", "the eve"), -1
        ),
        **dict.fromkeys(("tomorrow", "a day later", "the following day", "the next day", "the day after"), 1),
        "last night": -1,
        "the day before yesterday": -2,
        "the day after tomorrow": 2,
    }
    return (day + timedelta(days=shift.get(words, 0))).isoformat()


def _over(season: str, day: date, months: int = 0) -> bool:
    """Has this season begun by the month of `day`, or been over with so many months of it?"""
    return day.month >= _SEASONS[season] + months


def _count(word: str) -> int:
    return _SPELLED.get(word) or int(word)


def _ago(words: str, day: date) -> str | None:
    """ "two days ago": a day; weeks tell a month where no other is near; months and years are as exact as they are."""
    count, unit = _count(words.split()[0]), words.split()[1]
    if unit == "days":
        return (day - timedelta(days=count)).isoformat()
    if unit == "weeks":
        about = day - timedelta(weeks=count)
        near = (about - _FEW_DAYS).isoformat()[:7]
        return near if near == (about + _FEW_DAYS).isoformat()[:7] else None
    months = day.year * 12 + day.month - 1 - (count if unit == "months" else 12 * count)
    year, month = divmod(months, 12)
    return f"{year:04d}-{month + 1:02d}" if unit == "months" else f"{year:04d}"


def _week(words: str, step: int, day: date) -> str | None:
    """A week is no date; its month is one where the whole week lies in it."""
    monday = day - timedelta(days=day.weekday()) + timedelta(weeks=step)
    first, last = (monday, day) if words.startswith("earlier") else (monday, monday + timedelta(days=6))
    if words.startswith("later"):
        first = day
    return first.isoformat()[:7] if first.month == last.month else None
