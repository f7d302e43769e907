"""`communique suggest`: which articles to annotate next, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from communique.checks import SPLITS, printable, read_corpus, split_of
from communique.inputs import Item, meta_of, read_inputs, refuse_inputs
from communique.pipeline import DEFAULT_MODEL, annotate_records, load_pipeline, meetings_pipe
from communique.records import RecordError, Sourced, dump_line, warn, write_jsonl
from communique.suggesting import (
    DISAGREEMENT,
    DOUBT,
    LOOSE_ENDS,
    NOVELTY,
    Choice,
    Known,
    Scored,
    Shingles,
    Signal,
    choose,
    disagreement,
    doubt,
    loose_ends,
    score_pool,
    stand_twice,
)

Record = dict[str, Any]
DEFAULT_CORPUS = Path("corpus")


def suggest(
    pool: Annotated[
        list[Path],
        typer.Argument(
            metavar="POOL",
            help="Articles that nobody annotated yet: .txt, .jsonl or .spacy files, folders of these, or - for "
            "standard input.",
        ),
    ],
    count: Annotated[int, typer.Option("--count", "-n", min=1, help="How many articles you can annotate.")] = 50,
    model: Annotated[str, typer.Option(help="The pipeline whose doubts count: a folder or a package.")] = DEFAULT_MODEL,
    other: Annotated[
        str | None, typer.Option(help="A second pipeline, such as training/pipeline_trf: where do the two disagree?")
    ] = None,
    corpus: Annotated[
        Path | None,
        typer.Option(help=f"What is annotated already: a folder or a .jsonl file; {DEFAULT_CORPUS} where it is there."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", dir_okay=False, help="Write the chosen articles here, best first.")
    ] = None,
    variety: Annotated[
        float, typer.Option(min=0, max=1, help="How much likeness to an article already chosen takes off.")
    ] = 0.5,
) -> None:
    """Say which articles to annotate next, and why each.

    An article is worth the work where the pipeline is unsure of what it found, where two pipelines disagree,
    where the records leave something open, and where it holds words and names that the corpus has not; and the
    chosen articles should differ. Articles that are in the corpus already are left out.

    The articles come out as they went in; `meta.suggest` holds rank, score and reasons. Without -o they go to
    standard output.

    Example: communique suggest news/ -n 50 -o next.jsonl
    """
    refuse_inputs([output], [path for path in (*pool, corpus) if path is not None])
    faults: list[RecordError] = []
    known = _Corpus.read(corpus, faults)
    items = [item for item in read_inputs(pool, typer.get_binary_stream("stdin")) if _is_good(item, faults)]
    in_corpus, repeated = stand_twice([item.record["text"] for item in items], known.texts)
    items = [item for i, item in enumerate(items) if i not in in_corpus | repeated]
    items, signals = _look(items, model, other, known.trained, faults)
    scored = score_pool(signals)
    chosen = choose([each.score for each in scored], Shingles(item.record["text"] for item in items), count, variety)
    records = [_with_reasons(rank, choice, items, scored) for rank, choice in enumerate(chosen, 1)]
    if output is None:
        for record in records:
            typer.echo(dump_line(record), nl=False)
    else:
        write_jsonl(output, records)
        for record in records:
            typer.echo(_line(record))
    for fault in faults:
        warn(fault)
    for remark in _remarks(len(in_corpus), len(repeated), signals, known, other):
        warn(remark)
    warn(f"{len(records)} of {len(items)} articles suggested, {len(faults)} faults")
    if faults or not records:
        raise typer.Exit(1)


@dataclass
class _Corpus:
    """What is annotated already. trained: the records that a pipeline learns from. texts: all, dev and test too."""

    trained: list[Record]
    texts: list[str]

    @classmethod
    def read(cls, path: Path | None, faults: list[RecordError]) -> _Corpus:
        if path is None and not DEFAULT_CORPUS.exists():
            return cls([], [])
        items = [item for item in read_corpus([path or DEFAULT_CORPUS]) if _is_good(item, faults)]
        # the words of dev and test are new to the pipeline, so they are no reason to pass an article over
        held_back = {item.source for item in items if split_of(item.source) in SPLITS[1:]}
        if held_back == {item.source for item in items}:
            held_back = set()
        return cls([i.record for i in items if i.source not in held_back], [i.record["text"] for i in items])


def _is_good(item: Item, faults: list[RecordError]) -> bool:
    if isinstance(item, RecordError):
        faults.append(item)
    return isinstance(item, Sourced)


def _look(
    items: list[Sourced], model: str, other: str | None, trained: list[Record], faults: list[RecordError]
) -> tuple[list[Sourced], list[dict[str, Signal | None]]]:
    """The articles that the pipelines can read, and what speaks for each."""
    nlp = load_pipeline(model)
    lexicon = meetings_pipe(nlp, model).lexicon
    known = Known(trained)
    second: Iterable[Item | None] = annotate_records(load_pipeline(other), items) if other else (None for _ in items)
    good, signals = [], []
    for item, found, also in zip(items, annotate_records(nlp, items), second, strict=True):
        if not _is_good(found, faults) or (also is not None and not _is_good(also, faults)):
            continue
        good.append(item)
        signals.append(
            {
                DOUBT: doubt(found.record),
                DISAGREEMENT: disagreement(found.record, also.record) if also else None,
                LOOSE_ENDS: loose_ends(found.record, lexicon),
                NOVELTY: known.novelty(found.record) if trained else None,
            }
        )
    return good, signals


def _with_reasons(rank: int, choice: Choice, items: list[Sourced], scored: list[Scored]) -> Record:
    """The article in its own form, with `meta.suggest`."""
    record, why = items[choice.index].record, list(scored[choice.index].reasons)
    if choice.nearest is not None:
        nearest = _name(items[choice.nearest])
        why.append(f"variety: of those above most like {nearest}, likeness {choice.likeness:.2f}")
    suggest = {"rank": rank, "score": round(scored[choice.index].score, 4), "reasons": why}
    return {**record, "meta": {**(record.get("meta") or {}), "suggest": suggest}}


def _name(item: Sourced) -> str:
    place = f"{item.source}:{item.line}" if item.line else item.source
    return str(meta_of(item.record).get("id") or place)


def _line(record: Record) -> str:
    suggest = record["meta"]["suggest"]
    title = meta_of(record).get("id") or " ".join(record["text"].split())[:60]
    lines = [f"{suggest['rank']}. {title} ({suggest['score']:.2f})", *(f"   {why}" for why in suggest["reasons"])]
    return "\n".join(map(printable, lines))


def _remarks(
    in_corpus: int, repeated: int, signals: list[dict[str, Signal | None]], known: _Corpus, other: str | None
) -> Iterable[str]:
    """What the choice could not go by."""
    if in_corpus:
        yield f"left out, as they are in the corpus already: {in_corpus}"
    if repeated:
        yield f"left out, as they repeat another article of the pool: {repeated}"
    if not any(article[DOUBT] for article in signals):
        yield "the pipeline gives no scores: low confidence does not count, only what its records leave open"
    if not other:
        yield "one pipeline only: disagreement does not count (--other names a second one)"
    if not known.trained:
        yield "no corpus: novelty does not count (--corpus names one)"
