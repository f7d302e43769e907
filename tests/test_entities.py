"""Entity borders: every test line of data/entities.yml, and what must hold for any text."""

import itertools

import pytest
import spacy
from communique.entities import entity_words, mend
from communique.entities.words import EntityWords
from communique.lexicon import load_lexicon
from communique.markup import parse_marked, to_marked
from communique.schema import LABELS
from hypothesis import given, settings
from hypothesis import strategies as st

WORDS = entity_words()
LEXICON = load_lexicon()


def mended(marked: str, words: EntityWords = WORDS) -> str:
    text, spans = parse_marked(marked)
    found = mend(text, [(s["start"], s["end"], s["label"]) for s in spans], LEXICON, words)
    return to_marked(text, [{"start": s, "end": e, "label": label} for s, e, label in found])


@pytest.mark.parametrize("line", WORDS.tests, ids=lambda line: f"{line.rule}: {line.before[:40]}")
def test_line_of_the_file(line):
    assert parse_marked(line.before)[0] == parse_marked(line.after)[0], "both sides of a test line are one text"
    assert mended(line.before) == line.after


@pytest.mark.parametrize("line", WORDS.tests, ids=lambda line: line.rule)
def test_what_is_right_stays(line):
    assert mended(line.after) == line.after


@pytest.mark.parametrize("group", sorted(set(EntityWords.model_fields) - {"tests"}))
def test_some_line_of_the_file_needs_the_words_of_a_list(group):
    none = [["no word"]] if group == "organisations" else ["no word"]
    without = EntityWords.model_validate({**WORDS.model_dump(), group: none})
    assert any(mended(line.before, without) != line.after for line in WORDS.tests)


PIECES = st.sampled_from(
    [
        *(
            "Ministry of Trade",
            " and ",
            "Joint Commission",
            " of ",
            "the ",
            "(JC)",
            "2nd ",
            "round ",
            "Dr. ",
            "Ama Mensah",
        ),
        *(
            "'s",
            "\n\n",
            "India",
            "-",
            "Ghana ",
            "UN ",
            "on Fisheries",
            ", ",
            "K.P. ",
            "EU",
            "é😀",
            " Secretary ",
            "Council",
        ),
        *("SADC", "foreign ministry", "  "),
    ]
)


@settings(max_examples=150, deadline=None)
@given(
    pieces=st.lists(PIECES, max_size=14),
    cuts=st.lists(st.tuples(st.integers(0, 120), st.integers(1, 30), st.sampled_from(LABELS)), max_size=5),
)
def test_spans_stay_inside_and_apart(pieces, cuts):
    text = "".join(pieces)
    spans, position = [], 0
    for start, length, label in sorted(cuts):
        if start >= position and start + length <= len(text):
            spans.append((start, start + length, label))
            position = start + length
    found = mend(text, spans, LEXICON)
    assert all(0 <= s < e <= len(text) and label in LABELS for s, e, label in found)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(found))
    assert all(text[s:e] == text[s:e].strip() for s, e, _ in found)


def test_component_keeps_foreign_labels_and_scores():
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "communique.Tokenizer.v1"}}})
    nlp.add_pipe("communique_entities")
    doc = nlp.make_doc("The Ministry of Trade of Ghana met NATO officials in Accra.")
    doc.ents = [doc.char_span(4, 21, label="MINISTRY"), doc.char_span(53, 58, label="GPE")]
    doc._.scores = [[4, 21, "MINISTRY", 0.7]]
    doc = nlp.get_pipe("communique_entities")(doc)
    assert [(e.text, e.label_) for e in doc.ents] == [
        ("Ministry of Trade of Ghana", "MINISTRY"),
        ("NATO", "FORUM"),
        ("Accra", "GPE"),
    ]
    scores = {doc.text[start:end]: score for start, end, _, score in doc._.scores}
    assert 0 < scores["Ministry of Trade of Ghana"] < 0.7, "mended borders are less sure than the model's own"
    assert all(0 <= score <= 1 for score in scores.values())
