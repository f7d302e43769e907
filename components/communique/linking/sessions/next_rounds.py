"""Sessions told by a noun, no forum named beside it: "the next round", "the 2022 one", "last year's session"."""

from __future__ import annotations

import re
from bisect import bisect_left

from communique.dates import parse_day
from communique.linking.article import Article
from communique.linking.background import WHEN_HELD
from communique.linking.dateline import publication_day
from communique.linking.forum_names import stem
from communique.linking.sessions.mention import NEXT, PREVIOUS, TOWN, WHO_MEETS, OpenMention, SessionMention
from communique.linking.sessions.met_again import called_so
from communique.mask import F, M, O, R

_BARE = (
    r"[\s,]*(?!<time_units>\b)(?:\w+\s+){0,2}?(?:<sessions>|<session_nouns>)\b|\s+(?:ones?|occasions?)\b|\s+(?:two|three),\s+in\b|\s+of\s+which\b|"
    r"\s+(?:is|will|would|was|to\s+be|in(?!\s+(?:this|an?|its|their)\b)|at|due)\b"
)
# "after its last session, held in Lima in 2013, the F met again": told apart from the forum's own mention
_HELD_APART = r",\s+(?:<held_at>|<hosting>|which\s+(?:was|took))\b[^.;]{3,60},"
# "she earlier held a meeting", "the last meeting at which it was raised"
_ADVERB = r"\s+(?:<held_at>|<attending>|hosted|led|had)\s|\s+\w+\s+at\s+which\b"
_WISHED = re.compile(r"\s+(?:must|should|ought|might|could)\s")  # "the next one must be in Lima" tells a wish
_ONE_OF = re.compile(r"(?:\b(?:an?|the|its|their|this|that|these|two|three|four)|['’]s?)\s+(?:\w+\s+)?$", re.I)
_LEAD = 24  # characters from "the" to "prior"
# "the two sides met in Lima, in the last such gathering before A takes office": of the session told
_WHAT_WAS_THE = re.compile(r",\s+(?:in\s+)?(?:what\s+(?:is|was)\s+(?:\w+\s+)?)?the\s+$")
_LAST_BEFORE = re.compile(r"\s+before\b")
# "last time the ministers gathered", "the last time that they met": behind "last"
_TIME_MET = r"\s+time,?\s+(?:that\s+)?(?:[\w’'-]+\s+){1,5}?<coming_together>\b"


def bare_rounds(article: Article, found: list[SessionMention]) -> list[OpenMention]:
    """ "The next round will be held in Bern in 2026": a session noun alone, of the forum spoken of."""
    taken = [m.start for m in found]
    bare, time_met = article.lexicon.regex(_BARE), article.lexicon.regex(_TIME_MET)
    out: list[OpenMention] = []
    for group, kind in (("next_words", NEXT), ("previous_words", PREVIOUS)):
        for start, end in article.all_cues(group):
            match = bare.match(article.mask, end) or time_met.match(article.mask, end)
            if not match or (
                match[0].strip() in ("in", "at")
                and not re.search(r"\bthe\s+$", article.mask[max(0, start - 5) : start], re.I)
            ):
                continue
            if _of_other_event(article, match[0], start):
                continue
            if of_other_thing(article, match.end()) or _of_others(article, match.end()):
                continue
            if match[0].strip() == "one" and _of_such(article, start):
                continue
            if kind == NEXT and _of_its_own(article, start):
                continue
            if (
                kind == PREVIOUS
                and _LAST_BEFORE.match(article.mask, match.end())
                and _WHAT_WAS_THE.search(article.mask, max(0, start - _LEAD), start)
            ):
                continue
            if article.lexicon.regex(_ADVERB).match(article.mask, end) or _WISHED.match(article.mask, match.end()):
                continue
            if article.mask[start:end].casefold() == "prior" and not _ONE_OF.search(
                article.mask, max(0, start - _LEAD), start
            ):
                continue  # "notice for prior consultation", "Prior to the meeting": no session of its own
            place = bisect_left(taken, start)
            ahead = taken[place] if place < len(taken) else len(article.mask)
            near = ahead - match.end() < 45 and ahead < article.sentence_at(start).end
            near = near and not article.lexicon.regex(_HELD_APART).match(article.mask, match.end(), ahead)
            if near and R not in article.mask[start : match.end()]:
                continue  # "the next round of the F": the forum's own mention
            if any(m.label in ("FORUM", "ROUND") for m in article.between(match.end(), match.end() + 40)) and re.match(
                rf"\W*(?:of|for|under)?\s*(?:the\s+)?[{F}{R}]", article.mask[match.end() :][:30]
            ):
                continue
            out.append(OpenMention(start, match.end(), article.sentence_at(start), kind, f"{kind}-session"))
    return out


