"""Whom words without a name mean: "his Indian counterpart", "the two energy secretaries", "I"."""

from __future__ import annotations

import re
from bisect import bisect_left

from communique.linking.article import Article, Mention
from communique.linking.first_person import first_person
from communique.linking.of_country import country_at
from communique.linking.roles import role_at
from communique.linking.sides import Side
from communique.mask import O
from communique.schema import Offsets

_PARTNER = (
    r"\b(?:with|and|by|alongside)\s+(?:the|his|her|its)\s+(?P<who>(?:[\w’'-]+\s+){0,4}?)"
    r"(?:(?P<his><counterparts>)|<post_nouns>)\b"
)
_HIS = r"\b(?:his|her)\s+(?P<who>(?:[\w’'-]+\s+){0,3}?)(?P<his><counterparts>)\b"
_THE_POST_AND = r"\s+the\s+(?P<post>(?:<post_words>\s+){0,2}<post_nouns>)\s+and\s+"
# "by the Foreign Secretary on behalf of Peru, while B": no name behind it
_THE_POST = (
    r"\s+the\s+(?P<post>(?:<post_words>\s+){0,2}<post_nouns>)"
    r"(?=\s+(?:on\s+behalf\s+of|for|while|whereas|and\s+(?:the|that))\s|\s*[.;]|,\s+(?:and|while|whereas)\s)"
)
_CAME_AS = (
    r"\W*the\s+(?:official|envoy|diplomat|(?P<post>(?:<post_words>\s+){0,2}<post_nouns>))\s+"
    r"(?:is|was|(?:(?:has|had)\s+)?(?:come|came|arrived|flown|flew))\s[^.;,]{0,40}?(?:as\s+(?:the\s+)?)?"
)
_SEVERAL = (
    r"\s+(?:the|their|both|these|those)\s+(?:(?:two|respective)\s+)?(?P<kind>(?:[\w-]+\s+){0,2}?)"
    r"(?P<post><several_posts>)\b(?:\s+of\s+(?!both\b|their\b|these\b|those\b|either\b|state\b)(?P<of>(?-i:[a-z]{4,})))?"
)
_HIS_PARTNER = r"\b<counterparts>\b"
# "the head of the Peruvian diplomacy", "the Peruvian trade minister", "Peru's top diplomat"
_HEAD_OF = re.compile(r"\b(?:the|a)\s+(?:head|chief|boss)\s+of\s+(?:the\s+)?$", re.I)
_DIPLOMACY = re.compile(r"(?:['’]s?)?\s+diplomacy\b")
_THE = re.compile(r"\bthe\s+$", re.I)
_POST_OF = (
    rf"(?P<of>['’]s?)?\s+(?:(?P<top><top_diplomats>)|(?P<kind>(?:[\w-]+,?\s+){{0,5}}?)(?P<post><post_nouns>))\b"
    rf"(?!['’]?s?\s+(?:(?-i:[A-Z])|{O}|(?:of|for)\s)|-)"
)
_FOREIGN = ("foreign", "external", "diplomat", "international relations")
_LATER = 8  # sentences behind a name in which words for the same person may tell the country
_WORD = re.compile(r"\w+")
_TITLE = 30  # characters before a country in which "the head of the" stands
# "I", "I and Minister B", "I, together with Minister B,"; the letter first: the scan for it is fast
_I = re.compile(
    r"I(?<!\w.)(?:,?\s+(?:and|(?:together|along|jointly)?\s*with|alongside)\s"
    rf"[^.;{O}]{{0,120}}{O}+(?:,[^.;{O}]{{3,120}},)?)?,?\s+"
    r"(?:(?:have|had)\s+(?:the|an?)\s+(?:\w+\s+)?(?:honou?r|pleasure|privilege|opportunity)\s+(?:(?:to|of)\s+)?)?(?:\w+\s+){0,2}$"
)
# "my counterpart B, Minister of Ports, and I", "Together with my counterpart B, I"
_AND_I = re.compile(
    rf"{O}+(?:,[^.;{O}]{{3,150}})?,?\s+and\s+$"
    rf"|\b(?:(?:[Tt]ogether|[Aa]long|[Jj]ointly)\s+with|[Aa]longside)\s[^.;{O}]{{0,100}}{O}+(?:,[^.;{O}]{{3,100}})?,\s+$"
)
_SMALL = frozenset(("of", "the", "for", "and", "in"))  # words of a post that tell nothing
_REACH = 30  # mentions before and behind in which somebody meant may be named
_POST = 80  # characters behind "counterpart" in which he may be named after all
_JUST = 3  # sentences before in which "his guest" was named


