"""The plan of a year as arithmetic: who is visited, in what order, and whether the rule of the law is kept.

Circular 26/2014, art. 33.2: each year every agency that must apply is inspected at least by file, at least a third of
them at their office. Nothing here reads a clock or a table: the same candidates give the same plan.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from qlcl.inspections.enums import Mode

#: How many names a sentence spells out before it only counts.
NAMED = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A system that may be inspected: whether it is bound, when it was last visited, what speaks for a visit.

    `place` puts neighbours together in one trip; `order` is the Vietnamese order of names; `key` its id.
    """

    key: int
    name: str
    bound: bool = True
    last_visit: date | None = None
    open_findings: int = 0
    overdue: int = 0
    inspects: bool = False
    place: int = 0
    order: bytes = b""


@dataclass(frozen=True, slots=True)
class Proposed:
    """What is proposed for a candidate, and why in one sentence."""

    candidate: Candidate
    mode: str
    month: int
    reason: str


def third(bound: int) -> int:
    """At least how many of those bound are visited: a third, rounded up."""
    return -(-bound // 3)


def urgency(candidate: Candidate) -> tuple[int, int, int, date, bytes, int]:
    """The order of visits: never or the earliest year first; then findings still open, what is overdue, the day.

    The year goes before everything else, so that a third each year reaches everybody in three years.
    """
    last = candidate.last_visit
    return (
        last.year if last else 0,
        -candidate.open_findings,
        -candidate.overdue,
        last or date.min,
        candidate.order,
        candidate.key,
    )


def propose(
    candidates: Sequence[Candidate], *, first_month: int = 3, last_month: int = 10, file_month: int = 9
) -> list[Proposed]:
    """A line for every candidate, visits first: a third of those bound by urgency, spread over the months by place."""
    bound = sorted((c for c in candidates if c.bound), key=urgency)
    visited = {c.key for c in bound[: third(len(bound))]}
    trips = sorted((c for c in bound if c.key in visited), key=lambda c: (c.place, c.order, c.key))
    months = max(1, last_month - first_month + 1)
    lines = [
        Proposed(c, Mode.ON_SITE, first_month + n * months // len(trips), visit_reason(c)) for n, c in enumerate(trips)
    ]
    others = sorted((c for c in candidates if c.key not in visited), key=lambda c: (c.place, c.order, c.key))
    return [*lines, *(Proposed(c, Mode.BY_FILE, file_month, file_reason(c)) for c in others)]


def visit_reason(candidate: Candidate) -> str:
    """Why the agency is visited."""
    last = candidate.last_visit
    why = f"lần kiểm tra tại trụ sở gần nhất ngày {last:%d/%m/%Y}" if last else "chưa kiểm tra tại trụ sở lần nào"
    return f"Tại trụ sở: {', '.join([why, *_results(candidate)])}.{_own(candidate)}"


def file_reason(candidate: Candidate) -> str:
    """Why the agency is inspected by file."""
    who = "cơ quan bắt buộc áp dụng" if candidate.bound else "đưa vào theo tham số của tỉnh"
    last = candidate.last_visit
    seen = [f"đã kiểm tra tại trụ sở ngày {last:%d/%m/%Y}"] if last else []
    return f"Qua hồ sơ: {', '.join([who, *seen, *_results(candidate)])}.{_own(candidate)}"


def _results(candidate: Candidate) -> list[str]:
    said = []
    if candidate.open_findings:
        said.append(f"còn {candidate.open_findings} điểm không phù hợp chưa khép")
    if candidate.overdue:
        said.append(f"{candidate.overdue} việc luật định quá hạn")
    return said


def _own(candidate: Candidate) -> str:
    return " Đây là cơ quan chủ trì: đoàn phải có thành viên nơi khác." if candidate.inspects else ""


def broken_rules(bound: Mapping[int, str], modes: Mapping[int, Collection[str]]) -> list[str]:
    """What of art. 33.2 a plan breaks, in plain sentences: `bound` names by system, `modes` planned by system."""
    missing = [name for system, name in bound.items() if not modes.get(system)]
    visits = sum(Mode.ON_SITE in modes.get(system, ()) for system in bound)
    return said_of_rules(len(bound), len(missing), missing[:NAMED], visits)


def said_of_rules(bound: int, missing: int, first: Sequence[str], visits: int) -> list[str]:
    """The same from what was counted: how many are bound, how many of them not planned, the first names, the visits."""
    said = []
    if missing:
        named = "; ".join(first) + (f" và {missing - len(first)} cơ quan khác" * (missing > len(first)))
        said.append(f"{missing} cơ quan bắt buộc áp dụng chưa có trong kế hoạch: {named}.")
    if visits < third(bound):
        said.append(
            f"Kiểm tra tại trụ sở {visits}/{bound} cơ quan bắt buộc áp dụng; "
            f"phải từ {third(bound)} cơ quan trở lên (một phần ba, làm tròn lên)."
        )
    return said
