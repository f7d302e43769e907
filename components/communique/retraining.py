"""From corrected articles to a better pipeline: what is trained on, what is kept aside, and which pipeline stays.

`prepare` sorts an annotator's articles and merges them with the corpus; `compare` measures two pipelines on the same
gold, paired over its articles; `decide` says which one stays, and `render` tells it in words. No file is touched here.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import numpy as np
from spacy.language import Language

from communique.checks import ERROR, Finding, check_records, printable, quoted, record_id
from communique.duplicates import find_duplicates, words_of
from communique.formats.items import accepted
from communique.inputs import Item
from communique.intervals import LEVEL, MEASURES, NAMES, PARTS, article_counts
from communique.pipeline import annotate_records
from communique.records import RecordError, Sourced

Record = dict[str, Any]

HELD_OUT_FROM = 20
"""Number of new articles from which on some are held out to measure on."""

TOLERANCE = 0.002
"""How much F a new pipeline may lose and still count as not worse: less than one entity in five hundred."""

DECISIVE = ("entities", "links")
"""The measures in which a new pipeline must not be worse."""

ANSWER, LEAK, TWIN = "not accepted", "too like the gold", "twice"
"""Why articles are kept aside."""

_SHOWN = 4


# --- the annotator's articles -------------------------------------------------------------------


@dataclass(frozen=True)
class Kept:
    """An article that is not trained on, and why. kind: `ANSWER`, `LEAK` or `TWIN`. reason: in words."""

    item: Sourced
    kind: str
    reason: str

    def __str__(self) -> str:
        return printable(f"{_where(self.item)}: kept aside: {self.reason}")


@dataclass
class Prepared:
    """What becomes of an annotator's articles.

    errors: what must be mended first; the other fields mean nothing then. train: the corpus with the new articles.
    new: those of them that are new or corrected. held_out: new articles to measure on. kept: those set aside.
    replaced: ids of articles of the corpus that a correction takes the place of. warnings: number of doctor's
    warnings. forgotten: number of articles that the pipeline in place was retrained on and that are not here.
    """

    errors: list[Finding] = field(default_factory=list)
    train: list[Record] = field(default_factory=list)
    new: list[Record] = field(default_factory=list)
    held_out: list[Record] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    warnings: int = 0
    forgotten: int = 0


def prepare(
    items: Iterable[Item],
    corpus: dict[str, list[Sourced]],
    *,
    held_out: float,
    seed: int,
    known: Iterable[str] = (),
) -> Prepared:
    """Sort new articles and merge them with the corpus. No record is changed.

    corpus: "train", "dev" and "test" → articles. held_out: share of the new articles to measure on, where there are
    at least `HELD_OUT_FROM`. seed: of that choice. known: `fingerprint`s of articles that the pipeline in place was
    retrained on; these cannot be held out.
    """
    out = Prepared()
    items = list(items)
    good = [item for item in items if isinstance(item, Sourced)]
    fresh = _keep_aside(good, out)
    fresh = _without_leaks(fresh, [*corpus["dev"], *corpus["test"]], out)
    fresh = _without_twins(fresh, out)
    findings = check_records([*(item for item in items if isinstance(item, RecordError)), *fresh])
    out.errors += [finding for finding in findings if finding.severity == ERROR]
    out.errors += [_error(item, "no-annotation", "has neither spans nor an answer") for item in fresh if _is_bare(item)]
    out.warnings = sum(finding.severity == "warning" for finding in findings)
    replaced, close = _in_train(fresh, corpus, out)
    if out.errors:
        return out
    out.replaced = [record_id(corpus["train"][i].record) or f"line {corpus['train'][i].line}" for i in sorted(replaced)]
    known = set(known)
    free = [i for i, item in enumerate(fresh) if i not in close and fingerprint(item.record) not in known]
    wanted = round(held_out * len(fresh)) if len(fresh) >= HELD_OUT_FROM else 0
    chosen = set(random.Random(seed).sample(free, min(wanted, len(free))))
    out.held_out = [item.record for i, item in enumerate(fresh) if i in chosen]
    out.new = [
        {**item.record, "spans": item.record.get("spans") or []} for i, item in enumerate(fresh) if i not in chosen
    ]
    out.train = [*(item.record for i, item in enumerate(corpus["train"]) if i not in replaced), *out.new]
    out.forgotten = len(known - set(map(fingerprint, out.train)))
    return out


def fingerprint(record: Record) -> str:
    """What an article is known by again: a checksum of its text."""
    return sha256(record["text"].encode("utf8", "replace")).hexdigest()[:32]


def _error(item: Sourced, code: str, message: str) -> Finding:
    return Finding(ERROR, code, item.source, item.line, record_id(item.record), message)


def _where(item: Sourced) -> str:
    place = f"{item.source}:{item.line}" if item.line else item.source
    name = record_id(item.record)
    return f"{place} ({name})" if name else place


def _is_bare(item: Sourced) -> bool:
    return "spans" not in item.record and "answer" not in item.record


def _keep_aside(items: list[Sourced], out: Prepared) -> list[Sourced]:
    """Articles that the annotator accepted; the others are kept."""
    out.kept += [
        Kept(item, ANSWER, f"the answer is {quoted(str(item.record['answer']))}")
        for item in items
        if not accepted(item.record)
    ]
    return [item for item in items if accepted(item.record)]


def _without_leaks(fresh: list[Sourced], gold: list[Sourced], out: Prepared) -> list[Sourced]:
    """Articles that are not, and not nearly, those that scores are measured on."""
    leaks: dict[int, str] = {}
    for pair in find_duplicates([item.record["text"] for item in (*gold, *fresh)]):
        if pair.first < len(gold) <= pair.second:
            reason = f"shares {pair.share:.0%} of its runs of five words with {_where(gold[pair.first])}"
            leaks.setdefault(pair.second - len(gold), f"{reason}: scores on it would mean nothing")
    out.kept += [Kept(fresh[i], LEAK, reason) for i, reason in leaks.items()]
    return [item for i, item in enumerate(fresh) if i not in leaks]


def _without_twins(fresh: list[Sourced], out: Prepared) -> list[Sourced]:
    """Each text once. Two annotations of one text that differ are an error: somebody must settle them."""
    first: dict[str, Sourced] = {}
    for item in fresh:
        twin = first.setdefault(_words(item), item)
        if twin is item:
            continue
        if _annotation(twin.record) == _annotation(item.record):
            out.kept.append(Kept(item, TWIN, f"says the same as {_where(twin)}"))
        else:
            message = (
                f"another annotation of the text of {_where(twin)}; `communique agree` and `settle` make one of two"
            )
            out.errors.append(_error(item, "two-annotations", message))
    return list(first.values())


def _words(item: Sourced) -> str:
    return " ".join(words_of(item.record["text"])) or item.record["text"]


def _annotation(record: Record) -> tuple[Any, ...]:
    spans = sorted((s["start"], s["end"], s["label"]) for s in record.get("spans") or [])
    relations = sorted(json.dumps(relation, sort_keys=True) for relation in record.get("relations") or [])
    return record["text"], spans, relations, record.get("meetings") or []


def _in_train(fresh: list[Sourced], corpus: dict[str, list[Sourced]], out: Prepared) -> tuple[set[int], set[int]]:
    """Which articles of the training split are corrected by new ones, and which new ones are close to any other
    article that is trained on, so that they are no fair gold. An id that another article has is an error."""
    train = corpus["train"]
    replaced, close = set(), set()
    near: dict[int, set[int]] = {}
    for pair in find_duplicates([item.record["text"] for item in (*train, *fresh)]):
        for i in (pair.first - len(train), pair.second - len(train)):
            if i >= 0:
                close.add(i)
        if pair.first < len(train) <= pair.second:
            near.setdefault(pair.second - len(train), set()).add(pair.first)
    ids = {record_id(item.record): item for part in corpus.values() for item in part}
    ids.pop(None, None)
    for i, item in enumerate(fresh):
        like = {j for j in near.get(i, ()) if _words(train[j]) == _words(item) or _same_id(train[j], item)}
        replaced |= like
        other = ids.get(record_id(item.record))
        if other is not None and not any(train[j] is other for j in like):
            out.errors.append(_error(item, "duplicate-id", f"the id is that of another article, {_where(other)}"))
    return replaced, close


def _same_id(a: Sourced, b: Sourced) -> bool:
    return record_id(a.record) == record_id(b.record) is not None


# --- old against new ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """One measure on one set of gold articles. gold: how many there are to find. old, new: F. difference: of the
    unrounded F. low, high: its 95 % interval."""

    name: str
    gold: int
    old: float
    new: float
    difference: float
    low: float
    high: float

    @property
    def verdict(self) -> str:
        """The interval in words."""
        if self.low > 0:
            return "better"
        return "worse" if self.high < 0 else "no difference beyond chance"


@dataclass(frozen=True)
class Change:
    """An article in which the number of errors changed. errors: of the old and of the new pipeline, for entities and
    links: what was missed and what was found wrongly. words: which entities changed."""

    id: str
    set: str
    entity_errors: tuple[int, int]
    link_errors: tuple[int, int]
    words: str

    @property
    def gain(self) -> int:
        """Errors that are gone."""
        old, new = (sum(pair) for pair in zip(self.entity_errors, self.link_errors, strict=True))
        return old - new


def predict(nlp: Language, gold: Sequence[Sourced]) -> list[Record]:
    """What a pipeline makes of the gold articles. Of an article that it fails on, nothing.

    Meetings count only where the gold says which there are: a tool without a place for them leaves none.
    """
    out = []
    for found, item in zip(annotate_records(nlp, gold), gold, strict=True):
        record = found.record if isinstance(found, Sourced) else {"text": item.record["text"]}
        out.append(record if "meetings" in item.record else {**record, "meetings": []})
    return out


def compare(
    old: Sequence[Record], new: Sequence[Record], gold: Sequence[Record], *, samples: int, seed: int = 0
) -> list[Row]:
    """Old and new predictions for the same gold articles, by label and for links.

    The interval is that of the paired bootstrap: each of the `samples` draws takes the same articles for both.
    """
    counts = [
        np.array([article_counts(p, g) for p, g in zip(part, gold, strict=True)], dtype=float) for part in (old, new)
    ]
    if not gold:
        return []
    rng = np.random.default_rng(seed)
    drawn = rng.multinomial(len(gold), np.full(len(gold), 1 / len(gold)), size=samples)
    differences = _f(drawn @ counts[1]) - _f(drawn @ counts[0])
    low, high = np.percentile(differences, LEVEL, axis=0)
    scores = [_f(part.sum(axis=0, keepdims=True))[0] for part in counts]
    wanted = counts[0].sum(axis=0).reshape(len(MEASURES), len(PARTS))[:, PARTS.index("gold")]
    return [
        Row(
            NAMES.get(name, name),
            int(wanted[i]),
            *(round(float(score[i]), 4) for score in scores),
            *(round(float(value), 4) for value in (scores[1][i] - scores[0][i], low[i], high[i])),
        )
        for i, name in enumerate(MEASURES)
    ]


def _f(counts: np.ndarray) -> np.ndarray:
    """F of each measure from rows of counts; 0.0 where there is nothing."""
    hits, predicted, gold = np.moveaxis(counts.reshape(len(counts), len(MEASURES), len(PARTS)), 2, 0)
    total = predicted + gold
    return np.divide(2 * hits, total, out=np.zeros_like(total), where=total > 0)


def find_changes(
    old: Sequence[Record], new: Sequence[Record], gold: Sequence[Record], sets: Sequence[str]
) -> tuple[list[Change], list[Change]]:
    """The articles that got better and those that got worse, the largest change first. sets: each article's set."""
    changes = []
    for number, (before, after, right, name) in enumerate(zip(old, new, gold, sets, strict=True), 1):
        errors = [_errors(before, right), _errors(after, right)]
        entities, links = zip(*errors, strict=True)
        label = record_id(right) or f"article {number} of the gold"
        changes.append(Change(label, name, entities, links, _what_changed(before, after, right)))
    better = sorted((c for c in changes if c.gain > 0), key=lambda c: -c.gain)
    worse = sorted((c for c in changes if c.gain < 0), key=lambda c: c.gain)
    return better, worse


