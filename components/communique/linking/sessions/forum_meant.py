"""Which forum does a mention mean that names none beside it?"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from communique.linking.article import Article, Mention
from communique.linking.forum_names import stem
from communique.linking.forums import Series
from communique.linking.items import Items
from communique.linking.sessions.mention import MAIN, SIGN_OF_SESSION, OpenMention, SessionMention
from communique.linking.sessions.of_other import grouping_meant
from communique.mask import F, R

_RESOLVED = 4  # numbers resolved last among which the one before this number is looked for
_TOLD_BEFORE = 24  # sessions before "the summit of 1999" among which the one of a summit is


def with_forums(
    article: Article, of_forum: dict[int, Series], found: list[SessionMention], open_: list[OpenMention]
) -> list[SessionMention]:
    """Give each mention without a forum the one that the text speaks of there."""
    if not open_:
        return []
    starts = [m.start for m in found]
    items = Items(
        article.sentences, lambda: article.blocks, [(m.sentence.index, id(m.series)) for m in found], deep=False
    )
    topics: dict[tuple[int, int], SessionMention | None] = {}
    out: list[SessionMention] = []
    for one in open_:
        low, here, high = 0, bisect_left(starts, one.start), len(found)
        if one.rule == "last-held" and not _forum_near(article, one):
            continue
        if items.several:
            first, end = items.of(one.sentence.index)
            own = [bisect_left(found, i, key=lambda m: m.sentence.index) for i in (first, end)]
            low, high = own if own[0] < own[1] and not _goes_on(found, own, one) else (low, high)
        if (low, high) not in topics:
            told = found[low:high]
            topics[low, high] = next((m for m in told if not m.series.standing), told[0] if told else None)
        resolved = None if items.several else next((m for m in out if not m.series.standing), None)
        topic, before = topics[low, high] or resolved, found[max(low, here - 6) : here]
        series = (
            (one.number and grouping_meant(article, one.sentence, one.end, of_forum.values()))
            or _of_those(article, of_forum, one)
            or _forum_of_subject(article, of_forum, one)
            or _told_right_before(article, one, out)
            or _of_noun(article, one, found[max(low, here - _TOLD_BEFORE) : here])
            or _forum_spoken_of(
                article, of_forum, [*before, *out[-_RESOLVED:]], found[here : min(high, here + 3)], topic, one
            )
        )
        if series is None or (one.number is None and series.standing and not (items.several and _met(before, series))):
            continue
        if one.number and series.standing and not (_met([*found, *out], series) or _named_beside(article, series, one)):
            continue
        forum = series.mentions[max(0, bisect_left(series.mentions, one.start, key=lambda m: m.end) - 1)]
        out.append(
            SessionMention(
                series, forum, one.round, one.number, one.kind, one.sentence, one.start, one.end, one.rule,
                number_at=one.number_at,
            )
        )  # fmt: skip
    return out


def _goes_on(found: list[SessionMention], own: list[int], one: OpenMention) -> bool:
    """ "The 36th meeting of the F was held. … What was agreed: the G will mark the border. … The 37th will be in Lima":
    does a number follow on one that an item before tells, where its own tells none?"""
    if one.number is None or any(m.number for m in found[slice(*own)]):
        return False
    return _by_number(found[max(0, own[0] - _TOLD_BEFORE) : own[0]][::-1], one.number) is not None


# "the 35th meeting of the commissioners", where one forum is a "Joint Border Commissioners Meeting"
_OF_THOSE = re.compile(r"\s+of\s+the\s+(?P<who>[a-z]\w+s)\b")


def _of_those(article: Article, of_forum: dict[int, Series], one: OpenMention) -> Series | None:
    """ "The 35th meeting of the commissioners": the one forum that has them in its name."""
    those = _OF_THOSE.match(article.mask, one.end) if one.number else None
    if those is None:
        return None
    who = stem(those["who"])
    fitting = {id(series): series for series in of_forum.values() if who in series.words and not series.standing}
    return next(iter(fitting.values())) if len(fitting) == 1 else None


def _told_right_before(article: Article, one: OpenMention, out: list[SessionMention]) -> Series | None:
    """ "The seventh round was held in Lima. Before that, the ministers had met in Cusco": the forum of the sentence
    before, where no other is named since."""
    last = out[-1] if out and one.number is None else None
    if (
        last is None
        or one.sentence.index - last.sentence.index > 1
        or one.sentence.paragraph != last.sentence.paragraph
    ):
        return None
    return last.series if F not in article.mask[last.end : one.start] else None


_NEAR = 3  # sentences before "the two sides last met" in which a forum is named
_WHO_MET = r"\W*(?:It|They|Both|The\s+(?:[\w-]+\s+){0,2}(?:<sides>|<sessions>|<several_posts>))\b"


def _forum_near(article: Article, one: OpenMention) -> bool:
    """ "The F is old. … They last met in Lima": is a forum spoken of in the sentences before? Others meet, too."""
    near = article.sentences[max(0, one.sentence.index - _NEAR)].start
    return (
        SIGN_OF_SESSION.search(article.mask, near, one.sentence.end) is not None
        or "host" in article.mask[one.start : one.end]
        or article.lexicon.regex(_WHO_MET).match(article.mask, one.sentence.start) is not None
    )


def _named_beside(article: Article, series: Series, one: OpenMention) -> bool:
    """Is it named in the sentence of the number or the one before? "The fourth round of voting" is not that of an
    organisation that the text names elsewhere."""
    low = article.sentences[max(0, one.sentence.index - 1)].start
    return any(low <= m.start < one.sentence.end for m in series.mentions)


def _met(found: list[SessionMention], series: Series) -> bool:
    """Is a session of this forum reported? Then "the next summit" can be one of an organisation."""
    return any(m.series is series and m.kind == MAIN for m in found)


_OWN = re.compile(r"\b(?:its|whose)\s|\bof\s+which\b")  # "the F, whose last session"
_IT = re.compile(r"\W*It\b")
_THE_F = re.compile(rf"\W*The\s+{F}+,")
# "It held its sixth meeting", "That was the sixth round": of the one forum that the sentence before names
_IT_WAS = re.compile(rf"\W*(?:It|That|This)\s+(?:\w+\s+){{1,4}}?(?:its|the|their)\s+{R}")


# "The seventh meeting of the F will be in Lima. Its fifth meeting": of F
_ITS_OWN = re.compile(r"\W*Its\s+")
_SESSION_OF_F = re.compile(rf"\W*(?:\d+\.\s+)?The\s+{R}+\s+of\s+(?:the\s+|its\s+)?{F}")
_THEIR_MINISTERS = rf"\b<several_posts>\s+of\s+the\s+(?:[\w-]+\s+)?(?={F})"


def _forum_of_subject(article: Article, of_forum: dict[int, Series], one: OpenMention) -> Series | None:
    """The forum that the subject of its sentence names: "the F last met", "It last met", "The committee, …"."""
    sentence = one.sentence
    before = article.sentences[max(0, sentence.index - 2) : sentence.index]
    own = one.rule in ("last-held", "meets-again") or _OWN.search(article.mask, max(0, one.start - 8), one.end + 9)
    if own and not (one.number and F not in article.mask[sentence.start : one.start]):
        low = before[-1].start if before and _IT.match(article.mask, sentence.start) else sentence.start
        named = article.between(low, one.start, "FORUM")
        if named and (low < sentence.start or len(named) == 1) and _BEGINS_WITH_F.match(article.mask, low):
            return of_forum[named[0].index]  # "The F meets under the G presidency of Peru. It last met in Cusco"
        named = [m for m in named if not of_forum[m.index].standing]
        if named and _THE_F.fullmatch(article.mask, sentence.start, named[0].end + 1):
            return of_forum[named[0].index]  # "The F, the body under the G, is to sit again"
        return of_forum[named[-1].index] if named else None
    its = one.number and before and _ITS_OWN.fullmatch(article.mask, sentence.start, one.start)
    if its and before[-1].paragraph == sentence.paragraph:
        named = article.between(before[-1].start, before[-1].end, "FORUM")[:1]
        if named and _SESSION_OF_F.fullmatch(article.mask, before[-1].start, named[0].start + 1):
            return of_forum[named[0].index]
    if one.number and before and before[-1].paragraph == sentence.paragraph:
        lead = _IT_WAS.match(article.mask, sentence.start, one.end)
        named = article.between(before[-1].start, before[-1].end, "FORUM") if lead else []
        if lead and len(named) == 1 and not of_forum[named[0].index].standing:
            return of_forum[named[0].index]
    if one.number and article.mask.endswith("their ", sentence.start, one.start) and before:
        who = article.lexicon.regex(_THEIR_MINISTERS).search(article.mask, before[-1].start, before[-1].end)
        for forum in article.between(who.end(), before[-1].end, "FORUM")[:1] if who else ():
            return of_forum[forum.index]  # "The ministers of the F agreed. They did so at their seventh meeting"
    noun = article.cue("sessions", sentence.start, min(one.start, sentence.start + 40)) if one.number else None
    if noun is None or F in article.mask[sentence.start : one.start]:
        return None
    head = stem(article.mask[noun[0] : noun[1]].casefold())
    low = before[0].start if before else sentence.start
    for mention in reversed(article.between(low, sentence.start, "FORUM")):
        if of_forum[mention.index].head == head and not of_forum[mention.index].standing:
            return of_forum[mention.index]
    return None


def _of_noun(article: Article, one: OpenMention, told: list[SessionMention]) -> Series | None:
    """ "The summit of 1999", "the next consultation", "the next round of the consultations": of those told before, the
    one forum that is a summit, that consults; "the next meeting" may be one of any."""
    of = _OF_THE.match(article.mask, one.end)
    start, end = (of.end(), of.end() + _NOUN) if of else (one.start, one.end)
    if one.number is not None or not (noun := article.cue("sessions", start, end)):
        return None
    head = stem(article.mask[noun[0] : noun[1]].casefold())
    if one.rule != "session-of-year" and head in _ANY:
        return None
    fitting = {id(m.series): m.series for m in told if m.series.head == head}
    return next(iter(fitting.values())) if len(fitting) == 1 else None


_OF_THE = re.compile(r"\s+of\s+(?:the|these|those|their)\s+")
_NOUN = 24  # characters behind "round of the" in which the noun stands
_ANY = frozenset(("meeting", "session", "round", "edition", "summit", "gathering", "event", "talk", "sitting"))
_AHEAD = 600  # characters from a number in a heading to the name of its forum


def _forum_spoken_of(
    article: Article,
    of_forum: dict[int, Series],
    before: list[SessionMention],
    after: list[SessionMention],
    topic: SessionMention | None,
    one: OpenMention,
) -> Series | None:
    if one.number is not None:
        told = [*reversed(before), *([topic] if topic else ())]
        told = _as_named(one, told)
        here = [
            m
            for m in _as_named(one, before)
            if m.sentence.paragraph == one.sentence.paragraph and not (m.series.standing and m.number is None)
        ]
        alone = bool(here) and here[-1].number is None and len({id(m.series) for m in here}) == 1
        series = _by_number(here[::-1], one.number) or _by_number(told, one.number)
        if series and not (alone and _of_other_item(article, [m for m in told if m.series is series], one)):
            return series
        if alone:
            return here[-1].series
        if not here and (series := _named_in_paragraph(article, of_forum, topic, one)):
            return series
        if series := _by_number(after, one.number):
            return series
        named = article.between(one.sentence.start, one.start, "FORUM")
        if named and topic and topic.number and not of_forum[named[-1].index].standing:
            return of_forum[named[-1].index]  # not the topic's, whose numbers are others
    # a mechanism named in this sentence or the one before, if sessions of it are reported
    known = {
        id(m.series)
        for m in _as_named(one, [*before, *after, *([topic] if topic else ())])
        if one.number or m.number or m.series is (topic and topic.series)
    }
    last = article.sentences[max(0, one.sentence.index - 1)].start
    for mention in reversed(article.between(last, one.start, "FORUM")):
        series = of_forum[mention.index]
        if _prepares_topic(article, mention, series, topic):
            continue
        if not series.standing and (id(series) in known or topic is None):
            return series
    if before:
        near = next(
            (m for m in reversed(_as_named(one, before)) if not m.series.standing and (one.number or m.number)), None
        )
        if near is not None and one.sentence.index - near.sentence.index <= 2:
            return near.series
    if topic is not None:
        return topic.series
    forums = [m for m in article.of("FORUM") if not of_forum[m.index].standing]
    rounds = one.round is not None and one.round.text.endswith("round")  # which only talks have
    if not forums and one.number and not rounds:  # a body that sits all the time is meant only where it is named beside
        reach = article.sentences[max(0, one.sentence.index - 1) : one.sentence.index + 2]
        forums = article.between(reach[0].start, reach[-1].end, "FORUM")
    # "the next session" is of what was spoken of, if need be of a body whose name is in small letters
    if forums and forums[0].start - one.end < (_AHEAD if one.number else 0):
        return of_forum[forums[0].index]
    return None


# "The F is nimbler than the old G. Its first meeting": of the F
_ITS = re.compile(r"\W*Its\s")
_PARAGRAPH = 24  # sentences of a paragraph before a number in which its forum is looked for
_BEGINS_WITH_F = re.compile(rf"\W*The\s+{F}")


def _named_in_paragraph(
    article: Article, of_forum: dict[int, Series], topic: SessionMention | None, one: OpenMention
) -> Series | None:
    """ "The body that they have in mind is the F. It was convened twice. The first meeting was in Lima": the mechanism
    named last before a number in its paragraph, where that tells of no session yet."""
    low = one.sentence.index
    while (
        low > max(0, one.sentence.index - _PARAGRAPH) and article.sentences[low - 1].paragraph == one.sentence.paragraph
    ):
        low -= 1
    named = article.between(article.sentences[low].start, one.start, "FORUM")
    before = article.sentences[one.sentence.index - 1]
    if _ITS.match(article.mask, one.sentence.start) and _BEGINS_WITH_F.match(article.mask, before.start):
        named = article.between(before.start, before.end, "FORUM")[:1]
    for mention in reversed(named):
        series = of_forum[mention.index]
        here = mention.start >= one.sentence.start
        if not series.standing and not (here and _prepares_topic(article, mention, series, topic)):
            return series
    return None


def _prepares_topic(article: Article, mention: Mention, series: Series, topic: SessionMention | None) -> bool:
    """ "A, of the preparatory committee, said that the sixth session": the topic's."""
    other = topic is not None and series is not topic.series
    return other and article.lexicon.regex(r"\b<preparatory>\b").search(mention.text) is not None


