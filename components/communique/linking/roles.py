"""The post of an official as the text words it beside a name."""

from __future__ import annotations

import re

from communique.linking.article import Article, Mention
from communique.mask import F, M, O, R
from communique.schema import Offsets

# what ends a post on its left: a sign, or a word; which of both is told first, so that most places are left at once
_STOP_BEFORE = re.compile(
    rf"(?=[\s;:.!?()\[\]“”\"{O}—–,-])(?:(?<=\.)\s?[–-]\s|[;:.!?()\[\]“”\"\n]|{O}+|--|—|\s[–-]\s"
    r"|,\s+(?:and|while|whilst)\b)"
    r"|\b(?=[abfhimntuw])(?:(?:its|their)\s+(?:head|helm)|by|was|were|is|are|had|has|have|met|"
    r"including|namely|under(?=\s+(?:the\s|(?!Secretar)[A-Z]))|with(?!\s+(?:responsib|the\s+rank))|"
    r"while|whilst|and the|but|which|that|his|her|"
    r"their|its|as|between|than|when|also|from)\b"
)
_ROLE_BEHIND = (
    r"(?:\s*\((?:MP|PhD|[Rr]etd)\.?\)(?=,)|(?:\s+(?-i:(?=[A-Z]))<post_nominals>)+(?=,))?\s*"
    r"(?:\((?P<bracket>[^)]{3,90})\)|,\s*(?:who\s+(?:is|serves\s+as)\s+(?:performing\s+the\s+duties\s+of\s+)?)?(?P<comma>(?:the\s+)?[^\n]{3,200}))"
)
_OTHER_SIDE = r",\s+(?:and\s+)?the\s+[\w’'-]+\s+(?:one|<sides>)$"  # "A led the Omani team and B, post, the other one"
_TITLE_BEHIND_POST = r",\s*(?:(?:his|her)\s+excellency\s+|<titles>\s+)*(?-i:(?=[A-Z]))<ranks>$"
# "Deputy Minister Ambassador [name]", but "Deputy Ambassador", "Minister of State and Ambassador"
_RANK_BEHIND_POST = r"(?<!\band)(?<![&,/-])\s+(?-i:(?=[A-Z]))<ranks>$"
_TITLE_DOT = r"(?<!\w)<titles>(?<=\.)"
_TITLES_AT_END = r"(?:(?:,|\s)\s*(?:and\s+)?<titles>)+\s*$"
_GENERAL = re.compile(r"(?:Director|Attorney|Consul|Inspector|Auditor)\s+General")
_WORD = re.compile(r"(?<!\bco-)\b\w+")
_LEADING = {
    "visiting",
    "the",
    "our",
    "their",
    "of",
    "and",
    "for",
    "in",
    "at",
    "on",
    "to",
    "with",
    "a",
    "&",
    "-",
    "–",
}  # begin no post
_BRACKET_AT_END = re.compile(r"\s*\((?P<short>[A-Za-z]{2,10})\)$")
_AND = re.compile(r"(?:^\s*,?\s*|\b)and\s+(?:,[^,]{1,30},\s+)?")
OF_HOST = r"\s+of\s+the\s+<host_land>$"
LEADS = r"(?:head|leader|chief)\s+of\s+(?:(?:the|its|his|her)\s+)?(?:[\w’'-]+\s+)?<sides>"
# posts that need a noun behind them ("Deputy Ambassador")
_NO_FULL_POST = frozenset(("deputy", "vice", "chief", "state", "general", "principal", "crown", "of"))
_OTHER_NAME = re.compile(rf"{O},\s*(?:the\s+)?$")
_BRACKETED = re.compile(r"\([^()]*\)")
_SHORT_WORD = re.compile(r"\b[^\W_]{1,5}\.$")
_SHORT = 6  # signs of which the longest short word consists, with its stop
_NO_SPACE = re.compile(r"\S+")
_AND_FIRST = re.compile(r"^and\s+")
_BEHIND_COMMA = re.compile(r",\s*(?:the\s+)?([^,]+)$")
_TO_POST = re.compile(r"(?:['’]s?)?,?\s+(?:side\s+|and\s+(?=[A-Z]))?(?=\S)")
_AND_NEXT = re.compile(r"[,\s]*and\b")
_ARTICLE = re.compile(r"(?:the|our|its|his|her)\s+")
_CALLED_POST = (
    r"\s+(?:is|was|became)\s+the\s+(?:first|second|third|last|only)\s+(?P<land>(?-i:[A-Z])[\w-]+(?:\s(?-i:[A-Z])[\w-]+)?)\s+"
    r"(?P<post>(?:[\w-]+\s+){0,3}?<post_nouns>)\s+(?:to|since|in|who)\b"
)
_CALLED = 100  # characters behind a name in which "is the first Omani trade minister to" stands
_NEXT_NAME = re.compile(rf"(?:\s+of\s+[A-Z][\w’' -]*)?(?:\s*,|\s+and)\s+[{O}]")


