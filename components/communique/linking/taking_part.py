"""Which states the text names as taking part in a session."""

from __future__ import annotations

import re

from communique.countries import CountryMention
from communique.linking.article import Article
from communique.linking.of_country import country_at
from communique.linking.roles import role_at
from communique.linking.session import SCHEDULED, Session
from communique.linking.sessions.mention import MAIN, aside
from communique.linking.sides import Side
from communique.mask import R
from communique.schema import Offsets

_COMMA_OR_AND = re.compile(r"(?:['’]s?)?(?:\s*,\s*(?:and\s+)?|\s+(?:and|as\s+well\s+as)\s+|\s*&\s*)(?:the\s+)?")
_ONLOOKERS = r"\b<onlookers>\b"
_AUXILIARIES = re.compile(
    r"(?:,\s+(?:which|whose|where|the|an?)\s[^.;,]{1,120},)?"
    r"(?:\s+(?:was|were|is|are|has|had|have|been|will|be|also|both|all|each|too|had\s+also))*\s+"
)
_CLAUSE_BEGINS = re.compile(r"(?:^\W*|[,;:]\s+|\b(?:and|while|whereas|but)\s+)(?:the\s+)?$", re.I)
_AND_BY = re.compile(r"(?:,|;|\band\b|\bwhile\b)\s+(?:and\s+|while\s+)?(?:the\s+)?$")
_BY = re.compile(r"\s+by\s")
_PAST = re.compile(r"was|were|took|attended|represented|participated|gathered|came|sent|brought|joined|completed", re.I)
_WISHED = r"\b(?:<wishing>|asked)\s+to\s+$"
_WISH = 20  # characters from "want" to "attend"
_NOBODY = re.compile(r"\s+(?:none|no|nobody)\b")
_CLAUSE = 200  # characters before a verb in which the list of its subjects begins


def present(article: Article, session: Session, reach: int) -> list[Side]:
    """The countries that the sentences of a session and those behind them name as taking part: in a list of three at
    least, or by those whom they sent ("Presidents A of Peru and B of Chile were in attendance")."""
    first, last = session.mentions[0].sentence, session.mentions[-1].sentence
    out: list[Side] = []
    if session.kind != MAIN:
        return out
    if aside(article, session.mentions[0]):
        reach = 1
    onlookers = article.lexicon.regex(_ONLOOKERS)
    for sentence in article.sentences[first.index : first.index + reach]:
        if sentence.index > last.index and R in article.mask[sentence.start : sentence.end]:
            break  # of another session
        told = [
            cue for cue in article.cues("taking_part", sentence.start, sentence.end) if not _over(article, session, cue)
        ]
        if told or sentence is first:
            out += listed(article, sentence.start, sentence.end)
        if told and not onlookers.search(article.mask, sentence.start, sentence.end):
            for person in article.between(sentence.start, sentence.end, "OFFICIAL"):
                if country := country_at(article, person, role_at(article, person)):
                    out.append(country)
            for cue in told:
                out += _subjects(article, sentence.start, *cue)
                if article.mask[cue[0] : cue[1]].endswith("represented"):
                    out += _represented_too(article, cue[1], sentence.end)
    return out


def stayed_away(article: Article) -> set[str]:
    """ "Chile, which left the union in May, sent no delegation": the countries of which the text says so."""
    return {
        name
        for cue in article.all_cues("staying_away")
        for name, _ in _subjects(article, article.sentence_at(cue[0]).start, *cue)
    }


def _over(article: Article, session: Session, cue: Offsets) -> bool:
    """Was it in a session held before ("sent an envoy"), where this one is still to come, or is it only wished for
    ("have asked to come in")?"""
    if session.status == SCHEDULED and _PAST.match(article.mask, *cue) is not None:
        return True
    return article.lexicon.regex(_WISHED).search(article.mask, max(0, cue[0] - _WISH), cue[0]) is not None


def _subjects(article: Article, low: int, verb: int, end: int) -> list[Side]:
    """Of whom a verb is said: "Chile and Peru were represented", "Benin, where votes are counted, sent an envoy"."""
    countries = article.countries_in(max(low, verb - _CLAUSE), verb)
    if (
        not countries
        or _NOBODY.match(article.mask, end)
        or not _AUXILIARIES.fullmatch(article.mask, countries[-1].end, verb)
    ):
        return []
    run = countries[-1:]
    for country in reversed(countries[:-1]):
        if not _COMMA_OR_AND.fullmatch(article.mask, country.end, run[0].start):
            break
        run.insert(0, country)
    if not _CLAUSE_BEGINS.search(article.mask[low : run[0].start]):
        return []  # "the minister of Peru attended"
    return [(country.country, (country.start, country.end)) for country in run]


def _represented_too(article: Article, start: int, end: int) -> list[Side]:
    """ "Benin was represented by its minister, and Peru and Chile by their envoys": those for whom the verb is not said
    again."""
    out: list[Side] = []
    run: list[CountryMention] = []
    for country in article.countries_in(start, end):
        joined = run and _COMMA_OR_AND.fullmatch(article.mask, run[-1].end, country.start)
        run = [*run, country] if joined else [country]
        if _BY.match(article.mask, country.end) and _AND_BY.search(article.mask, start, run[0].start):
            out += [(one.country, (one.start, one.end)) for one in run]
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
