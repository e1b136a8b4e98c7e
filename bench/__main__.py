"""``python -m bench``: every case, or those named; ``--quick`` for a look while working."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path

import aiohttp

from bench import cases, messenger, ours, stock
from bench.report import PAGE, TARGETS, Line, Report, say, write_page
from bench.trees import ROOT, CannotRun, Failed

RUNS = "first_run"
TALKS: dict[str, Callable[[Report, Sequence[cases.Party], cases.Sizes], Awaitable[None]]] = {
    "memory": cases.memory,
    "reply_latency": cases.reply_latency,
    "concurrency": cases.concurrency,
}
NAMES = (RUNS, *TALKS, "stock", *messenger.CASES, *messenger.LONG)
TARGETS.update(messenger.TARGETS)

PATIENCE = 1800
"""Seconds for one case, of which installing and training TensorFlow may need most."""


async def measure(
    report: Report, chosen: Sequence[str], quick: bool, with_stock: bool, logs: Path, scratch: Path
) -> None:
    """All chosen cases; one that cannot run or fails is reported and does not keep the others from running."""
    made: stock.Stock | None = None
    stock_start: float | None = None
    if any(name in TALKS or name == "stock" for name in chosen):
        async with contextlib.AsyncExitStack() as servers:
            parties: list[cases.Party] = []
            async with reporting(report, "stock"):
                if not with_stock:
                    raise CannotRun("left out by --no-stock")
                made = await prepare_stock(report, quick and "stock" not in chosen, scratch, logs)
                say("stock: rasa run")
                server = await servers.enter_async_context(stock.served(made, logs))
                stock_start = server.start_seconds
                report.add(Line("stock", "start", stock_start, "s"))
                http = await servers.enter_async_context(aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)))
                parties.append(cases.stock_party(server, http))
            await talk(report, [name for name in chosen if name in TALKS], parties, quick, servers, scratch, logs)
    for name, case in {**messenger.CASES, **messenger.LONG}.items():
        if name in chosen:
            async with reporting(report, name):
                await case(report, messenger.QUICK if quick else messenger.Sizes(), scratch, logs)
    # By themselves: nothing of ours runs beside them.
    if RUNS in chosen:
        if quick:
            report.skip(RUNS, "left out by --quick")
        else:
            async with reporting(report, RUNS):
                await cases.first_and_second_run(report, scratch, logs, made, stock_start)


async def prepare_stock(report: Report, only_if_there: bool, scratch: Path, logs: Path) -> stock.Stock:
    """Environment and model of the stock server."""
    if only_if_there and not stock.is_installed():
        raise CannotRun(".venv-stock is not made, and --quick does not make it")
    say("stock: environment and `rasa init` (minutes)")
    made = await stock.prepare(scratch, logs)
    if made.install_seconds is None:
        report.add(Line("stock", "install", None, "s", skipped="the environment was there"))
    else:
        report.add(Line("stock", "install", made.install_seconds, "s"))
    report.add(Line("stock", "train", made.train_seconds, "s"))
    return made


async def talk(
    report: Report, chosen: Sequence[str], parties: list[cases.Party], quick: bool,
    servers: contextlib.AsyncExitStack, scratch: Path, logs: Path,
) -> None:  # fmt: skip
    """The cases in which something is said, with the stock server where there is one."""
    if not chosen:
        return
    if not (parties and parties[0].name == "stock"):
        say("no stock server: ours is measured alone, without ratios")
    try:
        say("ours: bot serve")
        server = await servers.enter_async_context(ours.served(scratch / "ours", logs))
    except (CannotRun, Failed) as error:
        for name in chosen:
            (report.skip if isinstance(error, CannotRun) else report.fail)(name, f"our server: {error}")
        return
    parties.insert(0, cases.our_party(server))
    for name in chosen:
        async with reporting(report, name):
            await TALKS[name](report, parties, cases.QUICK if quick else cases.Sizes())


@contextlib.asynccontextmanager
async def reporting(report: Report, name: str) -> AsyncIterator[None]:
    """Never silent, never endless: what keeps a case from its figures becomes a line."""
    try:
        async with asyncio.timeout(PATIENCE):
            yield
    except CannotRun as error:
        report.skip(name, str(error))
    except TimeoutError:
        report.fail(name, f"took longer than {PATIENCE} s or waited for an answer in vain")
    except ExceptionGroup as group:
        report.fail(name, "; ".join(sorted({f"{type(one).__name__}: {one}" for one in group.exceptions})))
    except Exception as error:
        report.fail(name, f"{type(error).__name__}: {error}")


def arguments() -> argparse.Namespace:
    """What may be asked for."""
    parser = argparse.ArgumentParser(
        prog="python -m bench", description="Measure speed and memory beside a stock Rasa."
    )
    parser.add_argument(
        "--only", action="append", choices=NAMES, metavar="NAME", help=f"one of {', '.join(NAMES)}; repeatable"
    )
    parser.add_argument(
        "--quick", action="store_true", help="few messages, no fresh checkout; for a look while working"
    )
    parser.add_argument(
        "--no-stock", action="store_true", help="without the stock Rasa: no ratios, no 2.5 GB environment"
    )
    return parser.parse_args()


async def main() -> int:
    """Measure, keep, and after a full run write the page; 1 when something failed or a message was lost."""
    asked = arguments()
    task = asyncio.current_task()
    assert task is not None
    for sign in (signal.SIGINT, signal.SIGTERM):
        # Cancelling lets every server end in its own order.
        asyncio.get_running_loop().add_signal_handler(sign, task.cancel)
    folder = ROOT / "var" / "bench"
    report = Report(folder)
    chosen = [name for name in NAMES if (name in asked.only if asked.only else name not in messenger.LONG)]
    with tempfile.TemporaryDirectory(prefix="dong-hanh-bench-", ignore_cleanup_errors=True) as scratch:
        await measure(report, chosen, asked.quick, not asked.no_stock, folder / "log", Path(scratch))
    if not (asked.only or asked.quick or asked.no_stock):
        write_page(report.lines, cases.Sizes())
        say(f"written: {PAGE.relative_to(ROOT)}")
    say(f"kept: {report.path.relative_to(ROOT)}")
    return 1 if report.has_faults else 0


if __name__ == "__main__":
    try:
        sys.exit(asyncio.run(main()))
    except (KeyboardInterrupt, asyncio.CancelledError):
        sys.exit(130)
