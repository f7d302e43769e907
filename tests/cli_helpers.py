"""What the tests of the command line share: an article of our own and a pipeline that needs no training."""

from __future__ import annotations

import json
from pathlib import Path

import spacy
from communique.markup import parse_marked

MARKED = (
    "[Joint Commission|FORUM] sits in Nairobi\n\n"
    "The [third session|ROUND] of the [Kenya-Norway Joint Commission|FORUM] was held in Nairobi on Monday. "
    "The session was co-chaired by [Achieng Odero|OFFICIAL], Principal Secretary of Kenya, and "
    "[Kari Solheim|OFFICIAL], Deputy Minister of Norway. Ambassador [Lars Tveit|OFFICIAL] gave a reception at the "
    "[Ministry of Roads|MINISTRY].\n\n"
    "The [fourth session|ROUND] of the [Joint Commission|FORUM] will be held in Oslo in 2026."
)
TEXT, SPANS = parse_marked(MARKED)
PUBLISHED = "2024-05-14"  # a Tuesday
NAMES = sorted({(TEXT[span["start"] : span["end"]], span["label"]) for span in SPANS})


def build_pipeline(folder: Path) -> Path:
    """A pipeline on disk whose entities are the names of the article; returns its folder."""
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "communique.Tokenizer.v1"}}})
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": label, "pattern": words} for words, label in NAMES])
    nlp.add_pipe("communique_meetings")
    nlp.to_disk(folder)
    return folder


def article(number: int = 1, **more: object) -> dict:
    """A record of the article with an id of its own."""
    return {"text": TEXT, "meta": {"id": f"a-{number}", "published": PUBLISHED}, **more}


def gold_article(number: int = 1, **more: object) -> dict:
    """The article as an annotator would hand it in."""
    chairs = [
        {"name": "Achieng Odero", "role": "Principal Secretary", "country": "Kenya"},
        {"name": "Kari Solheim", "role": "Deputy Minister", "country": "Norway"},
    ]
    held = {
        "forum": "Kenya-Norway Joint Commission",
        "round": 3,
        "status": "held",
        "place": "Nairobi",
        "date": "2024-05-13",
        "parties": ["Kenya", "Norway"],
        "co_chairs": chairs,
    }
    ahead = {**held, "round": 4, "status": "scheduled", "place": "Oslo", "date": "2026", "co_chairs": []}
    return {
        "id": f"a-{number}",
        "published": PUBLISHED,
        "text": TEXT,
        "spans": [dict(span) for span in SPANS],
        "meetings": [held, ahead],
        **more,
    }


def write_lines(path: Path, *lines: object) -> Path:
    """A file with a line for each argument: bytes and strings as they are, all else as JSON."""
    raw = [line if isinstance(line, bytes) else _text(line).encode() for line in lines]
    path.write_bytes(b"".join(line + b"\n" for line in raw))
    return path


def read_lines(path: Path) -> list[dict]:
    """The records of a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf8").splitlines()]


def _text(line: object) -> str:
    return line if isinstance(line, str) else json.dumps(line, ensure_ascii=False)
