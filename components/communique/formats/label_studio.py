"""Label Studio's JSON: tasks with annotations (or predictions), one task an article.

What is known to bite, seen in label-studio 1.23.2 (run in a browser) and label-studio-sdk 2.1.2:
- Its page counts code points since it fixed emoji (older ones counted UTF-16 units); both are read, the quoted
  words decide. In these words a line break stands as a backslash and an n.
- It drops relation labels that its configuration does not name (`init-tool --relation`).
- It keeps one relation a pair and direction: a second one is silently ignored. Two relations between the same spans
  are one relation with two labels.
- A skipped task has an annotation with `was_cancelled`. A task without annotations has not been looked at: that is
  not the same as "holds nothing".
- Several annotators may have annotated one task: each annotation becomes a record, with `meta.annotator`.
- Unknown keys survive only inside a task's `data`: so the meta and the envelope are there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from communique.formats.envelope import KEY, pack, span_place, unpack
from communique.formats.guide import colours, relation_between
from communique.formats.items import (
    ACCEPT,
    IGNORE,
    Item,
    Options,
    Record,
    accepted,
    built,
    checked,
    fault,
    id_of,
    set_meta,
)
from communique.formats.jsonfiles import read_json
from communique.formats.loss import LossReport
from communique.formats.offsets import AUTO, CODEPOINT, UNITS, OffsetMap, choose_unit, same_words
from communique.records import RecordError, atomic

TOOL = "label_studio"
"""Key of a record for what only Label Studio knows: other results, other data, facts of task and annotation."""

_OUR_REGION = re.compile(r"s\d+")
_VALUE = ("start", "end", "text", "startOffset", "endOffset", "globalOffsets")
_RESULT = ("id", "from_name", "to_name", "type", "value", "score")
_TASK = ("data", "annotations", "completions", "predictions", "drafts", "meta")
_ANNOTATION = ("result", "was_cancelled", "skipped")


def read(path: Path, options: Options, report: LossReport) -> Iterator[Item]:
    """The tasks of an export as records: JSON, JSON-MIN, or a task a line."""
    for found in read_json(path):
        if isinstance(found, RecordError):
            yield found
            continue
        line, task = found
        if not isinstance(task, dict):
            yield checked(task, path, line)
            continue
        task = _from_min(task) if "data" not in task else task
        data = task["data"] if isinstance(task["data"], dict) else {}
        text = _text_key(data)
        ident = id_of(data)
        ident = f"task {task.get('id', '?')}" if ident == "no id" else ident
        if text is None:
            yield fault(path, line, ident, "the task has no text")
            continue

        def build(faults: list[str], task: Record = task, text: str = text, ident: str = ident) -> list[Record]:
            return _Task(task, text, ident, options, report, faults).records()

        yield from built(build, "Label Studio", path, line, ident)


def _text_key(data: Record) -> str | None:
    """The key of a task's data that holds its text: "text", or that of the longest string with a space in it."""
    if isinstance(data.get("text"), str):
        return "text"
    strings = {key: value for key, value in data.items() if isinstance(value, str) and " " in value.strip()}
    return max(strings, key=lambda key: len(strings[key]), default=None)


def _from_min(task: Record) -> Record:
    """A task of the JSON-MIN export (one annotation, its results by control), or of a bare import file."""
    results = [
        {"id": f"s{i}", "type": "labels", "value": value}
        for i, value in enumerate(v for values in task.values() if isinstance(values, list) for v in values)
        if isinstance(value, dict) and isinstance(value.get("labels"), list) and "start" in value
    ]
    facts = ("id", "annotator", "annotation_id", "created_at", "updated_at", "lead_time", "agreement")
    data = {key: value for key, value in task.items() if key not in facts and not isinstance(value, list)}
    out: Record = {"data": data, **({"id": task["id"]} if "id" in task else {})}
    if results or "annotation_id" in task:
        out["annotations"] = [{"id": task.get("annotation_id"), "result": results}]
        if task.get("annotator") is not None:
            out["annotations"][0]["completed_by"] = task["annotator"]
    return out


