"""``python -m tests.talks``: play talks by hand, see what went wrong, and the figures at the end."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import aiohttp

from .figures import Played, Said, closing_line
from .house import NoHouse, running_house
from .judge import DEMO, SHOPS, BadTalks, Reply, Talk, load_talks
from .play import play_all
from .variants import VARIANTS


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    """What may be asked for."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.talks", description="Play talks against a house of their own, or a running one."
    )
    parser.add_argument("--shop", choices=(*SHOPS, "all"), help=f"whose talks (default: {DEMO}, or that of --only)")
    parser.add_argument("--only", metavar="NAME,NAME", help="these talks, by name")
    parser.add_argument("--show", action="store_true", help="whole transcripts; without it the turns that went wrong")
    parser.add_argument("--variant", choices=VARIANTS, default="plain", help="another spelling of the visitors' words")
    parser.add_argument("--url", help="a house that runs already and has the shop's data")
    parser.add_argument("--token", default="", help="its BOT_API_TOKEN")
    asked = parser.parse_args(given)
    if asked.url and asked.shop == "all":
        parser.error("--url is one house: name its --shop")
    return asked


def chosen(asked: argparse.Namespace) -> dict[str, list[Talk]]:
    """The talks by shop. Raises ``BadTalks`` for a name that none has."""
    names = [name for name in (asked.only or "").split(",") if name]
    shops = SHOPS if asked.shop == "all" or (names and not asked.shop) else (asked.shop or DEMO,)
    talks = load_talks(shops)
    if unknown := sorted({*names} - {talk.name for talk in talks}):
        raise BadTalks([f"{name}: there is no such talk" for name in unknown])
    if names:
        talks = [talk for talk in talks if talk.name in names]
    return {shop: found for shop in shops if (found := [talk for talk in talks if talk.shop == shop])}


@contextmanager
def house_of(asked: argparse.Namespace, shop: str) -> Iterator[tuple[str, str]]:
    """Address and token of the running house, or of one that is started and stopped again."""
    if asked.url:
        yield asked.url, asked.token
        return
    with tempfile.TemporaryDirectory(prefix="dong-hanh-talks-", ignore_cleanup_errors=True) as folder:
        print(f"▸ {shop}: starting a house", file=sys.stderr, flush=True)
        with running_house(Path(folder), shop) as house:
            yield house.url, house.token


def transcript(played: Played, *, whole: bool) -> Iterator[str]:
    """The talk in lines, or what went wrong in it."""
    talk = played.talk
    if not whole and played.is_right:
        return
    yield f"\n── {talk.shop}: {talk.name} ({talk.about})"
    for number, said in enumerate(played.said, start=1):
        if whole or not said.is_right:
            yield from turn_lines(number, said)


def turn_lines(number: int, said: Said) -> Iterator[str]:
    """One turn: who said what, and what does not hold."""
    yield f"{number:>3} visitor: {said.text}"
    reply = Reply.of(said.reply)
    for text in reply.texts:
        yield "    bot: " + text.replace("\n", "\n         ")
    yield from (f"         [{line}]" for line in reply.shown)
    if reply.buttons:
        yield f"         ({' | '.join(dict.fromkeys(reply.buttons))})"
    yield from (f"      ✗ {fault}" for fault in said.faults)


def main() -> int:
    """Play and print; 2 where nothing could be played."""
    asked = arguments()
    every: list[Played] = []
    try:
        by_shop = chosen(asked)
        if asked.url and len(by_shop) > 1:
            raise BadTalks(["--url is one house, and these talks belong to several shops"])
        for shop, talks in by_shop.items():
            with house_of(asked, shop) as (url, token):
                played = asyncio.run(play_all(talks, url, token, VARIANTS[asked.variant]))
            for one in played:
                for line in transcript(one, whole=asked.show):
                    print(line)
            every += played
            print(f"\n{shop}: {closing_line(played)}", flush=True)
    except (BadTalks, NoHouse) as error:
        print(error, file=sys.stderr)
        return 2
    except aiohttp.ClientConnectorError as error:
        print(f"the house cannot be reached: {error}", file=sys.stderr)
        return 2
    if len(by_shop) > 1:
        print(f"all: {closing_line(every)}")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
