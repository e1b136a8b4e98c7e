"""The first visitor finds the house ready."""

from bot.services.knowhow import load_know_hows
from bot.services.shelves import load_shelf
from bot.services.warming import warm_up


class Counting:
    """Counts what is compared, and what was computed for it."""

    def __init__(self):
        self.usual = []

    async def nearness(self, _question, sentences, usual):
        self.usual.append(usual)
        return [0.0] * len(sentences)


async def test_shelf_and_what_is_usual_are_read_before_anybody_asks(shop):
    services = shop.services
    services.caches.clear()
    services.meaning = Counting()
    await warm_up(services)
    shelf = services.caches["shelf"]
    assert await load_shelf(services) is shelf
    assert services.meaning.usual == [(await load_know_hows(services, language))[1] for language in ("vi", "en")]


async def test_shop_without_anything_opens_as_well(house):
    house.services.meaning = Counting()
    await warm_up(house.services)
    assert house.services.meaning.usual == []


async def test_house_opens_although_something_cannot_be_read(shop, monkeypatch):
    async def fail(_services):
        raise RuntimeError("no such table")

    monkeypatch.setattr("bot.services.warming.load_shelf", fail)
    await warm_up(shop.services)
