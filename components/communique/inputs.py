"""What the commands read: .txt, .jsonl and .spacy files, folders of these, and standard input.

Everything comes as a stream of records in the order given; what cannot be used comes as a RecordError in
its place, so that the good records around it go on.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import IO, Any

from spacy.tokens import DocBin
from spacy.vocab import Vocab

from communique.annotations import doc_to_record, docbin_to_docs
from communique.records import RecordError, Sourced, check_record, read_jsonl, read_text

SUFFIXES = (".txt", ".jsonl", ".spacy")
STDIN = "-"
_STDIN_NAME = "<stdin>"
_BOM = b"\xef\xbb\xbf"

Item = Sourced | RecordError
"""A record, or what is wrong in the place where one should be."""


def meta_of(record: dict[str, Any]) -> dict[str, Any]:
    """A record's meta, with `id` and `published` from the top level where the meta has none."""
    meta = dict(record.get("meta") or {})
    for key in ("id", "published"):
        if key in record:
            meta.setdefault(key, record[key])
    return meta


def read_inputs(paths: Iterable[Path | str], stdin: IO[bytes]) -> Iterator[Item]:
    """The records of all inputs, in order.

    paths: files, folders (read through, sorted by name), or "-" for `stdin`.
    """
    for path in paths:
        if str(path) == STDIN:
            yield from _read_stdin(stdin)
        elif Path(path).is_dir():
            files = files_in(Path(path))
            if not files:
                yield RecordError(str(path), None, f"the folder holds no {_kinds()} file")
            for file in files:
                yield from _read_file(file)
        else:
            yield from _read_file(Path(path))


def files_in(folder: Path) -> list[Path]:
    """The files of a folder and its subfolders that can be read, sorted; hidden ones are left out."""
    found = (path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())
    return sorted(path for path in found if not any(part.startswith(".") for part in path.relative_to(folder).parts))


def count_inputs(paths: Iterable[Path | str]) -> int | None:
    """How many records the inputs hold, for a progress bar; None where only reading them all would tell."""
    total = 0
    for file in input_files(paths):
        if file.suffix.lower() == ".jsonl" and file.is_file():
            with file.open("rb") as lines:
                total += sum(1 for line in lines if line.strip())
        elif file.suffix.lower() == ".txt":
            total += 1
        else:
            return None
    return total


def input_files(paths: Iterable[Path | str]) -> list[Path]:
    """All files that the inputs name; "-" stays as it is."""
    return [file for path in map(Path, paths) for file in (files_in(path) if path.is_dir() else [path])]


def refuse_inputs(outputs: Iterable[Path | None], inputs: Iterable[Path | str]) -> None:
    """Raise RecordError where an output would replace one of the inputs."""
    taken = {file.resolve() for file in input_files(inputs)}
    for output in outputs:
        if output is not None and output.resolve() in taken:
            raise RecordError(str(output), None, "the output would replace its own input; choose another name")


def _kinds() -> str:
    return f"{', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}"


def _read_file(path: Path) -> Iterator[Item]:
    kind = path.suffix.lower()
    if not path.exists():
        yield RecordError(str(path), None, "no such file or folder")
    elif kind not in SUFFIXES:
        yield RecordError(str(path), None, f"is no {_kinds()} file")
    elif kind == ".txt":
        yield read_text(path)
    else:
        try:
            yield from read_jsonl(path) if kind == ".jsonl" else _read_docbin(path)
        except OSError as error:
            yield RecordError(str(path), None, error.strerror or str(error))


def _read_docbin(path: Path) -> Iterator[Item]:
    """Records of a DocBin; in errors the number behind the file is that of the Doc."""
    data = path.read_bytes()
    number = 0
    try:
        # a vocab of its own, so that the strings of a large file are freed with it
        for number, doc in enumerate(docbin_to_docs(DocBin().from_bytes(data), Vocab()), 1):
            try:
                yield Sourced(check_record(doc_to_record(doc), str(path), number), str(path), number)
            except RecordError as error:
                yield error
    # A damaged file fails in zlib, msgpack, numpy or spaCy, each with exceptions of its own.
    except Exception as error:
        yield RecordError(str(path), number + 1, f"no DocBin that can be read: {error}")


def _read_stdin(stdin: IO[bytes]) -> Iterator[Item]:
    """JSONL where the first line opens an object, else one text. A faulty first line of JSONL counts as such."""
    head: list[bytes] = []
    for line in stdin:
        head.append(line)
        if line.removeprefix(_BOM).strip():
            break
    if not head or _opens_object(head[-1]):
        yield from read_jsonl(_STDIN_NAME, stream=chain(head, stdin))
        return
    data = b"".join(head) + stdin.read()
    if any(map(_opens_object, data.splitlines())):
        yield from read_jsonl(_STDIN_NAME, stream=io.BytesIO(data))
        return
    try:
        yield Sourced(check_record({"text": data.decode("utf-8-sig")}, _STDIN_NAME), _STDIN_NAME)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        yield RecordError(_STDIN_NAME, line, f"no UTF-8: byte {error.object[error.start]:#04x}")
    except RecordError as error:
        yield error


def _opens_object(line: bytes) -> bool:
    return line.removeprefix(_BOM).lstrip().startswith(b'{"')
