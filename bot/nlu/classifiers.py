"""The intent classifier and the stage classifier: the same linear learner, two questions."""

from __future__ import annotations

from typing import Any, Dict, List, Text

import numpy as np
import scipy.sparse
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.language import fold
from bot.nlu.linear import CalibratedLinear

STAGE = "stage"


class LinearComponent(GraphComponent):
    """What both classifiers share: train on sentence features, store without pickle, load."""

    @classmethod
    def required_components(cls) -> List[type]:
        """Something that makes features."""
        return [Featurizer]

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """``C``: how closely to follow the examples; ``folds``: for the calibration."""
        return {"C": 0.4, "folds": 2}

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LinearComponent:
        """Rasa's constructor for training."""
        return cls(config, resource, model_storage)

    def __init__(
        self,
        config: Dict[Text, Any],
        resource: Resource,
        model_storage: ModelStorage,
        model: CalibratedLinear | None = None,
    ) -> None:
        self._config = config
        self._resource = resource
        self._model_storage = model_storage
        self._model = model

    def label(self, message: Message) -> str | None:
        """What is to be learnt of an example; None leaves it out."""
        raise NotImplementedError

    def tell(self, message: Message, probabilities: Dict[Text, float]) -> None:
        """Write the prediction into the message."""
        raise NotImplementedError

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from all examples that have a label and features."""
        rows, labels, groups = [], [], []
        for message in training_data.training_examples:
            label, row = self.label(message), sentence_features(message)
            if label is not None and row is not None:
                rows.append(row)
                labels.append(label)
                groups.append(fold(message.get(TEXT)))
        if len(set(labels)) > 1:
            self._model = CalibratedLinear.fit(
                scipy.sparse.vstack(rows, format="csr"),
                labels,
                groups,
                c=self._config["C"],
                folds=self._config["folds"],
            )
            with self._model_storage.write_to(self._resource) as folder:
                self._model.save(folder)
        return self._resource

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LinearComponent:
        """Read the trained classifier."""
        with model_storage.read_from(resource) as folder:
            return cls(config, resource, model_storage, CalibratedLinear.load(folder))

    def process(self, messages: List[Message]) -> List[Message]:
        """Predict for every message that has features."""
        for message in messages:
            row = sentence_features(message)
            if self._model is not None and row is not None:
                probabilities = self._model.predict(row)[0]
                self.tell(message, dict(zip(self._model.classes, map(float, probabilities))))
        return messages


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER], is_trainable=True)
class LinearIntentClassifier(LinearComponent, IntentClassifier):
    """Which intent a message has, with a ranking of ten."""

    def label(self, message: Message) -> str | None:
        """The example's intent."""
        return message.get(INTENT)

    def tell(self, message: Message, probabilities: Dict[Text, float]) -> None:
        """Set ``intent`` and ``intent_ranking`` in Rasa's shape."""
        ranking = sorted(probabilities.items(), key=lambda pair: -pair[1])[:10]
        shaped = [{"name": name, "confidence": p} for name, p in ranking]
        message.set("intent", shaped[0], add_to_output=True)
        message.set("intent_ranking", shaped, add_to_output=True)


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER], is_trainable=True)
class StageClassifier(LinearComponent):
    """Which stage of the customer journey a message speaks from, with a probability for each stage.

    Learnt from the examples' own labels: ``metadata.stage`` of the example, else of its intent's block. It is not a
    table from intent to stage: "đổi được không" is another stage before the purchase than after it.
    """

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """``C`` is lower than for intents: few classes, many examples."""
        return {"C": 0.3, "folds": 3}

    def label(self, message: Message) -> str | None:
        """The example's stage."""
        metadata = message.get("metadata") or {}
        for level in ("example", "intent"):
            stage = (metadata.get(level) or {}).get(STAGE) if isinstance(metadata.get(level), dict) else None
            if stage:
                return str(stage)
        return None

    def tell(self, message: Message, probabilities: Dict[Text, float]) -> None:
        """Set ``stage``: ``{"name", "confidence", "stages": {stage: p}}``."""
        best = max(probabilities, key=lambda stage: probabilities[stage])
        shaped = {"name": best, "confidence": probabilities[best], "stages": probabilities}
        message.set(STAGE, shaped, add_to_output=True)


def sentence_features(message: Message) -> scipy.sparse.csr_matrix | None:
    """All sparse sentence features of a message side by side; None if it has none."""
    blocks = [
        features.features
        for features in message.features
        if features.is_sparse() and features.type == "sentence" and features.attribute == TEXT
    ]
    if not blocks:
        return None
    return blocks[0] if len(blocks) == 1 else scipy.sparse.hstack(blocks, format="csr", dtype=np.float32)
