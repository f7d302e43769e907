"""Which side does somebody speak for: "the Kenyan delegation", "from the Indian side", "for Malta"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from communique.linking.article import Article, Mention
from communique.linking.sentences import Sentence
from communique.mask import F, O, R
from communique.schema import Offsets

Side = tuple[str, Offsets]
"""A country and the offsets of the words that name it."""

_LINK = (
    r"(?:['’]s?)?(?:,\s+(?:which|whose|the|as)\s[^.;,]{1,80},)?(?:\s+(?:one|government|officials|experts|<sides>))?,?\s*"
    r"(?:(?:was|were|is|are|will\s+be|being|been|has|had|have|to\s+be|would\s+be)\s+)*(?:\w+ly\s+)?"
)
_LINK_END = r"\b(?:and|while|whereas),?\s+(?:the\s+)?[\w’'-]+(?:\s+[\w’'-]+){0,3}\s+(?:was|were|is|are|will\s+be)\s+$"
# "the host country's will be led by"
_HOSTS = (
    r"\bthe\s+(?:<hosts_guests>|<visiting>(?:\s+(?:country|nation))?|(?-i:(?=[A-Z]))<lone_states>)(?:['’]s?)?(?:\s+one)?\s+"
    r"(?:(?:was|were|is|are|will\s+be|being)\s+)?$"
)
# "The Indonesians were under A", "the Omanis, by B"
_THE_PEOPLE = re.compile(r"\b[Tt]he\s+(?P<of>[A-Z][a-z]+[in])s(?:,?|\s+(?:was|were|are|will\s+be))\s+$")
# the first letter in front for a fast scan
_PHRASE = (
    r"(?-i:[FfOoBb])(?<!\w.)(?:"
    r"(?:(?<=f)(?:rom|or)|(?<=o)n|(?<=b)y)\s+(?:the\s+)?(?:(?:side|part)\s+of\s+(?:the\s+)?)?"
    rf"[^\s,;.(){F}{O}][^,;.(){F}{O}]{{1,45}}?(?:['’]s)?\s+<sides>\b"
    r"|(?:(?<=f)(?:rom|or)|(?<=o)n\s+behalf\s+of)\s+(?:the\s+)?(?-i:[A-Z])[\w’'-]*(?:\s+(?-i:[A-Z])[\w’'-]*){0,3}"
    r"(?=\s*,|\s+(?:and|was|were|while)\b|\s*[.;])"
    r"|(?<=f)(?:rom|or)\s+the\s+(?P<hosts><hosts_guests>|<visiting>)\b)"
)
# "the delegation of Peru to the sixth session of the F in Lima was"
_TO_SESSION = re.compile(
    rf"(?P<of>(?:\s+of\s+(?:the\s+)?[A-Z][\w’' -]*?)?)\s+(?:to|at)\s+(?:the|this|its)\s[^.;,{O}]*[{F}{R}][^.;,{O}]*"
    r"\s(?:is|was|will\s+be)\s+"
)
# "the Omani part of the F is", "the Omani section in the F was"
_OF_FORUM = re.compile(
    rf"\s+(?:of|in|on)\s+(?:(?:the|this|that|their)\s+)?{F}+(?:\s*\({F}+\))?,?\s+(?:is|was|will\s+be)\s+"
)
_ITS = re.compile(r"(?:['’]s?)?\s+(?:own\s+)?")
_NO_COUNTRY = r"\b(?:<hosts_guests>|<visiting>|our|other)\b"
# between "Peru" and "Oman": "the delegations of the Republic of Peru and the Sultanate of Oman"
_IN_TURN = (
    r"(?:['’]s?)?(?:\s+<sides>)?(?:,?\s+(?:and|&)|,)\s+(?:(?:that|those)\s+of\s+)?(?:the\s+)?"
    r"(?:<state_forms>\s+of\s+(?:the\s+)?)?"
)
_SIDES_OF = r"\b<sides>(?<=s)\s+(?:of|from)\s+(?:the\s+)?(?:<state_forms>\s+of\s+(?:the\s+)?)?$"
_SIDES_BEHIND = r"(?:['’]s?)?\s+<sides>\b"
_CLAUSE_OPENS = re.compile(r"(?:^\W*|[,;]\s+|\b(?:and|while|whereas)\s+)(?:the\s+)?$", re.I)
_CHAIN = 200  # characters in which the states stand
_AS = re.compile(r"\W*(?:As|Since|Because)\s+(?:the\s+)?")
_IS_HOST = r"\s+(?:is|was|has|holds|held)\s+(?:the\s+)?(?:(?:current|rotating)\s+)?(?:<venues>|<offices>|chair)\b"
_AS_HOST = r",\s+as\s+(?:the\s+)?(?:current\s+)?<venues>\b"
_TO = re.compile(r"(?:\s[^.;,]{1,40})?\s+to\s+(?:the\s+)?")
_AND = re.compile(r"(?:,|\s+(?:and|whose)\b)")
_AND_OTHER = re.compile(r"(?:[,;]|\b(?:and|while|whereas))\s+(?:the\s+)?$")
_OPENS = 24  # characters in which the country stands that a sentence begins with
_AFTER = re.compile(r"\s*,?\s*(?:and|while|whereas|whilst|as\s+well\s+as)\b|\s*[.;)]|\s*$")


def side_of_subject(article: Article, start: int, end: int) -> tuple[Side | None, bool]:
    """The side that is a cue's subject ("the Kenyan delegation was"), and whether one is spoken of at all."""
    mask = article.mask
    name = mask.rfind(O, start, end) + 1
    if name and article.countries_in(name, end) and article.lexicon.regex(_LINK_END).search(mask, name, end):
        start = name  # "Peru's team had A at its head and Oman's was led by"
    found = article.cues("sides", start, end)
    if found:
        last = found[-1]
        stop = end
        if re.search(rf"[{F}{R}]", mask[last[1] : end]):
            if part := _side_of_part(article, start, last, end):
                return part, True
            to = _TO_SESSION.fullmatch(mask, last[1], end)
            if to is None:
                return None, False
            stop = to.end("of")
        near = article.countries_in(start, stop)
        if not near:
            return None, True
        other = near[-1].start > last[1] and _AND_OTHER.search(mask, last[1], near[-1].start)
        if other and article.lexicon.regex(_LINK).fullmatch(mask, near[-1].end, end):
            # "the Omani team and Peru's experts were"
            return (near[-1].country, (near[-1].start, near[-1].end)), True
        best = min(near, key=lambda c: min(abs(c.end - last[0]), abs(c.start - last[0])))
        if mask.endswith(" on behalf of ", start, best.start) and near.index(best):
            best = near[near.index(best) - 1]  # "France on behalf of Reunion, whose delegation"
        return (best.country, (best.start, best.end)), True
    if article.lexicon.regex(_HOSTS).search(mask, start, end):
        return None, True
    if people := _THE_PEOPLE.search(mask, start, end):
        country = article.lexicon.countries.country(people["of"])
        if country:
            return (country, people.span("of")), True
    # "Canada was represented by X"
    near = article.countries_in(start, end)
    joined = len(near) > 1 and re.fullmatch(
        r"(?:['’]s?)?\s*(?:,|and|&)\s+(?:the\s+)?", mask[near[-2].end : near[-1].start]
    )
    if near and not joined and article.lexicon.regex(_LINK).fullmatch(mask, near[-1].end, end):
        lead = mask[start : near[-1].start]
        if re.search(r"\b(?:that|[Gg]overnment)\s+of\s+(?:the\s+)?$", lead):
            return (near[-1].country, (near[-1].start, near[-1].end)), True
        if re.search(r"(?:^|[\s,;])(?:and|while|the|whereas)?\s*$", lead) and not re.search(
            r"\b(?:of|in|to|from|with|between|and\s+[A-Z]\w+)\s+(?:the\s+)?(?:(?!wh)[a-z]+\s+)?$", lead
        ):
            return (near[-1].country, (near[-1].start, near[-1].end)), True
    return None, False


