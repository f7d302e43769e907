"""Which side somebody leads or chairs for, and who leads the other in the same words."""

from __future__ import annotations

import re

from communique.linking.article import Mention
from communique.linking.reading import ChairHit, Cue, SentenceReader
from communique.linking.sentences import Sentence
from communique.linking.sides import Side, side_beside

BORDER = re.compile(r"[,;:](?:\s|(?=(?:the|that|and)\b))|\b(?:and|while|whereas|whilst)\b")
SIDE_TAIL = r"(?:['’]s?)?(?:\s+(?:one|government|<sides>))?,?\s*(?:[–—-]\s+)?"  # "the Omani side – by B"
FOR = re.compile(r"\s+(?:for|on\s+behalf\s+of)\b")
_BE = re.compile(r"\b(?:is|are|was|were|will\s+be|being|be)\b")
_THE = re.compile(r"\s*(?:and\s+|while\s+)?(?:that\s+of\s+)?(?:the\s+)?")
_OPENS_POST = re.compile(r"\s*(?:,|the\s|of\s|that\s|for\s|on\s|\()")
_OF_SIDE = (
    r"(?:\bthe|\bthat\s+of|\bfor|\bthose\s+of)\s+(?:the\s+)?(?:<friendly>\s+)?"
    r"(?:<state_forms>\s+of\s+(?:the\s+)?)?$"
)
_LED_TAIL = r"(?:\s+(?:one|<sides>))?\s*(?:[.,;:!?)]|$|and\b)"
_LED_OTHER = (
    r"\sfor\s+(?:his|her)\s+country\b|(?:\s|,\s*)(?:for\s+|that\s+of\s+)?the\s+(?:other|latter|<hosts_guests>|"
    r"(?:<visiting>|afternoon|second|other)\s+(?:one|country|session|<sides>))\s*(?=[.,;:!?)]|$|and\b)"
)
_FOR_SIDE = (
    r"(?:\s+over)?\s+(?:(?:for|from|on|of)\s+)?(?:the\s+)?(?:(?:side|part)\s+of\s+(?:the\s+)?)?"
    r"(?:<state_forms>\s+of\s+)?"
)
_SIDE_NOUN = r"\s+<sides>\b"
_DELEGATION_OF = r"\s+of\s+(?:the\s+)?(?:<state_forms>\s+of\s+(?:the\s+)?)?"
_CITY_SIDE = r"\s+the\s+(?-i:(?P<city>[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*)?))\s+<sides>$"
_NAMED = 60  # characters behind a side in which its state is named


class SideReader(SentenceReader):
    """What the grammars of `leading.py` and `meeting.py` ask of sides."""

    def chaired_side(self, start: int, end: int) -> Side | None:
        """ "chaired the Swiss side", "chaired for Ghana"."""
        near = next(iter(self.article.countries_in(start, min(start + _NAMED, end))), None)
        if near is None or not self.lexicon.regex(_FOR_SIDE).fullmatch(self.mask, start, near.start):
            return None
        if not FOR.match(self.mask, start) and not self.lexicon.regex(_SIDE_NOUN).match(self.mask, near.end):
            return None
        return near.country, (near.start, near.end)

    def side_led(self, start: int, end: int) -> Side | None:
        """ "led the Omani team", "led the Lima side", "headed the delegation of the State of Kuwait"."""
        if (side := side_beside(self.article, start, end)) is not None:
            return side
        city = self.lexicon.regex(_CITY_SIDE).match(self.mask, start, end)
        if city and (country := self.lexicon.countries.capital_of(city["city"])):
            return country, city.span("city")
        near = next(iter(self.article.countries_in(end, end + _NAMED)), None)
        of = near and self.lexicon.regex(_DELEGATION_OF).fullmatch(self.mask, end, near.start)
        return (near.country, (near.start, near.end)) if of else None

    def headed_too(self, sentence: Sentence, cue: Cue, people: list[Mention]) -> list[ChairHit]:
        """ "Heading the Nepali team was A, and the Omani one, Minister B"."""
        out: list[ChairHit] = []
        last = people[-1]
        for person in self.article.between(last.end, sentence.end, "OFFICIAL"):
            border = BORDER.search(self.mask, last.end, person.start)
            near = self.article.countries_in(border.end(), person.start)[:1] if border else []
            the = near and _THE.fullmatch(self.mask, border.end(), near[0].start)
            tail = self.lexicon.regex(SIDE_TAIL).match(self.mask, near[0].end, person.start) if the else None
            if tail is None or not tail[0].strip() or not self.only_post(tail.end(), person.start):
                break
            side = (near[0].country, (near[0].start, near[0].end))
            out.append(ChairHit(person, cue.rule.rule, (cue.start, cue.end), side))
            last = person
        return out

    def gapped(self, sentence: Sentence, cue: Cue, people: list[Mention]) -> list[ChairHit]:
        """ "A led the Nepali side and B the Bangladeshi one", "A chaired for Ghana and B for Malta"."""
        if not people:
            return []
        out = []
        last = max(cue.end, people[-1].end)
        for person in self.article.between(last, sentence.end, "OFFICIAL"):
            if self.article.cue("clause_verbs", last, person.start) or self.article.cue("stops", last, person.start):
                break
            spoken, side = self._led_too(person, sentence)
            if spoken:
                out.append(ChairHit(person, cue.rule.rule, (cue.start, cue.end), side))
        return out

    def _led_too(self, person: Mention, sentence: Sentence) -> tuple[bool, Side | None]:
        """Does a side stand behind a name as what he led, too ("B the Omani one", "B, post, the guests")?"""
        following = next(iter(self.article.between(person.end, sentence.end, "OFFICIAL")), None)
        end = following.start if following else sentence.end
        if not _OPENS_POST.match(self.mask, person.end, end):
            return False, None
        for country in self.article.countries_in(person.end, end):
            if (
                self.lexicon.regex(_OF_SIDE).search(self.mask, person.end, country.start)
                and self.lexicon.regex(_LED_TAIL).match(self.mask, country.end, end)
                and not _BE.search(self.mask, person.end, country.start)
            ):
                return True, (country.country, (country.start, country.end))
        other = self.lexicon.regex(_LED_OTHER).search(self.mask, person.end, end)
        return other is not None and not _BE.search(self.mask, person.end, other.start()), None
