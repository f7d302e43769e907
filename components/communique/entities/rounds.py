"""Rules for ROUND."""

from __future__ import annotations

import re

from communique.entities.spans import Spans
from communique.entities.words import EntityWords, any_of, behind, compiled
from communique.lexicon import Lexicon
from communique.ordinals import parse_round

_MAIN_COMMITTEE = re.compile(
    r"\b(?:First|Second|Third|Fourth|Fifth|Sixth)\s+Committee\s+of\s+the\s+(?:UN|United\s+Nations)\s+General\s+Assembly\b"
)
_ITS = 90  # characters from a forum to "its third session"


def round_inside_forum(work: Spans, lexicon: Lexicon, words: EntityWords) -> None:
    """ "Seventh Round of Bilateral Consultations" as one span is a ROUND and a FORUM."""
    pattern = compiled(rf"(?:(?P<round>{words.round})\s+of\s+(?:the\s+)?|(?P<ordinal>{words.ordinal})\s+)(?=\S)", re.I)
    rest = compiled(rf"(?P<noun>(?:(?:{words.session})))\s+of\s+(?:the\s+)?(?=\S)", re.I)
    for span in work.of("FORUM"):
        match = pattern.match(work.text, span[0], span[1])
        # the First to Sixth Committee are the main committees of the UN General Assembly: no round
        if match and match["ordinal"] and re.match(r"Committee\b(?!\s+on\b)", work.text[match.end() : span[1]]):
            continue
        if match:
            group = "round" if match["round"] else "ordinal"
            work.drop(span)
            work.put(match.start(group), match.end(group), "ROUND")
            work.put(match.end(), span[1], "FORUM")
            continue
        match = rest.match(work.text, span[0], span[1])
        before = compiled(rf"(?<!\w)(?P<ordinal>{words.ordinal})\s+$", re.I).search(work.text[: span[0]][-40:])
        if match and before:
            start = span[0] - len(before[0])
            end = span[1]
            work.drop(span)
            work.put(start, match.end("noun"), "ROUND")
            work.put(match.end(), end, "FORUM")


def rounds(work: Spans, lexicon: Lexicon, words: EntityWords) -> None:
    """An ordinal with its session noun before "of FORUM", or alone straight before the FORUM, is a ROUND."""
    text = work.text
    whole = compiled(
        rf"(?<![\w-])(?:the\s+)?(?P<round>{words.round})\s+(?:of|for)\s+(?:(?:the|their|its|annual|our|this|regular)\s+)*[\"“‘]?$",
        re.I,
    )
    bracketed = compiled(
        rf"\((?P<round>{words.ordinal})\)\s+(?:round|session|meeting|edition)\s+of\s+(?:the\s+)?$", re.I
    )
    alone = compiled(
        rf"(?<![\w-])(?P<round>{words.ordinal})\s+(?:(?:annual|regular|edition\s+of\s+the)\s+)?[\"“‘]?$", re.I
    )
    for committee in _MAIN_COMMITTEE.finditer(text):
        work.put(*committee.span(), "FORUM")
    for span in work.of("FORUM"):
        lo = max(0, span[0] - 90)
        before = text[lo : span[0]]
        match = whole.search(before) or bracketed.search(before) or alone.search(before)
        main = match and match["round"] in ("First", "Second", "Third", "Fourth", "Fifth", "Sixth")
        if main and re.match(r"Committee\b(?!\s+on\b)", text[span[0] : span[1]]):
            work.put(lo + match.start("round"), span[1], "FORUM")
            continue
        if match:
            start, end = lo + match.start("round"), lo + match.end("round")
            if not [s for s in work.at(start, end) if s[2] == "OFFICIAL"]:
                work.put(start, end, "ROUND")
    for span in work.of("ROUND"):
        if parse_round(text[span[0] : span[1]]) is None:
            work.drop(span)
    noun = compiled(rf"\s+(?:(?:{words.adjective})\s+)?(?:{words.session})\b", re.I)
    for span in work.of("ROUND"):
        if re.fullmatch(words.ordinal, text[span[0] : span[1]], re.I):
            match = noun.match(text, span[1])
            if match and not work.at(span[1] + 1, match.end()):
                span[1] = match.end()


