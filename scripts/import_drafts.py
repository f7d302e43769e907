"""Add draft articles with inline marks to the corpus: corpus/train.jsonl, dev.jsonl, test.jsonl."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import srsly
import typer
from communique.drafts import read_drafts
from communique.lexicon import load_lexicon
from communique.records import write_jsonl
from communique.splits import follow, split

SHARES = {"train": 0.8, "dev": 0.1, "test": 0.1}


def _read(path: Path) -> list[dict]:
    return list(srsly.read_jsonl(path)) if path.exists() else []


def _with_short_names(record: dict, short: Callable[[str], str | None]) -> dict:
    """Countries of the meetings by the name that the country table has: "Côte d'Ivoire" is its Ivory Coast."""
    for meeting in record["meetings"]:
        meeting["parties"] = [short(party) or party for party in meeting["parties"]]
        for chair in meeting["co_chairs"]:
            chair["country"] = chair["country"] and (short(chair["country"]) or chair["country"])
    return record


def main(
    drafts: Annotated[list[Path], typer.Argument(help="Draft files; their form is told in communique/drafts.py.")],
    out: Annotated[Path, typer.Option(help="Folder of the corpus.")] = Path("corpus"),
    seed: Annotated[int, typer.Option(help="Seed of the split.")] = 0,
) -> None:
    """Add drafts to the corpus; one with a known id takes the place of that article. Articles of one forum series stay
    in one split."""
    short = load_lexicon().countries.country
    drafted = {r["meta"]["id"]: _with_short_names(r, short) for path in drafts for r in read_drafts(path)}
    parts = {name: _read(out / f"{name}.jsonl") for name in SHARES}
    for part in parts.values():  # an article keeps the split that it has
        part[:] = [drafted.pop(record["meta"]["id"], record) for record in part]
    free, torn = follow(list(drafted.values()), parts)
    for name, part in split(free, SHARES, seed).items():
        parts[name] += part
    for record in torn:
        print(f"left out: {record['meta']['id']} reports sessions of series that stand in several splits")
    for name, part in parts.items():
        part.sort(key=lambda r: r["meta"]["id"])
        print(f"{name}: {write_jsonl(out / f'{name}.jsonl', part)} articles")


if __name__ == "__main__":
    typer.run(main)
