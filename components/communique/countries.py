"""Which country does a string mean? Names, demonyms and capitals from the countryinfo package.

What that table lacks or words otherwise ("Emirati", "Pak-", "Kyrgyz Republic", "EU") comes from the
lexicon file as `extra`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

# countryinfo's names where the guide's "short English name" is another.
_SHORT = {
    "Republic of the Congo": "Congo",
    "DR Congo": "Democratic Republic of the Congo",
    "Czechia": "Czech Republic",
    "Swaziland": "Eswatini",
    "Macedonia": "North Macedonia",
    "Republic of Macedonia": "North Macedonia",
    "The Bahamas": "Bahamas",
    "The Gambia": "Gambia",
    "Burma": "Myanmar",
    "Federated States of Micronesia": "Micronesia",
    "Palestine, State of": "Palestine",
    "Vatican City State": "Holy See",
    "Holy See (Vatican City State)": "Holy See",
    "São Tomé and Príncipe": "Sao Tome and Principe",
}


# Names that states have in their own languages, which are words or family names in English: "Small Island States".
_ENGLISH_WORDS = frozenset(("Island", "Mann"))

_FIRST = re.compile(r"[^\W_]+")
_CAPITALISED = re.compile(r"[A-ZÀ-Þ](?<![^\W_].)[a-z]*[^\W_]*")  # the letter first: the scan for it is fast
_ACCENTED = re.compile(r"[^\x00-\x7f‘’“”–—]")
_SHORT_FORM = 3  # characters of "US", "Lao"
_SIGNS_IN_NAMES = re.compile("[‘’ʻ`´]")  # they stand in names: "Nuku‘alofa"
_NAME = 300  # characters of a name; what is longer is an article
_ARTICLE = 20_000  # characters of an article as the press prints them; few that are longer are kept
# "Central American", "the Organization of American States", "Central African States": of a continent, not of one state
_PART_OF_WORLD = re.compile(r"(?:\b(?:Central|South|Latin|North|Inter|Pan|Ibero|Meso)[\s-]+)$")
_OF_STATES = re.compile(r"\s+States\b")
_OF_CONTINENT = ("american", "central african")


class CountryMention(NamedTuple):
    """A country named in a text. kind: "name" or "demonym". start, end: code points."""

    start: int
    end: int
    country: str
    kind: str


def fold(text: str) -> str:
    """Lower case without accents, with straight quotes and single spaces: for comparing, not for showing."""
    if not text.isascii():
        text = _SIGNS_IN_NAMES.sub("'", text)
        text = unicodedata.normalize("NFKD", text)
        text = _ACCENTED.sub(lambda match: "" if unicodedata.combining(match[0]) else match[0], text)
    return " ".join(text.casefold().split())


class CountryTable:
    """Names and demonyms → short English names. Immutable after it is made.

    extra_names, extra_demonyms, extra_capitals: string → short English name, from the lexicon.
    """

    def __init__(
        self,
        extra_names: dict[str, str],
        extra_demonyms: dict[str, str],
        extra_capitals: dict[str, str] | None = None,
    ):
        self.names, self.demonyms, self.capitals = _base_table()
        self.capitals.update({fold(k): v for k, v in (extra_capitals or {}).items()})
        self.names.update({fold(k): v for k, v in extra_names.items()})
        self.demonyms.update({fold(k): v for k, v in extra_demonyms.items()})
        self._by_first: dict[str, list[str]] = defaultdict(list)
        for key in {*self.names, *self.demonyms}:
            if first := _FIRST.match(key):
                self._by_first[first[0]].append(key)
        self._as_spelled = {key for key in (*extra_names, *extra_demonyms) if len(key) <= _SHORT_FORM}
        self._patterns: dict[str, re.Pattern[str]] = {}

    def country(self, text: str) -> str | None:
        """The country that the whole string names, else None."""
        key = fold(text).strip(" .,").removeprefix("the ")
        return self.names.get(key) or self.demonyms.get(key)

    def find(self, text: str) -> list[CountryMention]:
        """All countries named in a text, in order, the longest name first where several begin."""
        found = _in_name if len(text) <= _NAME else _in_article if len(text) <= _ARTICLE else _in_long_article
        return list(found(self, text))

    def _find(self, text: str) -> list[CountryMention]:
        flat = _flatten(text)
        out: list[CountryMention] = []
        for start in _CAPITALISED.finditer(flat):
            first = start[0].casefold()
            if first not in self._by_first or (out and start.start() < out[-1].end):
                continue
            match = self._pattern(first).match(flat, start.start())
            if match is None:
                continue
            surface = text[match.start() : match.end()]
            # case decides for short forms: "US", never "Us"
            if len(surface) <= _SHORT_FORM and not (surface.isupper() or "." in surface or surface in self._as_spelled):
                continue
            key = " ".join(match[0].casefold().replace("’", "'").split())
            if key in _OF_CONTINENT and _of_continent(flat, *match.span()):
                continue
            kind = "name" if key in self.names else "demonym"
            if country := self.names.get(key) or self.demonyms.get(key):
                out.append(CountryMention(match.start(), match.end(), country, kind))
        return out

    def _pattern(self, first: str) -> re.Pattern[str]:
        """The names that begin with a word as one pattern, the longest first."""
        if first not in self._patterns:
            keys = sorted(self._by_first[first], key=len, reverse=True)
            body = "|".join(re.escape(key).replace(r"\ ", r"[\s\u00a0]+").replace("'", "['’]") for key in keys)
            self._patterns[first] = re.compile(rf"(?:{body})(?!\w)", re.I)
        return self._patterns[first]

    def is_capital(self, text: str) -> bool:
        """Is this the capital city of a state?"""
        return fold(text) in self.capitals

    def capital_of(self, city: str) -> str | None:
        """The country whose capital this is, else None."""
        return self.capitals.get(fold(city))


@lru_cache(maxsize=8)
def country_table(
    names: tuple[tuple[str, str], ...],
    demonyms: tuple[tuple[str, str], ...],
    capitals: tuple[tuple[str, str], ...],
) -> CountryTable:
    """The table with what a lexicon adds to it; one object for all lexicons that add the same, so that what one
    component found in a text is known to the next."""
    return CountryTable(dict(names), dict(demonyms), dict(capitals))


# What was found is kept: the entity rules read a batch of articles, then linking does, and both ask again for names.
_in_name = lru_cache(maxsize=1024)(CountryTable._find)
_in_article = lru_cache(maxsize=128)(CountryTable._find)
_in_long_article = lru_cache(maxsize=4)(CountryTable._find)


def _of_continent(flat: str, start: int, end: int) -> bool:
    """Does "American" stand for more than one state?"""
    return (
        _OF_STATES.match(flat, end) is not None or _PART_OF_WORLD.search(flat[max(0, start - 10) : start]) is not None
    )


def _flatten(text: str) -> str:
    """Accents off, one code point for one code point, so that offsets stay."""
    return text if text.isascii() else _ACCENTED.sub(lambda match: _bare(match[0]), text)


@lru_cache(maxsize=4096)
def _bare(char: str) -> str:
    base = unicodedata.normalize("NFKD", char)
    return base[0] if len(base) > 1 and unicodedata.combining(base[1]) else char


@lru_cache(maxsize=1)
def _countryinfo() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    from countryinfo import all_countries  # imported late: reading its table takes 0.1 s

    names: dict[str, str] = {}
    demonyms: dict[str, str] = {}
    capitals: dict[str, str] = {}
    for entry in all_countries():
        info = entry.info()
        if not info.get("name"):
            continue
        name = _SHORT.get(info["name"], info["name"])
        names[fold(name)] = name
        names.setdefault(fold(info["name"]), name)
        for spelling in info.get("altSpellings") or []:
            # two- and three-letter codes are too short to tell from words; "Republic of X" is kept
            if len(spelling) > 3 and spelling.isascii() and spelling not in _ENGLISH_WORDS:
                names.setdefault(fold(spelling), name)
        if info.get("demonym"):
            demonyms.setdefault(fold(info["demonym"]), name)
        capital = info.get("capital") or []
        for city in [capital] if isinstance(capital, str) else capital:
            capitals.setdefault(fold(city), name)
    return names, demonyms, capitals


def _base_table() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    names, demonyms, capitals = _countryinfo()
    return dict(names), dict(demonyms), dict(capitals)
