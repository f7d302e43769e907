"""Which texts are the same or nearly the same? Shared runs of five words, found in linear time.

Two texts are compared only where they share a run of words in a sample: a run is in the sample where its
checksum is divisible by four, so both texts take the same runs (the "mod" sketch of Broder, "On the
resemblance and containment of documents", 1997). Of the texts that hold a run, only the first few are
looked up, so a footer that stands under every article costs no more than any other run.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

SIZE = 5
"""Words in a run."""
NEAR = 0.5
"""Share of common runs from which on two texts are reported."""
_SAMPLE = 4
_LOOKED_UP = 16
_FEW_RUNS = 20


@dataclass(frozen=True)
class Pair:
    """Two texts by their index, the earlier first. share: the part of the runs of both (or, where it is
    larger, of the shorter text) that they have in common. same: they have the same words in the same order."""

    first: int
    second: int
    share: float
    same: bool = False


def words_of(text: str) -> list[str]:
    """The words of a text, without case and marks."""
    return re.findall(r"\w+", text.casefold())


def runs_of(words: Sequence[str]) -> set[int]:
    """Checksums of all runs of five words; of a shorter text, of all its words."""
    last = max(1, len(words) - SIZE + 1)
    return {crc32(" ".join(words[i : i + SIZE]).encode("utf8", "replace")) for i in range(last)}


def share(a: set[int], b: set[int]) -> float:
    """How much of two texts is common: Jaccard's index, or the part of the shorter one that the other holds."""
    common, shorter = len(a & b), min(len(a), len(b))
    jaccard = common / (len(a) + len(b) - common)
    return max(jaccard, common / shorter) if shorter >= _FEW_RUNS else jaccard


def find_duplicates(texts: Sequence[str]) -> list[Pair]:
    """Pairs of texts that share at least `NEAR` of their runs; in a crowd of like texts, each with a few of the first.

    Time and memory grow with the number of words.
    """
    pairs: list[Pair] = []
    same: dict[str, int] = {}
    holders: dict[int, list[int]] = {}
    sampled: dict[int, int] = {}
    for i, text in enumerate(texts):
        words = words_of(text)
        key = " ".join(words) or text.strip()
        if key in same:
            pairs.append(Pair(same[key], i, 1.0, same=True))
            continue
        same[key] = i
        runs = runs_of(words)
        sample = [run for run in runs if run % _SAMPLE == 0]
        sampled[i] = len(sample)
        for j, count in Counter(j for run in sample for j in holders.get(run, ())).items():
            # half of what the threshold asks for: the sample is a quarter at random
            if 2 * count < NEAR * min(sampled[i], sampled[j]):
                continue
            if (found := share(runs, runs_of(words_of(texts[j])))) >= NEAR:
                pairs.append(Pair(j, i, found))
        for run in sample:
            known = holders.setdefault(run, [])
            if len(known) < _LOOKED_UP:
                known.append(i)
    return pairs
