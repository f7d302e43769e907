"""Where sentences begin and end in an article of which the entities are masked."""

from __future__ import annotations

import re
from dataclasses import dataclass

from communique.lexicon import Lexicon

# a line break with the blank lines behind it, or a stop behind a word; their first signs in front for a fast scan
_BORDER = re.compile(r"[\n.!?…](?:(?<=\n)(?:\s*\n)?|(?<!\n)[\"'”’)\]]*(?=\s|[A-Z“\"])|(?<=[.!?])(?=[\ue000-\ue003]))")
_OPENING = ("(", "[", "“", '"')
# abbreviations that do end a sentence where a capital follows
_MAY_END = frozenset(("a.m.", "p.m.", "d.c.", "u.s.", "etc.", "inc.", "ltd."))
_THE = ("the ", "The ")


@dataclass(slots=True, eq=False)  # asked some hundred times an article where it begins and ends
class Sentence:
    """A stretch of text that the rules read as one. paragraph: counts the blocks between blank lines."""

    start: int
    end: int
    index: int
    paragraph: int


def split_sentences(mask: str, lexicon: Lexicon) -> list[Sentence]:
    """Sentences of a masked text: at line breaks, and at full stops that end no title or initial.

    A line break inside a running sentence (lower case before and behind) is no border; a full stop
    with no space behind it is one where a capital follows ("held in 2023.The").
    """
    known = lexicon.dotted
    out: list[Sentence] = []
    start = paragraph = 0
    for match in _BORDER.finditer(mask):
        at, end = match.span()
        sign = mask[at]
        blank = False
        if sign == "\n":
            blank = end - at > 1 and mask.count("\n", at, end) > 1
            before, after = mask[at - 1 : at], mask[end : end + 1]
            if not blank and after.islower() and (before.islower() or before == ","):
                continue
        elif sign == "." and _inside(mask, start, at, end, known):
            continue
        if sign != "\n" or not mask[start:end].isspace():
            out.append(Sentence(start, end, len(out), paragraph))
        start = end
        paragraph += blank
    if mask[start:].strip():
        out.append(Sentence(start, len(mask), len(out), paragraph))
    return out or [Sentence(0, len(mask), 0, 0)]


def _inside(mask: str, start: int, stop: int, end: int, known: frozenset[str]) -> bool:
    """Does the full stop at `stop` belong to an abbreviation, an initial or a running sentence?"""
    following = mask[end : end + 40].lstrip()[:1]
    if following.islower():
        return True
    word = mask[max(start, stop - 20) : stop + 1].rsplit(None, 1)[-1].casefold()
    if not word[:-1].isalpha():
        for sign in _OPENING:
            word = word.rpartition(sign)[2]
    if word == "u.s." and not mask.endswith(_THE, start, stop - len("U.S")):
        return True  # "Assistant U.S. Trade Representative [name]", but "It was held in the U.S. Trade grew"
    if word in known or "A" <= mask[stop - 1 : stop] <= "Z":
        return not (word in _MAY_END and following.isupper())
    return False
