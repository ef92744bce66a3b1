"""Bring Chromium and PostgreSQL by the system's package manager where this user may, else say what to install."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tools.steps import MissingError, run, say

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_POSTGRES_FOLDERS = (
    "usr/lib/postgresql/*/bin",  # Debian keeps them off PATH
    "usr/pgsql-*/bin",
    "opt/homebrew/opt/postgresql*/bin",
    "usr/local/opt/postgresql*/bin",
)


@dataclass(frozen=True)
class Program:
    """Something from outside the Python and npm registries that tests need."""

    name: str
    debian: tuple[str, ...]
    elsewhere: str


CHROMIUM = Program(
    "Chromium", ("chromium", "fonts-liberation"), "your system's chromium package, or https://www.chromium.org"
)
POSTGRES = Program(
    "PostgreSQL",
    ("postgresql",),
    "dnf install postgresql-server (Fedora), brew install postgresql (macOS); version 14 or newer",
)


def chromium() -> Path | None:
    """Chromium's program; `VESTIBULE_CHROMIUM` names one that is not on PATH."""
    named = os.environ.get("VESTIBULE_CHROMIUM")
    if named:
        return Path(named)
    found = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    return Path(found) if found else None


def postgres_programs() -> Path | None:
    """The folder with PostgreSQL's server programs, the newest where there are several."""
    folders = [folder for pattern in _POSTGRES_FOLDERS for folder in Path("/").glob(pattern)]
    found = shutil.which("initdb")
    if found:
        folders.append(Path(found).resolve().parent)
    complete = [folder for folder in folders if (folder / "initdb").exists() and (folder / "postgres").exists()]
    return max(complete, key=_version, default=None)


def bring(program: Program) -> None:
    """Install a program with apt-get, without starting any service.

    Raises:
        MissingError: this system has no apt-get, the user may not install, or the installation failed.
    """
    how = f"{program.name} is missing and could not be installed by this user. "
    how += f"Install it: apt-get install {' '.join(program.debian)} (Debian, Ubuntu); elsewhere: {program.elsewhere}."
    command = _as_root()
    if shutil.which("apt-get") is None or command is None:
        raise MissingError(how)
    say(f"{program.name} is missing: installing it with apt-get …")
    # RUNLEVEL=1: in single-user mode Debian's scripts start no service.
    quiet = [*command, "env", "RUNLEVEL=1", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y"]
    run([*quiet, "update"], missing=how)
    run([*quiet, "install", "--no-install-recommends", *program.debian], missing=how)


def _as_root() -> list[str] | None:
    if os.geteuid() == 0:
        return []
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        return ["sudo", "-n"]
    return None


def _version(folder: Path) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", folder.parent.name)))
