"""The corpus as training data: corpus/*.jsonl → training/data/*.spacy, after every record was checked."""

from pathlib import Path
from typing import Annotated

import typer
from communique.checks import SPLITS, corpus_errors
from communique.corpus import corpus_to_docbin
from communique.records import RecordError, warn


def main(
    corpus: Annotated[Path, typer.Argument(help="Folder with train.jsonl, dev.jsonl and test.jsonl.")],
    output: Annotated[Path, typer.Argument(help="Folder for train.spacy, dev.spacy and test.spacy.")],
) -> None:
    """Stop with a list of everything that is wrong, by file and line; else write a DocBin for each split."""
    paths = [corpus / f"{split}.jsonl" for split in SPLITS]
    try:
        errors = corpus_errors(paths)
    except RecordError as error:
        errors = [error]
    for error in errors:
        warn(error)
    if errors:
        warn(f"{len(errors)} errors in the corpus; nothing was converted")
        raise typer.Exit(1)
    for path in paths:
        target = output / f"{path.stem}.spacy"
        print(f"{target}: {corpus_to_docbin(path, target)} articles")


if __name__ == "__main__":
    typer.run(main)
