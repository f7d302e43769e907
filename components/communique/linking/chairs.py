"""Who chairs a session or heads a side of it: the chairing rules of the lexicon, applied to a sentence.

Each kind of rule is one grammar; its cue words are data.

- passive: the people stand behind the cue ("co-chaired by A and B"; "the Omani side was led by A and the
  Indian one by B").
- active: before it ("A and B co-chaired …"; "A, who presided"; "They co-chaired …").
- side: before it, and what is led must be a side, a country or a session ("A led the Kenyan side and B the
  Omani"; "Heading the team was A").
- noun: beside it ("A and B were the heads of delegation"; "her co-chair A").
- meets: on both sides, where a session is what they meet for.
- holds: before it, two of them, where a session is what they hold.
- across: behind it, where another chair was named ("across the table was A").
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace

from communique.lexicon import ChairingRule
from communique.linking.article import Article, Mention, O
from communique.linking.reading import Cue, SentenceReader
from communique.linking.sentences import Sentence
from communique.linking.sides import Side, plural_side, side_beside, side_of_subject, sided_people
from communique.schema import Offsets

_REACH = 330  # characters behind a cue in which its first name must stand
_BE = re.compile(r"\b(?:is|are|was|were|will\s+be|being|be)\b")
_WAS = re.compile(r"\s(?:was|were|is|are|will\s+be|sat)\s")
_OTHER_BODY = re.compile(
    r"\s+(?:an?|one\s+of|his|her|its)\s+(?:[\w’'-]+\s+){0,3}(?:team|board|party|panel|office|cabinet|task\s+force|committee|body)\b"
)
_FOR = re.compile(r"\s+for\b")
_FOR_SIDE = re.compile(
    r"(?:\s+over)?\s+(?:(?:for|from|on)\s+)?(?:the\s+)?(?:(?:side|part)\s+of\s+(?:the\s+)?)?(?:(?:Republic|Kingdom)\s+of\s+)?"
)
_SIDE_NOUN = re.compile(r"\s+(?:side|section|delegation|team|part)\b")
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being)\s+(?:\w+ly\s+)?$")
_PURPOSE = re.compile(
    r"\b(?:for|at|during|in|within|under|as|of|on\s+the\s+occasion\s+of|served\s+as|framework|hold|held|holding|chair|co-chair)\b[^.;]{0,60}$",
    re.I,
)
_ASIDE = re.compile(
    r"\b(?:sidelines?|margins?|ahead\s+of|before|after|following|since|until|opening|eve\s+of)\b[^.;]{0,30}$", re.I
)
_INTRANSITIVE = re.compile(
    r"\W*(?:$|[.,;:!?)”\"]|(?:for|from|at|in|on|with|together|jointly|alongside|as|last|over|and|today|yesterday|here|this|by|after|before|it|them|which)\b)",
    re.I,
)


@dataclass(frozen=True)
class ChairHit:
    """One official named as a chair. trigger: the cue's offsets. side: country words, or None."""

    mention: Mention
    rule: str
    trigger: Offsets
    side: Side | None = None


