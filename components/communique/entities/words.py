"""The word lists of data/entities.yml, checked, and the patterns that the rules share."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, ValidationError
from srsly.ruamel_yaml import YAML

from communique.lexicon import alternatives, branches
from communique.ordinals import spelled_ordinals

CAP = r"(?:[^\W\d_a-zà-öø-ÿ](?:[\w-]|['’](?!s\b))*)"


class EntityTest(BaseModel):
    """A marked line as a model might give it, and as the guide wants it."""

    model_config = ConfigDict(extra="forbid")
    rule: str
    before: str
    after: str


class EntityWords(BaseModel):
    """The word lists of data/entities.yml; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", ignored_types=(cached_property,))
    organisations: list[list[str]]
    document_words: list[str]
    inside_names: list[str]
    session_nouns: list[str]
    session_adjectives: list[str]
    forum_kinds: list[str]
    forum_nouns: list[str]
    topic_bodies: list[str]
    topic_stops: list[str]
    organs: list[str]
    unions: list[str]
    loose_nouns: list[str]
    relation_nouns: list[str]
    ministry_tails: list[str]
    institutions: list[str]
    not_institutions: list[str]
    bodies: list[str]
    not_numbered: list[str]
    not_sessions: list[str]
    took_place: list[str]
    competitions: list[str]
    sports: list[str]
    venues: list[str]
    heading_verbs: list[str]
    deeds: list[str]
    never: list[str]
    never_official: list[str]
    credits: list[str]
    no_longer: list[str]
    occupations: list[str]
    led_by: list[str]
    state_posts: list[str]
    clause_words: list[str]
    tests: list[EntityTest]

    @cached_property
    def session(self) -> str:
        return alternatives(self.session_nouns)

    @cached_property
    def adjective(self) -> str:
        return alternatives(self.session_adjectives)

    @cached_property
    def clause(self) -> str:
        return rf"{alternatives(self.clause_words)}\b"

    @cached_property
    def organisation(self) -> re.Pattern[str]:
        names = sorted({name for group in self.organisations for name in group}, key=len, reverse=True)
        body = branches(re.escape(name).replace(r"\ ", r"\s+") for name in names)
        documents = "|".join(map(re.escape, self.document_words))
        return re.compile(
            rf"(?<![\w-])(?<![A-Z]\. )(?:{body})"
            rf"(?![\w]|-[A-Za-z]|\s+(?:{documents})\b|(?:\s+{CAP}){{0,3}}\s+{alternatives(self.inside_names)}\b)"
        )

    @cached_property
    def ordinal(self) -> str:
        spelled = branches(sorted((w.replace(" ", r"[\s-]") for w in spelled_ordinals()), key=len, reverse=True))
        return rf"(?:\d{{1,3}}\s?(?:st|nd|rd|th)|(?:{spelled})(?:[\s-]ever)?|inaugural|maiden|(?-i:[IVXL]{{1,7}}))"

    @cached_property
    def round(self) -> str:
        return rf"{self.ordinal}\s+(?:{self.adjective}\s+){{0,2}}{self.session}\b"

    @cached_property
    def institution(self) -> str:
        """A word with which neither a portfolio nor a name goes on."""
        return rf"(?!{alternatives(self.not_institutions)}\b){alternatives(self.institutions)}"

    @cached_property
    def body(self) -> str:
        """The beginning of a word for a body of a state."""
        return alternatives(self.bodies)

    @cached_property
    def topic_stop(self) -> str:
        return rf"{alternatives(self.topic_stops)}\b"

    @cached_property
    def kinds(self) -> str:
        return alternatives(self.forum_kinds)

    @cached_property
    def nouns(self) -> str:
        return alternatives(self.forum_nouns)


@lru_cache(maxsize=1)
def entity_words() -> EntityWords:
    """The lists that the package carries. Raises ValueError with the fault."""
    text = files("communique").joinpath("data", "entities.yml").read_text(encoding="utf8")
    data = YAML(typ="safe").load(text)
    data["tests"] = [{"rule": t["rule"], "before": t["in"], "after": t["out"]} for t in data["tests"]]
    try:
        return EntityWords.model_validate(data)
    except ValidationError as error:
        raise ValueError(f"entities.yml: {error}") from error


@lru_cache(maxsize=128)
def compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern that is made of word lists: compiled once for all articles, where `re` would forget it as
    soon as 512 others came by."""
    return re.compile(pattern, flags)


@lru_cache(maxsize=128)
def any_of(phrases: tuple[str, ...]) -> str:
    """Any of these phrases as a regular expression, made once for all articles: there must be room for all lists."""
    return alternatives(phrases)


def behind(lead: str, phrases: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for any of these phrases where `lead` stands in front of it."""
    return compiled(rf"{lead}{any_of(phrases)}\b", re.I)
