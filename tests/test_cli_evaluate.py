"""A user measures a pipeline, or somebody's annotations, and asks where the links got lost."""

from __future__ import annotations

import copy
import json
import random

import pytest
import spacy
from cli_helpers import SPANS, TEXT, build_pipeline, gold_article, write_lines
from communique.cli import app
from communique.intervals import bootstrap
from communique.losses import CAUSES, list_errors, lost_links, split_losses
from communique.scoring import score_records
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

runner = CliRunner(env={"COLUMNS": "400"})


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(build_pipeline(tmp_path_factory.mktemp("model") / "pipeline"))


def evaluate(*args: object, status: int = 0) -> dict:
    """The numbers that the command prints into a pipe."""
    result = runner.invoke(app, ["evaluate", *map(str, args)])
    assert result.exit_code == status, result.output
    return json.loads(result.stdout)


def without(words: str, record: dict) -> dict:
    """The record as a pipeline would give it that missed these words everywhere."""
    spans = [span for span in record["spans"] if TEXT[span["start"] : span["end"]] != words]
    return {**copy.deepcopy(record), "spans": spans}


def span_of(words: str) -> dict:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words)}


# --- the numbers ---------------------------------------------------------------------------------


def test_a_pipeline_that_finds_all_has_full_marks_end_to_end_and_on_gold_entities(model, tmp_path):
    gold = write_lines(tmp_path / "gold.jsonl", gold_article(1), gold_article(2))
    report = evaluate(gold, "--model", model)
    assert report["articles"] == 2
    for name in ("entities", "OFFICIAL", "MINISTRY", "FORUM", "ROUND", "meetings", "links", "records"):
        assert report["end_to_end"][name] == {"p": 1.0, "r": 1.0, "f": 1.0}
    assert set(report["end_to_end"]["slots"].values()) == {1.0}
    assert report["gold_entities"]["links"]["f"] == 1.0
    assert "entities" not in report["gold_entities"]
    assert report["end_to_end"]["gold_links"] == {"gold": 4, "found": 4, **dict.fromkeys(CAUSES, 0)}


def test_what_the_entities_lose_is_told_from_what_the_rules_lose(model, tmp_path):
    nlp = spacy.load(model)
    ruler = nlp.get_pipe("entity_ruler")
    keep = [pattern for pattern in ruler.patterns if pattern["pattern"] != "Kari Solheim"]
    ruler.clear()
    ruler.add_patterns(keep)
    nlp.to_disk(tmp_path / "weak")
    gold = write_lines(tmp_path / "gold.jsonl", gold_article())
    report = evaluate(gold, "--model", tmp_path / "weak", "--errors")
    assert report["end_to_end"]["links"]["r"] == 0.5
    assert report["end_to_end"]["gold_links"] == {"gold": 2, "found": 1, **dict.fromkeys(CAUSES, 0), "missed": 1}
    assert report["gold_entities"]["links"]["r"] == 1.0
    assert report["gold_entities"]["gold_links"]["found"] == 2
    [link] = [error for error in report["errors"] if error["kind"] == "link missed"]
    assert link == {
        "article": "a-1, 2024-05-14",
        "kind": "link missed",
        "gold": "Kari Solheim",
        "meeting": "Kenya-Norway Joint Commission",
        "cause": "missed",
        "words": "Kari Solheim",
    }
    assert {
        "article": "a-1, 2024-05-14",
        "kind": "span missed",
        "label": "OFFICIAL",
        "gold": "Kari Solheim",
    }.items() <= next(error for error in report["errors"] if error["kind"] == "span missed").items()


@pytest.mark.parametrize("place", ["top", "meta"])
def test_the_day_of_publication_of_gold_counts_wherever_it_stands(model, tmp_path, place):
    record = gold_article()
    if place == "meta":
        record["meta"] = {key: record.pop(key) for key in ("id", "published")}
    report = evaluate(write_lines(tmp_path / "gold.jsonl", record), "--model", model)
    assert report["end_to_end"]["slots"]["date"] == report["gold_entities"]["slots"]["date"] == 1.0


def test_records_in_articles_without_a_session_are_counted(model, tmp_path):
    gold = write_lines(tmp_path / "gold.jsonl", gold_article(1), {**gold_article(2), "meetings": []})
    report = evaluate(gold, "--model", model)
    found = len(gold_article(1)["meetings"])
    assert report["end_to_end"]["without_session"] == {"articles": 1, "records": found}
    assert report["gold_entities"]["without_session"] == {"articles": 1, "records": found}


