"""Whom "I" and "me" mean: whoever takes the floor, makes a statement, writes or signs."""

from __future__ import annotations

import re

from communique.linking.article import Article, Mention
from communique.mask import O

_TURN = re.compile(rf"[^\w{O}]*(?:[A-Z][\w.’'-]*\s+){{0,5}}(?P<speaker>{O}+)(?:\s*\([^)]*\)){{0,2}}\s*:")
_TURN_LENGTH = 15  # sentences in which "I" may mean whoever began to speak
_HEAD = 1500  # characters at the start of a text in which the one whose words they are is named
_TAIL = 300  # characters at its end in which the one who signs it is named
# "Statement made by\n\nA", "Remarks by the Minister of Ports, A", "Speech of Minister A"
_WORDS_BY = (
    r"(?m:(?:^|[.:|–—-]\s+)\W*(?:(?:the|written|oral|ministerial|opening|closing|keynote|full|text|of)\s+){0,4}<own_words>\b"
    rf"(?:\s+(?:made|delivered|given|written|issued|read))?\s+(?:by|of|from)\b[^.;:{O}]{{0,120}}?(?P<who>{O}+))"
)
# "Minister A: Remarks at the F", "Minister A's speech at the F", in a heading
_HIS_WORDS = rf"[^.;:\n{O}]{{0,60}}(?P<who>{O}+)(?:\s*:\s*|['’]s?\s+)(?:\w+\s+){{0,2}}<own_words>\b"
# "By Ana Rojas", "The Minister for Ports (Ana Rojas):", a line of its own
_BYLINE = (
    rf"(?m:^\W*By\s+(?:(?:<titles>|[A-Z]\w+)\s+){{0,4}}(?P<by>{O}+)\s*(?:,[^\n]{{3,100}})?$"
    rf"|^(?:The\s+)?[A-Z][^.\n(){O}]{{3,120}}\(\s*(?:<titles>\s+)?(?P<post>{O}+)\)\s*:?\s*$)"
)
# "Yours sincerely,\n\nAna Rojas\nMinister of Ports"
_SIGNED = re.compile(rf"\n[^\w{O}]*(?:[A-Z][\w.]*\s+){{0,3}}(?P<who>{O}+)(?:\s*[,\n][^\n{O}]{{3,120}}){{0,3}}\s*$")


def first_person(article: Article, offset: int) -> Mention | None:
    """Who is "I" at an offset: "Mr A (Minister of State): The Group met in May, and I co-chaired it", else the one
    whose statement, speech, letter or article the text is; nobody, where others are quoted."""
    here = article.sentence_at(offset).index
    for sentence in reversed(article.sentences[max(0, here - _TURN_LENGTH) : here + 1]):
        if turn := _TURN.match(article.mask, sentence.start, sentence.end):
            return article.between(turn.start("speaker"), turn.end("speaker"), "OFFICIAL")[-1]
    author = _author(article)
    return None if author is None or article.quoted(offset) else author


def _author(article: Article) -> Mention | None:
    """Whose words a text is, by its head or by its signature; looked up once an article."""
    if "author" not in article.memo:
        article.memo["author"] = _read_author(article)
    return article.memo["author"]


def _read_author(article: Article) -> Mention | None:
    mask, regex = article.mask, article.lexicon.regex
    head = min(_HEAD, len(mask))
    found = (
        regex(_WORDS_BY).search(mask, 0, head)
        or regex(_HIS_WORDS).match(mask, 0, head)
        or regex(_BYLINE).search(mask, 0, head)
        or _SIGNED.search(mask, max(0, len(mask) - _TAIL))
    )
    if found is None:
        return None
    start, end = next(found.span(name) for name, who in found.groupdict().items() if who)
    return next(iter(article.between(start, end, "OFFICIAL")), None)