def _errors(predicted: Record, gold: Record) -> tuple[int, int]:
    """Missed and wrongly found entities, and links."""
    counts = np.array(article_counts(predicted, gold)).reshape(len(MEASURES), len(PARTS))
    wrong = counts[:, 1] + counts[:, 2] - 2 * counts[:, 0]
    return int(wrong[MEASURES.index("ents")]), int(wrong[MEASURES.index("links")])


def _what_changed(old: Record, new: Record, gold: Record) -> str:
    before, after, right = map(_places, (old, new, gold))
    kinds = {
        "found now": after & right - before,
        "wrong no more": before - right - after,
        "missed now": before & right - after,
        "wrong now": after - right - before,
    }
    parts = []
    for title, places in kinds.items():
        shown = [f"{label} {quoted(gold['text'][start:end], 50)}" for start, end, label in sorted(places)]
        if shown:
            more = f" and {len(shown) - _SHOWN} more" if len(shown) > _SHOWN else ""
            parts.append(f"{title}: {', '.join(shown[:_SHOWN])}{more}")
    return "; ".join(parts)


def _places(record: Record) -> set[tuple[int, int, str]]:
    return {(span["start"], span["end"], span["label"]) for span in record.get("spans") or []}


# --- the decision -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Decision:
    """take: does the new pipeline take the old one's place? reasons: why, in words."""

    take: bool
    reasons: list[str]


