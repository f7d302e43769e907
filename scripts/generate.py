"""Add generated articles to the training set: the phrases of corpus/templates.yml filled with ever new names."""

from pathlib import Path
from typing import Annotated

import spacy
import srsly
import typer
from communique.annotations import AnnotationError, docbin_to_docs, docs_to_docbin, record_to_doc
from communique.generate import generate
from communique.lexicon import load_lexicon
from communique.tokenizer import create_tokenizer
from spacy.tokens import DocBin


def main(
    gold: Annotated[
        Path, typer.Argument(help="The training split as records: names and filler sentences come from it.")
    ],
    docbin: Annotated[Path, typer.Argument(help="The same split as DocBin.")],
    out: Annotated[Path, typer.Argument(help="DocBin to write: the split and the generated articles.")],
    templates: Annotated[Path, typer.Option(help="Sentence patterns.")] = Path("corpus/templates.yml"),
    count: Annotated[int, typer.Option(help="How many articles to generate.")] = 600,
    seed: Annotated[int, typer.Option(help="Seed of all choices.")] = 1,
) -> None:
    """Write the training set with its generated part."""
    nlp = spacy.blank("en")
    nlp.tokenizer = create_tokenizer()(nlp)
    docs = list(docbin_to_docs(DocBin().from_disk(docbin), nlp.vocab))
    left_out = 0
    for record in generate(list(srsly.read_jsonl(gold)), templates, load_lexicon(), count, seed):
        try:
            docs.append(record_to_doc(record, nlp.make_doc))
        except AnnotationError:  # a drawn name that the tokenizer cuts elsewhere ("D-8"): not worth a rule
            left_out += 1
    docs_to_docbin(docs).to_disk(out)
    print(f"{out}: {len(docs)} articles, {count - left_out} of them generated; {left_out} left out")


if __name__ == "__main__":
    typer.run(main)
