"""What is wrong with annotated articles? Pure checks over records; each yields findings, nothing is changed.

The rules are those of the annotation guide, of spaCy's training (which drops a span that fits no token) and
of honest scores (no article, and better no forum series, in two splits). `CODES` lists them all.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, StrictInt, StrictStr, ValidationError

from communique.countries import fold
from communique.duplicates import find_duplicates
from communique.lexicon import Lexicon, load_lexicon
from communique.linking.article import Article
from communique.linking.forum_names import content_words, stem
from communique.mending import Tokens, border_faults, offset_unit
from communique.ordinals import parse_round
from communique.records import RecordError, Sourced, read_jsonl
from communique.schema import CO_CHAIRS, LABELS, NUMBERS, STATUSES, VIRTUAL, Offsets

Record = dict[str, Any]

ERROR, WARNING, NOTE = "error", "warning", "note"
SEVERITIES = (ERROR, WARNING, NOTE)
SPLITS = ("train", "dev", "test")
"""Names (without ending) of files whose articles must not meet."""

CODES: dict[str, tuple[str, str]] = {
    "bad-record": (ERROR, "a line that is no JSON or no record, or a file that cannot be read"),
    "empty-text": (ERROR, "a text without a letter or digit"),
    "duplicate-id": (ERROR, "two records with one id"),
    "split-leak": (ERROR, "the same or nearly the same text in two splits: scores on it mean nothing"),
    "misaligned-span": (ERROR, "a span that cuts a word: training would drop it"),
    "offset-unit": (ERROR, "offsets counted in UTF-16 units, bytes or without carriage returns"),
    "tokenizer-trap": (ERROR, "a span with a border inside what the tokenizer keeps as one token"),
    "span-whitespace": (ERROR, "a span that begins or ends with white space"),
    "overlap": (ERROR, "two spans over the same characters"),
    "unknown-label": (ERROR, "a label that the guide does not have"),
    "relation-end": (ERROR, "a relation one of whose ends is no span any more"),
    "meeting-malformed": (ERROR, "a meeting with a field that is missing or of the wrong type"),
    "meeting-forum": (ERROR, "a meeting whose forum is no FORUM span"),
    "meeting-co-chair": (ERROR, "a co-chair whose name is no OFFICIAL span"),
    "meeting-place": (ERROR, "a place that is not in the text"),
    "meeting-status": (ERROR, "a status other than held or scheduled"),
    "meeting-date": (ERROR, "a date that is not ISO 8601 or not in the calendar"),
    "duplicate": (WARNING, "one text twice"),
    "near-duplicate": (WARNING, "two texts that share half of their runs of five words"),
    "series-in-two-splits": (WARNING, "sessions of one forum series in two splits"),
    "published": (WARNING, "a day of publication that is not ISO 8601: relative dates stay unresolved"),
    "tokens-mismatch": (WARNING, "tokens that do not spell the text; they are made anew"),
    "token-index": (WARNING, "token_start or token_end that disagree with start and end"),
    "span-the": (WARNING, 'a span that begins with "the"'),
    "span-possessive": (WARNING, "a span that ends with the possessive"),
    "span-punctuation": (WARNING, "a span that begins or ends with punctuation"),
    "span-bracket": (WARNING, "a span with one bracket of a pair"),
    "span-line-break": (WARNING, "a span over a blank line"),
    "title-in-name": (WARNING, "an official with a title or a post inside the span"),
    "label-varies": (WARNING, "the same words with two labels in one article"),
    "unlabelled": (WARNING, "a name that is labelled in one place of an article and not in another"),
    "relation-kind": (WARNING, "a relation with an unknown label or with ends of the wrong label"),
    "meeting-round": (WARNING, "a round that no ROUND span numbers"),
    "meeting-unknown-key": (WARNING, "a key of a meeting that our tools do not keep"),
    "meeting-role": (WARNING, "a role with words that are not in the text"),
    "meeting-country": (WARNING, "a country by another name than in our table, so that two records would not match"),
    "meeting-evidence": (WARNING, "evidence outside the text, or that does not show its value"),
    "meeting-time": (WARNING, "held after, or scheduled before, the day of publication"),
    "meeting-twice": (WARNING, "two records of one session"),
    "meeting-virtual": (NOTE, "an online meeting, and no word of the lexicon says that it is one"),
    "maybe-title": (NOTE, "an official whose first word is a title or a name"),
    "maybe-unlabelled": (NOTE, "a short name or lower-case words labelled in one place and not in another"),
    "label-elsewhere": (NOTE, "the same words with another label in another article"),
    "invisible-characters": (NOTE, "characters that nobody sees: zero-width, soft hyphen, control, direction"),
    "glued-words": (NOTE, "words run together that the tokenizer keeps as one token"),
    "set-aside": (NOTE, 'the answer is "reject" or "ignore": the annotation is not checked'),
}
"""Code → severity and meaning. docs/doctor.md has the same list."""

_NEAR_SAME = 0.8
"""Share of common runs from which on two articles are one for the purpose of a split."""

# Words that are a title before one name and the beginning of another: "Sheikh Hasina", "Don Pramudwinai".
_TITLE_OR_NAME = frozenset(
    {"adi", "ato", "daw", "don", "emir", "eng", "gen", "haji", "he", "hon", "judge", "king", "lord", "major", "marshal"}
    | {"prince", "princess", "queen", "ratu", "sayed", "sayyid", "seri", "sheikh", "sheikha", "sri", "state", "sultan"}
    | {"tan", "tun", "u"}
)
_NOT_BEFORE_NAME = frozenset({"the", "her", "his"})
_RETIRED = re.compile(r"\((?:retd|rtd|ret)\.?\)", re.I)
# Kinds of sessions and bodies, for telling a forum's own words from those that any forum may have.
_KIND_GROUPS = ("generic_words", "forum_heads", "standing_heads", "post_words")
_KINDS = {"trilateral", "quadrilateral", "strategic"}
_SESSION_NOUNS = {"meeting", "session"}
# All of Unicode's classes Cc and Cf that a text may hold by mishap, but for tab, line feed and carriage return.
_INVISIBLE = re.compile(
    r"[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
# 14thRound, saidUNSC, word*word: what the tokenizer's own infixes leave together.
_GLUED = re.compile(r"\d(?:st|nd|rd|th)[A-Z]|[a-z]{3}[A-Z]{2}|[^\W_][*#=<>~^\\][^\W_]")
_URL = re.compile(r"://|www\.|@|\.(?:com|org|net|int|gov|edu)\b", re.I)
_BLANK_LINE = re.compile(r"\n\s*\n")
_ISO = re.compile(r"\d{4}(?:-\d\d){0,2}")
ENDS = {CO_CHAIRS: ("OFFICIAL", "FORUM"), NUMBERS: ("ROUND", "FORUM")}
"""Relation → label of its head and of its child."""


@dataclass(frozen=True)
class Fix:
    """Where a span belongs. safe: `doctor --fix` moves it there by itself."""

    before: Offsets
    after: Offsets
    words: str
    safe: bool


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong. line: 1-based, None for a whole file. id: the record's, where it has one."""

    severity: str
    code: str
    source: str
    line: int | None
    id: str | None
    message: str
    fix: Fix | None = None

    def __str__(self) -> str:
        where = f"{self.source}:{self.line}" if self.line else self.source
        who = f"{self.id}: " if self.id else ""
        return printable(f"{where}: {self.severity} {self.code}: {who}{self.message}")

    def to_dict(self) -> Record:
        """As plain data, for JSON."""
        return asdict(self)