def role_at(article: Article, mention: Mention) -> tuple[str, Offsets] | None:
    """The post as worded beside this mention: behind a comma or in brackets, else before the name."""
    before = _role_before(article, mention)
    if (
        before
        and len(before[0].split()) > 1  # "Ambassador X, Additional Foreign Secretary": the fuller post stands behind
        and not article.lexicon.regex(LEADS).fullmatch(before[0])  # "the leader of the delegation, [name], Minister"
        and not _of_the_other(article, mention, before[1])
    ):
        return before
    behind = _role_behind(article, mention)
    return behind or before or _shared_post(article, mention) or _called_post(article, mention)


def _of_the_other(article: Article, mention: Mention, span: Offsets) -> bool:
    """Is a post before a name that of another: "Dr A, Minister of Trade, Dr [name], Minister of Labour"?"""
    gap = article.mask[max(0, span[0] - 6) : span[0]]
    return _OTHER_NAME.search(gap) is not None and "," in article.mask[span[1] - 1 : mention.start]


def _shared_post(article: Article, mention: Mention) -> tuple[str, Offsets] | None:
    """ "Presidents A of Peru and [name] of Chile": the post of the name before."""
    before = article.between(max(0, mention.start - 90), mention.start, "OFFICIAL")[-1:]
    if not before or not _NEXT_NAME.fullmatch(article.mask, before[0].end, mention.start + 1):
        return None
    lead = article.text[max(0, before[0].start - 40) : before[0].start].split()
    if not lead or _singular(article, lead[-1].strip(",")) is None:
        return None
    return _role_before(article, before[0])


def _called_post(article: Article, mention: Mention) -> tuple[str, Offsets] | None:
    """ "[name] is the first Omani trade minister to set foot in Lima"."""
    called = article.lexicon.regex(_CALLED_POST).match(article.mask, mention.end, mention.end + _CALLED)
    if called is None or not article.countries_in(called.start("land"), called.start("post")):
        return None
    return called["post"], called.span("post")


def _singular(article: Article, word: str) -> str | None:
    """ "President" for "Presidents"; None for a word that is no post in the plural."""
    known = article.lexicon.words("post_nouns")
    return word[:-1] if word.endswith("s") and word[:-1].casefold() in known and word.casefold() not in known else None


def _has_post(article: Article, text: str) -> bool:
    nouns = article.lexicon.words("post_nouns")
    words = _WORD.findall(text.casefold())
    return not nouns.isdisjoint(words) or any(word.rstrip("s") in nouns for word in words)


def _holds_post(article: Article, text: str) -> bool:
    """Does a text hold a post in the singular?"""
    nouns = article.lexicon.words("post_nouns")
    return not nouns.isdisjoint(_WORD.findall(text.casefold()))


