"""Who is an official in this text: full name, post and country of each mention."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from communique.countries import fold
from communique.linking.article import Article, M, Mention, O
from communique.schema import Offsets

_STOP_BEFORE = re.compile(
    rf"[;:.!?()\[\]“”\"\n{O}]|\b(?:by|was|were|is|are|had|has|have|said|told|met|including|namely|while|whilst|and the|but|which|that|his|her|"
    r"their|its|as|including|between|than|when|also|from)\b|,\s+(?:and|while|whilst)\b"
)
_ROLE_BEHIND = re.compile(rf"^\s*(?:\((?P<bracket>[^)]{{3,90}})\)|,\s*(?P<comma>(?:the\s+)?[^\n]{{3,200}}))")
_COUNTRY_CUT = re.compile(r"^(?:the\s+)?", re.I)


@dataclass(frozen=True)
class Person:
    """An official as one mention shows him. role: words and offsets, or None. country likewise."""

    mention: Mention
    name: str
    role: tuple[str, Offsets] | None
    country: tuple[str, Offsets] | None


def full_names(article: Article) -> dict[int, Mention]:
    """For each OFFICIAL mention, by index, the mention with the fullest form of the name.

    "Wijewardane" is "Aruni Wijewardane" where one longer name ends (or begins) with it.
    """
    officials = article.of("OFFICIAL")
    longest: dict[str, Mention] = {}
    for mention in sorted(officials, key=lambda m: (-len(m.text.split()), m.start)):
        words = fold(mention.text).split()
        keys = {" ".join(words)} | {" ".join(words[i:]) for i in range(1, len(words))} | {words[0]}
        for key in keys:
            longest.setdefault(key, mention)
    return {m.index: longest.get(" ".join(fold(m.text).split()), m) for m in officials}


def describe(article: Article, mention: Mention, names: dict[int, Mention]) -> Person:
    """Post and country of an official at this mention, else at a fuller or another mention."""
    full = names.get(mention.index, mention)
    role = role_at(article, mention)
    country = country_at(article, mention, role)
    if role is None or country is None:
        for other in article.of("OFFICIAL"):
            if other.index != mention.index and names.get(other.index) is full:
                other_role = role_at(article, other)
                role = role or other_role
                country = country or country_at(article, other, other_role)
                if role and country:
                    break
    return Person(mention, full.text, role, country)


def role_at(article: Article, mention: Mention) -> tuple[str, Offsets] | None:
    """The post as worded beside this mention: behind a comma or in brackets, else before the name."""
    before = _role_before(article, mention)
    behind = _role_behind(article, mention)
    if before and behind:
        # "Ambassador X, Additional Foreign Secretary, Ministry of …": the fuller post stands behind
        weak = len(before[0].split()) == 1
        return behind if weak else before
    return before or behind


@lru_cache(maxsize=8)
def _lower(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word.casefold() for word in words)


def _has_post(article: Article, text: str) -> bool:
    nouns = _lower(tuple(article.lexicon.post_nouns))
    return any(word.casefold().rstrip("s") in nouns or word.casefold() in nouns for word in re.findall(r"[\w-]+", text))


def _role_before(article: Article, mention: Mention) -> tuple[str, Offsets] | None:
    sentence = article.sentence_at(mention.start)
    lo = max(sentence.start, mention.start - 260)
    zone = article.mask[lo : mention.start]
    cut = 0
    depth_ok = re.sub(r"\([^()]*\)", lambda m: "_" * len(m[0]), zone)
    for match in _STOP_BEFORE.finditer(depth_ok):
        if match[0] in (".",) and re.search(r"\b\w{1,5}\.$", depth_ok[: match.end()]):
            continue  # "Dr.", "Gen."
        cut = match.end()
    start = lo + cut
    words = [(m.start() + start, m.end() + start) for m in re.finditer(r"\S+", article.text[start : mention.start])]
    words = _strip_titles(article, words)
    words = _from_post_start(article, words)
    if not words:
        return None
    begin, end = words[0][0], words[-1][1]
    text = article.text[begin:end].rstrip(" ,")
    text = re.sub(r"^and\s+", "", text)
    if not _has_post(article, text):
        return None
    begin = article.text.index(text, begin)
    return _cut_country(article, text, begin)


def _strip_titles(article: Article, words: list[Offsets]) -> list[Offsets]:
    titles = _lower(tuple(article.lexicon.titles))
    while words and article.text[words[-1][0] : words[-1][1]].casefold().strip(",") in titles:
        words.pop()
    return words


def _from_post_start(article: Article, words: list[Offsets]) -> list[Offsets]:
    """Drop words in front that belong to no post: "talks with", lower-case verbs and the like."""
    known = _lower(tuple([*article.lexicon.post_words, *article.lexicon.post_nouns]))
    keep = len(words)
    for i in range(len(words) - 1, -1, -1):
        start, end = words[i]
        word = article.text[start:end]
        bare = word.strip(",()'’\"“”.").casefold()
        inside = M in article.mask[start:end]
        if inside or word[0].isupper() or word[0] in "(&/-–" or word[0].isdigit() or bare in known or "-" in word or word.endswith(")"):
            keep = i
            continue
        break
    words = words[keep:]
    while words:
        word = article.text[words[0][0] : words[0][1]].strip(",").casefold()
        if word in ("the", "of", "and", "for", "in", "at", "on", "to", "with", "a", "&", "-", "–"):
            words = words[1:]
        else:
            break
    return words


def _cut_country(article: Article, text: str, begin: int) -> tuple[str, Offsets]:
    """The country in front of a post is no part of it: "Pakistan's Foreign Secretary"."""
    while True:
        first = next(iter(article.countries_in(begin, begin + len(text))), None)
        if first is None or first.start != begin:
            break
        rest = article.text[first.end : begin + len(text)]
        gap = re.match(r"(?:['’]s?)?\s+(?:side\s+)?(?=\S)", rest)
        if not gap:
            break
        cut = first.end - begin + gap.end()
        text, begin = text[cut:], begin + cut
    return text, (begin, begin + len(text))


def _role_behind(article: Article, mention: Mention) -> tuple[str, Offsets] | None:
    sentence = article.sentence_at(mention.start)
    zone = article.mask[mention.end : sentence.end]
    match = _ROLE_BEHIND.match(zone)
    if not match:
        return None
    group = "bracket" if match["bracket"] else "comma"
    start, end = match.start(group), match.end(group)
    body = zone[start:end]
    if group == "comma":
        stop = re.search(
            rf"[;.:!?“”\"](?:\s|$)|[{O}]|,\s+(?:and|while|whilst|who|which|with|as|in|on|during|the\s+two|both)\b|\b(?:and|while|whilst|who|which|co-chaired|chaired|led|headed|said|told|met|"
            r"was|were|is|are|has|have|had|will|respectively|represented|attended|presided|signed|discussed|held|exchanged|expressed|arrived|along|together|opened|agreed|noted|called|to\s+co-chair|took|spoke|at\s+the\s+head|briefed)\b",
            body,
        )
        hits = [stop] if stop else []
        # "Director of Trade and Deputy Head of …" goes on; "… and Foreign Minister [name]" does not
        if stop and stop[0].strip(", ") == "and":
            rest = body[stop.end() :]
            following = re.match(rf"\s+(?:[A-Z{M}][^,;{O}]*)", rest)
            if following and O not in rest[: following.end() + 2]:
                later = re.search(rf"[;.](?:\s|$)|,|[{O}]|\b(?:while|who|which|co-chaired|led|said|was|were|is|are|will|had|has|respectively)\b", rest)
                body = body[: stop.end() + (later.start() if later else len(rest))]
                hits = []
        if hits:
            body = body[: hits[0].start()]
    body = body.rstrip(" ,.;")
    if not body.strip() or len(body) > 190:
        return None
    text = article.text[mention.end + start : mention.end + start + len(body)]
    lead = re.match(r"(?:the\s+|and\s+)", text)
    begin = mention.end + start + (lead.end() if lead else 0)
    text = text[lead.end() :] if lead else text
    if not text or not (text[0].isupper() or text.split()[0].casefold() in _lower(tuple(article.lexicon.post_words))):
        return None
    if not _has_post(article, text[:90]):
        return None
    text, span = _cut_country(article, text, begin)
    tail = re.search(r",\s*(?:the\s+)?([^,]+)$", text)
    if tail and article.lexicon.countries.country(tail[1]):
        text = text[: tail.start()]
    return text, (span[0], span[0] + len(text))


_ABROAD = re.compile(
    r"(?:\b(?:to|for|with|on|in|towards?|against|and|&|relations\s+with|affairs|between)\s+(?:the\s+)?(?:[A-Z][\w’'-]*(?:,\s*|\s+and\s+|\s+))*|[,/&]\s*)$"
)


def country_at(
    article: Article, mention: Mention, role: tuple[str, Offsets] | None
) -> tuple[str, Offsets] | None:
    """The country that the words beside a name give: its ministry, a demonym, "of X", "from X"."""
    sentence = article.sentence_at(mention.start)
    zones: list[Offsets] = []
    if role:
        start, end = role[1]
        # only what stands directly before the post: "Pakistan's", "the Indian side"
        lead = re.search(r"(?:(?<!\w)[A-Z][\w’'.-]*(?:\s+side)?\s+){1,4}$", article.mask[sentence.start : start])
        zones.append((start - len(lead[0]) if lead else start, end))
    else:
        zones.append((max(sentence.start, mention.start - 40), mention.start))
    for lo, hi in zones:
        found = [c for c in article.countries_in(lo, hi) if _belongs(article, c.start, c.end, role, lo)]
        if found:
            inside = [c for c in found if role and role[1][0] <= c.start < role[1][1]]
            best = (inside or found)[-1] if not inside else inside[0]
            return best.country, (best.start, best.end)
    behind = article.mask[mention.end : sentence.end]
    for pattern in (r"\s*\((?P<c>[^)]{2,40})\)", r"\s*,?\s*(?:from|of|for)\s+(?:the\s+)?(?P<c>[A-Z][\w’' -]{2,40})"):
        if match := re.match(pattern, behind):
            at = mention.end + match.start("c")
            near = article.countries_in(at, at + 12)
            if near:
                return near[0].country, (near[0].start, near[0].end)
    return None


def _belongs(article: Article, start: int, end: int, role: tuple[str, Offsets] | None, lo: int) -> bool:
    """Does this country own the post, rather than being what the post deals with?"""
    before = article.text[max(lo - 1, start - 60) : start]
    behind = article.text[end : end + 14]
    if re.match(r"['’]s?\b|['’](?=\s)", behind):
        return True
    if re.search(r"\b(?:of|from)\s+(?:the\s+)?(?:Republic\s+of\s+|Kingdom\s+of\s+|Government\s+of\s+)?(?:the\s+)?$", before):
        # "Director of the Asia and Japan Department": a country among subjects is no owner
        return not re.match(r"\s*(?:,|and|&)\s*(?:the\s+)?[A-Z]\w+\s+(?:Division|Department|Desk|Affairs|Directorate)", article.text[end : end + 60])
    if re.search(_ABROAD, before):
        return False
    if re.match(r"\s*(?:Division|Department|Desk|Directorate|Affairs|Section|Bureau|Unit)\b", behind + article.text[end + 14 : end + 20]):
        return False
    return True
