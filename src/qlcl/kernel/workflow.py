"""State machines as data, with one door: `advance`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any

from django.db.models import Model

from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden

#: What is still missing, as plain sentences; empty: nothing.
Guard = Callable[..., Sequence[str]]


@dataclass(frozen=True, slots=True)
class Transition:
    """One way from some states to another, by an act; `may` is the policy, `guards` say what is missing."""

    act: str
    sources: frozenset[str]
    target: str
    may: Callable[[Actor, Any], bool]
    guards: tuple[Guard, ...] = ()


@dataclass(frozen=True)
class Workflow:
    """States (code → label) of a field of a model, and the transitions between them."""

    field: str
    states: Mapping[str, str]
    transitions: Sequence[Transition]
    _by_act: dict[str, Transition] = dataclass_field(init=False, default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        for transition in self.transitions:
            unknown = (transition.sources | {transition.target}) - set(self.states)
            if unknown or transition.act in self._by_act:
                raise ValueError(f"workflow: {transition.act}: unknown states {unknown} or named twice")
            self._by_act[transition.act] = transition

    def transition(self, act: str) -> Transition:
        """The transition of an act."""
        return self._by_act[act]


class WrongState(DomainError):
    """The act does not start from the state in which the thing is."""


class Incomplete(DomainError):
    """Something is still missing before the act; `extra["missing"]` lists it."""


def missing(workflow: Workflow, obj: Model, act: str, **facts: Any) -> list[str]:
    """What is still missing before the act, as plain sentences, for the list beside a button."""
    transition = workflow.transition(act)
    state = getattr(obj, workflow.field)
    sentences = [] if state in transition.sources else [_wrong_state(workflow, state)]
    return sentences + [sentence for guard in transition.guards for sentence in guard(obj, **facts)]


def open_acts(workflow: Workflow, obj: Model, actor: Actor) -> list[str]:
    """The acts that start from the state of the thing and that the actor may do."""
    state = getattr(obj, workflow.field)
    return [t.act for t in workflow.transitions if state in t.sources and t.may(actor, obj)]


def advance(workflow: Workflow, obj: Model, act: str, *, actor: Actor, **facts: Any) -> str:
    """Sets the new state on the thing (the operation saves and records it) and returns the old one.

    Raises Forbidden, WrongState or Incomplete, in this order.
    """
    transition = workflow.transition(act)
    if not transition.may(actor, obj):
        raise Forbidden()
    state = str(getattr(obj, workflow.field))
    if state not in transition.sources:
        raise WrongState("wrong_state", _wrong_state(workflow, state))
    lacking = [sentence for guard in transition.guards for sentence in guard(obj, **facts)]
    if lacking:
        raise Incomplete("incomplete", "Chưa đủ điều kiện: " + " ".join(lacking), extra={"missing": lacking})
    setattr(obj, workflow.field, transition.target)
    return state


def _wrong_state(workflow: Workflow, state: str) -> str:
    return f"Không thực hiện được khi trạng thái là “{workflow.states[state]}”. Hãy tải lại trang."
