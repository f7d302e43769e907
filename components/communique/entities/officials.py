"""Rules for OFFICIAL."""

from __future__ import annotations

import re
from functools import lru_cache

from communique.entities.spans import Spans
from communique.entities.words import CAP, INSTITUTION, EntityWords, any_of
from communique.lexicon import Lexicon, alternatives


def name_borders(work: Spans, lexicon: Lexicon, words: EntityWords) -> None:
    """A name has no title in front; initials and a first name that a model cut off belong to it."""
    titles = {t.casefold() for t in lexicon.titles} - {"the"}
    posts = {p.casefold() for p in [*lexicon.post_nouns, *lexicon.post_words]}
    text = work.text
    for span in work.of("OFFICIAL"):
        while True:
            first = re.match(r"(\S+)\s+(?=\S)", text[span[0] : span[1]])
            if (
                not first
                or not (first[1].casefold() in titles or first[1].rstrip(".").casefold() in posts)
                or first[1] in ("Sheikh", "U")
            ):
                break
            span[0] += first.end()
        initials = re.search(
            r"(?<![\w.])((?:[A-Z]\. ?){1,4}(?:[A-Z]\.?)? ?|(?:[A-Z] ){1,4})$", text[max(0, span[0] - 16) : span[0]]
        )
        more = re.match(r"[A-Z]\.?\s", text[span[0] : span[1]])
        if (
            initials
            and initials[0].strip().casefold() not in titles
            and (more or initials[0].strip() not in ("I", "A", "U"))
        ):
            start = span[0] - len(initials[0])
            if not work.at(start, span[0]):
                span[0] = start


def names_again(work: Spans, lexicon: Lexicon, words: EntityWords) -> None:
    """Later mentions of an official, whole or by the last name, are marked too."""
    text = work.text
    wanted: dict[str, None] = {}
    for span in work.of("OFFICIAL"):
        name = text[span[0] : span[1]]
        parts = name.split()
        wanted[name] = None
        if (
            len(parts) >= 2
            and len(parts[-1]) > 3
            and parts[-1][0].isupper()
            and not lexicon.countries.country(parts[-1])
            and not lexicon.countries.is_capital(parts[-1])
        ):
            wanted[parts[-1]] = None
    if not wanted:
        return
    body = "|".join(re.escape(name) for name in sorted(wanted, key=len, reverse=True))
    for match in re.finditer(rf"(?<![\w’'-])(?:{body})(?![\w-])", text):
        if work.at(*match.span()) or len(match[0]) < 3:
            continue
        before = re.search(r"(\w[\w’'.-]*)\s+$", text[max(0, match.start() - 30) : match.start()])
        # "Jude Fernando" is not the Fernando of the article: a capitalised word that is no post stands before
        if (
            " " not in match[0]
            and before
            and before[1][0].isupper()
            and before[1].rstrip(".").casefold() not in _titles(lexicon)
            and not re.search(r"[.!?]\s+$", text[: match.start()][-3:])
        ):
            continue
        if re.match(r"\s+[A-ZÀ-Þ][a-zà-ÿ]+", text[match.end() :]) and " " not in match[0]:
            continue
        work.put(match.start(), match.end(), "OFFICIAL")


@lru_cache(maxsize=8)
def _led_by(verbs: tuple[str, ...], posts: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(
        rf"\b{alternatives(verbs)}\s+(?P<name>(?!{INSTITUTION}\b){CAP}(?:\s+(?!{INSTITUTION}\b){CAP}){{1,3}}),\s+"
        rf"(?:the\s+)?(?:[\w-]+\s+){{0,2}}(?i:{alternatives(posts)})\b"
    )


def led_by(work: Spans, lexicon: Lexicon, words: EntityWords) -> None:
    """Who stands behind "headed by" with a post behind the name is an official: "headed by A B, Director of …"."""
    pattern = _led_by(tuple(words.led_by), tuple(lexicon.post_nouns))
    for match in pattern.finditer(work.text):
        start, end = match.span("name")
        if not work.at(start, end) and not lexicon.countries.find(match["name"]):
            work.put(start, end, "OFFICIAL")


def no_longer(work: Spans, lexicon: Lexicon, words: EntityWords) -> None:
    """Those whom the text names as former, late or retired hold no office: "the late President A"."""
    left = any_of(tuple(words.no_longer))
    lower = any_of((*lexicon.post_nouns, *lexicon.post_words))
    post = rf"(?!{words.clause})(?:[^\W\d_a-z][\w&.-]*|{lower})\s+"
    before = re.compile(rf"(?<![\w’'-]){left}[\s-]+(?:{post}){{0,6}}$")
    gone = {
        work.text[span[0] : span[1]].split()[-1]
        for span in work.of("OFFICIAL")
        if (match := before.search(work.text, max(0, span[0] - 90), span[0]))
        and all(other[2] != "OFFICIAL" for other in work.at(match.start(), span[0]))
    }
    for span in work.of("OFFICIAL"):
        if work.text[span[0] : span[1]].split()[-1] in gone:
            work.drop(span)


_BYLINE = re.compile(
    r"(?:\b(?:by|from|updated|published|posted|staff|our|correspondent|reporter|desk|on|at|am|pm|mon|tues?|wed(?:nes)?|"
    r"thu(?:rs)?|fri|sat(?:ur)?|sun|day|jan\w*|feb\w*|mar\w*|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*)\b"
    r"|[\d\W_])*",
    re.I,
)


def bylines(work: Spans, lexicon: Lexicon, words: EntityWords) -> None:
    """A name that stands alone on a line with a date or "By", and nowhere in the running text, is the author's; so is
    one behind "Edited by" or "Photo:"."""
    credit = re.compile(rf"(?<!\w){any_of(tuple(words.credits))}\s*(?:by\b|:)?\s*$", re.I)
    for span in work.of("OFFICIAL"):
        if credit.search(work.text, max(0, span[0] - 30), span[0]):
            work.drop(span)
    alone, running = [], set()
    for span in work.of("OFFICIAL"):
        start = work.text.rfind("\n", 0, span[0]) + 1
        end = work.text.find("\n", span[1])
        line = work.text[start : span[0]] + " " + work.text[span[1] : end if end >= 0 else len(work.text)]
        last = work.text[span[0] : span[1]].split()[-1]
        if not _BYLINE.fullmatch(line) or (len(work.of("OFFICIAL")) == 1 and "\n" not in work.text):
            running.add(last)
        else:
            alone.append((span, last))
    for span, last in alone:
        if last not in running:
            work.drop(span)


def _titles(lexicon: Lexicon) -> set[str]:
    return {t.rstrip(".").casefold() for t in [*lexicon.titles, *lexicon.post_nouns]}
