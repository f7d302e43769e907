"""Do the scores mean something? Share of right entities by score, and of articles with errors by lowest score."""

import itertools
from pathlib import Path
from typing import Annotated

import numpy as np
import spacy
import srsly
import typer
from communique.schema import LABELS

BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1.001)


def main(
    gold: Annotated[Path, typer.Argument(help="Gold records.")],
    model: Annotated[Path, typer.Option(help="Pipeline.")] = Path("training/pipeline"),
) -> None:
    """Print both curves."""
    nlp = spacy.load(model)
    records = list(srsly.read_jsonl(gold))
    spans: list[tuple[float, bool]] = []
    articles: list[tuple[float, float]] = []
    for record, doc in zip(records, nlp.pipe(r["text"] for r in records), strict=True):
        right = {(s["start"], s["end"], s["label"]) for s in record["spans"] if s["label"] in LABELS}
        rows = [(score, (start, end, label) in right) for start, end, label, score in doc._.scores or []]
        spans += rows
        if rows:
            articles.append((float(np.mean([s for s, _ in rows])), float(np.mean([ok for _, ok in rows]))))
    print("score of the entity    entities   right")
    for low, high in itertools.pairwise(BINS):
        inside = [ok for score, ok in spans if low <= score < high]
        if inside:
            print(f"{low:.2f} to {min(high, 1):.2f}         {len(inside):8d}   {np.mean(inside):.3f}")
    gap = sum(abs(sum(s - ok for s, ok in spans if low <= s < high)) for low, high in itertools.pairwise(BINS))
    print(f"expected calibration error {gap / max(1, len(spans)):.3f}")
    articles.sort()
    print("\nmean score of the article   articles   mean share of right entities")
    for part in np.array_split(np.array(articles), 4):
        print(f"{part[0, 0]:.3f} to {part[-1, 0]:.3f}            {len(part):8d}   {part[:, 1].mean():.3f}")


if __name__ == "__main__":
    typer.run(main)
