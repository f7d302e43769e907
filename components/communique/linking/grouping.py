"""From mentions to sessions: which mentions mean the same session, and was it held or is it to come."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from communique.dates import parse_day, resolve
from communique.linking.article import Article
from communique.linking.background import of_something_else
from communique.linking.dateline import publication_day
from communique.linking.forums import Series, content_words, generic_words, is_acronym
from communique.linking.sessions import find_mentions
from communique.linking.sessions.by_day import in_diary
from communique.linking.sessions.mention import CITY_NAMED, LEVEL, MAIN, NEXT, PREVIOUS, VERB_GAP, SessionMention
from communique.mask import F, O, R
from communique.schema import Offsets

HELD, SCHEDULED = "held", "scheduled"
_BREAK = re.compile(rf"[,.;:{O}]|\b(?:that|and|which|who)\b")
_STOP_AT_END = re.compile(r"[.!?]\W*$")
_IT = re.compile(r"\W*It\b")
_WILL_WHEN = re.compile(r"\bwill\b[^.;]{0,200}\bwhen\b[^.;]{0,80}$")  # "will seek help when ministers meet for"
# "the session decided on Monday to open two ports"
_RESOLVED = r"\b(?:<resolving>|<urging>)\b[^.;]{0,40}$"
# "Technicians had prepared the ground at the 26th meeting"
_HAD_AT = (
    r"\b(?P<had>had)\s+(?:(?!to\b|<planning>|been\s+due)[^.,;]{1,80}\s(?:at|during)|been\s+[^.,;]{1,80}\sfor)"
    r"\s+(?:the|its|their)\s+$"
)
# "A and B led the sixth F on Tuesday"
_LED_IT = re.compile(r"\b(?P<led>led|headed)\s+(?:the|its|their)\s+$")
# "the F is co-chaired by A and B", always
_IS_CHAIRED = r"(?:is|are)\s(?:co-?)?<chaired>\s+by\b"
_THAT_WAS = re.compile(r"\W*That\s+(?:was|had\s+been)\s+(?:the|its|their)\s+")
_WHICH_DID = re.compile(r",\s+(?:which|who)\s+(?:\w+\s+){1,3}$")
_ON = re.compile(r"\W*(?:On\s+)?(?:(?:next|this)\s+)?", re.I)
_WHEN_THE = re.compile(r",?\s+when\s+(?:the\s+)?")
_FOR_DAY = re.compile(r"\s+(?:(?:for|on)\s+)?")
_WAS_IN = re.compile(r"\b(?:was|were)\s+in\s+[A-Z][^.;]{1,60}\s$")  # "A was in Lima on 4 May to co-chair the session"
_WAS_FIRST = re.compile(
    rf"\bwas\s+(?:also\s+)?the\s+(?:very\s+)?(?:{R}+|first|second|third|last|only)\s[^.;,]{{2,60}}\s$"
)
_CLAUSE = 300  # characters before a verb in which "will … when" stands
_AUXILIARY = 30  # characters behind a session in which "will" is its own
_PAST_WITH_S = frozenset(("was", "has", "yesterday's", "week's"))
# "put off a trip": what is postponed
_OF_OTHER = r"\s+(?:an?|his|her|their|its|the)\s+(?:[\w-]+\s+)?<trips>\b"
_TRIP = r"\b<trips>\s+$"  # "a flight planned for May"
# "no date was given for a sixth session", "the bid of Peru to host the F"
_NOT_SET = (
    r"\b(?:no\s+<to_be_set>\b[^.;,]{0,40}\sfor|<bidding>\b[^.;,]{0,60}\sto\s+(?:host|hold|convene|stage))"
    r"\s+(?:(?:an?|the|their|its)\s+)?(?:\w+\s+)?$"
)
# between a session at which a clause about somebody ends and what that person did, and where the clause begins
_HAS = re.compile(r"(?:\s+in\s+[A-Z][\w’'-]*)?,\s+(?:(?:has|had|have|also)\s+)*")
_WHO = re.compile(rf"{O}(?:\s*\([^)]*\))?,\s+who\s[^,.;]{{3,150}}$")
_AN = re.compile(r"\b[Aa]n?\s+$")
_TO_DATE = re.compile(r"\s+(?:to|until|till)\s")
_NEW_DATE = 30  # characters behind "postponed" in which its new date begins and ends
_AHEAD, _AHEAD_DAY = 7, 3  # months by which a month, or a day, without a year may lie ahead
_BEFORE, _BEHIND = 60, 90  # characters between "postponed" and the session that it is said of


@dataclass(eq=False)
class Session:
    """One session of a forum with all its mentions."""

    series: Series
    number: int | None
    kind: str
    mentions: list[SessionMention] = field(default_factory=list)
    status: str = HELD
    status_span: Offsets | None = None

    @property
    def start(self) -> int:
        """Where the text speaks of it first."""
        return self.mentions[0].start

    @property
    def is_news(self) -> bool:
        """Is it what the article reports, rather than its background?"""
        return self.kind == MAIN and self.status == HELD and self.mentions[0].sentence.index <= _LEAD


_MENTIONS = 8  # mentions of a session whose verbs say that it is still to come
_SURE = -1000  # nearer than any verb
_HEADING = 1000  # what the verb of a heading weighs less
_LEAD = 4  # sentences that tell what an article is about


def find_sessions(article: Article, series: list[Series]) -> list[Session]:
    """The sessions that the text reports, in text order, each with where it is mentioned."""
    found = find_mentions(article, series)
    off = {id(m) for m in found if _cancelled(article, m)}
    sessions = _merge_same_number(article, _group(article, [m for m in found if id(m) not in off]))
    _order_numbers(article, sessions)
    sessions = _number_last(article, sessions)
    for session in sessions:
        session.status, session.status_span = _status(article, session)
    called_off = {(id(m.series), m.number) for m in found if id(m) in off and m.number is not None}
    return [s for s in sessions if (id(s.series), s.number) not in called_off or (s.status_span and s.status == HELD)]


def _cancelled(article: Article, mention: SessionMention) -> bool:
    """Postponed, cancelled, founded, proposed or merely wished for: no session."""
    start, end = mention.window
    near = article.mask[max(start, mention.start - _BEHIND) : mention.start]
    if (" for " in near or " to " in near) and article.lexicon.regex(_NOT_SET).search(near):
        return True
    if (
        article.cue("dates_open", mention.end, end)
        and _AN.search(near)
        and not CITY_NAMED.search(article.mask, mention.end, end)
    ):
        return True  # "an F summit will be convened at a date to be agreed", which nobody has set
    for cue in article.cues("cancelled", start, end):
        if _TO_DATE.match(article.mask, cue[1]) and article.dates_in(cue[1], cue[1] + _NEW_DATE):
            continue  # "was postponed to 5 June"
        since = article.cue("last_met", cue[0], cue[1] + len(" since"))
        if since and article.mask[since[1] : since[1] + 1] == " ":
            continue  # "has not been held since 2019"
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


def _who_did(article: Article, mention: SessionMention, verb: int) -> bool:
    """ "A, who led the team to the third session of the F, has called for aid": it is A who called."""
    return (
        _HAS.fullmatch(article.mask, mention.end, verb) is not None
        and _WHO.search(article.mask, mention.sentence.start, mention.start) is not None
    )


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
    told = _vote(article, mention)
    if told is None or told[1] != SCHEDULED:
        return False
    votes = [vote[1] for m in main.mentions if (vote := _vote(article, m))]
    return HELD in votes and votes[0] == HELD


def _held_before(article: Article, mention: SessionMention, main: Session) -> bool:
    """ "The Council met that day in Lima; its 27th meeting is to be held in Arica next spring": what met is not the
    session that is still to come."""
    told = _vote(article, mention)
    if told is None or told[1] != HELD or told[0] >= _HEADING:
        return False
    if _present(article, told[2]) and not _set_for_later(article, main):
        return False
    if mention.start > main.start or mention.rule != "forum-held" or _told_at(article, mention) is None:
        return False
    votes = [vote[1] for m in main.mentions[:_MENTIONS] if m.number is not None and (vote := _vote(article, m))]
    return bool(votes) and HELD not in votes


def _set_for_later(article: Article, session: Session) -> bool:
    """ "The F resumes its work today. The sixth session is scheduled for May 8": is a day behind that verb to come?"""
    published = publication_day(article)
    for mention in session.mentions if published else ():
        vote = _vote(article, mention)
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
    by_number: dict[int | None, list[Session]] = {}
    for session in sessions:
        known = by_number.setdefault(session.number, [])
        twin = next(
            (
                s
                for s in known[-8:]
                if session.number is not None and (_same(s, session, generic) or _short_in_heading(article, s, session))
            ),
            None,
        )
        if twin is None:
            out.append(session)
            known.append(session)
        else:
            twin.mentions = sorted([*twin.mentions, *session.mentions], key=lambda m: m.start)
            loser = session.series
            twin.series.absorb(loser)
            for other in sessions:
                if other.series is loser:
                    other.series = twin.series
    return out


def _short_in_heading(article: Article, short: Session, full: Session) -> bool:
    """ "Seventh session of KOSPA held" over "The seventh session of the Committee on Ports met": letters that nothing
    spells out, of a headline, are the forum whose session of that number its lead reports, if that has no others."""
    headline, lead = short.mentions[0].sentence, full.mentions[0].sentence
    return (
        len(short.mentions) == 1
        and lead.index - headline.index <= _LEAD
        and not _STOP_AT_END.search(article.text[headline.start : headline.end])
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
    votes = [vote for mention in session.mentions if (vote := _vote(article, mention))]
    return bool(votes) and min(votes)[1] == SCHEDULED


def _order_numbers(article: Article, sessions: list[Session]) -> None:
    """Of several numbered sessions of one forum the first named is what the article is about; a smaller
    number is an earlier one, a greater a later one."""
    first: dict[int, Session] = {}
    for session in sessions:
        if session.number is not None and session.kind == MAIN:
            main = first.setdefault(id(session.series), session)
            if session is not main:
                session.kind = PREVIOUS if session.number < main.number and not _to_come(article, session) else NEXT


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


def _status(article: Article, session: Session) -> tuple[str, Offsets | None]:
    """held or scheduled, by the verbs of the session's mentions; a body sentence outweighs a heading."""
    if session.kind == NEXT and session.number is None:
        return SCHEDULED, (session.start, session.mentions[0].end)
    votes = [vote for mention in session.mentions if (vote := _vote(article, mention))]
    if session.kind == PREVIOUS:
        return HELD, min(votes)[2] if votes else None
    if not votes and session.kind == MAIN and (entry := _entry_ahead(article, session)):
        return SCHEDULED, entry
    if not votes and session.kind == MAIN and (ahead := _month_ahead(article, session)):
        return SCHEDULED, ahead
    if not votes and (near := _told_nearby(article, session.mentions[-1])):
        return near
    if not votes:
        return (SCHEDULED if session.kind == NEXT else HELD), None
    return min(votes)[1:]


