"""Print the JSON schema of the socket protocol: every command, answer and event."""

import argparse
import json

from vestibule.site.cli import set_up_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults()


def run(options: argparse.Namespace) -> int:
    set_up_django()
    from vestibule.site.protocol import protocol_schema

    print(json.dumps(protocol_schema(), indent=2, sort_keys=True))
    return 0
