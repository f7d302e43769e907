"""Where was a session held: the city that its own sentences name, or "virtual"."""

from __future__ import annotations

import re
from collections.abc import Callable

from communique.linking.article import Article
from communique.linking.city import CAPITALISED, CITY_NAME, LAST_CITY, find_city, mixed_case, trim
from communique.linking.dateline import dateline, statement_line
from communique.linking.session import Session
from communique.linking.sessions.mention import BESIDE, MAIN, MARGINS, SIGN_OF_SESSION, SessionMention, summit_city
from communique.linking.sessions.windows import next_to, speech_before
from communique.linking.status import STOP_AT_END
from communique.mask import F, R
from communique.schema import VIRTUAL, Offsets

_SAID_IN = rf"\b(?:<saying>|<resolving>|spoke)\s+in\s+(?-i:(?P<name>{CITY_NAME}))(?=\s+(?:on|yesterday|today|this)\b)"
_SUBJECT_CITY = (
    r"\W*(?:(?:next|this|last|in|from)\s+[\w ]{2,16}?,?\s+|[\w’'-]+\s+capital\s+)?"
    rf"(?-i:(?P<name>{CITY_NAME}))\s+(?:will|has|is|takes|hosted|hosts)\b"
)
_IT_HOSTS = (
    r"\W*It\s+(?:will|is\s+to)\s+(?:\w+\s+)?host\b"  # "Lima hosted the eighth round. It will also host the next one"
)
_FLANKED = r"\b<flanked>\s+(?:[^.;,]{1,30}\s)?by\s+(?:the|its|their|an?)\s+(?:\w+\s+)?$"
_FOLLOWED_BY = 60  # characters from "followed" to the session
_IN_CITY = re.compile(r"\b(?:in|In|IN)\s+(?P<name>[A-ZÀ-Þ][\w’'-]+(?:\s[A-ZÀ-Þ][\w’'-]+)?)")
_HERE_IN = re.compile(r"\s+(?:in|at)\s+[A-Z]")
_IN_THIS_TOWN = r"\bin\s+this\s+(?:[\w-]+\s+){0,3}<place_kinds>\b"  # "in this Chinese port city"
_STATE_HOSTS = r"(?-i:\bThe)\s+<kinds_of_state>\s+<hosting>\b"  # "LIMA: The Republic will host the fifth round"
_THING = r"\s+(?:[\w-]+\s+)?<not_online>\b"
_COUNTRYS_CAPITAL = (
    rf"(?-i:\bthe\s+(?:(?P<of>{CAPITALISED}(?:\s{CAPITALISED}){{0,2}})\s+capital\b(?!,?\s+(?:city\s+(?:of\s+)?)?[A-Z])"
    rf"|capital\s+of\s+(?:the\s+)?(?P<name>{CITY_NAME})))"
)
# "which the resort town will host", "held in the seaside city"
_THE_TOWN_HOSTS = r"\b[Tt]he\s+(?:[\w-]+\s+){0,2}<towns>(?:,\s+which)?\s+(?:(?:also|again|then|next)\s+)?$"
_HELD_IN_THE_TOWN = (
    r"\b(?:<held_at>|hosted|convened|gathers?|meets?|held|opened|opens|awaited|expected|due)\s+(?:(?:in|at)|by)\s+the\s+(?:[\w-]+\s+){0,2}<towns>"
    r"(?=\s*(?:[.,;]|$)|\s+(?:on|from|next|this|later|for|until)\b)(?!,\s+(?-i:[A-Z]))"
)
_THE_TOWN = 60  # characters before "will host" in which "the resort town" stands
_OF_ANOTHER = re.compile(r"capital\s+(?:of|city|(?!on\b|\w+day\b)(?-i:[A-Z]))", re.I)  # "in the capital of Peru"
_BEHIND_SESSION = re.compile(rf"[{F}{R}]\s$")  # "held its fifth meeting there"
_OF_SESSION_BEFORE = rf"(?:same\b|{MARGINS})"  # of the session told before
_STORY = 4  # sentences before "there" of which the city may be the subject
_RECENT = 1500  # characters before "in the same city" in which the city is named

_UNDER_HEADING = 2  # sentences in which a heading and the one below it stand

Place = tuple[str, Offsets, str]


def find_place(
    article: Article, session: Session, extra: Callable[[], list[Offsets]] = list, before: Place | None = None
) -> Place | None:
    """City or "virtual", its offsets, and the rule that took it; None where the text names none.

    extra: gives further windows to read, those of sentences that tell where "the meeting" was held; asked only where
    the session's own tell no place. before: the city of the session told before this one.
    """
    mentions = by_weight(article, session)
    for mention in mentions:
        if here := _here_behind_verb(article, mention):
            return here
        if mention.rule == "last-held" and (place := _in_window(article, *_of_verb(article, mention), mention)):
            return place
        if place := _in_window(article, *mention.window, mention):
            return place
    for mention in mentions:
        if place := _same_place(article, *mention.window, before) or _here(article, *mention.window):
            return place
    for mention in mentions:
        if place := _in_the_town(article, *mention.window):
            return place
    for start, end in extra():
        if place := _in_window(article, start, end, None) or _here(article, start, end):
            return place
        if place := _same_place(article, start, end, before):
            return place
    for mention in mentions:
        if place := _spoke_in(article, mention) or _beside(article, mention, before):
            return place
    if session.is_news and (line := statement_line(article)) and line[0]:
        name = trim(article, article.mask[slice(*line[0])])
        return (name, line[0], "line-of-statement") if name else None
    if session.is_news and session.number is not None and (place := _of_heading(article)):
        return place
    for mention in mentions:
        if city := summit_city(article, mention.forum):
            return article.text[slice(*city)], city, "city-of-summit"
    return None


