"""Is a session of a FORUM told by the day that stands beside it?"""

from __future__ import annotations

import re

from communique.linking.article import Article, Mention
from communique.linking.sentences import Sentence
from communique.linking.sessions.mention import SIGN_OF_SESSION, TOWN, summit_city
from communique.mask import F, R

# "the F1 of the F2": of F1 is spoken
OF_FORUM = re.compile(rf"(?:\s*\([^)]*\))?\s+of\s+(?:the\s+)?{F}+(?:\s*\({F}+\))?")
# "the F of 5 May", "the F, held on 5 May"
ON_DAY = r"(?:\s*\([^)]*\))?,?\s+(?:(?:of|on|in|<held_at>|from|early|late|mid)[\s-]+)*"


_DAY = 24  # characters from a forum to its day


def of_day(article: Article, start: int, end: int) -> bool:
    """ "The F of 5 May 2023", "the F last month": does a day or month stand right behind?"""
    raw = next(iter(article.dates_in(start, min(end, start + _DAY + 20))), None)
    return bool(
        raw
        and raw.kind != "year"
        and raw.start - start < _DAY
        and article.lexicon.regex(ON_DAY).fullmatch(article.mask, start, raw.start)
    )


# between a forum and its day; "in May" is said of the forum, "on 5 May" may be of the verb
_OWN_DAY = re.compile(r"['’]s\s+(?:\w+\s+)?")
# and not "Monday's F statement"
_AS_SUCH = (
    r"(?:\s*\([^)]*\))?(?:\s*(?:[.,;:–—]|$)"
    r"|\s+(?:in|at|on|with|between|and|for|was|were|is|will|had|has|the|<session_nouns>)\b)"
)
_IN_TOWN = re.compile(rf"(?:\s*\([^)]*\))?(?:,\s+{TOWN},\s+|\s+\({TOWN},\s+|,?\s+in\s+{TOWN},?\s+in\s+)")
_IN_DAY = re.compile(r"(?:\s*\([^)]*\))?,?\s+in\s+")
_THEN_TOWN = re.compile(r",?\s+in\s+[A-Z]")
_NEXT_FORUM, _LAST_FORUM = (rf"\b<{group}>\s+$" for group in ("next_words", "previous_words"))


# "– 25 August: F in Lima", "» Tuesday 5 March – the 9th F, Lima", an entry of a diary
_ENTRY = re.compile(r"\W*(?:[A-Z][a-z]+day,?\s+)?")
# "• 23–26 June, Lima: F", "24 June – Lima – the sixth session of the F"
_THEN = re.compile(
    rf"(?:(?:,\s*|\s+[–—|-]\s+|\s*\()(?!the\b){TOWN}\)?)?(?:\s*[:–—|]|\s-)\s+(?:the\s+)?"
    rf"(?:{R}+\s+(?:of\s+the\s+)?)?"
)
_NO_VERB = re.compile(r"(?:\s*\([^)]*\)|,|\s+(?:in|at|on|with|between)\s)?[^.;]{0,80}(?:[.;,]|\n|$)")


def in_diary(article: Article, start: int, sentence: Sentence) -> bool:
    """ "– 25 August: F at the level of ministers, Lima", "• 23–26 June, Lima: sixth session of the F": a line that
    begins with a day, perhaps a city, then the forum or its number at an offset."""
    raw = next(iter(article.dates_in(sentence.start, start)), None)
    return (
        raw is not None
        and raw.kind == "day"
        and _ENTRY.fullmatch(article.mask, sentence.start, raw.start) is not None
        and _THEN.fullmatch(article.mask, raw.end, start) is not None
    )


def beside_day(article: Article, mention: Mention, sentence: Sentence) -> bool:
    """ "Last Friday's F", "F, Lima, 27 February" in a list, "the F in Lima in May 2023", "the previous F (Lima, 2021)",
    "the last F goes back to May 2015 in Lima", "the upcoming Lima Summit": a mechanism that its day tells to be
    a session."""
    mask, near = article.mask, max(sentence.start, mention.start - 40)
    before = article.dates_in(near, mention.start)
    if before and _OWN_DAY.fullmatch(mask, before[-1].end, mention.start):
        return article.lexicon.regex(_AS_SUCH).match(mask, mention.end) is not None
    if in_diary(article, mention.start, sentence) and _NO_VERB.match(mask, mention.end, sentence.end):
        return True
    behind = article.dates_in(mention.end, min(sentence.end, mention.end + 60))
    if behind and _IN_TOWN.fullmatch(mask, mention.end, behind[0].start):
        return True
    in_day = behind and _IN_DAY.fullmatch(mask, mention.end, behind[0].start)
    if in_day and behind[0].kind != "year" and _THEN_TOWN.match(mask, behind[0].end):
        return True
    return bool(before or behind or summit_city(article, mention)) and any(
        article.lexicon.regex(which).search(mask, near, mention.start) for which in (_NEXT_FORUM, _LAST_FORUM)
    )


_CHAIRED = r"(?:,\s+|\s)(?:(?:co-)?<chaired>\s+by|under\s+the\s+<offices>\s+of)\b"
# "The F heard a report. Minister X chaired."
_IN_CHAIR = (
    r"\b(?-i:(?=[IT]))(?:it|the\s+<session_nouns>)\b[^.;]{0,60}\bwas\s+(?:co-)?<chaired>\s+by\b"
    r"|\b(?:<in_chair>|had\s+\w+(?:\s\w+)?\s+in\s+the\s+chair)\s*[.,;]"
)
_ALONE = re.compile(r"(?:[^.]{3,50}\s(?:--|–|—|-))?\s*The\s+")  # where a sentence begins, or a dateline stands before


def chaired_on(article: Article, mention: Mention, sentence: Sentence) -> bool:
    """ "The F debated fish on 5 May, chaired by X": a forum alone in its sentence, a day, and who was in the chair; or
    "The F heard a report. X chaired." """
    if _ALONE.fullmatch(article.mask, sentence.start, mention.start):
        behind = article.sentences[min(sentence.index + 1, len(article.sentences) - 1)]
        end = behind.end if behind.paragraph == sentence.paragraph else sentence.end
        chair = article.lexicon.regex(_IN_CHAIR).search(article.mask, mention.end, end)
        if chair and F not in article.mask[min(sentence.end, chair.start()) : chair.end()]:
            return True
    of_forum = OF_FORUM.match(article.mask, mention.end)
    if SIGN_OF_SESSION.search(article.mask, of_forum.end() if of_forum else mention.end, sentence.end):
        return False
    dates = [raw for raw in article.dates_in(mention.end, sentence.end) if raw.kind != "year"]
    return bool(dates) and article.lexicon.regex(_CHAIRED).search(article.mask, dates[0].end, sentence.end) is not None
