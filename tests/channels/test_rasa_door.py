"""The door to Rasa: whatever is not an answer is said to be none, and nobody's text is a command."""

from collections import deque

import aiohttp
import pytest
from aiohttp import web

from bot.dialogue.rasa import RasaDialogue, as_plain_text, drafts_from
from bot.domain.conversation import ReplyDraft
from bot.domain.errors import DialogueUnavailable


@pytest.fixture
async def rasa(aiohttp_server):
    """A server in Rasa's place: remembers what it was asked, answers what the test says."""
    asked, answers = [], deque()

    async def handle(request):
        asked.append((request.path, dict(request.query), await request.json()))
        answer = answers.popleft() if answers else []
        if isinstance(answer, web.Response):
            return answer
        return web.json_response(answer)

    app = web.Application()
    app.router.add_post("/{path:.*}", handle)
    server = await aiohttp_server(app)
    async with aiohttp.ClientSession() as session:
        dialogue = RasaDialogue(lambda: session, lambda: [str(server.make_url("/")).rstrip("/")], "secret", timeout=5)
        yield dialogue, asked, answers


async def test_understanding_is_read_with_its_stages(rasa):
    dialogue, asked, answers = rasa
    entities = [{"entity": "money", "value": 500000, "start": 0, "end": 4, "extractor": "x"}]
    answers.append(
        {
            "intent": {"name": "ask_price", "confidence": 0.9},
            "entities": entities,
            "stage": {"stages": {"buying": 0.7, "none": 0.3}},
        }
    )
    read = await dialogue.understand("500k")
    assert (read.intent, read.confidence, read.stages) == ("ask_price", 0.9, {"buying": 0.7, "none": 0.3})
    assert read.entities == [{"entity": "money", "value": 500000, "start": 0, "end": 4}]
    assert asked == [("/model/parse", {"token": "secret"}, {"text": "500k"})]


async def test_whatever_is_no_answer_is_said_to_be_none(rasa):
    dialogue, _, answers = rasa
    bad = [
        (500, "[]"),
        (401, "{}"),
        (204, ""),
        (200, ""),
        (200, "<html>"),
        (200, "null"),
        (200, '{"status": "failure"}'),
    ]
    for status, text in bad:
        for act in (lambda: dialogue.understand("x"), lambda: dialogue.reply("c", "x", {})):
            answers.append(web.Response(status=status, text=text))
            with pytest.raises(DialogueUnavailable):
                await act()


async def test_nobody_at_the_address_is_no_answer():
    async with aiohttp.ClientSession() as session:
        for urls in ([], ["http://127.0.0.1:1"]):
            dialogue = RasaDialogue(lambda: session, lambda urls=urls: urls)
            with pytest.raises(DialogueUnavailable):
                await dialogue.reply("c", "x", {})


async def test_typed_commands_reach_rasa_as_words_and_offered_ones_as_commands(rasa):
    dialogue, asked, answers = rasa
    for text in ("/restart", "  /restart", "\u200b/restart", "//restart", "/ /restart"):
        await dialogue.reply("c", text, {"is_command": False})
    answers.append({"intent": {"name": "inform"}})
    await dialogue.understand('/inform{"product":"x"}')
    await dialogue.tell("c", "/restart", "visitor")
    await dialogue.reply("c", "/ask_human", {"is_command": True})
    bodies = [body for _, _, body in asked]
    assert [body["message"] for body in bodies[:5]] == ["restart"] * 5
    assert bodies[5]["text"] == 'inform{"product":"x"}'
    assert bodies[6][0]["text"] == "restart"
    assert bodies[7]["message"] == "/ask_human"


@pytest.mark.parametrize("text", ["/", "///", " / ", "\u00a0/"])
def test_nothing_but_slashes_is_still_a_text(text):
    assert as_plain_text(text) == "?"


async def test_conversation_always_goes_to_the_same_server_and_conversations_spread():
    seen = []

    class Session:
        def post(self, url, **how):
            seen.append(url.split("/")[2])
            raise aiohttp.ClientError

    urls = [f"http://rasa-{n}" for n in range(3)]
    dialogue = RasaDialogue(Session, lambda: urls)
    for conversation in [*"abcdefghijklmnop"] * 2:
        with pytest.raises(DialogueUnavailable):
            await dialogue.reply(conversation, "x", {})
    assert seen[:16] == seen[16:]
    assert len(set(seen)) == 3


def test_text_and_card_of_one_utterance_are_put_together_again():
    button = {"title": "Xem", "payload": "/x"}
    said = [
        {"recipient_id": "c", "text": "Mời xem", "buttons": [button]},
        {"recipient_id": "c", "custom": {"kind": "products", "payload": {"items": [1]}}},
        {"recipient_id": "c", "custom": {"kind": "offer", "text": "Ưu đãi", "payload": {"id": "a"}}},
        {"recipient_id": "c", "text": "Hết"},
        {"recipient_id": "c", "image": "https://x/a.png"},
        {"recipient_id": "c", "text": ""},
        {"recipient_id": "c"},
    ]
    assert drafts_from(said) == [
        ReplyDraft("Mời xem", "products", {"items": [1]}, [button]),
        ReplyDraft("Ưu đãi", "offer", {"id": "a"}),
        ReplyDraft("Hết"),
        ReplyDraft("https://x/a.png"),
    ]


async def test_forgetting_tells_every_server_that_nothing_is_left_of_the_conversation(aiohttp_server):
    told = []

    async def replace(request):
        told.append((request.path, await request.json()))
        return web.json_response({})

    servers = []
    for _ in range(2):
        app = web.Application()
        app.router.add_put("/{path:.*}", replace)
        servers.append(str((await aiohttp_server(app)).make_url("/")).rstrip("/"))
    async with aiohttp.ClientSession() as session:
        await RasaDialogue(lambda: session, lambda: servers).forget("abc")
    assert told == [("/conversations/abc/tracker/events", [{"event": "restart"}])] * 2