def partner(article: Article, start: int, end: int, chair: Mention, words: str = _PARTNER) -> Mention | None:
    """ "… will co-chair the session with his Indian counterpart": the Indian of like post whom the text names."""
    for match in article.lexicon.regex(words).finditer(article.mask, start, end):
        named = next(iter(article.countries_in(match.start("who"), match.end())), None)
        if article.between(match.end(), min(match.end() + _POST, end), "OFFICIAL"):
            continue
        if named is not None:
            people = _around(article, chair)
        elif match["his"] is None:
            continue
        else:  # "with his guest", "with his counterpart": one of another country of whom the text has just spoken
            first = article.sentences[max(0, article.sentence_at(start).index - _JUST)].start
            people = article.between(first, start, "OFFICIAL")
        post, own = _words(article, chair), _country(article, chair)
        best = (0, None)
        for person in people:
            country = _country(article, person)
            fits = country == named.country if named else country not in (None, own)
            shared = len(post & _words(article, person)) if fits else 0
            if shared > best[0] and not _same(person, chair):
                best = (shared, person)
        if best[1] is not None:
            return best[1]
    return None


def counterpart(article: Article, start: int, end: int) -> list[Mention]:
    """ "Minister A told her Omani counterpart so, as the two met": A and the Omani of like post."""
    people = article.between(start, end, "OFFICIAL")
    other = partner(article, people[0].end, end, people[0], _HIS) if len(people) == 1 else None
    return [people[0], other] if other else []


def of_post(article: Article, start: int, person: Mention) -> Mention | None:
    """ "by the Premier and Minister for Trade [name]": whom the text calls Premier, if not him who is named behind."""
    match = article.lexicon.regex(_THE_POST_AND).match(article.mask, start, person.start)
    if match is None:
        return None
    post = match["post"].casefold()
    for other in _around(article, person):
        role = role_at(article, other) if not _same(other, person) else None
        if role and role[0].casefold() == post:
            return other
    return None


def told_later(article: Article, name: Offsets, role: str | None) -> Side | None:
    """ "Foreign Minister A presided. … The head of the Peruvian diplomacy spoke", "the Peruvian minister said": the one
    country that words for a post like that of a chair tell, where nobody else is named who may be meant."""
    if role is None:
        return None
    own = set(_WORD.findall(role.casefold())) | {"top"}
    diplomat = any(word in role.casefold() for word in _FOREIGN)
    here = article.sentence_at(name[0]).index
    end = article.sentences[min(len(article.sentences), here + _LATER) - 1].end
    found: list[Side] = []
    for country in article.countries_in(name[1], end):
        the_head = _HEAD_OF.search(article.mask, max(0, country.start - _TITLE), country.start)
        if the_head and diplomat and _DIPLOMACY.match(article.mask, country.end):
            found.append((country.country, (country.start, country.end)))
            continue
        post = article.lexicon.regex(_POST_OF).match(article.mask, country.end)
        if post is None or not (post["of"] or _THE.search(article.mask, max(0, country.start - _TITLE), country.start)):
            continue
        if diplomat if post["top"] else own.issuperset(_WORD.findall(f"{post['kind']} {post['post']}".casefold())):
            found.append((country.country, (country.start, country.end)))
    if len({country for country, _ in found}) != 1:
        return None
    noun = set(_WORD.findall(article.text[slice(*found[0][1])].casefold()))
    chair = article.text[slice(*name)].split()[-1]
    officials = article.of("OFFICIAL")
    place = bisect_left(officials, name[0], key=lambda m: m.start)
    for other in officials[max(0, place - _REACH) : place + _REACH]:
        if other.text.split()[-1] != chair and (other_role := role_at(article, other)):
            of = country_at(article, other, other_role)
            if of and of[0] == found[0][0] and own & set(_WORD.findall(other_role[0].casefold())) - _SMALL - noun:
                return None  # "Omani Minister B", of whom "the Omani minister" may be said
    return found[0]


