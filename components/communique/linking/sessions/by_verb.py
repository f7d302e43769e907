"""Is a session of a FORUM told by the verb that it is subject or object of?"""

from __future__ import annotations

import re

from communique.linking.article import Article, Mention
from communique.linking.sentences import Sentence
from communique.linking.sessions.mention import CITY_NAMED
from communique.mask import F, M, O, R
from communique.schema import Offsets


def meets_again(article: Article, start: int, end: int) -> bool:
    """ "Will meet again", "will next convene": a session to come, told by a mention of its own."""
    cue = article.cue("meets_again", start, end)
    return cue is not None and not article.mask.startswith("host", cue[0]) and R not in article.mask[start:end]


# "the F had not met for years", "should have sat in May": what did not take place
_UNDONE = re.compile(r"(?:\bnot|n['’]t|\bnever|\bshould\s+have|\byet\s+to)\s+(?:been\s+)?(?:yet\s+)?$")
_HELD_OFF = 24  # characters from "not" to its verb
# behind "met": "Peru had met the technical criteria", which is no meeting
_A_GOAL = r"\s+(?:(?:the|its|their|all|these)\s+)*(?:(?!(?:in|at|on|for|to|with|as)\b)[\w-]+\s+){0,2}<goals>\b"


_CHAIRS = re.compile(r"co-?chaired|chaired|presided over|presiding over", re.I)
_BE_OR_BY = re.compile(r"\b(?:is|was|were|are|been|being|be)\s|\sby\s|\bjointly\b|,\s+(?:co-?)?chaired\b")


def verbs_behind(article: Article, mention: Mention, sentence: Sentence) -> list[Offsets]:
    near = [("held_verbs", 160), ("scheduled_verbs", 160), ("future_auxiliaries", 40)]
    return sorted(
        cue
        for group, reach in near
        for cue in article.cues(group, mention.end, min(sentence.end, mention.end + reach))
        if not article.mask.startswith("behind ", cue[0] - 7)  # closed doors
        and not _met_goal(article, cue[1])
        and not _chairs(article, cue)
        and not _UNDONE.search(article.mask, max(mention.end, cue[0] - _HELD_OFF), _participle(article, cue))
    )


def _chairs(article: Article, cue: Offsets) -> bool:
    """ "The F, which co-chaired a series of rallies": a body that chairs is no session."""
    return _CHAIRS.match(article.mask, cue[0]) is not None and not _BE_OR_BY.search(
        article.mask, cue[0] - len("were "), cue[1] + len(" by ")
    )


def _met_goal(article: Article, end: int) -> bool:
    """ "Peru had met the technical criteria for aid": a verb, up to `end`, that tells of no meeting."""
    return article.mask.endswith(("met", "meet", "meets"), 0, end) and bool(
        article.lexicon.regex(_A_GOAL).match(article.mask, end)
    )


def _participle(article: Article, verb: Offsets) -> int:
    """Where the last word of "had met", "have sat" begins, so that "had not met" and "should have sat" are found."""
    return article.mask.rfind(" ", *verb) + 1 or verb[0]