# "the upcoming investment forum", where no forum of the text is called so
_EVENT = r"[\s,]*(?!<generic_words>)[\w-]+\s+<other_events>$"
# "the upcoming Ports Summit": capitals make a name of it, but in a heading
_NAMED_EVENT = re.compile(r"\s+[A-Z][a-z]\w+\s+[A-Z][a-z]\w+$")


def _of_other_event(article: Article, words: str, start: int) -> bool:
    """Is it something else that is next? start: where "upcoming" begins."""
    event = article.lexicon.regex(_EVENT).match(words)
    if event is None and article.mask[start].islower():
        event = _NAMED_EVENT.match(words)
    return event is not None and not any(words.split()[-1].casefold() in m.text.casefold() for m in article.of("FORUM"))


_OF_THE = re.compile(rf"\s+of\s+(?:the|this|that|its|his|her|a)\s+[^.,;{F}{R}{O}{M}]{{3,30}}")


def of_other_thing(article: Article, end: int) -> bool:
    """ "The last session of the spring period": not one of a forum, a body or those who meet."""
    other = _OF_THE.match(article.mask, end)
    if other is None or article.lexicon.regex(WHO_MEETS).search(other[0]) or article.cue("sessions", end, other.end()):
        return False
    return not article.countries_in(end, other.end()) and not article.cue("sides", end, other.end())


_A_ROUND = rf"\W*(?:An?|Another)\s+(?:[\w-]+\s+){{0,2}}<session_nouns>\s[^{F}{R}]*$"


def _of_such(article: Article, start: int) -> bool:
    """ "A round of talks with firms was held, too, and the next one is in May": one of what the sentence began with?"""
    sentence = article.sentence_at(start)
    return article.lexicon.regex(_A_ROUND).match(article.mask[sentence.start : start]) is not None


_ITS = re.compile(r"\bits\s+$")
_BODY_THAT = r"\W*(?-i:The)\s+(?:[a-z]+\s+)?(?P<body>committee|council|commission|panel|<state_bodies>)\b"


def _of_its_own(article: Article, start: int) -> bool:
    """ "The committee called the envoy for its next sitting", where no forum of the text is a committee?"""
    if not _ITS.search(article.mask, max(0, start - len("its ")), start):
        return False
    body = article.lexicon.regex(_BODY_THAT).match(article.mask, article.sentence_at(start).start, start)
    return body is not None and not called_so(article, stem(body["body"].casefold()))


_BETWEEN = re.compile(rf"(?:\s+in\s+[A-Z][\w’'-]+)?\s+(?:between|with)\s+[^;,{F}{R}]{{0,50}}{O}")


def _of_others(article: Article, end: int) -> bool:
    """ "The upcoming meeting in Hanoi between A and B": of two whom the text names, not of a forum."""
    return _BETWEEN.match(article.mask, end) is not None


_THE = re.compile(r"\b(?:the|their|its)\s+$", re.I)  # "the 2022 one", "their 2022 session"
_ONE = r"\s+(?:one|<session_nouns>)\b"
_THE_NOUN = r"\bthe\s+<session_nouns>\s+of\s+$"  # "the session of 2022"
_WHERE_OF = re.compile(r"\bwhere\s[^.;,]{2,40}\sof\s$")  # "a museum, where the papers of the 1961 conference are kept"
_NOUN = 60  # characters from "the" to the year
_NAMED_BEHIND = re.compile(rf"\s+(?:of|for|on|between)\b|\s*[{F}{R}]")