def _role_before(article: Article, mention: Mention) -> tuple[str, Offsets] | None:
    sentence = article.sentence_at(mention.start)
    lo = max(sentence.start, mention.start - 260)
    zone = article.mask[lo : mention.start]
    cut = 0
    depth_ok = _BRACKETED.sub(lambda m: "_" * len(m[0]), zone) if "(" in zone else zone
    for match in _STOP_BEFORE.finditer(depth_ok):
        if match[0] == "." and _SHORT_WORD.search(depth_ok, max(0, match.end() - _SHORT), match.end()):
            continue  # "Dr.", "Gen."
        if match[0][0].isspace() and _holds_post(article, depth_ok[cut : match.start()]):
            continue  # "Under-Secretary – Political Director", but "LIMA, 5 May (Agency) - Minister"
        cut = match.end()
    if verbs := article.cues("clause_verbs", lo, mention.start):
        cut = max(cut, verbs[-1][1] - lo)
    start = lo + cut
    if cut and depth_ok[cut - 1] == O:
        behind = _after_the_other(article, depth_ok[cut:])
        if behind is None:
            return None
        start += behind
    words = [match.span() for match in _NO_SPACE.finditer(article.text, start, mention.start)]
    words = _strip_titles(article, words)
    words = _behind_place(article, _behind_date(article, _from_post_start(article, words)))
    words = _behind_unnamed(article, words)
    if not words:
        return None
    begin, end = words[0][0], words[-1][1]
    text = article.text[begin:end].rstrip(" ,")
    text = _AND_FIRST.sub("", text)
    if not _has_post(article, text):
        return None
    begin = article.text.index(text, begin)
    if text.rpartition(" ")[2].casefold() in article.lexicon.words("ranks"):
        text = _without_rank(article, text)
    text = _without_abbreviation(article, text, begin)
    text, span = _cut_country(article, _without_country(article, text, begin), begin)
    one = _singular(article, text.split()[-1]) if text else None
    if one and (
        _NEXT_NAME.match(article.mask, mention.end) or _NEXT_NAME.search(article.mask, span[0], mention.start + 1)
    ):
        text = text[: -len(one) - 1] + one
        span = (span[0], span[0] + len(text))
    return text, span


def _without_country(article: Article, text: str, begin: int) -> str:
    """A country behind the last comma of a post is no part of it ("Secretary, Ministry of Defence, Oman"), nor is
    "of the host country"."""
    if host := article.lexicon.regex(OF_HOST).search(text):
        return text[: host.start()]
    tail = _BEHIND_COMMA.search(text)
    if tail is None or article.mask[begin + tail.start(1)] == M:
        return text
    return text[: tail.start()] if article.lexicon.countries.country(tail[1]) else text


def _without_abbreviation(article: Article, text: str, begin: int) -> str:
    """ "Secretary of the Ministry of Ports (MoP)", "Ports Authority Secretary (PAS)": the short form of what stands
    before it is no part of a post, a subject is ("Secretary (East)")."""
    tail = _BRACKET_AT_END.search(text)
    if tail is None:
        return text
    at = begin + tail.start("short")
    initials = "".join(word[0] for word in text[: tail.start()].split() if word[0].isupper())
    short = article.mask[at] == M or initials == tail["short"]
    return text[: tail.start()] if short else text


def _after_the_other(article: Article, zone: str) -> int | None:
    """Behind another name and his post, if he has one: from the last "and" that a post follows, or from the first
    where it stands right behind the name ("A and Minister of Ports and Trade [name]"). None where nothing but titles
    stands behind the other's post ("A, Minister of Ports, and Dr [name]")."""
    joined = list(_AND.finditer(zone))
    if joined and joined[0].start() == 0:
        joined = [joined[0]]
    for match in reversed(joined):
        if _has_post(article, zone[match.end() :]):
            return match.end()
    titles = article.lexicon.words("titles")
    last = zone[joined[-1].end() :].split() if joined else None
    own = zone.lstrip().startswith(",") and last is not None and all(word.casefold() in titles for word in last)
    return None if own else 0


def _strip_titles(article: Article, words: list[Offsets]) -> list[Offsets]:
    titles = article.lexicon.words("titles")
    while words and article.text[words[-1][0] : words[-1][1]].casefold().strip(",") in titles:
        if len(words) > 1 and _GENERAL.fullmatch(article.text, words[-2][0], words[-1][1]):
            break  # "Director General [name]"
        words.pop()
        if words and article.text[words[-1][0] : words[-1][1]].casefold() in article.lexicon.words("rank_words"):
            words.pop()  # "Chief of Staff Lieutenant General [name]"
    return words


def _from_post_start(article: Article, words: list[Offsets]) -> list[Offsets]:
    """Drop words in front that belong to no post: "talks with", lower-case verbs and the like."""
    known = article.lexicon.words("post_words", "post_nouns", "friendly")
    verbs = article.lexicon.words("role_stops")
    keep = len(words)
    for i in range(len(words) - 1, -1, -1):
        start, end = words[i]
        word = article.text[start:end]
        bare = word.strip(",()'’\"“”.").casefold()
        if bare in verbs or (bare.startswith("co-") and word[0].islower()):
            break
        if (
            word[0].isupper()
            or word[0] in "(&/-–"
            or word[0].isdigit()
            or bare in known
            or bare.removesuffix("s") in known  # "Prime ministers A and B"
            or "-" in word
            or word.endswith(")")
            or M in article.mask[start:end]
        ):
            keep = i
            continue
        break
    words = words[keep:]
    titles, posts = article.lexicon.words("titles"), article.lexicon.words("post_nouns")
    while words:
        word = article.text[words[0][0] : words[0][1]].strip(",").casefold()
        if (word in titles and word not in posts) or word in _LEADING:
            words = words[1:]
        else:
            break
    return words


