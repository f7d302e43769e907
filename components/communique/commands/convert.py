"""`communique convert`: annotations from one tool's format into another's, and a report of what that cost."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Annotated, Any

import typer

from communique.formats import FORMATS, by_suffix, detect
from communique.formats.items import Item, Options, Record, fault, id_of
from communique.formats.layout import lay_out
from communique.formats.loss import LossReport
from communique.formats.offsets import AUTO, OFFSETS
from communique.records import RecordError, Sourced, atomic, warn
from communique.schema import LABELS

_READ = ", ".join(name for name, each in FORMATS.items() if each.read)
_WRITTEN = ", ".join(FORMATS)


def convert(
    src: Annotated[
        Path,
        typer.Argument(metavar="SRC", help="What to read: a file, or for brat (and doccano's one file each) a folder."),
    ],
    dst: Annotated[Path, typer.Argument(metavar="DST", help="What to write: a file, or for brat a new folder.")],
    from_: Annotated[
        str | None, typer.Option("--from", metavar="FORMAT", help=f"Format of SRC: {_READ}. Left out: seen from SRC.")
    ] = None,
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="FORMAT", help=f"Format of DST: {_WRITTEN}. Left out: told by its ending."),
    ] = None,
    offsets: Annotated[
        str,
        typer.Option(
            metavar="UNIT",
            help="What the tool's offsets count where a text has emoji: codepoint, utf16, or auto (as the tool does, "
            "and where it quotes the words, as these say).",
        ),
    ] = AUTO,
    predictions: Annotated[
        bool,
        typer.Option(
            "--predictions", help="To Label Studio: write spans as predictions to correct, not as annotations."
        ),
    ] = False,
    label: Annotated[
        list[str] | None, typer.Option(help="A label to allow beside those of the guide; repeat it.")
    ] = None,
    report: Annotated[
        Path | None, typer.Option(dir_okay=False, help="Write the loss report here too, as JSON with all ids.")
    ] = None,
) -> None:
    """Convert annotated articles between tools: jsonl, docbin, prodigy, label-studio, doccano, brat, and to conll.

    Spans, relations, meetings, meta, answers and keys that nobody knows survive wherever the format has any place
    for them; docs/formats.md says where. The command ends with a loss report: what was kept, mapped and dropped.

    What cannot be used is named by file, line and id; the rest goes on, and the exit status is 1. SRC is never
    changed.

    Example: communique convert annotated.jsonl tasks.json --to label-studio --predictions
    """
    source = _format(from_, detect, src, "--from")
    target = _format(to, lambda path: by_suffix(path, "--to"), dst, "--to")
    if FORMATS[source].read is None:
        raise typer.BadParameter(
            f"{source} is one way out: it does not hold what an article needs", param_hint="--from"
        )
    if offsets not in OFFSETS:
        raise typer.BadParameter(f"{offsets!r} is none of {', '.join(OFFSETS)}", param_hint="--offsets")
    if predictions and target != "label-studio":
        raise typer.BadParameter("only Label Studio tells predictions from annotations", param_hint="--predictions")
    if dst.exists() and src.resolve() == dst.resolve():
        raise RecordError(str(dst), None, "is what is read; name another place to write to")
    options, loss = Options(offsets, predictions), LossReport()
    records = Checks((*LABELS, *(label or ())), loss).good(FORMATS[source].read(src, options, loss))
    first = next(records, None)
    if first is None and loss.faults:
        warn("nothing could be converted; no output is written")
        raise typer.Exit(1)
    FORMATS[target].write(dst, chain(() if first is None else (first,), records), options, loss)
    warn(f"{source} → {target}: {src} → {dst}")
    for line in loss.lines():
        warn(line)
    if report is not None:
        _write_report(report, {"from": source, "to": target, **loss.to_dict()})
    if loss.faults:
        raise typer.Exit(1)


def _format(name: str | None, guess: Any, path: Path, option: str) -> str:
    if name is None:
        return guess(path)
    if name not in FORMATS:
        raise typer.BadParameter(f"{name!r} is none of {', '.join(FORMATS)}", param_hint=option)
    return name


def _write_report(path: Path, content: dict[str, Any]) -> None:
    with atomic(path) as part:
        part.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf8")


class Checks:
    """Names every fault as it comes; lets all records through that can be converted."""

    def __init__(self, labels: Iterable[str], report: LossReport):
        self.labels, self.report = set(labels), report
        self._ids: dict[tuple[str, str], str] = {}

    def good(self, items: Iterable[Item]) -> Iterator[Record]:
        """The records, with tokens; two with one id are both kept, and so are spans with a label of nobody's guide."""
        for item in items:
            if isinstance(item, RecordError):
                self.report.fault(item)
                continue
            self._check_id(item)
            self._check_labels(item)
            record = lay_out(item.record, lambda relation, item=item: self._relation_gone(item, relation))
            self.report.saw(record)
            yield record

    def _check_id(self, item: Sourced) -> None:
        meta = item.record.get("meta") or {}
        if "id" not in meta:
            return
        here = f"{item.source}:{item.line}" if item.line else item.source
        # several annotators of one article are no mistake
        before = self._ids.setdefault((str(meta["id"]), str(meta.get("annotator"))), here)
        if before != here:
            self.report.fault(
                fault(item.source, item.line, id_of(item.record), f"the same id as in {before}; both are kept")
            )

    def _check_labels(self, item: Sourced) -> None:
        for label in dict.fromkeys(span["label"] for span in item.record.get("spans") or []):
            if label not in self.labels:
                why = f"label {label!r} is not in the guide; its spans are kept (--label {label} allows it)"
                self.report.fault(fault(item.source, item.line, id_of(item.record), why))

    def _relation_gone(self, item: Sourced, relation: Record) -> None:
        ident = id_of(item.record)
        self.report.unread("relations", "an end is nowhere in the text, or it has no label", ident)
        what = json.dumps({key: relation.get(key) for key in ("head", "child", "label")}, ensure_ascii=False)
        self.report.fault(fault(item.source, item.line, ident, f"a relation whose end is nowhere in the text: {what}"))