def decide(rows: Sequence[Row]) -> Decision:
    """The new pipeline is taken unless it is worse in entities or links: unless its F is lower by more than
    `TOLERANCE`, or the whole interval of the difference lies below 0."""
    by_name = {row.name: row for row in rows}
    faults, said = [], []
    for name in DECISIVE:
        row = by_name[name]
        numbers = f"F of {name} {row.old:.3f} → {row.new:.3f} ({_signed(row)})"
        said.append(f"{numbers}: {row.verdict}.")
        if row.high < 0:
            faults.append(f"the new pipeline is worse at {name}, and that is no chance: {numbers}.")
        elif row.difference < -TOLERANCE:
            faults.append(f"the new pipeline loses more than {TOLERANCE} at {name}: {numbers}.")
    return Decision(not faults, faults or said)


def _signed(row: Row) -> str:
    return f"{row.difference:+.3f}, 95 % between {row.low:+.3f} and {row.high:+.3f}"


@dataclass
class Outcome:
    """All that the report tells. rows: set of gold articles → its rows; "all" is what the decision is made on.
    sizes: set → number of its articles. prepared: what `summary` gave. old: where the old pipeline stands. new: file
    with the new articles that were trained on. without_meetings: gold articles that count for entities only."""

    decision: Decision
    rows: dict[str, list[Row]]
    sizes: dict[str, int]
    better: list[Change]
    worse: list[Change]
    prepared: Record
    old: str
    new: str
    without_meetings: int = 0


