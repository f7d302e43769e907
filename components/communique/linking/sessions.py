"""Which sessions does the text report, and which words say so."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from communique.lexicon import phrase_pattern
from communique.linking.article import Article, F, M, Mention, O, R, Sentence
from communique.linking.forums import Series, content_words, is_acronym, stem
from communique.ordinals import parse_round

MAIN, NEXT, PREVIOUS = "main", "next", "previous"
_GAP = 90  # characters between a ROUND and the FORUM that it numbers
_SESSION_NOUN = r"(?:meetings?|sessions?|rounds?|editions?|summits?|gatherings?|plenary|talks|conference|consultations?|assembly)"


@dataclass
class SessionMention:
    """One place in the text that speaks of a session. window: the characters that tell of it."""

    series: Series
    forum: Mention
    round: Mention | None
    number: int | None
    kind: str
    sentence: Sentence
    start: int
    end: int
    window: tuple[int, int] = (0, 0)
    rule: str = ""


@dataclass
class Session:
    """One session of a forum with all its mentions."""

    series: Series
    number: int | None
    kind: str
    mentions: list[SessionMention] = field(default_factory=list)
    status: str = "held"
    status_span: tuple[int, int] | None = None

    @property
    def start(self) -> int:
        return self.mentions[0].start


def find_sessions(article: Article, series: list[Series]) -> list[Session]:
    """The sessions that the text reports, in text order, each with where it is mentioned."""
    of_forum = {mention.index: one for one in series for mention in one.mentions}
    found = [*_numbered(article, of_forum), *_unnumbered(article, of_forum, series)]
    found.sort(key=lambda m: (m.start, m.end))
    _set_windows(found)
    found = [m for m in found if not _cancelled(article, m)]
    sessions = _group(found)
    sessions = _merge_same_number(sessions)
    _order_numbers(sessions)
    for session in sessions:
        session.status, session.status_span = _status(article, session)
    return sessions


# --- mentions with a number --------------------------------------------------------------------


def _numbered(article: Article, of_forum: dict[int, Series]) -> list[SessionMention]:
    out = []
    current: Series | None = None
    for mention in article.mentions:
        if mention.label == "FORUM":
            series = of_forum[mention.index]
            if not _standing(article, series) or current is None:
                current = series
        if mention.label != "ROUND":
            continue
        number = parse_round(mention.text)
        if number is None:
            continue
        sentence = article.sentence_at(mention.start)
        forum, rule = _forum_of(article, mention, sentence, of_forum)
        if forum is None:
            forum, rule = _forum_before(article, mention, current, of_forum), "round-of-the-forum-before"
        if forum is None:
            continue
        kind = _kind(article, min(mention.start, forum.start) if forum.end > sentence.start else mention.start, sentence)
        start, end = min(mention.start, forum.start), max(mention.end, forum.end)
        if forum.end <= sentence.start:
            start, end = mention.start, mention.end
        out.append(
            SessionMention(of_forum[forum.index], forum, mention, number, kind, sentence, start, end, rule=rule)
        )
    return out


_TO_FORUM = re.compile(
    rf"^[\s\"“”'‘’(),–-]*(?:(?:[\w-]+\s+){{0,2}}{_SESSION_NOUN})?[\s,]*(?:of|for|under|in|at|to|on|from|within|as part of|and)?\b[^.;{R}{O}]*$"
)


def _forum_of(
    article: Article, mention: Mention, sentence: Sentence, of_forum: dict[int, Series]
) -> tuple[Mention | None, str]:
    """The FORUM in the same sentence that this ROUND numbers."""
    behind = [m for m in article.between(mention.end, sentence.end) if m.label in ("FORUM", "ROUND")]
    after = behind[0] if behind and behind[0].label == "FORUM" else None
    if after is not None:
        gap = article.mask[mention.end : after.start]
        direct = re.fullmatch(rf"[\s\"“”'‘’(]*(?:{_SESSION_NOUN})?\W*(?:of|for|under)?\s*(?:(?:the|their|its|annual|regular|our)\s+)*[\"“‘]?", gap, re.I)
        if direct:
            return after, "round-of-forum"
        far = len(gap) <= _GAP and _TO_FORUM.match(gap) and re.match(r"\W*(?:[\w-]+\s+){0,3}(?:of|under|for|within)\b", gap)
        if far and not re.search(r"\b(?:was|were|is|will|held|took|opened|concluded|with|between)\b", gap):
            return after, "round-of-forum"
        if len(gap) <= _GAP and re.match(r"\s+(?:of|for)\b", gap) and not re.search(r"\b(?:was|were|is|will|held|took|opened|concluded)\b", gap):
            return after, "round-of-forum"
    before = [m for m in article.between(sentence.start, mention.start, "FORUM")]
    for forum in reversed(before):
        gap = article.mask[forum.end : mention.start]
        if is_acronym(forum.text) and len(before) > 1 and forum is not before[0] and gap.startswith(")"):
            continue
        if O in gap and re.search(r"\b(?:told|said|met)\b", gap):
            break
        if _standing(article, of_forum[forum.index]) and not re.search(r"^(?:['’]s?)?\s|hold|held|conven|open|conclud", gap):
            continue
        return forum, "forum-before-round"
    return None, ""


def _forum_before(article: Article, mention: Mention, current: Series | None, of_forum: dict[int, Series]) -> Mention | None:
    """The forum that the text has been speaking of; in a heading, the one that comes next."""
    if current is not None:
        earlier = [m for m in current.mentions if m.end <= mention.start]
        return earlier[-1] if earlier else current.mentions[0]
    later = [m for m in article.mentions[mention.index + 1 :] if m.label == "FORUM"]
    return later[0] if later and later[0].start - mention.end < 600 else None


def _standing(article: Article, series: Series) -> bool:
    """Is this an organisation or grouping rather than a mechanism that meets in sessions?"""
    lexicon = article.lexicon
    if series.head in {stem(head) for head in lexicon.forum_heads}:
        return False
    acronyms = {name.casefold() for name in lexicon.mechanism_acronyms}
    return not any(m.text.casefold() in acronyms for m in series.mentions)


def _kind(article: Article, start: int, sentence: Sentence) -> str:
    """Do the words before say that this is the next session, or an earlier one?"""
    before = article.mask[max(sentence.start, start - 60) : start]
    lexicon = article.lexicon
    if re.search(rf"(?:{_alternatives(lexicon.next_words)})\W+(?:\w+\W+){{0,2}}$", before, re.I):
        return NEXT
    if re.search(rf"(?:{_alternatives(lexicon.previous_words)})\W+(?:\w+\W+){{0,2}}$", before, re.I):
        return PREVIOUS
    return MAIN


def _alternatives(phrases: list[str]) -> str:
    return "|".join(rf"\b{phrase_pattern(phrase)}\b" for phrase in phrases)


# --- mentions without a number -----------------------------------------------------------------


def _unnumbered(article: Article, of_forum: dict[int, Series], series: list[Series]) -> list[SessionMention]:
    out = []
    for mention in article.of("FORUM"):
        sentence = article.sentence_at(mention.start)
        if any(_touches(article, mention, other) for other in article.between(sentence.start, sentence.end, "ROUND")):
            continue
        one = of_forum[mention.index]
        rule = _event(article, mention, sentence, _standing(article, one))
        if rule:
            kind = _kind(article, mention.start, sentence)
            kind = _kind_of_session_noun(article, mention, sentence, kind)
            out.append(SessionMention(one, mention, None, None, kind, sentence, mention.start, mention.end, rule=rule))
    out += _next_or_previous(article, of_forum, out)
    return out


def _touches(article: Article, forum: Mention, other: Mention) -> bool:
    gap = article.mask[min(forum.end, other.end) : max(forum.start, other.start)]
    return len(gap) < 25 and F not in gap


def _kind_of_session_noun(article: Article, mention: Mention, sentence: Sentence, kind: str) -> str:
    """In "the next round of the F" the adjective stands before the session noun."""
    before = article.mask[sentence.start : mention.start]
    lexicon = article.lexicon
    tail = rf"\W+(?:\w+\W+){{0,2}}{_SESSION_NOUN}\s+(?:of|for|under|in)\s+(?:(?:the|their|its|annual|this)\s+)*[\"“]?$"
    if re.search(rf"(?:{_alternatives(lexicon.next_words)}){tail}", before, re.I):
        return NEXT
    if re.search(rf"(?:{_alternatives(lexicon.previous_words)}){tail}", before, re.I):
        return PREVIOUS
    return kind


def _event(article: Article, mention: Mention, sentence: Sentence, standing: bool) -> str:
    """The rule by which the words around a FORUM report a session of it, or ""."""
    lexicon = article.lexicon
    before = article.mask[sentence.start : mention.start]
    behind = article.mask[mention.end : sentence.end]
    noun_behind = re.match(rf"(?:\s*\([{F}]+\))?(?:['’]s?)?\s+(?:\w+\s+)?{_SESSION_NOUN}\b", behind)
    noun_before = re.search(rf"\b(?:{_SESSION_NOUN})\s+(?:of|for|under|titled|called|entitled|dubbed)\W+(?:(?:the|their|its)\s+)*[\"“‘]?$", before, re.I)
    titled = re.search(rf"\b{_SESSION_NOUN}\s*,?\s+(?:titled|called|entitled|dubbed|known as)\W+(?:the\s+)?$", before, re.I)
    if titled:
        return "session-titled"
    if standing and not (noun_behind or noun_before):
        return ""
    verbs = rf"(?:{_body(lexicon.held_verbs)}|{_body(lexicon.scheduled_verbs)})"
    if re.search(r"\b(?:set(?:ting)?\s+up|establish\w*|creat\w+|form(?:ing|ed)?|constitut\w+)\s+(?:an?\s+|the\s+)?(?:[\w-]+\s+){0,3}$", before, re.I):
        return ""  # founded, not held
    near = re.match(rf"[^.;]{{0,110}}?\b{verbs}\b", behind, re.I)
    if near and O not in behind[: near.end()] and not re.search(rf"[{F}]", behind[len(noun_behind[0]) if noun_behind else 0 : near.end()].split(")")[-1]):
        return "forum-held"
    governed = re.search(
        rf"\b(?:{verbs}|lead|led|for|during|attended|attend|following|after|within)\s+(?:[\w’'-]+\s+){{0,6}}?[\"“‘]?$", before, re.I
    )
    if governed and re.search(rf"\b{verbs}\s+(?:[\w’'{M}-]+\s+){{0,7}}?[\"“‘]?$", before, re.I):
        return "held-forum"
    if governed and re.search(rf"\b{verbs}\b", behind, re.I) and re.match(r"[\s,]*(?:that|which|held|convened)\b", behind):
        return "forum-held"
    return ""


def _body(phrases: list[str]) -> str:
    return "|".join(phrase_pattern(phrase) for phrase in sorted(phrases, key=len, reverse=True))


def _next_or_previous(
    article: Article, of_forum: dict[int, Series], known: list[SessionMention]
) -> list[SessionMention]:
    """ "The next round will be held in Bern in 2026": a session noun alone, of the forum spoken of."""
    lexicon = article.lexicon
    words = rf"(?P<next>{_alternatives(lexicon.next_words)})|(?P<prev>{_alternatives(lexicon.previous_words)})"
    pattern = re.compile(rf"(?:{words})\W+(?:\w+\W+){{0,2}}?(?:{_body(lexicon.sessions)})\b", re.I)
    taken = {m.sentence.index for m in known if m.kind != MAIN}
    out = []
    for sentence in article.sentences:
        if sentence.index in taken or article.between(sentence.start, sentence.end, "ROUND"):
            continue
        match = pattern.search(article.mask, sentence.start, sentence.end)
        if not match:
            continue
        forums = [m for m in article.of("FORUM") if m.end <= sentence.end and not _standing(article, of_forum[m.index])]
        if not forums:
            continue
        forum = forums[-1]
        kind = NEXT if match["next"] else PREVIOUS
        out.append(
            SessionMention(of_forum[forum.index], forum, None, None, kind, sentence, match.start(), match.end(), rule=f"{kind}-session")
        )
    return out


# --- from mentions to sessions -----------------------------------------------------------------


def _set_windows(found: list[SessionMention]) -> None:
    """Each mention tells of what stands up to the next mention in its sentence; the first also of what
    stands before it."""
    by_sentence: dict[int, list[SessionMention]] = {}
    for mention in found:
        by_sentence.setdefault(mention.sentence.index, []).append(mention)
    for group in by_sentence.values():
        for i, mention in enumerate(group):
            start = mention.sentence.start if i == 0 else mention.start
            end = group[i + 1].start if i + 1 < len(group) else mention.sentence.end
            mention.window = (start, max(end, mention.end))


def _cancelled(article: Article, mention: SessionMention) -> bool:
    """Postponed, cancelled, proposed or merely wished for: no session."""
    start, end = mention.window
    return bool(article.lexicon.pattern("cancelled").search(article.mask, start, end))


def _group(found: list[SessionMention]) -> list[Session]:
    sessions: dict[tuple[int, int | str | None], Session] = {}
    for mention in (m for m in found if m.number is not None):
        key = (mention.series.index, mention.number)
        session = sessions.setdefault(key, Session(mention.series, mention.number, mention.kind))
        session.mentions.append(mention)
        if mention.kind != MAIN:
            session.kind = mention.kind
    for mention in (m for m in found if m.number is None):
        numbered = [s for k, s in sessions.items() if s.series is mention.series and s.number is not None]
        main = _main_of(numbered)
        if mention.kind == MAIN and main is not None:
            main.mentions.append(mention)
            continue
        if mention.kind != MAIN:
            fitting = [s for s in numbered if s.kind == mention.kind]
            if fitting:
                fitting[0].mentions.append(mention)
                continue
        key = (mention.series.index, mention.kind)
        sessions.setdefault(key, Session(mention.series, None, mention.kind)).mentions.append(mention)
    out = list(sessions.values())
    for session in out:
        session.mentions.sort(key=lambda m: m.start)
    return sorted(out, key=lambda s: s.start)


def _main_of(sessions: list[Session]) -> Session | None:
    """The session that an article is about: the first that is neither the next nor an earlier one."""
    main = [s for s in sessions if s.kind == MAIN]
    return min(main, key=lambda s: s.start) if main else None


def _merge_same_number(sessions: list[Session]) -> list[Session]:
    """ "3rd policy talks" in the heading and "3rd X-Y Policy Dialogue" below are one session."""
    out: list[Session] = []
    for session in sessions:
        twin = next((s for s in out if session.number is not None and _same(s, session)), None)
        if twin is None:
            out.append(session)
        else:
            twin.mentions = sorted([*twin.mentions, *session.mentions], key=lambda m: m.start)
            for mention in session.series.mentions:
                if mention not in twin.series.mentions:
                    twin.series.mentions.append(mention)
            twin.series.parties += [p for p in session.series.parties if p not in twin.series.parties]
            session.series.head = twin.series.head
    return out


def _order_numbers(sessions: list[Session]) -> None:
    """Of several numbered sessions of one forum the first named is what the article is about; a smaller
    number is an earlier one, a greater a later one."""
    for session in sessions:
        if session.number is None or session.kind != MAIN:
            continue
        first = next(s for s in sessions if s.series is session.series and s.number is not None and s.kind == MAIN)
        if session is not first:
            session.kind = PREVIOUS if session.number < first.number else NEXT


def _same(a: Session, b: Session) -> bool:
    if a.number != b.number or a.series is b.series:
        return False
    parties = set(a.series.parties), set(b.series.parties)
    if all(parties) and not parties[0] & parties[1]:
        return False
    words = content_words(a.mentions[0].forum.text), content_words(b.mentions[0].forum.text)
    return bool(words[0] & words[1])


# --- status ------------------------------------------------------------------------------------


def _status(article: Article, session: Session) -> tuple[str, tuple[int, int] | None]:
    """held or scheduled, by the verbs of the session's mentions; a body sentence outweighs a heading."""
    lexicon = article.lexicon
    held, scheduled = lexicon.pattern("held_verbs"), lexicon.pattern("scheduled_verbs")
    if session.kind == NEXT and session.number is None:
        return "scheduled", (session.start, session.mentions[0].end)
    votes: list[tuple[int, str, tuple[int, int]]] = []
    for mention in session.mentions:
        start, end = mention.window
        late = _nearest(scheduled, article.mask, start, end, mention)
        past = _nearest(held, article.mask, start, end, mention)
        heading = not re.search(r"[.!?]\W*$", article.text[mention.sentence.start : mention.sentence.end])
        for match, status in ((late, "scheduled"), (past, "held")):
            if match:
                votes.append((_distance(match, mention) + 1000 * heading, status, match.span()))
    if not votes:
        return ("held", None)
    if session.kind == PREVIOUS:
        return "held", min(votes)[2]
    best = min(votes)
    return best[1], best[2]


def _nearest(pattern: re.Pattern[str], mask: str, start: int, end: int, mention: SessionMention) -> re.Match[str] | None:
    return min(pattern.finditer(mask, start, end), key=lambda m: _distance(m, mention), default=None)


def _distance(match: re.Match[str], mention: SessionMention) -> int:
    """Characters between a verb and a mention; a longer phrase at the same place is the surer."""
    gap = match.start() - mention.end if match.start() >= mention.end else 2 * max(0, mention.start - match.end()) + 5
    return gap * 10 - (match.end() - match.start())
