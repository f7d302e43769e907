"""Whose sides meet: from the forum's name, "between A and B", the chairs, the session's sentences."""

from __future__ import annotations

import re
from itertools import groupby

from communique.linking.article import Article, by_count
from communique.linking.dateline import dateline
from communique.linking.of_many import (
    SIDES_TOLD,
    WATER,
    WORLD,
    grouping_meant,
    grouping_named,
    grouping_owning,
    grouping_told,
)
from communique.linking.reading import HEADS_SIDE, PRESIDES
from communique.linking.roles import OF_HOST
from communique.linking.session import Session
from communique.linking.sides import Side
from communique.linking.taking_part import listed, present, stayed_away
from communique.linking.unnamed import told_later
from communique.mask import F, R
from communique.schema import CoChair, Meeting, Offsets

_BETWEEN = re.compile(r"\W*(?:\([^)]*\)\W*)?(?:between|of|with)\s")
_WITH = re.compile(r"\W*(?:\([^)]*\)\W*)?with\s")
_BETWEEN_ALL = re.compile(r"\W*(?:\([^)]*\)\W*)?between\s")
_OF = 40  # characters behind "of" or "with" in which the first side stands
_RIGHT_BEHIND = 20  # characters behind "with" in which a side stands, even where a person is named soon
_HOST_REACH = 30  # characters before or behind a cue in which "the host side" stands
_HOST_SIDE = r"\bthe\s+(?:<host_side>|(?P<guest><guest_side>))\b"
# "the Omani presidency of the F", "Oman chairs the 5th F"
_OFFICE = (
    rf"(?:['’]s?)?\s+(?:[\w-]+\s+)?<turns>\s+(?:of|in|at)\s+(?:the\s+)?{F}"
    rf"|\s+(?:chairs|chaired|presides\s+over|presided\s+over)\s+(?:the\s+)?{R}"
)
# "Peru on Monday formally began its one-year chairmanship of the F", "Oman holds the F presidency", "Oman assumed the
# presidency of the 5th session of the F"
_TOOK_TURN = (
    r"(?:,?\s+(?:on|in|at|this|last|has|had|is|will|have|yesterday|today|\w+day|\w+ly)\b){0,5},?\s+<taking_turn>\s+"
    rf"(?:(?:its|the|an?|their|over)\s+)*(?:[\w-]+\s+){{0,3}}?(?:(?:<turns>|term\s+(?:at\s+the\s+helm|in\s+the\s+chair))"
    rf"\s+(?:of|in|at)\s+(?:the\s+)?(?:{R}+\s+of\s+(?:the\s+)?)?{F}+(?:['’]s?\s+{F}+)?|{F}+(?:['’]s?)?\s+(?:[\w-]+\s+)?<turns>\b)"
)
# "the permanent representative to the F": posted there, so that its seat does not tell whose he is
_POSTED_TO = re.compile(
    r"\b(?:permanent|resident)\s+(?:representative|delegate|observer)\b|\bambassador\s+(?:and\s.*)?to\b", re.I
)
_OUR_SIDE = r"\bour\s+<sides>\b"
# "A will travel to Chile this week to chair the F"
_GOES_TO = (
    r"\b(?<!not\s)(?:<going>|head(?:s|ed|ing)?(?=\s+(?:to|for)\s)|(?:is|was|be|been)(?=\s+in\s))\s+"
    r"(?:(?:on|this|next)\s+\w+\s+)?(?:(?:to|for|in|the)\s+)*$"
)
_TRIP = 120  # characters from a name to the cue in which it is told where he goes
_LINES = 4  # lines at the start of a release in which the ministry that publishes it stands
_GUESSED = ("named-beside", "most-named", None)
_TITLE = 12  # characters before a name in which a title stands
_THE_HOST = re.compile(r"\b(?:[Tt]he|his|her|their)\s+host,\s+$")  # "A, B and the host, C, will head their delegations"
_HOSTED = re.compile(r"(?:,\s+as\s[^.;,]{3,40},)?\s+(?:(?:has|had|will)\s+)?")  # ", as current chair, hosted"
_HOST_WORDS = 16  # characters before a name in which "and the host," stands
# sentences from the first mention of a session in which those taking part may be named: of many states, of others
_OF_MANY, _OF_TWO = 18, 6
_NAME = 120  # characters of a forum's name
_MANY = 2  # sides of a forum of a region, if the text tells no more, may be named for something else


