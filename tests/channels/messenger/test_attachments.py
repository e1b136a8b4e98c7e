"""Visitors' files: copied at once, from nowhere inside, within limits."""

from __future__ import annotations

from typing import ClassVar

import aiohttp
import pytest
from messenger_shapes import PSID, message, webhook

from bot.channels.fetch import Fetcher, PublicResolver, Refused, is_public
from bot.domain.records import Attachment
from bot.services import attachments
from bot.services.attachments import read_attachment

# -- 18 --


async def test_picture_is_copied_at_once_and_never_read_as_text(page, graph, vera):
    await vera.sends_image(text="Hàng về bị vỡ")
    await vera.gets()
    await vera.sends_image()
    assert "hình" in (await vera.gets()).text
    assert page.heard == ["Hàng về bị vỡ"]
    await page.until(Attachment, lambda file: file.status == "kept")
    first = (await page.all(Attachment))[0]
    attachment, content = await read_attachment(page.services, first.id)
    assert attachment.content_type.startswith("image/") and len(content) == attachment.size
    said = [m for m in await page.transcript(vera) if m.author == "visitor"]
    assert [m.payload["attachments"][0]["status"] for m in said] == ["kept", "kept"]
    async with aiohttp.ClientSession() as http, http.get(f"{page.door.url}/console/files/{first.id}") as response:
        assert response.status == 401


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.8", "172.16.4.4", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",
     "::1", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "::",
     "not an address"],
)  # fmt: skip
def test_private_addresses_are_known_in_every_disguise(address):
    assert not is_public(address)


def test_public_addresses_are_public():
    assert is_public("157.240.1.1") and is_public("2a03:2880::1") and is_public("64:ff9b::9df0:101")


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("file:///etc/passwd", "bad_address"), ("ftp://cdn.example.test/x", "bad_address"), ("/reel/1", "bad_address"),
        ("https://user:pw@cdn.example.test/x", "bad_address"), ("https://", "bad_address"),
        ("javascript:1", "bad_address"),
        ("https://cdn.example.test:8080/x", "bad_port"), ("http://127.0.0.1/x", "private_address"),
        ("http://[::1]/x", "private_address"), ("http://2130706433/x", "private_address"),
        ("http://0x7f.1/x", "private_address"), ("http://127.1/x", "private_address"),
        ("http://localhost/x", "private_address"), ("https://x/" + "a" * 5000, "bad_address"),
    ],
)  # fmt: skip
async def test_addresses_that_lead_inside_or_nowhere_are_not_fetched(url, why):
    with pytest.raises(Refused) as refused:
        await Fetcher().fetch(url)
    assert refused.value.reason == why


class Directory(PublicResolver):
    """Names as a hostile name server would give them: public when looked at, then a server of ours."""

    answers: ClassVar[dict[str, list[str]]] = {}

    async def resolve(self, host, port=0, family=0):
        found = [{"hostname": host, "host": one, "port": port, "family": 2, "proto": 0, "flags": 0}
                 for one in self.answers[host]]  # fmt: skip
        if not all(is_public(one["host"]) for one in found):
            raise Refused("private_address")
        return found


async def test_name_that_resolves_to_a_private_address_is_not_fetched():
    Directory.answers = {"cdn.example.test": ["157.240.1.1", "10.0.0.1"]}
    with pytest.raises(Refused, match="private_address"):
        await Fetcher(resolver=Directory).fetch("http://cdn.example.test/x")


@pytest.fixture
async def cdn():
    """A server whose answers the test sets, and its address."""
    from aiohttp import web
    from aiohttp.test_utils import TestServer

    answers = {}

    async def answer(request):
        made = answers[request.path]
        return made() if callable(made) else made

    app = web.Application()
    app.router.add_get("/{path:.*}", answer)
    server = TestServer(app)
    await server.start_server()
    yield answers, str(server.make_url("")).rstrip("/")
    await server.close()


PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100


async def test_redirect_to_a_private_address_is_not_followed(cdn):
    from aiohttp import web

    answers, url = cdn
    answers["/inside"] = web.HTTPFound("http://169.254.169.254/latest/meta-data")
    answers["/file"] = web.HTTPFound("file:///etc/passwd")
    answers["/round"] = lambda: web.HTTPFound(f"{url}/round")
    answers["/good"] = web.HTTPFound(f"{url}/png")
    answers["/png"] = web.Response(body=PNG, content_type="text/html")
    fetcher = Fetcher(trusted=url)
    for path, why in (("/inside", "private_address"), ("/file", "bad_address"), ("/round", "too_many_redirects")):
        with pytest.raises(Refused) as refused:
            await fetcher.fetch(url + path)
        assert refused.value.reason == why
    fetched = await fetcher.fetch(f"{url}/good", "image")
    assert (fetched.content, fetched.content_type) == (PNG, "image/png")


async def test_files_that_are_too_large_or_are_not_what_they_say_are_refused(cdn):
    from aiohttp import web

    answers, url = cdn
    answers["/large"] = lambda: web.Response(body=PNG + b"0" * 2000)
    answers["/html"] = lambda: web.Response(body=b"<html><script>", content_type="image/png")
    answers["/svg"] = lambda: web.Response(body=b"<svg onload=alert(1)>", content_type="image/svg+xml")
    answers["/empty"] = lambda: web.Response(body=b"")
    answers["/gone"] = lambda: web.Response(status=404)
    answers["/pdf"] = lambda: web.Response(body=b"%PDF-1.7")
    fetcher = Fetcher(trusted=url, limit=1000)
    for path, kind, why in (
        ("/large", "image", "too_large"), ("/html", "image", "type"), ("/svg", "file", "type"),
        ("/empty", "image", "empty"), ("/gone", "image", "status_404"), ("/pdf", "image", "type"),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            await fetcher.fetch(url + path, kind)
        assert refused.value.reason == why
    assert (await fetcher.fetch(f"{url}/pdf", "file")).content_type == "application/pdf"


async def test_file_that_cannot_be_had_is_said_so_and_asked_for_no_more(page, graph):
    event = message("m_1", "", attachments=[{"type": "image", "payload": {"url": "http://10.0.0.1/x"}}])
    assert await page.post(webhook(event)) == 200
    await page.until(Attachment, lambda file: file.status == "refused")
    [said] = [m for m in await page.transcript(PSID) if m.author == "visitor"]
    assert said.payload["attachments"][0]["reason"] == "private_address"


async def test_nobody_fills_the_store_alone(page, vera, monkeypatch):
    monkeypatch.setattr(attachments, "DAILY_BYTES", 10)
    for _ in range(2):
        await vera.sends_image()
        await vera.gets()
        await page.until(Attachment, lambda file: file.status != "pending")
    assert sorted((file.status, file.reason) for file in await page.all(Attachment)) == [
        ("kept", None), ("refused", "too_many")]  # fmt: skip
