"""Print the description of the API (OpenAPI 3.1)."""

import argparse
import json

from vestibule.site.cli import set_up_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults()


def run(options: argparse.Namespace) -> int:
    set_up_django()
    from vestibule.site.api import api

    print(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), indent=2, sort_keys=True))
    return 0
