"""Rules for FORUM."""

from __future__ import annotations

import re
from itertools import pairwise

from communique.entities.spans import Spans
from communique.entities.words import CAP, EntityWords, any_of, compiled
from communique.lexicon import Lexicon


def forum_kinds(work: Spans, lexicon: Lexicon, words: EntityWords) -> None:
    """Words that say which kind of forum it is belong to it: "bilateral political consultations"."""
    pattern = compiled(rf"(?<![\w-])((?:{words.kinds})(?:(?:\s+|,\s+|\s+and\s+|-)(?:{words.kinds}))*\s+)$", re.I)
    starts = compiled(rf"(?:(?:{words.kinds})[\s-]+)*(?:{words.nouns})\b", re.I)
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


def forum_parties(work: Spans, lexicon: Lexicon, words: EntityWords) -> None:
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


def forum_topic(work: Spans, lexicon: Lexicon, words: EntityWords) -> None:
    """A topic behind belongs to the span ("on …", "for …"), and an abbreviation that stands before it."""
    capital = rf"{CAP}(?:(?:,?\s+(?:and|of|the|in|&|for|to|against|with|or|on)\s+(?:the\s+)?|,\s+|\s+|/){CAP})*"
    lower = (
        rf"(?!\d)(?:(?!{words.topic_stop}|in\s+{CAP})[\w’'-]+\s+(?:(?:and|in\s+the|of|of\s+the|in)\s+)?){{0,5}}"
        rf"(?!{words.topic_stop})[a-z][\w’'-]+"
    )
    month = (
        r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|"
        r"October|November|December|Behalf|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|the\s+\w+\s+(?:Time|time)"
    )
    pattern = compiled(
        rf"(?P<abbr>\s+\([A-Z][\w+&-]{{1,9}}\))?\s+(?:on|for)\s+(?!(?:{month})\b)(?:the\s+)?(?P<topic>{capital}|(?P<lower>{lower}))"
    )
    body_noun = compiled(rf"{any_of(tuple(words.topic_bodies))}$")
    sector = compiled(
        r"\s+in\s+the\s+(?:(?:field|area)s?\s+of\s+[\w-]+(?:\s+and\s+[\w-]+)?|(?:[\w-]+\s+){1,2}[Ss]ector)"
    )
    listed = compiled(
        r"(?:,\s*[a-z][\w-]+)*,?\s+and\s+(?:[a-z][\w-]+\s+){1,2}(?:co-?operation|collaboration|affairs|issues|matters|relations)\b"
    )
    for span in work.of("FORUM"):
        if (more := sector.match(work.text, span[1])) and re.search(
            r"\s(?:on|for)\s[^,]*$", work.text[span[0] : span[1]]
        ):
            span[1] = more.end()
        if (more := listed.match(work.text, span[1])) and re.search(
            r"\s(?:on|for)\s+[a-z][\w-]+$", work.text[span[0] : span[1]]
        ):
            span[1] = more.end()  # "Commission on trade, economic and cultural cooperation"
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
        cut = compiled(rf"\s+in\s+{CAP}(?:\s+{CAP})?$").search(topic)
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


def forum_loose_noun(work: Spans, lexicon: Lexicon, words: EntityWords) -> None:
    """The word "meeting" or "session" after a body's complete name is not part of it."""
    pattern = compiled(rf"\s+(?:{'|'.join(words.loose_nouns)})$")
    complete = compiled(rf"(?:(?i:{words.nouns})|\b[A-Z][A-Z&+-]{{2,}})$")
    for span in work.of("FORUM"):
        body = work.text[span[0] : span[1]]
        match = pattern.search(body)
        if match and (complete.search(body[: match.start()]) or words.organisation.fullmatch(body[: match.start()])):
            span[1] = span[0] + match.start()


def forum_of_forum(work: Spans, lexicon: Lexicon, words: EntityWords) -> None:
    """ "Council of Ministers of the SADC", "International Organization for Migration (IOM) Council"."""
    organs = any_of(tuple(words.organs))
    organ, union = compiled(rf"{organs}$"), compiled(rf"{any_of(tuple(words.unions))}$")
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
            and (organisation or union.search(work.text[right[0] : right[1]]))
        ):
            work.put(left[0], right[1], "FORUM")
            right[0] = left[0]
    for span in work.of("FORUM"):
        # "the 19th Summit of the Heads of State and Government of the Non-Aligned Movement": people, not the body
        lead = re.match(r"Heads\s+of\s+State(?:\s+and\s+Government)?\s+of\s+(?:the\s+)?", work.text[span[0] : span[1]])
        if lead:
            span[0] += lead.end()
    tail = compiled(
        rf"\s+\((?P<abbr>[A-Z][\w&-]{{1,9}})\)\s+(?P<organ>(?:{CAP}\s+(?:of\s+)?){{0,5}}{organs})\b(?!\s*\()"
    )
    for span in work.of("FORUM"):
        match = tail.match(work.text, span[1])
        if match and not [
            s for s in work.at(match.start("organ"), match.end()) if s[2] in ("OFFICIAL", "MINISTRY", "ROUND")
        ]:
            work.put(span[0], match.end(), "FORUM")


def relations_are_no_forum(work: Spans, lexicon: Lexicon, words: EntityWords) -> None:
    """Two joined countries with "relations", "war", "border" behind, or with nothing, name no body, nor does one."""
    tails = compiled(rf"(?:{'|'.join(words.relation_nouns)})(?:\s+(?:on|for|in|of)\b.*)?$", re.I | re.S)
    for span in work.of("FORUM"):
        body = work.text[span[0] : span[1]]
        near = lexicon.countries.find(body)
        if not near or near[0].start != 0:
            continue
        rest = body[near[-1].end :].strip(" -–—")
        bare = not rest and not words.organisation.fullmatch(body) and (len(near) > 1 or near[0].kind == "name")
        if bare or (tails.search(body) and not compiled(rf"\b(?:{words.nouns}|meeting)\b", re.I).search(body)):
            work.drop(span)


def forum_shortened(work: Spans, lexicon: Lexicon, words: EntityWords) -> None:
    """ "The [Lena Basin Water Commission] met. The Water Commission …": a shorter form of a forum's name is no
    ministry."""
    names = [work.text[span[0] : span[1]] for span in work.of("FORUM")]
    for span in work.of("MINISTRY"):
        body = work.text[span[0] : span[1]]
        if any(name == body or (name.endswith(f" {body}") and " " in body) for name in names):
            span[2] = "FORUM"
