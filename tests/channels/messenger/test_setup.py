"""Setting a Page up, checking it, people's rights, and both versions of Graph that matter."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML
from sqlalchemy import select

from bot.__main__ import parser, run
from bot.channels.messenger.config import MessengerConfig
from bot.channels.messenger.profile import ProfileProblem, load_profile, read_payload
from bot.commands import messenger as commands
from bot.domain.conversation import Visitor
from bot.domain.records import Attachment
from bot.services.channel_state import stop_channel
from bot.services.exports import erase_person, export_person
from bot.settings import ROOT, SettingsError, load_settings
from bot.store import tables

PROFILE = ROOT / "data" / "shop" / "messenger.yml"


# -- 45 --


@pytest.fixture
def cli(app_database, tmp_path, words, monkeypatch, capsys):
    """Runs `python -m bot …` against a stand-in: ``await cli(graph, "messenger", "setup")``."""
    from bot.services.words import Words

    monkeypatch.setattr(Words, "load", lambda _folder: words)

    async def call(graph, *arguments, **settings):
        made = load_settings(
            _env_file=None, var_dir=tmp_path, database_url=app_database, secret_key="x" * 20, actions_port=0,
            rasa_urls="http://127.0.0.1:1",
            **{"messenger_app_id": "", "public_url": "https://chat.example.com", **graph.settings(), **settings},
        )  # fmt: skip
        code = await asyncio.to_thread(run, parser().parse_args([str(one) for one in arguments]), made)
        told = capsys.readouterr()
        return code, told.out, told.err

    return call


@pytest.mark.parametrize("version", ["v25.0", "v26.0"])
async def test_setup_writes_profile_and_subscriptions_once(graph, cli, version):
    graph.fields = {"messages"}
    code, out, err = await cli(graph, "messenger", "setup", messenger_graph_version=version)
    assert (code, err) == (0, ""), out
    assert "setup    subscribed to" in out and "setup    profile: get_started" in out
    assert {"vi_VN", "default"} == {one["locale"] for one in graph.profile["persistent_menu"]}
    [greeting] = [one["text"] for one in graph.profile["greeting"] if one["locale"] == "vi_VN"]
    assert graph.page_name in greeting
    assert {"messages", "message_echoes", "standby", "messaging_policy_enforcement"} <= graph.fields
    writes = [call for call in graph.calls if call.method == "POST"]
    assert len(writes) == 2
    code, out, _ = await cli(graph, "messenger", "setup", messenger_graph_version=version)
    assert (code, out.splitlines()[0]) == (0, "setup    nothing to change")
    assert [call for call in graph.calls if call.method == "POST"] == writes


async def test_only_what_changed_in_the_file_is_written(graph, cli, tmp_path):
    await cli(graph, "messenger", "setup")
    data = YAML(typ="safe").load(PROFILE.read_text(encoding="utf-8"))
    data["greeting"]["vi_VN"] = "Chào mừng đến {shop}!"
    changed = tmp_path / "messenger.yml"
    YAML(typ="safe").dump(data, changed)
    code, out, _ = await cli(graph, "messenger", "setup", "--file", changed)
    assert (code, out.splitlines()[0]) == (0, "setup    profile: greeting")


@pytest.mark.parametrize(
    ("trouble", "told"),
    [
        (lambda graph: graph.revoke_token(), "token"),
        (lambda graph: graph.token.scopes.discard("pages_messaging"), "pages_messaging"),
        (lambda graph: setattr(graph, "fields", {"messages"}), "message_echoes"),
        (lambda graph: graph.profile.clear(), "profile"),
    ],
    ids=["token", "permission", "subscription", "profile"],
)
async def test_check_names_what_is_wrong_and_what_to_do(graph, cli, trouble, told):
    await cli(graph, "messenger", "setup")
    code, out, _ = await cli(graph, "messenger", "check")
    assert code == 0 and "MISSING" not in out, out
    trouble(graph)
    code, out, err = await cli(graph, "messenger", "check")
    assert code == 1
    assert any(told in line for line in (out + err).splitlines() if line.startswith("MISSING")), out
    assert graph.token.text not in out + err and graph.app_secret not in out + err


async def test_token_of_another_page_and_versions_that_are_gone_are_told(graph, cli):
    other = graph.token_of_another_page()
    code, out, _ = await cli(graph, "messenger", "check", messenger_page_token=other.text)
    assert code == 1 and "MISSING" in out
    code, out, _ = await cli(graph, "messenger", "check", messenger_graph_version="v19.0")
    assert code == 1 and "switched it off" in out
    code, out, _ = await cli(graph, "messenger", "check", public_url="")
    assert code == 1 and "BOT_PUBLIC_URL" in out


async def test_webhook_address_is_set_where_the_app_is_known(page, graph, cli):
    app = {"messenger_app_id": str(graph.app_id)}
    graph.callback = ""
    code, out, _ = await cli(graph, "messenger", "check", **app)
    assert code == 1 and "run `messenger setup`" in out
    # Meta calls the address at once, and nobody answers there: told in words, nothing half done.
    code, out, err = await cli(graph, "messenger", "setup", **app, public_url="https://127.0.0.1:1")
    assert code == 1 and "Meta refused" in err


async def test_without_settings_setup_says_what_is_missing(graph, cli):
    code, _, err = await cli(graph, "messenger", "setup", messenger_app_secret="", messenger_verify_token="")
    assert code == 1 and "BOT_MESSENGER_APP_SECRET, BOT_MESSENGER_VERIFY_TOKEN" in err


async def test_doctor_reports_the_page_and_says_nothing_where_nobody_wants_one(graph, cli, page):
    code, out, _ = await cli(graph, "doctor")
    assert "Messenger: the token belongs to the Page" in out and "Messenger: the Page sends" in out
    await stop_channel(page.services, "messenger", "token", "revoked")
    code, out, _ = await cli(graph, "doctor")
    assert code == 1 and "MISSING  Messenger: the Page sends — Meta refuses the token" in out
    code, out, _ = await cli(graph, "messenger", "resume")
    assert (code, "had stopped: token" in out) == (0, True)
    _, out, _ = await cli(graph, "doctor", messenger_page_id="", messenger_page_token="")
    assert "Messenger" not in out


async def test_doctor_survives_a_graph_that_does_not_answer(graph, cli):
    code, out, _ = await cli(graph, "doctor", messenger_graph_url="http://127.0.0.1:1")
    assert code == 1 and "MISSING  Messenger: Graph answers" in out


BAD = {
    "no YAML": "greeting: [",
    "not a table": "- a",
    "unknown part": "greting: {}",
    "missing default": "greeting: {vi_VN: Chào}",
    "strange locale": "greeting: {vi_VN: a, default: b, xx: c}",
    "greeting too long": f"greeting: {{vi_VN: a, default: {'x' * 161}}}",
    "too many questions": "ice_breakers: {vi_VN: &q [" + "{question: a, command: /greet}," * 5 + "], default: *q}",
    "menu title too long": f"menu: {{vi_VN: &q [{{title: {'x' * 31}, command: /greet}}], default: *q}}",
    "no command": "menu: {vi_VN: &q [{title: a, command: greet}], default: *q}",
    "command of the engine": "get_started: /restart",
    "open address": "menu: {vi_VN: &q [{title: a, url: 'http://shop.example.com'}], default: *q}",
    "refs are no list": "refs: [a]",
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD.keys())
async def test_file_that_messenger_would_not_take_is_refused_line_by_line(graph, cli, tmp_path, text):
    path = tmp_path / "messenger.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ProfileProblem):
        load_profile(path)
    code, out, err = await cli(graph, "messenger", "setup", "--file", path)
    assert (code, out) == (1, "")
    assert "nothing was changed" in err and graph.profile == {}


def test_commands_of_the_shops_file_are_intents():
    intents = {
        next(iter(intent)) if isinstance(intent, dict) else intent
        for intent in YAML(typ="safe").load((ROOT / "domain.yml").read_text(encoding="utf-8"))["intents"]
    }
    named = {command.lstrip("/").partition("{")[0] for command in load_profile(PROFILE).commands()}
    assert named <= intents


def test_only_payloads_of_our_own_profile_carry_commands():
    assert read_payload("menu:/ask_human") == ("menu", "/ask_human")
    assert read_payload("GET_STARTED") == ("get_started", "/greet")
    for other in ("menu:/restart", "menu:ask", "/ask_human", "elsewhere:/ask_human", "menu:/a b", "", None):
        assert read_payload(other) == (None, None)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("messenger_graph_url", "http://graph.facebook.com"), ("messenger_graph_url", "graph.facebook.com"),
        ("messenger_graph_version", "26"), ("messenger_graph_version", "latest"), ("messenger_inbox_pause", 0),
        ("messenger_ad_window", 200),
    ],
)  # fmt: skip
def test_settings_that_would_send_the_token_astray_or_mean_nothing_are_refused(name, value):
    with pytest.raises(SettingsError, match=f"BOT_{name.upper()}"):
        load_settings(_env_file=None, secret_key="x" * 20, **{name: value})


def test_half_a_setup_is_no_channel():
    made = load_settings(_env_file=None, secret_key="x" * 20, messenger_page_id="1")
    config = MessengerConfig.from_settings(made)
    assert config.is_wanted and "BOT_MESSENGER_PAGE_TOKEN" in config.missing


# -- 46 --


async def test_name_is_asked_once_and_talk_goes_on_without_one(page, graph, vera):
    await vera.says("Shop ơi")
    await vera.gets()
    await page.until(Visitor, lambda visitor: visitor.name)
    assert "Vera" in (await page.one(Visitor)).name
    await vera.says("hai")
    await vera.gets()
    assert len([call for call in graph.calls if call.path.endswith(vera.id)]) == 1


@pytest.mark.parametrize("profile", ["refused", "empty"])
async def test_person_without_a_profile_is_answered_all_the_same(page, graph, vera, profile):
    if profile == "refused":
        graph.fail("profile_missing", on="person", times=None)
    else:
        vera.profile = "empty"
    await vera.says("Shop ơi")
    await vera.gets()
    await page.emptied()
    assert (await page.one(Visitor)).name is None


# -- 48 --


async def test_person_is_handed_over_and_forgotten_with_everything_the_channel_kept(page, graph, vera):
    charlie = graph.person("Charlie")
    for person in (vera, charlie):
        await person.opens_from_ad("AD1", says="Shop ơi")
        await person.gets()
        await person.sends_image()
        await person.gets()
        await person.sends_cart({"id": 1, "retailer_id": "SKU1", "name": "Áo", "unit_price": 1, "quantity": 2})
        await person.opts_in()
        await person.gets()
    await page.emptied()
    await page.until(Attachment, lambda file: file.status == "kept")
    conversation = await page.conversation(vera)
    kept = await export_person(page.services, conversation.id)
    for name in ("threads", "sources", "parts", "attachments", "attachment_contents", "order_drafts", "consents"):
        assert kept[name], name
    assert kept["attachment_contents"][0]["content"]
    gone = await erase_person(page.services, conversation.id)
    assert gone["attachments"] == 1
    other = await page.conversation(charlie)
    async with page.services.store.read() as session:
        for table in tables.metadata.sorted_tables:
            text = str((await session.execute(select(table))).all())
            assert vera.id not in text and conversation.id not in text, table.name
            if "conversation_id" in table.c and table.name in gone and gone[table.name]:
                assert other.id in text, table.name
    assert (await page.transcript(charlie))[0].text == "Shop ơi"
    # Whoever was forgotten and comes back is somebody new.
    await vera.says("lại là em")
    await vera.sees("echo: lại là em")


# -- 49 --


@pytest.mark.parametrize("version", ["v25.0", "v26.0"])
async def test_talk_works_on_both_versions_of_graph(start_shop, graph, vera, version):
    page = await start_shop(version=version)
    await vera.says("Shop ơi")
    await vera.gets()
    await vera.sends_image()
    await vera.gets()
    await page.emptied()
    assert {call.version for call in graph.calls} == {version}
    assert not [call for call in graph.calls if call.status >= 400]


async def test_version_that_is_gone_stops_nothing_but_the_sending(start_shop, vera, graph):
    page = await start_shop(version="v19.0")
    await vera.says("Shop ơi")
    await page.settled()
    assert page.heard == ["Shop ơi"]
    assert vera.seen == []


def test_every_way_to_stop_has_a_cure():
    assert commands.STOPS.keys() == {"token", "policy", "config"}


# -- the document --


def test_every_promise_of_the_document_names_tests_that_exist():
    rows = re.findall(r"^\| (\d+) \|.*$", (ROOT / "docs" / "messenger.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert [int(number) for number in rows] == list(range(1, 51))
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "docs" / "messenger.md").read_text(encoding="utf-8")))
    here = "\n".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert named - set(re.findall(r"^(?:async )?def (test_\w+)", here, re.MULTILINE)) == set()
