"""Finds the lexicon's phrases in a text, all groups in one pass over its words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

_WORD = re.compile(r"\w+(?:['’]\w+)?")
_JOINT = re.compile(r"[\s\-‐–]+|['’]?\s+|\.\s?")


@dataclass
class CueHits:
    """Where the phrases of one group stand, in text order, without overlaps."""

    starts: list[int] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)

    def between(self, start: int, end: int) -> list[tuple[int, int]]:
        """The spans that lie between two offsets."""
        lo = bisect_left(self.starts, start)
        out = []
        for span in self.spans[lo:]:
            if span[0] >= end:
                break
            if span[1] <= end:
                out.append(span)
        return out

    def first(self, start: int, end: int) -> tuple[int, int] | None:
        """The first span between two offsets, or None."""
        lo = bisect_left(self.starts, start)
        if lo < len(self.spans) and self.spans[lo][1] <= end:
            return self.spans[lo]
        return None


NO_HITS = CueHits()


class PhraseIndex:
    """The phrases of all groups by their first word. Case does not matter; a hyphen in a phrase also
    matches a space or nothing, white space matches any white space."""

    def __init__(self, groups: dict[str, Iterable[str]]):
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        for group, phrases in groups.items():
            for phrase in phrases:
                for words in _spellings(phrase):
                    self._by_first[words[0]].append((words, group))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def find(self, text: str) -> dict[str, CueHits]:
        """All phrases in a text, by group: at each place the longest, from left to right."""
        tokens = [(match[0].casefold().replace("’", "'"), match.start(), match.end()) for match in _WORD.finditer(text)]
        out: dict[str, CueHits] = defaultdict(CueHits)
        for i, (word, start, _) in enumerate(tokens):
            entries = self._by_first.get(word)
            if entries is None or (start and text[start - 1] in "-‐"):
                continue
            done: set[str] = set()
            for words, group in entries:
                if group in done:
                    continue
                end = _match(text, tokens, i, words)
                if end is None:
                    continue
                done.add(group)
                hits = out[group]
                if not hits.spans or hits.spans[-1][1] <= start:
                    hits.spans.append((start, end))
                    hits.starts.append(start)
        return out


def _match(text: str, tokens: list[tuple[str, int, int]], i: int, words: tuple[str, ...]) -> int | None:
    """The end of these words where they stand at token i, else None."""
    if i + len(words) > len(tokens):
        return None
    end = tokens[i][2]
    for word, (found, start, stop) in zip(words[1:], tokens[i + 1 : i + len(words)], strict=True):
        if found != word or not _JOINT.fullmatch(text, end, start):
            return None
        end = stop
    return None if text[end : end + 1] in ("-", "‐") and text[end + 1 : end + 2].isalnum() else end


def _spellings(phrase: str) -> list[tuple[str, ...]]:
    """The word sequences that a phrase stands for: "co-chaired by" also without its hyphen."""
    parts = phrase.casefold().replace("’", "'").split()
    split = [match[0] for part in parts for match in _WORD.finditer(part)]
    joined = [match[0] for part in parts for match in _WORD.finditer(part.replace("-", ""))]
    return [tuple(split)] if split == joined else [tuple(split), tuple(joined)]
