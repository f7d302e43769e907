"""Puts the meeting records together: sessions, their slots and their chairs, with evidence and rules."""

from __future__ import annotations

import gc
import re
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property

from communique.dates import parse_day
from communique.linking.article import Article, Mention
from communique.linking.chairs import ChairFinder, ChairHit, surest
from communique.linking.dateline import publication_day
from communique.linking.forums import content_words, find_series, generic_words
from communique.linking.grouping import find_sessions
from communique.linking.items import Items
from communique.linking.own_state import of_one_state
from communique.linking.owners import Owners
from communique.linking.parties import Parties, find_parties, named_sides, settle_countries, settle_parties
from communique.linking.people import People
from communique.linking.places import find_place
from communique.linking.sentences import Sentence
from communique.linking.session import HELD, SCHEDULED, Session
from communique.linking.sessions.mention import MAIN
from communique.linking.sessions.next_rounds import of_other_thing
from communique.linking.when import When, find_date
from communique.schema import CO_CHAIRS, NUMBERS, VIRTUAL, CoChair, Meeting, Offsets

_NEAR = 14  # sentences behind the last mention of a session in which "the delegation was led by" is its own
_BEFORE = 3  # sentences before the first mention in which chairs may be named
_THE_SESSION = r"\b(?:the|this|these|<weekdays>['’]s|<day_long>)\s+(?:(?!of\s)[\w-]+\s+){0,3}<sessions>\b"
# "Presidents A and B flew into Lima the day before": where those gathered of whom the sentence before told
_ARRIVED = r"\b<arriving>\s+(?:in|into)\s+(?-i:[A-Z])"
# "An Omani team is in Lima on a three-day visit for it": where those stay who take part
_STAYING = (
    r"\b<sides>\s+(?:is|are|has\s+been|have\s+been)\s+(?:currently\s+|now\s+)?in\s+(?-i:[A-Z])[^.;]{2,60}\s<trips>\b"
)
_TOPIC_WORDS = ("Topics", "Issues", "Subjects")
_TOPICS = re.compile(rf"\W*(?:{'|'.join(_TOPIC_WORDS)}|On\s+the\s+agenda)\b")
_VENUE_WAS = r"\W*(?-i:The)\s+<venues>\s+(?:was|is|will\s+be)\b"
_AGREED_ON = r"\b<resolving>\s+(?:to|on|that)\b[^.;]*$"
_AGREEMENT = 150  # characters from "agreed" to the session
_BESIDE = r"\b(?:on\s+the\s+<margins>\s+of\s+(?:the\s+)?|since\s+(?:the|their|its)\s+<previous_words>\s+)$"
_ASIDE = 30  # characters from "on the sidelines" to the session
_NOUN = 25  # characters from "next" to the session noun
_PRECEDED = re.compile(r"\bpreceded\s+by\s+(?:the|an?)\s+$")
_NO_SESSION = "the article reports no session"
_SUBJECT = 60  # characters from the start of a sentence to "the meeting", and from there to its verb
_ENDS = (".", "!", "?", "”", '"', "…")  # of a sentence that is no heading
_THIS_WAS = re.compile(r"\W*(?:It|This|That)\s+(?:was|is|marks|marked)\b")
_LONG_SESSION = 31  # days for which a session may be under way
_HEAD = 4  # lines at the start of an item that tell of its session
_LEAD = 2  # running sentences among them, at least
_HEADINGS = 10  # headings and bylines before these
_CONVENING = r"\W*(?-i:(?=[A-Z]))<convening>\s+(?:in|at)\s"  # "Convening in Lima on 5 May, the ministers agreed"
# "spent two days in Lima this week"
_IN_TOWN_THEN = re.compile(r"\bin\s+[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)?\s+(?:yesterday|today|this\s+week|last\s+week)\b")
_PLACED = re.compile(r",?\s+(?:at|in)\b")
_IT = (
    r"\W*(?-i:(?=[A-Z]))(?:it|they|the\s+(?:two\s+)?<sides>(?<=s))\s+"
    r"(?:had\s+)?(?:was|were|will|is|<coming_together>|<held_at>|<beginning>)\b"
)
# "Because of the storm the parties met by video link", in a sentence behind the session
_MET_ONLINE = (
    r"\b(?:it|they|we|both|(?:the|our|both|two)\s+(?:two\s+)?(?!(?:[\w-]+\s+)?<lower_levels>\b)(?:[\w-]+\s+)?"
    r"(?:parties|countries|governments|neighbours|neighbors|<sides>(?<=s)|<several_posts>))\s+"
    r"(?:(?:have|has|was|were|again|all|only|also|once\s+more|once\s+again|\w+ly)\s+)*"
    r"(?:<coming_together>|<held_at>|negotiated|negotiating|talked|spoke|speaking|conferred|worked|working|took\s+place)"
    r"\s+(?:\w+\s+){0,2}?<virtual>\b"
)


