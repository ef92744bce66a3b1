"""Ports for servers under measurement, below those that the system gives to outgoing connections."""

import os
import socket
import subprocess
import time

_FIRST, _LAST = 8820, 8899


def free_port() -> int:
    """A free port of the range 8820 to 8899; other processes pick theirs elsewhere in it."""
    span = _LAST - _FIRST
    offset = os.getpid() % span
    for step in range(span):
        port = _FIRST + (offset + step) % span
        with socket.socket() as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
    raise RuntimeError(f"no port is free between {_FIRST} and {_LAST}")


def wait_until_open(port: int, server: "subprocess.Popen[bytes]", *, within_s: float = 30.0) -> None:
    """Return once something listens. Raises `RuntimeError` when the server ended or takes too long."""
    end = time.monotonic() + within_s
    while time.monotonic() < end:
        if server.poll() is not None:
            raise RuntimeError(f"the server ended with status {server.returncode}")
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"nothing listens on port {port}")
