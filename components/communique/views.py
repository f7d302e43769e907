"""What a reader gets to see of a record: the text in pieces, the meetings as rows, the words behind a value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from communique.inputs import meta_of
from communique.records import RecordError, Sourced
from communique.schema import CoChair, Meeting, Offsets

_MEETINGS = TypeAdapter(list[Meeting])
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_CONTEXT = 50  # characters on each side of the words that a value came from


@dataclass(frozen=True)
class Quote:
    """Words of the text with what stands before and behind them on the same line."""

    before: str
    words: str
    behind: str


def title_of(record: dict[str, Any]) -> str:
    """A heading for an article: its id and day of publication as far as they are known."""
    meta = meta_of(record)
    parts = [str(meta[key]) for key in ("id", "published") if meta.get(key)]
    return ", ".join(parts) or "article without id"


def meetings_of(item: Sourced) -> list[Meeting]:
    """The meetings of a record. Raises RecordError where one is not as the schema says."""
    try:
        return _MEETINGS.validate_python(item.record.get("meetings") or [])
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise RecordError(item.source, item.line, f"meetings.{where}: {first['msg']}") from error


def pieces(record: dict[str, Any]) -> Iterator[tuple[str, str | None]]:
    """The text cut at its entities: (words, label or None). Of overlapping spans the first one counts."""
    text, position = record["text"], 0
    for span in sorted(record.get("spans") or [], key=lambda s: (s["start"], -s["end"])):
        if span["start"] >= position:
            if span["start"] > position:
                yield text[position : span["start"]], None
            yield text[span["start"] : span["end"]], span["label"]
            position = span["end"]
    if position < len(text):
        yield text[position:], None


def heading(meeting: Meeting) -> str:
    """A meeting in one line, for a headline."""
    number = f"round {meeting.round} of " if meeting.round is not None else ""
    return f"{number}{meeting.forum} ({meeting.status})"


def meeting_rows(meeting: Meeting) -> list[tuple[str, str]]:
    """A meeting as rows of (field, value); "–" where the text gives no value."""
    chairs = [chair_line(chair) for chair in meeting.co_chairs]
    return [
        ("forum", meeting.forum),
        ("round", _shown(meeting.round)),
        ("status", meeting.status),
        ("place", _shown(meeting.place)),
        ("date", _shown(meeting.date)),
        ("parties", ", ".join(meeting.parties) or "–"),
        ("co-chairs", "\n".join(chairs) or "–"),
    ]


def chair_line(chair: CoChair) -> str:
    """Name, post and country of a co-chair as far as they are known."""
    country = f" ({chair.country})" if chair.country else ""
    return f"{chair.name}{f', {chair.role}' if chair.role else ''}{country}"


def quote(text: str, offsets: Offsets) -> Quote:
    """The words at `offsets` with some context, on one line, cut between words."""
    start, end = (min(max(0, offset), len(text)) for offset in offsets)
    before, behind = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    if start > _CONTEXT:
        before = "… " + before.partition(" ")[2]
    if end + _CONTEXT < len(text):
        behind = behind.rpartition(" ")[0] + " …"
    return Quote(_one_line(before), _one_line(text[start:end]), _one_line(behind))


def printable(text: str) -> str:
    """A text without characters that steer a terminal or turn the direction of writing."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _shown(value: object) -> str:
    return "–" if value is None else str(value)
