"""Fixes for Rasa 3.6.21, each where measurement showed the time goes; they change speed, never behaviour.

They are tied to the version they were written for: with any other Rasa none is applied, and a test says so.
``BOT_RASA_FIXES=false`` runs without them.
"""

from __future__ import annotations

import copy
import os
from collections import OrderedDict
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Callable

import rasa

from bot.rasa_runtime import VERSION, prediction

REMEMBERED = 512
"""Messages whose reading is remembered."""


def apply() -> list[str]:
    """Apply every fix; returns their names, none for another version of Rasa."""
    if rasa.__version__ != VERSION:
        return []
    applied = []
    for fix in (
        compile_action_schema,
        cache_event_types,
        remember_readings,
        train_without_cache,
        tell_examples_apart_by_text,
        merge_examples_as_they_are,
        pack_model_quickly,
        load_pipeline_once,
        ask_once_whether_domain_is_empty,
        prediction.run_graph_directly,
        prediction.compare_rules_that_can_apply,
        prediction.read_states_once,
    ):
        fix()
        applied.append(fix.__name__)
    return applied


def compile_action_schema() -> None:
    """Check action results with a validator made once.

    ``jsonschema.validate`` checks the constant schema against its meta-schema on every call; that was 77 % of a
    turn with a custom action (63 ms down to 11).
    """
    from jsonschema import ValidationError
    from jsonschema.validators import validator_for
    from rasa.core.actions.action import RemoteAction
    from rasa.shared.constants import DOCS_BASE_URL

    schema = RemoteAction.action_response_format_spec()
    validator = validator_for(schema)(schema)

    def _validate_action_result(self: RemoteAction, result: dict[str, Any]) -> bool:
        from jsonschema.exceptions import best_match

        error = best_match(validator.iter_errors(result))
        if error is None:
            return True
        raise ValidationError(
            f"{error.message}. Failed to validate Action server response from API, make sure your response from the "
            f"Action endpoint is valid. For more information about the format visit {DOCS_BASE_URL}/custom-actions"
        )

    RemoteAction._validate_action_result = _validate_action_result  # type: ignore[method-assign]


def cache_event_types() -> None:
    """Remember which class belongs to an event's type name.

    ``Event.resolve_by_type`` walks all subclasses for each event read back from a tracker.
    """
    from rasa.shared.core import events

    original: Callable[..., Any] = events.Event.resolve_by_type
    known: dict[tuple[str, Any], Any] = {}

    def resolve_by_type(type_name: str, default: Any = None) -> Any:
        key = (type_name, default)
        if key not in known:
            known[key] = original(type_name, default)
        return known[key]

    events.Event.resolve_by_type = staticmethod(resolve_by_type)  # type: ignore[method-assign]


def remember_readings() -> None:
    """Read a text once: the bot asks for its meaning first and then takes the turn with the same text.

    Our components read nothing but the text and the shop's names, so the same text has the same reading as long as
    model and names are the same. Who said it in which message is no part of the reading, although Rasa hands it back in
    one piece: that is the present message's, or an action would serve another visitor.
    """
    from rasa.core.processor import MessageProcessor

    original = MessageProcessor._parse_message_with_graph
    readings: OrderedDict[tuple[int, str, int], dict[str, Any]] = OrderedDict()

    def _parse_message_with_graph(
        self: MessageProcessor, message: Any, tracker: Any, only_output_properties: bool = True
    ) -> dict[str, Any]:
        key = (id(self.graph_runner), str(message.text), _names_as_of())
        if only_output_properties and key in readings:
            readings.move_to_end(key)
            said = {name: getattr(message, name) for name in ("message_id", "metadata") if name in readings[key]}
            return {**copy.deepcopy(readings[key]), **said}
        reading = original(self, message, tracker, only_output_properties)
        if only_output_properties:
            readings[key] = copy.deepcopy(reading)
            if len(readings) > REMEMBERED:
                readings.popitem(last=False)
        return reading

    MessageProcessor._parse_message_with_graph = _parse_message_with_graph  # type: ignore[method-assign]


