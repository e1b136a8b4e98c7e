"""``python -m bot doctor``: looks at the running service and its data, says what is missing and how to mend it.

Where a service runs, what it was started with counts, not the settings of this shell. Where none runs, those are all
there is.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import socket
import subprocess
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError

from sqlalchemy.engine import make_url

from bot.commands.data_checks import NotThere, look_at_data
from bot.commands.messenger import messenger_findings
from bot.commands.running import Found, Running, differing, find_service
from bot.dialogue.training import is_trained
from bot.services.fitness import Finding, advice, missing
from bot.settings import Settings, SettingsError

PAGE_SECONDS = 3
HEALTH_SECONDS = 10
PAGES_TRIED = 3
CURES = {
    "rasa": "its log is rasa/server_0.log in BOT_VAR_DIR; it is started again by itself",
    "store": "the service cannot reach its database: see its log",
}


def doctor(shell: Settings, *, online: bool = True) -> int:
    """Print one line a check; 1 if anything is missing. Product pages are asked for unless not ``online``."""
    found = find_service(shell)
    count = 0
    for one in examine(shell, found, online=online):
        mark = "ok     " if one.good else "MISSING" if one.serious else "advice "
        print(f"{mark}  {one.what}" + (f" — {one.cure}" if one.cure else ""))
        count += not one.good and one.serious
    return 1 if count else 0


def examine(shell: Settings, found: Found, *, online: bool = True) -> Iterator[Finding]:
    """Each check, of the service that runs or of what this shell would start."""
    service = found.service
    for pid in found.unreadable:
        yield advice(
            f"process {pid} looks like the service, and its settings are not to be read",
            "run doctor as its user or as root",
        )
    if found.ports:
        ports = ", ".join(map(str, found.ports))
        yield missing(f"several services run, on ports {ports}", "say which: BOT_PORT=… python -m bot doctor")
        return
    with service.in_its_place() if service else nullcontext():
        try:
            settings = service.settings() if service else shell
        except SettingsError as error:
            yield missing("the settings of the running service can be read", str(error))
            return
        if service:
            yield from _of_service(service, settings, shell)
        else:
            yield advice("no service runs here", "what follows is about this shell's settings; `make run` starts it")
            yield from _could_start(settings)
        yield from _of_setup(settings)
        yield from _of_data(settings, online=online)


# ── The service ──


def _of_service(service: Running, settings: Settings, shell: Settings) -> Iterator[Finding]:
    yield Finding(True, f"the service runs (process {service.pid}, port {settings.port or 'unknown'})")
    if others := differing(shell, settings):
        yield advice(
            f"this shell has other settings than the service: {', '.join(others)}",
            "the service's are looked at; commands of this shell, such as import, use the shell's",
        )
    if service.changed_env_file:
        yield missing(".env was changed after the service was started", "restart it")
    if settings.port:
        yield from _of_health(settings)


def _of_health(settings: Settings) -> Iterator[Finding]:
    url = f"{_address(settings)}/health/ready"
    try:
        status, body = _get(url, HEALTH_SECONDS)
        parts = json.loads(body)["parts"]
    except (OSError, HTTPException, ValueError, KeyError, TypeError) as error:
        yield missing(f"the service answers at {url}", f"{error}; see its log, or restart it")
        return
    yield Finding(status == 200, f"the service answers at {url}", "" if status == 200 else "see its log")
    for part, state in parts.items():
        good = state == "ok"
        yield Finding(good, f"its part {part} is {state}", "" if good else CURES.get(part, "see its log"))


def _address(settings: Settings) -> str:
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "") else "[::1]" if settings.host == "::" else settings.host  # noqa: S104
    return f"http://{host}:{settings.port}"


def _get(url: str, seconds: float, method: str = "GET") -> tuple[int, bytes]:
    """Status and body; an error of the page is a status, too. Raises ``OSError`` and ``HTTPException``."""
    request = urllib.request.Request(url, method=method, headers={"User-Agent": "dong-hanh-doctor"})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=seconds) as answer:  # noqa: S310
            return answer.status, answer.read(100_000)
    except HTTPError as error:
        return error.code, error.read(100_000)


def _could_start(settings: Settings) -> Iterator[Finding]:
    if not settings.rasa_addresses:
        yield _port(settings.rasa_port, "for Rasa ", "BOT_RASA_PORT")
    yield _port(settings.actions_port, "for actions ", "BOT_ACTIONS_PORT")
    yield _port(settings.port, "", "BOT_PORT")


def _port(port: int, purpose: str, name: str) -> Finding:
    good = _port_free(port)
    return Finding(good, f"port {port} {purpose}is free", "" if good else f"stop what uses it or set {name}")


def _port_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


# ── What it stands on ──


def _of_setup(settings: Settings) -> Iterator[Finding]:
    if settings.rasa_addresses:
        yield Finding(True, f"Rasa is run elsewhere: {', '.join(settings.rasa_addresses)}")
    else:
        yield _rasa_environment(settings)
        trained = is_trained(settings)
        yield Finding(trained, "model is made of the present inputs", "" if trained else "run `make train`")
    place = next(folder for folder in (settings.var_dir, *settings.var_dir.absolute().parents) if folder.exists())
    free = shutil.disk_usage(place).free / 1e9
    enough = free > 0.5
    yield Finding(
        enough, f"{free:.1f} GB of disk are free", "" if enough else "make room: the database and models need it"
    )
    for good, what, cure in messenger_findings(settings):
        yield Finding(good, what, "" if good else cure)
    if settings.env == "production":
        for value, name, cure in (
            (settings.public_url, "BOT_PUBLIC_URL", "set the address visitors use"),
            (settings.origins, "BOT_ALLOWED_ORIGINS", "list the websites that embed the widget"),
        ):
            yield Finding(bool(value), f"{name} is set", "" if value else cure)


def _rasa_environment(settings: Settings) -> Finding:
    what = f"Rasa's environment at {settings.rasa_python}"
    try:
        done = subprocess.run(
            [str(settings.rasa_python), "-c", "import importlib.metadata as m; print(m.version('rasa'))"],
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return missing(what, "run `make setup`")
    version = done.stdout.strip()
    good = version == "3.6.21"
    return Finding(good, f"{what} has Rasa {version or '?'}", "" if good else "run `make setup`")


# ── Its data ──


def _of_data(settings: Settings, *, online: bool) -> Iterator[Finding]:
    shown = settings.database_url.split("@")[-1]
    address = make_url(settings.database_url)
    if address.get_backend_name() == "sqlite" and not _exists(address.database):
        yield advice(f"there is no database yet at {shown}", "the first start or import makes it")
        return
    try:
        found, skus = asyncio.run(asyncio.wait_for(look_at_data(settings), 30))
    except NotThere as error:
        yield missing(f"database {shown}", str(error))
        return
    except Exception as error:
        yield missing(f"database {shown}", f"{type(error).__name__}: {error}")
        return
    yield Finding(True, f"database {shown} answers")
    yield from found
    if skus:
        yield from _of_pages(settings, skus, online=online)


def _exists(path: str | None) -> bool:
    return path is not None and Path(path).exists()


def _of_pages(settings: Settings, skus: Sequence[str], *, online: bool) -> Iterator[Finding]:
    """Whether the pages that cards lead to are there."""
    if not settings.product_url:
        if settings.demo_shop:
            yield advice(
                "cards lead to the demo shop's pages", "set BOT_PRODUCT_URL=https://your.shop/p/{sku} to lead to yours"
            )
        else:
            yield missing("cards lead nowhere: BOT_PRODUCT_URL is empty and BOT_DEMO_SHOP false", "set the former")
        return
    if not online:
        return
    for sku in skus[:PAGES_TRIED]:
        yield _page(settings.product_url.replace("{sku}", sku))


def _page(url: str) -> Finding:
    cure = "cards lead there: is BOT_PRODUCT_URL right, and is the article in your shop?"
    try:
        status, _ = _get(url, PAGE_SECONDS, "HEAD")
        if status in (403, 405, 501):
            # Many shops answer no HEAD.
            status, _ = _get(url, PAGE_SECONDS)
    except (OSError, HTTPException, ValueError) as error:
        return missing(f"product page {url}", f"{getattr(error, 'reason', error)}; {cure}")
    good = status < 400
    return Finding(good, f"product page {url} answers {status}", "" if good else cure)
