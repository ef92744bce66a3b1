"""Parts that the set-up scripts share: running programs, remembering what is already done, saying what is missing."""

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".tools"
VENV_BIN = ROOT / ".venv" / "bin"


class MissingError(Exception):
    """This machine lacks something; the text is a sentence that says what, and how to get it."""


def in_ci() -> bool:
    """Whether what is missing must fail instead of being left out."""
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}


def run(command: Sequence[str | Path], *, env: Mapping[str, str] | None = None, cwd: Path = ROOT, missing: str) -> str:
    """Run a step quietly and return what it printed.

    Raises:
        MissingError: it failed; carries the end of its output, then the sentence `missing`.
    """
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        tail = "\n".join(done.stdout.strip().splitlines()[-15:])
        raise MissingError(f"{tail}\n\n{missing}" if tail else missing)
    return done.stdout


def files_under(folder: Path, pattern: str = "**/*") -> Iterator[Path]:
    """The files in a folder, without what tools leave behind."""
    for path in folder.glob(pattern):
        if path.is_file() and "__pycache__" not in path.parts and "node_modules" not in path.parts:
            yield path


def fingerprint(files: Iterable[Path], *words: str) -> str:
    """One hash over the names and contents of files, and over plain words such as a version."""
    seen = hashlib.sha256("\0".join(words).encode())
    for path in sorted(files):
        seen.update(f"\0{path.relative_to(ROOT)}\0".encode())
        seen.update(path.read_bytes())
    return seen.hexdigest()


@contextmanager
def unless_done(name: str, stamp: Path, mark: str, *products: Path) -> Iterator[bool]:
    """Yield whether a step has to run: its inputs changed, or a product is gone. Leaves the stamp when it succeeds."""
    if all(product.exists() for product in products) and stamp.is_file() and stamp.read_text() == mark:
        yield False
        return
    started = time.monotonic()
    say(f"{name} …", end="")
    try:
        yield True
    except BaseException:
        say(" failed")
        raise
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(mark)
    say(f" {time.monotonic() - started:.1f} s")


def say(line: str, end: str = "\n") -> None:
    """Print to the person at the terminal, at once."""
    sys.stdout.write(line + end)
    sys.stdout.flush()
