"""The disagreements of two annotators as one HTML page: open it, choose, save. No server, no network.

The list is plain HTML, every piece of input escaped; the script only keeps the choices and saves them. The
page's content security policy allows that script and the style by their hash and nothing else.
"""

from __future__ import annotations

import hashlib
import json
import string
from collections.abc import Sequence
from html import escape
from importlib.resources import files
from typing import Any

from communique.agreement import Row
from communique.checks import record_id
from communique.review import embed, policy

Record = dict[str, Any]

_AROUND = 90  # characters of the text on each side of a disagreement


def build_page(records: Sequence[Record], rows: Sequence[Row], names: tuple[str, str]) -> str:
    """The page. records: from `communique.settling.merge`; rows: from `communique.agreement.compare`."""
    style, script = _part("agree.css"), _part("agree.js")
    packed = [
        {
            "rest": json.dumps({key: value for key, value in record.items() if key != "disagreements"}),
            "disagreements": record["disagreements"],
        }
        for record in records
    ]
    total = sum(len(record["disagreements"]) for record in records)
    articles = [_article(i, record, names) for i, record in enumerate(records) if record["disagreements"]]
    return string.Template(_part("agree.html")).substitute(
        policy=policy(style, script),
        style=style,
        script=script,
        title=f"A: {escape(names[0])} · B: {escape(names[1])}",
        state=f"{total} to settle in {len(articles)} of {len(records)} articles",
        report=_report(rows),
        articles="\n".join(articles),
        data=embed({"key": hashlib.sha256(json.dumps(packed).encode()).hexdigest()[:16], "records": packed}),
    )


def _part(name: str) -> str:
    return (files("communique") / "data" / name).read_text(encoding="utf8")


def number(value: float | None) -> str:
    """A score for people: two digits behind the point, or a dash."""
    return "–" if value is None else f"{value:.2f}"


def _report(rows: Sequence[Row]) -> str:
    head = "".join(f'<th scope="col">{name}</th>' for name in ("", "F", "kappa", "A", "B", "both"))
    body = []
    for row in rows:
        cells = "".join(f"<td>{cell}</td>" for cell in (number(row.f), number(row.kappa), row.a, row.b, row.both))
        body.append(f'<tr><th scope="row">{escape(row.group)}: {escape(row.name)}</th>{cells}</tr>')
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table>"


def _article(index: int, record: Record, names: tuple[str, str]) -> str:
    title = escape(record_id(record) or f"article {index + 1}")
    fields = [_choice(f"{index}-{i}", d, record["text"], names) for i, d in enumerate(record["disagreements"])]
    return f"<section><h2>{title}</h2>\n{''.join(fields)}</section>"


def _choice(name: str, difference: Record, text: str, names: tuple[str, str]) -> str:
    options = []
    for side, who in zip("ab", names, strict=True):
        options.append(
            f'<label class="{side}"><input type="radio" name="{name}" value="{side}">'
            f"<span>{side.upper()} ({escape(who)}): {_reading(difference, side, text)}</span></label>\n"
        )
    legend = f"{difference['kind']}: {escape(difference['words'])}"
    where = ""
    if difference["kind"] not in ("span", "link") and difference["start"] is not None:
        where = f"<p>{_context(text, difference, [difference['start'], difference['end']])}</p>\n"
    return f"<fieldset><legend>{legend}</legend>\n{where}{''.join(options)}</fieldset>\n"


def _reading(difference: Record, side: str, text: str) -> str:
    """What one annotator says, as HTML."""
    kind = difference["kind"]
    if kind == "span":
        span = difference[f"span_{side}"]
        what = difference[f"label_{side}"] or "no span"
        return f"{escape(what)}<br>{_context(text, difference, span)}"
    if kind == "link":
        return f"{escape(difference[f'label_{side}'] or 'no link')}<br>{_context(text, difference, difference['head'])}"
    if kind == "slot":
        value = difference[f"value_{side}"]
        shown = ", ".join(map(str, value)) if isinstance(value, list) else "none" if value is None else str(value)
        return f"{escape(difference['slot'])}: {escape(shown)}"
    there = difference["meeting_" + side if kind == "meeting" else "chair_" + side] is not None
    return f"{'has' if there else 'does not have'} this {kind}"


def _context(text: str, difference: Record, marked: list[int] | None) -> str:
    """The words around a disagreement, with one annotator's span marked."""
    lo, hi = max(0, difference["start"] - _AROUND), difference["end"] + _AROUND
    if not marked:
        return f"…{escape(text[lo:hi])}…"
    start, end = marked
    return f"…{escape(text[lo:start])}<mark>{escape(text[start:end])}</mark>{escape(text[end:hi])}…"
