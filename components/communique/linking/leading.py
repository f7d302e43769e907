"""Grammars of who leads: passive, active, side, noun and title; what each is like stands in `chairs.py`."""

from __future__ import annotations

import re

from communique.linking.article import Mention
from communique.linking.first_person import first_person
from communique.linking.leading_bodies import OF_OTHER_BODY, BodyReader
from communique.linking.leading_sides import BORDER, FOR, SIDE_TAIL
from communique.linking.reading import PASSIVE, REACH, WAS, ChairHit, Cue
from communique.linking.sentences import Sentence
from communique.linking.sides import Side, host_told, plural_side, side_beside, side_of_subject, sides_in_turn
from communique.linking.unnamed import by_post, meant, of_post, several
from communique.mask import F, O, R

_OF_PARLIAMENT = r"\s+(?:the\s+|(?:his|her|its)\s+)?(?:[\w’'-]+\s+){0,2}<home_bodies>\b"
_IN_HOUSE = re.compile(r"\bin\s+the\s+(?:House|Senate|Chamber)\b")  # "is replaced in the House by A, who will preside"
_A_TEAM = re.compile(r"(?:\b(?:an?|another)\s+|^\W*)(?:[\w’'-]+\s+){0,3}$", re.I)
_BY = re.compile(r"\bby\s")
_WITH_ANOTHER = re.compile(r"[A-Z][\w’'-]+,\s+with\s")
_THEN = re.compile(r"\band\s+(?:then|later|afterwards)\s+(?:\w+ly\s+)?$")
_COMMA = re.compile(rf"[^.;,{O}]{{0,60}},\s+")
# "the inquiry commission headed by A", where no forum of the article is a commission
_THE_BODY = r"\b(?:the|this|that)\s+(?:[\w’'-]+\s+){0,3}(?P<body><other_bodies>|<state_bodies>),?\s+$"
_OTHER_TEAM = r"\b<other_teams>\s+(?:[\w-]+\s+)?<sides>\b"  # "a parliamentary delegation headed by A"
_BY_HER = re.compile(r"\s+(?:him|her)\s+and\b")  # "co-chaired by her and B"
_ME = re.compile(r"\s+(?:both\s+)?(?:me|myself)\b")  # "co-chaired by me and B"
_AND_ME = re.compile(
    rf"(?:,[^.;{O}]{{3,150}})?,?\s+and\s+(?:by\s+)?(?:me|myself)\b"
)  # "by B, Minister of Ports, and me"
_SIDE_BY = re.compile(r"\s+(?:on|from|for)\s+the\s+[\w’'-]+\s+side,?\s+by\b")
# "the fifth F, co-headed last year by A and B"
_THEN_BY = re.compile(
    r"\s+(?:earlier\s+(?:today|in\s+the\s+\w+|on\s+\w+)|(?:last|this)\s+\w+|yesterday|today|on\s+[A-Z]\w+day|in\s+[A-Z]\w+)\s+by\b"
)
_JOINED = re.compile(r"\bjoined\s+$")
_TO_BY = re.compile(rf"[^.;{O}]{{0,90}}?\bby\b")
_OTHER_SIDE = (
    r"\b(?:other|latter|one|<hosts_guests>|<visiting>(?:\s+(?:country|<sides>))?|<of_continents>\s+<sides>)"
    r"(?:\s+one)?,?\s+$"
)
_OTHER_BODY = (
    r"\s+(?:the|an?|its|his|her)\s+(?!(?:[\w’'-]+\s+){0,3}(?:<shared_words>|<lower_levels>))"
    r"(?:[\w’'-]+\s+){1,3}(?:<state_bodies>|<other_bodies>)\b(?!\s+<session_nouns>)"
    r"|\s+the\s+(?-i:(?=[A-Z]))(?:<state_bodies>|<other_bodies>)\s+(?:on|of|for)\s+(?:the\s+)?(?-i:[A-Z])"
    r"|\s+(?:an?|one\s+of|his|her|its)\s+(?:[\w’'-]+\s+){0,3}(?:<state_bodies>|<other_bodies>|<other_events>|<own_groups>)\b"
)
_ONE_SIDE = r"\s+<sides>(?<!s)\b"
_DEPUTY = r"\b<deputies>[\s-]+$"
_POSTED = (
    rf"\s+(?:of\s+(?:the\s+)?(?:European\s+Union|EU|{F}+|(?-i:[A-Z])[\w’'-]*(?:\s(?-i:[A-Z])[\w’'-]*){{0,2}})\s+)?"
    rf"(?:to\s+(?!the\s+(?:<session_nouns>|{R}))|in\b|of\s+(?:the\s+)?(?-i:[a-z]))"
)
_UNION_OFFICE = re.compile(rf"\s+the\s+{F}+\s+Delegation\b")  # "A, Head of the [EU] Delegation", is an ambassador
_FRONTED = (
    rf"(?:,[^.;,{F}{O}]{{1,60}})?,\s+(?:the|its|his|her)\s+(?:(?-i:[A-Z])[\w’'-]*\s+){{0,3}}"
    r"(?-i:(?=[A-Z]))<state_bodies>\b"
)
_FROM_SIDE = r"\s+(?:from|for|on)\s+the\s+(?:[\w’'-]+\s+){1,3}<sides>,"  # "co-chair from the Omani side, Minister A"
_COPULA = re.compile(r"(?:\s+(?:this|that)\s+\w+|\s+today)?\s+(?:was|were|is|are|will\s+be)\b")
_MET = re.compile(r"\s(?:met|meet|meets)\s(?!in\b|on\b)")  # "Co-chairs of the F met Prime Minister A"
_STOP = re.compile(r"[.;!?]\s|[“”\"]")
_BREAK = re.compile(r"[;!?]\s|[“”\"]")
_OF_STATE = r"\s+(?:<state_bodies>|<other_bodies>)\b"  # "heads the Peruvian government"
# "lead Peru's talks with the [EU]", no session
_OWN_TALKS = rf"\s+(?-i:[A-Z])[\w-]*['’]s?\s+(?:\w+\s+)?<talks>\s+with\s+(?:the\s+)?{F}"
# "while leading", "after presiding"
_WHILE = re.compile(r"\b(?:while|when|(?P<then>after|before|upon))\s+(?:\w+ly\s+)?$")
_GERUND = re.compile(r"[\w-]+ing\b")
_HE_OR_POST = r"\W*(?:he|she|the\s+(?:<post_words>[\s-]+){0,2}<post_nouns>)\s"
_REPRESENT = re.compile(r"[\w\s]*\brepresent", re.I)
_OVER_WORK = r"(?:\s+over)?\s+(?:the|its|their)\s+(?:[\w-]+\s+)?<proceedings>\b"  # "presided over the works"
_FRONTING = re.compile(r"\w+ing|at\s+the\s+head\s+of", re.I)  # "Heading the team was A"
_TOGETHER = re.compile(r"\b(?:together|jointly)\b")
_OWN = re.compile(r"(?:['’]s?)?\s+")
_FROM_STATE = (
    rf"(?:\s+of\s+(?:(?:the|their|this)\s+)?(?:{F}+|[\w-]+))?\s+(?:from|for|on)\s+(?:the\s+)?"
    r"(?:<state_forms>\s+of\s+(?:the\s+)?)?"
)
_NO_VERB_BEHIND = re.compile(r"s[.,;)]")  # "ministers and departmental heads."
_AND = re.compile(r"\band\b")
_PARTS = ("part", "section", "half", "side", "chapter")  # into which a forum of two states falls
_OF_FORUM = re.compile(rf"\s+(?:of|in|on)\s+(?:the\s+)?{F}")
_THE_MINISTERS = r"\b(?:the|their|both|two)\s+(?:[\w-]+\s+){0,2}<several_posts>\b"
_LED_JOINTLY = re.compile(r"\s+(?:jointly|together)\s+with\b|\s*[.;]|(?<=head),|(?<=lead),")
_VERB = re.compile(r"\s+(?:was|were|is|are|has|had|will|also|\w+ed)\b")
_WHO = re.compile(r"\bwho\b")
_HIS_CHAIR = re.compile(r"\b(?:his|her|(?P<my>[Mm]y))\s+(?:[\w-]+\s+){0,2}$")
_JOINTLY = re.compile(r"\bco-?|joint|\bshar", re.I)
_MINISTERS_WHO = r"\b(?:the\s+|two\s+|both\s+){1,2}(?:\w+\s+)?<several_posts>\s+who\s+(?:\w+\s+)?$"
_OVER_SESSION = re.compile(rf"\s+(?:the\s+)?(?:{F}+|[\w-]+(?:\s[\w-]+)?)[,:]\s+")
_ADVERB = 20  # characters from "when" to "opening"
_NAMED = 60  # characters behind "chaired" in which "the meeting of experts" stands
_LIST = 40  # lines of a list of delegations
_COLON = re.compile(r"(?:\s+(?:at|of|in|to|for|on)\s[^.;:]{1,60}?)?(?:\s+(?:were|are|was))?(?:\s+as\s+follows)?\s*:\s*")
_BULLET = re.compile(r"\W*(?:(?:[ivx]{1,5}|\d{1,2}|[a-z])[).]\s*|(?<=[•▪●*–—-])\s+)")
_ENTRY = re.compile(r"\W*(?:the\s+)?(?P<whose>[A-Z][\w’' -]{2,40}?)(?::|\s[–—-])\s")
_ABBREVIATED = re.compile(r"\.\s*$")
_INTRANSITIVE = re.compile(
    r"\W*(?:$|[.,;:!?)”\"]|(?:both|for|from|at|in|on|with|together|jointly|alongside|as|last|over|and|"
    r"today|yesterday|here|this|by|after|before|it|them|which|was|were|is|are)\b)",
    re.I,
)


