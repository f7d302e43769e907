"""The rules as data: reads and checks `data/lexicon.yml`, the one file that holds every word list.

Unknown keys, empty phrases and doubles are refused with the line they stand on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator, model_validator
from srsly.ruamel_yaml import YAML
from srsly.ruamel_yaml.error import YAMLError

from communique.countries import CountryTable, country_table, fold
from communique.phrases import PhraseIndex, refuse_foreign_letters

DEFAULT = "lexicon.yml"
# the groups whose phrases are looked for in running text, beside the chairing cues
_PHRASE_GROUPS = (
    "stops",
    "clause_verbs",
    "sides",
    "sessions",
    "next_words",
    "previous_words",
    "held_verbs",
    "scheduled_verbs",
    "future_auxiliaries",
    "future_times",
    "cancelled",
    "dates_open",
    "virtual",
    "asides",
    "turning_away",
    "another_time",
    "home_bodies",
    "home_kinds",
    "around_session",
    "meets_again",
    "last_met",
    "travel",
    "hosting",
    "coming_together",
    "venues",
    "place_leads",
    "papers",
    "handing_over",
    "preparing",
    "same_place",
    "here",
    "statements",
    "closing",
    "looking_back",
    "background_dates",
    "taking_office",
    "ahead_of",
    "taking_part",
    "staying_away",
    "standing_in",
    "saying",
    "resolving",
    "putting_off",
    "place_kinds",
    "towns",
    "margins",
)
_PLACEHOLDER = re.compile(r"(?<!\?P)<([a-z_]+)>")
_LIKE_ASCII = "\u017f\u212a\u0130\u0131"  # which `re` takes for S, K and I where case is ignored
_PIECE = re.compile(r"(?:\\.|\[[^]]*\]|.)[?*+]?", re.S)  # of the pattern of a phrase: a sign or a class, how often


class LexiconError(ValueError):
    """A lexicon file that cannot be used; the message names the file and the line."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", ignored_types=(cached_property,))


class LineTest(_Strict):
    """A marked-up text and what the rules must make of it.

    chairs: all names that are linked. meetings: the records, each with the slots that are looked at.
    published: day of publication, where the text needs one.
    """

    text: str
    published: str | None = None
    chairs: list[str] | None = None
    meetings: list[dict[str, Any]] | None = None

    @model_validator(mode="after")
    def _looks_at_something(self) -> LineTest:
        if self.chairs is None and self.meetings is None:
            raise ValueError("a test line says which chairs or which meetings come out")
        return self


class ChairingRule(_Strict):
    """One way to say who chairs. kind: the grammar that the cues stand in, see `linking/chairs.py`. fallback: it
    counts only for a session of which nothing surer is said."""

    rule: str
    kind: Literal[
        "passive",
        "active",
        "side",
        "noun",
        "title",
        "meets",
        "holds",
        "across",
        "under",
        "with",
        "pair",
        "counterpart",
        "goes",
    ]
    cues: list[str] = Field(min_length=1)
    needs_subject: bool = False
    fallback: bool = False
    tests: list[LineTest] = Field(min_length=2)

    @field_validator("cues")
    @classmethod
    def _no_foreign_letter(cls, cues: list[str]) -> list[str]:
        refuse_foreign_letters(cues)
        return cues

    @cached_property
    def group(self) -> str:
        """The name of the rule's cues among the phrase groups."""
        return f"chairing/{self.rule}"


