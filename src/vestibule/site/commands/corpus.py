"""Print the lines that staff made of confirmed cases, one JSON object a line, in the form of tests/policy/corpora."""

import argparse

from vestibule.site.cli import plain_failures, set_up_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("step", choices=["export"], help="export: print the lines")
    parser.add_argument("--of", choices=["all", "caught", "spared"], default="all", help="which lines")


def run(options: argparse.Namespace) -> int:
    set_up_django()
    from vestibule.reviews.queries import corpus_lines

    with plain_failures():
        for line in corpus_lines(of=options.of):
            print(line)
    return 0
