"""A person takes articles out to an annotation tool, and back, and nothing is lost on the way."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any

import pytest
import spacy
import typer
from communique.commands.convert import convert
from communique.commands.init_tool import init_tool
from communique.formats import FORMATS, detect
from communique.formats.items import Options
from communique.formats.layout import lay_out
from communique.formats.loss import LossReport
from communique.formats.offsets import UTF16, OffsetMap
from communique.markup import parse_marked
from communique.records import RecordError, Sourced
from communique.schema import LABELS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.tokens import DocBin
from typer.testing import CliRunner

app = typer.Typer()
app.command()(convert)
app.command()(init_tool)
runner = CliRunner()

CASES = int(os.environ.get("COMMUNIQUE_CASES", "100"))
TOOL_FORMATS = ("prodigy", "label-studio", "doccano", "brat", "docbin")
ENDINGS = {
    "jsonl": ".jsonl",
    "prodigy": ".jsonl",
    "doccano": ".jsonl",
    "label-studio": ".json",
    "docbin": ".spacy",
    "brat": "",
}

MARKED = (
    "🎉🇳🇴 [Nordic-Baltic Fisheries Council|FORUM] meets\n\n"
    "The [seventh session|ROUND] of the [Council|FORUM] was co-chaired by Dr [Zoë Ozoliņa|OFFICIAL] 👩🏽‍⚖️ of the "
    "[Ministry of Agriculture|MINISTRY] and [Åse Berg|OFFICIAL] in Tromsø."
)
TEXT, SPANS = parse_marked(MARKED)


def ends(span: dict) -> dict:
    return {key: span[key] for key in ("start", "end", "label")}


def relation(label: str, head: int, child: int, **more: Any) -> dict:
    return {"label": label, "head_span": ends(SPANS[head]), "child_span": ends(SPANS[child]), **more}


def article(ident: str = "fish-1", **more: Any) -> dict:
    """An annotated article with something in every place that a record has."""
    record = {
        "text": TEXT,
        "meta": {"id": ident, "published": "2024-03-08", "source": {"name": "The Nets", "page": 4}},
        "spans": [dict(span) for span in SPANS],
        "relations": [relation("NUMBERS", 1, 2), relation("CO_CHAIRS", 3, 2), relation("CO_CHAIRS", 5, 2, sure=0.75)],
        "meetings": [
            {
                "forum": "Nordic-Baltic Fisheries Council",
                "round": 7,
                "co_chairs": [{"name": "Zoë Ozoliņa", "span": [SPANS[3]["start"], SPANS[3]["end"]]}],
                "evidence": {"round": [SPANS[1]["start"], SPANS[1]["end"]]},
            }
        ],
        "answer": "accept",
        "reviewed_by": ["kari", None],
    }
    record["spans"][3]["score"] = 0.875
    return lay_out({**record, **more}, lambda gone: pytest.fail(f"gone: {gone}"))


def run(*args: object) -> tuple[int, str]:
    """Exit status and what was said; an error that cli.py would turn into a line counts as one."""
    result = runner.invoke(app, [str(arg) for arg in args])
    if isinstance(result.exception, (ValueError, OSError)):
        return 1, str(result.exception)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output + result.stderr


def lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_bytes().decode("utf8").split("\n") if line]


def put(path: Path, content: Any) -> Path:
    """A JSONL file of a list, or any other file of a string or of an object."""
    if isinstance(content, list):
        content = "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in content)
    elif not isinstance(content, str):
        content = json.dumps(content, ensure_ascii=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode("utf8"))
    return path


def read(path: Path, name: str, **options: Any) -> tuple[list[dict], list[str], LossReport]:
    """Records, faults and the report of a file."""
    report = LossReport()
    items = list(FORMATS[name].read(path, Options(**options), report))
    records = [item.record for item in items if isinstance(item, Sourced)]
    return records, [str(item) for item in items if isinstance(item, RecordError)], report


def words(record: dict) -> list[tuple[str, str]]:
    return sorted((record["text"][s["start"] : s["end"]], s["label"]) for s in record["spans"])


def arrows(record: dict) -> list[tuple[str, str, str]]:
    text = record["text"]
    return sorted(
        (text[slice(r["head_span"]["start"], r["head_span"]["end"])], r["label"],
         text[slice(r["child_span"]["start"], r["child_span"]["end"])])
        for r in record["relations"]
    )  # fmt: skip


# --- out and back ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TOOL_FORMATS)
def test_out_to_a_tool_and_back_nothing_is_lost(name, tmp_path):
    source, out, back = tmp_path / "in.jsonl", tmp_path / f"out{ENDINGS[name]}", tmp_path / "back.jsonl"
    before = [article("fish-1"), article("fish-2", answer="reject"), article("fish-3", meetings=[], relations=[])]
    put(source, before)
    status, said = run("convert", source, out, "--to", name)
    assert status == 0, said
    status, said = run("convert", out, back, "--from", name)
    assert status == 0, said
    assert [normal(record) for record in lines(back)] == [normal(record) for record in before]
    assert "3 articles, 18 spans, 6 relations, 2 meetings" in said and "dropped  nothing" in said
    assert json.loads(source.read_text("utf8").split("\n")[0]) == before[0]


def test_the_formats_are_seen_without_being_named(tmp_path):
    source = put(tmp_path / "in.jsonl", [article()])
    for name in TOOL_FORMATS:
        out = tmp_path / f"{name}{ENDINGS[name]}"
        assert run("convert", source, out, "--to", name)[0] == 0
        # a Prodigy task without hashes is a record of ours, and is read as one
        assert detect(out) == ("jsonl" if name == "prodigy" else name)
    assert detect(put(tmp_path / "p.jsonl", [{**article(), "_task_hash": 5}])) == "prodigy"
    assert detect(put(tmp_path / "old.jsonl", [{"text": "a b", "label": [[0, 1, "ROUND"]]}])) == "doccano"
    assert detect(put(tmp_path / "min.json", [{"text": "a b", "annotator": 1, "label": []}])) == "label-studio"
    with pytest.raises(RecordError, match="--from"):
        detect(put(tmp_path / "what.xml", "<a/>"))
    status, said = run("convert", tmp_path / "not-there.json", tmp_path / "x.jsonl")
    assert status == 1 and "not-there.json" in said


def test_what_was_read_is_never_written_over(tmp_path):
    source = put(tmp_path / "in.jsonl", [article()])
    before = source.read_bytes()
    assert run("convert", source, source, "--to", "prodigy")[0] == 1
    folder = tmp_path / "brat"
    assert run("convert", source, folder)[0] == 0
    (folder / "fish-1.ann").write_text("T1\tROUND 0 1\t🎉\n", encoding="utf8")
    status, said = run("convert", source, folder)
    assert status == 1 and "not an empty folder" in said
    assert (folder / "fish-1.ann").read_text("utf8").startswith("T1\tROUND 0 1")
    assert source.read_bytes() == before
    assert {path.name for path in tmp_path.iterdir()} == {"in.jsonl", "brat"}


def test_the_report_tells_what_conll_cannot_hold(tmp_path):
    source = put(tmp_path / "in.jsonl", [article("fish-1"), article("fish-2", answer="ignore")])
    out, report = tmp_path / "out.conll", tmp_path / "loss.json"
    status, said = run("convert", source, out, "--report", report)
    assert status == 0
    assert "dropped  3 relations: CoNLL has no place for it (fish-1)" in said
    assert "dropped  1 article: not accepted, so not to be trained on (fish-2)" in said
    told = json.loads(report.read_text("utf8"))
    assert told["kept"]["articles"] == 1 and told["kept"]["spans"] == 6 and told["kept"]["relations"] == 0
    assert {"kind": "meetings", "how": "CoNLL has no place for it", "count": 1, "ids": {"fish-1": 1}} in told["dropped"]
    assert run("convert", out, tmp_path / "back.jsonl", "--from", "conll")[0] == 2


def test_conll_is_read_by_spacy_with_the_same_entities(tmp_path):
    from spacy.training.converters import conll_ner_to_docs

    out = tmp_path / "out.conll"
    over = [
        *article()["spans"],
        {"start": 0, "end": 1, "label": "ROUND"},
        {**ends(SPANS[0]), "end": SPANS[0]["end"] - 8},
    ]
    put(tmp_path / "in.jsonl", [article(spans=over)])
    status, said = run("convert", tmp_path / "in.jsonl", out)
    assert status == 0 and "1 span: over another span (fish-1)" in said
    (doc,) = conll_ner_to_docs(out.read_text("utf8"), n_sents=0, no_print=True)
    found = [(ent.text.replace(" - ", "-"), ent.label_) for ent in doc.ents]
    assert found == [("🎉", "ROUND"), *((TEXT[s["start"] : s["end"]], s["label"]) for s in SPANS)]


# --- Prodigy -----------------------------------------------------------------------------------


def test_prodigy_counts_the_last_token_in_and_joins_last_tokens(tmp_path):
    out = tmp_path / "tasks.jsonl"
    put(tmp_path / "in.jsonl", [{key: value for key, value in article().items() if key != "tokens"}])
    assert run("convert", tmp_path / "in.jsonl", out, "--to", "prodigy")[0] == 0
    (task,) = lines(out)
    for span in task["spans"]:
        tokens = task["tokens"][span["token_start"] : span["token_end"] + 1]
        assert (tokens[0]["start"], tokens[-1]["end"]) == (span["start"], span["end"])
    for arrow in task["relations"]:
        assert task["tokens"][arrow["head"]]["end"] == arrow["head_span"]["end"]
        assert task["tokens"][arrow["child"]]["end"] == arrow["child_span"]["end"]


def test_prodigy_tasks_with_tokens_only_find_their_characters(tmp_path):
    task = article(_task_hash=1, _annotator_id="db-åse")
    bare = [{key: span[key] for key in ("token_start", "token_end", "label")} for span in task["spans"]]
    arrow = {key: task["relations"][0][key] for key in ("head", "child", "label")}
    put(tmp_path / "in.jsonl", [{**task, "spans": bare, "relations": [arrow]}])
    assert run("convert", tmp_path / "in.jsonl", tmp_path / "out.jsonl", "--from", "prodigy")[0] == 0
    (record,) = lines(tmp_path / "out.jsonl")
    assert words(record) == words(task)
    assert arrows(record) == [("seventh session", "NUMBERS", "Council")]
    assert record["meta"]["annotator"] == "db-åse" and record["_annotator_id"] == "db-åse"


def test_answers_stay_and_only_accepted_articles_teach(tmp_path):
    answers = ("accept", "reject", "ignore")
    put(tmp_path / "in.jsonl", [article(answer, answer=answer, _task_hash=1) for answer in answers])
    out = tmp_path / "train.spacy"
    status, said = run("convert", tmp_path / "in.jsonl", out)
    assert status == 0 and "12 spans: of an article that is not accepted" in said
    docs = {doc._.meta["id"]: doc for doc in DocBin().from_disk(out).get_docs(spacy.blank("en").vocab)}
    assert [len(docs[answer].ents) for answer in answers] == [6, 0, 0]
    # not annotated is another thing than outside of any entity: training must learn nothing from these
    assert {token.ent_iob for token in docs["reject"]} == {0} and 2 in {token.ent_iob for token in docs["accept"]}
    assert run("convert", out, tmp_path / "back.jsonl")[0] == 0
    back = lines(tmp_path / "back.jsonl")
    assert [record["answer"] for record in back] == list(answers)
    assert all(words(record) == words(article()) for record in back)


def test_an_answer_that_prodigy_does_not_have_is_named(tmp_path):
    put(tmp_path / "in.jsonl", [article(_task_hash=1, answer="maybe")])
    status, said = run("convert", tmp_path / "in.jsonl", tmp_path / "out.jsonl", "--from", "prodigy")
    assert status == 1 and "in.jsonl:1: fish-1: answer 'maybe'" in said
    assert lines(tmp_path / "out.jsonl")[0]["answer"] == "ignore"


# --- Label Studio ------------------------------------------------------------------------------


def region(ident: str, span: dict, text: str = TEXT, unit: str = "codepoint", **more: Any) -> dict:
    """A region as Label Studio's page hands it in."""
    to = OffsetMap(text, unit)
    value = {"start": to.out(span["start"]), "end": to.out(span["end"]), "labels": [span["label"]]}
    value["text"] = text[span["start"] : span["end"]].replace("\n", "\\n")
    rest = {"from_name": "label", "to_name": "text", "type": "labels", "origin": "manual"}
    return {"id": ident, "value": value, **rest, **more}


