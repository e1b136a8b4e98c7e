"""Files that people send, and the place where Meta keeps them."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

from aiohttp import web


def png(width: int = 96, height: int = 96, colour: tuple[int, int, int] = (11, 110, 95)) -> bytes:
    """A picture of one colour."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    rows = (b"\x00" + bytes(colour) * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@dataclass(frozen=True)
class File:
    """Something that can be fetched."""

    content: bytes
    content_type: str


SAMPLES = {
    "image": File(png(), "image/png"),
    "sticker": File(png(colour=(0, 132, 255)), "image/png"),
    "face": File(png(colour=(139, 95, 191)), "image/png"),
    "audio": File(b"ID3\x04\x00\x00\x00\x00\x00\x00" + bytes(256), "audio/mpeg"),
    "video": File(b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(256), "video/mp4"),
    "file": File(b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n", "application/pdf"),
}
"""One of each kind; audio and video are right at their heads and silent after."""


async def serve_file(request: web.Request) -> web.Response:
    """``GET /cdn/{name}``: as Meta's own file servers, without any token."""
    files: dict[str, File] = request.app[FILES]
    file = files.get(request.match_info["name"])
    if file is None:
        raise web.HTTPNotFound
    # Somebody else wrote it: never run it as a page of ours.
    headers = {"Content-Security-Policy": "sandbox", "X-Content-Type-Options": "nosniff"}
    return web.Response(body=file.content, content_type=file.content_type, headers=headers)


FILES = web.AppKey("files", dict)