@dataclass
class LinkResult:
    """meetings: the records. relations: [head mention, child mention, label]. skipped: officials that no
    rule linked, each with the reason."""

    meetings: list[Meeting] = field(default_factory=list)
    relations: list[tuple[Mention, Mention, str]] = field(default_factory=list)
    skipped: list[tuple[Mention, str]] = field(default_factory=list)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Linking makes many small objects and no cycles of them, so that all are freed without the cyclic collector. It
    would walk over every Doc of the process and find nothing."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@_collector_paused()
def link(article: Article) -> LinkResult:
    """All meeting records of an article. An article without FORUM mentions has none."""
    result = LinkResult()
    series = find_series(article)
    if not series:
        result.skipped = [(m, "the article names no forum") for m in _firsts(article)]
        return result
    sessions = [] if of_one_state(article, series) else find_sessions(article, series)
    if not sessions:
        result.skipped = [(m, _NO_SESSION) for m in _firsts(article)]
        return result
    people = People(article)
    spans = [(m.start, m.end) for s in sessions for m in s.mentions]
    of_sessions = {id(s.series): s.series for s in sessions}.values()
    finder = ChairFinder(article, spans, {m.index for series in of_sessions for m in series.mentions})
    hits = finder.find()
    reported = {id(s.series) for s in sessions if _is_reported(s)}
    told = sorted(
        (m.sentence.index, m.start, id(s.series))
        for s in sessions
        if _is_reported(s) or id(s.series) not in reported
        for m in s.mentions
    )
    items = Items(article.sentences, article.blocks, [(sentence, forum) for sentence, _, forum in told])
    owners = Owners(article, sessions, items).assign(hits)
    by_session: dict[int, list[ChairHit]] = {}
    for hit in hits:
        for owner in owners.get(id(hit), ()):
            by_session.setdefault(id(owner), []).append(hit)
    windows = _MeetingWindows(article, sessions, items)
    linked: set[int] = set()
    sides: dict[int, list[str]] = {}  # by the id of the record
    of_many: set[int] = set()
    for session in sessions:
        named = named_sides(article, session)
        in_name = list(named.names)
        own = surest(article, by_session.get(id(session), []), people, in_name)
        linked |= _add_record(article, session, own, named, people, windows, result)
        if result.meetings and id(result.meetings[-1]) not in sides:
            sides[id(result.meetings[-1])] = in_name
            if session.series.standing and items.several and any(block.apart for block in article.blocks[1:]):
                of_many.add(id(result.meetings[-1]))
    settle_parties(result.meetings, of_many)
    for meeting in result.meetings:
        settle_countries(article, meeting, sides[id(meeting)])
    result.meetings = _without_echoes(result.meetings, generic_words(article.lexicon))
    hit_names = {people.full[h.mention.index].index for h in hits}
    for mention in _firsts(article):
        full = people.full[mention.index]
        if full is mention and full.index not in linked:
            result.skipped.append((mention, _why_not(full, hit_names, finder.refused, bool(result.meetings))))
    return result


def _is_reported(session: Session) -> bool:
    """Does it tell of what an item is about, rather than "the next round" that another item speaks of?"""
    return session.kind == MAIN or session.number is not None


def _firsts(article: Article) -> list[Mention]:
    return article.of("OFFICIAL")


def _why_not(full: Mention, hit_names: set[int], refused: dict[int, str], meetings: bool) -> str:
    if not meetings:
        return _NO_SESSION
    if full.index in hit_names:
        return "named as a chair, but no session is spoken of near it"
    return refused.get(full.index, "no chairing words in the sentence that names this person")


# --- sentences that speak of "the meeting" ------------------------------------------------------


