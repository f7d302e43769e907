"""Sessions that a FORUM without a number tells: which words around it report one?"""

from __future__ import annotations

import re

from communique.linking.article import Article, Mention
from communique.linking.forums import Series
from communique.linking.sentences import Sentence
from communique.linking.sessions.by_day import OF_FORUM, beside_day, chaired_on, of_day
from communique.linking.sessions.by_verb import (
    gapped,
    is_subject,
    meets_again,
    members_meet,
    object_of,
    verbs_behind,
    whose_leaders_meet,
)
from communique.linking.sessions.mention import (
    BESIDE,
    LEVEL,
    MAIN,
    NEXT,
    PREVIOUS,
    TOWN,
    VERB_GAP,
    WHOSE,
    SessionMention,
    kind_before,
)
from communique.mask import F

_NEAR_BEHIND = 60  # characters behind a forum in which the day of its session stands
_BEFORE = 90  # characters before a forum that tell of what level its session is, or that it is the next


def events(article: Article, of_forum: dict[int, Series], numbered: set[int]) -> list[SessionMention]:
    """numbered: the forums that a number behind them already counts."""
    out = []
    for mention in article.of("FORUM"):
        sentence = article.sentence_at(mention.start)
        if mention.index in numbered or _touches(article, mention, sentence):
            continue
        one = of_forum[mention.index]
        if rule := _event(article, mention, sentence, one.standing):
            kind = _kind_by_noun(article, mention, sentence) or kind_before(article, mention.start, sentence)
            if rule == "gapped-next" or _meets_again_for(article, mention, sentence):
                kind = NEXT
            if kind == MAIN and _of_lower_level(article, mention, sentence):
                kind = LEVEL
            out.append(SessionMention(one, mention, None, None, kind, sentence, mention.start, mention.end, rule))
    return out


_LEVEL = r"\b<lower_levels>(?:\s+level)?\s+<session_nouns>\s+(?:of|for|under)\s+(?:the\s+)?$"


def _of_lower_level(article: Article, mention: Mention, sentence: Sentence) -> bool:
    """ "A secretary-level meeting of the F": not the session of its ministers."""
    before = article.mask[max(sentence.start, mention.start - _BEFORE) : mention.start]
    return article.lexicon.regex(_LEVEL).search(before) is not None


_FOR_SESSION = r"\s+(?:for|at)\s+(?:an?|the)\s+(?:[\w-]+\s+){0,2}<session_nouns>\s+of\s+(?:the\s+)?"


def _meets_again_for(article: Article, mention: Mention, sentence: Sentence) -> bool:
    """ "The two sides will meet again for a special session of the F": the next one."""
    for _, end in article.cues("meets_again", max(sentence.start, mention.start - _BEFORE), mention.start):
        if article.lexicon.regex(_FOR_SESSION).fullmatch(article.mask, end, mention.start):
            return True
    return False


def _touches(article: Article, forum: Mention, sentence: Sentence) -> bool:
    """Does a number stand right beside this name?"""
    if not article.of("ROUND"):
        return False
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


