"""``python -m bench``: every case, or those named; ``--quick`` for a look while working."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path

import aiohttp

from bench import actions, cases, messenger, nlu_quality, nlu_report, ours, rasa_alone, search, stock, talks
from bench.page import PAGE, write_page
from bench.report import LOWEST, TARGETS, Line, Report, say
from bench.trees import ROOT, CannotRun, Failed

RUNS = "first_run"
SPOKEN: dict[str, Callable[[Report, Sequence[cases.Party], cases.Sizes], Awaitable[None]]] = {
    "memory": cases.memory,
    "reply_latency": cases.reply_latency,
    "concurrency": cases.concurrency,
}
ALONE = ("rasa", "nlu", "long_talk")
TRAINING, NLU_REPORT = "training", "nlu_report"
PLATFORMS = {**messenger.CASES, **messenger.LONG}
NAMES = (RUNS, *SPOKEN, talks.NAME, search.NAME, *ALONE, TRAINING, NLU_REPORT, "stock", *PLATFORMS)
TARGETS.update(messenger.TARGETS)
TARGETS.update(search.TARGETS)
LOWEST.update(search.LOWEST)

PATIENCE = 1800
"""Seconds for one case; the stock server's environment and training take longer and have limits of their own."""

QUICK_ROWS = 60
OUTSIDE_FILE = "BENCH_OUTSIDE_TSV"


async def measure(report: Report, asked: argparse.Namespace, chosen: Sequence[str], logs: Path, scratch: Path) -> None:
    """All chosen cases; one that cannot run or fails is reported and does not keep the others from running."""
    made: stock.Stock | None = None
    start: float | None = None
    if any(name not in (RUNS, talks.NAME, search.NAME, NLU_REPORT, *PLATFORMS) for name in chosen):
        made, start = await beside_stock(report, asked, chosen, logs, scratch)
    for name, case in PLATFORMS.items():
        if name in chosen:
            async with reporting(report, name):
                await case(report, messenger.QUICK if asked.quick else messenger.Sizes(), scratch, logs)
    if talks.NAME in chosen:
        async with reporting(report, talks.NAME, talks.PATIENCE):
            await talks.talks(report, asked.quick, scratch, logs)
    if search.NAME in chosen:
        async with reporting(report, search.NAME, search.PATIENCE):
            await search.search(report, asked.quick, scratch, logs)
    # By themselves: nothing of ours runs beside them.
    if NLU_REPORT in chosen:
        if asked.quick:
            report.skip(NLU_REPORT, "left out by --quick")
        else:
            async with reporting(report, NLU_REPORT, nlu_report.PATIENCE):
                await nlu_report.cross_validate(report, scratch, logs)
    if RUNS in chosen:
        if asked.quick:
            report.skip(RUNS, "left out by --quick")
        else:
            async with reporting(report, RUNS):
                await cases.first_and_second_run(report, scratch, logs, made, start)


async def beside_stock(
    report: Report, asked: argparse.Namespace, chosen: Sequence[str], logs: Path, scratch: Path
) -> tuple[stock.Stock | None, float | None]:
    """The cases that a stock server runs beside; that server as it was made and the seconds of its start, if any."""
    made: stock.Stock | None = None
    start: float | None = None
    async with contextlib.AsyncExitStack() as servers:
        other: ours.Server | None = None
        actions_url = await servers.enter_async_context(actions.served())
        async with reporting(report, "stock", stock.INSTALL_PATIENCE + 2 * stock.TRAIN_PATIENCE):
            if asked.no_stock:
                raise CannotRun("left out by --no-stock")
            made = await prepare_stock(report, asked, chosen, scratch, logs)
            say("stock: rasa run")
            other = await servers.enter_async_context(stock.served(made, actions_url, logs))
            start = other.start_seconds
            report.add(Line("stock", "start", start, "s"))
        if TRAINING in chosen:
            async with reporting(report, TRAINING):
                await rasa_alone.training(report, scratch, logs, made)
        await alone(report, asked, chosen, other, actions_url, scratch, logs)
        await talk(report, asked, chosen, other, scratch, logs)
    return made, start


async def prepare_stock(
    report: Report, asked: argparse.Namespace, chosen: Sequence[str], scratch: Path, logs: Path
) -> stock.Stock:
    """Environment and model of the stock server."""
    if asked.quick and "stock" not in chosen and not stock.is_installed():
        raise CannotRun(".venv-stock is not made, and --quick does not make it")
    say("stock: environment and training (many minutes)")
    made = await stock.prepare(scratch, logs, 0 if asked.quick else asked.stock_budget)
    if made.install_seconds is None:
        report.add(Line("stock", "install", None, "s", skipped="the environment was there"))
    else:
        report.add(Line("stock", "install", made.install_seconds, "s"))
    report.add(Line("stock", "epochs", made.epochs, ""))
    report.add(Line("stock", "train", made.train_seconds, "s"))
    if made.epochs < stock.EPOCHS and made.all_epochs_seconds:
        report.add(Line("stock", f"train_{stock.EPOCHS}_epochs_calculated", made.all_epochs_seconds, "s"))
    return made


