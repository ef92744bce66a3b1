"""Where a connection stops being HTTP: uvicorn's protocol for sockets, with picows reading and writing the frames.

uvicorn's own would cost each message more than everything else that the gateway does. picows builds its protocol only
inside a server of its own; here one port serves pages and sockets, so the protocol is made by hand (see its pinned
version).
"""

import asyncio
import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, cast

from picows import WSAutoPingStrategy, WSUpgradeRequest, WSUpgradeResponse, WSUpgradeResponseWithListener
from picows.picows import WSProtocol  # type: ignore[attr-defined] # it has no public name
from uvicorn import Config
from uvicorn.server import ServerState

from vestibule.gateway.frames import LARGEST_FRAME_BYTES
from vestibule.gateway.socket import PATH, Gateway, Visit

PING_EVERY_S = 30
SERVICE_RESTART = 1012
# A little above the largest frame, so that a frame just too large still gets its answer.
LARGEST_READ_BYTES = LARGEST_FRAME_BYTES * 2
FIRST_BUFFER_BYTES = 2048

# picows tells who connects from where, which no log of this house may hold; and it makes a logger of its own for each
# connection unless it is given something else.
_log = logging.LoggerAdapter(logging.getLogger("vestibule.gateway.frames"), {})
_log.setLevel(logging.ERROR)


def door_to(gateway: Gateway) -> Callable[..., asyncio.BufferedProtocol]:
    """What uvicorn calls, as its `ws`, for each request to become a socket."""

    def open_door(config: Config, server_state: ServerState, **_: Any) -> asyncio.BufferedProtocol:  # noqa: ANN401 - what uvicorn adds
        return _Door(gateway, server_state)

    return open_door


class _Door(asyncio.BufferedProtocol):
    """One connection: a request that uvicorn has read, then frames for picows."""

    def __init__(self, gateway: Gateway, server_state: ServerState) -> None:
        self._gateway = gateway
        self._connections: set[Any] = server_state.connections
        self._transport: asyncio.Transport | None = None
        self._frames: Any = WSProtocol(
            None,  # no host and
            None,  # no path: these are a client's
            False,  # noqa: FBT003 - so is being one
            self._admit,
            _log,
            True,  # noqa: FBT003 - a defect of ours ends the connection, not the process
            None,  # the request is complete already
            True,  # noqa: FBT003 - ask whether somebody is still there
            PING_EVERY_S,
            PING_EVERY_S,
            WSAutoPingStrategy.PING_WHEN_IDLE,
            True,  # noqa: FBT003 - answer when asked that
            LARGEST_READ_BYTES,
            None,  # no headers of a client
            FIRST_BUFFER_BYTES,
        )

    def get_buffer(self, sizehint: int) -> memoryview:
        room: memoryview = self._frames.get_buffer(sizehint)
        return room

    def buffer_updated(self, nbytes: int) -> None:
        self._frames.buffer_updated(nbytes)

    def pause_writing(self) -> None:
        self._frames.pause_writing()

    def resume_writing(self) -> None:
        self._frames.resume_writing()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._connections.add(self)
        self._frames.connection_made(transport)

    def data_received(self, request: bytes) -> None:
        """The whole request, as uvicorn wrote it down again. After it the transport speaks to picows."""
        while request:
            buffer = self._frames.get_buffer(-1)
            part, request = request[: len(buffer)], request[len(buffer) :]
            buffer[: len(part)] = part
            self._frames.buffer_updated(len(part))
        if self._transport is not None and not self._transport.is_closing():
            # uvloop decides when reading begins whether it reads into the protocol's own buffer.
            self._transport.pause_reading()
            self._transport.set_protocol(self)
            self._transport.resume_reading()

    def connection_lost(self, error: Exception | None) -> None:
        self._connections.discard(self)
        self._frames.connection_lost(error)

    def shutdown(self) -> None:
        """Uvicorn is going down."""
        visit = self._frames.listener
        if isinstance(visit, Visit):
            visit.end(SERVICE_RESTART)
        elif self._transport is not None:
            self._transport.close()

    def _admit(self, request: WSUpgradeRequest) -> Visit | WSUpgradeResponseWithListener:
        origins: list[str] = request.headers.getall("origin", [])
        is_ours = request.path.partition(b"?")[0] == PATH.encode() and self._gateway.welcomes(
            origins, has_cookie="cookie" in request.headers
        )
        if is_ours:
            return Visit(self._gateway)
        refused = WSUpgradeResponse.create_error_response(HTTPStatus.FORBIDDEN, b"")
        return WSUpgradeResponseWithListener(refused, None)
