"""Rules for all labels: borders, well-known bodies, what is never marked, abbreviations."""

from __future__ import annotations

import re

from communique.entities.spans import Spans, standing_alone
from communique.entities.words import CAP, EntityWords, any_of, behind, compiled
from communique.lexicon import Lexicon

_TAIL = re.compile(
    r"(?:['’]s?|[\s,;:‚”\"?!(–-]|(?<=\w\w)(?<!Jr)(?<!Sr)\."
    r"|\s(?:and|of|for|on|the|in|to|with|AND|OF|FOR|THE|WITH))+$"
)


def trim(work: Spans, lexicon: Lexicon, words: EntityWords) -> None:
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
        tail = _TAIL.search(body)
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


def organisations(work: Spans, lexicon: Lexicon, words: EntityWords) -> None:
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


_INITIALS = re.compile(r"(?:[A-Z]\.\s?)+")  # "U. S.": of no name
_SEVERAL = re.compile(r"(?:[A-Z][a-z]?)+[A-Z]s")  # "FADs", "MoUs": letters in the plural are no body


def never(work: Spans, lexicon: Lexicon, words: EntityWords) -> None:
    """Missions, chambers, companies, courts, papers are no MINISTRY and no FORUM, a cup is no FORUM; titles are no
    name."""
    pattern = compiled(rf"(?<!\w){any_of(tuple(words.never))}(?!\w)")
    competition = behind(r"\s+", tuple(words.competitions))
    sport = behind(r"\s+", tuple(words.sports))
    deed = compiled(rf"\S.*?\b{any_of(tuple(words.deeds))}(?:\s+(?:of|on|for)\b.*)?", re.I | re.S)
    meets = compiled(rf"\b(?:{words.nouns}|{words.session}|ministerial)\b", re.I)
    ranks = lexicon.words("ranks", "rank_words", "titles")
    barred = {word.casefold() for word in words.never_official}
    for span in list(work.spans):
        body = work.text[span[0] : span[1]]
        if span[2] == "OFFICIAL":
            named = lexicon.countries.country(body) or lexicon.countries.is_capital(body)
            wrong = body.casefold() in barred or named or not re.search(r"[A-ZÀ-Þ\W]", body)
            wrong = (
                wrong or _INITIALS.fullmatch(body) or ranks.issuperset(body.casefold().split())
            )  # "Permanent Secretary Rear Admiral …"
        elif span[2] == "FORUM" and sport.match(work.text, span[1]):
            wrong = True
        elif span[2] == "FORUM" and (competition.match(work.text, span[1]) or deed.fullmatch(body)):
            wrong = not (meets.search(body) or words.organisation.match(body))
        else:
            other = re.search(r"\b(?:Ministry|Working Group|Consultations)\b", body)
            wrong = span[2] != "ROUND" and (_SEVERAL.fullmatch(body) or (pattern.search(body) and not other))
        if wrong:
            work.drop(span)


def bracket_abbreviations(work: Spans, lexicon: Lexicon, words: EntityWords) -> None:
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
    for start, end in standing_alone(text, known):
        over, label = work.at(start, end), known[text[start:end]]
        if not over or any((s[0], s[1]) == (start, end) and s[2] != label for s in over):
            work.put(start, end, label)


def at_venue(work: Spans, lexicon: Lexicon, words: EntityWords) -> None:
    """ "The Joint Commission at Lima Conference Centre", "the Council since the treaty": where a body sits, and since
    when, is no part of its name."""
    verb = compiled(rf"\s+{any_of(tuple(words.heading_verbs))}$")
    dash = compiled(rf"\s[–—-]\s(?={CAP}(?:\s{CAP})?$)")
    venue = compiled(
        rf"\s+(?:(?:at|on|in)\s+(?:the\s+)?(?:{CAP}\s+){{1,4}}{any_of(tuple(words.venues))}\b|since\s|of\s+the\s+year\b)"
    )
    for span in work.spans:
        if span[2] in ("FORUM", "MINISTRY") and (at := venue.search(work.text, span[0], span[1])):
            span[1] = at.start()
        if span[2] == "FORUM" and (ends := verb.search(work.text, span[0], span[1])):
            span[1] = ends.start()  # "Joint Commission Convenes in Lima"
        if span[2] == "FORUM" and (city := dash.search(work.text, span[0], span[1])):
            span[1] = city.start() if lexicon.is_host_city(work.text[city.end() : span[1]]) else span[1]


_BRACKETED = re.compile(r"\((?P<letters>[A-Z]{2,8})\)")
_INITIAL = re.compile(r"(?<![\w’'])[^\W\d_]")
_EXPANSION = 120  # characters before the brackets in which the words stand that the letters are short for


def short_for_nothing(work: Spans, lexicon: Lexicon, words: EntityWords) -> None:
    """ "The Prevention of Terrorism Act (PTA)": letters that are short for words without a mark are no body."""
    text = work.text
    for match in _BRACKETED.finditer(text):
        letters = match["letters"]
        if not any((s[0], s[1]) == match.span("letters") and s[2] in ("FORUM", "MINISTRY") for s in work.spans):
            continue
        begin = _spelled_from(text, max(0, match.start() - _EXPANSION), match.start(), letters)
        if begin is not None and not work.at(begin, match.start()):
            work.spans = [s for s in work.spans if text[s[0] : s[1]] != letters]


def _spelled_from(text: str, lo: int, end: int, letters: str) -> int | None:
    """Where the words begin whose capital initials, up to `end`, are these letters; None where they are others."""
    capitals = [m.start() for m in _INITIAL.finditer(text, lo, end) if m[0].isupper()][-len(letters) :]
    spelled = "".join(text[place] for place in capitals) == letters
    return capitals[0] if spelled and "\n" not in text[capitals[0] : end] else None


def initials_again(work: Spans, lexicon: Lexicon, words: EntityWords) -> None:
    """An abbreviation made of the first letters of a marked body is that body: "Board of Investment", "BOI"."""
    known: dict[str, str] = {}
    for span in work.spans:
        parts = re.findall(r"[A-Za-zÀ-ÿ]+", work.text[span[0] : span[1]])
        if span[2] in ("MINISTRY", "FORUM") and len(parts) > 2:
            known[("".join(w[0] for w in parts)).upper()] = span[2]
            known["".join(w[0] for w in parts if w[0].isupper())] = span[2]
    known = {letters: label for letters, label in known.items() if 3 <= len(letters) <= 8}
    for start, end in standing_alone(work.text, known):
        if not work.at(start, end):
            work.put(start, end, known[work.text[start:end]])
