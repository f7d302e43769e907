"""An annotator's corrected articles and the corpus as training data in one folder, after all were checked."""

import json
from pathlib import Path
from typing import Annotated

import typer
from communique.checks import SPLITS
from communique.corpus import corpus_to_docbin, read_gold
from communique.records import RecordError, Sourced, atomic, warn, write_jsonl
from communique.retraining import LEAK, TWIN, Prepared, prepare, summary
from communique.retraining_files import read_new, remembered


def main(
    corpus: Annotated[Path, typer.Argument(help="Folder with train.jsonl, dev.jsonl and test.jsonl; is not changed.")],
    folder: Annotated[Path, typer.Argument(help="Where the training data go.")],
    new: Annotated[str, typer.Option(help="The corrected articles: a file or folder; is not changed.")] = "",
    form: Annotated[
        str, typer.Option("--from", help="Their format, as of `communique convert`; else told by the content.")
    ] = "",
    pipeline: Annotated[Path, typer.Option(help="The pipeline in use.")] = Path("training/pipeline"),
    held_out: Annotated[float, typer.Option(min=0, max=0.5, help="Share of the new articles to measure on.")] = 0.2,
    seed: Annotated[int, typer.Option(help="Seed of the choice of these.")] = 0,
) -> None:
    """Stop with a list of everything that is wrong; else write the merged training data and what is kept aside."""
    try:
        prepared, counts = _prepare(corpus, folder, new, form, pipeline, held_out, seed)
        if not prepared.errors:
            _write(folder, corpus, prepared, counts)
    except RecordError as error:
        warn(error)
        raise typer.Exit(1) from error
    if prepared.errors:
        for finding in prepared.errors:
            warn(finding)
        warn(
            f"{len(prepared.errors)} errors in {new}; nothing was changed. `communique doctor --fix` mends some of them"
        )
        raise typer.Exit(1)


def _prepare(
    corpus: Path, folder: Path, new: str, form: str, pipeline: Path, held_out: float, seed: int
) -> tuple[Prepared, dict]:
    if not new:
        raise RecordError(
            "retrain", None, "which articles? python -m spacy project run retrain . --vars.new corrected.jsonl"
        )
    path = Path(new)
    if folder.resolve() in (path.resolve(), *path.resolve().parents):
        raise RecordError(new, None, f"{folder} is written anew by each run; copy the articles to another place first")
    items, losses = read_new(path, form)
    if losses.changes:
        print("\n".join(losses.lines()))
    gold = {split: list(read_gold(corpus / f"{split}.jsonl")) for split in SPLITS}
    prepared = prepare(items, gold, held_out=held_out, seed=seed, known=remembered(pipeline))
    if not prepared.errors and not prepared.new:
        raise RecordError(new, None, f"nothing to train on: {len(items)} articles, none new and accepted")
    return prepared, summary(prepared, new, sum(isinstance(item, Sourced) for item in items))


def _write(folder: Path, corpus: Path, prepared: Prepared, counts: dict) -> None:
    write_jsonl(folder / "train.jsonl", prepared.train)
    write_jsonl(folder / "new.jsonl", prepared.new)
    write_jsonl(folder / "held_out.jsonl", prepared.held_out)
    write_jsonl(folder / "kept.jsonl", (kept.item.record for kept in prepared.kept))
    corpus_to_docbin(folder / "train.jsonl", folder / "train.spacy")
    corpus_to_docbin(corpus / "dev.jsonl", folder / "dev.spacy")
    with atomic(folder / "prepare.json") as part:
        part.write_text(json.dumps(counts, ensure_ascii=False, indent=1) + "\n", encoding="utf8")
    for kept in prepared.kept:
        if kept.kind in (LEAK, TWIN):
            warn(kept)
    if prepared.warnings:
        warn(f"{prepared.warnings} warnings; `communique doctor` shows them")
    if prepared.forgotten:
        warn(
            f"{prepared.forgotten} articles that the pipeline in use was retrained on are neither here nor in "
            f"{corpus}/train.jsonl: the new pipeline will not know them"
        )
    print(
        f"{folder}: {len(prepared.train)} articles to train on, {len(prepared.new)} of them from {counts['path']} "
        f"({len(prepared.replaced)} correct the corpus); {len(prepared.held_out)} held out to measure on, "
        f"{len(prepared.kept)} kept aside in kept.jsonl"
    )


if __name__ == "__main__":
    typer.run(main)
