"""Where the borders of a span belong, and moving them there.

The annotation guide leaves off white space, a leading "the", trailing punctuation and the possessive; spaCy
drops a span from training whose borders are not those of its tokens. A `Fault` says what is wrong with one
span; `mend` moves what is safe to move and takes the relations and meetings that point at the span along.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

import spacy
from spacy.language import Language

from communique.schema import Offsets
from communique.tokenizer import create_tokenizer

Record = dict[str, Any]

_THE = re.compile(r"the\s+(?=\S)", re.I)
_POSSESSIVE = re.compile(r"(?<=\w)['’]s$")
_SAFE_MARKS = ",;:"
_MARKS = _SAFE_MARKS + "!?…\"“”„«»‘’'"
_QUOTED_FIRST = re.compile(r"[\"“„«‘'][^\"“”„«»‘’']+[\"”“»’']\s*[\w(]")
_QUOTED_LAST = re.compile(r"[\w)]\s*[\"“„«‘'][^\"“”„«»‘’']+[\"”“»’']$")
_BRACKETS = ("()", "[]", "{}")
_ROUNDS = 12  # of repairs to one span: more than any real one needs, and an end to two that undo each other


class Tokens:
    """Where the tokens of a text begin and end, in code points."""

    def __init__(self, offsets: list[Offsets], spaces: list[bool]):
        self.offsets = offsets
        self.spaces = spaces
        self._starts = [start for start, _ in offsets]
        self._first = {start: i for i, (start, _) in enumerate(offsets)}
        self._last = {end: i for i, (_, end) in enumerate(offsets)}

    @classmethod
    def of(cls, text: str) -> Tokens:
        """The tokens that our pipelines are trained on."""
        doc = tokenizer().make_doc(text)
        return cls([(t.idx, t.idx + len(t)) for t in doc], [bool(t.whitespace_) for t in doc])

    @classmethod
    def given(cls, record: Record) -> Tokens | None:
        """The tokens that a record brings, or None where it has none or they do not spell its text."""
        tokens = record.get("tokens")
        if not isinstance(tokens, list) or not tokens:
            return None
        offsets, spaces, position = [], [], 0
        for token in tokens:
            words = token.get("text") if isinstance(token, dict) else None
            if not isinstance(words, str) or not words or not record["text"].startswith(words, position):
                return None
            offsets.append((position, position + len(words)))
            position += len(words)
            spaces.append(bool(token.get("ws", False)) and record["text"].startswith(" ", position))
            position += spaces[-1]
        return cls(offsets, spaces) if position == len(record["text"]) else None

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """First and last token of a span, or None where a border lies inside a token or between two spaces."""
        first, last = self._first.get(start), self._last.get(end)
        return None if first is None or last is None or last < first else (first, last)

    def over(self, start: int, end: int) -> range:
        """The tokens that share characters with a stretch of text."""
        first = bisect_right(self._starts, start) - 1
        if first >= 0 and self.offsets[first][1] <= start:
            first += 1
        return range(max(first, 0), bisect_left(self._starts, end))

    def around(self, offset: int) -> Offsets | None:
        """The token that has this offset inside, between its first and its last character."""
        i = bisect_right(self._starts, offset) - 1
        if i < 0:
            return None
        start, end = self.offsets[i]
        return (start, end) if start < offset < end else None

    def beside(self, offset: int, *, behind: bool) -> int:
        """Where the token behind the one at this offset begins, or where the one before it ends."""
        i = bisect_right(self._starts, offset) - 1
        if behind:
            return self.offsets[min(i + 1, len(self.offsets) - 1)][0]
        return self.offsets[max(i - 1, 0)][1]

    def records(self, text: str) -> list[Record]:
        """The tokens as a JSONL record holds them."""
        return [
            {"text": text[start:end], "start": start, "end": end, "id": i, "ws": space}
            for i, ((start, end), space) in enumerate(zip(self.offsets, self.spaces, strict=True))
        ]


@lru_cache(maxsize=1)
def tokenizer() -> Language:
    """Blank English with our tokenizer: what `configs/*.cfg` train on."""
    nlp = spacy.blank("en")
    nlp.tokenizer = create_tokenizer()(nlp)
    nlp.max_length = 10**9  # the length of a text is checked where it is read
    return nlp


@dataclass(frozen=True)
class Fault:
    """What is wrong with a span's borders. code: see `communique.checks.CODES`. to: where they belong, or
    None where only a person can tell. safe: no person need look at it."""

    code: str
    message: str
    to: Offsets | None = None
    safe: bool = False


def border_faults(text: str, tokens: Tokens, start: int, end: int) -> tuple[list[Fault], Offsets]:
    """All faults of a span's borders, and where the safe repairs leave it."""
    found: dict[str, Fault] = {}
    here = (start, end)
    for _ in range(_ROUNDS):
        faults = [fault for step in _STEPS if (fault := step(text, tokens, *here))]
        repair = next((fault for fault in faults if fault.safe and fault.to), None)
        # what only a person can mend is judged once the safe repairs are made: they may have mended it too
        for fault in [repair] if repair else faults:
            found.setdefault(fault.code, fault)
        if repair is None:
            break
        here = repair.to
    return list(found.values()), here


