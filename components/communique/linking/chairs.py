"""Who chairs a session or heads a side of it: the chairing rules of the lexicon, applied to a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from communique.lexicon import ChairingRule, phrase_pattern
from communique.linking.article import Article, F, Mention, O, R, Sentence
from communique.schema import Offsets

_REACH = 330  # characters behind a cue in which its first name must stand
_CLAUSE = re.compile(r"[;:]|\b(?:while|whilst|whereas)\b|—|\s–\s", re.I)


@dataclass(frozen=True)
class ChairHit:
    """One official named as a chair. side: country words in the cue's subject, or None."""

    mention: Mention
    rule: str
    trigger: Offsets
    side: tuple[str, Offsets] | None
    about_side: bool
    session_named: bool


def compile_rules(rules: list[ChairingRule]) -> list[tuple[ChairingRule, re.Pattern[str]]]:
    """The chairing rules with their cues as one pattern each."""
    return [
        (rule, re.compile(rf"(?<![\w-])(?:{'|'.join(phrase_pattern(c) for c in sorted(rule.cues, key=len, reverse=True))})(?![\w-])", re.I))
        for rule in rules
    ]


def find_chairs(article: Article, sentence: Sentence, rules: list[tuple[ChairingRule, re.Pattern[str]]]) -> list[ChairHit]:
    """All officials whom this sentence names as chairs, in text order, each once."""
    if O not in article.mask[sentence.start : sentence.end]:
        return []
    cues: list[tuple[int, int, ChairingRule]] = []
    for rule, pattern in rules:
        for match in pattern.finditer(article.mask, sentence.start, sentence.end):
            # "the Heads of State": a capital makes a noun of a verb, but at a sentence's start
            if rule.people == "before" and match[0][0].isupper() and " " not in match[0] and match.start() > sentence.start:
                continue
            cues.append((match.start(), match.end(), rule))
    cues.sort(key=lambda cue: (cue[0], -cue[1]))
    kept: list[tuple[int, int, ChairingRule]] = []
    for cue in cues:
        if not kept or cue[0] >= kept[-1][1]:
            kept.append(cue)
    hits: list[ChairHit] = []
    for i, (start, end, rule) in enumerate(kept):
        previous_end = kept[i - 1][1] if i else sentence.start
        next_start = next((s for s, _, r in kept[i + 1 :] if r.people != "both"), sentence.end)
        chaired = any(r.rule != rule.rule or s != start for s, _, r in kept)
        hits += _apply(article, sentence, rule, start, end, previous_end, next_start, chaired)
    seen: set[int] = set()
    return [h for h in sorted(hits, key=lambda h: h.mention.start) if not (h.mention.index in seen or seen.add(h.mention.index))]


def _apply(
    article: Article, sentence: Sentence, rule: ChairingRule, start: int, end: int, previous: int, following: int, chaired: bool
) -> list[ChairHit]:
    subject = _subject(article, sentence, start, previous)
    side, about_side = _side(article, subject)
    cue_words = article.text[start:end]
    if rule.people == "behind":
        if rule.needs_chair:
            if not chaired:
                return []
            side = _side_in(article, start, end) or side
            about_side = True
        people = _behind(article, end, min(sentence.end, following if not rule.needs_chair else sentence.end))
        if rule.needs_chair:
            people = people[:1]
        elif about_side and not _plural_side(article, subject):
            people = _coordinated(article, people)
        session = about_side or bool(re.search(rf"[{F}{R}]|{_nouns(article)}", article.mask[subject[0] : start], re.I))
        if not about_side and not session and re.match(r"led|headed|lead|represented|guided|fronted", cue_words, re.I):
            return []
    elif rule.people == "before":
        if rule.needs_object:
            obj = _object(article, end, sentence)
            if obj is None:
                return []
            plural, side_object = obj
            people = article.between(subject[0], start, "OFFICIAL")
            people = _subject_people(article, people, start, every=plural)
            if side_object:
                about_side = True
                if not plural:
                    side = _side_in(article, end, end + 60) or side
                else:
                    side = None
            else:
                side = None
            session = True
        else:
            people = _subject_people(article, article.between(subject[0], start, "OFFICIAL"), start, every=True)
            side = None
            about_side = False
            session = bool(re.search(rf"[{F}{R}]|{_nouns(article)}", article.mask[end : min(end + 160, sentence.end)], re.I)) or bool(
                re.search(rf"[{F}{R}]|{_nouns(article)}", article.mask[subject[0] : start], re.I)
            )
            if not session:
                return []
        if rule.with_partner or rule.needs_object:
            people += _partner(article, end, min(sentence.end, following))
    else:
        if not re.search(rf"[{F}{R}]", article.mask[sentence.start : sentence.end]):
            return []
        behind = re.match(r"[^.;]{0,80}?\b(?:counterparts?|opposite number)\b", article.mask[end:sentence.end], re.I)
        if not behind:
            return []
        people = _subject_people(article, article.between(subject[0], start, "OFFICIAL"), start, every=False)
        people += _behind(article, end, sentence.end)[:1]
        side, about_side, session = None, False, True
    return [ChairHit(p, rule.rule, (start, end), side, about_side, session) for p in people]


