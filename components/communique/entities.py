"""Entity borders by the annotation guide: mends what a model marked, with rules that hold for all articles.

A model learns what an official or a forum looks like; where a span ends is a rule of the guide ("a topic
behind belongs to the span", "the word 'meeting' after a complete name does not"). Each rule below states
one such sentence; the words it goes by and its test lines stand in data/entities.yml.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from itertools import pairwise

from pydantic import BaseModel, ConfigDict, ValidationError
from srsly.ruamel_yaml import YAML

from communique.lexicon import Lexicon, alternatives, branches
from communique.ordinals import parse_round, spelled_ordinals

_CAP = r"(?:[^\W\d_a-zà-öø-ÿ](?:[\w-]|['’](?!s\b))*)"
_INSIDE = r"(?:Authority|Agency|Fund|Bank|University|Company|Centre|Center|Foundation|Mission\s+in|Peacekeeping)"


class EntityTest(BaseModel):
    """A marked line as a model might give it, and as the guide wants it."""

    model_config = ConfigDict(extra="forbid")
    rule: str
    before: str
    after: str


class EntityWords(BaseModel):
    """The word lists of data/entities.yml; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", ignored_types=(cached_property,))
    organisations: list[list[str]]
    document_words: list[str]
    session_nouns: list[str]
    session_adjectives: list[str]
    forum_kinds: list[str]
    forum_nouns: list[str]
    loose_nouns: list[str]
    relation_nouns: list[str]
    ministry_tails: list[str]
    not_numbered: list[str]
    not_sessions: list[str]
    competitions: list[str]
    never: list[str]
    never_official: list[str]
    credits: list[str]
    no_longer: list[str]
    led_by: list[str]
    clause_words: list[str]
    tests: list[EntityTest]

    @cached_property
    def session(self) -> str:
        return alternatives(self.session_nouns)

    @cached_property
    def adjective(self) -> str:
        return alternatives(self.session_adjectives)

    @cached_property
    def clause(self) -> str:
        return rf"{alternatives(self.clause_words)}\b"

    @cached_property
    def organisation(self) -> re.Pattern[str]:
        names = sorted({name for group in self.organisations for name in group}, key=len, reverse=True)
        body = branches(re.escape(name).replace(r"\ ", r"\s+") for name in names)
        documents = "|".join(map(re.escape, self.document_words))
        return re.compile(
            rf"(?<![\w-])(?<![A-Z]\. )(?:{body})"
            rf"(?![\w]|-[A-Za-z]|\s+(?:{documents})\b|(?:\s+{_CAP}){{0,3}}\s+{_INSIDE}\b)"
        )

    @cached_property
    def ordinal(self) -> str:
        spelled = branches(sorted((w.replace(" ", r"[\s-]") for w in spelled_ordinals()), key=len, reverse=True))
        return rf"(?:\d{{1,3}}\s?(?:st|nd|rd|th)|(?:{spelled})(?:[\s-]ever)?|inaugural|maiden|(?-i:[IVXL]{{1,7}}))"

    @cached_property
    def round(self) -> str:
        return rf"{self.ordinal}\s+(?:{self.adjective}\s+){{0,2}}{self.session}\b"

    @cached_property
    def kinds(self) -> str:
        return alternatives(self.forum_kinds)

    @cached_property
    def nouns(self) -> str:
        return alternatives(self.forum_nouns)


@lru_cache(maxsize=1)
def entity_words() -> EntityWords:
    """The lists that the package carries. Raises ValueError with the fault."""
    text = files("communique").joinpath("data", "entities.yml").read_text(encoding="utf8")
    data = YAML(typ="safe").load(text)
    data["tests"] = [{"rule": t["rule"], "before": t["in"], "after": t["out"]} for t in data["tests"]]
    try:
        return EntityWords.model_validate(data)
    except ValidationError as error:
        raise ValueError(f"entities.yml: {error}") from error


@dataclass
class _Spans:
    """Spans under repair: no two overlap; the text never changes."""

    text: str
    spans: list[list]  # [start, end, label]

    def at(self, start: int, end: int) -> list[list]:
        """Spans that touch [start, end)."""
        return [s for s in self.spans if s[0] < end and start < s[1]]

    def put(self, start: int, end: int, label: str) -> None:
        """Add a span; those inside it go, those that overlap it keep their rest or go."""
        self.spans = [s for s in self.spans if not (s[0] < end and start < s[1])] + [[start, end, label]]

    def drop(self, span: list) -> None:
        self.spans = [s for s in self.spans if s is not span]

    def of(self, label: str) -> list[list]:
        return sorted((s for s in self.spans if s[2] == label), key=lambda s: s[0])


def mend(
    text: str, spans: list[tuple[int, int, str]], lexicon: Lexicon, words: EntityWords | None = None
) -> list[tuple[int, int, str]]:
    """Spans with the guide's borders.

    text: the article. spans: (start, end, label) in code points, not overlapping. Returns the same in
    text order. Runs in time linear in the text for a bounded number of names.
    """
    words = words or entity_words()
    work = _Spans(text, [list(s) for s in spans])
    for rule in (
        trim,
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
        rounds,
        round_of_no_forum,
        bracket_abbreviations,
        initials_again,
        name_borders,
        led_by,
        no_longer,
        names_again,
        bylines,
        trim,
    ):
        rule(work, lexicon, words)
    return sorted((s[0], s[1], s[2]) for s in work.spans)


