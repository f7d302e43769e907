"""Which unlabelled articles teach most? What speaks for each, and a choice whose articles differ.

Four signals speak for an article: doubt (low confidence of the entities), disagreement of two pipelines, loose
ends (what the records leave open) and novelty against the corpus. Each is turned into the share of the pool that
has less of it, so that none drowns the others. The choice is greedy and takes off for likeness to what is chosen
already (maximal marginal relevance: Carbonell and Goldstein, "The use of MMR", SIGIR 1998).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from zlib import crc32

import numpy as np

from communique.checks import Look, check_surfaces, quoted
from communique.countries import fold
from communique.duplicates import find_duplicates, words_of
from communique.lexicon import Lexicon
from communique.linking.forum_names import content_words, stem
from communique.schema import LABELS
from communique.scoring import pair_chairs, pair_meetings

Record = dict[str, Any]

DOUBT, DISAGREEMENT, LOOSE_ENDS, NOVELTY = "doubt", "disagreement", "loose ends", "novelty"
WEIGHTS = {DOUBT: 1.0, DISAGREEMENT: 1.0, NOVELTY: 1.0, LOOSE_ENDS: 0.5}
"""How much each signal counts. Loose ends count half: in many articles nothing is missing but the facts."""

SAME = 0.8
"""Share of common runs of five words from which on two articles are one: the second teaches nothing."""

_LEAST_SURE = 5  # entities that the doubt is averaged over, so that a long article is not doubtful for its length
_SHOWN = 3  # examples in a reason
_NAMES = ("OFFICIAL", "MINISTRY", "FORUM")
_DIMENSIONS = 1024
_BUCKETS = 1 << 18


@dataclass(frozen=True)
class Signal:
    """value: 0.0 speaks not at all for an article; only the order of values counts. words: why, for people."""

    value: float
    words: str


# --- what speaks for one article ----------------------------------------------------------------


def doubt(record: Record) -> Signal | None:
    """How unsure the pipeline is of the entities that it is least sure of; None where no span has a score."""
    scored = [span for span in record.get("spans") or [] if isinstance(span.get("score"), int | float)]
    if not scored:
        return None
    least = sorted(scored, key=lambda span: span["score"])[:_LEAST_SURE]
    value = sum(1 - span["score"] for span in least) / len(least)
    shown = ", ".join(f"{_shown(record, span)} {span['score']:.2f}" for span in least[:_SHOWN])
    return Signal(value, f"least sure of {shown}")


def disagreement(record: Record, other: Record) -> Signal:
    """How much of the entities and links that two pipelines find is found by one alone."""
    spans = [{(s["start"], s["end"], s["label"]): s for s in r.get("spans") or []} for r in (record, other)]
    both, found = len(spans[0].keys() & spans[1].keys()), sum(map(len, spans))
    meetings = [r.get("meetings") or [] for r in (record, other)]
    shared = sum(
        len(pair_chairs(meetings[0][i].get("co_chairs") or [], meetings[1][j].get("co_chairs") or []))
        for i, j in pair_meetings(*meetings)
    )
    links = sum(len(meeting.get("co_chairs") or []) for part in meetings for meeting in part)
    apart = [1 - 2 * hits / total for hits, total in ((both, found), (shared, links)) if total]
    words = f"the pipelines agree on {both} of {found - both} entities and {shared} of {links - shared} links"
    alone = [s for key, s in sorted({**spans[0], **spans[1]}.items()) if (key in spans[0]) != (key in spans[1])]
    if alone:
        words += f"; only one finds {', '.join(_shown(record, span) for span in alone[:_SHOWN])}"
    return Signal(sum(apart) / len(apart) if apart else 0.0, words)


def loose_ends(record: Record, lexicon: Lexicon) -> Signal:
    """What the pipeline's own records leave open: forgotten names, meetings without chairs, chairs without meeting."""
    ends = [
        message.partition(": ")[0]
        for code, message, *_ in check_surfaces(Look(record, LABELS, lexicon))
        if code in ("unlabelled", "label-varies")
    ]
    meetings = record.get("meetings") or []
    ends += [f"no co-chair of {quoted(m['forum'], 40)}" for m in meetings if not m.get("co_chairs")]
    if not meetings and any(span["label"] == "FORUM" for span in record.get("spans") or []):
        cues = lexicon.phrases.find(record["text"])
        if any(spans and group.startswith("chairing/") for group, spans in cues.items()):
            ends.append("a forum and chairing words, but no meeting")
    told = [f"{end} ({times} ×)" if times > 1 else end for end, times in Counter(ends).items()]
    more = f" and {len(told) - _SHOWN} more" if len(told) > _SHOWN else ""
    return Signal(float(len(ends)), "; ".join(told[:_SHOWN]) + more)


class Known:
    """What the corpus has already: its words, the names in it and the words of its forums' names."""

    def __init__(self, records: Iterable[Record]):
        self.words: set[str] = set()
        self.names: set[str] = set()
        self.forum_words: set[str] = set()
        for record in records:
            self.words |= _text_words(record)
            self.names |= _names(record)
            self.forum_words |= _forum_words(record)

    def novelty(self, record: Record) -> Signal:
        """The mean of the shares of unseen words, names and forum words. An article without names has no new ones:
        else any text from elsewhere would be the most novel."""
        parts = [
            (found, found - known, what)
            for found, known, what in (
                (_text_words(record), self.words, "words"),
                (_names(record), self.names, "names"),
                (_forum_words(record), self.forum_words, "words of forum names"),
            )
        ]
        told = (f"{len(new)} of {len(found)} {what}" for found, new, what in parts if new)
        words = f"not in the corpus: {', '.join(told)}"
        if new_forums := sorted(parts[-1][1])[:_SHOWN]:
            words += f" ({', '.join(map(quoted, new_forums))})"
        return Signal(sum(len(new) / len(found) for found, new, _ in parts if found) / len(parts), words)


