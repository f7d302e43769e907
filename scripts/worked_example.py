"""A worked example of the annotator's loop on the corpus, see docs/retrain.md.

All articles of some genres leave the training split, and a first pipeline is trained on the others. Some of those that
left are then new: the pipeline annotates them, they go out to Label Studio, are corrected (by gold), come back and are
retrained with. At the end both pipelines are measured on articles that neither has seen.
"""

import json
import random
import shlex
import shutil
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from communique.checks import SPLITS
from communique.corpus import read_gold
from communique.pipeline import load_pipeline
from communique.records import Sourced, atomic, write_jsonl
from communique.retraining import DECISIVE, compare, predict
from rich.console import Console
from rich.table import Table

Record = dict[str, Any]

PROJECT = Path(__file__).resolve().parent.parent
PARTS = ("components", "configs", "scripts")
FIRST = ("convert", "check-weights", "generate", "train", "assemble")
"""Steps of project.yml that make the first pipeline."""
ADDED, REST = "added kinds", "the rest"
SAMPLES = 2000
"""Draws of articles for the intervals, as in retrain_decide.py."""


def main(
    corpus: Annotated[
        Path, typer.Argument(help="Folder with train.jsonl, dev.jsonl, test.jsonl and templates.yml; is not changed.")
    ] = Path("corpus"),
    work: Annotated[Path, typer.Option(help="A new folder: a copy of the project, and all that is made.")] = Path(
        "training/worked_example"
    ),
    genres: Annotated[
        str, typer.Option(help="The kinds of articles that are new (meta.genre), with commas between them.")
    ] = "forum-thread,parliament,joint-statement",
    count: Annotated[int, typer.Option(min=1, help="How many articles of these kinds come in.")] = 40,
    first: Annotated[
        int | None,
        typer.Option(min=1, help="How many articles of other kinds the first pipeline learns from; else all."),
    ] = None,
    steps: Annotated[int | None, typer.Option(min=1, help="Steps of each training; else as in project.yml.")] = None,
    generated: Annotated[
        int | None, typer.Option(min=0, help="Generated articles in each training; else as in project.yml.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of both trainings, and of which articles come in.")] = 0,
    source: Annotated[
        str | None, typer.Option(help="Where the token embedding starts; empty: from nothing; else as in project.yml.")
    ] = None,
) -> None:
    """Walk through the loop with articles of the corpus, printing each command, and say what they have taught."""
    splits = {name: list(read_gold(corpus / f"{name}.jsonl")) for name in SPLITS}
    kinds = {genre.strip() for genre in genres.split(",")}
    pool = [item for item in splits["train"] if _genre(item) in kinds]
    if len(pool) < count:
        raise typer.BadParameter(f"{corpus}/train.jsonl has {len(pool)} articles of the genres {genres}, not {count}")
    if work.exists() and any(work.iterdir()):
        raise typer.BadParameter(f"{work} is not empty; remove it, or name another folder")
    added = random.Random(seed).sample(pool, count)
    others = [item.record for item in splits["train"] if item not in pool]
    _copy_project(
        corpus, work, others if first is None else random.Random(seed).sample(others, min(first, len(others)))
    )
    variables = _variables(steps, generated, seed, source)

    _say(f"A first pipeline, which has seen no article of these kinds: {genres}")
    print(f"\n$ cd {shlex.quote(str(work))}")
    for step in FIRST:
        _run(work, "spacy", "project", "run", step, ".", *variables)
    _say(f"{count} new articles: new.jsonl. What the pipeline makes of them, and out to Label Studio")
    write_jsonl(work / "new.jsonl", ({key: item.record[key] for key in ("text", "meta")} for item in added))
    _run(work, "communique", "annotate", "new.jsonl", "--model", "training/pipeline", "--jsonl", "drafts.jsonl")
    _run(work, "communique", "convert", "drafts.jsonl", "tasks.json", "--to", "label-studio", "--predictions")
    _say("The annotator: imports tasks.json in Label Studio, corrects, and exports. Here the corpus's gold is taken")
    write_jsonl(work / "gold.jsonl", (item.record for item in added))
    _run(work, "communique", "convert", "gold.jsonl", "gold.json", "--to", "label-studio")
    _correct(work / "tasks.json", work / "gold.json", work / "export.json")
    _say("The export comes back: training, comparison, report")
    _run(work, "spacy", "project", "run", "retrain", ".", "--vars.new", "export.json", *variables)
    _say("What these articles have taught: articles that neither pipeline has seen")
    _conclude(work, splits, kinds, added)


