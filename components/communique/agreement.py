"""How far do two annotators of the same articles agree, and where do they not?

F is symmetric: it does not matter whose annotation is called gold. Cohen's kappa takes out the agreement
that chance would give (J. Cohen, "A coefficient of agreement for nominal scales", 1960). It needs a list of
things that both judged: for tokens, all tokens; for spans, the spans with the same borders (did they choose
the same label?), as what neither marked cannot be counted; for links, the spans that both could have
linked; for slots, the meetings that both recorded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from communique.checks import ENDS, relation_ends
from communique.countries import fold
from communique.mending import Tokens
from communique.schema import LABELS, Offsets
from communique.scoring import SLOTS, pair_chairs, pair_meetings, prf, slots_right

Record = dict[str, Any]
Pair = tuple[Record, Record]
"""One article as A and as B annotated it; the texts are equal."""

ALL = "all"
HEADS = {name: head for name, (head, _) in ENDS.items()}
"""The label of the span that a link starts from."""
MEETING_SLOTS = ("forum", "round", "status", "place", "date", "parties")
CHAIR_SLOTS = ("role", "country")


@dataclass(frozen=True)
class Row:
    """One line of the report. group: "tokens", "spans", "links", "meetings" or "slots".

    f: 0 to 1, for slots the share of equal values. kappa: -1 to 1, or None where it is not defined (nothing
    to judge, or everything judged alike). a, b, both: how many A has, B has, and both have.
    """

    group: str
    name: str
    f: float | None
    kappa: float | None
    a: int
    b: int
    both: int


def cohen_kappa(table: Counter[tuple[Hashable, Hashable]]) -> float | None:
    """Cohen's kappa from the counts of (A's category, B's category); None where it is not defined."""
    total = table.total()
    if not total:
        return None
    left, right = Counter(), Counter()
    for (a, b), count in table.items():
        left[a] += count
        right[b] += count
    observed = sum(count for (a, b), count in table.items() if a == b) / total
    chance = sum(left[category] * right[category] for category in left) / total**2
    return None if chance == 1 else round((observed - chance) / (1 - chance), 4)


def compare(pairs: Sequence[Pair]) -> list[Row]:
    """The report over all articles. Time grows with the number of words."""
    names = [*LABELS, *sorted({s["label"] for pair in pairs for r in pair for s in _spans(r)} - set(LABELS))]
    return [
        *_token_rows(pairs, names),
        *_span_rows(pairs, names),
        *_link_rows(pairs),
        *_meeting_rows(pairs),
        *_slot_rows(pairs),
    ]


def _spans(record: Record) -> list[Record]:
    return record.get("spans") or []


def _row(group: str, name: str, counts: Sequence[int], kappa: float | None) -> Row:
    a, b, both = counts
    return Row(group, name, prf(both, a, b)["f"] if a or b else None, kappa, a, b, both)


def _two_by_two(a: int, b: int, both: int, total: int) -> Counter[tuple[bool, bool]]:
    cells = {(True, True): both, (True, False): a - both, (False, True): b - both, (False, False): total - a - b + both}
    return Counter(cells)


def _token_rows(pairs: Sequence[Pair], names: Sequence[str]) -> Iterator[Row]:
    """Tokens by the label of the span that covers them."""
    counts = {name: [0, 0, 0] for name in [*names, ALL]}
    table: Counter = Counter()
    total = 0
    for a, b in pairs:
        tokens = Tokens.of(a["text"])
        total += len(tokens.offsets)
        left, right = _token_labels(a, tokens), _token_labels(b, tokens)
        for i in left.keys() | right.keys():
            labels = left.get(i, frozenset()), right.get(i, frozenset())
            table[labels] += 1
            for name in labels[0] | labels[1]:
                _count(counts[name], name in labels[0], name in labels[1])
            _count(counts[ALL], bool(labels[0]), bool(labels[1]), labels[0] == labels[1])
    table[frozenset(), frozenset()] += total - table.total()
    for name in names:
        yield _row("tokens", name, counts[name], cohen_kappa(_two_by_two(*counts[name], total)))
    yield _row("tokens", ALL, counts[ALL], cohen_kappa(table))


def _count(counts: list[int], a: bool, b: bool, same: bool = True) -> None:
    counts[0] += a
    counts[1] += b
    counts[2] += a and b and same


def _token_labels(record: Record, tokens: Tokens) -> dict[int, frozenset[str]]:
    out: dict[int, frozenset[str]] = {}
    for span in _spans(record):
        for i in tokens.over(span["start"], span["end"]):
            out[i] = out.get(i, frozenset()) | {span["label"]}
    return out


