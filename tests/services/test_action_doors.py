"""The thin doors from Rasa: one action a wish, each sends Rasa on to the next, what is said arrives with its place."""

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.base import actions_by_name
from actions.faq import ActionHandleFallback, ActionSmallTalk
from bot.dialogue.rasa import drafts_from
from bot.dialogue.rules import load_rules
from bot.settings import ROOT

RULES = load_rules(ROOT / "data" / "rules")
DOORS = actions_by_name()


@pytest.fixture
def opens(shop):
    """Calls an action as Rasa does, in the turn of a talk; says what it uttered and which action comes next."""
    shop.services.rules = RULES

    async def run(talk, name):
        latest = {"text": f"/{talk.wishes[0].topic}", "metadata": {"message_id": talk.message_id}}
        tracker = Tracker(talk.conversation_id, {}, latest, [], False, None, {}, "action_listen")
        dispatcher = CollectingDispatcher()
        [following] = await DOORS[name](shop.services).run(dispatcher, tracker, {})
        assert following["event"] == "followup"
        return dispatcher.messages, following["name"]

    return run


async def test_each_wish_has_its_action_and_the_last_one_ends_the_turn(said, opens):
    await said("tai nghe vọng âm v50 giá bao nhiêu")
    talk = await said.begin("còn hàng không, ship huế mấy ngày, có trả góp không")
    name, ran = RULES[talk.wishes[0].topic], []
    while name != "action_listen":
        ran.append(name)
        messages, name = await opens(talk, name)
        assert messages, ran
    assert ran == ["action_describe_product", "action_tell_delivery", "action_answer_faq"]
    assert talk.done == 3


async def test_what_the_plan_said_beforehand_is_said_by_the_first_action(said, opens):
    await said("tai nghe vọng âm v50 giá bao nhiêu")
    talk = await said.begin("còn hàng không, bảo hành bao lâu, ship huế mấy ngày, có trả góp không")
    messages, _ = await opens(talk, RULES[talk.wishes[0].topic])
    assert "ba ý" in messages[0]["text"]
    assert len(messages) == 2


async def test_answer_reaches_the_bot_with_its_kind_its_buttons_and_its_place(said, opens):
    await said("áo thun oversize giá bao nhiêu")
    talk = await said.begin("lấy 1 cái")
    messages, _ = await opens(talk, "action_help_to_buy")
    # Rasa's REST channel parts a text from what is custom.
    sent = []
    for message in messages:
        sent.append({"text": message["text"], "buttons": message["buttons"]})
        sent.append({"custom": message["custom"]})
    drafts = drafts_from(sent)
    assert [draft.role for draft in drafts] == ["ack", "question"]
    assert [draft.text for draft in drafts] == [part.text for part in talk.parts]
    shown = await said("shop có tai nghe nào")
    assert shown.drafts[0].kind == "products"


async def test_words_of_a_third_language_are_not_guessed_at(said, opens):
    talk = await said.begin("この商品はいくらですか")
    [message], _ = await opens(talk, "action_describe_product")
    assert "English" in message["text"]
    assert ActionHandleFallback.reads_words
    assert not ActionSmallTalk.reads_words


async def test_action_that_is_called_once_too_often_says_something_honest_and_ends(said, opens):
    talk = await said.begin("shop mở cửa mấy giờ")
    await opens(talk, "action_tell_about_shop")
    messages, following = await opens(talk, "action_handle_fallback")
    assert messages
    assert following == "action_listen"


async def test_action_knows_the_turn_by_its_message_and_nothing_of_another(said, said_by, opens):
    one, other = said_by("alice"), said_by("charlie")
    first, second = await one.begin("shop mở cửa mấy giờ"), await other.begin("tai nghe vọng âm v50 giá bao nhiêu")
    messages, _ = await opens(second, "action_describe_product")
    assert "1.890.000" in messages[0]["text"]
    assert (first.done, second.done) == (0, 1)


@pytest.mark.parametrize("name", sorted(DOORS))
def test_door_names_itself_and_has_an_answer_to_whatever_is_led_to_it(name):
    door = DOORS[name]
    assert door(None).name() == name
    intents = {intent for intent, action in RULES.items() if action == name}
    assert intents
    assert "" in door.answers or intents <= set(door.answers)
