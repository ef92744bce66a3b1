"""Close offers whose time is over, and tell their rooms. A serving process does so by itself; this is for others."""

import argparse

from vestibule.site.cli import plain_failures, set_up_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """There is nothing to choose."""


def run(options: argparse.Namespace) -> int:
    set_up_django()
    from django.utils import timezone

    from vestibule.market.actions.expire_offer import expire_due_offers
    from vestibule.site.wiring import connect_embedded

    connect_embedded()
    with plain_failures():
        closed = expire_due_offers(actor=None, now=timezone.now())
    print(f"{closed} offers closed")
    return 0
