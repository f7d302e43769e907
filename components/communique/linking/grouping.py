"""From mentions to sessions: which mentions mean the same session, and was it held or is it to come."""

from __future__ import annotations

import re

from communique.dates import resolve
from communique.linking.article import Article
from communique.linking.background import of_something_else
from communique.linking.dateline import publication_day
from communique.linking.forum_names import content_words, generic_words, is_acronym
from communique.linking.forums import Series
from communique.linking.session import HELD, LEAD, SCHEDULED, Session
from communique.linking.sessions import find_mentions
from communique.linking.sessions.mention import CITY_NAMED, LEVEL, MAIN, NEXT, PREVIOUS, VERB_GAP, SessionMention
from communique.linking.status import HEADING, STOP_AT_END, in_present, status_of, told_by_verb
from communique.mask import F, O, R

_DELIBERATES = (
    r"(?:\s+\([^)]*\))?\s+(?:will|would|is|was)\s+(?:(?:also|then|now)\s+)?"
    r"(?:(?:expected|due|set|scheduled|likely)\s+to\s+|to\s+)?(?:also\s+)?<to_deliberate>\b"
)
_IN_CITY = re.compile(r"[^.;,]*\s(?:in|at)\s+[A-Z][a-z]")
_THAT_WAS = re.compile(r"\W*That\s+(?:was|had\s+been)\s+(?:the|its|their)\s+")
_FOR_DAY = re.compile(r"\s+(?:(?:for|on)\s+)?")
# "put off a trip": what is postponed
_OF_OTHER = r"\s+(?:an?|his|her|their|its|the)\s+(?:[\w-]+\s+)?<trips>\b"
# "no date was given for a sixth session", "the bid of Peru to host the F"
_NOT_SET = (
    r"\b(?:no\s+<to_be_set>\b[^.;,]{0,40}\sfor|<bidding>\b[^.;,]{0,60}\sto\s+(?:host|hold|convene|stage))"
    r"\s+(?:(?:an?|the|their|its)\s+)?(?:\w+\s+)?$"
)
# "they accepted with thanks the offer of Peru to host the F"
_ACCEPTED = r"\b<accepting>\s[^.;]{0,60}$"
_WAS_ACCEPTED = r"\b(?:was|were|been)\s+(?:\w+ly\s+)?<accepting>\b"
# between a session at which a clause about somebody ends and what that person did, and where the clause begins
_HAS = re.compile(r"(?:\s+in\s+[A-Z][\w’'-]*)?,\s+(?:(?:has|had|have|also)\s+)*")
_WHO = re.compile(rf"{O}(?:\s*\([^)]*\))?,\s+who\s[^,.;]{{3,150}}$")
_AN = re.compile(r"\b[Aa]n?\s+$")
_TO_DATE = re.compile(r"\s+(?:to|until|till)\s")
_ARE_INVITED = re.compile(r"\bare\s+(?:\w+ly\s+|hereby\s+)?$")
_INVITED = 24  # characters from "are" to "invited"
_NEW_DATE = 30  # characters behind "postponed" in which its new date begins and ends
_BEFORE, _BEHIND = 60, 90  # characters between "postponed" and the session that it is said of


_MENTIONS = 8  # mentions of a session whose verbs say that it is still to come


def find_sessions(article: Article, series: list[Series]) -> list[Session]:
    """The sessions that the text reports, in text order, each with where it is mentioned."""
    found = _without_agenda(article, find_mentions(article, series))
    off = {id(m) for m in found if _cancelled(article, m)}
    sessions = _merge_same_number(article, _group(article, [m for m in found if id(m) not in off]))
    _order_numbers(article, sessions)
    sessions = _number_last(article, sessions)
    for session in sessions:
        session.status, session.status_span = status_of(article, session)
    longer = _beginnings(sessions)
    sessions = [s for s in sessions if not _of_its_body(article, s, longer)]
    called_off = {(id(m.series), m.number) for m in found if id(m) in off and m.number is not None}
    return [s for s in sessions if (id(s.series), s.number) not in called_off or (s.status_span and s.status == HELD)]


