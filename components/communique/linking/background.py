"""Which dates of an article are of something else than a session."""

from __future__ import annotations

import re

from communique.dates import RawDate
from communique.linking.article import Article
from communique.mask import F, M, O, R

_REACH = 60  # characters between "signed" and the date of it
# between "hold" and "by the end of the year": "the fifth session of the F in Lima"
# behind "would convene": "the second session of the F in Lima"
_TO_BE_HELD = re.compile(
    rf"(?:\s+(?:the|an?|its|their)(?:\s+next)?\s+(?:{R}+\s+(?:of\s+(?:the\s+)?)?)?{F}+(?:\s+\({F}+\))?)?"
    r"(?P<town>\s+(?:in|at)\s+[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)?)?\s*"
)
_CLAUSE = 140  # characters between "since" and the end of its clause
_LIMIT = re.compile(r"\b(?:by|until|till|before|between)\s+(?:the\s+|end\s+of\s+|early\s+|late\s+)*$", re.I)
_MONTHS_AHEAD = ("next month", "next year", "this month", "this year")
_FROM_THEN = re.compile(r"\b(?:from|as\s+of|starting(?:\s+from)?|effective(?:\s+from)?)\s+$", re.I)
# of words, with names: "launched by Presidents A and B two years ago"
# "she said on Thursday, when the F met": the day of the session, too
# "A had come from Quito, where three states held talks a day earlier"
_CAME_FROM = re.compile(rf"\bfrom\s+[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)?,\s+where\s[^.;,{F}{R}]*$")
# "issued on Thursday at the end of the F"
# "said on Saturday in Lima, where she and B presided over the sixth session"
# "disclosed yesterday in Lima at the sixth F"
_WHEN_IT_MET = (
    r"(?:\s+in\s+(?-i:[A-Z])[\w’'-]+(?:\s(?-i:[A-Z])[\w’'-]+)?)?(?:,?\s+(?:when|as|after)|,?\s+<at_session>)\s+the\s+(?:\w+\s+){0,3}[\ue002\ue003]"
    r"|(?:\s+in\s+(?-i:[A-Z])[\w’'-]+(?:\s(?-i:[A-Z])[\w’'-]+)?)?,\s+where\s[^.;,]{1,120}?"
    r"\b(?:<chaired>|<opened_it>|<attending>|<led>)\s+the\s+(?:\w+\s+){0,3}[\ue002\ue003]"
)
# "the first since 2005, when Lima hosted the fifth session", "when it was held in Lima"
WHEN_HELD = (
    r",?\s+when\s(?:[^.;]{0,60}[\ue002\ue003]|it\s+(?:last\s+)?(?:met|sat|convened|gathered)\b"
    r"|(?:it|the\s+\w+)\s+(?:was|had\s+been)\s+(?:<held_at>|hosted|in)\b"
    r"|(?-i:[A-Z])[^.,;]{2,30}?\s(?:was\s+(?:the\s+)?host|(?:had\s+)?hosted)\b)"
)
# "the M, which is to meet on 5 May": of the ministry
_MINISTRYS = re.compile(rf"{M}\)?,\s+which\s+[^.;,{F}{R}]*$")
_WORDS = re.compile(rf"\s+(?:\w+\s+(?:{O}+\s+)?){{0,7}}")
_FEW_WORDS = re.compile(rf"\s+(?:\w+\s+(?:{O}+\s+)?){{0,4}}")
# "the first time since the two leaders decided in July to meet": of the time before
_SINCE = re.compile(r"\bsince\s+(?!then\b)[^.;,\ue002\ue003]*\s$")
# "A, who became co-chair of the F in May"
_IN_OFFICE = re.compile(r"[^.;,]*\s")
# "the treaty of 1904", but "the spring of 2011"
_OF_YEAR = r"\b(?!<year_parts>|<session_nouns>)[\w-]+\s+of\s+$"
# "were held online, as they were last year"
_AS_THEY_WERE = re.compile(r",?\s+(?:just\s+)?as\s+(?:it|they)\s+(?:was|were|did)\s+$")
_THE = re.compile(r"\bthe\s+$")
_OF_A_NAME = re.compile(r" of Independence")  # "at the Palace of Independence on 9 August"
# "met under the EU-Omani Partnership Agreement in Lima on 12 May": the day is not of the agreement
_UNDER_IT = re.compile(r"\bunder\s+(?:the|their)\s+(?:[A-Z][\w’'-]*\s+(?:and\s+|on\s+|of\s+)?){1,6}$")
_NAMED_SO = re.compile(r"\s+[A-Z]")  # "the 2030 Agenda"
# "the minister announced on Friday", "it was said in the port of Lima late on Friday"
_SAID = (
    r"\b(?:<saying>|(?<!was\s)(?<!were\s)told\s+(?:\w+\s+){0,3}\w+"
    r"|in\s+(?:an?|its|the|his|her)\s+(?:[\w-]+\s+)?<papers>)"
    r"(?:\s+(?:here|(?:in|at)\s+(?:[\w’'-]+\s+){0,3}[\w’'-]+))?"
    r"\s+(?:on\s+|late\s+|earlier\s+)?$"
)
_SAYING = 40  # characters from "announced" to the day
# "…, the ministry wrote in a press release sent to the agency on Thursday": the day of the paper
_GIVEN_OUT = (
    r"\b(?:in|by|through|via|from)\s+(?:an?|its|the|his|her|their)\s+(?:[\w-]+\s+){0,2}<papers>,?\s+"
    r"(?:(?:that|which)\s+)?(?:(?:was|were|had\s+been|it)\s+)?<given_out>\s+(?:to|by|with|for|on|from)\s+"
    r"(?:[\w’'-]+\s+){1,5}?(?:on\s+|late\s+|earlier\s+)?$"
)
_PAPER = 110  # characters from "in a press release" to the day
# "flew into Lima last night for the fifth session": the evening before it
_ARRIVED = r"\b<arriving>\s+(?:in|into|at)\s+(?-i:[A-Z])[\w’'-]+(?:\s(?-i:[A-Z])[\w’'-]+)?\s+(?:on\s+)?$"


