"""What readers yield and all of them need: checked records, each fault with file, line and id."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from communique.formats.offsets import AUTO
from communique.records import RecordError, Sourced, check_record, dump_line

Record = dict[str, Any]
Item = Sourced | RecordError
"""A record, or what is wrong in the place where one should be."""

ACCEPT, REJECT, IGNORE = "accept", "reject", "ignore"
ANSWERS = (ACCEPT, REJECT, IGNORE)
"""An annotator's verdict on a whole article. Only accepted ones teach; a record without a verdict counts as one."""


@dataclass(frozen=True)
class Options:
    """What the formats can be told.

    offsets: the unit that the tool counts in, or "auto". predictions: write spans as suggestions to correct,
    where the tool tells these from annotations.
    """

    offsets: str = AUTO
    predictions: bool = False


def id_of(record: Record) -> str:
    """The id of an article for people to find it by; "no id" where it has none."""
    meta = record.get("meta")
    value = meta.get("id") if isinstance(meta, dict) else None
    value = record.get("id") if value is None else value
    # it is printed, and must not steer the terminal
    return "no id" if value is None else "".join(char if char.isprintable() else " " for char in str(value))


def accepted(record: Record) -> bool:
    """May this record teach?"""
    return record.get("answer", ACCEPT) == ACCEPT


def fault(source: Path | str, line: int | None, ident: str, message: object) -> RecordError:
    """What is wrong, with file, line and id."""
    return RecordError(str(source), line, f"{ident}: {message}")


def checked(record: Any, source: Path | str, line: int | None, ident: str | None = None) -> Item:
    """The record where it can be used by every format, else what is wrong with it."""
    if not isinstance(record, dict):
        return RecordError(str(source), line, "is no JSON object")
    ident = id_of(record) if ident is None else ident
    try:
        check_record(record, "", None)
        dump_line(record).encode("utf8")
    except RecordError as error:
        return fault(source, line, ident, str(error).removeprefix(": "))
    except UnicodeEncodeError:
        return fault(source, line, ident, "holds a lone surrogate, which no UTF-8 file can hold")
    return Sourced(record, str(source), line)


def built(
    build: Callable[[list[str]], list[Record]], tool: str, source: Path | str, line: int | None, ident: str
) -> Iterator[Item]:
    """The records that `build` makes of one piece of a tool's file, and its faults; never an exception.

    build: gets a list to add its faults to, and returns the records.
    """
    faults: list[str] = []
    records: list[Record] = []
    try:
        records = build(faults)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        faults.append(f"not in the shape that {tool} writes ({type(error).__name__}: {error})")
    yield from (fault(source, line, ident, message) for message in faults)
    for record in records:
        yield checked(record, source, line, ident)


def set_meta(record: Record, **values: Any) -> None:
    """Add values to a record's meta; the meta itself is not changed but copied."""
    record["meta"] = {**(record.get("meta") or {}), **values}
