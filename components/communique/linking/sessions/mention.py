"""What a place that speaks of a session is, and what the modules beside this one ask of it alike."""

from __future__ import annotations

import re
from dataclasses import dataclass

from communique.linking.article import Article, Mention
from communique.linking.forums import Series
from communique.linking.sentences import Sentence
from communique.mask import F, R
from communique.schema import Offsets

MAIN, NEXT, PREVIOUS = "main", "next", "previous"
LEVEL = "level"  # of officials, who met beside the ministers
BESIDE = "forum-beside-session"  # the rule of a mention that tells what went before or came after another session
WHOSE = "whose-leaders-meet"  # the rule of a mention whose clause alone tells of a session
# who meets again; "the senate sits again" is of no session
WHO_MEETS = r"\b(?:it|they|both|two|three|four|five|six|which|parties|<sides>(?<=s)|<several_posts>)\b"
VERB_GAP = 12  # characters between a verb and the session that it opens or holds
SIGN_OF_SESSION = re.compile(f"[{F}{R}]")
HOST = re.compile(r"\b[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)?\s+$")  # "after Kampala hosted the tenth"
CITY = 40  # characters from a city to "hosted"
TOWN = r"(?-i:[A-Z])[\w’'.-]*(?:\s(?:of\s)?(?-i:[A-Z])[\w’'.-]*){0,3}"
# "in Lima", "at the Peruvian capital"
CITY_NAMED = re.compile(r"\b(?:in|at)\s+(?:the\s+[A-Z]\w+\s+capital|[A-Z])")


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
class OpenMention:
    """A mention of which the forum is not named beside it."""

    start: int
    end: int
    sentence: Sentence
    kind: str
    rule: str
    round: Mention | None = None
    number: int | None = None
    number_at: Offsets | None = None


# "last year's F", but "held last week the sixth round"
_RIGHT_BEHIND = r"\W+(?:year['’]s\s+|(?!(?:<time_units>|<weekdays>)\b))(?:\w+\W+){0,2}"


def kind_before(article: Article, start: int, sentence: Sentence) -> str:
    """Do the words before say that this is the next session, or an earlier one?"""
    for group, kind in (("next_words", NEXT), ("previous_words", PREVIOUS)):
        for cue in article.cues(group, max(sentence.start, start - 60), start):
            if article.lexicon.regex(_RIGHT_BEHIND).fullmatch(article.mask, cue[1], start):
                return kind
    return MAIN


_CITY_SUMMIT = re.compile(r"(?<![\w-])(?P<city>[A-Z]\w+)\s+Summit\b")


def summit_city(article: Article, forum: Mention) -> Offsets | None:
    """ "The APEC Lima Summit": the capital in a summit's name, where it is no state's ("the Singapore Summit")."""
    match = _CITY_SUMMIT.search(article.text, forum.start, forum.end)
    if match is None or not article.lexicon.countries.capital_of(match["city"]):
        return None
    return None if article.countries_in(*match.span("city")) else match.span("city")


MARGINS = r"<margins>\b"
_MARGINS_OF = r"\b<margins>\s+of\s+(?:the\s+)?$"
_ASIDE = 30  # characters from "margins" to the session


def aside(article: Article, mention: SessionMention) -> bool:
    """ "The F met in Lima on the margins of the sixth G": what the text goes on to tell is of F, not of G."""
    near = max(mention.sentence.start, mention.start - _ASIDE), mention.start
    return bool(article.cue("margins", *near) and article.lexicon.regex(_MARGINS_OF).search(article.mask, *near))
