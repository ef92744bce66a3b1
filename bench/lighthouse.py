"""How does Lighthouse mark the main pages, on a desk and on a phone?"""

import json
import shutil
import statistics
import subprocess
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from bench.rig.demonstration import Entered, demonstration, entered
from bench.rig.report import AbsentError, Report
from tools.packages import chromium

CATEGORIES = ("performance", "accessibility", "best-practices")
AT_LEAST, AIM = 95, 100
# A mark below what is wanted may be the machine's fault: then the page is looked at twice more, and the median counts.
AGAIN = 2
GREEN = 0.9
LIMIT_S = 180
SCREENS = {"desk": ["--preset=desktop"], "phone": []}
# Page, who looks at it (nobody: not signed in), and where it is; "first": what the list there shows first.
PAGES = [
    ("landing", "", "/"),
    ("sign in", "", "/account/login/"),
    ("what waits", "Ana", "/waiting/"),
    ("rooms", "Ana", "/rooms/"),
    ("room", "Ana", "/rooms/ first"),
    ("freelancers", "Ana", "/freelancers/"),
    ("jobs", "Bo", "/jobs/"),
    ("job", "Bo", "/jobs/ first"),
]


@dataclass(frozen=True, slots=True)
class Look:
    """A page's marks of 100 by category, and what took points away."""

    marks: dict[str, float]
    faults: list[str]


def main() -> int:
    report = Report()
    try:
        program, browser = programs()
    except AbsentError as absent:
        report.skip(absent)
        return report.close()
    with demonstration() as address, sync_playwright() as playwright, ExitStack() as open_browsers:
        people: dict[str, Entered] = {}
        for name, who, path in PAGES:
            if who not in people:
                people[who] = open_browsers.enter_context(entered(playwright, browser, address, who))
            url = address + _place(people[who], path)
            for screen, flags in SCREENS.items():
                judge(report, f"{name}, {screen}", [*program, url, f"--port={people[who].port}", *flags])
    return report.close()


def programs() -> tuple[list[str], Path]:
    """The call of Lighthouse, and Chromium. Raises `AbsentError` where one of them is not here."""
    found, browser = shutil.which("lighthouse"), chromium()
    if found is None:
        raise AbsentError("no lighthouse on PATH (npm install --global lighthouse)")
    if browser is None:
        raise AbsentError("Chromium is missing (make test brings it)")
    # Cookies stay, else nobody would be signed in any more.
    given = [f"--only-categories={','.join(CATEGORIES)}", "--disable-storage-reset", "--output=json", "--quiet"]
    return [found, *given], browser


def _place(visitor: Entered, path: str) -> str:
    listed, _, which = path.partition(" ")
    return visitor.first_linked(listed) if which else path


def judge(report: Report, what: str, call: list[str]) -> None:
    """Report the marks of a page, and what took points away."""
    looks = [look(call)]
    if min(looks[0].marks.values()) < AT_LEAST:
        looks += [look(call) for _ in range(AGAIN)]
    for category in CATEGORIES:
        mark = statistics.median(one.marks[category] for one in looks)
        report.more_is_better(f"{what}, {category}", mark, at_least=AT_LEAST, aim=AIM, unit="of 100")
    for fault in sorted({fault for one in looks for fault in one.faults}):
        report.note(fault)


def look(call: list[str]) -> Look:
    """One run; where Lighthouse lost its own browser, as it does now and then, one more."""
    done = subprocess.run(call, stdout=subprocess.PIPE, check=False, timeout=LIMIT_S)
    if done.returncode:
        done = subprocess.run(call, stdout=subprocess.PIPE, check=True, timeout=LIMIT_S)
    told = json.loads(done.stdout)
    marks = {name: round(100 * told["categories"][name]["score"]) for name in CATEGORIES}
    return Look(marks, [fault for name in CATEGORIES for fault in _faults(told, name)])


def _faults(told: Mapping[str, Any], category: str) -> list[str]:
    """The audits that count in the category and are not green."""
    found = []
    for reference in told["categories"][category]["auditRefs"]:
        audit = told["audits"][reference["id"]]
        if reference["weight"] and audit["score"] is not None and audit["score"] < GREEN:
            found.append(f"{reference['id']}: {audit.get('displayValue') or audit['title']}")
    return found


if __name__ == "__main__":
    sys.exit(main())
