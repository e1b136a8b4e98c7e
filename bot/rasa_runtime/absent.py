"""An import stand-in for TensorFlow and Keras, which Rasa imports although nothing in our pipeline uses them.

Rasa 3.6.21 imports TensorFlow at start for type annotations and base classes of DIET and TED. Without it the process
needs 208 MB instead of 553 and starts in half the time. Used only where TensorFlow is not installed; any attempt to
compute with the stand-in fails loudly.
"""

from __future__ import annotations

import contextlib
import importlib.abc
import importlib.machinery
import importlib.util
import sys
from types import ModuleType
from typing import Any, Sequence

PACKAGES = ("tensorflow", "tensorflow_addons", "tensorflow_hub", "tensorflow_text", "keras")


class _AbsentType(type):
    """Lets ``Absent`` stand wherever a class, a decorator or a namespace is asked for at import time."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Absent

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        if cls is not Absent:
            raise RuntimeError("this component needs TensorFlow, which is not installed here")
        if len(args) == 1 and not kwargs and callable(args[0]):
            return args[0]
        return lambda function: function

    def __getitem__(cls, _item: Any) -> Any:
        return Absent


class Absent(metaclass=_AbsentType):
    """Something of TensorFlow."""


class _AbsentModule(ModuleType):
    __path__: Sequence[str] = []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if name[:1].islower():
            return importlib.import_module(f"{self.__name__}.{name}")
        return Absent


class _AbsentFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        if fullname.split(".", maxsplit=1)[0] in PACKAGES:
            return importlib.machinery.ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return _AbsentModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        module.__version__ = "0"  # type: ignore[attr-defined]


def stand_in() -> bool:
    """Install the stand-in if TensorFlow is absent; says whether it was."""
    if importlib.util.find_spec("tensorflow") is not None:
        return False
    # spaCy's thinc asks whether TensorFlow can be imported and then calls it; it must see that it cannot.
    with contextlib.suppress(ImportError):
        import thinc.compat  # noqa: F401
    sys.meta_path.append(_AbsentFinder())
    return True
