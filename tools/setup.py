"""Set the project up: Python packages, Node, the client, the database with its sample marketplace.

Needs Python and pip only. Each step leaves a stamp of what it worked from, so that a second run does nothing.
"""

import argparse
import fcntl
import importlib.util
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tools.node import bring_node, node_path_prefix
from tools.steps import ROOT, TOOLS, VENV_BIN, MissingError, files_under, fingerprint, run, say, unless_done

UV_VERSION = "0.13.9"
UV = TOOLS / f"uv-{UV_VERSION}" / "bin" / "uv"
CLIENT = ROOT / "client"
BUILT = ROOT / "src" / "vestibule" / "web" / "static" / "client"
LOCALE = ROOT / "src" / "vestibule" / "web" / "locale"
DEMO = {"VESTIBULE_DEMO": "1"}
_MODULES = CLIENT / "node_modules"
_NETWORK = "This step needs the network once; run make again when it is there."


def main() -> int:
    """Set up, and with `run` become the server."""
    parser = argparse.ArgumentParser(prog="python -m tools.setup", description=__doc__)
    parser.add_argument("what", choices=["tools", "all", "run"], help="tools: without the database; run: then serve")
    what = parser.parse_args().what
    os.environ["UV_PYTHON_DOWNLOADS"] = "never"
    os.environ["UV_PROJECT_ENVIRONMENT"] = str(ROOT / ".venv")
    os.environ.pop("VIRTUAL_ENV", None)
    try:
        with one_at_a_time():
            bring_uv()
            install_packages()
            bring_node(UV)
            build_client()
            compile_texts()
            if what != "tools":
                prepare_database()
    except MissingError as missing:
        say(f"\n{missing}")
        return 1
    if what == "run":
        serve()
    return 0


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two makes in one checkout wait for each other instead of writing the same files."""
    TOOLS.mkdir(exist_ok=True)
    with (TOOLS / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def bring_uv() -> None:
    """Install the pinned uv beside the project with pip; the environment of the system stays as it is."""
    if UV.exists():
        return
    if importlib.util.find_spec("pip") is None:
        message = (
            f"pip is missing for {sys.executable}. Install it, on Debian and Ubuntu with: apt-get install python3-pip, "
            "on Fedora with: dnf install python3-pip, elsewhere with: python3 -m ensurepip"
        )
        raise MissingError(message)
    with unless_done(f"uv {UV_VERSION}", UV.parent / ".stamp", UV_VERSION, UV):
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        run(
            [*pip, "--no-warn-script-location", "--target", UV.parent.parent, f"uv=={UV_VERSION}"],
            missing=f"pip could not install uv {UV_VERSION} (above is why). {_NETWORK}",
        )


def install_packages() -> None:
    """Bring `.venv` to what `uv.lock` says."""
    mark = fingerprint([ROOT / "uv.lock", ROOT / "pyproject.toml"], sys.version)
    with unless_done("Python packages", ROOT / ".venv" / ".stamp", mark, VENV_BIN / "vestibule") as needed:
        if needed:
            run(
                # Compiled: no start reads the sources again, not even where Python may write nothing beside them.
                [
                    UV,
                    "sync",
                    "--quiet",
                    "--frozen",
                    "--compile-bytecode",
                    "--extra=postgres",
                    f"--python={sys.executable}",
                ],
                missing=f"uv could not install the locked Python packages (above is why). {_NETWORK}",
            )


def build_client() -> None:
    """Install the locked client packages and build them into the static files."""
    prefix = node_path_prefix()
    env = {"PATH": f"{prefix}{os.pathsep}{os.environ['PATH']}"} if prefix else {}
    lock = fingerprint([CLIENT / "package-lock.json", CLIENT / ".npmrc"])
    with unless_done("Client packages", _MODULES / ".stamp", lock, _MODULES / ".bin" / "vite") as needed:
        if needed:
            run(
                ["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"],
                env=env,
                cwd=CLIENT,
                missing=f"npm could not install the locked client packages (above is why). {_NETWORK}",
            )
    sources = [*files_under(CLIENT / "src"), CLIENT / "vite.config.ts", CLIENT / "tsconfig.json"]
    built = _MODULES / ".stamp-build"
    with unless_done("Client", built, fingerprint(sources, lock), BUILT / "manifest.json") as needed:
        if needed:
            run(
                ["npm", "run", "--silent", "build"],
                env=env,
                cwd=CLIENT,
                missing="The client does not build (above is why).",
            )


def compile_texts() -> None:
    """Make the .mo files that Django reads from the translated sentences."""
    sources = list(files_under(LOCALE, "**/*.po"))
    products = [path.with_suffix(".mo") for path in sources]
    with unless_done("Languages", ROOT / ".venv" / ".stamp-texts", fingerprint(sources), *products) as needed:
        if needed:
            run(
                [VENV_BIN / "python", "-m", "tools.texts", "--compile"],
                missing="The translated sentences cannot be compiled (above is why).",
            )


def prepare_database() -> None:
    """Migrate the database, the embedded one in `var/` unless told otherwise, and load the sample marketplace once."""
    source = ROOT / "src" / "vestibule"
    inputs = [*source.glob("*/migrations/*.py"), *source.glob("**/demo*/**/*.py"), *source.glob("**/demo*.py")]
    data = ROOT / os.environ.get("VESTIBULE_DATA_DIR", "var")
    url = os.environ.get("VESTIBULE_DATABASE_URL", "")
    products = [] if url else [data / "vestibule.sqlite3"]
    with unless_done("Database", data / ".stamp", fingerprint([*inputs, ROOT / "uv.lock"], url), *products) as needed:
        if needed:
            vestibule = VENV_BIN / "vestibule"
            run([vestibule, "migrate"], env=DEMO, missing="The database could not be migrated (above is why).")
            run([vestibule, "demo"], env=DEMO, missing="The sample marketplace could not be loaded (above is why).")


def serve() -> None:
    """Become the server, so that Ctrl-C and signals reach it directly."""
    command = str(VENV_BIN / "vestibule")
    os.chdir(ROOT)
    os.execve(command, [command, "serve"], {**os.environ, **DEMO})


if __name__ == "__main__":
    sys.exit(main())