class Lexicon(_Strict):
    """All word lists. Fields carry the names of the groups in the file; `tests` holds the test lines of
    the groups that are written as {words, tests}."""

    chairing: list[ChairingRule]
    stops: list[str]
    clause_verbs: list[str]
    role_stops: list[str]
    sides: list[str]
    hosts_guests: list[str]
    visiting: list[str]
    other_teams: list[str]
    counterparts: list[str]
    asides: list[str]
    turning_away: list[str]
    another_time: list[str]
    around_session: list[str]
    margins: list[str]
    purposes: list[str]
    needs_session: list[str]
    reserving: list[str]
    sessions: list[str]
    session_nouns: list[str]
    lower_levels: list[str]
    levels: list[str]
    ministers_level: list[str]
    upper_levels: list[str]
    partial: list[str]
    preliminaries: list[str]
    preparatory: list[str]
    led_by_rulers: list[str]
    home_bodies: list[str]
    home_kinds: list[str]
    body_verbs: list[str]
    home_words: list[str]
    local_owners: list[str]
    private_owners: list[str]
    chambers: list[str]
    home_chairs: list[str]
    too_often: list[str]
    legislatures: list[str]
    organs: list[str]
    laws: list[str]
    treaties: list[str]
    lawmaking: list[str]
    products: list[str]
    shared_by_states: list[str]
    governments: list[str]
    fairs: list[str]
    no_bodies: list[str]
    next_words: list[str]
    previous_words: list[str]
    held_verbs: list[str]
    scheduled_verbs: list[str]
    future_auxiliaries: list[str]
    future_times: list[str]
    cancelled: list[str]
    dates_open: list[str]
    virtual: list[str]
    meets_again: list[str]
    last_met: list[str]
    travel: list[str]
    coming_together: list[str]
    goals: list[str]
    going: list[str]
    arriving: list[str]
    sending: list[str]
    dispatching: list[str]
    people_of_bodies: list[str]
    bringing: list[str]
    hosting: list[str]
    place_leads: list[str]
    preparing: list[str]
    place_kinds: list[str]
    venues: list[str]
    towns: list[str]
    not_online: list[str]
    place_tails: list[str]
    asking_who: list[str]
    place_regions: list[str]
    name_particles: list[str]
    same_place: list[str]
    here: list[str]
    statements: list[str]
    closing: list[str]
    looking_back: list[str]
    background_dates: list[str]
    reporters: list[str]
    deputies: list[str]
    friendly: list[str]
    state_forms: list[str]
    lone_states: list[str]
    state_bodies: list[str]
    other_bodies: list[str]
    groups_of_states: list[str]
    shared_words: list[str]
    lower_bodies: list[str]
    other_events: list[str]
    posted: list[str]
    held_at: list[str]
    founding: list[str]
    bringing_about: list[str]
    resolving: list[str]
    urging: list[str]
    planning: list[str]
    offices: list[str]
    ballots: list[str]
    turns: list[str]
    taking_turn: list[str]
    appointing: list[str]
    chosen: list[str]
    office_verbs: list[str]
    opening_it: list[str]
    in_chair: list[str]
    naming: list[str]
    belongings: list[str]
    own_session: list[str]
    attending: list[str]
    in_attendance: list[str]
    chaired: list[str]
    led: list[str]
    opened_it: list[str]
    rulers: list[str]
    holding: list[str]
    meals: list[str]
    whole_sessions: list[str]
    held_instead: list[str]
    meeting_as: list[str]
    to_attend: list[str]
    to_do: list[str]
    to_deliberate: list[str]
    wanting: list[str]
    reached: list[str]
    premises: list[str]
    to_meet: list[str]
    having_met: list[str]
    convening: list[str]
    coming: list[str]
    at_that_moment: list[str]
    governing: list[str]
    flanked: list[str]
    to_be_set: list[str]
    bidding: list[str]
    accepting: list[str]
    wishing: list[str]
    made: list[str]
    telling: list[str]
    time_units: list[str]
    weekdays: list[str]
    past_acts: list[str]
    day_long: list[str]
    base_forms: list[str]
    exchanges: list[str]
    at_session: list[str]
    to_chair: list[str]
    own_groups: list[str]
    serving: list[str]
    top_diplomats: list[str]
    posts_with_subject: list[str]
    several_posts: list[str]
    saying: list[str]
    papers: list[str]
    given_out: list[str]
    own_words: list[str]
    of_continents: list[str]
    year_parts: list[str]
    under_way: list[str]
    in_session: list[str]
    beginning: list[str]
    from_that_day: list[str]
    only_that_day: list[str]
    taking_office: list[str]
    trips: list[str]
    ahead_of: list[str]
    talks: list[str]
    putting_off: list[str]
    pacts: list[str]
    forum_heads: list[str]
    standing_heads: list[str]
    generic_words: list[str]
    of_two: list[str]
    discussing: list[str]
    briefing: list[str]
    to_open: list[str]
    permanent_bodies: list[str]
    mechanism_acronyms: list[str]
    groupings: list[str]
    host_cities: list[str]
    taking_part: list[str]
    onlookers: list[str]
    staying_away: list[str]
    standing_in: list[str]
    proceedings: list[str]
    outcomes: list[str]
    waters: list[str]
    host_side: list[str]
    of_many_states: list[str]
    bodies_of_states: list[str]
    host_land: list[str]
    guest_side: list[str]
    not_places: list[str]
    kinds_of_state: list[str]
    handing_over: list[str]
    venue_nouns: list[str]
    titles: list[str]
    abbreviations: list[str]
    post_words: list[str]
    post_nouns: list[str]
    ranks: list[str]
    rank_words: list[str]
    post_nominals: list[str]
    units: list[str]
    country_names: dict[str, str]
    country_demonyms: dict[str, str]
    country_capitals: dict[str, str]
    country_posts: dict[str, str]
    region_members: dict[str, list[str]]
    tests: dict[str, list[LineTest]] = {}

    @model_validator(mode="before")
    @classmethod
    def _take_tests_out(cls, data: Any) -> Any:
        """ "sides: {words: […], tests: […]}" as a list of words, its test lines under `tests`."""
        if not isinstance(data, dict):
            return data
        out, tests = dict(data), {}
        for group, value in data.items():
            if isinstance(value, dict) and "words" in value:
                if unknown := sorted(set(value) - {"words", "tests"}):
                    raise ValueError(f"{group}: unknown key {unknown[0]!r}")
                out[group] = value["words"]
                tests[group] = value.get("tests") or []
        return {**out, "tests": tests}

    @field_validator("*")
    @classmethod
    def _no_bad_phrase(cls, value: Any, info: ValidationInfo) -> Any:
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            if not value:
                raise ValueError("a group without a phrase: it would be found everywhere")
            if any(not item.strip() for item in value):
                raise ValueError("an empty phrase")
            doubles = [item for item, count in Counter(value).items() if count > 1]
            if doubles:
                raise ValueError(f"{doubles[0]!r} stands here twice")
            if info.field_name in _PHRASE_GROUPS:
                refuse_foreign_letters(value)
        return value

    @cached_property
    def countries(self) -> CountryTable:
        """The country table with what this file adds to it."""
        return country_table(
            *(tuple(added.items()) for added in (self.country_names, self.country_demonyms, self.country_capitals))
        )

    @cached_property
    def post_pattern(self) -> re.Pattern[str]:
        """The posts that tell a state, as they are written in the file."""
        posts = "|".join(map(re.escape, self.country_posts))
        return re.compile(rf"(?<!\w)(?:{posts})(?!\w)(?!\s+for\s+(?:Foreign|the))")

    @cached_property
    def region_pattern(self) -> re.Pattern[str]:
        """The regions in a forum's name, as they are written in the file, the longest first."""
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(self.region_members, key=len)[::-1]))})(?!\w)")

    def is_host_city(self, name: str) -> bool:
        """Is this a capital or another city where sessions are often held, so that the name alone tells a place?"""
        return self.countries.is_capital(name) or name.casefold() in self.words("host_cities")

    @cached_property
    def longer_host_cities(self) -> dict[str, list[str]]:
        """By its first word, folded, each city of `is_host_city` whose name has more words, the longest first."""
        out: dict[str, list[str]] = {}
        for city in sorted({*self.countries.capitals, *map(fold, self.host_cities)}, key=len, reverse=True):
            if " " in city:
                out.setdefault(city.split()[0], []).append(city)
        return out

    @cached_property
    def chairing_groups(self) -> dict[str, ChairingRule]:
        """The chairing rules by the names of their phrase groups, in their order."""
        return {rule.group: rule for rule in self.chairing}

    @cached_property
    def phrases(self) -> PhraseIndex:
        """All phrases that the rules look for, in one index."""
        groups = {group: rule.cues for group, rule in self.chairing_groups.items()}
        return PhraseIndex({**groups, **{group: getattr(self, group) for group in _PHRASE_GROUPS}})

    def __getstate__(self) -> dict[Any, Any]:
        """What is compiled of the fields is left out: it cannot be pickled, and is made anew where it is asked for."""
        state = super().__getstate__()
        return {**state, "__dict__": {key: state["__dict__"][key] for key in type(self).model_fields}}

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Lexicon:
        """The same object: nothing changes it."""
        return self

    @cached_property
    def regex(self) -> Callable[[str], re.Pattern[str]]:
        """`regex(template)`: a pattern in which `<group>` stands for any phrase of that group; compiled once, case
        ignored but for what a pattern writes as `(?-i:[A-Z])`."""

        def compiled(template: str) -> re.Pattern[str]:
            body = _PLACEHOLDER.sub(lambda m: alternatives(getattr(self, m[1])), template)
            return re.compile(body, re.I)

        return cache(compiled)  # asked for some hundred times an article

    @cached_property
    def words(self) -> Callable[..., frozenset[str]]:
        """`words(*groups)`: the words of one group or several in lower case."""

        def folded(*groups: str) -> frozenset[str]:
            return frozenset(word.casefold() for group in groups for word in getattr(self, group))

        return cache(folded)

    @cached_property
    def grouping_names(self) -> dict[str, str]:
        """The groupings of states as the file spells them, by their names in lower case."""
        return {name.casefold(): name for name in self.groupings}

    @cached_property
    def dotted(self) -> frozenset[str]:
        """Abbreviations and titles with a full stop, in lower case."""
        return frozenset(word.casefold() for word in (*self.abbreviations, *self.titles) if word.endswith("."))

    def pattern(self, group: str) -> re.Pattern[str]:
        """One compiled pattern for a group of phrases, the longest first."""
        return _compiled(tuple(getattr(self, group)))


