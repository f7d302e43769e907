"""Was a session held, or is it still to come?"""

from __future__ import annotations

import re

from communique.dates import parse_day, resolve
from communique.linking.article import Article
from communique.linking.dateline import publication_day
from communique.linking.session import HELD, SCHEDULED, Session
from communique.linking.sessions.by_day import in_diary
from communique.linking.sessions.mention import BESIDE, MAIN, NEXT, PREVIOUS, SessionMention
from communique.mask import F, O, R
from communique.schema import Offsets

STOP_AT_END = re.compile(r"[.!?]\W*$")
HEADING = 1000  # what the verb of a heading weighs less
_BEFORE = 60  # characters between words of time and the session that they are said of
_BREAK = re.compile(rf"[,.;:{O}]|\b(?:that|and|which|who)\b")
_IT = re.compile(r"\W*It\b")
_WILL_WHEN = re.compile(r"\bwill\b[^.;]{0,200}\bwhen\b[^.;]{0,80}$")  # "will seek help when ministers meet for"
_WILL_OPEN = (
    r"\b(?:will|is\s+to|are\s+to)\s+(?:\w+ly\s+)?<to_open>\s+(?:(?:the|its|this)\s+(?:[\w-]+\s+)?<session_nouns>|it)\b"
)
# "the session decided on Monday to open two ports"
_RESOLVED = r"\b(?:<resolving>|<urging>)\b[^.;]{0,40}$"
# "Technicians had prepared the ground at the 26th meeting"
_HAD_AT = (
    r"\b(?P<had>had)\s+(?:(?!to\b|<planning>|been\s+due)[^.,;]{1,80}\s(?:at|during)|been\s+[^.,;]{1,80}\sfor)"
    r"\s+(?:the|its|their)\s+$"
)
# "where he will make a visit and take part in the sixth F"
_WILL_AND = (
    r"\b(?P<will>will|is\s+to|are\s+to)\s+[^.;,]{3,60}?\s(?:and|to)\s+(?:take\s+part\s+in|<coming>)\s+(?:the|its)\s+$"
)
# "They have signed a treaty at the close of the sixth session of"
_DONE_AT = re.compile(
    r"\b(?P<done>(?:has|have|had)\s+(?:\w+ly\s+)?(?!not\b|yet\b)\w+(?:ed|en|[ainow]n|t))\s(?!to\b)[^.;]{3,120}?\s"
    r"at\s+the\s+(?:end|close|conclusion)\s+of\s+(?:the|their|its)\s+$"
)
# "A minister said in Lima on Tuesday after the sixth session of"
_SAID_AT = (
    r"\b(?P<said>(?:<saying>|told)(?<=ed|id|ld|nt))"
    r"(?:\s+(?:(?:here|in|on|late|earlier|yesterday|today)\b|(?:the\s+)?(?:reporters|journalists|newsmen|press|media)\b|(?-i:[A-Z])[\w’'.-]*)){0,5}"
    r"\s+<at_session>\s+(?:the|their|its|an?)\s+(?:[\w-]+\s+){0,2}$"
)
_OVER = re.compile(r"\b(?:after|following|(?:end|close|conclusion)\s+of)\b")
# "A and B led the sixth F on Tuesday"
_LED_IT = re.compile(r"\b(?P<led>led|headed|celebrated)\s+(?:the|its|their)\s+$")
# "the F is co-chaired by A and B", always
_IS_CHAIRED = r"(?:is|are)\s(?:co-?)?<chaired>\s+by\b"
_WHICH_DID = re.compile(r",\s+(?:which|who)\s+(?:\w+\s+){1,3}$")
_ON = re.compile(r"\W*(?:On\s+)?(?:(?:next|this)\s+)?", re.I)
_WHEN_THE = re.compile(r",?\s+when\s+(?:the\s+)?")
_WAS_IN = re.compile(r"\b(?:was|were)\s+in\s+[A-Z][^.;]{1,60}\s$")  # "A was in Lima on 4 May to co-chair the session"
_HERE_SINCE = re.compile(r"\b(?:is|are|has\s+been|have\s+been)\s+since\s+(?:this\s+)?[A-Z]?\w+day\b")  # under way
_WAS_FIRST = re.compile(
    rf"\bwas\s+(?:also\s+)?the\s+(?:very\s+)?(?:{R}+|first|second|third|last|only)\s[^.;,]{{2,60}}\s$"
)
_CLAUSE = 300  # characters before a verb in which "will … when" stands
_AUXILIARY = 30  # characters behind a session in which "will" is its own
_BACK = re.compile(r"\s+(?:back|off|up|out|down|onto|over)\b")
_FIRST = re.compile(r"\bthe\s+(?:very\s+)?(?:first|second|third|last|only)\s+(?:\w+\s+)?$")
_SINCE = re.compile(r"\s+(?:in\s+person\s+)?since\b")
_ON_DAY = re.compile(r"\s+(?:from|on|by)\s+")
_PAST_WITH_S = frozenset(("was", "has", "yesterday's", "week's"))
_EVENT_THAT = re.compile(rf"(?:\s*\({F}+\))?,\s+an?\s+(?:[\w-]+\s+){{1,3}}(?:that|which)\s+")
_TRIP = r"\b<trips>\s+$"  # "a flight planned for May"
_AHEAD, _AHEAD_DAY = 7, 3  # months by which a month, or a day, without a year may lie ahead
_WAS_FLANKED = r"\b(?:was|were|had\s+been)\s+<flanked>\b"
_SAYING = 120  # characters from "said" to the session after which it was said
_DIARY = 270  # days by which a day without a year may lie ahead in a diary
_SURE = -1000  # nearer than any verb


