"""Sessions told by a verb, no forum named beside it: "will meet again", "last met in Lima", "agreed to convene"."""

from __future__ import annotations

import re

from communique.linking.article import Article
from communique.linking.forum_names import stem
from communique.linking.sentences import Sentence
from communique.linking.sessions.apart import long_ago
from communique.linking.sessions.by_day import ON_DAY
from communique.linking.sessions.mention import (
    CITY,
    HOST,
    NEXT,
    PREVIOUS,
    SIGN_OF_SESSION,
    TOWN,
    VERB_GAP,
    WHO_MEETS,
    OpenMention,
)
from communique.mask import F, O, R


def meets_again_or_last_met(article: Article) -> list[OpenMention]:
    """ "The two sides will meet again in Bern", "they last met in Lima": of the forum spoken of."""
    home = article.lexicon.regex(_BODY)
    out: list[OpenMention] = []
    for group, kind, rule in (("meets_again", NEXT, "meets-again"), ("last_met", PREVIOUS, "last-held")):
        for start, end in article.all_cues(group):
            sentence = article.sentence_at(start)
            stop = article.mask.find(",", end, sentence.end) if kind == PREVIOUS else -1
            body = home.match(article.mask, sentence.start, start) if kind == NEXT else None
            if body and not called_so(article, stem(body["body"].casefold())):
                continue  # "The senate sits again in May", where no forum is called so
            if kind == PREVIOUS and _since_event(article, sentence, end):
                continue
            told = R not in article.mask[start : stop if stop > 0 else sentence.end]
            if told and _of_a_session(article, sentence, start, end, kind == NEXT):
                out.append(OpenMention(start, end, sentence, kind, rule))
    return out


# "since the change of government in Lima", "since before the plague of 2020"
_SINCE_EVENT = (
    r"\s+(?:before\b|(?:the|an?|its|their|his|her)\s"
    r"(?!(?:[\w-]+\s+){0,2}(?:<year_parts>|<session_nouns>|<weekdays>|<time_units>|one)\b))"
    rf"[^.;,{F}{R}]*"
)


def _since_event(article: Article, sentence: Sentence, end: int) -> bool:
    """ "It had not met since the change of government in Lima in 2021": when and where that was, not the session."""
    if not article.mask.endswith("since", 0, end):
        return False
    event = article.lexicon.regex(_SINCE_EVENT).match(article.mask, end, sentence.end)
    return event is not None and not any(
        article.cue(group, *event.span()) for group in ("coming_together", "held_verbs", "sessions")
    )


# "The committee, chaired by Judge A, meets again": the body that a sentence begins with
_BODY = (
    r"\W*(?-i:The)\s+(?:[a-z]+\s+)?(?P<body>committee|council|commission|panel|<state_bodies>)"
    rf"(?:,[^;{F}{R}]{{1,120}},)?\s+$"
)


def called_so(article: Article, noun: str) -> bool:
    """Has a forum of the text this noun in its name?"""
    return any(noun in map(stem, m.text.casefold().split()) for m in article.of("FORUM"))