def trim(work: _Spans, lexicon: Lexicon, words: EntityWords) -> None:
    """No leading "the", no trailing punctuation, no possessive, no white space at the borders."""
    for span in list(work.spans):
        body = work.text[span[0] : span[1]]
        if not re.search(r"\w", body):
            work.drop(span)
            continue
        quoted = re.match(r"[“\"].+[”\"]\s+\w", body)  # a quoted name with its noun: "2+2" Dialogue
        lead = None if quoted else re.match(r"(?:\s|[,.;:“\"'‘–-]|(?:the|a|an|The|THE|ever)\s+)+", body)
        if lead and lead.end() < len(body):
            span[0] += lead.end()
        body = work.text[span[0] : span[1]]
        tail = re.search(
            r"(?:['’]s?|[\s,;:‚”\"?!(–-]|(?<=\w\w)(?<!Jr)(?<!Sr)\.|\s(?:and|of|for|on|the|in|to|with))+$", body
        )
        if tail and tail.start() > 0:
            span[1] = span[0] + tail.start()
        body = work.text[span[0] : span[1]]
        if body.count("(") > body.count(")") and work.text[span[1] : span[1] + 1] == ")":
            span[1] += 1
        elif body.count("(") < body.count(")"):
            cut = body.find(")")
            rest = len(body) - len(body[cut + 1 :].lstrip())
            if body[cut + 1 :].strip():
                span[0] += rest
            else:
                span[1] = span[0] + cut
        if span[0] >= span[1]:
            work.drop(span)


def organisations(work: _Spans, lexicon: Lexicon, words: EntityWords) -> None:
    """Groupings and bodies of states are FORUM wherever they stand as words of their own."""
    countries = {(c.start, c.end) for c in lexicon.countries.find(work.text)}
    ends = {end: start for start, end in countries}
    for match in words.organisation.finditer(work.text):
        start, end = match.span()
        if ends.get(end, start) < start:  # "VIET NAM" holds no NAM
            continue
        line = work.text[
            work.text.rfind("\n", 0, start) + 1 : work.text.find("\n", end) if "\n" in work.text[end:] else None
        ]
        if match[0].isupper() and line.isupper() and len(line) > len(match[0]) + 8:  # "THE WOMAN WHO …"
            continue
        over = work.at(start, end)
        conjoined = re.match(r"\s+and\s+(?:the\s+)?[A-Z]", work.text[end : end + 12])
        inside = [
            s
            for s in over
            if s[2] in ("FORUM", "MINISTRY") and s[0] <= start and end <= s[1] and (s[0], s[1]) != (start, end)
        ]
        if any(not (s[0] == start and s[2] == "FORUM" and conjoined) for s in inside):
            continue
        if any(s[2] == "OFFICIAL" and (s[0] < start or end < s[1]) for s in over):
            continue
        joined = [
            s
            for s in over
            if s[2] == "FORUM" and s[0] == start and re.match(r"\s+and\s+(?:the\s+)?[A-Z]", work.text[end : s[1]])
        ]
        if joined:  # "the United Nations and the Commonwealth" are two
            rest = re.match(r"\s+and\s+(?:the\s+)?", work.text[end : joined[0][1]])
            stop = joined[0][1]
            work.put(start, end, "FORUM")
            work.put(end + rest.end(), stop, "FORUM")
            continue
        if any(s[2] == "FORUM" and s[1] > end for s in over):
            longest = max(s[1] for s in over if s[2] == "FORUM")
            work.put(start, longest, "FORUM")
            continue
        work.put(start, end, "FORUM")


def never(work: _Spans, lexicon: Lexicon, words: EntityWords) -> None:
    """Missions, chambers, companies, courts, papers are no MINISTRY and no FORUM, a cup is no FORUM; titles are no
    name."""
    pattern = _alternatives(tuple(words.never))
    competition = _behind(r"\s+", tuple(words.competitions))
    barred = {word.casefold() for word in words.never_official}
    for span in list(work.spans):
        body = work.text[span[0] : span[1]]
        if span[2] == "OFFICIAL":
            named = lexicon.countries.country(body)
            wrong = body.casefold() in barred or named or not re.search(r"[A-ZÀ-Þ\W]", body)
        elif span[2] == "FORUM" and competition.match(work.text, span[1]):
            wrong = True
        else:
            other = re.search(r"\b(?:Ministry|Working Group|Consultations)\b", body)
            wrong = span[2] != "ROUND" and pattern.search(body) and not other
        if wrong:
            work.drop(span)


@lru_cache(maxsize=16)
def _any(phrases: tuple[str, ...]) -> str:
    """Any of these phrases as a regular expression, made once for all articles."""
    return alternatives(phrases)


@lru_cache(maxsize=8)
def _alternatives(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){alternatives(phrases)}(?!\w)")


