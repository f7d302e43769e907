"""Train, dev and test of the corpus: articles of one forum series never stand in two of them."""

from __future__ import annotations

import random
from collections import defaultdict
from typing import Any

from communique.countries import fold
from communique.linking.forums import content_words, is_acronym


def series_keys(record: dict[str, Any]) -> set[str]:
    """What the sessions of a record are series of: sides, and the words of the forum's name beside them."""
    keys = set()
    for meeting in record.get("meetings") or []:
        parties = sorted({fold(p) for p in meeting.get("parties") or []})
        sides = {word for party in parties for word in content_words(party)}
        name = meeting["forum"]
        words = sorted(content_words(name) - sides)
        # sides with a short name in common meet in one series ("the Joint Commission"); bodies of many states
        # are one series by name alone
        keys.add("|".join(parties) if len(parties) == 2 else fold(name) if is_acronym(name) else " ".join(words))
    return keys


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