def _beginnings(sessions: list[Session]) -> set[str]:
    """With which words the names of the forums begin of which numbered sessions are told."""
    told = {m.forum.text for s in sessions if s.number is not None and s.kind == MAIN for m in s.mentions}
    return {" ".join(words[:count]) for words in map(str.split, told) for count in range(1, len(words))}


def _of_its_body(article: Article, session: Session, longer: set[str]) -> bool:
    """ "Gulf Union ministers to meet in Lima" over "the 32nd meeting of the Gulf Union Ministerial Committee": of a
    grouping that only headings say to meet, the session that the text reports of its body.

    longer: see `_beginnings`."""
    if session.number is not None or session.kind != MAIN:
        return False
    if any(STOP_AT_END.search(article.text[m.sentence.start : m.sentence.end]) for m in session.mentions):
        return False
    return any(mention.text in longer for mention in session.series.mentions)


def _cancelled(article: Article, mention: SessionMention) -> bool:
    """Postponed, cancelled, founded, proposed or merely wished for: no session."""
    start, end = mention.window
    near = article.mask[max(start, mention.start - _BEHIND) : mention.start]
    if (" for " in near or " to " in near) and (unset := article.lexicon.regex(_NOT_SET).search(near)):
        offer = mention.start - len(near) + unset.start()
        if not (
            article.lexicon.regex(_ACCEPTED).search(article.mask, start, offer)
            or article.lexicon.regex(_WAS_ACCEPTED).search(article.mask, mention.end, end)
        ):
            return True
    if (
        article.cue("dates_open", mention.end, end)
        and _AN.search(near)
        and not CITY_NAMED.search(article.mask, mention.end, end)
    ):
        return True  # "an F summit will be convened at a date to be agreed", which nobody has set
    if _answered_no(article, mention):
        return True
    for cue in article.cues("cancelled", start, end):
        if _TO_DATE.match(article.mask, cue[1]) and article.dates_in(cue[1], cue[1] + _NEW_DATE):
            continue  # "was postponed to 5 June"
        since = article.cue("last_met", cue[0], cue[1] + len(" since"))
        if since and article.mask[since[1] : since[1] + 1] == " ":
            continue  # "has not been held since 2019"
        if article.mask.startswith("invited", cue[0]) and _ARE_INVITED.search(
            article.mask, max(start, cue[0] - _INVITED), cue[0]
        ):
            continue  # "Members of the media are invited to the sixth session"
        if article.mask.startswith("offered", cue[0]) and article.dates_in(cue[1], end):
            continue  # "offered to host the fifth session in Lima in 2026"
        if article.lexicon.regex(_OF_OTHER).match(article.mask, cue[1]):
            continue  # "arrived for the session, after a storm had made her put off a flight"
        if cue[0] > mention.end and (O in article.mask[cue[0] - 2 : cue[0]] or _who_did(article, mention, cue[0])):
            continue  # "Opening the session, A called for aid"
        if cue[1] <= mention.start and article.mask.endswith((" at the ", " during the "), cue[1], mention.start):
            continue  # "they decided to set up a fund at the F, held in Lima"
        lo, hi = (cue[1], mention.start) if cue[1] <= mention.start else (mention.end, cue[0])
        if cue[0] < mention.end and hi - lo <= 1 and article.cue("held_verbs", mention.end, mention.end + 2 * VERB_GAP):
            continue  # "the postponed sixth session was held"
        if ";" in article.mask[lo:hi]:
            continue  # "was held in Lima; the one planned for May was cancelled"
        if hi - lo <= (_BEFORE if hi == mention.start else _BEHIND) and not article.cue("held_verbs", lo, hi):
            return True
    return False


def _answered_no(article: Article, mention: SessionMention) -> bool:
    """ "She asked who chaired the first round of the F. The minister replied that no such round had taken place"."""
    stop = mention.sentence.end
    at = article.mask.find("no such ", stop, stop + 2 * _BEHIND)
    if at < 0 or F in article.mask[stop:at] or R in article.mask[stop:at]:
        return False
    cue = article.cue("cancelled", at, stop + 3 * _BEHIND)
    return cue is not None and cue[0] == at


