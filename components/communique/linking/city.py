"""Which city of a stretch of text is it in which a session was held?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from communique.countries import fold
from communique.linking.article import Article
from communique.linking.background import of_something_else
from communique.linking.sessions.mention import SessionMention
from communique.mask import F, M, O, R
from communique.schema import Offsets

# "Nuku‘alofa" has a sign inside that opens a quotation elsewhere
CAPITALISED = r"(?:(?:al|el|ash|as|ar|es|ul)-)?[^\W\d_a-zà-öø-ÿ][\w’'.]*(?:[‘ʻ`´]\w+)?(?:-[\w’']+)*"
# Patterns of names stand in (?-i:…): a capital letter is what tells a name.
CITY_NAME = (
    rf"(?:The\s+Hague|Washington,?\s+D\.?\s?C\b\.?"
    rf"|{CAPITALISED}(?:\s+(?:<name_particles>\s+){{0,2}}{CAPITALISED}){{0,3}})"
)
LAST_CITY = rf"(?-i:\b(?:in|at|from|to|of)\s+(?P<name>{CITY_NAME}))"
# "in Lima", "in the old port city of Lima"
_IN = (
    r"(?-i:(?P<prep>in|at|to|In|At)(?<!\w..)\s+(?:(?:the\s+)?(?:[\w’'-]+\s+){0,4}<place_kinds>\s+(?:of\s+)?)?"
    rf"(?P<name>{CITY_NAME}))"
)
_CAPITAL_WORD = rf"(?-i:\b<place_kinds>(?:\s+(?:city|of))*,?\s+(?P<name>{CITY_NAME}))"
_VENUE = rf"(?-i:(?:at|in)(?<!\w..)\s+[^.;,]{{3,80}},\s+(?:<place_kinds>\s+)?(?P<name>{CITY_NAME}))"
# "at the Conference Centre, Lakeside, Lima": the city stands behind its quarter
_VENUE_QUARTER = (
    rf"(?-i:(?:at|in)(?<!\w..)\s+[^.;,]{{3,80}},\s+{CAPITALISED}(?:\s{CAPITALISED}){{0,2}},\s+(?P<name>{CITY_NAME}))"
)
_AS_VENUE = rf"(?-i:(?P<name>{CITY_NAME})\s+as\s+(?:the|its|their)\s+(?:next\s+)?<venues>\b)"
# "came home from Jayapura, where work had begun"
_WHERE_HELD = (
    rf"(?-i:\b(?:from|to)\s+(?P<name>{CITY_NAME}),\s+where\s+(?:[\w’'{F}{R}-]+\s+){{1,9}}?"
    r"(?:<held_at>|<beginning>|<closing>)\b)"
)
_IN_VENUE = (
    r"(?-i:at(?<!\w..)\s+(?:the\s+)?(?:[A-Z][\w’'-]*\s+){1,4}?(?P<name>[A-Z][\w’'-]+(?:\s[A-Z][a-z]+)?)"
    r"(?=\s*(?:[,.;]|$|on\b|where\b)))"
)
# "at the Lima Convention Centre", "at the Lima Hilton": a building that has its city's name in front
_NAMED_AFTER_CITY = rf"(?-i:at(?<!\w..)\s+the\s+(?P<name>{CITY_NAME}))"
# "at a Cusco hotel", "in a Cusco conference centre": a plain noun, so that the name in front is that of its city
_CITYS_VENUE = (
    rf"(?-i:\b(?:at|in|inside)\s+an?\s+(?P<name>{CAPITALISED}(?:\s{CAPITALISED}){{0,2}})\s+(?:[a-z][\w-]*\s+){{0,2}}?"
    r"(?:hotel|resort|(?:conference|convention|congress)\s+(?:centre|center|hall))\b)"
)
_PLAIN_VENUES = ("hotel", "resort", "centre", "center", "hall")  # without which there is none
_BESIDE_SESSION = re.compile(r"(?:\s*\([^)]*\))?,?\s+")
_OWN_VERB = re.compile(
    r"(?:\s*\([^)]*\))?(?:(?!\s(?:that|which|who|where|had|to)\s)[^.,;:])*"
)  # "the F on fish sat in Lima"
_HOST_OF = rf"\b<venues>\s+of\s[^.;]{{2,40}}?\s(?:is|was|will\s+be)\s+(?-i:(?P<name>{CITY_NAME}))"
_BEFORE_DATE = (
    rf"(?m-i:(?P<sign>[–—|(,:]|^)\s*(?P<name>{CITY_NAME}),\s*"
    r"(?=(?P<date>\d{1,2}[\s–-]|[A-Z][a-z]+\s\d|(?:19|20)\d\d\b)))"
)
_BESIDE = rf"(?m-i:[{F}{R}]\)?,\s+(?P<name>{CITY_NAME})(?=\s*(?:[.,;(]|$)))"
_VENUE_OF = rf"(?-i:(?P<name>{CITY_NAME})\s+(?:was|is|will\s+be)\s[^.;]{{3,40}},\s+the\s+<venues>\b)"
# "Tuesday: Tallinn" above an item, "20 Aug, Lima: the fifth round", "• 3–5 May 2024 – Lima – the F" in a diary
_DIARY = (
    r"(?m-i:^\W*(?:(?i:<weekdays>)"
    r"|(?:(?i:<weekdays>),?\s+)?(?:\d{1,2}(?:\s+[A-Z][a-z]{2,8}\.?)?(?:\s*[–-]\s*\d{1,2})?\s+[A-Z][a-z]{2,8}\.?"
    r"|[A-Z][a-z]{2,8}\.?\s+\d{1,2}(?:\s*[–-]\s*\d{1,2})?)(?:,?\s+20\d\d)?)(?::|,|\s+[–—|-]|\s*\()\s*"
    rf"(?P<name>{CITY_NAME})\)?\s*(?:[:–—|]|-\s|\W*$))"
)
# "Lima has been chosen as host"
_CHOSEN = (
    rf"(?-i:(?P<name>{CITY_NAME})\s+(?:has\s+been|had\s+been|was|is)\s+"
    r"(?:chosen|picked|selected|named)\s+(?:as\s+)?(?:the\s+)?<venues>\b)"
)
# "Lima was the scene of the fifth round", "Lima will on Thursday be the venue of the F", "Lima is again the seat of it"
_TIME_WORDS = (
    r"(?:(?:on|in|from|this|next|last|once)\s+)?(?:(?i:<weekdays>|week|month|year|again|also|soon|now|today|yesterday"
    r"|tomorrow|\w+ly)|\d{1,2}\s+[A-Z][a-z]+|[A-Z][a-z]+\s+\d{1,2}|to\s+be|be|been)"
)
_SCENE_OF = (
    rf"(?-i:(?P<name>{CITY_NAME})\s+(?:was|is|will|has|becomes|became)\s+(?:{_TIME_WORDS},?\s+){{0,4}}"
    r"the\s+<venues>\s+(?:of|for)\b)"
)
# pattern, weight, whether a city that is no capital is believed; and without which it finds nothing, since a look for
# that costs less: the signs, the group of phrases
_PATTERNS = (
    (_BESIDE, 0, False, ",", None),
    (_VENUE_OF, 1, False, ",", "venues"),
    (_CAPITAL_WORD, 0, True, "", "place_kinds"),
    (_VENUE, 1, False, ",", None),
    (_VENUE_QUARTER, 1, False, ",", None),
    (_AS_VENUE, 1, True, "", "venues"),
    (_WHERE_HELD, 1, True, "where", None),
    (_IN_VENUE, 2, False, "at", None),
    (_HOST_OF, 1, True, "", "venues"),
    (_CHOSEN, 1, True, "", "venues"),
    (_SCENE_OF, 1, True, "", "venues"),
    (_DIARY, 1, False, "", None),
)
_OF_NAME = ("de", "del", "do", "da", "la", "los", "las")  # "Santa Cruz de la Sierra" is one name
_FROM = re.compile(r"\bfrom\s+(?:the\s+)?$")
_AT_VENUE = (_VENUE, _VENUE_QUARTER)
_NAME_AT = rf"(?-i:{CITY_NAME})"
# "hosted by the Arica town government"
_TOWN_HALL = (
    rf"\s+the\s+(?-i:(?P<name>{CITY_NAME}))\s+(?:town|city|municipal)\s+"
    r"(?:government|council|hall|administration|authorities)\b"
)
_NAME_BEFORE = rf"(?-i:(?P<name>{CITY_NAME})(?:,\s+which|\s+that)?(?:\s+(?:also|again|then))?\s+$)"
_BEHIND_CITY = re.compile(r"\s*(?:[,.;]|$|(?:in|on|next|from|later|early|late)\b)")
_DATELINE_TAIL = re.compile(r"[^\n]{3,36}?(?:\([^)\n]*\)|\s[-–—]|:|\s/[A-Z])")
_FOR_CITY = rf"(?:\s+\w+){{0,3}}?\s+for\s+(?-i:(?P<name>{CITY_NAME}))"  # behind "leaves on Monday"
# "set the 22nd session for Lima in May", "offered Lima for the 21st session"
_SET_FOR = rf"\s+for\s+(?-i:(?P<name>{CITY_NAME}))(?=\s+(?:in|on|next|early|late)\b)"
_SAYS = r"\s+<saying>\b"
_NAME_IN_COUNTRY = rf"(?-i:(?P<name>{CITY_NAME})(?:,|\s+in)\s+$)"
_DAY_BEHIND = re.compile(r",?\s+(?:in|on)\s+")
_AT_THE = re.compile(r",?\s+(?:at|during)\s+the\s")  # "signed in Lima in May, at the fifth session"
_POSTED_IN = r"\b<posted>\s+in\s+$"
# "The ministry said in Muscat that the fifth round was due in Lima"
_SAID_IN = r"\b<saying>\s+in\s+$"
_SAID = 24  # characters before a city in which "said in" stands
_IT = re.compile(r"\s+(?:it|them)\b")
_DAY = 30  # characters behind a city in which a day stands
_OBJECT = 45  # characters behind "will host" in which the session stands
_LEAD = 60  # characters from "papers for" to the session
_TO_SESSION = re.compile(r"\s+(?:[\w’'-]+\s+){0,4}")
_SEAT = 50  # characters from "meeting" to "in Cairo"
_AT_SEAT = re.compile(r"(?:\s+at\s+(?:its|the)\s+(?:[\w’'-]+\s*){1,3})?\s+")
_MADE = 14  # characters of "established", before "in Lima"
_LARGER = re.compile(r"(?:,|\s+in)\s+(?P<name>[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)?)")
# "a delegation to Lima on Monday for the F": where somebody goes for a session
_SENT = r"\b<sending>\b|\bon\s+$"
_TRIP = 140  # characters from "delegation" to where it goes
_FOR_IT = (
    r"(?:\s+(?:on|in|this|next)\s+[\w ]{2,20}?|\s+(?:today|tomorrow|yesterday|tonight))?,?"
    r"\s+(?:for|<to_attend>|<to_chair>)\s+(?:[\w’'-]+\s+){0,3}$"
)
# "the results of the visit to Quito by A": where somebody was before
_OUTCOME_OF_TRIP = r"\b<outcomes>\s+of\s+(?:[\w-]+\s+){0,3}<trips>\s+$"
# "the fifth round falls to Lima", "brought the ministers to Lima"
_BROUGHT = r"\s+<bringing>\s+(?:[\w’'-]+\s+){0,4}"
_TOWN_ARTICLES = frozenset(("La", "El", "Las", "Los", "Le"))  # "La Serena" is a town, the Serena a hotel
_WHOLE_NAME = re.compile(r"The\s+Hague$|Washington,?\s+D")
_WORD_STOP = re.compile(r"\.(?=\s|$)")
_GENITIVE = re.compile(r"['’]s?$")
_APOSTROPHE = re.compile(r"[^s]['’]$")
_QUOTES = re.compile(r"(?<!\w)['‘](?=\w)")
_OWNS_NOTHING = r"\s*(?:[.;)]|$)|\s+(?:on|in|from|between|until|<weekdays>)\b"
_THE_DEMONYM = re.compile(r"\sthe\s+([\w-]+)$")
_OWNED_NAME = re.compile(r"(.+?)['’]s\s")
_SINCE_THEY = re.compile(r"\bsince\s+(?:the|their)\s[^.;,]*$")  # "the first such contact since the leaders met in Lima"
_FIRST_WORD = re.compile(r"(?P<word>\S+)\s+")
_TOLD = rf"(?:\b(?:<held_at>|hotel)|[{F}{R}]\)?)\s+$"


def find_city(article: Article, start: int, end: int, mention: SessionMention | None) -> tuple[str, Offsets] | None:
    """The city of a window: of those behind the session the nearest, else the first."""
    best: tuple[int, int, int, str] | None = None
    if mention is not None:
        start = _behind_preparing(article, start, mention)
    for least, candidates in (
        (-1, _behind_in(article, start, end, mention)),
        (0, _of_patterns(article, start, end, least=True)),
        (1, _of_patterns(article, start, end, least=False)),
        (1, _in_other_words(article, start, end, mention)),
    ):
        if best is not None and best[0] < least:
            break  # all that follow weigh more
        for offset, words, weight, sure in candidates:
            if best is not None and best[0] < weight:
                continue
            away = _quoted(article, mention, offset) or article.lexicon.regex(_POSTED_IN).search(
                article.mask, max(start, offset - 24), offset
            )
            behind = offset + len(words)
            away = away or (
                mention is not None
                and article.mask.startswith(" that ", behind)
                and article.lexicon.regex(_SAID_IN).search(article.mask, max(start, offset - _SAID), offset)
            )
            name = "" if away or _of_other_day(article, behind) else trim(article, words, _ends_name(article, behind))
            if not name or not (sure or article.lexicon.is_host_city(name)):
                continue
            offset, name = _larger(article, offset, name)
            after = mention is not None and offset >= mention.end
            ahead = 1 if after and article.cue("held_verbs", mention.end, offset) else 0
            if best is None or (weight, ahead, offset) < best[:3]:
                best = (weight, ahead, offset, name)
    return (best[3], (best[2], best[2] + len(best[3]))) if best else None


def _of_other_day(article: Article, end: int) -> bool:
    """ "Under the treaty signed in Lima in 1997": is the day behind the city that of something else?"""
    raw = next(iter(article.dates_in(end, end + _DAY)), None)
    return (
        raw is not None
        and _DAY_BEHIND.fullmatch(article.mask, end, raw.start) is not None
        and _AT_THE.match(article.mask, raw.end) is None
        and of_something_else(article, raw)
    )


def _behind_preparing(article: Article, start: int, mention: SessionMention) -> int:
    """ "They met in Kaolack to draw up papers for the session": where words of the session itself begin."""
    cues = article.cues("preparing", max(start, mention.start - _LEAD), mention.start)
    return cues[-1][0] if cues and _TO_SESSION.fullmatch(article.mask, cues[-1][1], mention.start) else start


def _quoted(article: Article, mention: SessionMention | None, offset: int) -> bool:
    """Does this stand in somebody's words, which the session does not?"""
    if mention is None:
        return False
    start = mention.sentence.start
    if _open_quote(article.mask[start : mention.start]):
        return False
    return _open_quote(article.mask[start:offset])


