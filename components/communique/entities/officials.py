"""Rules for OFFICIAL."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from communique.entities.spans import Spans, standing_alone
from communique.entities.words import CAP, EntityWords, any_of, compiled
from communique.lexicon import Lexicon, alternatives
from communique.mask import F, M, O, R, mask

_LAST_WORD = re.compile(r"(\w[\w’'.-]*)\s+$")
_POST_BEFORE = re.compile(r"\b(?!Mr|Mrs|Ms|Dr|Prof)[A-Z][a-z]+\.?\s+$")
_SENTENCE_ENDS = re.compile(r"[.!?]\s+$")
_GOES_ON = re.compile(r"\s+[A-ZÀ-Þ][a-zà-ÿ]+")


_HEADING = re.compile(r"\s(?:To|Will|For|With|And|From|Says|Meets|Attends|Visits|Calls)\b")
_EXCELLENCY = re.compile(r"H\.?\s?E\.?\s+(?=\S)")  # "H E", "H.E."


def name_borders(work: Spans, lexicon: Lexicon, words: EntityWords) -> None:
    """A name has no title in front; initials and a first name that a model cut off belong to it."""
    titles = {t.casefold() for t in lexicon.titles} - {"the"}
    posts = {p.casefold() for p in [*lexicon.post_nouns, *lexicon.post_words]}
    text = work.text
    for span in work.of("OFFICIAL"):
        if excellency := _EXCELLENCY.match(text, span[0], span[1]):
            span[0] = excellency.end()
        while True:
            first = re.match(r"(\S+)\s+(?=\S)", text[span[0] : span[1]])
            if (
                not first
                or not (first[1].casefold() in titles or first[1].rstrip(".").casefold() in posts)
                or first[1] in ("Sheikh", "U")
            ):
                break
            span[0] += first.end()
        if goes_on := _HEADING.search(text, span[0], span[1]):
            span[1] = goes_on.start()  # "Ana Rojas To Attend"
        initials = re.search(
            r"(?<![\w.])((?:[A-Z]\. ?){1,4}(?:[A-Z]\.?)? ?|(?:[A-Z] ){1,4})$", text[max(0, span[0] - 16) : span[0]]
        )
        more = re.match(r"[A-Z]\.?\s", text[span[0] : span[1]])
        if (
            initials
            and initials[0].strip().casefold() not in titles
            and not _EXCELLENCY.match(f"{initials[0].rstrip()} .")
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
        if len(name) > 2:
            wanted[name] = None
        if (
            len(parts) >= 2
            and len(parts[-1]) > 3
            and parts[-1][0].isupper()
            and not lexicon.countries.country(parts[-1])
            and not lexicon.countries.is_capital(parts[-1])
        ):
            wanted[parts[-1]] = None
            if parts[-2].casefold() in _SURNAME_PARTICLES:
                wanted[" ".join(parts[-2:])] = None  # "Abdulla Ahmed Al Saleh", later "Al Saleh"
    titles = lexicon.words("titles", "post_nouns")
    for start, end in standing_alone(text, wanted):
        over = work.at(start, end)
        if over and all(s[2] == "OFFICIAL" and start < s[0] and s[1] == end for s in over):
            work.put(start, end, "OFFICIAL")  # "Tea Banh" again, where only "Banh" was marked
        if over:
            continue
        short = " " not in text[start:end]
        before = _LAST_WORD.search(text, max(0, start - 30), start)
        # "Jude Fernando" is not the Fernando of the article: a capitalised word that is no post stands before
        if (
            short
            and before
            and before[1][0].isupper()
            and not {before[1].casefold(), before[1].rstrip(".").casefold()} & titles
            and not _SENTENCE_ENDS.search(text, max(0, start - 3), start)
        ):
            continue
        if short and _GOES_ON.match(text, end):
            continue
        work.put(start, end, "OFFICIAL")


_SURNAME_PARTICLES = frozenset(("al", "el", "abu", "van", "von", "de", "da", "dos", "bin", "ben"))
# a first name, and up to four more with their particles: "Ahmed bin Ali Al Khalifa", "J. M. de la Fuente"
_PARTICLE = r"(?:(?:de|da|del|della|di|dos|du|van|der|den|von|zu|bin|ibn|al|el|la|le|ben|binti|ter)\s+)"
_NAME_ENDS = re.compile(
    r"(?=[,.;:)\n]|\s+(?:on|said|met|told|at|in|with|for|from|to|has|had|who|was|is|led|also|as|by)\b)"
)
_AND = re.compile(r"\s+and\b")
_NO_LEAD = re.compile(r"(?:\b(?:the|at|on|in|an?)|[^\W\d_a-zà-öø-ÿ][\w.’'-]*)\s+$")  # "at the Great Hall, ministers …"
_NOT_BEHIND = r"(?!(?:with|by|from|to|after|before|at|in|and|who|which|that|whose|once|until|said|on|as|while|an?)\b)"
_WORDS = re.compile(r"[\w’'-]+")
_BEFORE = 120  # characters before a name in which its post is looked for


@dataclass(frozen=True)
class _Posts:
    """Where a post stands beside a name. Posts that only states have speak for themselves; of the others ("director",
    "chairman") a ministry says that they are a state's. gone: "the late President", "former Minister"."""

    direct: re.Pattern[str]
    last: frozenset[str]  # the words that a post of states ends with: most names are left after a look at these
    comma: re.Pattern[str]
    ministry: re.Pattern[str]
    behind: re.Pattern[str]
    led_by: re.Pattern[str]
    led: re.Pattern[str]
    gone: re.Pattern[str]