# "last held a seat in 1961", "last hosted the games", "last held elections": an object that is no session
_HELD_WHAT = (
    r"\s+(?:(?:an?|the|its|their|his|her|our|this|any|such|one)\s|office\b|power\b"
    r"|(?!(?:this|<time_units>)\b)[a-z]{4,}s\b)"
)
_HELD_SESSION = (
    rf"\s+(?:(?!(?:in|on|at|of|for|from|to|with|as)\s)[\w’'-]+\s+){{0,4}}?"
    rf"(?:<session_nouns>|<sessions>|<talks>|(?:[\w’'-]*[{F}{R}]))"
)
_HELD = ("last held", "last hosted", "last convened", "had hosted", "last called")
# "is to host a round of pleasantries": of no session; "of talks" would be one
_ROUND_OF = rf"\s+(?:[\w-]+\s+){{0,3}}?<session_nouns>\s+of\s+(?!(?:the\s+|their\s+)?[{F}{R}])"
_HOSTS = r"host|<venues>"
# "will host the annual meeting of the F", "will be the venue of the F"
_HOST_FORUM = (
    rf"(?:,\s[^.;,{F}{R}]{{3,30}},)?\s+(?:(?:of|for|to)\s+)?(?:(?:an?|the|its)\s+)?(?:[\w-]+\s+){{0,3}}?"
    rf"(?:<session_nouns>\s+(?:of|for)\s+)?(?:the\s+)?{F}"
)
_TALKS = 40  # characters from "round of" to "talks"
# "the round, which Ghana will host": said of the number that stands before
_WHICH = re.compile(rf"[{F}{R}](?:\s*\([^)]*\))?[^.;{F}{R}]{{0,40}},?\s*(?:which|that)\s+(?:[\w’'-]+\s+){{0,4}}$")
# "a conference on fish which Lima will host"
_OF_OTHER_WHICH = re.compile(rf"[^{F}{R}\s,)][^{F}{R}]{{0,3}}\swhich\s+(?:[A-Z][\w’'-]+\s+){{1,3}}$")
# "a conference which Lima would host", "the conference Lima would host"
_OTHER_EVENT = r"\b(?P<body><other_events>)\s+(?:(?:which|that)\s+)?(?-i:[A-Z])[\w’'-]+(?:\s(?-i:[A-Z])[\w’'-]+)?\s+$"
_WITH_TOWN = re.compile(rf"\bwith\s+{TOWN}\s+$", re.I)  # "It meets every two years, with Lima to host in 2026"
_UNIT = r"\s+(?:week|<weekdays>)\b"
_WISH = r"\b<wishing>\s[^.;]{0,120}?\bto\s+$"  # "both sides would like the F to meet again"
# "ties have grown since King A and President B last met": two people, who may meet anywhere
_TWO_PEOPLE = re.compile(rf"{O}\s+and\s+(?:[A-Z][\w’'-]*\s+){{0,4}}{O}+\s+$")
# "A, who had talks with the F, goes to Bern"
_SOMEBODY = re.compile(rf"\W*(?:[A-Z][\w’'.-]*\s+){{0,4}}{O}+(?:,\s[^;]*,)?\s+$")
# "the sixth F", before "moves to Bern"; not "the sixth session of the committee is in Lima, while the F moves to Bern"
_NUMBERED = re.compile(
    rf"{R}(?:(?!,\s+(?:and|but|while|whereas|whilst)\s+(?:the|its|their)\s)[^.;{F}{R}]){{0,60}}{F}*(?:\s*\([^)]*\))?\s+$"
)


def _of_a_session(article: Article, sentence: Sentence, start: int, end: int, next_: bool) -> bool:
    """Is "moves to", "will host" said of a session, and not of one that a number before it names?"""
    before = article.mask[sentence.start : start]
    if article.mask.startswith("to host", start) and not _WITH_TOWN.search(before):
        return False  # "He asked Peru to host in May"
    if next_ and article.lexicon.regex(_WISH).search(before):
        return False
    if not next_ and _held_other(article, start, end):
        return False
    if _NUMBERED.search(before) or (not next_ and F not in before and _TWO_PEOPLE.search(before)):
        return False
    which = _WHICH.search(before)
    if which and next_ and R in before[max(0, which.start() - 150) : which.end()]:
        return False
    if _OF_OTHER_WHICH.search(before):
        return False
    other = article.lexicon.regex(_OTHER_EVENT).search(before) if next_ else None
    if other and not called_so(article, other["body"].casefold()):
        return False
    if article.lexicon.regex(_HOSTS).search(article.mask, start, end) and article.lexicon.regex(_HOST_FORUM).match(
        article.mask, end
    ):
        return False  # the forum's own mention tells it
    if article.mask.endswith("host", start, end) and article.lexicon.regex(_AT_MEAL).match(article.mask, end):
        return False
    hosted = article.lexicon.regex(_ROUND_OF).match(article.mask, end)
    if hosted and not article.cue("sessions", hosted.end(), hosted.end() + _TALKS):
        return False
    if not next_ and article.mask[start:end].endswith(("host", "had hosted", "hosted it")):
        return _hosted_on(article, sentence, start, end)
    if article.mask[start:end].endswith(("again", "since")):
        return bool(
            article.mask.startswith("host", start)
            or F in before
            or article.lexicon.regex(WHO_MEETS).search(before)
            or article.cue("sessions", sentence.start, start)
            or article.cue("sides", sentence.start, start)
            or article.countries_in(sentence.start, start)
        )
    if article.mask.startswith("next", end - len("next")) and article.lexicon.regex(_UNIT).match(article.mask, end):
        return False  # "will meet next week": not "will meet next in May"
    if not article.mask[start:end].endswith("to"):
        return True
    subject = (F in before or article.cue("sessions", sentence.start, start)) and not _SOMEBODY.fullmatch(before)
    return bool(subject) and article.mask[end + 1 : end + 2].isupper()


