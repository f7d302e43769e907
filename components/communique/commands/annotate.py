"""`communique annotate`: texts in, records and Docs with entities, meetings and relations out."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from communique.annotations import empty_docbin
from communique.inputs import Item, count_inputs, read_inputs, refuse_inputs
from communique.pipeline import DEFAULT_MODEL, annotate_records, load_pipeline, runs_on_torch
from communique.records import RecordError, atomic, dump_line, warn


def annotate(
    inputs: Annotated[
        list[Path],
        typer.Argument(
            metavar="INPUT",
            help="Articles: .txt files, .jsonl files (a record a line: text, and perhaps meta.id and meta.published), "
            ".spacy files, folders of these, or - for standard input.",
        ),
    ],
    model: Annotated[
        str, typer.Option(help="The pipeline: its folder, or the name of an installed package.")
    ] = DEFAULT_MODEL,
    jsonl: Annotated[
        Path | None, typer.Option(dir_okay=False, help="Write the annotated records here, one a line.")
    ] = None,
    docbin: Annotated[
        Path | None, typer.Option(dir_okay=False, help="Write the same as spaCy Docs here (a DocBin, .spacy).")
    ] = None,
    n_process: Annotated[
        int, typer.Option(min=1, help="Worker processes. One is faster for less than some hundred articles.")
    ] = 1,
    batch_size: Annotated[int, typer.Option(min=1, help="Articles that are worked on at once.")] = 64,
) -> None:
    """Find officials, ministries, forums, rounds and meetings in articles.

    The day of publication in meta.published ("2024-05-13") resolves dates like "on Tuesday". Records come out
    in the order in which they went in, with their meta and all other keys. Without --jsonl and --docbin they
    go to standard output. What cannot be read is named by file and line; the rest is annotated all the same.

    Example: communique annotate articles/ --jsonl annotated.jsonl --docbin annotated.spacy
    """
    if jsonl is not None and docbin is not None and jsonl.resolve() == docbin.resolve():
        raise typer.BadParameter("--jsonl and --docbin name the same file")
    refuse_inputs([jsonl, docbin], inputs)
    nlp = load_pipeline(model)
    if n_process > 1 and runs_on_torch(nlp):
        warn("a transformer may hang in worker processes: going on in one process")
        n_process = 1
    stdin, stdout = typer.get_binary_stream("stdin"), typer.get_binary_stream("stdout")
    count: Counter[str] = Counter()
    with ExitStack() as outputs:
        if jsonl is not None:
            lines = outputs.enter_context(outputs.enter_context(atomic(jsonl)).open("wb"))
        else:
            lines = stdout if docbin is None else None
        docs_path = None if docbin is None else outputs.enter_context(atomic(docbin))
        docs = None if docbin is None else empty_docbin()
        with _progress(inputs, lines is stdout) as watched:
            items = watched(read_inputs(inputs, stdin))
            for item in annotate_records(nlp, items, batch_size=batch_size, n_process=n_process, docbin=docs):
                if isinstance(item, RecordError):
                    count["faults"] += 1
                    warn(item)
                    continue
                count["articles"] += 1
                count["meetings"] += len(item.record["meetings"])
                if lines is not None:
                    lines.write(dump_line(item.record).encode("utf8"))
        if docs is not None:
            docs.to_disk(docs_path)
        if count["faults"] and not count["articles"]:
            # leaving by an exception keeps whatever stands under the final names
            warn("nothing could be annotated; no output is written")
            raise typer.Exit(1)
    warn(", ".join(_counted(count[name], name) for name in ("articles", "meetings", "faults")))
    if count["faults"]:
        raise typer.Exit(1)


def _counted(number: int, plural: str) -> str:
    return f"{number:,} {plural if number != 1 else plural[:-1]}"


@contextmanager
def _progress(inputs: list[Path], to_stdout: bool) -> Iterator[Callable[[Iterable[Item]], Iterable[Item]]]:
    """A function to send the items through: counts them in a bar, where a person watches."""
    if not sys.stderr.isatty() or (to_stdout and sys.stdout.isatty()):
        yield lambda items: items
        return
    columns = SpinnerColumn(), TextColumn("annotating"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as bar:
        yield lambda items: bar.track(items, total=count_inputs(inputs), description="annotating")
