"""An article as the rules see it: text, entity mentions, sentences, cue words, and a mask over the entities."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from typing import Any, NamedTuple

from communique.countries import CountryMention, fold
from communique.dates import RawDate, raw_dates
from communique.lexicon import Lexicon
from communique.linking.items import Block, split_blocks
from communique.linking.sentences import Sentence, split_sentences
from communique.mask import SIGNS, O, mask
from communique.phrases import between, first
from communique.schema import Offsets

_QUOTED = re.compile(r"[“\"](?:(?<=“)[^”\n]+|(?<=\")(?<!\w.)[^\"\n]+)")  # the sign first: the scan for it is fast


class Mention(NamedTuple):
    """An entity span. start, end: code points. index: its place among the mentions."""

    start: int
    end: int
    label: str
    text: str
    index: int


class _Derives:
    """Gives a class of slots the `__dict__` in which its cached properties are kept."""


@dataclass(slots=True)  # the rules read the mask some hundred times an article, and slots are the fastest to read
class Article(_Derives):
    """Text, mentions and day of publication, with everything that the rules derive from them once.

    mask: the text with each entity's characters replaced by its label's sign. sentences: in text order; they cover the
    text but for white space.
    """

    text: str
    mentions: list[Mention]
    lexicon: Lexicon
    published: str | None = None
    memo: dict[str, Any] = field(default_factory=dict, repr=False)  # what other modules work out once, by name
    mask: str = field(init=False, repr=False)
    sentences: list[Sentence] = field(init=False, repr=False)
    _sentence_starts: list[int] = field(init=False, repr=False)
    _cues: dict[str, list[Offsets]] = field(init=False, repr=False)
    _by_label: dict[str | None, tuple[list[int], list[Mention]]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.mask = mask(self.text, self.mentions)
        # asked for in nearly every rule, and so in slots
        self.sentences = split_sentences(self.mask, self.lexicon)
        self._sentence_starts = [0, *[s.start for s in self.sentences[1:]]]  # the first holds the white space before it
        self._cues = self.lexicon.phrases.find(self.mask)
        by_label: dict[str | None, list[Mention]] = {None: self.mentions, **{label: [] for label in SIGNS}}
        for mention in self.mentions:
            by_label[mention.label].append(mention)
        # the mentions with each label, and with any, with where they begin
        self._by_label = {label: ([m.start for m in mentions], mentions) for label, mentions in by_label.items()}

    @classmethod
    def build(cls, text: str, spans: list[dict], lexicon: Lexicon, published: str | None = None) -> Article:
        """From spans {"start", "end", "label"}; foreign labels and overlapping spans are left out."""
        mentions: list[Mention] = []
        last = 0
        for span in sorted(sorted(spans, key=itemgetter("end"), reverse=True), key=itemgetter("start")):
            start, end, label = span["start"], span["end"], span["label"]
            if label in SIGNS and last <= start < end:
                mentions.append(Mention(start, end, label, text[start:end], len(mentions)))
                last = end
        return cls(text, mentions, lexicon, published)

    @cached_property
    def blocks(self) -> list[Block]:
        """The blocks of the layout, in text order."""
        return split_blocks(self.mask, self.sentences)

    def sentence_at(self, offset: int) -> Sentence:
        """The sentence that holds the character at `offset`."""
        return self.sentences[bisect_right(self._sentence_starts, offset) - 1]

    def cues(self, group: str, start: int, end: int) -> list[Offsets]:
        """Where phrases of a lexicon group stand between two offsets. Raises KeyError for a group whose phrases are not
        looked for in running text."""
        spans = self._cues[group]
        if not spans or spans[-1][0] < start or spans[0][0] >= end:
            return []  # so it is for most that ask
        return between(spans, start, end)

    def all_cues(self, group: str) -> list[Offsets]:
        """Where phrases of a lexicon group stand in the whole text."""
        return self._cues[group]

    def cue(self, group: str, start: int, end: int) -> Offsets | None:
        """The first phrase of a lexicon group between two offsets, or None."""
        spans = self._cues[group]
        if not spans or spans[-1][0] < start or spans[0][0] >= end:
            return None  # so it is for most that ask
        return first(spans, start, end)

    @cached_property
    def _quotes(self) -> tuple[list[int], list[int]]:
        found = [match.span() for match in _QUOTED.finditer(self.mask)]
        return [start for start, _ in found], [end for _, end in found]

    def quoted(self, offset: int) -> bool:
        """Does this stand in somebody's words?"""
        starts, ends = self._quotes
        place = bisect_right(starts, offset) - 1
        return place >= 0 and offset < ends[place]

    @cached_property
    def countries(self) -> list[CountryMention]:
        """Countries named anywhere in the text, inside entities too, but for people ("Romeo Montenegro")."""
        return [c for c in self.lexicon.countries.find(self.text) if self.mask[c.start] != O]

    @cached_property
    def most_named(self) -> list[tuple[str, Offsets]]:
        """The three countries that the text names most, each where it is named first, those named once left out."""
        return _most(Counter(c.country for c in self.countries), self.first_named, 2)

    @cached_property
    def first_named(self) -> dict[str, Offsets]:
        """Where the text names each country first, in text order."""
        first: dict[str, Offsets] = {}
        for c in self.countries:
            if c.country not in first:
                first[c.country] = c.start, c.end
        return first

    @cached_property
    def folded(self) -> str:
        """The text in lower case without accents; offsets differ."""
        return fold(self.text)

    @cached_property
    def _country_starts(self) -> list[int]:
        return [mention.start for mention in self.countries]

    def countries_in(self, start: int, end: int) -> list[CountryMention]:
        """Countries named between two offsets."""
        starts = self._country_starts
        lo = bisect_left(starts, start)
        hi = bisect_left(starts, end, lo)
        return self.countries[lo:hi] if lo < hi else []  # none, so it is for most that ask

    @cached_property
    def dates(self) -> list[RawDate]:
        """All date words in text order, not yet resolved."""
        return raw_dates(self.mask)

    @cached_property
    def _date_starts(self) -> list[int]:
        return [date.start for date in self.dates]

    @cached_property
    def date_words(self) -> frozenset[str]:
        """The words of all dates that count from the day of publication, folded."""
        return frozenset(date.words for date in self.dates)

    def dates_in(self, start: int, end: int) -> list[RawDate]:
        """Date words between two offsets, not yet resolved."""
        starts = self._date_starts
        lo = bisect_left(starts, start)
        hi = bisect_left(starts, end, lo)
        if lo >= hi:
            return []  # so it is for most that ask
        return self.dates[lo : hi - (self.dates[hi - 1].end > end)]  # none lies over another

    def between(self, start: int, end: int, label: str | None = None) -> list[Mention]:
        """Mentions that lie between two offsets."""
        starts, mentions = self._by_label[label]
        lo = bisect_left(starts, start)
        hi = bisect_left(starts, end, lo)
        if lo >= hi:
            return []  # so it is for most that ask
        return mentions[lo : hi - (mentions[hi - 1].end > end)]  # none lies over another

    def of(self, label: str) -> list[Mention]:
        """All mentions with a label, in text order."""
        return self._by_label[label][1]


def by_count(sides: list[tuple[str, Offsets]], at_least: int) -> list[tuple[str, Offsets]]:
    """Three countries at most that are named so often, each where it is named first, the most frequent first."""
    return _most(Counter(name for name, _ in sides), dict(reversed(sides)), at_least)


def _most(count: Counter[str], where: dict[str, Offsets], at_least: int) -> list[tuple[str, Offsets]]:
    return [(name, where[name]) for name, times in count.most_common(3) if times >= at_least]
