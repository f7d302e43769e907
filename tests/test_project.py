"""The spaCy project: its lists, its paths, its steps, and the whole workflow on a small corpus."""

from __future__ import annotations

import hashlib
import json
import shlex
import sys
from contextlib import nullcontext
from importlib.metadata import distribution
from pathlib import Path

import pytest
import spacy
import srsly
from communique.annotations import doc_to_record, docbin_to_docs
from communique.commands.card import BEGIN, END, card, refresh, render_counts
from communique.corpus import corpus_to_docbin, count_corpus
from communique.records import RecordError, read_jsonl, write_jsonl
from conftest import ARTICLES, ROOT, STEPS, copy_project, run, sample_records, script, write_sample_corpus
from spacy.tokens import DocBin
from spacy.util import load_config, load_model_from_config
from typer import BadParameter, Exit
from weasel.util.config import load_project_config

# Files that no step names as its output: weasel's own memory of what ran.
LOCK = "project.lock"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return copy_project(tmp_path / "project")


def annotated(project: Path) -> list[dict]:
    """What `annotate` wrote; read by our own reader, because srsly's rounds numbers."""
    return [item.record for item in read_jsonl(project / "training/samples.jsonl")]


def load(folder: Path) -> tuple[dict[str, dict], dict[str, list[str]]]:
    """Commands by name, and workflows, as weasel sees them."""
    config = load_project_config(folder)
    return {command["name"]: command for command in config["commands"]}, config["workflows"]


def test_no_list_collapses_when_variables_are_filled_in(copy: Path) -> None:
    raw = {command["name"]: command for command in srsly.read_yaml(copy / "project.yml")["commands"]}
    commands, workflows = load(copy)
    for name, command in commands.items():
        for key in ("script", "deps", "outputs"):
            written, loaded = raw[name].get(key, []), command.get(key, [])
            assert isinstance(loaded, list), (name, key)
            assert len(loaded) == len(written), (name, key)
            assert all(item and "${" not in item for item in loaded), (name, key)
    assert {step for steps in workflows.values() for step in steps} <= commands.keys()


@pytest.mark.parametrize("chain", [["all", "package"], ["all", "retrain"], ["all_trf"], ["clean"]], ids="-".join)
def test_every_path_exists_or_was_made_by_an_earlier_step(copy: Path, chain: list[str]) -> None:
    commands, workflows = load(copy)
    top = {path.name for path in ROOT.iterdir()} | {"training", "packages"}
    made = {"training", "packages", LOCK}
    for step in [step for name in chain for step in workflows.get(name, [name])]:
        command = commands[step]
        outputs = {str(Path(path)) for path in command.get("outputs", [])}
        for path in command.get("deps", []):
            assert str(Path(path)) in made or (ROOT / path).exists(), f"{step} needs {path}"
        folders = {str(parent) for path in outputs for parent in Path(path).parents}
        for word in (word for line in command["script"] for word in shlex.split(line)):
            if Path(word).parts and Path(word).parts[0] in top:
                known = str(Path(word)) in made | outputs | folders or (ROOT / word).exists()
                assert known, f"{step} runs with {word}"
        made |= outputs


def test_only_steps_with_named_outputs_may_be_skipped(copy: Path) -> None:
    commands, _ = load(copy)
    skipped = {name for name, command in commands.items() if not command.get("no_skip")}
    assert skipped == {"convert", "generate", "train", "train-trf", "retrain-train"}
    assert all(commands[name]["outputs"] and commands[name]["deps"] for name in skipped)


def test_overrides_reach_the_steps_and_the_interpreter_is_this_one(copy: Path) -> None:
    said = run("-m", "spacy", "project", "run", "all", ".", "--dry", "--vars.max_steps", "4", cwd=copy)
    assert "--training.max_steps 4 " in said
    commands = [line for line in said.splitlines() if line.startswith("Running command:")]
    assert len(commands) == 7
    assert all(line.split()[2] == sys.executable for line in commands)


def test_ci_runs_the_test_command_of_the_readme() -> None:
    promised = [
        line for line in (ROOT / "README.md").read_text(encoding="utf8").splitlines() if line.endswith(" -m pytest")
    ]
    assert len(promised) == 1
    assert promised[0] in (ROOT / ".ci/run").read_text(encoding="utf8").splitlines()


def test_configs_fill_without_a_missing_value() -> None:
    """What a config names stays as it is; filling adds defaults only."""
    for name in ("ner.cfg", "pipeline.cfg"):
        config = load_config(ROOT / "configs" / name)
        config["components"].pop("ner", None)
        config["nlp"]["pipeline"] = [pipe for pipe in config["nlp"]["pipeline"] if pipe != "ner"]
        filled = load_model_from_config(config, auto_fill=True, validate=True).config
        for section in ("nlp", "corpora", "training"):
            for key, value in config.get(section, {}).items():
                assert filled[section][key] == value or isinstance(value, dict) or "$" in str(value), (name, key)