def printable(line: str) -> str:
    """A line for a terminal: control and direction characters are spelled out, so none of them acts."""
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in line)


def quoted(words: str, limit: int = 90) -> str:
    """Words for a message: clipped, in quotes, and printable."""
    return repr(words if len(words) <= limit else words[: limit - 1] + "…")


def record_id(record: Record) -> str | None:
    """The id of a record, in its meta or beside its text, as a string; None where it has none."""
    value = (record.get("meta") or {}).get("id", record.get("id"))
    return None if value is None else str(value)


def split_of(source: str) -> str | None:
    """The split that a file holds, by its name; None for other files."""
    stem_ = Path(source).stem.casefold()
    return stem_ if stem_ in SPLITS else None


# --- one record ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Span:
    """A labelled span of the record under the glass."""

    start: int
    end: int
    label: str
    words: str

    def __str__(self) -> str:
        return f"[{self.start}, {self.end}] {_label(self.label)} {quoted(self.words)}"


def _label(label: str) -> str:
    return label if label.isidentifier() else quoted(label)


class Look:
    """One record with everything that the checks derive from it once."""

    def __init__(self, record: Record, labels: Sequence[str], lexicon: Lexicon):
        self.record, self.labels, self.lexicon = record, labels, lexicon
        self.text: str = record["text"]
        self.spans = [
            Span(s["start"], s["end"], s["label"], self.text[s["start"] : s["end"]]) for s in record.get("spans") or []
        ]
        self.tokens = Tokens.of(self.text)

    @cached_property
    def article(self) -> Article:
        """For its sentences."""
        spans = [{"start": s.start, "end": s.end, "label": s.label} for s in self.spans]
        return Article.build(self.text, spans, self.lexicon)

    @cached_property
    def folded(self) -> str:
        """The text for comparing."""
        return fold(self.text)

    @cached_property
    def by_label(self) -> dict[str, set[str]]:
        """Label → the words of its spans."""
        out: dict[str, set[str]] = defaultdict(set)
        for span in self.spans:
            out[span.label].add(span.words)
        return out

    def sentence(self, offset: int) -> str:
        """The sentence around an offset, in quotes."""
        sentence = self.article.sentence_at(offset)
        start, end = max(sentence.start, offset - 80), min(sentence.end, offset + 120)
        return quoted(" ".join(self.text[start:end].split()), 200)