def status_of(article: Article, session: Session) -> tuple[str, Offsets | None]:
    """held or scheduled, by the verbs of the session's mentions; a body sentence outweighs a heading."""
    if session.kind == NEXT and session.number is None:
        return SCHEDULED, (session.start, session.mentions[0].end)
    votes = [vote for mention in session.mentions if (vote := told_by_verb(article, mention))]
    if session.kind == PREVIOUS:
        return HELD, min(votes)[2] if votes else None
    if not votes and session.kind == MAIN and (entry := _entry_ahead(article, session)):
        return SCHEDULED, entry
    if not votes and session.kind == MAIN and (ahead := _month_ahead(article, session)):
        return SCHEDULED, ahead
    if not votes and (was := _flanked(article, session.mentions[0])):
        return HELD, was
    if not votes and (near := _told_nearby(article, session.mentions[-1])):
        return near
    if not votes:
        return (SCHEDULED if session.kind == NEXT else HELD), None
    return min(votes)[1:]


def _flanked(article: Article, mention: SessionMention) -> Offsets | None:
    """ "The session was preceded on Tuesday by the F": held, as that session was."""
    if mention.rule != BESIDE:
        return None
    was = article.lexicon.regex(_WAS_FLANKED).search(article.mask, mention.sentence.start, mention.start)
    return was.span() if was else None


def _entry_ahead(article: Article, session: Session) -> Offsets | None:
    """ "– 25 August: F", an entry of a diary for a day to come."""
    mention, published = session.mentions[0], publication_day(article)
    start = min(mention.start, mention.forum.start)
    if not published or not in_diary(article, start, mention.sentence):
        return None
    raw = article.dates_in(mention.sentence.start, start)[0]
    day, told = parse_day(published), parse_day(resolve(raw, published, future=True))
    ahead = day and told and told > day and (raw.year or (told - day).days <= _DIARY)  # else it looks back
    return (raw.start, raw.end) if ahead else None


def _month_ahead(article: Article, session: Session) -> Offsets | None:
    """ "She named the F in Lima in July", in May: a month without a year that lies some months ahead, or a later day of
    this one, where no verb tells more and nothing looks back ("they recalled the F in July")."""
    day = parse_day(publication_day(article))
    for mention in session.mentions if day else ():
        start, end = mention.window
        if article.cue("looking_back", max(start, mention.start - _BEFORE), mention.start):
            return None
        for raw in article.dates_in(mention.end, min(end, mention.end + _BEFORE))[:1]:
            bare = raw.month and not (raw.year or raw.words) and raw.modifier in ("", "this")
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
                    resolved = article.mask.startswith("to ", cue[0]) and _resolved(article, sentence.start, cue)
                    if not resolved and not _holds_back(article, cue):
                        return status, cue
    return None


def _resolved(article: Article, start: int, cue: Offsets) -> bool:
    """ "They agreed on Monday to hold monthly contacts": what they resolved to do."""
    return article.lexicon.regex(_RESOLVED).search(article.mask, max(start, cue[0] - _CLAUSE), cue[0]) is not None


