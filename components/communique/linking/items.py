"""The items of a round-up: stretches of an article that tell of different forums.

A block of the layout begins at a heading, also one on the line of its text, at a dateline, behind "* * *" and at a
question put to a speaker. An article is a round-up where two blocks, or three paragraphs, begin with sessions of
different forums. There each block is an item, and inside a block each paragraph that begins with another forum's
session; elsewhere the article is one item.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from communique.linking.sentences import Sentence

_LONGEST = 120  # characters of a heading
_OPEN = frozenset(("and", "of", "the", "by"))  # a line that ends with these goes on
_MARKED = re.compile(r"\*\*|#|==|\d{1,2}\s*[|)]\s|[^a-z]*$")
_SHORT = 45  # characters of a heading that stands right above its text
_HEADING_LINES = 3  # lines of a heading of which the text parts none with a full stop
_DATELINE = re.compile(
    r"\W*[A-ZÀ-Þ][\w’'. -]{2,28}?(?:,\s*[\w\s.,:/’']{2,40}?)?\s*"
    r"(?:\([\w\s.,/:’'-]{2,50}\)\s*(?:[–—:-]+\s)?|(?:–|—|--)\s)|\W*[A-ZÀ-Þ][A-ZÀ-Þ’'-]{3,}(?:\s[A-ZÀ-Þ’'-]+)?:\s"
)
# "PERU/CHILE. The commission met", "ALSO NOTED. The envoy left": a head on the line of its text; "IV. The" is none
_RUN_IN = re.compile(
    r"(?![IVXLC]+\.)[A-ZÀ-Þ](?=[^a-z\n]{3,40}\.)[A-ZÀ-Þ’'/&-]+(?:,?\s(?:and\s)?[A-ZÀ-Þ/&’'-]+){0,4}\.\s+(?=[^\sa-z])"
)
_SIGN = re.compile(r"[(–—:-](?:(?<!-)|-)")  # without which there is no dateline
_RULE = re.compile(r"[*=_~#-][\s*=_~#-]*")
_LINE = 90  # characters in which a dateline ends
_QUESTION = re.compile(r"\W*(?:Question|Q\d*)\b[^:\n]{0,60}[:.]")
_RUN_INS = 3  # such heads in an article, at least: one in capitals may be the city of its dateline
_OPENING = 2  # sentences of an item's text in which its session is named
_PARAGRAPHS = 3  # paragraphs that begin with sessions of different forums make a round-up


class Block(NamedTuple):
    """A stretch of the layout. first: its first sentence. body: the first one behind its heading. apart: parted from
    the text before by more than a heading, so that it cannot be a chapter of one story."""

    first: int
    body: int
    apart: bool


def split_blocks(mask: str, sentences: list[Sentence]) -> list[Block]:
    """The blocks of the layout, in text order; they cover all sentences. Linear in the length."""
    out: list[Block] = []
    head, apart = 0, True
    dated, asked = False, "Q" in mask
    paragraphs = [list(paragraph) for _, paragraph in groupby(sentences, attrgetter("paragraph"))]
    run_in = {lines[0].index for lines in paragraphs if _RUN_IN.match(mask, lines[0].start, lines[0].start + _LINE)}
    run_in = run_in if len(run_in) >= _RUN_INS else set()
    for lines in paragraphs:
        first = lines[0].index
        count = _heading_lines(mask, lines)
        line = lines[min(count, len(lines) - 1)]
        end = min(line.end, line.start + _LINE)
        dateline = _is_dateline(mask, line)
        begins = (dated and dateline) or (asked and _QUESTION.match(mask, line.start, end) is not None)
        begins = begins or first in run_in
        dated = dated or dateline  # the first is the article's own
        if count or begins:
            head = first if head is None else head
            apart = apart or begins or bool(_RULE.fullmatch(mask[lines[0].start : lines[0].end].strip()))
        if head is not None and count < len(lines):
            out.append(Block(head, first + count, apart))
            head, apart = None, False
    return out or [Block(0, 0, True)]


def _heading_lines(mask: str, lines: list[Sentence]) -> int:
    """How many lines of a paragraph are a heading: all of few short ones, or one right above the text."""
    first = lines[0]
    if not _is_heading(mask, first):
        return 0
    if len(lines) <= _HEADING_LINES and all(_is_heading(mask, line) for line in lines[1:]):
        return len(lines)
    if _is_dateline(mask, lines[1]):
        return 1
    if first.end - first.start > _SHORT or mask[first.end - 1] != "\n":
        return 0
    text = lines[1].end - lines[1].start > _SHORT
    return int(text and _MARKED.match(mask[first.start : first.end]) is not None)


def _is_dateline(mask: str, line: Sentence) -> bool:
    """Does a line begin with "LIMA, 5 May –"?"""
    end = min(line.end, line.start + _LINE)
    return _SIGN.search(mask, line.start, end) is not None and _DATELINE.match(mask, line.start, end) is not None


def _is_heading(mask: str, line: Sentence) -> bool:
    """A short line that ends like no sentence, or a line of signs ("* * *")."""
    if line.end - line.start > _LONGEST:
        return False
    words = mask[line.start : line.end].strip()
    return words[-1] not in ".!?;:," and (words.split()[-1] not in _OPEN or _RULE.fullmatch(words) is not None)


class Items:
    """Which sentences belong together. told: (sentence, forum) of each mention of a session in text order; a forum is
    known by any number. blocks: gives the blocks of the layout; asked only where two forums are told. deep: are
    paragraphs items, too? several: is the article a round-up?"""

    def __init__(
        self,
        sentences: list[Sentence],
        blocks: Callable[[], list[Block]],
        told: list[tuple[int, int]],
        deep: bool = True,
    ):
        self.count = len(sentences)
        self.at = [sentence for sentence, _ in told]
        self.forums = [forum for _, forum in told]
        self.starts: list[int] = [0]
        self.several = False
        if len(set(self.forums)) < 2:
            return
        every = blocks()
        apart = [block for block in every if block.apart]
        for parts in (every, apart):
            if len({forum for _, forum in self._openings(parts, parts is apart)}) > 1:
                self.starts = sorted({*self.starts, *(block.first for block in parts)})
                self.several = True
        if not deep:
            return
        paragraphs = [
            Block(s.index, s.index, False)
            for i, s in enumerate(sentences)
            if i == 0 or sentences[i - 1].paragraph != s.paragraph
        ]
        inner = self._openings(paragraphs, False)
        if self.several or len({forum for _, forum in inner}) >= _PARAGRAPHS:
            self.several = True
            self.starts = sorted({*self.starts, *(block.first for block in apart)})
            self.starts = sorted({*self.starts, *(start for start, _ in inner if self._told_before(start))})

    def _openings(self, parts: list[Block], anywhere: bool) -> list[tuple[int, int]]:
        """(start, forum) of the parts that begin with a session of a forum of which no other part tells; of a part
        that stands apart, a session anywhere in it counts."""
        starts = [part.first for part in parts]
        places: dict[int, set[int]] = {}
        for at, forum in zip(self.at, self.forums, strict=True):
            places.setdefault(forum, set()).add(bisect_right(starts, at))
        out: list[tuple[int, int]] = []
        for i, part in enumerate(parts):
            end = starts[i + 1] if i + 1 < len(parts) else self.count
            place = bisect_left(self.at, part.first)
            if place == len(self.at) or self.at[place] >= (end if anywhere else min(end, part.body + _OPENING)):
                continue
            if len(places[self.forums[place]]) == 1:
                out.append((part.first, self.forums[place]))
        return out

    def _told_before(self, start: int) -> bool:
        """Is a session told before this sentence in the block that holds it? Else the lead above is its own."""
        first = self.starts[max(0, bisect_left(self.starts, start) - 1)]
        return bisect_left(self.at, first) < bisect_left(self.at, start)

    def of(self, sentence: int) -> tuple[int, int]:
        """The sentences of the item that holds this one: (first, behind the last)."""
        place = bisect_right(self.starts, sentence)
        return self.starts[place - 1], self.starts[place] if place < len(self.starts) else self.count
