"""Where does the text speak of a session: numbered, by its forum's name, or as "the next round"."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise

from communique.dates import parse_day, resolve
from communique.linking.article import Article, Mention
from communique.linking.background import of_something_else
from communique.linking.counted import counted_times
from communique.linking.dateline import publication_day
from communique.linking.forums import Series, is_acronym, stem
from communique.linking.items import Items
from communique.linking.sentences import Sentence
from communique.mask import F, M, O, R
from communique.ordinals import parse_round
from communique.schema import Offsets

MAIN, NEXT, PREVIOUS = "main", "next", "previous"
LEVEL = "level"  # of officials, who met beside the ministers
BESIDE = "forum-beside-session"  # the rule of a mention that tells what went before or came after another session
_RESOLVED = 4  # numbers resolved last among which the one before this number is looked for
_BESIDE_NUMBER = 120  # characters between a mention and "for the fourth time"
_GAP = 90  # characters between a ROUND and the FORUM that it numbers
_TOLD_BEFORE = 24  # sessions before "the summit of 1999" among which the one of a summit is
_MONTHS = 75  # days by which a session of the background lies before the report
# "is to host a round of pleasantries": of no session; "of talks" would be one
_ROUND_OF = rf"\s+(?:[\w-]+\s+){{0,3}}?<session_nouns>\s+of\s+(?!(?:the\s+|their\s+)?[{F}{R}])"
_HOST_FORUM = rf"\s+(?:(?:an?|the|its)\s+)?(?:[\w-]+\s+){{0,3}}?(?:<session_nouns>\s+(?:of|for)\s+)?(?:the\s+)?{F}"
_TALKS = 40  # characters from "round of" to "talks"
# who meets again; "the senate sits again" is of no session
_WHO_MEETS = r"\b(?:it|they|both|two|three|four|five|six|which|parties|<sides>(?<=s)|<several_posts>)\b"
# "they agreed to meet in Lima": who plans, and how
_PLANNED = r"\b(?P<how><planning>|<resolving>)\s+(?:to\s+)?(?:meet|convene|reconvene|gather|assemble)$"
_WHO_PLANS = r"\b(?:it|they|both|parties|<sides>(?<=s)|<several_posts>)\b"
_IN_TOWN_OR_DAY = re.compile(r"(?:\s+next)?,?\s+(?:in|on|early|later|next)\s")
_PLAN = 24  # characters from "agreed" to "meet"
_NEAR = 3  # sentences before "the two sides last met" in which a forum is named
_WHO_MET = r"\W*(?:It|They|Both|The\s+(?:[\w-]+\s+){0,2}(?:<sides>|<sessions>|<several_posts>))\b"
_MET = frozenset(("met", "sat", "convened", "gathered", "held", "place"))
_SESSION_THAT = (
    r"(?:\b(?:it|they|the\s+two\s+sides)|\bwhen\s+we|\b(?:the|this|that|its)\s+(?:[\w-]+\s+){0,2}<sessions>"
    r"|\b(?:before\s+that|previously|earlier),?\s+the\s+(?:[\w-]+\s+){0,2}(?:ministers|leaders|delegations))"
    r"\s+(?:has\s+|had\s+|have\s+)?(?:also\s+|last\s+)?$"
)
_VERB_GAP = 12  # characters between a verb and the session that it opens or holds
_SIGN = re.compile(f"[{O}{F}{R}]")
_SIGN_OF_SESSION = re.compile(f"[{F}{R}]")
_AHEAD = 600  # characters from a number in a heading to the name of its forum
_DIRECT = (
    r"[\s\"“”'‘’(]*(?:<session_nouns>)?\W*(?:of|for|under)?\s*(?:(?:the|their|its|annual|regular|our)\s+)*[\"“‘]?$"
)
_FAR = r"\W*(?:[\w-]+\s+){0,3}(?:of|under|for|within)\b"
_OWN_VERB = re.compile(r"\b(?:was|were|is|will|held|took|opened|concluded|with|between)\b")
_VERB = re.compile(r"\b(?:was|were|is|will|held|took|opened|concluded)\b")
_MEETS_ON = r"^(?:['’]s?)?\s+(?:\w+\s+){0,3}$|<own_session>"
_AT_ITS = re.compile(rf"^[^.;{F}{R}]*\s(?:at|in|during|for)\s+its\s+(?:\w+\s+)?$")  # "the F took up fish at its R"
_FOUNDED = r"\b<founding>\s+(?:of\s+)?(?:an?\s+|the\s+)?(?:[\w-]+\s+){0,3}$"
_TOLD = re.compile(r"\b(?:told|said|met)\b")
# between a forum and its verb: nothing but brackets, a phrase without a comma, or one between two commas
_SUBJECT_GAP = (
    r"(?s:(?:\s*\([^)]*\))?(?:\s+(?:with|between|of|on)\s[^,.;]{2,60}(?=,))?"
    r"(?:,(?!\s+(?:and|or|but)\s)[^,]{1,100},|,\s*(?:which|that)\s+(?:was|were|is|will)?|,)?"
    r"(?!\s+<belongings>\b)[^,]{0,110})"
)
# "F with Peru, in which our side will be led by A, will be held"
_IN_WHICH = re.compile(rf"[^,.;{F}{R}]{{0,40}},\s+(?:in|at|for)\s+which\s[^.;{F}{R}]{{1,150}},\s+")
# "F, chaired by A and B, met": a clause between two commas that says who leads it
_CHAIRED_BY = (
    rf"(?:\s*\({F}+\))?,\s+(?:which\s+(?:is|was)\s+)?(?:(?:jointly|co)[\s-]?)?"
    r"(?:chaired|presided\s+over|headed|led)\s+by\b"
)
# "the F, its first in Lima, comes a day after a strike"
_COMES = re.compile(
    r"(?:,[^,.;]{1,60},)?\s+(?:comes?|came)\s+(?:(?:a|one|two|three|just|only|\w+s|days?|\d+)\s+){0,3}"
    r"(?:after|before|ahead\s+of|as|amid|at\s+a\s+time|on\s+the\s+eve\s+of)\s"
)
_CLAUSE = re.compile(rf"(?:\s*\({F}+\))?,\s[^;{F}{R}]{{3,300}},\s+(?:also\s+|then\s+)?")
# "those with the F will continue in Lima": it is talks with its members that go on
_TALKS_WITH = r"\b(?:those|that|<talks>)\s+with\s+(?:the\s+)?$"
_OBJECT_GAP = re.compile(rf"\s+(?:[\w’'{M}-]+\s+){{0,7}}?[\"“‘]?")
_NO_OBJECT = re.compile(
    r"\b(?:in|with|by|from|to|at|together|chair\s+of|[Pp]residency\s+of|[Cc]hairmanship\s+of|term)\b"
)
_FOR_SESSION = r"\s+(?:for|at)\s+(?:an?|the)\s+(?:[\w-]+\s+){0,2}<session_nouns>\s+of\s+(?:the\s+)?"
# "its chairmanship of the F, which began in May": it is the chairmanship that began
_OFFICE_OF = r"\b<offices>\s+(?:of|in|on)\s+(?:the\s+)?$"
_OFFICE = 40  # characters from "chairmanship" to the forum
_OFFICE_LASTS = r"(?:\s*\([^)]*\))?,?\s+(?:(?:which|that)\s+)?<office_verbs>\b"
# "the F was launched in 1999": founded
_LAUNCHED_IN = re.compile(r"launched(?:\s+\w+)?\s+in\s+(?:[A-Z][a-z]+\s+)?(?:19|20)\d\d\b")
_BARE = (
    r"[\s,]*(?!(?:week|month|year|day)\b)(?:\w+[\s,]+){0,2}?(?:<sessions>|<session_nouns>)\b|\s+(?:ones?|occasions?)\b|\s+(?:two|three),\s+in\b|\s+of\s+which\b|"
    r"\s+(?:is|will|would|was|to\s+be|in|at|due)\b"
)
# "the round, which Ghana will host": said of the number that stands before
_WHICH = re.compile(rf"[{F}{R}](?:\s*\([^)]*\))?[^.;{F}{R}]{{0,40}},?\s*(?:which|that)\s+(?:[\w’'-]+\s+){{0,4}}$")
# "a conference on fish which Lima will host"
_OF_OTHER_WHICH = re.compile(rf"[^{F}{R}\s,)][^{F}{R}]{{0,3}}\swhich\s+(?:[A-Z][\w’'-]+\s+){{1,3}}$")
_NUMBERED = re.compile(rf"{R}[^.;{F}{R}]{{0,60}}{F}*(?:\s*\([^)]*\))?\s+$")  # "the sixth F", before "moves to Bern"
# "they agreed in Lima on Monday to convene the session": where and when they agreed
_AGREED_TO = r"\b<resolving>\s+(?:in|on|at|here|yesterday|today)\b[^.;]{0,60}?\s(?P<to>to)\s+(?:[\w’'-]+\s+){1,3}$"
_AGREEMENT = 150  # characters from "agreed" to the session
# "the sixth session of the F and the fifth round of the F": where and when is said of both
_JOINED = re.compile(
    rf"(?:\s*\({F}+\))?(?:,\s*(?:and\s+)?|\s+and\s+|\s+as\s+well\s+as\s+)(?:(?:the|their|its)\s+)?(?:{R}+\s+)?"
)
_BY_WHICH = re.compile(r"\b(?:preceded|followed)\b[^.;]{0,40}\bby\s+(?:the|a|an)\s+$")
_HOST = re.compile(r"\b[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)?\s+$")  # "after Kampala hosted the tenth"
_CITY = 40  # characters from a city to "hosted"
_WHEN = re.compile(r",?\s+when\s+(?:the|its|their)\s+$")
_LEVEL = r"\b<lower_levels>(?:\s+level)?\s+<session_nouns>\s+(?:of|for|under)\s+(?:the\s+)?$"
_OF_THE = re.compile(rf"\s+of\s+(?:the|this|that|its|his|her|a)\s+[^.,;{F}{R}{O}{M}]{{3,30}}")
# "the 2022 one", "their 2022 session", "the session of 2022"; the first letter in front for a fast scan
_OF_YEAR = (
    r"(?-i:[tTiI])(?<!\w.)(?:(?:(?<=t)he(?:ir)?|(?<=i)ts)\s+(?P<year>(?:19|20)\d\d)\s+(?:one|<session_nouns>)"
    r"|(?<=t)he\s+<session_nouns>\s+of\s+(?P<of>(?:19|20)\d\d))\b"
)
_OF_NEAR_YEAR = rf"\b(?P<which>last|next)\s+year['’]s\s+(?:\w+\s+)?<session_nouns>\b(?!\s+(?:of|for|on)\b|\s*[{F}{R}])"
_NAMED_BEHIND = re.compile(rf"\s+(?:of|for|on|between)\b|\s*[{F}{R}]")
_BETWEEN = re.compile(rf"(?:\s+in\s+[A-Z][\w’'-]+)?\s+(?:between|with)\s+[^;,{F}{R}]{{0,50}}{O}")
_OWN = re.compile(r"\b(?:its|whose)\s|\bof\s+which\b")  # "the F, whose last session"
# "after its last session, held in Lima in 2013, the F met again": told apart from the forum's own mention
_HELD_APART = re.compile(r",\s+(?:held|convened|hosted|which\s+(?:was|took))\b[^.;]{3,60},")
_IT = re.compile(r"\W*It\b")
# "It held its sixth meeting", "That was the sixth round": of the one forum that the sentence before names
_IT_WAS = re.compile(rf"\W*(?:It|That|This)\s+(?:\w+\s+){{1,4}}?(?:its|the|their)\s+{R}")
_RIGHT_BEHIND = re.compile(
    r"\W+(?!(?:week|month|year|night|\w+day)\b)(?:\w+\W+){0,2}"
)  # "held last week the sixth round"
_NOUN = r"\b<session_nouns>[\s,]"
_TITLED = r"\b<session_nouns>\s*,?\s+<naming>\W+(?:the\s+)?$"
_NOUN_BEFORE = r"\b<session_nouns>\s+(?:of|for|under)\W+(?:(?:the|their|its)\s+)*[\"“‘]?$"
_NOUN_BEHIND = rf"(?:\s*\([{F}]+\))?(?:['’]s?)?\s+(?:\w+\s+)?<session_nouns>\b"
# "He led a team for the F, which was held in Lima"
_GOVERNED = re.compile(
    r"\b(?:lead|led|for|during|attended|attend|following|after|within)\s+(?:[\w’'-]+\s+){0,6}?[\"“‘]?$", re.I
)
_IS_HELD = re.compile(r"[\s,]*(?:that|which|held|convened)\b")
# "the F1 of the F2": of F1 is spoken
_OF_FORUM = re.compile(rf"(?:\s*\([^)]*\))?\s+of\s+(?:the\s+)?{F}+(?:\s*\({F}+\))?")
_FORUM_OF = re.compile(rf"{F}(?:\s*\({F}+\))?\s+of\s+(?:the\s+)?(?:{F}+\s*\()?$")
_HEADED = re.compile(r"\b(?:headed|led|opened|closed|addressed)\s+(?:the|a|an|their)\s+(?:[\w-]+\s+)?$")
_THERE = re.compile(rf"(?:\s*\({F}+\))?(?:\s+in\s+[A-Z][\w’'-]*)?\s+(?:on\s+|earlier\s+)?")
_HEADING = 40  # characters from "headed" to the forum, and from there to the day
_AS = re.compile(
    rf"[^.;:{F}{R}]{{0,80}}\b(?:as|for|as\s+co-chairs\s+of|in\s+the\s+(?:format|framework)\s+of|under(?:\s+the\s+(?:umbrella|auspices|aegis)\s+of)?)\s+(?:the\s+|a\s+)?"
)
_MET_AT = re.compile(rf"[^.;:{O}{F}{R}]{{0,60}}?\s(?:in|at|within|during)\s+(?:the|their|an?)\s+(?:[\w-]+\s+)?")
# "She will be in Lima next month for the F", "he flew to Lima on Monday to attend the F"
_GOES = (
    r"\b(?:be|is|are|was|were|<going>)\s+(?:\w+\s+)?(?:in|to|for)\s+(?-i:[A-Z])"
    rf"[^.;:{O}{F}{R}]{{2,50}}\s(?:for|to\s+attend|to\s+join)\s+(?:(?:the|an?|their|its)\s+)?(?:[\w-]+\s+)?$"
)
_PRECEDED = re.compile(r"\b(?:preceded|followed)\s+(?:[^.;,]{1,40}\s)?by\s+(?:[\w’'-]+\s+){0,8}$")
_CHAIRED = re.compile(r"(?:,\s+|\s)(?:(?:co-)?chaired\s+by|under\s+the\s+(?:co-)?chairmanship\s+of)\b")
# "The F heard a report. Minister X chaired."
_IN_CHAIR = (
    r"\b(?-i:(?=[IT]))(?:it|the\s+<session_nouns>)\b[^.;]{0,60}\bwas\s+(?:co-)?(?:chaired|presided\s+over)\s+by\b"
    r"|\b(?:<in_chair>|had\s+\w+(?:\s\w+)?\s+in\s+the\s+chair)\s*[.,;]"
)
_ALONE = re.compile(r"(?:[^.]{3,50}\s(?:--|–|—|-))?\s*The\s+")  # where a sentence begins, or a dateline stands before
# "Opening the F, the minister called for …"
_OPENING_IT = r"\W*(?-i:(?=[A-Z]))<opening_it>\s+(?:the|this\s+year[’']s)\s+(?:\w+\s+)?"
_HAD = re.compile(r"\b(?:had|having)\s+(?:\w+\s+)?$")  # "A had political consultations with B"
_WITH = re.compile(r"(?:\s+in\s+[A-Z][\w’'-]*)?\s+with\b")
_WAS_OPENING = r"\b(?:was|were|is|are)\s+(?:\w+ly\s+)?<opening_it>\s+the\s+(?:\w+\s+)?$"
# "the date for the annual meeting of the F was under discussion"
_DATE_FOR = re.compile(r"\b(?:date|dates|venue)\s+(?:for|of)\s+(?:the|an?|its|their)\s+(?:\w+\s+)?$")
# "F leaders are to hold a summit", "the leaders of the F gathered for a summit"
_LEADERS = r"(?:leaders|heads\s+of\s+(?:state|government)(?:\s+and\s+government)?)"
_ITS_LEADERS = re.compile(rf"(?:['’]s?)?\s+{_LEADERS}")
_LEADERS_OF = re.compile(rf"\b{_LEADERS}\s+of\s+(?:the\s+)?$")
_HOLD_SUMMIT = re.compile(
    r"\s+(?:(?:will|have|had|are\s+(?:due\s+|set\s+|expected\s+)?to)\s+)?"
    r"(?:hold|held|holding|meet\s+for|met\s+for|gather\s+for|gathered\s+for|open|opened|began|ended)"
    r"\s+(?:an?|their|the)\s+(?:[\w-]+\s+){0,3}(?:summit|session)\b"
)
_TOOK_PART = r"\b<attending>\s+(?:the|a)\s+$"
# "the F decided to open talks": it resolved to do something else than meet
_TO_DO = ("to open", "to begin", "to start", "to address", "to attend", "to lead", "set to", "to chair", "to host")
_HAS_RESOLVED = r"\b(?:<resolving>|<urging>|helped|voted|wants|wanted)\s+$"
# "the F, whose meeting was chaired by", "the F summit of 5 May", "last week"
_WHOSE = (
    r"(?:\s*\([^)]*\))?,\s+whose\s+(?:\w+\s+)?<session_nouns>"
    r"\s+(?:was|were|is|are|took|opened|began|ended|closed|will)\b"
)
_ON_DAY = re.compile(r"(?:\s*\([^)]*\))?,?\s+(?:(?:of|on|in|held|from|early|late|mid)[\s-]+)*")
_DAY = 24  # characters from a forum to its day
_TOWN = r"(?-i:[A-Z])[\w’'.-]*(?:\s(?:of\s)?(?-i:[A-Z])[\w’'.-]*){0,3}"
# between two days of a list: "2019 in Lima and in 2021 …", "2019, then in Cusco in …", "2019 and online in …"
_STATION = re.compile(
    rf"(?P<own>(?:\s+(?:in|at)\s+{_TOWN})?)(?:\s*[,;])?(?:\s*(?:and|then|later|again|followed\s+by|virtually|online|by\s+video)\b,?)*"
    rf"(?:\s+(?:in|at)\s+{_TOWN},?)?(?:\s+(?:in|on))?\s*"
)
_AND_NUMBER = re.compile(r"\s+and\s+(?:the\s+)?")
_LAST_CLAUSE = re.compile(r"(?:\s*\([^)]*\))?,\s+(?:which|that|having)\s[^,.;]{5,100},\s")
# "It took place in Lima. That was in December 2021": the same session
_THAT_WAS = re.compile(r"\s*(?:That|This|It)\s+was\s+(?:back\s+)?(?:in|on)\s+[^.;]{3,40}[.;]")
# "last time the ministers gathered", "the last time that they met": behind "last"
_TIME_MET = r"\s+time,?\s+(?:that\s+)?(?:[\w’'-]+\s+){1,5}?<coming_together>\b"
# between a forum and its day; "in May" is said of the forum, "on 5 May" may be of the verb
_OWN_DAY = re.compile(r"['’]s\s+(?:\w+\s+)?")
# and not "Monday's F statement"
_AS_SUCH = (
    r"(?:\s*\([^)]*\))?(?:\s*(?:[.,;:–—]|$)"
    r"|\s+(?:in|at|on|with|between|and|for|was|were|is|will|had|has|the|<session_nouns>)\b)"
)
_IN_TOWN = re.compile(rf"(?:\s*\([^)]*\))?(?:,\s+{_TOWN},\s+|\s+\({_TOWN},\s+|,?\s+in\s+{_TOWN},?\s+in\s+)")
_IN_DAY = re.compile(r"(?:\s*\([^)]*\))?,?\s+in\s+")
_THEN_TOWN = re.compile(r",?\s+in\s+[A-Z]")
_NEXT_FORUM, _LAST_FORUM = (rf"\b<{group}>\s+$" for group in ("next_words", "previous_words"))
_WHICH_HAD = re.compile(r",\s+(?:which|that|having)\s+(?:had\s+|has\s+)?$")
_CITY_NAMED = re.compile(r"\b(?:in|at)\s+(?:the\s+[A-Z]\w+\s+capital|[A-Z])")
_IN_PLACE = re.compile(r"(?:\s*\([^)]*\))?,?\s+(?:in|at)\s+(?:the\s+\w+\s+capital|[A-Z])")


@dataclass
class SessionMention:
    """One place in the text that speaks of a session. window: the characters that tell of it."""

    series: Series
    forum: Mention
    round: Mention | None
    number: int | None
    kind: str
    sentence: Sentence
    start: int
    end: int
    rule: str = ""
    window: tuple[int, int] = (0, 0)
    number_at: Offsets | None = None


@dataclass
class _Open:
    """A mention of which the forum is not named beside it."""

    start: int
    end: int
    sentence: Sentence
    kind: str
    rule: str
    round: Mention | None = None
    number: int | None = None
    number_at: Offsets | None = None


def find_mentions(article: Article, series: list[Series]) -> list[SessionMention]:
    """All places that speak of a session, in text order."""
    of_forum = {mention.index: one for one in series for mention in one.mentions}
    found, open_ = _numbered(article, of_forum)
    found += _unnumbered(article, of_forum, {m.forum.index for m in found if m.rule == "forum-before-round"})
    found.sort(key=lambda m: (m.start, m.end))
    _set_apart(article, found)
    open_ += _next_or_previous(article, found)
    open_ += _counted(article, found, open_)
    found += _resolve(article, of_forum, found, sorted(open_, key=lambda o: o.start))
    found.sort(key=lambda m: (m.start, m.end))
    _set_windows(article, found)
    _set_numbers_apart(article, found)
    return _by_stations(article, found)


# --- mentions with a number --------------------------------------------------------------------


def _numbered(article: Article, of_forum: dict[int, Series]) -> tuple[list[SessionMention], list[_Open]]:
    found, open_ = [], []
    for mention in article.of("ROUND"):
        number = parse_round(mention.text)
        if number is None:
            continue
        sentence = article.sentence_at(mention.start)
        forum, rule = _forum_of(article, mention, sentence, of_forum)
        if (
            rule == "forum-before-round"
            and (last := found[-1] if found else None)
            and last.sentence is sentence
            and abs(last.number - number) == 1
        ):
            forum = last.forum  # "the fifth round of the F, which the EU hosted …; the sixth is due in Lima"
        start, end = at = mention.start, mention.end
        if forum is not None:
            end = max(end, forum.end)  # of "the F held its fifth session" the number is the mention
        kind = _kind(article, start, sentence)
        if forum is None:
            open_.append(_Open(start, end, sentence, kind, "round-of-the-forum-spoken-of", mention, number, at))
        else:
            found.append(
                SessionMention(
                    of_forum[forum.index], forum, mention, number, kind, sentence, start, end, rule, number_at=at
                )
            )
    return found, open_


def _forum_of(
    article: Article, mention: Mention, sentence: Sentence, of_forum: dict[int, Series]
) -> tuple[Mention | None, str]:
    """The FORUM in the same sentence that this ROUND numbers."""
    lexicon = article.lexicon
    behind = [m for m in article.between(mention.end, sentence.end) if m.label in ("FORUM", "ROUND")]
    if behind and behind[0].label == "FORUM":
        after = behind[0]
        gap = article.mask[mention.end : after.start]
        if lexicon.regex(_DIRECT).match(gap):
            return after, "round-of-forum"
        if len(gap) <= _GAP and O not in gap:
            far = lexicon.regex(_FAR).match(gap) and not _OWN_VERB.search(gap)
            if far or (re.match(r"\s+(?:of|for)\b", gap) and not _VERB.search(gap)):
                return after, "round-of-forum"
    before = article.between(sentence.start, mention.start, "FORUM")
    for forum in reversed(before):
        gap = article.mask[forum.end : mention.start]
        if len(before) > 1 and forum is not before[0] and gap.startswith(")") and is_acronym(forum.text):
            continue
        if O in gap and _TOLD.search(gap):
            break
        if not (lexicon.regex(_MEETS_ON).search(gap) or _AT_ITS.search(gap)) and (
            of_forum[forum.index].standing or (len(gap) > 25 and " its " not in gap)
        ):
            continue
        return forum, "forum-before-round"
    return None, ""


def _kind(article: Article, start: int, sentence: Sentence) -> str:
    """Do the words before say that this is the next session, or an earlier one?"""
    for group, kind in (("next_words", NEXT), ("previous_words", PREVIOUS)):
        for cue in article.cues(group, max(sentence.start, start - 60), start):
            if _RIGHT_BEHIND.fullmatch(article.mask, cue[1], start):
                return kind
    return MAIN


# --- mentions without a number -----------------------------------------------------------------


def _unnumbered(article: Article, of_forum: dict[int, Series], numbered: set[int]) -> list[SessionMention]:
    """numbered: the forums that a number behind them already counts."""
    out = []
    for mention in article.of("FORUM"):
        sentence = article.sentence_at(mention.start)
        if mention.index in numbered or _touches(article, mention, sentence):
            continue
        one = of_forum[mention.index]
        if rule := _event(article, mention, sentence, one.standing):
            kind = _kind_by_noun(article, mention, sentence) or _kind(article, mention.start, sentence)
            if _meets_again_for(article, mention, sentence):
                kind = NEXT
            if kind == MAIN and _of_lower_level(article, mention, sentence):
                kind = LEVEL
            out.append(SessionMention(one, mention, None, None, kind, sentence, mention.start, mention.end, rule))
    return out


def _of_lower_level(article: Article, mention: Mention, sentence: Sentence) -> bool:
    """ "A secretary-level meeting of the F": not the session of its ministers."""
    before = article.mask[max(sentence.start, mention.start - _GAP) : mention.start]
    return article.lexicon.regex(_LEVEL).search(before) is not None


def _meets_again_for(article: Article, mention: Mention, sentence: Sentence) -> bool:
    """ "The two sides will meet again for a special session of the F": the next one."""
    for _, end in article.cues("meets_again", max(sentence.start, mention.start - _GAP), mention.start):
        if article.lexicon.regex(_FOR_SESSION).fullmatch(article.mask, end, mention.start):
            return True
    return False


def _touches(article: Article, forum: Mention, sentence: Sentence) -> bool:
    """Does a number stand right beside this name?"""
    for other in article.mentions[max(0, forum.index - 2) : forum.index + 3]:
        if other.label != "ROUND" or not sentence.start <= other.start < sentence.end:
            continue
        gap = article.mask[min(forum.end, other.end) : max(forum.start, other.start)]
        if len(gap) < 25 and F not in gap:
            return True
    return False


def _kind_by_noun(article: Article, mention: Mention, sentence: Sentence) -> str | None:
    """In "the next round of the F" the adjective stands before the session noun."""
    lexicon = article.lexicon
    before = article.mask[max(sentence.start, mention.start - 110) : mention.start]
    tail = r"\W+(?:\w+\W+){0,2}<session_nouns>\s+(?:of|for|under|in)\s+(?:(?:the|their|its|annual|this)\s+)*[\"“]?$"
    for group, kind in (("next_words", NEXT), ("previous_words", PREVIOUS)):
        if lexicon.regex(rf"\b<{group}>{tail}").search(before):
            return kind
    return None


def _event(article: Article, mention: Mention, sentence: Sentence, standing: bool) -> str:
    """The rule by which the words around a FORUM report a session of it, or ""."""
    lexicon, mask = article.lexicon, article.mask
    office = lexicon.regex(_OFFICE_OF).search(mask, max(sentence.start, mention.start - _OFFICE), mention.start)
    if office and lexicon.regex(_OFFICE_LASTS).match(mask, mention.end, sentence.end):
        return ""
    near_before = mask[max(sentence.start, mention.start - 90) : mention.start]
    behind = mask[mention.end : min(sentence.end, mention.end + 200)]
    noun = lexicon.regex(_NOUN).search(near_before)
    if noun and lexicon.regex(_TITLED).search(near_before, noun.start()):
        return "session-titled"
    noun_behind = lexicon.regex(_NOUN_BEHIND).match(behind)
    noun_before = noun and lexicon.regex(_NOUN_BEFORE).search(near_before, noun.start())
    whose = lexicon.regex(_WHOSE).match(mask, mention.end, sentence.end)
    if standing and _members_meet(article, mention, sentence):
        return "members-meet"
    if standing and not (
        noun_behind or noun_before or whose or lexicon.regex(r".*\b<session_nouns>$").match(mention.text)
    ):
        return ""
    last = article.cue("last_met", mention.end, mention.end + 30)
    clause = _LAST_CLAUSE.match(mask, mention.end, sentence.end) if last else None
    if last and last[0] - mention.end <= _VERB_GAP and clause is None:
        return ""  # "the F last met" is a mention of its own
    if _again(article, mention.end, min(sentence.end, mention.end + 2 * _VERB_GAP)):
        return ""  # and so is "the F will next meet"
    if lexicon.regex(_FOUNDED).search(near_before) or _FORUM_OF.search(near_before):
        return ""
    of_forum = _OF_FORUM.match(mask, mention.end)
    skip = of_forum.end() if of_forum else mention.end + (noun_behind.end() if noun_behind else 0)
    verbs = [verb for verb in _verbs_behind(article, mention, sentence) if clause is None or verb[0] >= clause.end()]
    if _is_subject(article, mention, sentence, skip, verbs):
        return "forum-held"
    if whose or ((noun_behind or not standing) and _COMES.match(mask, skip, sentence.end)):
        return "forum-held"
    if rule := _object_of(article, mention, sentence, standing):
        return rule
    if not standing and lexicon.regex(_OPENING_IT).fullmatch(mask, sentence.start, mention.start):
        return "opened-forum"
    if (noun_behind or not standing) and lexicon.regex(_WAS_OPENING).search(near_before):
        return "opened-forum"
    if verbs and _IS_HELD.match(behind) and _GOVERNED.search(near_before):
        return "forum-held"
    if not standing and _HAD.search(near_before) and _WITH.match(behind):
        return "had-forum-with"
    if noun_before:
        unset = _DATE_FOR.search(near_before, 0, noun.start()) and not article.dates_in(mention.end, sentence.end)
        return "" if unset else "session-of-forum"
    if not standing and (_PRECEDED.search(near_before) or _chaired_on(article, mention, sentence)):
        return BESIDE if _PRECEDED.search(near_before) else "forum-chaired"
    if not standing and lexicon.regex(_TOOK_PART).search(near_before) and _IN_PLACE.match(behind):
        return "took-part-in-forum"
    if noun_behind or lexicon.regex(r".*\b<session_nouns>$").match(mention.text):
        at = mention.end + (noun_behind.end() if noun_behind else 0)
        if _IN_PLACE.match(mask, at) and article.dates_in(at, min(sentence.end, at + 60)):
            return "forum-in-place"
        loose = standing and (noun_behind is None or noun_behind[0].endswith("talks"))  # "EU accession talks this year"
        if not loose and _of_day(article, at, sentence.end):
            return "forum-of-day"
    if not standing and _beside_day(article, mention, sentence):
        return "forum-beside-day"
    return ""


def _members_meet(article: Article, mention: Mention, sentence: Sentence) -> bool:
    """ "F leaders are to hold a summit online today", "the leaders of the F held a summit in Lima on Friday": a session
    of an organisation, where both its place and its day are told."""
    mask = article.mask
    members = _ITS_LEADERS.match(mask, mention.end, sentence.end)
    if members is None and not _LEADERS_OF.search(mask, max(sentence.start, mention.start - _CITY), mention.start):
        return False
    start = members.end() if members else mention.end
    held = _HOLD_SUMMIT.match(mask, start, sentence.end)
    if held is None or F in mask[held.end() : sentence.end]:
        return False
    told = _CITY_NAMED.search(mask, start, sentence.end) or article.cue("virtual", start, sentence.end)
    return bool(told) and any(raw.kind != "year" for raw in article.dates_in(start, sentence.end))


def _beside_day(article: Article, mention: Mention, sentence: Sentence) -> bool:
    """ "Last Friday's F", "F, Lima, 27 February" in a list, "the F in Lima in May 2023", "the previous F (Lima, 2021)":
    a mechanism that its day tells to be a session."""
    mask, near = article.mask, max(sentence.start, mention.start - 40)
    before = article.dates_in(near, mention.start)
    if before and _OWN_DAY.fullmatch(mask, before[-1].end, mention.start):
        return article.lexicon.regex(_AS_SUCH).match(mask, mention.end) is not None
    behind = article.dates_in(mention.end, min(sentence.end, mention.end + 60))
    if behind and _IN_TOWN.fullmatch(mask, mention.end, behind[0].start):
        return True
    if behind and behind[0].kind != "year" and _THEN_TOWN.match(mask, behind[0].end):
        return _IN_DAY.fullmatch(mask, mention.end, behind[0].start) is not None
    return bool(before or behind) and any(
        article.lexicon.regex(which).search(mask, near, mention.start) for which in (_NEXT_FORUM, _LAST_FORUM)
    )


def _again(article: Article, start: int, end: int) -> bool:
    """ "Will meet again", "will next convene": a session to come, told by a mention of its own."""
    cue = article.cue("meets_again", start, end)
    return cue is not None and not article.mask.startswith("host", cue[0]) and R not in article.mask[start:end]


def _of_day(article: Article, start: int, end: int) -> bool:
    """ "The F of 5 May 2023", "the F last month": does a day or month stand right behind?"""
    raw = next(iter(article.dates_in(start, min(end, start + _DAY + 20))), None)
    return bool(
        raw and raw.kind != "year" and raw.start - start < _DAY and _ON_DAY.fullmatch(article.mask, start, raw.start)
    )


def _chaired_on(article: Article, mention: Mention, sentence: Sentence) -> bool:
    """ "The F debated fish on 5 May, chaired by X": a forum alone in its sentence, a day, and who was in the chair; or
    "The F heard a report. X chaired." """
    if _ALONE.fullmatch(article.mask, sentence.start, mention.start):
        behind = article.sentences[min(sentence.index + 1, len(article.sentences) - 1)]
        end = behind.end if behind.paragraph == sentence.paragraph else sentence.end
        chair = article.lexicon.regex(_IN_CHAIR).search(article.mask, mention.end, end)
        if chair and F not in article.mask[min(sentence.end, chair.start()) : chair.end()]:
            return True
    if _SIGN_OF_SESSION.search(_OF_FORUM.sub("", article.mask[mention.end : sentence.end], count=1)):
        return False
    dates = [raw for raw in article.dates_in(mention.end, sentence.end) if raw.kind != "year"]
    return bool(dates) and _CHAIRED.search(article.mask, dates[0].end, sentence.end) is not None


def _verbs_behind(article: Article, mention: Mention, sentence: Sentence) -> list[Offsets]:
    near = [("held_verbs", 160), ("scheduled_verbs", 160), ("future_auxiliaries", 40)]
    return sorted(
        cue
        for group, reach in near
        for cue in article.cues(group, mention.end, min(sentence.end, mention.end + reach))
        if not article.mask.startswith("behind ", cue[0] - 7)  # closed doors
    )


def _is_subject(article: Article, mention: Mention, sentence: Sentence, skip: int, verbs: list[Offsets]) -> bool:
    """ "The F (…), which deals with fish, met": is it said of this forum? skip: where its name and noun end."""
    mask = article.mask
    if any(_IN_WHICH.fullmatch(mask, skip, start) for start, _ in verbs):
        return True
    if verbs and article.lexicon.regex(_TALKS_WITH).search(
        mask, max(sentence.start, mention.start - 30), mention.start
    ):
        return False
    if article.lexicon.regex(_CHAIRED_BY).match(mask, skip, sentence.end):
        far = [
            start for group in ("held_verbs", "scheduled_verbs") for start, _ in article.cues(group, skip, skip + 320)
        ]
        if any(_CLAUSE.fullmatch(mask, skip, start) for start in far if start < sentence.end):
            return not _again(article, skip, sentence.end)
    for start, end in verbs[:2]:
        if mask[mention.end : start].strip() == "," and "chair" in mask[start:end]:
            continue  # "F, chaired by X this year" says who heads it, not that it met
        if _LAUNCHED_IN.match(mask, end - len("launched")):
            continue
        if mask[start:end].casefold() == "convened" and mask[end : end + 4] == " by ":
            continue
        if mask.startswith(_TO_DO, start) and article.lexicon.regex(_HAS_RESOLVED).search(mask, skip, start):
            continue
        gap = mask[mention.end : start]
        if len(gap) > 110 or re.search(r"[.;]\s", gap) or O in gap or F in mask[skip:start].rsplit(")", 1)[-1]:
            return False
        if article.lexicon.regex(_SUBJECT_GAP).fullmatch(mask, skip, start):
            return True
    return False


def _object_of(article: Article, mention: Mention, sentence: Sentence, standing: bool) -> str:
    """ "They held the yearly F", "they met as the F": the rule, or ""."""
    for group in ("held_verbs", "scheduled_verbs"):
        for start, end in reversed(article.cues(group, max(sentence.start, mention.start - 110), mention.start)):
            gap = article.mask[end : mention.start]
            if _OBJECT_GAP.fullmatch(gap) and not _NO_OBJECT.search(gap):
                return "held-forum"
            if _AS.fullmatch(gap):
                return "met-as-forum"
            if not standing and article.cue("coming_together", start, end) and _MET_AT.fullmatch(gap):
                return "met-at-forum"
    if not standing and _headed_on_day(article, mention, sentence):
        return "headed-forum"
    if not standing and article.lexicon.regex(_GOES).search(
        article.mask, max(sentence.start, mention.start - 110), mention.start
    ):
        return "goes-to-forum"
    return ""


def _headed_on_day(article: Article, mention: Mention, sentence: Sentence) -> bool:
    """ "A and B had headed the F on Tuesday"."""
    if not _HEADED.search(article.mask, max(sentence.start, mention.start - _HEADING), mention.start):
        return False
    raw = next(iter(article.dates_in(mention.end, min(sentence.end, mention.end + _HEADING))), None)
    return raw is not None and raw.kind != "year" and _THERE.fullmatch(article.mask, mention.end, raw.start) is not None


def _next_or_previous(article: Article, found: list[SessionMention]) -> list[_Open]:
    """ "The next round will be held in Bern in 2026": a session noun alone, of the forum spoken of."""
    taken = [m.start for m in found]
    bare, time_met = article.lexicon.regex(_BARE), article.lexicon.regex(_TIME_MET)
    out: list[_Open] = []
    for group, kind in (("next_words", NEXT), ("previous_words", PREVIOUS)):
        for start, end in article.cues(group, 0, len(article.mask)):
            match = bare.match(article.mask, end) or time_met.match(article.mask, end)
            if not match or (
                match[0].strip() in ("in", "at")
                and not re.search(r"\bthe\s+$", article.mask[max(0, start - 5) : start], re.I)
            ):
                continue
            if _of_other_thing(article, match.end()) or _of_others(article, match.end()):
                continue
            place = bisect_left(taken, start)
            ahead = taken[place] if place < len(taken) else len(article.mask)
            near = ahead - match.end() < 45 and ahead < article.sentence_at(start).end
            near = near and not _HELD_APART.match(article.mask, match.end(), ahead)
            if near and R not in article.mask[start : match.end()]:
                continue  # "the next round of the F": the forum's own mention
            if any(m.label in ("FORUM", "ROUND") for m in article.between(match.end(), match.end() + 40)) and re.match(
                rf"\W*(?:of|for|under)?\s*(?:the\s+)?[{F}{R}]", article.mask[match.end() :][:30]
            ):
                continue
            out.append(_Open(start, match.end(), article.sentence_at(start), kind, f"{kind}-session"))
    for group, kind, rule in (("meets_again", NEXT, "meets-again"), ("last_met", PREVIOUS, "last-held")):
        for start, end in article.cues(group, 0, len(article.mask)):
            sentence = article.sentence_at(start)
            stop = article.mask.find(",", end, sentence.end) if kind == PREVIOUS else -1
            told = R not in article.mask[start : stop if stop > 0 else sentence.end]
            if told and _of_a_session(article, sentence, start, end, kind == NEXT):
                out.append(_Open(start, end, sentence, kind, rule))
    out += _of_year(article) + _years_own(article) + _agreed_to_meet(article)
    out += _met_before(article, {m.sentence.index for m in (*found, *out)})
    seen: set[tuple[int, str]] = set()
    return [o for o in out if not ((o.sentence.index, o.kind) in seen or seen.add((o.sentence.index, o.kind)))]


def _of_other_thing(article: Article, end: int) -> bool:
    """ "The last session of the spring period": not one of a forum, a body or those who meet."""
    other = _OF_THE.match(article.mask, end)
    if other is None or article.lexicon.regex(_WHO_MEETS).search(other[0]) or article.cue("sessions", end, other.end()):
        return False
    return not article.countries_in(end, other.end()) and not article.cue("sides", end, other.end())


def _of_others(article: Article, end: int) -> bool:
    """ "The upcoming meeting in Hanoi between A and B": of two whom the text names, not of a forum."""
    return _BETWEEN.match(article.mask, end) is not None


def _of_year(article: Article) -> list[_Open]:
    """ "The 2022 one, held by Zoom", "their 2015 meeting", "the summit of 1999": an earlier session, by its year."""
    day = parse_day(publication_day(article))
    named = article.lexicon.regex(_OF_YEAR)
    out = []
    for match in named.finditer(article.mask) if day else ():
        if int(match["year"] or match["of"]) < day.year and not _NAMED_BEHIND.match(article.mask, match.end()):
            sentence = article.sentence_at(match.start())
            out.append(_Open(match.start(), match.end(), sentence, PREVIOUS, "session-of-year"))
    return out


def _years_own(article: Article) -> list[_Open]:
    """ "Last year's consultation took place in Lima": an earlier session or a later one, of the forum spoken of."""
    out = []
    for match in article.lexicon.regex(_OF_NEAR_YEAR).finditer(article.mask):
        sentence = article.sentence_at(match.start())
        verbs = match.end(), min(sentence.end, match.end() + _OFFICE)
        if R not in article.mask[sentence.start : sentence.end] and (
            article.cue("held_verbs", *verbs) or article.cue("scheduled_verbs", *verbs)
        ):
            kind = NEXT if match["which"].casefold() == "next" else PREVIOUS
            out.append(_Open(match.start(), match.end(), sentence, kind, "session-of-year"))
    return out


def _agreed_to_meet(article: Article) -> list[_Open]:
    """ "It was agreed to convene in Lima in 2026", "they plan to meet in Lima next year"."""
    out = []
    planned, planner = article.lexicon.regex(_PLANNED), article.lexicon.regex(_WHO_PLANS)
    for start, end in article.cues("coming_together", 0, len(article.mask)):
        plan = planned.search(article.mask, max(0, start - _PLAN), end)
        if plan is None or plan.end() != end or not _IN_TOWN_OR_DAY.match(article.mask, end):
            continue
        sentence = article.sentence_at(start)
        stop = article.mask.find(",", end + _PLAN, sentence.end)
        clause = (end, stop if stop > 0 else sentence.end)
        if (
            article.dates_in(*clause)
            and not _SIGN_OF_SESSION.search(article.mask, *clause)
            and not article.cue("meets_again", start, end + _VERB_GAP)
            and F not in article.mask[sentence.start : plan.start()]
            and planner.search(article.mask, sentence.start, plan.start())
            and (not plan["how"].startswith("expect") or _held_right_before(article, sentence))
        ):
            out.append(_Open(start, end, sentence, NEXT, "agreed-to-meet"))
    return out


def _held_right_before(article: Article, sentence: Sentence) -> bool:
    """ "The F met in Lima in May. It is expected to convene in Quito in June"."""
    before = article.sentences[sentence.index - 1]
    return sentence.index > 0 and article.cue("held_verbs", before.start, before.end) is not None


def _met_before(article: Article, told: set[int]) -> list[_Open]:
    """ "In Seoul it met in June 2023", "the committee had sat in Hanoi in 2015": long before the report."""
    subject = article.lexicon.regex(_SESSION_THAT)
    out = []
    for start, end in article.cues("held_verbs", 0, len(article.mask)):
        if article.mask[start:end].split()[-1].casefold() not in _MET:
            continue
        sentence = article.sentence_at(start)
        lo, hi = sentence.start, sentence.end
        if sentence.index in told or R in article.mask[lo:hi]:
            continue
        if subject.search(article.mask, max(lo, start - 50), start) and _long_ago(article, start, hi):
            out.append(_Open(start, end, sentence, PREVIOUS, "met-before"))
    return out


def _counted(article: Article, found: list[SessionMention], open_: list[_Open]) -> list[_Open]:
    """ "The F met for the fourth time" numbers the mention beside it; "they sat down for the sixth time" is one of the
    forum spoken of."""
    out = []
    times = counted_times(article)
    told: dict[int, list[SessionMention | _Open]] = {}
    for mention in (*found, *open_) if times else ():
        told.setdefault(mention.sentence.index, []).append(mention)
    for at, number in times:
        sentence = article.sentence_at(at[0])
        beside = [m for m in told.get(sentence.index, ()) if m.number is None and abs(m.start - at[0]) < _BESIDE_NUMBER]
        if beside:
            beside[-1].number, beside[-1].number_at = number, at
        elif R not in article.mask[sentence.start : sentence.end] and (
            F in article.mask[sentence.start : sentence.end]
            or article.lexicon.regex(_WHO_MEETS).search(article.mask, sentence.start, sentence.end)
        ):
            kind = _kind(article, at[0], sentence)
            out.append(_Open(*at, sentence, kind, "for-the-nth-time", None, number, at))
    return out


def _set_apart(article: Article, found: list[SessionMention]) -> None:
    """Behind the session that an article reports, "the F met in Seoul in 2019" is an earlier one."""
    reported: set[int] = set()
    for mention in found:
        if mention.number is not None:
            reported.add(id(mention.series))
            continue
        lo, hi = mention.sentence.start, mention.sentence.end
        later = mention.kind == MAIN and id(mention.series) in reported
        if later and R not in article.mask[lo:hi] and _long_ago(article, lo, hi):
            mention.kind = PREVIOUS


def _by_stations(article: Article, found: list[SessionMention]) -> list[SessionMention]:
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


def _stations(article: Article, start: int, end: int) -> list[int]:
    """Where the second and each further place and day of a list begin."""
    dates = [raw for raw in article.dates_in(start, end) if raw.year]
    links = [(raw, _STATION.fullmatch(article.mask, raw.end, behind.start)) for raw, behind in pairwise(dates)]
    return [raw.end + len(link["own"]) for raw, link in links if link]


def _set_numbers_apart(article: Article, found: list[SessionMention]) -> None:
    """ "The F met in Lima yesterday. … The inaugural session was held in Cusco in 2019": where only earlier sessions
    have numbers, none of these is the one that an article reports without its number."""
    numbers: dict[int, list[SessionMention]] = {}
    reported: set[int] = set()
    for mention in (m for m in found if m.kind == MAIN):
        if mention.number is None:
            told = article.dates_in(*mention.window) or _CITY_NAMED.search(article.mask, *mention.window)
            if told and id(mention.series) not in numbers:
                reported.add(id(mention.series))
        else:
            numbers.setdefault(id(mention.series), []).append(mention)
    for series, mentions in numbers.items():
        if series in reported and all(_long_ago(article, *mention.window) for mention in mentions):
            for mention in mentions:
                mention.kind = PREVIOUS


def _long_ago(article: Article, start: int, end: int) -> bool:
    """Does a date with its year stand here that lies months before the day of publication?"""
    day = parse_day(publication_day(article))
    raw = next((raw for raw in article.dates_in(start, end) if raw.absolute), None)
    iso = resolve(raw, article.published) if raw and day and not of_something_else(article, raw) else None
    return bool(iso) and iso[:7] < (day - timedelta(days=_MONTHS)).isoformat()[: min(7, len(iso))]


def _of_a_session(article: Article, sentence: Sentence, start: int, end: int, next_: bool) -> bool:
    """Is "moves to", "will host" said of a session, and not of one that a number before it names?"""
    before = article.mask[sentence.start : start]
    if _NUMBERED.search(before):
        return False
    which = _WHICH.search(before)
    if which and next_ and R in before[max(0, which.start() - 150) : which.end()]:
        return False
    if _OF_OTHER_WHICH.search(before):
        return False
    if "host" in article.mask[start:end] and article.lexicon.regex(_HOST_FORUM).match(article.mask, end):
        return False  # the forum's own mention tells it
    hosted = article.lexicon.regex(_ROUND_OF).match(article.mask, end)
    if hosted and not article.cue("sessions", hosted.end(), hosted.end() + _TALKS):
        return False
    if not next_ and article.mask[start:end].endswith(("host", "had hosted")):
        return _hosted_on(article, sentence, start, end)
    if article.mask[start:end].endswith(("again", "since")):
        return bool(
            article.mask.startswith("host", start)
            or F in before
            or article.lexicon.regex(_WHO_MEETS).search(before)
            or article.cue("sessions", sentence.start, start)
            or article.cue("sides", sentence.start, start)
            or article.countries_in(sentence.start, start)
        )
    if not article.mask[start:end].endswith("to"):
        return True
    subject = F in before or article.cue("sessions", sentence.start, start)
    return bool(subject) and article.mask[end + 1 : end + 2].isupper()


def _hosted_on(article: Article, sentence: Sentence, start: int, end: int) -> bool:
    """ "Lima had hosted in May 2021", "Lima was the host in 2021": nothing between the words and the day."""
    raw = next(iter(article.dates_in(end, min(sentence.end, end + _OFFICE))), None)
    return (
        raw is not None
        and _ON_DAY.fullmatch(article.mask, end, raw.start) is not None
        and _HOST.search(article.mask, max(sentence.start, start - _CITY), start) is not None
    )


# --- the forum spoken of -----------------------------------------------------------------------


def _resolve(
    article: Article, of_forum: dict[int, Series], found: list[SessionMention], open_: list[_Open]
) -> list[SessionMention]:
    """Give each mention without a forum the one that the text speaks of there."""
    if not open_:
        return []
    starts = [m.start for m in found]
    items = Items(article.sentences, article.blocks, [(m.sentence.index, id(m.series)) for m in found], deep=False)
    topics: dict[tuple[int, int], SessionMention | None] = {}
    out: list[SessionMention] = []
    for one in open_:
        low, here, high = 0, bisect_left(starts, one.start), len(found)
        if one.rule == "last-held" and not _forum_near(article, one):
            continue
        if items.several:
            first, end = items.of(one.sentence.index)
            own = [bisect_left(found, i, key=lambda m: m.sentence.index) for i in (first, end)]
            low, high = own if own[0] < own[1] else (low, high)
        if (low, high) not in topics:
            told = found[low:high]
            topics[low, high] = next((m for m in told if not m.series.standing), told[0] if told else None)
        resolved = None if items.several else next((m for m in out if not m.series.standing), None)
        topic, before = topics[low, high] or resolved, found[max(low, here - 6) : here]
        series = (
            _forum_of_subject(article, of_forum, one)
            or _told_right_before(article, one, out)
            or _of_noun(article, one, found[max(low, here - _TOLD_BEFORE) : here])
            or _forum_spoken_of(
                article, of_forum, [*before, *out[-_RESOLVED:]], found[here : min(high, here + 3)], topic, one
            )
        )
        if series is None or (one.number is None and series.standing and not (items.several and _met(before, series))):
            continue
        if one.number and series.standing and not _met(found, series) and not _named_beside(article, series, one):
            continue
        forum = series.mentions[max(0, bisect_left(series.mentions, one.start, key=lambda m: m.end) - 1)]
        out.append(
            SessionMention(
                series, forum, one.round, one.number, one.kind, one.sentence, one.start, one.end, one.rule,
                number_at=one.number_at,
            )
        )  # fmt: skip
    return out


def _told_right_before(article: Article, one: _Open, out: list[SessionMention]) -> Series | None:
    """ "The seventh round was held in Lima. Before that, the ministers had met in Cusco": the forum of the sentence
    before, where no other is named since."""
    last = out[-1] if out and one.number is None else None
    if (
        last is None
        or one.sentence.index - last.sentence.index > 1
        or one.sentence.paragraph != last.sentence.paragraph
    ):
        return None
    return last.series if F not in article.mask[last.end : one.start] else None


def _forum_near(article: Article, one: _Open) -> bool:
    """ "The F is old. … They last met in Lima": is a forum spoken of in the sentences before? Others meet, too."""
    near = article.sentences[max(0, one.sentence.index - _NEAR)].start
    return (
        _SIGN_OF_SESSION.search(article.mask, near, one.sentence.end) is not None
        or "host" in article.mask[one.start : one.end]
        or article.lexicon.regex(_WHO_MET).match(article.mask, one.sentence.start) is not None
    )


def _named_beside(article: Article, series: Series, one: _Open) -> bool:
    """Is it named in the sentence of the number or the one before? "The fourth round of voting" is not that of an
    organisation that the text names elsewhere."""
    low = article.sentences[max(0, one.sentence.index - 1)].start
    return any(low <= m.start < one.sentence.end for m in series.mentions)


def _met(found: list[SessionMention], series: Series) -> bool:
    """Is a session of this forum reported? Then "the next summit" can be one of an organisation."""
    return any(m.series is series and m.kind == MAIN for m in found)


def _forum_of_subject(article: Article, of_forum: dict[int, Series], one: _Open) -> Series | None:
    """The forum that the subject of its sentence names: "the F last met", "It last met", "The committee, …"."""
    sentence = one.sentence
    before = article.sentences[max(0, sentence.index - 2) : sentence.index]
    own = one.rule in ("last-held", "meets-again") or _OWN.search(article.mask, max(0, one.start - 8), one.end + 9)
    if own and not (one.number and F not in article.mask[sentence.start : one.start]):
        low = before[-1].start if before and _IT.match(article.mask, sentence.start) else sentence.start
        named = [m for m in article.between(low, one.start, "FORUM") if not of_forum[m.index].standing]
        return of_forum[named[-1].index] if named else None
    if one.number and before and before[-1].paragraph == sentence.paragraph:
        lead = _IT_WAS.match(article.mask, sentence.start, one.end)
        named = article.between(before[-1].start, before[-1].end, "FORUM") if lead else []
        if lead and len(named) == 1 and not of_forum[named[0].index].standing:
            return of_forum[named[0].index]
    noun = article.cue("sessions", sentence.start, min(one.start, sentence.start + 40)) if one.number else None
    if noun is None or F in article.mask[sentence.start : one.start]:
        return None
    head = stem(article.mask[noun[0] : noun[1]].casefold())
    low = before[0].start if before else sentence.start
    for mention in reversed(article.between(low, sentence.start, "FORUM")):
        if of_forum[mention.index].head == head and not of_forum[mention.index].standing:
            return of_forum[mention.index]
    return None


def _of_noun(article: Article, one: _Open, told: list[SessionMention]) -> Series | None:
    """ "The summit of 1999": of those told before, the one forum that is a summit."""
    if one.rule != "session-of-year" or not (noun := article.cue("sessions", one.start, one.end)):
        return None
    head = stem(article.mask[noun[0] : noun[1]].casefold())
    fitting = {id(m.series): m.series for m in told if m.series.head == head}
    return next(iter(fitting.values())) if len(fitting) == 1 else None


def _forum_spoken_of(
    article: Article,
    of_forum: dict[int, Series],
    before: list[SessionMention],
    after: list[SessionMention],
    topic: SessionMention | None,
    one: _Open,
) -> Series | None:
    if one.number is not None:
        told = [*reversed(before), *([topic] if topic else ())]
        told = _as_named(one, told)
        here = [
            m
            for m in _as_named(one, before)
            if m.sentence.paragraph == one.sentence.paragraph and not (m.series.standing and m.number is None)
        ]
        if series := _by_number(here[::-1], one.number) or _by_number(told, one.number):
            return series
        if here and here[-1].number is None and len({id(m.series) for m in here}) == 1:
            return here[-1].series
        if series := _by_number(after, one.number):
            return series
        named = article.between(one.sentence.start, one.start, "FORUM")
        if named and topic and topic.number and not of_forum[named[-1].index].standing:
            return of_forum[named[-1].index]  # not the topic's, whose numbers are others
    # a mechanism named in this sentence or the one before, if sessions of it are reported
    known = {
        id(m.series)
        for m in _as_named(one, [*before, *after, *([topic] if topic else ())])
        if one.number or m.number or m.series is (topic and topic.series)
    }
    last = article.sentences[max(0, one.sentence.index - 1)].start
    for mention in reversed(article.between(last, one.start, "FORUM")):
        series = of_forum[mention.index]
        if not series.standing and (id(series) in known or topic is None):
            return series
    if before:
        near = next(
            (m for m in reversed(_as_named(one, before)) if not m.series.standing and (one.number or m.number)), None
        )
        if near is not None and one.sentence.index - near.sentence.index <= 2:
            return near.series
    if topic is not None:
        return topic.series
    forums = [m for m in article.of("FORUM") if not of_forum[m.index].standing]
    if not forums and one.number:  # a body that sits all the time is meant only where it is named beside
        reach = article.sentences[max(0, one.sentence.index - 1) : one.sentence.index + 2]
        forums = article.between(reach[0].start, reach[-1].end, "FORUM")
    if forums and forums[0].start - one.end < _AHEAD:
        return of_forum[forums[0].index]
    return None


def _as_named(one: _Open, told: list[SessionMention]) -> list[SessionMention]:
    """Of "the second meeting" is no summit meant where a forum that is called a meeting is spoken of."""
    noun = stem(one.round.text.casefold().split()[-1]) if one.round else ""
    if noun == "meeting" and any(m.series.head == noun for m in told):
        return [m for m in told if m.series.head != "summit"]
    return told


def _by_number(told: list[SessionMention], number: int) -> Series | None:
    """The forum of which this session, or the one before or behind it, is told."""
    numbers = [m for m in told if m.number is not None]
    same = next((m.series for m in numbers if m.number == number and not m.series.standing), None)
    return same or next((m.series for m in numbers if abs(m.number - number) == 1), None)


def _set_windows(article: Article, found: list[SessionMention]) -> None:
    """Each mention tells of what stands up to the next mention in its sentence; the first also of what
    stands before it."""
    start = -1
    for i, mention in enumerate(found):
        if i == 0 or found[i - 1].sentence.index != mention.sentence.index:
            start = mention.sentence.start
            if agreed := article.lexicon.regex(_AGREED_TO).search(
                article.mask, max(start, mention.start - _AGREEMENT), mention.start
            ):
                start = agreed.start("to")
        last = i + 1 == len(found) or found[i + 1].sentence.index != mention.sentence.index
        if last and (told := _THAT_WAS.match(article.mask, mention.sentence.end)):
            mention.window = (start, told.end())
            continue
        end = mention.sentence.end if last else _border(article, mention, found[i + 1])
        mention.window = (start, max(end, mention.end))
        if mention.rule == "last-held" and _WHICH_HAD.search(article.mask, mention.sentence.start, mention.start):
            # "the F, which last met in Lima in 2019, will sit in Cusco": behind the clause the F is told of again
            stop = article.mask.find(",", mention.end, end)
            before = found[i - 1] if i and found[i - 1].sentence.index == mention.sentence.index else None
            if stop > 0 and before is not None:
                mention.window, before.window = (start, stop), (stop, end)
        start = end
    for one, other in pairwise(found):
        if (
            other.sentence is one.sentence
            and other.series is not one.series
            and _JOINED.fullmatch(article.mask, one.end, other.start)
        ):
            one.window = other.window = (one.window[0], other.window[1])


def _border(article: Article, one: SessionMention, other: SessionMention) -> int:
    """Where the words about the second of two mentions begin: at a verb right before it, else at itself."""
    for group in ("held_verbs", "scheduled_verbs"):
        for start, end in article.cues(group, one.end, other.start):
            if other.start - end <= _VERB_GAP and not _SIGN.search(article.mask, end, other.start):
                host = _HOST.search(article.mask, max(one.end, start - _CITY), start)
                return host.start() if host and article.mask.startswith("host", start) else start
    if led := _BY_WHICH.search(article.mask, one.end, other.start):
        return led.start()  # "was preceded on 11 May by the third meeting of …"
    if when := _WHEN.search(article.mask, one.end, other.start):
        dates = article.dates_in(one.end, when.start())
        if dates and not article.mask[dates[-1].end : when.start()].strip():
            return dates[-1].start  # "not since June 2019, when the tenth round was held"
    return other.start