def _open_quote(words: str) -> bool:
    return words.count("“") > words.count("”") or words.count('"') % 2 == 1


def _larger(article: Article, offset: int, name: str) -> tuple[int, str]:
    """ "in Sandton, Pretoria": of a city and the capital behind it the capital."""
    lexicon = article.lexicon
    if not lexicon.is_host_city(name):
        larger = _LARGER.match(article.mask, offset + len(name))
        if larger and lexicon.is_host_city(larger["name"]):
            return larger.start("name"), larger["name"]
    return offset, name


# words that may name the city: (offset, words, weight, believed even where it is no capital)
_Candidate = tuple[int, str, int, bool]


def _behind_in(article: Article, start: int, end: int, mention: SessionMention | None) -> Iterator[_Candidate]:
    """ "in Lima", "at Kuakata", "to Lima"."""
    mask, lexicon = article.mask, article.lexicon
    for match in lexicon.regex(_IN).finditer(mask, start, end):
        prep = match["prep"].casefold()
        offset, name = match.start("name"), match["name"]
        if mask.startswith(f" {O}", match.end()) and offset > match.end("prep") + 1 and not name.endswith("."):
            continue  # "In the Omani capital Minister [name] said"
        if prep == "in":
            if _seat(article, match):
                continue
            own = _met_in(article, start, match.start()) or _behind_session(article, mention, match.start())
            made = article.cue("background_dates", max(start, match.start() - _MADE), match.start())
            weight = 2 if made and made[1] + 1 == match.start() else 0
            if mention is None and own and _SINCE_THEY.search(mask, max(start, match.start() - _TRIP), match.start()):
                own, weight = False, 2
            yield offset, name, -1 if own else weight, True
        elif prep == "at" and _at_city(article, match, start):
            inner = lexicon.regex(LAST_CITY).match(mask, match.end() + 1, end)
            city = inner and trim(article, inner["name"])  # "at Kuakata in September"
            yield (inner.start("name"), inner["name"], 0, True) if city else (offset, name, 0, True)
        elif prep == "at":
            yield offset, name, 0, False
            yield offset, name, 3, mention is not None
        elif (mention is not None and _goes_for(article, start, match, mention)) or (
            mention is not None and article.lexicon.regex(_BROUGHT).fullmatch(mask, mention.end, match.start())
        ):
            yield offset, name, 0, True
        elif mention is None and lexicon.regex(_OUTCOME_OF_TRIP).search(
            mask, max(start, match.start() - _OBJECT), match.start()
        ):
            continue
        elif mention is None or article.cue("travel", max(start, match.start() - 40), match.start()):
            yield offset, name, 1, False


