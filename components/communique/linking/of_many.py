"""Which grouping of states meets: from a forum's name, or from what the text is of."""

from __future__ import annotations

import re

from communique.linking.article import Article, Mention, by_count
from communique.linking.session import Session
from communique.linking.sides import Side

SIDES_TOLD = re.compile(r"\b(?:(?P<three>tri)|quadri)(?:lateral|partite)", re.I)
WATER = r"\s+<waters>\b"
_GROUPING = r"(?<!\w)<groupings>(?!\w)"
_OF_MANY_STATES = r"\b<of_many_states>\b"
# "the Council of Ministers of the Cocoa Basin Authority"
_OF_BODY = (
    r"\bof\s+(?:the\s+)?(?P<body>(?-i:[A-Z])[\w’'-]*(?:,?\s+(?:(?-i:[A-Z])[\w’'-]*|and|for)){0,6}?\s+"
    r"(?-i:(?=[A-Z]))<bodies_of_states>)(?:\s*\([A-Z]+\))?$"
)
_OWNS = re.compile(r"['’]s?\s+(?:own\s+)?")
_BODY = r"\b<bodies_of_states>$"
_ABBREVIATION = re.compile(r"(?<![\w-])[A-Z]{3,8}(?![\w-])")
_BEHIND = re.compile(r"\s*[(\[]([A-Z]{3,8})[)\]]")  # "Organization of Turkic States (OTS)"
_SHARED = r"\b<shared_words>"
WORLD = ("United Nations", "EU", "European Union")  # named beside any forum
_FULL = {"UN": "United Nations", "UNGA": "United Nations", "AU": "African Union"}


def grouping_named(article: Article, session: Session) -> Side | None:
    """The grouping of states in the forum's name, as the text words it."""
    found = (_grouping_in(article, mention) for mention in session.series.mentions)
    return next((side for side in found if side), None)


def names_grouping(article: Article, forum: Mention) -> bool:
    """Does a FORUM name a grouping or a region of states, or is it of many states by the words of its name?"""
    lexicon = article.lexicon
    return (
        _grouping_in(article, forum) is not None
        or lexicon.region_pattern.search(forum.text) is not None
        or lexicon.regex(_OF_MANY_STATES).search(forum.text) is not None
        or SIDES_TOLD.search(forum.text) is not None
    )


def grouping_told(article: Article, session: Session) -> Side | None:
    """An organisation of states that the file does not list: the one of whose organ the name tells ("the Council of
    Ministers of the Cocoa Basin Authority"), or whose abbreviation stands in it where the text spells that in full
    ("the Cocoa Producers Association (CPA)", "the CPA Summit")."""
    of_body = article.lexicon.regex(_OF_BODY)
    for mention in session.series.mentions:
        if (match := of_body.search(mention.text)) and _of_states(article, match["body"]):
            return match["body"], (mention.start + match.start("body"), mention.start + match.end("body"))
        for short in _ABBREVIATION.findall(mention.text):
            if forum := _spelt(article).get(short):
                return forum.text, (forum.start, forum.end)
    return None


def grouping_owning(article: Article, session: Session) -> Side | None:
    """ "The OAS's Forum for Fish": the grouping whose forum the text says that it is, in the genitive."""
    if article.lexicon.regex(_SHARED).search(session.series.fullest(session.mentions[0].forum).text):
        return None
    for mention in session.series.mentions:
        owner = article.mentions[mention.index - 1] if mention.index else None
        if owner is not None and owner.label == "FORUM" and _OWNS.fullmatch(article.mask, owner.end, mention.start):
            side = _grouping_in(article, owner)
            if side and side[0] not in WORLD:
                return side
    return None


def _spelt(article: Article) -> dict[str, Mention]:
    """The organisations behind whose full names the text gives an abbreviation, by that; looked up once an article."""
    if "abbreviations" not in article.memo:
        spelt: dict[str, Mention] = {}
        for forum in article.of("FORUM"):
            short = _BEHIND.match(article.text, forum.end)
            if short and short[1] not in spelt and _of_states(article, forum.text):
                spelt[short[1]] = forum
        article.memo["abbreviations"] = spelt
    return article.memo["abbreviations"]


def _of_states(article: Article, name: str) -> bool:
    """Is this the name of an organisation, and of no body of two states?"""
    return not (
        article.lexicon.regex(_BODY).search(name) is None
        or article.lexicon.regex(_SHARED).search(name)
        or any(
            not article.lexicon.regex(WATER).match(name, country.end)
            for country in article.lexicon.countries.find(name)
        )
    )


def _grouping_in(article: Article, mention: Mention) -> Side | None:
    """The grouping in a forum's name; several rules ask for it."""
    known = article.memo.setdefault("groupings", {})
    if mention.index not in known:
        known[mention.index] = _read_grouping(article, mention)
    return known[mention.index]


def _read_grouping(article: Article, mention: Mention) -> Side | None:
    match = article.lexicon.regex(_GROUPING).search(article.text, mention.start, mention.end)
    if match is None:
        return None
    if short := _BEHIND.match(article.text, match.end()):
        return short[1], short.span(1)
    spelt = article.lexicon.grouping_names.get(match[0].casefold(), match[0])  # not "SAARC" as "Saarc"
    return _FULL.get(match[0].upper().replace(".", ""), spelt), match.span()


def grouping_meant(article: Article, session: Session) -> Side | None:
    """ "The Council of Ministers met", where the text is of one grouping of states: the grouping that stands in the
    sentence of the session, else the one that the text names most, not for "the Joint Council of Ministers"."""
    name = session.series.fullest(session.mentions[0].forum).text
    many, shared = article.lexicon.regex(_OF_MANY_STATES), article.lexicon.regex(_SHARED)
    if not many.search(name) or shared.search(name) or SIDES_TOLD.search(name):
        return None
    for mention in session.mentions:
        sentence = mention.sentence
        for forum in article.between(sentence.start, sentence.end, "FORUM"):
            if (side := _grouping_in(article, forum)) and side[0] not in WORLD:
                return side
    return _most_named(article)


def _most_named(article: Article) -> Side | None:
    """The grouping of states that the names of its forums tell most, if twice; looked up once an article."""
    if "grouping_most_named" not in article.memo:
        sides = [_grouping_in(article, forum) for forum in article.of("FORUM")]
        most = by_count([side for side in sides if side and side[0] not in WORLD], 2)
        article.memo["grouping_most_named"] = most[0] if most else None
    return article.memo["grouping_most_named"]