def _behind_date(article: Article, words: list[Offsets]) -> list[Offsets]:
    """ "Earlier on Monday, Trade Minister [name]": the day is no part of the post."""
    for date in article.dates_in(words[0][0], words[-1][1]) if words else ():
        if article.mask.startswith(",", date.end):
            words = [word for word in words if word[0] > date.end]
    return words


def _without_rank(article: Article, text: str) -> str:
    """ "Minister of Ports, Ambassador", "Deputy Minister Ambassador": the rank that ends a post is none of it."""
    title = article.lexicon.regex(_TITLE_BEHIND_POST).search(text)
    if title and _has_post(article, text[: title.start()]):
        text = text[: title.start()]
    rank = article.lexicon.regex(_RANK_BEHIND_POST).search(text)
    if rank and text[: rank.start()].split()[-1].casefold() not in _NO_FULL_POST:
        text = text[: rank.start()] if _has_post(article, text[: rank.start()]) else text
    return text


def _behind_place(article: Article, words: list[Offsets]) -> list[Offsets]:
    """ "On 4 May in Lima, Deputy Minister [name]", "In the framework of the Ports Agreement, Minister [name]": words up
    to a comma that hold no post, where one follows without an "and" ("Ports, Trade and Transport Minister")."""
    text = article.text[words[0][0] : words[-1][1]] if words else ""
    if "," not in text and " and " not in text:
        return words
    bare = [article.text[start:end].strip(",").casefold() for start, end in words]
    titles = article.lexicon.words("titles")
    for i in range(len(bare) - 2, 0, -1):
        if bare[i] == "and" and bare[i + 1] in titles and bare[i + 1] != "the":
            return words[i + 2 :]  # "the ministers and HE Minister of Ports [name]"
    first = next((i for i, word in enumerate(bare) if _has_post(article, word)), 0)
    commas = [i for i in range(first) if article.text[words[i][1] - 1] == ","]
    if not commas or "and" in bare[commas[-1] : first] or "&" in bare[commas[-1] : first]:
        return words
    return words[commas[-1] + 1 :]


def _behind_unnamed(article: Article, words: list[Offsets]) -> list[Offsets]:
    """ "the visiting minister and Omani Minister [name]": the post of another, whom the text does not name here."""
    for (start, end), (one, _), (other, _) in zip(words, words[1:], words[2:], strict=False):
        if (
            article.text[one:other].strip() == "and"
            and article.text[start:end].casefold() in article.lexicon.words("post_nouns")
            and article.countries_in(other, other + 1)
        ):
            return [word for word in words if word[0] >= other]
    return words


def _cut_country(article: Article, text: str, begin: int) -> tuple[str, Offsets]:
    """The country in front of a post is no part of it: "Pakistan's Foreign Secretary"."""
    while True:
        first = next(iter(article.countries_in(begin, begin + len(text))), None)
        if first is None or first.start != begin:
            break
        rest = article.text[first.end : begin + len(text)]
        gap = _TO_POST.match(rest)
        if not gap:
            break
        cut = first.end - begin + gap.end()
        text, begin = text[cut:], begin + cut
    return text, (begin, begin + len(text))