def task(*annotations: dict, text: str = TEXT, ident: int = 7, **more: Any) -> dict:
    facts = {"inner_id": 1, "created_at": "2024-05-01T10:00:00Z", "updated_at": "2024-05-01T11:00:00Z", "project": 2}
    return {"id": ident, "annotations": list(annotations), "data": {"text": text}, **facts, **more}


def annotation(*results: dict, by: Any = 1, **more: Any) -> dict:
    facts = {"id": 11, "was_cancelled": False, "ground_truth": False, "lead_time": 12.5}
    return {**facts, "completed_by": by, "result": list(results), **more}


REAL = {
    "id": 2,
    "drafts": [],
    "predictions": [],
    "meta": {},
    "inner_id": 2,
    "cancelled_annotations": 0,
    "comment_authors": [],
    "data": {
        "text": "🎉 first line\r\nthe Council 👩🏽\u200d⚖️ met\r\n\r\nand Åse Berg led.\nThen Fred spoke 🎉 after Mona.",
        "meta": {"id": "crlf"},
    },
    "annotations": [
        {
            "id": 2,
            "completed_by": 1,
            "was_cancelled": False,
            "ground_truth": True,
            "lead_time": 6.811,
            "result": [
                {
                    "value": {"start": 18, "end": 25, "text": "Council", "labels": ["FORUM"]},
                    "id": "s0",
                    "from_name": "label",
                    "to_name": "text",
                    "type": "labels",
                    "origin": "manual",
                },
                {
                    "value": {"start": 43, "end": 51, "text": "Åse Berg", "labels": ["OFFICIAL"]},
                    "id": "s1",
                    "from_name": "label",
                    "to_name": "text",
                    "type": "labels",
                    "origin": "manual",
                },
                {
                    "value": {"start": 62, "end": 66, "text": "Fred", "labels": ["OFFICIAL"]},
                    "id": "nQ4uJwnjDd",
                    "from_name": "label",
                    "to_name": "text",
                    "type": "labels",
                    "origin": "manual",
                },
                {"from_id": "s1", "to_id": "s0", "type": "relation", "direction": "right", "labels": ["CO_CHAIRS"]},
            ],
            "prediction": {},
            "parent_prediction": None,
        }
    ],
}
"""A task of ours as Label Studio 1.23.2 exported it, with the third region drawn with the mouse in Chromium."""


