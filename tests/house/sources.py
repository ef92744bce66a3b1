"""The project's own files, as the house rules read them."""

import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GENERATED = ("/migrations/", "client/src/protocol/api.ts", "client/src/protocol/socket.ts")


@cache
def project_files() -> tuple[str, ...]:
    """Paths from the root: everything that git tracks or would track."""
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    told = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True)
    return tuple(sorted(path for path in told.stdout.splitlines() if (ROOT / path).is_file()))


def sources(*endings: str, under: str = "") -> Iterator[tuple[str, str]]:
    """Path and text of each hand-written file with one of the endings."""
    for path in project_files():
        if path.endswith(endings) and path.startswith(under) and not any(part in path for part in GENERATED):
            yield path, (ROOT / path).read_text()
