"""Remove what runs of the project made."""

import shutil
from pathlib import Path
from typing import Annotated

import typer

KEPT = ".gitkeep"


def main(
    paths: Annotated[list[Path], typer.Argument(help="Folders to empty and files to remove, all inside this folder.")],
) -> None:
    """Empty folders, but for .gitkeep, and remove files. Paths outside the current folder are refused."""
    here = Path.cwd()
    for path in paths:
        if here not in path.resolve().parents:
            raise typer.BadParameter(f"{path} is not inside {here}")
    for path in paths:
        for entry in path.iterdir() if path.is_dir() else [path]:
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            elif entry.name != KEPT:
                entry.unlink(missing_ok=True)
        print(f"{path}: cleaned")


if __name__ == "__main__":
    typer.run(main)