def test_what_label_studio_really_hands_out_is_read(tmp_path):
    records, faults, _ = read(put(tmp_path / "x.json", [REAL]), "label-studio")
    assert not faults and words(records[0]) == [("Council", "FORUM"), ("Fred", "OFFICIAL"), ("Åse Berg", "OFFICIAL")]
    assert arrows(records[0]) == [("Åse Berg", "CO_CHAIRS", "Council")]
    assert records[0]["meta"] == {"id": "crlf", "annotator": "1"} and records[0]["answer"] == "accept"


def test_label_studio_offsets_after_emoji_are_read_in_either_unit(tmp_path):
    now = task(annotation(*(region(f"r{i}", span) for i, span in enumerate(SPANS))), ident=1)
    old = task(annotation(*(region(f"r{i}", span, unit=UTF16) for i, span in enumerate(SPANS))), ident=2)
    assert now["annotations"][0]["result"][3]["value"]["start"] != old["annotations"][0]["result"][3]["value"]["start"]
    records, faults, report = read(
        put(tmp_path / "x.json", "[" + json.dumps(now) + "," + json.dumps(old) + "]"), "label-studio"
    )
    assert not faults
    assert words(records[0]) == words(records[1]) == words(article())
    assert "6 spans: offsets in UTF-16 units, read as such (task 2)" in "\n".join(report.lines())


def test_label_studio_is_believed_where_the_unit_is_named(tmp_path):
    text = "🎉 aaaa bbbb"
    span = {"start": 3, "end": 4, "label": "FORUM"}  # every "a" looks like the next
    path = put(tmp_path / "x.json", task(annotation(region("r", span, text=text, unit=UTF16)), text=text))
    assert read(path, "label-studio")[0][0]["spans"][0]["start"] == 4
    assert read(path, "label-studio", offsets=UTF16)[0][0]["spans"][0]["start"] == 3


@pytest.mark.parametrize("unit", ["codepoint", "utf16"])
@pytest.mark.parametrize("name", ["label-studio", "doccano", "brat"])
def test_a_named_unit_is_written_and_read_back(name, unit, tmp_path):
    source, out, back = put(tmp_path / "in.jsonl", [article()]), tmp_path / "out", tmp_path / "back.jsonl"
    assert run("convert", source, out, "--to", name, "--offsets", unit)[0] == 0
    for offsets in ("auto", unit):
        assert run("convert", out, back, "--from", name, "--offsets", offsets)[0] == 0
        assert words(lines(back)[0]) == words(article())


def test_label_studio_writes_code_points_and_doccano_utf16_units(tmp_path):
    """As their pages count: see docs/formats.md."""
    source = put(tmp_path / "in.jsonl", [article()])
    run("convert", source, tmp_path / "ls.json", "--to", "label-studio")
    run("convert", source, tmp_path / "d.jsonl", "--to", "doccano")
    (ls,) = json.loads((tmp_path / "ls.json").read_text("utf8"))
    (doccano,) = lines(tmp_path / "d.jsonl")
    units = TEXT.encode("utf-16-le")
    for span, result, entity in zip(SPANS, ls["annotations"][0]["result"], doccano["entities"], strict=False):
        stands = TEXT[span["start"] : span["end"]]
        assert TEXT[result["value"]["start"] : result["value"]["end"]] == stands == result["value"]["text"]
        assert units[2 * entity["start_offset"] : 2 * entity["end_offset"]].decode("utf-16-le") == stands


def test_label_studio_gets_one_relation_for_a_pair(tmp_path):
    both = [relation("CO_CHAIRS", 3, 2), relation("HOSTS", 3, 2), relation("NUMBERS", 1, 2)]
    source, out = put(tmp_path / "in.jsonl", [article(relations=both)]), tmp_path / "out.json"
    status, said = run("convert", source, out)
    assert status == 0 and "2 relations: between the same spans: one arrow with several labels (fish-1)" in said
    results = json.loads(out.read_text("utf8"))[0]["annotations"][0]["result"]
    written = [(r["from_id"], r["to_id"], r["labels"]) for r in results if r["type"] == "relation"]
    assert sorted(labels for *_, labels in written) == [["CO_CHAIRS", "HOSTS"], ["NUMBERS"]]
    assert len({pair[:2] for pair in written}) == 2
    assert run("convert", out, tmp_path / "back.jsonl")[0] == 0
    assert arrows(lines(tmp_path / "back.jsonl")[0]) == arrows(article(relations=both))


