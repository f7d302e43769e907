"""Reading a sentence around a chairing cue: its clause, its subject, the names behind it, what it leads."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from communique.lexicon import ChairingRule
from communique.linking.article import Article, Mention
from communique.linking.sentences import Sentence
from communique.linking.sides import Side
from communique.linking.unnamed import speaker
from communique.mask import F, M, O, R
from communique.schema import Offsets

REACH = 330  # characters behind a cue in which its first name must stand
PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being)\s+(?:(?:\w+ly|afterwards?|thereafter|later|then|first|also|in\s+turn)\s+){0,2}$"
)
_CLAUSE = re.compile(r"[;:—–wW](?:(?<=[;:—])|(?<=\s–)\s|(?<!\w.)(?<=[wW])(?i:hile|hilst|hereas)\b)")
WAS = re.compile(r"\s(?:was|were|is|are|will\s+be|sat|stood)\s")
_JOINT = re.compile(r"\band\b|&|,|\bwith\b|\balongside\b|\bjoined\b")
# "A, who succeeds B as chair of the bloc, will preside": of A is it said
_WHO_DID = re.compile(rf",\s+who\s+(?!(?:is|was)\b)(?:(?!(?:and|with|alongside)\b)[^\s,;{O}]+\s+){{1,8}}$")
_CLOSED = re.compile(rf"(?:\s+[^,;.{O}]{{1,80}})?,\s")
_RELATIVE = re.compile(r",?\s*(?:who|whom)\s+(?:\w+\s+){0,3}$")
# "The Minister will co-chair the session with B": the one of whom the text spoke
_THE_POST = (
    r"\bthe\s+(?:<post_words>[\s-]+){0,2}<post_nouns>\s+"
    r"(?:(?:will|also|then|had|has|was|is|jointly)\s+){0,3}$"
)
_AND_TITLE = re.compile(r"\s+and\s+(?P<post>[A-Z][\w’'-]+(?:\s[\w’'-]+){0,4}\s+)")
_OF_ONE = re.compile(r"\b(?:is|was|has)\s|s$")  # "who chairs"
# "The ministry did not say who will lead its team"
_NOT_SAID = r"\b<asking_who>\s+who\s+(?:\w+\s+){0,3}$"
_HE = re.compile(r"\b(?:he|she|who)\s+(?:\w+\s+){0,3}$", re.I)
_BEGINS_WITH_IT = re.compile(r"\W*(?:(?:held|convened)\s[^,]{1,40},\s+)?(?:it|this|which)\b", re.I)
_ENDS_WITH_IT = re.compile(r"\b(?:which|it)\s+(?:\w+\s+)?$")
_HE_DID = re.compile(r"\b(?:he|she)\s+(?:\w+\s+){0,3}$", re.I)
_THEY = (
    r"\b(?:they|both|the\s+pair|the\s+two(?:\s+[\w-]+){0,3}|both\s+(?:[\w-]+\s*){1,3}|"
    r"the\s+(?:<post_words>\s+)?<several_posts>(?:\s+of\s+(?:(?-i:[A-Z])[\w-]*\s+)+and\s+(?:(?-i:[A-Z])[\w-]*\s*)+)?)\s+"
    r"(?:(?:also|then|jointly|had|have|has|together|today|will)\s+|,[^,]*,\s*){0,3}$"
)
_OF_HIS = re.compile(r"['’]s?\s+[a-z]")  # "Mr X's predecessor" is not X
_RESPECTIVE = r"\s+(?:over\s+)?(?:the|their|both|these|those|its|two|\s)*(?:respective|<sides>(?<=s))\b"
# "and two others", "A. The"
_POST_COLON = rf"{O}(?:,\s+|\s+\()(?:the\s+)?(?:[\w’'-]+\s+){{0,4}}<posts_with_subject>$"
_LIST_END = re.compile(r"\b(?:and|with)\s+(?:\d+|several|many|other|(?:of|in|to|on)\s+the\s+[a-z]+)\b|[.!?]\s+[A-Z]")
_TITLE_DOT = r"(?<!\w)<titles>(?<=\.)"  # "H.E. Mr. B" goes on
_SEMICOLON = re.compile(r";\s*(?P<last>and\b)?")
_HE_AND = re.compile(r"\b(?:he|she)\s+and\s+(?!(?:he|she)\b)", re.I)
_WITH = re.compile(r"(?P<border>;\s)|\b(?:with|alongside)\b")
_FOR_SIDE = (
    r"\s+(?:for|on\s+behalf\s+of|on|from)\s+"
    r"(?:(?:(?:the|his|her|our)\s+)?(?P<other><hosts_guests>|(?:<visiting>|other|our)\s+<sides>|<visiting>"
    r"|(?<=s\s)country|(?<=r\s)country|(?-i:Union|Kingdom|Republic))\b|(?:the\s+)?)"
)
_LED = (
    r"\s*(?P<det>(?:(?:the|their|its|his|her|a|an|both|our|either|each|respectively|jointly)\s+)*)"
    rf"(?P<mid>(?:(?:[\w’'.-]+|[{F}]+(?:['’]s?)?)\s+){{0,6}}?)"
    rf"(?P<noun>(?:<sides>|<sessions>|<hosts_guests>|that\s+of|the\s+other|<visiting>\s+one|it)\b|"
    r"<visiting>(?=\s*[.,;]|\s+(?:and|while|whereas)\b)|"
    rf"[{F}{R}]+(?!['’]?s?\s+<sides>\b)(?![{F}{R}]))"
)
# "A and B represented the two governments"
_THE_TWO_STATES = re.compile(
    r"\s+(?:the|their)?\s*(?:two|both|respective)\s+(?:\w+\s+)?(?:governments|countries|states|nations)\b"
)
_OTHER_TEAM = r"\b<other_teams>\b"
_AND_BY = re.compile(r"\band(?:\s+(?:also\s+)?by)?\b(?!.*\band\b)")  # the last "and" before a name
_AND_FOR = re.compile(r"\band,?\s+(?:for|from|on)\s")  # "for Peru, A and, for Oman, Trade and Ports Minister B"
_POST = 100  # characters before a name in which the country of a post stands
_THE_OTHER = 6  # characters behind "and" in which a country is that of another side
_BEFORE_SUBJECT = re.compile(r",|\band\b|\bwhile\b|\bwhereas\b")
# "headed in the port city of Ilo the fifth meeting", "led on Monday, in Lima, the Omani team": words between the verb
# and what is led
_WHERE = (
    rf"(?:,?\s+(?:(?:in|at|on)\s+(?:the\s+)?[\w’'{M} -]{{2,50}}?|today|yesterday|(?:this|last)\s+\w+),?){{1,3}}"
    rf"(?=\s+(?:(?:the|their|its)\s+(?:[\w-]+\s+){{0,3}}[{F}{R}]"
    r"|(?:the|an?|their|its|his|her|(?-i:[A-Z])[\w-]+['’]s?)\s+(?:[\w-]+\s+){0,3}<sides>\b))"
)
_WHO_IS = rf"who\s+(?:is|was|<serving>)\b[^.;,{O}]{{1,80}},\s+and\b"
_NO_PARTNER = re.compile(r"\b(?:meeting|agree\w*)\s$")
# "chaired by A, with Ministers B and C in attendance": they were there, no more
_WITH_PRESENT = rf"\bwith\s(?:(?!\b(?:also|with|and\s+by)\s)[^;]){{2,200}}?(?<=[\w,{O}])\s+(?:<in_attendance>)\b"
_AS_DEPUTY = r"[^.;]{0,40}?\sas\s+(?:the\s+|its\s+)?<deputies>\b"  # "with B of Oman as vice-chair"
_NO_SIDE = re.compile(r"\b(?:to|in|at|by|for|while|whereas|when)\b", re.I)


HEADS_SIDE = ("led-by", "leads-side", "head-of-side")
PRESIDES = (
    "chaired-by",
    "chairmanship-of",
    "leadership-of",
    "chairs",
    "called-president",
    "meets-under",
    "with-as-chair",
)


class ChairHit(NamedTuple):
    """One official named as a chair. trigger: the cue's offsets. side: country words, or None."""

    mention: Mention
    rule: str
    trigger: Offsets
    side: Side | None = None
    fallback: bool = False
    of_ministers: bool = False  # said of the ministers' part of a session

    @property
    def presides(self) -> bool:
        """Does the rule tell of who presides over all, rather than of who heads a side?"""
        return self.rule in PRESIDES

    @property
    def heads_side(self) -> bool:
        """Does the cue itself say of which side ("led the Kenyan delegation")?"""
        return self.rule in HEADS_SIDE


