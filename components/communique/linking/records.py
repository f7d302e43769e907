"""Puts the meeting records together: sessions, their slots and their chairs, with evidence and rules."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from communique.linking.article import Article, Mention, Sentence
from communique.linking.chairs import ChairHit, compile_rules, find_chairs
from communique.linking.forums import find_series
from communique.linking.people import describe, full_names
from communique.linking.sessions import MAIN, Session, find_sessions
from communique.linking.slots import find_date, find_place
from communique.schema import CO_CHAIRS, NUMBERS, CoChair, Meeting, Offsets

_NEAR = 14  # sentences behind the last mention of a session in which "the delegation was led by" is its own


@dataclass
class LinkResult:
    """meetings: the records. relations: [head mention, child mention, label]. skipped: officials that no
    rule linked, each with the reason."""

    meetings: list[Meeting] = field(default_factory=list)
    relations: list[tuple[Mention, Mention, str]] = field(default_factory=list)
    skipped: list[tuple[Mention, str]] = field(default_factory=list)


def link(article: Article) -> LinkResult:
    """All meeting records of an article. An article without FORUM mentions has none."""
    result = LinkResult()
    series = find_series(article)
    sessions = find_sessions(article, series) if series else []
    names = full_names(article)
    hits = _all_chairs(article)
    owners = _assign(article, sessions, hits)
    sessions = [s for s in sessions if _worth(article, s, owners)]
    linked: set[int] = set()
    for session in sessions:
        meeting, used = _record(article, session, [h for h in hits if owners.get(h.mention.index) is session], names, result)
        linked |= used
        result.meetings.append(meeting)
    for mention in article.of("OFFICIAL"):
        if names[mention.index].index not in linked and mention is names[mention.index]:
            result.skipped.append((mention, _why_not(article, mention, hits, sessions)))
    return result


def _all_chairs(article: Article) -> list[ChairHit]:
    rules = compile_rules(article.lexicon.chairing)
    return [hit for sentence in article.sentences for hit in find_chairs(article, sentence, rules)]


# --- which session a chair belongs to -----------------------------------------------------------


def _assign(article: Article, sessions: list[Session], hits: list[ChairHit]) -> dict[int, Session]:
    """The session of each chair: the one named in the same sentence, else the one spoken of."""
    owners: dict[int, Session] = {}
    if not sessions:
        return owners
    by_sentence: dict[int, list[Session]] = {}
    for session in sessions:
        for mention in session.mentions:
            by_sentence.setdefault(mention.sentence.index, []).append(session)
    main = [s for s in sessions if s.kind == MAIN] or sessions
    for hit in hits:
        sentence = article.sentence_at(hit.trigger[0])
        here = by_sentence.get(sentence.index, [])
        here = [s for s in here if s.kind == MAIN] or here
        if here:
            owners[hit.mention.index] = min(here, key=lambda s: _gap(s, hit, sentence))
            continue
        owner = _spoken_of(article, main, sentence, hit)
        if owner is not None:
            owners[hit.mention.index] = owner
    return owners


def _gap(session: Session, hit: ChairHit, sentence: Sentence) -> int:
    return min(abs(m.start - hit.trigger[0]) for m in session.mentions if m.sentence.index == sentence.index)


def _spoken_of(article: Article, main: list[Session], sentence: Sentence, hit: ChairHit) -> Session | None:
    forums = article.between(sentence.start, sentence.end, "FORUM")
    named = [s for s in main if any(f in s.series.mentions for f in forums)]
    if named:
        return named[0]
    earlier = [(m.sentence.index, s) for s in main for m in s.mentions if m.sentence.index < sentence.index]
    if earlier:
        last, owner = max(earlier, key=lambda pair: pair[0])
        if sentence.index - last <= _NEAR:
            return owner
        return None
    later = [(m.sentence.index, s) for s in main for m in s.mentions if m.sentence.index > sentence.index]
    if later:
        first, owner = min(later, key=lambda pair: pair[0])
        if first - sentence.index <= 3:
            return owner
    return None


def _worth(article: Article, session: Session, owners: dict[int, Session]) -> bool:
    """A session without a number needs a place, a date or a chair."""
    if session.number is not None:
        return True
    if session in owners.values():
        return True
    place, date = find_place(article, session), find_date(article, session)
    return bool(place or date)


# --- one record ----------------------------------------------------------------------------------


def _record(
    article: Article, session: Session, hits: list[ChairHit], names: dict[int, Mention], result: LinkResult
) -> tuple[Meeting, set[int]]:
    numbered = next((m for m in session.mentions if m.round is not None), None)
    anchor = (numbered or session.mentions[0]).forum
    forum = session.series.fullest(anchor)
    meeting = Meeting(forum=forum.text, round=session.number, status=session.status)
    meeting.evidence["forum"] = (forum.start, forum.end)
    meeting.rules["forum"] = session.mentions[0].rule
    if numbered is not None:
        meeting.evidence["round"] = (numbered.round.start, numbered.round.end)
        meeting.rules["round"] = numbered.rule
        result.relations.append((numbered.round, anchor, NUMBERS))
    if session.status_span:
        meeting.evidence["status"] = session.status_span
        meeting.rules["status"] = "verb-of-session"
    extra = _meeting_windows(article, session, hits) if session.kind == MAIN else []
    if place := find_place(article, session, extra):
        meeting.place, meeting.evidence["place"], meeting.rules["place"] = place
    if date := find_date(article, session, extra):
        meeting.date, meeting.evidence["date"], meeting.rules["date"] = date
    used: set[int] = set()
    for hit in hits:
        person = describe(article, hit.mention, names)
        full = names[hit.mention.index].index
        if full in used:
            continue
        used.add(full)
        country = hit.side or person.country
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
    meeting.parties = _parties(article, session, meeting)
    _fill_countries(meeting)
    return meeting, used


def _meeting_windows(article: Article, session: Session, hits: list[ChairHit]) -> list[Offsets]:
    """Sentences that speak of "the meeting" or hold the chairs, after the session was named."""
    last = session.mentions[0].sentence.index
    pattern = re.compile(
        rf"\b(?:the|this|these|two-day|one-day|three-day|day-long)\s+(?:[\w-]+\s+){{0,3}}{article.lexicon.pattern('sessions').pattern}", re.I
    )
    verbs = re.compile(f"{article.lexicon.pattern('held_verbs').pattern}|{article.lexicon.pattern('scheduled_verbs').pattern}", re.I)
    of_hits = {article.sentence_at(h.trigger[0]).index for h in hits}
    out = []
    for sentence in article.sentences[max(0, last - 2) : last + _NEAR]:
        mask = article.mask
        named = any(m in session.series.mentions for m in article.between(sentence.start, sentence.end, "FORUM"))
        if sentence.index in of_hits or named or (
            pattern.search(mask, sentence.start, sentence.end) and verbs.search(mask, sentence.start, sentence.end)
        ):
            out.append((sentence.start, sentence.end))
    return out


def _parties(article: Article, session: Session, meeting: Meeting) -> list[str]:
    """The sides: from the forum's name, "between A and B", the chairs' countries, the session's sentence."""
    found: list[str] = []

    def add(names: list[str]) -> None:
        found.extend(name for name in names if name and name not in found)

    for mention in session.series.mentions:
        add([c.country for c in article.countries_in(mention.start, mention.end)])
    for mention in session.mentions:
        start, end = mention.window
        behind = re.match(r"\W*(?:\([^)]*\)\W*)?(?:between|of|with)\s", article.mask[mention.end : end])
        if behind:
            near = article.countries_in(mention.end, min(end, mention.end + 120))
            add([c.country for c in near[:2]])
    if len(found) < 2:
        add([chair.country for chair in meeting.co_chairs if chair.country])
    if len(found) < 2:
        for mention in session.mentions:
            add([c.country for c in article.countries_in(*mention.window)][:2])
            if len(found) >= 2:
                break
    return found


def _fill_countries(meeting: Meeting) -> None:
    """Two sides, one chair's known: the other chair is of the other side."""
    open_ = [c for c in meeting.co_chairs if c.country is None]
    if not open_ or len(meeting.parties) != 2:
        return
    taken = {c.country for c in meeting.co_chairs if c.country}
    free = [p for p in meeting.parties if p not in taken]
    if len(open_) == len(free):
        for chair, party in zip(open_, free, strict=True):
            chair.country = party


def _why_not(article: Article, mention: Mention, hits: list[ChairHit], sessions: list[Session]) -> str:
    if any(h.mention.index == mention.index for h in hits):
        return "a chairing cue fired, but no session is spoken of near it"
    if not sessions:
        return "the article reports no session"
    return "no chairing cue has this name as its chair"

