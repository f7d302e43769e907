"""`communique evaluate`: how good the annotations are, and where gold links get lost."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from communique.checks import meeting_faults
from communique.inputs import Item, meta_of, read_inputs, refuse_inputs
from communique.intervals import bootstrap
from communique.losses import CAUSES, list_errors, split_losses
from communique.pipeline import DEFAULT_MODEL, annotate_records, link_given, load_pipeline
from communique.records import RecordError, Sourced, atomic, warn
from communique.schema import LABELS
from communique.scoring import any_of, false_alarms, score_records
from communique.views import printable, title_of

Record = dict[str, Any]
_RUNS = {"end_to_end": "end to end", "gold_entities": "gold entities given"}


def evaluate(
    gold: Annotated[
        Path,
        typer.Argument(metavar="GOLD", help="Articles with right spans and meetings: .jsonl, .spacy, or a folder."),
    ],
    model: Annotated[
        str | None,
        typer.Option(help=f"Annotate the articles with this pipeline; {DEFAULT_MODEL} where nothing is named."),
    ] = None,
    predicted: Annotated[
        Path | None, typer.Option(help="Score these annotations instead, of the same articles; matched by id and text.")
    ] = None,
    output: Annotated[Path | None, typer.Option(dir_okay=False, help="Write all numbers here as JSON.")] = None,
    errors: Annotated[bool, typer.Option("--errors", help="List every error, lost links with their cause.")] = False,
    samples: Annotated[
        int, typer.Option("--bootstrap", min=0, help="Draw the articles anew this often for 95 % confidence intervals.")
    ] = 0,
) -> None:
    """Score entities, meetings, links and whole records against gold annotations.

    With a model also the scores of the rules alone, on the gold entities; and for the gold links that are
    lost whether an entity or a rule lost them. A table on a terminal, JSON in a pipe.

    Example: communique evaluate corpus/test.jsonl --model training/pipeline --errors
    """
    if model is not None and predicted is not None:
        raise typer.BadParameter("give --model or --predicted, not both")
    refuse_inputs([output], [gold, *([predicted] if predicted else [])])
    faults: list[RecordError] = []
    wanted = list(_sound(read_inputs([gold], typer.get_binary_stream("stdin")), faults, {"spans", "meetings"}))
    if predicted is None:
        nlp = load_pipeline(model or DEFAULT_MODEL)
        found = _aligned(wanted, annotate_records(nlp, wanted), faults)
        given = [link_given(nlp, item.record) for item in wanted]
    else:
        items = read_inputs([predicted], typer.get_binary_stream("stdin"))
        found = _aligned(wanted, _matched(wanted, list(_sound(items, faults, set()))), faults)
        given = None
    report = _report(found, [item.record for item in wanted], given, samples, errors)
    for fault in faults:
        warn(fault)
    if output is not None:
        with atomic(output) as part:
            part.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf8")
    if output is None and not sys.stdout.isatty():
        typer.echo(json.dumps(report, ensure_ascii=False, indent=1))
    else:
        _print(Console(highlight=False), report)
    if faults or not wanted:
        warn(f"{len(wanted)} articles scored, {len(faults)} faults")
        raise typer.Exit(1)


def _sound(items: Iterable[Item], faults: list[RecordError], needed: set[str]) -> Iterator[Sourced]:
    """The records that can be scored; the faults of the others go into the list."""
    for item in items:
        try:
            if isinstance(item, RecordError):
                raise item
            if needed and not needed & item.record.keys():
                raise RecordError(item.source, item.line, f"holds no {' or '.join(sorted(needed))}")
            for index, meeting in enumerate(item.record.get("meetings") or []):
                # a gold slot may list values that are equally right
                first = {slot: any_of(meeting[slot])[0] for slot in ("place", "date") if meeting.get(slot)}
                for fault in meeting_faults({**meeting, **first}):
                    raise RecordError(item.source, item.line, f"meetings.{index}.{fault}")
            yield item
        except RecordError as error:
            faults.append(error)


def _matched(wanted: list[Sourced], found: list[Sourced]) -> Iterator[Item]:
    """For each gold article the prediction of the same id and text, else one of the same text."""
    by_text = {item.record["text"]: item for item in found}
    by_both = {(str(meta_of(item.record).get("id")), item.record["text"]): item for item in found}
    for item in wanted:
        text = item.record["text"]
        match = by_both.get((str(meta_of(item.record).get("id")), text)) or by_text.get(text)
        yield match or RecordError(item.source, item.line, f"no prediction for this text ({title_of(item.record)})")


def _aligned(wanted: list[Sourced], found: Iterable[Item], faults: list[RecordError]) -> list[Record]:
    """One prediction for each gold article; without one everything in it counts as missed."""
    out: list[Record] = []
    for gold, item in zip(wanted, found, strict=True):
        if isinstance(item, RecordError):
            faults.append(item)
            out.append({"text": gold.record["text"], "spans": [], "meetings": []})
        else:
            out.append(item.record)
    return out


def _report(
    found: list[Record], gold: list[Record], given: list[Record] | None, samples: int, errors: bool
) -> dict[str, Any]:
    """All numbers: "end_to_end", and "gold_entities" where a model could be asked."""
    hints = given or [None] * len(gold)
    report: dict[str, Any] = {"articles": len(gold), "end_to_end": _numbers(found, gold, hints, samples)}
    if given is not None:
        numbers = _numbers(given, gold, hints, samples)
        # the entities were given: their scores would only say so
        for name in ("entities", *LABELS):
            del numbers[name]
            numbers.get("intervals", {}).pop(name, None)
        report["gold_entities"] = numbers
    if errors:
        report["errors"] = [
            {"article": title_of(g), **error}
            for f, g, h in zip(found, gold, hints, strict=True)
            for error in list_errors(f, g, h)
        ]
    return report


def _numbers(found: list[Record], gold: list[Record], hints: Sequence[Record | None], samples: int) -> dict[str, Any]:
    numbers = score_records(zip(found, gold, strict=True))
    numbers["without_session"] = false_alarms(zip(found, gold, strict=True))
    numbers["gold_links"] = split_losses(zip(found, gold, hints, strict=True))
    if samples:
        numbers["intervals"] = bootstrap(zip(found, gold, strict=True), samples)
    return numbers


def _print(console: Console, report: dict[str, Any]) -> None:
    """The numbers of the runs side by side, then the errors."""
    runs = [report[key] for key in _RUNS if key in report]
    titles = [title for key, title in _RUNS.items() if key in report]
    measures = Table(
        "",
        box=SIMPLE,
        pad_edge=False,
        collapse_padding=True,
        caption="" if len(runs) == 1 else "* with the gold entities given",
    )
    for star in ("", "*")[: len(runs)]:
        for part in ("P", "R", "F"):
            measures.add_column(part + star, no_wrap=True)
    for name, value in runs[0].items():
        if isinstance(value, dict) and value.keys() == {"p", "r", "f"}:
            measures.add_row(name, *(_cell(run, name, part) for run in runs for part in "prf"))
    slots = Table("slots of the meetings found", *titles, box=SIMPLE)
    for name in runs[0]["slots"]:
        slots.add_row(name, *("–" if run["slots"][name] is None else f"{run['slots'][name]:.3f}" for run in runs))
    links = Table("gold links", *titles, box=SIMPLE)
    for name in runs[0]["gold_links"]:
        what = {"gold": "in the gold records", "found": "found"}.get(name) or f"lost: {CAUSES[name]}"
        links.add_row(what, *(str(run["gold_links"][name]) for run in runs))
    console.print(f"{report['articles']} articles")
    for table in (measures, slots, links):
        console.print(table)
    alarms = ", ".join(f"{title} {run['without_session']['records']}" for run, title in zip(runs, titles, strict=True))
    articles = runs[0]["without_session"]["articles"]
    console.print(f"records in the {articles} articles without a session: {alarms}\n", soft_wrap=True)
    for error in report.get("errors", []):
        rest = "  ".join(f"{key}: {value}" for key, value in error.items() if key not in ("article", "kind"))
        console.print(printable(f"{error['article']}: {error['kind']}  {rest}"), markup=False, soft_wrap=True)


def _cell(run: dict[str, Any], name: str, part: str) -> str:
    if name not in run:
        return ""
    bounds = run.get("intervals", {}).get(name)
    interval = f" ({bounds[0]:.2f}–{bounds[1]:.2f})" if bounds and part == "f" else ""
    return f"{run[name][part]:.3f}{interval}"
