"""Of which state is an official?"""

from __future__ import annotations

import re

from communique.countries import CountryMention
from communique.linking.article import Article, Mention
from communique.mask import M, O
from communique.schema import Offsets

_DIRECT = (
    r"\s*,?\s*(?:from|of|for|on)\s+(?:the\s+)?(?:(?:side|part)\s+of\s+(?:the\s+)?)?(?:<friendly>\s+)?"
    r"(?P<land>(?:<state_forms>\s+of\s+(?:the\s+)?)?(?P<name>(?-i:[A-Z])[\w’' -]{1,40}))"
    r"|\s*\((?P<bracket>[^)]{2,40})\)"
)
_NEXT_SIDE = re.compile(
    r"\s*(?::|\s[–—-]\s)|(?:\s+(?:side|part|delegation))?(?:\s+by|,?\s+(?:it\s+|there\s+)?was)\b"
)  # of the next name
_TITLES_ONLY = r"(?:['’]s?)?\s+(?:(?:(?-i:(?!City\b)[A-Z])[\w.’'()-]*|<counterparts>|side),?\s+){0,4}"
_OWNER = r"\b(?:of|from)\s+(?:the\s+)?(?:<state_forms>\s+of\s+)?(?:the\s+)?$"
_CITY = re.compile(r"in(?<!\w..)\s+(?P<city>[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*)?)")
_CAPITALISED = re.compile(r"[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*)?")
_SUBJECT = r"['’]s?\s+\w+\s+\w|\s+(?-i:(?=[A-Z]))<units>"
_UNIT = r"\s*(?:(?:,|and|&)\s*(?:the\s+)?(?-i:[A-Z])[\w-]+\s+)*(?-i:(?=[A-Z]))<units>\b"
# "Director of the Asia and Japan Department": a country among subjects is no owner
_AMONG_SUBJECTS = r"\s*(?:,|and|&)\s*(?:the\s+)?(?-i:[A-Z])\w+\s+(?-i:(?=[A-Z]))<units>"
_LEAD = r"(?:(?<!\w)(?-i:[A-Z])[\w’'.-]*(?:\s+side)?\s+){1,4}(?:<counterparts>s?(?:\s+in\s+\w+)?,?\s+(?:the\s+)?)?$"
_MINISTRY = 120  # characters before a post in which "from the Omani [ministry]," stands
_IN_MINISTRY = re.compile(rf",?\s+(?:of|at|from|in)\s[^.;,{O}]{{0,60}}\s(?P<body>{M}+)")
_BEHIND_MINISTRY = re.compile(rf"\b(?:of|at|from|in)\s[^.;,{O}{M}]{{1,60}}\s(?P<body>{M}+),\s+$")
# "[ministry], Peru", "[ministry] ([abbreviation]), Peru", and what may stand between a post and it
_IN_BODY = re.compile(rf"{M}+(?:\s*\({M}+\))?,\s+(?:the\s+)?")
_POST_TO_BODY = re.compile(r"(?:[\s,]|\b(?:of|in|at|from|with|for|and|the)\b|\b[A-Z][\w’'/-]*|[&()])*")
_COUNTRY_ENDS = re.compile(r"\s*(?:[.;:,)\n]|$)|\s+(?:and|while|whereas)\b")
_AND_LAND = re.compile(r"(?:,|\s+and)\s+(?:the\s+)?")
_THEIR_COUNTERPARTS = r"\b<counterparts>s,?\s+$"
_JOINT = re.compile(r"(?:,\s*(?:and\s+)?|\s+and\s+)")
_NAMES, _COUNTERPARTS = 120, 90  # characters of the names so joined, and of "his Sudanese and Ethiopian counterparts"
_OWNS = re.compile(r"(?:['’]s?)?\s+")
_TWO = re.compile(r"(?:['’]s?)?\s+and\s+(?:the\s+)?")
_LED_BY = re.compile(r"\bby\s")
_GENITIVE = re.compile(r"['’]s?\b|['’](?=\s)")
_ABOUT = re.compile(r"\b(?:to|for|with|on|in|towards?|against|and|relations)\s")
_ABROAD = re.compile(
    r"(?:\b(?:to|for|with|on|in|towards?|against|and|&|relations\s+with|affairs|between)\s+(?:the\s+)?"
    r"(?:[A-Z][\w’'-]*(?:,\s*|\s+and\s+|\s+))*|[,/&]\s*)$"
)