Said = tuple[str, str] | tuple[str, str, Fix]
"""Code and message of a finding, and where there is one, its fix."""


def check_text(look: Look) -> Iterator[Said]:
    """Texts that hold nothing, or that hold what nobody sees."""
    if not any(char.isalnum() for char in look.text):
        yield "empty-text", "the text has no letter and no digit"
    hidden = Counter(match[0] for match in _INVISIBLE.finditer(look.text))
    if hidden:
        names = ", ".join(f"{n} × {unicodedata.name(char, f'U+{ord(char):04X}')}" for char, n in hidden.most_common(4))
        yield "invisible-characters", f"the text holds {names}"
    published = (look.record.get("meta") or {}).get("published")
    if published and _day(published) is None:
        yield "published", f'meta.published is {quoted(str(published))}; write it like "2023-11-16"'


def check_tokens(look: Look) -> Iterator[Said]:
    """Tokens that the record brings, and words that our tokenizer keeps together."""
    given = Tokens.given(look.record)
    if look.record.get("tokens") and given is None:
        yield "tokens-mismatch", "the tokens do not spell the text"
    tokens = given or look.tokens
    for span, raw in zip(look.spans, look.record.get("spans") or [], strict=True):
        named = raw.get("token_start"), raw.get("token_end")
        if named != (None, None) and named != tokens.span(span.start, span.end):
            yield "token-index", f"span {span} names the tokens {named[0]} to {named[1]}, where it does not stand"
    glued = [
        look.text[start:end]
        for start, end in look.tokens.offsets
        if _GLUED.search(look.text, start, end) and not _URL.search(look.text, start, end)
    ]
    if glued:
        yield "glued-words", f"one token each: {', '.join(map(quoted, glued[:5]))}{', …' if len(glued) > 5 else ''}"


def check_borders(look: Look) -> Iterator[Said]:
    """Where spans begin and end."""
    unit = offset_unit(look.text, look.tokens, ((s.start, s.end) for s in look.spans))
    if unit:
        name, moved = unit
        first = next(s for s in look.spans if moved[s.start, s.end] != (s.start, s.end))
        to = moved[first.start, first.end]
        fix = Fix((first.start, first.end), to, look.text[slice(*to)], safe=True)
        yield "offset-unit", f"the offsets count {name}: {first} is meant for {quoted(fix.words)}; all fit then", fix
        return
    for span in look.spans:
        for fault in border_faults(look.text, look.tokens, span.start, span.end)[0]:
            message = f"span {span} {fault.message}"
            if fault.to:
                fix = Fix((span.start, span.end), fault.to, look.text[slice(*fault.to)], fault.safe)
                offer = f"[{fix.after[0]}, {fix.after[1]}] {quoted(fix.words)}"
                yield fault.code, f"{message}; {'mend' if fix.safe else 'perhaps'} to {offer}", fix
            else:
                yield fault.code, message
        if _BLANK_LINE.search(span.words.strip()):
            yield "span-line-break", f"span {span} runs over a blank line"