def sides_in_turn(article: Article, start: int, end: int, active: bool = False) -> list[Side]:
    """ "The delegations of Peru and Oman were", "The Peruvian and Omani teams were", "Peru and Oman were": the states
    of two sides or more before "led by", in text order. active: behind "led"."""
    near = article.countries_in(start, min(end, start + _CHAIN)) if active else article.countries_in(start, end)
    if len(near) < 2:
        return []
    joint = article.lexicon.regex(_IN_TURN)
    near = near if active else near[::-1]
    chain = near[:1]
    for country in near[1:]:
        gap = (chain[-1].end, country.start) if active else (country.end, chain[-1].start)
        if not joint.fullmatch(article.mask, *gap):
            break
        chain.append(country)
    chain = chain if active else chain[::-1]
    if len(chain) < 2 or len({country.country for country in chain}) < len(chain):
        return []
    first, last = chain[0].start, chain[-1].end
    told = article.lexicon.regex(_SIDES_OF).search(article.mask, max(0, first - _CHAIN), first)
    told = told or article.lexicon.regex(_SIDES_BEHIND).match(article.mask, last)
    if not active:
        told = told or _CLAUSE_OPENS.search(article.mask[start:first])
        told = told and article.lexicon.regex(_LINK).fullmatch(article.mask, last, end)
    return [(country.country, (country.start, country.end)) for country in chain] if told else []