def _span_rows(pairs: Sequence[Pair], names: Sequence[str]) -> Iterator[Row]:
    """Spans with the same borders and label; kappa of the label over spans with the same borders."""
    counts = {name: [0, 0, 0] for name in [*names, ALL]}
    table: Counter[tuple[str, str]] = Counter()
    for a, b in pairs:
        left, right = keys_of(a), keys_of(b)
        for key in left | right:
            for name in (key[2], ALL):
                _count(counts[name], key in left, key in right)
        labels = {(start, end): label for start, end, label in sorted(right)}
        table.update((label, labels[start, end]) for start, end, label in sorted(left) if (start, end) in labels)
    for name in names:
        yield _row("spans", name, counts[name], cohen_kappa(_binary(table, name)))
    yield _row("spans", ALL, counts[ALL], cohen_kappa(table))


def keys_of(record: Record) -> set[tuple[int, int, str]]:
    """The spans of a record as (start, end, label)."""
    return {(span["start"], span["end"], span["label"]) for span in _spans(record)}


def _binary(table: Counter[tuple[str, str]], name: str) -> Counter[tuple[bool, bool]]:
    out: Counter[tuple[bool, bool]] = Counter()
    for (a, b), count in table.items():
        out[a == name, b == name] += count
    return out


Link = tuple[Offsets, Offsets, str]


def links_of(record: Record) -> dict[Link, Record]:
    """The relations of a record by (head, child, label); those without ends are left out."""
    out = {}
    for relation in record.get("relations") or []:
        head, child = relation_ends(record, relation)
        if head and child:
            out[head, child, str(relation.get("label"))] = relation
    return out


def _link_rows(pairs: Sequence[Pair]) -> Iterator[Row]:
    """Links with the same ends; kappa of "is it linked at all?" over the heads that both marked."""
    counts = {name: [0, 0, 0] for name in HEADS}
    tables: dict[str, Counter[tuple[bool, bool]]] = {name: Counter() for name in HEADS}
    for a, b in pairs:
        left, right = links_of(a).keys(), links_of(b).keys()
        for link in left | right:
            _count(counts.setdefault(link[2], [0, 0, 0]), link in left, link in right)
        linked = [{(head, label) for head, _, label in side} for side in (left, right)]
        for start, end, label in keys_of(a) & keys_of(b):
            for name, head_label in HEADS.items():
                if label == head_label:
                    tables[name][tuple(((start, end), name) in side for side in linked)] += 1
    for name in counts:
        yield _row("links", name, counts[name], cohen_kappa(tables.get(name, Counter())))


def _meetings(record: Record) -> list[Record]:
    return record.get("meetings") or []


def _chairs(meeting: Record) -> list[Record]:
    return meeting.get("co_chairs") or []


def _meeting_rows(pairs: Sequence[Pair]) -> Iterator[Row]:
    """Meetings of the same forum and round, and who chairs them, paired as `communique.scoring` does."""
    meetings, chairs = [0, 0, 0], [0, 0, 0]
    for a, b in pairs:
        lefts, rights = _meetings(a), _meetings(b)
        matched = pair_meetings(lefts, rights)
        meetings = _sum(meetings, len(lefts), len(rights), len(matched))
        both = sum(len(pair_chairs(_chairs(lefts[i]), _chairs(rights[j]))) for i, j in matched)
        chairs = _sum(chairs, *(sum(len(_chairs(m)) for m in side) for side in (lefts, rights)), both)
    yield _row("meetings", "meetings", meetings, None)
    yield _row("meetings", "co-chairs", chairs, None)


def _sum(counts: list[int], *more: int) -> list[int]:
    return [x + y for x, y in zip(counts, more, strict=True)]


def _slot_rows(pairs: Sequence[Pair]) -> Iterator[Row]:
    """Slots of the meetings and co-chairs that both recorded: share of equal values, and kappa over the values."""
    tables: dict[str, Counter] = {slot: Counter() for slot in SLOTS}
    for a, b in pairs:
        for i, j in pair_meetings(_meetings(a), _meetings(b)):
            left, right = _meetings(a)[i], _meetings(b)[j]
            for slot, same in slots_right(left, right).items():
                tables[slot][_judged(left, right, slot, same)] += 1
            for k, m in pair_chairs(_chairs(left), _chairs(right)):
                for slot in CHAIR_SLOTS:
                    tables[slot][_judged(_chairs(left)[k], _chairs(right)[m], slot)] += 1
    for slot, table in tables.items():
        n = table.total()
        equal = sum(count for (a, b), count in table.items() if a == b)
        yield Row("slots", slot, round(equal / n, 4) if n else None, cohen_kappa(table), n, n, equal)


def _judged(left: Record, right: Record, slot: str, same: bool = False) -> tuple[str, str]:
    """Two values as categories. same: the guide's measure takes them for equal, as "2023-11" and "2023-11-16"."""
    value = _category(right.get(slot))
    return (value if same else _category(left.get(slot)), value)


def _category(value: Any) -> str:
    return fold(" + ".join(sorted(value)) if isinstance(value, list) else str(value))


# --- disagreements ------------------------------------------------------------------------------


