"""What a pipeline found survives every way of keeping it: DocBin, JSONL, bytes, disk, processes."""

import copy
import json
import pickle
import subprocess
import sys

import pytest
import spacy
import srsly
from communique.annotations import AnnotationError, doc_to_record, docs_to_docbin, fill_doc, record_to_doc
from communique.tokenizer import create_tokenizer
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import DocBin

from tests.cli_helpers import PUBLISHED, SPANS, TEXT, article, build_pipeline

BLANK = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "communique.Tokenizer.v1"}}})


@pytest.fixture(scope="module")
def nlp(tmp_path_factory):
    return spacy.load(build_pipeline(tmp_path_factory.mktemp("pipeline") / "p"))


def annotate(nlp, **kwargs):
    def docs():
        for number in range(3):
            doc = nlp.make_doc(TEXT)
            fill_doc(doc, article(number, note="kept"))
            yield doc

    return list(nlp.pipe(docs(), **kwargs))


def test_the_record_holds_what_the_contract_says(nlp):
    record = doc_to_record(annotate(nlp)[0])
    assert record["meta"] == {"id": "a-0", "published": PUBLISHED} and record["note"] == "kept"
    for span in record["spans"]:
        tokens = record["tokens"][span["token_start"] : span["token_end"] + 1]
        assert (tokens[0]["start"], tokens[-1]["end"]) == (span["start"], span["end"])
    assert {r["label"] for r in record["relations"]} == {"CO_CHAIRS", "NUMBERS"}
    for relation in record["relations"]:
        assert relation["head"] == relation["head_span"]["token_end"]
        assert relation["child_span"]["label"] == "FORUM"
    held = record["meetings"][0]
    assert (held["round"], held["place"], held["date"], held["status"]) == (3, "Nairobi", "2024-05-13", "held")
    for slot in ("forum", "round", "place", "date"):
        start, end = held["evidence"][slot]
        assert TEXT[start:end].strip(), slot
    for chair in held["co_chairs"]:
        start, end = chair["span"]
        assert TEXT[start:end] == chair["name"] and chair["rule"] and TEXT[slice(*chair["trigger"])].strip()
    json.dumps(record)


def test_docbin_and_jsonl_hold_the_same(nlp, tmp_path):
    docs = annotate(nlp)
    records = [doc_to_record(doc) for doc in docs]
    docs_to_docbin(docs).to_disk(tmp_path / "x.spacy")
    srsly.write_jsonl(tmp_path / "x.jsonl", records)
    back = [doc_to_record(doc) for doc in DocBin().from_disk(tmp_path / "x.spacy").get_docs(BLANK.vocab)]
    assert back == records == list(srsly.read_jsonl(tmp_path / "x.jsonl"))
    again = [doc_to_record(record_to_doc(record, BLANK.make_doc)) for record in records]
    assert again == records


def test_a_fresh_interpreter_reads_the_docbin(nlp, tmp_path):
    docs = annotate(nlp)
    docs_to_docbin(docs).to_disk(tmp_path / "x.spacy")
    code = (
        "import sys, json, spacy, communique\nfrom spacy.tokens import DocBin\n"
        "docs = DocBin().from_disk(sys.argv[1]).get_docs(spacy.blank('en').vocab)\n"
        "print(json.dumps([[len(d.ents), d._.meetings[0]['round'], d._.relations[0]['label']] for d in docs]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "x.spacy")], capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == [[len(d.ents), d._.meetings[0]["round"], d._.relations[0]["label"]] for d in docs]


def test_two_processes_give_the_same(nlp):
    assert [doc_to_record(d) for d in annotate(nlp, n_process=2)] == [doc_to_record(d) for d in annotate(nlp)]


@pytest.mark.parametrize("name", ["communique_entities", "communique_meetings"])
def test_a_batch_loses_only_the_text_on_which_a_component_fails(name, monkeypatch):
    nlp, failed = spacy.blank("en"), []
    component = nlp.add_pipe(name)
    whole = type(component).__call__

    def call(self, doc):
        if doc.text.startswith("Bad"):
            raise ValueError("broken")
        return whole(self, doc)

    monkeypatch.setattr(type(component), "__call__", call)
    component.set_error_handler(lambda name, component, docs, error: failed.append((name, docs)))
    docs = [nlp.make_doc(text) for text in ("One.", "Bad.", TEXT, "Bad again.", "Five.")]
    done = list(component.pipe(iter(docs), batch_size=2))
    assert done == [docs[0], docs[2], docs[4]]
    assert failed == [(name, [docs[1]]), (name, [docs[3]])]


@pytest.mark.parametrize("again", [copy.deepcopy, lambda nlp: pickle.loads(pickle.dumps(nlp))], ids=["copy", "pickle"])
def test_a_pipeline_that_was_used_can_be_copied_and_sent_to_another_process(again):
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "FORUM", "pattern": "Joint Committee"}])
    nlp.add_pipe("communique_entities")
    nlp.add_pipe("communique_meetings")
    text = "The fifth session of the Joint Committee of Peru and Chile was held in Lima in May 2023."
    first = doc_to_record(nlp(text))
    assert first["meetings"][0]["round"] == 5
    assert doc_to_record(again(nlp)(text)) == first