def _side_of_part(article: Article, start: int, side: Offsets, end: int) -> Side | None:
    """ "The Omani part of the F is led by": the state whose part it is, where that stands right before the side."""
    near = article.countries_in(start, side[0])[-1:]
    if near and _ITS.fullmatch(article.mask, near[0].end, side[0]) and _OF_FORUM.fullmatch(article.mask, side[1], end):
        return near[0].country, (near[0].start, near[0].end)
    return None


def plural_side(article: Article, start: int, end: int) -> bool:
    """Are several sides the subject ("the two delegations were led by …")?"""
    found = article.cues("sides", start, end)
    if not found:
        return False
    words = article.mask[found[-1][0] : found[-1][1]]
    return words.casefold().endswith("s") or bool(
        re.search(r"\b(?:both|two|respective)\b", article.mask[start:end], re.I)
    )


def side_beside(article: Article, start: int, end: int) -> Side | None:
    """The last country named between two offsets."""
    near = article.countries_in(start, end)
    return (near[-1].country, (near[-1].start, near[-1].end)) if near else None


def host_told(article: Article, start: int, end: int) -> Side | None:
    """ "As Peru is host this year, the chair was taken by A", "Peru, as the host, gave the chairman: A", "Chile will
    hand over to Peru, and Minister A will preside"."""
    for cue in article.cues("handing_over", start, end):
        near = article.countries_in(cue[1], end)[:1]
        if near and _TO.fullmatch(article.mask, cue[1], near[0].start) and _AND.match(article.mask, near[0].end, end):
            return near[0].country, (near[0].start, near[0].end)
    lead = _AS.match(article.mask, start, end)
    near = article.countries_in(lead.end(), lead.end() + 1) if lead else article.countries_in(start, start + _OPENS)[:1]
    is_host = near and article.lexicon.regex(_IS_HOST if lead else _AS_HOST).match(article.mask, near[0].end, end)
    return (near[0].country, (near[0].start, near[0].end)) if is_host else None


def sided_people(article: Article, sentence: Sentence) -> Iterator[tuple[Mention, Side | None, Offsets]]:
    """Officials beside a side phrase: behind it ("from the Indian side, A"), or before it ("A from the
    Indian side") where the sentence goes on with "and" or ends."""
    mask = article.mask
    for match in article.lexicon.regex(_PHRASE).finditer(mask, sentence.start, sentence.end):
        near = article.countries_in(match.start(), match.end())
        if not near and not match["hosts"] and not article.lexicon.regex(_NO_COUNTRY).search(match[0]):
            continue
        side = (near[0].country, (near[0].start, near[0].end)) if near else None
        before = article.between(max(sentence.start, match.start() - 200), match.start(), "OFFICIAL")
        behind = next(iter(article.between(match.end(), sentence.end, "OFFICIAL")), None)
        gap = mask[before[-1].end : match.start()] if before else ""
        direct = before and (
            re.fullmatch(r",?\s*", gap)
            or (re.match(r",\s", gap) and not re.search(r"\b(?:and|while|by|was|were|is|as|who|which|that)\b", gap))
        )
        lead = mask[max(sentence.start, match.start() - 14) : match.start()]
        if direct and _AFTER.match(mask, match.end(), sentence.end) and not re.search(r"\band,?\s*$", lead):
            yield before[-1], side, match.span()
        elif behind is not None:
            role = mask[match.end() : behind.start]
            if (
                len(role) < 140
                and not re.search(r"[;.!?]\s", role)
                and not re.match(r"[\s,]+(?:and|to|in|at|with|for|as)\b", role)
                and not article.cue("clause_verbs", match.end(), behind.start)
            ) and (
                re.match(r"\s*(?:,|by\b|was\b|were\b|is\b|it\b|\()", role)
                or re.match(r"\s+(?:[A-Z]|the\s)", role)
                or role.startswith(" ")
            ):
                yield behind, side, match.span()