def disagreements(a: Record, b: Record) -> list[Record]:
    """Where two annotations of a text differ, in text order, each as plain data.

    All have "kind", "start", "end", "words" and "choice" (null until a person settles it: "a" or "b").
    kind "span": "label_a", "label_b", "span_a", "span_b" (null: not marked). "link": "label_a", "label_b",
    "head", "child". "meeting" (only one has it): "meeting_a", "meeting_b" (index or null). "co-chair" (only one
    has him): those two, "chair_a", "chair_b". "slot": those, "slot", "value_a", "value_b".
    """
    found = [*_span_differences(a, b), *_link_differences(a, b), *_meeting_differences(a, b)]
    for difference in found:
        difference["choice"] = None
    # meetings last: to settle them, one wants the spans settled
    return sorted(found, key=lambda d: (d["kind"] not in ("span", "link"), d["start"] or 0))


def _span_differences(a: Record, b: Record) -> Iterator[Record]:
    left, right = sorted(keys_of(a) - keys_of(b)), sorted(keys_of(b) - keys_of(a))
    paired: set[int] = set()
    first = 0
    for one in left:
        while first < len(right) and right[first][1] <= one[0]:
            first += 1
        other, at = None, first
        while at < len(right) and right[at][0] < one[1]:
            if at not in paired and right[at][1] > one[0] and (other is None or right[at][:2] == one[:2]):
                other = at
            at += 1
        if other is not None:
            paired.add(other)
        yield _span_difference(a["text"], one, None if other is None else right[other])
    for at, one in enumerate(right):
        if at not in paired:
            yield _span_difference(a["text"], None, one)


def _span_difference(text: str, a: tuple[int, int, str] | None, b: tuple[int, int, str] | None) -> Record:
    start, end = min(s[0] for s in (a, b) if s), max(s[1] for s in (a, b) if s)
    return {
        "kind": "span",
        "start": start,
        "end": end,
        "words": text[start:end],
        "label_a": a[2] if a else None,
        "label_b": b[2] if b else None,
        "span_a": list(a[:2]) if a else None,
        "span_b": list(b[:2]) if b else None,
    }


def _link_differences(a: Record, b: Record) -> Iterator[Record]:
    left, right = links_of(a).keys(), links_of(b).keys()
    text = a["text"]
    for head, child, label in sorted(left ^ right):
        link = (head, child, label)
        yield {
            "kind": "link",
            "start": head[0],
            "end": head[1],
            "words": f"{text[slice(*head)]} → {text[slice(*child)]}",
            "label_a": label if link in left else None,
            "label_b": label if link in right else None,
            "head": list(head),
            "child": list(child),
        }


def _meeting_differences(a: Record, b: Record) -> Iterator[Record]:
    lefts, rights = _meetings(a), _meetings(b)
    matched = dict(pair_meetings(lefts, rights))
    text = a["text"]
    for i, meeting in enumerate(lefts):
        if i in matched:
            yield from _inside(text, i, meeting, matched[i], rights[matched[i]])
        else:
            yield {**_at(text, "meeting", meeting, "forum"), "meeting_a": i, "meeting_b": None}
    for j, meeting in enumerate(rights):
        if j not in matched.values():
            yield {**_at(text, "meeting", meeting, "forum"), "meeting_a": None, "meeting_b": j}


def _inside(text: str, i: int, left: Record, j: int, right: Record) -> Iterator[Record]:
    """What two records of one meeting have different."""
    both = {"meeting_a": i, "meeting_b": j}
    for slot in MEETING_SLOTS:
        if _category(left.get(slot)) != _category(right.get(slot)):
            yield {**_at(text, "slot", left, slot), **both, **_values(slot, left, right)}
    chairs = dict(pair_chairs(_chairs(left), _chairs(right)))
    for k, chair in enumerate(_chairs(left)):
        if k not in chairs:
            yield {**_at(text, "co-chair", chair, "name"), **both, "chair_a": k, "chair_b": None}
            continue
        m = chairs[k]
        for slot in ("name", *CHAIR_SLOTS):
            if _category(chair.get(slot)) != _category(_chairs(right)[m].get(slot)):
                values = _values(slot, chair, _chairs(right)[m])
                yield {**_at(text, "slot", chair, slot), **both, "chair_a": k, "chair_b": m, **values}
    for m, chair in enumerate(_chairs(right)):
        if m not in chairs.values():
            yield {**_at(text, "co-chair", chair, "name"), **both, "chair_a": None, "chair_b": m}


def _values(slot: str, left: Record, right: Record) -> Record:
    return {"slot": slot, "value_a": left.get(slot), "value_b": right.get(slot)}


def _at(text: str, kind: str, part: Record, slot: str) -> Record:
    """Where a meeting's value stands in the text: by its evidence, else where its words first stand."""
    name = part.get("forum") or part.get("name") or ""
    evidence = part.get("evidence") or {}
    place = evidence.get(slot) or part.get("span") or evidence.get("forum")
    if place is None and (start := text.find(name)) >= 0 and name:
        place = start, start + len(name)
    start, end = place or (None, None)
    return {"kind": kind, "start": start, "end": end, "words": name}
