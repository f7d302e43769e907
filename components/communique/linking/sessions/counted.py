"""Sessions that a text counts without an ordinal of their own: "they met in Lima for the fourth time"."""

from __future__ import annotations

import re

from communique.linking.article import Article
from communique.linking.sessions.mention import WHO_MEETS, OpenMention, SessionMention, kind_before
from communique.mask import F, R
from communique.ordinals import parse_round
from communique.schema import Offsets

_BESIDE_NUMBER = 120  # characters between a mention and "for the fourth time"


def counted_mentions(article: Article, found: list[SessionMention], open_: list[OpenMention]) -> list[OpenMention]:
    """ "The F met for the fourth time" numbers the mention beside it; "they sat down for the sixth time" is one of the
    forum spoken of."""
    out = []
    times = counted_times(article)
    told: dict[int, list[SessionMention | OpenMention]] = {}
    for mention in (*found, *open_) if times else ():
        told.setdefault(mention.sentence.index, []).append(mention)
    for at, number in times:
        sentence = article.sentence_at(at[0])
        beside = [m for m in told.get(sentence.index, ()) if m.number is None and abs(m.start - at[0]) < _BESIDE_NUMBER]
        if beside:
            beside[-1].number, beside[-1].number_at = number, at
        elif R not in article.mask[sentence.start : sentence.end] and (
            F in article.mask[sentence.start : sentence.end]
            or article.lexicon.regex(WHO_MEETS).search(article.mask, sentence.start, sentence.end)
        ):
            kind = kind_before(article, at[0], sentence)
            out.append(OpenMention(*at, sentence, kind, "for-the-nth-time", None, number, at))
    return out


_ONES = r"second|third|fourth|fifth|sixth|seventh|eighth|ninth"
_TIME = re.compile(r"ime\b(?<=\s[tT]ime)")  # the signs that a fast scan looks for in front
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


def counted_times(article: Article) -> list[tuple[Offsets, int]]:
    """Where the text says for the how manieth time somebody meets: (offsets, number). Linear in the length."""
    out = []
    for time in _TIME.finditer(article.mask) if "time" in article.mask or "Time" in article.mask else ():
        match = _NUMBERED.search(article.mask, max(0, time.end() - _NUMBER), time.end())
        if match is None or _NOT_IN_ALL.match(article.mask, time.end()):
            continue
        number = parse_round(match["number"])
        if number and _of_meeting(article, match):
            out.append((match.span(), number))
    return out


# between the verb and "for the fourth time": where and when
_WHERE = re.compile(
    r"[\s,]*(?:down|together)?(?:[\s,]+(?:in|at|on|the|city|of|here|today|yesterday|this|week|month|[A-Z][\w’'.-]*|\d+))*[\s,]*"
)
_CLAUSE = 90  # characters between the verb and "for the fourth time"


def _of_meeting(article: Article, match: re.Match[str]) -> bool:
    """ "It was the fourth time that they met", "they met for the fourth time"."""
    sentence = article.sentence_at(match.start())
    behind = match["lead"].casefold() != "for"
    lo = match.end() if behind else max(sentence.start, match.start() - _CLAUSE)
    hi = min(sentence.end, match.end() + _CLAUSE) if behind else match.start()
    return any(behind or _WHERE.fullmatch(article.mask, end, hi) for _, end in article.cues("coming_together", lo, hi))