class Parties:
    """Sides in the order in which they were found. rule: which rule found the first."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.spans: list[Offsets] = []
        self.rule = ""

    def add(self, sides: list[Side], rule: str) -> None:
        for name, span in sides:
            if name not in self.names:
                self.names.append(name)
                self.spans.append(span)
                self.rule = self.rule or rule


def named_sides(article: Article, session: Session) -> Parties:
    """The countries in the forum's name or right behind it ("between A and B")."""
    found = Parties()
    for mention in session.mentions:
        found.add(_in(article, mention.forum.start, mention.forum.end), "named-in-forum")
    for mention in session.mentions:
        _, end = mention.window
        at = mention.end
        if mention.forum.end < mention.start and _BETWEEN_ALL.match(article.mask, mention.forum.end, mention.start):
            at = mention.forum.end  # "the F between Peru and Chile held its tenth meeting"
        if _BETWEEN.match(article.mask, at, end):
            person = next(iter(article.between(at, end, "OFFICIAL")), None)
            stop = min(end, at + 120, max(at + _RIGHT_BEHIND, person.start - 60) if person else end)
            near = _in(article, at, stop)
            if near and not _BETWEEN_ALL.match(article.mask, at) and near[0][1][0] - at > _OF:
                continue  # "the Council of the Caribbean Community, which met in Jamaica"
            several = listed(article, near[0][1][0], near[-1][1][1]) if len(near) > 2 else []
            rule = "with-side" if _WITH.match(article.mask, at, end) else "between-sides"
            found.add(several if several[:1] == near[:1] else near[:2], rule)
    for mention in session.series.mentions:
        if len(found.names) >= min(2, len(session.series.parties)):
            break  # all that the names hold
        if session.series.parties and not set(found.names) <= set(session.series.parties):
            break  # "the Joint Commission with Oman": not the Peru-Chile one named before
        found.add(_in(article, mention.start, mention.end), "named-in-forum")
    return found


def find_parties(
    article: Article, session: Session, meeting: Meeting, found: Parties
) -> tuple[list[str], Offsets, str] | None:
    """Short English names of the sides, the offsets of the words that gave the first, and the rule that found it;
    None where the text names none.

    A session of a grouping of states ("the 20th SAARC Summit") has the sides that the text names as taking part, or
    the grouping itself where these are fewer than two; any other session has two sides at least, if need be those
    countries that the report names most. found: those of `named_sides`, to which the others are added.
    """
    region = _of_region(article, session)
    named = grouping_named(article, session)
    if region and (len(region) > _MANY or not named):
        found.add(region, "of-region")
        if len(found.names) > _MANY:
            return found.names, found.spans[0], "of-region"
    grouping = named
    if not named and not found.names:
        grouping = (
            grouping_told(article, session) or grouping_owning(article, session) or grouping_meant(article, session)
        )
    wanted = _wanted(session)
    if found.names and named:  # "the ASEAN-New Zealand Dialogue"
        found.add([named], "named-in-forum")
    if len(found.names) < wanted:
        chairs = [(c.country, c.evidence.get("country", c.span)) for c in meeting.co_chairs if c.country]
        found.add(chairs, "country-of-chair")
        there = present(article, session, _OF_MANY if grouping else _OF_TWO)
        if len({name for name, _ in there}) > 2 or grouping:
            found.add(there, "taking-part")
    if grouping:
        led = found.names and meeting.co_chairs and all(c.rule in HEADS_SIDE for c in meeting.co_chairs)
        if len(found.names) < 2 and not led:  # "The Kuwaiti delegation to the F was headed by A" names one
            return [grouping[0]], grouping[1], "grouping"
    elif len(found.names) < wanted:
        if len(found.names) == 1 and meeting.place and (host := article.lexicon.countries.capital_of(meeting.place)):
            found.add([(host, meeting.evidence.get("place", found.spans[0]))], "host-in-its-capital")
        beside = [c for m in session.mentions for c in _in(article, m.sentence.start, m.sentence.end)]
        for sides, rule in (
            (by_count(beside, 1), "named-beside"),
            (_publisher(article), "publisher"),
            (article.most_named, "most-named"),
        ):
            others = [side for side in sides if side[0] not in found.names]
            found.add(others[: max(0, wanted - len(found.names))], rule)
    return (found.names, found.spans[0], found.rule) if found.names else None


