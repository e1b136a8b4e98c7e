"""Fixes for how Rasa 3.6.21 predicts: each does the same work fewer times. See :mod:`bot.rasa_runtime.fixes`."""

from __future__ import annotations

from typing import Any, Iterable, Iterator, NamedTuple

LISTEN = "action_listen"


def run_graph_directly() -> None:
    """Call the components of a prediction one after the other.

    Rasa builds a dask graph for each prediction and lets dask order and schedule it. The graph is the same each time
    and has no branches worth running at once.
    """
    from rasa.engine.exceptions import GraphRunError
    from rasa.engine.runner.dask import DaskGraphRunner

    scheduled = DaskGraphRunner.run

    def run(self: Any, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        # Training runs its graph once, and its order decides when memory is given back: dask knows better.
        if not inputs or any(isinstance(value, str) for value in inputs.values()):
            return scheduled(self, inputs, targets)
        wanted = tuple(targets or self._graph_schema.target_names)
        orders: dict[tuple[str, ...], list[tuple[str, list[str]]]] = self.__dict__.setdefault("_orders", {})
        if wanted not in orders:
            orders[wanted] = list(_in_order(self._graph_schema.minimal_graph_schema(list(wanted)).nodes, wanted))
        results: dict[str, Any] = {name: (name, value) for name, value in inputs.items()}
        try:
            for name, needs in orders[wanted]:
                if name not in results:
                    # A need that nobody provides is handed over as its name, as dask does.
                    results[name] = self._instantiated_nodes[name](*[results.get(need, need) for need in needs])
        except RuntimeError as error:
            raise GraphRunError("Error running runner.") from error
        return dict(results[name] for name in wanted)

    DaskGraphRunner.run = run  # type: ignore[method-assign]


def _in_order(nodes: dict[str, Any], targets: tuple[str, ...]) -> Iterator[tuple[str, list[str]]]:
    """Names with what they need, each after what it needs."""
    done: set[str] = set()

    def visit(name: str) -> Iterator[tuple[str, list[str]]]:
        if name in done or name not in nodes:
            return
        done.add(name)
        needs = list(nodes[name].needs.values())
        for need in needs:
            yield from visit(need)
        yield name, needs

    for target in targets:
        yield from visit(target)


def compare_rules_that_can_apply() -> None:
    """Compare a conversation only with rules that begin like its last state.

    ``RulePolicy`` compares every rule with the last state and goes on through the whole history with those that are
    left, although no rule reaches further back than its own length.
    """
    from rasa.core.policies.rule_policy import RulePolicy

    def _get_possible_keys(self: Any, lookup: dict[str, str], states: list[dict[str, Any]]) -> set[str]:
        rules = _rules_of(self, lookup)
        if not states:
            return set(lookup)
        possible = {key for key in rules.that_may_match(states[-1]) if self._is_rule_applicable(key, 0, states[-1])}
        for place, state in enumerate(reversed(states)):
            if not possible or place >= rules.longest:
                break
            if place:
                possible = {key for key in possible if self._is_rule_applicable(key, place, state)}
        return possible

    RulePolicy._get_possible_keys = _get_possible_keys  # type: ignore[method-assign]


class _Rules:
    """The rules of one lookup table by the last action and intent that they ask for."""

    def __init__(self, policy: Any, lookup: dict[str, str]) -> None:
        self.lookup, self.size = lookup, len(lookup)
        self.longest = 0
        self._by_last: dict[tuple[str | None, str | None], list[str]] = {}
        for key in lookup:
            states = policy._rule_key_to_state(key)
            self.longest = max(self.longest, len(states))
            last = states[-1] if states else {}
            # A rule that starts the conversation is compared in another way: leave it to Rasa.
            action = _asked(last, "prev_action", "action_name") if last.get("prev_action") else None
            intent = _asked(last, "user", "intent") if last.get("prev_action") else None
            self._by_last.setdefault((action, intent), []).append(key)

    def that_may_match(self, state: dict[str, Any]) -> Iterator[str]:
        """Keys of the rules that the state does not contradict at first sight."""
        action = state.get("prev_action", {}).get("action_name")
        intent = state.get("user", {}).get("intent")
        for last in {(action, intent), (action, None), (None, intent), (None, None)}:
            yield from self._by_last.get(last, ())


def _asked(state: dict[str, Any], kind: str, name: str) -> str | None:
    value = state.get(kind, {}).get(name)
    return value if isinstance(value, str) and value and value != "should_not_be_set" else None


def _rules_of(policy: Any, lookup: dict[str, str]) -> _Rules:
    tables: dict[int, _Rules] = policy.__dict__.setdefault("_tables", {})
    known = tables.get(id(lookup))
    # Training fills the table while it asks; a loaded one does not change.
    if known is None or known.lookup is not lookup or known.size != len(lookup):
        known = tables[id(lookup)] = _Rules(policy, lookup)
    return known


class _Prior(NamedTuple):
    """What a policy asks of the conversation as it was before an action."""

    hidden: bool
    is_followed_up: bool
    is_loop: bool
    last_action: dict[str, str] | None
    state: dict[str, Any]


def read_states_once() -> None:
    """Walk through a conversation once for each prediction.

    Every policy asks for the states that the conversation went through, ``RulePolicy`` twice, and for each answer Rasa
    replays the conversation from its beginning.
    """
    from rasa.shared.core.domain import Domain

    original = Domain.states_for_tracker_history

    def states_for_tracker_history(
        self: Any,
        tracker: Any,
        omit_unset_slots: bool = False,
        ignore_rule_only_turns: bool = False,
        rule_only_data: dict[str, Any] | None = None,
    ) -> list[dict[str, Any]]:
        if tracker.is_rule_tracker or not tracker.events:
            return original(self, tracker, omit_unset_slots, ignore_rule_only_turns, rule_only_data)
        priors = _priors(self, tracker, omit_unset_slots)
        turns = _without_rule_only_turns(priors) if ignore_rule_only_turns else ((prior, None) for prior in priors)
        states: list[dict[str, Any]] = []
        for prior, last_action in turns:
            # Callers change what they get.
            state = {kind: dict(features) for kind, features in prior.state.items()}
            if ignore_rule_only_turns:
                self._remove_rule_only_features(state, rule_only_data)
                if states:
                    self._substitute_rule_only_user_input(state, states[-1])
            if last_action:
                state["prev_action"] = last_action
            states.append(self._clean_state(state))
        return states

    Domain.states_for_tracker_history = states_for_tracker_history  # type: ignore[method-assign]


def _without_rule_only_turns(priors: Iterable[_Prior]) -> Iterator[tuple[_Prior, dict[str, str] | None]]:
    """What is left without the turns that rules alone decided, and the last action before each that is left."""
    last_action, turn_was_hidden = None, False
    for prior in priors:
        if not turn_was_hidden:
            last_action = prior.last_action
        if not prior.is_followed_up and not prior.is_loop:
            turn_was_hidden = prior.hidden
        if not turn_was_hidden:
            yield prior, last_action


def _priors(domain: Any, tracker: Any, omit_unset_slots: bool) -> list[_Prior]:
    last = tracker.latest_message
    # A prediction may still decide how the last message is read (its text or its intent) and what it holds.
    key = (
        id(domain),
        omit_unset_slots,
        len(tracker.events),
        id(tracker.events[-1]),
        last and (id(last), last.use_text_for_featurization, len(last.entities)),
    )
    known = tracker.__dict__.get("_priors")
    if known is None or known[0] != key:
        known = (
            key,
            [
                _Prior(
                    hidden,
                    bool(prior.followup_action),
                    prior.latest_action_name == prior.active_loop_name,
                    domain._get_prev_action_sub_state(prior),
                    domain.get_active_state(prior, omit_unset_slots=omit_unset_slots),
                )
                for prior, hidden in tracker.generate_all_prior_trackers()
            ],
        )
        tracker.__dict__["_priors"] = known
    return known[1]  # type: ignore[no-any-return]
