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
- title: beside it, and what the cue is of must be a side ("the leader of the Kenyan delegation, A").
- under: behind it, where a session stands before it ("the Council met under Finance Minister A").
- with: between "with" and it ("opened with A as chair"; "a Kenyan team with A at its head").
- pair: before it, two of them near a session ("A and B signed the minutes").
- counterpart: behind it, near another chair ("His Kenyan colleague, A, came with forty officials").
- goes: before it, where the chair of the other side is told ("A flew to Lima, where the session was held").
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property
from itertools import pairwise
from operator import attrgetter

from communique.lexicon import ChairingRule
from communique.linking.article import Article
from communique.linking.at_home import of_home_body
from communique.linking.leading import LeadGrammars
from communique.linking.meeting import MeetGrammars
from communique.linking.people import People
from communique.linking.reading import ChairHit, Cue
from communique.linking.sentences import Sentence
from communique.linking.unnamed import partner
from communique.mask import F, M, O, R
from communique.schema import Offsets

_CALLED = re.compile(r"(?:[,“”\"]|^\W*|\bthe|\bits)\s*$", re.I)  # "…,” chairperson A said": of the session, no bank
_OF_SESSION = re.compile(rf"\s+(?:the\s+)?[{F}{R}]")  # "[name] Chairs [5th] [F]": a heading
_OF_MINISTERS = r"\b<ministers_level>\s+(?:[\w-]+\s+)?(?:<session_nouns>|<levels>)\b"
_QUESTION = re.compile(r"\?\W*$")
_TAKE_OVER = ("will take over", "will assume")
# "will take over the chair of the F when it meets in Lima", rather than in January
_AT_SESSION = re.compile(r"\b(?:when|where|at\s+(?:the|its)|during)\s", re.I)
_END = 8  # characters in which a sentence ends
_JOINTLY = re.compile(r"co-?\s?chair|jointly\s+chair", re.I)
_GOES = "travels-to-session"
_OPENS = ("opens-session", "opened-session")
_A_TEAM = re.compile(r"\b[Aa]n?\s+(?:[\w-]+\s+){0,5}$")
_WHO_CHAIR = rf"(?:{O}|\b(?:they|of\s+them|who|both|<several_posts>))\s+$"
_THE = re.compile(r"\s+(?:the|its|their|an?)\b")  # "She and A chair the plenary": a verb
_SEAT = r"\s+<reserving>\b"  # "in the chair reserved for Peru"
_IS_NOUN = re.compile(
    r"(?:\b(?:the|his|her|its|their|our|own|as|a|two|other|and|both|was|were|is|are|be|fellow|hosting|[A-Z][a-z]+)"
    rf"|[,(’'{O}]s?|^\W*)\s*$",
    re.I,
)
_COUNTED = re.compile(r"\b\d+\s+(?:[\w-]+\s+){0,2}$")
# "attended by Minister A, and co-chair from the Omani side, Minister B": a noun
_AND = re.compile(r"\band\s+$")
_FROM_SIDE = r"\s+(?:from|of|for|on)\s+(?:the\s+)?(?:[\w’'-]+\s+){1,3}<sides>\b"
_NO_VERB = re.compile(r"(?:\b(?:the|his|her|its|their|our|own|as|other|fellow|two)|['’]s)\s+$", re.I)
_HAS_SUBJECT = re.compile(r"\b(?:they|we|I|who|to|will|would|shall|must|jointly)\s+$", re.I)  # "which they co-chair, …"
_TITLE_OF = re.compile(rf"\s+(?:[A-Z][\w.]*\s+){{0,6}}{O}")  # "Co-Chair Mr [name]"
_LOOSE = ("meets", "holds", "title", "under", "with", "pair", "counterpart", "goes")  # they end no other cue's reach