def _who_did(article: Article, mention: SessionMention, verb: int) -> bool:
    """ "A, who led the team to the third session of the F, has called for aid": it is A who called."""
    return (
        _HAS.fullmatch(article.mask, mention.end, verb) is not None
        and _WHO.search(article.mask, mention.sentence.start, mention.start) is not None
    )


def _without_agenda(article: Article, found: list[SessionMention]) -> list[SessionMention]:
    """ "The fifth session of the F opened on Friday. The F is expected to consider the papers": what the session does
    there is told of no other one."""
    numbered: dict[int, SessionMention] = {}  # by the id of the forum, its numbered session that is told before
    out = []
    for mention in found:
        if (
            mention.rule != "forum-held"
            or (before := numbered.get(id(mention.series))) is None
            or not article.lexicon.regex(_DELIBERATES).match(article.mask, mention.end)
            or _IN_CITY.match(article.mask, mention.end, mention.sentence.end)
            or (told_by_verb(article, before) or ("", SCHEDULED))[1] != HELD
        ):
            out.append(mention)
        if mention.number is not None:
            numbered.setdefault(id(mention.series), mention)
    return out


def _group(article: Article, found: list[SessionMention]) -> list[Session]:
    sessions: dict[tuple[int, int | str], Session] = {}
    for mention in (m for m in found if m.number is not None):
        session = sessions.setdefault(
            (id(mention.series), mention.number), Session(mention.series, mention.number, mention.kind)
        )
        session.mentions.append(mention)
        if mention.kind != MAIN:
            session.kind = mention.kind
    of_series: dict[int, list[Session]] = {}
    for session in sessions.values():
        of_series.setdefault(id(session.series), []).append(session)
    mains = {key: _main_of(numbered) for key, numbered in of_series.items()}
    ministers = {id(m.series) for m in found if m.kind == MAIN}
    for mention in (m for m in found if m.number is None):
        if mention.kind == LEVEL and id(mention.series) not in ministers:
            mention.kind = MAIN
        main = mains.get(id(mention.series)) or sessions.get((id(mention.series), MAIN))
        if mention.kind == MAIN and main is not None and _held_before(article, mention, main):
            main.kind = NEXT
        elif mention.kind == MAIN and main is not None:
            if not _yet_to_come(article, mention, main):
                main.mentions.append(mention)
                continue
            mention.kind = NEXT
        if mention.kind != MAIN:
            fitting = [
                s
                for s in of_series.get(id(mention.series), [])
                if s.kind == mention.kind and not _on_another_day(article, mention, s)
            ]
            if fitting:
                fitting[0].mentions.append(mention)
                continue
        key: int | str = mention.kind
        session = sessions.get((id(mention.series), key))
        if session is not None and _on_another_day(article, mention, session):
            key = f"{key} {_year_told(article, mention)}"
        sessions.setdefault((id(mention.series), key), Session(mention.series, None, mention.kind)).mentions.append(
            mention
        )
    out = list(sessions.values())
    for session in out:
        session.mentions.sort(key=lambda m: m.start)
    return sorted(out, key=lambda s: s.start)


def _on_another_day(article: Article, mention: SessionMention, session: Session) -> bool:
    """Of the earlier sessions that a text tells, those of different years are different ones."""
    year = _year_told(article, mention) if mention.kind == PREVIOUS else None
    years = {told for m in session.mentions if (told := _year_told(article, m))} if year else set()
    return bool(years) and year not in years


def _year_told(article: Article, mention: SessionMention) -> str | None:
    """The year that the words about a mention give."""
    published = publication_day(article)
    for raw in article.dates_in(*mention.window):
        if raw.absolute and (iso := resolve(raw, published)) and not of_something_else(article, raw):
            return iso[:4]
    return None


def _main_of(sessions: list[Session]) -> Session | None:
    """The session that an article is about: the first that is neither the next nor an earlier one."""
    return min((s for s in sessions if s.kind == MAIN), key=lambda s: s.start, default=None)


