"""R1: the process is killed at every place between a wish and everybody's knowledge of it."""

import asyncio
from pathlib import Path

from tests.faults.conversation import PLACES, Conversation, killed_again_and_again
from tests.faults.history import read
from tests.faults.house import SABOTAGED, House

KILLS = 20
# Where a guarantee is switched off, clients never agree again.
GIVE_UP_S = 4.0


def test_killed_twenty_times_it_loses_nothing_and_says_nothing_twice(house: House, tmp_path: Path) -> None:
    house.furnish(rooms=6)
    conversation = Conversation(house, tmp_path)
    places = [PLACES[number % len(PLACES)] for number in range(KILLS)]
    asyncio.run(killed_again_and_again(conversation, places, seed=1))
    lines = read(conversation.history.path)
    assert sum(line["op"] == "killed" for line in lines) == KILLS
    assert sum(line["op"] == "acknowledged" for line in lines) > 50 * KILLS
    assert all(talker.resumed > 2 for talker in conversation.talkers)
    assert str(conversation.findings()) == "nothing"


def test_the_checker_sees_an_acknowledgement_before_the_commit(house: House, tmp_path: Path) -> None:
    house.furnish(rooms=3)
    conversation = Conversation(house, tmp_path, patience_s=GIVE_UP_S)
    sabotage = killed_again_and_again(
        conversation, ["feed.after_write"] * 3, seed=2, entry=SABOTAGED, VESTIBULE_SABOTAGE="ack_before_commit"
    )
    asyncio.run(sabotage)
    assert "loss" in conversation.findings().kinds()


def test_the_checker_sees_messages_without_keys(house: House, tmp_path: Path) -> None:
    house.furnish(rooms=3)
    conversation = Conversation(house, tmp_path, patience_s=GIVE_UP_S)
    sabotage = killed_again_and_again(
        conversation, ["feed.after_commit"] * 3, seed=3, entry=SABOTAGED, VESTIBULE_SABOTAGE="no_key"
    )
    asyncio.run(sabotage)
    assert "duplicate" in conversation.findings().kinds()
