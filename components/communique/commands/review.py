"""`communique review`: a page to correct annotations in the browser."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from communique.records import RecordError, Sourced, atomic, read_jsonl, warn
from communique.review import ReviewError, article, build_page, match_gold, record_id


def review(
    file: Annotated[
        Path, typer.Argument(help="Annotated articles, one JSON record a line, as `annotate` writes them.")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="Where the page goes.")] = Path("review.html"),
    gold: Annotated[
        Path | None,
        typer.Option(help="The same articles as a person annotated them; the page shows the differences."),
    ] = None,
) -> None:
    """Make one HTML page in which you correct annotations: open it in a browser, no server needed.

    The page works without a network. It keeps your work in the browser and exports it as JSONL. Press ?
    in the page for its keys.
    """
    for source in filter(None, (file, gold)):
        if output.resolve() == source.resolve():
            raise RecordError(str(output), None, "the page would replace its own input; choose another name with -o")
    faults: list[RecordError] = []
    records = [sourced.record for sourced in _good(file, faults)]
    if not records:
        _tell(faults)
        raise RecordError(str(file), None, "no record to review")
    matched, unmatched = match_gold(records, [sourced.record for sourced in _good(gold, faults)] if gold else [])
    with atomic(output) as part:
        part.write_text(build_page(records, name=file.name, gold=matched), encoding="utf8", newline="\n")
    _tell(faults)
    for record in unmatched:
        warn(f"{gold}: the gold record {record_id(record)!r} has no article of the same text in {file}")
    with_gold = f", {sum(g is not None for g in matched)} with gold" if gold else ""
    typer.echo(f"{output}: {len(records)} article{'s' if len(records) > 1 else ''}{with_gold}")
    if faults:
        raise typer.Exit(1)


def _good(path: Path, faults: list[RecordError]) -> Iterable[Sourced]:
    """The records that a page can hold; the others go to `faults`, each with its line."""
    try:
        for item in read_jsonl(path):
            if isinstance(item, RecordError):
                faults.append(item)
                continue
            try:
                article(item.record)
            except ReviewError as error:
                faults.append(RecordError(item.source, item.line, str(error)))
            else:
                yield item
    except OSError as error:
        raise RecordError(str(path), None, error.strerror or str(error)) from error


def _tell(faults: list[RecordError]) -> None:
    for fault in faults:
        warn(fault)
