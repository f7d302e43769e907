"""Are the weights that training starts from those that project.yml pins?"""

from typing import Annotated

import typer
from communique.pretrained import PretrainedError, check_weights
from communique.records import warn


def main(
    version: Annotated[str, typer.Argument(help="The pinned version.")],
    files: Annotated[list[str], typer.Argument(metavar="FILE=SHA256", help="Pinned files, by the end of their path.")],
    package: Annotated[str, typer.Option(help="The package that carries the weights; empty: training from nothing.")],
) -> None:
    """Stop where a file of the package is missing or has another hash. An empty hash leaves its file unchecked."""
    if not package:
        print("no start weights: training starts from nothing")
        return
    for entry in files:
        file, _, sha256 = entry.partition("=")
        if not sha256:
            print(f"{package} {file}: no hash is pinned, not checked")
            continue
        try:
            check_weights(package, version, file, sha256)
        except PretrainedError as error:
            warn(error)
            raise typer.Exit(1) from error
        print(f"{package} {version} {file}: SHA-256 as pinned")


if __name__ == "__main__":
    typer.run(main)
