"""Loading a pipeline by path or package name, and running records through it in constant memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.util import is_package
from thinc.api import Model

from communique.annotations import OURS, doc_to_record
from communique.extension import plain
from communique.inputs import Item, meta_of, read_inputs
from communique.linking import Article, link
from communique.records import MAX_CHARS, RecordError, Sourced

DEFAULT_MODEL = "training/pipeline"
FACTORY = "communique_meetings"
_MAX_DEPTH = 500  # msgpack gives up at 511
_BATCHES_A_START = 8  # batches that each worker process gets before it ends and frees its memory


class ModelError(ValueError):
    """A pipeline that cannot be used; the message is one line."""


def load_pipeline(name: str) -> Language:
    """A pipeline with the meetings component. name: its folder, or the name of an installed package."""
    if not Path(name).is_dir() and not is_package(name):
        raise ModelError(
            f"{name}: no such pipeline, neither a folder nor an installed package; "
            "`python -m spacy project run all` makes training/pipeline"
        )
    try:
        nlp = spacy.load(Path(name) if Path(name).is_dir() else name)
    # A damaged folder or a missing extra (transformers) fails with exceptions of many kinds.
    except Exception as error:
        raise ModelError(f"{name}: the pipeline cannot be loaded: {_short(error)}") from error
    meetings_pipe(nlp, name)
    return nlp


def meetings_pipe(nlp: Language, name: str = "pipeline") -> Any:
    """The meetings component of a pipeline, whatever it is called there."""
    for pipe_name in nlp.pipe_names:
        if nlp.get_pipe_meta(pipe_name).factory == FACTORY:
            return nlp.get_pipe(pipe_name)
    raise ModelError(f"{name}: the pipeline has no {FACTORY!r}, only {', '.join(nlp.pipe_names) or 'a tokenizer'}")


def runs_on_torch(nlp: Language) -> bool:
    """Does a component hold a torch module, such as a transformer, anywhere in its model?"""
    models = (pipe.model for _, pipe in nlp.pipeline if isinstance(getattr(pipe, "model", None), Model))
    return any(layer.shims for model in models for layer in model.walk())


def annotate_records(
    nlp: Language, items: Iterable[Item], *, batch_size: int = 64, n_process: int = 1, docbin: DocBin | None = None
) -> Iterator[Item]:
    """The records with the pipeline's spans, relations and meetings, in order; faults stay in their place.

    docbin: gets the Doc of each good record as well. Each chunk of texts has its own memory zone: words
    that the pipeline meets for the first time are forgotten behind it, and no Doc leaves it.
    """
    size = batch_size if n_process == 1 else batch_size * n_process * _BATCHES_A_START
    for chunk in _chunks(items, size, MAX_CHARS * n_process):
        with nlp.memory_zone():
            done = _annotate_chunk(nlp, chunk, batch_size, n_process, docbin)
        yield from done


def annotated_inputs(paths: Iterable[Path | str], model: str | None, stdin: IO[bytes]) -> Iterator[Item]:
    """Records with annotations: by a model where one is named, else those that the input brings."""
    items = read_inputs(paths, stdin)
    if model is not None:
        yield from annotate_records(load_pipeline(model), items)
        return
    for item in items:
        if isinstance(item, Sourced) and not {"spans", "meetings"} & item.record.keys():
            yield RecordError(item.source, item.line, "holds no annotations; name a pipeline with --model")
        else:
            yield item


def link_given(nlp: Language, record: dict[str, Any]) -> dict[str, Any]:
    """The record with meetings and relations that the rules make of its own spans, without the NER."""
    lexicon = meetings_pipe(nlp).lexicon
    published = meta_of(record).get("published")
    spans = record.get("spans") or []
    result = link(Article.build(record["text"], spans, lexicon, published if isinstance(published, str) else None))
    relations = [
        {"label": label, "head_span": _mention(head), "child_span": _mention(child)}
        for head, child, label in result.relations
    ]
    return {**record, "meetings": [meeting.to_dict() for meeting in result.meetings], "relations": relations}


def _mention(mention: Any) -> dict[str, Any]:
    return {"start": mention.start, "end": mention.end, "label": mention.label}


def _chunks(items: Iterable[Item], size: int, chars: int) -> Iterator[list[Item]]:
    """Lists of at most `size` items, and of not many more than `chars` characters."""
    chunk: list[Item] = []
    length = 0
    for item in items:
        chunk.append(item)
        length += len(item.record["text"]) if isinstance(item, Sourced) else 0
        if len(chunk) >= size or length >= chars:
            yield chunk
            chunk, length = [], 0
    if chunk:
        yield chunk


def _annotate_chunk(
    nlp: Language, chunk: list[Item], batch_size: int, n_process: int, docbin: DocBin | None
) -> list[Item]:
    out = list(chunk)
    made: list[tuple[Doc, int]] = []
    for index, item in enumerate(chunk):
        doc = _make_doc(nlp, item) if isinstance(item, Sourced) else item
        if isinstance(doc, Doc):
            made.append((doc, index))
        else:
            out[index] = doc
    try:
        docs = list(nlp.pipe(made, as_tuples=True, batch_size=batch_size, n_process=n_process))
    # Whatever one text does to a component must not cost the others, so they go one by one.
    except Exception:
        docs = []
        for _, index in made:
            try:
                docs.append((nlp(_make_doc(nlp, chunk[index])), index))
            except Exception as error:
                out[index] = RecordError(
                    chunk[index].source, chunk[index].line, f"the pipeline failed: {_short(error)}"
                )
    for doc, index in docs:
        item = chunk[index]
        doc._.meta = plain(item.record.get("meta") or {})
        if docbin is not None:
            docbin.add(doc)
        out[index] = Sourced(doc_to_record(doc), item.source, item.line)
    return out


def _make_doc(nlp: Language, item: Sourced) -> Doc | RecordError:
    """A tokenised Doc with the record's meta and unknown keys, for the components to read."""
    try:
        doc = nlp.make_doc(item.record["text"])
        doc._.meta = plain(meta_of(item.record))
        doc._.extra = {key: plain(value) for key, value in item.record.items() if key not in OURS}
        _check_storable([doc._.meta, doc._.extra])
    except (ValueError, RecursionError) as error:
        return RecordError(item.source, item.line, f"cannot be stored: {_short(error)}")
    return doc


def _check_storable(value: Any, depth: int = 0) -> None:
    """Raise ValueError for what JSON can hold but msgpack, and with it a DocBin, cannot."""
    if isinstance(value, str):
        value.encode("utf8")  # a lone surrogate raises
    elif isinstance(value, int) and not -(2**63) <= value < 2**64:
        raise ValueError("a number beyond 64 bits")
    elif depth > _MAX_DEPTH:
        raise ValueError("nested too deeply")
    elif isinstance(value, dict):
        for key, item in value.items():
            _check_storable(key, depth)
            _check_storable(item, depth + 1)
    elif isinstance(value, list):
        for item in value:
            _check_storable(item, depth + 1)


def _short(error: BaseException, limit: int = 300) -> str:
    line = " ".join(str(error).split()) or type(error).__name__
    return line if len(line) <= limit else f"{line[:limit]}…"
