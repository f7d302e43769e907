"""Which states the text names as taking part in a session."""

from __future__ import annotations

import re

from communique.linking.article import Article
from communique.linking.grouping import Session
from communique.linking.people import country_at, role_at
from communique.linking.sessions.mention import MAIN
from communique.linking.sides import Side
from communique.mask import R

_COMMA_OR_AND = re.compile(r"(?:['’]s?)?(?:\s*,\s*(?:and\s+)?|\s+(?:and|as\s+well\s+as)\s+|\s*&\s*)(?:the\s+)?")
_ONLOOKERS = r"\b<onlookers>\b"


def present(article: Article, session: Session, reach: int) -> list[Side]:
    """The countries that the sentences of a session and those behind them name as taking part: in a list of three at
    least, or by those whom they sent ("Presidents A of Peru and B of Chile were in attendance")."""
    first, last = session.mentions[0].sentence, session.mentions[-1].sentence
    out: list[Side] = []
    if session.kind != MAIN:
        return out
    onlookers = article.lexicon.regex(_ONLOOKERS)
    for sentence in article.sentences[first.index : first.index + reach]:
        if sentence.index > last.index and R in article.mask[sentence.start : sentence.end]:
            break  # of another session
        told = article.cue("taking_part", sentence.start, sentence.end)
        if told or sentence is first:
            out += listed(article, sentence.start, sentence.end)
        if told and not onlookers.search(article.mask, sentence.start, sentence.end):
            for person in article.between(sentence.start, sentence.end, "OFFICIAL"):
                if country := country_at(article, person, role_at(article, person)):
                    out.append(country)
    return out


def listed(article: Article, start: int, end: int) -> list[Side]:
    """Countries that stand in lists of three or more ("Peru, Chile and the Bahamas")."""
    out: list[Side] = []
    run: list[Side] = []
    before = start
    for country in article.countries_in(start, end):
        if run and not _COMMA_OR_AND.fullmatch(article.mask, before, country.start):
            out += run if len(run) > 2 else []
            run = []
        run.append((country.country, (country.start, country.end)))
        before = country.end
    return out + run if len(run) > 2 else out