# --- the whole workflow -------------------------------------------------------------------------


def test_all_leaves_what_it_promises(project: Path) -> None:
    commands, workflows = load(project)
    for step in workflows["all"]:
        for path in commands[step].get("outputs", []):
            assert (project / path).exists(), f"{step} made no {path}"
    scores = json.loads((project / "training/scores.json").read_text(encoding="utf8"))
    assert list(scores) == ["dev", "test"]
    for split in scores.values():
        assert split["articles"] == 1
        assert split["end_to_end"]["entities"]["f"] >= 0
        assert set(split["end_to_end"]["links"]) == {"p", "r", "f"}


def test_jsonl_and_docbin_of_one_run_hold_the_same(project: Path) -> None:
    records = annotated(project)
    docs = docbin_to_docs(DocBin().from_disk(project / "training/samples.spacy"), spacy.blank("en").vocab)
    assert [doc_to_record(doc) for doc in docs] == records
    assert len(records) == 5
    assert any(record["spans"] for record in records), "a model that finds nothing shows nothing"


def test_the_pipeline_gives_what_the_command_gave(project: Path) -> None:
    nlp = spacy.load(project / "training/pipeline")
    assert nlp.pipe_names == ["ner", "communique_entities", "sentencizer", "communique_meetings"]
    for record in annotated(project):
        doc = nlp.make_doc(record["text"])
        doc._.meta = record["meta"]
        assert doc_to_record(nlp(doc)) == record


def test_training_is_skipped_until_its_input_changes(project: Path) -> None:
    again = ["-m", "spacy", "project", "run", "train", ".", *STEPS, "--vars.source"]
    source = load_config(project / "training/ner/model-best/config.cfg")["paths"]["source"]
    assert "Skipping 'train'" in run(*again, source or "", cwd=project)
    assert "--training.max_steps 31" in run(*again, source or "", "--dry", "--vars.max_steps", "31", cwd=project)


def test_the_training_data_holds_every_span_of_the_corpus(project: Path) -> None:
    for split in ARTICLES:
        docs = DocBin().from_disk(project / f"training/data/{split}.spacy").get_docs(spacy.blank("en").vocab)
        spans = [[(e.start_char, e.end_char, e.label_) for e in doc.ents] for doc in docs]
        gold = [[(s["start"], s["end"], s["label"]) for s in record["spans"]] for record in sample_records(split)]
        assert spans == gold


# --- single steps -------------------------------------------------------------------------------


def test_convert_lists_all_that_is_wrong_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    corpus = write_sample_corpus(Path("corpus"))
    train, dev = sample_records("train"), sample_records("dev")
    train[0]["spans"][0]["end"] += 2  # cuts a word
    train[1]["spans"][0]["label"] = "PERSON"
    train[2]["text"] = "   "
    train.append(train[0] | {"spans": [train[0]["spans"][1], train[0]["spans"][1]]})
    write_jsonl(corpus / "train.jsonl", train)
    write_jsonl(corpus / "dev.jsonl", [*dev, {**sample_records("test")[0], "meta": {"id": "again"}}])
    with pytest.raises(Exit):
        script("convert")(corpus, Path("data"))
    said = capsys.readouterr().err.splitlines()
    for where, what in [
        ("corpus/train.jsonl:1:", "misaligned-span"),
        ("corpus/train.jsonl:2:", "unknown-label"),
        ("corpus/train.jsonl:3:", "empty"),
        ("corpus/train.jsonl:4:", "overlap"),
        ("corpus/test.jsonl:1:", "split-leak"),
    ]:
        assert any(line.startswith(where) and what in line for line in said), (where, what, said)
    assert not Path("data").exists()


def test_convert_says_which_split_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    corpus = write_sample_corpus(tmp_path / "corpus")
    (corpus / "test.jsonl").unlink()
    with pytest.raises(Exit):
        script("convert")(corpus, tmp_path / "data")
    assert "test.jsonl: no such file" in capsys.readouterr().err


def test_a_span_that_training_would_drop_is_an_error_with_its_line(tmp_path: Path) -> None:
    records = sample_records("train")
    records[1]["spans"][0]["start"] += 1
    write_jsonl(tmp_path / "train.jsonl", records)
    with pytest.raises(RecordError, match=r"train\.jsonl:2: .*fits no token borders"):
        corpus_to_docbin(tmp_path / "train.jsonl", tmp_path / "train.spacy")
    assert not (tmp_path / "train.spacy").exists()


def test_records_that_an_annotator_set_aside_are_not_trained_on(tmp_path: Path) -> None:
    good, rejected, _ = sample_records("train")
    write_jsonl(tmp_path / "train.jsonl", [{**good, "answer": "accept"}, {**rejected, "answer": "reject"}])
    assert corpus_to_docbin(tmp_path / "train.jsonl", tmp_path / "train.spacy") == 1