_IN_A_ROW = re.compile(r"\s+(?:in\s+a\s+row|in\s+succession|running)\b")


def round_of_no_forum(work: Spans, lexicon: Lexicon, words: EntityWords) -> None:
    """A ROUND numbers a session of a forum: "the second meeting of the Constitutional Council" is none, nor "the
    first session of the new parliament", "the new parliament, the tenth,", "the first EU country", "the ninth session
    in a row"."""
    other = behind(r"\s+(?:of|in|at)\s+(?:[\w’'-]+\s+){0,4}?", tuple(words.not_numbered))
    called = compiled(rf"\b{any_of(tuple(words.not_numbered))},\s+(?:the|its|their)\s+$", re.I)
    thing = behind(r"(?:\s*\([^)]*\))?\s+(?:and\s+[\w-]+\s+)?", tuple(words.not_sessions))
    for span in work.of("ROUND"):
        of = re.match(r"\s+of\s+(?:(?:the|its|their)\s+)?(?=[A-ZÀ-Þ])", work.text[span[1] : span[1] + 20])
        named = of and not work.at(span[1] + of.end(), span[1] + of.end() + 90)
        domestic = other.match(work.text, span[1])
        forum = next((s for s in work.at(span[1], span[1] + 4) if s[2] == "FORUM"), None)
        if (
            named
            or (domestic and not any(s[2] == "FORUM" for s in work.at(span[1], domestic.end())))
            or (forum and thing.match(work.text, forum[1]))
            or (" " not in work.text[span[0] : span[1]] and _in_forum(work, span[1]))
            or called.search(work.text, max(0, span[0] - 40), span[0])
            or _IN_A_ROW.match(work.text, span[1])
        ):
            work.drop(span)


def _in_forum(work: Spans, end: int) -> bool:
    """ "The third in the European Union": a place in a ranking."""
    lead = re.match(r"\s+in\s+(?:the\s+)?", work.text[end : end + 12])
    return lead is not None and any(s[0] == end + lead.end() and s[2] == "FORUM" for s in work.spans)


def own_rounds(work: Spans, lexicon: Lexicon, words: EntityWords) -> None:
    """ "The F met in Lima for its third session": the number is the forum's, where no other body or person stands
    between."""
    pattern = compiled(rf"[^.;:\n]{{1,{_ITS}}}?\s(?:its|their)\s+(?P<round>{words.round})", re.I)
    for span in work.of("FORUM"):
        match = pattern.match(work.text, span[1])
        if match and not [s for s in work.at(span[1], match.end()) if s[2] != "FORUM"]:
            work.put(*match.span("round"), "ROUND")


def told_rounds(text: str, words: EntityWords) -> list[tuple[int, int]]:
    """Where a number, with or without its noun, is the subject of a session: "the sixth was held in Lima", "the last
    meeting, the 21st, took place in 2018". Such numbers need no FORUM beside them."""
    pattern = compiled(
        rf"\b(?:the|its|their)\s+(?P<round>(?:{words.round}|{words.ordinal})),?\s+(?:which\s+|that\s+)?"
        rf"{any_of(tuple(words.took_place))}\b",
        re.I,
    )
    return [match.span("round") for match in pattern.finditer(text)]


def rounds_again(work: Spans, lexicon: Lexicon, words: EntityWords) -> None:
    """Where an article numbers a session, "the sixth was held in Lima" numbers another one."""
    if work.of("FORUM") and work.of("ROUND"):
        for start, end in told_rounds(work.text, words):
            if not work.at(start, end):
                work.put(start, end, "ROUND")
