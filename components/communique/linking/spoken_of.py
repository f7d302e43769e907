"""Sentences that tell of a session without naming it: where "the meeting" was held, and when."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property

from communique.linking.article import Article
from communique.linking.chairs import ChairHit
from communique.linking.items import Items
from communique.linking.sentences import Sentence
from communique.linking.session import Session
from communique.linking.sessions.mention import MAIN
from communique.linking.sessions.next_rounds import of_other_thing
from communique.schema import Offsets

_NEAR = 14  # sentences behind the last mention of a session in which "the delegation was led by" is its own
_BEFORE = 3  # sentences before the first mention in which chairs may be named
_THE_SESSION = r"\b(?:the|this|these|<weekdays>['’]s|<day_long>)\s+(?:(?!of\s)[\w-]+\s+){0,3}<sessions>\b"
# "Presidents A and B flew into Lima the day before": where those gathered of whom the sentence before told
_ARRIVED = r"\b<arriving>\s+(?:in|into)\s+(?-i:[A-Z])"
# "An Omani team is in Lima on a three-day visit for it": where those stay who take part
_STAYING = (
    r"\b<sides>\s+(?:is|are|has\s+been|have\s+been)\s+(?:currently\s+|now\s+)?in\s+(?-i:[A-Z])[^.;]{2,60}\s<trips>\b"
)
_TOPIC_WORDS = ("Topics", "Issues", "Subjects")
_TOPICS = re.compile(rf"\W*(?:{'|'.join(_TOPIC_WORDS)}|On\s+the\s+agenda)\b")
_VENUE_WAS = r"\W*(?-i:The)\s+<venues>\s+(?:was|is|will\s+be)\b"
_AGREED_ON = r"\b<resolving>\s+(?:to|on|that)\b[^.;]*$"
_AGREEMENT = 150  # characters from "agreed" to the session
_BESIDE = r"\b(?:on\s+the\s+<margins>\s+of\s+(?:the\s+)?|since\s+(?:the|their|its)\s+<previous_words>\s+)$"
_ASIDE = 30  # characters from "on the sidelines" to the session
_NOUN = 25  # characters from "next" to the session noun
_SUBJECT = 60  # characters from the start of a sentence to "the meeting", and from there to its verb
_ENDS = (".", "!", "?", "”", '"', "…")  # of a sentence that is no heading
_THIS_WAS = re.compile(r"\W*(?:It|This|That)\s+(?:was|is|marks|marked)\b")
_HEAD = 4  # lines at the start of an item that tell of its session
_LEAD = 2  # running sentences among them, at least
_HEADINGS = 10  # headings and bylines before these
_CONVENING = r"\W*(?-i:(?=[A-Z]))<convening>\s+(?:in|at)\s"  # "Convening in Lima on 5 May, the ministers agreed"
# "spent two days in Lima this week"
_IN_TOWN_THEN = re.compile(r"\bin\s+[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)?\s+(?:yesterday|today|this\s+week|last\s+week)\b")
_PLACED = re.compile(r",?\s+(?:at|in)\b")
_IT = (
    r"\W*(?-i:(?=[A-Z]))(?:it|they|the\s+(?:two\s+)?<sides>(?<=s))\s+"
    r"(?:had\s+)?(?:was|were|will|is|<coming_together>|<held_at>|<beginning>)\b"
)
# "Because of the storm the parties met by video link", in a sentence behind the session
_MET_ONLINE = (
    r"\b(?:it|they|we|both|(?:the|our|both|two)\s+(?:two\s+)?(?!(?:[\w-]+\s+)?<lower_levels>\b)(?:[\w-]+\s+)?"
    r"(?:parties|countries|governments|neighbours|neighbors|<sides>(?<=s)|<several_posts>))\s+"
    r"(?:(?:have|has|was|were|again|all|only|also|once\s+more|once\s+again|\w+ly)\s+)*"
    r"(?:<coming_together>|<held_at>|negotiated|negotiating|talked|spoke|speaking|conferred|worked|working|took\s+place)"
    r"\s+(?:\w+\s+){0,2}?<virtual>\b"
)


class MeetingWindows:
    """Sentences that tell of a session without naming it. Those that speak of another session, or of
    "the next round", are left out."""

    def __init__(self, article: Article, sessions: list[Session], items: Items):
        self.article = article
        self.items = items
        self.mains = sorted((s for s in sessions if s.kind == MAIN), key=lambda s: s.start)
        self.main_starts = [s.mentions[0].sentence.index for s in self.mains]
        self.series_of = {
            m.index: series for series in {id(s.series): s.series for s in sessions}.values() for m in series.mentions
        }
        self.taken = {m.sentence.index: session for session in sessions for m in session.mentions}
        self.pattern = article.lexicon.regex(_THE_SESSION)
        self._told: dict[int, tuple[list[Offsets], list[Offsets]]] = {}  # by the id of the session

    def of(self, session: Session, hits: list[ChairHit]) -> tuple[list[Offsets], list[Offsets]]:
        """(for the place, for the date): first the sentences of which the meeting is the subject, then those
        of its chairs and delegations, last the head and the lead of the article. None of a session that is no main
        one."""
        if id(session) not in self._told:
            self._told[id(session)] = self._of_main(session, hits) if session.kind == MAIN else ([], [])
        return self._told[id(session)]

    def _of_main(self, session: Session, hits: list[ChairHit]) -> tuple[list[Offsets], list[Offsets]]:
        article, mask = self.article, self.article.mask
        first = self._in_text(session)
        chaired = {article.sentence_at(hit.trigger[0]).index for hit in hits}
        before = first - 1 if self._was_it(session, first) else None
        place, date, further, staying, far = [], [], [], [], []
        low, high = self.items.of(first)
        for sentence in article.sentences[max(low, first - 2) : min(high, first + _NEAR)]:
            start, end = window = (sentence.start, sentence.end)
            if (aside := self._aside(sentence)) is not None:
                start, end = window = (start, aside)
            elif sentence.index in self.taken or self._of_another(sentence):
                continue
            venue = sentence.index - first <= 2 and article.cue("venues", start, end)
            if venue and article.lexicon.regex(_VENUE_WAS).match(mask, start, end):
                place.append(window)
                continue
            noun = article.cue("sessions", start, end) and self.pattern.search(mask, start, end)
            online = noun and article.cue("virtual", start, end)
            if online and noun.start() <= online[0] < noun.end():
                place.append(window)
            if 0 < sentence.index - first <= 2 and (online := self._met_online(sentence)):
                place.append(online)
            verb = article.cue("held_verbs", start, end) or article.cue("scheduled_verbs", start, end)
            names = self._names(session, sentence)
            subject = noun is not None and noun.start() - start < _SUBJECT
            # "A and B led the delegations at the palace in Lima"
            led = sentence.index in chaired and sentence.index == first + 1 and article.cue("sides", start, end)
            if verb is None and not subject and not names and not led:
                if sentence.index == first + 1 and article.lexicon.regex(_ARRIVED).search(mask, start, end):
                    place.append(window)
                elif (
                    0 < sentence.index - first <= 2
                    and article.cue("sides", start, end)
                    and article.lexicon.regex(_STAYING).search(mask, start, end)
                ):
                    staying.append(window)
                continue
            it = article.lexicon.regex(_IT).match(mask, start, end)
            if it and self._of_other_it(session, sentence):
                continue
            told = subject and ((verb and 0 <= verb[0] - noun.end() < _SUBJECT) or _PLACED.match(mask, noun.end()))
            if told or (it and 0 < sentence.index - first <= 2) or sentence.index == before:
                place.append(window)
            elif sentence.index in chaired or (
                abs(sentence.index - first) <= 2 and (names or article.cue("sides", start, end))
            ):
                further.append(window)
            if noun or it or names or sentence.index == before:
                (date if abs(sentence.index - first) <= _BEFORE else far).append(window)
        lead = [(window, told) for window, told in self._lead(session) if told or session.number is not None]
        return [*place, *further, *staying, *(w for w, told in lead if told)], [
            *date,
            *further,
            *(w for w, _ in lead),
            *far,
        ]

    def _aside(self, sentence: Sentence) -> int | None:
        """ "The meeting took place in Lima this week on the sidelines of the F", "They met in Lima to see what was done
        since the previous F": where the words about the F begin."""
        session = self.taken.get(sentence.index)
        if session is None:
            return None
        mention = next(m for m in session.mentions if m.sentence.index == sentence.index)
        if mention.rule == "last-held" and mention.window[0] == mention.start:
            return mention.start  # "A came to Lima for the F, which had not met since 2019"
        near = max(sentence.start, mention.start - _ASIDE), mention.start
        if not (self.article.cue("margins", *near) or self.article.cue("previous_words", *near)):
            return None
        beside = self.article.lexicon.regex(_BESIDE).search(self.article.mask, *near)
        return beside.start() if beside else None

    def _in_text(self, session: Session) -> int:
        """The first sentence that speaks of it, headings only where no other does."""
        for mention in session.mentions:
            if self.article.mask[mention.sentence.start : mention.sentence.end].rstrip()[-1:] in _ENDS:
                return mention.sentence.index
        return session.mentions[0].sentence.index

    def _was_it(self, session: Session, first: int) -> bool:
        """ "They met in Lima yesterday. This was the eighth round": where the sentence before tells of it."""
        sentence = self.article.sentences[first]
        return (
            _THIS_WAS.match(self.article.mask, sentence.start, sentence.end) is not None
            and first > 0
            and self.article.sentences[first - 1].paragraph == sentence.paragraph
        )

    def _lead(self, session: Session) -> list[tuple[Offsets, bool]]:
        """The lead and the heading of an article, for the session that it is about; each with whether it tells
        of a session rather than of the day only."""
        told = session.mentions[0]
        near = max(told.sentence.start, told.start - _AGREEMENT), told.start
        if self.article.cue("resolving", *near) and self.article.lexicon.regex(_AGREED_ON).search(
            self.article.mask, *near
        ):
            return []  # "They agreed to hold the sixth session": what the lead tells is of their talks
        first, end = self.items.of(told.sentence.index)
        place = bisect_left(self.main_starts, first)
        if place == len(self.mains) or self.mains[place] is not session:
            return []
        lead = [
            s
            for s in self._head(first, end)
            if s.index not in self.taken and not self._of_another(s) and not self._of_other_it(session, s)
        ]
        if self.items.several and lead and lead[-1].paragraph:
            lead = [s for s in lead if s.paragraph]  # the title of a bulletin is that of no item
        if first:
            dated = (
                any(raw.kind == "day" for raw in self.article.dates_in(lead[0].start, lead[0].end)) if lead else False
            )
            lead = [s for s in lead if (s.index == first and (not dated or self._names(session, s))) or self._tells(s)]
        lead.sort(key=lambda s: s.index == first)
        ahead = told.sentence.index if session.number is not None else 0
        return [
            ((s.start, s.end), s.index == first or self._tells(s) or (s.index < ahead and self._online(s)))
            for s in lead
        ]

    def _head(self, first: int, end: int) -> list[Sentence]:
        """The start of an item: some lines, and behind many headings and bylines the first sentences of its lead."""
        lines = self.article.sentences[first : min(end, first + _HEADINGS)]
        running = [i for i, s in enumerate(lines) if self.article.mask[s.start : s.end].rstrip()[-1:] in _ENDS]
        return lines[: max(_HEAD, running[:_LEAD][-1] + 1 if running else 0)]

    def _tells(self, sentence: Sentence) -> bool:
        groups = ("held_verbs", "sessions", "here")
        return (
            any(self.article.cue(group, sentence.start, sentence.end) for group in groups)
            or any(raw.kind == "weekday" for raw in self.article.dates_in(sentence.start, sentence.end))
            or self.article.lexicon.regex(_CONVENING).match(self.article.mask, sentence.start) is not None
            or _IN_TOWN_THEN.search(self.article.mask, sentence.start, sentence.end) is not None
        )

    def _met_online(self, sentence: Sentence) -> Offsets | None:
        """ "Because of the storm the parties met by video link", but not "In 2021 they met online": the words."""
        if not self.article.cue("virtual", sentence.start, sentence.end):
            return None
        met = self.article.lexicon.regex(_MET_ONLINE).search(self.article.mask, sentence.start, sentence.end)
        dates = self.article.dates_in(sentence.start, met.end()) if met else ()
        if met is None or any(raw.kind in ("month", "year") or raw.words.startswith("last") for raw in dates):
            return None
        return met.span()

    def _online(self, sentence: Sentence) -> bool:
        """ "The two ministries went by videoconference over their ties": how those met of whom the article tells."""
        cue = self.article.cue("virtual", sentence.start, sentence.end)
        return cue is not None and self.article.mask.startswith(("by ", "via "), cue[0])

    def _of_another(self, sentence: Sentence) -> bool:
        """ "The next round is due in Lima", "The tenth round of the cooking contest was held in Lima", "Topics included
        the port at Ilo"."""
        if sentence.index in self._of_next_or_last:
            return True
        if self._has_topics and _TOPICS.match(self.article.mask, sentence.start, sentence.end):
            return True
        noun = self.article.cue("sessions", sentence.start, sentence.start + _SUBJECT) and self.pattern.search(
            self.article.mask, sentence.start, min(sentence.end, sentence.start + _SUBJECT)
        )
        return bool(noun and of_other_thing(self.article, noun.end()))

    @cached_property
    def _has_topics(self) -> bool:
        """May a sentence of the article begin like "Topics included"?"""
        return any(word in self.article.mask for word in (*_TOPIC_WORDS, "agenda"))

    @cached_property
    def _of_next_or_last(self) -> frozenset[int]:
        """The sentences that speak of "the next round", "the previous session", by index."""
        out = set()
        for group in ("next_words", "previous_words"):
            for start, end in self.article.all_cues(group):
                sentence = self.article.sentence_at(start)
                if self.article.cue("sessions", end, min(sentence.end, end + _NOUN)):
                    out.add(sentence.index)
        return frozenset(out)

    def _of_other_it(self, session: Session, sentence: Sentence) -> bool:
        """ "The G met in May. It is to sit in Lima": is "it" another forum, of which the sentence before speaks?"""
        it = self.article.lexicon.regex(_IT).match(self.article.mask, sentence.start, sentence.end)
        if it is None or self._names(session, sentence):
            return False
        before = self.article.sentences[sentence.index - 1]
        forums = self.article.between(before.start, before.end, "FORUM")
        return bool(forums) and before.paragraph == sentence.paragraph and not self._names(session, before)

    def _names(self, session: Session, sentence: Sentence) -> bool:
        forums = self.article.between(sentence.start, sentence.end, "FORUM")
        return any(self.series_of.get(m.index) is session.series for m in forums)
