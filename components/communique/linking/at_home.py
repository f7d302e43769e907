"""Is what somebody chairs the session of a body of one state ("the Senate committee, chaired by A")?"""

from __future__ import annotations

import re

from communique.linking.article import Article
from communique.linking.sentences import Sentence
from communique.mask import F, M

_BODY = (
    r"(?:<home_bodies>|house\s+of\s+(?-i:[A-Z])[\w’'-]+(?:\s+(?-i:[A-Z])[\w’'-]+)?|"
    r"(?P<kind><home_kinds>)\s+(?:[\w’'-]+\s+){0,3}?(?:<other_bodies>|<state_bodies>))"
    r"(?:\s+(?:on|of|for)\s+(?:the\s+)?[\w’'-]+(?:,?\s+(?:and\s+)?(?-i:[A-Z])[\w’'-]+){0,5})?"
    r"(?:\s*\([^)]{1,12}\))?"
)
# "the Cabinet held its weekly session", "the Senate committee, chaired by", not "the Speaker of Parliament, A"
_ACTS = (
    rf"(?<!\bof\s)(?<!\bof\sthe\s)\b{_BODY}(?:['’]s?)?"
    r"(?:\s+<session_nouns>\b|,?\s+(?:which\s+(?:is|was)\s+)?(?:<body_verbs>)\b)"
)
# "A chaired a meeting of the High Security Council"
_OF_BODY = rf"\b<session_nouns>\s+of\s+(?:the|his|her|its)\s+(?:[\w’'-]+\s+)?{_BODY}"
# the same of one that is annotated: "the [National Security Council], which met", "a session of the [High Council]"
_OF_MINISTRY = rf"\b<session_nouns>\s+of\s+(?:the|his|her|its)\s+{M}"
_COLLEGE = re.compile(r"(?:Council|Committee|Board|Cabinet)$")
_COLLEGE_ACTS = (
    r"(?:\s+of\s+(?:the\s+)?(?-i:[A-Z])[\w’'-]+)?(?:['’]s?)?(?:\s*\([^)]{1,12}\))?"
    r"(?:\s+<session_nouns>\b|,?\s+(?:which\s+(?:is|was)\s+)?(?:<body_verbs>)\b)"
)
_NAMED = rf"\b{_BODY}"
# "Its third session was chaired by", "The body, headed by", "A chairs it"
_IT = (
    r"\W*(?:its|the|that)\s+(?:[\w-]+\s+){0,2}(?:<session_nouns>|<other_bodies>|<state_bodies>)\b"
    r"|[^.;]*\bchair(?:s|ed)\s+(?:it|the\s+sitting)\b"
)


def of_home_body(article: Article, sentence: Sentence, session_forums: str) -> bool:
    """Does a sentence that names no forum tell of a body of one state, or go on about one that the sentence before
    has named? session_forums: the names of all mentions of the forums that meet in the article, folded."""
    before = article.sentences[sentence.index - 1] if sentence.index else sentence
    if _of_ministry(article, sentence):
        return True
    near = before.start, sentence.end
    if not (article.cue("home_bodies", *near) or article.cue("home_kinds", *near)):
        return False
    if F in article.mask[sentence.start : sentence.end] or article.cue("sides", sentence.start, sentence.end):
        return False

    def told(words: str, where: Sentence) -> bool:
        match = article.lexicon.regex(words).search(article.mask, where.start, where.end)
        kind = (match["kind"] or "").casefold() if match else ""
        # not "the standing committee" where a forum that meets is one
        return match is not None and not (kind and kind in session_forums)

    here = sentence.start, sentence.end
    named = article.cue("home_bodies", *here) or article.cue("home_kinds", *here)
    named = named or "ouse" in article.mask[slice(*here)]  # "the House of Keys"
    if named and (told(_ACTS, sentence) or told(_OF_BODY, sentence)):
        return True
    if before.paragraph != sentence.paragraph or F in article.mask[before.start : before.end]:
        return False
    it = article.lexicon.regex(_IT).match(article.mask, sentence.start, sentence.end)
    return it is not None and told(_NAMED, before)


def _of_ministry(article: Article, sentence: Sentence) -> bool:
    """Does a sentence that names no forum tell of a session of an executive body, itself named?"""
    bodies = article.between(sentence.start, sentence.end, "MINISTRY")
    if not bodies or F in article.mask[sentence.start : sentence.end]:
        return False
    acts = article.lexicon.regex(_COLLEGE_ACTS)
    if any(_COLLEGE.search(body.text) and acts.match(article.mask, body.end, sentence.end) for body in bodies):
        return True
    return article.lexicon.regex(_OF_MINISTRY).search(article.mask, sentence.start, sentence.end) is not None
