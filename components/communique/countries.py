"""Which country does a string mean? Names, demonyms and capitals from the countryinfo package.

What that table lacks or words otherwise ("Emirati", "Pak-", "Kyrgyz Republic", "EU") comes from the
lexicon file as `extra`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

EUROPEAN_UNION = "European Union"
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


@dataclass(frozen=True)
class CountryMention:
    """A country named in a text. kind: "name" or "demonym". start, end: code points."""

    start: int
    end: int
    country: str
    kind: str


def fold(text: str) -> str:
    """Lower case without accents, with straight quotes and single spaces: for comparing, not for showing."""
    text = unicodedata.normalize("NFKD", text).replace("’", "'")
    return " ".join("".join(char for char in text if not unicodedata.combining(char)).casefold().split())


class CountryTable:
    """Names and demonyms → short English names. Immutable after it is made.

    extra_names, extra_demonyms: string → short English name, from the lexicon.
    """

    def __init__(self, extra_names: dict[str, str], extra_demonyms: dict[str, str]):
        self.names, self.demonyms, self.capitals = _base_table()
        self.names.update({fold(k): v for k, v in extra_names.items()})
        self.demonyms.update({fold(k): v for k, v in extra_demonyms.items()})
        keys = sorted({*self.names, *self.demonyms}, key=len, reverse=True)
        body = "|".join(re.escape(key).replace(r"\ ", r"[\s\u00a0]+").replace("'", "['’]") for key in keys)
        # Case decides for short forms: "US", never "us".
        self._pattern = re.compile(rf"(?<![\w])(?:{body})(?![\w])", re.I)

    def country(self, text: str) -> str | None:
        """The country that the whole string names, else None."""
        key = re.sub(r"^the ", "", fold(text).strip(" .,"))
        return self.names.get(key) or self.demonyms.get(key)

    def find(self, text: str) -> list[CountryMention]:
        """All countries named in a text, in order, the longest name first where several begin."""
        flat = _flatten(text)
        out = []
        for match in self._pattern.finditer(flat):
            surface = text[match.start() : match.end()]
            if not surface[0].isupper() or (len(surface) <= 3 and not surface.isupper() and "." not in surface
                                            and surface not in ("Lao", "Pak")):
                continue
            key = fold(surface)
            kind = "name" if key in self.names else "demonym"
            country = self.names.get(key) or self.demonyms.get(key)
            if country:
                out.append(CountryMention(match.start(), match.end(), country, kind))
        return out

    def is_capital(self, text: str) -> bool:
        """Is this the capital city of a state?"""
        return fold(text) in self.capitals

    def capital_of(self, city: str) -> str | None:
        """The country whose capital this is, else None."""
        return self.capitals.get(fold(city))


def _flatten(text: str) -> str:
    """Accents off, one code point for one code point, so that offsets stay."""
    out = []
    for char in text:
        base = unicodedata.normalize("NFKD", char)
        out.append(base[0] if len(base) > 1 and unicodedata.combining(base[1]) else char)
    return "".join(out)


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
            if len(spelling) > 3 and spelling.isascii():
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
