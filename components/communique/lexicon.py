"""The rules as data: reads and checks `data/lexicon.yml`, the one file that holds every word list.

Unknown keys, empty phrases and doubles are refused with the line they stand on.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from srsly.ruamel_yaml import YAML
from srsly.ruamel_yaml.error import YAMLError

from communique.countries import CountryTable

DEFAULT = "lexicon.yml"


class LexiconError(ValueError):
    """A lexicon file that cannot be used; the message names the file and the line."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", ignored_types=(cached_property,))


class ChairTest(_Strict):
    """A marked-up line and the names that the rules must link in it."""

    text: str
    chairs: list[str]


class ChairingRule(_Strict):
    """One way to say who chairs. people: where their names stand, seen from the cue."""

    rule: str
    people: Literal["behind", "before", "both"]
    cues: list[str] = Field(min_length=1)
    with_partner: bool = False
    needs_chair: bool = False
    needs_object: bool = False
    needs_session: bool = False
    tests: list[ChairTest] = Field(min_length=2)


class Lexicon(_Strict):
    """All word lists. Fields carry the names of the groups in the file."""

    chairing: list[ChairingRule]
    stops: list[str]
    sides: list[str]
    sessions: list[str]
    next_words: list[str]
    previous_words: list[str]
    held_verbs: list[str]
    scheduled_verbs: list[str]
    cancelled: list[str]
    virtual: list[str]
    forum_heads: list[str]
    standing_heads: list[str]
    mechanism_acronyms: list[str]
    not_places: list[str]
    titles: list[str]
    abbreviations: list[str]
    post_words: list[str]
    post_nouns: list[str]
    country_names: dict[str, str]
    country_demonyms: dict[str, str]

    @field_validator("*")
    @classmethod
    def _no_empty_phrase(cls, value: Any) -> Any:
        if isinstance(value, list) and any(isinstance(item, str) and not item.strip() for item in value):
            raise ValueError("an empty phrase")
        return value

    @cached_property
    def countries(self) -> CountryTable:
        """The country table with what this file adds to it."""
        return CountryTable(self.country_names, self.country_demonyms)

    def pattern(self, group: str) -> re.Pattern[str]:
        """One compiled pattern for a group of phrases, the longest first."""
        return _compiled(tuple(getattr(self, group)))


@lru_cache(maxsize=64)
def _compiled(phrases: tuple[str, ...]) -> re.Pattern[str]:
    body = "|".join(phrase_pattern(phrase) for phrase in sorted(phrases, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{body})(?![\w-])", re.I)


def phrase_pattern(phrase: str) -> str:
    """A phrase of the file as a regular expression: see the head of lexicon.yml."""
    escaped = re.escape(phrase.strip())
    escaped = escaped.replace(r"\-", r"[-‐–\s]?").replace(r"\ ", r"\s+").replace("'", "['’]")
    # SIDE is the name of a side: one to four words, of which the first has a capital
    return escaped.replace("SIDE", r"(?:(?-i:[A-Z])[\w.’']*(?:[-\s][\w.’']+){0,3}?)")


def parse_lexicon(text: str, name: str = DEFAULT) -> Lexicon:
    """Read a lexicon from YAML. name: for messages. Raises LexiconError with the line."""
    try:
        data = YAML(typ="rt").load(text)
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise LexiconError(f"{name}:{line}: {getattr(error, 'problem', error)}") from error
    if not isinstance(data, dict):
        raise LexiconError(f"{name}:1: a lexicon is a mapping of groups")
    try:
        return Lexicon.model_validate(_untyped(data))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise LexiconError(f"{name}:{_line_of(data, first['loc'])}: {where}: {first['msg']}") from error


def load_lexicon(path: str | Path | None = None) -> Lexicon:
    """The lexicon at `path`, or the one that the package carries."""
    return parse_lexicon(read_lexicon(path), str(path or DEFAULT))


def read_lexicon(path: str | Path | None = None) -> str:
    """The text of the lexicon file at `path`, or of the one that the package carries."""
    if path is None:
        return files("communique").joinpath("data", DEFAULT).read_text(encoding="utf8")
    try:
        return Path(path).read_text(encoding="utf8")
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(f"{path}: {error}") from error


def _untyped(value: Any) -> Any:
    """ruamel's round-trip containers as plain ones; they kept the lines for the messages."""
    if isinstance(value, dict):
        return {str(key): _untyped(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_untyped(item) for item in value]
    return value if isinstance(value, (int, float, bool)) or value is None else str(value)


def _line_of(data: Any, loc: tuple[Any, ...]) -> int:
    line = 1
    for key in loc:
        try:
            line = (data.lc.key(key) if isinstance(data, dict) else data.lc.item(key))[0] + 1
            data = data[key]
        except (AttributeError, KeyError, IndexError, TypeError):
            break
    return line
