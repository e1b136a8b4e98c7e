"""``python -m bot``: every command that docs and operators use."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from bot.settings import Settings, SettingsError, load_settings

EXPORTS = ("leads", "conversations", "journey", "sources", "surveys")
IMPORTS = ("shop", "catalogue", "faq", "offers", "orders")


def parser() -> argparse.ArgumentParser:
    """The commands and their arguments."""
    top = argparse.ArgumentParser(prog="python -m bot", description="Đồng Hành, the shop assistant.")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("serve", help="start everything")
    train = commands.add_parser("train", help="train the model if its inputs changed")
    train.add_argument("--force", action="store_true", help="train even if nothing changed, and fit anew")
    train.add_argument("--ship", action="store_true", help="bring the fit that comes with the project up to date, too")
    doctor = commands.add_parser("doctor", help="look at the running service and its data, and say what is missing")
    doctor.add_argument("--offline", action="store_true", help="do not ask whether product pages are there")
    db = commands.add_parser("db", help="database").add_subparsers(dest="action", required=True)
    db.add_parser("upgrade", help="bring the schema up to date")
    agent = commands.add_parser("agent", help="accounts").add_subparsers(dest="action", required=True)
    add = agent.add_parser("add", help="make an account")
    add.add_argument("email")
    add.add_argument("--role", choices=("agent", "admin"), default="agent")
    add.add_argument("--name")
    agent.add_parser("password", help="give an account another password").add_argument("email")
    agent.add_parser("disable", help="close an account").add_argument("email")
    imports = commands.add_parser("import", help="bring a file in")
    imports.add_argument("what", choices=IMPORTS)
    imports.add_argument("file", type=Path)
    imports.add_argument("--check", action="store_true", help="say what it would change, and change nothing")
    export = commands.add_parser("export", help="write CSV to standard output")
    export.add_argument("what", choices=EXPORTS)
    person = commands.add_parser("person", help="a person's data: hand over or erase")
    person.add_argument("what", choices=("export", "erase"))
    person.add_argument("id")
    messenger = commands.add_parser("messenger", help="the Facebook Page").add_subparsers(dest="action", required=True)
    for name, told in (
        ("setup", "write profile and subscriptions to Meta, and check everything"),
        ("check", "check everything and change nothing"),
        ("resume", "send again after Meta or an error stopped the Page"),
    ):
        messenger.add_parser(name, help=told).add_argument("--file", type=Path, help="profile, instead of the set one")
    commands.add_parser("nlu", help="read texts from standard input")
    commands.add_parser("journey", help="read conversations from standard input")
    return top


def main() -> int:
    """Run one command; settings that do not add up are told in words."""
    arguments = parser().parse_args()
    try:
        settings = load_settings()
        return run(arguments, settings)
    except SettingsError as error:
        print(f"settings: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Do what was typed; each command imports what it needs, so that a small one starts quickly."""
    return COMMANDS[arguments.command](arguments, settings)


def _serve(_arguments: argparse.Namespace, settings: Settings) -> int:
    from bot.commands import serving
    from bot.dialogue.training import TrainingFailed

    try:
        return serving.serve(settings)
    except TrainingFailed as error:
        return _failed(error)


def _train(arguments: argparse.Namespace, settings: Settings) -> int:
    from bot.dialogue.training import TrainingFailed, ship_fit, train

    try:
        done = train(settings, arguments.force)
        shipped = arguments.ship and ship_fit(settings)
    except TrainingFailed as error:
        return _failed(error)
    print("the model is trained" if done else "the model is up to date")
    if shipped:
        print("data/fit is made anew: commit it together with what you changed")
    return 0


def _doctor(arguments: argparse.Namespace, settings: Settings) -> int:
    from bot.commands import doctor

    return doctor.doctor(settings, online=not arguments.offline)


def _db(_arguments: argparse.Namespace, settings: Settings) -> int:
    from bot.commands import data

    return data.db_upgrade(settings)


def _agent(arguments: argparse.Namespace, settings: Settings) -> int:
    from bot.commands import data

    match arguments.action:
        case "password":
            return data.agent_password(settings, arguments.email)
        case "disable":
            return data.agent_disable(settings, arguments.email)
    return data.agent_add(settings, arguments.email, arguments.role, arguments.name)


def _import(arguments: argparse.Namespace, settings: Settings) -> int:
    from bot.commands import data

    return data.import_file(settings, arguments.what, arguments.file, check=arguments.check)


def _export(arguments: argparse.Namespace, settings: Settings) -> int:
    from bot.commands import data

    return data.export(settings, arguments.what)


def _person(arguments: argparse.Namespace, settings: Settings) -> int:
    from bot.commands import data

    return data.person(settings, arguments.what, arguments.id)


def _messenger(arguments: argparse.Namespace, settings: Settings) -> int:
    from bot.commands import messenger

    return messenger.messenger(settings, arguments.action, arguments.file)


def _read(arguments: argparse.Namespace, settings: Settings) -> int:
    from bot.commands import reading

    try:
        return reading.nlu(settings) if arguments.command == "nlu" else reading.journey(settings)
    except RuntimeError as error:
        return _failed(error)


def _failed(error: Exception) -> int:
    print(error, file=sys.stderr)
    return 1


COMMANDS: Mapping[str, Callable[[argparse.Namespace, Settings], int]] = {
    "serve": _serve,
    "train": _train,
    "doctor": _doctor,
    "db": _db,
    "agent": _agent,
    "import": _import,
    "export": _export,
    "person": _person,
    "messenger": _messenger,
    "nlu": _read,
    "journey": _read,
}


if __name__ == "__main__":
    sys.exit(main())
