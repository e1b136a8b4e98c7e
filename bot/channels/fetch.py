"""Fetch a file from an address that somebody else named: http(s) only, public hosts only, within limits."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

MAX_BYTES = 25 * 1024 * 1024
"""What Messenger itself takes at most."""
MAX_REDIRECTS = 3
MAX_URL = 4000
TIMEOUT = aiohttp.ClientTimeout(total=30, sock_connect=5, sock_read=10)
PORTS = {"http": 80, "https": 443}

MAGIC: tuple[tuple[bytes, int, str], ...] = (
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", 0, "image/png"),
    (b"GIF87a", 0, "image/gif"),
    (b"GIF89a", 0, "image/gif"),
    (b"WEBP", 8, "image/webp"),
    (b"%PDF-", 0, "application/pdf"),
    (b"ftypM4A", 4, "audio/mp4"),
    (b"ftyp", 4, "video/mp4"),
    (b"OggS", 0, "audio/ogg"),
    (b"ID3", 0, "audio/mpeg"),
    (b"\xff\xfb", 0, "audio/mpeg"),
    (b"\xff\xf1", 0, "audio/aac"),
    (b"WAVE", 8, "audio/wav"),
    (b"\x1aE\xdf\xa3", 0, "video/webm"),
)
"""Bytes, where they stand, and what they say a file is. What a server says it is counts for nothing."""

KINDS = {"image": ("image/",), "sticker": ("image/",), "audio": ("audio/", "video/mp4"), "video": ("video/",)}
"""What a file may be that was announced as one of these; anything known for a ``file``."""


class Refused(Exception):
    """An address or a file that is not taken. ``reason`` is the word kept; ``final``: trying again is useless."""

    def __init__(self, reason: str, *, final: bool = True) -> None:
        super().__init__(reason)
        self.reason = reason
        self.final = final


@dataclass(frozen=True)
class Fetched:
    """A file, and what it really is."""

    content: bytes
    content_type: str


def is_public(address: str) -> bool:
    """Whether an IP address lies on the open internet."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None:
            ip = inner
        elif ip in ipaddress.ip_network("64:ff9b::/96"):
            ip = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.is_global and not ip.is_multicast


class PublicResolver(AbstractResolver):
    """Resolves names to public addresses only.

    The connection is made to the very addresses that were looked at, so a name that answers differently a moment later
    gains nothing.
    """

    def __init__(self, inner: AbstractResolver | None = None) -> None:
        self._inner = inner or ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Public addresses of ``host``; ``Refused`` as soon as one of them is private."""
        found = await self._inner.resolve(host, port, family)
        if not found or not all(is_public(one["host"]) for one in found):
            raise Refused("private_address")
        return found

    async def close(self) -> None:
        """Close."""
        await self._inner.close()


class Fetcher:
    """Fetches files; ``trusted`` is one origin that may be private, such as a stand-in on a developer's machine."""

    def __init__(
        self,
        trusted: str | None = None,
        resolver: Callable[[], AbstractResolver] = PublicResolver,
        limit: int = MAX_BYTES,
    ) -> None:
        self._trusted = _origin(trusted) if trusted else None
        self._resolver = resolver
        self._limit = limit

    async def fetch(self, url: str, kind: str = "file") -> Fetched:
        """The file at ``url``; raises ``Refused``."""
        for _ in range(MAX_REDIRECTS + 1):
            trusted = self._check(url)
            connector = aiohttp.TCPConnector(resolver=None if trusted else self._resolver(), use_dns_cache=False)
            try:
                async with (
                    aiohttp.ClientSession(
                        connector=connector, trust_env=False, cookie_jar=aiohttp.DummyCookieJar()
                    ) as http,
                    http.get(url, allow_redirects=False, timeout=TIMEOUT, headers={"Accept": "*/*"}) as response,
                ):
                    if response.status in (301, 302, 303, 307, 308):
                        url = urljoin(url, response.headers.get("Location", ""))
                        continue
                    if response.status != 200:
                        raise Refused(f"status_{response.status}", final=400 <= response.status < 500)
                    content = await self._read(response)
            except Refused:
                raise
            except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
                if isinstance(error.__cause__, Refused):
                    raise error.__cause__ from None
                raise Refused("unreachable", final=False) from None
            return Fetched(content, _what_it_is(content, kind))
        raise Refused("too_many_redirects")

    def _check(self, url: str) -> bool:
        """Refuse what is not an address on the open web; says whether it is the trusted origin."""
        if len(url) > MAX_URL:
            raise Refused("bad_address")
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            raise Refused("bad_address") from None
        if parts.scheme not in PORTS or not parts.hostname or parts.username or parts.password:
            raise Refused("bad_address")
        if self._trusted and _origin(url) == self._trusted:
            return True
        if port not in (None, PORTS[parts.scheme]):
            raise Refused("bad_port")
        host = parts.hostname
        if _looks_like_ip(host) and not is_public(host):
            # A literal address is never resolved, and "0x7f.1" or "2130706433" are addresses to some libraries.
            raise Refused("private_address")
        return False

    async def _read(self, response: aiohttp.ClientResponse) -> bytes:
        if (response.content_length or 0) > self._limit:
            raise Refused("too_large")
        content = bytearray()
        async for chunk in response.content.iter_chunked(64 * 1024):
            content += chunk
            if len(content) > self._limit:
                raise Refused("too_large")
        return bytes(content)


def _looks_like_ip(host: str) -> bool:
    if ":" in host:
        return True
    last = host.rstrip(".").rpartition(".")[2]
    return last[:1].isdigit()


def _origin(url: str) -> tuple[str, str, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or PORTS.get(parts.scheme)


def _what_it_is(content: bytes, kind: str) -> str:
    if not content:
        raise Refused("empty", final=False)
    found: Any = next((name for magic, at, name in MAGIC if content[at : at + len(magic)] == magic), None)
    if found is None:
        raise Refused("type")
    if kind in KINDS and not found.startswith(KINDS[kind]):
        raise Refused("type")
    return str(found)