class Cue(NamedTuple):
    """Words of a chairing rule in the text."""

    start: int
    end: int
    rule: ChairingRule


class SentenceReader:
    """What the grammars of `chairs.py` ask of a sentence. session_forums: the indices of all mentions of the
    forums that meet in the article."""

    __slots__ = ("__dict__", "article", "lexicon", "mask")  # all grammars ask for these three, and slots are fast

    session_forums: set[int]
    session_starts: dict[int, list[Offsets]]

    def __init__(self, article: Article):
        self.article = article
        self.mask = article.mask
        self.lexicon = article.lexicon

    def clause_start(self, low: int, cue: int) -> int:
        """Where the clause of a cue begins."""
        first = low + 1 if self.mask.startswith("–", low) else low  # a dash that a clause begins with ends none
        for match in _CLAUSE.finditer(self.mask, first, cue):
            if match[0] != ":" or not self._in_post(first, match.start()):
                low = match.end()
        return low

    def _in_post(self, low: int, colon: int) -> bool:
        """ "A, Deputy Director-General: Trade, and B led their teams": does a colon stand in a post behind a name?"""
        post = self.lexicon.regex(_POST_COLON)
        return post.search(self.mask, max(low, colon - _POST), colon) is not None

    def session_in(self, start: int, end: int) -> bool:
        zone = self.mask[start:end]
        if F in zone or R in zone or self.article.cue("sessions", start, end):
            return True
        if self.article.cue("sides", start, end):
            return True
        return bool(_BEGINS_WITH_IT.match(zone) or _ENDS_WITH_IT.search(zone))

    def of_a_session(self, start: int, end: int) -> bool:
        """Is what somebody leads a session that the text reports, rather than a body?"""
        if "represent" in self.mask[max(0, start - 14) : start].casefold():
            return False
        forum = next(iter(self.article.between(start - 1, end + 120, "FORUM")), None)
        return forum is None or forum.start > end or forum.index in self.session_forums

    def near_session(self, sentence: Sentence, before: int = 3) -> bool:
        """Is a session named in this sentence, in one of those before it or in the next?"""
        return not self.session_starts.keys().isdisjoint(range(sentence.index - before, sentence.index + 2))

    def only_post(self, start: int, end: int) -> bool:
        """Do only titles, a country and the words of a post stand between two offsets?"""
        if end - start > 200:
            return False
        known = self.lexicon.words("post_words", "post_nouns", "titles")
        return all(
            word[0] in "(&–-"
            or word[0].isupper()
            or word[0] == M
            or word.strip(",()’'").casefold() in known
            or known.issuperset(word.casefold().split("-"))  # "commissioner-general"
            for word in self.mask[start:end].replace(",", " ").split()
        )

    @cached_property
    def _absent(self) -> frozenset[int]:
        """The names of those for whom others stand in ("A, on behalf of Minister B, chaired"), by index."""
        out = set()
        for _, end in self.article.all_cues("standing_in"):
            person = next(iter(self.article.between(end, end + REACH, "OFFICIAL")), None)
            if person is not None and self.only_post(end, person.start):
                out.add(person.index)
        return frozenset(out)

    def present(self, start: int, end: int) -> list[Mention]:
        """The officials named between two offsets, but for those who are away."""
        people = self.article.between(start, end, "OFFICIAL")
        return [m for m in people if m.index not in self._absent] if self._absent else people

    def verb_in(self, start: int, end: int) -> bool:
        return self.article.cue("clause_verbs", start, end) is not None

    def behind(self, start: int, end: int) -> list[Mention]:
        """The officials behind a cue, up to the words that end such a list."""
        stop = self.stop(start, end)
        people = [m for m in self.present(start, end) if m.end <= stop and not _OF_HIS.match(self.mask, m.end)]
        if people and people[0].start - start > REACH:
            return []
        out: list[Mention] = []
        for person in people[:6]:
            if out and _LIST_END.search(self.mask, out[-1].end, person.start):
                gap = self.lexicon.regex(_TITLE_DOT).sub("", self.mask[out[-1].end : person.start])
                if _LIST_END.search(gap):
                    break
            out.append(person)
        return out

    def stop(self, start: int, end: int) -> int:
        """The first stop word between two offsets that stands in no brackets, or the "with" of those who attended."""
        if self.article.cue("taking_part", start, end):
            there = self.lexicon.regex(_WITH_PRESENT).search(self.mask, start, end)
            end = there.start() if there else end
        for stop in self.article.cues("stops", start, end):
            before = self.mask[start : stop[0]]
            if self.lexicon.regex(_WHO_IS).match(self.mask, stop[0], end):
                continue  # "chaired by A, who is Minister of Ports, and B"
            if before.count("(") <= before.count(")"):
                return stop[0]
        return end

    def subjects(self, sentence: Sentence, low: int, cue: Cue, plural: bool) -> list[Mention]:
        """Who does what the cue says: names before it, else those whom a pronoun stands for."""
        zone = self.mask[low : cue.start]
        if "who " in zone and self.lexicon.regex(_NOT_SAID).search(zone):
            return []
        if said := speaker(self.article, low, cue.start):
            return said if plural else said[:1]
        people = self.present(low, cue.start)
        they = self.lexicon.regex(_THEY)
        if people:
            gap = self.mask[people[-1].end : cue.start]
            if they.search(gap):
                return self.two_before(cue.start, gap)
            if _HE_DID.search(gap):
                others = [self.one_before(people[-1].start, sentence)] if re.search(r"\bwhom\b", gap) else []
                return [p for p in (*others, people[-1] if others else people[0]) if p is not None]
            if (
                _RELATIVE.search(gap)
                and not re.match(r"co-?|jointly|shar", self.mask[cue.start : cue.end], re.I)
                and not self.lexicon.regex(_RESPECTIVE).match(self.mask, cue.end)
            ):
                return self._parallel(people[-2:], cue) if plural else people[-1:]
            found = self.subject_people(people, cue.start, plural)
            return self.with_pronoun(found, low, sentence) if plural and found else found
        if they.search(zone):
            return self.two_before(cue.start, zone)
        if _HE.search(zone) or self.lexicon.regex(_THE_POST).search(zone):
            one = self.one_before(low, sentence)
            return [one] if one is not None else []
        return []

    def _parallel(self, people: list[Mention], cue: Cue) -> list[Mention]:
        """ "It passes to President A and President B, who will head the session": both, if one post is told of each and
        the verb may be one of two; else the last."""
        title = _AND_TITLE.fullmatch(self.mask, people[0].end, people[-1].start) if len(people) == 2 else None
        of_one = title is None or _OF_ONE.search(self.mask, people[-1].end, cue.end)
        return people[-1:] if of_one or not self.mask.endswith(title["post"], 0, people[0].start) else people

    def with_pronoun(self, people: list[Mention], low: int, sentence: Sentence) -> list[Mention]:
        """ "She and B": whom "she" stands for, too."""
        if not _HE_AND.search(self.mask, low, people[0].start):
            return people
        here = self.present(sentence.start, people[0].start)  # "A said in Lima, where he and B presided"
        return [p for p in (self.one_before(low, sentence), *here[:1]) if p and p not in people][:1] + people

    def one_before(self, offset: int, sentence: Sentence) -> Mention | None:
        """Whom "he" or "she" stands for: the first name of this sentence, else of the sentences before."""
        here = self.present(sentence.start, offset)
        if here:
            return here[0]
        for earlier in reversed(self.article.sentences[max(0, sentence.index - 2) : sentence.index]):
            people = self.present(earlier.start, earlier.end)
            if people:
                return people[0]
        return None

    def two_before(self, offset: int, words: str) -> list[Mention]:
        """Whom "they" or "the two ministers" stands for: the two whom the text named last."""
        sentence = self.article.sentence_at(offset)
        low = self.article.sentences[max(0, sentence.index - 3)].start
        found: list[Mention] = []
        names: set[str] = set()
        for person in reversed(self.present(low, offset)):
            last = person.text.split()[-1].casefold()
            if last not in names:
                names.add(last)
                found.append(person)
        return found[1::-1] if len(found) >= 2 else []

    def joint_heads(self, people: list[Mention]) -> list[Mention]:
        """ "led by Secretary A, Ministry of Trade, and by Minister B": of the names behind a cue the first, and whoever
        heads the side together with him."""
        heads = people[:1]
        if len(people) > 2 and ";" in self.mask[people[0].end : people[1].start]:
            return self._joint_by_semicolons(people) or heads
        for person in people[1:]:
            joint = _AND_BY.search(self.mask, heads[-1].end, person.start)
            if (
                joint is None
                or _AND_FOR.search(self.mask, heads[-1].end, person.start)
                or self._of_other_state(heads[-1], joint.end())
                or not self.only_post(heads[-1].end, joint.start())
                or not self.only_post(joint.end(), person.start)
            ):
                break
            heads.append(person)
        return heads

    def _of_other_state(self, head: Mention, start: int) -> bool:
        """ "and the Peruvian Minister B", but not "the UK Secretary A and the UK Minister B"."""
        near = self.article.countries_in(start, start + _THE_OTHER)
        before = self.article.countries_in(max(0, head.start - _POST), head.start)[-1:]
        return bool(near) and near[0].country not in {country.country for country in before}

    def _joint_by_semicolons(self, people: list[Mention]) -> list[Mention]:
        """ "represented by A, Minister for Ports; B, Minister for Trade; and C, Minister for Fish": all in the list."""
        for i, (person, other) in enumerate(pairwise(people)):
            joint = _SEMICOLON.search(self.mask, person.end, other.start)
            if (
                joint is None
                or self.article.countries_in(joint.end(), joint.end() + _THE_OTHER)
                or not self.only_post(person.end, joint.start())
                or not self.only_post(joint.end(), other.start)
            ):
                break
            if joint["last"]:
                return people[: i + 2]
        return []

    def joint_subject(self, person: Mention, low: int) -> list[Mention]:
        """ "Secretary A and Minister B led the Omani side": the name before a cue, and whoever is joined to it where
        the clause begins."""
        heads = [person]
        for other in reversed(self.article.between(low, person.start, "OFFICIAL")):
            if self.joint_heads([other, heads[0]]) != [other, heads[0]]:
                break
            heads.insert(0, other)
        border = max((m.end() for m in _BEFORE_SUBJECT.finditer(self.mask, low, heads[0].start)), default=low)
        return heads if self.only_post(border, heads[0].start) else [person]

    def subject_people(self, people: list[Mention], cue: int, every: bool) -> list[Mention]:
        """Officials before an active cue. every: all that are joined; else the one next to the cue."""
        people = self._outside_clause(people, cue)
        if not people:
            return []
        last = people[-1]
        if len(self.mask[last.end : cue]) > 260 or self.verb_in(last.end, cue):
            return []
        if not every:
            return [last]
        out = [last]
        for person in reversed(people[:-1]):
            gap = self.mask[person.end : out[-1].start]
            if (
                len(gap) > 260
                or not _JOINT.search(gap)
                or self.verb_in(person.end, out[-1].start)
                or re.search(r"\b(?:met|who\s+(?:is|was)|of\s+which)\b", gap)
            ):
                break
            out.append(person)
        return out[::-1][-6:]

    def _outside_clause(self, people: list[Mention], cue: int) -> list[Mention]:
        """ "A, who succeeds B as chair of the bloc, will preside": without B, whom a clause names that is closed."""
        if (
            len(people) > 1
            and self.mask.startswith(", who ", people[-2].end)
            and _WHO_DID.fullmatch(self.mask, people[-2].end, people[-1].start)
            and _CLOSED.match(self.mask, people[-1].end, cue)
        ):
            return people[:-1]
        return people

    def inverted(self, start: int, end: int) -> list[Mention]:
        """ "Heading the team was A": the names behind "was"."""
        person = next(iter(self.article.between(start, end, "OFFICIAL")), None)
        if person is None:
            return []
        was = WAS.search(self.mask, start, person.start)
        if was is None or was.start() - start > 150 or O in self.mask[start : was.start()]:
            return []
        return self.behind(was.end(), end)

    def partners(self, start: int, end: int, jointly: bool = False) -> list[Mention]:
        """ "co-chaired the session with X", "together with X": the officials behind "with". jointly: so says the
        cue, and "the meeting with X" is the session."""
        end = self.stop(start, end)
        for match in _WITH.finditer(self.mask, start, end):
            if match["border"]:
                break  # "A took the chair; from the Omani side came B, along with C"
            people = self.behind(match.end(), end)
            if (
                people
                and people[0].start - match.end() < 220
                and not self.lexicon.regex(_AS_DEPUTY).match(self.mask, people[0].end, end)
                and (jointly or not _NO_PARTNER.search(self.mask, max(start, match.start() - 12), match.start()))
            ):
                return people[:2]
        return []

    def _union(self, start: int, end: int) -> int | None:
        """ "represented the EU": the end of a forum's name that is that of a union with a side of its own, or None."""
        near = self.article.countries_in(start, end) if self.mask[start : start + 1] == F else []
        return end if near and (near[0].start, near[0].end) == (start, end) else None

    def led(self, start: int, sentence: Sentence) -> tuple[bool, bool, int] | None:
        """What somebody leads: (more than one?, a side rather than the session?, where it ends), or None."""
        if where := self.lexicon.regex(_WHERE).match(self.mask, start, sentence.end):
            start = where.end()
        zone = self.mask[start : min(start + 110, sentence.end)]
        match = self.lexicon.regex(_LED).match(zone)
        if match and self.lexicon.regex(_OTHER_TEAM).search(match["mid"]):
            return None  # "led the Peruvian legal team"
        if match and (union := self._union(start + match.start("noun"), start + match.end())):
            return False, True, union
        if match and not _NO_SIDE.search(match["mid"]):
            noun = match["noun"].casefold()
            is_side = noun in self.lexicon.words("sides", "hosts_guests", "visiting") or noun in (
                "that of",
                "the other",
            )
            is_side = is_side or noun.endswith(" one")  # "headed the visiting one"
            respective = "respective" in match["mid"].casefold() or match["det"].casefold().split()[:1] == ["both"]
            plural = (noun.endswith("s") and noun in self.lexicon.words("sides")) or respective
            end = start + match.end()
            if noun == "that of":
                end += 25
            return plural or not is_side, is_side, end
        if away := self.lexicon.regex(_FOR_SIDE).match(self.mask, start, sentence.end):
            near = self.article.countries_in(away.end(), away.end() + 5)
            named = near[0].end if near and near[0].start == away.end() else None
            if away["other"] or named:
                return False, True, named or away.end()
        if "represent" in self.mask[max(0, start - 14) : start].casefold() and (
            states := _THE_TWO_STATES.match(self.mask, start, sentence.end)
        ):
            return True, True, states.end()
        # "Foreign Secretary X represented Sri Lanka while Y …"
        country = next(iter(self.article.countries_in(start, start + 25)), None)
        if country and re.fullmatch(r"\s*(?:the\s+)?", self.article.text[start : country.start]):
            return False, True, country.end
        return None
