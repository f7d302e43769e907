"""The scores of a pipeline on the corpus's own dev and test split, in one JSON file."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from communique.commands.evaluate import evaluate
from communique.records import atomic

SPLITS = ("dev", "test")


def main(
    model: Annotated[str, typer.Argument(help="The pipeline: a folder or a package.")],
    corpus: Annotated[Path, typer.Argument(help="Folder with dev.jsonl and test.jsonl.")],
    output: Annotated[Path, typer.Argument(help="JSON file to write: split → scores.")],
    samples: Annotated[int, typer.Option(help="How often articles are drawn anew for 95 % confidence intervals.")] = 0,
) -> None:
    """Score entities, meetings and links end to end; the table is printed, the numbers are written."""
    scores = {}
    with TemporaryDirectory() as folder:
        for split in SPLITS:
            print(f"corpus, {split}:")
            part = Path(folder) / f"{split}.json"
            evaluate(corpus / f"{split}.jsonl", model=model, output=part, samples=samples)
            scores[split] = json.loads(part.read_text(encoding="utf8"))
    with atomic(output) as whole:
        whole.write_text(json.dumps(scores, ensure_ascii=False, indent=1) + "\n", encoding="utf8")
    print(f"{output}: written")


if __name__ == "__main__":
    typer.run(main)