@lru_cache(maxsize=8)
def _posts(state: tuple[str, ...], every: tuple[str, ...], gone: tuple[str, ...], led_by: tuple[str, ...]) -> _Posts:
    post, any_post, left = alternatives(state), alternatives(every), alternatives(gone)
    between = rf",\s+(?:the\s+)?(?:{_NOT_BEHIND}(?!{left}\b)[\w’'-]+\s+){{0,3}}?"
    return _Posts(
        direct=re.compile(rf"\b{post}\s+$", re.I),
        last=frozenset(phrase.split()[-1].casefold() for phrase in state),
        comma=re.compile(rf"\b{post}\s+(?:of|to|in|for)\s+[^.;:,\n{O}{M}{F}{R}]{{3,60}},\s+$", re.I),
        ministry=re.compile(rf"\b{any_post}\b[^.;:\n{O}]{{0,60}}{M}+(?:\s+of\s+(?:the\s+)?\w+)?,?\s+$", re.I),
        behind=re.compile(rf"{between}(?:{post}\b|{any_post}\b[^.;:,\n{O}]{{0,60}}{M})", re.I),
        led_by=re.compile(rf"\b{alternatives(led_by)}\s+$", re.I),
        led=re.compile(rf"{between}{any_post}\b", re.I),
        gone=re.compile(rf"(?<![\w’'-]){left}[\s-]+(?:[\w’'-]+\s+){{0,5}}$"),
    )


def beside_post(work: Spans, lexicon: Lexicon, words: EntityWords) -> None:
    """Who stands beside a post of a state is an official, however strange the name: "State Secretary of the Ministry of
    Trade, A B", "A B, Deputy Minister of Trade", "headed by A B, Director of …"."""
    posts = _posts(*map(tuple, (words.state_posts, lexicon.post_nouns, words.no_longer, words.led_by)))
    masked = mask(work.text, sorted((s[0], s[1], s[2]) for s in work.spans))
    titles = lexicon.words("titles")
    word = rf"(?!{words.institution}\b){CAP}"
    more = rf"(?:\s+(?:[A-Z]\.\s+)?{_PARTICLE}*{word})"
    name = compiled(rf"(?<![\w’'.-])(?:(?:[A-Z]\.\s?){{2,5}}{word}{more}{{0,3}}|{word}{more}{{1,4}})")
    for match in name.finditer(masked):
        start, end = match.span()
        while len(parts := masked[start:end].split(None, 1)) > 1 and parts[0].casefold() in titles:
            start = end - len(parts[1])
        before = masked[max(0, start - _BEFORE) : start]
        words_before = before.split()
        while len(words_before) > 1 and words_before[-1] != "the" and words_before[-1].casefold() in titles:
            before = before[: before.rindex(words_before.pop())]  # "Deputy Minister Dr. A B": the post stands in front
        if (
            _stands_beside(posts, before, masked, end)
            and not posts.gone.search(before)
            and _is_name(work.text, start, end, lexicon, words)
        ):
            work.put(start, end, "OFFICIAL")


def _stands_beside(posts: _Posts, before: str, masked: str, end: int) -> bool:
    """before: what stands before the name. end: where the name ends in the masked text."""
    last = before.rsplit(None, 1)[-1:]
    if last and last[0].casefold() in posts.last and posts.direct.search(before[-40:]):
        return True
    ends = _NAME_ENDS.match(masked, end)
    if ends and before.endswith((", ", ",\n")) and posts.comma.search(before):
        return True
    if M in before and (ends or _AND.match(masked, end)) and posts.ministry.search(before):
        return True
    if masked[end : end + 1] != ",":
        return False
    return bool(
        (posts.behind.match(masked, end) and not _NO_LEAD.search(before))
        or (posts.led.match(masked, end) and posts.led_by.search(before[-40:]))
    )