class ChairFinder(LeadGrammars, MeetGrammars):
    """Reads the sentences of an article. session_spans: where its sessions are mentioned. session_forums:
    the indices of all mentions of their forums."""

    def __init__(self, article: Article, session_spans: list[Offsets], session_forums: set[int]):
        super().__init__(article)
        self.session_starts = {}
        for start, end in session_spans:
            self.session_starts.setdefault(article.sentence_at(start).index, []).append((start, end))
        self.session_forums = session_forums
        self.cues = [
            Cue(*span, rule)
            for group, rule in article.lexicon.chairing_groups.items()
            for span in article.all_cues(group)
            if rule.kind != "goes" or article.sentence_at(span[0]).index in self.session_starts
        ]
        self.cues.sort(key=attrgetter("end"), reverse=True)
        self.cues.sort(key=attrgetter("start"))
        self.cue_starts = [cue.start for cue in self.cues]
        self.refused: dict[int, str] = {}

    def find(self) -> list[ChairHit]:
        """All hits of the article in text order; a name is hit once a sentence."""
        officials = [mention.start for mention in self.article.of("OFFICIAL")]
        told = {self.article.sentence_at(offset).index for offset in (*self.cue_starts, *officials)}
        return [hit for index in sorted(told) for hit in self._in_sentence(self.article.sentences[index])]

    def _in_sentence(self, sentence: Sentence) -> list[ChairHit]:
        cues = self._cues(sentence)
        hits = self._opening_sides(sentence)
        of_session = sentence.index in self.session_starts
        if of_session:
            hits += self._opening_partner(sentence) + self._between_two(sentence)
        if not cues and not hits:
            return hits
        if _QUESTION.search(self.mask, max(sentence.start, sentence.end - _END), sentence.end):
            return []  # "A to the Minister: When did it meet, and who represented Ghana?"
        if not cues or (not of_session and of_home_body(self.article, sentence, self._forum_names)):
            return hits
        firm = [(cue.start, cue.end) for cue in cues if cue.rule.kind not in _LOOSE]  # none lies over another
        for cue in cues:
            previous = max([end for start, end in firm if start < cue.start], default=sentence.start)
            following = min([start for start, _ in firm if start > cue.start], default=sentence.end)
            found = getattr(self, f"_{cue.rule.kind}")(sentence, cue, previous, following)
            hits += [hit._replace(fallback=True) for hit in found] if cue.rule.fallback else found
        if hits:
            hits += self._unnamed_partner(sentence, hits)
            if sure := [hit for hit in hits if not hit.fallback]:
                hits += self._by_side(sentence, sure)
            hits = self._sides_shared(hits) if len(hits) > 2 else hits
            if self._of_ministers(sentence):
                hits = [hit._replace(of_ministers=True) for hit in hits]
        hit_names = {hit.mention.index for hit in hits}
        for mention in self.article.between(sentence.start, sentence.end, "OFFICIAL"):
            if mention.index not in hit_names and mention.index not in self.refused:
                words = " ".join(self.article.text[cues[0].start : cues[0].end].split())
                self.refused[mention.index] = f"“{words}” stands in its sentence, but does not reach this name"
        if not hits:
            return hits
        out: dict[int, ChairHit] = {}
        for hit in sorted(hits, key=lambda h: (h.mention.start, h.fallback)):
            known = out.setdefault(hit.mention.index, hit)
            if known.side is None and hit.side is not None:
                out[hit.mention.index] = known._replace(side=hit.side)
        return list(out.values())

    def _unnamed_partner(self, sentence: Sentence, hits: list[ChairHit]) -> list[ChairHit]:
        """ "A will co-chair the session with his Indian counterpart": an Indian whom the text names elsewhere."""
        if len({hit.mention.index for hit in hits}) != 1 or not hits[0].presides:
            return []
        other = partner(self.article, sentence.start, sentence.end, hits[0].mention)
        return [hits[0]._replace(mention=other, side=None)] if other else []

    def _of_ministers(self, sentence: Sentence) -> bool:
        """ "The ministerial meeting was co-chaired by A and B", where no forum of the article is one of ministers?"""
        if sentence.index in self.session_starts or not self.article.lexicon.regex(_OF_MINISTERS).search(
            self.mask, sentence.start, sentence.end
        ):
            return False
        return "minister" not in self._forum_names

    @cached_property
    def _forum_names(self) -> str:
        """The names of all mentions of the forums that meet, folded."""
        return "\0".join(self.article.mentions[index].text.casefold() for index in self.session_forums)

    def _sides_shared(self, hits: list[ChairHit]) -> list[ChairHit]:
        """ "co-chaired on the Omani side by A and B and on the Peruvian side by C": B heads the Omani side, too."""
        told = {hit.mention.index: hit.side for hit in hits if hit.side}
        if not told or len({hit.mention.index for hit in hits}) < 3:
            return hits
        people = sorted({hit.mention.index: hit.mention for hit in hits}.values(), key=lambda m: m.start)
        for person, other in pairwise(people):
            joint = other.index not in told and len(self.joint_heads([person, other])) == 2
            if joint and person.index in told:
                told[other.index] = told[person.index]
        if len(set(told.values())) > 1:  # "by A and B from the Omani side and by C and D from the Peruvian one"
            for person, other in pairwise(people):
                if person.index not in told and other.index in told and len(self.joint_heads([person, other])) == 2:
                    told[person.index] = told[other.index]
        return [hit._replace(side=hit.side or told.get(hit.mention.index)) for hit in hits]

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
        if words.endswith("chair") and self.lexicon.regex(_SEAT).match(self.mask, end):
            return False
        if rule.kind == "noun" and words.casefold() in ("chairperson", "chairwoman"):
            return bool(self.near_session(sentence) and _CALLED.search(self.mask, sentence.start, start))
        if rule.kind == "noun":
            return bool(_IS_NOUN.search(self.mask[max(sentence.start, start - 24) : start]))
        if (
            rule.kind in ("active", "side")
            and words[0].isupper()
            and " " not in words
            and self.mask[sentence.start : start].strip()
            and not (self.mask[start - 2] == O and _OF_SESSION.match(self.mask, end))
        ):
            return False  # "the Heads of State": a capital makes a noun of a verb, but at a sentence's start
        if words.startswith(_TAKE_OVER) and not _AT_SESSION.search(self.mask, sentence.start, sentence.end):
            return False
        if rule.kind == "active" and self.of_other_forum(end, sentence.end):
            return False
        who = self.lexicon.regex(_WHO_CHAIR)
        if rule.kind == "side" and words == "head":
            return who.search(self.mask, max(sentence.start, start - 16), start) is not None
        if rule.kind == "active" and words.casefold() == "chair":
            return bool(who.search(self.mask, max(sentence.start, start - 16), start) and _THE.match(self.mask, end))
        if rule.kind == "active" and words.casefold().replace("-", "") in ("cochair", "cochairs", "chairs"):
            if _COUNTED.search(self.mask, max(sentence.start, start - 24), start):
                return False  # "three hundred desks and 300 office chairs"
            if self.mask.startswith(" of ", end):
                return False  # "Co-chairs of the commission – Ministers A and B – hailed it"
            if _NO_VERB.search(self.mask, max(sentence.start, start - 12), start) or (
                self.mask.startswith(",", end)
                and _IS_NOUN.search(self.mask, max(sentence.start, start - 24), start)
                and not _HAS_SUBJECT.search(self.mask, max(sentence.start, start - 24), start)
            ):
                return False  # "The Omani co-chair, Minister A, spoke"
            if _AND.search(self.mask, sentence.start, start) and self.lexicon.regex(_FROM_SIDE).match(self.mask, end):
                return False
            return not _TITLE_OF.match(self.mask, end, end + 60)
        return True


