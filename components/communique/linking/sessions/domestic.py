"""Which bodies are of one state, and which numbers of something else: their sessions are none of a forum."""

from __future__ import annotations

import re

from communique.linking.article import Article, Mention
from communique.linking.forums import Series, content_words, generic_words, is_acronym, stem
from communique.linking.sentences import Sentence
from communique.linking.sessions.by_day import OF_FORUM
from communique.linking.sessions.mention import WHO_MEETS
from communique.mask import F, M, O, R
from communique.ordinals import parse_round

# "the committee of the M and the M", "a joint committee formed by his ministry and the M"
_OF_MINISTRIES = (
    rf"(?:\s*\({F}+\))?\s+(?:of|between|formed\s+by|set\s+up\s+by)\s+(?:the|his|her|its|their)\s+"
    rf"(?:{M}+|ministry|department)(?:\s*\({M}+\))?(?:,\s+(?:the\s+)?{M}+)*,?\s+and\s+(?:the|that)\s+(?:{M}+|of\b)"
)
# "the National Assembly's", "In Congress, the", before the committee, or "of the legislature" behind it
_OWNED = r"(?:\b<home_bodies>['’]s?|\b<home_words>|\b<local_owners>|\bin\s+(?:the\s+)?<home_bodies>,\s+the)\s+$"
_OWNED_BEHIND = r"\s+of\s+(?:the\s+)?(?:<home_bodies>|<chambers>)\b"
# "a group set up by the ruling party", "the committee, which is chaired by Senator A", "its weekly sitting"
_SET_UP_BY = r"\s+(?:set\s+up|formed|created)\s+by\s+[^.;]{0,40}\b<private_owners>\b"
_CHAIRED_BY = (
    r"(?:\s*\([^)]*\))?,?\s+(?:(?:which|that)\s+)?(?:(?:is|was|will\s+be)\s+)?(?:\w+\s+)?(?:co-?)?(?:chaired|<led>)\s+by\s+"
    rf"[^.;,{O}]{{0,60}}\b<home_chairs>\b"
)
_BY_LAW = r"\b<laws>\s+(?:provides\s+for|sets\s+up|<founding>)\s+(?:an?|the)\s+$"
_TOO_OFTEN = r"\b<too_often>\s+(?:[\w-]+\s+)?<session_nouns>\s+of\s+(?:the|its)\s+$"
_LAWMAKING = r"\b<lawmaking>\b"
# "with the participation of the ministers of trade, industry and finance": those of one state, which needs no name
_PORTFOLIOS = re.compile(r"\bministers\s+of\s+[a-z]+,\s+(?:[a-z]+,\s+)*[a-z]+,?\s+and\s+[a-z]+\b(?!\s+(?:of|from)\b)")
_HOME_NAME = r"(?:\w+\s+)?<home_words>\b"
SHARED_NAME = r"\b<shared_by_states>\b"
_NO_BODY = r".*\b<no_bodies>(?:\s*\([^)]*\))?$"
_HOME = r"<home_bodies>"
_HOME_BODY = rf"{_HOME}$"
_GOVERNS = r"\b<governments>\b"
_OF_STATE = r"\b(?:<home_words>|<home_bodies>|<no_bodies>)\b"
_MENTIONS = 4  # of a body, before which its owner is looked for
_OWNER = 40  # characters from "the National Assembly's" to the committee
REPORT = 400  # characters of a report, which says who shares the body; a line or a heading need not
_SIDES = r"(?:\s*\([^)]*\))?\s+(?:between|with)\s"


def domestic(article: Article, series: Series) -> bool:
    """ "The committee of the M and the M", "the National Assembly's committee", "the Inter-Ministerial Commission",
    "the Council of Ministers": a body of one state, where no second state or grouping is named beside it."""
    if len(series.parties) > 1:
        return False
    regex = article.lexicon.regex
    names = [mention.text for mention in series.mentions]
    if any(_of_ministries(article, mention) for mention in series.mentions) or _in_small_letters(article, names):
        return True
    if any(_privately(article, mention, series.standing) for mention in series.mentions[:_MENTIONS]):
        return True
    if not series.standing and any(_makes_laws(article, mention) for mention in series.mentions[:_MENTIONS]):
        return not any(regex(SHARED_NAME).search(name) for name in names)
    if any(regex(_OF_STATE).search(name) for name in names):
        if all(regex(_NO_BODY).match(name) for name in names if " " in name or len(names) == 1):
            return True
        home = [regex(_HOME_BODY).match(name) is not None for name in names]
        if any(home) and all(own or " " not in name for own, name in zip(home, names, strict=True)):
            return any(_of_government(article, mention) for mention in series.mentions)
    elif not any(_owned(article, mention) for mention in series.mentions[:_MENTIONS]):
        return False
    if any(regex(SHARED_NAME).search(name) for name in names):
        return False
    return any(
        (regex(_HOME_NAME).match(mention.text) or _owned(article, mention))
        and not regex(_SIDES).match(article.mask, mention.end)
        for mention in series.mentions
    )