class _MeetingWindows:
    """Sentences that tell of a session without naming it. Those that speak of another session, or of
    "the next round", are left out."""

    def __init__(self, article: Article, sessions: list[Session], items: Items):
        self.article = article
        self.items = items
        self.mains = sorted((s for s in sessions if s.kind == MAIN), key=lambda s: s.start)
        self.main_starts = [s.mentions[0].sentence.index for s in self.mains]
        self.series_of = {
            m.index: series for series in {id(s.series): s.series for s in sessions}.values() for m in series.mentions
        }
        self.taken = {m.sentence.index: session for session in sessions for m in session.mentions}
        self.pattern = article.lexicon.regex(_THE_SESSION)
        self._told: dict[int, tuple[list[Offsets], list[Offsets]]] = {}  # by the id of the session

    def of(self, session: Session, hits: list[ChairHit]) -> tuple[list[Offsets], list[Offsets]]:
        """(for the place, for the date): first the sentences of which the meeting is the subject, then those
        of its chairs and delegations, last the head and the lead of the article. None of a session that is no main
        one."""
        if id(session) not in self._told:
            self._told[id(session)] = self._of_main(session, hits) if session.kind == MAIN else ([], [])
        return self._told[id(session)]

    def _of_main(self, session: Session, hits: list[ChairHit]) -> tuple[list[Offsets], list[Offsets]]:
        article, mask = self.article, self.article.mask
        first = self._in_text(session)
        chaired = {article.sentence_at(hit.trigger[0]).index for hit in hits}
        before = first - 1 if self._was_it(session, first) else None
        place, date, further, staying, far = [], [], [], [], []
        low, high = self.items.of(first)
        for sentence in article.sentences[max(low, first - 2) : min(high, first + _NEAR)]:
            start, end = window = (sentence.start, sentence.end)
            if (aside := self._aside(sentence)) is not None:
                start, end = window = (start, aside)
            elif sentence.index in self.taken or self._of_another(sentence):
                continue
            if sentence.index - first <= 2 and article.lexicon.regex(_VENUE_WAS).match(mask, start, end):
                place.append(window)
                continue
            noun = article.cue("sessions", start, end) and self.pattern.search(mask, start, end)
            online = noun and article.cue("virtual", start, end)
            if online and noun.start() <= online[0] < noun.end():
                place.append(window)
            if 0 < sentence.index - first <= 2 and (online := self._met_online(sentence)):
                place.append(online)
            verb = article.cue("held_verbs", start, end) or article.cue("scheduled_verbs", start, end)
            names = self._names(session, sentence)
            subject = noun is not None and noun.start() - start < _SUBJECT
            # "A and B led the delegations at the palace in Lima"
            led = sentence.index in chaired and sentence.index == first + 1 and article.cue("sides", start, end)
            if verb is None and not subject and not names and not led:
                if sentence.index == first + 1 and article.lexicon.regex(_ARRIVED).search(mask, start, end):
                    place.append(window)
                elif (
                    0 < sentence.index - first <= 2
                    and article.cue("sides", start, end)
                    and article.lexicon.regex(_STAYING).search(mask, start, end)
                ):
                    staying.append(window)
                continue
            it = article.lexicon.regex(_IT).match(mask, start, end)
            if it and self._of_other_it(session, sentence):
                continue
            told = subject and ((verb and 0 <= verb[0] - noun.end() < _SUBJECT) or _PLACED.match(mask, noun.end()))
            if told or (it and 0 < sentence.index - first <= 2) or sentence.index == before:
                place.append(window)
            elif sentence.index in chaired or (
                abs(sentence.index - first) <= 2 and (names or article.cue("sides", start, end))
            ):
                further.append(window)
            if noun or it or names or sentence.index == before:
                (date if abs(sentence.index - first) <= _BEFORE else far).append(window)
        lead = [(window, told) for window, told in self._lead(session) if told or session.number is not None]
        return [*place, *further, *staying, *(w for w, told in lead if told)], [
            *date,
            *further,
            *(w for w, _ in lead),
            *far,
        ]

    def _aside(self, sentence: Sentence) -> int | None:
        """ "The meeting took place in Lima this week on the sidelines of the F", "They met in Lima to see what was done
        since the previous F": where the words about the F begin."""
        session = self.taken.get(sentence.index)
        if session is None:
            return None
        mention = next(m for m in session.mentions if m.sentence.index == sentence.index)
        if mention.rule == "last-held" and mention.window[0] == mention.start:
            return mention.start  # "A came to Lima for the F, which had not met since 2019"
        at = mention.start
        beside = self.article.lexicon.regex(_BESIDE).search(self.article.mask, max(sentence.start, at - _ASIDE), at)
        return beside.start() if beside else None

    def _in_text(self, session: Session) -> int:
        """The first sentence that speaks of it, headings only where no other does."""
        for mention in session.mentions:
            if self.article.mask[mention.sentence.start : mention.sentence.end].rstrip()[-1:] in _ENDS:
                return mention.sentence.index
        return session.mentions[0].sentence.index

    def _was_it(self, session: Session, first: int) -> bool:
        """ "They met in Lima yesterday. This was the eighth round": where the sentence before tells of it."""
        sentence = self.article.sentences[first]
        return (
            _THIS_WAS.match(self.article.mask, sentence.start, sentence.end) is not None
            and first > 0
            and self.article.sentences[first - 1].paragraph == sentence.paragraph
        )

    def _lead(self, session: Session) -> list[tuple[Offsets, bool]]:
        """The lead and the heading of an article, for the session that it is about; each with whether it tells
        of a session rather than of the day only."""
        told = session.mentions[0]
        if self.article.lexicon.regex(_AGREED_ON).search(
            self.article.mask, max(told.sentence.start, told.start - _AGREEMENT), told.start
        ):
            return []  # "They agreed to hold the sixth session": what the lead tells is of their talks
        first, end = self.items.of(told.sentence.index)
        place = bisect_left(self.main_starts, first)
        if place == len(self.mains) or self.mains[place] is not session:
            return []
        lead = [
            s
            for s in self._head(first, end)
            if s.index not in self.taken and not self._of_another(s) and not self._of_other_it(session, s)
        ]
        if self.items.several and lead and lead[-1].paragraph:
            lead = [s for s in lead if s.paragraph]  # the title of a bulletin is that of no item
        if first:
            dated = (
                any(raw.kind == "day" for raw in self.article.dates_in(lead[0].start, lead[0].end)) if lead else False
            )
            lead = [s for s in lead if (s.index == first and (not dated or self._names(session, s))) or self._tells(s)]
        lead.sort(key=lambda s: s.index == first)
        ahead = told.sentence.index if session.number is not None else 0
        return [
            ((s.start, s.end), s.index == first or self._tells(s) or (s.index < ahead and self._online(s)))
            for s in lead
        ]

    def _head(self, first: int, end: int) -> list[Sentence]:
        """The start of an item: some lines, and behind many headings and bylines the first sentences of its lead."""
        lines = self.article.sentences[first : min(end, first + _HEADINGS)]
        running = [i for i, s in enumerate(lines) if self.article.mask[s.start : s.end].rstrip()[-1:] in _ENDS]
        return lines[: max(_HEAD, running[:_LEAD][-1] + 1 if running else 0)]

    def _tells(self, sentence: Sentence) -> bool:
        groups = ("held_verbs", "sessions", "here")
        return (
            any(self.article.cue(group, sentence.start, sentence.end) for group in groups)
            or any(raw.kind == "weekday" for raw in self.article.dates_in(sentence.start, sentence.end))
            or self.article.lexicon.regex(_CONVENING).match(self.article.mask, sentence.start) is not None
            or _IN_TOWN_THEN.search(self.article.mask, sentence.start, sentence.end) is not None
        )

    def _met_online(self, sentence: Sentence) -> Offsets | None:
        """ "Because of the storm the parties met by video link", but not "In 2021 they met online": the words."""
        if not self.article.cue("virtual", sentence.start, sentence.end):
            return None
        met = self.article.lexicon.regex(_MET_ONLINE).search(self.article.mask, sentence.start, sentence.end)
        dates = self.article.dates_in(sentence.start, met.end()) if met else ()
        if met is None or any(raw.kind in ("month", "year") or raw.words.startswith("last") for raw in dates):
            return None
        return met.span()

    def _online(self, sentence: Sentence) -> bool:
        """ "The two ministries went by videoconference over their ties": how those met of whom the article tells."""
        cue = self.article.cue("virtual", sentence.start, sentence.end)
        return cue is not None and self.article.mask.startswith(("by ", "via "), cue[0])

    def _of_another(self, sentence: Sentence) -> bool:
        """ "The next round is due in Lima", "The tenth round of the cooking contest was held in Lima", "Topics included
        the port at Ilo"."""
        if sentence.index in self._of_next_or_last:
            return True
        if self._has_topics and _TOPICS.match(self.article.mask, sentence.start, sentence.end):
            return True
        noun = self.article.cue("sessions", sentence.start, sentence.start + _SUBJECT) and self.pattern.search(
            self.article.mask, sentence.start, min(sentence.end, sentence.start + _SUBJECT)
        )
        return bool(noun and of_other_thing(self.article, noun.end()))

    @cached_property
    def _has_topics(self) -> bool:
        """May a sentence of the article begin like "Topics included"?"""
        return any(word in self.article.mask for word in (*_TOPIC_WORDS, "agenda"))

    @cached_property
    def _of_next_or_last(self) -> frozenset[int]:
        """The sentences that speak of "the next round", "the previous session", by index."""
        out = set()
        for group in ("next_words", "previous_words"):
            for start, end in self.article.all_cues(group):
                sentence = self.article.sentence_at(start)
                if self.article.cue("sessions", end, min(sentence.end, end + _NOUN)):
                    out.add(sentence.index)
        return frozenset(out)

    def _of_other_it(self, session: Session, sentence: Sentence) -> bool:
        """ "The G met in May. It is to sit in Lima": is "it" another forum, of which the sentence before speaks?"""
        it = self.article.lexicon.regex(_IT).match(self.article.mask, sentence.start, sentence.end)
        if it is None or self._names(session, sentence):
            return False
        before = self.article.sentences[sentence.index - 1]
        forums = self.article.between(before.start, before.end, "FORUM")
        return bool(forums) and before.paragraph == sentence.paragraph and not self._names(session, before)

    def _names(self, session: Session, sentence: Sentence) -> bool:
        forums = self.article.between(sentence.start, sentence.end, "FORUM")
        return any(self.series_of.get(m.index) is session.series for m in forums)


