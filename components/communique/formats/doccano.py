"""doccano's JSONL, in both shapes: `entities` and `relations` with ids, and the older `label: [[start, end, label]]`.

doccano's page counts UTF-16 code units (read off the client of doccano 1.8.4; with the project's option "Count
grapheme clusters as one character", which must stay off, it counts grapheme clusters). On import it keeps keys that it
does not know and hands them back at the top level; its export goes through a pandas table, which turns a number into
a decimal and a missing key into null where articles differ in their keys. So everything of ours is in `meta` and
one envelope, and every article has both.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from communique.formats.envelope import KEY, pack, span_place, unpack
from communique.formats.guide import colours
from communique.formats.items import Item, Options, Record, built, fault, id_of, set_meta
from communique.formats.jsonfiles import read_json
from communique.formats.loss import LossReport
from communique.formats.offsets import AUTO, UNITS, UTF16, OffsetMap, choose_unit
from communique.records import RecordError, write_jsonl

SPAN_KEYS = ("entities", "label", "labels", "annotations")
"""Where the spans of an article stand, by the version and the kind of the project."""

_SHARED = ("all", "admin", "unknown")
_COLUMNS = ("start_offset", "end_offset", "label")


def read(path: Path, options: Options, report: LossReport) -> Iterator[Item]:
    """The articles of a file as records; of a folder, the articles of each file, which is named for its annotator."""
    if not path.is_dir():
        yield from _read_file(path, None, options, report)
        return
    for file in sorted(file for file in path.iterdir() if file.suffix in (".jsonl", ".json")):
        yield from _read_file(file, None if file.stem in _SHARED else file.stem, options, report)


def _read_file(path: Path, annotator: str | None, options: Options, report: LossReport) -> Iterator[Item]:
    for found in read_json(path):
        if isinstance(found, RecordError):
            yield found
            continue
        line, article = found
        ident = id_of(article) if isinstance(article, dict) else "no id"
        text = article.get("text", article.get("data")) if isinstance(article, dict) else None
        if not isinstance(text, str):
            yield fault(path, line, ident, 'the article has no "text"')
            continue

        def build(faults: list[str], article: Record = article, text: str = text) -> list[Record]:
            record = _record(article, text, options, report, faults)
            if annotator is not None:
                set_meta(record, annotator=annotator)
            return [record]

        yield from built(build, "doccano", path, line, ident)


def _record(article: Record, text: str, options: Options, report: LossReport, faults: list[str]) -> Record:
    envelope = article.get(KEY) if isinstance(article.get(KEY), dict) else {}
    # null is how a pandas table says that an article does not have the key
    known = ("text", "data", "id", "meta", "relations", KEY, *SPAN_KEYS)
    record: Record = {"text": text, **{k: v for k, v in article.items() if k not in known and v is not None}}
    meta = dict(article["meta"]) if isinstance(article.get("meta"), dict) else {}
    if article.get("id") is not None:
        meta.setdefault("id", str(article["id"]))
    if meta:
        record["meta"] = meta
    ident = id_of(record)
    spans, by_id = _spans(article, text, options, envelope, faults)
    report.unread("spans", "outside the text, or without a label", ident, len(faults))
    relations = []
    for relation in article.get("relations") or []:
        named = [str(relation.get(key)) for key in ("from_id", "to_id")] if isinstance(relation, dict) else [""]
        ends = [by_id.get(ident) for ident in named]
        if None in ends or not isinstance(relation.get("type"), str):
            faults.append(f"a relation without a type or one of its ends: {json.dumps(relation)[:100]}")
            report.unread("relations", "without a type or one of its ends", ident)
            continue
        head, child = (dict(zip(("start", "end", "label"), span_place(span), strict=True)) for span in ends)
        relations.append({"label": relation["type"], "head_span": head, "child_span": child})
    return unpack({**record, "spans": spans, "relations": relations}, envelope)


def _spans(
    article: Record, text: str, options: Options, envelope: Record, faults: list[str]
) -> tuple[list[Record], dict[str, Record]]:
    """The spans, and the same by their ids."""
    listed = [_as_dict(span) for key in SPAN_KEYS if isinstance(article.get(key), list) for span in article[key]]
    good = [
        span
        for span in listed
        if type(span.get("start_offset")) is int and type(span.get("end_offset")) is int and span.get("label")
    ]
    faults += [f"a span without label or place: {json.dumps(span)[:100]}" for span in listed if span not in good]
    unit = options.offsets
    if unit == AUTO:
        unit = envelope.get("offsets")
    if unit not in UNITS:
        unit = choose_unit(text, [(span["start_offset"], span["end_offset"], None) for span in good], UTF16)
    to = OffsetMap(text, unit)
    spans, by_id = [], {}
    for span in good:
        start, end = to.into(span["start_offset"]), to.into(span["end_offset"])
        if start is None or end is None or start >= end:
            faults.append(f"span [{span['start_offset']}, {span['end_offset']}] {span['label']} lies outside the text")
            continue
        found = {"start": start, "end": end, "label": str(span["label"])}
        spans.append(found)
        if "id" in span:
            by_id[str(span["id"])] = found
    return spans, by_id


def _as_dict(span: Any) -> Record:
    if isinstance(span, (list, tuple)) and len(span) >= len(_COLUMNS):
        return dict(zip(_COLUMNS, span, strict=False))
    return span if isinstance(span, dict) else {"label": None, "span": span}


def write(path: Path, records: Iterable[Record], options: Options, report: LossReport) -> None:
    """Write the shape with `entities` and `relations`, for a project that uses relations."""
    write_jsonl(path, (_article(record, options, report) for record in records))


def _article(record: Record, options: Options, report: LossReport) -> Record:
    unit = UTF16 if options.offsets == AUTO else options.offsets
    to = OffsetMap(record["text"], unit)
    ids: dict[tuple[Any, ...], int] = {}
    entities = []
    for number, span in enumerate(record["spans"]):
        ids.setdefault(span_place(span), number)
        start, end = to.out(span["start"]), to.out(span["end"])
        entities.append({"id": number, "label": span["label"], "start_offset": start, "end_offset": end})
    relations = []
    for relation in record["relations"]:
        ends = [ids.get(span_place(relation[key])) for key in ("head_span", "child_span")]
        if None in ends:
            report.dropped("relations", "an end is no span: doccano joins spans only", id_of(record))
        else:
            relations.append({"id": len(relations), "from_id": ends[0], "to_id": ends[1], "type": relation["label"]})
    envelope = {**pack(record, keys=("meta",)), "offsets": unit}
    meta = record.get("meta") or {}
    return {"text": record["text"], "entities": entities, "relations": relations, "meta": meta, KEY: envelope}


def tool_config(labels: tuple[str, ...], relations: tuple[str, ...]) -> dict[str, str]:
    """File name → content: the labels to import in doccano's pages "Labels" (spans) and "Relations"."""

    def types(names: Iterable[str]) -> str:
        colour = colours(names)
        rows = [
            {"text": name, "suffix_key": str(i), "background_color": colour[name], "text_color": "#000000"}
            if i < 10
            else {"text": name, "background_color": colour[name], "text_color": "#000000"}
            for i, name in enumerate(names, 1)
        ]
        return json.dumps(rows, indent=2, ensure_ascii=False) + "\n"

    return {"span_types.json": types(labels), "relation_types.json": types(relations)}