def _entry_ahead(article: Article, session: Session) -> Offsets | None:
    """ "– 25 August: F", an entry of a diary for a day to come."""
    mention, published = session.mentions[0], publication_day(article)
    if not published or not in_diary(article, mention.forum, mention.sentence):
        return None
    raw = article.dates_in(mention.sentence.start, mention.start)[0]
    told = resolve(raw, published, future=True)
    return (raw.start, raw.end) if told and told > published else None


def _month_ahead(article: Article, session: Session) -> Offsets | None:
    """ "She named the F in Lima in July", in May: a month without a year that lies some months ahead, or a later day of
    this one, where no verb tells more and nothing looks back ("they recalled the F in July")."""
    day = parse_day(publication_day(article))
    for mention in session.mentions if day else ():
        start, end = mention.window
        if article.cue("looking_back", max(start, mention.start - _BEFORE), mention.start):
            return None
        for raw in article.dates_in(mention.end, min(end, mention.end + _BEFORE))[:1]:
            bare = raw.month and not (raw.year or raw.words or raw.modifier)
            if article.cue("ahead_of", mention.end, raw.start):
                return None
            months = (raw.month - day.month) % 12 if bare else 0
            later = bare and months == 0 and raw.day is not None and raw.day > day.day
            if later or 0 < months <= (_AHEAD_DAY if raw.day else _AHEAD):
                return raw.start, raw.end
    return None