def _is_name(text: str, start: int, end: int, lexicon: Lexicon, words: EntityWords) -> bool:
    """Could these capitalised words be somebody's name: no country, city, post or rank, no word that the text has in
    lower case, too?"""
    name = text[start:end]
    if lexicon.countries.find(name) or name.split()[-1].casefold() in lexicon.words("titles"):
        return False
    spoken = set(_WORDS.findall(text))
    barred = lexicon.words("post_words", "post_nouns") | {word.casefold() for word in words.never_official}
    return not any(
        part.casefold() in barred
        or lexicon.countries.is_capital(part)
        or (len(part) > 1 and part.isupper())
        or (not part.islower() and part.lower() in spoken)
        for part in _WORDS.findall(name)
    )


def no_longer(work: Spans, lexicon: Lexicon, words: EntityWords) -> None:
    """Those whom the text names as former, late or retired hold no office: "the late President A"."""
    left = any_of(tuple(words.no_longer))
    lower = any_of((*lexicon.post_nouns, *lexicon.post_words))
    post = rf"(?!{words.clause})(?:[^\W\d_a-z][\w&.-]*|{lower})\s+"
    before = compiled(rf"(?<![\w’'-]){left}[\s-]+(?:{post}){{0,6}}$")
    gone = {
        work.text[span[0] : span[1]].split()[-1]
        for span in work.of("OFFICIAL")
        if (match := before.search(work.text, max(0, span[0] - 90), span[0]))
        and all(other[2] != "OFFICIAL" for other in work.at(match.start(), span[0]))
    }
    for span in work.of("OFFICIAL"):
        if work.text[span[0] : span[1]].split()[-1] in gone:
            work.drop(span)


def private_persons(work: Spans, lexicon: Lexicon, words: EntityWords) -> None:
    """ "Economist A", "A, a well-known economist": whoever is told by an occupation is no official."""
    titles = any_of(tuple(lexicon.titles))
    before = compiled(rf"(?<![\w-]){any_of(tuple(words.occupations))}s?,?\s+(?:{titles}\s+)*$", re.I)
    behind = compiled(rf",\s+an?\s+(?:[\w-]+\s+){{0,2}}?{any_of(tuple(words.occupations))}\b", re.I)
    text = work.text
    private = {
        text[span[0] : span[1]].split()[-1]
        for span in work.of("OFFICIAL")
        if before.search(text, max(0, span[0] - 50), span[0])
        or (behind.match(text, span[1]) and not _POST_BEFORE.search(text, max(0, span[0] - 30), span[0]))
    }
    for span in work.of("OFFICIAL"):
        if text[span[0] : span[1]].split()[-1] in private:
            work.drop(span)


_BYLINE = re.compile(
    r"(?:\b(?:by|from|updated|published|posted|staff|our|correspondent|reporter|desk|on|at|am|pm|mon|tues?|wed(?:nes)?|"
    r"thu(?:rs)?|fri|sat(?:ur)?|sun|day|jan\w*|feb\w*|mar\w*|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*)\b"
    r"|[\d\W_])*",
    re.I,
)


_FROM_CITY = re.compile(r"\s*(?:By\s+)?\s*in\s+[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)?\s*", re.I)  # "Ana Rojas in Lima"


def bylines(work: Spans, lexicon: Lexicon, words: EntityWords) -> None:
    """A name that stands alone on a line with a date or "By", and nowhere in the running text, is the author's; so is
    one behind "Edited by" or "Photo:"."""
    credit = compiled(rf"(?<!\w){any_of(tuple(words.credits))}\s*(?:by\b|:)?\s*$", re.I)
    last = -1
    for span in work.of("OFFICIAL"):
        also = last >= 0 and work.text[last : span[0]] in (" and ", ", ", " & ")
        if also or credit.search(work.text, max(0, span[0] - 30), span[0]):
            last = span[1]  # "Edited by A and B"
            work.drop(span)
    alone, running = [], set()
    for span in work.of("OFFICIAL"):
        start = work.text.rfind("\n", 0, span[0]) + 1
        end = work.text.find("\n", span[1])
        line = work.text[start : span[0]] + " " + work.text[span[1] : end if end >= 0 else len(work.text)]
        last = work.text[span[0] : span[1]].split()[-1]
        if not (_BYLINE.fullmatch(line) or _FROM_CITY.fullmatch(line)) or (
            len(work.of("OFFICIAL")) == 1 and "\n" not in work.text
        ):
            running.add(last)
        else:
            alone.append((span, last))
    for span, last in alone:
        if last not in running:
            work.drop(span)
