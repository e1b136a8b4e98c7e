"""``make graph``: the stand-in as a process, with a page for playing the Messenger user."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import secrets
import signal
import time
from pathlib import Path

from . import running_graph
from .play import ROOT, add_play, environment


def kept_secrets(path: Path) -> dict[str, str]:
    """App secret, Page token and verify token, the same at every start, so that the bot's settings stay good."""
    with contextlib.suppress(OSError, ValueError):
        kept = json.loads(path.read_text(encoding="utf-8"))
        if {"app_secret", "page_token", "verify_token"} <= set(kept):
            return {name: str(kept[name]) for name in ("app_secret", "page_token", "verify_token")}
    made = {
        "app_secret": secrets.token_hex(16),
        "page_token": "EAAG" + secrets.token_hex(40),
        "verify_token": secrets.token_urlsafe(12),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
    return made


async def serve(port: int, bot: str, kept: Path) -> None:
    """Run until somebody stops it."""
    # People get new ids at every start: a bot that remembers the last ones must not take them for these.
    async with running_graph(
        add_play,
        port=port,
        callback=f"{bot.rstrip('/')}/webhooks/messenger",
        first_person=int(time.time()) * 100,
        **kept_secrets(kept),
    ) as graph:
        graph.person("Vera")
        print(f"Graph stand-in: {graph.url}   (open it to play the Messenger user)")
        print(f"Webhooks go to: {graph.callback}\n")
        print("Start the bot with these settings, in the environment or in .env:\n")
        for name, value in environment(graph).items():
            print(f"{name}={value}")
        print("\nStop with Ctrl-C.", flush=True)
        stopped = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stopped.set)
        await stopped.wait()


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="make graph", description=__doc__)
    parser.add_argument("--port", type=int, default=int(os.environ.get("GRAPH_PORT", "8090")))
    parser.add_argument("--bot", default=os.environ.get("GRAPH_BOT", "http://127.0.0.1:8080"), help="where the bot is")
    parser.add_argument("--secrets", type=Path, default=ROOT / "var" / "graph.json", help="where its secrets are kept")
    given = parser.parse_args()
    try:
        asyncio.run(serve(given.port, given.bot, given.secrets))
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        raise SystemExit(f"Cannot listen on port {given.port} ({reason}); GRAPH_PORT chooses another.") from None


if __name__ == "__main__":
    main()