def _told_nearby(article: Article, mention: SessionMention) -> tuple[str, Offsets] | None:
    """Where a session's own sentences have no verb: that of "the delegations will meet" beside them."""
    at = mention.sentence.index
    for sentence in (*article.sentences[max(0, at - 1) : at], *article.sentences[at + 1 : at + 3]):
        if (
            article.cue("sides", sentence.start, sentence.end)
            or article.cue("sessions", sentence.start, sentence.end)
            or sentence.index < at
            or (
                _IT.match(article.mask, sentence.start)
                and (sentence.index == at + 1 or F not in article.mask[mention.sentence.end : sentence.start])
            )
        ):
            for group, status in (("scheduled_verbs", SCHEDULED), ("held_verbs", HELD)):
                for cue in article.cues(group, sentence.start, sentence.end):
                    if not (article.mask.startswith("to ", cue[0]) and _resolved(article, sentence.start, cue)):
                        return status, cue
    return None


def _resolved(article: Article, start: int, cue: Offsets) -> bool:
    """ "They agreed on Monday to hold monthly contacts": what they resolved to do."""
    return article.lexicon.regex(_RESOLVED).search(article.mask, max(start, cue[0] - _CLAUSE), cue[0]) is not None


def _vote(article: Article, mention: SessionMention) -> tuple[int, str, Offsets] | None:
    """What the nearest verb of a mention says: (distance, status, its offsets)."""
    start, end = mention.window
    heading = not _STOP_AT_END.search(article.text[mention.sentence.start : mention.sentence.end])
    votes = [
        (_distance(cue, mention), HELD, cue)
        for cue in article.cues("held_verbs", start, end)
        if not (
            mention.round is None
            and article.lexicon.regex(_IS_CHAIRED).match(article.mask, max(0, cue[0] - len("is ")))
        )
    ]
    votes += [
        (_distance(cue, mention), SCHEDULED, cue)
        for cue in article.cues("scheduled_verbs", start, end)
        if not _past_stay(article, start, cue)
        and not (
            (cue[0] >= mention.end and article.cue("ahead_of", *cue))
            or (
                article.mask.endswith(" for", *cue) and article.lexicon.regex(_TRIP).search(article.mask, start, cue[0])
            )
            or (
                article.mask.startswith("to ", cue[0])
                and article.lexicon.regex(_RESOLVED).search(article.mask, max(mention.end, cue[0] - _CLAUSE), cue[0])
            )
        )
    ]
    for cue in article.cues(
        "future_auxiliaries", max(start, mention.start - 2 * _AUXILIARY), min(end, mention.end + _AUXILIARY)
    ):
        if article.quoted(cue[0]):
            continue  # "I hope that the session will help us"
        if article.mask[mention.end : cue[0]].strip() == "," and _WHICH_DID.search(
            article.mask, max(start, mention.start - _AUXILIARY), mention.start
        ):
            continue  # "Lima, which hosted the ninth, will do so again"
        if cue[0] >= mention.end or not _BREAK.search(article.mask, cue[1], mention.start):
            votes.append((_distance(cue, mention), SCHEDULED, cue))
    votes += [
        (_distance(cue, mention), HELD, cue)
        for cue in article.cues("scheduled_verbs", start, end)
        if _past_stay(article, start, cue)
    ]
    if not votes and (had := article.lexicon.regex(_HAD_AT).search(article.mask, start, mention.start)):
        votes.append((_SURE, HELD, had.span("had")))
    if not votes and mention.round and (led := _LED_IT.search(article.mask, start, mention.start)):
        votes.append((_SURE, HELD, led.span("led")))
    if not votes:
        return None
    far, status, cue = min(votes)
    if (
        status == HELD
        and not heading
        and _present(article, cue)
        and (
            article.cue("future_times", start, end)
            or _begins_with_weekday(article, mention, cue[0])
            or _date_ahead(article, cue[1], end)
            or _weekday_when(article, mention)
            or _WILL_WHEN.search(article.mask, max(mention.sentence.start, cue[0] - _CLAUSE), cue[0])
        )
    ):
        status = SCHEDULED
    return far + _HEADING * heading, status, cue


