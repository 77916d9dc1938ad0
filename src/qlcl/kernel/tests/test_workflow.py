"""One door between states."""

from collections.abc import Sequence

import pytest

from qlcl.kernel.actors import ANONYMOUS, Actor
from qlcl.kernel.errors import Forbidden
from qlcl.kernel.models import StoredFile
from qlcl.kernel.workflow import Incomplete, Transition, Workflow, WrongState, advance, missing, open_acts

SYSTEM = Actor.system("test")


def needs_size(file: StoredFile, **_facts: object) -> Sequence[str]:
    return [] if file.size else ["Chưa có nội dung."]


FLOW = Workflow(
    field="name",
    states={"draft": "Dự thảo", "sent": "Đã gửi"},
    transitions=[
        Transition("send", frozenset({"draft"}), "sent", lambda actor, _obj: actor.is_system, (needs_size,)),
    ],
)


def test_advances() -> None:
    file = StoredFile(name="draft", size=1)
    assert advance(FLOW, file, "send", actor=SYSTEM) == "draft"
    assert file.name == "sent"


@pytest.mark.parametrize(
    ("state", "size", "actor", "error"),
    [
        ("draft", 1, ANONYMOUS, Forbidden),
        ("sent", 1, SYSTEM, WrongState),
        ("draft", 0, SYSTEM, Incomplete),
    ],
)
def test_refuses_and_leaves_the_state(state: str, size: int, actor: Actor, error: type[Exception]) -> None:
    file = StoredFile(name=state, size=size)
    with pytest.raises(error):
        advance(FLOW, file, "send", actor=actor)
    assert file.name == state


def test_says_what_is_missing_before_the_act() -> None:
    file = StoredFile(name="sent", size=0)
    assert missing(FLOW, file, "send") == [
        "Không thực hiện được khi trạng thái là “Đã gửi”. Hãy tải lại trang.",
        "Chưa có nội dung.",
    ]


def test_lists_acts_open_to_the_actor() -> None:
    file = StoredFile(name="draft", size=0)
    assert open_acts(FLOW, file, SYSTEM) == ["send"]
    assert open_acts(FLOW, file, ANONYMOUS) == []


def test_refuses_unknown_states() -> None:
    with pytest.raises(ValueError, match="unknown states"):
        Workflow("name", {"a": "A"}, [Transition("go", frozenset({"a"}), "b", lambda _a, _o: True)])
