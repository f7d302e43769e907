"""A text in which each entity's characters are its label's sign.

Offsets stay those of the text, a cue word inside a name is no cue, and a pattern can ask for "an official here".
"""

from __future__ import annotations

from collections.abc import Iterable

SIGNS = {"OFFICIAL": "\ue000", "MINISTRY": "\ue001", "FORUM": "\ue002", "ROUND": "\ue003"}
O, M, F, R = (SIGNS[label] for label in ("OFFICIAL", "MINISTRY", "FORUM", "ROUND"))  # noqa: E741


def mask(text: str, spans: Iterable[tuple]) -> str:
    """The masked text. spans: (start, end, label, …) in code points, in text order, none over another."""
    parts, position = [], 0
    for span in spans:
        start, end, label = span[:3]
        parts += (text[position:start], SIGNS[label] * (end - start))
        position = end
    parts.append(text[position:])
    return "".join(parts)
