"""Tokens under the spans: gives every record the tokens, token indices and relation ends of the contract.

Tools count characters or tokens; a record has both. Tokens are those that the record brings, else those of our
tokenizer, cut further wherever a span begins or ends inside one, so that no span is ever lost to them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any

from communique.mending import Tokens
from communique.schema import Offsets

Record = dict[str, Any]


def lay_out(record: Record, gone: Callable[[Record], None]) -> Record:
    """The record with tokens, `token_start` and `token_end`, and relations with `head` and `child`.

    gone: called with each relation that has an end nowhere in the text; it is left out.
    """
    spans = record.get("spans") or []
    relations = []
    given = Tokens.given(record)
    for relation in record.get("relations") or []:
        ends = [_end(relation, side, spans, record["text"], given) for side in ("head", "child")]
        if None in ends or not isinstance(relation.get("label"), str):
            gone(relation)
        else:
            relations.append((relation, *ends))
    places = {(s["start"], s["end"]) for s in spans} | {(e["start"], e["end"]) for _, *ends in relations for e in ends}
    tokens = tokens_under(record["text"], places, given)

    def place(span: Record) -> Record:
        first, last = tokens.span(span["start"], span["end"])
        at = {"start": span["start"], "end": span["end"], "token_start": first, "token_end": last}
        return {**at, **{key: value for key, value in span.items() if key not in at}}

    laid = []
    for relation, head, child in relations:
        head, child = place(head), place(child)
        laid.append(
            {**relation, "head": head["token_end"], "child": child["token_end"], "head_span": head, "child_span": child}
        )
    # a record without annotation stays one: nothing is added but its tokens
    out = {**record, "tokens": record["tokens"] if tokens is given else tokens.records(record["text"])}
    return {**out, "spans": [place(span) for span in spans], "relations": laid}


def tokens_under(text: str, places: Iterable[Offsets], given: Tokens | None = None) -> Tokens:
    """Tokens whose borders fit all these places. given: tokens to start from, and to keep where they fit."""
    tokens = given or Tokens.of(text)
    places = set(places)
    if all(tokens.span(*place) for place in places):
        return tokens
    starts, ends = {start for start, _ in places}, {end for _, end in places}
    cuts = starts | ends
    offsets: list[Offsets] = []
    spaces: list[bool] = []
    for (start, end), space in zip(tokens.offsets, tokens.spaces, strict=True):
        pieces = list(pairwise((start, *(cut for cut in range(start + 1, end) if cut in cuts), end)))
        offsets += pieces
        spaces += [False] * len(pieces)
        if space and (end in starts or end + 1 in ends):  # the space itself is in a span: it becomes a token
            offsets.append((end, end + 1))
            spaces.append(False)
        else:
            spaces[-1] = space
    return Tokens(offsets, spaces)


def _end(relation: Record, side: str, spans: list[Record], text: str, tokens: Tokens | None) -> Record | None:
    """One end of a relation: the span that it names, else the one whose last token it names."""
    named = relation.get(f"{side}_span")
    if isinstance(named, dict) and (type(named.get("start")), type(named.get("end"))) == (int, int):
        start, end = named["start"], named["end"]
        same = [span for span in spans if (span["start"], span["end"]) == (start, end)]
        exact = [span for span in same if span["label"] == named.get("label")]
        if found := exact or (same if named.get("label") is None else []):
            return {key: found[0][key] for key in ("start", "end", "label")}
        return {"start": start, "end": end, "label": named.get("label")} if 0 <= start < end <= len(text) else None
    index = relation.get(side)
    if tokens is None or type(index) is not int or not 0 <= index < len(tokens.offsets):
        return None
    start, end = tokens.offsets[index]
    ending = [span for span in spans if span["end"] == end and span["start"] <= start]
    if ending:
        return {key: ending[0][key] for key in ("start", "end", "label")}
    return {"start": start, "end": end, "label": None}