_INSTITUTION = (
    r"(?:Ministry|Board|Authority|Corporation|Department|Commission|Company|Bank|Agency|Government(?!\s+and\b)|High|Embassy|Navy|Police|Division|Directorate|Office|Institute|University|Council|"
    r"Secretary|Minister|Director|Mr|Dr|Ambassador|Deputy|Principal|Permanent|Additional|Joint|Assistant|Senior|Second|First|Under|Chief|Head|Vice|Acting|Special(?!\s+(?:Initiatives|Programmes|Programs|Projects))|Spokes\w+|State|Undersecretary|"
    r"Parliamentary|Chairman|Chairperson|Commissioner|Managing|Project|Team|Coordinator|General|H|Hon|Shri|Ms|Mrs|Prof|Smt|Eng|Datuk|Dato|Tan|Sir)"
)
_WORD = rf"(?!{_INSTITUTION}\b|[A-Z]\b){_CAP}"
_ITEM = rf"(?:Attorney[- ]General|(?![A-Z]{{3,}}\b){_WORD})(?:\s+(?:of\s+)?{_WORD}){{0,3}}"
_BODY = (
    r"(?:Ministr|Department|Office|Board|Authority|Commission|Agency|Directorate|Division|Bureau|Council|Service|"
    r"Cent(?:er|re)|Secretariat|Administration|Institute|Treasury|Corps|Committee|Unit|Organi[sz]ation|Trust|Police|"
    r"Survey|Registrar|Inspectorate|Fund|Bank|Customs|Academy|Section|Desk|Mission)"
)
_WITH_THE = r"the\s+(?=(?:Environment|Arts|Interior|Diaspora|Ocean|Sea|Blue|Family|Elderly|Economy|Budget|Territory)\b)"
_LISTED = rf"(?:(?:,\s+(?:the\s+)?{_ITEM})*,?\s+(?:and|&)\s+(?:{_WITH_THE})?{_ITEM})"
_PORTFOLIO = rf"{_ITEM}{_LISTED}?(?:\s+(?:and|&)\s+{_ITEM})?"


def ministry_portfolios(work: _Spans, lexicon: Lexicon, words: EntityWords) -> None:
    """A ministry's name holds all its portfolios and a trailing "of Country", and no other body."""
    text = work.text
    head = re.compile(
        rf"(?=[DFGMNSU])(?<![\w-])(?:Federal\s+|State\s+|National\s+|Union\s+|General\s+)?(?:Ministry|Department)\s+(?:of|for)\s+(?:the\s+)?(?P<body>{_PORTFOLIO})"
    )
    for match in head.finditer(text):
        over = work.at(*match.span())
        if any(s[2] in ("FORUM", "OFFICIAL") and s[0] < match.start() for s in over):
            continue
        start, end = match.span()
        for joint in re.finditer(r"\s+(?:and|&)\s+(?:the\s+)?", match[0]):
            near = lexicon.countries.find(match[0][joint.end() :])
            if near and near[0].start == 0:  # "… of Defence and Qatar's …": another country's body follows
                end = start + joint.start()
                break
        if re.match(
            r"\s+(?:Authority|Board|Agency|Department|Bank|Commission|Corporation|Company|Institute|Council|Office|Service|Centre|Center|Organi[sz]ation|Programme|Ministry)\b",
            text[end:],
        ) and (joint := re.search(r",?\s+(?:and|&)\s+\S+(?:\s+\S+)*$", text[start:end])):
            end = start + joint.start()  # "… of Commerce and Civil Aviation Authority": two bodies
        if line := re.search(r"\s*\n", text[start:end]):
            end = start + line.start()
        start = min([start, *(s[0] for s in over if s[2] == "MINISTRY" and s[0] < start)])
        for span in over:  # the model's longer end is kept where no list goes on in it
            if (
                span[2] == "MINISTRY"
                and span[0] <= start
                and span[1] > end
                and not re.search(rf"[,;\n]|\b{_BODY}", text[end : span[1]])
            ):
                end = span[1]
        if not over and not match[0].startswith(("Ministry", "Federal Ministry", "Union Ministry", "State Ministry")):
            continue
        if any(s[2] == "OFFICIAL" for s in over):
            end = min(s[0] for s in over if s[2] == "OFFICIAL")
        inside = [s for s in over if s[2] == "MINISTRY" and s[0] > start]
        if inside and not any(s[0] <= start for s in over):
            start = min(start, inside[0][0])
        end = _with_country(text, end, lexicon)
        tail = re.match(
            rf"(?:\s+{_CAP}(?:\s+(?:and|&)\s+{_CAP})?){{0,4}}\s+(?:{'|'.join(words.ministry_tails)})\b", text[end:]
        )
        if tail:
            end += tail.end()
        end = start + len(text[start:end].rstrip(" ,."))
        for span in over:
            if span[2] == "OFFICIAL":
                span[0] = max(span[0], end)
        kept = [s for s in over if s[2] == "OFFICIAL" and s[0] < s[1]]
        work.put(start, end, "MINISTRY")
        work.spans += [s for s in kept if s not in work.spans]
    for span in work.of("MINISTRY"):
        body = text[span[0] : span[1]]
        span[1] = (
            _with_country(text, span[1], lexicon)
            if re.match(r"(?:Ministry|Department|Foreign Ministry|Ministry)\b", body)
            else span[1]
        )
        if re.search(r"(?:Ministry|Department|Directorate|Division)$", body):
            before = text[max(0, span[0] - 120) : span[0]]
            list_ = re.search(rf"(?:{_ITEM},\s+)*{_ITEM}\s+(?:and|&)\s+(?:{_ITEM}\s+)?$", before)
            if list_ and not re.search(r"\n|Ministry|Department|\bthe\b", list_[0]):
                words_ = list_[0]
                lead = re.match(
                    r"(?:(?:Secretary|Minister|Director|General|Permanent|Additional|Deputy|President|Chairman|The|In|At|And|With)\s+(?:to\s+|of\s+)?(?:the\s+)?)+",
                    words_,
                )
                start = span[0] - len(words_) + (lead.end() if lead else 0)
                if start < span[0] and not work.at(start, span[0]):
                    span[0] = start