def of_something_else(article: Article, raw: RawDate) -> bool:
    """Is this the day of an agreement, of a statement, or a limit? Several rules ask it of a day."""
    known = article.memo.setdefault("days_of_something_else", {})
    if raw.start not in known:
        known[raw.start] = _of_something_else(article, raw)
    return known[raw.start]


def _of_something_else(article: Article, raw: RawDate) -> bool:
    before = article.mask[max(0, raw.start - _SAYING) : raw.start]
    near = raw.start - _SAYING, raw.start
    said = article.cue("saying", *near) or article.cue("papers", *near) or "told" in before
    if (
        said
        and article.lexicon.regex(_SAID).search(before)
        and not article.lexicon.regex(_WHEN_IT_MET).match(article.mask, raw.end)
    ):
        return True
    paper = article.cue("papers", raw.start - _PAPER, raw.start) if raw.kind != "year" else None
    if paper and article.lexicon.regex(_GIVEN_OUT).search(article.mask, max(0, raw.start - _PAPER), raw.start):
        return True
    lo = max(0, raw.start - _CLAUSE)
    if article.mask.find(", where ", lo, raw.start) > 0 and _CAME_FROM.search(article.mask, lo, raw.start):
        return True
    if raw.words == "last night" and article.lexicon.regex(_ARRIVED).search(before):
        return True
    if M in article.mask[max(0, raw.start - _REACH) : raw.start] and _MINISTRYS.search(
        article.mask, max(0, raw.start - _REACH), raw.start
    ):
        return True
    if raw.kind != "relative" and (limit := _LIMIT.search(before)) and not _held_by(article, raw, limit):
        return True
    if raw.words in _MONTHS_AHEAD and _FROM_THEN.search(before) and not _of_session(article, raw):
        return True  # "The gate will be open on Sundays from next month"
    if raw.words == "last year" and _AS_THEY_WERE.search(before):
        return True
    if raw.kind == "weekday" or (raw.kind == "relative" and not raw.words.endswith("ago")):
        return False
    if article.lexicon.regex(WHEN_HELD).match(article.mask, raw.end):
        return False
    if _of_another_time(article, raw):
        return True
    if raw.kind == "year" and (
        article.lexicon.regex(_OF_YEAR).search(before)
        or (_THE.search(before) and _NAMED_SO.match(article.mask, raw.end))
    ):
        return True
    last = article.cue("last_met", raw.start - _REACH, raw.start) or (0, 0)  # "had not met since June 2019"
    few = _WORDS if raw.kind == "year" else _FEW_WORDS
    return any(
        few.fullmatch(article.mask, cue[1], raw.start)
        for cue in article.cues("background_dates", raw.start - _REACH, raw.start)
        if not last[0] <= cue[0] < last[1]
        and not _UNDER_IT.search(article.mask, max(0, cue[0] - _REACH), cue[0])
        and not _OF_A_NAME.match(article.mask, cue[0] - len(" of "))
        and not (article.mask[cue[0] : cue[1]] in ("since", "Since") and _since_session(article, cue[1], raw.start))
    )


def _of_session(article: Article, raw: RawDate) -> bool:
    """Does the sentence speak of a session before this date?"""
    start = article.sentence_at(raw.start).start
    told = article.mask[start : raw.start]
    return F in told or R in told or article.cue("sessions", start, raw.start) is not None


def _since_session(article: Article, start: int, end: int) -> bool:
    """ "Since the previous meeting in Lima in 2019": the day of that meeting."""
    earlier = article.cue("previous_words", start, end)
    return earlier is not None and article.cue("sessions", earlier[1], end) is not None


def _of_another_time(article: Article, raw: RawDate) -> bool:
    """ "Since the two leaders decided in July to meet", "A became co-chair of the F in May"."""
    lo = max(0, raw.start - _CLAUSE)
    if article.mask.find("since ", lo, raw.start) >= 0 and not article.cue("last_met", lo, raw.start):
        since = _SINCE.search(article.mask, lo, raw.start)
        if since and raw.start - since.start() > _REACH // 3:
            return True
    return any(
        _IN_OFFICE.fullmatch(article.mask, cue[1], raw.start) and not article.cue("held_verbs", cue[1], raw.start)
        for cue in article.cues("taking_office", lo, raw.start)
    )


def _held_by(article: Article, raw: RawDate, limit: re.Match[str]) -> bool:
    """ "To be held by the end of 2025", "would convene again in Lima before the end of 2025", "would convene the F
    before the end of 2025": a limit that says when the session is to be."""
    if raw.kind not in ("month", "year") or "end" not in limit[0]:
        return False
    at = max(0, raw.start - 40) + limit.start()
    return any(
        (what := _TO_BE_HELD.fullmatch(article.mask, cue[1], at)) and (what["town"] or group != "meets_again")
        for group in ("scheduled_verbs", "held_verbs", "meets_again")
        for cue in article.cues(group, at - _REACH, at)
    )
