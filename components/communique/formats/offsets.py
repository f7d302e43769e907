"""Offsets that a tool counted in another unit than code points.

JavaScript counts UTF-16 code units, in which an emoji is two. Which tool counts how: see docs/formats.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

CODEPOINT, UTF16, AUTO = "codepoint", "utf16", "auto"
UNITS = (CODEPOINT, UTF16)
OFFSETS = (AUTO, *UNITS)

_SPACE = re.compile(r"\\n|\s+")

Quoted = tuple[int, int, str | None]
"""Start and end as the tool wrote them, and the words that it quotes, if it does."""


class OffsetMap:
    """Between code points and another unit, for one text."""

    def __init__(self, text: str, unit: str):
        self._to: list[int] | None = None
        self._from: dict[int, int] = {}
        self._length = len(text)
        if unit == UTF16 and not _same(text):
            self._to = [0]
            for char in text:
                self._to.append(self._to[-1] + 1 + (char > "\uffff"))
            self._from = {there: here for here, there in enumerate(self._to)}

    def out(self, offset: int) -> int:
        """Code points → unit."""
        return offset if self._to is None else self._to[offset]

    def into(self, offset: int) -> int | None:
        """Unit → code points; None outside the text and inside of a character."""
        if self._to is None:
            return offset if 0 <= offset <= self._length else None
        return self._from.get(offset)


def choose_unit(text: str, spans: Iterable[Quoted], default: str) -> str:
    """The unit in which a tool counted these offsets.

    The quoted words decide; where they don't, whether the borders stand between words; where that does not
    either, `default`: what the tool itself is known to do.
    """
    if _same(text):
        return CODEPOINT
    spans = list(spans)
    fits = _quoted if any(words for _, _, words in spans) else _plausible

    def score(unit: str) -> int:
        to = OffsetMap(text, unit)
        return sum(fits(text, to.into(start), to.into(end), words) for start, end, words in spans)

    best = score(default)
    for unit in UNITS if best < len(spans) else ():
        if score(unit) > best:
            return unit
    return default


def same_words(words: str, quoted: str) -> bool:
    """Are these the words that a tool quoted? Label Studio writes a line break as `\\n`, brat as a space."""
    return words == quoted or _SPACE.sub("", words) == _SPACE.sub("", quoted)


def _same(text: str) -> bool:
    """Do both units count this text alike?"""
    return not text or max(text) <= "\uffff"


def _quoted(text: str, start: int | None, end: int | None, words: str | None) -> bool:
    return bool(words) and start is not None and end is not None and same_words(text[start:end], words)


def _plausible(text: str, start: int | None, end: int | None, words: str | None) -> bool:
    """Does each border stand between two words?"""
    if start is None or end is None or start >= end or text[start].isspace() or text[end - 1].isspace():
        return False
    return not any(0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum() for at in (start, end))
