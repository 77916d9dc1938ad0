"""What waits for a head: at most six kinds of acts that are his, and which three of them come first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

from django.urls import reverse

from qlcl.accounts.models import Position
from qlcl.duties.models import Duty
from qlcl.kernel.actors import Role
from qlcl.kernel.clock import time_left
from qlcl.transitions.enums import STEP_NUMBER, STEPS

#: A duty due within so many days belongs to the decisions of the month.
MONTH = timedelta(days=31)
CONFIRMING = {"conformity.confirm_effect"}
DECLARING = {"conformity.issue_declaration", "conformity.redeclare"}
#: The first of the notices; they wait for the declaration, not for each other.
_AFTER_DECLARING = STEP_NUMBER["declared"] + 1

RULE = (
    "Việc quyết được ngay đứng trước việc còn chờ bước khác. Rồi đến: việc luật định quá hạn; việc quá hạn khác; "
    "vị trí đang trống và bàn giao chờ nhận; việc đến hạn trong 31 ngày. Cùng bậc thì hạn sớm hơn đứng trước."
)


class Kind(IntEnum):
    """The six kinds of act that are a head's."""

    CONFIRM = 1
    DECLARE = 2
    DECIDE = 3
    EXPLAIN = 4
    HAND_OVER = 5
    FILL = 6


LABELS = {
    Kind.CONFIRM: "Xác nhận hiệu lực hệ thống",
    Kind.DECLARE: "Công bố, công bố lại",
    Kind.DECIDE: "Phê duyệt, chủ trì việc trong năm",
    Kind.EXPLAIN: "Giải trình việc luật định quá hạn",
    Kind.HAND_OVER: "Xác nhận bàn giao",
    Kind.FILL: "Bố trí người vào vị trí trống",
}


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing to decide: where it opens, by when, why it is pressing, what it waits for."""

    kind: Kind
    title: str
    detail: str
    url: str
    day: date
    due_on: date | None = None
    statutory: bool = False
    waits: str = ""
    place: str = ""
    more: int = 0

    @property
    def days(self) -> int | None:
        """Days left; below nought when overdue."""
        return (self.due_on - self.day).days if self.due_on else None

    @property
    def state(self) -> str:
        """The state of its mark."""
        return "soon" if self.days is None else "overdue" if self.days < 0 else "soon" if self.days <= 7 else "not_due"

    @property
    def due(self) -> str:
        """How long there is left, in words."""
        if self.days is None:
            return LABELS[self.kind]
        return time_left(self.days)

    @property
    def why(self) -> str:
        """Why it stands among the three."""
        if self.waits:
            return f"Chưa quyết được: {self.waits}"
        if self.days is None:
            return "Không có người làm thì việc của vị trí này dừng lại."
        if self.days < 0:
            return "Do pháp luật quy định và đã quá hạn." if self.statutory else "Đã quá hạn."
        return f"Đến hạn trong 31 ngày, ngày {self.due_on:%d/%m/%Y}." if self.due_on else ""

    @property
    def rank(self) -> tuple[bool, int, date]:
        """The order of `RULE`."""
        if self.days is None:
            return bool(self.waits), 2, self.day
        tier = 0 if self.days < 0 and self.statutory else 1 if self.days < 0 else 3
        return bool(self.waits), tier, self.due_on or self.day


def matters_of(
    duties: Sequence[Duty],
    vacant: Iterable[Position],
    handovers: Iterable[Matter],
    agency_ids: Iterable[int],
    day: date,
) -> list[Matter]:
    """Everything that waits for the head of those agencies, most pressing first; `duties` are all their open ones."""
    heading, waits = set(agency_ids), awaited(duties)
    found = [_of_duty(d, day, waits.get(d.pk, "")) for d in _once(d for d in duties if d.role == Role.HEAD)]
    found += _explaining([d for d in duties if d.agency_id in heading], day)
    found += [_filling(p, day) for p in vacant]
    return sorted([*found, *handovers], key=lambda m: m.rank)


def three(matters: Iterable[Matter]) -> list[Matter]:
    """The three decisions of the month: of what is overdue, due within a month or an alarm, the first three."""
    return [m for m in matters if m.days is None or m.days <= MONTH.days][:3]


def awaited(duties: Iterable[Duty]) -> dict[int, str]:
    """Steps of a campaign that wait for an earlier one, with which; by the key of the duty."""
    steps = [d for d in duties if d.source_kind == "campaign" and d.sequence <= len(STEPS)]
    first: dict[tuple[int, int], Duty] = {}
    for duty in steps:
        known = first.setdefault((duty.system_id, duty.source_id), duty)
        if duty.sequence < known.sequence:
            first[duty.system_id, duty.source_id] = duty
    found = {}
    for duty in steps:
        earlier = first[duty.system_id, duty.source_id]
        if earlier.sequence < min(duty.sequence, _AFTER_DECLARING):
            found[duty.pk] = f"Chờ bước {earlier.sequence}: {earlier.label}."
    return found


def _once(duties: Iterable[Duty]) -> list[Duty]:
    """One of the duties that one act will close; those closed by hand stand each for itself."""
    seen: dict[tuple[object, ...], Duty] = {}
    for duty in duties:
        one = duty.act in CONFIRMING | DECLARING
        key = (duty.system_id, duty.act) if one else (duty.pk,)
        if key not in seen or duty.due_on < seen[key].due_on:
            seen[key] = duty
    return list(seen.values())


def _of_duty(duty: Duty, day: date, waits: str) -> Matter:
    kind = Kind.CONFIRM if duty.act in CONFIRMING else Kind.DECLARE if duty.act in DECLARING else Kind.DECIDE
    said = duty.about
    basis = f"Căn cứ {duty.legal_basis}." if duty.legal_basis else said or duty.source_label
    detail = f"{said}. {basis}" if said and said != basis else basis
    url = reverse("duties:decision", args=[duty.pk])
    return Matter(kind, duty.label, detail, url, day, duty.due_on, duty.statutory, waits, duty.agency.short_name)


def _explaining(duties: Iterable[Duty], day: date) -> list[Matter]:
    """Statutory duties of others that were missed and not explained: one matter for all of them, the oldest first."""
    missed = sorted(
        (d for d in duties if d.statutory and d.role != Role.HEAD and d.due_on < day and not d.explained_on),
        key=lambda d: (d.due_on, d.pk),
    )
    if not missed:
        return []
    oldest = missed[0]
    url = reverse("duties:decision", args=[oldest.pk]) + "?viec=giai-trinh"
    detail = f"“{oldest.label}” quá hạn từ {oldest.due_on:%d/%m/%Y}" + (
        f" và {len(missed) - 1} việc khác." if len(missed) > 1 else "."
    )
    title = "Giải trình việc luật định quá hạn"
    return [
        Matter(
            Kind.EXPLAIN, title, detail, url, day, oldest.due_on, True, "", oldest.agency.short_name, len(missed) - 1
        )
    ]


def _filling(position: Position, day: date) -> Matter:
    since = getattr(position, "vacant_since", None)
    detail = f"Trống từ {since:%d/%m/%Y}." if since else "Chưa có người giữ."
    url = reverse("accounts:appoint", args=[position.pk])
    title = f"Bố trí người: {position.title}"
    return Matter(Kind.FILL, title, detail, url, day, place=position.agency.short_name)
