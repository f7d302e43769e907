"""What goes into training: drafts, splits, generated articles, augmentation, pretrained weights."""

import json
from pathlib import Path

import pytest
import spacy
import srsly
from communique.annotations import record_to_doc
from communique.augment import create_augmenter
from communique.checks import series_keys
from communique.drafts import read_drafts
from communique.generate import generate
from communique.lexicon import load_lexicon
from communique.markup import parse_marked, to_marked
from communique.pretrained import PretrainedError, check_weights, create_copy_tok2vec
from communique.records import RecordError
from communique.schema import LABELS
from communique.splits import split
from conftest import script
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.training import Example

NLP = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "communique.Tokenizer.v1"}}})
TEMPLATES = Path(__file__).parent.parent / "corpus" / "templates.yml"

MEETING = {
    "forum": "Ghana-Togo Joint Commission",
    "round": 2,
    "status": "held",
    "place": "Accra",
    "date": None,
    "parties": ["Ghana", "Togo"],
    "co_chairs": [{"name": "Ama Mensah", "role": None, "country": "Ghana"}],
}
DRAFT = f"""=== d-1
published: 2024-03-05
genre: wire
region: africa
---
ACCRA — The [2nd session|R] of the [Ghana-Togo Joint Commission|F] was led by [Ama Mensah|O] in Accra.
--- meetings
{json.dumps(MEETING)}
=== d-2
genre: other
region: europe
---
The second round of the cup was dull. \t[Ministry of Sport|M] said nothing.
--- meetings
"""


def test_a_draft_becomes_records(tmp_path):
    file = tmp_path / "d.txt"
    file.write_text(DRAFT, encoding="utf8")
    first, second = read_drafts(file)
    text = first["text"]
    assert first["meta"] == {"id": "d-1", "published": "2024-03-05", "genre": "wire", "region": "africa"}
    meeting = first["meetings"][0]
    assert {slot: text[s:e] for slot, (s, e) in meeting["evidence"].items()} == {
        "forum": "Ghana-Togo Joint Commission",
        "round": "2nd session",
        "place": "Accra",
    }
    assert text[slice(*meeting["co_chairs"][0]["span"])] == "Ama Mensah"
    assert [r["label"] for r in first["relations"]] == ["NUMBERS", "CO_CHAIRS"]
    assert second["meetings"] == [] and [s["label"] for s in second["spans"]] == ["MINISTRY"]


def test_two_meetings_of_a_draft_tell_a_relation_once(tmp_path):
    file = tmp_path / "d.txt"
    file.write_text(
        DRAFT.replace(json.dumps(MEETING), f"{json.dumps(MEETING)}\n{json.dumps(MEETING)}"), encoding="utf8"
    )
    first, _ = read_drafts(file)
    assert len(first["meetings"]) == 2
    assert [r["label"] for r in first["relations"]] == ["NUMBERS", "CO_CHAIRS"]


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (DRAFT.replace("--- meetings", "--- meetngs", 1), "d.txt:1: d-1: wants a head"),
        (DRAFT.replace("|F]", "|X]"), "d.txt:1: d-1: unknown label 'X'"),
        (
            DRAFT.replace('"name": "Ama Mensah"', '"name": "Ama"'),
            "d.txt:1: d-1: the co-chair 'Ama' is no OFFICIAL span",
        ),
    ],
)
def test_a_broken_draft_is_named(tmp_path, broken, message):
    file = tmp_path / "d.txt"
    file.write_text(broken, encoding="utf8")
    with pytest.raises(RecordError) as error:
        list(read_drafts(file))
    assert message in str(error.value)


def test_drafts_are_added_to_a_corpus(tmp_path):
    """The first makes it; the second mends an article of it, and brings one of a series that it knows."""
    first, second = tmp_path / "first.txt", tmp_path / "second.txt"
    first.write_text(DRAFT, encoding="utf8")
    known = DRAFT.split("=== d-2")[0]
    second.write_text(known.replace("ACCRA", "LOME") + known.replace("d-1", "d-3"), encoding="utf8")
    add = script("import_drafts")
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    add([first], corpus, 0)
    before = {name: list(srsly.read_jsonl(corpus / f"{name}.jsonl")) for name in ("train", "dev", "test")}
    assert sorted(r["meta"]["id"] for part in before.values() for r in part) == ["d-1", "d-2"]
    add([second], corpus, 0)
    for name, part in before.items():
        after = {r["meta"]["id"]: r for r in srsly.read_jsonl(corpus / f"{name}.jsonl")}
        ids = {r["meta"]["id"] for r in part}
        assert after.keys() == (ids | {"d-3"} if "d-1" in ids else ids)
        assert "d-1" not in ids or after["d-1"]["text"].startswith("LOME")
        assert "d-2" not in ids or after["d-2"] in part


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.text(st.characters(exclude_characters="[]|", exclude_categories=["Cs"]), max_size=8),
            st.text("ab é", min_size=1),
            st.sampled_from(LABELS),
        )
    )
)
def test_marks_round_trip(parts):
    marked = "".join(f"{gap}[{words}|{label}]" for gap, words, label in parts)
    text, spans = parse_marked(marked)
    assert text == "".join(gap + words for gap, words, _ in parts)
    assert to_marked(text, spans) == marked


def record(number, forum, parties):
    return {"text": forum, "meta": {"id": f"r-{number:03d}"}, "meetings": [{"forum": forum, "parties": parties}]}