def _past_stay(article: Article, start: int, cue: Offsets) -> bool:
    """ "A was in Lima on 4 May to co-chair the session": what somebody was there for was held, as was "the first F to
    take place in person"."""
    if not article.mask.startswith("to ", cue[0]):
        return False
    near = max(start, cue[0] - 2 * _BEFORE)
    return any(was.search(article.mask, near, cue[0]) is not None for was in (_WAS_IN, _WAS_FIRST))


def _present(article: Article, cue: Offsets) -> bool:
    """ "meets", "opens", "is held", "they hold": a verb in the present."""
    first = article.mask[cue[0] : cue[1]].split()[0].casefold()
    return first in article.lexicon.words("base_forms") or (first.endswith("s") and first not in _PAST_WITH_S)


def _begins_with_weekday(article: Article, mention: SessionMention, verb: int) -> bool:
    """ "On Tuesday the ministers gather in Lima": a weekday at the head of a sentence whose verb is in the present."""
    raw = next(iter(article.dates_in(mention.sentence.start, verb)), None)
    if raw is None or raw.kind != "weekday" or raw.modifier in ("last", "past"):
        return False
    return _ON.fullmatch(article.mask, mention.sentence.start, raw.start) is not None


def _weekday_when(article: Article, mention: SessionMention) -> bool:
    """ "Roads are closed from Tuesday, when the sixth session opens": a day to come, with a verb in the present."""
    raw = next(iter(article.dates_in(max(mention.sentence.start, mention.start - _BEFORE), mention.start)[-1:]), None)
    if raw is None or raw.kind != "weekday" or raw.modifier in ("last", "past"):
        return False
    return _WHEN_THE.fullmatch(article.mask, raw.end, mention.start) is not None


def _date_ahead(article: Article, start: int, end: int) -> bool:
    """ "meets on Tuesday", "begins in May": behind a verb in the present a weekday is one to come, and so is
    another month than that of publication."""
    raw = next(iter(article.dates_in(start, end)), None)
    published = publication_day(article)
    if raw is None or raw.modifier in ("last", "past") or raw.year:
        return False
    if raw.kind == "weekday":
        return True
    ahead = resolve(raw, published, future=True) if raw.month and not raw.words else None
    return bool(ahead and published and ahead > published[: len(ahead)])


def _distance(cue: Offsets, mention: SessionMention) -> int:
    """Characters between a verb and a mention; a longer phrase at the same place is the surer."""
    gap = cue[0] - mention.end if cue[0] >= mention.end else 2 * max(0, mention.start - cue[1]) + 5
    return gap * 10 - (cue[1] - cue[0])
