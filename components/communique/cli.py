"""The command line `communique`: registers the commands and turns errors into one line and an exit status."""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperGroup

from communique.commands.agree import agree, settle
from communique.commands.annotate import annotate
from communique.commands.card import card
from communique.commands.convert import convert
from communique.commands.doctor import doctor
from communique.commands.evaluate import evaluate
from communique.commands.explain import explain
from communique.commands.init_tool import init_tool
from communique.commands.review import review
from communique.commands.show import show
from communique.commands.suggest import suggest
from communique.records import warn


class _Commands(TyperGroup):
    """Bad input ends in one line on standard error and exit status 1, whatever the command."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise  # typer ends quietly where the reader of the output has gone
        except OSError as error:
            warn(f"{error.filename or ctx.info_name}: {error.strerror or error}")
        except ValueError as error:
            warn(" ".join(str(error).split()))
        raise typer.Exit(1)


app = typer.Typer(
    name="communique",
    cls=_Commands,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    help="Read news about diplomatic meetings: who co-chaired which round of which forum, when and where.",
)

_PANELS = {
    "Read articles": (annotate, show, explain),
    "Measure": (evaluate, agree),
    "Annotate by hand": (suggest, review, settle, doctor, convert, init_tool, card),
}
for panel, commands in _PANELS.items():
    for command in commands:
        app.command(rich_help_panel=panel)(command)
