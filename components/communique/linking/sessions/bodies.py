"""Sessions of a body that is called by its noun alone: "it was agreed at a two-day meeting of the committee"."""

from __future__ import annotations

from communique.linking.article import Article, Mention
from communique.linking.forum_names import stem
from communique.linking.forums import Series
from communique.linking.sentences import Sentence
from communique.linking.sessions.apart import long_ago
from communique.linking.sessions.by_day import of_day
from communique.linking.sessions.mention import CITY_NAMED, MAIN, SIGN_OF_SESSION, SessionMention

_BODIES = ("commission", "committee", "council", "group", "dialogue", "mechanism")
_MEETING_OF = (
    r"\b(?:an?|the|this|its)\s+(?:(?!next\b|last\b|previous\b)[\w-]+\s+){0,2}<session_nouns>\s+of\s+the\s+"
    rf"(?P<body>{'|'.join(_BODIES)})\b"
)

# "The sub-committee, which sat in Lima, …", "The commission met on Monday in Lima"; the letters first: the scan for
# them is fast
_BODY_SAT = (
    r"(?-i:The)(?<!\wThe)\s+(?P<body>(?-i:sub-?committee|commission|committee|council|group|dialogue|mechanism))"
    r"(?:,\s+which)?\s+(?=<having_met>\s+(?:(?:again|together|briefly|for\s+\w+\s+days?)\s+)?(?:on\s+\w+\s+)?in\s+(?-i:[A-Z]))"
)
_DECIDED_BY = r"\b<reached>\s+by\s+(?:the|their)\s+$"
_DECIDED = 40  # characters from "approved" to the forum
_SPOKEN_OF = 2  # sentences before "the sub-committee" in which its name stands


def bodies_sat(article: Article, series: list[Series], found: list[SessionMention]) -> list[SessionMention]:
    """ "They will buy ships under a plan approved by the Peru-Chile Sub-Committee on Fish on Monday. The
    sub-committee, which sat in Arica, …": the city in one sentence, the day in the other; of a forum of which no
    session is told otherwise."""
    told = {id(m.series) for m in found}
    untold = [one for one in series if not one.standing and id(one) not in told]
    out: list[SessionMention] = []
    for match in article.lexicon.regex(_BODY_SAT).finditer(article.mask) if untold else ():
        sentence = article.sentence_at(match.start())
        named = _named_before(article, sentence, match.start(), stem(match["body"]), untold)
        if named is None or long_ago(article, match.end(), sentence.end):
            continue
        one, forum = named
        untold.remove(one)
        out.append(SessionMention(one, forum, None, None, MAIN, sentence, *match.span(), "body-sat"))
        before = article.sentence_at(forum.start)
        near = max(before.start, forum.start - _DECIDED)
        decided = article.lexicon.regex(_DECIDED_BY).search(article.mask, near, forum.start)
        if decided and of_day(article, forum.end, before.end):
            out.append(
                SessionMention(one, forum, None, None, MAIN, before, forum.start, forum.end, "decided-by-forum-of-day")
            )
    return out


def _named_before(
    article: Article, sentence: Sentence, at: int, noun: str, untold: list[Series]
) -> tuple[Series, Mention] | None:
    """The forum named last before "the sub-committee" in its paragraph, if it is one."""
    if SIGN_OF_SESSION.search(article.mask, at, sentence.end):
        return None
    low = article.sentences[max(0, sentence.index - _SPOKEN_OF)].start
    for forum in article.between(low, at, "FORUM")[-1:]:
        one = next((one for one in untold if one.head == noun and forum in one.mentions), None)
        if one is not None and article.sentence_at(forum.start).paragraph == sentence.paragraph:
            return one, forum
    return None


def bodies_met(article: Article, series: list[Series], found: list[SessionMention]) -> list[SessionMention]:
    """Where a text that names no session otherwise tells of a meeting of "the committee" in a city and on a day, one
    forum being a committee."""
    bodies = [] if found else [one for one in series if not one.standing and one.head in _BODIES]
    out: list[SessionMention] = []
    for match in article.lexicon.regex(_MEETING_OF).finditer(article.mask) if bodies else ():
        sentence = article.sentence_at(match.start())
        fitting = [one for one in bodies if one.head == stem(match["body"].casefold())]
        if len(fitting) != 1 or out:
            continue
        start, end = match.span()
        if not article.dates_in(end, sentence.end) or not CITY_NAMED.search(article.mask, end, sentence.end):
            continue
        before = [m for m in fitting[0].mentions if m.end <= start]
        if before:
            told = (None, None, MAIN, sentence, start, end, "meeting-of-body")
            out.append(SessionMention(fitting[0], before[-1], *told))
    return out
