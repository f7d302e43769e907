"""`communique doctor`: one look at a file or folder of annotated articles."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from communique.checks import (
    CODES,
    ERROR,
    SEVERITIES,
    WARNING,
    Finding,
    check_records,
    corpus_files,
    printable,
    quoted,
    read_corpus,
    record_id,
)
from communique.mending import Move, Tokens, mend
from communique.records import RecordError, Sourced, atomic, dump_line
from communique.schema import LABELS

_STYLES = dict(zip(SEVERITIES, ("bold red", "yellow", "dim"), strict=True))


def doctor(
    path: Annotated[Path, typer.Argument(help="A .jsonl file of articles, or a folder of such files.")],
    fix: Annotated[
        Path | None,
        typer.Option(help="Write a copy with what is safe to mend: a new file, or for a folder a new folder."),
    ] = None,
    label: Annotated[list[str] | None, typer.Option(help="One more label to allow; can be given again.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings count too: the exit status is 1.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Look annotated articles over before you train on them.

    Finds spans that training would drop, labels that the guide does not have, names labelled here and
    forgotten there, articles that stand twice or in two splits (train.jsonl, dev.jsonl and test.jsonl of one
    folder are splits), relations without ends, meetings that contradict the text. docs/doctor.md lists all.

    Exit status: 2 with errors, 1 with warnings under --strict, else 0. With --fix, what is left counts.
    """
    labels = (*LABELS, *(label or ()))
    files = corpus_files(path)
    mended: list[Mended] = []
    if fix is None:
        findings = check_records(read_corpus([path]), labels)
    else:
        targets = _targets(path, files, fix)
        items = list(_mend(read_corpus([path]), mended))
        for file, target in zip(files, targets, strict=True):
            _write(file, target, {m.item.line: m.item.record for m in mended if m.item.source == str(file)})
        findings = check_records(items, labels)
    _show(findings, mended, fix, as_json)
    severities = {finding.severity for finding in findings}
    if ERROR in severities:
        raise typer.Exit(2)
    if strict and WARNING in severities:
        raise typer.Exit(1)


@dataclass
class Mended:
    """A record with the spans that were moved."""

    item: Sourced
    moves: list[Move]


def _mend(items: Iterator[Sourced | RecordError], mended: list[Mended]) -> Iterator[Sourced | RecordError]:
    """The same items, mended where that is safe; what was moved is added to `mended`."""
    for item in items:
        if isinstance(item, Sourced):
            record, moves = mend(item.record, Tokens.of(item.record["text"]))
            if moves:
                item = Sourced(record, item.source, item.line)
                mended.append(Mended(item, moves))
        yield item


def _targets(path: Path, files: Sequence[Path], out: Path) -> list[Path]:
    """Where each mended file goes. Raises RecordError where that is one of the originals, or cannot be."""
    if path.is_dir():
        if out.exists() and not out.is_dir():
            raise RecordError(str(out), None, "--fix names a file; for a folder it names a new folder")
        targets = [out / file.name for file in files]
    else:
        if out.is_dir():
            raise RecordError(str(out), None, "--fix names a folder; for a file it names a new file")
        targets = [out]
    for target in targets:
        if any(target.resolve() == file.resolve() or _same_file(target, file) for file in files):
            raise RecordError(str(target), None, "--fix would replace the original; name another place")
    return targets


def _same_file(a: Path, b: Path) -> bool:
    try:
        return a.samefile(b)
    except OSError:
        return False


def _write(file: Path, target: Path, mended: dict[int | None, dict[str, Any]]) -> None:
    """Copy a file; lines of mended records are written anew, all others (bad ones too) byte for byte."""
    try:
        source = file.open("rb")
    except OSError:
        return  # reading it for the checks failed too, and is among the findings
    with source, atomic(target) as part, part.open("wb") as out:
        for number, raw in enumerate(source, 1):
            out.write(dump_line(mended[number]).encode("utf8") if number in mended else raw)


def _show(findings: list[Finding], mended: list[Mended], fix: Path | None, as_json: bool) -> None:
    counts = Counter(finding.severity for finding in findings)
    if as_json:
        data = {
            "findings": [finding.to_dict() for finding in findings],
            "counts": {severity: counts[severity] for severity in SEVERITIES},
            "mended": [row for each in mended for row in _rows(each)],
        }
        typer.echo(json.dumps(data, indent=2))
        return
    for each in mended:
        for row in _rows(each):
            text = each.item.record["text"]
            words = f"{row['label']} {quoted(text[slice(*row['before'])])} → {quoted(text[slice(*row['after'])])}"
            typer.echo(printable(f"{row['source']}:{row['line']}: mended: {row['id']}: {words}"))
    console = Console()
    if console.is_terminal and findings:
        console.print(_table(findings))
    else:
        for finding in findings:
            typer.echo(str(finding))
    if fix:
        n = sum(len(each.moves) for each in mended)
        typer.echo(f"{fix}: {_number(n, 'span')} mended in {_number(len(mended), 'record')}; all else is as it was")
    typer.echo(", ".join(_number(counts[severity], severity) for severity in SEVERITIES))


def _rows(mended: Mended) -> Iterator[dict[str, Any]]:
    item = mended.item
    for move in mended.moves:
        where = {"source": item.source, "line": item.line, "id": record_id(item.record)}
        yield {**where, "label": move.label, "before": list(move.before), "after": list(move.after)}


def _number(n: int, what: str) -> str:
    return f"{n} {what}{'' if n == 1 else 's'}"


def _table(findings: Sequence[Finding]) -> Table:
    """One row a finding; below it what the codes in it mean."""
    table = Table(title_justify="left", show_lines=False, expand=True, pad_edge=False)
    table.add_column("where", overflow="fold", ratio=2)
    table.add_column("what", no_wrap=True)
    table.add_column("message", overflow="fold", ratio=6)
    for finding in findings:
        where = f"{Path(finding.source).name}:{finding.line or ''}\n{finding.id or ''}".strip(":\n")
        # Text, not markup: an article may hold "[red]"
        what = Text(f"{finding.severity}\n{finding.code}", style=_STYLES[finding.severity])
        table.add_row(Text(_lines(where)), what, Text(_lines(finding.message)))
    used = dict.fromkeys(finding.code for finding in findings)
    table.caption = Text("\n".join(f"{code}: {CODES[code][1]}" for code in used), style="dim")
    table.caption_justify = "left"
    return table


def _lines(text: str) -> str:
    return "\n".join(map(printable, text.split("\n")))