def _of_patterns(article: Article, start: int, end: int, least: bool) -> Iterator[_Candidate]:
    """Where `_PATTERNS` name the city. least: those of the least weight, else the others."""
    mask, lexicon = article.mask, article.lexicon
    for pattern, weight, sure, signs, group in _PATTERNS:
        if (weight == 0) != least or mask.find(signs, start, end) < 0:
            continue
        if group is not None and not article.cue(group, start, end):
            continue
        for match in lexicon.regex(pattern).finditer(mask, start, end):
            near = max(start, match.start() - len("from the "))
            if pattern is _CAPITAL_WORD and _FROM.search(mask, near, match.start()):
                continue  # "goods from the port of Lima": not where something is held
            if pattern is _CAPITAL_WORD and mask.startswith(f" {O}", match.end()) and not match["name"].endswith("."):
                continue  # a post
            known = sure or (pattern in _AT_VENUE and _in_country(article, match.end("name")))
            offset, name = match.start("name"), match["name"]
            while (lead := _FIRST_WORD.match(name)) and lead["word"].casefold() in lexicon.words("not_places"):
                offset, name = offset + lead.end(), name[lead.end() :]  # "On Tuesday Lima was the scene"
            yield offset, name, weight, known


def _in_other_words(article: Article, start: int, end: int, mention: SessionMention | None) -> Iterator[_Candidate]:
    """ "at the Lima Hilton", "Lima, 5 May", "Lima will host"."""
    mask, lexicon = article.mask, article.lexicon
    for match in lexicon.regex(_NAMED_AFTER_CITY).finditer(mask, start, end):
        if {word.casefold().rstrip(".") for word in match["name"].split()[1:]} & lexicon.words("venue_nouns"):
            yield match.start("name"), match["name"], 2, False
    plain = any(mask.find(noun, start, end) >= 0 for noun in _PLAIN_VENUES)
    for match in lexicon.regex(_CITYS_VENUE).finditer(mask, start, end) if plain else ():
        yield match.start("name"), match["name"], 2, not lexicon.countries.find(match["name"])
    dated = bool(article.dates_in(start, end))
    for match in lexicon.regex(_BEFORE_DATE).finditer(mask, start, end) if dated else ():
        if match["sign"] or not _DATELINE_TAIL.match(mask, match.start("date")):
            yield match.start("name"), match["name"], 1, match["sign"] in ("(", ":") and match["date"].isdigit()
    for cue in article.cues("place_leads", start, end):
        if match := lexicon.regex(_NAME_AT).match(mask, cue[1] + 1, end):
            moved = mask[cue[1] - 2 : cue[1]] in ("to", "or", "by") and bool(_BEHIND_CITY.match(mask, match.end()))
            yield match.start(), match[0], 1, moved and not match[0].isupper()  # "hosted by ANP in 2023"
        elif match := lexicon.regex(_TOWN_HALL).match(mask, cue[1], end):
            yield match.start("name"), match["name"], 1, True
    for cue in article.cues("travel", start, end):
        if match := lexicon.regex(_FOR_CITY).match(mask, cue[1], end):
            yield match.start("name"), match["name"], 1, False
    if mention is not None and (match := lexicon.regex(_SET_FOR).match(mask, mention.end, end)):
        yield match.start("name"), match["name"], 1, False
    for cue in article.cues("hosting", start, end):
        match = lexicon.regex(_NAME_BEFORE).search(mask, max(start, cue[0] - 60), cue[0])
        while match and match["name"].split()[0].casefold() in lexicon.words("not_places") and " " in match["name"]:
            begin = match.start("name") + match["name"].index(" ")  # "On 20 June Lima will host"
            match = lexicon.regex(_NAME_BEFORE).search(mask, begin, cue[0])
        if match and lexicon.countries.country(match["name"]):  # "Awaza in Turkmenistan will host"
            match = lexicon.regex(_NAME_IN_COUNTRY).search(mask, max(start, match.start() - 40), match.start())
        if match and not lexicon.countries.country(match["name"]):  # "Singapore will host": the country
            itself = (
                mention is not None and mention.rule == "last-held" and mention.start == cue[0]
            )  # "Arica had hosted"
            yield match.start("name"), match["name"], 1, itself or _of_session(article, cue[1], end)


