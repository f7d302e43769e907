"""`communique show`: an article's entities and meetings, in the terminal or as a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from communique.html import page
from communique.inputs import refuse_inputs
from communique.pipeline import annotated_inputs
from communique.records import RecordError, Sourced, atomic, warn
from communique.schema import LABELS, Meeting
from communique.views import meeting_rows, meetings_of, pieces, printable, title_of

_STYLES = dict(zip(LABELS, ("black on yellow", "black on green", "black on cyan", "black on magenta"), strict=True))


def show(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="INPUT", help="Annotated articles (.jsonl, .spacy, a folder of these, or -); with --model .txt too."
        ),
    ],
    model: Annotated[str | None, typer.Option(help="Annotate the articles with this pipeline first.")] = None,
    html: Annotated[
        Path | None, typer.Option(dir_okay=False, help="Write one page with all articles here instead.")
    ] = None,
) -> None:
    """Show the entities of articles in colour and their meetings as tables.

    Example: communique show annotated.jsonl --html annotated.html
    """
    refuse_inputs([html], [source])
    faults: list[RecordError] = []
    articles = readable(annotated_inputs([source], model, typer.get_binary_stream("stdin")), faults)
    if html is None:
        console = Console(highlight=False)
        for item, meetings in articles:
            _print(console, item.record, meetings)
    else:
        with atomic(html) as part, part.open("w", encoding="utf8") as file:
            file.writelines(page((item.record, meetings) for item, meetings in articles))
    if faults:
        raise typer.Exit(1)


def readable(
    items: Iterable[Sourced | RecordError], faults: list[RecordError]
) -> Iterator[tuple[Sourced, list[Meeting]]]:
    """The records with their meetings; each fault is printed and put into `faults`."""
    for item in items:
        try:
            if isinstance(item, RecordError):
                raise item
            yield item, meetings_of(item)
        except RecordError as error:
            warn(error)
            faults.append(error)


def _print(console: Console, record: dict[str, Any], meetings: list[Meeting]) -> None:
    console.rule(Text(printable(title_of(record)), style="bold"))
    text = Text()
    for words, label in pieces(record):
        # the label stands in the text as well: a pipe and a colour-blind reader have no colours
        marked = f"[{words}|{label}]" if label else words
        text.append(printable(marked), style=_STYLES.get(label, "reverse") if label else "")
    console.print(text)
    for meeting in meetings:
        table = Table(show_header=False)
        table.add_column(style="bold", no_wrap=True)
        table.add_column(overflow="fold")
        for field, value in meeting_rows(meeting):
            table.add_row(field, Text(printable(value)))
        console.print(table)
    if not meetings:
        console.print("No meetings.")