def _white_space(text: str, tokens: Tokens, start: int, end: int) -> Fault | None:
    words = text[start:end]
    if not any(char.isalnum() for char in words):
        return Fault("span-punctuation", "holds no letter and no digit")
    to = start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
    return None if to == (start, end) else Fault("span-whitespace", "begins or ends with white space", to, safe=True)


def _leading_the(text: str, tokens: Tokens, start: int, end: int) -> Fault | None:
    match = _THE.match(text, start, end)
    return Fault("span-the", 'begins with "the"', (match.end(), end), safe=True) if match else None


def _possessive(text: str, tokens: Tokens, start: int, end: int) -> Fault | None:
    match = _POSSESSIVE.search(text[start:end])
    if not match:
        return None
    return Fault("span-possessive", "ends with the possessive", (start, start + match.start()), safe=True)


def _marks(text: str, tokens: Tokens, start: int, end: int) -> Fault | None:
    """Punctuation at the borders. A comma is safe to drop; a quote or an apostrophe may belong to a name
    ("Al Rifa'"), and a full stop does where our tokenizer keeps it ("Jr.")."""
    words = text[start:end]
    for marks, safe in ((_SAFE_MARKS, True), (_MARKS, False)):
        core = words.strip(marks)
        if core.strip() and core != words and (safe or not _quotes_a_part(words)):
            lead = start + len(words) - len(words.lstrip(marks))
            return Fault("span-punctuation", "begins or ends with punctuation", (lead, lead + len(core)), safe)
    if words.endswith(".") and tokens.span(end - 1, end):
        return Fault("span-punctuation", "ends with a full stop", (start, end - 1))
    if any(words.count(opening) != words.count(closing) for opening, closing in _BRACKETS):
        return Fault("span-bracket", "has one bracket of a pair")
    return None


def _quotes_a_part(words: str) -> bool:
    """Does a quoted word begin or end the name: `"2+2" Dialogue`, `Group "C5+1"`?"""
    return bool(_QUOTED_FIRST.match(words) or _QUOTED_LAST.search(words))


def _token_borders(text: str, tokens: Tokens, start: int, end: int) -> Fault | None:
    if tokens.span(start, end):
        return None
    to_start, start_plain = _snap(text, tokens, start, opening=True)
    to_end, end_plain = _snap(text, tokens, end, opening=False)
    to = (to_start, to_end) if tokens.span(to_start, to_end) else None
    glued = next((t for at in (start, end) if (t := tokens.around(at)) and not _cuts_word(text, at)), None)
    if glued:
        token = text[slice(*glued)]
        return Fault("tokenizer-trap", f"has a border inside {token!r}, which the tokenizer keeps as one token", to)
    return Fault("misaligned-span", "cuts a word", to, to is not None and start_plain and end_plain)


_STEPS: tuple[Callable[[str, Tokens, int, int], Fault | None], ...] = (
    _white_space,
    _leading_the,
    _possessive,
    _marks,
    _token_borders,
)


def _cuts_word(text: str, at: int) -> bool:
    """Does this border stand inside a word, rather than between two words run together?"""
    left, right = text[at - 1], text[at]
    if unicodedata.combining(right):
        return True
    return left.isalnum() and right.isalnum() and not (left.islower() and right.isupper())


def _snap(text: str, tokens: Tokens, at: int, *, opening: bool) -> tuple[int, bool]:
    """The token border that a border inside a word was meant for, and whether that is plain.

    A word of which more than half is inside is plainly meant; a single letter of a neighbour in lower case is
    plainly a slip. A single letter of a word with a capital may be what is left of a name.
    """
    token = tokens.around(at)
    if token is None:
        return at, True
    start, end = token
    inside = end - at if opening else at - start
    if inside == 1 and end - start > 2:
        return tokens.beside(at, behind=opening), text[start].islower()
    return (start if opening else end), 2 * inside > end - start


UNITS = ("UTF-16 code units", "UTF-8 bytes", "characters without carriage returns")
"""Ways to count that tools mix up with code points; JavaScript's and Label Studio's is the first."""


def offset_unit(text: str, tokens: Tokens, spans: Iterable[Offsets]) -> tuple[str, dict[Offsets, Offsets]] | None:
    """The unit that the offsets of an article were counted in by mistake, and where its spans belong.

    Only where at least two spans move, all fit the tokens then, and at least two don't as they stand: that is
    no chance.
    """
    spans = list(spans)
    if len(spans) < 2 or sum(tokens.span(*span) is None for span in spans) < 2:
        return None
    for unit in UNITS:
        to_point = _code_points(text, unit)
        moved = {(start, end): (to_point.get(start, -1), to_point.get(end, -1)) for start, end in spans}
        if moved and all(tokens.span(*span) for span in moved.values()):
            return unit, moved
    return None