def _in_small_letters(article: Article, names: list[str]) -> bool:
    """ "The ministry set up a working group": where a report names one state, a body without a name of its own."""
    if len(article.first_named) > 1 or len(article.text) <= REPORT or not all(name[0].islower() for name in names):
        return False
    return not any(article.lexicon.regex(SHARED_NAME).search(name) for name in names)


def _makes_laws(article: Article, mention: Mention) -> bool:
    """ "The Standing Committee on Ports will sit to discuss the draft amendment to the Law on Ports", "the Council for
    Trade met with the participation of the ministers of trade, industry and finance"."""
    sentence = article.sentence_at(mention.start)
    behind = mention.end, sentence.end
    if not (
        article.lexicon.regex(_LAWMAKING).search(article.mask, *behind) or _PORTFOLIOS.search(article.mask, *behind)
    ):
        return False
    return not article.countries_in(mention.start, sentence.end) and not article.between(*behind, "FORUM")


_PARLIAMENT_SITS = r"\b<home_bodies>(?:['’]s?)?\s+(?:[\w-]+\s+){0,2}<session_nouns>\b"


def of_parliament(article: Article) -> bool:
    """ "Parliament's second sitting of the year": where no forum is said to have met, "the fourth session" is that of
    the body which is."""
    return article.lexicon.regex(_PARLIAMENT_SITS).search(article.mask) is not None


def _privately(article: Article, mention: Mention, standing: bool) -> bool:
    """ "The joint group set up by the ruling party", "the committee, which is co-chaired by Senator A", "the weekly
    sitting of the bureau", "the decree provides for a commission": a body of parties, lawmakers or schools, of a law,
    or one that sits too often for states."""
    regex, near = article.lexicon.regex, max(0, mention.start - _OWNER)
    if any(regex(words).search(article.mask, near, mention.start) for words in (_TOO_OFTEN, _BY_LAW)):
        return True
    behind = () if standing else (_SET_UP_BY, _CHAIRED_BY)
    return any(regex(words).match(article.mask, mention.end) for words in behind)


def _owned(article: Article, mention: Mention) -> bool:
    """ "The National Assembly's committee", "the parliamentary committee"."""
    regex, near = article.lexicon.regex, max(0, mention.start - _OWNER)
    return (
        regex(_OWNED).search(article.mask, near, mention.start) is not None
        or regex(_OWNED_BEHIND).match(article.mask, mention.end) is not None
    )


def _of_ministries(article: Article, mention: Mention) -> bool:
    """Do two ministries stand behind the name, and no state whose they are?"""
    if M not in article.mask[mention.end : mention.end + 2 * _OWNER]:
        return False
    match = article.lexicon.regex(_OF_MINISTRIES).match(article.mask, mention.end)
    return match is not None and not article.countries_in(mention.start, match.end() + _OWNER // 4)


def _of_government(article: Article, mention: Mention) -> bool:
    """ "The government decided at the session of the Council of Ministers", "its weekly meeting", where it is that of
    no grouping."""
    sentence = article.sentence_at(mention.start)
    if OF_FORUM.match(article.mask, mention.end) or len(article.between(sentence.start, sentence.end, "FORUM")) > 1:
        return False
    return article.lexicon.regex(_GOVERNS).search(article.mask, sentence.start, sentence.end) is not None


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
    if article.lexicon.regex(rf"(?:.*\s)?{_HOME_BODY}").match(name):
        return True
    told = content_words(name) - generic_words(article.lexicon) - {stem(words[-1].casefold())}
    return bool(told) and not any(told & series.words for series in all_series) and "body" not in words
