"""Is what somebody leads a session of a forum, or something else: a party, a cabinet, a meeting of experts?"""

from __future__ import annotations

import re
from functools import cached_property

from communique.linking.leading_sides import SideReader
from communique.linking.sentences import Sentence
from communique.mask import F, M, R

_TIES = r"\b<led_by_rulers>\b"
_THAT = re.compile(r"\b(?:which|that|who|whose)\b")
_HOME_BODY = (
    r"\b(?:the|an?|his|her|its|this|weekly)\s+(?:[\w-]+\s+)?<home_bodies>(?:['’]s?)?\s+<session_nouns>\b"
    r"|\b<session_nouns>\s+of\s+(?:(?:the|his|her|its)\s+)?<home_bodies>\b"
)
_WORD = re.compile(r"\w+")
_WORKING_BODY = (
    r"\b(?:the|its|their|a|an)\s+(?:(?!joint)[\w-]+\s+){0,3}(?P<body><lower_bodies>)\b(?!\s+<session_nouns>)"
)
# "an experts' meeting", "at the technical level", "the segment of senior officials", "at the level of experts"
_LOWER_LEVEL = (
    r"\b<lower_levels>(?:['’]s?)?\s+(?:[\w-]+\s+)?(?:<session_nouns>|<levels>)\b"
    r"|\b(?:<session_nouns>|<levels>)\s+of\s+(?:the\s+)?<lower_levels>\b"
    r"|\b<lower_levels>,\s+(?:who|which)\s+(?:had\s+)?<in_session>\b"
    r"|\b(?:<partial>\s+<session_nouns>|<preliminaries>|an?\s+(?:[\w-]+\s+)?session\s+on)\b"
)
_BEGINS_BELOW = r"\W*(?:an?|the)\s+(?:[\w-]+\s+)?<lower_levels>\s+(?:[\w-]+\s+)?<session_nouns>\b"
# "begins with talks of experts, followed by a ministerial segment on Friday that will be", "and the plenary will be"
_UPPER = (
    r"(?:\b(?:<ministers_level>|<upper_levels>)\s+(?:[\w-]+\s+)?(?:<session_nouns>|<levels>)|\bplenary)"
    r"(?:\s+(?:on|in|at)\s+[^.;,]{1,30}?)?"
)
_AUXILIARIES = r"(?:(?:will|would|shall|is|are|was|were|to|be|being)\s+){0,3}(?:\w+ly\s+)?$"
_OF_UPPER_LEVEL = (
    rf"{_UPPER},?\s+(?:(?:that|which)\s+{_AUXILIARIES}|(?:to\s+be\s+)?(?:\w+ly\s+)?$)"
    rf"|(?:,|\b(?:and|while|whereas|but|before))\s+(?:the|its|their)\s+{_UPPER}\s+{_AUXILIARIES}"
)
_UPPER_LEVEL = 120  # characters in which this stands before "co-chaired by"
_AT_LEVEL = re.compile(r"\bat\s[^.;,]*$", re.I)
_PARTY = re.compile(r"(?P<kind>\b[A-Z][\w’'-]+)\s+Party(?:\s+of\s+(?:the\s+)?[A-Z][\w’'-]*)?,?\s+$")
_BODY_AT_END = (
    r"\ban?\s+(?!(?:[\w-]+\s+){0,2}<shared_words>)(?:[\w-]+\s+){0,3}(?:<state_bodies>|<other_bodies>|<other_events>)\b"
    r"|\b(?-i:(?=[A-Z]))(?!(?:[\w-]+,?\s+){0,4}<shared_words>)"
    r"(?:(?-i:[A-Z])[\w’'-]+,?\s+(?:and\s+)?){2,5}(?-i:(?=[A-Z]))(?:<state_bodies>|<other_bodies>)\b"
)
# "the [ministry] held its tenth session": not of a forum
_ITS_OWN = rf"(?:{M}|\b<home_bodies>)(?:\)|\s*\([^)]*\))?\s+[^.;]{{0,60}}\bits\s+(?:[\w-]+\s+){{0,2}}<session_nouns>\b"
OF_OTHER_BODY = (
    r"\s+(?:of|in)\s+(?:the|its|his|her|an?)\s+(?!(?:[\w-]+\s+)*<shared_words>)(?:[\w’'-]+\s+){1,4}"
    r"(?:<state_bodies>|<other_bodies>)\b"
    rf"|\s+of\s+(?:the\s+)?[{M}]"
)
_OBJECT = re.compile(r"(?:\s+over)?\s+(?:the\s+)?")
_NAMED = 60  # characters behind "chaired" in which "the meeting of experts" stands


