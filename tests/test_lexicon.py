"""The lexicon file: its test lines hold, a bad entry is refused with its line, phrases match as the file says."""

from __future__ import annotations

import re

import pytest
from communique.lexicon import (
    Lexicon,
    LexiconError,
    LineTest,
    alternatives,
    load_lexicon,
    parse_lexicon,
    read_lexicon,
)
from communique.linking import Article, link
from communique.markup import parse_marked
from communique.phrases import PhraseIndex
from hypothesis import given
from hypothesis import strategies as st

LEXICON = load_lexicon()
TEXT = read_lexicon()
RULES = [rule.model_dump() for rule in LEXICON.chairing]
GROUPS = LEXICON.model_dump(exclude={"chairing", "tests"})
LINES = [
    *((rule.rule, line) for rule in LEXICON.chairing for line in rule.tests),
    *((group, line) for group, lines in LEXICON.tests.items() for line in lines),
]


def check(line: LineTest, lexicon: Lexicon) -> None:
    text, spans = parse_marked(line.text)
    found = [m.to_dict() for m in link(Article.build(text, spans, lexicon, line.published)).meetings]
    if line.chairs is not None:
        assert sorted(c["name"] for m in found for c in m["co_chairs"]) == sorted(line.chairs)
    if line.meetings is not None:
        assert len(found) == len(line.meetings), found
        for got, wanted in zip(found, line.meetings, strict=True):
            for slot, value in wanted.items():
                if slot == "co_chairs":
                    assert [{k: c[k] for k in w} for c, w in zip(got[slot], value, strict=True)] == value
                else:
                    assert got[slot] == value, slot


@pytest.mark.parametrize(("group", "line"), LINES, ids=[f"{group}-{i}" for i, (group, _) in enumerate(LINES)])
def test_a_line_of_the_lexicon_gives_what_stands_below_it(group, line):
    check(line, LEXICON)


@pytest.mark.parametrize("group", [name for name, words in GROUPS.items() if isinstance(words, list)])
def test_some_line_of_a_group_needs_its_words(group):
    without = Lexicon.model_validate({**GROUPS, "chairing": RULES, group: ["no word"]})

    def fails(line: LineTest) -> bool:
        try:
            check(line, without)
        except (AssertionError, ValueError):  # ValueError: not as many chairs as there should be
            return True
        return False

    assert any(fails(line) for line in LEXICON.tests[group])


def test_every_rule_has_a_line_that_fires_and_one_that_does_not():
    for rule in LEXICON.chairing:
        assert any(line.chairs for line in rule.tests), rule.rule
        assert any(not line.chairs for line in rule.tests), rule.rule


def line_of(words: str, text: str) -> int:
    return text[: text.index(words)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("sides:\n  words: [side,", "sides:\n  words: ['',", "empty"),
        ("sides:\n  words: [side,", "sides:\n  words: [side, side,", "twice"),
        ("sides:\n  words: [side,", "sides:\n  words: [strana Şile,", "Western Europe"),
        (
            "in_chair:\n  words: [chaired, presided, was in the chair, took the chair]\n",
            "in_chair:\n  words: []\n",
            "without a phrase",
        ),
        ("rule: led-by\n    kind: passive", "rule: led-by\n    kind: sideways", "kind"),
        ("rule: led-by\n    kind: passive", "rule: led-by\n    colour: red\n    kind: passive", "colour"),
    ],
)
def test_a_bad_entry_is_refused_with_its_line(old, new, what):
    assert old in TEXT
    with pytest.raises(LexiconError) as error:
        parse_lexicon(TEXT.replace(old, new, 1), "mine.yml")
    message = str(error.value)
    assert what in message
    named = int(re.match(r"mine\.yml:(\d+): ", message)[1])
    assert abs(named - line_of(old.split("\n")[0], TEXT)) <= 3


def test_an_unknown_group_and_broken_yaml_are_refused():
    with pytest.raises(LexiconError, match=r"mine\.yml:\d+: colours"):
        parse_lexicon(TEXT + "\ncolours: [red]\n", "mine.yml")
    with pytest.raises(LexiconError, match=r"mine\.yml:\d+: "):
        parse_lexicon(TEXT + "\nsides: [unclosed\n", "mine.yml")
    with pytest.raises(LexiconError, match=r"mine\.yml:1: "):
        parse_lexicon("- a list\n", "mine.yml")
    with pytest.raises(LexiconError, match=r"nowhere\.yml"):
        load_lexicon("nowhere.yml")


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        ("It was co-chaired by Ana.", "co-chaired by"),
        ("It was CO CHAIRED BY Ana.", "CO CHAIRED BY"),
        ("It was cochaired\n  by Ana.", "cochaired\n  by"),
        ("It was chaired by Ana.", None),
        ("It was un-co-chaired by Ana.", None),
        ("It was co-chaired. By Ana.", None),
    ],
)
def test_a_phrase_matches_as_the_head_of_the_file_says(text, hit):
    found = PhraseIndex({"cues": ["co-chaired by"]}).find(text)
    assert [text[start:end] for start, end in found.get("cues", ())] == ([hit] if hit else [])


@pytest.mark.parametrize(
    "words", ["side", "SIDE", "ſide", "Kiribati", "kiribati", "Kiribati", "in", "İn", "ın", "5 may"]
)
def test_the_look_at_the_first_sign_shuts_out_nothing_that_matches_without_case(words):
    phrases = ["side", "kiribati", "in", "5 May"]
    assert any(re.fullmatch(phrase, words, re.I) for phrase in phrases)
    assert re.fullmatch(alternatives(phrases), words, re.I)


@given(st.text(alphabet="ab -'’\nÀİß.", max_size=60))
def test_phrases_never_overlap_and_lie_in_the_text(text):
    index = PhraseIndex({"one": ["a", "a b", "ab a", "b-a", "ß"]})
    for spans in index.find(text).values():
        last = 0
        for start, end in spans:
            assert last <= start < end <= len(text)
            last = end


def test_a_group_that_is_not_looked_for_is_an_error():
    article = Article.build("The sides met.", [], load_lexicon())
    assert article.cues("venues", 0, 14) == article.all_cues("venues") == []
    with pytest.raises(KeyError):
        article.cues("no_such_group", 0, 14)
