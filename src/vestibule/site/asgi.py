"""The serving process: Django on threads for pages and the API, the gateway on the event loop for sockets."""

import asyncio
import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, cast

import django
from a2wsgi import WSGIMiddleware

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vestibule.site.settings")
django.setup(set_prefix=False)

from django.conf import settings  # noqa: E402 - after setup
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.db import connections  # noqa: E402
from django.utils import timezone  # noqa: E402

from vestibule.accounts.leaving import farewells  # noqa: E402
from vestibule.feed.chores import Chore  # noqa: E402
from vestibule.feed.threads import end_threads  # noqa: E402
from vestibule.gateway.socket import Gateway  # noqa: E402
from vestibule.judging.books import keep_books_fresh, refresh_books  # noqa: E402
from vestibule.judging.gate import warm_up  # noqa: E402
from vestibule.market.keeper import keeper  # noqa: E402
from vestibule.notices.clerk import CHORES as NOTICE_CHORES  # noqa: E402
from vestibule.reviews.replaying import replayer  # noqa: E402
from vestibule.rooms.lane import lane  # noqa: E402
from vestibule.rooms.order.reminder import reminder  # noqa: E402
from vestibule.rooms.search.indexer import indexer  # noqa: E402
from vestibule.site.wiring import make_gateway, make_unfurler  # noqa: E402

# Another process may have announced a book; its day is the earliest on which that can matter, or today.
book_keeper = Chore("books", keep_books_fresh, every_s=2.0)

CHORES = (book_keeper, reminder, keeper, farewells, replayer, *NOTICE_CHORES)

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[Any], Awaitable[None]]


class Application:
    """Pages and API as an ASGI application. Sockets go through the gateway's own door (`gateway.door`)."""

    def __init__(self) -> None:
        # a2wsgi types WSGI and ASGI more narrowly than Django and ASGI servers do.
        self._pages: Any = WSGIMiddleware(cast("Any", WSGIHandler()), workers=settings.VESTIBULE.web_threads)
        self.gateway: Gateway = make_gateway(settings.VESTIBULE)
        self.unfurler = make_unfurler(settings.VESTIBULE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            await self._pages(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        # A book that cannot be read stops the start, and the first message need not wait for the word lists.
        await asyncio.get_running_loop().run_in_executor(None, _warm_up)
        lane.start()
        indexer.start()
        for chore in CHORES:
            chore.start()
        if self.unfurler is not None:
            self.unfurler.start()
        self.gateway.hub.start(identity=self.gateway.identity)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        # Sockets first, so that nobody is told anything that the lane has not finished; then what still waits.
        await self.gateway.hub.stop()
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(None, self.gateway.commands.close)
        await lane.close()
        await loop.run_in_executor(None, self._finish)
        await send({"type": "lifespan.shutdown.complete"})

    def _finish(self) -> None:
        """Let what is under way end; no thread stays behind with a connection to the database."""
        indexer.close()
        for chore in CHORES:
            chore.close()
        if self.unfurler is not None:
            self.unfurler.close()
        end_threads(self._pages.executor, workers=settings.VESTIBULE.web_threads)


def _warm_up() -> None:
    try:
        refresh_books()
        warm_up(on=timezone.now().date())
    finally:
        connections.close_all()


app = Application()