def _of_heading(article: Article) -> Place | None:
    """ "ECONOMIC TIES DISCUSSED IN LIMA": the city of the heading, where the text below names none."""
    heading = article.sentences[0]
    if STOP_AT_END.search(article.mask, heading.start, heading.end) or SIGN_OF_SESSION.search(
        article.mask, heading.start, heading.end
    ):
        return None
    for match in _IN_CITY.finditer(article.mask, heading.start, heading.end):
        if article.lexicon.is_host_city(match["name"]):
            return (*mixed_case(article, match["name"], match.span("name")), "city-of-heading")
    return None


def _of_verb(article: Article, mention: SessionMention) -> Offsets:
    """ "Founded in Lima, the F first met in Cusco", "Cusco had hosted in May": where the city of the verb stands."""
    if "host" in article.mask[mention.start : mention.end]:
        return mention.window[0], mention.end
    return mention.start, mention.window[1]


def _in_window(article: Article, start: int, end: int, mention: SessionMention | None) -> Place | None:
    """The city that a window names, or "virtual" where that stands nearer to the session."""
    online = _online(article, start, end)
    city = find_city(article, start, end, mention)
    nearer = (
        online
        and city
        and mention
        and abs(online[0] - mention.end) < abs(city[1][0] - mention.end)
        and "hybrid" not in article.mask[start:end]
    )
    if online and (not city or nearer):
        return VIRTUAL, online, "online"
    if city:
        return (*mixed_case(article, *city), "place-of-session")
    if article.mask.find("capital", start, end) < 0:
        return None
    match = article.lexicon.regex(_COUNTRYS_CAPITAL).search(article.mask, start, end)
    return _capital_of(article, match) if match else None


def _online(article: Article, start: int, end: int) -> Offsets | None:
    """ "It was held online", but not "online fraud", "virtual assets": where a session is said to be virtual."""
    things = article.lexicon.regex(_THING)
    return next((cue for cue in article.cues("virtual", start, end) if not things.match(article.mask, cue[1])), None)


def _capital_of(article: Article, match: re.Match[str]) -> Place | None:
    """The city that "the Korean capital" means, as the text spells it elsewhere."""
    countries = article.lexicon.countries
    words = match["of"] or match["name"]
    country = countries.country(words) or countries.country(words.split()[0])
    names = [name for name, of in countries.capitals.items() if of == country] if country else []
    if not names:
        return None
    best = next((name for name in names if name in article.folded), names[0]) if len(names) > 1 else names[0]
    return best.title(), match.span(), "capital-of-country"


def _here(article: Article, start: int, end: int) -> Place | None:
    cue = article.cue("here", start, end)
    for pattern, needs in ((_IN_THIS_TOWN, "place_kinds"), (_STATE_HOSTS, "hosting")):
        if cue is None and article.cue(needs, start, end):
            match = article.lexicon.regex(pattern).search(article.mask, start, end)
            cue = match.span() if match else None
    if cue and not _OF_ANOTHER.match(article.mask, cue[1] - len("capital")) and (line := dateline(article, cue[0])):
        name = trim(article, line[0]) or line[0].rstrip(".")
        return (*mixed_case(article, name, line[1]), "here-is-dateline")
    return None


def _in_the_town(article: Article, start: int, end: int) -> Place | None:
    """ "ARICA: Chile is ready for the fifth F, which the port city hosts on 5 May", "held in the port city": the city
    named right before, or that of the dateline."""
    if not article.cue("towns", start, end):
        return None
    said = None
    for host in article.cues("hosting", start, end):
        if "host" in article.mask[slice(*host)]:
            near = max(start, host[0] - _THE_TOWN)
            said = said or article.lexicon.regex(_THE_TOWN_HOSTS).search(article.mask, near, host[0])
    said = said or article.lexicon.regex(_HELD_IN_THE_TOWN).search(article.mask, start, end)
    if said is None:
        return None
    at = article.sentence_at(said.start()).index
    named = _last_city(article, article.sentences[max(0, at - 1)].start, said.start()) or _city_of_subject(article, at)
    line = dateline(article, said.start())
    if line is None or (named and article.lexicon.countries.capital_of(line[0])):
        return named
    name = trim(article, line[0]) or line[0]
    return (*mixed_case(article, name, line[1]), "here-is-dateline")


