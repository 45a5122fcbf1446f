"""What all commands share: options that come from the table of settings, and how errors are told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from graph_store.errors import StoreError
from ontology.load import OntologyError
from parallel.errors import WorkersError
from thidua.settings import SETTINGS

_Command = TypeVar("_Command", bound=Callable[..., Any])


class Group(click.Group):
    """Turns errors that the user can do something about into one line and exit status 2, and Ctrl-C into 130."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except (StoreError, OntologyError, WorkersError, OSError) as error:
            if isinstance(error, BrokenPipeError):
                raise  # click ends quietly: whoever read our output has had enough
            click.echo(f"thidua: {error}", err=True)
            ctx.exit(2)
        except KeyboardInterrupt:
            click.echo("\nthidua: interrupted", err=True)
            ctx.exit(130)


def setting(name: str) -> Callable[[_Command], _Command]:
    """An option for one setting of the table."""
    found = SETTINGS[name]
    kind: Any = type(found.default)
    if isinstance(found.default, Path):
        kind = click.Path(path_type=Path)
    elif found.choices:
        kind = click.Choice(found.choices)
    elif kind is int:
        kind = click.IntRange(found.least, found.most)
    return click.option(
        found.option, default=found.default, envvar=found.variable, show_envvar=True, help=found.help, type=kind,
        show_default=True, is_flag=kind is bool,
    )  # fmt: skip


def settings(*names: str) -> Callable[[_Command], _Command]:
    """Options for several settings."""

    def decorate(command: _Command) -> _Command:
        for name in reversed(names):
            command = setting(name)(command)
        return command

    return decorate