def test_bytes_and_disk_give_the_same(tmp_path):
    # without the entity ruler of the other tests: spaCy's own loses its phrases in from_bytes
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "communique.Tokenizer.v1"}}})
    nlp.add_pipe("communique_entities")
    nlp.add_pipe("communique_meetings")

    def run(pipeline):
        return doc_to_record(pipeline(fill_doc(pipeline.make_doc(TEXT), {**article(), "spans": SPANS})))

    want = run(nlp)
    assert len(want["meetings"]) == 2
    assert run(nlp.from_config(nlp.config).from_bytes(nlp.to_bytes())) == want
    nlp.to_disk(tmp_path / "p")
    assert run(spacy.load(tmp_path / "p")) == want


def test_a_lexicon_edited_on_disk_is_used(nlp, tmp_path):
    nlp.to_disk(tmp_path / "p")
    file = tmp_path / "p" / "communique_meetings" / "lexicon.yml"
    text = file.read_text(encoding="utf8")
    assert "- rule: chaired-by" in text
    file.write_text(text.replace("- rule: chaired-by", "- rule: my-own-name"), encoding="utf8")
    doc = annotate(spacy.load(tmp_path / "p"))[0]
    assert "my-own-name" in {chair["rule"] for chair in doc._.meetings[0]["co_chairs"]}


def test_misaligned_and_overlapping_spans_are_all_named():
    spans = [(1, 5, "OFFICIAL"), (0, 10, "OFFICIAL"), (4, 16, "FORUM")]
    record = {"text": "Ama Mensah spoke", "spans": [{"start": s, "end": e, "label": label} for s, e, label in spans]}
    with pytest.raises(AnnotationError, match=r"\[1, 5\] OFFICIAL.*fits no token borders.*overlaps 'Ama Mensah'"):
        record_to_doc(record, BLANK.make_doc)
    assert [e.text for e in record_to_doc(record, BLANK.make_doc, strict=False).ents] == ["Ama Mensah"]


@settings(max_examples=200, deadline=None)
@given(st.text(min_size=1, max_size=80))
def test_the_tokenizer_never_loses_a_character(text):
    doc = BLANK.make_doc(text)
    assert doc.text == text
    record = doc_to_record(doc)
    assert "".join(text[t["start"] : t["end"]] + (" " if t["ws"] else "") for t in record["tokens"]) == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("the Joint Working Group(JWG)on trade", ["Joint Working Group", "JWG"]),
        ("held in 2023.The Ministry", ["The Ministry"]),
        ("U.S.According to him", ["According"]),
        ("agenda of the HDC.The Secretary", ["HDC", "The"]),
        ("said Minister Bui Thanh Son./.", ["Bui Thanh Son"]),
        ("Georgia–Chile talks", ["Georgia", "Chile"]),
        ("NewsWorldMinister Silva", ["Minister Silva"]),
        ("in Geneva‚ the UN’s envoy", ["Geneva", "UN"]),
        ("“Ama Mensah”said", ["Ama Mensah"]),
        ("Shipping/Ports Ministry", ["Ports Ministry"]),
    ],
)
def test_borders_inside_glued_words(text, words):
    nlp = spacy.blank("en")
    nlp.tokenizer = create_tokenizer()(nlp)
    doc = nlp(text)
    for word in words:
        start = text.index(word)
        assert doc.char_span(start, start + len(word)) is not None, (word, [t.text for t in doc])