def test_weights_with_another_hash_stop_the_training(capsys: pytest.CaptureFixture[str]) -> None:
    version = distribution("spacy").version
    digest = hashlib.sha256(Path(spacy.about.__file__).read_bytes()).hexdigest()

    def check(version: str, file: str, package: str, ok: bool = True) -> str:
        with nullcontext() if ok else pytest.raises(Exit):
            script("check_weights")(version, [file], package)
        out, err = capsys.readouterr()
        return out if ok else err

    assert "as pinned" in check(version, f"spacy/about.py={digest}", "spacy")
    assert "has SHA-256" in check(version, f"spacy/about.py={'0' * 64}", "spacy", ok=False)
    assert "0.0.1 is pinned" in check("0.0.1", f"spacy/about.py={digest}", "spacy", ok=False)
    assert "is not installed" in check("1.0", "tok2vec/model=00", "no-such-weights", ok=False)
    assert "not checked" in check(version, "spacy/about.py=", "spacy")
    assert "from nothing" in check("1.0", "tok2vec/model=00", "")


def test_clean_empties_folders_and_touches_nothing_outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [tmp_path / "here/training/ner/model-best/meta.json", tmp_path / "here/training/scores.json"]
    kept = [tmp_path / "here/training/.gitkeep", tmp_path / "outside/model/meta.json"]
    for path in [*made, *kept]:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (tmp_path / "here/training/link").symlink_to(tmp_path / "outside")
    monkeypatch.chdir(tmp_path / "here")
    clean = script("clean")
    clean([Path("training"), Path("project.lock")])
    assert sorted(path for path in tmp_path.rglob("*") if path.is_file()) == sorted(kept)
    for path in (Path("../outside"), Path("training/../../outside"), Path()):
        with pytest.raises(BadParameter):
            clean([Path("training"), path])
    assert all(path.exists() for path in kept)


# --- the data card ------------------------------------------------------------------------------


def test_the_card_counts_what_is_there(tmp_path: Path) -> None:
    counts = count_corpus(write_sample_corpus(tmp_path))
    assert list(counts) == ["all", "train", "dev", "test"]
    whole = counts["all"]
    assert (whole.articles, whole.without_session, whole.meetings, whole.links) == (5, 1, 4, 7)
    assert whole.words == sum(len(r["text"].split()) for split in ARTICLES for r in sample_records(split))
    assert whole.labels == {"OFFICIAL": 7, "MINISTRY": 4, "FORUM": 5, "ROUND": 4}
    assert whole.meeting_countries == {
        "Kenya", "Vietnam", "Peru", "Ghana", "Norway", "United Arab Emirates", "Chile"
    }  # fmt: skip
    assert whole.countries == {*whole.meeting_countries, "Georgia"}
    assert counts["train"].genres == {"press-release": 1, "newspaper": 1, "other": 1}
    lines = render_counts(counts).splitlines()
    assert "| OFFICIAL spans | 7 | 3 | 2 | 2 |" in lines
    assert "| ROUND spans | 4 | 2 | 1 | 1 |" in lines
    assert "| articles without a session | 1 (20%) | 1 (33%) | 0 (0%) | 0 (0%) |" in lines
    assert "| wire | 1 | 0 | 1 | 0 |" in lines
    assert "| mena | 1 | 0 | 0 | 1 |" in lines


def test_the_card_is_refreshed_between_its_markers_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    corpus = write_sample_corpus(tmp_path / "corpus")
    path = tmp_path / "CARD.md"
    path.write_text(f"# Ours\n\n{BEGIN}\nold numbers\n{END}\n\nWhat is missing: much.\n", encoding="utf8")
    card(corpus, write=path)
    text = path.read_text(encoding="utf8")
    assert text.startswith(f"# Ours\n\n{BEGIN}\n|") and text.endswith(f"|\n{END}\n\nWhat is missing: much.\n")
    assert "old numbers" not in text and "| articles | 5 | 3 | 1 | 1 |" in text
    card(corpus, write=path)
    assert path.read_text(encoding="utf8") == text
    capsys.readouterr()
    card(corpus)
    assert capsys.readouterr().out.strip() in text


@pytest.mark.parametrize("text", ["# no markers\n", f"{END}\n{BEGIN}\n"])
def test_a_card_without_markers_is_left_alone(tmp_path: Path, text: str) -> None:
    path = tmp_path / "CARD.md"
    path.write_text(text, encoding="utf8")
    with pytest.raises(RecordError, match=r"CARD\.md: wants the lines"):
        card(write_sample_corpus(tmp_path / "corpus"), write=path)
    assert path.read_text(encoding="utf8") == text


def test_our_card_shows_the_corpus_as_it_is() -> None:
    path = ROOT / "corpus/CARD.md"
    fresh = refresh(path, render_counts(count_corpus(ROOT / "corpus")))
    assert path.read_text(encoding="utf8") == fresh, "run `communique card corpus --write corpus/CARD.md`"
