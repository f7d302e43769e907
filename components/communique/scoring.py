"""How good are the records: precision, recall and F of entities, meetings, links and whole records.

The measures are those of the annotation guide's benchmark: entities by exact span and label; a predicted
and a gold record are one meeting where their rounds do not contradict each other and their forums share
half their words; a link is a (co-chair, meeting) pair; a record is whole where round, status, place, date
and the set of co-chairs with their countries are right. What the NER missed counts as missed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from spacy.training import Example

from communique.annotations import doc_to_record
from communique.countries import fold
from communique.linking.forum_names import content_words
from communique.schema import LABELS

SLOTS = ("round", "status", "place", "date", "parties", "country", "role")
Record = dict[str, Any]


def prf(hits: int, predicted: int, gold: int) -> dict[str, float]:
    """Precision, recall and F from counts; 0.0 where a count is missing."""
    p, r = hits / predicted if predicted else 0.0, hits / gold if gold else 0.0
    return {"p": round(p, 4), "r": round(r, 4), "f": round(2 * p * r / (p + r), 4) if p + r else 0.0}


def same_person(a: str | None, b: str | None) -> bool:
    """Is one name the other's short form, or do they share the last word?"""
    left, right = fold(a or "").split(), fold(b or "").split()
    if not left or not right:
        return False
    return left[-1] == right[-1] or set(left) <= set(right) or set(right) <= set(left)


def match_score(predicted: Record, gold: Record) -> float:
    """How surely two records are one meeting; 0.0: not at all."""
    numbers = predicted.get("round"), gold.get("round")
    if None not in numbers and numbers[0] != numbers[1]:
        return 0.0
    words = content_words(predicted.get("forum") or ""), content_words(gold.get("forum") or "")
    overlap = len(words[0] & words[1]) / max(1, min(map(len, words)))
    if overlap < 0.5:
        return 0.0
    return overlap + (numbers[0] == numbers[1]) + 0.5 * (predicted.get("status") == gold.get("status"))


def pair_meetings(predicted: list[Record], gold: list[Record]) -> list[tuple[int, int]]:
    """Greedy one-to-one pairs of indices (predicted, gold), the surest first."""
    ranked = sorted(
        ((match_score(p, g), i, j) for i, p in enumerate(predicted) for j, g in enumerate(gold)), key=lambda t: -t[0]
    )
    used_p: set[int] = set()
    used_g: set[int] = set()
    pairs = []
    for value, i, j in ranked:
        if value > 0 and i not in used_p and j not in used_g:
            used_p.add(i)
            used_g.add(j)
            pairs.append((i, j))
    return pairs


def pair_chairs(predicted: list[Record], gold: list[Record]) -> list[tuple[int, int]]:
    """One-to-one pairs of indices of co-chairs that are the same person."""
    used: set[int] = set()
    pairs = []
    for j, g in enumerate(gold):
        for i, p in enumerate(predicted):
            if i not in used and same_person(p.get("name"), g.get("name")):
                used.add(i)
                pairs.append((i, j))
                break
    return pairs


def any_of(gold: Any) -> list[Any]:
    """A gold slot may list alternatives that are equally right."""
    return gold if isinstance(gold, list) else [gold]


def _place_right(predicted: str | None, gold: Any) -> bool:
    return any(fold(predicted or "") == fold(place or "") for place in any_of(gold))


def _date_right(predicted: str | None, gold: Any) -> bool:
    """Equal, or one the other's beginning and the predicted one at least a month."""
    a = predicted or ""
    return any(
        a == (b or "") or bool(a and b and len(a) >= 7 and (a.startswith(b) or b.startswith(a))) for b in any_of(gold)
    )


def slots_right(predicted: Record, gold: Record) -> dict[str, bool]:
    """Which slots of a paired record are right."""
    return {
        "round": predicted.get("round") == gold.get("round"),
        "status": predicted.get("status") == gold.get("status"),
        "place": _place_right(predicted.get("place"), gold.get("place")),
        "date": _date_right(predicted.get("date"), gold.get("date")),
        "parties": set(map(fold, predicted.get("parties") or [])) == set(map(fold, gold.get("parties") or [])),
    }


