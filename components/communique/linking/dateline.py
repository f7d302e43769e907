"""What an article says of itself: the city of its dateline and its day of publication."""

from __future__ import annotations

import re
from bisect import bisect_right

from communique.dates import RawDate, parse_day, resolve
from communique.linking.article import Article
from communique.linking.sentences import Sentence
from communique.mask import F, R
from communique.schema import Offsets

_DATELINE = re.compile(
    r"\W*(?P<name>[A-ZÀ-Þ][\w’'. -]{2,28}?)\s*(?:\([A-Z][\w ]{2,20}\)(?=,))?(?:,\s*[\w\s.,/’']{2,40}?)?\s*"
    r"(?:\([\w\s.,/:’'-]{2,50}\))?\s*(?::|–|—|--|-\s|;)"
    r"|\W*(?P<bare>[A-ZÀ-Þ][\w’'. -]{2,28}?),\s+(?:[A-ZÀ-Þ][\w ]{2,28},\s+)?(?:\d{1,2}\s+)?"
    r"(?i:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[A-Za-z]*\.?(?:\s+\d{1,2})?\b"
    # "Lima May 5/2016 The ministers"
    r"|\W*(?P<dated>[A-ZÀ-Þ][\w’'. -]{2,28}?)\s+"
    r"(?i:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[A-Za-z]*\.?\s+\d{1,2}(?:,\s+|/)\d{4}\s+(?=[A-Z\ue000-\ue003])"
    # "YEREVAN, ARMENPRESS.", "Ulaanbaatar /MONTSAME/.", "MINSK. The ministers"
    r"|\W*(?P<agency>[A-ZÀ-Þ][\w’' -]{2,28}?)"
    r"(?:,\s+[A-Z]{4,}\.|\s+/[A-Z][\w ]{2,20}/|(?<=[A-Z])\.\s+(?=[A-Z\ue000-\ue003]))"
)
# "From our envoy in Lima", "By Our Correspondent, Lima", "By Ana Rojas, Lima", "Post Report, Lima",
# "ANDINA, Lima", "AFP | Lima Last Updated at", "20:14 | Lima, Apr. 29", "Andes Press | Lima | May 8"
_FROM_OUR = (
    r"(?m:\bfrom\s+[\w\s]{3,30}?\s+in\s+(?P<name>(?-i:[A-Z])[\w’' -]{2,28}?)(?:,|\n|$)"
    r"|^\W*(?:by\s+)?(?-i:[A-Z][\w’'-]+(?:\s[A-Z][\w’'.-]*){1,2}\s+in\s+(?P<post>[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)?))"
    r"(?:,\s+(?-i:[A-Z])[\w ]{2,28})?\s*$"
    r"|^\W*(?:(?:by|from)\s+)?(?:[\w’'-]+\s+){1,3}<reporters>,\s+(?P<line>(?-i:[A-Z])[\w’' -]{2,28}?)\s*$"
    r"|^\W*by\s+(?-i:[A-Z][\w’'.-]+(?:\s[A-Z][\w’'.-]*){1,3}),\s+(?P<town>(?-i:[A-Z])[\w’' -]{2,28}?)\s*$"
    r"|^\W*(?-i:[A-Z]{2,10}),\s+(?P<wire>(?-i:[A-Z])[\w’' -]{2,28}?)\s*$"
    r"|^[^|\n]{2,40}\|\s+(?P<page>(?-i:[A-Z])[\w’' -]{2,28}?)(?:,|\s*\||\s+(?:last\s+)?updated\b))"
)
# "Lima, ", "LIMA/QUITO, ", "By a Staff Reporter, Lima, "
_LEAD = re.compile(r"\W*(?:By\s[\w ]{3,24},\s+)?[A-Z][\w’'. /-]*,?\s*(?:\w+day,?\s+)?")
_DASH = re.compile(
    r"(?:,\s*[A-Z]{2,8}\b)?\s*(?:\([^)\n]{1,40}\)|/[\w ]{1,20}/)?\.?[^\S\n]*[-–—:]"
    r"|\s*\([A-Z][\w/ ]{1,20}\)\s+(?=[A-Z])|\.?\s*/[A-Z][\w ]{1,20}/\."
    r"|(?!\.\s*\n)[,.]?\s*/?[A-Z]{4,}[A-Z/-]*(?:\.|\s[-–—])"
)
# "» Tuesday 5 March – the 9th F, Lima": an entry of a diary, whose day is that of the session
_ENTRY = re.compile(r"[^\w\n]*[A-Z][a-z]+day,?\s+")
_ENTRY_OF = re.compile(rf"\s*[–—:-]\s+(?:the\s+)?[{F}{R}]")
_IN_BRACKETS = re.compile(r"\W*[A-Z][\w’'., -]{2,40}\s(?:-|–|—|--)\s*\(")
_BY = re.compile(r"\W*By\s[^.;]{3,80}$", re.I)
_CITY_LINE = re.compile(r"\W*(?P<name>[A-ZÀ-Þ][\w’' -]{2,28}?)\s*[,–—|-]")
_CITY_ALONE = re.compile(r"\W*(?P<name>[A-ZÀ-Þ][\w’' -]{2,28}?)\W*")
_HOUR = re.compile(r"(?:,?\s*\w+day)?\s*(?:[@,|/–-]|at)?\s*\d{1,2}[:.]\d\d\b")
_FOOT_LINE = re.compile(r"\W*(?P<name>[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)?)(?:[,:]?\s+[\w ,]{0,20}\d{4})?\W*$")
_FOOT = 3  # sentences at the end in which the city of a release stands
_TITLE = 5  # sentences in which the title of a statement, its place and its day stand
_HEAD = 7  # sentences in which a date line stands
_LATE = 4  # days by which an article may be published later than its dateline says
_ITEMS = 8  # blocks before "here" in which the dateline of its item stands
_DATE_LINE = 40  # characters beside the date in a line that gives the day of publication
# "5 May 2023 | News | Ministry of Fish", "5 May 2023 09:12 PM, updated 6 May 2023": more of that line than the day
_MORE_OF_LINE = re.compile(r"\s*(?:[|•·]|(?:[,@-]|at)?\s*\d{1,2}[:.]\d\d\b)")
_DAYS = re.compile(r"\D*\d{1,2}\s*(?:[-–—]|to)\s*(?:[A-Z][a-z]+\s+)?\d")
_TEXT_BEHIND = re.compile(r"\s*[-–—]+\s*(?=[A-Z\ue000-\ue003])")


