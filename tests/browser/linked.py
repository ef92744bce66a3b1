"""A server with an internet of its own to open links in: `python -m tests.browser.linked serve --quiet`.

Everything is the product's but the resolver and the last yard of wire (`tests/internet.py`).
"""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vestibule.site.settings")

# What stands there, by host and path.
PAGES = {"example.com/work": ("Twelve bakeries", "What we drew for them."), "example.org/more": ("More of it", "")}


def main(asked: list[str]) -> int:
    """Run a command of the product."""
    import django

    django.setup(set_prefix=False)
    from tests.internet import open_internet, page
    from vestibule.site import cli, wiring

    with open_internet() as internet:
        internet.sites |= {where: page(title, said) for where, (title, said) in PAGES.items()}
        vars(wiring)["HttpEgress"] = internet.egress
        return cli.main(asked)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