# between a forum and its verb: nothing but brackets, a phrase without a comma, or one between two commas
_SUBJECT_GAP = (
    r"(?s:(?:\s*\([^)]*\))?(?:\s+(?:with|between|of|on)\s[^,.;]{2,60}(?=,))?"
    r"(?:,(?!\s+(?:and|or|but)\s)[^,]{1,100},|,\s*(?:which|that)\s+(?:was|were|is|will)?|,)?"
    r"(?!\s+(?:<belongings>|where|whose|(?:of|to|in|under|by|from|with)\s+which)\b)[^,]{0,110})"
)
# "F with Peru, in which our side will be led by A, will be held"
_IN_WHICH = re.compile(rf"[^,.;{F}{R}]{{0,40}},\s+(?:in|at|for)\s+which\s[^.;{F}{R}]{{1,150}},\s+")
# "F, chaired by A and B, met": a clause between two commas that says who leads it
_CHAIRED_BY = (
    rf"(?:\s*\({F}+\))?,\s+(?:(?:which\s+(?:is|was)\s+)?(?:(?:jointly|co)[\s-]?)?"
    rf"(?:<chaired>|<led>)\s+by\b|under\s+(?:[^.;,{F}{R}{O}]{{1,80}}\s)?{O})"
)
_CLAUSE = re.compile(rf"(?:\s*\({F}+\))?,\s[^;{F}{R}]{{3,300}},\s+(?:also\s+|then\s+)?")
# "those with the F will continue in Lima": it is talks with its members that go on
# "the F, which she and A will chair in Lima in July", "which A opened in Lima on Monday"
_WHICH_THEY = re.compile(
    rf"(?:\s*\({F}+\))?,\s+which\s+(?:[\w’'{O}{M}-]+\s+){{1,14}}?(?:(?:will|would|are\s+to|is\s+to|were\s+to)\s+(?:co-?)?"
    r"(?:chair|host|open)|(?:co-?)?(?:chaired|hosted|opened))\s+(?:in|on|here|at)\s"
)
# "Prior to the F, a consultation with farmers was held": something else was
_BEFORE_IT = re.compile(
    r"\W*(?:Prior\s+to|Before|After|Following|Ahead\s+of|Besides|Apart\s+from)\s+(?:the|this|its|their)\s+"
)
_THEN_A = re.compile(r",\s+an?\s")
_TALKS_WITH = r"\b(?:those|that|<talks>)\s+with\s+(?:the\s+)?$"
# "A committee of experts will report every six months": no session of it
_HABIT = r"(?:will|would)\s[^.;,]{1,60}\bevery\s+(?:\w+\s+)?<time_units>"
# "the F was launched in 1999": founded
_LAUNCHED_IN = re.compile(r"launched(?:\s+\w+)?\s+in\s+(?:[A-Z][a-z]+\s+)?(?:19|20)\d\d\b")
# "the F began in 2011 as a body of three states": so did the body, which then had no session
_BEGAN_AS = re.compile(r"(?:\s+(?:its\s+)?(?:life|work))?(?:\s+in\s+(?:[A-Z][a-z]+\s+)?(?:19|20)\d\d)?,?\s+as\s+an?\b")
# "the F decided to open talks": it resolved to do something else than meet
_TO_DO = r"<to_do>\b"
# "the F is to close its office in Lima", "the group has finished its report": no session
_PREMISES = r"(?:\s+\w+)?\s+(?:an?|the|its|their)\s+(?:[\w’'-]+\s+){0,3}?<premises>\b(?!\s+<session_nouns>)"
_ITS_WORK = r"(?:finish|complet|conclud)\w*\s+(?:its|the|their|an?)\s+(?:[\w’'-]+\s+){0,2}?<products>\b"
# "the F wants the port finished by May": what it wishes to see done
_DONE = re.compile(r"[a-z]+ed|held")
_WANTS = r"\s+<wanting>\s"
# "A, who heads the F, said eight ports had been finished": what A said was
_SAYS = r",\s+<saying>\s+(?!as\b|on\b|in\b|at\b|to\b)\w"
_HAS_RESOLVED = r"\b(?:<resolving>|<urging>|<wanting>)\s+(?:(?:on|in|last|this|earlier)\s+(?:\w+\s+){1,3})?$"


# "the F1, a body of the F2, will meet"
BODY_OF = re.compile(
    rf"(?:\s*\({F}+\))?,\s*(?:the|an?)\s+[^.;,{F}{R}{O}]{{2,60}}\s(?:of|under|within)\s+(?:the\s+)?{F}+"
    rf"(?:\s*\({F}+\))?,\s*"
)
# "The decisions of the F will be laid before the G": it is they that will
_OUTCOMES_OF = r"\b(?:<outcomes>|<products>)\s+of\s+(?:the\s+)?$"
_BULLET = re.compile(r"\s*[•*·■–—-]\s*(?:The\s+)?")  # "• The F is to mark the border": what was decided
# "A, the chair of the F, is among those who will be there": said of A
_POST_IN = re.compile(rf"{O},\s+(?:the\s+)?(?:[\w-]+\s+){{1,4}}of\s+(?:the\s+)?$")
# "the treaty that Peru and the F concluded": they did so to a treaty
_AND_IT = re.compile(r"[a-z]\s+(?:that|which)\s+(?:the\s+)?(?:[A-Z][\w’'-]*\s+){1,3}and\s+(?:the\s+)?$")
_POST = 60  # characters from a name to the forum
_OUTCOMES = 30  # characters from "decisions" to the forum
_WHICH = 24  # characters from a forum to "which"