def _held_other(article: Article, start: int, end: int) -> bool:
    """ "Peru last held a seat in 1961": has "held" an object that is no session?"""
    if not article.mask[start:end].casefold().endswith(_HELD):
        return False
    what = article.lexicon.regex(_HELD_WHAT).match(article.mask, end)
    return what is not None and article.lexicon.regex(_HELD_SESSION).match(article.mask, end) is None


# "is to host the delegates for dinner", "will host his guests at a State banquet", "will host a dinner": no session
_AT_MEAL = r"\s(?:[^.;]{3,60}?\s(?:for|at|to)\s+)?(?:an?\s+)?(?:[\w-]+\s+){0,2}<meals>\b"


_HOSTING = 40  # characters from "had hosted" to the day


def _hosted_on(article: Article, sentence: Sentence, start: int, end: int) -> bool:
    """ "Lima had hosted in May 2021", "was the host in 2021", "hosted it in 2021": nothing between the words and the
    day."""
    raw = next(iter(article.dates_in(end, min(sentence.end, end + _HOSTING))), None)
    return (
        raw is not None
        and article.lexicon.regex(ON_DAY).fullmatch(article.mask, end, raw.start) is not None
        and HOST.search(article.mask, max(sentence.start, start - CITY), start) is not None
    )


# "they agreed to meet in Lima": who plans, and how
_PLANNED = r"\b(?P<how><planning>|<resolving>)\s+(?:to\s+)?<to_meet>$"
_WHO_PLANS = r"\b(?:it|they|both|parties|<sides>(?<=s)|<several_posts>)\b"
_IN_TOWN_OR_DAY = re.compile(r"(?:\s+next)?,?\s+(?:in|on|early|later|next)\s")
_PLAN = 24  # characters from "agreed" to "meet"


def agreed_to_meet(article: Article) -> list[OpenMention]:
    """ "It was agreed to convene in Lima in 2026", "they plan to meet in Lima next year"."""
    out = []
    planned, planner = article.lexicon.regex(_PLANNED), article.lexicon.regex(_WHO_PLANS)
    for start, end in article.all_cues("coming_together"):
        plan = planned.search(article.mask, max(0, start - _PLAN), end)
        if plan is None or plan.end() != end or not _IN_TOWN_OR_DAY.match(article.mask, end):
            continue
        sentence = article.sentence_at(start)
        stop = article.mask.find(",", end + _PLAN, sentence.end)
        clause = (end, stop if stop > 0 else sentence.end)
        if (
            article.dates_in(*clause)
            and not SIGN_OF_SESSION.search(article.mask, *clause)
            and not article.cue("meets_again", start, end + VERB_GAP)
            and F not in article.mask[sentence.start : plan.start()]
            and planner.search(article.mask, sentence.start, plan.start())
            and (not plan["how"].startswith("expect") or _held_right_before(article, sentence))
        ):
            out.append(OpenMention(start, end, sentence, NEXT, "agreed-to-meet"))
    return out


def _held_right_before(article: Article, sentence: Sentence) -> bool:
    """ "The F met in Lima in May. It is expected to convene in Quito in June"."""
    before = article.sentences[sentence.index - 1]
    return sentence.index > 0 and article.cue("held_verbs", before.start, before.end) is not None


_SESSION_THAT = (
    r"(?:\b(?:it|they|the\s+two\s+sides)|\bwhen\s+we|\b(?:the|this|that|its)\s+(?:[\w-]+\s+){0,2}<sessions>"
    r"|\b(?:before\s+that|previously|earlier),?\s+the\s+(?:[\w-]+\s+){0,2}(?:<several_posts>|<sides>))"
    r"\s+(?:has\s+|had\s+|have\s+)?(?:also\s+|last\s+)?$"
)


_YEARLY = re.compile(r"\s+(?:\w+\s+)?(?:each|every)\s")  # "since 2002 it has been held nearly each year"


def met_before(article: Article, told: set[int]) -> list[OpenMention]:
    """ "In Seoul it met in June 2023", "the committee had sat in Hanoi in 2015": long before the report."""
    subject, met = article.lexicon.regex(_SESSION_THAT), article.lexicon.words("having_met")
    out = []
    for start, end in article.all_cues("held_verbs"):
        if article.mask[start:end].split()[-1].casefold() not in met:
            continue
        sentence = article.sentence_at(start)
        lo, hi = sentence.start, sentence.end
        if sentence.index in told or R in article.mask[lo:hi]:
            continue
        if _YEARLY.match(article.mask, end):
            continue
        if subject.search(article.mask, max(lo, start - 50), start) and long_ago(article, start, hi):
            out.append(OpenMention(start, end, sentence, PREVIOUS, "met-before"))
    return out
