"""Judge messages: one JSON object a line from standard input, one verdict a line to standard output.

Keys: id, text, surface, relationship, client_plan, purpose, context, at (see docs/policy). A line that cannot be judged
gets {"id": …, "error": "…"}, the rest goes on, and the exit status is 1.
"""

import argparse
import sys

from vestibule.policy import command


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No options: everything is in the lines."""
    parser.set_defaults()


def run(options: argparse.Namespace) -> int:
    return command.main(sys.stdin, sys.stdout)