def by_post(article: Article, start: int, end: int, side: Side | None) -> list[Mention]:
    """ "Foreign Secretary A said so. … was led by the Foreign Secretary": whom alone the text has called so.
    side: whose team it was, if that is told."""
    match = article.lexicon.regex(_THE_POST).match(article.mask, start, end)
    if match is None:
        return []
    post = match["post"].casefold()
    found = [p for p in _around(article, None, start) if (role := role_at(article, p)) and role[0].casefold() == post]
    if not found or not all(_same(person, found[-1]) for person in found):
        return []
    own = next((country for person in found if (country := _country(article, person))), None)
    return found[-1:] if side is None or own in (None, side[0]) else []


def meant(article: Article, start: int, end: int, side: Side) -> Mention | None:
    """ "The Deputy Minister is in Lima as the leader of the Omani team", "The official came at the head of the Omani
    team": whom alone the text has called so, or the only one whom it has named. start: where the sentence begins."""
    match = article.lexicon.regex(_CAME_AS).fullmatch(article.mask, start, end)
    before = _around(article, None, start) if match else []
    if not before:
        return None
    if match["post"]:
        before = [person for person in before if _holds(article, person, set(match["post"].casefold().split()))]
    if not before or not all(_same(person, before[-1]) for person in before):
        return None
    own = next((country for person in before if (country := _country(article, person))), None)
    return before[-1] if own in (None, side[0]) else None


def several(article: Article, start: int, end: int) -> list[Mention]:
    """ "… led by the two energy secretaries": the last two named before of whom that is the post."""
    match = article.lexicon.regex(_SEVERAL).match(article.mask, start, end)
    if match is None or article.between(start, end, "OFFICIAL")[:1]:
        return []
    post = match["post"].casefold().removesuffix("s")
    words = {post.removesuffix("ie") + "y" if post.endswith("ie") else post, *match["kind"].casefold().split()}
    words |= {match["of"]} if match["of"] else set()  # "the ministers of defence"
    before = _around(article, None, start)
    for one, other in zip(reversed(before[:-1]), reversed(before[1:]), strict=True):
        gap = article.mask[one.end : other.start]
        if _same(one, other) or len(gap) > 200 or not _holds(article, one, words):
            continue
        if _holds(article, other, words) or article.lexicon.regex(_HIS_PARTNER).search(gap):
            return [one, other]
    return []


def speaker(article: Article, low: int, cue: int) -> list[Mention]:
    """ "I co-chaired it", "I and Minister B", "my counterpart B and I": who says "I" before a cue, and who is joined to
    him."""
    if not (said := _I.search(article.mask, low, cue)):
        return []
    one = first_person(article, said.start())
    if one is None:
        return []
    others = article.between(said.start(), cue, "OFFICIAL")
    if before := _AND_I.search(article.mask, low, said.start()):
        others += article.between(before.start(), said.start(), "OFFICIAL")
    return [one, *(other for other in others if not _same(other, one))]


def _around(article: Article, mention: Mention | None, offset: int = 0) -> list[Mention]:
    officials = article.of("OFFICIAL")
    place = bisect_left(officials, mention.start if mention else offset, key=lambda m: m.start)
    return officials[max(0, place - _REACH) : place + (_REACH if mention else 0)]


def _country(article: Article, person: Mention) -> str | None:
    country = country_at(article, person, role_at(article, person))
    return country[0] if country else None


def _words(article: Article, person: Mention) -> set[str]:
    role = role_at(article, person)
    return {word for word in role[0].casefold().split() if word not in _SMALL} if role else set()


def _holds(article: Article, person: Mention, words: set[str]) -> bool:
    return words <= _words(article, person)


def _same(one: Mention, other: Mention) -> bool:
    return one.text.split()[-1] == other.text.split()[-1]