def _code_points(text: str, unit: str) -> dict[int, int]:
    """Offset in a unit → offset in code points."""
    out, position = {}, 0
    for i, char in enumerate(text):
        out.setdefault(position, i)  # a span ends before a line break, not inside it
        if unit == UNITS[0]:
            position += 1 + (char > "\uffff")
        elif unit == UNITS[1]:
            position += len(char.encode("utf8"))
        else:
            position += not (char == "\r" and text.startswith("\n", i + 1))
    out.setdefault(position, len(text))
    return out


@dataclass(frozen=True)
class Move:
    """A span that `mend` moved."""

    label: str
    before: Offsets
    after: Offsets


def mend(record: Record, tokens: Tokens) -> tuple[Record, list[Move]]:
    """The record with its spans where the safe repairs leave them; the record itself where none moves.

    tokens: those of our tokenizer. Relations, meetings and evidence that pointed at a moved span follow it.
    A repair that would lay a span over another is left undone.
    """
    moved = _moves(record, tokens)
    if not moved:
        return record, []
    text = record["text"]
    given = Tokens.given(record)
    if given and not all(given.span(*span) for span in moved.values()):
        given = None
    out = dict(record)
    if "tokens" in record and given is None:
        out["tokens"] = tokens.records(text)
    place = Placing(text, given or tokens, moved)
    out["spans"] = [place.span(span) for span in record["spans"]]
    if record.get("relations"):
        out["relations"] = [place.relation(relation) for relation in record["relations"]]
    if record.get("meetings"):
        kept = {text[span["start"] : span["end"]] for span in out["spans"]}
        words = {text[slice(*a)]: text[slice(*b)] for a, b in moved.items() if text[slice(*a)] not in kept}
        out["meetings"] = [place.meeting(meeting, words) for meeting in record["meetings"]]
    done = [Move(s["label"], at, moved[at]) for s in record["spans"] if (at := (s["start"], s["end"])) in moved]
    return out, done


def _moves(record: Record, tokens: Tokens) -> dict[Offsets, Offsets]:
    """Where each span goes that can go somewhere safely."""
    text = record["text"]
    spans = sorted({(span["start"], span["end"]) for span in record.get("spans") or []})
    if unit := offset_unit(text, tokens, spans):
        wanted = {span: border_faults(text, tokens, *to)[1] for span, to in unit[1].items()}
    else:
        wanted = {span: border_faults(text, tokens, *span)[1] for span in spans}
        for a, b in pairwise(spans):
            if a[1] <= b[0] and max(a[1], wanted[a][1]) > min(b[0], wanted[b][0]):  # both want the word between them
                wanted[a], wanted[b] = a, b
    return {span: to for span, to in wanted.items() if to != span}


class Placing:
    """Rewrites what points at spans that moved."""

    def __init__(self, text: str, tokens: Tokens, moved: dict[Offsets, Offsets]):
        self.text, self.tokens, self.moved = text, tokens, moved

    def span(self, span: Record) -> Record:
        """A span in its new place, with token indices where it had some."""
        start, end = self.moved.get((span["start"], span["end"]), (span["start"], span["end"]))
        out = {**span, "start": start, "end": end}
        found = self.tokens.span(start, end)
        if found and ("token_start" in span or "token_end" in span):
            out["token_start"], out["token_end"] = found
        return out

    def relation(self, relation: Record) -> Record:
        """A relation whose ends are in their new places."""
        out = dict(relation)
        for key in ("head", "child"):
            end = relation.get(f"{key}_span")
            if isinstance(end, dict) and isinstance(end.get("start"), int) and isinstance(end.get("end"), int):
                out[f"{key}_span"] = new = self.span(end)
                found = self.tokens.span(new["start"], new["end"])
                if found and key in relation:
                    out[key] = found[1]
        return out

    def meeting(self, meeting: Record, words: dict[str, str]) -> Record:
        """A meeting whose offsets and verbatim names follow their spans. words: old → new."""
        out = self._part(meeting, "forum", words)
        if isinstance(chairs := meeting.get("co_chairs"), list):
            out["co_chairs"] = [self._part(c, "name", words) if isinstance(c, dict) else c for c in chairs]
        return out

    def _part(self, part: Record, name: str, words: dict[str, str]) -> Record:
        out = dict(part)
        if isinstance(part.get(name), str):
            out[name] = words.get(part[name], part[name])
        if "span" in part:
            out["span"] = self._pair(part["span"])
        if isinstance(part.get("evidence"), dict):
            out["evidence"] = {key: self._pair(value) for key, value in part["evidence"].items()}
        return out

    def _pair(self, value: Any) -> Any:
        is_pair = isinstance(value, list) and len(value) == 2 and all(type(item) is int for item in value)
        return list(self.moved.get((value[0], value[1]), value)) if is_pair else value