def score_records(pairs: Iterable[tuple[Record, Record]]) -> dict[str, Any]:
    """Scores over (predicted, gold) records of the same texts.

    Returns entities and each label, meetings, links and records as {"p", "r", "f"}, and the share of
    right slots among paired records.
    """
    count: Counter[str] = Counter()
    slots: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for predicted, gold in pairs:
        count_entities(predicted, gold, count)
        count_meetings(predicted.get("meetings") or [], gold.get("meetings") or [], count, slots, seen)
    out: dict[str, Any] = {"entities": _prf_of(count, "ents")}
    out.update({label: _prf_of(count, label) for label in LABELS})
    out.update({name: _prf_of(count, name) for name in ("meetings", "links", "records")})
    out["slots"] = {slot: round(slots[slot] / seen[slot], 4) if seen[slot] else None for slot in SLOTS}
    return out


def false_alarms(pairs: Iterable[tuple[Record, Record]]) -> dict[str, int]:
    """How many articles hold no session, and how many records were found in them. pairs: (predicted, gold)."""
    found = [len(predicted.get("meetings") or []) for predicted, gold in pairs if not gold.get("meetings")]
    return {"articles": len(found), "records": sum(found)}


def _prf_of(count: Counter[str], name: str) -> dict[str, float]:
    return prf(count[name, "hits"], count[name, "predicted"], count[name, "gold"])


def _add(count: Counter, name: str, hits: int, predicted: int, gold: int) -> None:
    count[name, "hits"] += hits
    count[name, "predicted"] += predicted
    count[name, "gold"] += gold


def count_entities(predicted: Record, gold: Record, count: Counter) -> None:
    """Add one article's entity counts to `count`, by (label or "ents", "hits" | "predicted" | "gold")."""
    for label in LABELS:
        p, g = (
            {(s["start"], s["end"]) for s in r.get("spans") or [] if s["label"] == label} for r in (predicted, gold)
        )
        for name in ("ents", label):
            _add(count, name, len(p & g), len(p), len(g))


def count_meetings(predicted: list[Record], gold: list[Record], count: Counter, slots: Counter, seen: Counter) -> None:
    """Add one article's counts of meetings, links, whole records and right slots."""
    pairs = pair_meetings(predicted, gold)
    whole = right_rounds = link_hits = 0
    for i, j in pairs:
        p, g = predicted[i], gold[j]
        chairs = pair_chairs(p.get("co_chairs") or [], g.get("co_chairs") or [])
        link_hits += len(chairs)
        right = slots_right(p, g)
        right_rounds += right["round"]
        for slot, ok in right.items():
            slots[slot] += ok
            seen[slot] += 1
        lands = [_fold_of(p, a, "country") == _fold_of(g, b, "country") for a, b in chairs]
        roles = [role_right(p["co_chairs"][a].get("role"), g["co_chairs"][b].get("role")) for a, b in chairs]
        for slot, values in (("country", lands), ("role", roles)):
            slots[slot] += sum(values)
            seen[slot] += len(values)
        complete = len(chairs) == len(g.get("co_chairs") or []) == len(p.get("co_chairs") or [])
        whole += complete and all(lands) and all(right[slot] for slot in ("round", "status", "place", "date"))
    _add(count, "meetings", right_rounds, len(predicted), len(gold))
    _add(count, "records", whole, len(predicted), len(gold))
    n_links = [sum(len(m.get("co_chairs") or []) for m in meetings) for meetings in (predicted, gold)]
    _add(count, "links", link_hits, *n_links)


def _fold_of(meeting: Record, index: int, key: str) -> str:
    return fold(meeting["co_chairs"][index].get(key) or "")


def role_right(predicted: str | None, gold: str | None) -> bool:
    """At least half the words of the gold role, or no role in gold."""
    words = content_words(gold or "")
    return not words or 2 * len(words & content_words(predicted or "")) >= len(words)


def score_meetings(examples: Iterable[Example], **kwargs: Any) -> dict[str, Any]:
    """The scores of spaCy Examples as flat keys for `spacy evaluate --output`: meetings_p, links_f, …"""
    scores = score_records((doc_to_record(eg.predicted), doc_to_record(eg.reference)) for eg in examples)
    flat: dict[str, Any] = {}
    for name in ("meetings", "links", "records"):
        flat.update({f"{name}_{key}": value for key, value in scores[name].items()})
    flat["meeting_slots"] = scores["slots"]
    return flat


def make_meetings_scorer() -> Callable[..., dict[str, Any]]:
    """`communique.meetings_scorer.v1`."""
    return score_meetings