def _of_region(article: Article, session: Session) -> list[Side]:
    """The states of the region in a forum's name that the text names ("the Mekong-Japan Summit")."""
    match = article.lexicon.region_pattern.search("\n".join(mention.text for mention in session.series.mentions))
    if match is None:
        return []
    members = article.lexicon.region_members[match[0]]
    away = stayed_away(article)
    return [side for side in article.first_named.items() if side[0] in members and side[0] not in away]


def _wanted(session: Session) -> int:
    """How many sides the forum's name tells: three of a trilateral dialogue, else two."""
    for mention in session.series.mentions:
        if told := SIDES_TOLD.search(mention.text):
            return 3 if told["three"] else 4
    return 2


def _in(article: Article, start: int, end: int) -> list[Side]:
    return [
        (c.country, (c.start, c.end))
        for c in article.countries_in(start, end)
        if not article.lexicon.regex(WATER).match(article.text, c.end)  # "the Indian Ocean Commission"
    ]


def settle_parties(meetings: list[Meeting], of_many: set[int]) -> None:
    """A session of which the text names no sides has those of another session of its forum, else those of the first
    session that it tells of ("The consultations prepare the High-Level Council, which will meet in Ankara"). of_many:
    the ids of the records of organisations in a round-up, of which other items tell nothing: each stands for itself."""
    told = [m for m in meetings if len(m.parties) > 1 and m.rules["parties"] not in _GUESSED]
    by_forum: dict[str, Meeting] = {}
    for meeting in told:
        by_forum.setdefault(meeting.forum, meeting)
    alone = len({frozenset(m.parties) for m in told}) == 1
    for meeting in meetings:
        if meeting.rules.get("parties") in _GUESSED:
            guessed = meeting.rules.get("parties") != "named-beside"
            lands = {chair.country for chair in meeting.co_chairs if chair.country}
            itself = id(meeting) in of_many
            like = by_forum.get(meeting.forum, told[0] if alone and guessed and not itself else None)
            if like is not None and (lands <= set(like.parties) or guessed):
                abroad = {chair.country for chair in like.co_chairs}  # those of the home side go without their country
                meeting.parties = sorted(like.parties, key=lambda party: party in abroad)
                meeting.evidence["parties"] = like.evidence["parties"]
                meeting.rules["parties"] = "of-session-beside"
            elif itself and meeting.rules.get("parties") == "most-named":
                meeting.parties, meeting.rules["parties"] = [meeting.forum], "forum-itself"
                meeting.evidence["parties"] = meeting.evidence["forum"]


# "organisation's executive director"
_OF_THE_BODY = r"(?:the\s+|that\s+)?(?:<other_bodies>|<bodies_of_states>|grouping|bloc|secretariat)['’]s\s"


def settle_countries(article: Article, meeting: Meeting, sides: list[str]) -> None:
    """The countries of chairs beside whom none is named; an officer of the body itself has none."""
    officers = [chair for chair in meeting.co_chairs if chair.country is None and _own_officer(article, chair)]
    _settle_countries(article, meeting, sides)
    for chair in officers:
        chair.country = None


def _own_officer(article: Article, chair: CoChair) -> bool:
    """ "A, the organisation's executive director"."""
    role = chair.role or ""
    return ("'s " in role or "’s " in role) and article.lexicon.regex(_OF_THE_BODY).match(role) is not None