# "to set up the F", "to set up a F1 of ministers and a separate F"
_FOUNDED = (
    r"\b<founding>\s+(?:of\s+)?(?:an?\s+|the\s+)?"
    rf"(?:(?:(?!at\b)[\w-]+\s+){{0,3}}{F}+[^.;,]{{0,50}}\s(?:and|as\s+well\s+as)\s+an?\s+)?"
    r"(?:(?!at\b)[\w-]+\s+){0,3}$"
)
# "the F, its first in Lima, comes a day after a strike"
_COMES = r"(?:,[^,.;]{1,60},)?\s+<coming>\s+(?:(?:a|one|two|three|just|only|\w+s|days?|\d+)\s+){0,3}<at_that_moment>\s"
# "its chairmanship of the F, which began in May": it is the chairmanship that began
_OFFICE_OF = r"\b<offices>\s+(?:of|in|on)\s+(?:the\s+)?$"
_ITS_OFFICE = r"(?:['’]s?)?\s+(?:<offices>|<ballots>)\b"
_NAMED_SESSION = r".*\b<session_nouns>$"
_OFFICE = 40  # characters from "chairmanship" to the forum
_OFFICE_LASTS = (
    r"(?:\s*\([^)]*\))?,?\s+(?:(?:which|that)\s+)?(?:(?:is|was|will|would)\s+)?"
    r"(?:(?:due|set|about|scheduled)\s+to\s+)?<office_verbs>\b"
)
_NOUN = r"\b<session_nouns>[\s,]"
_TITLED = r"\b<session_nouns>\s*,?\s+<naming>\W+(?:the\s+)?$"
# "meeting of the F", "meeting in Lima of the F", "meeting last Friday of the F", "meeting on 5 May in Lima of the F"
_NOUN_BEFORE = (
    rf"\b<session_nouns>\s+(?:(?:in\s+{TOWN}|here|yesterday|today|(?:last|this|on)\s+\w+day|(?:last|this)\s+(?:week|month)"
    r"|on\s+(?:\d{1,2}\s+(?-i:[A-Z])[a-z]+|(?-i:[A-Z])[a-z]+\s+\d{1,2})),?\s+){0,2}"
    r"(?:of|for|under)\W+(?:(?:the|their|its)\s+)*[\"“‘]?$"
)
# "the meeting in the F format was chaired by A"
_IN_FORMAT = r"\b<session_nouns>\s+in\s+(?:the|its|their|this)\s+$"
_FORMAT = re.compile(r"\s+[Ff]ormat\b")
_NOUN_BEHIND = rf"(?:\s*\([{F}]+\))?(?:['’]s?)?\s+(?:\w+\s+)?<session_nouns>\b"
# "He led a team for the F, which was held in Lima"
_GOVERNED = r"\b(?:at|for|during|after|within|<governing>)\s+(?:[\w’'-]+\s+){0,6}?[\"“‘]?$"
_IS_HELD = r"[\s,]*(?:that|which|<held_at>)\b"
_MEMBERS_WITH = re.compile(r"\s+(?:(?:member|partner)\s+)?(?:states|countries|members)\s+with\b")
_FORUM_OF = re.compile(rf"{F}(?:\s*\({F}+\))?\s+of\s+(?:the\s+)?(?:{F}+\s*\()?$")
_PRECEDED = r"\b<flanked>\s+(?:[^.;,]{1,40}\s)?by\s+(?:[\w’'-]+\s+){0,8}$"
# "Opening the F, the minister called for …"
_OPENING_IT = r"\W*(?-i:(?=[A-Z]))<opening_it>\s+(?:the|this\s+year[’']s)\s+(?:\w+\s+)?"
# "A had political consultations with B"; the first letters in front: the scan for them is fast
_HAD = re.compile(r"ha(?<!\w..)(?:d|ving)\s+(?:\w+\s+)?$")
_WITH = re.compile(r"(?:\s+in\s+[A-Z][\w’'-]*)?\s+with\b")
_WAS_OPENING = r"\b(?:was|were|is|are)\s+(?:\w+ly\s+)?<opening_it>\s+the\s+(?:\w+\s+)?$"
# "the date for the annual meeting of the F was under discussion"
_DATE_FOR = r"\b<to_be_set>\s+(?:for|of)\s+(?:the|an?|its|their)\s+(?:\w+\s+)?$"
# "her appointment as leader of the delegation to the general conference of the F": nothing says that it met
# "was returned this year to the F and holds a vice presidency of the G": a seat, no session
_CHOSEN_TO = r"\b<chosen>\s+(?:[^.;,]{0,40}\s)?to\s+(?:the\s+)?$"
_APPOINTED = r"\b<appointing>\s[^;:]*\sto\s"
# "she briefed the envoys on the latest meeting of the F": nothing says where or when that was
_BRIEFED = (
    r"\b<briefing>\s[^.;]{2,60}?\s(?:of|on|about)\s+(?:the|their|its)\s+(?:[\w-]+\s+){0,2}<session_nouns>"
    r"\s+of\s+(?:the\s+)?$"
)
# "the delegations at the F were headed by A and B"
_TEAMS_AT = r"\b<sides>(?<=s)\s+(?:at|to)\s+the\s+$"
_WERE_LED = r"\s+(?:was|were)\s+(?:\w+ly\s+)?<led>\s+by\b"
_TOOK_PART = r"\b<attending>\s+(?:the|a)\s+$"
# "the F, whose meeting was chaired by", "the F summit of 5 May", "last week"
_WHOSE = (
    r"(?:\s*\([^)]*\))?,\s+whose\s+(?:\w+\s+)?<session_nouns>"
    r"\s+(?:was|were|is|are|will|<held_at>|<beginning>|<closing>)\b"
)
# "the alumni of the F, whose meeting was held": theirs
_PEOPLE_OF = r"\b<people_of_bodies>\s+of\s+(?:the\s+)?$"
# "Peru would send experts to the F in May"
_SENT_TO = r"\b<dispatching>\s[^.;,]{1,60}\sto\s+(?:the\s+)?(?:\w+\s+)?$"
# "the treaty between the F1 and the F2, whose tenth round was held": that of what they talk about
_BETWEEN_TWO = re.compile(rf"\bbetween\s+(?:the\s+)?{F}+(?:\s*\({F}+\))?\s+and\s+(?:the\s+)?$")
# "a committee, bringing together three ministries, will be set up"
_TO_BE_FOUNDED = r",[^;.]{3,160},\s+(?:will|would|shall|should|is\s+to|are\s+to)\s+(?:soon\s+)?be\s+<founding>\b"
_LAST_CLAUSE = re.compile(r"(?:\s*\([^)]*\))?,\s+(?:which|that|having|last)\s[^,.;]{5,100},\s")
# "the pact between Peru and the F, which was concluded in May", "a deal with the F, signed in Lima"
_TREATY_WITH = (
    r"\b<treaties>\s+(?:[\w-]+\s+){0,4}?(?:with|between|among)\s+(?:(?:the|its)\s+)?"
    r"(?:[^.;,]{2,60}\s(?:and|with)\s+(?:the\s+)?)?$"
)
_ABOUT = frozenset(("on", "about", "concerning", "regarding", "for", "establishing"))
# "a memorandum on political consultations before the end of the year": what it is about
_TREATY_ON = (
    r"\b<treaties>\s+(?:of\s+(?:understanding|intent|cooperation)\s+)?(?:on|about|concerning|regarding|for|establishing)"
    r"\s+(?:(?:the|their|regular|bilateral|mutual|holding|an?|establishment|of)\s+){0,4}$"
)
_WHICH_WAS = r"(?:\s*\([^)]*\))?,\s+(?:(?:which|that)\s(?!(?:\w+\s+){0,2}<coming_together>\b)|<reached>\b)"
_IN_PLACE = re.compile(r"(?:\s*\([^)]*\))?,?\s+(?:in|at)\s+(?:the\s+\w+\s+capital|[A-Z])")


