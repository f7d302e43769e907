"""Sessions that a ROUND numbers: which FORUM beside it, if any, does it count?"""

from __future__ import annotations

import re

from communique.linking.article import Article, Mention
from communique.linking.forum_names import is_acronym
from communique.linking.forums import Series
from communique.linking.sentences import Sentence
from communique.linking.sessions.by_verb import BODY_OF
from communique.linking.sessions.mention import OpenMention, SessionMention, kind_before
from communique.linking.sessions.of_other import of_other
from communique.mask import F, O, R
from communique.ordinals import parse_round


def numbered_mentions(
    article: Article, of_forum: dict[int, Series], series: list[Series]
) -> tuple[list[SessionMention], list[OpenMention]]:
    """Mentions with a number and their forum, and those of which the forum is not named beside them."""
    found, open_ = [], []
    for mention in article.of("ROUND"):
        number = parse_round(mention.text)
        if number is None:
            continue
        sentence = article.sentence_at(mention.start)
        if _of_no_forum(article, mention, sentence):
            continue
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
        kind = kind_before(article, start, sentence)
        if forum is None:
            if of_other(article, mention, sentence, series):
                continue
            open_.append(OpenMention(start, end, sentence, kind, "round-of-the-forum-spoken-of", mention, number, at))
        elif not _of_part_or_term(article, mention, forum):
            found.append(
                SessionMention(
                    of_forum[forum.index], forum, mention, number, kind, sentence, start, end, rule, number_at=at
                )
            )
    return found, open_


# "the first session of the 46th General Assembly", "the first session of the council's new college", "the sixth round
# of talks on the VAT law"
_SESSION_OF = r"\b[\w-]*(?:st|nd|rd|th)\s+(?:[a-z]+\s+)?<session_nouns>\s+of\s+the\s+$"
_TERM = 40  # characters from "the first session" to the number
_LEGISLATURE = r"<legislatures>$"
_ITS_PART = r"(?:['’]s?\s+(?:[\w-]+\s+)?<organs>|\s+<laws>)\b"


def _of_part_or_term(article: Article, mention: Mention, forum: Mention) -> bool:
    """Does the number that stands before a forum count the terms of a legislature, sessions of a part of it, or talks
    on a law?"""
    if forum.start < mention.start:
        return False
    lexicon, near = article.lexicon, max(0, mention.start - _TERM)
    if lexicon.regex(_ITS_PART).match(article.mask, forum.end):
        return True
    if lexicon.regex(_LEGISLATURE).match(forum.text) is None:
        return False
    return lexicon.regex(_SESSION_OF).search(article.mask, near, mention.start) is not None


_GAP = 90  # characters between a ROUND and the FORUM that it numbers
_DIRECT = (
    r"[\s\"“”'‘’(]*(?:<session_nouns>)?\W*(?:of|for|under)?\s*(?:(?:the|their|its|annual|regular|our)\s+)*[\"“‘]?$"
)
_FAR = r"\W*(?:[\w-]+\s+){0,3}(?:of|under|for|within)\b"
# "On the last day of the fifth session begun on Monday, the F agreed"
_THEN_THE = r"\s+(?:<held_at>|begun|opened|in|at|on)\s[^.;]{2,50}?,\s+the\s+"
# "the seventh session of the committee in Lima in 2025, while the F goes to Cusco"
_OTHER_CLAUSE = re.compile(r",\s+(?:and|but|while|whereas|whilst)\s+(?:the|its|their)\s+$")
_OWN_VERB = r"\b(?:was|were|is|will|<own_session>\w*|<held_at>|with|between)\b"
_VERB = r"\b(?:was|were|is|will|<own_session>\w*|<held_at>)\b"
_MEETS_ON = r"^(?:['’]s?)?\s+(?:\w+\s+){0,3}$|<own_session>"
# "the F took up fish at its R", "the F, chaired by A, settled the text at the end of its resumed R"
_AT_ITS = re.compile(rf"^[^.;{F}{R}]*\s(?:at|in|during|for|(?:end|close|start|beginning)\s+of)\s+its\s+(?:\w+\s+)?$")
_WHOSE = re.compile(r"(?:\))?,\s+whose\s+(?:\w+\s+)?$")  # "they praised the F, whose R will be in Lima"
_TOLD = r"\b<telling>\b"
_PART_OF = re.compile(rf"{F}(?:\s*\([^)]*\))?\s+of\s+(?:the\s+)?$")  # "the F of the G held its fifth session"
# "the committee for the tenth anniversary of the F had its fourth meeting"
_ANNIVERSARY = re.compile(rf"\banniversary\s+of\s+(?:the\s+)?{F}[^.;{R}]*\sits\s+(?:\w+\s+)?$")
# "the alumni of the F, whose tenth meeting was held"
_THEIRS = rf"\b<people_of_bodies>\s+of\s+(?:the\s+)?{F}+(?:\s*\({F}+\))?,\s+whose\s+(?:\w+\s+)?$"
# "the F, set up by the G1 and the G2, held its fifth session"
_MADE_BY = r",?\s+<made>\s+by\s[^.;]*"
_OF = 24  # characters between a forum and the body that it is of
# "the F between Peru and the EU held its tenth meeting": the EU is a side of the forum that met
_AS_SIDE = re.compile(rf"{F}\)?\s+(?:between|with)\s+(?:[^.;,{F}{R}{O}]{{1,50}}\sand\s+)?(?:the\s+)?$")
# "A, who heads the team to the F, said that the sixth session": what A says is of another clause
_SAID_THAT = r",\s+<saying>\s[^.;]*\bthat\b"
# "a group, set up at the fifth session"
_FOUNDED_AT = r"(?:,|\b(?:was|were|been))\s+(?:\w+ly\s+)?<made>\s+(?:at|in|during|by)\s+(?:the|its|their)\s+$"


