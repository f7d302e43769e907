"""The loss report: what a conversion kept, mapped and dropped, by count and id."""

from __future__ import annotations

from collections import Counter
from typing import Any

from communique.records import RecordError, warn

KINDS = {
    "articles": "article",
    "spans": "span",
    "relations": "relation",
    "meetings": "meeting",
    "meta": "meta value",
    "answers": "answer",
    "keys": "other key",
    "predictions": "prediction",
    "lines": "line",
}
"""Kinds of things that are counted, each with its name in the singular."""

_KNOWN = ("text", "tokens", "spans", "relations", "meetings", "meta", "answer")
_SHOWN = 5  # ids shown in a line; the JSON report has all


class LossReport:
    """Filled by readers and writers while records flow, printed at the end."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()
        self.lost: Counter[str] = Counter()
        self.changes: dict[tuple[str, str, str], Counter[str]] = {}
        self.faults: list[str] = []

    def fault(self, error: RecordError) -> None:
        """Something that is wrong with the input: told at once, and kept for the exit status."""
        self.faults.append(str(error))
        warn(error)

    def saw(self, record: dict[str, Any]) -> None:
        """Count what a record brings to the writer."""
        self.seen.update(counted(record))

    def mapped(self, kind: str, how: str, ident: str, number: int = 1) -> None:
        """Something arrives in another shape. ident: the id of the article."""
        self._note("mapped", kind, how, ident, number)

    def dropped(self, kind: str, why: str, ident: str, number: int = 1) -> None:
        """Something that the record held, and that the target has no place for."""
        self.lost[kind] += number
        self._note("dropped", kind, why, ident, number)

    def unread(self, kind: str, why: str, ident: str, number: int = 1) -> None:
        """Something that the source held, and that no record can hold."""
        self._note("dropped", kind, why, ident, number)

    def _note(self, verdict: str, kind: str, how: str, ident: str, number: int) -> None:
        if number:
            self.changes.setdefault((verdict, kind, how), Counter())[ident] += number

    def kept(self) -> dict[str, int]:
        """How many of each kind arrived."""
        return {kind: self.seen[kind] - self.lost[kind] for kind in KINDS if self.seen[kind]}

    def lines(self) -> list[str]:
        """The report for a person to read."""
        kept = ", ".join(number_of(count, kind) for kind, count in self.kept().items())
        out = [f"  kept     {kept or 'nothing'}"]
        for verdict in ("mapped", "dropped"):
            rows = [(kind, how, ids) for (what, kind, how), ids in self.changes.items() if what == verdict]
            out += [f"  {verdict:8} {number_of(ids.total(), kind)}: {how} ({_some(ids)})" for kind, how, ids in rows]
            if not rows:
                out.append(f"  {verdict:8} nothing")
        return out

    def to_dict(self) -> dict[str, Any]:
        """The report with all ids, for a program to read."""
        rows: dict[str, list[dict[str, Any]]] = {"mapped": [], "dropped": []}
        for (verdict, kind, how), ids in self.changes.items():
            rows[verdict].append({"kind": kind, "how": how, "count": ids.total(), "ids": dict(ids)})
        return {"kept": self.kept(), **rows, "faults": self.faults}


def counted(record: dict[str, Any]) -> Counter[str]:
    """How many things of each kind a record holds. Tokens are derived from the text, so they don't count."""
    return Counter(
        articles=1,
        spans=len(record.get("spans") or []),
        relations=len(record.get("relations") or []),
        meetings=len(record.get("meetings") or []),
        meta=len(record.get("meta") or {}),
        answers=int("answer" in record),
        keys=sum(key not in _KNOWN for key in record),
    )


def number_of(count: int, kind: str) -> str:
    """ "2 spans", "1 relation"."""
    return f"{count:,} {KINDS[kind]}{'' if count == 1 else 's'}"


def _some(ids: Counter[str]) -> str:
    shown = ", ".join(list(ids)[:_SHOWN])
    return shown if len(ids) <= _SHOWN else f"{shown} and {len(ids) - _SHOWN:,} more"