def rounds_of_year(article: Article) -> list[OpenMention]:
    """ "The 2022 one, held by Zoom", "their 2015 meeting", "the summit of 1999": an earlier session, by its year."""
    years = [raw for raw in article.dates if raw.kind == "year"]
    day = parse_day(publication_day(article)) if years else None
    regex, mask = article.lexicon.regex, article.mask
    out = []
    for raw in years if day else ():
        if raw.year >= day.year:
            continue
        low = max(0, raw.start - _NOUN)
        one = regex(_ONE).match(mask, raw.end)
        the = _THE.search(mask, low, raw.start) if one else regex(_THE_NOUN).search(mask, low, raw.start)
        end = one.end() if one else raw.end
        if the and not _NAMED_BEHIND.match(mask, end) and not _WHERE_OF.search(mask, low, the.start()):
            out.append(OpenMention(the.start(), end, article.sentence_at(the.start()), PREVIOUS, "session-of-year"))
    return out


# "the first time it met since May 2019, when it was held in Lima"
_FIRST_SINCE = rf"\b(?:first|<having_met>|meeting)\b[^.;{R}]{{0,80}}?\bsince\s+$"
_THE_ONE = rf"\b(?:after|since|following|like|than)\s+the\s+one\s+(?:held\s+)?in\s+{TOWN},?\s+(?:in|on)\s+$"
_SINCE = 130  # characters from "first" to the day


def rounds_since(article: Article) -> list[OpenMention]:
    """ "The first time since May 2019, when it was hosted in Lima", "after the one in Lima on 5 May": an earlier
    session, by place and day."""
    regex, mask = article.lexicon.regex, article.mask
    out = []
    for raw in article.dates:
        near = max(0, raw.start - _NOUN)
        since = (
            article.lexicon.regex(WHEN_HELD).match(mask, raw.end) if mask.endswith("since ", near, raw.start) else None
        )
        if since and R not in since[0]:
            low = max(article.sentence_at(raw.start).start, raw.start - _SINCE)
            match = regex(_FIRST_SINCE).search(mask, low, raw.start)
            at = raw.start if match and not article.cue("last_met", match.start(), raw.start) else None
        elif mask.find(" one ", near, raw.start) >= 0:
            match = regex(_THE_ONE).search(mask, near, raw.start)
            at = match.start() if match else None
        else:
            continue
        if at is not None:
            out.append(OpenMention(at, raw.end, article.sentence_at(at), PREVIOUS, "session-since"))
    return out


_VERB = 40  # characters from "last year's session" to its verb
_NEAR_YEARS = {"last year": PREVIOUS, "next year": NEXT}
_NEAR_MONTHS = {"last": PREVIOUS, "next": NEXT}
_YEARS_NOUN = rf"['’]s\s+(?:\w+\s+)?<session_nouns>\b(?!\s+(?:of|for|on)\b|\s*[{F}{R}])"
# "Next year's will be in Lima"
_YEARS_OWN = re.compile(r"['’]s\s+(?:will\s+be|is\s+to\s+be|was)\s+(?:held\s+)?in\s+[A-Z]")


def rounds_of_near_year(article: Article) -> list[OpenMention]:
    """ "Last year's consultation took place in Lima", "last July's summit was held": an earlier session or a later one,
    of the forum spoken of."""
    out = []
    for raw in article.dates:
        kind = _NEAR_MONTHS.get(raw.modifier) if raw.kind == "month" else _NEAR_YEARS.get(raw.words)
        match = article.lexicon.regex(_YEARS_NOUN).match(article.mask, raw.end) if kind else None
        own = _YEARS_OWN.match(article.mask, raw.end) if kind and match is None else None
        if match is None and own is None:
            continue
        sentence = article.sentence_at(raw.start)
        if own:
            out.append(OpenMention(raw.start, raw.end, sentence, kind, "session-of-year"))
            continue
        verbs = match.end(), min(sentence.end, match.end() + _VERB)
        if R not in article.mask[sentence.start : sentence.end] and (
            article.cue("held_verbs", *verbs) or article.cue("scheduled_verbs", *verbs)
        ):
            out.append(OpenMention(raw.start, match.end(), sentence, kind, "session-of-year"))
    return out
