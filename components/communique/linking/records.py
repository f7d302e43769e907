"""Puts the meeting records together: sessions, their slots and their chairs, with evidence and rules."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from communique.collector import PausedCollector
from communique.dates import parse_day
from communique.linking.article import Article, Mention
from communique.linking.chairs import ChairFinder, ChairHit, surest
from communique.linking.dateline import publication_day
from communique.linking.forum_names import content_words, generic_words
from communique.linking.forums import find_series
from communique.linking.grouping import find_sessions
from communique.linking.items import Items
from communique.linking.own_state import of_one_state
from communique.linking.owners import Owners
from communique.linking.parties import Parties, find_parties, named_sides, settle_countries, settle_parties
from communique.linking.people import People
from communique.linking.places import find_place
from communique.linking.session import HELD, SCHEDULED, Session
from communique.linking.sessions.mention import MAIN
from communique.linking.spoken_of import MeetingWindows
from communique.linking.when import When, find_date
from communique.schema import CO_CHAIRS, NUMBERS, VIRTUAL, CoChair, Meeting

_NOUN = 25  # characters from "preceded by" to the session
_PRECEDED = re.compile(r"\bpreceded\s+by\s+(?:the|an?)\s+$")
_NO_SESSION = "the article reports no session"
_LONG_SESSION = 31  # days for which a session may be under way


@dataclass
class LinkResult:
    """meetings: the records. relations: [head mention, child mention, label]. skipped: officials that no
    rule linked, each with the reason."""

    meetings: list[Meeting] = field(default_factory=list)
    relations: list[tuple[Mention, Mention, str]] = field(default_factory=list)
    skipped: list[tuple[Mention, str]] = field(default_factory=list)


def link(article: Article) -> LinkResult:
    """All meeting records of an article. An article without FORUM mentions has none."""
    with PausedCollector():
        return _link(article)


def _link(article: Article) -> LinkResult:
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
    items = Items(article.sentences, lambda: article.blocks, [(sentence, forum) for sentence, _, forum in told])
    owners = Owners(article, sessions, items).assign(hits) if hits else {}
    by_session: dict[int, list[ChairHit]] = {}
    for hit in hits:
        for owner in owners.get(id(hit), ()):
            by_session.setdefault(id(owner), []).append(hit)
    windows = MeetingWindows(article, sessions, items)
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
    result.meetings = _without_echoes(result.meetings, generic_words(article.lexicon), article.sentences[0].end)
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


# --- one record ----------------------------------------------------------------------------------


def _add_record(
    article: Article,
    session: Session,
    hits: list[ChairHit],
    named: Parties,
    people: People,
    windows: MeetingWindows,
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


def _without_echoes(meetings: list[Meeting], generic: frozenset[str], heading: int) -> list[Meeting]:
    """The records without those that say nothing of their own: a session without a number or a chair that a fuller
    record of the article tells, too. generic: see `generic_words`. heading: where the first line ends."""
    alike: dict[str | frozenset[str], list[Meeting]] = {}  # by their forum, and by their sides
    for meeting in meetings:
        for key in (meeting.forum, frozenset(meeting.parties)):
            alike.setdefault(key, []).append(meeting)
    return [
        meeting
        for meeting in meetings
        if meeting.round is not None
        or meeting.co_chairs
        or not (meeting.date or meeting.evidence["forum"][1] <= heading)
        or not any(
            other is not meeting
            and (meeting.place is None or other.place == meeting.place)
            and (
                _under_way(meeting, other)
                if other.status != meeting.status
                else _repeats(meeting, other) or _of_grouping(meeting, other) or _names_loosely(meeting, other, generic)
                if meeting.date
                else _heads(meeting, other, generic)
            )
            for key in (meeting.forum, frozenset(meeting.parties))
            for other in alike[key]
        )
    ]


def _heads(meeting: Meeting, other: Meeting, generic: frozenset[str]) -> bool:
    """ "Joint council meets in Lima" over "the fourth meeting of the Peru-Oman Council of Ministers was held in Lima":
    two sides and the noun of their body, in the city of the session that the article reports."""
    return (
        other.status == meeting.status
        and meeting.place is not None
        and other.round is not None
        and other.date is not None
        and len(meeting.parties) == 2
        and set(meeting.parties) == set(other.parties)
        and len(meeting.forum.split()) < len(other.forum.split())
        and content_words(meeting.forum) <= generic | content_words(other.forum)
        and not generic.isdisjoint(content_words(meeting.forum) & content_words(other.forum))
    )


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