def test_label_studio_arrows_have_directions_and_may_lack_a_label(tmp_path):
    regions = [region(f"r{i}", span) for i, span in enumerate(SPANS)]
    drawn = [
        {"type": "relation", "from_id": "r2", "to_id": "r3", "direction": "left", "labels": ["CO_CHAIRS"]},
        {"type": "relation", "from_id": "r1", "to_id": "r2", "direction": "right"},
        {"type": "relation", "from_id": "r0", "to_id": "r4", "direction": "right"},
        {"type": "relation", "from_id": "r0", "to_id": "r9", "direction": "right", "labels": ["CO_CHAIRS"]},
    ]
    records, faults, report = read(put(tmp_path / "x.json", [task(annotation(*regions, *drawn))]), "label-studio")
    assert arrows(records[0]) == [("Zoë Ozoliņa", "CO_CHAIRS", "Council"), ("seventh session", "NUMBERS", "Council")]
    assert len(faults) == 2 and "r9" in faults[1] and "no label" in faults[0]
    assert all("x.json:1: task 7: " in fault for fault in faults)
    assert "named after its ends" in "\n".join(report.lines())


def test_a_skipped_task_is_kept_but_does_not_teach(tmp_path):
    skipped = task(annotation(region("r", SPANS[0]), was_cancelled=True), ident=1)
    untouched, empty = task(ident=2), task(annotation(), ident=3)
    path = put(tmp_path / "x.json", [skipped, untouched, empty])
    records, faults, report = read(path, "label-studio")
    assert not faults
    assert [record["answer"] for record in records] == ["ignore", "ignore", "accept"]
    assert words(records[0]) == [("Nordic-Baltic Fisheries Council", "FORUM")]
    assert "1 article: not annotated yet: kept with the answer ignore (task 2)" in "\n".join(report.lines())
    # and what nobody has looked at goes back as such
    run("convert", path, tmp_path / "in.jsonl")
    run("convert", tmp_path / "in.jsonl", tmp_path / "again.json")
    again = json.loads((tmp_path / "again.json").read_text("utf8"))
    assert [len(one["annotations"]) for one in again] == [1, 0, 1]
    assert again[0]["annotations"][0]["was_cancelled"] is True and "was_cancelled" not in again[2]["annotations"][0]


def test_an_annotation_counts_and_not_the_prediction_beside_it(tmp_path):
    predicted = {"model_version": "v3", "score": 0.5, "result": [region("p", SPANS[5], score=0.25)]}
    both = task(annotation(region("r", SPANS[0])), ident=1, predictions=[predicted])
    only = task(ident=2, predictions=[{"result": []}, predicted])
    records, faults, report = read(put(tmp_path / "x.json", [both, only]), "label-studio")
    assert not faults
    assert [words(record) for record in records] == [
        [("Nordic-Baltic Fisheries Council", "FORUM")],
        [("Åse Berg", "OFFICIAL")],
    ]
    assert [record["answer"] for record in records] == ["accept", "ignore"]
    assert records[1]["spans"][0]["score"] == 0.25
    assert "1 prediction: beside an annotation, which counts instead (task 1)" in "\n".join(report.lines())


def test_pre_annotated_articles_go_out_as_predictions_and_teach_once_corrected(tmp_path):
    source, out, back = put(tmp_path / "in.jsonl", [article()]), tmp_path / "out.json", tmp_path / "back.jsonl"
    assert run("convert", source, out, "--predictions")[0] == 0
    (one,) = json.loads(out.read_text("utf8"))
    assert "annotations" not in one
    run("convert", out, back)
    assert lines(back)[0]["answer"] == "ignore"
    corrected = [result for result in one["predictions"][0]["result"] if result.get("id") != "s0"]
    put(out, [{**one, "id": 5, "annotations": [annotation(*corrected, by={"id": 3, "email": "kari@example.org"})]}])
    assert run("convert", out, back)[0] == 0
    (record,) = lines(back)
    assert record["answer"] == "accept" and record["meta"]["annotator"] == "kari@example.org"
    assert record["meta"]["id"] == "fish-1" and record["meetings"] == article()["meetings"]
    assert words(record) == sorted((TEXT[s["start"] : s["end"]], s["label"]) for s in SPANS[1:])
    assert arrows(record) == arrows(article())
    assert run("convert", source, tmp_path / "x.jsonl", "--predictions")[0] == 2


def test_each_annotator_of_a_task_becomes_a_record(tmp_path):
    path = put(
        tmp_path / "x.json", [task(annotation(region("r", SPANS[0]), by=1), annotation(region("r", SPANS[5]), by=2))]
    )
    out = tmp_path / "out.jsonl"
    status, said = run("convert", path, out)
    assert status == 0, said  # one id twice, but of two annotators: no fault
    assert [(r["meta"]["id"], r["meta"]["annotator"], words(r)[0][1]) for r in lines(out)] == [
        ("7", "1", "FORUM"),
        ("7", "2", "OFFICIAL"),
    ]
    assert run("convert", out, tmp_path / "brat", "--to", "brat")[0] == 0
    assert {path.name for path in (tmp_path / "brat").glob("*.txt")} == {"7.txt", "7.2.txt"}


def test_what_only_label_studio_knows_comes_back_to_it(tmp_path):
    choice = {"id": "r0", "from_name": "sure", "to_name": "text", "type": "choices", "value": {"choices": ["yes"]}}
    noted = region("r0", SPANS[0], meta={"text": ["a note"]}, score=0.5)
    one = task(annotation(noted, choice), ident=9, meta={"batch": 3})
    one["data"] = {"article": TEXT, "title": "Fish", "rank": 2, "meta": "a column", "id": 77}
    path = put(tmp_path / "x.json", [one])
    assert run("convert", path, tmp_path / "mid.jsonl")[0] == 0
    (record,) = lines(tmp_path / "mid.jsonl")
    assert record["meta"] == {"id": "77", "batch": 3, "annotator": "1"}
    assert run("convert", tmp_path / "mid.jsonl", tmp_path / "back.json")[0] == 0
    (back,) = json.loads((tmp_path / "back.json").read_text("utf8"))
    assert {key: back["data"][key] for key in one["data"]} == one["data"]
    assert run("convert", tmp_path / "back.json", tmp_path / "again.jsonl")[0] == 0
    assert lines(tmp_path / "again.jsonl")[0]["meta"] == record["meta"]
    results = back["annotations"][0]["result"]
    assert choice in results
    assert results[0]["meta"] == {"text": ["a note"]} and results[0]["score"] == 0.5 and results[0]["id"] == "r0"