def _nouns(article: Article) -> str:
    return article.lexicon.pattern("sessions").pattern


def _subject(article: Article, sentence: Sentence, start: int, previous: int) -> Offsets:
    """What stands before a cue in its own clause."""
    lo = max(sentence.start, previous)
    for match in _CLAUSE.finditer(article.mask, lo, start):
        lo = match.end()
    return lo, start


def _side(article: Article, subject: Offsets) -> tuple[tuple[str, Offsets] | None, bool]:
    """Country of "the Kenyan delegation" before a cue, and whether a side is spoken of at all."""
    zone = article.mask[subject[0] : subject[1]]
    found = list(article.lexicon.pattern("sides").finditer(zone))
    if not found:
        return None, False
    if re.search(rf"[{F}{R}]", zone[found[-1].end() :]):
        return None, False
    near = [c for c in article.countries_in(subject[0], subject[1])]
    if not near:
        return None, True
    last = subject[0] + found[-1].start()
    best = min(near, key=lambda c: min(abs(c.end - last), abs(c.start - last)))
    return (best.country, (best.start, best.end)), True


def _side_in(article: Article, start: int, end: int) -> tuple[str, Offsets] | None:
    near = article.countries_in(start, end)
    return (near[0].country, (near[0].start, near[0].end)) if near else None


def _plural_side(article: Article, subject: Offsets) -> bool:
    zone = article.mask[subject[0] : subject[1]]
    found = list(article.lexicon.pattern("sides").finditer(zone))
    return bool(found) and (found[-1][0].casefold().endswith("s") or bool(re.search(r"\b(?:both|two|respective)\b", zone, re.I)))


def _behind(article: Article, start: int, end: int) -> list[Mention]:
    """The officials behind a passive cue, up to the words that end such a list."""
    mask = article.mask
    plain = re.sub(r"\([^()]*\)", lambda m: "_" * len(m[0]), mask[start:end])
    stop = article.lexicon.pattern("stops").search(plain)
    limit = start + stop.start() if stop else end
    people = [m for m in article.between(start, end, "OFFICIAL") if m.end <= limit]
    if people and people[0].start - start > _REACH:
        return []
    out: list[Mention] = []
    for person in people:
        gap = mask[out[-1].end : person.start] if out else ""
        if out and re.search(r"[;:](?!\s*and)|\b(?:and|with)\s+(?:\d+|several|many|other)\b", gap) and not re.search(r";\s*(?:and\b)?", gap):
            break
        out.append(person)
    return out[:6]


def _coordinated(article: Article, people: list[Mention]) -> list[Mention]:
    """The head of one side: one person, or two joined by "and" with nothing but posts between."""
    return people[:1]


def _subject_people(article: Article, people: list[Mention], cue: int, every: bool) -> list[Mention]:
    """Officials before an active cue. every: all that are joined; else the one next to the cue."""
    if not people:
        return []
    if not every:
        last = people[-1]
        gap = article.mask[last.end : cue]
        return [last] if len(gap) < 160 else []
    out = [people[-1]]
    for person in reversed(people[:-1]):
        gap = article.mask[person.end : out[-1].start]
        if len(gap) > 260 or not re.search(r"\band\b|&|,|\bwith\b|\balongside\b", gap):
            break
        if re.search(r"\b(?:said|told|added|met|welcomed|received|that|who\s+(?:is|was)|invited|visited)\b", gap):
            break
        out.append(person)
    return out[::-1][-6:]


def _object(article: Article, end: int, sentence: Sentence) -> tuple[bool, bool] | None:
    """What somebody leads: (more than one side?, a side rather than the session?), or None."""
    zone = article.mask[end : min(end + 110, sentence.end)]
    match = re.match(
        rf"\s*(?P<det>(?:(?:the|their|its|his|her|a|an|both|our|either|each|respectively)\s+)*)(?P<mid>(?:[\w’'.-]+\s+){{0,6}}?)(?P<noun>{article.lexicon.pattern('sides').pattern}|{_nouns(article)}|[{F}{R}]+)",
        zone,
        re.I,
    )
    if not match or re.search(r"\b(?:to|in|at|by|technical|business|media|trade|protest)\b", match["mid"], re.I):
        country = next(iter(article.countries_in(end, end + 25)), None)
        # "Foreign Secretary X represented Sri Lanka while Y …"
        if country and re.fullmatch(r"\s*(?:the\s+)?", article.text[end : country.start]):
            return False, True
        return None
    is_side = bool(article.lexicon.pattern("sides").fullmatch(match["noun"]))
    plural = match["noun"].casefold().endswith("s") and (is_side or "respective" in match["mid"].casefold())
    return (plural or not is_side), is_side


def _partner(article: Article, start: int, end: int) -> list[Mention]:
    """ "co-chaired the session with X", "together with X": the officials behind "with"."""
    zone = article.mask[start:end]
    stop = article.lexicon.pattern("stops").search(zone)
    zone = zone[: stop.start()] if stop else zone
    for match in re.finditer(r"\b(?:with|alongside|together\s+with|along\s+with|jointly\s+with)\b", zone):
        people = _behind(article, start + match.end(), end)
        if people and people[0].start - (start + match.end()) < 220:
            return people[:2]
    return []
