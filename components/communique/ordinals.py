"""Which number does an ordinal mean? "tenth", "22nd", "Session XII", "inaugural" → int."""

from __future__ import annotations

import re
from functools import lru_cache

FIRST = re.compile(r"\b(?:inaugural|maiden|first|first[- ]ever)\b", re.I)
_DIGITS = re.compile(r"(\d{1,4})\s?(?:st|nd|rd|th|er|ère|ème|º|ª)?(?![\d.,/]*\d)", re.I)
_ROMAN = re.compile(r"\b(M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3}))(?:th|rd|nd|st)?\b")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_MAX_SPELLED = 200  # sessions numbered in words end long before


@lru_cache(maxsize=1)
def _spelled() -> dict[str, int]:
    """Spelled ordinals and cardinals up to 200 by num2words: "twenty-sixth" → 26, "forty" → 40."""
    from num2words import num2words  # imported late: the table is needed only where a text has ordinals

    table: dict[str, int] = {}
    for number in range(1, _MAX_SPELLED + 1):
        for form in ("ordinal", "cardinal"):
            words = num2words(number, to=form).replace("-", " ").replace(" and ", " ")
            table.setdefault(words, number)
    return table


@lru_cache(maxsize=1)
def spelled_ordinals() -> list[str]:
    """ "first" to "two hundredth", with spaces for hyphens: for patterns."""
    from num2words import num2words

    return [num2words(n, to="ordinal").replace("-", " ") for n in range(1, _MAX_SPELLED + 1)]


def _roman(text: str) -> int:
    values = [_ROMAN_VALUES[char] for char in text]
    return sum(-v if any(v < later for later in values[i + 1 : i + 2]) else v for i, v in enumerate(values))


@lru_cache(maxsize=4096)
def parse_round(text: str) -> int | None:
    """The number in a ROUND span, or None where it holds none.

    text: the span's words ("Twenty-Sixth Meeting", "VI Round", "inaugural session", "12thSession").
    """
    words = [word for word in re.sub(r"[^\w\s]|_", " ", text).casefold().split() if word != "and"]
    table = _spelled()
    for size in (4, 3, 2, 1):
        for i in range(len(words) - size + 1):
            phrase = " ".join(words[i : i + size])
            if phrase in table and not phrase.isdigit():
                return table[phrase]
    if match := _DIGITS.search(text):
        return int(match[1])
    if FIRST.search(text):
        return 1
    return next((_roman(match[1]) for match in _ROMAN.finditer(text) if match[1]), None)
