"""The argument parser, made from the rows of options.py."""

from __future__ import annotations

import argparse
import os
from functools import partial

from . import __version__, options
from .commands import auditrows, modelrows, rows
from .errors import UsageError


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, by the same door as every other complaint."""

    def error(self, message: str):
        raise UsageError(message, f"`{self.prog} --help` shows what is possible, with examples")

    def parse_known_args(self, args=None, namespace=None):
        """A command says itself what it does not know; argparse leaves that to the program, which has no such options at all."""
        parsed, unknown = super().parse_known_args(args, namespace)
        if unknown and self.prog != "cardwright":
            from .vocabulary import suggest

            near = suggest(unknown[0].partition("=")[0], self._option_string_actions, 0.6)
            self.error(f"unrecognized arguments: {' '.join(unknown)}{near}")
        return parsed, unknown


def _help(prog: str) -> argparse.HelpFormatter:
    # argparse makes one for every positional argument, and left to itself imports shutil (with zlib, bz2 and lzma) for the width.
    try:
        columns = int(os.environ.get("COLUMNS") or os.get_terminal_size(1).columns)
    except (OSError, ValueError):  # not a terminal
        columns = 80
    return argparse.RawDescriptionHelpFormatter(prog, width=max(40, columns - 2))


def parser(wanted: str | None = None) -> argparse.ArgumentParser:
    """The parser of the whole command line; what it returns has `command`, the name of the subcommand.

    With `wanted`, the only command whose options are needed: some make theirs from a file.
    """
    made = _Parser(
        prog="cardwright",
        description="Keeps a Hugging Face model card true.",
        epilog="`cardwright COMMAND --help` shows examples.",
        formatter_class=_help,
    )
    made.add_argument("--version", action="version", version=f"cardwright {__version__}")
    command = partial(_Parser, formatter_class=_help, allow_abbrev=False)
    commands = made.add_subparsers(required=True, metavar="COMMAND", parser_class=command, dest="command")
    for row in (*options.COMMANDS[:2], *rows.COMMANDS, *modelrows.COMMANDS, *auditrows.COMMANDS, *options.COMMANDS[2:]):
        usage = f"cardwright {row.name} [FOLDER ...] [options]" if callable(row.options) else None  # a flag a fact: pages of them
        one = commands.add_parser(row.name, help=row.help, description=row.description, epilog=row.examples, usage=usage)
        if wanted in (None, row.name):
            _add(one, row.options() if callable(row.options) else row.options)
    return made


def _add(one, rows) -> None:
    """The options of a command, those of a group below its title."""
    groups: dict = {None: one}
    for names, how in rows:
        title = how.get("group")
        if title not in groups:
            groups[title] = one.add_argument_group(f"facts: {title.lower()}")
        groups[title].add_argument(*names, **{key: value for key, value in how.items() if key != "group"})


def parser_of(command: str) -> argparse.ArgumentParser:
    """The parser of one command, for the documentation that is written from it."""
    return next(a for a in parser()._actions if isinstance(a, argparse._SubParsersAction)).choices[command]
