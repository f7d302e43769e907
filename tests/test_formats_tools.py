"""Our files are read back by the tools' own code, where it is installed (`pip install label-studio-sdk edsnlp`)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from communique.formats import FORMATS, TOOLS, label_studio
from communique.formats.items import Options
from communique.formats.layout import lay_out
from communique.formats.loss import LossReport
from communique.markup import parse_marked
from communique.records import Sourced
from communique.schema import LABELS

ARTICLES = (
    "🎉 The [Alpine Water Board|FORUM] held its [second meeting|ROUND] in Bern, chaired by [Ueli Frei|OFFICIAL].",
    "Straße: [Jörg Maß|OFFICIAL] 👩🏽‍⚖️ of the [Ministry of Rivers|MINISTRY]\nspoke at the [Alpine\nWater Board|FORUM].",
    "Nothing of note was said.",
)


def records() -> list[dict]:
    out = []
    for i, marked in enumerate(ARTICLES):
        text, spans = parse_marked(marked)
        forum = next((span for span in spans if span["label"] == "FORUM"), None)
        relations = [
            {"label": "CO_CHAIRS", "head_span": span, "child_span": forum}
            for span in spans
            if span["label"] == "OFFICIAL"
        ]
        more = {"note": "only here"} if i == 1 else {}
        record = {"text": text, "meta": {"id": f"w-{i}", "page": i}, "spans": spans, "relations": relations, **more}
        out.append(lay_out(record, lambda gone: pytest.fail(f"gone: {gone}")))
    return out


def write(name: str, path: Path, given: list[dict]) -> Path:
    FORMATS[name].write(path, given, Options(), LossReport())
    return path


def read(name: str, path: Path) -> list[dict]:
    items = list(FORMATS[name].read(path, Options(), LossReport()))
    assert all(isinstance(item, Sourced) for item in items), items
    return [lay_out(item.record, lambda gone: pytest.fail(f"gone: {gone}")) for item in items]


def words(record: dict) -> list[tuple[str, str]]:
    return sorted((record["text"][span["start"] : span["end"]], span["label"]) for span in record["spans"])


# --- Label Studio ------------------------------------------------------------------------------


@pytest.fixture
def converter():
    module = pytest.importorskip("label_studio_sdk.converter", reason="label-studio-sdk is not installed")
    config = TOOLS["label-studio"](LABELS, ("CO_CHAIRS",))["label_studio.xml"]
    return module.Converter(config, None, download_resources=False)


@pytest.fixture
def exported(tmp_path) -> Path:
    """Our tasks, as the server hands them out again: with ids, and with the name of who submitted them."""
    given = [*records(), {**records()[0], "meta": {"id": "skipped"}, "answer": "reject"}]
    tasks = json.loads(write("label-studio", tmp_path / "tasks.json", given).read_text("utf8"))
    for i, task in enumerate(tasks):
        task["id"] = i + 1
        for annotation in task["annotations"]:
            annotation |= {"id": i + 100, "completed_by": 4, "created_at": "2024-05-01T10:00:00Z"}
    path = tmp_path / "exported.json"
    path.write_text(json.dumps(tasks, ensure_ascii=False), encoding="utf8")
    return path


def test_label_studio_s_converter_knows_our_configuration(converter):
    assert set(converter._schema["label"]["labels"]) == set(LABELS)
    assert "CONLL2003" in converter.supported_formats


def test_label_studio_s_converter_reads_our_tasks(converter, exported, tmp_path):
    converter.convert(str(exported), str(tmp_path / "min"), "JSON_MIN", is_dir=False)
    small = json.loads((tmp_path / "min" / "result.json").read_text("utf8"))
    found = [sorted((one["text"], one["labels"][0]) for one in task.get("label", [])) for task in small]
    assert found == [words(record) for record in records()]  # and the rejected article is left out, as cancelled
    for task in small:
        for one in task.get("label", []):
            assert task["text"][one["start"] : one["end"]] == one["text"]
    # its small export has no relations; what it has, we read
    assert [words(record) for record in read("label-studio", tmp_path / "min" / "result.json")] == found


def test_label_studio_s_conll_has_our_entities(converter, exported, tmp_path):
    converter.convert(str(exported), str(tmp_path / "conll"), "CONLL2003", is_dir=False)
    tagged = [line.split(" -X- _ ") for line in (tmp_path / "conll" / "result.conll").read_text("utf8").split("\n")]
    begun = [(word, tag) for word, tag in (row for row in tagged if len(row) == 2) if tag.startswith("B-")]
    assert begun == [
        (record["text"][span["start"] : span["end"]].split()[0], f"B-{span['label']}")
        for record in records()
        for span in record["spans"]
    ]


def test_what_label_studio_hands_out_comes_back_whole(exported):
    back = read("label-studio", exported)
    assert [words(record) for record in back[:3]] == [words(record) for record in records()]
    assert [record["relations"] for record in back[:3]] == [record["relations"] for record in records()]
    assert [record["answer"] for record in back] == ["accept", "accept", "accept", "reject"]
    assert back[1]["note"] == "only here" and back[1]["meta"] == {"id": "w-1", "page": 1, "annotator": "4"}
    assert label_studio.TOOL in back[0]


# --- doccano -----------------------------------------------------------------------------------


def test_a_file_that_went_through_doccano_s_tables_comes_back_whole(tmp_path):
    """doccano 1.8.4 keeps all keys but text, entities and relations as the article's meta, merges them back at
    the top level, and writes `DataFrame.to_json(orient="records", force_ascii=False, lines=True)`."""
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    given = records()
    rows = []
    for number, line in enumerate(write("doccano", tmp_path / "in.jsonl", given).read_text("utf8").splitlines(), 900):
        article = json.loads(line)
        meta = {key: value for key, value in article.items() if key not in ("text", "entities", "relations")}
        entities = [{**entity, "id": entity["id"] + number} for entity in article["entities"]]
        relations = [
            {**one, "from_id": one["from_id"] + number, "to_id": one["to_id"] + number} for one in article["relations"]
        ]
        rows.append({"id": number, "text": article["text"], **meta, "entities": entities, "relations": relations})
    rows[0]["Comments"] = [{"id": 1, "comment": "sure?"}]
    pandas.DataFrame(rows).to_json(tmp_path / "out.jsonl", orient="records", force_ascii=False, lines=True)
    back = read("doccano", tmp_path / "out.jsonl")
    assert back[0].pop("Comments") == [{"id": 1, "comment": "sure?"}]
    assert back == given


# --- brat --------------------------------------------------------------------------------------


def test_edsnlp_reads_our_brat_folders(tmp_path):
    standoff = pytest.importorskip("edsnlp.data.standoff", reason="edsnlp is not installed")
    given = records()
    given[1]["spans"][0] |= {"attributes": {"Sure": True, "Side": "Swiss"}, "notes": ["who is this?"], "score": 0.5}
    folder = write("brat", tmp_path / "brat", given)
    for record in given:
        path = folder / f"{record['meta']['id']}.txt"
        found = standoff.parse_standoff_file(str(path), [str(path.with_suffix(".ann"))])
        assert found["text"] == record["text"]
        spans = {
            one["entity_id"]: (one["fragments"][0]["begin"], one["fragments"][-1]["end"], one["label"])
            for one in found["entities"]
        }
        assert all(len(one["fragments"]) == 1 for one in found["entities"])
        assert list(spans.values()) == [(span["start"], span["end"], span["label"]) for span in record["spans"]]
        joined = [
            (spans[one["from_entity_id"]], one["relation_label"], spans[one["to_entity_id"]])
            for one in found["relations"]
        ]
        ends = [
            tuple(tuple(one[end][key] for key in ("start", "end", "label")) for end in ("head_span", "child_span"))
            for one in record["relations"]
        ]
        assert joined == [(head, "CO_CHAIRS", child) for head, child in ends]
    found = standoff.parse_standoff_file(str(folder / "w-1.txt"), [str(folder / "w-1.ann")])
    (noted,) = [one for one in found["entities"] if one["notes"]]
    assert noted["attributes"] == {"Sure": None, "Side": "Swiss"}
    assert [json.loads(note["value"]) if note["value"][0] == "{" else note["value"] for note in noted["notes"]] == [
        "who is this?",
        {"communique": {"score": 0.5}},
    ]


def test_edsnlp_makes_docs_of_our_brat_folders(tmp_path):
    data = pytest.importorskip("edsnlp.data", reason="edsnlp is not installed")
    folder = write("brat", tmp_path / "brat", records())
    docs = {doc._.note_id: doc for doc in data.read_standoff(str(folder))}
    assert {name: doc.text for name, doc in docs.items()} == {r["meta"]["id"]: r["text"] for r in records()}
    for record in records():
        ents = [(ent.start_char, ent.end_char, ent.label_) for ent in docs[record["meta"]["id"]].ents]
        assert ents == [(span["start"], span["end"], span["label"]) for span in record["spans"]]


def test_what_edsnlp_writes_we_read(tmp_path):
    standoff = pytest.importorskip("edsnlp.data.standoff", reason="edsnlp is not installed")
    text = "The Alpine\nWater Board met."
    entity = {"entity_id": 1, "label": "FORUM", "fragments": [{"begin": 4, "end": 22}], "attributes": {"Sure": True}}
    (tmp_path / "b").mkdir()
    standoff.dump_standoff_file({"text": text, "entities": [entity]}, str(tmp_path / "b" / "x.txt"))
    (record,) = read("brat", tmp_path / "b")
    assert words(record) == [("Alpine\nWater Board", "FORUM")]
    assert record["spans"][0]["attributes"] == {"Sure": True} and record["meta"] == {"id": "x"}