# --- one record ----------------------------------------------------------------------------------


def _add_record(
    article: Article,
    session: Session,
    hits: list[ChairHit],
    named: Parties,
    people: People,
    windows: _MeetingWindows,
    result: LinkResult,
) -> set[int]:
    """Add the record of a session, if it is worth one; returns the indices of the names that it links."""
    last = result.meetings[-1] if result.meetings else None
    before = (last.place, last.evidence["place"], "") if last and last.place not in (None, VIRTUAL) else None
    place = find_place(article, session, lambda: windows.of(session, hits)[0], before)
    day = When(last.date, last.evidence["date"], "same-day", False) if last and last.date else None
    date = find_date(article, session, lambda: windows.of(session, hits)[1], day)
    bare = session.number is None and not place and not date
    if bare and (session.kind != MAIN or not hits or _precedes(article, session)):
        return set()  # the guide: an earlier or later session without a number needs a place or a date
    _settle_status(article, session, date)
    numbered = min((m for m in session.mentions if m.number_at), key=lambda m: m.round is None, default=None)
    anchor = (numbered or session.mentions[0]).forum
    forum = session.series.fullest(anchor)
    if session.series.bare(forum):
        return set()  # "the Committee", of which the text never says which
    meeting = Meeting(forum=forum.text, round=session.number, status=session.status)
    meeting.evidence["forum"] = (forum.start, forum.end)
    meeting.rules["forum"] = session.mentions[0].rule
    if numbered is not None:
        meeting.evidence["round"] = numbered.number_at
        meeting.rules["round"] = numbered.rule
        if numbered.round is not None:
            result.relations.append((numbered.round, anchor, NUMBERS))
    if session.status_span:
        meeting.evidence["status"] = session.status_span
        meeting.rules["status"] = "verb-of-session"
    if place:
        meeting.place, meeting.evidence["place"], meeting.rules["place"] = place
    if date:
        meeting.date, meeting.evidence["date"], meeting.rules["date"] = date.iso, date.span, date.rule
    used = _add_chairs(meeting, hits, people, anchor, result)
    if parties := find_parties(article, session, meeting, named):
        meeting.parties, meeting.evidence["parties"], meeting.rules["parties"] = parties
    result.meetings.append(meeting)
    return used