class _Task:
    """One task, on its way to records."""

    def __init__(
        self, task: Record, text_key: str, ident: str, options: Options, report: LossReport, faults: list[str]
    ):
        self.task, self.ident, self.options, self.report, self.faults = task, ident, options, report, faults
        self.data = task["data"]
        self.text_key, self.text = text_key, self.data[text_key]
        self.envelope = self.data[KEY] if isinstance(self.data.get(KEY), dict) else {}
        # a column of an imported table may be called "meta" too: then ours is in the envelope
        metas = self.task.get("meta"), (self.envelope.get("record") or {}).get("meta"), self.data.get("meta")
        self.metas = [each for each in metas if isinstance(each, dict)]

    def records(self) -> list[Record]:
        """A record for each annotation; where there is none, one for the last prediction, else a bare one."""
        annotations = self.task.get("annotations") or self.task.get("completions") or []
        predictions = self.task.get("predictions") or []
        if annotations:
            self.report.unread(
                "predictions", "beside an annotation, which counts instead", self.ident, len(predictions)
            )
            self.report.unread("lines", "drafts that nobody submitted", self.ident, len(self.task.get("drafts") or []))
            if len(annotations) > 1:
                how = "several annotations of one task: a record for each, with meta.annotator"
                self.report.mapped("articles", how, self.ident, len(annotations))
            return [self._record(annotation, "annotation") for annotation in annotations]
        if predictions:
            self.report.mapped("articles", "only predicted, nobody has looked: kept with the answer ignore", self.ident)
            return [self._record(predictions[-1], "prediction")]
        self.report.mapped("articles", "not annotated yet: kept with the answer ignore", self.ident)
        return [self._record({"result": []}, "nothing")]

    def _record(self, annotation: Record, kind: str) -> Record:
        record: Record = {"text": self.text}
        meta = {key: value for each in self.metas for key, value in each.items()}
        if meta:
            record["meta"] = meta
        if "id" in self.data:
            set_meta(record, **{"id": str(self.data["id"]), **(record.get("meta") or {})})
        elif "id" in self.task and "id" not in meta and not self.envelope:
            set_meta(record, id=str(self.task["id"]))
        if annotator := _name(annotation.get("completed_by")):
            set_meta(record, annotator=annotator)
        record["spans"], record["relations"], others = self._results(annotation.get("result") or [])
        unpack(record, self.envelope)
        if answer := self._answer(annotation, kind, record.get("answer")):
            record["answer"] = answer
        if facts := self._facts(annotation, kind, others):
            record[TOOL] = {**(record.get(TOOL) or {}), **facts}
        return record

    def _answer(self, annotation: Record, kind: str, before: str | None) -> str | None:
        """What became of the article; before: the answer that it went in with."""
        if kind != "annotation":
            return IGNORE
        if annotation.get("was_cancelled") or annotation.get("skipped"):
            return before if before not in (None, ACCEPT) else IGNORE
        submitted = annotation.get("completed_by") is not None
        return ACCEPT if before not in (None, ACCEPT) or submitted else before

    def _facts(self, annotation: Record, kind: str, others: list[Record]) -> Record:
        """What only Label Studio knows, to be handed back to it."""
        facts: Record = {}
        if kind == "prediction":
            facts["prediction"] = {key: annotation[key] for key in ("model_version", "score") if key in annotation}
        elif kind == "nothing":
            facts["untouched"] = True
        elif rest := {key: value for key, value in annotation.items() if key not in _ANNOTATION}:
            facts["annotation"] = rest
        known = (self.text_key, KEY, *(["meta"] if isinstance(self.data.get("meta"), dict) else []))
        for name, source, left_out in (("task", self.task, _TASK), ("data", self.data, known)):
            if rest := {key: value for key, value in source.items() if key not in left_out}:
                facts[name] = rest
        if self.text_key != "text":
            facts["text_key"] = self.text_key
        if others:
            facts["results"] = others
            self.report.mapped(
                "keys", "results that are no spans or relations, kept for Label Studio", self.ident, len(others)
            )
        return facts

    def _results(self, results: list[Record]) -> tuple[list[Record], list[Record], list[Record]]:
        """Spans, relations and all other results of an annotation."""
        regions, relations, others = [], [], []
        for result in results:
            is_region = _labels(result) is not None
            (regions if is_region else relations if result.get("type") == "relation" else others).append(result)
        by_id: dict[str, list[Record]] = {}
        for region in regions:
            by_id.setdefault(str(region.get("id")), []).extend(self._region(region))
        spans = [span for found in by_id.values() for span in found]
        return spans, [made for relation in relations for made in self._relations(relation, by_id)], others

    def _region(self, region: Record) -> list[Record]:
        """The spans of a region, one for each of its labels."""
        labels, (start, end) = _labels(region), _place(region)
        words = region["value"].get("text")
        name = f"region {region.get('id')} [{start}, {end}]"
        if not labels:
            self._lost("spans", "a region without a label", f"{name} has no label")
            return []
        unit = self.options.offsets
        if unit == AUTO:
            written = self.envelope.get("offsets")
            default = written if written in UNITS else CODEPOINT
            unit = choose_unit(self.text, [(start, end, words)] if type(start) is type(end) is int else [], default)
        to = OffsetMap(self.text, unit)
        first, last = (to.into(offset) if type(offset) is int else None for offset in (start, end))
        if first is None or last is None or first >= last:
            self._lost("spans", "outside the text", f"{name} {labels[0]} lies outside the text")
            return []
        if isinstance(words, str) and not same_words(self.text[first:last], words):
            stands = f"{name} {labels[0]} quotes {words[:60]!r}, but there stands {self.text[first:last][:60]!r}"
            self._lost("spans", "its words stand elsewhere", stands)
            return []
        if unit != CODEPOINT and max(self.text) > "\uffff":
            self.report.mapped("spans", "offsets in UTF-16 units, read as such", self.ident, len(labels))
        return [self._span(region, first, last, label) for label in labels]

    def _span(self, region: Record, start: int, end: int, label: str) -> Record:
        span: Record = {"start": start, "end": end, "label": label}
        if isinstance(region.get("id"), str) and not _OUR_REGION.fullmatch(region["id"]):
            span["id"] = region["id"]
        if "score" in region:
            span["score"] = region["score"]
        own = {
            key: value for key, value in region.items() if key not in _RESULT and (key, value) != ("origin", "manual")
        }
        listed = "labels" if "labels" in region["value"] else region["type"]
        value = {key: value for key, value in region["value"].items() if key not in _VALUE and key != listed}
        if own or value:
            span[TOOL] = {**own, **({"value": value} if value else {})}
        return span

    def _relations(self, relation: Record, by_id: dict[str, list[Record]]) -> Iterator[Record]:
        """A relation for each label of an arrow."""
        ends = [by_id.get(str(relation.get(key))) for key in ("from_id", "to_id")]
        if not all(ends):
            name = f"a relation from {relation.get('from_id')} to {relation.get('to_id')}"
            self._lost("relations", "one end is gone", f"{name}: one end is gone")
            return
        if relation.get("direction") == "left":
            ends.reverse()
        head, child = ends[0][0], ends[1][0]
        labels = relation.get("labels") or []
        if not labels:
            guessed = relation_between(head["label"], child["label"])
            if guessed is None:
                self._lost("relations", "no label", f"a relation from {head['label']} to {child['label']} has no label")
                return
            self.report.mapped("relations", "no label: named after its ends, as the guide has it", self.ident)
            labels = [guessed]
        for label in labels:
            made = {"label": label, "head_span": _end(head), "child_span": _end(child)}
            yield {**made, "direction": "bi"} if relation.get("direction") == "bi" else made

    def _lost(self, kind: str, why: str, message: str) -> None:
        self.faults.append(message)
        self.report.unread(kind, why, self.ident)


