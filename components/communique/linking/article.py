"""An article as the rules see it: text, entity mentions, sentences, and a mask over the entities."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cached_property

from communique.countries import CountryMention
from communique.lexicon import Lexicon

# In the mask each character of an entity is its label's sign, so that offsets stay those of the text,
# a cue word inside a name is no cue, and a pattern can ask for "an official here".
SIGNS = {"OFFICIAL": "\ue000", "MINISTRY": "\ue001", "FORUM": "\ue002", "ROUND": "\ue003"}
O, M, F, R = (SIGNS[label] for label in ("OFFICIAL", "MINISTRY", "FORUM", "ROUND"))  # noqa: E741


@dataclass(frozen=True)
class Mention:
    """An entity span. start, end: code points. index: its place among the mentions."""

    start: int
    end: int
    label: str
    text: str
    index: int


@dataclass(frozen=True)
class Sentence:
    """A stretch of text that the rules read as one. paragraph: counts the blocks between blank lines."""

    start: int
    end: int
    index: int
    paragraph: int


@dataclass
class Article:
    """Text, mentions and day of publication, with everything that the rules derive from them once."""

    text: str
    mentions: list[Mention]
    lexicon: Lexicon
    published: str | None = None
    _starts: list[int] = field(default_factory=list, repr=False)

    def __post_init__(self) -> None:
        self._starts = [mention.start for mention in self.mentions]

    @classmethod
    def build(cls, text: str, spans: list[dict], lexicon: Lexicon, published: str | None = None) -> Article:
        """From spans {"start", "end", "label"}; foreign labels and overlapping spans are left out."""
        mentions: list[Mention] = []
        for span in sorted(spans, key=lambda s: (s["start"], -s["end"])):
            start, end = span["start"], span["end"]
            if span["label"] in SIGNS and start < end and not (mentions and start < mentions[-1].end):
                mentions.append(Mention(start, end, span["label"], text[start:end], len(mentions)))
        return cls(text, mentions, lexicon, published)

    @cached_property
    def mask(self) -> str:
        """The text with each entity's characters replaced by its label's sign."""
        parts, position = [], 0
        for mention in self.mentions:
            parts += [self.text[position : mention.start], SIGNS[mention.label] * (mention.end - mention.start)]
            position = mention.end
        return "".join([*parts, self.text[position:]])

    @cached_property
    def sentences(self) -> list[Sentence]:
        """Sentences in text order; they cover the text but for white space."""
        return split_sentences(self.mask, self.lexicon)

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    @cached_property
    def countries(self) -> list[CountryMention]:
        """Countries named anywhere in the text, inside entities too."""
        return self.lexicon.countries.find(self.text)

    @cached_property
    def _country_starts(self) -> list[int]:
        return [mention.start for mention in self.countries]

    def countries_in(self, start: int, end: int) -> list[CountryMention]:
        """Countries named between two offsets."""
        lo, hi = bisect_left(self._country_starts, start), bisect_left(self._country_starts, end)
        return self.countries[lo:hi]

    def sentence_at(self, offset: int) -> Sentence:
        """The sentence that holds the character at `offset`."""
        return self.sentences[max(0, bisect_right(self._sentence_starts, offset) - 1)]

    def between(self, start: int, end: int, label: str | None = None) -> list[Mention]:
        """Mentions that lie between two offsets."""
        lo, hi = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [m for m in self.mentions[lo:hi] if m.end <= end and (label is None or m.label == label)]

    def of(self, label: str) -> list[Mention]:
        """All mentions with a label."""
        return [mention for mention in self.mentions if mention.label == label]


_BORDER = re.compile(r"\n\s*\n|\n|[.!?…][\"'”’)\]]*(?=\s|[A-Z“\"])|[.!?](?=[\ue000-\ue003])")
_WORD_BEFORE = re.compile(r"[^\s(\[“\"]*$")
_INITIAL = re.compile(r"(?:[A-Z]\.)+$|^[A-Z]\.$")


def split_sentences(mask: str, lexicon: Lexicon) -> list[Sentence]:
    """Sentences of a masked text: at line breaks, and at full stops that end no title or initial.

    A line break inside a running sentence (lower case before and behind) is no border; a full stop
    with no space behind it is one where a capital follows ("held in 2023.The").
    """
    known = {word.casefold() for word in [*lexicon.abbreviations, *lexicon.titles] if word.endswith(".")}
    out: list[Sentence] = []
    start = paragraph = 0
    for match in _BORDER.finditer(mask):
        end = match.end()
        if match[0].isspace() or match[0].startswith("\n"):
            blank = match[0].count("\n") > 1
            before, after = mask[:match.start()][-1:], mask[end : end + 1]
            if not blank and (before.islower() or before == ",") and after.islower():
                continue
        else:
            blank = False
            word = _WORD_BEFORE.search(mask, max(start, match.start() - 20), match.start() + 1)[0].casefold()
            word = mask[match.start() + 1 - len(word) : match.start() + 1]
            if mask[match.start()] == ".":
                if word.casefold() in known or _INITIAL.search(word):
                    nxt = mask[end:].lstrip()[:1] if end < len(mask) else ""
                    if not (word.casefold() in ("a.m.", "p.m.", "d.c.", "u.s.", "etc.", "inc.", "ltd.") and nxt.isupper()):
                        continue
                following = re.match(r"\s*(\S)", mask[end : end + 40])
                if following and following[1].islower():
                    continue
        if mask[start:end].strip():
            out.append(Sentence(start, end, len(out), paragraph))
        start = end
        paragraph += blank
    if mask[start:].strip():
        out.append(Sentence(start, len(mask), len(out), paragraph))
    return out or [Sentence(0, len(mask), 0, 0)]