def country_at(article: Article, mention: Mention, role: tuple[str, Offsets] | None) -> tuple[str, Offsets] | None:
    """The country that the words beside a name give: its ministry, a demonym, "of X", "from X"."""
    sentence = article.sentence_at(mention.start)
    behind_role = role is not None and role[1][0] >= mention.end
    for at in (mention.end, role[1][1]) if behind_role else (mention.end,):
        if direct := article.lexicon.regex(_DIRECT).match(article.mask, at, sentence.end):
            land, name = ("land", "name") if direct["land"] else ("bracket", "bracket")
            near = _country_or_capital(article, direct.start(land), direct.start(name))
            if near and not _NEXT_SIDE.match(article.mask, near[1][1]):
                return near
    if listed := _of_counterparts(article, mention, sentence.start):
        return listed
    if owner := _of_his_ministry(article, mention, role[1][0] if role else mention.start):
        return owner
    if told := _behind_ministry(article, mention, role[1][1] if behind_role else mention.end, sentence.end):
        return told
    if role:
        start, end = role[1]
        # only what stands directly before the post: "Pakistan's", "the Indian side"
        low = max(sentence.start, start - 60)
        lead = article.lexicon.regex(_LEAD).search(article.text, low, start) if article.countries_in(low, end) else None
        if lead and O in article.mask[lead.start() : start]:
            lead = article.lexicon.regex(_LEAD).search(article.mask, low, start)
        lo, hi = lead.start() if lead else start, end
        if article.text[end : end + 1] == "s" and (two := _of_two(article, start)):
            one = two[min(1, len(article.between(end, mention.start, "OFFICIAL")))]
            return one.country, (one.start, one.end)
        owner = next(iter(article.countries_in(end, max(end, mention.start))), None)
        if owner and re.fullmatch(r",\s*(?:the\s+)?", article.mask[end : owner.start]):
            return owner.country, (owner.start, owner.end)
    else:
        lo, hi = max(sentence.start, mention.start - 40), mention.start
        near = article.countries_in(lo, hi)
        if not near or not article.lexicon.regex(_TITLES_ONLY).fullmatch(article.mask, near[-1].end, hi):
            return None
    found = [c for c in article.countries_in(lo, hi) if _belongs(article, c.start, c.end, role, lo)]
    if found:
        inside = [c for c in found if role and role[1][0] <= c.start < role[1][1]]
        best = inside[0] if inside else found[-1]
        return best.country, (best.start, best.end)
    if role and (city := _CITY.search(article.text, role[1][0], role[1][1])):
        country = article.lexicon.countries.capital_of(city["city"])
        return (country, city.span("city")) if country else None
    return None


def _of_counterparts(article: Article, mention: Mention, low: int) -> tuple[str, Offsets] | None:
    """ "His Sudanese and Ethiopian counterparts, [name] and [name]": each of those named has the country of his place.
    low: where the sentence begins."""
    people = article.between(max(low, mention.start - _NAMES), mention.end, "OFFICIAL")
    first = len(people) - 1
    while first and _JOINT.fullmatch(article.mask, people[first - 1].end, people[first].start):
        first -= 1
    start = people[first].start
    near = max(low, start - _COUNTERPARTS)
    lands = article.countries_in(near, start)
    told = article.lexicon.regex(_THEIR_COUNTERPARTS).search(article.mask, near, start) if len(lands) > 1 else None
    if told is None:
        return None
    lands = article.countries_in(near, told.start())
    own = lands[-1:]
    while len(own) < len(lands) and _JOINT.fullmatch(article.mask, lands[-len(own) - 1].end, own[0].start):
        own = lands[-len(own) - 1 :]
    if len(own) < 2 or article.mask[own[-1].end : told.start()].strip() or len(people) - first > len(own):
        return None
    one = own[len(people) - first - 1]
    return one.country, (one.start, one.end)


