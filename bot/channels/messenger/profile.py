"""What stands on the Page besides talk: greeting, Get Started, ice breakers, menu; read from a file of the shop's."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from bot.channels.messenger.splitting import size

GREETING = 160
ICE_BREAKERS = 4
QUESTION = 80
MENU_ITEMS = 20
MENU_TITLE = 30
PAYLOAD = 1000
LOCALES = ("default", "vi_VN")
"""What Messenger falls back to, and what most people here see."""
LOCALE = re.compile(r"(?:default|[a-z]{2}_[A-Z]{2})\Z")
COMMAND = re.compile(r"/[a-z][a-z0-9_]*(?:\{.*\})?\Z", re.DOTALL)
NEVER = ("/restart", "/session_start", "/back")
"""Commands of the dialogue engine itself."""

ORIGINS = {"start": "get_started", "ice": "ice_breaker", "menu": "menu"}
"""Our payloads begin with where they stand, so that a press tells where somebody came from."""


class ProfileProblem(Exception):
    """The file cannot be used; one line for each problem."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass
class Profile:
    """The file, checked."""

    greeting: dict[str, str] = field(default_factory=dict)
    get_started: str = "/greet"
    ice_breakers: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    menu: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    composer: bool = True
    """Whether people may type; only a menu otherwise."""
    refs: dict[str, str] = field(default_factory=dict)
    """What happens to who comes by an m.me link with a ``ref``; anybody may make a link, so only these are obeyed."""

    def wanted(self) -> dict[str, Any]:
        """The fields of the Messenger Profile API."""
        return {
            "get_started": {"payload": f"start:{self.get_started}"},
            "greeting": [{"locale": locale, "text": text} for locale, text in self.greeting.items()],
            "ice_breakers": [
                {
                    "locale": locale,
                    "call_to_actions": [
                        {"question": one["question"], "payload": f"ice:{one['command']}"} for one in questions
                    ],
                }
                for locale, questions in self.ice_breakers.items()
            ],
            "persistent_menu": [
                {
                    "locale": locale,
                    "composer_input_disabled": not self.composer,
                    "call_to_actions": [_menu_item(item) for item in items],
                }
                for locale, items in self.menu.items()
            ],
        }

    def commands(self) -> set[str]:
        """Every command that the file names."""
        found = {self.get_started, *self.refs.values()}
        found |= {one["command"] for questions in self.ice_breakers.values() for one in questions}
        return found | {item["command"] for items in self.menu.values() for item in items if "command" in item}


def _menu_item(item: Mapping[str, str]) -> dict[str, str]:
    if "url" in item:
        return {"type": "web_url", "title": item["title"], "url": item["url"]}
    return {"type": "postback", "title": item["title"], "payload": f"menu:{item['command']}"}


def read_payload(payload: str | None) -> tuple[str | None, str | None]:
    """Where a payload of our own profile stands and its command; (None, None) for any other."""
    origin, _, command = (payload or "").partition(":")
    if origin in ORIGINS and is_command(command):
        return ORIGINS[origin], command
    if payload == "GET_STARTED":
        return "get_started", "/greet"
    return None, None


def is_command(text: str) -> bool:
    """Whether this may drive the dialogue."""
    return bool(COMMAND.match(text)) and not text.startswith(NEVER)


def load_profile(path: Path, shop: str = "") -> Profile:
    """Read the file; ``{shop}`` in it is the shop's name. Raises ``ProfileProblem`` with every problem, or OSError."""
    try:
        data = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")) or {}
    except (YAMLError, UnicodeDecodeError) as error:
        raise ProfileProblem([f"not YAML: {str(error).splitlines()[0]}"]) from None
    if not isinstance(data, Mapping):
        raise ProfileProblem(["the file must hold names and values"])
    checker = _Checker(shop)
    profile = checker.read(data)
    if checker.problems:
        raise ProfileProblem(checker.problems)
    return profile


class _Checker:
    """Collects every problem instead of stopping at the first."""

    def __init__(self, shop: str) -> None:
        self.problems: list[str] = []
        self._shop = shop

    def read(self, data: Mapping[str, Any]) -> Profile:
        """Read all parts."""
        known = {"greeting", "get_started", "ice_breakers", "menu", "composer", "refs"}
        self.problems += [f"{name}: unknown" for name in data if name not in known]
        profile = Profile(composer=bool(data.get("composer", True)))
        profile.get_started = self._command("get_started", data.get("get_started", "/greet"))
        for locale, text in self._locales("greeting", data.get("greeting")):
            profile.greeting[locale] = self._text(f"greeting {locale}", text, GREETING)
        for locale, rows in self._locales("ice_breakers", data.get("ice_breakers")):
            profile.ice_breakers[locale] = self._ice_breakers(f"ice_breakers {locale}", rows)
        for locale, rows in self._locales("menu", data.get("menu")):
            profile.menu[locale] = self._menu(f"menu {locale}", rows)
        refs = data.get("refs") or {}
        if not isinstance(refs, Mapping):
            self.problems.append("refs: names with commands")
            refs = {}
        profile.refs = {str(ref): self._command(f"refs {ref}", command) for ref, command in refs.items()}
        return profile

    def _locales(self, name: str, value: Any) -> list[tuple[str, Any]]:
        if value is None:
            return []
        if not isinstance(value, Mapping):
            self.problems.append(f"{name}: one part a locale (default, vi_VN, …)")
            return []
        for locale in LOCALES:
            if locale not in value:
                self.problems.append(f"{name}: {locale} is missing")
        self.problems += [f"{name}: {locale} is no locale" for locale in value if not LOCALE.match(str(locale))]
        return [(str(locale), part) for locale, part in value.items()]

    def _rows(self, name: str, rows: Any, most: int) -> list[Mapping[str, Any]]:
        if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
            self.problems.append(f"{name}: a list")
            return []
        if not 0 < len(rows) <= most:
            self.problems.append(f"{name}: 1 to {most}, not {len(rows)}")
        return rows

    def _ice_breakers(self, name: str, rows: Any) -> list[dict[str, str]]:
        return [
            {
                "question": self._text(f"{name}, {number}", row.get("question"), QUESTION),
                "command": self._command(f"{name}, {number}", row.get("command")),
            }
            for number, row in enumerate(self._rows(name, rows, ICE_BREAKERS), 1)
        ]

    def _menu(self, name: str, rows: Any) -> list[dict[str, str]]:
        items = []
        for number, row in enumerate(self._rows(name, rows, MENU_ITEMS), 1):
            where = f"{name}, {number}"
            item = {"title": self._text(where, row.get("title"), MENU_TITLE)}
            if "url" in row:
                item["url"] = str(row["url"])
                if not item["url"].startswith("https://"):
                    self.problems.append(f"{where}: an address begins with https://")
            else:
                item["command"] = self._command(where, row.get("command"))
            items.append(item)
        return items

    def _text(self, where: str, value: Any, most: int) -> str:
        text = str(value or "").replace("{shop}", self._shop).strip()
        if not text:
            self.problems.append(f"{where}: empty")
        elif size(text) > most:
            self.problems.append(f"{where}: {size(text)} characters, at most {most}")
        return text

    def _command(self, where: str, value: Any) -> str:
        text = str(value or "")
        if not is_command(text) or len(text) > PAYLOAD - 10:
            self.problems.append(f"{where}: {text or 'nothing'} is no command, such as /ask_human")
        return text
