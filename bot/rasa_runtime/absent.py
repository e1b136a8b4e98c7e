"""Import stand-ins for what Rasa imports although nothing here uses it.

Rasa 3.6.21 imports TensorFlow at start for type annotations and base classes of DIET and TED; it is not installed. And
it imports every database, channel and drawing package that any of its parts could need; a server with a REST channel
and our own tracker store needs none of them, and they are half of its start. Any attempt to use a stand-in fails
loudly.
"""

from __future__ import annotations

import contextlib
import importlib.abc
import importlib.machinery
import importlib.util
import sys
from types import ModuleType
from typing import Any, Sequence

TENSORFLOW = ("tensorflow", "tensorflow_addons", "tensorflow_hub", "tensorflow_text", "keras")

UNUSED_BY_SERVER = (
    # Tracker stores, lock stores, event brokers and model storages other than the ones used here.
    "aio_pika", "boto3", "botocore", "bson", "pymongo", "redis", "sqlalchemy",
    # Public channels: those belong to the bot.
    "aiogram", "fbmessenger", "mattermostwrapper", "rocketchat_API", "slack_sdk", "twilio", "webexteamssdk",
    # Drawing and asking on a terminal.
    "matplotlib", "prompt_toolkit", "questionary",
    # Schedules the components in training; the server calls them one after the other (bot.rasa_runtime.prediction).
    "dask",
)  # fmt: skip
"""Installed with Rasa, left out by ``rasa run`` with the fixes."""

CALLED_AT_IMPORT = frozenset({"declarative_base"})
"""Functions that Rasa calls while it is imported; every other lower-case name is taken for a module."""


class _AbsentType(type):
    """Lets ``Absent`` stand wherever a class, a decorator or a namespace is asked for at import time."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Absent

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        if cls is not Absent:
            raise RuntimeError(f"{cls.__name__} needs a package that is not installed or left out here")
        if len(args) == 1 and not kwargs and callable(args[0]):
            return args[0]
        # Also the decorator that a call with arguments makes.
        return Absent

    def __getitem__(cls, _item: Any) -> Any:
        return Absent

    def __or__(cls, _other: Any) -> Any:
        return Absent

    __ror__ = __or__


class Absent(metaclass=_AbsentType):
    """Something of a package that is not there."""


class AbsentError(Exception):
    """An error of a package that is not there: may be named in an ``except``, is never raised."""


class _AbsentModule(ModuleType):
    __path__: Sequence[str] = []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if name.endswith(("Error", "Exception", "Failure")):
            return AbsentError
        if name[:1].islower() and name not in CALLED_AT_IMPORT:
            return importlib.import_module(f"{self.__name__}.{name}")
        return Absent


class _AbsentFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def __init__(self, packages: Sequence[str]) -> None:
        self.packages = frozenset(packages)

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        if fullname.split(".", maxsplit=1)[0] in self.packages:
            return importlib.machinery.ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return _AbsentModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        module.__version__ = "0"  # type: ignore[attr-defined]


def stand_in() -> bool:
    """Install the stand-in for TensorFlow if it is absent; says whether it was."""
    if importlib.util.find_spec("tensorflow") is not None:
        return False
    # spaCy's thinc asks whether TensorFlow can be imported and then calls it; it must see that it cannot.
    with contextlib.suppress(ImportError):
        import thinc.compat  # noqa: F401
    sys.meta_path.append(_AbsentFinder(TENSORFLOW))
    return True


def leave_out(packages: Sequence[str] = UNUSED_BY_SERVER) -> None:
    """Do not import ``packages``, although they are installed."""
    sys.meta_path.insert(0, _AbsentFinder(packages))
