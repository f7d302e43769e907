"""The corpus, corpus/*.jsonl: as training data (DocBins), and as numbers for its data card."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language

from communique.annotations import empty_docbin, record_to_doc
from communique.checks import SPLITS, corpus_files
from communique.countries import fold
from communique.lexicon import load_lexicon
from communique.records import RecordError, Sourced, atomic, read_jsonl

_SET_ASIDE = ("reject", "ignore")  # answers of Prodigy: an annotator's word that the record is no gold


def blank_pipeline() -> Language:
    """English with our tokenizer and nothing else."""
    return spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "communique.Tokenizer.v1"}}})


def read_gold(path: Path) -> Iterator[Sourced]:
    """The records of a corpus file with their lines, but for those that an annotator set aside.

    Raises RecordError at the first faulty line.
    """
    for item in read_jsonl(path):
        if isinstance(item, RecordError):
            raise item
        if item.record.get("answer") not in _SET_ASIDE:
            yield item


def corpus_to_docbin(path: Path, output: Path) -> int:
    """Write a corpus file as a DocBin, whole or not at all. Returns the number of articles.

    Raises RecordError for a faulty line and for spans that overlap or that fit no token borders: training
    would drop them with no more than a warning.
    """
    nlp = blank_pipeline()
    docbin = empty_docbin()
    for item in read_gold(path):
        # tokens that an annotation tool left in a record are its own; the model trains on ours
        record = {key: value for key, value in item.record.items() if key != "tokens"}
        try:
            docbin.add(record_to_doc(record, nlp.make_doc))
        except ValueError as error:
            raise RecordError(item.source, item.line, str(error)) from error
    with atomic(output) as part:
        part.write_bytes(docbin.to_bytes())
    return len(docbin)


@dataclass
class Counts:
    """What a set of articles holds. words: split at white space. links: co-chairs of all meetings."""

    articles: int = 0
    words: int = 0
    without_session: int = 0
    links: int = 0
    genres: Counter[str] = field(default_factory=Counter)
    regions: Counter[str] = field(default_factory=Counter)
    labels: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    forums: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)
    meeting_countries: set[str] = field(default_factory=set)

    @property
    def meetings(self) -> int:
        """Number of meeting records."""
        return self.statuses.total()


def count_corpus(folder: Path) -> dict[str, Counts]:
    """The counts of each split and of "all". Raises RecordError for a file that is missing or faulty."""
    table = load_lexicon().countries
    counts = {"all": Counts()}
    for path in sorted(corpus_files(folder), key=_split_order):
        counts[path.stem] = Counts()
        for item in read_gold(path):
            named = {mention.country for mention in table.find(item.record["text"])}
            meeting = {land for land in map(table.country, _sides(item.record)) if land}
            for part in (counts["all"], counts[path.stem]):
                _add(part, item.record)
                part.countries |= named
                part.meeting_countries |= meeting
    return counts


def _split_order(path: Path) -> tuple[int, str]:
    return SPLITS.index(path.stem) if path.stem in SPLITS else len(SPLITS), path.stem


def _sides(record: dict[str, Any]) -> Iterator[str]:
    """Whatever the meetings of a record name as a party or as the country of a co-chair."""
    for meeting in record.get("meetings") or []:
        yield from meeting.get("parties") or []
        yield from (chair.get("country") or "" for chair in meeting.get("co_chairs") or [])


def _add(counts: Counts, record: dict[str, Any]) -> None:
    meta, meetings = record.get("meta") or {}, record.get("meetings") or []
    counts.articles += 1
    counts.words += len(record["text"].split())
    counts.without_session += not meetings
    counts.genres[meta.get("genre") or "unknown"] += 1
    counts.regions[meta.get("region") or "unknown"] += 1
    counts.labels.update(span["label"] for span in record.get("spans") or [])
    counts.statuses.update(meeting["status"] for meeting in meetings)
    counts.forums.update(fold(meeting["forum"]) for meeting in meetings)
    counts.links += sum(len(meeting.get("co_chairs") or []) for meeting in meetings)