def _genre(item: Sourced) -> str:
    return item.record.get("meta", {}).get("genre", "")


def _copy_project(corpus: Path, work: Path, train: list[Record]) -> None:
    """The project without what runs made, and the corpus with another training split."""
    for name in PARTS:
        shutil.copytree(PROJECT / name, work / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    shutil.copy(PROJECT / "project.yml", work)
    shutil.copytree(corpus, work / "corpus")
    write_jsonl(work / "corpus/train.jsonl", train)


def _variables(steps: int | None, generated: int | None, seed: int, source: str | None) -> list[str]:
    """What differs from project.yml, as options of `spacy project run`."""
    chosen: dict[str, Any] = {"seed": seed}
    if steps is not None:
        chosen |= {"max_steps": steps, "eval_frequency": max(1, min(200, steps // 3))}
    if generated is not None:
        chosen["generated"] = generated
    if source is not None:
        chosen["source"] = source
    return [word for name, value in chosen.items() for word in (f"--vars.{name}", str(value))]


def _say(heading: str) -> None:
    print(f"\n## {heading}", flush=True)


def _run(work: Path, *command: str) -> None:
    """Run a module of Python in the work folder, after printing the command; its own words say what fails."""
    print(f"\n$ {shlex.join(['python', '-m', *command])}", flush=True)
    if code := subprocess.run([sys.executable, "-m", *command], cwd=work).returncode:
        raise typer.Exit(code)


def _correct(tasks: Path, gold: Path, export: Path) -> None:
    """What Label Studio exports after an annotator has submitted the gold for each task.

    A submitted annotation stands beside the prediction that it corrects. Meetings have no place in Label Studio: those
    of the gold come in the task's data, as they would from a form beside it.
    """
    pairs = zip(*(json.loads(path.read_text(encoding="utf8")) for path in (tasks, gold)), strict=True)
    done = [
        {**task, "id": number, "data": right["data"], "annotations": [_submitted(right, number)]}
        for number, (task, right) in enumerate(pairs, 1)
    ]
    with atomic(export) as part:
        part.write_text(json.dumps(done, ensure_ascii=False, indent=1) + "\n", encoding="utf8")


def _submitted(task: Record, number: int) -> Record:
    (annotation,) = task["annotations"]
    return {**annotation, "id": number, "completed_by": 1, "was_cancelled": False}


def _conclude(work: Path, splits: dict[str, list[Sourced]], kinds: set[str], added: list[Sourced]) -> None:
    """Print F before and after on the added kinds and on the rest; with more measures also as result.json."""
    training = work / "training"
    report = json.loads((training / "retrain/report.json").read_text(encoding="utf8"))
    old = load_pipeline(str(training / ("pipeline-previous" if report["decision"]["take"] else "pipeline")))
    new = load_pipeline(str(training / "retrain/pipeline"))
    table = Table(title="F before and after")
    for column in ("articles", "measure", "gold", "before", "after", "difference", "95 % interval"):
        table.add_column(column, justify="right" if column not in ("articles", "measure") else "left")
    result = {}
    for name, gold in _unseen(training / "retrain", splits, kinds, added).items():
        records = [item.record for item in gold]
        rows = compare(predict(old, gold), predict(new, gold), records, samples=SAMPLES)
        result[name] = {"articles": len(gold), "rows": [asdict(row) for row in rows]}
        for row in (row for row in rows if row.name in DECISIVE):
            interval = f"{row.low:+.3f} to {row.high:+.3f}"
            numbers = (str(row.gold), f"{row.old:.3f}", f"{row.new:.3f}", f"{row.difference:+.3f}", interval)
            table.add_row(f"{name}: {len(gold)}", row.name, *numbers, end_section=row.name == DECISIVE[-1])
    Console(width=100).print(table)
    with atomic(work / "result.json") as part:
        part.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf8")


def _unseen(
    retrain: Path, splits: dict[str, list[Sourced]], kinds: set[str], added: list[Sourced]
) -> dict[str, list[Sourced]]:
    """Articles that neither pipeline was trained on: of the added kinds, and others; with the corpus's own gold."""
    measured = [item for name in ("dev", "test") for item in splits[name]]
    held_out = {item.record["text"] for item in read_gold(retrain / "held_out.jsonl")}
    return {
        ADDED: [item for item in added if item.record["text"] in held_out]
        + [item for item in measured if _genre(item) in kinds],
        REST: [item for item in measured if _genre(item) not in kinds],
    }


if __name__ == "__main__":
    typer.run(main)