def test_label_studio_regions_that_cannot_stand_are_named(tmp_path):
    far = {"id": "far", "type": "labels", "value": {"start": 5, "end": 9999, "labels": ["FORUM"]}}
    none = region("none", SPANS[0])
    none["value"]["labels"] = []
    moved = region("moved", SPANS[0])
    moved["value"]["start"] += 20
    moved["value"]["end"] += 20
    html = region("html", SPANS[5], type="hypertextlabels")
    html["value"]["globalOffsets"] = {"start": SPANS[5]["start"], "end": SPANS[5]["end"]}
    html["value"] |= {
        "start": "/div[1]/text()[1]",
        "end": "/div[1]/text()[1]",
        "hypertextlabels": html["value"].pop("labels"),
    }
    two = region("two", SPANS[1])
    two["value"]["labels"] = ["ROUND", "FORUM"]
    records, faults, _ = read(put(tmp_path / "x.json", [task(annotation(far, none, moved, html, two))]), "label-studio")
    assert words(records[0]) == [("seventh session", "FORUM"), ("seventh session", "ROUND"), ("Åse Berg", "OFFICIAL")]
    assert [fault.split("region ")[1].split(" ")[0] for fault in faults] == ["far", "none", "moved"]
    assert "lies outside the text" in faults[0] and "quotes 'Nordic-Baltic Fisheries Council'" in faults[2]


def test_the_small_label_studio_export_is_read_too(tmp_path):
    value = {**region("r", SPANS[0])["value"]}
    small = {
        "text": TEXT,
        "title": "Fish",
        "id": 4,
        "label": [value],
        "annotator": 2,
        "annotation_id": 8,
        "lead_time": 3.5,
    }
    records, faults, _ = read(put(tmp_path / "x.json", [small]), "label-studio")
    assert not faults and words(records[0]) == [("Nordic-Baltic Fisheries Council", "FORUM")]
    assert records[0]["meta"]["annotator"] == "2" and records[0]["answer"] == "accept"
    assert records[0]["label_studio"]["data"] == {"title": "Fish"}


# --- doccano -----------------------------------------------------------------------------------


def test_both_shapes_of_doccano_are_read(tmp_path):
    to = OffsetMap(TEXT, UTF16)
    old = {
        "id": 1,
        "text": TEXT,
        "label": [[to.out(s["start"]), to.out(s["end"]), s["label"]] for s in SPANS],
        "Comments": [],
    }
    entities = [
        {"id": 40 + i, "label": s["label"], "start_offset": to.out(s["start"]), "end_offset": to.out(s["end"])}
        for i, s in enumerate(SPANS)
    ]
    arrow = {"id": 3, "from_id": 43, "to_id": 42, "type": "CO_CHAIRS"}
    new = {"id": 2, "text": TEXT, "entities": entities, "relations": [arrow], "source": "wire", "url": None}
    records, faults, _ = read(put(tmp_path / "all.jsonl", [old, new]), "doccano")
    assert not faults
    assert words(records[0]) == words(records[1]) == words(article())
    assert arrows(records[1]) == [("Zoë Ozoliņa", "CO_CHAIRS", "Council")]
    assert records[0]["meta"] == {"id": "1"}
    assert records[1]["source"] == "wire" and "url" not in records[1]


def test_doccano_files_counted_in_code_points_are_seen_to_be(tmp_path):
    labels = [[s["start"], s["end"], s["label"]] for s in SPANS]
    path = put(tmp_path / "x.jsonl", [{"text": TEXT, "label": labels}])
    assert words(read(path, "doccano")[0][0]) == words(article())
    assert words(read(path, "doccano", offsets="codepoint")[0][0]) == words(article())
    assert words(read(path, "doccano", offsets="utf16")[0][0]) != words(article())


def test_a_doccano_file_for_each_annotator(tmp_path):
    for name in ("kari", "zoë", "all"):
        put(tmp_path / "export" / f"{name}.jsonl", [{"id": 1, "text": "Council met", "label": [[0, 7, "FORUM"]]}])
    assert run("convert", tmp_path / "export", tmp_path / "out.jsonl")[0] == 0
    found = {record["meta"].get("annotator"): words(record) for record in lines(tmp_path / "out.jsonl")}
    assert found == {name: [("Council", "FORUM")] for name in ("kari", "zoë", None)}


def test_doccano_spans_and_relations_that_cannot_stand_are_named(tmp_path):
    entities = [
        {"id": 1, "label": "FORUM", "start_offset": 0, "end_offset": 7},
        {"id": 2, "label": "FORUM", "start_offset": 5, "end_offset": 50},
        {"id": 3, "start_offset": 0, "end_offset": 2},
    ]
    arrows_ = [
        {"id": 1, "from_id": 1, "to_id": 2, "type": "CO_CHAIRS"},
        {"id": 2, "from_id": 1, "to_id": [], "type": "X"},
    ]
    bad = {"id": 6, "text": "Council met", "entities": entities, "relations": arrows_}
    records, faults, _ = read(put(tmp_path / "x.jsonl", [bad, {"id": 8, "label": []}, [1]]), "doccano")
    assert words(records[0]) == [("Council", "FORUM")] and len(records) == 1
    told = "\n".join(faults)
    assert "x.jsonl:1: 6: span [5, 50] FORUM lies outside the text" in told
    assert "x.jsonl:1: 6: a span without label or place" in told and "without a type or one of its ends" in told
    assert 'x.jsonl:2: 8: the article has no "text"' in told and "x.jsonl:3: " in told


# --- brat --------------------------------------------------------------------------------------

ANN = (
    "T1\tFORUM 4 21\tFisheries Council\n"
    "T2\tFORUM 0 3;14 21\tOld Council\n"
    "T3\tOFFICIAL 33 36;37 41\tÅse Berg\n"
    "E1\tMEETS:T1 Chair:T3\n"
    "A1\tSure T3\n"
    "A2\tSide T3 Norway\n"
    "A3\tBig E1\n"
    "#1\tAnnotatorNotes T3\tis this the deputy?\n"
    "#2\tAnnotatorNotes R1\tor the other one\n"
    "R1\tCO_CHAIRS Arg1:T3 Arg2:T1\t\n"
    "*\tEquiv T1 T2\n"
)
BRAT = "Old Fisheries Council: chaired by Åse\nBerg"