def check_overlaps(look: Look) -> Iterator[Said]:
    """Spans over the same characters; the guide has none, and a Doc cannot hold them."""
    widest: Span | None = None
    for span in sorted(look.spans, key=lambda s: (s.start, -s.end)):
        if widest and span.start < widest.end:
            same = (span.start, span.end) == (widest.start, widest.end)
            yield "overlap", f"span {span} {'stands twice, also as' if same else 'overlaps'} {widest}"
        if widest is None or span.end > widest.end:
            widest = span


def check_labels(look: Look) -> Iterator[Said]:
    """Labels that the guide does not have."""
    for span in look.spans:
        if span.label not in look.labels:
            yield "unknown-label", f"span {span}: the guide has {', '.join(look.labels)}"


def check_surfaces(look: Look) -> Iterator[Said]:
    """The same words labelled in two ways, or labelled here and not there."""
    places: dict[str, dict[str, Span]] = {}
    for span in look.spans:
        places.setdefault(span.words, {}).setdefault(span.label, span)
    for words, labels in places.items():
        if len(labels) > 1:
            shown = "; ".join(f"{_label(label)} in {look.sentence(span.start)}" for label, span in labels.items())
            yield "label-varies", f"{quoted(words)} has {len(labels)} labels: {shown}"
    bare: dict[str, list[int]] = {}
    for words, start in _unlabelled(look, places):
        bare.setdefault(words, []).append(start)
    for words, starts in bare.items():
        label, span = next(iter(places[words].items()))
        code = "unlabelled" if _plain_name(words, label) else "maybe-unlabelled"
        at = ", ".join(f"[{start}, {start + len(words)}]" for start in starts)
        where = " and ".join(look.sentence(start) for start in starts[:2])
        yield code, f"{quoted(words)} is {_label(label)} at [{span.start}, {span.end}] and bare at {at}: {where}"


def _plain_name(words: str, label: str) -> bool:
    """Does this surface hardly mean anything else elsewhere?"""
    if label == "OFFICIAL":
        return len(words.split()) > 1
    return label in ("MINISTRY", "FORUM") and not words[0].islower()


def _unlabelled(look: Look, places: dict[str, dict[str, Span]]) -> Iterator[tuple[str, int]]:
    """Where labelled words stand outside all spans, as words of their own, the longest first."""
    by_first: dict[str, set[str]] = {}
    for words, labels in places.items():
        label = next(iter(labels))
        first = re.match(r"\w+", words)
        # "5th" and "Ng" may be anything; a ROUND of two words and a name of four letters rarely are
        if first and (len(words.split()) > 1 or (label != "ROUND" and len(words) > 3) or _plain_name(words, label)):
            by_first.setdefault(first[0], set()).add(words)
    lengths = {first: sorted({len(words) for words in known}, reverse=True) for first, known in by_first.items()}
    spans = sorted((span.start, span.end) for span in look.spans)
    starts = [start for start, _ in spans]
    text, position = look.text, 0
    for match in re.finditer(r"\w+", text):
        start = match.start()
        if start < position or match[0] not in by_first or text[start - 1 : start] in ("-", "–", "'", "’"):
            continue
        for length in lengths[match[0]]:
            end = start + length
            words = text[start:end]
            if words in by_first[match[0]] and not re.match(r"\w|[-–]\w", text[end : end + 2]):
                near = bisect_right(starts, end - 1) - 1
                if near < 0 or spans[near][1] <= start:
                    yield words, start
                position = end
                break


def check_titles(look: Look) -> Iterator[Said]:
    """OFFICIAL is the name only."""
    known = (look.lexicon.words("titles") | look.lexicon.words("post_nouns")) - _NOT_BEFORE_NAME
    for span in look.spans:
        words = span.words.split()
        if span.label != "OFFICIAL" or len(words) < 2:
            continue
        lead = 0
        while lead < len(words) - 1 and words[lead].casefold().strip(",") in known:
            lead += 1
        if lead:
            first = words[0].casefold().strip(",")
            after = span.end - len(span.words.split(None, lead)[lead])
            fix = Fix((span.start, span.end), (after, span.end), look.text[after : span.end], safe=False)
            if lead == 1 and first in _TITLE_OR_NAME:
                yield "maybe-title", f"span {span}: is {quoted(words[0])} his title or his name?", fix
            else:
                yield "title-in-name", f"span {span} begins with a title; the name is {quoted(fix.words)}", fix
        elif match := _RETIRED.search(span.words):
            yield "title-in-name", f"span {span} holds {quoted(match[0])}"