def _with_country(text: str, end: int, lexicon: Lexicon) -> int:
    """The end of a name after a trailing "of (the Republic of) Country"."""
    match = re.match(r"\s+of\s+(?:the\s+)?", text[end : end + 12])
    if not match:
        return end
    near = lexicon.countries.find(text[end : end + 90])
    base = match.end()
    for country in near:
        gap = text[end + base : end + country.start]
        if country.kind == "name" and re.fullmatch(
            r"(?:(?:the\s+)?(?:\w+\s+){0,4}(?:Republic|Kingdom|State|Sultanate|Government|Union|Commonwealth|Islamic|Federal)\s+of\s+(?:the\s+)?)?",
            gap,
        ):
            return end + country.end
        break
    return end


def round_inside_forum(work: _Spans, lexicon: Lexicon, words: EntityWords) -> None:
    """ "Seventh Round of Bilateral Consultations" as one span is a ROUND and a FORUM."""
    pattern = re.compile(
        rf"(?:(?P<round>{words.round})\s+of\s+(?:the\s+)?|(?P<ordinal>{words.ordinal})\s+)(?=\S)", re.I
    )
    rest = re.compile(rf"(?P<noun>(?:(?:{words.session})))\s+of\s+(?:the\s+)?(?=\S)", re.I)
    for span in work.of("FORUM"):
        match = pattern.match(work.text, span[0], span[1])
        # the First to Sixth Committee are the main committees of the UN General Assembly: no round
        if match and match["ordinal"] and re.match(r"Committee\b(?!\s+on\b)", work.text[match.end() : span[1]]):
            continue
        if match:
            group = "round" if match["round"] else "ordinal"
            work.drop(span)
            work.put(match.start(group), match.end(group), "ROUND")
            work.put(match.end(), span[1], "FORUM")
            continue
        match = rest.match(work.text, span[0], span[1])
        before = re.search(rf"(?<!\w)(?P<ordinal>{words.ordinal})\s+$", work.text[: span[0]][-40:], re.I)
        if match and before:
            start = span[0] - len(before[0])
            end = span[1]
            work.drop(span)
            work.put(start, match.end("noun"), "ROUND")
            work.put(match.end(), end, "FORUM")


def forum_kinds(work: _Spans, lexicon: Lexicon, words: EntityWords) -> None:
    """Words that say which kind of forum it is belong to it: "bilateral political consultations"."""
    pattern = re.compile(rf"(?<![\w-])((?:{words.kinds})(?:(?:\s+|,\s+|\s+and\s+|-)(?:{words.kinds}))*\s+)$", re.I)
    starts = re.compile(rf"(?:(?:{words.kinds})[\s-]+)*(?:{words.nouns})\b", re.I)
    for span in work.of("FORUM"):
        if not starts.match(work.text, span[0], span[1]):
            continue
        lo = max(0, span[0] - 70)
        match = pattern.search(work.text[lo : span[0]])
        if not match:
            continue
        start = lo + match.start(1)
        capital = work.text[span[0]].isupper()
        while capital and start < span[0] and work.text[start].islower():
            step = re.match(r"\S+\s+", work.text[start : span[0]])
            start += step.end() if step else span[0] - start
        lead = re.match(r"(?:and|,)\s+", work.text[start : span[0]])
        start += lead.end() if lead else 0
        if start < span[0] and not [s for s in work.at(start, span[0]) if s is not span]:
            span[0] = start


def forum_parties(work: _Spans, lexicon: Lexicon, words: EntityWords) -> None:
    """Party names joined in front belong to the span: "India-Egypt Joint Working Group"."""
    for span in work.of("FORUM"):
        lo = max(0, span[0] - 90)
        zone = work.text[lo : span[1]]
        near = lexicon.countries.find(zone)
        offset = span[0] - lo
        # a country name cut by the span's start belongs to it whole
        for country in near:
            if country.start < offset < country.end:
                offset = country.start
        for country in reversed(near):
            if country.end > offset:
                continue
            gap = zone[country.end : offset]
            joined = re.fullmatch(r"\s?[-–—−/]\s?|\s*&\s*", gap)
            alone = (
                offset == span[0] - lo
                and gap == " "
                and country.kind == "demonym"
                and re.search(r"[-–—−/]\s?$", zone[: country.start])
            )
            direct = (
                gap == " "
                and re.search(r"(?:[\w)])\s?[-–—−/]\s?$", zone[: country.start])
                and any(
                    re.fullmatch(r"\s?[-–—−/]\s?", zone[c.end : country.start]) for c in near if c.end <= country.start
                )
            )
            if joined or alone or direct:
                offset = country.start
            else:
                break
        start = lo + offset
        if start < span[0] and not [s for s in work.at(start, span[0]) if s is not span and s[2] != "FORUM"]:
            work.put(start, span[1], "FORUM")


