"""`communique init-tool`: what an annotation tool must know of our labels."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from communique.formats import TOOLS
from communique.formats.guide import RELATION_ENDS
from communique.records import RecordError, atomic, warn
from communique.schema import LABELS

_NEXT = {
    "label-studio": "Label Studio: new project, Settings, Labeling Interface, Code: paste label_studio.xml. Then "
    "import what `communique convert FILE.jsonl tasks.json --to label-studio --predictions` writes.",
    "doccano": 'doccano: new project "Sequence labeling", with "Allow overlapping spans" and "Use relation labeling", '
    'and without "Count grapheme clusters as one character". Import span_types.json and relation_types.json as its '
    "labels, then what `communique convert FILE.jsonl articles.jsonl --to doccano` writes, as JSONL(Relation).",
    "brat": "brat: put annotation.conf and visual.conf into the folder of the articles. A folder that "
    "`communique convert FILE.jsonl FOLDER --to brat` writes has them already.",
    "prodigy": "Prodigy: keep prodigy.json in the folder you start it in, and start it as run.txt says, with what "
    "`communique convert FILE.jsonl tasks.jsonl --to prodigy` writes.",
}


def init_tool(
    tool: Annotated[str, typer.Argument(metavar="TOOL", help=f"The tool: {', '.join(TOOLS)}.")],
    folder: Annotated[Path, typer.Argument(help="The folder to write into; files of other names stay.")] = Path(),
    label: Annotated[list[str] | None, typer.Option(help="A label to add to those of the guide; repeat it.")] = None,
    relation: Annotated[list[str] | None, typer.Option(help="A relation to add, the same way.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace files that are there already.")] = False,
) -> None:
    """Write the label configuration of an annotation tool: entity labels, relations and their colours.

    Example: communique init-tool label-studio annotation/
    """
    if tool not in TOOLS:
        raise typer.BadParameter(f"{tool!r} is none of {', '.join(TOOLS)}", param_hint="TOOL")
    labels, relations = dict.fromkeys((*LABELS, *(label or ()))), dict.fromkeys((*RELATION_ENDS, *(relation or ())))
    files = TOOLS[tool](tuple(labels), tuple(relations))
    if not force and (there := [name for name in files if (folder / name).exists()]):
        raise RecordError(str(folder / there[0]), None, "is there already; --force replaces it")
    for name, content in files.items():
        with atomic(folder / name) as part:
            part.write_text(content, encoding="utf8", newline="\n")
        typer.echo(folder / name)
    warn(_NEXT[tool])
