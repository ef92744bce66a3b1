"""Rooms full of talkers, a house that is killed under them again and again, and what the checker says in the end."""

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from tests.faults.checker import Findings, check, final_state
from tests.faults.history import History, read
from tests.faults.house import House
from tests.faults.talkers import Talker

# Where the process may die: before anything is written, before the commit, before anybody knows, before others know.
PLACES = (
    "feed.before_write",
    "feed.after_write",
    "feed.after_commit",
    "feed.after_acknowledge",
    "feed.after_announce",
)
WINDOW = 8
PATIENCE_S = 60.0


class Conversation:
    """Two people in each room, each with a tab that talks and one that reads along."""

    def __init__(self, house: House, folder: Path, *, patience_s: float = PATIENCE_S) -> None:
        self.house = house
        self.patience_s = patience_s
        self.history = History(folder / "history.jsonl")
        self.talkers = [
            Talker(house, self.history, f"{index}{side}{tab}", seat.room, token, window=WINDOW if tab == "a" else 0)
            for index, seat in enumerate(house.rooms)
            for side, token in zip(("client", "freelancer"), seat.tokens, strict=True)
            for tab in ("a", "b")
        ]

    @asynccontextmanager
    async def under_way(self) -> AsyncIterator[None]:
        """All of them live; at the end they finish what they began and hear all there is."""
        tasks = [asyncio.create_task(talker.live()) for talker in self.talkers]
        try:
            yield
            for talker in self.talkers:
                talker.is_talking = False
            await self._until_quiet()
        except BaseException:
            self.history.close()
            raise
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _until_quiet(self) -> None:
        """Until nothing is unanswered and everybody in a room has heard the same; the checker says if that was all."""
        until = asyncio.get_running_loop().time() + self.patience_s
        while not self._is_quiet() and asyncio.get_running_loop().time() < until:  # noqa: ASYNC110
            await asyncio.sleep(0.05)

    def _is_quiet(self) -> bool:
        heads: dict[str, set[int]] = {}
        for talker in self.talkers:
            heads.setdefault(talker.room, set()).add(talker.last)
        return all(len(last) == 1 for last in heads.values()) and not any(one.unanswered for one in self.talkers)

    async def until_killed(self, place: str) -> None:
        """Until the armed failpoint has struck."""
        until = asyncio.get_running_loop().time() + PATIENCE_S
        while not self.house.is_dead():
            assert asyncio.get_running_loop().time() < until, f"{place} is never reached"
            await asyncio.sleep(0.01)
        self.history.killed(place=place)

    def findings(self) -> Findings:
        """What the checker says, with the house stopped."""
        self.history.close()
        return check(read(self.history.path), final_state(self.house.database_url))


async def killed_again_and_again(
    conversation: Conversation, places: Sequence[str], *, seed: int, entry: Sequence[str] | None = None, **env: str
) -> None:
    """Start the house once for each place, let it die there in the middle of the talk, and once more to the end."""
    dice = random.Random(seed)
    house = conversation.house
    started = {} if entry is None else {"entry": entry}
    async with conversation.under_way():
        for place in places:
            armed = f"{place}:{dice.randint(4, 20)}"
            await asyncio.to_thread(house.start, VESTIBULE_FAILPOINTS=armed, **env, **started)  # type: ignore[arg-type]
            await conversation.until_killed(place)
        await asyncio.to_thread(house.start)
    house.stop()
