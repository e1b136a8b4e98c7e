"""What several tests of sending begin with."""

from __future__ import annotations

import asyncio

from bot.domain.conversation import Author
from bot.domain.ids import new_id
from bot.services.messages import lock_conversation
from bot.services.replies import add_reply, announce


async def bot_says(page, person, *drafts, author=Author.BOT):
    """The bot says something of its own accord."""
    conversation = await page.conversation(person)
    async with page.services.store.begin() as session:
        locked = await lock_conversation(session, conversation.id)
        sent = [
            await add_reply(session, page.services, locked, draft, client_id=new_id(), author=author)
            for draft in drafts
        ]
    await announce(page.services, sent)
    return sent


async def greeted(page, vera):
    """Vera has written and been answered, so that the bot has said what it is."""
    await vera.says("Shop ơi")
    await vera.gets()
    await page.emptied()
    return await page.conversation(vera)


async def sees_in_time(graph, person, lines, seconds):
    """Somebody sees so many lines, for which the clock has to go on, by so many seconds a time."""
    async with asyncio.timeout(30):
        while len(person.seen) < lines:
            graph.clock.forward(seconds=seconds)
            await asyncio.sleep(0.1)


def failure_of(message):
    """Why a message was not delivered."""
    return message.payload["failure"]["code"]


def card(number=1, **more):
    return {
        "sku": f"S{number}", "name": f"Tai nghe {number}", "price": 990000, "stock_text": "Còn hàng",
        "image": "https://shop.example.com/a.jpg", "url": "https://shop.example.com/p/1",
        "buttons": [{"title": "Chi tiết", "payload": f'/ask_product_details{{"product":"S{number}"}}'}], **more,
    }  # fmt: skip