# "Peru and Oman reviewed their ties on Monday within the framework of the F"
_WITHIN = r"\b(?:within|in|under)\s+the\s+framework\s+of\s+(?:the|their)\s+(?:\w+\s+)?$"
_DISCUSSED = r"\b<discussing>\b"


def _within(article: Article, mention: Mention, sentence: Sentence, near_before: str) -> bool:
    """Did two sides discuss something on a day within the framework of a forum that is theirs alone?"""
    if not article.lexicon.regex(_WITHIN).search(near_before):
        return False
    before = sentence.start, mention.start
    sides = {country.country for country in article.countries_in(*before)}
    days = [raw for raw in article.dates_in(*before) if raw.kind in ("day", "weekday", "relative")]
    return len(sides) > 1 and bool(days) and article.lexicon.regex(_DISCUSSED).search(article.mask, *before) is not None


_AT_THE = re.compile(r"\bat\s+(?:the|their)\s+(?:\w+\s+)?$")


def _at_forum(article: Article, mention: Mention, sentence: Sentence) -> bool:
    """ "Peru and Oman have discussed visas at the F in Lima": do two sides discuss something there?"""
    near = max(sentence.start, mention.start - len("at the annual "))
    if not _AT_THE.search(article.mask, near, mention.start):
        return False
    discussed = article.lexicon.regex(_DISCUSSED).search(article.mask, sentence.start, mention.start)
    return discussed is not None and len(article.countries_in(sentence.start, discussed.start())) > 1


