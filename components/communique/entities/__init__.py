"""Entity borders by the annotation guide: mends what a model marked, with rules that hold for all articles.

A model learns what an official or a forum looks like; where a span ends is a rule of the guide ("a topic
behind belongs to the span", "the word 'meeting' after a complete name does not"). Each rule below states
one such sentence; the words it goes by and its test lines stand in data/entities.yml.
"""

from __future__ import annotations

from communique.entities.forums import (
    forum_kinds,
    forum_loose_noun,
    forum_of_forum,
    forum_parties,
    forum_shortened,
    forum_topic,
    relations_are_no_forum,
)
from communique.entities.general import (
    at_venue,
    bracket_abbreviations,
    initials_again,
    never,
    organisations,
    short_for_nothing,
    trim,
)
from communique.entities.ministries import ministry_portfolios, portfolio_alone
from communique.entities.officials import beside_post, bylines, name_borders, names_again, no_longer, private_persons
from communique.entities.rounds import (
    own_rounds,
    round_inside_forum,
    round_of_no_forum,
    rounds,
    rounds_again,
    told_rounds,
)
from communique.entities.spans import Spans
from communique.entities.words import EntityWords, entity_words
from communique.lexicon import Lexicon

__all__ = ["entity_words", "mend", "told_rounds"]


def mend(
    text: str, spans: list[tuple[int, int, str]], lexicon: Lexicon, words: EntityWords | None = None
) -> list[tuple[int, int, str]]:
    """Spans with the guide's borders.

    text: the article. spans: (start, end, label) in code points, not overlapping. Returns the same in
    text order. Runs in time linear in the text for a bounded number of names.
    """
    words = words or entity_words()
    work = Spans(text, [list(s) for s in spans])
    for rule in (
        trim,
        at_venue,
        organisations,
        never,
        ministry_portfolios,
        portfolio_alone,
        relations_are_no_forum,
        round_inside_forum,
        forum_kinds,
        forum_parties,
        forum_topic,
        forum_loose_noun,
        forum_of_forum,
        forum_topic,
        forum_shortened,
        rounds,
        own_rounds,
        round_of_no_forum,
        rounds_again,
        bracket_abbreviations,
        short_for_nothing,
        initials_again,
        name_borders,
        beside_post,
        no_longer,
        private_persons,
        names_again,
        bylines,
        trim,
    ):
        rule(work, lexicon, words)
    return sorted((s[0], s[1], s[2]) for s in work.spans)