_GENITIVE = re.compile(r"['’]s?\s+(?:own\s+)?")
# "LIMA – The body that is to watch over the treaty with the F had its first session": not of the F
_BODY_THAT = (
    r"(?-i:\W*(?:[A-Z][\w., ]{2,40}\W*[–—-]+\s+)?(?:The|A|An|This|That))\s+(?:(?!of\b)[a-z-]+\s+){0,3}?"
    r"(?:<state_bodies>|<other_bodies>|forum|mechanism|organ|structure|instance),?\s+"
    rf"(?:that|which|set\s+up|created|established|charged|tasked|responsible|meant|due)\b[^;{R}]*{F}\)?,?\s+"
    rf"(?:(?:has|had|will|is\s+to)\s+)?(?:[\w-]+\s+){{0,3}}?(?:its|the|an?)\s+(?:\w+\s+)?$"
)


def _forum_of(
    article: Article, mention: Mention, sentence: Sentence, of_forum: dict[int, Series]
) -> tuple[Mention | None, str]:
    """The FORUM in the same sentence that this ROUND numbers."""
    lexicon = article.lexicon
    behind = [m for m in article.between(mention.end, sentence.end) if m.label in ("FORUM", "ROUND")]
    if behind and behind[0].label == "FORUM":
        after = behind[0]
        if (
            len(behind) > 1
            and _GENITIVE.fullmatch(article.mask, after.end, behind[1].start)
            and behind[1].label == "FORUM"
        ):
            after = behind[1]  # "the fifth session of the G's F"
        gap = article.mask[mention.end : behind[0].start]
        if lexicon.regex(_DIRECT).match(gap):
            return after, "round-of-forum"
        if (
            lexicon.regex(_THEN_THE).fullmatch(gap)
            and not of_forum[after.index].standing
            and F not in article.mask[sentence.start : mention.start]
        ):
            return after, "round-of-forum"
        if len(gap) <= _GAP and O not in gap and not _OTHER_CLAUSE.search(gap):
            far = lexicon.regex(_FAR).match(gap) and not lexicon.regex(_OWN_VERB).search(gap)
            if far or (re.match(r"\s+(?:of|for)\b", gap) and not lexicon.regex(_VERB).search(gap)):
                return after, "round-of-forum"
    before = article.between(sentence.start, mention.start, "FORUM")
    if len(before) > 1 and (whole := BODY_OF.match(article.mask, before[0].end, mention.start)):
        before = [m for m in before if m is before[0] or m.start >= whole.end()]  # "the F, a body of the G, met for"
    other = before and lexicon.regex(_BODY_THAT).match(article.mask, sentence.start, mention.start)
    for forum in reversed(before):
        if other and forum.start < other.end():
            break  # of the forum spoken of
        gap = article.mask[forum.end : mention.start]
        if _PART_OF.search(article.mask, max(sentence.start, forum.start - _OF), forum.start):
            continue
        if len(before) > 1 and forum is not before[0] and gap.startswith(")") and is_acronym(forum.text):
            continue
        if forum is not before[0] and lexicon.regex(_MADE_BY).fullmatch(article.mask, before[0].end, forum.start):
            continue
        if forum is not before[0] and _AS_SIDE.search(article.mask, sentence.start, forum.start):
            continue
        if (O in gap and lexicon.regex(_TOLD).search(gap)) or lexicon.regex(_FOUNDED_AT).search(gap):
            break
        if lexicon.regex(_SAID_THAT).match(gap):
            break
        if not (lexicon.regex(_MEETS_ON).search(gap) or _AT_ITS.search(gap) or _WHOSE.fullmatch(gap)) and (
            of_forum[forum.index].standing or (len(gap) > 25 and " its " not in gap)
        ):
            continue
        return forum, "forum-before-round"
    return None, ""


# "the first EU minister to visit the island"
_POST = rf"\s+{F}+\s+(?:[a-z]+\s+)?<post_nouns>\s+(?:to|who)\s"
# "the inter-agency commission on accession to the F has held its ninth meeting": that commission's, not the F's
_OF_BODY = (
    rf"\b(?:<other_bodies>|<state_bodies>)\s+(?:on|for)\s+[^.;,{F}{R}{O}]{{3,60}}\s(?:to|with|in|of)\s+(?:the\s+)?{F}+"
    rf"\s+(?:[a-z]+\s+){{1,4}}its\s+$"
)


def _of_no_forum(article: Article, mention: Mention, sentence: Sentence) -> bool:
    """Does the number tell of a person, or of a body whose name is in small letters?"""
    regex, mask = article.lexicon.regex, article.mask
    if F not in mask[sentence.start : mention.end + 2]:
        return False
    return (
        regex(_POST).match(mask, mention.end, sentence.end) is not None
        or regex(_OF_BODY).search(mask, sentence.start, mention.start) is not None
        or _ANNIVERSARY.search(mask, sentence.start, mention.start) is not None
        or regex(_THEIRS).search(mask, sentence.start, mention.start) is not None
    )
