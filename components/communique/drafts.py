"""Articles written with inline marks, turned once into the corpus's records.

A draft file holds articles like this; `[words|O]` marks an OFFICIAL, M a MINISTRY, F a FORUM, R a ROUND:

    === id
    published: 2024-03-05
    genre: wire
    region: africa
    ---
    The [2nd session|R] of the [Joint Commission|F] … led by [Ama Mensah|O].
    --- meetings
    {"forum": "Joint Commission", "round": 2, "status": "held", "place": null, "date": null,
     "parties": ["Ghana", "Togo"], "co_chairs": [{"name": "Ama Mensah", "role": null, "country": "Ghana"}]}

Each meeting is one line of JSON. Where its values stand in the text is looked up here, once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from communique.markup import parse_marked
from communique.ordinals import parse_round
from communique.records import RecordError
from communique.schema import CO_CHAIRS, NUMBERS

_ARTICLE = re.compile(r"^=== ", re.M)
_PART = re.compile(r"^---(?: meetings)?[ ]*\n", re.M)


def read_drafts(path: Path) -> Iterator[dict[str, Any]]:
    """Records of a draft file. Raises RecordError with the line of the article that is not well formed."""
    raw = path.read_text(encoding="utf8")
    for match in _ARTICLE.finditer(raw):
        end = raw.find("\n=== ", match.end())
        block = raw[match.end() : end + 1 if end >= 0 else len(raw)]
        line = raw.count("\n", 0, match.start()) + 1
        name, _, rest = block.partition("\n")
        parts = _PART.split(rest + "\n")
        if len(parts) != 3:
            raise RecordError(str(path), line, f"{name.strip()}: wants a head, ---, a text, --- meetings, and records")
        try:
            yield _record(name.strip(), *parts)
        except ValueError as error:
            raise RecordError(str(path), line, f"{name.strip()}: {error}") from error


def _record(name: str, head: str, body: str, meetings: str) -> dict[str, Any]:
    meta = {"id": name}
    for key, _, value in (line.partition(":") for line in head.splitlines() if ":" in line):
        if value.strip():
            meta[key.strip()] = value.strip()
    text, spans = parse_marked(body.strip("\n"))
    record: dict[str, Any] = {"text": text, "meta": meta, "spans": spans, "relations": [], "meetings": []}
    for line in meetings.splitlines():
        if line.strip():
            locate(record, json.loads(line))
    return record


def locate(record: dict[str, Any], meeting: dict[str, Any]) -> None:
    """Add a meeting to a record, with the offsets of its values and its relations.

    Raises ValueError where the forum or a co-chair is no span of the text.
    """
    text = record["text"]
    forums = [s for s in record["spans"] if s["label"] == "FORUM"]
    named = [s for s in forums if text[s["start"] : s["end"]] == meeting["forum"]]
    if not named:
        raise ValueError(f"the forum {meeting['forum']!r} is no FORUM span of the text")
    evidence = {"forum": [named[0]["start"], named[0]["end"]]}
    anchor = named[0]
    rounds = [
        s
        for s in record["spans"]
        if s["label"] == "ROUND" and parse_round(text[s["start"] : s["end"]]) == meeting["round"]
    ]
    if meeting["round"] is not None and rounds:
        best = min(rounds, key=lambda s: min(abs(s["start"] - f["start"]) for f in named))
        evidence["round"] = [best["start"], best["end"]]
        anchor = min(forums, key=lambda f: abs(f["start"] - best["end"]))
        _relate(record, best, anchor, NUMBERS)
    if meeting["place"] and (at := text.find(meeting["place"])) >= 0:
        evidence["place"] = [at, at + len(meeting["place"])]
    chairs = []
    for chair in meeting["co_chairs"]:
        mentions = [
            s for s in record["spans"] if s["label"] == "OFFICIAL" and text[s["start"] : s["end"]] == chair["name"]
        ]
        if not mentions:
            raise ValueError(f"the co-chair {chair['name']!r} is no OFFICIAL span of the text")
        _relate(record, mentions[0], anchor, CO_CHAIRS)
        chairs.append({**chair, "span": [mentions[0]["start"], mentions[0]["end"]]})
    record["meetings"].append({**meeting, "co_chairs": chairs, "evidence": evidence})


def _relate(record: dict[str, Any], head: dict[str, Any], child: dict[str, Any], label: str) -> None:
    """Add a relation by character spans, once where two meetings tell the same; token indices come with the tokens."""
    relation = {"label": label, "head_span": dict(head), "child_span": dict(child)}
    if relation not in record["relations"]:
        record["relations"].append(relation)
