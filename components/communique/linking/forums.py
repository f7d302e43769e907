"""Which mentions of a forum mean the same forum: full names, shortened names, abbreviations."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property

from communique.countries import fold
from communique.linking.article import Article, Mention
from communique.linking.forum_names import (
    LETTERS,
    TOPIC,
    ForumName,
    content_words,
    forum_heads,
    generic_words,
    initials_of,
    is_acronym,
    lower_caps,
    read_name,
    stem,
    stems,
)

_SECRETARIAT = re.compile(r"(?:[A-Z]\w+\s+)?Secretariat\s+(?:of|for)\s")
_DIGITS = "0123456789"  # "COP26"
_SESSION_HEADS = ("meeting", "session", "talk")  # of whatever the letters in front mean
# "the AKC, as the Andean Kelp Consultations are known", "the Andean Kelp Consultations, also known as the AKC"
_KNOWN_AS = r",?\s+(?:(?:\w+\s+)?<naming>|formally|officially)\s+(?:the\s+)?[\"“‘]?"
_AS_THE = re.compile(r",?\s+as\s+(?:the\s+)?[\"“‘]?")
_ARE_KNOWN = re.compile(r"[\"”’]?\s+(?:is|are)\s+(?:\w+\s+)?(?:known|called)\b")
_KNOWN = 60  # characters from a name to the other that it is known by
# "the Water Commission between Peru and Chile (WC)"
_BETWEEN = re.compile(r"\s+(?:between|of)\s+(?:the\s+)?[A-Z][\w ]+\sand\s[\w ]+\(")
_BETWEEN_SIDES = re.compile(r"\)?\s+between\s")
_WITH = re.compile(r"\)?\s+with\s+(?:the\s+)?$")
_PARTNER = 14  # characters of which "with the" and a bracket take a part
_AND_THE = re.compile(r"\s+and\s+(?:the\s+)?")
_OFFICERS_OF = re.compile(r"\W*(?:The\s+|[A-Z][a-z]+s\s+(?:of|from)\s+)?")  # "Officials from Peru and Chile"
_SIDES = 60  # characters behind "between" in which two sides begin
_SESSION = 1500  # characters from "the sixth consultation" to "the Consultation"
_OF_PACT = r"\s+(?:of|under)\s+(?:the|their|its)\s+(?:[\w’'-]+\s+){1,5}<pacts>\b"
_RECENT = 24  # series that a shortened name is compared with


@dataclass(eq=False)
class Series:
    """One forum of an article with all its mentions, in text order.

    words: content words of all its names but those of countries. parties: countries in its names.
    head: the noun that says what kind of body it is. standing: an organisation or grouping rather than
    a mechanism that meets in sessions.
    """

    mentions: list[Mention] = field(default_factory=list)
    words: set[str] = field(default_factory=set)
    parties: list[str] = field(default_factory=list)
    head: str = ""
    standing: bool = True
    inner: set[str] = field(default_factory=set)  # abbreviations of what stands behind "of" in its names, folded
    pairs: set[str] = field(default_factory=set)  # "eac-sadc": sides in its names, joined
    partner: str = ""  # the state with which they are, where the name is one that consultations with any state have
    joined: bool = False  # of two that turned out to be one
    # of each mention, by its start: its words but for those of countries, and how many countries it names
    told: dict[int, tuple[frozenset[str], int]] = field(default_factory=dict, repr=False)
    _fullest: dict[tuple[str, int], Mention] = field(default_factory=dict, repr=False)

    def fullest(self, anchor: Mention) -> Mention:
        """The fullest form of the name at `anchor`: of the mentions that hold its words, the one with most; of
        equals that at `anchor`, else the first. An abbreviation is filled from any mention."""
        key = (anchor.text, len(self.mentions))
        if key not in self._fullest:
            self._fullest[key] = self._find_fullest(anchor)
        return self._fullest[key]

    def _find_fullest(self, anchor: Mention) -> Mention:
        if self.joined:
            return max(self.mentions, key=self._fullness)
        short = is_acronym(anchor.text) or (LETTERS.search(anchor.text) and len(anchor.text.split()) < 4)
        short = short or self._stands_for(anchor)
        words = set() if short else content_words(anchor.text)
        fitting = [m for m in self.mentions if words <= content_words(m.text) or self._names_all(anchor, m)]
        if short and " " in anchor.text:  # "the AKP Meeting" is not called "Secretariat of the Andean Kelp Programme"
            fitting = [m for m in fitting if not _SECRETARIAT.match(m.text)]
        if len(fitting) < 2:
            return [*fitting, anchor][0]
        full = max(fitting, key=self._fullness)
        return anchor if self._fullness(anchor)[:-1] == self._fullness(full)[:-1] else full

    def _stands_for(self, anchor: Mention) -> bool:
        """ "Swifco" for the "South West Islands Fish Commission": an abbreviation written like a name."""
        word = anchor.text
        if " " in word or not 3 < len(word) < 9 or word.casefold() == self.head:
            return False
        return any(word.upper() in initials_of(m.text, set()) for m in self.mentions if " " in m.text)

    def _names_all(self, anchor: Mention, other: Mention) -> bool:
        """ "Peru-Chile commission", "Peruvian-Chilean Commission on Ports": the words of the first in the second,
        countries aside, of which the second names as many; or none, but more words of its own than these take."""
        (words, states), (more, others) = (self.told.get(m.start, (frozenset(), 0)) for m in (anchor, other))
        if not words or not words < more or states < 2:
            return False
        return states <= others or (not others and len(more) > len(words) + states)

    def bare(self, mention: Mention) -> bool:
        """Is this no more than the noun: "the Committee"?"""
        return " " not in mention.text and content_words(mention.text) == {self.head}

    def _fullness(self, mention: Mention) -> tuple[bool, bool, int, bool, bool, int]:
        """How full a name is: one that tells more than the noun, spelled out before shortened, more words before
        fewer, the first of equals."""
        return (
            not self.bare(mention),
            not (LETTERS.search(mention.text) and LETTERS.search(lower_caps(mention.text))),
            len(content_words(mention.text)),
            not mention.text.isupper(),
            not mention.text.islower(),
            -mention.start,
        )

    def absorb(self, other: Series) -> None:
        """Take over the mentions of a series that turned out to be this one."""
        self.mentions = sorted({*self.mentions, *other.mentions}, key=lambda m: m.start)
        self.words |= other.words
        self.told |= other.told
        self.parties += [party for party in other.parties if party not in self.parties]
        self.standing = self.standing and other.standing
        self.head = self.head or other.head
        self.joined = True


def _sides_apart(shared: frozenset[str], pairs: frozenset[str]) -> bool:
    """ "EAC-SADC Summit" and "SADC Summit": a side that both names have stands in a pair that only one has."""
    return any(part in shared for pair in pairs for part in pair.split("-"))


class _Finder:
    """Groups FORUM mentions; linear in their number."""

    def __init__(self, article: Article):
        lexicon = article.lexicon
        self.article = article
        self.mechanisms = forum_heads(lexicon)
        self.heads = stems(lexicon.words("forum_heads", "standing_heads"))
        self.acronyms = lexicon.words("mechanism_acronyms")
        self.permanent = lexicon.regex(r"\b<permanent_bodies>\b")
        self.generic = generic_words(lexicon)
        self.of_two = stems(lexicon.words("of_two"))
        self.of_pact = lexicon.regex(_OF_PACT)
        self.pact: Mention | None = None
        self.out: list[Series] = []
        self.by_name: dict[str, Series] = {}
        self.by_initials: dict[str, Series] = {}
        self.by_letters: dict[str, Series] = {}

    def add(self, mention: Mention) -> None:
        places = self.article.countries_in(mention.start, mention.end)
        parties = list(dict.fromkeys([country.country for country in places]))
        worded = [(c.start - mention.start, self.article.text[c.start : c.end]) for c in places]
        name = read_name(mention.text, tuple(worded), self.heads)
        words, head, letters = name.words, name.head, name.letters
        sides = parties or self._sides_behind(mention)
        before = self._bracketed(mention)
        partner = self._partner_behind(mention, name.words)
        series = (
            self._of_partner(self.by_name.get(name.folded), partner)
            or (self.by_name.get(fold(before.text)) if before else None)
            or (self._fits(self._own_session(self.by_initials.get(letters), head), sides) if letters else None)
            or (self._by_its_letters(name, sides, head) if self.by_letters else None)
            or (self._by_its_bracket(name, sides) if name.brackets else None)
        )
        if series is None and words == {head} and (series := self._of_round(mention, head)):
            series.mentions.append(mention)
            series.told[mention.start] = words, 0
            return
        if series is None and head and not name.is_acronym:
            self.pact = self._pact_behind(mention)
            first = LETTERS.match(mention.text) if not parties and " " in mention.text else None
            owner = stem(fold(first[0])) if first else ""
            series = self._of_partner(self._match(name, sides, owner), partner)
            if series is not None and self._of_other_states(mention, series, sides):
                series = None
        if series is None:
            series = Series(head=head)
            self.out.append(series)
        if before and (other := self.by_name.get(fold(before.text))) is not None and other is not series:
            self._merge(series, other)
            series = other
        series.mentions.append(mention)
        series.told[mention.start] = words, len(parties)
        if not name.is_acronym:
            series.words |= words
            series.pairs |= name.pairs
            series.inner |= name.inner
        series.head = series.head or head
        series.parties += [party for party in sides if party not in series.parties]
        series.partner = series.partner or partner
        if series.standing and self._is_mechanism(name) and (parties or not self.permanent.search(mention.text)):
            series.standing = False  # else it sits all the time
        self.by_name.setdefault(name.folded, series)
        if partner:
            self.by_name[name.folded] = series  # of several the one told last is meant
        if letters:
            self.by_letters.setdefault(letters, series)
        for form in name.initials:
            self.by_initials.setdefault(form, series)
        for bracket in name.brackets:
            self.by_name.setdefault(bracket, series)

    def _of_round(self, mention: Mention, head: str) -> Series | None:
        """ "The sixth consultation of the Lima Process was held. A, who chaired the Consultation, …": the forum of the
        session that goes by this noun, where no forum does."""
        if any(series.head == head for series in self.out):
            return None
        article = self.article
        for number in reversed(article.between(max(0, mention.start - _SESSION), mention.start, "ROUND")):
            if stem(fold(number.text).split()[-1]) == head:
                near = [*article.mentions[number.index + 1 : number.index + 2], *article.mentions[: number.index][-1:]]
                forum = next((m for m in near if m.label == "FORUM" and m.start < mention.start), None)
                return next((series for series in self.out if forum in series.mentions), None) if forum else None
        return None

    def _by_its_letters(self, name: ForumName, parties: list[str], head: str) -> Series | None:
        """The series of which letters that this name may be shortened to stood before it."""
        known = (self.by_letters[letters] for letters in name.initials if letters in self.by_letters)
        return next(
            (
                series
                for series in known
                if self._fits(series, parties)
                and not self._of_its_body(series, head)
                and not self._on_other_topic(series, name)
            ),
            None,
        )

    def _by_its_bracket(self, name: ForumName, parties: list[str]) -> Series | None:
        """ "JCT meets" over "the Joint Committee (JCT) on Trade": the series of letters that this name says it has."""
        known = (self.by_name.get(bracket) for bracket in name.brackets if bracket != name.folded)
        return next((series for series in known if series and self._fits(series, parties)), None)

    @staticmethod
    def _on_other_topic(series: Series, name: ForumName) -> bool:
        """ "The Joint Permanent Commission on Ports (JPC)", "the Joint Permanent Commission on Fish": were the letters
        given for a body of the same noun that deals with something else?"""
        apart = series.head == name.head and bool(series.words - name.words) and bool(name.words - series.words)
        return apart and TOPIC.search(name.folded) is not None

    def _sides_behind(self, mention: Mention) -> list[str]:
        """ "The Association Council between Peru and the EU": the two sides that stand behind a name."""
        match = _BETWEEN_SIDES.match(self.article.mask, mention.end)
        near = self.article.countries_in(match.end(), match.end() + _SIDES)[:2] if match else []
        joint = len(near) == 2 and _AND_THE.fullmatch(self.article.mask, near[0].end, near[1].start)
        return [country.country for country in near] if joint else []

    def _partner_behind(self, mention: Mention, words: frozenset[str]) -> str:
        """ "Political consultations with Chile": the state behind a name that those with any state have, or ""."""
        if not words <= self.generic:
            return ""
        near = self.article.countries_in(mention.end, mention.end + _PARTNER)[:1]
        return near[0].country if near and _WITH.fullmatch(self.article.mask, mention.end, near[0].start) else ""

    @staticmethod
    def _of_partner(series: Series | None, partner: str) -> Series | None:
        """A series, unless a name like this was that of consultations with another state."""
        return None if series and partner and series.partner not in ("", partner) else series

    def _is_mechanism(self, name: ForumName) -> bool:
        """Is a name that of a body that meets in sessions, by its noun or its abbreviation?"""
        return (
            name.head in self.mechanisms
            or name.letters.casefold() in self.acronyms
            or name.folded.split()[0].rstrip(_DIGITS) in self.acronyms
        )

    def _own_session(self, series: Series | None, head: str) -> Series | None:
        """Is "the CTO Summit" a session of the Coastal Trade Organization? An organisation's letters before another
        noun than its own name one of its bodies, which meets apart from it."""
        if series is None or not (series.standing or series.head == "forum"):
            return series
        if head not in self.mechanisms or head in _SESSION_HEADS:
            return series
        return series if series.head == head else None

    def _of_its_body(self, series: Series, head: str) -> bool:
        """Were the letters read in front of another noun ("the CTO Council", before "Coastal Trade Organization")?"""
        other = series.head in self.mechanisms and series.head not in _SESSION_HEADS and series.head != head
        return other and all(not is_acronym(mention.text) for mention in series.mentions)

    @staticmethod
    def _fits(series: Series | None, parties: list[str]) -> Series | None:
        """A series, unless its sides are others: "India-Australia" and "India-US" share only one."""
        if series is None or not parties or not series.parties:
            return series
        ours, theirs = set(parties), set(series.parties)
        return series if ours <= theirs or theirs <= ours else None

    def _bracketed(self, mention: Mention) -> Mention | None:
        """The full name before an abbreviation in brackets ("Joint Committee (JC)"), or the other of two names by
        which the text says that one forum goes."""
        before = self.article.mentions[mention.index - 1] if mention.index else None
        if before is None or before.label != "FORUM" or mention.start - before.end > _KNOWN:
            return None
        text, gap = self.article.text, (before.end, mention.start)
        if text[max(0, mention.start - 3) : mention.start].rstrip().endswith("("):
            near = mention.start - before.end <= 3 or _BETWEEN.fullmatch(text, *gap)
            return before if near and len(mention.text) < len(before.text) else None
        known = self.article.lexicon.regex(_KNOWN_AS).fullmatch(text, *gap) or (
            _AS_THE.fullmatch(text, *gap) and _ARE_KNOWN.match(text, mention.end)
        )
        return before if known else None

    def _merge(self, loser: Series, winner: Series) -> None:
        """One series of two: the abbreviation stood in a heading before its words were given."""
        winner.absorb(loser)
        self.out.remove(loser)
        for table in (self.by_name, self.by_initials, self.by_letters):
            for key, series in table.items():
                if series is loser:
                    table[key] = winner

    def _match(self, name: ForumName, parties: list[str], owner: str) -> Series | None:
        """The latest series that this name can be a shorter, fuller or looser form of. owner: the grouping whose
        letters stand in front: "the CTO Joint Committee" is not that of Peru and Chile."""
        words, head = name.words, name.head
        recent = self.out[: -_RECENT - 1 : -1]
        if words == {head}:  # "the Commission": of two the one that the text has named more often
            recent.sort(key=self._times_named, reverse=True)
        for series in recent:
            tail = series.head != head and self._is_tail(name, series)
            if (series.head != head and not tail) or not series.words or self._fits(series, parties) is None:
                continue
            if head == "summit" and series.parties and series.words == {head} < words and not parties:
                continue  # "the Peru-Chile Summit", "the Pacific Ports Summit"
            if owner and series.parties and owner not in series.words:
                continue
            if self.pact and self._in_other_block(series):
                continue
            if _sides_apart(words & series.words, name.pairs ^ series.pairs):
                continue
            if words <= series.words | series.inner or series.words <= words | name.inner:
                return series
            if head in ("consultation", "dialogue", "talk") and (words ^ series.words) <= self.generic:
                return series
            if len(parties) == 2 and set(parties) == set(series.parties):
                bare, known = words - self.of_two, series.words - self.of_two
                if bare <= known or known <= bare:
                    return series  # "the Omani-Peruvian joint commission", "… intergovernmental commission on trade"
        return None

    def _of_other_states(self, mention: Mention, series: Series, parties: list[str]) -> bool:
        """ "Thai and Omani envoys met for Bilateral Consultations. … The Peru-Chile Political Consultations followed":
        of two names of which one tells no states, does the sentence of that begin with two others?"""
        if bool(parties) == bool(series.parties):
            return False
        other, known = (series.mentions[-1], parties) if parties else (mention, series.parties)
        start = self.article.sentence_at(other.start).start
        near = self.article.countries_in(start, min(other.start, start + _SIDES))[:2]
        return (
            len(near) == 2
            and _AND_THE.fullmatch(self.article.mask, near[0].end, near[1].start) is not None
            and _OFFICERS_OF.fullmatch(self.article.mask, start, near[0].start) is not None
            and not {country.country for country in near} & set(known)
            and len(known) > 1
        )

    def _pact_behind(self, mention: Mention) -> Mention | None:
        """ "The Joint Committee of the fisheries agreement": a body that its treaty tells from others."""
        return mention if self.of_pact.match(self.article.mask, mention.end) else None

    def _in_other_block(self, series: Series) -> bool:
        """Do other items of a bulletin name a series than the one in which the body of a treaty is named?"""
        return bisect_right(self._items, series.mentions[-1].start) != bisect_right(self._items, self.pact.start)

    @cached_property
    def _items(self) -> list[int]:
        """Where the items of a bulletin begin."""
        return [self.article.sentences[block.first].start for block in self.article.blocks if block.apart]

    def _times_named(self, series: Series) -> tuple[int, int]:
        """How often the text has named a forum, all names and those that stand in no brackets."""
        open_ = sum(self.article.text[mention.start - 1] != "(" for mention in series.mentions)
        return len(series.mentions), open_

    @staticmethod
    def _is_tail(name: ForumName, series: Series) -> bool:
        """ "The Ministers Meeting", where "Andean Union Ministers Meeting" was read as that of the union."""
        if name.head not in _SESSION_HEADS or " " not in name.folded:
            return False
        return any(fold(mention.text).endswith(f" {name.folded}") for mention in series.mentions)


def find_series(article: Article) -> list[Series]:
    """The forums of an article, each with its mentions, in text order."""
    finder = _Finder(article)
    for mention in article.of("FORUM"):
        finder.add(mention)
    return finder.out
