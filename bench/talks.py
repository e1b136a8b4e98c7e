"""How well whole talks go (tests/talks): facts and end states, as written down and in other spellings, and how fast."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path

from bench import ours
from bench.measures import percentile
from bench.report import Line, Report, say
from bench.trees import ROOT

sys.path.insert(0, str(ROOT / "tests"))
from talks.figures import Played, Share, kept, seconds, talks_right, turns_right, wishes_served
from talks.house import files_of
from talks.judge import SHOPS, load_talks
from talks.play import play_all
from talks.variants import VARIANTS, plain

NAME = "talks"
PATIENCE = 3600
"""Seconds: each of some thousand turns is said three times."""

QUICK_EVERY = 5
SPELLINGS = {name: variant for name, variant in VARIANTS.items() if variant is not plain}

Plays = Mapping[str, Sequence[Played]]
"""What was played, by the spelling."""


async def talks(report: Report, quick: bool, scratch: Path, logs: Path) -> None:
    """Every talk with its own shop, in every spelling that changes it; then the figures, over all and by shop."""
    by_shop: dict[str, Plays] = {}
    for shop in SHOPS:
        by_shop[shop] = await played_with(shop, quick, scratch / f"{NAME}_{shop}", logs)
    every = {
        name: list(chain.from_iterable(plays[name] for plays in by_shop.values())) for name in ("plain", *SPELLINGS)
    }
    for line in [*lines(every), *speed_lines(every["plain"])]:
        report.add(line)
    for shop, plays in by_shop.items():
        for line in lines(plays, f"_{shop}"):
            report.add(line)


async def played_with(shop: str, quick: bool, folder: Path, logs: Path) -> Plays:
    """All talks of one shop, against a server that knows no other."""
    wanted = load_talks([shop])[:: QUICK_EVERY if quick else 1]
    token = secrets.token_urlsafe(16)
    say(f"{NAME}: bot serve for the shop {shop}")
    async with ours.served(folder, logs, files_of(shop), BOT_API_TOKEN=token) as server:
        say(f"{NAME}: {len(wanted)} talks with {shop}")
        plays = {"plain": await play_all(wanted, server.url, token)}
        for name, variant in SPELLINGS.items():
            changed = [talk for talk in wanted if any(variant(turn.user) != turn.user for turn in talk.turns)]
            say(f"{NAME}: {len(changed)} talks with {shop}, {name}")
            plays[name] = await play_all(changed, server.url, token, variant)
    return plays


def lines(plays: Plays, of: str = "") -> list[Line]:
    """What was right, and what stays right in another spelling."""
    written = plays["plain"]
    shares = {
        "turns_right": turns_right(written),
        "talks_right": talks_right(written),
        "several_wishes_served": wishes_served(written),
        **{f"kept_{name}": kept(written, plays[name]) for name in SPELLINGS},
    }
    counts = [Line(NAME, f"{what}{of}", shares[f"{what}_right"].of, "") for what in ("talks", "turns")]
    return [*counts, *(Line(NAME, f"{metric}{of}", percent(share), "%") for metric, share in shares.items())]


def speed_lines(written: Sequence[Played]) -> list[Line]:
    """How long a reply takes, and how much longer where three things or more are asked for at once."""
    one = percentile(seconds(written, lambda count: count == 1), 95)
    three = percentile(seconds(written, lambda count: count >= 3), 95)
    return [
        Line(NAME, "p95_one_wish", one, "ms"),
        Line(NAME, "p95_three_wishes", three, "ms"),
        Line(NAME, "three_wishes_to_one", three / one if one and three else None, "times"),
    ]


def percent(share: Share) -> float | None:
    """None of none."""
    return None if share.share is None else 100 * share.share
