"""Grammars of who meets or speaks for a side: meets, holds, across, under, with, pair and counterpart, and the
sides that open a sentence; what each is like stands in `chairs.py`."""

from __future__ import annotations

import re
from itertools import pairwise

from communique.linking.article import Mention
from communique.linking.leading_sides import SideReader
from communique.linking.reading import PASSIVE, ChairHit, Cue
from communique.linking.sentences import Sentence
from communique.linking.sessions.mention import MARGINS
from communique.linking.sides import side_beside, side_of_subject, sided_people
from communique.linking.unnamed import counterpart
from communique.mask import F, M, O, R

_PURPOSE = r"\b(?:for|at|during|in|within|under|as|of|<purposes>)\b[^.;]{0,60}$"
_OPENING = re.compile(r"\W*(?:(?:in|within|at|during|for|under|as\s+part\s+of)\b[^.;]{0,60})?", re.I)
_NEEDS_SESSION = r"<needs_session>\b"
_COLLEAGUE = r"\s+(?:[\w-]+\s+){0,2}<counterparts>\b"
_STOP = re.compile(r"[.;]\s")
_HIS = re.compile(r"\b(?:his|her|their)\b", re.I)
_AROUND = r"\b<around_session>\b[^.;]{0,30}$"
_FOUNDED = r"\b(?:<founding>|<bringing_about>)\s+(?:in\s+\d+\s+)?$"
_PLURAL_POST = r"\b(?:\w*<several_posts>|(?!<hosts_guests>)<counterparts>s)\b"  # "hosts" may be one side
# "for Peru", with its first letter in front for a fast scan, and what stands before it
_OPENING_SIDE = r"(?-i:[fFoO])(?<!\w.)(?:(?<=f)(?:or|rom)|(?<=o)n)\s+(?:the\s+(?P<other><hosts_guests>|<visiting>)\b)?"
_BEFORE_SIDE = re.compile(
    r"(?:(?<=[;\n])|(?P<listed>(?<=,))|\b(?:while|whereas|and)\b|^|(?<=[.!?:]\s)|[•*–-]\s)\W*$", re.I
)
_BORDER = 16  # characters from where a clause begins to "for Peru"
_WHICH_SIDE = re.compile(r"\s*(?:the\s+)?(?:(?:side|part)\s+of\s+(?:the\s+)?)?", re.I)
_SIDE_COLON = (
    r"(?:['’]s?)?(?:\s+(?:one|bench|end|government|<sides>))?(?:\s+of\s+the\s+table)?\s*"
    r"(?:,|:|–|—|(?:it|there|(?:the\s+)?\w+(?:\s+of\s+(?:the\s+)?delegation)?)\s+(?:was|is|were|are|will\s+be))\s"
)
_SPOKES = re.compile(r"\bspokes\w+\W+$", re.I)  # "For Peru, spokesman A said"
_COLON = re.compile(r"[:–—]\s$")
_THEIR = re.compile(r"\W*(?:their|the)\b", re.I)
_STORY = 6  # sentences behind a session in which "his host, A" is still of those who met there
_DURING = re.compile(r"\W*(?:During|In|At)\s+(?:[\w’'-]+\s+){0,2}")
_NAME_OR_STOP = re.compile(rf"[.;{O}]\s")
_WITH_PARTNER = re.compile(
    rf",?\s+(?:(?:together|jointly)\s+)?(?:with|alongside)\s[^.;{O}]{{0,90}}{O}+,?\s[^.;{O}]{{0,60}}$"
)
# "the F in Lima between Minister A", "the F was held in Lima on 5 May between Minister A"
_BETWEEN_TWO = (
    rf"(?:\s*\({F}+\))?(?:,?\s+(?:(?:was|were)\s+)?<held_at>)?"
    rf"(?:,?\s+(?:in|at|on|by)\s+(?:[^.;:{F}{R}{O}]{{1,60}}?\s)??(?:(?-i:[A-Z{M}])[\w’'{M}-]*|\d+\w*|week|month)"
    r"|,?\s+(?:here|online|virtually|today|yesterday|\d{1,2}\s(?-i:[A-Z])\w+)){0,4},?\s+between\s+"
)
_LISTED = re.compile(r"(?:\s+of\s+[A-Z][^.;,]{2,30})?,?\s+(?:and\s+)?")
_LED_WITH = re.compile(rf"[^.;,{O}]{{0,60}}?\swith\s+")
# "Also at the table were A and, for Kiribati, B", "Attending were A and, for Kiribati, B"
_ALSO = r"\W*(?:(?:also|<taking_part>)\b|(?:[^.;]{0,60}\s)?<taking_part>\s+were\b)"
_WITH = re.compile(r"\b(?:with|under|had|has|have)\b")
_DELEGATION = r"\b<sides>(?:\s+of\s+(?:[\w’'-]+\s+){1,5}|\s+)$"
_AGREED = r"\b(?:<resolving>|<planning>)\s+(?:(?:to|on)\s+)?$"
_AND = re.compile(r"\band\b")
_SIDE_SAT = r"\b(?<!an )(?<!a )(?!an?\s)(?:\w+\s+)<sides>\s+(?:\w+\s+){0,2}$"  # "the Omani delegation sat under A"
_OFFICE = r"\b<offices>\b"
_AGREED_ON = r"\b(?:<resolving>|<outcomes>\s+of)\b[^.;]*$"  # "They agreed to hold the sixth session"
_WAS = re.compile(r"\s+(?:was|is|will\s+be)\b")
_SEVERAL = re.compile(r"parts\s")  # "Their Omani counterparts are A, Minister of Ports, and B"
_OPENS = 6  # characters before the first word of a sentence
_CAME = r"\b(?:<attending>|participated|took\s+part)\s+$"  # "A, Minister of Ports, attended as head of delegation"
_HAD = re.compile(r"\b(?:had|has|have|was|were|is)\s+$")
_HIS_OWN = re.compile(r"\W*(?:and\s+)?(?:his|her|their|the)\s+(?:[\w-]+\s+){0,2}", re.I)
# "Secretary B was his Peruvian counterpart in the meeting"
_WAS_HIS = re.compile(rf"{O},?\s+(?:was|is|will\s+be|acted\s+as)\s+(?:his|her)\s+(?:[\w-]+\s+){{0,2}}$")
_THE_TWO_MET = r"\b(?:the\s+two|they|the\s+pair)\s+$"
_THE_TWO = r"\s+the\s+(?:other\s+)?two\s+(?:\w+\s+)?<several_posts>\b"
# "the sixth session of the F in Lima, where he met his host, B", "where Minister C joined the two ministers"
_WHERE = re.compile(rf"(?:\s*\([^)]*\))?(?:\s+(?:in|at)\s[^.;,{O}]{{1,40}})?,\s+(?:where|at\s+which)\s[^.;,]{{0,80}}$")
_WHOM_THERE = rf"\s+(?:his|her|their)\s+hosts?\b|{_THE_TWO}"
# "Secretary A met Minister B for the meeting, at which": in a sentence that names no session
_FOR_THE_MEETING = r",?\s+(?:for|at|during)\s+(?:the|this)\s+<session_nouns>\b(?!\s+of\b)"
# "Premier A, the F chair, opened the sixth session"
_THE_CHAIR = re.compile(rf",\s+(?:the\s+)?{F}+(?:['’]s?)?\s+chair(?:man|woman|person)?,\s+")
_TRIP = 160  # characters from "travelled" to the session
_ABOUT_SESSION = re.compile(rf"(?<=views)\s+(?:on|about)\s+(?:the\s+)?(?:\w+\s+){{0,2}}[{F}{R}]")  # they talked of it