def _here_behind_verb(article: Article, mention: SessionMention) -> Place | None:
    """ "The session was held here today at the palace in Sohar": right behind the verb "here" says more than what
    follows."""
    cue = article.cue("here", mention.end, mention.window[1])
    if cue is None or _HERE_IN.match(article.mask, cue[1]):
        return None  # "here in Lima"
    if not any(end + 1 == cue[0] for _, end in article.cues("held_verbs", mention.end, cue[0])):
        return None
    return _here(article, cue[0], cue[1]) if find_city(article, mention.end, cue[0], mention) is None else None


def _same_place(article: Article, start: int, end: int, before: Place | None) -> Place | None:
    """ "in the same city", "met there", "will return there": the city of the session told before, else the one named
    last before these words."""
    hosts = article.lexicon.regex(_IT_HOSTS).match(article.mask, start, end)
    if hosts and (place := _city_of_subject(article, article.sentence_at(hosts.end()).index)):
        return place
    for cue in article.cues("same_place", start, end):
        behind = False  # a session
        if article.mask[cue[0] : cue[1]] == "there":
            behind = _BEHIND_SESSION.search(article.mask, start, cue[0]) is not None
            if not behind and not any(
                verb[1] + 1 == cue[0]
                for group in ("held_verbs", "scheduled_verbs", "travel")
                for verb in article.cues(group, cue[0] - 40, cue[0])
            ):
                continue
        at = article.sentence_at(cue[0]).index
        near = article.sentences[max(0, at - 1)].start
        same = article.lexicon.regex(_OF_SESSION_BEFORE).match(article.mask, cue[0]) is not None
        told = (*before[:2], "same-place") if before and (same or near <= before[1][0] < cue[0]) else None
        far = max(0, cue[0] - _RECENT)
        place = (same and told) or _last_city(article, near, cue[0]) or _capital_told(article, near, cue[0])
        place = place or told or _city_of_subject(article, at)
        if place := place or (None if behind else _last_city(article, far, cue[0])):
            return place
    return None


def _capital_told(article: Article, start: int, end: int) -> Place | None:
    """ "In the Omani capital she will meet A. The F sits there on Monday": the capital named before "there"."""
    match = article.lexicon.regex(_COUNTRYS_CAPITAL).search(article.mask, start, end)
    return _capital_of(article, match) if match else None


def _city_of_subject(article: Article, at: int) -> Place | None:
    """ "Next month Lima will take over the chair. The fifth F is due there": the city that is the subject of a sentence
    before in the paragraph. at: the index of the sentence that says "there"."""
    here = article.sentences[at].paragraph
    for sentence in reversed(article.sentences[max(0, at - _STORY) : at]):
        if sentence.paragraph != here:
            break
        match = article.lexicon.regex(_SUBJECT_CITY).match(article.mask, sentence.start)
        name = match and trim(article, match["name"])
        if name and article.lexicon.is_host_city(name):
            begin = match.start("name")
            return (*mixed_case(article, name, (begin, begin + len(name))), "same-place")
    return None


def _spoke_in(article: Article, mention: SessionMention) -> Place | None:
    """ "…, the president said in Lima on Monday. He was addressing the fifth session": where he spoke."""
    window = speech_before(article, mention)
    match = window and article.lexicon.regex(_SAID_IN).search(article.mask, *window)
    name = match and trim(article, match["name"])
    if not name:
        return None
    at = match.start("name")
    return (*mixed_case(article, name, (at, at + len(name))), "place-of-speech")


def _beside(article: Article, mention: SessionMention, before: Place | None) -> Place | None:
    """ "The fifth session was convened on 17 May, followed by the third G on 18 May", "both the fifth F on 17 May and
    the third G": both in one city."""
    preceded = before and mention.rule == BESIDE and mention.kind == MAIN
    if preceded and any(raw.kind == "weekday" for raw in article.dates_in(*mention.window)):
        return (*before[:2], "same-place")  # "The session was preceded on Tuesday by the F"
    forum = article.mask.rfind(F, mention.sentence.start, mention.start) + 1
    if before is None or mention.number is None or not forum:
        return None
    near = max(mention.sentence.start, mention.start - _FOLLOWED_BY)
    beside = article.lexicon.regex(_FLANKED).search(article.mask, near, mention.start) or next_to(
        article, forum, mention.start
    )
    return (*before[:2], "same-place") if beside else None


def _last_city(article: Article, start: int, end: int) -> Place | None:
    for match in reversed(list(article.lexicon.regex(LAST_CITY).finditer(article.mask, start, end))):
        name = trim(article, match["name"])
        if name and (article.lexicon.is_host_city(name) or match[0][:2] in ("in", "at")):
            begin = match.start("name")
            return (*mixed_case(article, name, (begin, begin + len(name))), "same-place")
    return None


def by_weight(article: Article, session: Session) -> list[SessionMention]:
    """Mentions in running text before those in headings, else in text order."""

    def heading(mention: SessionMention) -> bool:
        at = mention.sentence
        return at.index == 0 or (at.index <= _UNDER_HEADING and not STOP_AT_END.search(article.mask, at.start, at.end))

    return sorted(session.mentions, key=lambda m: (len(session.mentions) > 1 and heading(m), m.start))