_TOPIC_STOP = (
    r"(?:was|were|is|are|will|would|has|have|had|held|took|takes|met|meets|between|which|that|who|and\s+the|from|to\s+be|with|at|here|today|yesterday|tomorrow|this|last|next|"
    r"their|its|his|her|both|by|as|where|when|after|before|during|under|opened|concluded|convened|co-chaired|chaired|set|constituted|meeting|on|said|also)"
)


def forum_topic(work: _Spans, lexicon: Lexicon, words: EntityWords) -> None:
    """A topic behind belongs to the span ("on …", "for …"), and an abbreviation that stands before it."""
    capital = rf"{_CAP}(?:(?:,?\s+(?:and|of|the|in|&|for|to|against|with|or|on)\s+(?:the\s+)?|,\s+|\s+|/){_CAP})*"
    lower = (
        rf"(?!\d)(?:(?!{_TOPIC_STOP}\b|in\s+{_CAP})[\w’'-]+\s+(?:(?:and|in\s+the|of|of\s+the|in)\s+)?){{0,5}}"
        rf"(?!{_TOPIC_STOP}\b)[a-z][\w’'-]+"
    )
    month = (
        r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|"
        r"October|November|December|Behalf|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|the\s+\w+\s+(?:Time|time)"
    )
    pattern = re.compile(
        rf"(?P<abbr>\s+\([A-Z][\w+&-]{{1,9}}\))?\s+(?:on|for)\s+(?!(?:{month})\b)(?:the\s+)?(?P<topic>{capital}|(?P<lower>{lower}))"
    )
    body_noun = re.compile(
        r"(?:Group|Committee|Commission|Dialogue|Council|Consultations?|Mechanism|Sub-?[Cc]ommittee|Task Force|Talks|"
        r"Forum|Meeting|Conference|JWG|group|committee|commission|dialogue|sub-?committee)$"
    )
    sector = re.compile(
        r"\s+in\s+the\s+(?:(?:field|area)s?\s+of\s+[\w-]+(?:\s+and\s+[\w-]+)?|(?:[\w-]+\s+){1,2}sector)"
    )
    for span in work.of("FORUM"):
        if (more := sector.match(work.text, span[1])) and re.search(
            r"\s(?:on|for)\s[^,]*$", work.text[span[0] : span[1]]
        ):
            span[1] = more.end()
        if not body_noun.search(work.text[span[0] : span[1]].split(" (")[0]):
            continue
        body = work.text[span[0] : span[1]]
        match = pattern.match(work.text, span[1])
        if not match:
            continue
        if match["lower"] and not re.search(r"(?i)group|committee|commission", body):
            continue
        end = match.end()
        topic = work.text[match.start("topic") : end]
        if lexicon.countries.country(topic):
            continue
        cut = re.search(rf"\s+in\s+{_CAP}(?:\s+{_CAP})?$", topic)
        if cut and (
            lexicon.countries.is_capital(cut[0].split(None, 1)[1])
            or lexicon.countries.country(cut[0].split(None, 1)[1])
        ):
            end -= len(cut[0])
        blocked = [s for s in work.at(span[1], end) if s is not span and s[2] in ("OFFICIAL", "ROUND")]
        if blocked:
            continue
        end = span[1] + len(work.text[span[1] : end].rstrip(" ,"))
        work.put(span[0], end, "FORUM")


def forum_loose_noun(work: _Spans, lexicon: Lexicon, words: EntityWords) -> None:
    """The word "meeting" or "session" after a body's complete name is not part of it."""
    pattern = re.compile(rf"\s+(?:{'|'.join(words.loose_nouns)})$")
    complete = re.compile(rf"(?:(?i:{words.nouns})|\b[A-Z][A-Z&+-]{{2,}})$")
    for span in work.of("FORUM"):
        body = work.text[span[0] : span[1]]
        match = pattern.search(body)
        if match and (complete.search(body[: match.start()]) or words.organisation.fullmatch(body[: match.start()])):
            span[1] = span[0] + match.start()