def _labels(result: Record) -> list[str] | None:
    """The labels of a region of text; None for any other result."""
    value, kind = result.get("value"), str(result.get("type"))
    if not kind.endswith("labels") or not isinstance(value, dict) or "start" not in value:
        return None
    found = value.get("labels", value.get(kind))
    return [str(label) for label in found or []]


def _place(region: Record) -> tuple[Any, Any]:
    """Start and end; in HyperText these are paths, and the offsets stand beside them."""
    value = region["value"]
    offsets = value.get("globalOffsets") if isinstance(value.get("start"), str) else value
    return (offsets or {}).get("start"), (offsets or {}).get("end")


def _end(span: Record) -> Record:
    return dict(zip(("start", "end", "label"), span_place(span), strict=True))


def _name(completed_by: Any) -> str | None:
    """Who annotated: a number, or an object with an e-mail address."""
    if isinstance(completed_by, dict):
        completed_by = completed_by.get("email") or completed_by.get("id")
    return None if completed_by is None else str(completed_by)


def write(path: Path, records: Iterable[Record], options: Options, report: LossReport) -> None:
    """Write tasks to import, one at a time."""
    with atomic(path) as part, part.open("w", encoding="utf8", newline="\n") as file:
        file.write("[")
        for number, record in enumerate(records):
            file.write(",\n" if number else "\n")
            file.write(json.dumps(_task(record, options, report), ensure_ascii=False))
        file.write("\n]\n")