def test_a_file_of_predictions_is_scored_without_a_model(model, tmp_path):
    gold = [gold_article(1), gold_article(2), {**gold_article(3), "text": TEXT + " End."}]
    empty = {"text": gold[2]["text"], "meta": {"id": "a-3"}, "spans": [], "meetings": []}
    predicted = write_lines(tmp_path / "pred.jsonl", empty, without("Kari Solheim", gold[1]), gold[0])
    report = evaluate(write_lines(tmp_path / "gold.jsonl", *gold), "--predicted", predicted)
    assert "gold_entities" not in report
    spans = len(SPANS)
    assert report["end_to_end"]["entities"]["p"] == 1.0
    assert report["end_to_end"]["entities"]["r"] == round((2 * spans - 1) / (3 * spans), 4)
    assert report["end_to_end"]["links"]["r"] == round(4 / 6, 4)


def test_output_holds_the_numbers_and_the_terminal_gets_tables(model, tmp_path):
    gold, out = write_lines(tmp_path / "gold.jsonl", gold_article()), tmp_path / "scores.json"
    result = runner.invoke(app, ["evaluate", str(gold), "--model", model, "--output", str(out), "--errors"])
    assert result.exit_code == 0, result.output
    assert json.loads(out.read_text()) == evaluate(gold, "--model", model, "--errors")
    for words in ("1 article", "links", "* with the gold entities given", "lost: no rule fired"):
        assert words in result.stdout


def test_intervals_are_printed_and_written(model, tmp_path):
    record = gold_article(2)
    record["meetings"][0]["co_chairs"][0]["name"] = "Lars Tveit"
    gold, out = write_lines(tmp_path / "gold.jsonl", gold_article(1), record), tmp_path / "scores.json"
    args = ["evaluate", str(gold), "--model", model, "--output", str(out), "--bootstrap", "200"]
    result = runner.invoke(app, args)
    assert result.exit_code == 0, result.output
    report = json.loads(out.read_text())
    low, high = report["end_to_end"]["intervals"]["links"]
    assert low == 0.5 and high == 1.0
    assert report["end_to_end"]["intervals"]["entities"] == [1.0, 1.0]
    assert "0.750 (0.50–1.00)" in result.stdout
    assert set(report["gold_entities"]["intervals"]) == {"meetings", "links", "records"}


# --- what is broken ------------------------------------------------------------------------------


def test_gold_that_cannot_be_used_is_named_and_the_rest_is_scored(model, tmp_path):
    bad = [
        "{",
        {"text": "no gold here"},
        {"text": "a", "meetings": [{"round": 1}]},
        {"text": "a", "meetings": [{"forum": "F", "status": "held", "round": "third"}]},
        {"text": "a", "meetings": [{"forum": "F", "status": "held", "co_chairs": [{"role": "Minister"}]}]},
        {"text": "a", "meetings": [{"forum": "F", "status": "held", "place": 5}]},
        {"text": "a", "meetings": [{"forum": "F", "status": "held", "parties": [1]}]},
        {"text": "a", "spans": [{"start": 0, "end": 2, "label": "ROUND"}]},
    ]
    gold = write_lines(tmp_path / "gold.jsonl", *bad, gold_article())
    result = runner.invoke(app, ["evaluate", str(gold), "--model", model])
    assert result.exit_code == 1
    assert json.loads(result.stdout)["end_to_end"]["links"]["f"] == 1.0
    lines = result.stderr.splitlines()
    assert [line.split(": ")[0] for line in lines[:-1]] == [f"{gold}:{number}" for number in range(1, len(bad) + 1)]


def test_a_gold_text_without_prediction_counts_as_missed_and_is_named(tmp_path):
    gold = write_lines(tmp_path / "gold.jsonl", gold_article(1), {**gold_article(2), "text": TEXT + " More."})
    predicted = write_lines(tmp_path / "pred.jsonl", gold_article(1), "{", {**gold_article(2), "text": TEXT + " Else."})
    result = runner.invoke(app, ["evaluate", str(gold), "--predicted", str(predicted)])
    assert result.exit_code == 1
    assert json.loads(result.stdout)["end_to_end"]["links"] == {"p": 1.0, "r": 0.5, "f": 0.6667}
    assert f"{predicted}:2: no JSON" in result.stderr
    assert f"{gold}:2: no prediction for this text (a-2, 2024-05-14)" in result.stderr


