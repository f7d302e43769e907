"""Rules for MINISTRY."""

from __future__ import annotations

import re
from functools import lru_cache

from communique.entities.spans import Spans
from communique.entities.words import CAP, EntityWords, compiled
from communique.lexicon import Lexicon

_WITH_THE = r"the\s+(?=(?:Environment|Arts|Interior|Diaspora|Ocean|Sea|Blue|Family|Elderly|Economy|Budget|Territory)\b)"


@lru_cache(maxsize=8)
def _portfolio(institution: str) -> tuple[str, str]:
    """Patterns for a portfolio ("Foreign Trade") and for all of a ministry ("Trade, Ports and the Environment")."""
    word = rf"(?!{institution}\b|[A-Z]\b){CAP}"
    item = rf"(?:Attorney[- ]General|(?![A-Z]{{3,}}\b){word})(?:\s+(?:of\s+)?{word}){{0,3}}"
    listed = rf"(?:(?:,\s+(?:the\s+)?{item})*,?\s+(?:and|&)\s+(?:{_WITH_THE})?{item})"
    return item, rf"{item}{listed}?(?:\s+(?:and|&)\s+{item})?"


def ministry_portfolios(work: Spans, lexicon: Lexicon, words: EntityWords) -> None:
    """A ministry's name holds all its portfolios and a trailing "of Country", and no other body."""
    text = work.text
    item, portfolio = _portfolio(words.institution)
    head = compiled(
        rf"(?=[DFGMNSU])(?<![\w-])(?:Federal\s+|State\s+|National\s+|Union\s+|General\s+)?(?:Ministry|Department)\s+(?:of|for)\s+(?:the\s+)?(?P<body>{portfolio})"
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
                and not compiled(rf"[,;\n]|\b{words.body}").search(text[end : span[1]])
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
            rf"(?:\s+{CAP}(?:\s+(?:and|&)\s+{CAP})?){{0,4}}\s+(?:{'|'.join(words.ministry_tails)})\b",
            text[end:],
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
            list_ = compiled(rf"(?:{item},\s+)*{item}\s+(?:and|&)\s+(?:{item}\s+)?$").search(before)
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


_POST_OF = re.compile(r"(?:Minister|Secretary|Director)(?:[- ]General)?\s*(?:of|for|,|\(|to\s+the)?\s*(?:the\s+)?$")
_ITS_POST = re.compile(r"\s+(?:(?:Cabinet|Permanent|Principal|Parliamentary|State)\s+)?(?:Minister|Secretary)\b")


def portfolio_alone(work: Spans, lexicon: Lexicon, words: EntityWords) -> None:
    """A portfolio beside a post is no body: "Trade and Commerce Minister", "Secretary (Arms Control)"."""
    for span in work.of("MINISTRY"):
        body = work.text[span[0] : span[1]]
        if compiled(words.body, re.I).search(body) or body.isupper():
            continue
        before, behind = work.text[max(0, span[0] - 30) : span[0]], work.text[span[1] : span[1] + 30]
        if _POST_OF.search(before) or _ITS_POST.match(behind):
            work.drop(span)