def _seat(article: Article, match: re.Match[str]) -> bool:
    """ "The ministry in Seoul said": where a ministry is that speaks of the session."""
    return (
        article.mask[match.start() - 2 : match.start()] == f"{M} "
        and article.lexicon.regex(_SAYS).match(article.mask, match.end()) is not None
    )


def _goes_for(article: Article, start: int, match: re.Match[str], mention: SessionMention) -> bool:
    """ "She leads a delegation to Lima for the F", "invited them to Lima on Monday for the fifth round"."""
    if match.end() >= mention.start or not article.lexicon.regex(_FOR_IT).search(
        article.mask, match.end(), mention.start
    ):
        return False
    near = max(start, match.start() - _TRIP)
    return article.cue("travel", near, match.start()) is not None or (
        article.lexicon.regex(_SENT).search(article.mask, near, match.start()) is not None
    )


def _in_country(article: Article, end: int) -> bool:
    """ "at the Savoy Resort, Beau Vallon, Seychelles": does a country stand behind the name?"""
    near = article.countries_in(end + 2, end + 3)
    return bool(near) and article.mask[end : end + 2] == ", "


def _met_in(article: Article, start: int, at: int) -> bool:
    """ "after an extraordinary meeting at its seat in Cairo": is a session what is in the city?"""
    noun = article.cue("sessions", max(start, at - _SEAT), at)
    return noun is not None and _AT_SEAT.fullmatch(article.mask, noun[1], at) is not None