def forum_of_forum(work: _Spans, lexicon: Lexicon, words: EntityWords) -> None:
    """ "Council of Ministers of the SADC", "International Organization for Migration (IOM) Council"."""
    organ = re.compile(
        r"(?:Council|Committee|Assembly|Summit|Group|Conference|Organ|Board|Bureau|Commission|Meeting|Ministers|Officials|Session|Segment)$"
    )
    spans = work.of("FORUM")
    for left, right in pairwise(spans):
        if left not in work.spans or right not in work.spans:
            continue
        gap = work.text[left[1] : right[0]]
        body = work.text[left[0] : left[1]]
        organisation = words.organisation.fullmatch(work.text[right[0] : right[1]])
        if (
            re.fullmatch(r"\s+of\s+(?:the\s+)?", gap)
            and organ.search(body)
            and (
                organisation
                or re.search(
                    r"(?:Nations|Union|Organi[sz]ation|Community|Commodities|Movement|League)$",
                    work.text[right[0] : right[1]],
                )
            )
        ):
            work.put(left[0], right[1], "FORUM")
            right[0] = left[0]
    for span in work.of("FORUM"):
        # "the 19th Summit of the Heads of State and Government of the Non-Aligned Movement": people, not the body
        lead = re.match(r"Heads\s+of\s+State(?:\s+and\s+Government)?\s+of\s+(?:the\s+)?", work.text[span[0] : span[1]])
        if lead:
            span[0] += lead.end()
    tail = re.compile(
        rf"\s+\((?P<abbr>[A-Z][\w&-]{{1,9}})\)\s+(?P<organ>(?:{_CAP}\s+(?:of\s+)?){{0,5}}(?:Council|Committee|Summit|Assembly|Meeting|Conference|Government|State|Ministers|Commission))\b(?!\s*\()"
    )
    for span in work.of("FORUM"):
        match = tail.match(work.text, span[1])
        if match and not [
            s for s in work.at(match.start("organ"), match.end()) if s[2] in ("OFFICIAL", "MINISTRY", "ROUND")
        ]:
            work.put(span[0], match.end(), "FORUM")


def rounds(work: _Spans, lexicon: Lexicon, words: EntityWords) -> None:
    """An ordinal with its session noun before "of FORUM", or alone straight before the FORUM, is a ROUND."""
    text = work.text
    whole = re.compile(
        rf"(?<![\w-])(?:the\s+)?(?P<round>{words.round})\s+(?:of|for)\s+(?:(?:the|their|its|annual|our|this|regular)\s+)*[\"“‘]?$",
        re.I,
    )
    bracketed = re.compile(
        rf"\((?P<round>{words.ordinal})\)\s+(?:round|session|meeting|edition)\s+of\s+(?:the\s+)?$", re.I
    )
    alone = re.compile(
        rf"(?<![\w-])(?P<round>{words.ordinal})\s+(?:(?:annual|regular|edition\s+of\s+the)\s+)?[\"“‘]?$", re.I
    )
    for span in work.of("FORUM"):
        lo = max(0, span[0] - 90)
        before = text[lo : span[0]]
        match = whole.search(before) or bracketed.search(before) or alone.search(before)
        main = match and match["round"] in ("First", "Second", "Third", "Fourth", "Fifth", "Sixth")
        if main and re.match(r"Committee\b(?!\s+on\b)", text[span[0] : span[1]]):
            work.put(lo + match.start("round"), span[1], "FORUM")
            continue
        if match:
            start, end = lo + match.start("round"), lo + match.end("round")
            if not [s for s in work.at(start, end) if s[2] == "OFFICIAL"]:
                work.put(start, end, "ROUND")
    for span in work.of("ROUND"):
        if parse_round(text[span[0] : span[1]]) is None:
            work.drop(span)
    noun = re.compile(rf"\s+(?:(?:{words.adjective})\s+)?(?:{words.session})\b", re.I)
    for span in work.of("ROUND"):
        if re.fullmatch(words.ordinal, text[span[0] : span[1]], re.I):
            match = noun.match(text, span[1])
            if match and not work.at(span[1] + 1, match.end()):
                span[1] = match.end()


def round_of_no_forum(work: _Spans, lexicon: Lexicon, words: EntityWords) -> None:
    """A ROUND numbers a session of a forum: "the second meeting of the Constitutional Council" is none, nor "the
    first session of the new parliament", nor "the first EU country"."""
    other = _behind(r"\s+(?:of|in|at)\s+(?:[\w’'-]+\s+){0,4}?", tuple(words.not_numbered))
    thing = _behind(r"(?:\s*\([^)]*\))?\s+(?:and\s+[\w-]+\s+)?", tuple(words.not_sessions))
    for span in work.of("ROUND"):
        of = re.match(r"\s+of\s+(?:(?:the|its|their)\s+)?(?=[A-ZÀ-Þ])", work.text[span[1] : span[1] + 20])
        named = of and not work.at(span[1] + of.end(), span[1] + of.end() + 90)
        domestic = other.match(work.text, span[1])
        forum = next((s for s in work.at(span[1], span[1] + 4) if s[2] == "FORUM"), None)
        if (
            named
            or (domestic and not any(s[2] == "FORUM" for s in work.at(span[1], domestic.end())))
            or (forum and thing.match(work.text, forum[1]))
        ):
            work.drop(span)


@lru_cache(maxsize=8)
def _behind(lead: str, phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"{lead}{alternatives(phrases)}\b", re.I)


