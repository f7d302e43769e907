"""Who is an official in this text: full name, post and country of each mention."""

from __future__ import annotations

import re
from typing import NamedTuple

from communique.countries import fold
from communique.linking.article import Article, Mention
from communique.linking.of_country import country_at
from communique.linking.roles import LEADS, role_at
from communique.schema import Offsets

_INITIAL_STOP = re.compile(r"(?<=\w)\.\s*(?=\w)")


class Person(NamedTuple):
    """An official as one mention shows him. role: words and offsets, or None. country likewise."""

    mention: Mention
    name: str
    role: tuple[str, Offsets] | None
    country: tuple[str, Offsets] | None


class People:
    """The officials of an article: which mentions mean the same person, and what is said of each."""

    def __init__(self, article: Article):
        self.article = article
        self.full = _full_names(article)
        self._mentions: dict[int, list[Mention]] = {}
        for mention in article.of("OFFICIAL"):
            self._mentions.setdefault(self.full[mention.index].index, []).append(mention)

    def describe(self, mention: Mention) -> Person:
        """Name, post and country of an official at this mention, else at another mention of his."""
        full = self.full[mention.index]
        role = role_at(self.article, mention)
        country = country_at(self.article, mention, role)
        for other in self._mentions[full.index]:
            bare = role is None or self._bare(role[0])
            if not bare and country is not None:
                break
            if other.index != mention.index:
                other_role = role_at(self.article, other)
                if role is None or (bare and other_role and self._fuller(role[0], other_role[0])):
                    role = other_role
                country = country or country_at(self.article, other, other_role)
        return Person(mention, full.text, role, country)

    def _bare(self, role: str) -> bool:
        """Does a post say less than one may: "Minister", "leader of the visiting delegation"?"""
        return " " not in role or self.article.lexicon.regex(LEADS).fullmatch(role) is not None

    def _fuller(self, role: str, other: str) -> bool:
        """Does another mention word the post in full, "Minister of Ports" for "Minister", "Senator" or "PM"?"""
        if " " not in other or self._bare(other):
            return False
        words = other.casefold().split()
        if role.isupper() and role == "".join(word[0] for word in other.split() if word[0].isupper()):
            return True
        return " " in role or role.casefold() in words or role.casefold() in self.article.lexicon.words("ranks")


def _full_names(article: Article) -> dict[int, Mention]:
    """For each OFFICIAL mention, by index, the mention with the fullest form of the name, not in capitals.

    "Wijewardane" is "Aruni Wijewardane" where one longer name ends (or begins) with it, "Enrique Manalo" is "Enrique A.
    Manalo", "Ch.Khurelbaatar" is "Chimed Khurelbaatar"; failing that, where it stands within one ("Harthy", "Khalifa
    Alharthy").
    """
    officials = article.of("OFFICIAL")
    of_text = {m.text: _words(m.text) for m in officials}
    words = {m.index: of_text[m.text] for m in officials}
    longest: dict[str, Mention] = {}

    def fullest(mention: Mention) -> tuple[int, int, bool, int]:
        of_name = words[mention.index]
        initials = sum(word.endswith(".") for word in of_name) if "." in mention.text else 0
        return initials - len(of_name), -len(of_name), mention.text.isupper(), mention.start

    told: set[str] = set()
    for mention in sorted(officials, key=fullest):
        if mention.text in told:
            continue  # as the mention before
        told.add(mention.text)
        of_name = words[mention.index]
        ends = [of_name[i:] for i in range(len(of_name))]
        starts = [of_name[:i] for i in range(1, len(of_name))]
        for key in (*ends, *starts, [of_name[0], of_name[-1]]):
            longest.setdefault(" ".join(key), mention)
    out = {m.index: longest[" ".join(words[m.index])] for m in officials}
    for mention in officials:
        of_name = words[mention.index]
        if out[mention.index] is mention and of_name[0].endswith(".") and len(of_name) > 1:
            fuller = longest[" ".join(of_name[1:])]
            if words[fuller.index][0].startswith(of_name[0][:-1]):
                out[mention.index] = fuller
    out = {index: out[full.index] for index, full in out.items()}
    if lone := [m for m in officials if len(words[out[m.index].index]) == 1]:
        inner = _inner_words(officials, words, out)
        for mention in lone:
            out[mention.index] = inner.get(words[mention.index][0], out[mention.index])
    return out


def _words(name: str) -> list[str]:
    """The words of a name, folded, "Ch.Khurelbaatar" as two."""
    folded = fold(name)
    return (_INITIAL_STOP.sub(". ", folded) if "." in folded else folded).split()


def _inner_words(officials: list[Mention], words: dict[int, list[str]], full: dict[int, Mention]) -> dict[str, Mention]:
    """The mention with the fullest name by each word within a name, with and without an "Al" in front."""
    inner: dict[str, Mention] = {}
    for mention in officials:
        for word in words[mention.index] if len(words[mention.index]) > 1 else ():
            for key in (word, word.removeprefix("al").lstrip("-")):
                if len(key) > 3:
                    inner.setdefault(key, full[mention.index])
    return inner
