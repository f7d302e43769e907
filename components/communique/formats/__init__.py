"""The formats that annotations travel in: a reader and a writer each, by name.

A reader yields records, or a RecordError in the place where one should be; a writer takes records with tokens (see
`layout.lay_out`). What either cannot carry over it tells the loss report. docs/formats.md says what each keeps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from communique.formats import brat, conll, docbin, doccano, jsonl, label_studio, prodigy
from communique.formats.items import Item, Options, Record
from communique.formats.jsonfiles import read_json
from communique.formats.loss import LossReport
from communique.records import RecordError

Reader = Callable[[Path, Options, LossReport], Iterator[Item]]
Writer = Callable[[Path, Iterable[Record], Options, LossReport], None]


@dataclass(frozen=True)
class Format:
    """A format. read: None for one that is only written. suffixes: endings that are its alone."""

    name: str
    read: Reader | None
    write: Writer
    suffixes: tuple[str, ...] = ()


FORMATS = {
    each.name: each
    for each in (
        Format("jsonl", jsonl.read, jsonl.write, (".jsonl",)),
        Format("docbin", docbin.read, docbin.write, (".spacy",)),
        Format("prodigy", prodigy.read, prodigy.write),
        Format("label-studio", label_studio.read, label_studio.write, (".json",)),
        Format("doccano", doccano.read, doccano.write),
        Format("brat", brat.read, brat.write, (".ann", ".txt", "")),
        Format("conll", None, conll.write, (".conll", ".iob")),
    )
}

TOOLS = {
    "label-studio": label_studio.tool_config,
    "doccano": doccano.tool_config,
    "brat": brat.tool_config,
    "prodigy": prodigy.tool_config,
}
"""Tool → function from labels to the files of its configuration."""


def detect(path: Path) -> str:
    """The format of what stands at a path, by its ending and its first object. Raises RecordError where none fits."""
    if path.is_dir():
        if any(path.rglob("*.ann")) or any(path.rglob("*.txt")):
            return "brat"
        if any(path.glob("*.jsonl")):
            return "doccano"
        raise RecordError(str(path), None, "holds no .ann, .txt or .jsonl file; say --from")
    if not path.exists():
        raise RecordError(str(path), None, "no such file or folder")
    suffix = path.suffix.lower()
    if suffix in (".jsonl", ".json"):
        return _detect_json(path)
    return by_suffix(path, "--from")


def by_suffix(path: Path, option: str) -> str:
    """The format that an ending stands for. Raises RecordError where it stands for none. option: how to say it."""
    suffix = path.suffix.lower()
    for each in FORMATS.values():
        if suffix in each.suffixes:
            return each.name
    raise RecordError(str(path), None, f"the ending {suffix!r} tells no format; say {option} ({', '.join(FORMATS)})")


def _detect_json(path: Path) -> str:
    first = next((found[1] for found in read_json(path) if not isinstance(found, RecordError)), None)
    keys = set(first) if isinstance(first, dict) else set()
    if "text" not in keys and keys & {"data", "annotations", "predictions", "completions"}:
        return "label-studio"
    if keys & set(doccano.SPAN_KEYS) and not keys & {"annotation_id", "annotator", "spans"}:
        return "doccano"
    if keys & {"annotation_id", "annotator"} and "spans" not in keys:
        return "label-studio"
    if keys & {"_input_hash", "_task_hash", "_view_id", "_session_id"}:
        return "prodigy"
    return "jsonl" if path.suffix.lower() == ".jsonl" or "spans" in keys or "text" in keys else "label-studio"
