"""Doc ⇄ JSONL record ⇄ DocBin. The only place that says `store_user_data=True`.

A record is one article: {"text", "meta", "tokens", "spans", "relations", "meetings", …}, a superset of
Prodigy's `rel.manual` task. Offsets count code points; "end" is exclusive, "token_end" inclusive; a
relation's "head" and "child" are the index of the span's last token. Keys that we do not know are kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from spacy.tokens import Doc, DocBin, Span
from spacy.vocab import Vocab

from communique.extension import get_dict, get_list, plain, text_of

OURS = ("text", "meta", "tokens", "spans", "relations", "meetings", "skipped")
"""Keys of a record that a Doc holds in places of its own; all others travel in `doc._.extra`."""


class AnnotationError(ValueError):
    """A record whose annotation does not fit its text. The message says which value and why."""


def doc_to_record(doc: Doc) -> dict[str, Any]:
    """A Doc as a JSONL record, with what the pipeline and the input wrote into its extensions."""
    scores = {(start, end, label): score for start, end, label, score in get_list(doc, "scores")}
    spans = []
    for ent in doc.ents:
        span = span_dict(ent)
        score = scores.get((ent.start_char, ent.end_char, ent.label_))
        if score is not None:
            span["score"] = score
        spans.append(span)
    record: dict[str, Any] = {
        "text": text_of(doc),
        "meta": get_dict(doc, "meta"),
        "tokens": [
            {"text": t.text, "start": t.idx, "end": t.idx + len(t.text), "id": t.i, "ws": bool(t.whitespace_)}
            for t in doc
        ],
        "spans": spans,
        "relations": get_list(doc, "relations"),
        "meetings": get_list(doc, "meetings"),
    }
    if skipped := get_list(doc, "skipped"):
        record["skipped"] = skipped
    return {**record, **get_dict(doc, "extra")}


def span_dict(span: Span) -> dict[str, Any]:
    """A span as the record holds it."""
    return {
        "start": span.start_char,
        "end": span.end_char,
        "token_start": span.start,
        "token_end": span.end - 1,
        "label": span.label_,
    }


def relation_dict(head: Span, child: Span, label: str) -> dict[str, Any]:
    """A relation as the record holds it: from `head` to `child`, each by its last token."""
    return {
        "head": head.end - 1,
        "child": child.end - 1,
        "label": label,
        "head_span": span_dict(head),
        "child_span": span_dict(child),
    }


def fill_doc(doc: Doc, record: dict[str, Any], *, strict: bool = True) -> Doc:
    """Write a record's spans, relations, meetings, meta and unknown keys into a Doc of its text.

    strict: raise AnnotationError, with a list of all of them, for spans that no token borders fit and
    for spans that overlap; else leave those spans out.
    """
    ents, problems = [], []
    # Doc.char_span looks through all tokens; these two tables keep an article of many spans linear
    starts = {token.idx: token.i for token in doc}
    ends = {token.idx + len(token): token.i + 1 for token in doc}
    for span in sorted(record.get("spans") or [], key=lambda s: (s["start"], s["end"])):
        first, last = starts.get(span["start"]), ends.get(span["end"])
        found = Span(doc, first, last, label=span["label"]) if first is not None and last is not None else None
        words = text_of(doc)[span["start"] : span["end"]]
        if found is None:
            problems.append(f"span [{span['start']}, {span['end']}] {span['label']} {words!r} fits no token borders")
        elif ents and found.start < ents[-1].end:
            problems.append(
                f"span [{span['start']}, {span['end']}] {span['label']} {words!r} overlaps {ents[-1].text!r}"
            )
        else:
            ents.append(found)
    if problems and strict:
        raise AnnotationError("; ".join(problems))
    doc.ents = ents
    doc._.meetings = plain(record.get("meetings") or [])
    doc._.relations = [r for r in map(_relation_on(doc), record.get("relations") or []) if r]
    doc._.scores = [[s["start"], s["end"], s["label"], s["score"]] for s in record.get("spans") or [] if "score" in s]
    doc._.skipped = plain(record.get("skipped") or [])
    doc._.meta = plain(record.get("meta") or {})
    doc._.extra = {key: plain(value) for key, value in record.items() if key not in OURS}
    return doc


def _relation_on(doc: Doc):
    """Relations keep their character offsets; token indices are those of this Doc."""

    def convert(relation: dict[str, Any]) -> dict[str, Any] | None:
        ends = []
        for key in ("head_span", "child_span"):
            span = relation.get(key)
            found = doc.char_span(span["start"], span["end"], label=span.get("label", "")) if span else None
            if found is None:
                return None
            ends.append(found)
        return relation_dict(ends[0], ends[1], relation["label"])

    return convert


def record_to_doc(record: dict[str, Any], make_doc: Any, *, strict: bool = True) -> Doc:
    """A record as a Doc.

    make_doc: text → Doc, for instance `nlp.make_doc`; used where the record brings no tokens, or
    tokens that do not add up to its text.
    """
    doc = _from_tokens(record, make_doc) or make_doc(record["text"])
    return fill_doc(doc, record, strict=strict)


def _from_tokens(record: dict[str, Any], make_doc: Any) -> Doc | None:
    tokens = record.get("tokens")
    vocab = getattr(getattr(make_doc, "__self__", None), "vocab", None)
    if not tokens or not isinstance(vocab, Vocab):
        return None
    try:
        doc = Doc(vocab, words=[t["text"] for t in tokens], spaces=[bool(t.get("ws", False)) for t in tokens])
    except (KeyError, TypeError, ValueError):
        return None
    return doc if text_of(doc) == record["text"] else None


def docs_to_docbin(docs: Iterable[Doc]) -> DocBin:
    """A DocBin that keeps entities and our extensions."""
    return DocBin(attrs=["ENT_IOB", "ENT_TYPE"], docs=docs, store_user_data=True)


def empty_docbin() -> DocBin:
    """An empty DocBin to add Docs to one by one."""
    return docs_to_docbin([])


def docbin_to_docs(docbin: DocBin, vocab: Vocab) -> Iterable[Doc]:
    """The Docs of a DocBin, in order."""
    yield from docbin.get_docs(vocab)
