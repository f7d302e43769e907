"""Train, dev and test of the corpus: articles of one forum series never stand in two of them."""

from __future__ import annotations

import random
from collections import defaultdict
from typing import Any

from communique.checks import series_keys


def follow(
    records: list[dict[str, Any]], parts: dict[str, list[dict[str, Any]]]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Adds new records to the splits that have sessions of the same series. parts: split → its records; it grows.
    Returns (those that share no series with any split, those that share one with several and belong in none)."""
    home = {key: name for name, part in parts.items() for record in part for key in series_keys(record)}
    free, torn = list(records), []
    placed = True
    while placed:  # a record that is placed may bring others along
        placed, rest = False, []
        for record in free:
            keys = series_keys(record)
            names = {home[key] for key in keys if key in home}
            if len(names) == 1:
                parts[next(iter(names))].append(record)
                home |= dict.fromkeys(keys, next(iter(names)))
                placed = True
            else:
                (torn if names else rest).append(record)
        free = rest
    return free, torn


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