def brat_folder(folder: Path, ann: str = ANN, text: str = BRAT) -> Path:
    shift = len("Old Fisheries Council: chaired by ") - 33
    put(folder / "a.txt", text)
    put(folder / "a.ann", ann.replace("33 36;37 41", f"{33 + shift} {36 + shift};{37 + shift} {41 + shift}"))
    return folder


def test_brat_spans_over_lines_in_pieces_with_notes_and_attributes(tmp_path):
    records, faults, report = read(brat_folder(tmp_path / "b"), "brat")
    assert not faults
    (record,) = records
    chair = next(span for span in record["spans"] if span["label"] == "OFFICIAL")
    assert record["text"][chair["start"] : chair["end"]] == "Åse\nBerg" and "fragments" not in chair
    assert chair["attributes"] == {"Sure": True, "Side": "Norway"} and chair["notes"] == ["is this the deputy?"]
    pieces = next(span for span in record["spans"] if "fragments" in span)
    assert (pieces["start"], pieces["end"], pieces["fragments"]) == (0, 21, [[0, 3], [14, 21]])
    assert arrows(record) == [("Åse\nBerg", "CO_CHAIRS", "Fisheries Council")]
    said = "\n".join(report.lines())
    assert "1 span: discontinuous, read as the stretch that covers all pieces (a)" in said
    assert "2 lines: events and other lines" in said


def test_what_brat_wrote_comes_back_to_it_line_for_line(tmp_path):
    source = brat_folder(tmp_path / "b")
    assert run("convert", source, tmp_path / "mid.jsonl")[0] == 0
    assert run("convert", tmp_path / "mid.jsonl", tmp_path / "back", "--to", "brat")[0] == 0

    def rows(folder: Path) -> list[str]:
        return sorted(line.split("\t", 1)[1].strip() for line in (folder / "a.ann").read_text("utf8").splitlines())

    assert rows(tmp_path / "back") == rows(source)
    assert (tmp_path / "back" / "a.txt").read_bytes() == (source / "a.txt").read_bytes()


def test_a_kept_event_goes_when_its_span_has_gone(tmp_path):
    run("convert", brat_folder(tmp_path / "b"), tmp_path / "mid.jsonl")
    (record,) = lines(tmp_path / "mid.jsonl")
    record["spans"] = [span for span in record["spans"] if span["label"] == "FORUM"]
    record["relations"] = []
    status, said = run("convert", put(tmp_path / "mid.jsonl", [record]), tmp_path / "back", "--to", "brat")
    assert status == 0 and "3 lines: names a span, relation or event that is gone (a)" in said
    written = (tmp_path / "back" / "a.ann").read_text("utf8")
    assert "E1" not in written and "R1" not in written and "*\tEquiv T1 T2" in written


def test_brat_never_gets_a_line_break_inside_a_line(tmp_path):
    text = "Joint\r\nGroup\u2028of\x85Five met"
    span = {"start": 0, "end": len(text) - 4, "label": "FORUM", "notes": ["two\nlines"], "why": "a\u2028b"}
    put(tmp_path / "in.jsonl", [{"text": text, "spans": [span]}])
    assert run("convert", tmp_path / "in.jsonl", tmp_path / "b", "--to", "brat")[0] == 0
    content = (tmp_path / "b" / "00001.ann").read_text("utf8")
    assert content.splitlines()[0] == "T1\tFORUM 0 5;7 12;13 15;16 20\tJoint Group of Five"
    assert len(content.splitlines()) == content.count("\n") == 2
    assert run("convert", tmp_path / "b", tmp_path / "back.jsonl")[0] == 0
    (back,) = lines(tmp_path / "back.jsonl")
    assert back["text"] == text and {**back["spans"][0], **span} == back["spans"][0] and "meta" not in back


def test_brat_lines_that_do_not_fit_the_text_are_named(tmp_path):
    ann = (
        "T1\tFORUM 3 20\tFisheries Council\n"
        "T2\tFORUM 14 21\tCouncil\n"
        "T3\tFORUM 14 99\tCouncil\n"
        "T4 FORUM\n"
        "R1\tCO_CHAIRS Arg1:T1 Arg2:T2\n"
    )
    folder = brat_folder(tmp_path / "b", ann)
    put(folder / "b.ann", "T1\tFORUM 0 1\tx\n")
    (folder / "c.txt").write_bytes(b"broken \xff text")
    put(folder / "deeper" / "d.txt", "Nobody has looked at this one.")
    status, said = run("convert", folder, tmp_path / "out.jsonl")
    assert status == 1
    assert "a.ann:1: a: T1: FORUM 3 20 quotes 'Fisheries Council'" in said and "these words stand at 4 21" in said
    assert "a.ann:3: a: T3: FORUM 14 99 lies outside the text" in said
    assert "a.ann:4: a: T4 FORUM: no tab" in said
    assert "a.ann:5: a: R1: CO_CHAIRS: there is no T1" in said
    assert "b.ann: b: there is no b.txt beside it" in said and "c.txt:1: c: no UTF-8" in said
    records = {record["meta"]["id"]: record for record in lines(tmp_path / "out.jsonl")}
    assert words(records["a"]) == [("Council", "FORUM")]
    assert records["d"]["answer"] == "ignore" and "answer" not in records["a"]


def test_brat_gets_file_names_that_a_disk_can_hold(tmp_path):
    idents = ["../../etc/x", "A b", "a-B", "a b", "", "𐌰" * 300, "..", "CON|?", "\x1b[31m"]
    put(tmp_path / "in.jsonl", [{"text": f"text {i}", "meta": {"id": each}} for i, each in enumerate(idents)])
    assert run("convert", tmp_path / "in.jsonl", tmp_path / "out" / "b", "--to", "brat")[0] == 0
    names = [path.stem for path in (tmp_path / "out" / "b").glob("*.txt")]
    assert len({name.casefold() for name in names}) == len(idents)
    assert all(name and not name.startswith(".") and len(name.encode()) < 200 for name in names)
    assert run("convert", tmp_path / "out" / "b", tmp_path / "back.jsonl")[0] == 0
    assert {(r["text"], r["meta"]["id"]) for r in lines(tmp_path / "back.jsonl")} == {
        (f"text {i}", each) for i, each in enumerate(idents)
    }