# --- relations ----------------------------------------------------------------------------------


def relation_ends(record: Record, relation: Record) -> tuple[Offsets | None, Offsets | None]:
    """Offsets of a relation's head and child: what it says itself, else the span with that last token."""
    ends = []
    for key in ("head", "child"):
        span = relation.get(f"{key}_span")
        if isinstance(span, dict) and type(span.get("start")) is int and type(span.get("end")) is int:
            ends.append((span["start"], span["end"]))
            continue
        last = relation.get(key)
        found = (s for s in record.get("spans") or [] if type(last) is int and s.get("token_end") == last)
        ends.append(next(((s["start"], s["end"]) for s in found), None))
    return ends[0], ends[1]


def check_relations(look: Look) -> Iterator[Said]:
    """Relations must run between spans that are there, of the labels that they are for."""
    labels = {(span.start, span.end): span.label for span in look.spans}
    for relation in look.record.get("relations") or []:
        name = str(relation.get("label"))
        ends = relation_ends(look.record, relation)
        gone = [(key, end) for key, end in zip(("head", "child"), ends, strict=True) if end not in labels]
        for key, end in gone:
            what = f"[{end[0]}, {end[1]}] {quoted(look.text[slice(*end)])}" if end else f"token {relation.get(key)!r}"
            yield "relation-end", f"relation {_label(name)}: its {key}, {what}, is no span"
        if name not in ENDS:
            yield "relation-kind", f"relation {_label(name)}: the guide has {', '.join(ENDS)}"
        elif not gone and (found := (labels[ends[0]], labels[ends[1]])) != ENDS[name]:
            wanted = ENDS[name]
            yield (
                "relation-kind",
                f"relation {name} from {_label(found[0])} {quoted(look.text[slice(*ends[0])])} to {_label(found[1])} "
                f"{quoted(look.text[slice(*ends[1])])}; it runs from {wanted[0]} to {wanted[1]}",
            )


# --- meetings -----------------------------------------------------------------------------------


class _Chair(BaseModel):
    model_config = ConfigDict(extra="allow")
    name: StrictStr
    role: StrictStr | None = None
    country: StrictStr | None = None
    span: tuple[StrictInt, StrictInt] | None = None
    rule: StrictStr | None = None
    trigger: tuple[StrictInt, StrictInt] | None = None
    evidence: dict[str, tuple[StrictInt, StrictInt] | None] | None = None


class _Meeting(BaseModel):
    model_config = ConfigDict(extra="allow")
    forum: StrictStr
    round: StrictInt | None = None
    status: StrictStr
    place: StrictStr | None = None
    date: StrictStr | None = None
    parties: list[StrictStr] = []
    co_chairs: list[_Chair] = []
    evidence: dict[str, tuple[StrictInt, StrictInt] | None] | None = None
    rules: dict[str, StrictStr] | None = None


def meeting_faults(data: Record) -> list[str]:
    """Fields of a meeting that are missing or of the wrong type."""
    try:
        _Meeting.model_validate(data)
    except ValidationError as error:
        return [f"{'.'.join(map(str, fault['loc']))}: {fault['msg'].lower()}" for fault in error.errors()]
    return []


def check_meetings(look: Look) -> Iterator[Said]:
    """Records of meetings against the spans and the text."""
    seen: set[tuple] = set()
    for number, data in enumerate(look.record.get("meetings") or [], 1):
        name = f"meeting {number}"
        if isinstance(data.get("forum"), str):
            name = f"meeting {number}, {quoted(data['forum'])}"
        if faults := meeting_faults(data):
            for fault in faults:
                yield "meeting-malformed", f"{name}: {fault}"
            continue
        meeting = _Meeting.model_validate(data)
        for check in (_unknown_keys, _names, _round, _place, _time, _countries, _evidence):
            for code, message in check(look, meeting):
                yield code, f"{name}: {message}"
        key = (fold(meeting.forum), meeting.round, meeting.status, meeting.date, meeting.place)
        if key in seen:
            yield "meeting-twice", f"{name}: the same forum, round, status, date and place as another"
        seen.add(key)


_Said = Iterator[tuple[str, str]]


def _unknown_keys(look: Look, meeting: _Meeting) -> _Said:
    of_chairs = (f"co_chairs.{key}" for chair in meeting.co_chairs for key in chair.model_extra or {})
    if unknown := [*(meeting.model_extra or {}), *of_chairs]:
        yield "meeting-unknown-key", f"unknown {', '.join(map(quoted, dict.fromkeys(unknown)))}"