def alternatives(phrases: Iterable[str]) -> str:
    """A regular expression for any of these phrases, of those that begin alike the longest first."""
    patterns = [phrase_pattern(phrase) for phrase in sorted(phrases, key=len, reverse=True)]
    return f"(?:{_first_sign(patterns)}(?:{branches(patterns)}))"


def _first_sign(patterns: list[str]) -> str:
    """A look at the first sign of what follows: where case is ignored, `re` takes much longer to try each branch. Empty
    where a pattern begins with something else than a letter or digit of ASCII."""
    signs = {pattern[0] for pattern in patterns}
    if not signs or not all(sign.isascii() and sign.isalnum() for sign in signs):
        return ""
    both = sorted({case for sign in signs for case in (sign.lower(), sign.upper())})
    return f"(?=(?-i:[{''.join(both)}{_LIKE_ASCII}]))"


def branches(patterns: Iterable[str]) -> str:
    """Patterns as the branches of one, in their order, but what several begin with stands once in front of them: `re`
    tries all branches at each place of a text, and so it leaves most places after a sign or two. A pattern that is the
    beginning of others must stand behind them, and matches where none of them does."""
    return "|".join(_tree([_PIECE.findall(pattern) for pattern in patterns]))


def _tree(patterns: list[list[str]]) -> list[str]:
    groups: dict[str, list[list[str]]] = {}
    for pattern in patterns:
        groups.setdefault("".join(pattern[:1]).casefold(), []).append(pattern)
    # a sign that may be missing shuts out no other, so that only the order tells which comes first
    if len(groups) > 1 and any(piece.endswith(("?", "*")) for piece in groups):
        return ["".join(pattern) for pattern in patterns]
    out = []
    for group in groups.values():
        piece = "".join(group[0][:1])
        if piece and len(group) > 1 and all(pattern[0] == piece for pattern in group):
            rest = _tree([pattern[1:] for pattern in group])
            out.append(piece + (rest[0] if len(rest) == 1 else f"(?:{'|'.join(rest)})"))
        else:  # alone, or "A" and "a", which are one where case is ignored
            out += map("".join, group)
    return out


@lru_cache(maxsize=64)
def _compiled(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){alternatives(phrases)}(?![\w-])", re.I)


def phrase_pattern(phrase: str) -> str:
    """A phrase of the file as a regular expression: see the head of lexicon.yml."""
    escaped = re.escape(phrase.strip())
    return escaped.replace(r"\-", r"[-‐–\s]?").replace(r"\ ", r"\s+").replace("'", "['’]")


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
        if isinstance(data, dict) and "words" in data and key not in data:
            data = data["words"]
        try:
            line = (data.lc.key(key) if isinstance(data, dict) else data.lc.item(key))[0] + 1
            data = data[key]
        except (AttributeError, KeyError, IndexError, TypeError):
            break
    return line
