"""Which numbers count something else than the sessions of a forum of the text: a vote, a fair, a senate's sittings."""

from __future__ import annotations

import re
from collections.abc import Iterable

from communique.linking.article import Article, Mention
from communique.linking.forum_names import content_words, generic_words, is_acronym, stem
from communique.linking.forums import Series
from communique.linking.sentences import Sentence
from communique.linking.sessions.mention import WHO_MEETS
from communique.mask import F, M, O, R
from communique.ordinals import parse_round

_HOME = r"(?<![\w-])<home_bodies>(?!al)"  # not "inter-governmental"
_OWNER = 40  # characters from "the committee's" to the number
_OF_OTHER = rf"\s+of\s+(?:the|its|an?|this|that|our|his|her)?\s*(?P<what>[^.,;:({F}{R}{O}{M}]{{3,40}})"
# "the Provincial Council ended its tenth session", "the senate holds the first sitting of its 152nd session"
_ITS_OWN = r"(?P<body>(?:[\w’'-]+,?\s+){0,5}\b(?:<state_bodies>|<other_bodies>|<home_bodies>))\b[^.;]{0,70}?\s"
_ITS = r"\bits\s+(?:[\w-]+\s+)?$"
_OF_ITS = r"\s+of\s+its\s"
_ITS_FIRST = r"\W*Its\s+(?:[\w-]+\s+)?$"
_LAST_BODY = r"\b(?P<body>(?:[\w’'-]+\s+){0,4}(?:<state_bodies>|<other_bodies>))\W*$"
_A_FAIR = r"\s+of\s+(?:(?:the|its|an?|this|that|our|his|her)\s+)?(?:[\w’'-]+\s+){0,3}<fairs>\b"
# "the mining fair in Arequipa, whose 31st edition"
_WHOSE_FAIR = rf"\b<fairs>\b[^.;{O}{R}]{{0,60}},\s+whose\s+$"
# "the fifth Cooperation Programme": a name that is no forum's stands right behind a bare number
_OTHER_NAME = re.compile(r"\s+[A-Z]")
# "of the inter-governmental body", "of the ten-member bloc"
_GROUPING = (
    r"\s+of\s+the\s+(?:(?:<shared_by_states>|regional|international|multilateral|[\w-]+-(?:member|nation|state|country))\s+)?"
    r"(?-i:(?=[a-z]))<groups_of_states>\b"
)
# "It was their second meeting": of two whom the text names
_THEIRS = re.compile(r"\btheir\s+$")
# "told the commission's 52nd session"
_OWNERS = r"\b(?:the|this|that)\s+(?P<body><other_bodies>|<state_bodies>)['’]s?\s+(?:[a-z]+\s+)?$"
# "the third game of the twelfth round", "the 60th day sitting of the fifth session"
_NTH_OF = re.compile(r"\b(?P<nth>[\w-]*(?:st|nd|rd|th))\s+(?:[a-z]+\s+){1,2}of\s+the\s+$")
_WHOSE_OF_TWO = re.compile(
    rf"\bbetween\s+(?:the\s+)?{F}+(?:\s*\({F}+\))?\s+and\s+(?:the\s+)?{F}+(?:\s*\({F}+\))?,\s+whose\s+$"
)
_ARTICLES = frozenset(("the", "a", "an", "this", "that", "meanwhile", "its", "their"))


def of_other(article: Article, mention: Mention, sentence: Sentence, all_series: list[Series]) -> bool:
    """ "The fourth round of voting", "the senate resumed its tenth session", "the steering committee held its fifth
    session": a number without a forum that the words around it give to something else than a forum of the text."""
    lexicon, mask = article.lexicon, article.mask
    if _of_fair(article, mention, sentence) or _of_two_people(article, mention, sentence):
        return True
    if " " not in mention.text and _OTHER_NAME.match(mask, mention.end):
        return True
    if _of_owner(article, mention, sentence, all_series):
        return True
    behind = lexicon.regex(_OF_OTHER).match(mask, mention.end, sentence.end)
    if behind and " " in mention.text:  # "the fifth of their summits" is one of several
        at = behind.span("what")
        if lexicon.regex(_HOME).search(mask, *at):
            return True
        if not (
            article.cue("sessions", *at)
            or article.cue("sides", *at)
            or lexicon.regex(WHO_MEETS).search(mask, *at)
            or article.countries_in(*at)
            or _in_a_name(behind["what"], all_series)
            or grouping_meant(article, sentence, mention.end, all_series)
        ):
            return True
    if F in mask[sentence.start : mention.start]:
        return False
    own = lexicon.regex(_ITS).search(mask, sentence.start, mention.start)
    if own and lexicon.regex(_ITS_FIRST).fullmatch(mask, sentence.start, mention.start):
        before = article.sentences[max(0, sentence.index - 1)]
        subject = lexicon.regex(_LAST_BODY).search(mask, max(before.start, before.end - 80), before.end)
    elif own or lexicon.regex(_OF_ITS).match(mask, mention.end):
        subject = lexicon.regex(_ITS_OWN).search(mask, sentence.start, own.start() if own else mention.start)
    else:
        return False
    return subject is not None and _other_body(article, subject["body"], all_series)