def _settle_countries(article: Article, meeting: Meeting, sides: list[str]) -> None:
    """The countries of chairs beside whom none is named.

    Of two sides, each chair heads one: a country that is no side is dropped, "the host side" is that of the place, a
    lone open chair is of the other side (or two of them, where two told ones are of the one), and two open ones are
    named in the order of the sides. Who alone presides over a session of many is taken for the host.
    """
    if not meeting.co_chairs:
        return
    # of a union, one of its states may be in the chair ("Minister A of Ireland chaired on behalf of the EU")
    union = not set(WORLD).isdisjoint(sides)
    home = {c.country for c in meeting.co_chairs} if union else ()
    for chair in meeting.co_chairs:
        if len(sides) >= 2 and chair.country is not None and chair.country not in (*sides, *home):
            chair.country = None
            chair.evidence.pop("country", None)
    _settle_twice_told(article, meeting)
    for chair in meeting.co_chairs:
        own = _by_post(article, chair) if chair.country is None else None
        if own and (own in meeting.parties or meeting.rules.get("parties") == "forum-itself"):
            chair.country = own
    _settle_ours(article, meeting)
    if len(sides) < 2:
        _settle_turn(article, meeting)
    host = article.lexicon.countries.capital_of(meeting.place) if meeting.place else None
    host = host or _who_hosted(article, meeting)
    for chair in meeting.co_chairs if host else ():
        if ("role" in chair.evidence and _of_host(article, chair.evidence["role"][1])) or (
            chair.country is None and _THE_HOST.search(article.mask, max(0, chair.span[0] - _HOST_WORDS), chair.span[0])
        ):
            _set_host(meeting, chair, host)
    if all(chair.country for chair in meeting.co_chairs):
        return
    # two states that stand beside a session in the capital of a third, whose sides no words tell
    alone = not sides and len(meeting.co_chairs) == 1 and meeting.rules.get("parties") in _GUESSED
    guests = alone and host and host not in meeting.parties
    if len(meeting.parties) != 2 or meeting.rules.get("parties") == "taking-part" or guests:
        others = [chair for chair in meeting.co_chairs if chair.country]
        open_ = [chair for chair in meeting.co_chairs if chair.country is None]
        if len(open_) == 1 and (land := told_later(article, open_[0].span, open_[0].role)):
            open_[0].country, open_[0].evidence["country"] = land
            return
        posted = open_ and _POSTED_TO.search(open_[0].role or "")
        if host and len(open_) == 1 and not posted and (not others or _beside_guests(open_[0], others, host)):
            _set_host(meeting, open_[0], host)
        _settle_last(meeting, sides)
        _settle_home(article, meeting)
        return
    if host in meeting.parties:
        host_side = article.lexicon.regex(_HOST_SIDE)
        guest = next(party for party in meeting.parties if party != host)
        told: set[Offsets] = set()
        for chair in meeting.co_chairs:  # the second with the same cue is on the other side
            side = host_side.search(article.mask, *_around(chair)) if chair.trigger not in told else None
            if chair.country is None and side:
                chair.country = guest if side["guest"] else host
            told.add(chair.trigger)
    _settle_beside(meeting)
    _settle_pairs(meeting)
    open_ = [c for c in meeting.co_chairs if c.country is None]
    taken = {c.country for c in meeting.co_chairs if c.country}
    free = [p for p in meeting.parties if p not in taken and p not in article.lexicon.groupings]
    if len(free) == 1 and 1 < len(open_) <= len(meeting.co_chairs) - len(open_):
        free *= len(open_)  # two heads a side
    if len(free) == len(open_) == 2 and meeting.rules["parties"] in _GUESSED:
        free = _as_told(article, free, open_[0])
    if len(free) == 2 and meeting.rules["parties"] == "with-side":
        free.reverse()  # "consultations with Romania will be co-chaired by A and B": A is of the home side
    if len(meeting.co_chairs) == len(open_) == 1 and host in free and open_[0].rule in PRESIDES:
        guest = _goes_to(article, open_[0], (host, meeting.place or ""))
        free = [party for party in free if (party == host) is not guest]  # who alone presides in a capital
    if len(open_) == len(free):
        for chair, party in zip(open_, free, strict=True):
            chair.country = party


def _beside_guests(chair: CoChair, others: list[CoChair], host: str) -> bool:
    """ "Prime Minister A presides together with European Council President B": of a session of many in a capital, the
    one whose country the text does not tell is the host, where those who preside with him are of others."""
    return chair.rule in PRESIDES and all(other.rule in PRESIDES and other.country != host for other in others)


def _goes_to(article: Article, chair: CoChair, home: tuple[str, str]) -> bool:
    """ "A will travel to Chile to chair the F": does the text say that a chair goes to the state, or the city, where
    the session is?"""
    start, end = chair.span[1], chair.trigger[0] if chair.trigger else 0
    if not 0 < end - start < _TRIP:
        return False
    host, city = home
    lands = [land.start for land in article.countries_in(start, end) if land.country == host]
    at = article.mask.find(city, start, end) if city else -1
    goes = article.lexicon.regex(_GOES_TO)
    return any(goes.search(article.mask, start, there) for there in (*lands, at) if there > 0)


def _as_told(article: Article, parties: list[str], chair: CoChair) -> list[str]:
    """ "Peru and Chile held their council. Presidents A and B were in the chair": two states in the order of the last
    sentence before a name that tells both, whichever the text names more often."""
    end = article.sentence_at(chair.span[0]).end
    named = (near for near in reversed(article.countries_in(0, end)) if near.country in parties)
    for _, near in groupby(named, lambda one: article.sentence_at(one.start).index):
        told = dict.fromkeys(reversed([one.country for one in near]))
        if len(told) == len(parties):
            return list(told)
    return parties


