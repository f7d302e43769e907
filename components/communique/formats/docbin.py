"""spaCy's DocBin (.spacy): what `spacy train` reads.

A Doc holds in `doc.ents` only spans that do not overlap; the others stand in `doc.spans["communique"]`. So do all
spans of an article whose answer is not accept: its tokens carry no annotation at all (which is not the same as
"outside"), so that `spacy train` learns nothing from it, while the file keeps it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from spacy.tokens import Doc, DocBin, Span
from spacy.util import filter_spans
from spacy.vocab import Vocab

from communique.annotations import doc_to_record, docbin_to_docs, empty_docbin, fill_doc, span_dict
from communique.formats.envelope import KEY, pack, unpack
from communique.formats.items import Item, Options, Record, accepted, checked, fault, id_of
from communique.formats.loss import LossReport
from communique.records import RecordError, atomic

GROUP = "communique"
"""Name of the span group with what `doc.ents` cannot hold."""


def read(path: Path, options: Options, report: LossReport) -> Iterator[Item]:
    """The Docs of a file as records; in faults the number behind the file is that of the Doc."""
    number = 0
    try:
        # a vocab of its own, so that the strings of a large file are freed with it
        for number, doc in enumerate(docbin_to_docs(DocBin().from_bytes(path.read_bytes()), Vocab()), 1):
            yield checked(doc_record(doc), path, number)
    except OSError as error:
        yield RecordError(str(path), None, error.strerror or str(error))
    # A damaged file fails in zlib, msgpack, numpy or spaCy, each with exceptions of its own.
    except Exception as error:
        yield RecordError(str(path), number + 1, f"no DocBin that can be read: {error}")


def doc_record(doc: Doc) -> Record:
    """A Doc as a record, with what stands in our span group."""
    record = doc_to_record(doc)
    envelope = record.pop(KEY, None)
    if GROUP in doc.spans:
        record["spans"] = sorted(
            [*record["spans"], *map(span_dict, doc.spans[GROUP])], key=lambda span: (span["start"], span["end"])
        )
    return unpack({key: value for key, value in record.items() if value or key not in ("meta", "meetings")}, envelope)


def write(path: Path, records: Iterable[Record], options: Options, report: LossReport) -> None:
    """Write Docs. A record that msgpack cannot hold is named and left out."""
    vocab = Vocab()
    docbin = empty_docbin()
    for record in records:
        try:
            docbin.add(to_doc(record, vocab, report))
        except (OverflowError, ValueError) as error:  # an integer of more than 64 bits
            report.fault(fault(path, None, id_of(record), f"fits no DocBin: {error}"))
            report.dropped("articles", "fits no DocBin", id_of(record))
    with atomic(path) as part:
        docbin.to_disk(part)


def to_doc(record: Record, vocab: Vocab, report: LossReport) -> Doc:
    """A record with tokens as a Doc."""
    words, spaces = ([token[key] for token in record["tokens"]] for key in ("text", "ws"))
    doc = Doc(vocab, words=words, spaces=spaces)
    spans = [Span(doc, span["token_start"], span["token_end"] + 1, label=span["label"]) for span in record["spans"]]
    chosen = set(map(id, filter_spans(span for span in spans if span.label)))
    fill_doc(
        doc, {**record, "spans": [s for s, span in zip(record["spans"], spans, strict=True) if id(span) in chosen]}
    )
    others = [span for span in spans if id(span) not in chosen]
    if not accepted(record):
        others = spans
        doc.set_ents([], default="missing")
        how = "of an article that is not accepted: kept, but hidden from training"
        report.mapped("spans", how, id_of(record), len(spans))
    elif others:
        report.mapped("spans", "over another span: kept in doc.spans, not in doc.ents", id_of(record), len(others))
    if others:
        doc.spans[GROUP] = others
    # the record's own key of that name, if it has one, must not be taken for the envelope
    own = {KEY: record[KEY]} if KEY in record else {}
    envelope = pack(record, keys=[key for key in record if key not in own])
    rest = {key: value for key, value in doc._.extra.items() if key != KEY}
    doc._.extra = {**rest, KEY: envelope} if envelope else rest
    return doc