class BodyReader(SideReader):
    """What the grammars of `leading.py` ask of the words between a subject and its leader."""

    def of_a_party(self, low: int, end: int) -> bool:
        """ "The Green Party of Peru, led by A": not "the Peruvian Party", which is a side."""
        at = self.mask.rfind(" Party", low, end)
        party = _PARTY.search(self.mask, max(low, at - _NAMED), end) if at > 0 else None
        return party is not None and not self.article.countries_in(*party.span("kind"))

    def of_rulers(self, low: int, end: int) -> bool:
        """ "The session praised the ties, which grow under the leadership of King A"?"""
        zone = self.mask[low:end]
        nouns = [stop - low for _, stop in self.article.cues("sessions", low, end)]
        gap = zone[max(zone.rfind(F), zone.rfind(R), 0, *nouns) :]
        return bool(_THAT.search(gap, 7) or self.lexicon.regex(_TIES).search(gap))

    def of_another_body(self, low: int, end: int) -> bool:
        """Is it "the session of the election commission" that is led, and no forum?"""
        if F in self.mask[low:end]:
            return False
        if (
            self.of_lower_level(low, end)
            or self.of_cabinet(low, end)
            or self.of_working_body(low, end)
            or self.lexicon.regex(_ITS_OWN).search(self.mask, low, end)
        ):
            return True
        return self.lexicon.regex(_BODY_AT_END).search(self.mask, low, end) is not None or any(
            self.lexicon.regex(OF_OTHER_BODY).match(self.mask, stop, end)
            for _, stop in self.article.cues("sessions", low, end)
        )

    def of_cabinet(self, low: int, end: int) -> bool:
        """ "King A chaired the Cabinet session", "a session of parliament was chaired by A"?"""
        return self.lexicon.regex(_HOME_BODY).search(self.mask, low, min(low + _NAMED, end)) is not None

    @cached_property
    def prepares(self) -> bool:
        """Is a session of the article itself a meeting of experts or officials?"""
        below = self.lexicon.regex(r"\b<lower_levels>\b")
        return any(below.search(self.article.mentions[index].text) for index in self.session_forums)

    def of_lower_level(self, low: int, end: int, of_side: bool = False) -> bool:
        """ "The session was preceded by an experts' meeting headed by A": is it that meeting which was led? of_side:
        "A led the Omani team at the technical level"."""
        if self.mask.find(R, low, end) >= 0:
            return False
        below = self.lexicon.regex(_LOWER_LEVEL).search(self.mask, low, end)
        if below is None or self.prepares:
            return False
        upper = self.lexicon.regex(_OF_UPPER_LEVEL).search(self.mask, max(low, end - _UPPER_LEVEL), end)
        if upper and upper.start() >= below.end():
            return False
        at_level = _AT_LEVEL.search(self.mask, low, below.end())
        return at_level is not None or (not of_side and self.article.cue("sides", below.end(), end) is None)

    def of_officials(self, sentence: Sentence, end: int) -> bool:
        """ "An inter-agency meeting to prepare for the fifth session of the F was held in Lima, chaired by A": was it
        that meeting, with which the sentence begins, that was led?"""
        if self.article.cue("sessions", sentence.start, end) is None:
            return False
        below = self.lexicon.regex(_BEGINS_BELOW).match(self.mask, sentence.start, end)
        if below is None or self.prepares:
            return False
        last = max(self.mask.rfind(F, below.end(), end), self.mask.rfind(R, below.end(), end))
        preparing = self.article.cues("preparing", below.end(), last)[-1:] if last >= 0 else []
        return last < 0 or (bool(preparing) and not self.article.cue("held_verbs", preparing[0][1], last))

    @cached_property
    def session_words(self) -> frozenset[str]:
        """The words in the names of the forums that meet in the article."""
        names = (self.article.mentions[index].text.casefold() for index in self.session_forums)
        return frozenset(
            word for name in names for word in (*_WORD.findall(name), *_WORD.findall(name.replace("-", "")))
        )

    def of_working_body(self, low: int, end: int) -> bool:
        """ "The working group on mining, co-chaired by A": a body below the commission that meets."""
        body = self.lexicon.regex(_WORKING_BODY).search(self.mask, low, end)
        return body is not None and body["body"].casefold().replace("-", "") not in self.session_words

    def of_other_forum(self, start: int, end: int) -> bool:
        """ "A, who also chairs the F this year": a forum of which no session is told."""
        forum = next(iter(self.article.between(start, min(start + _NAMED, end), "FORUM")), None)
        if forum is None or forum.index in self.session_forums:
            return False
        return _OBJECT.fullmatch(self.mask, start, forum.start) is not None