# --- bad input ---------------------------------------------------------------------------------


@pytest.mark.parametrize("indent", [None, 2])
def test_of_a_truncated_export_the_whole_tasks_are_read(indent, tmp_path):
    tasks = [task(annotation(region("r", SPANS[0])), ident=i) for i in range(40)]
    whole = json.dumps(tasks, indent=indent)
    cut = whole[: len(whole) * 3 // 4]
    status, said = run("convert", put(tmp_path / "x.json", cut), tmp_path / "out.jsonl")
    assert status == 1 and "the file ends in the middle" in said
    assert f"x.json:{cut.count(chr(10)) + 1}: no JSON" in said
    there = sum(json.dumps(tasks[: i + 1], indent=indent).rstrip("]\n") in cut for i in range(40))
    assert 0 < there < 40
    assert [record["meta"]["id"] for record in lines(tmp_path / "out.jsonl")] == [str(i) for i in range(there)]


def test_bad_records_are_named_by_file_line_and_id_and_the_rest_goes_on(tmp_path):
    good, again = article("good"), article("good", reviewed_by=[])
    rows = [
        json.dumps(good),
        '{"text": "cut',
        json.dumps({"meta": {"id": "no-text"}, "spans": []}),
        json.dumps(article("odd-label", spans=[{"start": 0, "end": 1, "label": "PERSON"}], relations=[])),
        json.dumps(again),
        json.dumps({"text": "short", "meta": {"id": "far"}, "spans": [{"start": 2, "end": 9, "label": "ROUND"}]}),
        json.dumps({"text": "a\ud800", "meta": {"id": "half"}}),
        json.dumps({"text": "fine", "meta": {"id": "half-meta", "by": "\ud800"}}),
        json.dumps(
            {"text": "lost", "meta": {"id": "gone"}, "relations": [{"head": 3, "child": 4, "label": "NUMBERS"}]}
        ),
        "9" * 5000,
        json.dumps(article("last")),
    ]
    source, out = put(tmp_path / "in.jsonl", "\n".join(rows)), tmp_path / "out.json"
    status, said = run("convert", source, out)
    assert status == 1
    for expected in (
        "in.jsonl:2: no JSON",
        'in.jsonl:3: no-text: the record has no "text"',
        "in.jsonl:4: odd-label: label 'PERSON' is not in the guide",
        f"in.jsonl:5: good: the same id as in {source}:1; both are kept",
        "in.jsonl:6: far: span [2, 9] ROUND lies outside the text",
        "in.jsonl:7: half: text: the text holds a lone surrogate",
        "in.jsonl:8: half-meta: holds a lone surrogate",
        "in.jsonl:9: gone: a relation whose end is nowhere in the text",
        "in.jsonl:10: no JSON that can be read",
    ):
        assert expected in said
    idents = [one["data"]["meta"]["id"] for one in json.loads(out.read_text("utf8"))]
    assert idents == ["good", "odd-label", "good", "gone", "last"]
    assert run("convert", source, tmp_path / "x.jsonl", "--label", "PERSON")[1].count("PERSON") == 0


def test_a_label_studio_task_without_a_text_is_named(tmp_path):
    bad = [{"id": 3, "data": {"image": "x.png"}}, {"id": 4, "data": "text"}, 5, {"id": 6, "data": {"text": 7}}]
    path = put(tmp_path / "x.json", "[" + ",\n".join(map(json.dumps, [*bad, task(annotation())])) + "]")
    status, said = run("convert", path, tmp_path / "out.jsonl", "--from", "label-studio")
    assert status == 1
    for line, what in (
        (1, "task 3: the task has no text"),
        (2, "task 4: the"),
        (3, "is no JSON object"),
        (4, "task 6: the"),
    ):
        assert f"x.json:{line}: {what}" in said
    assert len(lines(tmp_path / "out.jsonl")) == 1


@pytest.mark.parametrize("name", ["label-studio", "doccano", "prodigy", "jsonl"])
@settings(max_examples=CASES, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_json_makes_a_reader_fall_over(name, data):
    """Every value of a good file is replaced by any other JSON: records or faults come, never an exception."""
    good = {
        "label-studio": task(
            annotation(region("a", SPANS[0]), region("b", SPANS[1]), {"type": "relation", "from_id": "a"})
        ),
        "doccano": {
            "text": TEXT,
            "entities": [{"id": 1, "label": "X", "start_offset": 0, "end_offset": 2}],
            "relations": [{}],
        },
    }.get(name, article(_task_hash=1))
    broken = data.draw(broken_json(good))
    with tempfile.TemporaryDirectory() as folder:
        path = put(Path(folder) / "x.json", [broken])
        records, faults, report = read(path, name)
        for record in records:
            assert isinstance(record["text"], str)
            lay_out(record, lambda relation: None)
        assert records or faults or broken == []
        report.lines()


def test_when_nothing_can_be_used_nothing_is_written(tmp_path):
    out = put(tmp_path / "out.jsonl", "what was here before")
    status, said = run("convert", put(tmp_path / "in.jsonl", "{"), out)
    assert status == 1 and "no output is written" in said
    assert out.read_text() == "what was here before"
    (tmp_path / "x.spacy").write_bytes(b"no docbin")
    status, said = run("convert", tmp_path / "x.spacy", out)
    assert status == 1 and "x.spacy:1: no DocBin" in said
    assert run("convert", put(tmp_path / "none.json", "[]"), out)[0] == 0
    assert out.read_text() == ""


def test_a_number_that_no_docbin_holds_is_named(tmp_path):
    put(tmp_path / "in.jsonl", [article("big", reviewed_by=10**30), article("good")])
    status, said = run("convert", tmp_path / "in.jsonl", tmp_path / "out.spacy")
    assert status == 1 and "out.spacy: big: fits no DocBin" in said
    assert [record["meta"]["id"] for record in read(tmp_path / "out.spacy", "docbin")[0]] == ["good"]


def test_a_large_export_is_read_task_by_task(tmp_path):
    """The first tasks come before the end of the file is even whole."""
    tasks = ",".join(json.dumps(task(annotation(region("r", SPANS[0])), ident=i)) for i in range(2000))
    path = put(tmp_path / "x.json", "[" + tasks)
    items = FORMATS["label-studio"].read(path, Options(), LossReport())
    assert next(items).record["meta"]["id"] == "0"
    rest = list(items)
    assert len(rest) == 2000 and isinstance(rest[-1], RecordError)


# --- configurations ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tool", "files"),
    [
        ("label-studio", {"label_studio.xml"}),
        ("doccano", {"span_types.json", "relation_types.json"}),
        ("brat", {"annotation.conf", "visual.conf"}),
        ("prodigy", {"prodigy.json", "labels.txt", "run.txt"}),
    ],
)
def test_a_tool_learns_our_labels(tool, files, tmp_path):
    status, said = run("init-tool", tool, tmp_path, "--label", "PLACE & <TIME>", "--relation", "HOSTS")
    assert status == 0 and {path.name for path in tmp_path.iterdir()} == files
    content = "".join(path.read_text("utf8") for path in tmp_path.iterdir())
    assert all(name in content for name in (*LABELS, "CO_CHAIRS", "NUMBERS", "HOSTS"))
    assert said.count("convert") or tool == "brat"
    assert run("init-tool", tool, tmp_path)[0] == 1
    assert run("init-tool", tool, tmp_path, "--force")[0] == 0


def test_the_label_studio_configuration_is_whole_xml(tmp_path):
    from xml.etree import ElementTree

    run("init-tool", "label-studio", tmp_path, "--label", 'A "b" & <c>')
    root = ElementTree.parse(tmp_path / "label_studio.xml").getroot()
    assert [each.get("value") for each in root.iter("Label")] == [*LABELS, 'A "b" & <c>']
    assert [each.get("value") for each in root.iter("Relation")] == ["CO_CHAIRS", "NUMBERS"]
    assert (
        root.find("Labels").get("toName") == root.find("Text").get("name") and root.find("Text").get("value") == "$text"
    )


def test_a_tool_that_nobody_knows(tmp_path):
    status, said = run("init-tool", "inception", tmp_path)
    assert status == 2 and "label-studio" in said


# --- anything a text can hold --------------------------------------------------------------------

PIECES = st.one_of(
    st.sampled_from([
        "The ", "Joint Group", " met.", " ", "  ", "\n", "\r\n", "\r", "\t", "\n\n", "\u2028", "\u2029", "\x85", "\x0b",
        "\x0c", "\x1c", "\u00a0", "\u200b", "\u200d", "\ufeff", "\x00", "\u202e", "🎉", "👩🏽‍⚖️", "🇮🇳", "e\u0301", "ñ",
        "नी", "ﬁ", "İ",
        "اللجنة المشتركة", "הוועדה", "第十二次会议", "\\n", "\\", '"', "<b>", "&amp;", "'", "|", ";", "%", "-",
    ]),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=6),
)  # fmt: skip
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab é🎉", max_size=4), inner, max_size=3),
    max_leaves=6,
)
KEYS = st.sampled_from(["communique", "id", "data", "entities", "source", "é🎉 x", "_hash", "scores", "why"])
EXTRA = st.dictionaries(KEYS, JSON, max_size=3)