def dateline(article: Article, at: int = 0) -> tuple[str, Offsets] | None:
    """The city of the dateline ("ACCRA, 5 May (GNA) – …"), as the text writes it. at: the offset of "here"; of a
    bulletin with several datelines the one before it counts."""
    before = article.blocks[: bisect_right(article.blocks, at, key=lambda b: article.sentences[b.body].start)]
    own = next((block.body for block in reversed(before[-_ITEMS:]) if block.apart), None)
    near = [] if own is None else article.sentences[own : own + 1]
    for sentence in (*near, *article.sentences[:6]):
        end = min(sentence.end, sentence.start + 90)
        line = _CITY_ALONE.fullmatch(article.mask, sentence.start, sentence.end)
        if line and article.lexicon.is_host_city(line["name"]):
            return line["name"], line.span("name")
        if match := _DATELINE.match(article.mask, sentence.start, end):
            group = next(name for name in ("name", "bare", "dated", "agency") if match[name])
            name = match[group].strip(" ,")
            if article.lexicon.is_host_city(city := name.partition(". ")[0]):  # "LIMA. ANDINA – The ministers"
                name = city
            alone = group == "bare" and not article.mask[match.end() : sentence.end].strip(" .\n")
            if alone and any(raw.start == match.start(group) for raw in article.dates_in(sentence.start, end)):
                continue  # "Friday, Nov. 11"
            if alone or article.lexicon.is_host_city(name) or (name.isupper() and group not in ("dated", "agency")):
                return name, (match.start(group), match.start(group) + len(name))
        if match := article.lexicon.regex(_FROM_OUR).search(article.mask, sentence.start, end):
            group = next(name for name in ("name", "line", "post", "town", "wire", "page") if match[name])
            sure = group in ("name", "post") or (group == "line" and not match[group].isupper())
            sure = sure or f" in {match[group]}" in article.mask  # else "By Our Correspondent, AFP"
            if sure or article.lexicon.is_host_city(match[group]):
                return match[group], match.span(group)
    for line in article.sentences[-_FOOT:]:  # "New Delhi" below a release, the day beside or under it
        foot = _FOOT_LINE.match(article.mask, line.start, line.end)
        if foot and article.lexicon.is_host_city(foot["name"]):
            return foot["name"], foot.span("name")
    return None


def publication_day(article: Article) -> str | None:
    """The day that "today" means: that of the dateline, if it lies shortly before the day of publication; else
    the day of publication, or that of a date line."""
    if "publication_day" not in article.memo:
        article.memo["publication_day"] = _publication_day(article)
    return article.memo["publication_day"]