def is_subject(article: Article, mention: Mention, sentence: Sentence, skip: int, verbs: list[Offsets]) -> bool:
    """ "The F (…), which deals with fish, met": is it said of this forum? skip: where its name and noun end."""
    mask = article.mask
    if any(_IN_WHICH.fullmatch(mask, skip, start) for start, _ in verbs):
        return True
    if mask[skip : skip + 1] == "," and _AS_MEMBER.fullmatch(mask, sentence.start, mention.start):
        return False
    near = max(sentence.start, mention.start - _POST)
    if verbs and mask[skip : skip + 1] == "," and _POST_IN.search(mask, near, mention.start):
        return False
    if mask.find(" which ", skip, skip + _WHICH) > 0 and _WHICH_THEY.match(mask, skip, sentence.end):
        return True
    if _BEFORE_IT.fullmatch(mask, sentence.start, mention.start) and _THEN_A.match(mask, skip):
        return False
    if verbs and article.lexicon.regex(_TALKS_WITH).search(
        mask, max(sentence.start, mention.start - 30), mention.start
    ):
        return False
    if article.lexicon.regex(_CHAIRED_BY).match(mask, skip, sentence.end):
        far = [
            start for group in ("held_verbs", "scheduled_verbs") for start, _ in article.cues(group, skip, skip + 320)
        ]
        if any(_CLAUSE.fullmatch(mask, skip, start) for start in far if start < sentence.end):
            return not meets_again(article, skip, sentence.end)
    if verbs and _of_section(article, mention, sentence):
        return False
    if verbs and article.cue("future_auxiliaries", *verbs[0]):
        near = max(sentence.start, mention.start - _OUTCOMES)
        if article.lexicon.regex(_OUTCOMES_OF).search(mask, near, mention.start):
            return False
        if _BULLET.fullmatch(mask, sentence.start, mention.start) and not (
            article.dates_in(skip, sentence.end) or CITY_NAMED.search(mask, skip, sentence.end)
        ):
            return False
    if verbs and _AND_IT.search(mask, max(sentence.start, mention.start - _POST), mention.start):
        return False
    for start, end in verbs[:2]:
        if mask.find(" every ", end, sentence.end) > 0 and article.lexicon.regex(_HABIT).match(mask, start):
            return False
        if mask[mention.end : start].strip() == "," and "chair" in mask[start:end]:
            continue  # "F, chaired by X this year" says who heads it, not that it met
        if _LAUNCHED_IN.match(mask, end - len("launched")):
            continue
        if mask.endswith(("began", "begun", "started"), start, end) and _BEGAN_AS.match(mask, end):
            continue
        if mask[start:end].casefold() == "convened" and mask[end : end + 4] == " by ":
            continue
        if article.lexicon.regex(_PREMISES).match(mask, end) or article.lexicon.regex(_ITS_WORK).match(mask, start):
            return False
        if _DONE.fullmatch(mask, start, end) and article.lexicon.regex(_WANTS).match(mask, skip, start):
            continue
        if article.lexicon.regex(_TO_DO).match(mask, start) and article.lexicon.regex(_HAS_RESOLVED).search(
            mask, skip, start
        ):
            continue
        gap = mask[mention.end : start]
        if article.lexicon.regex(_SAYS).match(mask, skip):
            return False
        if BODY_OF.fullmatch(mask, skip, start):
            return True
        if len(gap) > 110 or re.search(r"[.;]\s", gap) or O in gap or F in mask[skip:start].rsplit(")", 1)[-1]:
            return False
        if article.lexicon.regex(_SUBJECT_GAP).fullmatch(mask, skip, start):
            return True
    return False


# "the Peruvian part of the F will have two members more": its members of one state, of whom no session is told
_SECTION_OF = re.compile(r"(?:part|side|section|half|chapter|component)\s+of\s+(?:the\s+)?$")


def _of_section(article: Article, mention: Mention, sentence: Sentence) -> bool:
    """ "The Peruvian part of the F will have two members": is something said of one side of the forum?"""
    part = _SECTION_OF.search(article.mask, max(sentence.start, mention.start - _OUTCOMES), mention.start)
    return part is not None and any(
        c.end + 1 == part.start() for c in article.countries_in(max(sentence.start, part.start() - _POST), part.start())
    )