def _text_words(record: Record) -> set[str]:
    return {stem(word) for word in words_of(record["text"]) if len(word) > 3 and word.isalpha()}


def _names(record: Record) -> set[str]:
    spans = (span for span in record.get("spans") or [] if span["label"] in _NAMES)
    return {fold(record["text"][span["start"] : span["end"]]) for span in spans}


def _forum_words(record: Record) -> set[str]:
    spans = (span for span in record.get("spans") or [] if span["label"] == "FORUM")
    return {word for span in spans for word in content_words(record["text"][span["start"] : span["end"]])}


def _shown(record: Record, span: Record) -> str:
    words = " ".join(record["text"][span["start"] : span["end"]].split())
    return f"{span['label']} {quoted(words, 40)}"


# --- what speaks for each article of the pool ----------------------------------------------------


@dataclass(frozen=True)
class Scored:
    """score: between 0 and 1. reasons: in words and numbers, what counts most first."""

    score: float
    reasons: list[str]


def score_pool(pool: Sequence[dict[str, Signal | None]]) -> list[Scored]:
    """The weighted mean of each article's signals, each as the share of the pool that has less of it.

    pool: for each article signal name → signal. A signal that no article has does not count; an article without
    a signal that others have (doubt, where nothing was found) has the least of it.
    """
    names = [name for name in WEIGHTS if any(article.get(name) for article in pool)]
    shares = [[0.0] * len(names) for _ in pool]
    for column, name in enumerate(names):
        values = np.array([signal.value if (signal := article.get(name)) else -1.0 for article in pool])
        below = np.searchsorted(np.sort(values), values, side="left") / max(1, len(pool) - 1)
        for row, share in zip(shares, below.tolist(), strict=True):
            row[column] = share
    total = sum(WEIGHTS[name] for name in names) or 1.0
    out = []
    for article, row in zip(pool, shares, strict=True):
        weighed = sorted(
            ((WEIGHTS[n] * share / total, n, share) for n, share in zip(names, row, strict=True)), reverse=True
        )
        told = [
            f"{name} {signal.value:.2f}, more than in {share:.0%} of the pool: {signal.words}"
            for _, name, share in weighed
            if (signal := article.get(name)) and signal.value > 0
        ]
        out.append(Scored(sum(part for part, _, _ in weighed), told))
    return out


def stand_twice(texts: Sequence[str], known: Sequence[str]) -> tuple[set[int], set[int]]:
    """Indices of texts that are in the corpus already, and of texts that an earlier one of the pool repeats.

    texts: the pool. known: texts of the corpus.
    """
    in_corpus, in_pool = set(), set()
    for pair in find_duplicates([*known, *texts]):
        first, second = pair.first - len(known), pair.second - len(known)
        if pair.share >= SAME and second >= 0:
            (in_corpus if first < 0 else in_pool).add(second)
    return in_corpus, in_pool - in_corpus


# --- the choice ---------------------------------------------------------------------------------


class Shingles:
    """Texts as vectors of their words and pairs of words, hashed, the rare ones heavier; for likeness in one product.

    Memory: 4 KiB a text.
    """

    def __init__(self, texts: Iterable[str]):
        hashed = [_hashes(text) for text in texts]
        frequency = np.zeros(_BUCKETS)
        for hashes in hashed:
            frequency[hashes % _BUCKETS] += 1
        rarity = np.log((1 + len(hashed)) / (1 + frequency)) + 1e-6
        self.vectors = np.zeros((len(hashed), _DIMENSIONS), dtype=np.float32)
        for vector, hashes in zip(self.vectors, hashed, strict=True):
            sign = np.where(hashes >> 31, 1.0, -1.0)
            np.add.at(vector, (hashes >> 3) % _DIMENSIONS, sign * rarity[hashes % _BUCKETS])
            vector /= np.linalg.norm(vector) or 1.0

    def likeness(self, index: int) -> np.ndarray:
        """How like each text is to this one: 1.0 for the same words, about 0.0 where none is shared."""
        return np.clip(self.vectors @ self.vectors[index], 0.0, 1.0)


def _hashes(text: str) -> np.ndarray:
    words = words_of(text)
    shingles = {*words, *(f"{a} {b}" for a, b in pairwise(words))}
    return np.array(sorted(crc32(shingle.encode("utf8", "replace")) for shingle in shingles), dtype=np.int64)


@dataclass(frozen=True)
class Choice:
    """A chosen article. index: in the pool. nearest: index of the chosen article above that is most like it, and
    likeness: how much; None and 0.0 for the first."""

    index: int
    nearest: int | None
    likeness: float


def choose(scores: Sequence[float], shingles: Shingles, count: int, variety: float) -> list[Choice]:
    """The best `count` articles, best first; fewer where the pool has fewer.

    scores: between 0 and 1. variety: between 0 (scores alone) and 1 (likeness alone). Of equals the first wins.
    """
    worth = (1 - variety) * np.array(scores, dtype=float)
    like = np.zeros(len(scores))
    nearest = np.full(len(scores), -1)
    free = np.ones(len(scores), dtype=bool)
    chosen: list[Choice] = []
    while len(chosen) < count and free.any():
        index = int(np.argmax(np.where(free, worth - variety * like, -np.inf)))
        chosen.append(Choice(index, int(nearest[index]) if nearest[index] >= 0 else None, float(like[index])))
        free[index] = False
        found = shingles.likeness(index)
        nearer = found > like
        like[nearer], nearest[nearer] = found[nearer], index
    return chosen
