"""Reading and writing records: every bad line is named by file and line, the good ones go on.

Nothing here runs or unpickles input. Output is written beside its final name and moved there when it is
whole, so a half-written file never stands under the final name.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from pydantic import BaseModel, ConfigDict, StrictInt, StrictStr, ValidationError, field_validator, model_validator

MAX_CHARS = 1_000_000
"""spaCy's own limit for the length of a text (`nlp.max_length`)."""


class RecordError(ValueError):
    """Input that cannot be used. `str(error)` is one line: file:line: what is wrong."""

    def __init__(self, source: str, line: int | None, message: str):
        where = f"{source}:{line}" if line else source
        super().__init__(f"{where}: {' '.join(str(message).split())}")
        self.source, self.line = source, line


@dataclass
class Sourced:
    """A record and where it came from. line is 1-based, or None for whole-file inputs."""

    record: dict[str, Any]
    source: str
    line: int | None = None


class _Span(BaseModel):
    model_config = ConfigDict(extra="allow")
    start: StrictInt
    end: StrictInt
    label: StrictStr


class _Record(BaseModel):
    model_config = ConfigDict(extra="allow")
    text: StrictStr
    meta: dict[str, Any] = {}
    spans: list[_Span] = []
    relations: list[dict[str, Any]] = []
    meetings: list[dict[str, Any]] = []

    @field_validator("text")
    @classmethod
    def _text(cls, text: str) -> str:
        if not text.strip():
            raise ValueError("the text is empty")
        if len(text) > MAX_CHARS:
            raise ValueError(f"the text has {len(text):,} characters; the limit is {MAX_CHARS:,}")
        try:
            text.encode("utf8")
        except UnicodeEncodeError as error:
            raise ValueError("the text holds a lone surrogate, which no UTF-8 file can hold") from error
        return text

    @model_validator(mode="after")
    def _inside(self) -> _Record:
        for span in self.spans:
            if not 0 <= span.start < span.end <= len(self.text):
                raise ValueError(f"span [{span.start}, {span.end}] {span.label} lies outside the text")
        return self


def check_record(data: Any, source: str, line: int | None = None) -> dict[str, Any]:
    """The record itself where it is well formed; raises RecordError with the first fault."""
    if not isinstance(data, dict):
        raise RecordError(source, line, "a record is a JSON object")
    if "text" not in data:
        raise RecordError(source, line, 'the record has no "text"')
    try:
        _Record.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        message = first["msg"].removeprefix("Value error, ")
        raise RecordError(source, line, f"{where}: {message}" if where else message) from error
    return data


def read_jsonl(path: Path | str, *, stream: IO[bytes] | None = None) -> Iterator[Sourced | RecordError]:
    """Records of a JSONL file, one a line; a faulty line comes as a RecordError in its place.

    stream: read from this instead of the file; `path` is then only its name in messages.
    """
    name = str(path)
    with open(path, "rb") if stream is None else _kept_open(stream) as file:  # noqa: PTH123
        for number, raw in enumerate(file, 1):
            if not raw.strip():
                continue
            try:
                data = json.loads(raw.decode("utf-8-sig" if number == 1 else "utf8"))
                yield Sourced(check_record(data, name, number), name, number)
            except UnicodeDecodeError as error:
                yield RecordError(name, number, f"no UTF-8: byte {error.object[error.start]:#04x} at {error.start}")
            except json.JSONDecodeError as error:
                yield RecordError(name, number, f"no JSON: {error.msg} at column {error.colno}")
            except RecursionError:
                yield RecordError(name, number, "no JSON: nested too deeply")
            except RecordError as error:
                yield error
            except ValueError as error:  # a number of thousands of digits, say
                yield RecordError(name, number, f"no JSON: {error}")


@contextmanager
def _kept_open(stream: IO[bytes]) -> Iterator[IO[bytes]]:
    yield stream


def read_text(path: Path) -> Sourced | RecordError:
    """A .txt file as one record; its name without the ending is the id."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        return Sourced(check_record({"text": text, "meta": {"id": path.stem}}, str(path)), str(path))
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return RecordError(str(path), line, f"no UTF-8: byte {error.object[error.start]:#04x}")
    except OSError as error:
        return RecordError(str(path), None, error.strerror or str(error))
    except RecordError as error:
        return error


@contextmanager
def atomic(path: Path | str) -> Iterator[Path]:
    """A path to write to; what was written is moved to `path` only where the block ends well."""
    target = Path(path)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    except OSError as error:
        raise RecordError(str(path), None, f"cannot be written: {error.strerror or error}") from error
    os.close(handle)
    part = Path(name)
    try:
        yield part
        part.chmod(0o666 & ~_umask())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def dump_line(record: dict[str, Any]) -> str:
    """One record as a line of JSON, in UTF-8, without line breaks inside."""
    return json.dumps(record, ensure_ascii=False) + "\n"


def write_jsonl(path: Path | str, records: Iterable[dict[str, Any]]) -> int:
    """Write records, one a line, as a whole or not at all. Returns their number."""
    count = 0
    with atomic(path) as part, part.open("w", encoding="utf8", newline="\n") as file:
        for record in records:
            file.write(dump_line(record))
            count += 1
    return count


def warn(message: object) -> None:
    """A line to standard error."""
    print(message, file=sys.stderr)