# "As a member of the F, Peru will go on": nothing is said of the forum
_AS_MEMBER = re.compile(r"\W*As\s+(?:an?|the)\s+(?:[\w-]+\s+){1,3}(?:of|in)\s+(?:the\s+)?")
# "will meet officers of the F"
_MET_PEOPLE = re.compile(r"meets?\s+(?:[\w’'-]+\s+){0,4}?[a-z]+s\s+(?:of|from)\s+(?:the\s+)?")
# "She met the F Secretary-General A", "met the F's three envoys"
_MET_THE = re.compile(r"meets?\s+(?:the\s+)?|met\s+(?:the\s+)?")
_ITS_PEOPLE = rf"(?:['’]s?)?\s+(?:[\w-]+\s+){{0,2}}?(?:<post_nouns>s?\b(?!-)|{O})"
_OBJECT_GAP = re.compile(rf"\s+(?:[\w’'{M}-]+\s+){{0,7}}?[\"“‘]?")
_NO_OBJECT = r"\b(?:in|with|by|from|to|at|<held_instead>)\b"
_AS = rf"[^.;:{F}{R}]{{0,80}}\b<meeting_as>\s+(?:the\s+|a\s+)?"
_SEAT_ON = re.compile(r"\son\s+(?:the\s+)?$")  # "Peru will sit for two more years on the F": it is a member
_PREPARATIONS = r"<preparing>"
_ITS_SESSION = r"(?:['’]s?)?\s+(?:\w+\s+)?<session_nouns>\b"
_MET_AT = re.compile(rf"[^.;:{O}{F}{R}]{{0,60}}?\s(?:in|at|within|during)\s+(?:the|their|an?)\s+(?:[\w-]+\s+)?")
# "She will be in Lima next month for the F", "he flew to Lima on Monday to attend the F"
_GOES = (
    r"\b(?:be|is|are|was|were|<going>)\s+(?:\w+\s+)?(?:in|to|for)\s+(?-i:[A-Z])"
    rf"[^.;:{O}{F}{R}]{{2,50}}\s(?:for|<to_attend>)\s+(?:(?:the|an?|their|its)\s+)?(?:[\w-]+\s+)?$"
)


def object_of(article: Article, mention: Mention, sentence: Sentence, standing: bool) -> str:
    """ "They held the yearly F", "they met as the F": the rule, or ""."""
    for group in ("held_verbs", "scheduled_verbs"):
        for start, end in reversed(article.cues(group, max(sentence.start, mention.start - 110), mention.start)):
            gap = article.mask[end : mention.start]
            last = article.mask.rfind(" ", start, end) + 1 or start
            if _MET_THE.fullmatch(article.mask, last, mention.start) and article.lexicon.regex(_ITS_PEOPLE).match(
                article.mask, mention.end
            ):
                continue
            if _met_goal(article, end) or _MET_PEOPLE.fullmatch(article.mask, last, mention.start):
                continue
            if _in_preparation(article, mention, sentence, start) or (
                standing
                and article.lexicon.regex(_PREPARATIONS).fullmatch(article.mask, start, end)
                and not article.lexicon.regex(_ITS_SESSION).match(article.mask, mention.end)
            ):
                continue  # "discussed preparations for the week of the General Assembly", which sits all the time
            if article.mask.startswith("will chair", start) and not article.dates_in(mention.end, sentence.end):
                continue  # an office: "he will chair the F through his deputy"
            if article.mask.startswith(("sit", "sat"), last) and _SEAT_ON.search(gap):
                continue
            if _OBJECT_GAP.fullmatch(gap) and not article.lexicon.regex(_NO_OBJECT).search(gap):
                return "held-forum"
            if article.lexicon.regex(_AS).fullmatch(gap) and not _in_preparation(
                article, mention, sentence, end + gap.rfind("in preparation")
            ):
                return "met-as-forum"
            if not standing and article.cue("coming_together", start, end) and _MET_AT.fullmatch(gap):
                return "met-at-forum"
    if not standing and _headed_on_day(article, mention, sentence):
        return "headed-forum"
    if not standing and _on_occasion(article, mention, sentence):
        return "on-occasion-of-forum"
    if not standing and article.lexicon.regex(_GOES).search(
        article.mask, max(sentence.start, mention.start - 110), mention.start
    ):
        return "goes-to-forum"
    return ""