def verdict(outcome: Outcome) -> list[str]:
    """The decision in words, and what to do next."""
    first = "The new pipeline is put in place." if outcome.decision.take else "The old pipeline stays."
    lines = [first, *(reason[0].upper() + reason[1:] for reason in outcome.decision.reasons)]
    if outcome.decision.take:
        if outcome.rows:
            lines.append(f"The old one is kept as {outcome.old}-previous.")
        lines.append(
            f"The corpus is as it was. To train on the new articles next time too, add {outcome.new} to the corpus, or "
            "give the files of all times in one folder."
        )
    return lines


def render(outcome: Outcome) -> str:
    """The report as Markdown."""
    counts = outcome.prepared
    lines = ["# Retraining: old against new", "", *verdict(outcome), ""]
    lines += ["## The articles", ""]
    lines += [f"- from {counts['path']}: {counts['read']} articles, {counts['trained']} of them trained on"]
    if counts["replaced"]:
        lines += [
            f"- {len(counts['replaced'])} of these correct an article of the corpus: {_listed(counts['replaced'])}"
        ]
    lines += [f"- held out to measure on: {counts['held_out']}"]
    for kind in (ANSWER, LEAK, TWIN):
        if places := [kept["where"] for kept in counts["kept"] if kept["kind"] == kind]:
            lines += [f"- kept aside, {kind}: {len(places)} ({_listed(places)})"]
    if outcome.without_meetings:
        lines += [f"- held out without meetings, so that they count for entities only: {outcome.without_meetings}"]
    for name, rows in outcome.rows.items():
        lines += ["", f"## Gold: {name}, {outcome.sizes[name]} articles", "", *_table(rows)]
    if outcome.rows:
        for title, changes in (("better", outcome.better), ("worse", outcome.worse)):
            lines += ["", f"## Articles that got {title}: {len(changes)}", "", *map(_told, changes)]
    return "\n".join(map(printable, lines)) + "\n"


def _table(rows: Sequence[Row]) -> list[str]:
    head = ["| measure | gold | old F | new F | difference | 95 % interval | |", "| --- |" + " ---: |" * 5 + " --- |"]
    return head + [
        f"| {row.name} | {row.gold} | {row.old:.3f} | {row.new:.3f} | {row.difference:+.3f} | "
        f"{row.low:+.3f} to {row.high:+.3f} | {row.verdict} |"
        for row in rows
    ]


def _told(change: Change) -> str:
    (ents_old, ents_new), (links_old, links_new) = change.entity_errors, change.link_errors
    errors = f"errors in entities {ents_old} → {ents_new}, in links {links_old} → {links_new}"
    return f"- {change.id} ({change.set}): {errors}" + (f"; {change.words}" if change.words else "")


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - 10} more" if len(names) > 10 else ""
    return ", ".join(names[:10]) + more


def summary(prepared: Prepared, path: str, read: int) -> Record:
    """What becomes of the articles, as plain data. path: where they came from. read: how many there were."""
    return {
        "path": path,
        "read": read,
        "trained": len(prepared.new),
        "replaced": prepared.replaced,
        "held_out": len(prepared.held_out),
        "warnings": prepared.warnings,
        "forgotten": prepared.forgotten,
        "kept": [{"where": _where(kept.item), "kind": kept.kind, "reason": kept.reason} for kept in prepared.kept],
    }