def _precedes(article: Article, session: Session) -> bool:
    """ "The meetings were preceded by a preparatory committee": was it held before the session that is told of?"""
    start = session.mentions[0].start
    return _PRECEDED.search(article.mask, max(0, start - _NOUN), start) is not None


def _settle_status(article: Article, session: Session, date: When | None) -> None:
    """A date with its year tells more than a verb: before the day of publication held, behind it to come."""
    published = publication_day(article)
    if date is None or not published:
        return
    told = published[: len(date.iso)]
    if date.iso > told and session.status == HELD:
        session.status, session.status_span = SCHEDULED, date.span
    elif date.absolute and date.iso < told and session.status == SCHEDULED:
        session.status, session.status_span = HELD, date.span


def _add_chairs(
    meeting: Meeting, hits: list[ChairHit], people: People, anchor: Mention, result: LinkResult
) -> set[int]:
    used: set[int] = set()
    for hit in hits:
        full = people.full[hit.mention.index].index
        if full in used:
            continue
        used.add(full)
        person = people.describe(hit.mention)
        country = person.country or hit.side
        chair = CoChair(
            name=person.name,
            role=person.role[0] if person.role else None,
            country=country[0] if country else None,
            span=(hit.mention.start, hit.mention.end),
            rule=hit.rule,
            trigger=hit.trigger,
        )
        if person.role:
            chair.evidence["role"] = person.role[1]
        if country:
            chair.evidence["country"] = country[1]
        meeting.co_chairs.append(chair)
        result.relations.append((hit.mention, anchor, CO_CHAIRS))
    return used


