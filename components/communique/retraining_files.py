"""What retraining reads and replaces: an annotator's files in any format, and the pipeline that is in use."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from communique.checks import record_id
from communique.formats import FORMATS, detect
from communique.formats.items import Options
from communique.formats.loss import LossReport
from communique.inputs import Item
from communique.records import RecordError, atomic
from communique.retraining import fingerprint

MEMORY = "retrained.json"
"""File in a pipeline's folder: the new articles that it was trained on."""

_SUFFIXES = (".jsonl", ".json", ".spacy")


def read_new(path: Path, name: str = "") -> tuple[list[Item], LossReport]:
    """The articles at a path, with what the format could not hold.

    path: a file, a folder of brat's files, or a folder of files in other formats. name: the format; "" to tell it by
    the content. Raises RecordError where no format fits.
    """
    report = LossReport()
    readable = {each.name: each.read for each in FORMATS.values() if each.read}
    if name and name not in readable:
        raise RecordError(str(path), None, f"{name!r} is none of the formats {', '.join(readable)}")
    items: list[Item] = []
    for file in [path] if name else _files(path):
        kind = name or detect(file)
        if kind not in readable:
            raise RecordError(str(file), None, f"{kind} cannot be read back; take {', '.join(readable)}")
        items += readable[kind](file, Options(), report)
    return items, report


def _files(path: Path) -> list[Path]:
    if not path.is_dir() or any(path.rglob("*.ann")):
        return [path]
    files = sorted(file for file in path.iterdir() if file.suffix.lower() in _SUFFIXES)
    if not files:
        raise RecordError(
            str(path), None, f"a folder without .ann, {', '.join(_SUFFIXES[:-1])} or {_SUFFIXES[-1]} files"
        )
    return files


def remembered(pipeline: Path) -> dict[str, str]:
    """The new articles that a pipeline was trained on: `fingerprint` → id. {} where none are noted."""
    try:
        data = json.loads((pipeline / MEMORY).read_text(encoding="utf8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def put_in_place(new: Path, target: Path, trained_on: Iterable[dict[str, Any]]) -> None:
    """Copy a pipeline beside `target` and rename it there; what stood there is kept as `…-previous`.

    trained_on: new articles to note in it, for `remembered`. No half-written pipeline ever stands under either name;
    where anything fails, both are as they were.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        shutil.copytree(new, staging / "new")
        with atomic(staging / "new" / MEMORY) as part:
            noted = {fingerprint(record): record_id(record) or "" for record in trained_on}
            part.write_text(json.dumps(noted, ensure_ascii=False, indent=1) + "\n", encoding="utf8")
        _shift(staging / "new", target, target.with_name(f"{target.name}-previous"), staging / "older")
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _shift(*places: Path) -> None:
    """Move what stands at each place to the next one, the last first; all or nothing. The last place is free."""
    done: list[tuple[Path, Path]] = []
    try:
        for here, there in reversed(list(pairwise(places))):
            if here.exists():
                here.rename(there)
                done.append((here, there))
    except BaseException:
        for here, there in reversed(done):
            there.rename(here)
        raise