def surest(article: Article, hits: list[ChairHit], people: People, parties: list[str]) -> list[ChairHit]:
    """Of the hits of a session those that tell of chairs in so many words; for want of these the fallbacks too.

    Where the words name one chair only, fallbacks of which he is one, or that name one other person, tell who the
    other is. Where somebody presides over a session of many states, those who represent theirs are no chairs; where
    two states meet, nobody heads the side of a third. Where two chair a session, those who chair the ministers' part
    of it do not. Where a side was led by one, those who represented it are members of it.
    parties: the countries in the name of the forum.
    """
    if not hits:
        return hits
    above = {people.full[h.mention.index].index for h in hits if not h.fallback and not h.of_ministers}
    below = {people.full[h.mention.index].index for h in hits if h.of_ministers}
    if len(above) > 1 and not above & below:
        hits = [hit for hit in hits if not hit.of_ministers]
    if len({people.full[h.mention.index].index for h in hits if h.presides and not h.fallback}) > 1:
        hits = [hit for hit in hits if not hit.heads_side or hit.side or not _indefinite(article, hit)]
    led = {hit.side[0] for hit in hits if hit.heads_side and hit.side and not _represents(article, hit)}
    hits = [h for h in hits if not (h.heads_side and h.side and h.side[0] in led and _represents(article, h))]
    if any(hit.presides for hit in hits):
        hits = [hit for hit in hits if not _for_ministry(article, hit)]
    if len(parties) == 2:
        hits = [hit for hit in hits if not hit.heads_side or hit.side is None or hit.side[0] in parties]
    elif any(hit.presides for hit in hits):
        represent = [hit for hit in hits if _represents(article, hit)]
        if not any(hit.heads_side and hit not in represent for hit in hits):  # else one list tells who led each side
            hits = [hit for hit in hits if hit not in represent]
    if all(hit.fallback or hit.presides for hit in hits):
        hits = [hit for hit in hits if hit.rule != "sent-by"]  # to a session of many that one presides over
    led_by = {people.full[hit.mention.index].index for hit in hits if not hit.fallback and hit.heads_side}
    if not any(_JOINTLY.match(article.mask, hit.trigger[0]) for hit in hits) and len(led_by) != 1:
        hits = [hit for hit in hits if hit.rule not in _OPENS]  # a guest may open what others chair
    sure = {people.full[hit.mention.index].index for hit in hits if not hit.fallback}
    hits = [hit for hit in hits if hit.rule != _GOES or _of_other_side(hit, hits, people, parties)]
    if not sure:
        alone = len(parties) != 2 and len({people.full[hit.mention.index].index for hit in hits}) == 1
        return [hit for hit in hits if not (alone and hit.rule == "signs-for-side")]  # a treaty, beside many states
    sides = {hit.side[0] for hit in hits if hit.side and not hit.fallback}
    if len(sure) > 1 and not (len(sides) == 1 and all(hit.side for hit in hits)):  # else two heads of one side
        return [hit for hit in hits if not hit.fallback]
    named: dict[Offsets, set[int]] = {}
    for hit in hits:
        named.setdefault(hit.trigger, set()).add(people.full[hit.mention.index].index)
    return [hit for hit in hits if not hit.fallback or len(named[hit.trigger] - sure) <= len(sure)]


