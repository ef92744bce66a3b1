"""Print every setting with its meaning and its default, as docs/settings.md shows them."""

import argparse
from dataclasses import fields

from vestibule.site.configuration import Configuration


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults()


def run(options: argparse.Namespace) -> int:
    print(settings_table())
    return 0


def settings_table() -> str:
    """A Markdown table of all settings."""
    rows = ["| Variable | Default | Meaning |", "|---|---|---|"]
    for one in fields(Configuration):
        default = {False: "0", True: "1", "": "empty"}.get(one.default, str(one.default))
        rows.append(f"| `VESTIBULE_{one.name.upper()}` | {default} | {one.metadata['doc']} |")
    return "\n".join(rows)
