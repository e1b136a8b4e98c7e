"""The nouns' own rules: what a text may hold, how delivery moves, who has the floor."""

from datetime import UTC, date, datetime

import pytest

from bot.domain.conversation import MAX_TEXT, Conversation, Message, Status, check_text, is_further
from bot.domain.errors import AlreadyClaimed, DomainError, EmptyMessage, MessageTooLong, NotYours
from bot.domain.ids import CLIENT_ID, new_id, now
from bot.domain.offer import Offer
from bot.domain.order import Order

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def conversation(**more):
    return Conversation(visitor_id="v", channel="web_chat", **more)


@pytest.mark.parametrize(
    "text", ["", "   ", "\n\t", "\0", "\x07\x1b", "\ud800", "\u200b\u200d", "\u00a0\u2028", "\x85"]
)
def test_nothing_readable_is_empty(text):
    with pytest.raises(EmptyMessage):
        check_text(text)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("a\0b", "ab"),
        ("\x00\x01giá\x1b[31m\x7f?\x9b", "giá[31m?"),
        ("hỏng \ud83d rồi", "hỏng  rồi"),
        ("dòng một\ndòng\thai\r\n", "dòng một\ndòng\thai"),
        ("👨‍👩‍👧 nhà mình", "👨‍👩‍👧 nhà mình"),
        ("  <b>đậm</b>  ", "<b>đậm</b>"),
        (".", "."),
    ],
)
def test_control_characters_and_half_surrogates_go_and_the_rest_stays(written, kept):
    assert check_text(written) == kept


def test_length_is_counted_in_readable_characters():
    assert check_text("ă" * MAX_TEXT + " \0\0") == "ă" * MAX_TEXT
    with pytest.raises(MessageTooLong):
        check_text("ă" * (MAX_TEXT + 1))
    with pytest.raises(MessageTooLong):
        check_text("\0" * (MAX_TEXT * 4 + 1))


@pytest.mark.parametrize(
    ("old", "new", "moves"),
    [
        ("pending", "sent", True),
        ("sent", "read", True),
        ("read", "delivered", False),
        ("read", "read", False),
        ("pending", "failed", True),
        ("delivered", "failed", False),
        ("failed", "delivered", True),
        ("failed", "failed", False),
    ],
)
def test_delivery_moves_forward_only(old, new, moves):
    assert is_further(new, old) is moves


def test_messages_are_numbered_from_one_without_gaps():
    talk = conversation()
    seqs = [talk.append(Message("visitor", f"câu {n}", f"c-{n}")).seq for n in range(3)]
    assert seqs == [1, 2, 3]
    assert talk.last_seq == 3


def test_notice_of_the_system_is_not_the_last_thing_said():
    talk = conversation()
    talk.append(Message("visitor", "còn hàng không", "c-1"))
    talk.append(Message("system", "Alice đã vào", "n-1", kind="notice"))
    assert (talk.last_text, talk.last_author, talk.last_seq) == ("còn hàng không", "visitor", 2)


def test_claim_takes_the_floor_once_and_names_who_has_it():
    talk = conversation()
    assert talk.wait_for_agent(NOON)
    assert not talk.wait_for_agent(NOON)
    assert talk.claim("alice")
    assert not talk.claim("alice")
    assert talk.waiting_since is None
    with pytest.raises(AlreadyClaimed) as refused:
        talk.claim("bob", "Alice")
    assert refused.value.agent_name == "Alice"


def test_asking_for_a_person_does_not_take_the_floor_from_one():
    talk = conversation(status=Status.AGENT, agent_id="alice")
    assert not talk.wait_for_agent(NOON)
    assert (talk.status, talk.agent_id) == (Status.AGENT, "alice")


@pytest.mark.parametrize("verb", ["hand_back", "resolve", "check_floor"])
@pytest.mark.parametrize("status", list(Status))
def test_only_who_has_the_floor_gives_it_away(verb, status):
    talk = conversation(status=status, agent_id="alice" if status == Status.AGENT else None)
    with pytest.raises(NotYours):
        getattr(talk, verb)("bob")
    assert talk.status == status


def test_hand_back_and_resolve_forget_earlier_failures():
    for verb, status in (("hand_back", Status.BOT), ("resolve", Status.RESOLVED)):
        talk = conversation(status=Status.AGENT, agent_id="alice", failed_turns=2)
        getattr(talk, verb)("alice")
        assert (talk.status, talk.agent_id, talk.failed_turns) == (status, None, 0)


@pytest.mark.parametrize("status", list(Status))
def test_only_a_resolved_conversation_is_opened_again(status):
    talk = conversation(status=status)
    assert talk.reopen() is (status == Status.RESOLVED)
    assert talk.status == (Status.BOT if status == Status.RESOLVED else status)


def test_bot_may_speak_only_with_the_floor():
    assert [s for s in Status if conversation(status=s).bot_may_speak] == [Status.BOT]


def test_offer_is_open_on_its_first_and_last_day():
    offer = Offer("k", "gift", "t", "d", starts_on=date(2026, 11, 1), ends_on=date(2026, 11, 30))
    days = [date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 30), date(2026, 12, 1)]
    assert [offer.is_open(day) for day in days] == [False, True, True, False]
    assert Offer("k", "gift", "t", "d").is_open(date(1999, 1, 1))


def test_offer_for_a_category_needs_to_know_the_category():
    offer = Offer("k", "gift", "t", "d", stages=["buying"], categories=["food"])
    assert offer.fits("buying", "food")
    assert not offer.fits("buying", None)
    assert not offer.fits("buying", "home")
    assert not offer.fits("researching", "food")
    assert Offer("k", "gift", "t", "d").fits("none", None)


@pytest.mark.parametrize(
    ("status", "expected", "late"),
    [
        ("shipping", date(2026, 11, 20), True),
        ("shipping", date(2026, 11, 21), False),
        ("delivered", date(2026, 11, 1), False),
        ("cancelled", date(2026, 11, 1), False),
        ("pending", None, False),
    ],
)
def test_order_is_late_only_on_its_way_and_after_the_promised_day(status, expected, late):
    order = Order("HN1", "0912345678", "Vera", status, date(2026, 11, 1), expected_on=expected)
    assert order.is_late(date(2026, 11, 21)) is late


def test_every_error_says_something():
    def all_of(kind):
        return [kind, *[e for sub in kind.__subclasses__() for e in all_of(sub)]]

    for kind in all_of(DomainError):
        assert str(kind())
        assert kind.code


def test_new_ids_are_usable_as_client_ids_and_differ():
    assert CLIENT_ID.match(new_id())
    assert len({new_id() for _ in range(100)}) == 100
    assert now().tzinfo is not None