class ChairFinder(SentenceReader):
    """Reads the sentences of an article. session_spans: where its sessions are mentioned. session_forums:
    the indices of all mentions of their forums."""

    def __init__(self, article: Article, session_spans: list[Offsets], session_forums: set[int]):
        super().__init__(article)
        self.session_starts = {article.sentence_at(start).index: [] for start, _ in session_spans}
        for start, end in session_spans:
            self.session_starts[article.sentence_at(start).index].append((start, end))
        self.session_forums = session_forums
        self.cues = [
            Cue(start, end, rule)
            for rule in article.lexicon.chairing
            for start, end in article.cues(rule.group, 0, len(self.mask))
        ]
        self.cues.sort(key=lambda cue: (cue.start, -cue.end))
        self.cue_starts = [cue.start for cue in self.cues]
        self.refused: dict[int, str] = {}

    def find(self) -> list[ChairHit]:
        """All hits of the article in text order; a name is hit once a sentence."""
        return [hit for sentence in self.article.sentences for hit in self._in_sentence(sentence)]

    def _in_sentence(self, sentence: Sentence) -> list[ChairHit]:
        cues = self._cues(sentence)
        if not cues:
            return []
        hits: list[ChairHit] = []
        for i, cue in enumerate(cues):
            previous = max((c.end for c in cues[:i] if c.rule.kind not in ("meets", "holds")), default=sentence.start)
            following = next((c.start for c in cues[i + 1 :] if c.rule.kind not in ("meets", "holds")), sentence.end)
            hits += getattr(self, f"_{cue.rule.kind}")(sentence, cue, previous, following, hits)
        if hits:
            hits += self._by_side(sentence, hits)
        for mention in self.article.between(sentence.start, sentence.end, "OFFICIAL"):
            if not any(h.mention is mention for h in hits):
                words = self.article.text[cues[0].start : cues[0].end]
                self.refused.setdefault(
                    mention.index, f"“{' '.join(words.split())}” stands in its sentence, but does not reach this name"
                )
        out: dict[int, ChairHit] = {}
        for hit in sorted(hits, key=lambda h: h.mention.start):
            known = out.setdefault(hit.mention.index, hit)
            if known.side is None and hit.side is not None:
                out[hit.mention.index] = replace(known, side=hit.side)
        return list(out.values())

    def _cues(self, sentence: Sentence) -> list[Cue]:
        """The chairing cues of a sentence in text order, the longest where several overlap; "co-chair" is a
        verb or a noun by the words around it."""
        lo, hi = bisect_left(self.cue_starts, sentence.start), bisect_left(self.cue_starts, sentence.end)
        found = [c for c in self.cues[lo:hi] if c.end <= sentence.end and self._fits(sentence, c.start, c.end, c.rule)]
        kept: list[Cue] = []
        for cue in found:
            if not kept or cue.start >= kept[-1].end:
                kept.append(cue)
        return kept

    def _fits(self, sentence: Sentence, start: int, end: int, rule: ChairingRule) -> bool:
        words = self.article.text[start:end]
        if rule.kind == "noun":
            before = self.mask[max(sentence.start, start - 24) : start]
            return bool(
                re.search(
                    rf"(?:\b(?:the|his|her|its|their|our|as|a|two|other|and|both|was|were|is|are|be|fellow|hosting|[A-Z][a-z]+)|[,(’'{O}]s?|^\W*)\s*$",
                    before,
                    re.I,
                )
            )
        if (
            rule.kind in ("active", "side")
            and words[0].isupper()
            and " " not in words
            and self.mask[sentence.start : start].strip()
        ):
            return False  # "the Heads of State": a capital makes a noun of a verb, but at a sentence's start
        if rule.kind == "active" and words.casefold().replace("-", "") in ("cochair", "cochairs", "chairs", "chair"):
            if re.search(
                r"\b(?:the|his|her|its|their|our|as|other|fellow|two)\s+$",
                self.mask[max(sentence.start, start - 12) : start],
                re.I,
            ):
                return False
            return not re.match(rf"\s+(?:[A-Z][\w.]*\s+){{0,6}}{O}", self.mask[end : end + 60])
        return True

    # --- the grammars --------------------------------------------------------------------------

    def _passive(
        self, sentence: Sentence, cue: Cue, previous: int, following: int, known: list[ChairHit]
    ) -> list[ChairHit]:
        low = self.clause_start(max(sentence.start, previous), cue.start)
        side, spoken = side_of_subject(self.article, low, cue.start)
        if cue.rule.needs_subject and not spoken and not self.session_in(low, cue.start):
            return []
        end = min(sentence.end, following)
        people = self.behind(cue.end, end)
        if spoken and not plural_side(self.article, low, cue.start):
            people = people[:1]
        hits = [ChairHit(p, cue.rule.rule, (cue.start, cue.end), side if spoken else None) for p in people]
        return hits + self._ellipsis(sentence, cue, people)

    def _ellipsis(self, sentence: Sentence, cue: Cue, people: list[Mention]) -> list[ChairHit]:
        """ "… was led by A, and the Indian side by B", "the Slovenian one by B", "and Turkey by B"."""
        if not people:
            return []
        out = []
        for match in re.finditer(r"\bby\s", self.mask[people[0].end : sentence.end]):
            start = people[0].end + match.start()
            low = max(
                (
                    m.end()
                    for m in re.finditer(r"[,;:]\s|\b(?:and|while|whereas|whilst)\s", self.mask[people[0].end : start])
                ),
                default=None,
            )
            if low is None:
                continue
            low += people[0].end
            if start - low > 70:
                low = start - 70
            side = side_beside(self.article, low, start)
            spoken = side is not None or re.search(
                r"\b(?:other|latter|one|guests?|hosts?|visitors)\b", self.mask[low:start]
            )
            person = next(iter(self.article.between(start, sentence.end, "OFFICIAL")), None)
            if spoken and O not in self.mask[low:start] and person is not None and person.start - start < _REACH:
                out.append(ChairHit(person, cue.rule.rule, (cue.start, cue.end), side))
        return out

    def _active(
        self, sentence: Sentence, cue: Cue, previous: int, following: int, known: list[ChairHit]
    ) -> list[ChairHit]:
        if (by := self._by(sentence, cue)) is not None:
            return self._passive(sentence, by, previous, following, known)
        low = self.clause_start(max(sentence.start, previous), cue.start)
        zone = self.mask[cue.end : min(cue.end + 160, sentence.end)]
        if _OTHER_BODY.match(zone):
            return []
        if not (
            self.session_in(cue.end, min(cue.end + 160, sentence.end))
            or self.session_in(low, cue.start)
            or _INTRANSITIVE.match(zone)
        ):
            return []
        people = self.subjects(sentence, low, cue, plural=True)
        if not people and (inverted := self.inverted(cue.end, sentence.end)):
            people = inverted
        if people:
            people = people + [p for p in self.partners(cue.end, min(sentence.end, following)) if p not in people]
        side = self._chaired_side(cue.end, sentence.end) if len(people) == 1 else None
        hits = [ChairHit(p, cue.rule.rule, (cue.start, cue.end), side) for p in people]
        return hits + self._gapped(sentence, cue, people)

    def _chaired_side(self, start: int, end: int) -> Side | None:
        """ "chaired the Swiss side", "chaired for Ghana"."""
        near = next(iter(self.article.countries_in(start, min(start + 60, end))), None)
        if near is None or not _FOR_SIDE.fullmatch(self.mask, start, near.start):
            return None
        if not _FOR.match(self.mask, start) and not _SIDE_NOUN.match(self.mask, near.end):
            return None
        return near.country, (near.start, near.end)

    def _side(
        self, sentence: Sentence, cue: Cue, previous: int, following: int, known: list[ChairHit]
    ) -> list[ChairHit]:
        if (by := self._by(sentence, cue)) is not None:
            return self._passive(sentence, by, previous, following, known)
        led = self.led(cue.end, sentence)
        if led is None:
            return []
        plural, is_side, end = led
        if not is_side and not self.of_a_session(cue.end, end):
            return []  # an envoy to a body, or whoever heads an organisation
        low = self.clause_start(max(sentence.start, previous), cue.start)
        people = self.subjects(sentence, low, cue, plural)
        inverted = []
        if not people or self.mask[cue.start : cue.end].casefold() in ("heading", "leading", "at the head of"):
            inverted = self.inverted(end, sentence.end)
            if inverted and (not people or not self.mask[sentence.start : cue.start].strip()):
                people = inverted if plural else inverted[:1]
        side = side_beside(self.article, cue.end, end) if is_side and not plural else None
        if people and not inverted:
            people = people + [p for p in self.partners(cue.end, min(sentence.end, following)) if p not in people]
        hits = [
            ChairHit(p, cue.rule.rule, (cue.start, cue.end), side if i == 0 else None) for i, p in enumerate(people)
        ]
        return hits + (self._gapped(sentence, cue, people) if is_side else [])

    def _gapped(self, sentence: Sentence, cue: Cue, people: list[Mention]) -> list[ChairHit]:
        """ "A led the Nepali side and B the Bangladeshi one", "A chaired for Ghana and B for Malta"."""
        if not people:
            return []
        out = []
        last = max(cue.end, people[-1].end)
        for person in self.article.between(last, sentence.end, "OFFICIAL"):
            if self.article.cue("clause_verbs", last, person.start) or self.article.cue("stops", last, person.start):
                break
            country = next(iter(self.article.countries_in(person.end, sentence.end)), None)
            while country is not None and not re.search(
                r"(?:\bthe|\bthat\s+of|\bfor|\bthose\s+of)\s+(?:the\s+)?(?:(?:Republic|Kingdom|State)\s+of\s+(?:the\s+)?)?$",
                self.mask[person.end : country.start],
            ):
                country = next(iter(self.article.countries_in(country.end, sentence.end)), None)
            if (
                country is None
                or O in self.mask[person.end : country.start]
                or _BE.search(self.mask[person.end : country.start])
            ):
                continue
            tail = re.match(
                r"(?:\s+(?:one|side|team|delegation|half))?\s*(?:[.,;:!?)]|$|and\b)",
                self.mask[country.end : sentence.end],
            )
            if tail and re.match(r"\s*(?:,|the\s|that\s|for\s|\()", self.mask[person.end : sentence.end]):
                out.append(
                    ChairHit(
                        person, cue.rule.rule, (cue.start, cue.end), (country.country, (country.start, country.end))
                    )
                )
        return out

    def _noun(
        self, sentence: Sentence, cue: Cue, previous: int, following: int, known: list[ChairHit]
    ) -> list[ChairHit]:
        words = self.article.text[cue.start : cue.end].casefold()
        plural = words.endswith(("s", "men")) or "heads" in words or "leaders" in words
        behind = next(iter(self.article.between(cue.end, sentence.end, "OFFICIAL")), None)
        if behind is not None:
            gap = self.mask[cue.end : behind.start]
            if (
                len(gap) < 150
                and not re.search(r"[.;!?]\s|[“”\"]", gap)
                and not self.verb_in(cue.end, behind.start)
                and (not re.match(r"\s*(?:and|with|for|from)\b", gap) or (plural and _WAS.search(gap)))
            ):
                people = self.behind(cue.end, sentence.end)
                return [ChairHit(p, cue.rule.rule, (cue.start, cue.end)) for p in (people if plural else people[:1])]
        low = self.clause_start(sentence.start, cue.start)
        people = self.article.between(low, cue.start, "OFFICIAL")
        gap = self.mask[people[-1].end : cue.start] if people else ""
        linked = re.search(
            r"\b(?:as|is|was|are|were|be|who\s+is|been|acted\s+as)\s+(?:\w+\s+){0,3}$|,\s*(?:the\s+)?(?:\w+\s+)?$|\(\s*$",
            gap,
        )
        if not linked or self.verb_in(people[-1].end, cue.start) or len(gap) > 160:
            return []
        people = self.subject_people(people, cue.start, plural)
        return [ChairHit(p, cue.rule.rule, (cue.start, cue.end)) for p in people]

    def _meets(
        self, sentence: Sentence, cue: Cue, previous: int, following: int, known: list[ChairHit]
    ) -> list[ChairHit]:
        sessions = self.session_starts.get(sentence.index, [])
        behind = self.behind(cue.end, sentence.end)[:1]
        if not sessions or not behind or behind[0].start - cue.end > 200:
            return []
        low = self.clause_start(sentence.start, cue.start)
        subjects = self.subjects(sentence, low, cue, plural=False)
        if not subjects:
            return []
        for start, end in sessions:
            lead = self.mask[max(sentence.start, behind[0].end, start - 160) : start]
            if (
                start >= behind[0].end
                and _PURPOSE.search(lead)
                and not _ASIDE.search(lead)
                and not re.search(r"[.;]\s", lead)
            ):
                break
            opening = self.mask[sentence.start : start]
            if end <= subjects[0].start and re.fullmatch(
                r"\W*(?:(?:in|within|at|during|for|under|as\s+part\s+of)\b[^.;]{0,60})?", opening, re.I
            ):
                break
            if (
                self.article.cue("held_verbs", sentence.start, end)
                and end <= cue.start
                and re.match(r"\s*(?:his|her|their)\b", self.mask[cue.end - 4 : cue.end + 5].strip())
            ):
                break
        else:
            return []
        return [ChairHit(p, cue.rule.rule, (cue.start, cue.end)) for p in (*subjects, *behind)]

    def _holds(
        self, sentence: Sentence, cue: Cue, previous: int, following: int, known: list[ChairHit]
    ) -> list[ChairHit]:
        session = next((s for s in self.session_starts.get(sentence.index, []) if 0 <= s[0] - cue.end < 90), None)
        if session is None or re.search(rf"[.;{O}]\s", self.mask[cue.end : session[0]]):
            return []
        low = self.clause_start(sentence.start, cue.start)
        people = self.subjects(sentence, low, cue, plural=True)
        if not people:
            return []
        people = people + [p for p in self.partners(session[1], sentence.end) if p not in people]
        return [ChairHit(p, cue.rule.rule, (cue.start, cue.end)) for p in people] if len(people) == 2 else []

    def _across(
        self, sentence: Sentence, cue: Cue, previous: int, following: int, known: list[ChairHit]
    ) -> list[ChairHit]:
        return [ChairHit(p, cue.rule.rule, (cue.start, cue.end)) for p in self.behind(cue.end, sentence.end)[:1]]

    def _by_side(self, sentence: Sentence, hits: list[ChairHit]) -> list[ChairHit]:
        """ "… from the Omani side and B from the Indian side": whoever speaks for a side beside a known chair."""
        first = min(h.trigger[0] for h in hits)
        return [
            ChairHit(person, "from-the-side", span, side)
            for person, side, span in sided_people(self.article, sentence)
            if person.start >= first - 200 and not self.article.cue("stops", first, person.start)
        ]

    def _by(self, sentence: Sentence, cue: Cue) -> Cue | None:
        """ "was chaired, from the Omani side, by A": a passive with words between the verb and "by"."""
        if not _PASSIVE.search(self.mask, max(sentence.start, cue.start - 30), cue.start):
            return None
        by = re.compile(rf"[^.;{O}]{{0,90}}?\bby\b").match(self.mask, cue.end, sentence.end)
        return replace(cue, end=by.end()) if by else None