def _behind_session(article: Article, mention: SessionMention | None, at: int) -> bool:
    """ "apples from Ica took up the morning of the F in Lima": the city right behind the session; in a sentence that
    does not name it, the one right behind the verb ("what they promised in Ica, they gathered in Lima to do")."""
    if mention is None:
        return any(end + 1 == at for _, end in article.cues("held_verbs", at - _SEAT, at))
    if at < mention.end:
        return False
    if _BESIDE_SESSION.fullmatch(article.mask, mention.end, at):
        return True
    verb = next((start for start, end in article.cues("held_verbs", mention.end, at) if end + 1 == at), None)
    own = _OWN_VERB.match(article.mask, mention.end, at) if verb is not None else None
    return own is not None and verb <= own.end()


def _of_session(article: Article, start: int, end: int) -> bool:
    """ "Kaunas will host the eighth meeting": is it a session that is hosted?"""
    end = min(end, start + _OBJECT)
    if _IT.match(article.mask, start):
        return True
    return bool(article.between(start, end, "ROUND")) or article.cue("sessions", start, end) is not None


def _at_city(article: Article, match: re.Match[str], start: int) -> bool:
    """ "held at Kuakata": a name behind "at" that is no building."""
    words = {word.casefold() for word in re.findall(r"[\w’'-]+", match["name"])}
    told = article.lexicon.regex(_TOLD).search(article.mask, max(start, match.start() - 20), match.start())
    return bool(told) and not words & article.lexicon.words("venue_nouns")