def _in_preparation(article: Article, mention: Mention, sentence: Sentence, at: int) -> bool:
    """ "A consultation with firms was held on 5 May in preparation for the F": it is that which was held then.

    at: where "in preparation" would stand."""
    return (
        article.mask.startswith("in preparation", at)
        and article.cue("held_verbs", sentence.start, at) is not None
        and not article.dates_in(mention.end, sentence.end)
    )


_OCCASION = r",?\s+on\s+the\s+(?:occasion|<margins>)\s+of\s+(?:the|their|an?)\s+(?:\w+\s+)?$"
_OCCASION_REACH = 50  # characters of "on the occasion of their yearly"


def _on_occasion(article: Article, mention: Mention, sentence: Sentence) -> bool:
    """ "They will meet in Lima on 30 October, on the occasion of the F": a city and a day right before the words."""
    near = max(sentence.start, mention.start - _OCCASION_REACH), mention.start
    if not article.cue("margins", *near) and article.mask.find("ccasion", *near) < 0:
        return False
    occasion = article.lexicon.regex(_OCCASION).search(article.mask, *near)
    if occasion is None or not CITY_NAMED.search(article.mask, sentence.start, occasion.start()):
        return False
    return any(raw.end == occasion.start() and raw.day for raw in article.dates_in(sentence.start, occasion.start()))


_HEADED = r"\b(?:<led>|<opened_it>)\s+(?:the|a|an|their)\s+(?:[\w-]+\s+)?$"
_HEADED_SIDE = (
    r"\b<led>\s+(?:[\w’'-]+\s+){1,3}?<sides>(?:\s+of\s+[\w-]+)?\s+(?:at|to|in|for|during)\s+"
    r"(?:(?:the|an?)\s+)?(?:[\w-]+\s+)?$"
)
# "led on Monday, in Lima, the Omani delegation to the F"
_LED_THEN = (
    rf"\b<led>,?\s+(?P<when>(?=on\s|in\s|at\s|yesterday\b|today\b|this\s|last\s)[^.;{O}{F}{R}]{{4,60}}?),?\s+(?:the|an?|its)\s+"
    r"(?:[\w’'-]+\s+){1,3}?<sides>(?:\s+of\s+[\w-]+)?\s+(?:at|to|in)\s+(?:the\s+)?(?:[\w-]+\s+)?$"
)
_THERE = re.compile(
    rf"(?:\s*\({F}+\))?(?:\s+with\s+[^.;,{F}{R}{O}]{{2,80}}?)?(?:\s+in\s+[A-Z][\w’'-]*)?\s+(?:on\s+|earlier\s+)?"
)
_HEADING = 40  # characters from "headed" to the forum, and from the second of two forums to its day
_HEADED_DAY = 120  # characters from the forum to the day


def _headed_on_day(article: Article, mention: Mention, sentence: Sentence) -> bool:
    """ "A and B had headed the F on Tuesday", "A led Peru's team at the F on 5 May", "A led the Peruvian team at
    political consultations with the Omani [ministry] in Muscat on Thursday", "A led on Monday, in Lima, Peru's team at
    the F"."""
    low = max(sentence.start, mention.start - 4 * _HEADING)
    then = article.cue("sides", low, mention.start) and article.lexicon.regex(_LED_THEN).search(
        article.mask, low, mention.start
    )
    if then and any(raw.kind != "year" for raw in article.dates_in(*then.span("when"))):
        return True
    near = max(sentence.start, mention.start - 2 * _HEADING)
    if not any(
        article.lexicon.regex(headed).search(article.mask, near, mention.start) for headed in (_HEADED, _HEADED_SIDE)
    ):
        return False
    raw = next(iter(article.dates_in(mention.end, min(sentence.end, mention.end + _HEADED_DAY))), None)
    return raw is not None and raw.kind != "year" and _THERE.fullmatch(article.mask, mention.end, raw.start) is not None


_AND_THE = re.compile(r"\band\s+(?:the\s+)?$")
_IN_MONTH = re.compile(rf"(?:\s*\({F}+\))?\s+(?:in|on)\s+")
_AND = 8  # characters of "and the"


