"""What the annotation tools must know of the guide: which relation joins which labels, and a colour for each label."""

from __future__ import annotations

from collections.abc import Iterable

from communique.schema import CO_CHAIRS, LABELS, NUMBERS

RELATION_ENDS = {CO_CHAIRS: ("OFFICIAL", "FORUM"), NUMBERS: ("ROUND", "FORUM")}
"""Relation label → labels of its head and its child, as the annotation guide says."""

_COLOURS = ("#9ec5fe", "#a3e4c1", "#ffd699", "#e0b3ff", "#ffb3b3", "#c9d6a3", "#b3ecff", "#e6c9b8")
"""Light enough for black text on them (contrast above 7:1), and told apart in grey by their order."""


def colours(labels: Iterable[str]) -> dict[str, str]:
    """A colour for each label; the guide's own labels always get the same."""
    order = list(dict.fromkeys((*LABELS, *labels)))
    return {label: _COLOURS[i % len(_COLOURS)] for i, label in enumerate(order)}


def relation_between(head: str, child: str) -> str | None:
    """The one relation that the guide has between two labels, or None."""
    return next((label for label, ends in RELATION_ENDS.items() if ends == (head, child)), None)
