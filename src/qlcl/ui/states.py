"""The states that are shown: each with its icon and its word, so that colour never stands alone."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class State:
    """A state as it is shown: `icon` names a square of the sprite."""

    code: str
    word: str
    icon: str


STATES: dict[str, State] = {
    s.code: s
    for s in (
        State("done", "Đúng hạn", "check"),
        State("late", "Xong trễ", "late"),
        State("overdue", "Quá hạn", "overdue"),
        State("explained", "Giải trình", "explained"),
        State("not_due", "Chưa đến hạn", "ring"),
        State("soon", "Sắp đến hạn", "late"),
        State("unknown", "Chưa rõ", "unknown"),
        State("draft", "Dự thảo", "draft"),
        State("in_force", "Có hiệu lực", "in-force"),
        State("ended", "Hết hiệu lực", "ended"),
        State("none", "Không áp dụng", "ended"),
    )
}
