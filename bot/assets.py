"""The browser's files as they are served: minified, gzipped, with an ETag, open to the shops that embed the widget."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import re
from pathlib import Path

import rcssmin
import rjsmin
from aiohttp import web

TEXT = {".js", ".css", ".svg", ".json", ".html", ".txt"}
SOURCE_MAP = re.compile(rb"\n//# sourceMappingURL=\S+\s*$")


class Asset:
    """One file ready to be sent, plain and gzipped."""

    def __init__(self, path: Path) -> None:
        # A source map that is not served would only be asked for in vain.
        body = SOURCE_MAP.sub(b"\n", path.read_bytes())
        if ".min." not in path.name:
            if path.suffix == ".js":
                body = str(rjsmin.jsmin(body.decode())).encode()
            elif path.suffix == ".css":
                body = str(rcssmin.cssmin(body.decode())).encode()
        self.body = body
        self.packed = gzip.compress(body, 9, mtime=0) if path.suffix in TEXT else None
        self.etag = hashlib.sha256(body).hexdigest()[:20]
        guessed = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        self.content_type = "text/javascript" if path.suffix == ".js" else guessed
        self.modified = path.stat().st_mtime_ns


class Assets:
    """Files below ``root``, kept ready in memory and read again when they change on disk."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        self._ready: dict[Path, Asset] = {}

    def _find(self, name: str) -> Asset:
        try:
            path = (self._root / name).resolve()
            if not path.is_relative_to(self._root) or not path.is_file() or path.suffix == ".ts":
                raise web.HTTPNotFound
        except (ValueError, OSError):
            raise web.HTTPNotFound from None
        asset = self._ready.get(path)
        if asset is None or asset.modified != path.stat().st_mtime_ns:
            asset = self._ready[path] = Asset(path)
        return asset

    def answer(self, request: web.Request, name: str) -> web.Response:
        """The file, or 304 where the browser has it already. Any page may load it: that is what an embed is for."""
        asset = self._find(name)
        headers = {
            "ETag": f'"{asset.etag}"',
            "Cache-Control": "public, max-age=300, stale-while-revalidate=86400",
            "Access-Control-Allow-Origin": "*",
            "Cross-Origin-Resource-Policy": "cross-origin",
            "Vary": "Accept-Encoding",
        }
        if any(tag.value == asset.etag for tag in request.if_none_match or ()):
            return web.Response(status=304, headers=headers)
        body = asset.body
        if asset.packed is not None and "gzip" in request.headers.get("Accept-Encoding", ""):
            body = asset.packed
            headers["Content-Encoding"] = "gzip"
        charset = "utf-8" if asset.content_type.startswith("text/") else None
        return web.Response(body=body, headers=headers, content_type=asset.content_type, charset=charset)


def add_assets(app: web.Application, root: Path) -> None:
    """``GET /static/…`` from ``root`` and the embed script ``GET /widget.js``."""
    assets = Assets(root)

    async def static(request: web.Request) -> web.Response:
        return assets.answer(request, request.match_info["name"])

    async def embed(request: web.Request) -> web.Response:
        return assets.answer(request, "widget/widget.js")

    app.add_routes([web.get("/static/{name:.+}", static), web.get("/widget.js", embed)])
