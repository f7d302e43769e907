"""Which characters tell of a mention of a session, and of no other."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from communique.linking.article import Article
from communique.linking.sessions.mention import CITY, HOST, PREVIOUS, TOWN, VERB_GAP, WHOSE, SessionMention
from communique.mask import F, O, R
from communique.schema import Offsets

# "they agreed in Lima on Monday to convene the session": where and when they agreed
_AGREED_TO = r"\b<resolving>\s+(?:in|on|at|here|yesterday|today)\b[^.;]{0,60}?\s(?P<to>to)\s+(?:[\w’'-]+\s+){1,3}$"
_AGREEMENT = 150  # characters from "agreed" to the session
# "Friday's meeting came three weeks after the F": where and when is said of that meeting
_AFTER = r"\b<coming>\s+(?:\w+\s+){1,3}after\s+(?:the|its)\s+(?:\w+\s+)?$"
# "they met in Lima to see what was done since the previous F in July": where and when they met is said of this one
_SINCE = r"\bsince\s+(?:the|their|its)\s+<previous_words>\s+(?:[\w-]+\s+of\s+(?:the\s+)?)?$"
_SINCE_THE = re.compile(r"\b(?:after|since|following)\s+(?:the|its|their)\s+$")
_FLANK = 60  # characters from "came" to the session
# "the sixth session of the F and the fifth round of the F": where and when is said of both
_JOINED = re.compile(
    rf"(?:\s*\({F}+\))?(?:,\s*(?:and\s+)?|\s+and\s+|\s+as\s+well\s+as\s+)(?:(?:the|their|its)\s+)?(?:{R}+\s+)?"
)
# "the sixth session of the F on 17 May and the third G on 18 May", "the F in Lima, followed by the G"
_NEXT_TO = re.compile(
    rf"(?:\s*\({F}+\))?(?P<more>(?:\s+(?:between|of|with|on|in)\s(?:[^.;,{F}{R}{O}]|[.,](?=\s\d)){{2,50}}?)*)"
    r"(?:,?\s+(?:and|as\s+well\s+as)|,\s+(?:which\s+was\s+)?followed\s+by)\s+(?:(?:of|over)\s+)?"
    r"(?:(?:the|an?|its|their)\s+)?"
)
# "Under the deal, reached at the sixth F meeting, boats will pay in 2024": nothing but the clause tells of it
_REACHED_AT = r",\s+<reached>\s+(?:at|during)\s+the\s+$"
_NOUN_COMMA = r"(?:\s+<session_nouns>)?,"
# "They used to meet in Lima; they were last in Cusco in May for the ninth meeting"
_THEY = re.compile(r";\s+(?:they|it)\s")
# "It took place in Lima. That was in December 2021": the same session
_THAT_WAS = re.compile(r"\s*(?:That|This|It)\s+was\s+(?:back\s+)?(?:in|on)\s+[^.;]{3,40}[.;]")
_WHICH_HAD = re.compile(r",\s+(?:(?:which|that|having)\s+(?:had\s+|has\s+)?)?$")


def set_windows(article: Article, found: list[SessionMention]) -> None:
    """Each mention tells of what stands up to the next mention in its sentence; the first also of what
    stands before it."""
    start = -1
    for i, mention in enumerate(found):
        if i == 0 or found[i - 1].sentence.index != mention.sentence.index:
            start = mention.sentence.start
            near = max(start, mention.start - _AGREEMENT), mention.start
            if article.cue("resolving", *near) and (
                agreed := article.lexicon.regex(_AGREED_TO).search(article.mask, *near)
            ):
                start = agreed.start("to")
            near = max(start, mention.start - _FLANK)
            if article.mask.rfind("after", near, mention.start) > 0 and (
                came := article.lexicon.regex(_AFTER).search(article.mask, near, mention.start)
            ):
                start = came.end()
            elif article.mask.rfind("since", near, mention.start) > 0 and (
                since := article.lexicon.regex(_SINCE).search(article.mask, near, mention.start)
            ):
                start = since.start()
            elif mention.rule == WHOSE:
                start = mention.start
            elif (stop := article.mask.rfind(";", start, mention.start)) > 0 and (
                _THEY.match(article.mask, stop) and article.dates_in(stop, mention.start)
            ):
                start = stop
        last = i + 1 == len(found) or found[i + 1].sentence.index != mention.sentence.index
        if last and (told := _THAT_WAS.match(article.mask, mention.sentence.end)):
            mention.window = (start, told.end())
            continue
        if bracket := _in_bracket(article, mention):
            mention.window = bracket
            start = bracket[1]
            continue
        end = mention.sentence.end if last else _border(article, mention, found[i + 1])
        if article.mask.endswith(("at the ", "during the "), start, mention.start) and (
            reached := article.lexicon.regex(_REACHED_AT).search(article.mask, start, mention.start)
        ):
            behind = article.lexicon.regex(_NOUN_COMMA).match(article.mask, mention.end, end)
            start, end = (reached.start(), behind.end()) if behind else (start, end)
        mention.window = (start, max(end, mention.end))
        if mention.rule == "last-held" and _WHICH_HAD.search(article.mask, mention.sentence.start, mention.start):
            # "the F, which last met in Lima in 2019, will sit in Cusco", "the F, last held in 2019, will sit in Cusco":
            # behind the clause the F is told of again
            stop = article.mask.find(",", mention.end, end)
            before = found[i - 1] if i and found[i - 1].sentence.index == mention.sentence.index else None
            if stop > 0 and before is not None:
                mention.window, before.window = (start, stop), (stop, end)
            elif before is None:  # "A came to Lima for the F, which had not met since 2019": she came to another one
                mention.window = (mention.start, mention.window[1])
        start = end
    for one, other in pairwise(found):
        if (
            other.sentence is one.sentence
            and other.series is not one.series
            and _JOINED.fullmatch(article.mask, one.end, other.start)
        ):
            one.window = other.window = (one.window[0], other.window[1])


def _in_bracket(article: Article, mention: SessionMention) -> Offsets | None:
    """ "Two weeks after the fifth session of the F (Lima, 13 June), the ministry in Quito said": of a session that only
    tells since when, what its bracket says."""
    if article.mask[mention.end : mention.end + 2] != " (" or not _SINCE_THE.search(
        article.mask, max(mention.sentence.start, mention.start - _FLANK), mention.start
    ):
        return None
    close = article.mask.find(")", mention.end, mention.sentence.end)
    return (mention.start, close) if article.dates_in(mention.end, max(close, mention.end)) else None


def next_to(article: Article, end: int, start: int) -> bool:
    """Do only an "and" or "followed by", a day, a place and the sides stand between two sessions, so that what is
    said of the one ("they co-chaired") is said of both?"""
    link = _NEXT_TO.fullmatch(article.mask, end, start)
    return link is not None and not (link["more"] and article.cue("clause_verbs", end, link.end("more")))


# "They were speaking after the session": what the sentence before tells is told of the session
_SPEAKING_AFTER = (
    rf"\W*(?-i:He|She|They|[A-Z{O}][^.;,]{{3,60}})(?:,\s[^,.;]{{3,80}},)?\s+(?:was|were)\s+"
    r"(?:speaking\s+<at_session>|addressing|(?:\w+ly\s+)?<opening_it>)\b"
    # "She said this after chairing the ninth F"
    r"|\W*(?:He|She|They)\s+(?:said|stated|told\s+\w+)\s+(?:this|that|so)\s+<at_session>\s+(?:the|their)\s"
    # "The exchange took place at the ninth F", "The pledge was made on Monday at the end of the ninth F"
    r"|\W*The\s+<exchanges>\s+(?:took\s+place|came|was\s+(?:made|taken))\s+(?:on\s+\w+\s+)?"
    r"(?:at|during|from|(?:at|after)\s+the\s+(?:end|close)\s+of)\s+(?:the|their)\s+(?:\w+\s+){0,3}$"
)


def speech_before(article: Article, mention: SessionMention) -> Offsets | None:
    """ "…, they said on Monday. They were speaking after the fifth session": the first of the sentences."""
    sentence = mention.sentence
    speaking = article.lexicon.regex(_SPEAKING_AFTER)
    if not sentence.index or not speaking.match(article.mask, sentence.start, mention.start):
        return None
    before = article.sentences[sentence.index - 1]
    return before.start, before.end


_SIGN = re.compile(f"[{O}{F}{R}]")
_BY_WHICH = r"\b<flanked>\b[^.;]{0,40}\bby\s+(?:the|a|an)\s+$"
_WHO_MEET_FOR = (
    r",\s+who\s+(?:\w+\s+){0,4}?<coming_together>\s[^.;]{0,80}?\b(?:for|at)\s+(?:the|their|its|an?)\s+(?:\w+\s+)?"
)
_ON = re.compile(r"\b(?:in|on|from|since|of|until)\s+$")
_FOR_THE = re.compile(r"\s+for\s+(?:the|an?|its|their)\s+")
_WHEN = re.compile(r",?\s+when\s+(?:the|its|their)\s+$")


def _border(article: Article, one: SessionMention, other: SessionMention) -> int:
    """Where the words about the second of two mentions begin: at a verb right before it, else at itself."""
    for group in ("held_verbs", "scheduled_verbs"):
        for start, end in article.cues(group, one.end, other.start):
            if other.start - end <= VERB_GAP and not _SIGN.search(article.mask, end, other.start):
                host = HOST.search(article.mask, max(one.end, start - CITY), start)
                return host.start() if host and article.mask.startswith("host", start) else start
    if article.mask.endswith("hosted it", other.start, other.end) and (
        host := HOST.search(article.mask, max(one.end, other.start - CITY), other.start)
    ):
        return host.start()  # "was last held in Quito in 2017, while Lima hosted it in 2015"
    named = article.dates_in(one.end, other.start)[-1:]
    if (
        named
        and _FOR_THE.fullmatch(article.mask, named[0].end, other.start)
        and not _ON.search(article.mask, one.end, named[0].start)
    ):
        return named[0].start  # "… was held in 2017, and they have set May 2024 for the sixth session"
    who = article.mask.rfind(", who ", one.end, other.start)
    if who > 0 and article.lexicon.regex(_WHO_MEET_FOR).fullmatch(article.mask, who, other.start):
        return who  # "The F passed it on to the leaders, who meet in Lima on Sunday for the sixth session of the G"
    if led := article.lexicon.regex(_BY_WHICH).search(article.mask, one.end, other.start):
        return led.start()  # "was preceded on 11 May by the third meeting of …"
    if when := _WHEN.search(article.mask, one.end, other.start):
        dates = article.dates_in(one.end, when.start())
        if dates and not article.mask[dates[-1].end : when.start()].strip():
            return dates[-1].start  # "not since June 2019, when the tenth round was held"
    return other.start


_AND_NUMBER = re.compile(r"\s+and\s+(?:the\s+)?")


def by_stations(article: Article, found: list[SessionMention]) -> list[SessionMention]:
    """ "The previous ones took place in Lima in 2019 and in Cusco in 2021" tells of two sessions, and so does "the
    third and fourth were held in Lima in 2019 and in Cusco in 2021"."""
    out: list[SessionMention] = []
    for i, mention in enumerate(found):
        out.append(mention)
        start, end = mention.window
        before = found[i - 1] if i and mention.number is not None else None
        if before is not None and before.number is not None and before.series is mention.series:
            if not _AND_NUMBER.fullmatch(article.mask, before.end, mention.round.start if mention.round else start):
                continue
            cuts = _stations(article, mention.end, end)
            before.window = (before.window[0], cuts[0] if cuts else end)
            mention.window = (cuts[0], end) if cuts else mention.window
        elif mention.kind == PREVIOUS and mention.number is None:
            for cut in _stations(article, mention.end, end):
                out[-1].window = (out[-1].window[0], cut)
                out.append(replace(mention, start=cut, end=cut, window=(cut, end)))
    return out


# between two days of a list: "2019 in Lima and in 2021 …", "2019, then in Cusco in …", "2019 and online in …"
_STATION = (
    rf"(?P<own>(?:\s+(?:in|at)\s+{TOWN})?)(?:\s*[,;])?(?:\s*(?:and|then|later|again|followed\s+by|<virtual>)\b,?)*"
    rf"(?:\s+(?:in|at)\s+{TOWN},?)?(?:\s+(?:in|on))?\s*"
)


def _stations(article: Article, start: int, end: int) -> list[int]:
    """Where the second and each further place and day of a list begin."""
    dates = [raw for raw in article.dates_in(start, end) if raw.year]
    station = article.lexicon.regex(_STATION)
    links = [(raw, station.fullmatch(article.mask, raw.end, behind.start)) for raw, behind in pairwise(dates)]
    return [raw.end + len(link["own"]) for raw, link in links if link]