def mixed_case(article: Article, name: str, span: Offsets) -> tuple[str, Offsets]:
    """A name as the text spells it at its fullest: "ISLAMABAD" in a dateline, "Islamabad" below; with "D.C."."""
    if name == "Washington" and (full := re.search(r"\bWashington,?\s+D\.?\s?C\b\.?", article.text)):
        return full[0], full.span()
    if not article.lexicon.is_host_city(name) and (full := _fuller(article, name)):
        return full
    if name.isupper() and len(name) > 3:
        other = article.text.find(name.title())
        if other >= 0:
            return name.title(), (other, other + len(name))
    return name, span


def _fuller(article: Article, name: str) -> tuple[str, Offsets] | None:
    """ "JPCC ends in Dar" over "Dar es Salaam": a city of which a headline gives the first word."""
    for city in article.lexicon.longer_host_cities.get(fold(name), ()):
        length = len(city)
        at = article.mask.find(f"{name} ")
        while at >= 0:
            told = article.mask[at : at + length]
            if fold(told) == city and not article.mask[at + length : at + length + 1].isalpha():
                return told, (at, at + length)
            at = article.mask.find(f"{name} ", at + 1)
    return None


def _ends_name(article: Article, end: int) -> bool:
    """ "In St Ives's on 5 May": does something follow that nobody owns, so that the "'s" belongs to the name?"""
    return (
        article.mask[end - 1 : end] == "s" and article.lexicon.regex(_OWNS_NOTHING).match(article.mask, end) is not None
    )