def test_missing_files_and_wrong_usage(model, tmp_path):
    gold = str(write_lines(tmp_path / "gold.jsonl", gold_article()))
    missing = str(tmp_path / "missing.jsonl")
    for args, status in (
        ([missing, "--model", model], 1),
        ([gold, "--model", missing], 1),
        ([gold, "--predicted", missing], 1),
        ([gold, "--predicted", gold, "--model", model], 2),
        ([gold, "--model", model, "--bootstrap", "-1"], 2),
        ([], 2),
    ):
        result = runner.invoke(app, ["evaluate", *args])
        assert result.exit_code == status, args
        assert "Traceback" not in result.stderr
        if status == 1:
            assert missing in result.stderr


# --- where links get lost ------------------------------------------------------------------------


def causes(predicted: dict, given: dict | None = None) -> dict[str, str]:
    return {link.name: link.cause for link in lost_links(predicted, gold_article(), given)}


def without_chair(record: dict, name: str) -> dict:
    record = copy.deepcopy(record)
    for meeting in record["meetings"]:
        meeting["co_chairs"] = [chair for chair in meeting["co_chairs"] if chair["name"] != name]
    return record


def test_nothing_is_lost_where_all_is_found():
    assert lost_links(gold_article(), gold_article()) == []


def test_an_official_that_was_missed():
    [link] = lost_links(without_chair(without("Kari Solheim", gold_article()), "Kari Solheim"), gold_article())
    assert (link.cause, link.words, link.round) == ("missed", "Kari Solheim", 3)


@pytest.mark.parametrize(
    ("words", "label", "cause"),
    [
        ("Solheim", "OFFICIAL", "boundary"),
        ("Kari Solheim, Deputy Minister", "OFFICIAL", "boundary"),
        ("Kari Solheim", "MINISTRY", "label"),
        ("Kari", "FORUM", "label"),
        ("Kari Solheim", "PERSON", "missed"),
        ("Deputy Minister", "OFFICIAL", "missed"),
    ],
)
def test_an_official_that_was_not_quite_found(words, label, cause):
    predicted = without_chair(without("Kari Solheim", gold_article()), "Kari Solheim")
    predicted["spans"].append({**span_of(words), "label": label})
    assert causes(predicted) == {"Kari Solheim": cause}


def test_no_rule_fired_for_an_official_that_was_found():
    assert causes(without_chair(gold_article(), "Kari Solheim")) == {"Kari Solheim": "no_rule"}
    nothing = {**gold_article(), "meetings": []}
    assert causes(nothing) == {"Achieng Odero": "no_rule", "Kari Solheim": "no_rule"}


def test_a_rule_chose_another_person():
    predicted = gold_article()
    predicted["meetings"][0]["co_chairs"][1]["name"] = "Lars Tveit"
    assert causes(predicted) == {"Kari Solheim": "wrong_pair"}


def test_one_wrong_person_takes_the_place_of_one_only():
    predicted = gold_article()
    predicted["meetings"][0]["co_chairs"] = [{"name": "Lars Tveit"}]
    assert sorted(causes(predicted).values()) == ["no_rule", "wrong_pair"]


def test_a_rule_chose_another_meeting():
    predicted = without_chair(gold_article(), "Kari Solheim")
    predicted["meetings"][1]["co_chairs"] = [{"name": "Kari Solheim"}]
    assert causes(predicted) == {"Kari Solheim": "wrong_pair"}


def test_a_forum_that_was_missed_loses_the_links_of_its_meeting():
    predicted = {**gold_article(), "meetings": []}
    predicted["spans"] = [span for span in predicted["spans"] if span["label"] != "FORUM"]
    assert set(causes(predicted).values()) == {"missed"}
    predicted["spans"].append({**span_of("Kenya-Norway Joint"), "label": "FORUM"})
    assert set(causes(predicted).values()) == {"boundary"}


def test_a_round_that_was_missed_loses_the_links_of_its_meeting():
    predicted = {**without("third session", gold_article()), "meetings": []}
    [first, _] = lost_links(predicted, gold_article())
    assert (first.cause, first.words) == ("missed", "third session")


