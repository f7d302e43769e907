"""`communique agree` and `communique settle`: two annotators of the same articles."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from communique.agreement import Pair, Row, compare
from communique.agreement_page import build_page, number
from communique.checks import meeting_faults, printable, quoted, read_corpus, record_id
from communique.inputs import refuse_inputs
from communique.records import RecordError, Sourced, atomic, warn, write_jsonl
from communique.settling import SettleError, merge
from communique.settling import settle as settle_record

_Faults = list[RecordError]


def agree(
    a: Annotated[Path, typer.Argument(help="The articles as one person annotated them: a .jsonl file or a folder.")],
    b: Annotated[Path, typer.Argument(help="The same articles as another person annotated them.")],
    html: Annotated[Path | None, typer.Option(help="Write a page in which you settle the disagreements.")] = None,
    jsonl: Annotated[Path | None, typer.Option(help="Write the articles with both annotations as JSONL.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Say how far two annotators agree, and where they do not.

    Articles are matched by meta.id, else by their text. The report gives F and Cohen's kappa by label for
    tokens and for spans, then links, meetings and their slots.

    To settle: open the --html page, choose, save; or fill in each "choice" of the --jsonl file ("a" or "b").
    Then `communique settle` makes the final records.
    """
    refuse_inputs([html, jsonl], [a, b])
    faults: _Faults = []
    left, right = (_read(path, faults) for path in (a, b))
    pairs = list(_matched(left, right, faults))
    if not pairs:
        _tell(faults)
        raise RecordError(str(b), None, f"no article that is in {a} too, by meta.id or by text")
    rows = compare(pairs)
    names = (a.stem, b.stem) if a.stem != b.stem else (str(a), str(b))
    if html or jsonl:
        merged = [merge(*pair, names) for pair in pairs]
        if jsonl:
            write_jsonl(jsonl, merged)
        if html:
            with atomic(html) as part:
                part.write_text(build_page(merged, rows, names), encoding="utf8", newline="\n")
    _show(rows, len(pairs), as_json)
    _finish(faults)


def settle(
    file: Annotated[Path, typer.Argument(help="What `communique agree` wrote, or what its page saved, with choices.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Where the settled records go.")],
) -> None:
    """Make final records out of two annotations and the choices between them.

    An article with an open disagreement stays one to settle, with the answer "ignore", so that no training
    takes it; the exit status is 1 then.
    """
    refuse_inputs([output], [file])
    faults: _Faults = []

    def settled() -> Iterator[dict[str, Any]]:
        for item in read_corpus([file]):
            if isinstance(item, RecordError):
                faults.append(item)
                continue
            try:
                record, still_open = settle_record(item.record)
            except SettleError as error:
                faults.append(RecordError(item.source, item.line, str(error)))
                continue
            if still_open:
                who = record_id(record) or "the record"
                faults.append(RecordError(item.source, item.line, f"{who}: {still_open} disagreements have no choice"))
            yield record

    count = write_jsonl(output, settled())
    typer.echo(f"{output}: {count} record{'' if count == 1 else 's'}")
    _finish(faults)


def _read(path: Path, faults: _Faults) -> list[Sourced]:
    """The usable records of one annotator. The others go to `faults`."""
    out: list[Sourced] = []
    first: dict[str, Sourced] = {}
    for item in read_corpus([path]):
        if isinstance(item, RecordError):
            faults.append(item)
            continue
        record, name = item.record, record_id(item.record)
        if name is not None and (other := first.setdefault(name, item)) is not item:
            faults.append(_fault(item, f"the id is that of line {other.line} too; this record is left out"))
            continue
        bad = [fault for meeting in record.get("meetings") or [] for fault in meeting_faults(meeting)]
        if bad:
            faults.append(_fault(item, f"a meeting: {bad[0]}; the record is left out"))
            continue
        out.append(item)
    return out


def _fault(item: Sourced, message: str) -> RecordError:
    name = record_id(item.record)
    return RecordError(item.source, item.line, f"{quoted(name)}: {message}" if name else message)


def _matched(left: Sequence[Sourced], right: Sequence[Sourced], faults: _Faults) -> Iterator[Pair]:
    """The articles that both have, in A's order. Those with two texts go to `faults`; the rest is told."""
    by_id = {record_id(item.record): item for item in right}
    by_text = {item.record["text"]: item for item in right}
    open_ = {id(item): item for item in right}
    for item in left:
        name = record_id(item.record)
        other = by_id.get(name) if name is not None else None
        other = other or by_text.get(item.record["text"])
        if other is None or id(other) not in open_:
            warn(printable(str(_fault(item, "only A has this article"))))
            continue
        del open_[id(other)]
        if other.record["text"] != item.record["text"]:
            faults.append(_fault(item, f"its text is not that of {other.source}:{other.line}; both are left out"))
        elif aside := [i for i in (item, other) if i.record.get("answer") in ("reject", "ignore")]:
            answer = quoted(aside[0].record["answer"])
            warn(printable(str(_fault(aside[0], f"the answer is {answer}; the article is not compared"))))
        else:
            yield item.record, other.record
    for item in open_.values():
        warn(printable(str(_fault(item, "only B has this article"))))


def _tell(faults: _Faults) -> None:
    for fault in faults:
        warn(printable(str(fault)))


def _finish(faults: _Faults) -> None:
    _tell(faults)
    if faults:
        raise typer.Exit(1)


def _show(rows: Sequence[Row], articles: int, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps({"articles": articles, "rows": [asdict(row) for row in rows]}, indent=2))
        return
    cells = [
        (row.group, printable(row.name), number(row.f), number(row.kappa), str(row.a), str(row.b), str(row.both))
        for row in rows
    ]
    head = ("", "", "F", "kappa", "A", "B", "both")
    compared = f"{articles} article{'' if articles == 1 else 's'} compared"
    console = Console()
    if console.is_terminal:
        table = Table(*head, title=compared)
        for row in cells:
            table.add_row(*map(Text, row))
        console.print(table)
        return
    typer.echo(compared)
    for row in (head, *cells):
        typer.echo(f"{row[0]:<9} {row[1]:<14}" + "".join(f"{cell:>8}" for cell in row[2:]))
