"""Keeps a conversation's history short without changing what Rasa knows or predicts from it.

Rasa replays every event of a conversation several times in each turn, so a turn costs more the longer one talks. What
a prediction looks at is little: slots, the active form, and the last few turns (``MemoizationPolicy`` only those that
rules do not hide from it). Whole turns that nothing looks at any more are left out here; where some are missing, the
slots that they set are set again. Only where turns were reverted (``action_back``, ``action_default_fallback``: neither
is used here) or a form took more than ``FORM`` turns may stories see something of an earlier turn differently.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Sequence

from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActionReverted,
    ActiveLoop,
    ConversationPaused,
    ConversationResumed,
    Event,
    SessionStarted,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
)
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker

LONGEST = 11
"""Turns after which a history is shortened."""

RECENT = 4
"""Turns at the end that always stay, a form counting as one: more than any rule looks back."""

VISIBLE = 4
"""Earlier ones that stay because stories see them: more than ``MemoizationPolicy`` looks back (``max_history: 3``)."""

FORM = 15
"""Turns of a form that stay whole; of a longer one only its beginning and its end."""


@dataclass(frozen=True)
class Moment:
    """What is known when a turn begins."""

    slots: dict[str, Any]
    loop: str | None
    rejected: bool
    paused: bool


def shortened(events: Sequence[Event], slots: Sequence[Slot]) -> list[Event] | None:
    """The events that are enough to go on, or None while there are few.

    ``events`` are those of one session in order; ``slots`` those of the domain, for their initial values.
    """
    starts = [place for place, event in enumerate(events) if isinstance(event, UserUttered)]
    if len(starts) <= LONGEST:
        return None
    turns = [list(events[start:end]) for start, end in zip(starts, [*starts[1:], len(events)])]
    head = events[: starts[0]]
    moments = _moments(events, starts, slots)
    chosen = _choose(turns, moments)
    if chosen is None:
        return None
    kept = _opening(head, moments[chosen[0]], {slot.name: slot.initial_value for slot in slots})
    before, expected = moments[chosen[0]], chosen[0]
    for number in chosen:
        if number != expected:
            kept += _bridge(before, moments[number])
        kept += turns[number]
        expected = number + 1
        before = moments[expected] if expected < len(moments) else before
    return kept


def _moments(events: Sequence[Event], starts: Sequence[int], slots: Sequence[Slot]) -> list[Moment]:
    """The moment at the beginning of each turn."""
    tracker = DialogueStateTracker("", slots)
    wanted, found = set(starts), []
    for place, event in enumerate(events):
        if place in wanted:
            found.append(
                Moment(
                    tracker.current_slot_values(),
                    tracker.active_loop_name,
                    tracker.is_active_loop_rejected,
                    tracker.is_paused(),
                )
            )
        tracker.update(event)
    return found


def _choose(turns: Sequence[Sequence[Event]], moments: Sequence[Moment]) -> list[int] | None:
    """Numbers of the turns that stay, in order; None if nothing can go yet."""
    kept: set[int] = set()
    seen = 0
    for number, unit in enumerate(reversed(_units(moments))):
        if number >= RECENT:
            if seen == VISIBLE:
                break
            if not any(_is_visible(turns[turn]) for turn in unit):
                continue
            seen += 1
        kept.update(unit if len(unit) <= FORM else [unit[0], *unit[-RECENT:]])
    # A turn that reverts changes what stands before it: they stay together.
    together = [set(range(max(0, n - _reverts(turn)), n + 1)) for n, turn in enumerate(turns) if _reverts(turn)]
    for group in [*together, *reversed(together)]:
        kept |= group if kept & group else set()
    return sorted(kept) if len(kept) < len(turns) else None


def _units(moments: Sequence[Moment]) -> list[list[int]]:
    """Turns by themselves, and those of a form together: what began it, where it was left and taken up again."""
    units: list[list[int]] = []
    for number, moment in enumerate(moments):
        if moment.loop is not None and units:
            units[-1].append(number)
        else:
            units.append([number])
    return units


def _reverts(turn: Sequence[Event]) -> int:
    """How many times it undoes something."""
    return sum(isinstance(event, (UserUtteranceReverted, ActionReverted)) for event in turn)


def _is_visible(turn: Sequence[Event]) -> bool:
    """Whether stories see it: it stands, and not every action in it was predicted by a rule that is in no story."""
    if _reverts(turn):
        return False
    return any(isinstance(event, ActionExecuted) and not event.hide_rule_turn for event in turn)


def _opening(head: Sequence[Event], is_now: Moment, initial: dict[str, Any]) -> list[Event]:
    """How the session began, with the slots as they were later: what Rasa itself does when a session begins anew."""
    began = [event for event in head if isinstance(event, SessionStarted) or _is_action(event, "action_session_start")]
    listens = [event for event in head if _is_action(event, "action_listen")][-1:]
    at = head[-1].timestamp if head else None
    # Every slot that has a value, also those that have one from the beginning: the domain may change before it is read.
    sets = [
        SlotSet(name, value, timestamp=at)
        for name, value in is_now.slots.items()
        if value is not None or initial.get(name) is not None
    ]
    rest = Moment({}, is_now.loop, is_now.rejected, is_now.paused)
    return [*began, *sets, *listens, *_bridge(Moment({}, None, rejected=False, paused=False), rest)]


def _is_action(event: Event, name: str) -> bool:
    return isinstance(event, ActionExecuted) and event.action_name == name


def _bridge(before: Moment, after: Moment) -> list[Event]:
    """What leads from one moment to a later one without the turns between them."""
    events: list[Event] = [
        SlotSet(name, value) for name, value in after.slots.items() if before.slots.get(name) != value
    ]
    if after.loop != before.loop:
        if after.loop is not None:
            events.append(ActionExecuted(after.loop))
        events += [ActiveLoop(after.loop), ActionExecuted("action_listen")]
    if after.rejected and not (before.rejected and before.loop == after.loop):
        events.append(ActionExecutionRejected(str(after.loop)))
    if after.paused != before.paused:
        events.append(ConversationPaused() if after.paused else ConversationResumed())
    return events