def _as_named(one: OpenMention, told: list[SessionMention]) -> list[SessionMention]:
    """Of "the second meeting" is no summit meant where a forum that is called a meeting is spoken of."""
    noun = stem(one.round.text.casefold().split()[-1]) if one.round else ""
    if noun == "meeting" and any(m.series.head == noun for m in told):
        return [m for m in told if m.series.head != "summit"]
    return told


def _of_other_item(article: Article, told: list[SessionMention], one: OpenMention) -> bool:
    """Of an item that names one forum "the fifth session" is not that before the sixth of another item; the seventh may
    go on with it."""
    return all(_in_other_block(article, m, one) and one.number != (m.number or 0) + 1 for m in told)


def _in_other_block(article: Article, told: SessionMention, one: OpenMention) -> bool:
    """Does a heading stand between them?"""
    first, last = (bisect_right(article.blocks, m.sentence.index, key=lambda b: b.first) for m in (told, one))
    return first != last


def _by_number(told: list[SessionMention], number: int) -> Series | None:
    """The forum of which this session, or the one before or behind it, is told."""
    numbers = [m for m in told if m.number is not None]
    same = next((m.series for m in numbers if m.number == number and not m.series.standing), None)
    return same or next((m.series for m in numbers if abs(m.number - number) == 1), None)
