"""Finds the lexicon's phrases in a text, all groups in one pass over its words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import accumulate

_WORD = re.compile(r"(\w[A-Za-z]*\w*(?:'\w+)?)")  # \w+, the letters that most words are made of first: for speed
_JOINT = re.compile(r"[\s\-‐–]+|'\s+")  # with nothing but this between them two words stand side by side
_HYPHENS = ("-", "‐")


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
    """The phrases of all groups as a tree of words. Case does not matter; a hyphen in a phrase also matches
    a space or nothing, white space matches any white space."""

    def __init__(self, groups: dict[str, Iterable[str]]):
        self._root: dict[str, _Node] = {}
        for group, phrases in groups.items():
            for phrase in phrases:
                for words in _spellings(phrase):
                    branch = self._root
                    for word in words:
                        node = branch.setdefault(word, _Node())
                        branch = node.behind
                    node.groups.append(group)

    def find(self, text: str) -> dict[str, CueHits]:
        """All phrases in a text, by group: at each place the longest, from left to right."""
        out: dict[str, CueHits] = defaultdict(CueHits)
        parts = _WORD.split(text.replace("’", "'"))  # the gap before a word, the word, the gap before the next …
        gaps, words = parts[::2], [*map(str.casefold, parts[1::2]), ""]
        borders = [*accumulate(map(len, parts))]
        for i, node in enumerate(map(self._root.get, words)):
            # most words that begin a phrase go on with none: "the", "a"
            if node is None or not (node.groups or words[i + 1] in node.behind) or gaps[i].endswith(_HYPHENS):
                continue
            found: dict[str, int] = {}
            at = i
            while node is not None:
                at += 1
                gap = gaps[at]
                if node.groups and not (gap in _HYPHENS and words[at][:1].isalnum()):  # a compound goes on
                    for group in node.groups:
                        found[group] = at
                if not node.behind or (gap != " " and not _JOINT.fullmatch(gap)):
                    break
                node = node.behind.get(words[at])
            start = borders[2 * i]
            for group, behind in found.items():
                hits = out[group]
                if not hits.spans or hits.spans[-1][1] <= start:
                    hits.spans.append((start, borders[2 * behind - 1]))
                    hits.starts.append(start)
        return out


@dataclass(slots=True)
class _Node:
    """One word of the tree: the groups of the phrases that end here, and the words that may follow."""

    groups: list[str] = field(default_factory=list)
    behind: dict[str, _Node] = field(default_factory=dict)


def _spellings(phrase: str) -> list[tuple[str, ...]]:
    """The word sequences that a phrase stands for: "co-chaired by" also without its hyphen."""
    parts = phrase.casefold().replace("’", "'").split()
    split = [match[0] for part in parts for match in _WORD.finditer(part)]
    joined = [match[0] for part in parts for match in _WORD.finditer(part.replace("-", ""))]
    return [tuple(split)] if split == joined else [tuple(split), tuple(joined)]
