"""`communique explain`: where every value of a meeting came from, and why the other officials are not linked."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from communique.commands.show import readable
from communique.pipeline import annotated_inputs
from communique.records import RecordError
from communique.schema import CoChair, Meeting, Offsets
from communique.views import heading, printable, quote, title_of

_SLOTS = ("forum", "round", "status", "place", "date", "parties")
_INDENT = " " * 13


def explain(
    article: Annotated[
        Path,
        typer.Argument(
            metavar="ARTICLE", help="An annotated .jsonl or .spacy file, or -; with --model a .txt file too."
        ),
    ],
    model: Annotated[str | None, typer.Option(help="Annotate the article with this pipeline first.")] = None,
) -> None:
    """Say for each meeting which words gave each value and which rule took it.

    For each official who is linked to no meeting it says why not.

    Example: communique explain article.txt --model training/pipeline
    """
    faults: list[RecordError] = []
    console = Console(highlight=False, soft_wrap=True)
    for item, meetings in readable(annotated_inputs([article], model, typer.get_binary_stream("stdin")), faults):
        for line in explanation(item.record, meetings):
            console.print(line)
    if faults:
        raise typer.Exit(1)


def explanation(record: dict[str, Any], meetings: list[Meeting]) -> list[Text]:
    """The lines for one article."""
    text = record["text"]
    lines = [Text(printable(title_of(record)), style="bold")]
    for number, meeting in enumerate(meetings, 1):
        lines.append(Text(printable(f"\n{number}. {heading(meeting)}"), style="bold"))
        for slot in _SLOTS:
            lines += _value(
                text, slot, _shown(getattr(meeting, slot)), meeting.evidence.get(slot), meeting.rules.get(slot)
            )
        for chair in meeting.co_chairs:
            lines += _chair(text, chair)
    if not meetings:
        lines.append(Text("\nNo meetings."))
    skipped = [entry for entry in record.get("skipped") or [] if isinstance(entry, dict)]
    if skipped:
        lines.append(Text("\nOfficials without a meeting", style="bold"))
    lines += [Text(printable(f"   {entry.get('name')}: {entry.get('reason')}")) for entry in skipped]
    return [*lines, Text("")]


def _chair(text: str, chair: CoChair) -> list[Text]:
    lines = _value(text, "co-chair", chair.name, chair.span, chair.rule)
    if chair.trigger:
        lines += _words(text, "because of", chair.trigger)
    for slot in ("role", "country"):
        if value := getattr(chair, slot):
            lines += _value(text, f"  {slot}", value, chair.evidence.get(slot), None)
    return lines


def _value(text: str, slot: str, value: str | None, offsets: Offsets | None, rule: str | None) -> list[Text]:
    """A value with its rule, and below it the words that it came from."""
    if value is None:
        return []
    by = f"  (rule: {rule})" if rule else ""
    lines = [Text(printable(f"   {slot:<9} {value}{by}"))]
    if offsets:
        return lines + _words(text, "from", offsets)
    return [*lines, Text(f"{_INDENT}no words of its own: it follows from the rest")] if not rule else lines


def _words(text: str, lead: str, offsets: Offsets) -> list[Text]:
    found = quote(text, offsets)
    line = Text(f"{_INDENT}{lead} “{printable(found.before)}")
    line.append(f"[{printable(found.words)}]", style="bold")
    return [line.append(f"{printable(found.behind)}”")]


def _shown(value: Any) -> str | None:
    if isinstance(value, list):
        return ", ".join(value) or None
    return None if value is None else str(value)
