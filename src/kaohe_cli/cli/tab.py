"""What Tab offers, from the words in front of the cursor and the commands' own parameters.

The words are followed without converting any value: that would load pydantic and take longer than the answer.
"""

import os
from collections.abc import Iterator
from typing import Any, NamedTuple

import typer

from kaohe_cli.cli import shells
from kaohe_cli.cli.completion import Candidate
from kaohe_cli.cli.pasted import as_typed
from kaohe_cli.words.control import CONTROL


class _Place(NamedTuple):
    """Where the cursor stands."""

    ctx: Any
    """The context of the command that the words have led to."""
    waiting: Any = None
    """The option whose value comes next."""
    given: int = 0
    """How many arguments the command has already."""
    only_arguments: bool = False
    """True behind “--”."""


def answer(root: Any, asked: str) -> int:
    """Prints what can stand where the cursor is; silent whatever goes wrong.

    ``asked`` is ``complete_`` and the name of the shell.
    """
    try:
        shell = shells.named(asked.removeprefix("complete_"))
        *words, incomplete = as_typed(shell.words(os.environ))
        visible = [offer for offer in offers(root, words, incomplete) if not any(map(CONTROL.search, offer))]
        text = shell.shown(visible)
    except Exception:  # a broken file, a half-written word: the line being typed is no place to say so
        return 1
    if text:
        print(text)  # noqa: T201
    return shell.code(text, os.environ)


def offers(root: Any, words: list[str], incomplete: str) -> list[Candidate]:
    """Returns what may be written for a word of which ``incomplete`` is the beginning.

    Raises:
        LookupError: the words name a command that there is not.
    """
    place = _Place(typer.Context(root, resilient_parsing=True))
    for word in words:
        place = _behind(place, word)
    return list(_offered(place, incomplete))


def _behind(place: _Place, word: str) -> _Place:
    """Returns the place behind one more word."""
    if place.waiting is not None:
        return _with_value(place, place.waiting, word)
    if word.startswith("-") and word != "-" and not place.only_arguments:
        if word == "--":
            return place._replace(only_arguments=True)
        name, equals, value = word.partition("=")
        option = _option(place.ctx, name)
        if option is None or option.is_flag:
            return place
        return _with_value(place, option, value) if equals else place._replace(waiting=option)
    if not hasattr(place.ctx.command, "list_commands"):
        return place._replace(given=place.given + 1)
    command = place.ctx.command.get_command(place.ctx, word)
    if command is None:
        raise LookupError(word)
    return _Place(typer.Context(command, parent=place.ctx, info_name=word, resilient_parsing=True))


def _with_value(place: _Place, option: Any, value: str) -> _Place:
    if option in place.ctx.find_root().command.params:  # --data, wherever it stands
        place.ctx.find_root().params[option.name] = value
    return place._replace(waiting=None)


def _option(ctx: Any, name: str) -> Any:
    options = (param for param in ctx.command.get_params(ctx) if param.param_type_name == "option")
    return next((option for option in options if name in (*option.opts, *option.secondary_opts)), None)


def _offered(place: _Place, incomplete: str) -> Iterator[Candidate]:
    ctx, command = place.ctx, place.ctx.command
    if place.waiting is not None:
        yield from _values(place.waiting, ctx, incomplete)
    elif incomplete.startswith("-") and not place.only_arguments:
        name, equals, value = incomplete.partition("=")
        option = _option(ctx, name) if equals else None
        if option is not None:
            yield from ((f"{name}={word}", text) for word, text in _values(option, ctx, value))
        yield from _option_names(ctx, incomplete)
    elif hasattr(command, "summaries"):
        yield from (pair for pair in command.summaries(ctx).items() if pair[0].startswith(incomplete))
    else:
        arguments = [param for param in command.params if param.param_type_name == "argument"]
        if place.given < len(arguments) or (arguments and arguments[-1].nargs == -1):
            yield from _values(arguments[min(place.given, len(arguments) - 1)], ctx, incomplete)


def _values(param: Any, ctx: Any, incomplete: str) -> Iterator[Candidate]:
    for item in param.shell_complete(ctx, incomplete):
        if item.type == "plain":  # names of files are the shell's own business
            yield item.value, item.help or ""


def _option_names(ctx: Any, incomplete: str) -> Iterator[Candidate]:
    for param in ctx.command.get_params(ctx):
        if param.param_type_name == "option" and not param.hidden:
            for name in (*param.opts, *param.secondary_opts):
                if name.startswith(incomplete):
                    yield name, "显示本说明" if param.name == "help" else param.help or ""