def portfolio_alone(work: _Spans, lexicon: Lexicon, words: EntityWords) -> None:
    """A portfolio beside a post is no body: "Trade and Commerce Minister", "Secretary (Arms Control)"."""
    for span in work.of("MINISTRY"):
        body = work.text[span[0] : span[1]]
        if re.search(_BODY, body, re.I) or body.isupper():
            continue
        before, behind = work.text[max(0, span[0] - 30) : span[0]], work.text[span[1] : span[1] + 16]
        if re.search(
            r"(?:Minister|Secretary|Director)(?:[- ]General)?\s*(?:of|for|,|\(|to\s+the)?\s*(?:the\s+)?$", before
        ) or re.match(r"\s+(?:Minister|Secretary)\b", behind):
            work.drop(span)


def relations_are_no_forum(work: _Spans, lexicon: Lexicon, words: EntityWords) -> None:
    """Two joined countries with "relations", "war", "border" behind, or with nothing, name no body."""
    tails = re.compile(rf"(?:{'|'.join(words.relation_nouns)})(?:\s+(?:on|for|in|of)\b.*)?$", re.I | re.S)
    for span in work.of("FORUM"):
        body = work.text[span[0] : span[1]]
        near = lexicon.countries.find(body)
        if not near or near[0].start != 0:
            continue
        rest = body[near[-1].end :].strip(" -–—")
        bare = len(near) > 1 and not rest and not words.organisation.fullmatch(body)
        if bare or (tails.search(body) and not re.search(rf"\b(?:{words.nouns}|meeting)\b", body, re.I)):
            work.drop(span)


def initials_again(work: _Spans, lexicon: Lexicon, words: EntityWords) -> None:
    """An abbreviation made of the first letters of a marked body is that body: "Board of Investment", "BOI"."""
    known: dict[str, str] = {}
    for span in work.spans:
        parts = re.findall(r"[A-Za-zÀ-ÿ]+", work.text[span[0] : span[1]])
        if span[2] in ("MINISTRY", "FORUM") and len(parts) > 2:
            known[("".join(w[0] for w in parts)).upper()] = span[2]
            known["".join(w[0] for w in parts if w[0].isupper())] = span[2]
    known = {letters: label for letters, label in known.items() if 3 <= len(letters) <= 8}
    if known:
        for match in re.finditer(rf"(?<![\w-])(?:{'|'.join(map(re.escape, known))})(?![\w]|-[A-Za-z])", work.text):
            if not work.at(*match.span()):
                work.put(match.start(), match.end(), known[match[0]])


def bracket_abbreviations(work: _Spans, lexicon: Lexicon, words: EntityWords) -> None:
    """ "Ministry of External Affairs (MEA)": the abbreviation is a span of its own, there and later on."""
    text = work.text
    known: dict[str, str] = {}
    for span in [s for s in work.spans if s[2] in ("FORUM", "MINISTRY")]:
        last = re.search(r"\w\s*(?P<bracket>\(\s*(?P<abbr>[A-Z][A-Za-z&+-]*[A-Z])\s*\))$", text[span[0] : span[1]])
        if last:  # the name does not go on behind the brackets
            start = span[0] + last.start("abbr")
            span[1] = span[0] + len(text[span[0] : span[0] + last.start("bracket")].rstrip())
            work.put(start, start + len(last["abbr"]), span[2])
        match = re.match(
            r"\s*\(\s*[“\"']?(?P<abbr>[A-Z][A-Za-z&+/-]{1,10}s?)[”\"']?\s*\)", text[span[1] : span[1] + 20]
        )
        body = text[span[0] : span[1]]
        if match and sum(c.isupper() for c in match["abbr"]) >= 2 and len(body.split()) > 1:
            start = span[1] + match.start("abbr")
            work.put(start, span[1] + match.end("abbr"), span[2])
            known[match["abbr"]] = span[2]
        for inside in re.findall(r"\(([A-Z][A-Z&+-]{1,9})\)", body):
            known[inside] = span[2]
    for abbr, label in known.items():
        for match in re.finditer(rf"(?<![\w-]){re.escape(abbr)}(?![\w]|-[A-Za-z])", text):
            over = work.at(*match.span())
            if not over or any((s[0], s[1]) == match.span() and s[2] != label for s in over):
                work.put(match.start(), match.end(), label)


def name_borders(work: _Spans, lexicon: Lexicon, words: EntityWords) -> None:
    """A name has no title in front; initials and a first name that a model cut off belong to it."""
    titles = {t.casefold() for t in lexicon.titles} - {"the"}
    posts = {p.casefold() for p in [*lexicon.post_nouns, *lexicon.post_words]}
    text = work.text
    for span in work.of("OFFICIAL"):
        while True:
            first = re.match(r"(\S+)\s+(?=\S)", text[span[0] : span[1]])
            if (
                not first
                or not (first[1].casefold() in titles or first[1].rstrip(".").casefold() in posts)
                or first[1] in ("Sheikh", "U")
            ):
                break
            span[0] += first.end()
        initials = re.search(
            r"(?<![\w.])((?:[A-Z]\. ?){1,4}(?:[A-Z]\.?)? ?|(?:[A-Z] ){1,4})$", text[max(0, span[0] - 16) : span[0]]
        )
        more = re.match(r"[A-Z]\.?\s", text[span[0] : span[1]])
        if (
            initials
            and initials[0].strip().casefold() not in titles
            and (more or initials[0].strip() not in ("I", "A", "U"))
        ):
            start = span[0] - len(initials[0])
            if not work.at(start, span[0]):
                span[0] = start


