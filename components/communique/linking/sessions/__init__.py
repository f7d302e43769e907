"""Where does the text speak of a session: numbered, by its forum's name, or as "the next round"."""

from __future__ import annotations

from communique.linking.article import Article
from communique.linking.forums import Series
from communique.linking.sessions.apart import set_apart, set_numbers_apart
from communique.linking.sessions.bodies import bodies_met, bodies_sat
from communique.linking.sessions.counted import counted_mentions
from communique.linking.sessions.domestic import domestic, of_parliament
from communique.linking.sessions.events import events
from communique.linking.sessions.forum_meant import with_forums
from communique.linking.sessions.mention import OpenMention, SessionMention
from communique.linking.sessions.met_again import agreed_to_meet, meets_again_or_last_met, met_before
from communique.linking.sessions.next_rounds import bare_rounds, rounds_of_near_year, rounds_of_year, rounds_since
from communique.linking.sessions.numbered import numbered_mentions
from communique.linking.sessions.windows import by_stations, set_windows

__all__ = ["find_mentions"]


def find_mentions(article: Article, series: list[Series]) -> list[SessionMention]:
    """All places that speak of a session, in text order."""
    of_forum = {mention.index: one for one in series for mention in one.mentions}
    found, open_ = numbered_mentions(article, of_forum, series)
    found += events(article, of_forum, {m.forum.index for m in found if m.rule == "forum-before-round"})
    found.sort(key=lambda m: (m.start, m.end))
    set_apart(article, found)
    open_ += _next_or_previous(article, found)
    open_ += counted_mentions(article, found, open_)
    if open_ and not found and of_parliament(article):
        return []
    found += with_forums(article, of_forum, found, sorted(open_, key=lambda o: o.start))
    found += bodies_met(article, series, found)
    found += bodies_sat(article, series, found)
    found.sort(key=lambda m: (m.start, m.end))
    set_windows(article, found)
    set_numbers_apart(article, found)
    home = {id(one) for one in {id(m.series): m.series for m in found}.values() if domestic(article, one)}
    return by_stations(article, [m for m in found if id(m.series) not in home])


def _next_or_previous(article: Article, found: list[SessionMention]) -> list[OpenMention]:
    """Sessions to come and earlier ones of the forum spoken of, in each sentence one of a kind."""
    out = bare_rounds(article, found) + meets_again_or_last_met(article)
    out += rounds_since(article) + rounds_of_year(article) + rounds_of_near_year(article) + agreed_to_meet(article)
    out += met_before(article, {m.sentence.index for m in (*found, *out)})
    seen: set[tuple[int, str]] = set()
    # "…, while Lima hosted it in 2021", "…, and the one before was in Lima in 2021"
    hosted = [o for o in out if article.mask.endswith(("hosted it", "the one before"), o.start, o.end)]
    out = [o for o in out if o not in hosted]
    out = [o for o in out if not ((o.sentence.index, o.kind) in seen or seen.add((o.sentence.index, o.kind)))]
    return out + hosted
