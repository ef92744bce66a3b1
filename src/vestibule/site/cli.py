"""The command `vestibule`: one word for each thing an operator does."""

import argparse
import importlib
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date

# Each command is a module of site/commands with HELP, add_arguments(parser) and run(options) -> exit status.
# Modules are loaded only when asked for: `vestibule check` must not wait for a web framework.
COMMANDS = {
    "serve": "start the product on one port",
    "migrate": "bring the database up to date",
    "demo": "load the sample marketplace",
    "createstaff": "make a moderator or an administrator",
    "setplan": "give an organisation a plan",
    "expire": "close offers whose time is over",
    "book": "check, compare, list, publish or withdraw rule books",
    "check": "judge messages, one JSON object a line, from standard input",
    "replay": "judge stored messages anew under another book and list what flips",
    "corpus": "print confirmed cases as lines for the corpora",
    "openapi": "print the description of the API",
    "protocol-schema": "print the JSON schema of the socket protocol",
    "settings": "print every setting with its meaning",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status says how it went (2: wrong call, 1: refused or partly failed)."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    parser = argparse.ArgumentParser(prog="vestibule", description="The room before the contract.")
    words = parser.add_subparsers(dest="command", metavar="command", required=True)
    chosen = next((word for word in given if not word.startswith("-")), "")
    for name, summary in COMMANDS.items():
        sub = words.add_parser(name, help=summary, description=summary[0].upper() + summary[1:] + ".")
        if name == chosen:
            module = importlib.import_module(f"vestibule.site.commands.{name.replace('-', '_')}")
            sub.description = module.__doc__
            sub.formatter_class = argparse.RawDescriptionHelpFormatter
            module.add_arguments(sub)
            sub.set_defaults(run=module.run)
    options = parser.parse_args(given)
    try:
        return int(options.run(options))
    except KeyboardInterrupt:
        return 130


def set_up_django() -> None:
    """Load Django for a command; a wrong setting or a busy database file ends the command with one sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vestibule.site.settings")
    import django

    from vestibule.site.configuration import ConfigurationError

    try:
        django.setup(set_prefix=False)
    except ConfigurationError as error:
        raise SystemExit(f"vestibule: {error}") from None


def day(text: str) -> date:
    """A day given on the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("must be a day such as 2026-01-31") from None


@contextmanager
def plain_failures() -> Iterator[None]:
    """Whatever stops a command ends it with one sentence and status 1: a refusal, a busy file, a missing table."""
    from django.db import DatabaseError

    from vestibule.adapters.database_sqlite.base import FileInUseError
    from vestibule.kit.refusals import Refusal

    try:
        yield
    except Refusal as refusal:
        raise SystemExit(f"vestibule: {refusal.text}") from None
    except FileInUseError as error:
        raise SystemExit(f"vestibule: {error}") from None
    except DatabaseError as error:
        reason = type(error).__name__
        raise SystemExit(
            f"vestibule: the database fails ({reason}). Is it up to date? Run: vestibule migrate"
        ) from None


if __name__ == "__main__":
    sys.exit(main())