class LeadGrammars(BodyReader):
    """The cues name what somebody does at the head of a session or of a side."""

    def _passive(self, sentence: Sentence, cue: Cue, previous: int, following: int) -> list[ChairHit]:
        low = self.clause_start(max(sentence.start, previous), cue.start)
        side, spoken = side_of_subject(self.article, low, cue.start)
        sent = self._sent_by(sentence, low) if spoken and side is None else None
        side = side or sent
        turn = sides_in_turn(self.article, low, cue.start)
        spoken = spoken or bool(turn)
        if cue.rule.needs_subject and not spoken and not self.session_in(low, cue.start):
            return []
        if cue.rule.rule == "leadership-of" and self.of_rulers(low, cue.start):
            return []
        end = min(sentence.end, following)
        people = by_post(self.article, cue.end, sentence.end, side)
        people = people or self.behind(cue.end, end) or several(self.article, cue.end, sentence.end)
        if not people and (listed := self._listed(sentence, cue)):  # "The delegations were led by:"
            return listed
        if people and _WITH_ANOTHER.search(self.mask, cue.end, people[0].start):
            return []  # "led by its founder, with Minister A attending": by one whose name is no official's
        fronted = people and F not in self.mask[low : cue.start] and self.lexicon.regex(_FRONTED)
        if fronted and fronted.match(self.mask, people[-1].end, sentence.end):
            return []  # "Under the chairmanship of A, the Council of Ministers approved"
        other = self.lexicon.regex(_OTHER_TEAM).search(self.mask, low, cue.start) or self.of_a_party(low, cue.start)
        state = (
            side and "represent" in self.mask[cue.start : cue.end].casefold()
        )  # "the Irish Government was represented"
        body = cue.rule.needs_subject and self.lexicon.regex(_THE_BODY).search(self.mask, low, cue.start)
        if (
            other
            or (body and body["body"].casefold() not in self.session_words)
            or (not state and self.of_another_body(low, cue.start))
            or self.of_officials(sentence, cue.start)
            or (spoken and sent is None and self._unknown_side(sentence, low, cue.start))
        ):
            return []
        if turn:
            return self._in_turn(cue, people, turn) + self._ellipsis(sentence, cue, people)
        if spoken and not plural_side(self.article, low, cue.start):
            joined = len(people) > 1 and _TOGETHER.search(self.mask, people[0].end, people[1].start)
            people = people[:2] if joined else self.joint_heads(people)
            if (
                len(people) > 1
                and PASSIVE.search(self.mask, max(low, cue.start - 30), cue.start)
                and _VERB.match(self.mask, people[-1].end, sentence.end)
            ):
                people = people[:-1]  # "was led by A, and Ambassador B attended"
            if people and (other_head := of_post(self.article, cue.end, people[0])):
                people = [other_head, *people]
        if len(people) == 1 and (host := host_told(self.article, sentence.start, cue.start)):
            return [ChairHit(people[0], cue.rule.rule, (cue.start, cue.end), side or host)]
        if people and _BY_HER.match(self.mask, cue.end, people[0].start):
            one = self.one_before(sentence.start, sentence)
            people = [p for p in (one,) if p and p not in people] + people
        people = self._by_me(sentence, cue, people)
        hits = [ChairHit(p, cue.rule.rule, (cue.start, cue.end), side if spoken else None) for p in people]
        return hits + self._ellipsis(sentence, cue, people)

    def _in_turn(self, cue: Cue, people: list[Mention], sides: list[Side]) -> list[ChairHit]:
        """ "The delegations of Peru and Oman were led by A and B": each of them leads the side of his place."""
        each = sides if len(sides) == len(people) else [None] * len(people)
        return [
            ChairHit(person, cue.rule.rule, (cue.start, cue.end), side)
            for person, side in zip(people, each, strict=True)
        ]

    def _by_me(self, sentence: Sentence, cue: Cue, people: list[Mention]) -> list[Mention]:
        """ "It was co-chaired by me and by Minister B", "by Minister B and myself", "the Omani team was led by me":
        whom the words name, and who says so."""
        me = _ME.match(self.mask, cue.end, sentence.end) or (
            _AND_ME.match(self.mask, people[-1].end, sentence.end) if people else None
        )
        one = first_person(self.article, me.start()) if me else None
        if one is None or one.index in {person.index for person in people}:
            return people
        return [one, *people] if me.start() == cue.end else [*people, one]

    def _unknown_side(self, sentence: Sentence, low: int, end: int) -> bool:
        """Is it a team of which the text has not spoken ("a delegation led by"), far from any session?"""
        if self.near_session(sentence):
            return False
        return any(_A_TEAM.search(self.mask, low, start) for start, _ in self.article.cues("sides", low, end))

    def _sent_by(self, sentence: Sentence, low: int) -> Side | None:
        """ "Peru sent a delegation led by": the state whose team it is, where "sent" ends at an offset."""
        sent = self.article.cues("chairing/sent-by", sentence.start, low)[-1:]
        if not sent or sent[0][1] != low:
            return None
        near = self.article.countries_in(sentence.start, sent[0][0])[-1:]
        sends = near and self.mask[near[0].end : sent[0][0]].isspace()
        return (near[0].country, (near[0].start, near[0].end)) if sends else None

    def _ellipsis(self, sentence: Sentence, cue: Cue, people: list[Mention]) -> list[ChairHit]:
        """ "… was led by A, and the Indian side by B", "the Slovenian one by B", "and Turkey by B"."""
        if not people:
            return []
        out = []
        low = max(cue.end, people[0].end)
        for match in _BY.finditer(self.mask, low, sentence.end):
            start = match.start()
            person = next(iter(self.article.between(start, sentence.end, "OFFICIAL")), None)
            if person is None or person.start - start >= REACH:
                break
            low = max((p.end for p in self.article.between(low, start, "OFFICIAL")), default=low)
            spoken, side = self._other_side(max(low, start - 90), start)
            if spoken:
                heads = self.joint_heads(self.behind(start, sentence.end)) or [person]
                out += [ChairHit(head, cue.rule.rule, (cue.start, cue.end), side) for head in heads]
                low = heads[-1].end
        return out

    def _other_side(self, low: int, end: int) -> tuple[bool, Side | None]:
        """Do the words before "by" name another side ("; that of Qatar, by", "and the guests by")? And which?"""
        border = BORDER.search(self.mask, low, end)
        if border is None:
            return False, None
        near = next(reversed(self.article.countries_in(border.end(), end)), None)
        if near is not None and self.lexicon.regex(SIDE_TAIL).fullmatch(self.mask, near.end, end):
            return True, (near.country, (near.start, near.end))
        return self.lexicon.regex(_OTHER_SIDE).search(self.mask, border.end(), end) is not None, None

    def _active(self, sentence: Sentence, cue: Cue, previous: int, following: int) -> list[ChairHit]:
        if (by := self._by(sentence, cue)) is not None:
            hits = self._passive(sentence, by, previous, following)
            side = self.chaired_side(cue.end, by.end) if len(hits) == 1 else None
            return [hit._replace(side=hit.side or side) for hit in hits]
        low = self.clause_start(max(sentence.start, previous), cue.start)
        zone = self.mask[cue.end : min(cue.end + 160, sentence.end)]
        other = self.lexicon.regex(_OTHER_BODY).match(zone) or self.of_cabinet(cue.end, sentence.end)
        other = other or (_IN_HOUSE.search(self.mask, sentence.start, cue.start) and F not in zone)
        if other or self.of_lower_level(cue.end, min(cue.end + _NAMED, sentence.end)):
            return []
        if not (
            self.session_in(cue.end, min(cue.end + 160, sentence.end))
            or self.lexicon.regex(_OVER_WORK).match(zone)
            or self.session_in(low, cue.start)
            or _INTRANSITIVE.match(zone)
        ):
            return []
        people = self.subjects(sentence, low, cue, plural=True) or self._same_subject(sentence, cue, previous)
        if not people and (inverted := self.inverted(cue.end, sentence.end)):
            people = inverted
        people = people or self._while_leading(sentence, cue) or self._apposed(sentence, low, cue)
        if people:
            jointly = bool(_JOINTLY.search(self.mask, cue.start, cue.end))
            partners = self.partners(cue.end, min(sentence.end, following), jointly)
            if _JOINED.search(self.mask, people[-1].end, cue.start) and _BY.match(self.mask, cue.end + 1):
                partners = partners or self.behind(cue.end, sentence.end)  # "was joined in the chair by B"
            people = people + [p for p in partners if p not in people]
        elif _JOINTLY.search(self.mask, cue.start, cue.end) and self.lexicon.regex(_THE_MINISTERS).search(
            self.mask, low, cue.start
        ):
            people = self._named_next(sentence)  # "The foreign ministers co-chaired …. A and B …"
        elif _JOINTLY.search(self.mask, cue.start, cue.end):
            people = self.partners(cue.end, min(sentence.end, following), True)  # "I shared the chair with X"
        side = self.chaired_side(cue.end, sentence.end) if len(people) == 1 or FOR.match(self.mask, cue.end) else None
        if len(people) > 1 and side and not self.lexicon.regex(_ONE_SIDE).match(self.mask, side[1][1]):
            side = None  # "A and B will chair for the Omani side", not "for Oman and Peru"
        if len(people) == 1 and side is None:
            side = host_told(self.article, sentence.start, people[0].start)
        hits = [ChairHit(p, cue.rule.rule, (cue.start, cue.end), side) for p in people]
        return hits + self.gapped(sentence, cue, people)

    def _while_leading(self, sentence: Sentence, cue: Cue) -> list[Mention]:
        """ "A said so while leading the Omani team", "when officially opening the session", "after chairing it"."""
        while_ = _WHILE.search(self.mask, max(sentence.start, cue.start - _ADVERB), cue.start)
        if while_ is None or (while_["then"] and not _GERUND.match(self.mask, cue.start, cue.end)):
            return []
        people = self.present(sentence.start, cue.start)[:1]
        if not people and self.lexicon.regex(_HE_OR_POST).match(self.mask, sentence.start, cue.start):
            people = [p for p in (self.one_before(sentence.start, sentence),) if p is not None]
        return people

    def _apposed(self, sentence: Sentence, low: int, cue: Cue) -> list[Mention]:
        """ "It was closed by the two ministers who preside over the F, A, Minister of Trade, and B": the two named
        behind the comma."""
        people = self.behind(cue.end, sentence.end)[:2]
        if len(people) < 2 or not self.lexicon.regex(_MINISTERS_WHO).search(
            self.mask, max(low, cue.start - _NAMED), cue.start
        ):
            return []
        comma = _OVER_SESSION.match(self.mask, cue.end, people[0].start)
        return people if comma and self.only_post(comma.end(), people[0].start) else []

    def _named_next(self, sentence: Sentence) -> list[Mention]:
        """The two with whom the next sentence begins."""
        for behind in self.article.sentences[sentence.index + 1 : sentence.index + 2]:
            people = self.article.between(behind.start, behind.end, "OFFICIAL")[:2]
            if (
                len(people) == 2
                and self.only_post(behind.start, people[0].start)
                and _AND.search(self.mask, people[0].end, people[1].start)
                and not self.verb_in(people[0].end, people[1].start)
            ):
                return people
        return []

    def _same_subject(self, sentence: Sentence, cue: Cue, previous: int) -> list[Mention]:
        """ "A took over the chairmanship and will preside …", "A signed it after presiding over": who did what the
        cue before says."""
        verb = self.article.cue("clause_verbs", previous, cue.start)
        if verb and O not in self.mask[verb[1] : cue.start] and _THEN.search(self.mask, verb[1], cue.start):
            did = cue._replace(start=verb[0], end=verb[1])  # "A and B opened the fair and then chaired the session"
            return self.subjects(sentence, self.clause_start(sentence.start, verb[0]), did, plural=True)
        gerund = self.mask[cue.start : cue.end].split()[0].casefold().endswith("ing")
        if O in self.mask[previous : cue.start] or not (gerund or _AND.search(self.mask, previous, cue.start)):
            return []
        return self.subjects(sentence, self.clause_start(sentence.start, cue.start), cue, plural=gerund)

    def _side(self, sentence: Sentence, cue: Cue, previous: int, following: int) -> list[ChairHit]:
        if cue.rule.fallback and not (FOR.match(self.mask, cue.end) and self.near_session(sentence)):
            return []
        if (by := self._by(sentence, cue)) is not None:
            return self._passive(sentence, by, previous, following)
        if _NO_VERB_BEHIND.match(self.mask, cue.end - 1):
            return []
        led = self.led(cue.end, sentence)
        if led is None and _LED_JOINTLY.match(self.mask, cue.end, sentence.end):
            led = (True, False, cue.end)  # "which he led jointly with B", "A and B led."
        if led is None:
            return []
        plural, is_side, end = led
        if self.of_lower_level(cue.end, min(end + _NAMED, sentence.end), of_side=is_side):
            return []
        if not is_side and (
            not self.of_a_session(cue.end, end)
            or self.lexicon.regex(_OTHER_BODY).match(self.mask, cue.end)
            or self.lexicon.regex(OF_OTHER_BODY).match(self.mask, end)
            or (self.lexicon.regex(_OWN_TALKS).match(self.mask, cue.end) and not self.near_session(sentence))
        ):
            return []  # an envoy to a body, or whoever heads an organisation
        if self.lexicon.regex(_OF_STATE).match(self.mask, end) and not _REPRESENT.match(self.mask, cue.start):
            return []
        low = self.clause_start(max(sentence.start, previous), cue.start)
        people = self.subjects(sentence, low, cue, plural)
        people = people or self._while_leading(sentence, cue)
        if not people and is_side and (own := self.side_led(cue.end, end)):
            one = meant(self.article, sentence.start, cue.start, own)
            people = [one] if one else []
        inverted = []
        if not people or _FRONTING.fullmatch(self.mask, cue.start, cue.end):
            inverted = self.inverted(end, sentence.end)
            inverted = inverted or self._fronted(sentence, cue, end)
            if inverted and (not people or not self.mask[sentence.start : cue.start].strip()):
                people = inverted if plural else self.joint_heads(inverted)
        side = self.side_led(cue.end, end) if is_side and not plural else None
        if not is_side and len(people) == 1 and (side := self.chaired_side(end, sentence.end)):
            is_side = True  # "led the talks on the Peruvian side, and B on the Chilean"
        if is_side and len(people) == 1 and not inverted and not _WHO.search(self.mask, people[0].end, cue.start):
            people = self.joint_subject(people[0], low)
        heads = len(people)
        if people and not inverted:
            people = people + [p for p in self.partners(cue.end, min(sentence.end, following)) if p not in people]
        if is_side and plural and len(turn := sides_in_turn(self.article, cue.end, sentence.end, active=True)) == heads:
            return self._in_turn(cue, people[:heads], turn)  # "A and B led the Peruvian and Omani teams"
        hits = [
            ChairHit(p, cue.rule.rule, (cue.start, cue.end), side if i < heads else None) for i, p in enumerate(people)
        ]
        if inverted and people == inverted[: len(people)] and not plural:
            return hits + self.headed_too(sentence, cue, people)
        return hits + (self.gapped(sentence, cue, people) if is_side else [])

    def _fronted(self, sentence: Sentence, cue: Cue, end: int) -> list[Mention]:
        """ "Heading the Kenyan delegation, Minister A said": who stands behind the comma."""
        comma = _COMMA.match(self.mask, end, sentence.end)
        if self.mask[sentence.start : cue.start].strip() or comma is None:
            return []
        people = self.article.between(comma.end(), sentence.end, "OFFICIAL")[:1]
        return people if people and self.only_post(comma.end(), people[0].start) else []

    def _noun(self, sentence: Sentence, cue: Cue, previous: int, following: int) -> list[ChairHit]:
        posted = self.lexicon.regex(_POSTED).match(self.mask, cue.end)
        if posted and "delegation" in self.mask[cue.start : cue.end].casefold():
            return []  # "Head of the Delegation of the European Union to Armenia" is an ambassador
        words = self.article.text[cue.start : cue.end].casefold()
        plural = words.endswith(("s", "men")) or words.split()[0].endswith(("s", "men")) or "leaders" in words
        behind = next(iter(self.article.between(cue.end, sentence.end, "OFFICIAL")), None)
        if behind is not None:
            is_ = _COPULA.match(self.mask, cue.end, behind.start)  # "head of the delegation was A"
            is_ = is_ or self.lexicon.regex(_FROM_SIDE).match(self.mask, cue.end, behind.start)
            start = is_.end() if is_ else cue.end
            gap = self.mask[start : behind.start]
            if (
                len(gap) < 150
                and not (_BREAK if is_ else _STOP).search(gap)
                and not self.verb_in(start, behind.start)
                and not _MET.search(gap)
                and (
                    not re.match(r"\s*(?:and|with|for|from|to)\b", gap)
                    or (plural and WAS.search(gap))
                    or (cue.rule.fallback and self.only_post(cue.end, behind.start))
                )
            ):
                people = self.behind(cue.end, sentence.end)
                if not plural:
                    other = _HIS_CHAIR.search(self.mask, sentence.start, cue.start)
                    subject = self.one_before(cue.start, sentence) if other and not other["my"] else None
                    subject = first_person(self.article, other.start()) if other and other["my"] else subject
                    people = [p for p in (subject, *people[:1]) if p is not None]
                side = self._chairs_for(sentence, cue) if len(people) == 1 else None
                return [ChairHit(p, cue.rule.rule, (cue.start, cue.end), side) for p in people]
        if plural and behind is None and (listed := self._listed(sentence, cue)):
            return listed
        low = self.clause_start(sentence.start, cue.start)
        people = self.article.between(low, cue.start, "OFFICIAL")
        gap = self.mask[people[-1].end : cue.start] if people else ""
        linked = re.search(
            r"\b(?:as|is|was|are|were|be|who\s+is|been|acted\s+as)\s+(?:(?!to\s)\w+\s+){0,3}$"  # not "is to see the"
            r"|,\s*(?:the\s+)?(?:\w+\s+)?$|\(\s*$",
            gap,
        )
        if not linked or self.verb_in(people[-1].end, cue.start) or len(gap) > 160:
            return []
        people = self.subject_people(people, cue.start, plural)
        if plural and people:
            people = self.with_pronoun(people, low, sentence)
        side = self._chairs_for(sentence, cue) if len(people) == 1 else None
        return [ChairHit(p, cue.rule.rule, (cue.start, cue.end), side) for p in people]

    def _chairs_for(self, sentence: Sentence, cue: Cue) -> Side | None:
        """ "the Omani co-chair, A", "A is co-chairman from Peru": the country of a chair."""
        before = self.article.countries_in(max(sentence.start, cue.start - _NAMED), cue.start)[-1:]
        if before and _OWN.fullmatch(self.mask, before[0].end, cue.start):
            return before[0].country, (before[0].start, before[0].end)
        near = self.article.countries_in(cue.end, min(cue.end + _NAMED, sentence.end))[:1]
        if near and self.lexicon.regex(_FROM_STATE).fullmatch(self.mask, cue.end, near[0].start):
            return near[0].country, (near[0].start, near[0].end)
        return None

    def _listed(self, sentence: Sentence, cue: Cue) -> list[ChairHit]:
        """ "The heads of delegation were:" and below it lines with a name behind a country or a bullet."""
        if not _COLON.fullmatch(self.mask, cue.end, sentence.end):
            return []
        out: list[ChairHit] = []
        for line in self.article.sentences[sentence.index + 1 : sentence.index + 1 + _LIST]:
            people = self.article.between(line.start, line.end, "OFFICIAL")
            bullet = _BULLET.match(self.mask, line.start, line.end)
            start = bullet.end() if bullet else line.start
            entry = _ENTRY.match(self.mask, start, people[0].start) if people else None
            if entry or (people and bullet and self.only_post(start, people[0].start)):
                side = side_beside(self.article, *entry.span("whose")) if entry else None
                out.append(ChairHit(people[0], cue.rule.rule, (cue.start, cue.end), side))
            elif people or not _ABBREVIATED.search(self.mask, line.start, line.end):
                break
        return out

    def _title(self, sentence: Sentence, cue: Cue, previous: int, following: int) -> list[ChairHit]:
        led = self.led(cue.end, sentence)
        if led is None or self.lexicon.regex(_DEPUTY).search(self.mask, sentence.start, cue.start):
            return []
        if self._part_of_forum(cue.end, led[2]):
            fitting = True  # "chairman of the Omani part of the F"
        elif cue.rule.fallback:  # "President of the Conference"
            fitting = not led[1] and self.of_a_session(cue.end, led[2]) and self.near_session(sentence)
            fitting = fitting and not self.lexicon.regex(_OF_PARLIAMENT).match(self.mask, cue.end)
            fitting = fitting and not (
                side_beside(self.article, cue.end, led[2]) and F not in self.mask[cue.end : led[2]]
            )
        else:
            posted = self.lexicon.regex(_POSTED).match(self.mask, led[2]) or (
                sentence.index not in self.session_starts and _UNION_OFFICE.match(self.mask, cue.end)
            )
            fitting = self.article.cue("sides", cue.end, led[2]) and not posted
        if not fitting:
            return []
        side = side_beside(self.article, cue.end, led[2]) if led[1] else None
        hits = self._noun(sentence, cue._replace(end=led[2]), previous, following)
        if not hits and side and (one := meant(self.article, sentence.start, cue.start, side)):
            return [ChairHit(one, cue.rule.rule, (cue.start, cue.end), side)]
        return [hit._replace(side=side) if len(hits) == 1 else hit for hit in hits]

    def _part_of_forum(self, start: int, end: int) -> bool:
        """Is the side between two offsets "the Omani part" or "Oman's section" of a forum that meets?"""
        of = _OF_FORUM.match(self.mask, end) if self.mask.endswith(_PARTS, start, end) else None
        forum = next(iter(self.article.between(of.end() - 1, of.end() + REACH, "FORUM")), None) if of else None
        return (
            forum is not None
            and forum.index in self.session_forums
            and side_beside(self.article, start, end) is not None
        )

    def _by(self, sentence: Sentence, cue: Cue) -> Cue | None:
        """ "was chaired, from the Omani side, by A", "held in Sur and chaired on the Omani side by A": a passive with
        words between the verb and "by"."""
        if _FRONTING.fullmatch(self.mask, cue.start, cue.end):
            return None  # "A is at the head of our team, the other is led by B"
        passive = PASSIVE.search(self.mask, max(sentence.start, cue.start - 30), cue.start)
        if not (passive or _SIDE_BY.match(self.mask, cue.end) or _THEN_BY.match(self.mask, cue.end)):
            return None
        by = _TO_BY.match(self.mask, cue.end, sentence.end)
        return cue._replace(end=by.end()) if by else None
