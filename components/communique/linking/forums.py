"""Which mentions of a forum mean the same forum: full names, shortened names, abbreviations."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from communique.countries import fold
from communique.linking.article import Article, Mention

_NOISE = {"the", "of", "on", "for", "and", "in", "to", "a", "an", "its", "between", "with", "&", "de", "their", "at"}
# Kinds of consultations and dialogues that reports use for one another within an article.
_GENERIC = {
    "bilateral", "political", "diplomatic", "annual", "joint", "foreign", "office", "regular", "official", "high",
    "level", "ministerial", "consultations", "consultation", "dialogue", "talks", "meeting", "commission", "committee",
    "council", "group", "working", "intergovernmental", "inter", "governmental", "mechanism", "senior", "officials",
    "summit", "conference", "forum", "session", "ministers", "mixed", "permanent", "secretaries", "secretary",
}
_ACRONYM = re.compile(r"^[A-Z][A-Za-z0-9+&-]{1,9}$")


@dataclass
class Series:
    """One forum of an article with all its mentions, in text order."""

    mentions: list[Mention] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    parties: list[str] = field(default_factory=list)
    head: str = ""
    index: int = 0

    def fullest(self, anchor: Mention) -> Mention:
        """The fullest form of the name at `anchor`: of the mentions that hold its words, the one with most;
        the first of equals. An abbreviation is filled from any mention."""
        words = set() if is_acronym(anchor.text) else content_words(anchor.text)
        fitting = [m for m in self.mentions if words <= content_words(m.text)] or [anchor]
        return max(fitting, key=lambda m: (len(content_words(m.text)), -m.start))


def content_words(name: str) -> set[str]:
    """The words of a forum's name that tell something, folded, plural s off."""
    found = re.findall(r"[^\W_]+(?:\+\d)?", fold(name))
    return {stem(word) for word in found if word not in _NOISE}


def stem(word: str) -> str:
    """Singular of a regular plural."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def is_acronym(name: str) -> bool:
    """Is this an abbreviation rather than words?"""
    return bool(_ACRONYM.match(name)) and sum(char.isupper() for char in name) >= 2


def head_of(name: str, heads: list[str]) -> str:
    """The noun that says what kind of body this is: the last of `heads` before a topic, or ""."""
    folded = re.sub(r"\([^)]*\)", " ", fold(name))
    before_topic = re.split(r"\s(?:on|for|of|between|with|in|at)\s", folded)[0]
    for part in (before_topic, folded):
        words = re.findall(r"[\w-]+", part)
        for word in reversed(words):
            for head in heads:
                if stem(word) == stem(head):
                    return stem(head)
    return ""


def initials_of(name: str) -> str:
    """First letters of the words with capitals: "Joint Working Group on Fisheries" → "JWGF"."""
    return "".join(word[0] for word in re.findall(r"[A-Z][\w]*", name))


def find_series(article: Article) -> list[Series]:
    """Group the FORUM mentions of an article. Linear in the number of mentions for real articles."""
    lexicon = article.lexicon
    heads = [*lexicon.forum_heads, *lexicon.standing_heads]
    out: list[Series] = []
    by_name: dict[str, Series] = {}
    for mention in article.of("FORUM"):
        name = fold(mention.text)
        series = by_name.get(name) or _alias(article, mention, by_name)
        head = head_of(mention.text, heads)
        places = article.countries_in(mention.start, mention.end)
        parties = list(dict.fromkeys(country.country for country in places))
        place_words = {stem(w) for c in places for w in re.findall(r"\w+", fold(article.text[c.start : c.end]))}
        words = content_words(mention.text) - place_words
        if series is None and head:
            series = _match(out, words, parties, head, is_acronym(mention.text))
        if series is None:
            series = Series(index=len(out), head=head)
            out.append(series)
        series.mentions.append(mention)
        series.words |= words
        series.head = series.head or head
        series.parties += [party for party in parties if party not in series.parties]
        by_name.setdefault(name, series)
        if (before := _bracketed(article, mention)) and (other := by_name.get(fold(before.text))) and other is not series:
            _merge(out, by_name, series, other)
            series = other
        for bracket in re.findall(r"\(([A-Z][\w+&-]{1,9})\)", mention.text):
            by_name.setdefault(fold(bracket), series)
    return out


def _bracketed(article: Article, mention: Mention) -> Mention | None:
    """The full name before an abbreviation in brackets: "Joint Committee (JC)"."""
    gap = article.text[max(0, mention.start - 3) : mention.start]
    if is_acronym(mention.text) and gap.rstrip().endswith("(") and mention.index:
        before = article.mentions[mention.index - 1]
        if before.label == "FORUM" and mention.start - before.end <= 3:
            return before
    return None


def _merge(out: list[Series], by_name: dict[str, Series], loser: Series, winner: Series) -> None:
    """One series of two: the abbreviation stood in a heading before its words were given."""
    winner.mentions = sorted({*winner.mentions, *loser.mentions}, key=lambda m: m.start)
    winner.words |= loser.words
    winner.parties += [p for p in loser.parties if p not in winner.parties]
    out.remove(loser)
    for name, series in by_name.items():
        if series is loser:
            by_name[name] = winner


def _alias(article: Article, mention: Mention, by_name: dict[str, Series]) -> Series | None:
    """An abbreviation in brackets behind a name, or a name that holds the initials of one already seen."""
    if before := _bracketed(article, mention):
        return by_name.get(fold(before.text))
    letters = [word.rstrip("s") for word in re.findall(r"\b[A-Z]{2,10}s?\b", mention.text)]
    if not letters or len(mention.text.split()) > 3:
        return None
    for name, series in by_name.items():
        if len(name) > len(letters[0]) + 4 and any(initials_of(m.text) in letters for m in series.mentions):
            return series
    return None


def _match(known: list[Series], words: set[str], parties: list[str], head: str, acronym: bool) -> Series | None:
    """The latest series that this name can be a shorter, fuller or looser form of."""
    if acronym:
        return None
    for series in reversed(known[-24:]):
        if series.head != head or not series.words:
            continue
        if parties and series.parties and not set(parties) & set(series.parties):
            continue
        if words <= series.words or series.words <= words:
            return series
        if head in ("consultation", "dialogue", "talk") and (words ^ series.words) <= {stem(w) for w in _GENERIC}:
            return series
    return None
