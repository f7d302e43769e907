"""`communique card`: what the corpus holds, counted from the data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from communique.corpus import Counts, count_corpus
from communique.records import RecordError, atomic
from communique.schema import LABELS

BEGIN = "<!-- counts: written by `communique card`, do not edit -->"
END = "<!-- end of counts -->"


def card(
    corpus: Annotated[Path, typer.Argument(help="Folder with train.jsonl, dev.jsonl and test.jsonl.")] = Path("corpus"),
    write: Annotated[
        Path | None, typer.Option(dir_okay=False, help="Put the counts into this data card, between its two markers.")
    ] = None,
) -> None:
    """Count what the corpus holds: articles, words, labels, meetings, forums, countries; by split, genre, region.

    Example: communique card corpus --write corpus/CARD.md
    """
    counts = render_counts(count_corpus(corpus))
    if write is None:
        typer.echo(counts)
        return
    text = refresh(write, counts)
    with atomic(write) as part:
        part.write_text(text, encoding="utf8")
    typer.echo(f"{write}: counts refreshed")


def refresh(path: Path, counts: str) -> str:
    """The text of a data card with new counts between its markers. Raises RecordError where they are missing."""
    try:
        text = path.read_text(encoding="utf8")
    except (OSError, UnicodeDecodeError) as error:
        raise RecordError(str(path), None, f"cannot be read: {error}") from error
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise RecordError(str(path), None, f"wants the lines {BEGIN} and {END}, in this order, around the counts")
    return f"{before}{BEGIN}\n{counts}\n{END}{after}"


def render_counts(counts: dict[str, Counts]) -> str:
    """The counts as Markdown tables, one column a split."""
    parts = list(counts.values())
    shares = [_share(part.without_session, part.articles) for part in parts]
    rows: dict[str, list[object]] = {
        "articles": [part.articles for part in parts],
        "words": [part.words for part in parts],
        "articles without a session": shares,
        "meetings": [part.meetings for part in parts],
        "of them scheduled": [part.statuses["scheduled"] for part in parts],
        "co-chair links": [part.links for part in parts],
        **{f"{label} spans": [part.labels[label] for part in parts] for label in LABELS},
        "forums that meet, by name": [len(part.forums) for part in parts],
        "countries that meet": [len(part.meeting_countries) for part in parts],
        "countries named": [len(part.countries) for part in parts],
    }
    tables = [_table("", counts, rows)]
    for name in ("genre", "region"):
        kinds: list[Counter[str]] = [getattr(part, f"{name}s") for part in parts]
        tables.append(
            _table(name, counts, {kind: [part[kind] for part in kinds] for kind, _ in kinds[0].most_common()})
        )
    return "\n\n".join(tables)


def _table(title: str, columns: Iterable[str], rows: dict[str, list[object]]) -> str:
    names = list(columns)
    lines = [f"| {title} | {' | '.join(names)} |", f"| --- |{' ---: |' * len(names)}"]
    for name, values in rows.items():
        cells = (f"{value:,}" if isinstance(value, int) else str(value) for value in values)
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _share(part: int, whole: int) -> str:
    return f"{part:,} ({part / whole:.0%})" if whole else "0"