def test_what_the_rules_made_of_the_gold_entities_tells_which_mention_they_need():
    text = "Kari Solheim came. The Joint Commission was chaired by Kari Solheim."
    first, forum, second = (
        {"start": 0, "end": 12, "label": "OFFICIAL"},
        {"start": 23, "end": 39, "label": "FORUM"},
        {"start": 55, "end": 67, "label": "OFFICIAL"},
    )
    assert [text[s["start"] : s["end"]] for s in (first, forum, second)] == [
        "Kari Solheim",
        "Joint Commission",
        "Kari Solheim",
    ]
    meeting = {"forum": "Joint Commission", "round": None, "co_chairs": [{"name": "Kari Solheim"}]}
    gold = {"text": text, "spans": [first, forum, second], "meetings": [meeting]}
    predicted = {"text": text, "spans": [first, forum], "meetings": []}
    given = {**gold, "relations": [{"label": "CO_CHAIRS", "head_span": second, "child_span": forum}]}
    assert [link.cause for link in lost_links(predicted, gold)] == ["no_rule"]
    assert [link.cause for link in lost_links(predicted, gold, given)] == ["missed"]


@given(st.randoms(use_true_random=False))
def test_the_split_adds_up_whatever_was_predicted(rng: random.Random):
    gold, predicted = gold_article(), gold_article()
    predicted["spans"] = [span for span in predicted["spans"] if rng.random() < 0.7]
    predicted["meetings"] = [meeting for meeting in predicted["meetings"] if rng.random() < 0.7]
    for meeting in predicted["meetings"]:
        names = ["Achieng Odero", "Kari Solheim", "Lars Tveit", "Odero"]
        meeting["co_chairs"] = [{"name": name} for name in rng.sample(names, rng.randint(0, 3))]
    split = split_losses([(predicted, gold, None)])
    assert split["gold"] == 2 == split["found"] + sum(split[cause] for cause in CAUSES)
    assert split["found"] / 2 == score_records([(predicted, gold)])["links"]["r"]
    missed = [error for error in list_errors(predicted, gold) if error["kind"] == "link missed"]
    assert len(missed) == 2 - split["found"]


def test_every_kind_of_error_is_listed():
    predicted = gold_article()
    predicted["spans"][0] = {**predicted["spans"][0], "label": "MINISTRY"}
    held, ahead = predicted["meetings"]
    held.update(place="Oslo", parties=["Kenya"])
    held["co_chairs"] = [
        {"name": "Achieng Odero", "role": "Clerk", "country": "Norway"},
        {"name": "Lars Tveit", "rule": "led"},
    ]
    ahead["forum"] = "Border Committee"
    listed = [
        (error["kind"], error.get("gold"), error.get("predicted")) for error in list_errors(predicted, gold_article())
    ]
    assert listed == [
        ("span missed", "Joint Commission", None),
        ("span false", None, "Joint Commission"),
        ("place wrong", "Nairobi", "Oslo"),
        ("parties wrong", ["Kenya", "Norway"], ["Kenya"]),
        ("country wrong", "Kenya", "Norway"),
        ("role wrong", "Principal Secretary", "Clerk"),
        ("link false", None, "Lars Tveit"),
        ("meeting missed", "Kenya-Norway Joint Commission", None),
        ("meeting false", None, "Border Committee"),
        ("link missed", "Kari Solheim", None),
    ]


# --- intervals -----------------------------------------------------------------------------------


def test_intervals_hold_the_score_and_are_the_same_every_time():
    pairs = [(gold_article(), gold_article())] * 6 + [
        ({**gold_article(), "spans": [], "meetings": []}, gold_article())
    ] * 4
    assert bootstrap(pairs, 7) == bootstrap(pairs, 7)
    assert bootstrap(pairs, 7, seed=1) != bootstrap(pairs, 7, seed=2)
    scores = score_records(pairs)
    for name, (low, high) in bootstrap(pairs, 500).items():
        assert 0 < low < scores[name]["f"] < high <= 1, name


def test_intervals_of_nothing_are_zero():
    assert set(map(tuple, bootstrap([], 10).values())) == {(0.0, 0.0)}
    assert set(map(tuple, bootstrap([({"spans": []}, {"spans": []})], 10).values())) == {(0.0, 0.0)}