@st.composite
def articles(draw: st.DrawFn) -> dict:
    """Any record that the contract allows: any text, spans over and in each other, relations between any two."""
    text = draw(st.lists(PIECES, min_size=1, max_size=14).map("".join).filter(str.strip))
    place = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 12)).map(lambda p: (p[0], min(len(text), sum(p))))
    labels = st.sampled_from([*LABELS, "A B", "A_B", "é🎉"])
    places = draw(st.lists(st.tuples(place, labels), max_size=6, unique=True))
    spans = [{"start": start, "end": end, "label": label} for (start, end), label in places]
    relations = []
    if len(spans) > 1:
        one = st.sampled_from(range(len(spans)))
        made = st.tuples(one, one, st.sampled_from(["CO_CHAIRS", "NUMBERS", "see also"])).filter(lambda r: r[0] != r[1])
        for head, child, label in draw(st.lists(made, max_size=4, unique=True)):
            relations.append({"label": label, "head_span": ends(spans[head]), "child_span": ends(spans[child])})
    for thing in (*spans, *relations):
        if draw(st.integers(0, 3)) == 0:
            thing.update(draw(EXTRA))
    record: dict[str, Any] = {"text": text, "spans": spans, "relations": relations}
    if draw(st.booleans()):
        record["meta"] = draw(EXTRA)
    if draw(st.booleans()):
        record["meetings"] = draw(
            st.lists(st.fixed_dictionaries({"forum": st.just("x"), "evidence": EXTRA}), max_size=2)
        )
    if draw(st.booleans()):
        record["answer"] = draw(st.sampled_from(["accept", "reject", "ignore"]))
    if draw(st.integers(0, 2)) == 0:
        record.update(draw(EXTRA))
    return lay_out(record, lambda gone: pytest.fail(f"gone: {gone}"))


def normal(record: dict) -> dict:
    """A record whatever the order of its spans and relations; an empty list says the same as no key."""
    out = {key: value for key, value in record.items() if value or key not in ("meta", "meetings")}
    for key in ("spans", "relations"):
        out[key] = sorted(json.dumps(item, sort_keys=True) for item in record[key])
    return out


@pytest.mark.parametrize("name", TOOL_FORMATS)
@settings(max_examples=CASES, deadline=None, suppress_health_check=list(HealthCheck))
@given(records=st.lists(articles(), min_size=1, max_size=3))
def test_anything_goes_out_and_comes_back_the_same(name, records):
    report = LossReport()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "out"
        FORMATS[name].write(path, records, Options(), report)
        back, faults, _ = read(path, name)
    assert not faults
    back = [lay_out(record, lambda gone: pytest.fail(f"gone: {gone}")) for record in back]
    key = lambda record: json.dumps(normal(record), sort_keys=True)  # noqa: E731  # a folder has no order
    assert sorted(map(key, back)) == sorted(map(key, records))
    assert not +report.lost


@st.composite
def broken_json(draw: st.DrawFn, value: Any) -> Any:
    """The same JSON with one value, anywhere in it, replaced or gone."""
    if isinstance(value, (dict, list)) and value and draw(st.integers(0, 4)):
        key = draw(st.sampled_from(list(value) if isinstance(value, dict) else range(len(value))))
        copy = value.copy()
        if draw(st.integers(0, 5)) == 0:
            del copy[key]
        else:
            copy[key] = draw(broken_json(value[key]))
        return copy
    return draw(JSON)