def _of_other_side(hit: ChairHit, hits: list[ChairHit], people: People, parties: list[str]) -> bool:
    """ "A flew to Lima, where the session was held. The Peruvian side was led by B": does he who came head the other
    side? So it is where the text says of the head of one side of two who he is, and of no more."""
    told = {people.full[h.mention.index].index: h for h in hits if not h.fallback}
    if len(parties) != 2 or len(told) != 1:
        return False
    (chair,) = told.values()
    side = chair.side or people.describe(chair.mention).country
    own = people.describe(hit.mention).country
    return side is not None and side[0] in parties and (own is None or (own[0] in parties and own[0] != side[0]))


def _represents(article: Article, hit: ChairHit) -> bool:
    """ "was represented by", which may be said of members of a side, too."""
    return "represent" in article.text[slice(*hit.trigger)].casefold()


def _for_ministry(article: Article, hit: ChairHit) -> bool:
    """ "A chaired. B represented the European [Commission]": for an office, beside somebody who presides."""
    return hit.side is not None and _represents(article, hit) and article.mask[hit.side[1][0]] == M


def _indefinite(article: Article, hit: ChairHit) -> bool:
    """Does somebody lead "a team of officials", of which the text has not spoken?"""
    start = hit.trigger[0]
    return _A_TEAM.search(article.mask, max(0, start - _END * 5), start) is not None
