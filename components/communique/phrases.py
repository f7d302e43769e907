"""Finds the lexicon's phrases in a text, all groups in one pass over it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from operator import itemgetter
from string import ascii_letters

from ahocorasick_rs import BytesAhoCorasick

from communique.schema import Offsets

_WORD = re.compile(r"\w+(?:'\w+)?")
_APART = (b"\n\n", b" - ", b"\n- ")  # no phrase goes over a blank line or a dash
_JOINTS = b"\n\r\t\xa0-"  # these join words as a space does
_ALIKE = (("’", "'"), ("–", "-"), ("‐", "-"), ("\u202f", " "), ("\u2009", " "), ("İ", "I"))
_LOWER = bytes(range(256)).decode("latin-1").lower().encode("latin-1")
_PLAIN = _LOWER.translate(bytes.maketrans(_JOINTS, b" " * len(_JOINTS)))
_LONG = 10_000  # characters of a part
_GAP = re.compile(rb"  +")  # of which all spaces but the first are too many
_WORD_BEFORE = re.compile(r"(?<=[\w‐-])|(?<=\w['’])").match  # the place lies inside a word or a compound
_WORD_BEHIND = re.compile(r"[‐'’-]?\w").match
_CLEAR = frozenset(" .,\n")  # what nearly all words stand between: there is no need to look further
_LETTERS = frozenset(ascii_letters)  # nor is there beside one of these


def between(spans: list[Offsets], start: int, end: int) -> list[Offsets]:
    """Of spans in text order without overlaps those that lie between two offsets."""
    lo = bisect_left(spans, (start,))
    hi = bisect_left(spans, (end,), lo)
    if hi > lo and spans[hi - 1][1] > end:  # of spans without overlaps only the last can reach further
        hi -= 1
    return spans[lo:hi]


def first(spans: list[Offsets], start: int, end: int) -> Offsets | None:
    """Of spans in text order without overlaps the first between two offsets, or None."""
    lo = bisect_left(spans, (start,))
    if lo < len(spans) and spans[lo][1] <= end:
        return spans[lo]
    return None


class PhraseIndex:
    """The phrases of all groups, in the letters of Western Europe. Case does not matter; a hyphen in a phrase also
    matches a space or nothing, and white space matches any white space but a blank line."""

    def __init__(self, groups: dict[str, Iterable[str]]):
        of_spelling: dict[str, list[str]] = defaultdict(list)
        for group, phrases in groups.items():
            for spelling in sorted({spelling for phrase in phrases for spelling in _spellings(phrase)}):
                of_spelling[spelling].append(group)
        self._names = tuple(groups)
        self._groups = list(of_spelling.values())
        spellings = [spelling.encode("latin-1") for spelling in of_spelling]
        self._find = BytesAhoCorasick(spellings).find_matches_as_indexes

    def find(self, text: str) -> dict[str, list[Offsets]]:
        """Where all phrases stand in a text, by group: at each place the longest, from left to right. A group that the
        text has no phrase of has an empty list, one that was never looked for has none."""
        out: dict[str, list[Offsets]] = {group: [] for group in self._names}
        groups = self._groups
        for offset, part in _parts(text):
            flat = _flatten(part)
            found = self._over_gaps(flat) if b"  " in flat else self._matches(flat)
            found.sort(key=itemgetter(1), reverse=True)  # they come by their ends, so that the last is the longest
            padded = f" {part} "  # in which the sign before a place has the number of that place
            for which, start, end in reversed(found):
                before, behind = padded[start], padded[end + 1]
                if before not in _CLEAR and (before in _LETTERS or _WORD_BEFORE(part, start)):
                    continue
                if behind not in _CLEAR and (behind in _LETTERS or _WORD_BEHIND(part, end)):
                    continue
                start += offset
                span = start, end + offset
                for group in groups[which]:
                    spans = out[group]
                    if not spans or spans[-1][1] <= start:
                        spans.append(span)
        return out

    def _matches(self, flat: bytes) -> list[tuple[int, int, int]]:
        """Each place where a spelling stands: (which, start, end), by their ends."""
        return self._find(flat, overlapping=True)

    def _over_gaps(self, flat: bytes) -> list[tuple[int, int, int]]:
        """What `find` looks for where some words have more than one space between them."""
        starts, dropped = [-1], [0]  # from which place of the narrow text on how many spaces are left out before it
        for gap in _GAP.finditer(flat):
            starts.append(gap.start() + 1 - dropped[-1])
            dropped.append(dropped[-1] + len(gap[0]) - 1)
        return [
            (which, start + dropped[bisect_right(starts, start) - 1], end + dropped[bisect_left(starts, end) - 1])
            for which, start, end in self._matches(_GAP.sub(b" ", flat))
        ]


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """A text with where it begins, a long one cut at blank lines: what is found in a part is let go before the next."""
    start = 0
    while len(text) - start > 2 * _LONG and (cut := text.find("\n\n", start + _LONG)) >= 0:
        yield start, text[start:cut]
        start = cut
    yield start, text[start:]


def lower(text: str) -> str:
    """The text in lower case, one code point for one code point, so that offsets stay."""
    return text.replace("İ", "I").lower()  # U+0130 is the only one of which two would come


def _flatten(text: str) -> bytes:
    """The text as the spellings are written, a byte for each sign, so that offsets stay; "?" for a sign that stands in
    none."""
    for sign, plain in _ALIKE:
        text = text.replace(sign, plain)
    flat = text.encode("latin-1", "replace")
    for apart in _APART:
        flat = flat.replace(apart, b"\0" * len(apart))
    return flat.translate(_PLAIN)


def refuse_foreign_letters(phrases: Iterable[str]) -> None:
    """Raises a ValueError for a phrase that `PhraseIndex` cannot look for."""
    for phrase in phrases:
        if max("".join(_spellings(phrase)), default="") > "\xff":
            raise ValueError(f"{phrase!r}: a cue has no letter but those of Western Europe")


def _spellings(phrase: str) -> list[str]:
    """How a phrase stands in a flattened text: "co-chaired by" also without its hyphen, and a plural before another
    word also with an apostrophe behind it."""
    phrase = lower(phrase).replace("’", "'")
    split = " ".join(_WORD.findall(phrase))
    joined = " ".join(_WORD.findall(phrase.replace("-", "")))
    return [form for word in (split, joined) for form in (word, word.replace("s ", "s' "))]