def _about_it(article: Article, near_before: str, behind: str) -> bool:
    """ "They will draft a memorandum of understanding on political consultations before June": is the forum what a
    treaty is about, and not said to meet?"""
    if _ABOUT.isdisjoint(near_before.split()[-6:]):
        return False
    held = article.lexicon.regex(_IS_HELD).match(behind)
    return held is None and article.lexicon.regex(_TREATY_ON).search(near_before) is not None


def _last_word(words: str) -> str:
    """ "of", of "member of the": most patterns of what stands before a name need one word right there."""
    last = words.casefold().split()[-2:]
    return (last[-1] if last[-1] != "the" else last[0]) if last else ""


def _event(article: Article, mention: Mention, sentence: Sentence, standing: bool) -> str:
    """The rule by which the words around a FORUM report a session of it, or ""."""
    lexicon, mask = article.lexicon, article.mask
    near_before = mask[max(sentence.start, mention.start - 90) : mention.start]
    behind = mask[mention.end : min(sentence.end, mention.end + 200)]
    noun = lexicon.regex(_NOUN).search(near_before)
    noun_behind = lexicon.regex(_NOUN_BEHIND).match(behind)
    whose = lexicon.regex(_WHOSE).match(mask, mention.end, sentence.end)
    named = lexicon.regex(_NAMED_SESSION).match(mention.text)
    of_members = standing and members_meet(article, mention, sentence)
    leaders = whose_leaders_meet(article, mention, sentence)
    if standing and not (noun or noun_behind or whose or named or of_members or leaders):
        return ""  # so it is for most organisations
    last_word = _last_word(near_before)
    near = max(sentence.start, mention.start - _OFFICE)
    office = last_word in ("of", "in", "on") and lexicon.regex(_OFFICE_OF).search(mask, near, mention.start)
    if office and lexicon.regex(_OFFICE_LASTS).match(mask, mention.end, sentence.end):
        return ""
    if lexicon.regex(_ITS_OFFICE).match(mask, mention.end):
        return ""  # "to go on within the F Co-Chairmanship"
    if last_word == "to" and lexicon.regex(_CHOSEN_TO).search(near_before):
        return ""
    if noun and lexicon.regex(_TITLED).search(near_before, noun.start()):
        return "session-titled"
    noun_before = noun and lexicon.regex(_NOUN_BEFORE).search(near_before, noun.start())
    if noun and not noun_before and _FORMAT.match(behind):
        noun_before = lexicon.regex(_IN_FORMAT).search(near_before, noun.start())
    if whose and (_BETWEEN_TWO.search(near_before) or lexicon.regex(_PEOPLE_OF).search(near_before)):
        return ""
    if lexicon.regex(_WHICH_WAS).match(behind) and lexicon.regex(_TREATY_WITH).search(near_before):
        return ""
    if not (standing or whose) and _about_it(article, near_before, behind):
        return ""
    if leaders:
        return WHOSE
    if of_members:
        return "members-meet"
    if standing and not (noun_behind or noun_before or whose or named):
        return ""
    last = article.cue("last_met", mention.end, mention.end + 30)
    clause = _LAST_CLAUSE.match(mask, mention.end, sentence.end) if last else None
    if last and last[0] - mention.end <= VERB_GAP and clause is None:
        return ""  # "the F last met" is a mention of its own
    if meets_again(article, mention.end, min(sentence.end, mention.end + 2 * VERB_GAP)):
        return ""  # and so is "the F will next meet"
    if lexicon.regex(_FOUNDED).search(near_before) or (F in near_before and _FORUM_OF.search(near_before)):
        return ""
    if lexicon.regex(_TO_BE_FOUNDED).match(mask, mention.end, sentence.end):
        return ""
    of_forum = OF_FORUM.match(mask, mention.end)
    skip = of_forum.end() if of_forum else mention.end + (noun_behind.end() if noun_behind else 0)
    verbs = [verb for verb in verbs_behind(article, mention, sentence) if clause is None or verb[0] >= clause.end()]
    if is_subject(article, mention, sentence, skip, verbs):
        return "forum-held"
    if whose or ((noun_behind or not standing) and lexicon.regex(_COMES).match(mask, skip, sentence.end)):
        return "forum-held"
    if rule := object_of(article, mention, sentence, standing):
        return rule
    if not standing and lexicon.regex(_OPENING_IT).fullmatch(mask, sentence.start, mention.start):
        return "opened-forum"
    if (noun_behind or not standing) and lexicon.regex(_WAS_OPENING).search(near_before):
        return "opened-forum"
    if verbs and lexicon.regex(_IS_HELD).match(behind) and lexicon.regex(_GOVERNED).search(near_before):
        return "forum-held"
    if not standing and _within(article, mention, sentence, near_before):
        return "within-forum"
    if not standing and _WITH.match(behind) and _HAD.search(near_before):
        return "had-forum-with"
    if noun_before and _MEMBERS_WITH.match(behind):
        return ""  # "meetings of the F states with Peru"
    if noun_before:
        unset = lexicon.regex(_DATE_FOR).search(near_before, 0, noun.start()) or lexicon.regex(_APPOINTED).search(
            mask, sentence.start, mention.start
        )
        if not unset and lexicon.regex(_BRIEFED).search(
            mask, max(sentence.start, mention.start - 2 * _BEFORE), mention.start
        ):
            near = mention.end, min(sentence.end, mention.end + _NEAR_BEHIND)
            return "" if not (_IN_PLACE.match(behind) or article.dates_in(*near)) else "session-of-forum"
        return "" if unset and not article.dates_in(mention.end, sentence.end) else "session-of-forum"
    if not standing and lexicon.regex(_PRECEDED).search(near_before):
        return BESIDE
    if not standing and chaired_on(article, mention, sentence):
        return "forum-chaired"
    if not standing and lexicon.regex(_WERE_LED).match(behind) and lexicon.regex(_TEAMS_AT).search(near_before):
        return "forum-chaired"
    if not standing and _IN_PLACE.match(behind) and _at_forum(article, mention, sentence):
        return "discussed-at-forum"
    if not standing and _IN_PLACE.match(behind) and lexicon.regex(_TOOK_PART).search(near_before):
        return "took-part-in-forum"
    if lexicon.regex(_SENT_TO).search(near_before):
        return ""
    if noun_behind or named:
        at = mention.end + (noun_behind.end() if noun_behind else 0)
        if _IN_PLACE.match(mask, at) and (
            article.dates_in(at, min(sentence.end, at + 60)) or kind_before(article, mention.start, sentence) == NEXT
        ):
            return "forum-in-place"
        loose = standing and (noun_behind is None or noun_behind[0].endswith("talks"))  # "EU accession talks this year"
        if not loose and of_day(article, at, sentence.end):
            return "forum-of-day"
    if not standing and beside_day(article, mention, sentence):
        return "forum-beside-day"
    return "" if standing else gapped(article, mention, sentence)
