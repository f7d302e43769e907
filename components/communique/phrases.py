"""Finds the lexicon's phrases in a text, all groups in one pass over it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import itemgetter

from ahocorasick_rs import AhoCorasick

_WORD = re.compile(r"\w+(?:'\w+)?")
_APART = ("\n\n", " – ", " - ", "\n- ")  # no phrase goes over a blank line or a dash
_JOINTS = ("\n", "\r", "\t", "\u00a0", "\u202f", "\u2009", "-", "‐", "–")  # these join words as a space does
_GAP = re.compile(r"(?<= ) +")  # what a run of spaces has too many
_WORD_BEFORE = re.compile(r"(?<=[\w‐-])|(?<=\w['’])").match  # the place lies inside a word or a compound
_WORD_BEHIND = re.compile(r"[‐'’-]?\w").match


@dataclass(slots=True)
class CueHits:
    """Where the phrases of one group stand, in text order, without overlaps."""

    starts: list[int] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)

    def between(self, start: int, end: int) -> list[tuple[int, int]]:
        """The spans that lie between two offsets."""
        lo = bisect_left(self.starts, start)
        hi = bisect_left(self.starts, end, lo)
        if hi > lo and self.spans[hi - 1][1] > end:  # of spans without overlaps only the last can reach further
            hi -= 1
        return self.spans[lo:hi]

    def first(self, start: int, end: int) -> tuple[int, int] | None:
        """The first span between two offsets, or None."""
        lo = bisect_left(self.starts, start)
        if lo < len(self.spans) and self.spans[lo][1] <= end:
            return self.spans[lo]
        return None


class PhraseIndex:
    """The phrases of all groups. Case does not matter; a hyphen in a phrase also matches a space or nothing, and
    white space matches any white space but a blank line."""

    def __init__(self, groups: dict[str, Iterable[str]]):
        of_spelling: dict[str, list[str]] = defaultdict(list)
        for group, phrases in groups.items():
            for spelling in sorted({spelling for phrase in phrases for spelling in _spellings(phrase)}):
                of_spelling[spelling].append(group)
        self._groups = list(of_spelling.values())
        self._automaton = AhoCorasick(of_spelling)

    def find(self, text: str) -> dict[str, CueHits]:
        """All phrases in a text, by group: at each place the longest, from left to right."""
        flat = _flatten(text)
        found = self._automaton.find_matches_as_indexes(flat, overlapping=True)
        if "  " in flat:
            found = self._over_gaps(flat)
        found.reverse()  # they come by their ends
        found.sort(key=itemgetter(1))
        out: dict[str, CueHits] = defaultdict(CueHits)
        for which, start, end in found:
            if _WORD_BEFORE(text, start) or _WORD_BEHIND(text, end):
                continue
            for group in self._groups[which]:
                hits = out[group]
                if not hits.spans or hits.spans[-1][1] <= start:
                    hits.spans.append((start, end))
                    hits.starts.append(start)
        return out

    def _over_gaps(self, flat: str) -> list[tuple[int, int, int]]:
        """What `find` looks for where some words have more than one space between them."""
        starts, dropped = [-1], [0]  # from which place of the narrow text on how many spaces are left out before it
        for gap in _GAP.finditer(flat):
            starts.append(gap.start() - dropped[-1])
            dropped.append(dropped[-1] + len(gap[0]))
        found = self._automaton.find_matches_as_indexes(_GAP.sub("", flat), overlapping=True)
        return [
            (which, start + dropped[bisect_right(starts, start) - 1], end + dropped[bisect_left(starts, end) - 1])
            for which, start, end in found
        ]


def lower(text: str) -> str:
    """The text in lower case, one code point for one code point, so that offsets stay."""
    return text.replace("İ", "I").lower()  # U+0130 is the only one of which two would come


def _flatten(text: str) -> str:
    """The text as the spellings are written; offsets stay."""
    flat = lower(text).replace("’", "'")
    for apart in _APART:
        flat = flat.replace(apart, "\0" * len(apart))
    for joint in _JOINTS:
        flat = flat.replace(joint, " ")
    return flat


def _spellings(phrase: str) -> list[str]:
    """How a phrase stands in a flattened text: "co-chaired by" also without its hyphen, and a plural before another
    word also with an apostrophe behind it."""
    phrase = lower(phrase).replace("’", "'")
    split = " ".join(_WORD.findall(phrase))
    joined = " ".join(_WORD.findall(phrase.replace("-", "")))
    return [form for word in (split, joined) for form in (word, word.replace("s ", "s' "))]
