"""How often a reply goes to the database: each statement is paid for in processor time, and nothing else tells."""

import asyncio
from contextlib import contextmanager

import aiohttp
import pytest
from acting_dialogue import ActingDialogue
from sqlalchemy import event

TOKEN = "a token for other programs"


@pytest.fixture
async def door(open_door, databases):
    return await open_door(dialogue=ActingDialogue(), database_url=databases.shop, api_token=TOKEN)


@contextmanager
def statements_of_newcomers(door):
    """Statements of tasks that are not there yet: the house's own work in the background is not this reply's."""
    background, seen = asyncio.all_tasks(), []

    def note(_connection, _cursor, statement, *_):
        if asyncio.current_task() not in background:
            seen.append(statement)

    engine = door.services.store.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


async def statements_of(door, text, sender="vera"):
    """What the house asks of the database from the message at its door to the answer at its door."""
    # A connection of its own has a task of its own at the door.
    http = aiohttp.ClientSession(door.url, headers={"Authorization": f"Bearer {TOKEN}"})
    with statements_of_newcomers(door) as seen:
        async with http, http.post("/webhooks/rest/webhook", json={"sender": sender, "message": text}) as answer:
            assert await answer.json()
    return seen


# Four promises, each a transaction that holds the conversation: the message is kept (7 statements), its turn is taken
# (3), what was understood is kept (6 where the stage moves), the reply is kept and the turn closed (7). The REST
# channel then asks for the answer (2), once more if it looked too early.
OF_A_REPLY = 7 + 3 + 6 + 7 + 2 + 1

# The first message of a visitor finds no ground and nobody; both are made.
OF_A_FIRST_REPLY = OF_A_REPLY + 3


async def test_reply_to_one_wish_takes_few_statements(door):
    # Whoever comes first has the shelf, the offers and the answers read, too.
    await statements_of(door, "chào shop", sender="an")
    assert len(await statements_of(door, "chào shop")) <= OF_A_FIRST_REPLY
    for text in ("tai nghe Vọng Âm V50 giá bao nhiêu?", "phí ship bao nhiêu vậy shop?"):
        seen = await statements_of(door, text)
        assert len(seen) <= OF_A_REPLY, "\n".join(seen)


async def test_three_wishes_take_no_more_statements_than_one(door):
    await statements_of(door, "chào shop")
    seen = await statements_of(
        door, "tai nghe Vọng Âm V50 giá bao nhiêu, còn hàng không, ship về Đà Nẵng mấy ngày tới?"
    )
    [talk] = [heard for heard in door.dialogue.acted if len(heard) > 1]
    assert talk == ["ask_price", "ask_stock", "ask_delivery_time"]
    assert len(seen) <= OF_A_REPLY, "\n".join(seen)
