"""Prodigy's JSONL: tasks of `ner.manual` and `rel.manual`, as `db-out` writes and `db-in` reads them.

A span's `token_end` is inclusive, a relation's `head` and `child` are the last tokens of its spans. Prodigy keeps
keys that it does not know, so meetings and all the rest travel as they are.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from communique.formats.guide import colours
from communique.formats.items import ANSWERS, Item, Options, Record, built, checked, id_of, set_meta
from communique.formats.jsonfiles import read_json
from communique.formats.loss import LossReport
from communique.mending import Tokens
from communique.records import RecordError, write_jsonl


def read(path: Path, options: Options, report: LossReport) -> Iterator[Item]:
    """The tasks of a file as records. The session that answered becomes `meta.annotator`."""
    for found in read_json(path):
        if isinstance(found, RecordError):
            yield found
            continue
        line, task = found
        if not isinstance(task, dict):
            yield checked(task, path, line)
            continue

        def build(faults: list[str], task: Record = task) -> list[Record]:
            return [_record(task, faults, report)]

        yield from built(build, "Prodigy", path, line, id_of(task))


def _record(task: Record, faults: list[str], report: LossReport) -> Record:
    record = dict(task)
    if isinstance(task.get("spans"), list) and isinstance(task.get("text"), str):
        tokens = Tokens.given(task)
        record["spans"] = []
        for span in task["spans"]:
            placed = _placed(span, tokens)
            if placed:
                record["spans"].append(placed)
            else:
                faults.append(f"a span without label or place: {json.dumps(span)[:80]}")
                report.unread("spans", "a span without label or place", id_of(task))
    if "answer" in task and task["answer"] not in ANSWERS:
        faults.append(f"answer {task['answer']!r} is none of {', '.join(ANSWERS)}; it counts as ignore")
        record["answer"] = "ignore"
        report.mapped("answers", "an unknown answer, read as ignore", id_of(task))
    annotator = task.get("_annotator_id") or task.get("_session_id")
    if annotator and isinstance(task.get("meta") or {}, dict) and "annotator" not in (task.get("meta") or {}):
        set_meta(record, annotator=annotator)
    return record


def _placed(span: Any, tokens: Tokens | None) -> Record | None:
    """A span with characters, from its tokens where it names only these."""
    if not isinstance(span, dict) or not isinstance(span.get("label"), str):
        return None
    if "start" in span and "end" in span:
        return span
    first, last = span.get("token_start"), span.get("token_end")
    if (
        tokens is None
        or type(first) is not int
        or type(last) is not int
        or not 0 <= first <= last < len(tokens.offsets)
    ):
        return None
    return {"start": tokens.offsets[first][0], "end": tokens.offsets[last][1], **span}


def write(path: Path, records: Iterable[Record], options: Options, report: LossReport) -> None:
    """Write tasks for `rel.manual`, with tokens."""
    write_jsonl(path, records)


def tool_config(labels: tuple[str, ...], relations: tuple[str, ...]) -> dict[str, str]:
    """File name → content: what Prodigy needs to show the guide's labels."""
    theme = {"custom_theme": {"labels": colours(labels)}, "show_stats": True, "feed_overlap": False}
    command = (
        f"prodigy rel.manual DATASET blank:en FILE.jsonl --label {','.join(relations)} "
        f"--span-label {','.join(labels)} --wrap\n"
    )
    return {
        "prodigy.json": json.dumps(theme, indent=2) + "\n",
        "labels.txt": "\n".join(labels) + "\n",
        "run.txt": command,
    }
