"""One self-contained page: articles with coloured entities, their meetings as tables.

Everything that comes from a record is escaped, labels and values too; the page runs no script and loads
nothing, and says so to the browser.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

from communique.schema import LABELS, Meeting
from communique.views import meeting_rows, pieces, title_of

_COLOURS = dict(zip(LABELS, ("#ffd8a8", "#b2f2bb", "#a5d8ff", "#eebefa"), strict=True))
_MARKS = "\n".join(f"mark.{label} {{ background: {colour}; }}" for label, colour in _COLOURS.items())
_HEAD = f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>communique</title>
<style>
body {{ font: 1rem/1.7 system-ui, sans-serif; color: #212529; background: #fff; }}
body {{ max-width: 50rem; margin: 2rem auto; padding: 0 1rem; }}
.text {{ white-space: pre-wrap; overflow-wrap: anywhere; }}
mark {{ background: #e9ecef; color: #212529; padding: .1em .25em; border-radius: .25em; }}
mark small {{ font-weight: bold; font-size: .6em; margin-left: .4em; letter-spacing: .03em; }}
{_MARKS}
table {{ border-collapse: collapse; width: 100%; margin: 1rem 0; }}
th, td {{ border: 1px solid #ced4da; padding: .25rem .6rem; text-align: left; vertical-align: top; }}
th {{ width: 7rem; background: #f1f3f5; }}
td {{ white-space: pre-line; }}
article + article {{ border-top: 2px solid #ced4da; margin-top: 3rem; }}
</style>
</head>
<body>
"""
_FOOT = "</body>\n</html>\n"


def page(articles: Iterable[tuple[dict[str, Any], list[Meeting]]]) -> Iterator[str]:
    """The page in parts, article by article. articles: each record with its meetings."""
    yield _HEAD
    for record, meetings in articles:
        yield _article(record, meetings)
    yield _FOOT


def _article(record: dict[str, Any], meetings: list[Meeting]) -> str:
    text = "".join(_piece(words, label) for words, label in pieces(record))
    tables = "".join(map(_table, meetings)) or "<p>No meetings.</p>\n"
    title = escape(title_of(record))
    body = f'<div class="text" dir="auto">{text}</div>\n<h3>Meetings</h3>\n{tables}'
    return f"<article>\n<h2>{title}</h2>\n{body}</article>\n"


def _piece(words: str, label: str | None) -> str:
    if label is None:
        return escape(words)
    known = f' class="{label}"' if label in _COLOURS else ""
    return f"<mark{known}>{escape(words)}<small>{escape(label)}</small></mark>"


def _table(meeting: Meeting) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(field)}</th><td>{escape(value)}</td></tr>\n'
        for field, value in meeting_rows(meeting)
    )
    return f"<table>\n{rows}</table>\n"
