"""Which bodies are of one state: their sessions are none of a forum."""

from __future__ import annotations

import re

from communique.linking.article import Article, Mention
from communique.linking.forums import Series
from communique.linking.sessions.by_day import OF_FORUM
from communique.mask import F, M, O

# "the committee of the M and the M", "a joint committee formed by his ministry and the M"
_OF_MINISTRIES = (
    rf"(?:\s*\({F}+\))?\s+(?:of|between|formed\s+by|set\s+up\s+by)\s+(?:the|his|her|its|their)\s+"
    rf"(?:{M}+|ministry|department)(?:\s*\({M}+\))?(?:,\s+(?:the\s+)?{M}+)*,?\s+and\s+(?:the|that)\s+(?:{M}+|of\b)"
)
# "the National Assembly's", "In Congress, the", before the committee, or "of the legislature" behind it
_OWNED = r"(?:\b<home_bodies>['’]s?|\b<home_words>|\b<local_owners>|\bin\s+(?:the\s+)?<home_bodies>,\s+the)\s+$"
# "the Eduskunta's Ports Committee and the", before another committee of the same owner
_OWNED_TOO = re.compile(
    r"\b[A-Z][\w-]+['’]s?\s+(?:[A-Z][\w-]*\s+){1,4}(?:Committee|Commission|Panel)s?\s+and\s+(?:the\s+|its\s+)?$"
)
_OWNED_BEHIND = r"\s+of\s+(?:the\s+)?(?:<home_bodies>|<chambers>)\b"
# "a group set up by the ruling party", "the committee, which is chaired by Senator A", "its weekly sitting"
_SET_UP_BY = r"\s+(?:set\s+up|formed|created)\s+by\s+[^.;]{0,40}\b<private_owners>\b"
_CHAIRED_BY = (
    r"(?:\s*\([^)]*\))?,?\s+(?:(?:which|that)\s+)?(?:(?:is|was|will\s+be)\s+)?(?:\w+\s+)?(?:co-?)?(?:chaired|<led>)\s+by\s+"
    rf"(?:[^.;,{O}]{{0,60}}|[^.;,{O}]{{0,30}}{O}+,\s+(?:the\s+|an?\s+)?)\b<home_chairs>\b"
)
_BY_LAW = r"\b<laws>\s+(?:provides\s+for|sets\s+up|<founding>)\s+(?:an?|the)\s+$"
_TOO_OFTEN = r"\b<too_often>\s+(?:[\w-]+\s+)?<session_nouns>\s+of\s+(?:the|its)\s+$"
_LAWMAKING = r"\b<lawmaking>\b"
# "with the participation of the ministers of trade, industry and finance": those of one state, which needs no name
_PORTFOLIOS = re.compile(r"\bministers\s+of\s+[a-z]+,\s+(?:[a-z]+,\s+)*[a-z]+,?\s+and\s+[a-z]+\b(?!\s+(?:of|from)\b)")
_HOME_NAME = r"(?:\w+\s+){0,2}<home_words>\b"
SHARED_NAME = r"\b<shared_by_states>\b"
_NO_BODY = r".*\b<no_bodies>(?:\s*\([^)]*\))?$"
_HOME_BODY = r"<home_bodies>$"
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
    own = article.lexicon.regex(_HOME_BODY)  # "the Council of Ministers" is of the same state
    others = [forum for forum in article.between(*behind, "FORUM") if not own.match(forum.text)]
    return not others and not article.countries_in(mention.start, sentence.end)


_PARLIAMENT_SITS = (
    r"\b<home_bodies>(?:['’]s?)?\s+(?:[\w-]+\s+){0,2}<session_nouns>\b"
    r"|\b<session_nouns>\s+of\s+the\s+[^.;]{3,120}\bconvocation\b"
)


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
        or _OWNED_TOO.search(article.mask, max(0, mention.start - 2 * _OWNER), mention.start) is not None
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