def _without_echoes(meetings: list[Meeting], generic: frozenset[str]) -> list[Meeting]:
    """The records without those that say nothing of their own: a session without a number or a chair that a fuller
    record of the article tells, too. generic: see `generic_words`."""
    alike: dict[str | frozenset[str], list[Meeting]] = {}  # by their forum, and by their sides
    for meeting in meetings:
        for key in (meeting.forum, frozenset(meeting.parties)):
            alike.setdefault(key, []).append(meeting)
    return [
        meeting
        for meeting in meetings
        if meeting.round is not None
        or meeting.co_chairs
        or not meeting.date
        or not any(
            other is not meeting
            and (meeting.place is None or other.place == meeting.place)
            and (
                _under_way(meeting, other)
                if other.status != meeting.status
                else _repeats(meeting, other) or _of_grouping(meeting, other) or _names_loosely(meeting, other, generic)
            )
            for key in (meeting.forum, frozenset(meeting.parties))
            for other in alike[key]
        )
    ]


def _repeats(meeting: Meeting, other: Meeting) -> bool:
    return other.forum == meeting.forum and other.date == meeting.date


def _under_way(meeting: Meeting, other: Meeting) -> bool:
    """ "The 46th session of the F opened on Monday. … The minister, who is to address the F today": is a session to
    come the one that has begun?"""
    first, day = parse_day(other.date), parse_day(meeting.date)
    return (
        meeting.status == SCHEDULED
        and meeting.rules["forum"] == "held-forum"
        and other.forum == meeting.forum
        and other.round is not None
        and bool(first and day)
        and 0 <= (day - first).days <= _LONG_SESSION
    )


def _of_grouping(meeting: Meeting, other: Meeting) -> bool:
    """ "Photo: those at the F meeting in Lima yesterday": of a grouping, on the day and in the city of the session of
    its body that the article reports."""
    return (
        meeting.rules["forum"] in ("forum-in-place", "forum-of-day")
        and meeting.rules.get("parties") == other.rules.get("parties") == "grouping"
        and len(meeting.parties) == 1
        and meeting.parties == other.parties
        and meeting.date == other.date
        and meeting.place == other.place
        and other.round is not None
    )


def _names_loosely(meeting: Meeting, other: Meeting, generic: frozenset[str]) -> bool:
    """ "Bilateral consultations between Peru and Chile will be held on 5 May … the Peru-Chile Working Group on Fish
    meets in May": the same two sides, and days that do not contradict each other."""
    dates = sorted((meeting.date or "", other.date or ""), key=len)
    return (
        meeting.forum.islower()
        and content_words(meeting.forum) <= generic
        and not content_words(other.forum) <= generic
        and len(meeting.parties) > 1
        and set(meeting.parties) == set(other.parties)
        and dates[1].startswith(dates[0])
    )
