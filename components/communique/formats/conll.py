"""CoNLL-2003's four columns with IOB2 tags. One way out: it holds tokens and entities, and nothing else.

`-DOCSTART-` begins an article, an empty line a sentence (here: a paragraph). Overlapping spans have no place in it,
the longest stays. An article whose answer is not accept is left out: the file is there to train on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from communique.formats.items import Options, Record, accepted, id_of
from communique.formats.loss import LossReport, counted
from communique.records import atomic

_WHITE = re.compile(r"\s+")


def write(path: Path, records: Iterable[Record], options: Options, report: LossReport) -> None:
    """Write the tags of all accepted articles."""
    with atomic(path) as part, part.open("w", encoding="utf8", newline="\n") as file:
        for record in records:
            lost = counted(record)
            if not accepted(record):
                report.dropped("articles", "not accepted, so not to be trained on", id_of(record))
                for kind in ("spans", "relations", "meetings", "meta", "answers", "keys"):
                    report.dropped(kind, "of an article that is left out", id_of(record), lost[kind])
                continue
            for kind in ("relations", "meetings", "meta", "answers", "keys"):
                report.dropped(kind, "CoNLL has no place for it", id_of(record), lost[kind])
            file.write("-DOCSTART- -X- O O\n\n")
            file.writelines(_lines(record, report))
            file.write("\n")


def _lines(record: Record, report: LossReport) -> Iterator[str]:
    tags = _tags(record, report)
    for token, tag in zip(record["tokens"], tags, strict=True):
        word = _WHITE.sub("", token["text"])
        if word:
            yield f"{word} -X- _ {tag}\n"
        elif "\n" in token["text"] and tag == "O":
            yield "\n"


def _tags(record: Record, report: LossReport) -> list[str]:
    """A tag for each token. Tokens of white space have no line, so the first other one begins the span."""
    tags = ["O"] * len(record["tokens"])
    white = [not token["text"].strip() for token in record["tokens"]]
    for span in sorted(record["spans"], key=lambda span: (span["start"] - span["end"], span["start"])):
        places = range(span["token_start"], span["token_end"] + 1)
        shown = [i for i in places if not white[i]]
        if any(tags[i] != "O" for i in places):
            report.dropped("spans", "over another span", id_of(record))
        elif not shown:
            report.dropped("spans", "nothing but white space", id_of(record))
        else:
            for i in places:
                tags[i] = f"{'B' if i == shown[0] else 'I'}-{_WHITE.sub('_', span['label'])}"
    return tags