def _settle_twice_told(article: Article, meeting: Meeting) -> None:
    """ "A and his Omani counterpart, B": two heads of two sides are of two states, so that of one told twice the words
    farther from a name, in another sentence, are of something else ("A, UAE Deputy PM meet", says the heading)."""
    if len(meeting.co_chairs) != 2 or len(meeting.parties) != 2 or len({c.country for c in meeting.co_chairs}) != 1:
        return
    told = [chair for chair in meeting.co_chairs if "country" in chair.evidence]
    if len(told) == 2:
        far = max(told, key=lambda chair: abs(chair.evidence["country"][0] - chair.span[0]))
        if article.sentence_at(far.evidence["country"][0]) is not article.sentence_at(far.span[0]):
            far.country = None
            del far.evidence["country"]


def _settle_beside(meeting: Meeting) -> None:
    """ "A and B co-chaired the talks with British Secretary C and Secretary D": those before a cue are of one side and
    those behind it of the other, so that D is British, too."""
    by_cue: dict[tuple[Offsets, bool], list[CoChair]] = {}
    for chair in meeting.co_chairs:
        if chair.trigger and chair.rule in ("chairs", "meets-for-session"):
            by_cue.setdefault((chair.trigger, chair.span > chair.trigger), []).append(chair)
    for (cue, behind), chairs in by_cue.items():
        lands = {chair.country for chair in chairs if chair.country}
        if len(lands) == 1 and (cue, not behind) in by_cue:
            for chair in chairs:
                chair.country = chair.country or next(iter(lands))


def _settle_pairs(meeting: Meeting) -> None:
    """ "In the chair were Peruvian Minister A and Secretary B, along with two Omani colleagues, C and Secretary D": of
    two heads a side that one cue names, the first two are of one state and the last two of the other. Of two pairs
    with a cue each ("the ministers A and B co-chaired it; the secretaries C and D"), the second goes by the first."""
    chairs = meeting.co_chairs
    if len(chairs) != 4:
        return
    triggers = [chair.trigger for chair in chairs]
    halves = [{chair.country for chair in half} - {None} for half in (chairs[:2], chairs[2:])]
    if len(set(triggers)) == 1 and {len(half) for half in halves} <= {0, 1} and halves[0] != halves[1]:
        for half, own, others in ((chairs[:2], *halves), (chairs[2:], *halves[::-1])):
            left = own or set(meeting.parties) - others
            for chair in half if len(left) == 1 else ():
                chair.country = chair.country or next(iter(left))
    elif triggers[0] == triggers[1] != triggers[2] == triggers[3] and not halves[1] and len(halves[0]) == 2:
        for first, second in zip(chairs[:2], chairs[2:], strict=True):
            second.country = first.country


def _settle_last(meeting: Meeting, sides: list[str]) -> None:
    """ "The Peru-Chile-Oman summit was chaired by A; Peru's B and Chile's C led their teams": where each of the states
    in a forum's name has its chair, the one whose country the text does not tell is of the one left."""
    open_ = [chair for chair in meeting.co_chairs if chair.country is None]
    left = set(sides) - {chair.country for chair in meeting.co_chairs}
    if len(open_) == len(left) == 1 and len(meeting.co_chairs) == len(sides):
        open_[0].country = left.pop()


def _by_post(article: Article, chair: CoChair) -> str | None:
    """The state that a post or a title tells ("State Councilor A", "A, High Representative")."""
    title = article.text[max(0, chair.span[0] - _TITLE) : chair.span[0]].rpartition(",")[2]
    match = article.lexicon.post_pattern.search(f"{title} {chair.role or ''}")
    return article.lexicon.country_posts[match[0]] if match else None


def _in_office(article: Article, meeting: Meeting) -> str | None:
    """ "The session closed the Montenegrin chairmanship of the F", "Peru began its chairmanship of the F": whose turn
    the text says that it is, where it names one only, or one only for the forum of this session."""
    if "turns" not in article.memo:
        article.memo["turns"] = _turns(article)
    turns = article.memo["turns"]
    for lands in ({land for land, _ in turns}, {land for land, forum in turns if forum == meeting.forum}):
        if len(lands) == 1:
            return lands.pop()
    return None


