"""What clients did and saw, one JSON object a line: the only thing, beside the final database, that a checker reads."""

import json
import time
from pathlib import Path
from typing import Any


class History:
    """Writes lines; `t_s` counts from its beginning."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path.open("a", buffering=1)
        self._began = time.monotonic()

    def sent(self, *, room: str, sender: str, key: str) -> None:
        self._write(op="sent", room=room, sender=sender, key=key)

    def acknowledged(self, *, room: str, sender: str, key: str, seq: int) -> None:
        self._write(op="acknowledged", room=room, sender=sender, key=key, seq=seq)

    def heard(self, *, reader: str, room: str, seq: int, sender: str | None, key: str | None) -> None:
        """A reader received number `seq` of a room. `key` only for messages."""
        self._write(op="heard", reader=reader, room=room, seq=seq, sender=sender, key=key)

    def killed(self, *, place: str) -> None:
        self._write(op="killed", place=place)

    def close(self) -> None:
        self._file.close()

    def _write(self, **fields: Any) -> None:  # noqa: ANN401 - JSON values
        self._file.write(json.dumps({"t_s": round(time.monotonic() - self._began, 4), **fields}) + "\n")


def read(path: Path) -> list[dict[str, Any]]:
    """All lines of a history."""
    return [json.loads(line) for line in path.read_text().splitlines()]