def _role_behind(article: Article, mention: Mention) -> tuple[str, Offsets] | None:
    sentence = article.sentence_at(mention.start)
    zone = article.mask[mention.end : sentence.end]
    match = article.lexicon.regex(_ROLE_BEHIND).match(zone)
    if not match:
        return None
    group = "bracket" if match["bracket"] else "comma"
    start, end = match.start(group), match.end(group)
    body = zone[start:end]
    if group == "comma":
        if "." in body[:-2]:  # "…, Minister of Ports and Dr. [name]": no stop
            body = article.lexicon.regex(_TITLE_DOT).sub(lambda title: title[0].replace(".", " "), body)
        stop = _role_end(article, mention.end + start, body)
        # "Director of Trade and Deputy Head of …" goes on; "… and Foreign Minister [name]" does not
        if stop is not None and _AND_NEXT.match(body, stop):
            rest = body[stop:]
            lead = re.match(rf"[,\s]*and\s+(?=[A-Z{M}])", rest)
            later = _role_end(article, mention.end + start + stop + lead.end(), rest[lead.end() :]) if lead else None
            further = rest[: lead.end() + (later if later is not None else len(rest))] if lead else ""
            if lead and rest[len(further) : len(further) + 1] != O and _has_post(article, further):
                stop += len(further)
        if stop is not None:
            if body[stop : stop + 1] == O and not re.search(r",|\band\b", body[:stop]):
                return None  # "A, Chile's Minister [name]": the post of the other
            named = body[stop : stop + 1] == O
            body = article.lexicon.regex(_TITLES_AT_END).sub("", body[:stop]) if named else body[:stop]
    body = body.rstrip(" ,.;")
    if not body.strip() or len(body) > 190:
        return None
    text = article.text[mention.end + start : mention.end + start + len(body)]
    lead = _ARTICLE.match(text)
    begin = mention.end + start + (lead.end() if lead else 0)
    text = text[lead.end() :] if lead else text
    if not text or text.startswith("and ") or not (text[0].isupper() or _opens_post(article, text.casefold().split())):
        return None
    if not _has_post(article, text[:90]):
        return None
    text, span = _cut_country(article, _without_abbreviation(article, text, begin), begin)
    text = _without_country(article, article.lexicon.regex(_OTHER_SIDE).sub("", text), span[0])
    return text, (span[0], span[0] + len(text))


def _opens_post(article: Article, words: list[str]) -> bool:
    """Do these words in lower case begin a post ("technical adviser to …")?"""
    nouns = article.lexicon.words("post_nouns")
    return (
        words[0] in article.lexicon.words("post_words")
        or words[0] in nouns
        or (words[0] != "a" and words[1:2] != [] and words[1] in nouns)
    )


_ROLE_END = re.compile(
    rf"(?<!\.[A-Z])[;.:!?“”\"](?:\s|$)|[{O}]|,\s+(?:the\s+)?(?:[\w-]+\s+)?[{F}{R}]|,\s+and\b"
    r"|,\s+(?:with|as|in|on|to|during|the\s+two|both)\b"
)
_STOP = r"(?<![\w-])<role_stops>(?![\w-])"
_COLON_SUBJECT = r"(?P<post>(?:[\w’'-]+\s+){0,4}?<posts_with_subject>):\s+(?=(?-i:[A-Z])[^.;:“”\"]{2,80},)"
_ROLE_AND = rf"\s+and\s+(?=(?:the\s+)?(?-i:[A-Z{M}])|(?:<post_nouns>|acting)\b)|(?P<end>\s+and\b)"
_AND_END = re.compile(rf"[,;.:!?“”\"]|[{O}]|\band\b")
_REGION = re.compile(r"\s+(?:[A-Z]|[a-z]+\s+[A-Z])")
_COMMA_WORD = re.compile(r",\s+(?=([a-z][\w-]*))")


def _role_end(article: Article, start: int, body: str) -> int | None:
    """Where a post ends: at a verb, a stop, another name or "and"; an offset into `body`, or None."""
    match = _ROLE_END.search(body)
    subject = article.lexicon.regex(_COLON_SUBJECT).match(body) if match and match[0][0] == ":" else None
    if subject and subject.end("post") == match.start():
        match = _ROLE_END.search(body, subject.end())  # "Deputy Director-General: Trade"
    ends = [match.start()] if match else []
    for stop in article.lexicon.regex(_STOP).finditer(article.mask, start, start + len(body)):
        # "Director for the Americas" goes on; "Director, for the fifth round" does not
        if not (stop[0].startswith("for") and _REGION.match(article.mask, stop.end())):
            ends.append(stop.start() - start)
            break
    ends += [
        match.start() for match in _COMMA_WORD.finditer(body) if not _opens_post(article, body[match.end() :].split())
    ][:1]
    end = min(ends, default=len(body))
    for match in article.lexicon.regex(_ROLE_AND).finditer(body, 0, end):
        # "Minister of Trade and Industry" goes on; "Minister of Trade and Secretary [name]" does not
        rest = _AND_END.search(body, match.end())
        if match["end"] is not None or (rest is not None and rest[0] == O):
            return match.start()
    return end if ends else None
