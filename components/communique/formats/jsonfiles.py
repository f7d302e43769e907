"""Objects of a JSON or JSONL file, one by one, each with its line; what is broken comes as a RecordError.

A list is read piece by piece, so a large export never has to fit in memory, and of a truncated one all whole
objects are there.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from communique.records import RecordError

_CHUNK = 1 << 16
_BETWEEN = " \t\r\n,"

Found = tuple[int, Any]
"""1-based line on which a value begins, and the value."""


def read_json(path: Path) -> Iterator[Found | RecordError]:
    """The elements of a JSON list, or the lines of a JSONL file, or the one object of a JSON file."""
    try:
        with path.open("rb") as file:
            head = file.read(_CHUNK).removeprefix(codecs.BOM_UTF8).lstrip()
            file.seek(0)
            yield from _elements(file, str(path)) if head.startswith(b"[") else _lines(file, str(path))
    except OSError as error:
        yield RecordError(str(path), None, error.strerror or str(error))


def _lines(file: IO[bytes], name: str) -> Iterator[Found | RecordError]:
    for number, raw in enumerate(file, 1):
        if not raw.strip():
            continue
        try:
            yield number, _parse(raw, name, number)
        except RecordError as error:
            if number == 1 and (whole := _whole(raw + file.read(), name)):
                yield 1, whole
                return
            if number == 1:
                file.seek(len(raw))
            yield error


def _whole(data: bytes, name: str) -> dict[str, Any] | None:
    """A file that is one object, printed over many lines."""
    try:
        value = _parse(data, name, 1)
    except RecordError:
        return None
    return value if isinstance(value, dict) else None


def _parse(raw: bytes, name: str, line: int) -> Any:
    try:
        return json.loads(raw.decode("utf-8-sig" if line == 1 else "utf8"))
    except UnicodeDecodeError as error:
        raise RecordError(name, line, f"no UTF-8: byte {error.object[error.start]:#04x} at {error.start}") from error
    except json.JSONDecodeError as error:
        raise RecordError(name, line, f"no JSON: {error.msg} at column {error.colno}") from error
    except (ValueError, RecursionError) as error:  # an integer of thousands of digits; thousands of brackets
        raise RecordError(name, line, f"no JSON that can be read: {error}") from error


class _Text:
    """The text of a file, read as far as it is needed."""

    def __init__(self, file: IO[bytes], name: str):
        self.file, self.name = file, name
        self.decode = codecs.getincrementaldecoder("utf-8-sig")().decode
        self.buffer, self.position, self.line, self.size = "", 0, 1, _CHUNK
        self.ended = False
        self.fault: RecordError | None = None

    def more(self) -> bool:
        """Read on; False at the end of the file. Raises RecordError for bytes that are no UTF-8."""
        if self.fault:
            raise self.fault
        if self.ended:
            return False
        raw = self.file.read(self.size)
        self.size *= 2
        self.ended = not raw
        try:
            text = self.decode(raw, final=self.ended)
        except UnicodeDecodeError as error:  # what stands before the bad byte is read all the same
            text = error.object[: error.start].decode("utf8")
            line = self.line + self.buffer.count("\n", self.position) + text.count("\n")
            self.fault = RecordError(self.name, line, f"no UTF-8: byte {error.object[error.start]:#04x}")
        self.buffer, self.position = self.buffer[self.position :] + text, 0
        return True

    def advance(self, position: int) -> None:
        """Go on to a place in the buffer."""
        self.line += self.buffer.count("\n", self.position, position)
        self.position = position

    def skip(self) -> str:
        """Go to the next character that is none between values; "" at the end."""
        while True:
            at = self.position
            while at < len(self.buffer) and self.buffer[at] in _BETWEEN:
                at += 1
            self.advance(at)
            if at < len(self.buffer):
                return self.buffer[at]
            if not self.more():
                return ""


def _elements(file: IO[bytes], name: str) -> Iterator[Found | RecordError]:
    text, decoder = _Text(file, name), json.JSONDecoder()
    try:
        text.skip()
        text.advance(text.position + 1)
        while (char := text.skip()) != "]":
            if not char:
                raise RecordError(name, text.line, "no JSON: the file ends in the middle of the list")
            line = text.line
            value, end = _next(text, decoder)
            text.advance(end)
            text.size = _CHUNK
            yield line, value
    except RecordError as error:
        yield error


def _next(text: _Text, decoder: json.JSONDecoder) -> tuple[Any, int]:
    """The value at the place reached and where it ends. Raises RecordError where the file is broken."""
    while True:
        try:
            return decoder.raw_decode(text.buffer, text.position)
        except json.JSONDecodeError as error:
            if text.more():
                continue
            line = text.line + text.buffer.count("\n", text.position, error.pos)
            cut = error.pos >= len(text.buffer.rstrip()) or error.msg.startswith("Unterminated")
            why = f"the file ends in the middle of what begins on line {text.line}" if cut else error.msg
            raise RecordError(text.name, line, f"no JSON: {why}") from error
        except (ValueError, RecursionError) as error:
            raise RecordError(text.name, text.line, f"no JSON that can be read: {error}") from error
