"""The envelope: what a format has no place for, packed as one JSON object that travels with the article.

It holds the keys of the record that the format does not know, and the further keys of spans and relations,
found again by where they stand. All offsets in it are code points.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

Record = dict[str, Any]

KEY = "communique"
"""The name under which the envelope stands in a tool's file."""

_RECORD = ("text", "tokens", "spans", "relations")
_SPAN = ("start", "end", "label")
_TOKENS = ("token_start", "token_end")
_RELATION = ("head", "child", "label", "head_span", "child_span")


def pack(record: Record, *, keys: Collection[str] = (), span_keys: Collection[str] = ()) -> Record:
    """The envelope of a record; empty where the format holds everything.

    keys, span_keys: what the format has a place for, beside the text, spans and relations themselves.
    """
    spans = [{"at": span_place(s), "extra": extra} for s in record.get("spans") or [] if (extra := _rest(s, span_keys))]
    relations = [
        {"at": relation_place(relation), "extra": extra}
        for relation in record.get("relations") or []
        if (extra := {key: value for key, value in relation.items() if key not in _RELATION})
    ]
    rest = {key: value for key, value in record.items() if key not in _RECORD and key not in keys}
    return {name: value for name, value in (("record", rest), ("spans", spans), ("relations", relations)) if value}


def span_extra(span: Record, span_keys: Collection[str] = ()) -> Record:
    """The further keys of one span, for formats that have a place beside each span."""
    return _rest(span, span_keys)


def unpack(record: Record, envelope: Any) -> Record:
    """Put what an envelope holds back into its record; what the tool itself says wins."""
    if not isinstance(envelope, dict):
        return record
    if isinstance(rest := envelope.get("record"), dict):
        record.update({key: value for key, value in rest.items() if key not in _RECORD and key not in record})
    for name, place in (("spans", span_place), ("relations", relation_place)):
        waiting = defaultdict(list)
        for item in record.get(name) or []:
            waiting[place(item)].append(item)
        for packed in envelope.get(name) or []:
            extra = packed.get("extra") if isinstance(packed, dict) else None
            found = waiting.get(_frozen(packed.get("at"))) if isinstance(extra, dict) else None
            if found:
                item = found.pop(0)
                item.update({key: value for key, value in extra.items() if key not in item})
    return record


def span_place(span: Record) -> tuple[Any, ...]:
    """What a span is found again by."""
    return span["start"], span["end"], span.get("label")


def relation_place(relation: Record) -> tuple[Any, ...]:
    """What a relation is found again by."""
    return (relation["label"], *span_place(relation["head_span"]), *span_place(relation["child_span"]))


def _rest(span: Record, span_keys: Collection[str]) -> Record:
    known = (*_SPAN, *_TOKENS, *span_keys)
    return {key: value for key, value in span.items() if key not in known}


def _frozen(place: Any) -> tuple[Any, ...] | None:
    flat = isinstance(place, (list, tuple)) and not any(isinstance(part, (list, dict)) for part in place)
    return tuple(place) if flat else None
