"""Spans under repair."""

from __future__ import annotations

from dataclasses import dataclass


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