def names_again(work: _Spans, lexicon: Lexicon, words: EntityWords) -> None:
    """Later mentions of an official, whole or by the last name, are marked too."""
    text = work.text
    wanted: dict[str, None] = {}
    for span in work.of("OFFICIAL"):
        name = text[span[0] : span[1]]
        parts = name.split()
        wanted[name] = None
        if (
            len(parts) >= 2
            and len(parts[-1]) > 3
            and parts[-1][0].isupper()
            and not lexicon.countries.country(parts[-1])
            and not lexicon.countries.is_capital(parts[-1])
        ):
            wanted[parts[-1]] = None
    if not wanted:
        return
    body = "|".join(re.escape(name) for name in sorted(wanted, key=len, reverse=True))
    for match in re.finditer(rf"(?<![\w’'-])(?:{body})(?![\w-])", text):
        if work.at(*match.span()) or len(match[0]) < 3:
            continue
        before = re.search(r"(\w[\w’'.-]*)\s+$", text[max(0, match.start() - 30) : match.start()])
        # "Jude Fernando" is not the Fernando of the article: a capitalised word that is no post stands before
        if (
            " " not in match[0]
            and before
            and before[1][0].isupper()
            and before[1].rstrip(".").casefold() not in _titles(lexicon)
            and not re.search(r"[.!?]\s+$", text[: match.start()][-3:])
        ):
            continue
        if re.match(r"\s+[A-ZÀ-Þ][a-zà-ÿ]+", text[match.end() :]) and " " not in match[0]:
            continue
        work.put(match.start(), match.end(), "OFFICIAL")


_BYLINE = re.compile(
    r"(?:\b(?:by|from|updated|published|posted|staff|our|correspondent|reporter|desk|on|at|am|pm|mon|tues?|wed(?:nes)?|"
    r"thu(?:rs)?|fri|sat(?:ur)?|sun|day|jan\w*|feb\w*|mar\w*|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*)\b"
    r"|[\d\W_])*",
    re.I,
)


@lru_cache(maxsize=8)
def _led_by(verbs: tuple[str, ...], posts: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(
        rf"\b{alternatives(verbs)}\s+(?P<name>(?!{_INSTITUTION}\b){_CAP}(?:\s+(?!{_INSTITUTION}\b){_CAP}){{1,3}}),\s+"
        rf"(?:the\s+)?(?:[\w-]+\s+){{0,2}}(?i:{alternatives(posts)})\b"
    )


def led_by(work: _Spans, lexicon: Lexicon, words: EntityWords) -> None:
    """Who stands behind "headed by" with a post behind the name is an official: "headed by A B, Director of …"."""
    pattern = _led_by(tuple(words.led_by), tuple(lexicon.post_nouns))
    for match in pattern.finditer(work.text):
        start, end = match.span("name")
        if not work.at(start, end) and not lexicon.countries.find(match["name"]):
            work.put(start, end, "OFFICIAL")


def no_longer(work: _Spans, lexicon: Lexicon, words: EntityWords) -> None:
    """Those whom the text names as former, late or retired hold no office: "the late President A"."""
    left = _any(tuple(words.no_longer))
    lower = _any((*lexicon.post_nouns, *lexicon.post_words))
    post = rf"(?!{words.clause})(?:[^\W\d_a-z][\w&.-]*|{lower})\s+"
    before = re.compile(rf"(?<![\w’'-]){left}[\s-]+(?:{post}){{0,6}}$")
    gone = {
        work.text[span[0] : span[1]].split()[-1]
        for span in work.of("OFFICIAL")
        if (match := before.search(work.text, max(0, span[0] - 90), span[0]))
        and all(other[2] != "OFFICIAL" for other in work.at(match.start(), span[0]))
    }
    for span in work.of("OFFICIAL"):
        if work.text[span[0] : span[1]].split()[-1] in gone:
            work.drop(span)


def bylines(work: _Spans, lexicon: Lexicon, words: EntityWords) -> None:
    """A name that stands alone on a line with a date or "By", and nowhere in the running text, is the author's; so is
    one behind "Edited by" or "Photo:"."""
    credit = re.compile(rf"(?<!\w){_any(tuple(words.credits))}\s*(?:by\b|:)?\s*$", re.I)
    for span in work.of("OFFICIAL"):
        if credit.search(work.text, max(0, span[0] - 30), span[0]):
            work.drop(span)
    alone, running = [], set()
    for span in work.of("OFFICIAL"):
        start = work.text.rfind("\n", 0, span[0]) + 1
        end = work.text.find("\n", span[1])
        line = work.text[start : span[0]] + " " + work.text[span[1] : end if end >= 0 else len(work.text)]
        last = work.text[span[0] : span[1]].split()[-1]
        if not _BYLINE.fullmatch(line) or (len(work.of("OFFICIAL")) == 1 and "\n" not in work.text):
            running.add(last)
        else:
            alone.append((span, last))
    for span, last in alone:
        if last not in running:
            work.drop(span)


def _titles(lexicon: Lexicon) -> set[str]:
    return {t.rstrip(".").casefold() for t in [*lexicon.titles, *lexicon.post_nouns]}