async def alone(
    report: Report, asked: argparse.Namespace, chosen: Sequence[str], other: ours.Server | None, actions_url: str,
    scratch: Path, logs: Path,
) -> None:  # fmt: skip
    """The cases that ask Rasa itself."""
    if not set(chosen) & set(ALONE):
        return
    async with contextlib.AsyncExitStack() as servers, reporting(report, "rasa_server"):
        say("ours: Rasa alone")
        await ours.train(scratch, logs)
        mine = await servers.enter_async_context(rasa_alone.served(scratch / "rasa", actions_url, logs))
        both = {"ours": mine, **({"stock": other} if other else {})}
        if "rasa" in chosen:
            async with reporting(report, "rasa"):
                await rasa_alone.alone(report, mine, other, asked.quick)
        if "nlu" in chosen:
            for name, path in (("nlu", asked.rows), ("nlu_outside", asked.outside)):
                async with reporting(report, name):
                    if path is None:
                        raise CannotRun(f"no file was given (--outside or {OUTSIDE_FILE})")
                    rows = nlu_quality.load_rows(path)
                    few = rows[:: max(1, len(rows) // QUICK_ROWS)] if asked.quick else rows
                    await nlu_quality.measure(report, name, few, both)
        if "long_talk" in chosen:
            async with reporting(report, "long_talk"):
                await rasa_alone.long_talk(report, mine, other, asked.quick)


async def talk(
    report: Report, asked: argparse.Namespace, chosen: Sequence[str], other: ours.Server | None,
    scratch: Path, logs: Path,
) -> None:  # fmt: skip
    """The cases in which something is said to the whole house, with the stock server where there is one."""
    names = [name for name in chosen if name in SPOKEN]
    if not names:
        return
    if other is None:
        say("no stock server: ours is measured alone, without ratios")
    async with contextlib.AsyncExitStack() as servers:
        try:
            say("ours: bot serve")
            server = await servers.enter_async_context(ours.served(scratch / "ours", logs))
        except (CannotRun, Failed) as error:
            for name in names:
                (report.skip if isinstance(error, CannotRun) else report.fail)(name, f"our server: {error}")
            return
        http = await servers.enter_async_context(aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)))
        parties = [cases.our_party(server), *([cases.stock_party(other, http)] if other else [])]
        for name in names:
            async with reporting(report, name):
                await SPOKEN[name](report, parties, cases.QUICK if asked.quick else cases.Sizes())


@contextlib.asynccontextmanager
async def reporting(report: Report, name: str, patience: float = PATIENCE) -> AsyncIterator[None]:
    """Never silent, never endless: what keeps a case from its figures becomes a line."""
    try:
        async with asyncio.timeout(patience):
            yield
    except CannotRun as error:
        report.skip(name, str(error))
    except TimeoutError:
        report.fail(name, f"took longer than {patience:.0f} s or waited for an answer in vain")
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
    parser.add_argument(
        "--stock-budget", type=float, default=stock.BUDGET, metavar="SECONDS",
        help="for the epochs of the stock classifier; it gets as many of its 100 as fit (default: %(default)s)",
    )  # fmt: skip
    parser.add_argument(
        "--rows", type=Path, default=nlu_quality.ROWS, metavar="TSV", help="labelled texts: text, intent, stage, style"
    )
    parser.add_argument(
        "--outside", type=Path, default=os.environ.get(OUTSIDE_FILE), metavar="TSV",
        help=f"texts of others: text, stage (or {OUTSIDE_FILE})",
    )  # fmt: skip
    return parser.parse_args()


async def main() -> int:
    """Measure, keep, and write the page once every case was measured; 1 if something failed or a message was lost."""
    asked = arguments()
    task = asyncio.current_task()
    assert task is not None
    for sign in (signal.SIGINT, signal.SIGTERM):
        # Cancelling lets every server end in its own order.
        asyncio.get_running_loop().add_signal_handler(sign, task.cancel)
    folder = ROOT / "var" / "bench"
    report = Report(folder, for_page=not (asked.quick or asked.no_stock))
    chosen = [name for name in NAMES if (name in asked.only if asked.only else name not in messenger.LONG)]
    with tempfile.TemporaryDirectory(prefix="dong-hanh-bench-", ignore_cleanup_errors=True) as scratch:
        await measure(report, asked, chosen, folder / "log", Path(scratch))
    if not (asked.quick or asked.no_stock):
        missing = write_page(folder, [name for name in NAMES if name not in (*messenger.LONG, "stock")], cases.Sizes())
        page = PAGE.relative_to(ROOT)
        say(f"not written: {page}, for want of {', '.join(missing)}" if missing else f"written: {page}")
    say(f"kept: {report.path.relative_to(ROOT)}")
    return 1 if report.has_faults else 0


if __name__ == "__main__":
    try:
        sys.exit(asyncio.run(main()))
    except (KeyboardInterrupt, asyncio.CancelledError):
        sys.exit(130)
