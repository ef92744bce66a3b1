"""A WebSocket client that costs the generator as little as possible."""

import asyncio
from collections.abc import Callable, Mapping
from typing import cast

from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

Heard = Callable[[bytes], None]


class Socket(WSListener):
    """An open WebSocket. Frames go to `on_frame`; those that came before it was set wait in `early`."""

    def __init__(self) -> None:
        self.transport: WSTransport | None = None
        self.early: list[bytes] = []
        self.on_frame: Heard = self.early.append
        self.closed_with: int | None = None

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.transport = transport

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type in (WSMsgType.TEXT, WSMsgType.BINARY):
            self.on_frame(frame.get_payload_as_bytes())
        elif frame.msg_type == WSMsgType.PING:
            transport.send_pong(frame.get_payload_as_bytes())
        elif frame.msg_type == WSMsgType.CLOSE:
            self.closed_with = frame.get_close_code().value
            transport.disconnect()

    def send(self, frame: bytes) -> None:
        if self.transport is not None:
            self.transport.send(WSMsgType.TEXT, frame)

    def close(self) -> None:
        if self.transport is not None:
            self.transport.disconnect()

    async def until(self, wanted: Callable[[bytes], bool], *, within_s: float = 10.0) -> bytes:
        """The first frame that is wanted, of those that wait or come; later frames go to `early` again."""
        found: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

        def look(frame: bytes) -> None:
            if not found.done() and wanted(frame):
                found.set_result(frame)
            else:
                kept.append(frame)

        kept: list[bytes] = []
        waiting = self.early
        self.on_frame = look
        for frame in waiting:
            look(frame)
        try:
            return await asyncio.wait_for(found, within_s)
        finally:
            self.early = kept
            self.on_frame = kept.append


async def open_socket(url: str, *, headers: Mapping[str, str] | None = None) -> Socket:
    """Connect. Raises `picows.WSError` or `OSError` when the handshake fails."""
    _, socket = await ws_connect(Socket, url, extra_headers=dict(headers or {}))
    return cast("Socket", socket)
