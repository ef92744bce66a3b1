"""`vestibule` on a disk of VESTIBULE_DISK_BYTES, which only this process sees and which is gone with it.

The data folder as it was is copied there and hidden behind it. `small_disk_works()` says whether a machine allows it;
from outside the files are found below `folder_inside`.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ENTRY = ("-m", "tests.faults.small_disk")
_MOVE_IN = (
    'cp -a "$FOLDER" "$ASIDE" && mount -t tmpfs -o "size=$VESTIBULE_DISK_BYTES" tmpfs "$FOLDER"'
    ' && cp -a "$ASIDE/." "$FOLDER" && rm -r "$ASIDE" && exec "$@"'
)


def _own_mounts() -> list[str]:
    # Nobody but root may mount, except in a user namespace of their own.
    return ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--mount", "--map-root-user"]


def small_disk_works() -> bool:
    if shutil.which("unshare") is None:
        return False
    trial = [*_own_mounts(), "mount", "-t", "tmpfs", "tmpfs", "/tmp"]
    return subprocess.run(trial, check=False, capture_output=True).returncode == 0


def folder_inside(process: int, folder: Path) -> Path:
    """The data folder as the process sees it."""
    return Path(f"/proc/{process}/root{folder}")


if __name__ == "__main__":
    folder = os.environ["VESTIBULE_DATA_DIR"]
    env = {**os.environ, "FOLDER": folder, "ASIDE": f"{folder}.aside"}
    served = [sys.executable, "-m", "vestibule.site.cli", *sys.argv[1:]]
    os.execvpe("unshare", [*_own_mounts(), "sh", "-c", _MOVE_IN, "sh", *served], env)
