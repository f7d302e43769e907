"""Inline marks: `[Vikram Misri|OFFICIAL]` in a text, for rule tests and for writing articles.

A mark is `[words|LABEL]`, the label whole or by its first letter. Marks do not nest.
"""

from __future__ import annotations

import re

from communique.schema import LABELS

MARK = re.compile(r"\[([^\[\]|]+)\|([A-Z]+)\]")
SHORT = {label[0]: label for label in LABELS}


def parse_marked(marked: str) -> tuple[str, list[dict]]:
    """Split a marked text into the text and its spans.

    marked: text with inline marks. Returns the text and a list of {"start", "end", "label"} in
    code points. Raises ValueError for a label that the guide does not have.
    """
    parts: list[str] = []
    spans: list[dict] = []
    length = position = 0
    for match in MARK.finditer(marked):
        words, label = match[1], SHORT.get(match[2], match[2])
        if label not in LABELS:
            raise ValueError(f"unknown label {match[2]!r} in the mark {match[0]!r}; the guide has {', '.join(LABELS)}")
        parts += [marked[position : match.start()], words]
        start = length + match.start() - position
        length = start + len(words)
        spans.append({"start": start, "end": length, "label": label})
        position = match.end()
    parts.append(marked[position:])
    return "".join(parts), spans


def to_marked(text: str, spans: list[dict]) -> str:
    """The inverse of `parse_marked`, for people to read."""
    out, position = [], 0
    for span in sorted(spans, key=lambda s: s["start"]):
        out += [text[position : span["start"]], f"[{text[span['start'] : span['end']]}|{span['label']}]"]
        position = span["end"]
    return "".join([*out, text[position:]])
