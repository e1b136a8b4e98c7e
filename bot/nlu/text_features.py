"""The featurizer: gives each message our two-view features, for any classifier that follows."""

from __future__ import annotations

from typing import Any, Dict, List, Text

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import FEATURIZER_CLASS_ALIAS
from rasa.nlu.featurizers.sparse_featurizer.sparse_featurizer import SparseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu import kept_fit
from bot.nlu.features import TwoViewVectorizer, read_once

PART = "features"
FITTED_BY = ("features", "text_features", "two_cores")
"""The modules on which it depends what is fitted on the same texts."""


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER], is_trainable=True)
class TwoViewFeaturizer(SparseFeaturizer, GraphComponent):
    """TF-IDF of words and letter groups, raw and folded, as sentence features."""

    @classmethod
    def required_components(cls) -> List[type]:
        """A tokenizer, as every featurizer's neighbours expect one."""
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """``min_df``: in how many examples a feature must occur to be kept."""
        return {**SparseFeaturizer.get_default_config(), "min_df": 2}

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TwoViewFeaturizer:
        """Rasa's constructor for training."""
        return cls(config, resource, model_storage, execution_context)

    @classmethod
    def validate_config(cls, config: Dict[Text, Any]) -> None:
        """``min_df`` is at least 1."""
        if not config.get("min_df", 1) >= 1:
            raise ValueError("min_df must be at least 1")

    def __init__(
        self,
        config: Dict[Text, Any],
        resource: Resource,
        model_storage: ModelStorage,
        execution_context: ExecutionContext,
        vectorizer: TwoViewVectorizer | None = None,
    ) -> None:
        super().__init__(execution_context.node_name, config)
        self._resource = resource
        self._model_storage = model_storage
        self._vectorizer = vectorizer

    def train(self, training_data: TrainingData) -> Resource:
        """Learn vocabulary and weights from the examples that have an intent."""
        texts = [message.get(TEXT) for message in training_data.intent_examples if message.get(TEXT)]
        if texts or kept_fit.is_given():
            made_of = kept_fit.digest(FITTED_BY, [read_once(text) for text in texts], self._config["min_df"])
            with self._model_storage.write_to(self._resource) as folder:
                if not kept_fit.take(PART, folder, made_of):
                    TwoViewVectorizer(min_df=self._config["min_df"]).fit(texts).save(folder)
                kept_fit.keep(PART, folder, made_of)
        return self._resource

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> TwoViewFeaturizer:
        """Read the trained featurizer."""
        with model_storage.read_from(resource) as folder:
            return cls(config, resource, model_storage, execution_context, TwoViewVectorizer.load(folder))

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Give every example its features."""
        self._featurize([message for message in training_data.training_examples if message.get(TEXT)])
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Give every message its features."""
        self._featurize([message for message in messages if message.get(TEXT)])
        return messages

    def _featurize(self, messages: List[Message]) -> None:
        if self._vectorizer is None or not messages:
            return
        rows = self._vectorizer.transform([message.get(TEXT) for message in messages])
        for number, message in enumerate(messages):
            origin = self._config[FEATURIZER_CLASS_ALIAS] or self._identifier
            message.add_features(Features(rows[number], FEATURE_TYPE_SENTENCE, TEXT, origin))
