"""Our own JSONL, one record a line: holds everything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from communique.formats.items import Item, Options, Record, checked
from communique.formats.jsonfiles import read_json
from communique.formats.loss import LossReport
from communique.records import RecordError, write_jsonl


def read(path: Path, options: Options, report: LossReport) -> Iterator[Item]:
    """The records of a file, as they are."""
    for found in read_json(path):
        yield found if isinstance(found, RecordError) else checked(found[1], path, found[0])


def write(path: Path, records: Iterable[Record], options: Options, report: LossReport) -> None:
    """Write records as they are."""
    write_jsonl(path, records)
