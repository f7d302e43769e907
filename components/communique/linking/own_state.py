"""Is what an article reports of one state: its committees meet, too, but no forum of states does?"""

from __future__ import annotations

from communique.linking.article import Article
from communique.linking.forums import Series
from communique.linking.of_many import names_grouping
from communique.linking.sessions.domestic import REPORT, SHARED_NAME


def of_one_state(article: Article, series: list[Series]) -> bool:
    """Does a report name no second state, no organisation or grouping of states, and no forum that states share?"""
    if len(article.first_named) > 1 or len(article.text) <= REPORT or any(one.standing for one in series):
        return False
    shared = article.lexicon.regex(SHARED_NAME)
    return not any(shared.search(forum.text) or names_grouping(article, forum) for forum in article.of("FORUM"))
