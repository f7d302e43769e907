"""Sessions that a text counts without an ordinal of their own: "they met in Lima for the fourth time"."""

from __future__ import annotations

import re

from communique.linking.article import Article
from communique.ordinals import parse_round
from communique.schema import Offsets

_ONES = r"second|third|fourth|fifth|sixth|seventh|eighth|ninth"
_TIME = re.compile(r"ime\b(?<=\s[tT]ime)")  # the sign that a fast scan looks for in front
_NUMBERED = re.compile(
    rf"\b(?P<lead>for|was|is|marks|marked)\s+the\s+(?P<number>\d{{1,2}}(?:st|nd|rd|th)|(?:twenty[-\s])?(?:{_ONES})|tenth"
    r"|eleventh|twelfth|(?:thir|four|fif|six|seven|eigh|nine)teenth|twentieth)\s+time$",
    re.I,
)
_NUMBER = 40  # characters from "for the" to "time"
# "for the second time this year", "for the third time in ten years": not since the forum was founded
_NOT_IN_ALL = re.compile(
    r"\s+(?:this|since|within|running|in\s+(?:a\b|many|over|more|less|almost|nearly|\d{1,3}\s|two|three|four|five|six"
    r"|seven|eight|nine|ten|years|months|weeks|days))",
    re.I,
)
# between the verb and "for the fourth time": where and when
_WHERE = re.compile(
    r"[\s,]*(?:down|together)?(?:[\s,]+(?:in|at|on|the|city|of|here|today|yesterday|this|week|month|[A-Z][\w’'.-]*|\d+))*[\s,]*"
)
_CLAUSE = 90  # characters between the verb and "for the fourth time"


def counted_times(article: Article) -> list[tuple[Offsets, int]]:
    """Where the text says for the how manieth time somebody meets: (offsets, number). Linear in the length."""
    out = []
    for time in _TIME.finditer(article.mask):
        match = _NUMBERED.search(article.mask, max(0, time.end() - _NUMBER), time.end())
        if match is None or _NOT_IN_ALL.match(article.mask, time.end()):
            continue
        number = parse_round(match["number"])
        if number and _of_meeting(article, match):
            out.append((match.span(), number))
    return out


def _of_meeting(article: Article, match: re.Match[str]) -> bool:
    """ "It was the fourth time that they met", "they met for the fourth time"."""
    sentence = article.sentence_at(match.start())
    behind = match["lead"].casefold() != "for"
    lo = match.end() if behind else max(sentence.start, match.start() - _CLAUSE)
    hi = min(sentence.end, match.end() + _CLAUSE) if behind else match.start()
    return any(behind or _WHERE.fullmatch(article.mask, end, hi) for _, end in article.cues("coming_together", lo, hi))