def _names(look: Look, meeting: _Meeting) -> _Said:
    if meeting.forum not in look.by_label["FORUM"]:
        yield "meeting-forum", "the forum is no FORUM span"
    for chair in meeting.co_chairs:
        if chair.name not in look.by_label["OFFICIAL"]:
            yield "meeting-co-chair", f"the co-chair {quoted(chair.name)} is no OFFICIAL span"
        missing = [word for word in re.findall(r"\w+", fold(chair.role or "")) if word not in look.folded]
        if missing:
            yield "meeting-role", f"the role {quoted(chair.role)}: not in the text: {', '.join(missing)}"


def _round(look: Look, meeting: _Meeting) -> _Said:
    if meeting.round is None:
        return
    numbers = {words: parse_round(words) for words in sorted(look.by_label["ROUND"])}
    if meeting.round not in numbers.values():
        have = ", ".join(f"{quoted(words)} = {number}" for words, number in numbers.items()) or "none"
        yield "meeting-round", f"no ROUND span is number {meeting.round}; there are: {have}"


def _place(look: Look, meeting: _Meeting) -> _Said:
    if not meeting.place:
        return
    if meeting.place == VIRTUAL:
        if not look.lexicon.pattern("virtual").search(look.text):
            yield "meeting-virtual", "the place is virtual; which words say so?"
    elif fold(meeting.place) not in look.folded:
        yield "meeting-place", f"the place {quoted(meeting.place)} is not in the text"


def _time(look: Look, meeting: _Meeting) -> _Said:
    if meeting.status not in STATUSES:
        yield "meeting-status", f"the status is {quoted(meeting.status)}; the guide has {' and '.join(STATUSES)}"
    if meeting.date is None:
        return
    padded = f"{meeting.date}-01-01"[:10] if len(meeting.date) == 4 else f"{meeting.date}-01"[:10]
    day = _day(padded) if _ISO.fullmatch(meeting.date) else None
    if day is None:
        yield "meeting-date", f"the date {quoted(meeting.date)} is no day, month or year of the calendar in ISO 8601"
        return
    published = _day((look.record.get("meta") or {}).get("published"))
    if published is None or len(meeting.date) < 10:
        return
    # a day's grace: papers of the west report today what happens tomorrow in the east
    if meeting.status == "held" and day > published + timedelta(days=1):
        yield "meeting-time", f"held on {meeting.date}, after its publication on {published}"
    if meeting.status == "scheduled" and day < published - timedelta(days=1):
        yield "meeting-time", f"scheduled for {meeting.date}, before its publication on {published}"


def _countries(look: Look, meeting: _Meeting) -> _Said:
    for value in dict.fromkeys([*meeting.parties, *(c.country for c in meeting.co_chairs if c.country)]):
        known = look.lexicon.countries.country(value)
        if known and known != value:
            yield "meeting-country", f"{quoted(value)} is {quoted(known)} in our table"


def _evidence(look: Look, meeting: _Meeting) -> _Said:
    size = len(look.text)
    places = [(f"evidence.{key}", at) for key, at in (meeting.evidence or {}).items()]
    for chair in meeting.co_chairs:
        of_chair = {"span": chair.span, "trigger": chair.trigger, **(chair.evidence or {})}
        places += [(f"{quoted(chair.name)} {key}", at) for key, at in of_chair.items()]
    outside = [(name, at) for name, at in places if at and not 0 <= at[0] < at[1] <= size]
    for name, at in outside:
        yield "meeting-evidence", f"{name} [{at[0]}, {at[1]}] lies outside the text"
    if outside:
        return
    shown = {key: look.text[slice(*at)] for key, at in (meeting.evidence or {}).items() if at}
    if "forum" in shown and not content_words(shown["forum"]) & content_words(meeting.forum):
        yield "meeting-evidence", f"evidence.forum shows {quoted(shown['forum'])}"
    if "round" in shown and parse_round(shown["round"]) != meeting.round:
        yield "meeting-evidence", f"evidence.round shows {quoted(shown['round'])} for {meeting.round}"
    officials = {(span.start, span.end) for span in look.spans if span.label == "OFFICIAL"}
    for chair in meeting.co_chairs:
        if chair.span and chair.span not in officials:
            words = quoted(look.text[slice(*chair.span)])
            yield "meeting-evidence", f"{quoted(chair.name)} points at {words}, which is no OFFICIAL span"


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None


