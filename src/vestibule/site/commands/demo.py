"""Load the sample marketplace: five people, their jobs, proposals and talks. A second time changes nothing.

Refused when the database has real people in it. The people can be entered with one click where VESTIBULE_DEMO=1.
"""

import argparse

from vestibule.site.cli import plain_failures, set_up_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="print nothing when all went well")


def run(options: argparse.Namespace) -> int:
    set_up_django()
    from django.conf import settings
    from django.utils import timezone

    from vestibule.site.demo import load_sample_marketplace, sample_people

    with plain_failures():
        load_sample_marketplace(now=timezone.now())
        people = sample_people()
    if not options.quiet:
        print("The sample marketplace is loaded:")
        print("\n".join(f"  {one.person.display_name:<18} {one.line}" for one in people))
        start = "" if settings.VESTIBULE.demo else "Start it with: VESTIBULE_DEMO=1 vestibule serve. "
        print(f"{start}Enter as one of them at {settings.VESTIBULE.origins[0]}/demo/")
    return 0