def trim(article: Article, name: str, whole: bool = False) -> str:
    """A city's name, or "" where these words are none. whole: a genitive at its end belongs to it."""
    lexicon = article.lexicon
    if _WHOLE_NAME.match(name):
        return name
    barred = lexicon.words("not_places")
    if name.partition(" ")[0].casefold() not in lexicon.words("abbreviations"):  # "St. Julian's"
        name = _WORD_STOP.split(name)[0]
    name = name.rstrip(".,;:")
    if (demonym := _THE_DEMONYM.search(name)) and lexicon.countries.country(demonym[1]):
        name = name[: demonym.start()]  # "will receive in Lima the Omani delegation"
    if (
        not whole
        and not lexicon.is_host_city(name)
        and not (_APOSTROPHE.search(name) and not _QUOTES.search(article.mask))
    ):
        name = _GENITIVE.sub("", name)  # "Male'" is a name, "Paris'" and the end of a quotation are none
    if (owner := _OWNED_NAME.match(name)) and lexicon.is_host_city(owner[1]):
        return owner[1]
    words = name.split()
    building = False  # "Riverside Hall Friday"
    if len(words) > 1 and words[-1].casefold() in lexicon.words("place_regions"):
        words.pop()  # "Puno Province"
        name = " ".join(words)
    while words:
        building = building or (words[-1].casefold() in lexicon.words("venue_nouns") and words[0] not in _TOWN_ARTICLES)
        if words[-1].casefold() not in barred and words[-1].casefold() not in ("the", "of", "and"):
            break
        words.pop()
        name = " ".join(words)
    if (
        not words
        or words[0].casefold() in barred
        or name.casefold() in barred
        or len(name) < 3
        or (name.isupper() and len(name) < 5)
    ):
        return ""
    if lexicon.is_host_city(name):
        return name
    if words[-1].casefold() in (lexicon.words("state_bodies") | lexicon.words("other_bodies")):
        return ""  # "the Fisheries Council held its session"
    for length in range(len(words) - 1, 0, -1):  # "Lima After Ten Years" in a heading
        if lexicon.is_host_city(shorter := " ".join(words[:length])):
            goes_on = words[length].casefold() in lexicon.words("place_tails") or words[length] in _OF_NAME
            return name if goes_on else shorter
    if building:
        return ""
    first = lexicon.countries.find(name)
    if lexicon.countries.country(name) or (first and first[0].start == 0 and not re.search(r"(?i)\bcity\b", name)):
        return ""
    return name