class MeetGrammars(SideReader):
    """The cues tell of two who meet, or of somebody beside a session or a side."""

    def _meets(self, sentence: Sentence, cue: Cue, previous: int, following: int) -> list[ChairHit]:
        behind = self.behind(cue.end, sentence.end)
        if behind and behind[0].start - cue.end > 200:
            behind = []
        if len(behind) > 2 and self._listed_with(behind):
            return []  # "Gathered at the hall, presidents A of Peru, B of Chile and C of Oman debated"
        several = behind and self.lexicon.regex(_PLURAL_POST).search(self.mask, cue.start, behind[0].start)
        low = self.clause_start(sentence.start, cue.start)
        joint = [] if several or len(behind) < 2 else self._two_and_two(low, cue, behind)
        behind = behind[: 2 if several or joint else 1]
        subjects = joint or self.subjects(sentence, low, cue, plural=not behind or bool(several))
        if not behind and (two := self.lexicon.regex(_THE_TWO).match(self.mask, cue.end, sentence.end)):
            subjects = [*subjects, *self.two_before(low, two[0])] if subjects else []
        if not behind and not subjects and self.lexicon.regex(_THE_TWO_MET).search(self.mask, low, cue.start):
            subjects = counterpart(self.article, sentence.start, cue.start)
        if not behind and subjects and subjects[0].start < low:
            return []  # "they will meet again for the fourth round"
        people = [*subjects, *behind]
        if len(people) < 2:
            return []
        told = self._for_session(sentence, cue, people[0].start, behind[-1].end if behind else cue.end)
        if not told and (
            people[0].start < low
            or not self._beside_session(sentence)
            or not self._met(cue)
            or self._at_another_time(sentence, cue)
        ):
            return []
        # "met their Omani counterparts A and B"
        theirs = side_beside(self.article, cue.start, behind[0].start) if several else None
        return [
            ChairHit(p, cue.rule.rule, (cue.start, cue.end), theirs if p in behind else None, fallback=not told)
            for p in people
        ]

    def _listed_with(self, people: list[Mention]) -> bool:
        """Are the first three in a list of many, rather than two and what a third did?"""
        return all(
            self.mask[one.end : other.start].rstrip().endswith((",", " and"))
            or _LISTED.fullmatch(self.mask, one.end, other.start)
            for one, other in pairwise(people[:3])
        )

    def _two_and_two(self, low: int, cue: Cue, behind: list[Mention]) -> list[Mention]:
        """ "Ministers A and B hosted C, Minister for Ports, and D, Minister of Trade, for the fifth meeting": A and B,
        where two who are joined meet two who are."""
        before = self.subject_people(self.article.between(low, cue.start, "OFFICIAL")[-3:], cue.start, True)
        joint = len(before) == 2 and self.joint_heads(before) == before and len(self.joint_heads(behind)) == 2
        return before if joint else []

    def _met(self, cue: Cue) -> bool:
        """Is the cue a verb ("received", "A and his colleague B …"), and not in the passive?"""
        if _HIS.search(self.mask, cue.start, cue.end):
            return self.lexicon.regex(_COLLEAGUE).match(self.mask, cue.end) is not None
        if self.lexicon.regex(_NEEDS_SESSION).match(self.mask, cue.start):
            return False
        return not PASSIVE.search(self.mask, max(0, cue.start - 30), cue.start)

    def _beside_session(self, sentence: Sentence) -> bool:
        """Does a sentence before or behind name the session, and this one none and no other occasion?"""
        near = sentence.index - 1 in self.session_starts or any(
            not self.lexicon.regex(_AGREED_ON).search(self.mask, max(0, start - 60), start)
            for start, _ in self.session_starts.get(sentence.index + 1, [])
        )
        return (
            near
            and sentence.index not in self.session_starts
            and self.article.cue("asides", sentence.start, sentence.end) is None
            and self.article.cue("around_session", sentence.start, sentence.end) is None
        )

    def _for_session(self, sentence: Sentence, cue: Cue, first: int, last: int) -> bool:
        """Is a session what those who are named between two offsets meet for ("… for the fifth round of …")?"""
        forums = [
            (m.start, m.end)
            for m in self.article.between(sentence.start, sentence.end, "FORUM")
            if m.index in self.session_forums
        ]
        for start, end in self.session_starts.get(sentence.index, forums):
            lead = self.mask[max(sentence.start, last, start - 160) : start]
            if (
                start >= last
                and self.lexicon.regex(_PURPOSE).search(lead)
                and not self.lexicon.regex(_AROUND).search(lead)
                and not _STOP.search(lead)
            ):
                return True
            if end <= first and _OPENING.fullmatch(self.mask, sentence.start, start):
                return True
            if (
                end <= cue.start
                and self.lexicon.regex(_WHOM_THERE).match(self.mask, cue.end)
                and _WHERE.fullmatch(self.mask, end, cue.start)
            ):
                return True
            if (
                end <= cue.start
                and _HIS.search(self.mask, cue.start, cue.end + 5)
                and self.article.cue("held_verbs", sentence.start, end)
            ):
                return True
        the_meeting = self.lexicon.regex(_FOR_THE_MEETING).match(self.mask, last, sentence.end)
        return the_meeting is not None and sentence.index not in self.session_starts and self.near_session(sentence)

    def _holds(self, sentence: Sentence, cue: Cue, previous: int, following: int) -> list[ChairHit]:
        session = next((s for s in self.session_starts.get(sentence.index, []) if 0 <= s[0] - cue.end < 90), None)
        partner = []
        if session is not None and (with_ := _WITH_PARTNER.match(self.mask, cue.end, session[0])):
            partner = self.behind(cue.end, with_.end())  # "A will hold, with Minister B, the sixth session"
        if session is None or (not partner and _NAME_OR_STOP.search(self.mask[cue.end : session[0]])):
            return []
        if self.mask[cue.start : cue.end].casefold() == "had" and self.mask[cue.end : session[0]].strip():
            return []  # "had political consultations", but "had praised the session"
        if self.lexicon.regex(_OFFICE).search(self.mask, cue.end, session[0]):
            return []  # "whose country holds the presidency of the F"
        low = self.clause_start(sentence.start, cue.start)
        people = (
            []
            if self.lexicon.regex(_AGREED).search(self.mask, low, cue.start)
            else self.subjects(sentence, low, cue, plural=True)
        )
        if not people:
            return []
        partner = partner or self.partners(session[1], sentence.end)
        people = people + [p for p in partner if p not in people]
        presides = len(people) == 1 and _THE_CHAIR.fullmatch(self.mask, people[0].end, cue.start)
        return (
            [ChairHit(p, cue.rule.rule, (cue.start, cue.end)) for p in people] if presides or len(people) == 2 else []
        )

    def _across(self, sentence: Sentence, cue: Cue, previous: int, following: int) -> list[ChairHit]:
        people = self.behind(cue.end, sentence.end)
        if not cue.rule.fallback:
            heads = self.joint_heads(people)
            if heads and self.verb_in(heads[-1].end, sentence.end):
                heads = heads[:1]  # "across the table was A, and Ambassador B attended"
            if heads and self.mask.endswith("in the chair was", cue.start, cue.end):  # "opposite him in the chair was"
                heads = [p for p in (self.one_before(sentence.start, sentence),) if p and p not in heads] + heads
            return [ChairHit(p, cue.rule.rule, (cue.start, cue.end)) for p in heads]
        people = people[:1]
        side = self.article.countries_in(max(sentence.start, cue.start - 30), cue.start)[-1:]  # "India sent A"
        if not people or not side or self.mask[side[0].end : cue.start].strip() or not self.near_session(sentence):
            return []
        if not self.only_post(cue.end, people[0].start):
            return []
        return [
            ChairHit(people[0], cue.rule.rule, (cue.start, cue.end), (side[0].country, (side[0].start, side[0].end)))
        ]

    def _under(self, sentence: Sentence, cue: Cue, previous: int, following: int) -> list[ChairHit]:
        low = self.clause_start(sentence.start, cue.start)
        people = self.behind(cue.end, sentence.end)[:1]
        if (
            people
            and self.only_post(cue.end, people[0].start)
            and self.lexicon.regex(_DELEGATION).search(self.mask, max(low, cue.start - 60), cue.start)
            and any(start > people[0].start for start, _ in self.session_starts.get(sentence.index, []))
        ):
            return [ChairHit(people[0], cue.rule.rule, (cue.start, cue.end), side_beside(self.article, low, cue.start))]
        if (
            people
            and self.only_post(cue.end, people[0].start)
            and self.near_session(sentence)
            and self.lexicon.regex(_SIDE_SAT).search(self.mask, low, cue.start)
        ):
            return [ChairHit(people[0], cue.rule.rule, (cue.start, cue.end), side_beside(self.article, low, cue.start))]
        if (
            not people
            or not self.session_starts.get(sentence.index)
            or not any(start < cue.start for start, _ in self.session_starts[sentence.index] if start >= low)
            or self.lexicon.regex(_FOUNDED).search(self.mask, low, cue.start)
            or not self.only_post(cue.end, people[0].start)
        ):
            return []
        heads = self.joint_heads(self.behind(cue.end, sentence.end))
        return [ChairHit(p, cue.rule.rule, (cue.start, cue.end)) for p in heads]

    def _with(self, sentence: Sentence, cue: Cue, previous: int, following: int) -> list[ChairHit]:
        low = self.clause_start(sentence.start, cue.start)
        if was := _WAS.match(self.mask, cue.end):  # "Speaking for them as head of delegation was A"
            people = self.behind(was.end(), sentence.end)[:1] if self.near_session(sentence) else []
            fits = people and self.only_post(was.end(), people[0].start)
            return [ChairHit(people[0], cue.rule.rule, (cue.start, cue.end))] if fits else []
        if not self.session_in(low, cue.start):
            return []
        before = self.article.between(low, cue.start, "OFFICIAL")[-1:]
        came = before and self.lexicon.regex(_CAME).search(self.mask, before[0].end, cue.start)
        if came and self.only_post(before[0].end, came.start()):
            return [ChairHit(before[0], cue.rule.rule, (cue.start, cue.end))]
        if before and len(self.mask[before[0].end : cue.start]) < 100:
            starts = [m.end() for m in _WITH.finditer(self.mask, low, before[0].start)]
            if starts and (both := self._both_with(starts[-1], cue)):
                return [ChairHit(p, cue.rule.rule, (cue.start, cue.end)) for p in both]
            if starts and self.only_post(starts[-1], before[0].start) and not self.verb_in(before[0].end, cue.start):
                side = self.chaired_side(cue.end, sentence.end) or side_of_subject(self.article, low, starts[-1])[0]
                return [ChairHit(before[0], cue.rule.rule, (cue.start, cue.end), side)]
            if self._as_well(cue, low, before[0].start):
                side = self.chaired_side(cue.end, sentence.end)
                return [ChairHit(before[0], cue.rule.rule, (cue.start, cue.end), side)]
        people = self.behind(cue.end, sentence.end)[:1]
        if (
            people
            and (_HAD.search(self.mask, low, cue.start) or self.mask[cue.end] == ",")
            and self.only_post(cue.end, people[0].start)
        ):
            if self.mask.endswith(("chairs", "men"), cue.start, cue.end):  # "It has as its chairs A and B"
                people = self.joint_heads(self.behind(cue.end, sentence.end))
            side = side_of_subject(self.article, low, cue.start)[0] if len(people) == 1 else None
            return [ChairHit(p, cue.rule.rule, (cue.start, cue.end), side) for p in people]
        return []

    def _both_with(self, start: int, cue: Cue) -> list[Mention]:
        """ "met with Minister A and Secretary B at its head": two joined behind "with", and nothing before the cue."""
        people = self.article.between(start, cue.start, "OFFICIAL")
        if len(people) != 2 or self.mask[people[1].end : cue.start].strip(" ,"):
            return []
        joint = _AND.search(self.mask, people[0].end, people[1].start)
        fits = joint and self.only_post(start, people[0].start) and self.only_post(people[0].end, joint.start())
        return people if fits and self.only_post(joint.end(), people[1].start) else []

    def _as_well(self, cue: Cue, low: int, end: int) -> bool:
        """ "with A as chairman of the Kenyan side and B as chairman of the Omani one": is this B?"""
        before = self.article.cues(cue.rule.group, low, end)
        joined = [m.end() for m in _AND.finditer(self.mask, before[-1][1], end)] if before else []
        return bool(joined) and self.only_post(joined[0], end)

    def _pair(self, sentence: Sentence, cue: Cue, previous: int, following: int) -> list[ChairHit]:
        if not self.near_session(sentence) or _ABOUT_SESSION.match(self.mask, cue.end, sentence.end):
            return []
        if self._at_another_time(sentence, cue):
            return []
        aside = self.article.cue("around_session", sentence.start, cue.start)
        if (
            aside
            and sentence.index not in self.session_starts
            and self.lexicon.regex(MARGINS).match(self.mask, aside[0])
        ):
            return []  # "On the sidelines of the event A and B took stock of their ties"
        low = self.clause_start(sentence.start, cue.start)
        people = self.subjects(sentence, low, cue, plural=True)
        if len(people) == 1:
            people = people + [p for p in self.partners(cue.end, sentence.end) if p not in people]
        if len(people) != 2 or people[1].start < low:
            return []
        return [ChairHit(p, cue.rule.rule, (cue.start, cue.end)) for p in people]

    def _goes(self, sentence: Sentence, cue: Cue, previous: int, following: int) -> list[ChairHit]:
        """ "A travelled on Sunday to Lima, where the fifth session of the F was held"."""
        if not self.session_in(cue.end, min(cue.end + _TRIP, sentence.end)):
            return []
        people = self.subjects(sentence, self.clause_start(sentence.start, cue.start), cue, plural=False)
        return [ChairHit(person, cue.rule.rule, (cue.start, cue.end)) for person in people[:1]]

    def _at_another_time(self, sentence: Sentence, cue: Cue) -> bool:
        """ "Earlier in the day A exchanged views with B", "The same day A met with B": not at the session."""
        other = self.article.cue("another_time", sentence.start, cue.start)
        return other is not None and sentence.index not in self.session_starts and other[0] - sentence.start < _OPENS

    def _counterpart(self, sentence: Sentence, cue: Cue, previous: int, following: int) -> list[ChairHit]:
        if was := _WAS_HIS.search(self.mask, sentence.start, cue.start):
            person = self.article.between(sentence.start, was.start() + 1, "OFFICIAL")[-1]
            if not self.near_session(sentence) or not self.only_post(sentence.start, person.start):
                return []
            side = side_beside(self.article, was.start(), cue.start)
            return [ChairHit(person, cue.rule.rule, (cue.start, cue.end), side)]
        reach = 3 if _THEIR.match(self.mask, sentence.start) else _STORY
        if not self.near_session(sentence, reach) or not _HIS_OWN.fullmatch(self.mask, sentence.start, cue.start):
            return []
        people = self.behind(cue.end, sentence.end)[:1]
        was = _WAS.match(self.mask, cue.end)
        if not people or not self.only_post(was.end() if was else cue.end, people[0].start):
            return []
        side = side_beside(self.article, sentence.start, cue.start)
        if _SEVERAL.search(self.mask, cue.start, cue.end):
            people = self.joint_heads(self.behind(cue.end, sentence.end))
        return [ChairHit(p, cue.rule.rule, (cue.start, cue.end), side) for p in people]

    def _by_side(self, sentence: Sentence, hits: list[ChairHit]) -> list[ChairHit]:
        """ "… from the Omani side and B from the Indian side": whoever speaks for a side beside a known chair."""
        first = min(h.trigger[0] for h in hits)
        return [
            ChairHit(head, "from-the-side", span, side)
            for person, side, span in sided_people(self.article, sentence)
            if person.start >= first - 200 and not self.article.cue("stops", first, person.start)
            for head in self._with_second(person, span[1], sentence.end)
        ]

    def _with_second(self, person: Mention, start: int, end: int) -> list[Mention]:
        """ "from the Omani side, A and B": who is named behind the side, and whoever heads it with him."""
        behind = self.behind(start, end)
        return self.joint_heads(behind) if behind[:1] == [person] else [person]

    def _opening_partner(self, sentence: Sentence) -> list[ChairHit]:
        """ "During political consultations in Lima with A, the sides discussed": A and whom the text told of."""
        start, end = self.session_starts[sentence.index][0]
        if not _DURING.fullmatch(self.mask, sentence.start, start):
            return []
        lead = _LED_WITH.match(self.mask, end, sentence.end)
        people = self.behind(lead.end(), sentence.end)[:1] if lead else []
        if not people or not self.only_post(lead.end(), people[0].start):
            return []
        one = self.one_before(sentence.start, sentence)
        both = [one, people[0]] if one is not None else people
        return [ChairHit(p, "consults-with", (sentence.start, start), fallback=True) for p in both]

    def _between_two(self, sentence: Sentence) -> list[ChairHit]:
        """ "It was signed after the F in Lima between Minister A and B, the Secretary", "The F was held in Lima on
        5 May between Director A, Ports and Fish Bureau, and B": the two who held it."""
        for start, end in self.session_starts[sentence.index]:
            between = self.mask.find("between", end, sentence.end)
            lead = self.lexicon.regex(_BETWEEN_TWO).match(self.mask, end, sentence.end) if between > 0 else None
            people = self.behind(lead.end(), sentence.end)[:2] if lead else []
            joint = list(_AND.finditer(self.mask, people[0].end, people[1].start))[-1:] if len(people) == 2 else []
            if (
                joint
                and self.only_post(lead.end(), people[0].start)
                and self.only_post(people[0].end, joint[0].start())
                and self.only_post(joint[0].end(), people[1].start)
            ):
                return [ChairHit(p, "consults-with", (start, end), fallback=True) for p in people]
        return []

    def _opening_sides(self, sentence: Sentence) -> list[ChairHit]:
        """ "For Peru, A …", "On the Omani side of the table: B", "…, while from the Indian side, C": fallbacks."""
        if self.mask.find(O, sentence.start, sentence.end) < 0:
            return []
        if self.session_starts.keys().isdisjoint(range(sentence.index - 5, sentence.index + 1)):
            return []
        out = []
        for match in self.lexicon.regex(_OPENING_SIDE).finditer(self.mask, sentence.start, sentence.end):
            near = self.article.countries_in(match.end() - 1, match.end() + 30)
            if match["other"]:
                side, end = None, match.end()
            elif near and _WHICH_SIDE.fullmatch(self.mask, match.end(), near[0].start):
                side, end = (near[0].country, (near[0].start, near[0].end)), near[0].end
            else:
                continue
            before = _BEFORE_SIDE.search(self.mask, max(sentence.start, match.start() - _BORDER), match.start())
            if before is None:
                continue
            tail = self.lexicon.regex(_SIDE_COLON).match(self.mask, end, sentence.end)
            if tail and before["listed"] is not None and not _COLON.search(tail[0]):
                continue  # ", from Peru – Minister B", but not "the ministers, for Peru, B"
            people = self.behind(tail.end(), sentence.end)[:1] if tail else []
            if (
                people
                and self.only_post(tail.end(), people[0].start)
                and not _SPOKES.search(self.mask, tail.end(), people[0].start)
            ):
                heads = self.joint_heads(self.behind(tail.end(), sentence.end))
                out += [ChairHit(p, "from-the-side", (before.start(), end), side, fallback=True) for p in heads]
        # looked for last, since few sentences come so far
        return [] if out and self.lexicon.regex(_ALSO).match(self.mask, sentence.start) else out
