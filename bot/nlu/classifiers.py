"""The classifier of intent and stage: one linear learner, two questions."""

from __future__ import annotations

from collections import Counter, defaultdict
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
from bot.nlu import kept_fit
from bot.nlu.features import read_once
from bot.nlu.linear import CalibratedLinear
from bot.nlu.vectors import STORE, SentenceVectors

STAGE = "stage"
AT = "@"

PART = "classifier"
FITTED_BY = ("classifiers", "features", "linear", "text_features", "two_cores", "vectors")
"""The modules on which it depends what is fitted on the same examples."""


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER], is_trainable=True)
class JourneyClassifier(GraphComponent, IntentClassifier):
    """Which intent a message has, and from which stage of the customer journey it speaks.

    Learnt are intents *at* a stage, as the examples are labelled (``metadata.stage`` of the example, else of its
    intent's block): "đổi được không" before the purchase and after it are two things. Summed over stages they give the
    intent, summed over intents the stage. Asked apart, the stage was right less often: five classes of everything have
    less in common than a hundred of one thing each (docs/decisions/0006).
    """

    @classmethod
    def required_components(cls) -> List[type]:
        """Something that makes features."""
        return [Featurizer]

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """``C``: how closely to follow the examples; ``rare``: below so many examples an intent has one stage only.

        ``vectors``: whether to ask for the sentence vector where words leave doubt.
        """
        return {"C": 0.3, "rare": 8, "vectors": True}

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> JourneyClassifier:
        """Rasa's constructor for training."""
        return cls(config, resource, model_storage)

    def __init__(
        self,
        config: Dict[Text, Any],
        resource: Resource,
        model_storage: ModelStorage,
        model: CalibratedLinear | None = None,
        vectors: SentenceVectors | None = None,
    ) -> None:
        self._config = config
        self._resource = resource
        self._model_storage = model_storage
        self._model = model
        self._vectors = vectors
        if model is not None:
            pairs = [name.split(AT) for name in model.classes]
            self._intents, self._to_intent = _sums([intent for intent, _ in pairs])
            self._stages, self._to_stage = _sums([stage for _, stage in pairs])

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from all examples that have an intent and features."""
        if kept_fit.is_given():
            with self._model_storage.write_to(self._resource) as folder:
                kept_fit.take(PART, folder, "")
                kept_fit.keep(PART, folder, "")
            return self._resource
        examples = [m for m in training_data.training_examples if m.get(INTENT) and m.get(TEXT)]
        rows = [sentence_features(message) for message in examples]
        kept = [(message, row) for message, row in zip(examples, rows) if row is not None]
        labels = self._labels([message for message, _ in kept])
        if len(set(labels)) < 2:
            return self._resource
        texts = [message.get(TEXT) for message, _ in kept]
        store = SentenceVectors.open() if self._config["vectors"] else None
        made_of = self.made_of(texts, labels, store is not None)
        with self._model_storage.write_to(self._resource) as folder:
            if not kept_fit.take(PART, folder, made_of):
                features = scipy.sparse.vstack([row for _, row in kept], format="csr")
                groups = [fold(text) for text in texts]
                vectors = None if store is None else store.of(texts)
                CalibratedLinear.fit(features, labels, groups, vectors, c=self._config["C"]).save(folder)
            kept_fit.keep(PART, folder, made_of)
        return self._resource

    def made_of(self, texts: List[str], labels: List[str], with_vectors: bool) -> str:
        """A digest of all that is learnt from, as it is read, and of the code that learns."""
        # The vectors' file and not the vectors: in the last places one processor may differ from another.
        vectors = STORE.read_bytes() if with_vectors else b""
        read = [(*read_once(text), fold(text)) for text in texts]
        return kept_fit.digest(FITTED_BY, read, labels, vectors, self._config["C"])

    def _labels(self, messages: List[Message]) -> List[str]:
        """``intent@stage`` of each example."""
        pairs = [(message.get(INTENT), stage_of(message)) for message in messages]
        counts = Counter(pairs)
        by_intent: Dict[Text, Counter] = defaultdict(Counter)
        for (intent, stage), count in counts.items():
            by_intent[intent][stage] += count
        usual = {intent: stages.most_common(1)[0][0] for intent, stages in by_intent.items()}
        few = self._config["rare"]
        return [AT.join((intent, stage if counts[intent, stage] >= few else usual[intent])) for intent, stage in pairs]

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> JourneyClassifier:
        """Read the trained classifier; one trained with sentence vectors needs them."""
        with model_storage.read_from(resource) as folder:
            model = CalibratedLinear.load(folder)
        vectors = SentenceVectors.open() if model.has_vectors else None
        if model.has_vectors and vectors is None:
            raise RuntimeError("the model was trained with sentence vectors, which are missing here: train it anew")
        return cls(config, resource, model_storage, model, vectors and vectors.forget())

    def process(self, messages: List[Message]) -> List[Message]:
        """Predict for every message that has features: ``intent``, ``intent_ranking`` and ``stage``."""
        for message in messages:
            row = sentence_features(message)
            if self._model is not None and row is not None:
                self._tell(message, self._read(row, message.get(TEXT)))
        return messages

    def _read(self, row: scipy.sparse.csr_matrix, text: str) -> np.ndarray:
        assert self._model is not None
        margins = self._model.margins(row)
        if self._vectors is None or self._model.is_sure(margins):
            return self._model.probabilities(margins)[0]
        return self._model.probabilities(margins, self._vectors.of([text]))[0]

    def _tell(self, message: Message, probabilities: np.ndarray) -> None:
        intents, stages = probabilities @ self._to_intent, probabilities @ self._to_stage
        ranking = [{"name": self._intents[i], "confidence": float(intents[i])} for i in np.argsort(-intents)[:10]]
        message.set("intent", ranking[0], add_to_output=True)
        message.set("intent_ranking", ranking, add_to_output=True)
        shares = {name: float(share) for name, share in zip(self._stages, stages)}
        best = max(shares, key=lambda stage: shares[stage])
        message.set(STAGE, {"name": best, "confidence": shares[best], "stages": shares}, add_to_output=True)


def stage_of(message: Message) -> str:
    """The stage at which an example is labelled; ``none`` where nobody wrote one."""
    metadata = message.get("metadata") or {}
    for level in ("example", "intent"):
        about = metadata.get(level)
        if isinstance(about, dict) and about.get(STAGE):
            return str(about[STAGE])
    return "none"


def _sums(names: List[str]) -> tuple[List[str], np.ndarray]:
    """The distinct names, and a matrix that adds up what belongs to each."""
    distinct = sorted(set(names))
    matrix = np.zeros((len(names), len(distinct)), dtype=np.float32)
    matrix[np.arange(len(names)), [distinct.index(name) for name in names]] = 1
    return distinct, matrix


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