def _names_as_of() -> int:
    """When the file with the shop's names was written; they change while the server runs."""
    file = os.environ.get("BOT_NAMES_FILE")
    try:
        return Path(file).stat().st_mtime_ns if file else 0
    except OSError:
        return 0


def train_without_cache() -> None:
    """Do not fingerprint and cache what each component made in training.

    ``bot.dialogue.training`` knows whether the inputs changed and trains all or nothing; Rasa would spend half of the
    training time on fingerprints of features that are never looked up.
    """
    from rasa.engine.training.hooks import TrainingHook

    TrainingHook.on_before_node = lambda self, *args, **kwargs: {}  # type: ignore[method-assign]
    TrainingHook.on_after_node = lambda self, *args, **kwargs: None  # type: ignore[method-assign]


def tell_examples_apart_by_text() -> None:
    """Look for the same example twice among those with the same text only.

    Rasa drops doubles from the training data each time it merges or copies them. It takes the digest of everything an
    example holds, tokens too, as its hash, which was a fifth of the training time; equality still asks for the digest.
    """
    from rasa.shared.nlu.constants import ACTION_NAME, INTENT, TEXT
    from rasa.shared.nlu.training_data.message import Message

    def by_text(self: Message) -> int:
        return hash(tuple(str(self.data.get(part)) for part in (TEXT, INTENT, ACTION_NAME)))

    Message.__hash__ = by_text  # type: ignore[method-assign,assignment]


def merge_examples_as_they_are() -> None:
    """Put training data together without a deep copy of each example.

    Rasa makes one each time it merges what its importers found, a tenth of the training time, and never looks at the
    parts again.
    """
    from rasa.shared.nlu.training_data import training_data

    training_data.copy = SimpleNamespace(copy=copy.copy, deepcopy=copy.copy)  # type: ignore[attr-defined]


def pack_model_quickly() -> None:
    """Compress a model as ``gzip`` does when it is not asked for its utmost.

    Rasa takes level 9, which on the classifier's weights was 12 of the 17 seconds that a training without a fit takes;
    level 6 takes one and the archive is a twelfth larger.
    """
    from rasa.engine.storage import local_model_storage

    class Archive(local_model_storage.TarSafe):
        @classmethod
        def open(cls, name: Any = None, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
            level = {"compresslevel": 6} if mode == "w:gz" else {}
            return super().open(name, mode, *args, **{**level, **kwargs})

    local_model_storage.TarSafe = Archive  # type: ignore[misc]


def load_pipeline_once() -> None:
    """Load a spaCy pipeline once for the two components that ask for it: one reads with it, one hands it on."""
    from rasa.nlu.utils.spacy_utils import SpacyModel, SpacyNLP

    original = SpacyNLP.load_model
    loaded: dict[tuple[str, float], SpacyModel] = {}

    def load_model(spacy_model_name: str) -> SpacyModel:
        if not spacy_model_name:
            return original(spacy_model_name)
        config = Path(spacy_model_name) / "config.cfg"
        # A pipeline built anew since is another one; without a folder of its own it is an installed package.
        key = spacy_model_name, config.stat().st_mtime if config.exists() else 0.0
        if key not in loaded:
            loaded.clear()
            loaded[key] = original(spacy_model_name)
        return loaded[key]

    SpacyNLP.load_model = staticmethod(load_model)  # type: ignore[method-assign]


def ask_once_whether_domain_is_empty() -> None:
    """Rasa writes its domain out and makes an empty one to compare it with, for every message it reads."""
    from rasa.shared.core.domain import Domain

    original = Domain.is_empty

    def is_empty(self: Domain) -> bool:
        # A domain that is loaded does not change; merging makes another one.
        if "_is_empty" not in self.__dict__:
            self.__dict__["_is_empty"] = original(self)
        return bool(self.__dict__["_is_empty"])

    Domain.is_empty = is_empty  # type: ignore[method-assign]