RECORD_CHECKS: tuple[Callable[[Look], Iterator[Said]], ...] = (
    check_text,
    check_tokens,
    check_borders,
    check_overlaps,
    check_labels,
    check_surfaces,
    check_titles,
    check_relations,
    check_meetings,
)


def check_record(item: Sourced, labels: Sequence[str] = LABELS, lexicon: Lexicon | None = None) -> list[Finding]:
    """All findings about one record by itself. labels: those of the guide and further allowed ones."""
    if item.record.get("answer") in ("reject", "ignore"):
        said: Iterable[Said] = [("set-aside", f"the answer is {quoted(item.record['answer'])}: not checked")]
    else:
        look = Look(item.record, labels, lexicon or _default_lexicon())
        said = (finding for check in RECORD_CHECKS for finding in check(look))
    return [_finding(item, *parts) for parts in said]


@lru_cache(maxsize=1)
def _default_lexicon() -> Lexicon:
    return load_lexicon()


def _finding(item: Sourced, code: str, message: str, fix: Fix | None = None) -> Finding:
    return Finding(CODES[code][0], code, item.source, item.line, record_id(item.record), message, fix)


# --- all records --------------------------------------------------------------------------------


def _where(item: Sourced) -> str:
    name = record_id(item.record)
    return f"{item.source}:{item.line}" + (f" ({name})" if name else "")


def check_ids(items: Sequence[Sourced]) -> Iterator[Finding]:
    """Two records with one id."""
    first: dict[str, Sourced] = {}
    for item in items:
        name = record_id(item.record)
        if name is not None and (other := first.setdefault(name, item)) is not item:
            yield _finding(item, "duplicate-id", f"the id is that of {other.source}:{other.line} too")


def check_duplicates(items: Sequence[Sourced]) -> Iterator[Finding]:
    """Texts that stand there twice, whole or in large part."""
    for pair in find_duplicates([item.record["text"] for item in items]):
        first, second = items[pair.first], items[pair.second]
        splits = split_of(first.source), split_of(second.source)
        apart = None not in splits and splits[0] != splits[1]
        said = "the same text as" if pair.same else f"shares {pair.share:.0%} of its runs of five words with"
        if apart and pair.share >= _NEAR_SAME:
            code, said = "split-leak", f"{splits[1]} and {splits[0]}: {said}"
        else:
            code = "duplicate" if pair.same else "near-duplicate"
        yield _finding(second, code, f"{said} {_where(first)}")


def check_series(items: Sequence[Sourced], lexicon: Lexicon | None = None) -> Iterator[Finding]:
    """Forum series whose sessions stand in two splits."""
    first: dict[str, Sourced] = {}
    told: set[tuple[str, str]] = set()
    for item in items:
        split = split_of(item.source)
        if split is None:
            continue
        for key in sorted(series_keys(item.record, lexicon)):
            other = first.setdefault(key, item)
            apart = split_of(other.source)
            if apart != split and (key, split) not in told:
                told.add((key, split))
                message = f"{split} and {apart} both have sessions of {quoted(key)}; the other in {_where(other)}"
                yield _finding(item, "series-in-two-splits", message)


def series_keys(record: Record, lexicon: Lexicon | None = None) -> set[str]:
    """The forum series whose sessions an article reports, one string each.

    Where two sides meet, a series is the two with the words of the forum's name that tell something; so
    "Indo-Kenyan Joint Commission" and "Joint Commission" between Kenya and India are one. Where more meet,
    the name alone counts, as articles name now these participants and now those; only a name that any
    three could have ("trilateral consultations") is told apart by them.
    """
    lexicon = lexicon or _default_lexicon()
    keys = set()
    for meeting in record.get("meetings") or []:
        forum, parties = meeting.get("forum"), meeting.get("parties") or []
        if not isinstance(forum, str) or not isinstance(parties, list):
            continue
        sides = sorted({fold(lexicon.countries.country(p) or p) for p in parties if isinstance(p, str)})
        words, own = _series_words(re.sub(r"\([^)]*\)", " ", forum), lexicon)
        if len(sides) == 2:
            keys.add(f"{' + '.join(sides)}: {' '.join(sorted(words))}")
        elif own:
            keys.add(" ".join(sorted(own)))
        elif words:
            keys.add(f"{' + '.join(sides)}: {' '.join(sorted(words))}")
    return keys