def _of_two(article: Article, start: int) -> list[CountryMention]:
    """The two countries in front of a post in the plural: "Peru and Chile's ministers, A and B"."""
    near = article.countries_in(max(0, start - 60), start)[-2:]
    if near and _LED_BY.search(article.text, near[-1].end, start):
        return []  # "Peru, Chile and Oman were represented by Ministers A, B and C"
    return near if len(near) == 2 and _TWO.fullmatch(article.text, near[0].end, near[1].start) else []


def _of_his_ministry(article: Article, mention: Mention, start: int) -> tuple[str, Offsets] | None:
    """ "[name], of the Ports Group of Peru's [ministry]", "her counterpart from the Omani [ministry], Director [name]".
    start: where the post or the name begins."""
    low = max(0, start - _MINISTRY)
    if M not in article.mask[low : mention.end + _MINISTRY]:
        return None
    body = _IN_MINISTRY.match(article.mask, mention.end)
    if body is None and article.mask.rfind(M, low, start) >= 0:
        body = _BEHIND_MINISTRY.search(article.mask, low, start)
    near = article.countries_in(body.start(), body.end())[-1:] if body else []
    if near and (near[0].start >= body.start("body") or _OWNS.fullmatch(article.text, near[0].end, body.start("body"))):
        return near[0].country, (near[0].start, near[0].end)
    return None


def _behind_ministry(article: Article, mention: Mention, post_end: int, end: int) -> tuple[str, Offsets] | None:
    """ "[name], Director, [ministry], Peru, and": the country behind the ministry of a post. post_end: where the
    post ends, or the name."""
    at = article.mask.find(M, mention.end, min(end, max(mention.end, post_end) + _MINISTRY))
    body = _IN_BODY.match(article.mask, at, end) if at > 0 else None
    if body is None or (at > post_end and not _POST_TO_BODY.fullmatch(article.mask, post_end, at)):
        return None
    near = article.countries_in(body.end(), body.end() + 1)[:1]
    if not near or near[0].start != body.end() or not _COUNTRY_ENDS.match(article.mask, near[0].end, end):
        return None
    listed = _AND_LAND.match(article.mask, near[0].end, end)  # "Peru, Oman and Chile came", "Peru and Chile came"
    if listed and article.countries_in(listed.end(), listed.end() + 1):
        return None
    return near[0].country, (near[0].start, near[0].end)


def _country_or_capital(article: Article, start: int, name: int) -> tuple[str, Offsets] | None:
    """The country named from `start` on, or whose capital stands at `name` ("from Gaborone"), if it owns what goes
    before. start: where "Kingdom of" before the name begins, if that stands there."""
    near = next(iter(article.countries_in(start, name + 5)), None)
    if near is not None:
        subject = article.lexicon.regex(_SUBJECT).match(article.text, near.end)
        return None if subject else (near.country, (near.start, near.end))
    if city := _CAPITALISED.match(article.text, name):
        country = article.lexicon.countries.capital_of(city[0])
        return (country, city.span()) if country else None
    return None


def _of_ministry(article: Article, start: int, end: int) -> bool:
    """Does a ministry's name end with its country ("Health Canada")?"""
    ministry = next(iter(article.between(max(0, start - 80), end, "MINISTRY")[-1:]), None)
    return ministry is not None and ministry.end == end and not _ABOUT.search(article.text, ministry.start, start)


def _belongs(article: Article, start: int, end: int, role: tuple[str, Offsets] | None, lo: int) -> bool:
    """Does this country own the post, rather than being what the post deals with?"""
    before = article.text[max(lo - 1, start - 60) : start]
    behind = article.text[end : end + 14]
    if _GENITIVE.match(behind):
        return True
    if article.lexicon.regex(_OWNER).search(before):
        return not article.lexicon.regex(_AMONG_SUBJECTS).match(article.text, end, end + 60)
    if article.mask.startswith(f" {M}", end) or (article.mask[start] == M and article.mask[start - 1] != M):
        return True  # "for the United States [Department of State]", "for [US Treasury]"
    inside = role is not None and role[1][0] <= start < role[1][1]
    if inside and before.count("(") > before.count(")"):
        return False  # "Joint Secretary (Iran) of the Ministry of External Affairs of India"
    if inside and _of_ministry(article, start, end):
        return True
    if inside and _ABROAD.search(before):
        return False
    return not article.lexicon.regex(_UNIT).match(article.text, end)