def _of_owner(article: Article, mention: Mention, sentence: Sentence, all_series: list[Series]) -> bool:
    """ "The committee's 41st meeting", where no forum of the text is a committee; "talks between the F and the F, whose
    fourth round", which is one of those talks."""
    near = max(sentence.start, mention.start - _OWNER)
    owner = article.lexicon.regex(_OWNERS).search(article.mask, near, mention.start)
    if owner and owner["body"] != "body":  # "that body's 19th sitting": of any forum
        body = stem(owner["body"].casefold())
        last = body.split()[-1][0].upper()  # "the KFC", "the committee"
        return not any(
            body in one.words or any(m.text.endswith(last) and is_acronym(m.text) for m in one.mentions)
            for one in all_series
        )
    return _WHOSE_OF_TWO.search(article.mask, sentence.start, mention.start) is not None or (
        (nth := _NTH_OF.search(article.mask, near, mention.start)) is not None and parse_round(nth["nth"]) is not None
    )


def _in_a_name(words: str, all_series: list[Series]) -> bool:
    """ "The 35th meeting of the commissioners", where a forum is called "Border Commissioners Meeting"."""
    who = stem(words.split()[0].casefold())
    return any(who in series.words for series in all_series)


def grouping_meant(article: Article, sentence: Sentence, end: int, all_series: Iterable[Series]) -> Series | None:
    """ "The F will buy ships, they decided at the 53rd session of the inter-governmental body": the grouping named
    last, in this sentence or the one before. end: where the number ends."""
    if not article.lexicon.regex(_GROUPING).match(article.mask, end, sentence.end):
        return None
    before = article.between(article.sentences[max(0, sentence.index - 1)].start, end, "FORUM")[-1:]
    return next((one for one in all_series if one.standing and before and before[0] in one.mentions), None)


def _of_fair(article: Article, mention: Mention, sentence: Sentence) -> bool:
    """ "The fourth edition of the film week", "the fair, whose 31st edition"."""
    near = max(sentence.start, mention.start - 2 * _OWNER)
    return (
        article.lexicon.regex(_A_FAIR).match(article.mask, mention.end, sentence.end) is not None
        or article.lexicon.regex(_WHOSE_FAIR).search(article.mask, near, mention.start) is not None
    )


def _of_two_people(article: Article, mention: Mention, sentence: Sentence) -> bool:
    """ "A received Ambassador B. It was their second meeting", where no forum or side is named before."""
    if not _THEIRS.search(article.mask, max(sentence.start, mention.start - len("their ")), mention.start):
        return False
    low = article.sentences[max(0, sentence.index - 1)].start
    return (
        F not in article.mask[low : mention.start]
        and len(article.between(low, sentence.end, "OFFICIAL")) > 1
        and article.cue("sides", low, sentence.end) is None
    )


def _other_body(article: Article, body: str, all_series: list[Series]) -> bool:
    """Is this body none of the forums of the text, by the words of its name?"""
    words = body.split()
    first = max((i for i, word in enumerate(words) if word.casefold() in _ARTICLES), default=-1)
    name = " ".join(words[first + 1 :])
    if article.lexicon.regex(rf"(?:.*\s)?{_HOME}$").match(name):
        return True
    told = content_words(name) - generic_words(article.lexicon) - {stem(words[-1].casefold())}
    return bool(told) and not any(told & series.words for series in all_series) and "body" not in words