def _yet_to_come(article: Article, mention: SessionMention, main: Session) -> bool:
    """ "The Commission will convene in Harare in 2020", where the article reports a session that was held."""
    first = main.mentions[0]
    if mention.sentence.index <= first.sentence.index + 1:
        return False
    told = told_by_verb(article, mention)
    if told is None or told[1] != SCHEDULED or article.cue("closing", *told[2]):
        return False  # "The Committee ends on Thursday"
    votes = [vote[1] for m in main.mentions if (vote := told_by_verb(article, m))]
    if not votes:  # "She said so yesterday at the sixth session"
        return any(_told_at(article, m) for m in main.mentions)
    return votes[0] == HELD


def _held_before(article: Article, mention: SessionMention, main: Session) -> bool:
    """ "The Council met that day in Lima; its 27th meeting is to be held in Arica next spring": what met is not the
    session that is still to come."""
    told = told_by_verb(article, mention)
    if told is None:  # "They said so at a meeting of the Council in Lima on 5 May"
        if mention.rule != "session-of-forum" or not CITY_NAMED.match(article.mask, mention.end + 1):
            return False
    elif (
        told[1] != HELD
        or told[0] >= HEADING
        or mention.rule != "forum-held"
        or (in_present(article, told[2]) and not _set_for_later(article, main))
    ):
        return False
    if mention.start > main.start or _told_at(article, mention) is None:
        return False
    votes = [vote[1] for m in main.mentions[:_MENTIONS] if m.number is not None and (vote := told_by_verb(article, m))]
    return bool(votes) and HELD not in votes


def _set_for_later(article: Article, session: Session) -> bool:
    """ "The F resumes its work today. The sixth session is scheduled for May 8": is a day behind that verb to come?"""
    published = publication_day(article)
    for mention in session.mentions if published else ():
        vote = told_by_verb(article, mention)
        raw = next(iter(article.dates_in(vote[2][1], mention.window[1])), None) if vote else None
        if raw is not None and vote[1] == SCHEDULED and _FOR_DAY.fullmatch(article.mask, vote[2][1], raw.start):
            return (resolve(raw, published, future=True) or "") > published
    return False


def _told_at(article: Article, mention: SessionMention) -> str | None:
    """The day that the words about a mention give, where it is one up to the day of publication."""
    published = publication_day(article)
    for raw in article.dates_in(*mention.window) if published else ():
        if (
            raw.kind in ("day", "weekday", "relative")
            and (iso := resolve(raw, published))
            and len(iso) == len(published)
        ):
            return iso if iso <= published else None
    return None


def _merge_same_number(article: Article, sessions: list[Session]) -> list[Session]:
    """ "3rd policy talks" in the heading and "3rd X-Y Policy Dialogue" below are one session."""
    generic = generic_words(article.lexicon)
    out: list[Session] = []
    by_number: dict[int, list[Session]] = {}
    of_series: dict[int, list[Session]] = {}
    for session in sessions:
        of_series.setdefault(id(session.series), []).append(session)
    for session in sessions:
        known = by_number.setdefault(session.number, []) if session.number is not None else []
        twin = next(
            (s for s in known[-8:] if _same(s, session, generic) or _short_in_heading(article, s, session)), None
        )
        if twin is None:
            out.append(session)
            known.append(session)
        else:
            twin.mentions = sorted([*twin.mentions, *session.mentions], key=lambda m: m.start)
            loser = session.series
            twin.series.absorb(loser)
            others = of_series.pop(id(loser))
            of_series.setdefault(id(twin.series), []).extend(others)
            for other in others:
                other.series = twin.series
    return out


def _short_in_heading(article: Article, short: Session, full: Session) -> bool:
    """ "Seventh session of KOSPA held" over "The seventh session of the Committee on Ports met": letters that nothing
    spells out, of a headline, are the forum whose session of that number its lead reports, if that has no others."""
    headline, lead = short.mentions[0].sentence, full.mentions[0].sentence
    return (
        len(short.mentions) == 1
        and lead.index - headline.index <= LEAD
        and not STOP_AT_END.search(article.text[headline.start : headline.end])
        and all(is_acronym(m.text) for m in short.series.mentions)
        and not any(is_acronym(m.text) for m in full.series.mentions)
        and full.kind == MAIN
    )


