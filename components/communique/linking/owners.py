"""Which session a chair belongs to: the one named in the same sentence, else the one spoken of."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import partial
from itertools import pairwise
from operator import itemgetter

from communique.linking.article import Article
from communique.linking.chairs import ChairHit
from communique.linking.forum_names import content_words, stem
from communique.linking.items import Items
from communique.linking.sentences import Sentence
from communique.linking.session import HELD, SCHEDULED, Session
from communique.linking.sessions.mention import BESIDE, LEVEL, MAIN, PREVIOUS, aside
from communique.linking.sessions.windows import next_to

_AT_THAT_TIME = r"\b(?:(?:at|in|during)\s+that\s+(?:time|<session_nouns>)|on\s+that\s+occasion|back\s+then)\b"
_ITS_CHAIR = (
    r"(?:\s*\([^)]*\))?(?:\s+<session_nouns>)?(?:,?\s+(?:which|that|whose|where|with|<held_at>|under|"
    r"to\s+be|(?:is|was|are|were|will)\s+(?:to\s+)?be)\b[^.;:“”\"]{0,80})?\s*,?\s*"
)
_BOTH = r"\s+both(?:\s+<session_nouns>)?\s*[.,;]"
_TO_COME = re.compile(r"\b(?:will|shall|(?:is|are|due|expected|set)\s+to)\s[^.;,]*$")
_GOVERNED = re.compile(r"(?:\s+over)?\s+(?:the\s+)?")
# "A, who heads Peru's team to the F": it is that of F, whatever session the sentence goes on to tell of
_TEAM_TO = r"\s+(?:[\w’'-]+\s+){1,4}?<sides>\s+(?:to|at|in)\s+the\s+"
_AUXILIARY = 30  # characters before a verb in which "will" stands
_WAS_SO = r"(?:jointly\s+|co-?)?(?:<chaired>|<led>|<past_acts>)\b(?!\s+by)"
_WAS = re.compile(r"\b(?:was|were)\s+(?:\w+ly\s+)?$")
# "which is chaired", "a body headed", "as agreed when he met": of no one time
_NOT_DONE = re.compile(r"\b(?:is|are|be|being|been|when|where|which|who|whom|that)\s+(?:[^\s,;]+\s+){0,2}$")
_OVER_IT = re.compile(r"\s+it\b")  # "The next session will be in Lima. A was elected to preside over it"
_STORY = 6  # sentences before, of which one tells the session that "they presided" over
_NEAR = 14  # sentences behind the last mention of a session in which "the delegation was led by" is its own
_BEFORE = 3  # sentences before the first mention in which chairs may be named
_THE_MEETING = r"\s+(?:the|that)\s+<session_nouns>\b"
_IT_WAS_CHAIRED = r"\W*(?:it|that\s+<session_nouns>)\s+was\s+(?:\w+ly\s+)?(?:co-?\s?)?(?:<chaired>|<led>)\b"
_THE_MEETING_WHICH = r"\s+(?:the|that)\s+<session_nouns>,?\s+(?:which|that|and)\b"
_THE_MEETING_WAS = r"\W*the\s+(?:[\w-]+\s+)?<session_nouns>\s+(?:was|were)\b"
_AT_THAT = r"\b(?:at|in|during)\s+that\s+<session_nouns>\b"
_THE_BODY = r"(?-i:\s+the\s+(<state_bodies>|<other_bodies>)\b)"
_SINCE = re.compile(r"\bsince\s+(?:the|their|its)\s+(?:\w+\s+)?$")
_SINCE_THE = 24  # characters from "since" to the session
_ENDS = (".", "!", "?", "”", '"', "…")  # of a sentence that is no heading
_HEADINGS = 10  # headings and bylines before these


class Owners:
    """The session of each chair: the one named in the same sentence, else the one spoken of."""

    def __init__(self, article: Article, sessions: list[Session], items: Items):
        self.article = article
        self.items = items
        self.by_sentence: dict[int, list[Session]] = {}
        for session in sessions:
            for mention in session.mentions:
                self.by_sentence.setdefault(mention.sentence.index, []).append(session)
        self.main = [s for s in sessions if s.kind == MAIN] or sessions
        self.of_series: dict[int, Session] = {}
        self.of_head: dict[str, list[Session]] = {}
        for session in self.main:
            self.of_series.setdefault(id(session.series), session)
            self.of_head.setdefault(session.series.head, []).append(session)
        self.by_forum = {m.index: s for s in self.of_series.values() for m in s.series.mentions}
        told = sorted(
            (m.sentence.index, not aside(article, m), m.number is not None, i)
            for i, s in enumerate(self.main)
            for m in s.mentions
            if m.rule != BESIDE  # of the officials who met before the ministers no further sentence tells
        )
        self.told_at = [sentence for sentence, _, _, _ in told]
        self.told = [self.main[i] for _, _, _, i in told]
        turns = article.all_cues("turning_away")
        self.turns = [s.index for start, _ in turns if self._begins(s := article.sentence_at(start), start)]
        self.before = {m.sentence.index: s for s in sessions for m in s.mentions}
        self.earlier = {m.sentence.index: s for s in sessions if s.kind in (PREVIOUS, LEVEL) for m in s.mentions}

    def _begins(self, sentence: Sentence, offset: int) -> bool:
        """Does nothing but a mark stand before this in its sentence?"""
        return not re.search(r"\w", self.article.mask[sentence.start : offset])

    def assign(self, hits: list[ChairHit]) -> dict[int, list[Session]]:
        """The session by the id of the hit, the two where somebody "chaired both"; hits that belong to none are
        left out."""
        owners: dict[int, list[Session]] = {}
        chaired: dict[int, int] = {}  # by the id of the session, the paragraph that first tells who presided
        for before, hit in zip((None, *hits), hits, strict=False):
            sentence = self.article.sentence_at(hit.trigger[0])
            here = self.by_sentence.get(sentence.index, [])
            here = [s for s in here if s.kind == MAIN] or [s for s in here if not self._told_behind(s, hit, sentence)]
            here = [s for s in here if not self._told_since(s, hit, sentence)]
            if self._of_told_forum(sentence, hit) or (not here and self._turned_away(sentence, hit)):
                continue
            gap = partial(_gap, self.article, hit, sentence)
            owner = (
                self._of_team(sentence, hit) or self._of_it(sentence, hit, here) or min(here, key=gap)
                if here
                else self._of_other_side(before, owners, hit) or self._spoken_of(sentence, hit)
            )
            if owner and not here and hit.presides:
                owner = self._without_chair(sentence, owner, chaired)
            owner = owner and self._in_tense(sentence, hit, owner, here)
            if owner is not None and (here or not self._of_other_body(sentence, hit, owner)):
                owners[id(hit)] = [owner]
                if hit.presides:
                    chaired.setdefault(id(owner), sentence.paragraph)
                owners[id(hit)] += self._joined_to(sentence, hit, owner, here)
                if self.article.lexicon.regex(_BOTH).match(self.article.mask, hit.trigger[1], sentence.end):
                    owners[id(hit)] = self.by_sentence.get(sentence.index - 1, [owner])
        return self._as_in_text(hits, owners)

    def _without_chair(self, sentence: Sentence, owner: Session, chaired: dict[int, int]) -> Session:
        """ "The F met in Lima. The working group met before it under A. … The meeting was co-chaired by B and C": of
        two sessions that of which no paragraph before has told who presided."""
        if chaired.get(id(owner), sentence.paragraph) >= sentence.paragraph:
            return owner
        others = [
            s
            for s in self.main
            if s.status == owner.status and chaired.get(id(s), sentence.paragraph) >= sentence.paragraph
        ]
        told = others == self.main[:1] and others[0].status_span is not None and others[0].start < sentence.start
        return others[0] if told else owner

    def _of_team(self, sentence: Sentence, hit: ChairHit) -> Session | None:
        """The session of the forum to which a cue says that somebody heads a team."""
        to = hit.heads_side and self.article.lexicon.regex(_TEAM_TO).match(
            self.article.mask, hit.trigger[1], sentence.end
        )
        forum = next(iter(self.article.between(to.end(), sentence.end, "FORUM")), None) if to else None
        return self.by_forum.get(forum.index) if forum and forum.start == to.end() else None

    def _of_it(self, sentence: Sentence, hit: ChairHit, here: list[Session]) -> Session | None:
        """ "The fifth session of the F was held today. It was led by A and will report to the G, whose third session is
        in May", "A chaired the meeting, which wrote to the G": the session told before, where those of the sentence
        itself stand behind the cue and the name."""
        before = [s for s in self.by_sentence.get(sentence.index - 1, ()) if s.kind == MAIN and s.status == HELD]
        if not before or self.article.sentences[sentence.index - 1].paragraph != sentence.paragraph:
            return None
        first = min(m.start for s in here for m in s.mentions if m.sentence is sentence)
        if first < max(hit.mention.end, hit.trigger[1]):
            return None
        lexicon, mask = self.article.lexicon, self.article.mask
        it = lexicon.regex(_IT_WAS_CHAIRED).match(mask, sentence.start, first) or (
            lexicon.regex(_THE_MEETING_WAS).match(mask, sentence.start, hit.trigger[1])
            or lexicon.regex(_THE_MEETING_WHICH).match(mask, hit.trigger[1], first)
        )
        return before[-1] if it else None

    def _told_behind(self, session: Session, hit: ChairHit, sentence: Sentence) -> bool:
        """ "A led the team to the F, which had not met since 2019": was the session that is told in a clause behind."""
        return all(
            m.rule == "last-held" and hit.trigger[1] <= m.window[0] for m in session.mentions if m.sentence is sentence
        )

    def _told_since(self, session: Session, hit: ChairHit, sentence: Sentence) -> bool:
        """ "The two sides reviewed what was done since the fourth session": they did so at a later one."""
        own = [m for m in session.mentions if m.sentence is sentence]
        return all(
            m.start > hit.trigger[1]
            and _SINCE.search(self.article.mask, max(hit.trigger[1], m.start - _SINCE_THE), m.start) is not None
            for m in own
        )

    def _joined_to(self, sentence: Sentence, hit: ChairHit, owner: Session, here: list[Session]) -> list[Session]:
        """ "They co-chaired the sixth session of the F and the third G", "the F, followed by the G": the session that
        is joined to that of a chair, before or behind the cue."""
        if len(here) < 2 or not (hit.presides or hit.rule == "holds-session"):
            return []
        told = sorted(
            ((m.start, m.end, s) for s in here for m in s.mentions if m.sentence is sentence), key=itemgetter(0)
        )
        for (start, end, one), (other_start, other_end, other) in pairwise(told):
            beside = hit.trigger[1] <= start or other_end <= hit.trigger[0]
            if owner in (one, other) and one is not other and beside and next_to(self.article, end, other_start):
                return [other if owner is one else one]
        return []

    def _of_other_side(
        self, before: ChairHit | None, owners: dict[int, list[Session]], hit: ChairHit
    ) -> Session | None:
        """ "A led the Omani team. Peru was represented by B": the session of whoever headed the other side in the
        sentence before."""
        if before is None or id(before) not in owners or not before.side or not hit.side:
            return None
        one, two = (self.article.sentence_at(h.trigger[0]) for h in (before, hit))
        beside = two.index - one.index == 1 and one.paragraph == two.paragraph
        return owners[id(before)][0] if beside and before.side[0] != hit.side[0] else None

    def _as_in_text(self, hits: list[ChairHit], owners: dict[int, list[Session]]) -> dict[int, list[Session]]:
        """Somebody whom a heading calls chair has the session of which the text says so."""
        in_text = {
            hit.mention.text.split()[-1]: owners[id(hit)]
            for hit in reversed(hits)
            if id(hit) in owners and not hit.fallback and not self._in_heading(hit)
        }
        return {
            id(hit): in_text.get(hit.mention.text.split()[-1], owners[id(hit)])
            if self._in_heading(hit)
            else owners[id(hit)]
            for hit in hits
            if id(hit) in owners
        }

    def _in_heading(self, hit: ChairHit) -> bool:
        sentence = self.article.sentence_at(hit.mention.start)
        return (
            sentence.index < _HEADINGS and self.article.mask[sentence.start : sentence.end].rstrip()[-1:] not in _ENDS
        )

    def _in_tense(self, sentence: Sentence, hit: ChairHit, owner: Session, here: list[Session]) -> Session | None:
        """ "The sixth session will be in Lima in 2026. A and B presided": a session to come has no chairs that did so,
        but one held before may. Those who merely met are then left out."""
        tense = _tense(self.article, sentence, hit)
        if tense is None or owner.status == tense:
            return owner
        story = range(sentence.index, max(0, sentence.index - _STORY) - 1, -1)
        told = (s for index in story for s in self.by_sentence.get(index, ()))
        fitting = [s for s in (*here, *told) if s.status == tense and s.series is owner.series]
        return fitting[0] if fitting else None if hit.fallback and tense == HELD else owner

    def _of_told_forum(self, sentence: Sentence, hit: ChairHit) -> bool:
        """ "the F, which King A is to chair", where of that F the article reports no session?"""
        forum = next(reversed(self.article.between(sentence.start, hit.trigger[0], "FORUM")), None)
        if (
            forum is None
            or forum.index in self.by_forum
            or any(country.end == forum.end for country in self.article.countries_in(forum.start, forum.start + 1))
        ):
            return False  # "for the EU the chair was A"
        if not self.article.mask[forum.end : hit.trigger[0]].strip(" ,") and not self.article.mask.endswith(
            (" by", " of"), sentence.start, hit.trigger[1]
        ):
            return False  # "A, who holds the chair of the F, presided"
        its = self.article.lexicon.regex(_ITS_CHAIR)
        return its.fullmatch(self.article.mask, forum.end, hit.trigger[0]) is not None

    def _turned_away(self, sentence: Sentence, hit: ChairHit) -> bool:
        """ "In other news, the planning board met, chaired by A": has the text turned to another story since it last
        named a forum that meets? Not where the words tell whose side somebody heads."""
        if hit.side or not self.turns or self.turns[0] > sentence.index:
            return False
        turn = self.turns[bisect_right(self.turns, sentence.index) - 1]
        start = self.article.sentences[turn].start
        return not any(m.index in self.by_forum for m in self.article.between(start, sentence.end, "FORUM"))

    def _spoken_of(self, sentence: Sentence, hit: ChairHit) -> Session | None:
        for forum in self.article.between(sentence.start, sentence.end, "FORUM"):
            if forum.index in self.by_forum:
                return self.by_forum[forum.index]
        then = self.article.lexicon.regex(_AT_THAT_TIME)
        if sentence.index - 1 in self.before and then.search(self.article.mask, sentence.start, sentence.end):
            return self.before[sentence.index - 1]
        if sentence.index - 1 in self.earlier and self._of_that(sentence, hit):
            return self.earlier[sentence.index - 1]
        if (just := self.before.get(sentence.index - 1)) and just.kind != MAIN:
            same = self.article.sentences[sentence.index - 1].paragraph == sentence.paragraph
            over_it = same and _OVER_IT.match(self.article.mask, hit.trigger[1]) is not None
            if (
                over_it
                or self._by_its_head(sentence, just)
                or (just.number is not None and same and id(just.series) not in self.of_series)
            ):
                return just  # "Last week they held the fifth round of the F. A and B led the delegations"
        if self.items.several:
            return self._of_item(sentence, hit)
        if len(self.of_series) > 1 and (named := self._by_noun(sentence, hit)):
            return named
        place = bisect_right(self.told_at, sentence.index - 1)
        last = self.told[place - 1] if place else None
        if hit.side and len(self.of_series) > 1 and not (last and sentence.index - self.told_at[place - 1] == 1):
            named = [s for s in self.main if hit.side[0] in s.series.parties]
            if named and last not in named:
                return named[0]
        if last is not None and sentence.index - self.told_at[place - 1] <= _NEAR:
            return self._of_story(sentence, last) or last
        if not place and self.told_at and self.told_at[0] - sentence.index <= _BEFORE:
            return self.told[0]
        return None

    def _of_story(self, sentence: Sentence, last: Session) -> Session | None:
        """ "The fifth session of the F was held today … A working group met in May. / The meeting was co-chaired by":
        a paragraph that begins so goes on about the session that the article is about, where one sentence in passing
        told of the last."""
        first = self.told[0]
        before = self.article.sentences[sentence.index - 1]
        back = (
            first is not last
            and first.number is not None
            and last.number is None
            and before.paragraph != sentence.paragraph
            and len({m.sentence.index for m in last.mentions}) == 1
            and self.article.lexicon.regex(_THE_MEETING_WAS).match(self.article.mask, sentence.start, sentence.end)
        )
        return first if back else None

    def _of_that(self, sentence: Sentence, hit: ChairHit) -> bool:
        """ "The most recent meeting took place in 2012. A co-chaired the meeting with B": is it said of that one?"""
        before = self.article.sentences[sentence.index - 1]
        if before.paragraph != sentence.paragraph:
            return False
        lexicon, mask = self.article.lexicon, self.article.mask
        passive = lexicon.regex(_IT_WAS_CHAIRED).match(mask, sentence.start, sentence.end)
        return (
            bool(passive)
            or lexicon.regex(_THE_MEETING).match(mask, hit.trigger[1], sentence.end) is not None
            or lexicon.regex(_AT_THAT).search(mask, hit.trigger[1], sentence.end) is not None
        )

    def _by_its_head(self, sentence: Sentence, session: Session) -> bool:
        """ "The commission will meet in May. The co-chairs of the commission are A and B": does the sentence call it by
        the head of its name, which is that of no session told at length?"""
        nouns = self.article.cues("sessions", sentence.start, sentence.end)
        heads = {stem(self.article.mask[start:end].casefold()) for start, end in nouns}
        return session.series.head in heads and session.series.head not in self.of_head

    def _of_other_body(self, sentence: Sentence, hit: ChairHit, owner: Session) -> bool:
        """ "who heads the committee", where no forum of the article that meets is a committee?"""
        body = self.article.lexicon.regex(_THE_BODY).match(self.article.mask, hit.trigger[1], sentence.end)
        if body is None or body[1] in content_words(owner.series.fullest(owner.mentions[0].forum).text):
            return False
        low, high = (bisect_left(self.told_at, at) for at in self.items.of(sentence.index))
        return all(session.series.head != body[1] for session in self.told[low:high])

    def _of_item(self, sentence: Sentence, hit: ChairHit) -> Session | None:
        """In a round-up: the session told last in the same item, else the first one behind."""
        first, end = self.items.of(sentence.index)
        low, high = bisect_left(self.told_at, first), bisect_left(self.told_at, end)
        if low == high:
            return None
        named = self._by_noun(sentence, hit)
        if named in self.told[low:high]:
            return named
        place = max(low, bisect_right(self.told_at, sentence.index - 1, low, high) - 1)
        return self.told[place] if abs(sentence.index - self.told_at[place]) <= _NEAR else None

    def _by_noun(self, sentence: Sentence, hit: ChairHit) -> Session | None:
        """ "The committee was chaired by …", where only one of the forums is a committee."""
        for start, end in self.article.cues("sessions", sentence.start, hit.trigger[0]):
            fitting = self.of_head.get(stem(self.article.mask[start:end].casefold()), [])
            if len(fitting) == 1:
                return fitting[0]
        return None


def _tense(article: Article, sentence: Sentence, hit: ChairHit) -> str | None:
    """Does the cue speak of what was ("presided", "met") or of what is to come ("will preside")? None for any other."""
    mask, (start, end) = article.mask, hit.trigger
    if _TO_COME.search(mask, max(sentence.start, start - _AUXILIARY), end):
        return SCHEDULED
    if article.lexicon.regex(_WAS_SO).match(mask, start, end) and not _NOT_DONE.search(mask, sentence.start, start):
        return HELD
    return HELD if _WAS.search(mask, sentence.start, start) else None  # "was led by"


def _gap(article: Article, hit: ChairHit, sentence: Sentence, session: Session) -> int:
    """How far a session stands from a cue; nearest is what the cue governs ("A, chair of F, presided over F")."""
    own = [m.start for m in session.mentions if m.sentence.index == sentence.index]
    if any(_GOVERNED.fullmatch(article.mask, hit.trigger[1], start) for start in own):
        return -1
    return min(abs(start - hit.trigger[0]) for start in own)
