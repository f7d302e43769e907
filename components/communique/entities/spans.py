"""Spans under repair."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_GLUED_BEFORE = re.compile(r"[\w-]$|\w['’]$")
_GLUED_BEHIND = re.compile(r"\w|-[A-Za-z]")


@dataclass
class Spans:
    """Spans under repair: no two overlap; the text never changes."""

    text: str
    spans: list[list]  # [start, end, label]

    def at(self, start: int, end: int) -> list[list]:
        """Spans that touch [start, end)."""
        return [s for s in self.spans if s[0] < end and start < s[1]]

    def put(self, start: int, end: int, label: str) -> None:
        """Add a span; those inside it go, those that overlap it keep their rest or go."""
        self.spans = [s for s in self.spans if not (s[0] < end and start < s[1])] + [[start, end, label]]

    def drop(self, span: list) -> None:
        self.spans = [s for s in self.spans if s is not span]

    def of(self, label: str) -> list[list]:
        return sorted((s for s in self.spans if s[2] == label), key=lambda s: s[0])


def standing_alone(text: str, names: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where these names stand as words of their own, the longest name first. (A pattern of the names would have to be
    compiled anew for each article, which takes longer than the search.)"""
    for name in sorted(names, key=len, reverse=True):
        start = text.find(name)
        while start >= 0:
            end = start + len(name)
            if not _GLUED_BEFORE.search(text, max(0, start - 2), start) and not _GLUED_BEHIND.match(text, end):
                yield start, end
            start = text.find(name, end)
