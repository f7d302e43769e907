"""Where gold links get lost on the way: in the entities or in the rules; and all errors of an article, listed.

A link is a (co-chair, meeting) pair. What loses it is looked for in the order of the pipeline: first the
entities that the rules need for it (the official's mention; where the whole meeting was not found, also
the forum's and the round's), then the rules.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from communique.countries import fold
from communique.linking.forum_names import content_words
from communique.ordinals import parse_round
from communique.schema import CO_CHAIRS, LABELS
from communique.scoring import pair_chairs, pair_meetings, role_right, same_person, slots_right

Record = dict[str, Any]
Spans = list[dict[str, Any]]

CAUSES = {
    "missed": "an entity was missed",
    "boundary": "an entity had a wrong boundary",
    "label": "an entity had a wrong label",
    "no_rule": "no rule fired",
    "wrong_pair": "a rule chose the wrong pair",
}
_NEAREST_FIRST = (None, "boundary", "label", "missed")


@dataclass(frozen=True)
class LostLink:
    """A gold link that was not found. cause: a key of CAUSES. words: the entity that is to blame, if one is."""

    name: str
    forum: str
    round: int | None
    cause: str
    words: str | None = None


def lost_links(predicted: Record, gold: Record, given: Record | None = None) -> list[LostLink]:
    """The gold links of an article that the predicted record lacks, each with its cause.

    given: what the rules made of the gold entities, if that is known. Its relations tell which of several
    mentions of a name the rules need.
    """
    found, wanted = predicted.get("meetings") or [], gold.get("meetings") or []
    partner = {j: i for i, j in pair_meetings(found, wanted)}
    hits = {j: pair_chairs(_chairs(found[i]), _chairs(wanted[j])) for j, i in partner.items()}
    right = {(partner[j], a) for j, pairs in hits.items() for a, _ in pairs}
    spare = [(i, a) for i, meeting in enumerate(found) for a in range(len(_chairs(meeting))) if (i, a) not in right]
    lost = []
    for j, meeting in enumerate(wanted):
        got = {b for _, b in hits.get(j, [])}
        for b, chair in enumerate(_chairs(meeting)):
            if b in got:
                continue
            cause, words = _entity_cause(predicted, gold, given, meeting, chair["name"], j in partner)
            if cause is None:
                cause = _rule_cause(found, spare, partner.get(j), chair["name"])
            lost.append(LostLink(chair["name"], meeting["forum"], meeting.get("round"), cause, words))
    return lost


def split_losses(triples: Iterable[tuple[Record, Record, Record | None]]) -> dict[str, int]:
    """How many gold links there are, how many were found, and what lost the others.

    triples: (predicted, gold, given or None) of each article.
    """
    count: Counter[str] = Counter()
    for predicted, gold, given in triples:
        lost = lost_links(predicted, gold, given)
        total = sum(len(_chairs(meeting)) for meeting in gold.get("meetings") or [])
        count.update({"gold": total, "found": total - len(lost)})
        count.update(link.cause for link in lost)
    return {key: count[key] for key in ("gold", "found", *CAUSES)}


def _chairs(meeting: Record) -> list[Record]:
    return meeting.get("co_chairs") or []


def _rule_cause(found: list[Record], spare: list[tuple[int, int]], partner: int | None, name: str) -> str:
    """A wrong pair: the person is linked to another meeting, or somebody else stands in this one instead."""
    wrong = [(i, a) for i, a in spare if same_person(_chairs(found[i])[a]["name"], name)] or [
        s for s in spare if s[0] == partner
    ]
    if wrong:
        spare.remove(wrong[0])  # one wrong link takes the place of one right link
        return "wrong_pair"
    return "no_rule"


def _entity_cause(
    predicted: Record, gold: Record, given: Record | None, meeting: Record, name: str, meeting_found: bool
) -> tuple[str | None, str | None]:
    """(cause, words) of the first entity behind a link that the prediction lacks; (None, None): it has all."""
    text = gold["text"]
    used = [
        relation
        for relation in [*(gold.get("relations") or []), *((given or {}).get("relations") or [])]
        if relation.get("label") == CO_CHAIRS and same_person(_words(text, relation["head_span"]), name)
    ]
    needed = [
        [r["head_span"] for r in used] or [s for s in _of(gold, "OFFICIAL") if same_person(_words(text, s), name)]
    ]
    if not meeting_found:
        forum = content_words(meeting["forum"])
        anchors = [r["child_span"] for r in used] or _of(gold, "FORUM")
        needed.append([s for s in anchors if _same_forum(content_words(_words(text, s)), forum)])
        if meeting.get("round") is not None:
            needed.append([s for s in _of(gold, "ROUND") if parse_round(_words(text, s)) == meeting["round"]])
    for mentions in needed:
        states = [(_NEAREST_FIRST.index(state), state, s) for s in mentions for state in [_state(predicted, s)]]
        if states:
            _, cause, span = min(states, key=lambda entry: entry[0])
            if cause is not None:
                return cause, _words(text, span)
    return None, None


def _same_forum(words: set[str], forum: set[str]) -> bool:
    return 2 * len(words & forum) >= max(1, min(len(words), len(forum)))


def _of(record: Record, label: str) -> Spans:
    return [span for span in record.get("spans") or [] if span["label"] == label]


def _words(text: str, span: Record) -> str:
    return text[span["start"] : span["end"]]


def _state(predicted: Record, span: Record) -> str | None:
    """None where the prediction has this very span, else what is wrong about the nearest thing to it."""
    touching = [s for s in predicted.get("spans") or [] if s["start"] < span["end"] and span["start"] < s["end"]]
    same_label = [s for s in touching if s["label"] == span["label"]]
    if any((s["start"], s["end"]) == (span["start"], span["end"]) for s in same_label):
        return None
    if same_label:
        return "boundary"
    return "label" if any(s["label"] in LABELS for s in touching) else "missed"


def list_errors(predicted: Record, gold: Record, given: Record | None = None) -> list[Record]:
    """Everything that differs in an article: {"kind", "gold", "predicted", …}, spans first."""
    return [*_span_errors(predicted, gold), *_meeting_errors(predicted, gold), *_link_errors(predicted, gold, given)]


def _span_errors(predicted: Record, gold: Record) -> list[Record]:
    p, g = (
        {(s["start"], s["end"], s["label"]) for s in r.get("spans") or [] if s["label"] in LABELS}
        for r in (predicted, gold)
    )
    return [
        {"kind": kind, "label": label, side: gold["text"][start:end], "start": start, "end": end}
        for kind, side, spans in (("span missed", "gold", g - p), ("span false", "predicted", p - g))
        for start, end, label in sorted(spans)
    ]


def _meeting_errors(predicted: Record, gold: Record) -> list[Record]:
    found, wanted = predicted.get("meetings") or [], gold.get("meetings") or []
    pairs = pair_meetings(found, wanted)
    out: list[Record] = []
    for i, j in pairs:
        wrong = [slot for slot, ok in slots_right(found[i], wanted[j]).items() if not ok]
        out += [
            {
                "kind": f"{slot} wrong",
                "meeting": wanted[j]["forum"],
                "gold": wanted[j].get(slot),
                "predicted": found[i].get(slot),
            }
            for slot in wrong
        ]
        chairs = pair_chairs(_chairs(found[i]), _chairs(wanted[j]))
        out += [error for a, b in chairs for error in _chair_errors(_chairs(found[i])[a], _chairs(wanted[j])[b])]
        false = [chair for a, chair in enumerate(_chairs(found[i])) if a not in {a for a, _ in chairs}]
        out += [
            {"kind": "link false", "meeting": wanted[j]["forum"], "predicted": c["name"], "rule": c.get("rule")}
            for c in false
        ]
    out += [
        {"kind": "meeting missed", "gold": m["forum"], "round": m.get("round")}
        for j, m in enumerate(wanted)
        if j not in {b for _, b in pairs}
    ]
    out += [
        {"kind": "meeting false", "predicted": m["forum"], "round": m.get("round")}
        for i, m in enumerate(found)
        if i not in {a for a, _ in pairs}
    ]
    return out


def _chair_errors(found: Record, wanted: Record) -> list[Record]:
    right = {
        "country": fold(found.get("country") or "") == fold(wanted.get("country") or ""),
        "role": role_right(found.get("role"), wanted.get("role")),
    }
    return [
        {"kind": f"{slot} wrong", "name": wanted["name"], "gold": wanted.get(slot), "predicted": found.get(slot)}
        for slot, ok in right.items()
        if not ok
    ]


def _link_errors(predicted: Record, gold: Record, given: Record | None) -> list[Record]:
    return [
        {"kind": "link missed", "gold": link.name, "meeting": link.forum, "cause": link.cause, "words": link.words}
        for link in lost_links(predicted, gold, given)
    ]
