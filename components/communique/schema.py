"""What things are called: the labels, the relations and the meeting record. Plain data only."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

LABELS = ("OFFICIAL", "MINISTRY", "FORUM", "ROUND")
"""The four core entity labels of the annotation guide."""

CO_CHAIRS = "CO_CHAIRS"
"""Relation from an OFFICIAL span to the FORUM span that anchors the meeting."""

NUMBERS = "NUMBERS"
"""Relation from a ROUND span to the FORUM span that anchors the meeting."""

STATUSES = ("held", "scheduled")
VIRTUAL = "virtual"
"""The `place` of an online meeting."""

Offsets = tuple[int, int]
"""Character offsets into the text: (start, end), in code points, end exclusive."""


@dataclass
class CoChair:
    """Somebody who chairs a meeting or heads a side.

    name: the fullest form in the text. role: the post as worded, or None. country: short English
    name, "European Union", or None. span: where the linked mention of the name stands. rule: the
    name of the rule that made the link. trigger: where the words stand that made it fire.
    """

    name: str
    role: str | None = None
    country: str | None = None
    span: Offsets | None = None
    rule: str | None = None
    trigger: Offsets | None = None
    evidence: dict[str, Offsets] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """As the JSONL holds it inside the record of a meeting."""
        return {
            **vars(self),
            "span": None if self.span is None else list(self.span),
            "trigger": None if self.trigger is None else list(self.trigger),
            "evidence": _plain(self.evidence),
        }


@dataclass
class Meeting:
    """One session of a forum, every value with the characters it came from in `evidence`.

    forum: the fullest name that the text gives. round: number of the session. status: "held" or
    "scheduled". place: city, "virtual" or None. date: ISO 8601, as exact as the text allows.
    rules: for each slot, the rule that filled it.
    """

    forum: str
    round: int | None = None
    status: str = "held"
    place: str | None = None
    date: str | None = None
    parties: list[str] = field(default_factory=list)
    co_chairs: list[CoChair] = field(default_factory=list)
    evidence: dict[str, Offsets] = field(default_factory=dict)
    rules: dict[str, str] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """The record as the JSONL holds it: plain strings, ints, lists and dicts."""
        return {
            **vars(self),
            "parties": list(self.parties),
            "co_chairs": [chair.to_dict() for chair in self.co_chairs],
            "evidence": _plain(self.evidence),
            "rules": dict(self.rules),
        }  # dataclasses.asdict copies deeply, which takes longer

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Meeting:
        """Read a record back; keys that the schema does not know are ignored."""
        known = {key: data[key] for key in cls.__dataclass_fields__ if key in data}
        known["co_chairs"] = [
            CoChair(
                **{
                    key: _offsets(chair[key]) if key in ("span", "trigger") else chair[key]
                    for key in CoChair.__dataclass_fields__
                    if key in chair
                }
            )
            for chair in known.get("co_chairs") or []
        ]
        known["parties"] = list(known.get("parties") or [])
        known["evidence"] = {key: _offsets(value) for key, value in (known.get("evidence") or {}).items()}
        return cls(**known)


def _offsets(value: Any) -> Offsets | None:
    return None if value is None else (int(value[0]), int(value[1]))


def _plain(evidence: dict[str, Offsets]) -> dict[str, list[int]]:
    return {slot: list(offsets) for slot, offsets in evidence.items()}
