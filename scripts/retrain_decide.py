"""The old pipeline or the new one? Both on the same gold, a report in words, and the better one in place."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import srsly
import typer
from communique.corpus import read_gold
from communique.pipeline import ModelError, load_pipeline
from communique.records import RecordError, Sourced, atomic, warn
from communique.retraining import Decision, Outcome, compare, decide, find_changes, predict, render, verdict
from communique.retraining_files import put_in_place

HELD_OUT = "new articles, held out"


def main(
    old: Annotated[Path, typer.Argument(help="The pipeline in use; replaced where the new one is not worse.")],
    new: Annotated[Path, typer.Argument(help="The pipeline that was trained with the new articles.")],
    corpus: Annotated[Path, typer.Argument(help="Folder with dev.jsonl and test.jsonl.")],
    folder: Annotated[Path, typer.Argument(help="Folder of retrain_prepare.py; the report goes there.")],
    samples: Annotated[int, typer.Option(min=1, help="How often articles are drawn anew for the intervals.")] = 2000,
    seed: Annotated[int, typer.Option(help="Seed of these draws.")] = 0,
) -> None:
    """Compare both pipelines and keep the old one unless the new one is not worse in entities and links."""
    try:
        gold = {"dev": list(read_gold(corpus / "dev.jsonl")), "test": list(read_gold(corpus / "test.jsonl"))}
        gold[HELD_OUT] = list(read_gold(folder / "held_out.jsonl"))
        outcome = _compare(old, new, {name: part for name, part in gold.items() if part}, folder, samples, seed)
        report = render(outcome)
        for name, text in (("report.md", report), ("report.json", _as_json(outcome))):
            with atomic(folder / name) as part:
                part.write_text(text, encoding="utf8")
        if outcome.decision.take:
            put_in_place(new, old, srsly.read_jsonl(folder / "new.jsonl"))
    except (OSError, ModelError, RecordError) as error:
        warn(error)
        raise typer.Exit(1) from error
    print(f"{report}\n{folder / 'report.md'}: this report. " + " ".join(verdict(outcome)))


def _compare(old: Path, new: Path, gold: dict[str, list[Sourced]], folder: Path, samples: int, seed: int) -> Outcome:
    prepared = srsly.read_json(folder / "prepare.json")
    places = {"prepared": prepared, "old": str(old), "new": str(folder / "new.jsonl")}
    fresh = load_pipeline(str(new))
    if not old.exists():
        first = Decision(True, [f"there was no pipeline at {old} to compare it with."])
        return Outcome(first, {}, {}, [], [], **places)
    every = [item for part in gold.values() for item in part]
    records = [item.record for item in every]
    sets = [name for name, part in gold.items() for _ in part]
    found = [predict(nlp, every) for nlp in (load_pipeline(str(old)), fresh)]
    rows = {"all": compare(*found, records, samples=samples, seed=seed)}
    for name in gold:
        chosen = [i for i, own in enumerate(sets) if own == name]
        picked = ([part[i] for i in chosen] for part in (*found, records))
        rows[name] = compare(*picked, samples=samples, seed=seed)
    better, worse = find_changes(*found, records, sets)
    sizes = {"all": len(every), **{name: len(part) for name, part in gold.items()}}
    bare = sum("meetings" not in record for record in records)
    return Outcome(decide(rows["all"]), rows, sizes, better, worse, **places, without_meetings=bare)


def _as_json(outcome: Outcome) -> str:
    return json.dumps(asdict(outcome), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    typer.run(main)