def told_by_verb(article: Article, mention: SessionMention) -> tuple[int, str, Offsets] | None:
    """What the nearest verb of a mention says: (distance, status, its offsets)."""
    start, end = mention.window
    heading = not STOP_AT_END.search(article.text[mention.sentence.start : mention.sentence.end])
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
        if _EVENT_THAT.fullmatch(article.mask, mention.end, cue[0]) and article.cue("scheduled_verbs", *cue) is None:
            continue  # "the session, an event that will give new life to ties"
        if cue[0] >= mention.end or not _BREAK.search(article.mask, cue[1], mention.start):
            votes.append((_distance(cue, mention), SCHEDULED, cue))
    votes += [
        (_distance(cue, mention), HELD, cue)
        for cue in article.cues("scheduled_verbs", start, end)
        if _past_stay(article, start, cue)
    ]
    near = max(mention.sentence.start, mention.start - _SAYING), mention.start
    says = article.cue("saying", *near) or article.mask.find("told", *near) >= 0
    if says and (said := article.lexicon.regex(_SAID_AT).search(article.mask, *near)):
        over = _OVER.search(article.mask, said.end("said"), mention.start)
        votes = [] if over else [vote for vote in votes if vote[2][0] > mention.start]
        votes = votes or [(_SURE, HELD, said.span("said"))]
    if not votes and (had := article.lexicon.regex(_HAD_AT).search(article.mask, start, mention.start)):
        votes.append((_SURE, HELD, had.span("had")))
    if not votes and mention.round and (done := _DONE_AT.search(article.mask, start, mention.start)):
        votes.append((_SURE, HELD, done.span("done")))
    if (
        not votes
        and mention.round
        and (will := article.lexicon.regex(_WILL_AND).search(article.mask, start, mention.start))
    ):
        votes.append((_SURE, SCHEDULED, will.span("will")))
    if not votes and mention.round and (led := _LED_IT.search(article.mask, start, mention.start)):
        votes.append((_SURE, HELD, led.span("led")))
    if not votes:
        return None
    far, status, cue = min(votes)
    if (
        status == HELD
        and not heading
        and in_present(article, cue)
        and article.cue("closing", *cue) is None  # "The session ends on Thursday": it has begun
        and not _HERE_SINCE.search(article.mask, start, cue[0])
        and (
            article.cue("future_times", start, end)
            or _begins_with_weekday(article, mention, cue[0])
            or _date_ahead(article, cue[1], end)
            or _weekday_when(article, mention)
            or _expected_from(article, start, cue[0])
            or _opened_later(article, mention)
            or _WILL_WHEN.search(article.mask, max(mention.sentence.start, cue[0] - _CLAUSE), cue[0])
        )
    ):
        status = SCHEDULED
    return far + HEADING * heading, status, cue


def _holds_back(article: Article, cue: Offsets) -> bool:
    """ "Producers will hold back 240,000 tonnes": no session is held."""
    return article.mask.endswith(("hold", "holds", "held"), *cue) and _BACK.match(article.mask, cue[1]) is not None


def _past_stay(article: Article, start: int, cue: Offsets) -> bool:
    """ "A was in Lima on 4 May to co-chair the session": what somebody was there for was held, as was "the first F to
    take place in person"."""
    if not article.mask.startswith("to ", cue[0]):
        return False
    near = max(start, cue[0] - 2 * _BEFORE)
    if _SINCE.match(article.mask, cue[1]) and _FIRST.search(article.mask, near, cue[0]):
        return True  # "the F, the first to be convened since the war"
    return any(was.search(article.mask, near, cue[0]) is not None for was in (_WAS_IN, _WAS_FIRST))


def in_present(article: Article, cue: Offsets) -> bool:
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


def _opened_later(article: Article, mention: SessionMention) -> bool:
    """ "The session begins in Lima today. Minister A will open the two-day meeting": due later on that day."""
    following = article.sentences[mention.sentence.index + 1 : mention.sentence.index + 2]
    return any(article.lexicon.regex(_WILL_OPEN).search(article.mask, s.start, s.end) for s in following)


def _expected_from(article: Article, start: int, verb: int) -> bool:
    """ "Delegates are expected from Monday in Lima, where Peru hosts the sixth session"."""
    expected = article.cue("scheduled_verbs", start, verb)
    raw = next(iter(article.dates_in(expected[1], verb)), None) if expected else None
    return (
        raw is not None
        and raw.kind == "weekday"
        and _ON_DAY.fullmatch(article.mask, expected[1], raw.start) is not None
    )


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
