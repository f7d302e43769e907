"""Finds the lexicon's phrases in a text, all groups in one pass over its words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

_WORD = re.compile(r"\w+(?:['’]\w+)?")
_JOINT = re.compile(r"[\s\-‐–]+|['’]\s+")


@dataclass
class CueHits:
    """Where the phrases of one group stand, in text order, without overlaps."""

    starts: list[int] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)

    def between(self, start: int, end: int) -> list[tuple[int, int]]:
        """The spans that lie between two offsets."""
        lo, hi = bisect_left(self.starts, start), bisect_left(self.starts, end)
        return [span for span in self.spans[lo:hi] if span[1] <= end]

    def first(self, start: int, end: int) -> tuple[int, int] | None:
        """The first span between two offsets, or None."""
        lo = bisect_left(self.starts, start)
        if lo < len(self.spans) and self.spans[lo][1] <= end:
            return self.spans[lo]
        return None


NO_HITS = CueHits()


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
        spans = [match.span() for match in _WORD.finditer(text)]
        words = _WORD.findall(text.casefold().replace("’", "'")) if text.isascii() else None
        if words is None or len(words) != len(spans):  # lower case may change the length of a text
            words = [text[start:end].casefold().replace("’", "'") for start, end in spans]
        for i, word in enumerate(words):
            node = self._root.get(word)
            if node is None:
                continue
            start, end = spans[i]
            if start and text[start - 1] in "-‐":
                continue
            found: dict[str, int] = {}
            at = i
            while node is not None:
                if node.groups and not _hyphened(text, end):
                    found.update(dict.fromkeys(node.groups, end))
                at += 1
                if at == len(words) or not node.behind or not _joined(text, end, spans[at][0]):
                    break
                node, end = node.behind.get(words[at]), spans[at][1]
            for group, stop in found.items():
                hits = out[group]
                if not hits.spans or hits.spans[-1][1] <= start:
                    hits.spans.append((start, stop))
                    hits.starts.append(start)
        return out


@dataclass
class _Node:
    """One word of the tree: the groups of the phrases that end here, and the words that may follow."""

    groups: list[str] = field(default_factory=list)
    behind: dict[str, _Node] = field(default_factory=dict)


def _joined(text: str, end: int, start: int) -> bool:
    """Do two words stand side by side, with nothing but space or a hyphen between them?"""
    return text[end:start] == " " or bool(_JOINT.fullmatch(text, end, start))


def _hyphened(text: str, end: int) -> bool:
    """Does a compound go on behind this word?"""
    return text[end : end + 1] in ("-", "‐") and text[end + 1 : end + 2].isalnum()


def _spellings(phrase: str) -> list[tuple[str, ...]]:
    """The word sequences that a phrase stands for: "co-chaired by" also without its hyphen."""
    parts = phrase.casefold().replace("’", "'").split()
    split = [match[0] for part in parts for match in _WORD.finditer(part)]
    joined = [match[0] for part in parts for match in _WORD.finditer(part.replace("-", ""))]
    return [tuple(split)] if split == joined else [tuple(split), tuple(joined)]
