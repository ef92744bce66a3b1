"""Bring the database up to date. Safe to repeat."""

import argparse

from vestibule.site.cli import set_up_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--verbose", action="store_true", help="name each step")


def run(options: argparse.Namespace) -> int:
    set_up_django()
    from django.conf import settings
    from django.core.management import call_command

    from vestibule.adapters.database_sqlite.base import FileInUseError

    settings.VESTIBULE.data_path.mkdir(parents=True, exist_ok=True)
    try:
        call_command("migrate", interactive=False, verbosity=1 if options.verbose else 0)
        call_command("createcachetable", verbosity=0)
    except FileInUseError as error:
        raise SystemExit(f"vestibule: {error}") from None
    return 0