def _series_words(forum: str, lexicon: Lexicon) -> tuple[set[str], set[str]]:
    """The words of a forum's name without its countries; and all of them, or none where any forum has them."""
    lands = {}
    rest = forum
    for mention in lexicon.countries.find(forum):
        lands[fold(mention.country)] = None
        rest = rest[: mention.start] + " " * (mention.end - mention.start) + rest[mention.end :]
    words = content_words(rest)
    words = words - _SESSION_NOUNS or words
    kinds = {stem(word) for group in _KIND_GROUPS for word in lexicon.words(group)} | _KINDS
    return words, {*words, *lands} if lands or words - kinds else set()


def check_labels_between(items: Sequence[Sourced]) -> Iterator[Finding]:
    """The same words with one label here and another there: perhaps right, worth a look."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    first: dict[tuple[str, str], tuple[Sourced, int]] = {}
    for item in items:
        for span in item.record.get("spans") or []:
            words = item.record["text"][span["start"] : span["end"]]
            counts[words][span["label"]] += 1
            first.setdefault((words, span["label"]), (item, span["start"]))
    for words, labels in counts.items():
        if len(labels) < 2:
            continue
        (usual, n), *others = labels.most_common()
        there, at = first[words, usual]
        for label, m in others:
            item, start = first[words, label]
            if item is not there:
                message = (
                    f"{quoted(words)} is {_label(label)} {m} ×, as in {_context(item, start, words)}, and "
                    f"{_label(usual)} {n} ×, as in {_where(there)} {_context(there, at, words)}"
                )
                yield _finding(item, "label-elsewhere", message)


def _context(item: Sourced, start: int, words: str) -> str:
    text = item.record["text"]
    around = text[max(0, start - 50) : start + len(words) + 50]
    return quoted("…" + " ".join(around.split()) + "…", 160)


def check_records(
    items: Iterable[Sourced | RecordError], labels: Sequence[str] = LABELS, lexicon: Lexicon | None = None
) -> list[Finding]:
    """All findings about records and among them, by file and line. Time grows with the number of words.

    items: what `communique.records.read_jsonl` gives; its faults become findings too.
    """
    findings: list[Finding] = []
    good: list[Sourced] = []
    order: dict[str, int] = {}
    for item in items:
        order.setdefault(item.source, len(order))
        if isinstance(item, RecordError):
            where = f"{item.source}:{item.line}: " if item.line else f"{item.source}: "
            message = str(item).removeprefix(where)
            findings.append(Finding(ERROR, "bad-record", item.source, item.line, None, message))
        else:
            good.append(item)
            findings += check_record(item, labels, lexicon)
    findings += check_ids(good)
    accepted = [item for item in good if item.record.get("answer") not in ("reject", "ignore")]
    for check in (check_duplicates, check_series, check_labels_between):
        findings += check(accepted)
    return sorted(findings, key=lambda f: (order[f.source], f.line or 0, SEVERITIES.index(f.severity)))


# --- files --------------------------------------------------------------------------------------


def corpus_files(path: Path | str) -> list[Path]:
    """The file itself, or the .jsonl files of a folder in the order of their names. Raises RecordError."""
    path = Path(path)
    if path.is_dir():
        if not (files := sorted(path.glob("*.jsonl"))):
            raise RecordError(str(path), None, "a folder without .jsonl files")
        return files
    if not path.exists():
        raise RecordError(str(path), None, "no such file or folder")
    if path.suffix != ".jsonl":
        raise RecordError(str(path), None, "no .jsonl file; `communique convert` makes one from other formats")
    return [path]


def read_corpus(paths: Iterable[Path | str]) -> Iterator[Sourced | RecordError]:
    """The records of files and folders; what cannot be read comes as a RecordError in its place."""
    for path in paths:
        for file in corpus_files(path):
            try:
                yield from read_jsonl(file)
            except OSError as error:
                yield RecordError(str(file), None, error.strerror or str(error))


def corpus_errors(paths: Iterable[Path | str], labels: Sequence[str] = LABELS) -> list[Finding]:
    """The errors of a corpus, by file and line; [] where it can be trained on. Raises RecordError for a
    path that is not there."""
    return [finding for finding in check_records(read_corpus(paths), labels) if finding.severity == ERROR]
