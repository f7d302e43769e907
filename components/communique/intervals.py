"""How sure is a score? 95 % confidence intervals by drawing the articles anew, with replacement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import numpy as np

from communique.scoring import LABELS, count_entities, count_meetings

Record = dict[str, Any]

MEASURES = ("ents", *LABELS, "meetings", "links", "records")
PARTS = ("hits", "predicted", "gold")
NAMES = {"ents": "entities"}  # as `score_records` calls them
LEVEL = (2.5, 97.5)
"""Percentiles between which 95 % of the drawn scores lie."""


def bootstrap(pairs: Iterable[tuple[Record, Record]], samples: int, seed: int = 0) -> dict[str, list[float]]:
    """[low, high] of the F of each measure.

    pairs: (predicted, gold) of each article. samples: how often to draw. An empty list gives zeros.
    """
    counts = np.array([article_counts(predicted, gold) for predicted, gold in pairs], dtype=float)
    articles = len(counts)
    if not articles:
        return {NAMES.get(name, name): [0.0, 0.0] for name in MEASURES}
    rng = np.random.default_rng(seed)
    drawn = rng.multinomial(articles, np.full(articles, 1 / articles), size=samples)
    hits, predicted, gold = np.moveaxis((drawn @ counts).reshape(samples, len(MEASURES), len(PARTS)), 2, 0)
    total = predicted + gold
    f = np.divide(2 * hits, total, out=np.zeros_like(total), where=total > 0)
    low, high = np.percentile(f, LEVEL, axis=0).round(4)
    return {NAMES.get(name, name): [float(low[i]), float(high[i])] for i, name in enumerate(MEASURES)}


def article_counts(predicted: Record, gold: Record) -> list[int]:
    """Counts of one article, flat: for each of MEASURES its PARTS."""
    count: Counter = Counter()
    count_entities(predicted, gold, count)
    count_meetings(predicted.get("meetings") or [], gold.get("meetings") or [], count, Counter(), Counter())
    return [count[name, part] for name in MEASURES for part in PARTS]