def _turns(article: Article) -> list[tuple[str, str]]:
    """Each state in office that the text names, with the forum whose office it is, or ""."""
    held, took = article.lexicon.regex(_OFFICE), article.lexicon.regex(_TOOK_TURN)
    turns: list[tuple[str, str]] = []
    for country in article.countries:
        if turn := held.match(article.mask, country.end) or took.match(article.mask, country.end):
            forum = article.between(country.end, turn.end() + _NAME, "FORUM")
            told = [mention.text for mention in forum if mention.start < turn.end()]
            turns.append((country.country, told[-1] if told else ""))
    return turns


def _settle_turn(article: Article, meeting: Meeting) -> None:
    """ "Peru on Monday began its chairmanship of the F. Ambassador A presided over its tenth session": who alone
    presides over a session of many is of the state whose turn it is; in Cairo, at the seat of a body, that need not be
    Egypt."""
    chair = meeting.co_chairs[0] if len(meeting.co_chairs) == 1 else None
    if chair is None or chair.country or chair.rule not in PRESIDES:
        return
    role = chair.evidence.get("role")
    officer = role and article.between(*role, "FORUM") and not _POSTED_TO.search(chair.role or "")
    if not officer and (turn := _in_office(article, meeting)):
        chair.country = turn


def _settle_home(article: Article, meeting: Meeting) -> None:
    """ "HANOI – Deputy Prime Minister A will co-chair the Mekong-Japan Meeting with Japanese Foreign Minister B": of a
    session of many, the one whose country the text does not tell is of the country in whose capital it was written, if
    that takes part, or nobody but guests is told to and he holds an office of a state."""
    open_ = [chair for chair in meeting.co_chairs if chair.country is None]
    if len(open_) == 1 and (turn := _in_office(article, meeting)):
        open_[0].country = turn
        return
    home = _home(article) if len(open_) == 1 else None
    if home is None or any(chair.country == home for chair in meeting.co_chairs):
        return
    role = open_[0].evidence.get("role")
    guests = len(meeting.parties) < 2 or meeting.rules.get("parties") == "taking-part"  # "ministers of … joined"
    if home in meeting.parties or (guests and role and not article.between(*role, "FORUM")):
        open_[0].country = home


def _settle_ours(article: Article, meeting: Meeting) -> None:
    """ "Minister A will lead our side", says a ministry: the first of those whom the words name is of its country."""
    told: set[Offsets] = set()
    for chair in meeting.co_chairs:
        ours = chair.country is None and chair.trigger not in told
        if ours and article.lexicon.regex(_OUR_SIDE).search(article.mask, *_around(chair)):
            chair.country = _home(article)
        told.add(chair.trigger)


def _home(article: Article) -> str | None:
    """The country in whose capital a report was written."""
    line = dateline(article)
    return article.lexicon.countries.capital_of(line[0]) if line else None


def _publisher(article: Article) -> list[Side]:
    """ "Ministry of Foreign Affairs of Peru | Newsletter" above a release: the country whose ministry publishes it."""
    for line in article.sentences[:_LINES]:
        body = next(iter(article.between(line.start, line.end, "MINISTRY")), None)
        if body and body.start == line.start and article.mask[line.start : line.end].rstrip()[-1:] not in ".?!":
            return _in(article, body.start, body.end)[:1]
    return []


def _who_hosted(article: Article, meeting: Meeting) -> str | None:
    """ "Peru, as chair, hosted the fifth meeting in Arica": the country of which the verb of the session is said."""
    start, end = meeting.evidence.get("status", (0, 0))
    if "host" not in article.mask[start:end].casefold():
        return None
    sentence = article.sentence_at(start)
    near = next(iter(article.countries_in(sentence.start, start)), None)
    hosts = near and _HOSTED.fullmatch(article.mask, near.end, start)
    return near.country if hosts and not article.mask[sentence.start : near.start].strip() else None


def _set_host(meeting: Meeting, chair: CoChair, host: str) -> None:
    chair.country = host
    if host not in meeting.parties and meeting.rules.get("parties") == "taking-part":
        meeting.parties.insert(0, host)


def _of_host(article: Article, role_end: int) -> bool:
    """Does a post go on with "of the host country"?"""
    return article.lexicon.regex(OF_HOST[:-1] + r"\b").match(article.text, role_end) is not None


def _around(chair: CoChair) -> Offsets:
    """Where the side stands that a chair leads: behind "led", before "led by"."""
    start, end = chair.trigger
    return (max(0, start - _HOST_REACH), start) if chair.span[0] >= end else (end, end + _HOST_REACH)
