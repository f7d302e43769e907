"""Which mentions tell of a session that lies long before the one reported."""

from __future__ import annotations

from datetime import timedelta

from communique.dates import parse_day, resolve
from communique.linking.article import Article
from communique.linking.background import of_something_else
from communique.linking.dateline import publication_day
from communique.linking.sessions.mention import CITY_NAMED, MAIN, PREVIOUS, SessionMention
from communique.mask import R


def set_apart(article: Article, found: list[SessionMention]) -> None:
    """Behind the session that an article reports, "the F met in Seoul in 2019" is an earlier one."""
    reported: set[int] = set()
    for mention in found:
        if mention.number is not None:
            reported.add(id(mention.series))
            continue
        lo, hi = mention.sentence.start, mention.sentence.end
        later = mention.kind == MAIN and id(mention.series) in reported
        if later and R not in article.mask[lo:hi] and long_ago(article, lo, hi):
            mention.kind = PREVIOUS


def set_numbers_apart(article: Article, found: list[SessionMention]) -> None:
    """ "The F met in Lima yesterday. … The inaugural session was held in Cusco in 2019": where only earlier sessions
    have numbers, none of these is the one that an article reports without its number."""
    numbers: dict[int, list[SessionMention]] = {}
    reported: set[int] = set()
    for mention in (m for m in found if m.kind == MAIN):
        if mention.number is None:
            told = article.dates_in(*mention.window) or CITY_NAMED.search(article.mask, *mention.window)
            if told and id(mention.series) not in numbers:
                reported.add(id(mention.series))
        else:
            numbers.setdefault(id(mention.series), []).append(mention)
    for series, mentions in numbers.items():
        if series in reported and all(long_ago(article, *mention.window) for mention in mentions):
            for mention in mentions:
                mention.kind = PREVIOUS


_MONTHS = 75  # days by which a session of the background lies before the report


def long_ago(article: Article, start: int, end: int) -> bool:
    """Does a date with its year stand here that lies months before the day of publication?"""
    day = parse_day(publication_day(article))
    raw = next((raw for raw in article.dates_in(start, end) if raw.absolute), None)
    iso = resolve(raw, article.published) if raw and day and not of_something_else(article, raw) else None
    return bool(iso) and iso[:7] < (day - timedelta(days=_MONTHS)).isoformat()[: min(7, len(iso))]
