"""What each act on a nonconformity still lacks, in plain sentences."""

from collections.abc import Sequence
from datetime import date

from qlcl.corrective.enums import State, Verdict
from qlcl.corrective.models import Nonconformity
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError


def require(missing: Sequence[str]) -> None:
    """Raises `guards` with every sentence when something is missing."""
    if missing:
        raise DomainError("guards", " ".join(missing), extra={"missing": list(missing)})


def _ended(row: Nonconformity) -> list[str]:
    if row.is_live:
        return []
    return [f"Điểm này đã kết thúc ngày {row.closed_on:%d/%m/%Y}: {row.get_state_display().lower()}."]


def guards_of_cause(row: Nonconformity) -> list[str]:
    """What writing the cause lacks; it may be written anew until effect is awaited."""
    if missing := _ended(row):
        return missing
    if row.state == State.TO_VERIFY:
        return ["Các hành động đã xong, đang chờ xác nhận hiệu quả; nguyên nhân không sửa được nữa."]
    return []


def guards_of_action(row: Nonconformity) -> list[str]:
    """What planning an action lacks."""
    if missing := _ended(row):
        return missing
    return [] if row.cause else ["Chưa ghi nguyên nhân; hành động khắc phục phải nhằm vào nguyên nhân."]


def guards_of_effect(row: Nonconformity, actor: Actor, on: date, verdict: str = Verdict.EFFECTIVE) -> list[str]:
    """What a verdict lacks: cause, every action done, evidence, and another person than who acted.

    That something is not cured yet may be said at any time.
    """
    if missing := _ended(row):
        return missing
    if verdict == Verdict.NOT_EFFECTIVE and row.state != State.TO_VERIFY:
        return []
    missing = [] if row.cause else ["Chưa ghi nguyên nhân."]
    actions = [action for action in row.actions.all() if action.dropped_on is None]
    if not actions:
        missing.append("Chưa có hành động khắc phục nào.")
    undone = [action for action in actions if action.done_on is None]
    if undone:
        missing.append(f"Còn {len(undone)} hành động chưa xong.")
    if not row.evidence.all():
        missing.append("Chưa có bằng chứng nào.")
    if actor.person_id is not None and actor.person_id in {action.done_person_id for action in actions}:
        missing.append("Ông/bà đã ghi nhận hành động khắc phục của điểm này; người khác phải kết luận hiệu quả.")
    late = [action.done_on for action in actions if action.done_on is not None and action.done_on > on]
    if late:
        missing.append(f"Ngày kết luận phải từ {max(late):%d/%m/%Y}, ngày hành động cuối cùng xong.")
    return missing


def guards_of_withdrawal(row: Nonconformity) -> list[str]:
    """What withdrawing lacks: there must be something to withdraw."""
    return _ended(row)
