"""One record out of two annotators' records: first everything that either marked, then what a person chose.

`merge` makes a record that any of our tools can open: the text, what both marked and what one of them did,
each span with "by" ("both", "a" or "b"), the two annotations whole under "annotator_a" and "annotator_b", and
the list of "disagreements". Its answer is "ignore", so nobody trains on it by mistake. `settle` makes the final record
once each disagreement has a "choice".
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from communique.agreement import disagreements, keys_of, links_of
from communique.checks import meeting_faults
from communique.mending import Placing, Tokens
from communique.records import RecordError, check_record

Record = dict[str, Any]
Choose = Callable[[Record], str]
"""Disagreement → "a" or "b"."""

CHOICES = ("a", "b")
_SIDE = ("spans", "relations", "meetings")
_KEYS = {"a": "annotator_a", "b": "annotator_b"}
_OWN = (*_KEYS.values(), "disagreements")


class SettleError(ValueError):
    """A record that cannot be settled; the message says why."""


def merge(a: Record, b: Record, names: tuple[str, str]) -> Record:
    """Two annotations of one text as one record to settle. names: of the annotators, to show."""
    if a.get("tokens") != b.get("tokens"):
        a, b = _with_our_tokens(a), _with_our_tokens(b)
    found = disagreements(a, b)
    out = {**a, **_resolve(a, b, found, _either)}
    for key, record, name in zip(_KEYS.values(), (a, b), names, strict=True):
        out[key] = {"name": name, **{part: copy.deepcopy(record.get(part) or []) for part in _SIDE}}
        out[key]["answer"] = record.get("answer")
    if found:
        out["answer"] = "ignore"
    return {**out, "disagreements": found}


def _with_our_tokens(record: Record) -> Record:
    """Token indices that mean the same in both records."""
    tokens = Tokens.of(record["text"])
    place = Placing(record["text"], tokens, {})
    return {
        **record,
        "tokens": tokens.records(record["text"]),
        "spans": [place.span(span) for span in record.get("spans") or []],
        "relations": [place.relation(relation) for relation in record.get("relations") or []],
    }


def settle(record: Record) -> tuple[Record, int]:
    """The record with its choices carried out, and how many disagreements have no choice yet.

    Where some are open, the record stays one to settle; where none is, what `merge` added goes. A record that
    has nothing to settle comes back as it is. Raises SettleError for one that was edited elsewhere than in its
    choices, and for a choice that is none.
    """
    if not any(key in record for key in _OWN):
        return record, 0
    found = _checked(record)
    a, b = ({**record[key], "text": record["text"]} for key in _KEYS.values())
    still_open = sum(difference["choice"] is None for difference in found)
    out = {**record, **_resolve(a, b, found, _chosen)}
    if still_open:
        return out, still_open
    out = {key: value for key, value in out.items() if key not in _OWN}
    for span in out["spans"]:
        span.pop("by")
    out.pop("answer", None)
    if (answer := a.get("answer") or b.get("answer")) is not None:
        out["answer"] = answer
    return out, 0


def _checked(record: Record) -> list[Record]:
    """The disagreements of a record from a file. Only their choices are taken from it: that they are those of
    the two annotations is worked out again, so an edited file breaks nothing."""
    if not all(isinstance(record.get(key), kind) for key, kind in zip(_OWN, (dict, dict, list), strict=True)):
        raise SettleError(f"{', '.join(map(repr, _OWN))}: one is missing or not as `communique agree` wrote it")
    sides = [{**record[key], "text": record["text"]} for key in _KEYS.values()]
    for key, side in zip(CHOICES, sides, strict=True):
        try:
            check_record(side, key)
        except RecordError as error:
            raise SettleError(str(error)) from error
        if faults := [fault for meeting in side.get("meetings") or [] for fault in meeting_faults(meeting)]:
            raise SettleError(f"{key}: a meeting: {faults[0]}")
    found = [difference for difference in record["disagreements"] if isinstance(difference, dict)]
    if [_without_choice(d) for d in disagreements(*sides)] != [_without_choice(d) for d in found]:
        raise SettleError("the disagreements are not those of the two annotations; was something edited?")
    for difference in found:
        if difference.setdefault("choice", None) not in (*CHOICES, None):
            raise SettleError(f'the choice {difference["choice"]!r} of {difference["words"]!r} is not "a" or "b"')
    return found


def _without_choice(difference: Record) -> Record:
    return {key: value for key, value in difference.items() if key != "choice"}


def _either(difference: Record) -> str:
    """A's reading, but where only B marked something, B's."""
    absent = any(difference.get(key, 0) is None for key in ("label_a", "meeting_a", "chair_a"))
    return "b" if absent else "a"


def _chosen(difference: Record) -> str:
    return difference["choice"] or _either(difference)


def _resolve(a: Record, b: Record, found: list[Record], choose: Choose) -> Record:
    """Spans, relations and meetings: what both have, and of the rest what `choose` says."""
    spans = _spans(a, b, found, choose)
    places = {(span["start"], span["end"]) for span in spans}
    relations = [r for (head, child, _), r in _links(a, b, found, choose) if head in places and child in places]
    return {"spans": spans, "relations": relations, "meetings": _meetings(a, b, found, choose)}


def _spans(a: Record, b: Record, found: list[Record], choose: Choose) -> list[Record]:
    agreed = keys_of(a) & keys_of(b)
    wanted = dict.fromkeys(agreed, "both")
    for difference in found:
        side = choose(difference)
        if difference["kind"] == "span" and difference[f"span_{side}"]:
            wanted[*difference[f"span_{side}"], difference[f"label_{side}"]] = side
    out: list[Record] = []
    # first what both have, so that nothing disputed pushes it out
    for by, record in (("both", a), ("a", a), ("b", b)):
        for span in record.get("spans") or []:
            key = (span["start"], span["end"], span["label"])
            if wanted.get(key) == by:
                del wanted[key]
                out.append({**span, "by": by})
    out.sort(key=lambda s: (s["by"] != "both", s["start"], s["end"]))
    return _without_overlaps(out)


def _without_overlaps(spans: list[Record]) -> list[Record]:
    """The spans in text order; one that lies over a span before it in the list is left out."""
    kept: list[Record] = []
    taken: set[int] = set()
    for span in spans:
        places = range(span["start"], span["end"])
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append(span)
    return sorted(kept, key=lambda s: s["start"])


def _links(a: Record, b: Record, found: list[Record], choose: Choose) -> list[tuple[tuple, Record]]:
    left, right = links_of(a), links_of(b)
    out = {link: relation for link, relation in left.items() if link in right}
    for difference in found:
        if difference["kind"] == "link":
            side = choose(difference)
            if label := difference[f"label_{side}"]:
                link = (tuple(difference["head"]), tuple(difference["child"]), label)
                out[link] = (left if side == "a" else right)[link]
    return [(link, copy.deepcopy(out[link])) for link in sorted(out)]


def _meetings(a: Record, b: Record, found: list[Record], choose: Choose) -> list[Record]:
    """A's meetings with B's values, co-chairs and meetings where those are chosen."""
    lefts, rights = (copy.deepcopy(record.get("meetings") or []) for record in (a, b))
    gone: set[int] = set()
    gone_chairs: set[tuple[int, int]] = set()
    added: list[Record] = []
    for difference in found:
        if difference["kind"] in ("span", "link"):
            continue
        side, i, j = choose(difference), difference["meeting_a"], difference["meeting_b"]
        if difference["kind"] == "meeting":
            if side == "b" and j is None:
                gone.add(i)
            elif side == "b":
                added.append(rights[j])
        elif difference["kind"] == "co-chair":
            k, m = difference["chair_a"], difference["chair_b"]
            if side == "b" and m is None:
                gone_chairs.add((i, k))
            elif side == "b":
                lefts[i]["co_chairs"] = [*(lefts[i].get("co_chairs") or []), rights[j]["co_chairs"][m]]
        elif side == "b":
            to, source = lefts[i], rights[j]
            if "chair_a" in difference:
                to, source = to["co_chairs"][difference["chair_a"]], source["co_chairs"][difference["chair_b"]]
            _take(to, source, difference["slot"])
    for i, meeting in enumerate(lefts):
        if any(index == i for index, _ in gone_chairs):
            meeting["co_chairs"] = [c for k, c in enumerate(meeting["co_chairs"]) if (i, k) not in gone_chairs]
    return [*(meeting for i, meeting in enumerate(lefts) if i not in gone), *added]


def _take(to: Record, source: Record, slot: str) -> None:
    """Copy a slot with its evidence and rule."""
    to[slot] = source.get(slot)
    if slot == "name" and "span" in source:
        to["span"] = source["span"]
    for group in ("evidence", "rules"):
        if isinstance(source.get(group), dict) and slot in source[group]:
            to[group] = {**(to.get(group) or {}), slot: source[group][slot]}
        elif isinstance(to.get(group), dict):
            to[group].pop(slot, None)
