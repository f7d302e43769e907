"""Train, dev and test of the corpus: articles of one forum series never stand in two of them."""

from __future__ import annotations

import random
from collections import defaultdict
from typing import Any

from communique.checks import series_keys


def split(records: list[dict[str, Any]], shares: dict[str, float], seed: int) -> dict[str, list[dict[str, Any]]]:
    """Records by split. shares: split → part of the articles. Whole groups of series move together."""
    parent = list(range(len(records)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    first: dict[str, int] = {}
    for i, record in enumerate(records):
        for key in series_keys(record):
            parent[root(i)] = root(first.setdefault(key, i))
    groups: dict[int, list[int]] = defaultdict(list)
    for i in range(len(records)):
        groups[root(i)].append(i)
    order = sorted(groups.values(), key=lambda g: (len(g), g[0]))
    random.Random(seed).shuffle(order)
    order.sort(key=len, reverse=True)  # large groups first, so that the small ones even the shares out
    out: dict[str, list[dict[str, Any]]] = {name: [] for name in shares}
    for group in order:
        name = min(shares, key=lambda n: len(out[n]) / (shares[n] * len(records)))
        out[name] += [records[i] for i in group]
    return {name: sorted(part, key=lambda r: r["meta"]["id"]) for name, part in out.items()}