def _publication_day(article: Article) -> str | None:
    day = parse_day(article.published)
    for sentence in (*article.sentences[:_HEAD], *article.sentences[-3:]) if day is None else article.sentences[:4]:
        for raw in article.dates_in(sentence.start, min(sentence.end, sentence.start + 70))[:1]:
            if day is not None:
                own = (
                    in_dateline(article, raw)
                    or _city_and_day(article, raw, sentence)
                    or _day_alone(article, raw, sentence)
                )
                told = parse_day(resolve(raw, article.published)) if own else None
                if told and 0 < (day - told).days <= _LATE:
                    return told.isoformat()
                continue
            if raw.kind == "day" and raw.year and (_date_line(article, raw, sentence) or in_dateline(article, raw)):
                return resolve(raw, None)
    return article.published


def _city_and_day(article: Article, raw: RawDate, line: Sentence) -> bool:
    """ "NAIROBI, 21st November 2023", "Nairobi, November 21": a line of nothing else."""
    if raw.kind != "day" or article.mask[raw.end : line.end].strip(" \n."):
        return False
    city = _CITY_LINE.fullmatch(article.mask[line.start : raw.start].rstrip())
    return city is not None and article.lexicon.is_host_city(city["name"])


def _day_alone(article: Article, raw: RawDate, line: Sentence) -> bool:
    """ "26 January 2026": a line of nothing else below the heading of a release that was put online later. Of a review
    "20–26 January 2026" is the week that it tells of."""
    alone = raw.kind == "day" and raw.year and line.index and not article.mask[line.start : raw.start].strip()
    alone = alone and not _DAYS.match(article.mask, raw.start)
    return bool(alone) and not article.mask[raw.end : line.end].strip(" \n")


def statement_line(article: Article) -> tuple[Offsets | None, RawDate] | None:
    """ "Manila, 17 November 2015" below the title of a joint statement: where and when it was made."""
    head = article.sentences[:_TITLE]
    if not article.cue("statements", 0, head[min(2, len(head) - 1)].end):
        return None
    for line in head:
        for raw in article.dates_in(line.start, line.end)[:1]:
            if raw.kind == "day" and raw.year and _date_line(article, raw, line):
                city = _CITY_LINE.match(article.mask, line.start, raw.start)
                return (city.span("name") if city else None), raw
    return None


def _date_line(article: Article, raw: RawDate, sentence: Sentence) -> bool:
    """ "Press Office, 5 May 2023": a line that gives the day of publication."""
    lead, rest = article.mask[sentence.start : raw.start], article.mask[raw.end : sentence.end].strip()
    if _BY.match(lead) and not rest:
        return True  # "By our writer in International on 3 December 2024"
    if rest == "." and not lead.strip():
        return True  # "15.03.2017. 10:05"
    short = len(rest) < _DATE_LINE or _MORE_OF_LINE.match(article.mask, raw.end, sentence.end)
    return len(lead) < _DATE_LINE and bool(short) and not rest.endswith(".")


def of_publication(article: Article, raw: RawDate) -> bool:
    """Is this the day of the report, in a dateline or in a line of its own?"""
    sentence = article.sentence_at(raw.start)
    heading = sentence.index < _HEAD or _in_heading(article, sentence)
    alone = heading and raw.kind == "day" and raw.year and (_date_line(article, raw, sentence) or _byline(article, raw))
    return bool(alone) or (heading and _city_and_day(article, raw, sentence)) or in_dateline(article, raw)


def _byline(article: Article, raw: RawDate) -> bool:
    """ "Victoria | March 6, 2020, Friday @ 15:42 in National | By: …": the day of publication and an hour behind it."""
    return resolve(raw, None) == article.published and _HOUR.match(article.mask, raw.end) is not None


def _in_heading(article: Article, sentence: Sentence) -> bool:
    block = article.blocks[max(0, bisect_right(article.blocks, sentence.index, key=lambda b: b.first) - 1)]
    return sentence.index <= block.body


def in_dateline(article: Article, raw: RawDate) -> bool:
    """ "Colombo, May 28 (Daily Mirror) – …": the day of the report, not of the session."""
    sentence = article.sentence_at(raw.start)
    lead = article.mask[sentence.start : raw.start]
    if sentence.index < _HEAD and article.mask.startswith(")", raw.end) and _IN_BRACKETS.fullmatch(lead):
        return True  # "Georgetown, Guyana – (22 April 2023) Ministers …"
    if sentence.index < _HEAD and raw.year and raw.day and not lead.strip():
        return _TEXT_BEHIND.match(article.mask, raw.end, sentence.end) is not None  # "Jun 24, 2016- Ministers …"
    if _ENTRY.fullmatch(lead) and _ENTRY_OF.match(article.mask, raw.end):
        return False
    dash = _DASH.match(article.mask, raw.end) if len(lead) < _DATE_LINE and _LEAD.fullmatch(lead) else None
    # further down, "Lima, 5 May: the fifth round" is an entry of a calendar
    return dash is not None and (sentence.index < _HEAD or not dash[0].endswith(":"))