def test_a_series_stays_in_one_split():
    records = [record(i, "Joint Commission", sorted([f"Land{i % 7}", "Togo"])) for i in range(60)]
    parts = split(records, {"train": 0.6, "dev": 0.2, "test": 0.2}, seed=3)
    assert sum(map(len, parts.values())) == 60 and all(parts.values())
    seen = {name: {key for r in part for key in series_keys(r)} for name, part in parts.items()}
    assert not seen["train"] & seen["dev"] and not seen["train"] & seen["test"] and not seen["dev"] & seen["test"]
    assert split(records, {"train": 0.6, "dev": 0.2, "test": 0.2}, seed=3) == parts


def gold():
    marked = (
        "President [Ama Mensah|O] thanked the [Ministry of Trade of Togo|M] at the [Ghana-Togo Joint Commission|F]. "
    )
    text, spans = parse_marked(
        marked * 2 + "\n\nIt rained for most of the day and the guests stayed under the large tent outside."
    )
    return {"text": text, "spans": spans, "meta": {"id": "g"}}


def test_generated_articles_are_annotated_and_repeatable():
    lexicon = load_lexicon()
    made = list(generate([gold()], TEMPLATES, lexicon, 40, seed=5))
    assert made == list(generate([gold()], TEMPLATES, lexicon, 40, seed=5))
    assert made != list(generate([gold()], TEMPLATES, lexicon, 40, seed=6))
    assert {s["label"] for r in made for s in r["spans"]} == set(LABELS)
    for article in made:
        assert "{" not in article["text"] and "|" not in article["text"]
        position = 0
        for span in article["spans"]:
            assert position <= span["start"] < span["end"] <= len(article["text"])
            position = span["end"]


def test_augmentation_keeps_the_article_and_adds_a_changed_copy():
    doc = record_to_doc(gold(), NLP.make_doc)
    augment = create_augmenter(swap=1.0, case=1.0, noise=1.0, seed=2)
    made = [eg for _ in range(30) for eg in augment(NLP, Example(NLP.make_doc(doc.text), doc))]
    assert made[0].reference is doc
    copies = [eg.reference for eg in made if eg.reference is not doc]
    assert copies and any(copy.text != doc.text for copy in copies)
    for copy in copies:
        assert [e.label_ for e in copy.ents] == [e.label_ for e in doc.ents]
    quiet = create_augmenter(swap=0.0, case=0.0, noise=0.0, seed=2)
    assert [eg.reference for eg in quiet(NLP, Example(NLP.make_doc(doc.text), doc))] == [doc]


def test_weights_are_checked():
    with pytest.raises(PretrainedError, match="not installed"):
        check_weights("no-such-package-here", "1.0", "model", "00")
    with pytest.raises(PretrainedError, match="is pinned"):
        check_weights("spacy", "0.0.1", "spacy/about.py", "00")
    version = __import__("importlib.metadata").metadata.version("spacy")
    with pytest.raises(PretrainedError, match="has SHA-256"):
        check_weights("spacy", version, "spacy/about.py", "00")
    assert create_copy_tok2vec("")(NLP) is NLP
    with pytest.raises(PretrainedError, match="no pipeline 'no_such_model'"):
        create_copy_tok2vec("no_such_model")(NLP)


def small_ner(folder, **changes):
    """A pipeline on disk whose NER has an encoder of two layers, 32 numbers wide, but for `changes`."""
    nlp = spacy.blank("en")
    tok2vec = {
        "@architectures": "spacy.HashEmbedCNN.v2",
        **{"pretrained_vectors": None, "width": 32, "depth": 2, "embed_size": 100, "window_size": 1},
        **{"maxout_pieces": 2, "subword_features": True, **changes},
    }
    parser = {"@architectures": "spacy.TransitionBasedParser.v2", "state_type": "ner", "extra_state_tokens": False}
    model = {**parser, "hidden_width": 16, "maxout_pieces": 2, "use_upper": True, "nO": None, "tok2vec": tok2vec}
    nlp.add_pipe("ner", config={"model": model}).add_label("FORUM")
    nlp.initialize()
    nlp.to_disk(folder)
    return nlp


def encoder_weights(nlp):
    tok2vec = nlp.get_pipe("ner").model.get_ref("tok2vec").layers[0]
    return [node.get_param("W") for node in tok2vec.layers[1].walk() if node.has_param("W")]


def test_a_deeper_encoder_starts_from_the_layers_that_there_are(tmp_path):
    source = small_ner(tmp_path / "source")
    deeper = small_ner(tmp_path / "deeper", depth=4)
    fresh = [weights.copy() for weights in encoder_weights(deeper)]
    create_copy_tok2vec(str(tmp_path / "source"))(deeper)
    now, theirs = encoder_weights(deeper), encoder_weights(source)
    assert (len(now), len(theirs)) == (4, 2)
    for ours, other, before in zip(now, theirs, fresh, strict=False):
        assert (ours == other).all()
        assert not (ours == before).all()
    for ours, before in zip(now[2:], fresh[2:], strict=True):
        assert (ours == before).all()


@pytest.mark.parametrize("changes", [{"depth": 1}, {"width": 64}, {"window_size": 2}, {"subword_features": False}])
def test_weights_of_another_shape_are_refused(tmp_path, changes):
    small_ner(tmp_path / "source")
    with pytest.raises(PretrainedError, match="do not fit the config"):
        create_copy_tok2vec(str(tmp_path / "source"))(small_ner(tmp_path / "ours", **changes))