def _same(a: Session, b: Session, generic: frozenset[str]) -> bool:
    if a.series is b.series:
        return False
    parties = set(a.series.parties), set(b.series.parties)
    if all(parties) and not parties[0] & parties[1]:
        return False
    forums = [s.series.fullest(s.mentions[0].forum) for s in (a, b)]
    words = [content_words(forum.text) for forum in forums]
    if any(parties):  # of "the Peru-Chile Dialogue" and "the Dialogue Mechanism between Peru and Chile" those of states
        words = [
            s.series.told.get(forum.start, (told,))[0] for s, forum, told in zip((a, b), forums, words, strict=True)
        ]
    loose = ("consultation", "dialogue", "talk", "meeting", "")
    if a.series.head != b.series.head and not (a.series.head in loose and b.series.head in loose):
        return words[0] <= words[1] or words[1] <= words[0]
    return bool(words[0] & words[1]) or words[0] <= generic or words[1] <= generic


def _to_come(article: Article, session: Session) -> bool:
    """ "Ministers will meet for the 13th F" outweighs that the 17th G, which shares its name, was held."""
    votes = [vote for mention in session.mentions if (vote := told_by_verb(article, mention))]
    return bool(votes) and min(votes)[1] == SCHEDULED


def _order_numbers(article: Article, sessions: list[Session]) -> None:
    """Of several numbered sessions of one forum the first named is what the article is about; a smaller
    number is an earlier one, a greater a later one. Summits and ministers' meetings of a grouping count apart."""
    first: dict[int, Session] = {}
    for session in sessions:
        if session.number is not None and session.kind == MAIN:
            main = first.setdefault(id(session.series), session)
            if session is not main and _level(article, session) == _level(article, main):
                session.kind = PREVIOUS if session.number < main.number and not _to_come(article, session) else NEXT


def _level(article: Article, session: Session) -> frozenset[str]:
    """Of a grouping's "18th Ministerial Meeting" {"ministerial"}, of its "Fifth Summit" {"summit"}."""
    if not session.series.standing:
        return frozenset()
    known = article.lexicon.words("ministers_level") | {"summit"}
    return frozenset(word for m in session.mentions if m.round for word in m.round.text.casefold().split()) & known


def _number_last(article: Article, sessions: list[Session]) -> list[Session]:
    """ "The sixth session opened. The last time they met was in Lima in 2006. The fifth session had yielded a treaty":
    the last before the sixth is the fifth, where the words about the fifth tell no other day."""
    by_number = {(id(s.series), s.number): s for s in sessions if s.number is not None}
    mains = {id(s.series): s for s in reversed(list(by_number.values())) if s.kind == MAIN}
    out = []
    for session in sessions:
        unnumbered = session.kind == PREVIOUS and session.number is None
        if unnumbered and (that := _that_was(article, session, sessions)):
            that.kind = PREVIOUS
            that.mentions = sorted([*that.mentions, *session.mentions], key=lambda m: m.start)
            continue
        main = mains.get(id(session.series)) if unnumbered else None
        fifth = by_number.get((id(session.series), main.number - 1)) if main else None
        if (
            fifth is None
            or fifth.kind != PREVIOUS
            or abs(fifth.mentions[0].sentence.index - session.mentions[0].sentence.index) > 1
            or any(article.dates_in(*mention.window) for mention in fifth.mentions)
        ):
            out.append(session)
        else:
            fifth.mentions = sorted([*fifth.mentions, *session.mentions], key=lambda m: m.start)
    return out


def _that_was(article: Article, last: Session, sessions: list[Session]) -> Session | None:
    """ "It last met in Lima in 2021. That was the fifth meeting": the session that has the number of this one."""
    if last.mentions[-1].rule not in ("last-held", "session-since"):
        return None
    at = last.mentions[-1].sentence.index
    for session in sessions:
        first = session.mentions[0]
        if session.series is last.series and session.number is not None and first.sentence.index == at + 1:
            lead = article.mask[first.sentence.start : first.start]
            return session if len(session.mentions) == 1 and _THAT_WAS.fullmatch(lead) else None
    return None


# --- status ------------------------------------------------------------------------------------
