"""What the name of a forum tells: its words, the noun of its body, and what it may be shortened to."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from communique.countries import fold
from communique.lexicon import Lexicon

_NOISE = {"the", "of", "on", "for", "and", "in", "to", "a", "an", "its", "between", "with", "&", "de", "their", "at"}
_ACRONYM = re.compile(r"[A-Z][A-Za-z0-9+&-]{1,9}$")
LETTERS = re.compile(r"[A-Z](?<![\w-].)[A-Z]{1,9}s?(?![\w])")  # the letter first: the scan for it is fast
_NUMBERED = re.compile(r"(?P<letters>[A-Z]{1,4})-?(?P<count>[1-9]\d?)$")  # "AC8", "V4"
_COUNTS = {"Three": 3, "Four": 4, "Five": 5, "Six": 6, "Seven": 7, "Eight": 8, "Nine": 9, "Ten": 10, "Twenty": 20}
_PAIR = re.compile(r"\b[A-Z]{2,}-[A-Z]{2,}\b")
_SIDE = re.compile(r"-[A-Z]")
TOPIC = re.compile(r"\s(?:on|for|of|between|with|in|at)\s")
_WORDS = re.compile(r"[^\W_]+(?:\+\d)?")
_CAPITALISED = re.compile(r"[A-Z][\w’']*(?:-[A-Za-z]+)*")
_HYPHENED = re.compile(r"[\w-]+")
_BRACKETS = re.compile(r"\([^)]*\)")
_IN_BRACKETS = re.compile(r"\(([A-Z][\w+&-]{1,9})\)")
_OF_TWO = re.compile(r"\b(\w+)\s+and\s+(?:\w+\s+){1,3}?\1\b")
# "IGC" for "Intergovernmental Commission"
_INTER = re.compile(r"(?<=\bInter)(?=(?:governmental|ministerial|parliamentary|departmental|agency|sectoral)\b)")
_COUNTRY_LETTERS = re.compile(r"\b(?:EU|US|USA|UK|UAE|UN|[A-Z]{2,}-[A-Z]{2,})\b|\([^)]*\)")  # "ROK-EU": two sides


def lower_caps(name: str) -> str:
    """A heading in capitals as title case, so that its words are no abbreviations; countries' letters off."""
    return name.title() if name.isupper() and " " in name else _COUNTRY_LETTERS.sub("", name)


@lru_cache(maxsize=4096)
def content_words(name: str) -> frozenset[str]:
    """The words of a forum's name that tell something, folded, plural s off."""
    return frozenset(stem(word) for word in _WORDS.findall(fold(name)) if word not in _NOISE)


# British spelling: American
_SPELLINGS = {"defence": "defense", "centre": "center", "labour": "labor", "programme": "program"}


def stem(word: str) -> str:
    """Singular of a regular plural, in American spelling."""
    word = _SPELLINGS.get(word) or word.replace("isation", "ization")
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def is_acronym(name: str) -> bool:
    """Is this an abbreviation rather than words?"""
    return bool(_ACRONYM.match(name)) and sum(char.isupper() for char in name) >= 2


def head_of(name: str, heads: frozenset[str]) -> str:
    """The noun that says what kind of body this is: the last of `heads` before a topic, or ""."""
    folded = _BRACKETS.sub(" ", fold(name))
    for part in (TOPIC.split(folded)[0], folded):
        found = [one for word in _HYPHENED.findall(part) if (one := stem(word)) in heads]
        if len(found) > 1 and found[-1] in ("meeting", "session"):
            if _OF_TWO.search(part):
                return found[-1]  # "Coastal Union and Inland Union Ministerial Meeting" is of neither
            return found[-2]  # "Joint Commission Meeting" is a commission's
        if found:
            return found[-1]
    return ""


class ForumName(NamedTuple):
    """What a forum's name tells. words: those of content but for those of countries. letters: the abbreviation that a
    short name consists of. initials: what it may be shortened to. inner: see `_inner_initials`. pairs: "eac-sadc".
    brackets: abbreviations in brackets, folded like the name."""

    folded: str
    words: frozenset[str]
    head: str
    letters: str
    initials: tuple[str, ...]
    inner: frozenset[str]
    pairs: frozenset[str]
    brackets: tuple[str, ...]
    is_acronym: bool


@lru_cache(maxsize=4096)  # an article names its forums again and again
def read_name(name: str, places: tuple[tuple[int, str], ...], heads: frozenset[str]) -> ForumName:
    """places: the countries in the name, where they begin and as worded."""
    place_words = {stem(word) for _, place in places for word in _WORDS.findall(fold(place))}
    return ForumName(
        fold(name),
        content_words(name) - place_words,
        head_of(name, heads),
        _letters(name, places),
        tuple(sorted(initials_of(name, place_words))) if len(name.split()) > 1 else (),
        _inner_initials(name),
        frozenset(fold(pair) for pair in _PAIR.findall(name)),
        tuple(fold(bracket) for bracket in _IN_BRACKETS.findall(name)),
        is_acronym(name),
    )


def _letters(name: str, places: tuple[tuple[int, str], ...]) -> str:
    """The abbreviation that a short name consists of, but for countries and a session noun: "WCO", "AC8"."""
    if len(name.split()) > 4:
        return ""
    if count := _NUMBERED.match(name):
        return count["letters"] + count["count"]
    for match in LETTERS.finditer(name):
        if _SIDE.match(name, match.end()):
            continue  # "EAC-SADC Summit": a side of the forum
        if not any(start <= match.start() < start + len(place) for start, place in places):
            return match[0].rstrip("s")
    return ""


def initials_of(name: str, places: set[str]) -> set[str]:
    """What a name may be shortened to: its capitals, with or without its countries, its topic, the parts of
    hyphened words, and those of its last words ("JWG" for "Peru-Chile Fisheries Joint Working Group"). places: folded
    words of the countries in it."""
    out = set()
    name = _INTER.sub("-", name)
    for part in {name, TOPIC.split(name)[0]}:
        words = _CAPITALISED.findall(part)
        bare = [word for word in words if not {stem(w) for w in _WORDS.findall(fold(word))} & places] if places else []
        for chosen in (words, bare):
            if len(chosen) > 1 and (count := _COUNTS.get(chosen[-1])):  # "AC8" for "Andean-Coastal Eight"
                out.add("".join(piece[0].upper() for word in chosen[:-1] for piece in word.split("-")) + str(count))
            out.add("".join(word[0] for word in chosen))
            out.add("".join(piece[0].upper() for word in chosen for piece in word.split("-")))
    letters = "".join(word[0] for word in _CAPITALISED.findall(TOPIC.split(name)[0]))
    out |= {letters[i:] for i in range(1, len(letters) - 2)}
    return {letters for letters in out if len(letters) > 1}


def _inner_initials(name: str) -> frozenset[str]:
    """ "Council of Ministers of the Coastal Trade Organization": what its last part may be shortened to, folded."""
    part = name.rpartition(" of the ")[2] if " of the " in name else ""
    letters = "".join(word[0] for word in _CAPITALISED.findall(part))
    return frozenset((letters.casefold(),) if len(letters) > 1 else ())


@lru_cache(maxsize=8)
def stems(words: frozenset[str]) -> frozenset[str]:
    return frozenset(stem(word) for word in words)


def forum_heads(lexicon: Lexicon) -> frozenset[str]:
    """Nouns that make a named body a mechanism that meets in sessions."""
    return stems(lexicon.words("forum_heads"))


def generic_words(lexicon: Lexicon) -> frozenset[str]:
    """Words that consultations and dialogues are named with loosely."""
    return stems(lexicon.words("generic_words"))