def gapped(article: Article, mention: Mention, sentence: Sentence) -> str:
    """ "The F1 will sit again in May 2025 and the F2 in June 2026": a forum and a day, the verb that of the forum
    before. The rule, or ""."""
    mask = article.mask
    if not _AND_THE.search(mask, max(sentence.start, mention.start - _AND), mention.start):
        return ""
    raw = next(iter(article.dates_in(mention.end, min(sentence.end, mention.end + _HEADING))), None)
    if raw is None or not _IN_MONTH.fullmatch(mask, mention.end, raw.start):
        return ""
    for group, rule in (("meets_again", "gapped-next"), ("held_verbs", "gapped"), ("scheduled_verbs", "gapped")):
        for start, end in article.cues(group, max(sentence.start, mention.start - 2 * _HEADING), mention.start):
            between = mask[end : mention.start]
            if F in mask[sentence.start : start] and F not in between and R not in between and O not in between:
                return rule
    return ""


# "F leaders are to hold a summit", "the leaders of the F gathered for a summit"
_ITS_LEADERS = r"(?:['’]s?)?\s+<rulers>\b"
# "the F, whose leaders are due in Lima in May", "whose ministers met in Quito on Friday"
_WHOSE_LEADERS = (
    r"(?:\s*\([^)]*\))?,\s+whose\s+(?:[\w-]+\s+)?(?:<rulers>|<several_posts>)\s+(?:(?:are|were)\s+(?:due|to\s+<to_meet>)"
    r"|(?:will|last)\s+<to_meet>|<coming_together>)\s+in\s+(?-i:[A-Z])"
)
_LEADERS_OF = r"\b<rulers>\s+of\s+(?:the\s+)?$"
_LEAD = 40  # characters from "leaders of" to the forum
_HOLD_SUMMIT = (
    r"\s+(?:(?:will|have|had|are\s+(?:due\s+|set\s+|expected\s+)?to)\s+)?<holding>"
    r"\s+(?:an?|their|the)\s+(?:[\w-]+\s+){0,3}<whole_sessions>\b"
)


# "the summit of the founder states of the F, which took place in Lima on 5 May"
_SUMMIT_OF = (
    r"\b<whole_sessions>\s+of\s+(?:the\s+)?(?:[\w-]+\s+)?(?:states|countries|members|<rulers>)\s+of\s+(?:the\s+)?$"
)
_WHICH_MET = r",?\s+(?:(?:which|that)\s+)?(?:was\s+|were\s+)?<held_at>\b"


def members_meet(article: Article, mention: Mention, sentence: Sentence) -> bool:
    """ "F leaders are to hold a summit online today", "the leaders of the F held a summit in Lima on Friday": a session
    of an organisation, where both its place and its day are told."""
    lexicon, mask = article.lexicon, article.mask
    if lexicon.regex(_WHICH_MET).match(mask, mention.end, sentence.end) and lexicon.regex(_SUMMIT_OF).search(
        mask, max(sentence.start, mention.start - 2 * _LEAD), mention.start
    ):
        return bool(CITY_NAMED.search(mask, mention.end, sentence.end) and article.dates_in(mention.end, sentence.end))
    members = lexicon.regex(_ITS_LEADERS).match(mask, mention.end, sentence.end)
    if members is None and not lexicon.regex(_LEADERS_OF).search(
        mask, max(sentence.start, mention.start - _LEAD), mention.start
    ):
        return False
    start = members.end() if members else mention.end
    held = lexicon.regex(_HOLD_SUMMIT).match(mask, start, sentence.end)
    if held is None or F in mask[held.end() : sentence.end]:
        return False
    told = CITY_NAMED.search(mask, start, sentence.end) or article.cue("virtual", start, sentence.end)
    return bool(told) and any(raw.kind != "year" for raw in article.dates_in(start, sentence.end))


def whose_leaders_meet(article: Article, mention: Mention, sentence: Sentence) -> bool:
    """ "The F, whose leaders are due in Lima in May": a session of its members, where its place and day are told."""
    if article.mask.find(" whose ", mention.end, mention.end + _WHICH) < 0:
        return False
    due = article.lexicon.regex(_WHOSE_LEADERS).match(article.mask, mention.end, sentence.end)
    return (
        due is not None
        and F not in article.mask[due.end() : sentence.end]
        and bool(article.dates_in(due.end(), sentence.end))
    )