def _task(record: Record, options: Options, report: LossReport) -> Record:
    unit = CODEPOINT if options.offsets == AUTO else options.offsets
    facts = dict(record.get(TOOL) or {}) if isinstance(record.get(TOOL), dict) else {}
    data = {**(facts.pop("data", None) or {}), facts.pop("text_key", "text"): record["text"]}
    others = facts.pop("results", None) or []
    keys = ()
    if "meta" in record and "meta" not in data:
        keys, data["meta"] = ("meta",), record["meta"]
    rest = {key: value for key, value in record.items() if key != TOOL} | ({TOOL: facts} if facts else {})
    # the page gives results back without their scores once somebody has saved them
    envelope = pack(rest, keys=keys, span_keys=(TOOL,))
    if unit != CODEPOINT:
        envelope["offsets"] = unit
    if envelope:
        data[KEY] = envelope
    result = [*_written(record, OffsetMap(record["text"], unit), report), *others]
    if options.predictions:
        return {"data": data, "predictions": [{"model_version": KEY, "result": result}]}
    if not accepted(record) and "prediction" in facts:
        return {"data": data, "predictions": [{**facts["prediction"], "result": result}]}
    if not accepted(record) and facts.get("untouched") and not result:
        return {"data": data, "annotations": []}
    annotation: Record = {"result": result}
    if not accepted(record):
        annotation["was_cancelled"] = True
    return {"data": data, "annotations": [annotation]}


def _written(record: Record, to: OffsetMap, report: LossReport) -> Iterator[Record]:
    """The results of an annotation: a region for each span, one relation for each pair."""
    ids: dict[tuple[Any, ...], str] = {}
    used: set[str] = set()
    for number, span in enumerate(record["spans"]):
        own = span.get(TOOL) if isinstance(span.get(TOOL), dict) else {}
        ident = span.get("id")
        if not isinstance(ident, str) or not ident or ident in used:
            ident = next(free for i in count(number) if (free := f"s{i}") not in used)
        used.add(ident)
        ids.setdefault(span_place(span), ident)
        value = {
            "start": to.out(span["start"]),
            "end": to.out(span["end"]),
            "text": record["text"][span["start"] : span["end"]],
            "labels": [span["label"]],
            **(own.get("value") or {}),
        }
        rest = {key: value for key, value in own.items() if key != "value"}
        score = {"score": span["score"]} if "score" in span else {}
        yield {"id": ident, "from_name": "label", "to_name": "text", "type": "labels", "value": value, **score, **rest}
    pairs: dict[tuple[str, str], list[Record]] = {}
    for relation in record["relations"]:
        ends = [ids.get(span_place(relation[key])) for key in ("head_span", "child_span")]
        if None in ends:
            report.dropped("relations", "an end is no span: Label Studio joins spans only", id_of(record))
        else:
            pairs.setdefault((ends[0], ends[1]), []).append(relation)
    for (head, child), relations in pairs.items():
        if len(relations) > 1:
            report.mapped(
                "relations", "between the same spans: one arrow with several labels", id_of(record), len(relations)
            )
        direction = "bi" if all(relation.get("direction") == "bi" for relation in relations) else "right"
        labels = [relation["label"] for relation in relations]
        yield {"type": "relation", "from_id": head, "to_id": child, "direction": direction, "labels": labels}


def tool_config(labels: tuple[str, ...], relations: tuple[str, ...]) -> dict[str, str]:
    """File name → content: the labelling configuration of a project."""
    colour = colours(labels)
    lines = ["<View>", "  <Relations>"]
    lines += [f"    <Relation value={quoteattr(name)}/>" for name in relations]
    lines += ["  </Relations>", '  <Labels name="label" toName="text" showInline="true">']
    lines += [
        f'    <Label value={quoteattr(label)} background="{colour[label]}"'
        + (f' hotkey="{i}"' if i < 10 else "")
        + "/>"
        for i, label in enumerate(labels, 1)
    ]
    # granularity="word" would be handy, but it cannot mark half of "India-Egypt"
    lines += ["  </Labels>", '  <Text name="text" value="$text" saveTextResult="yes"/>', "</View>"]
    return {"label_studio.xml": "\n".join(lines) + "\n"}
