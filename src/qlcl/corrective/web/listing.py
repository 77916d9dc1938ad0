"""The list of nonconformities."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qlcl.corrective.enums import LIVE, UNCURED, Severity, State
from qlcl.corrective.models import Nonconformity, NonconformityQuerySet
from qlcl.corrective.policies import KEEPERS
from qlcl.corrective.queries import nonconformity_list
from qlcl.kernel.clock import today
from qlcl.kernel.remembered import remembered_rows
from qlcl.kernel.words import search
from qlcl.organisations.queries import visible_systems
from qlcl.ui.access import signed_in
from qlcl.ui.cells import chip_html
from qlcl.ui.illustrations import ILLUSTRATION
from qlcl.ui.tables import Column, Table, filter_chips
from qlcl.ui.writing import vn_number

OVERDUE, EVERY = "overdue", "tat-ca"
_CHIPS = {
    State.OPEN: "draft",
    State.ANALYSED: "draft",
    State.ACTING: "soon",
    State.TO_VERIFY: "explained",
    State.CLOSED: "done",
    State.WITHDRAWN: "ended",
    State.SUBJECT_ENDED: "ended",
}


def state_chip(row: Nonconformity) -> str:
    """The state as a chip; overdue where it is not cured past its day."""
    if row.is_overdue_on(today()):
        days = (today() - row.due_on).days
        return chip_html("overdue", f"{row.get_state_display()}, quá hạn {vn_number(days)} ngày")
    return chip_html(_CHIPS[State(row.state)], row.get_state_display())


COLUMNS = (
    Column(
        "statement", "Nội dung", str, url=lambda n: reverse("corrective:nonconformity", args=[n.pk]), fixed=True,
        head=True,
    ),
    Column("agency", "Cơ quan", "agency.short_name", order=("agency__name_sort",)),
    Column("place", "Điều khoản · Điều 36", "cited", order=("article", "clause__position")),
    Column("severity", "Mức độ", "get_severity_display", order=("severity",)),
    Column("raised_on", "Ngày phát hiện", "raised_on", order=("raised_on",), hidden=True),
    Column("due_on", "Hạn", "due_on", order=("due_on",)),
    Column("first_due_on", "Hạn ban đầu", "first_due_on", hidden=True),
    Column("state", "Trạng thái", "get_state_display", html=state_chip, order=("state",)),
    Column("source", "Phát hiện từ", "source_label", hidden=True),
    Column("cause", "Nguyên nhân", "cause", hidden=True),
    ILLUSTRATION,
)  # fmt: skip


@signed_in
def listing(request: HttpRequest) -> HttpResponse:
    """Nonconformities by state, severity and words; those that live unless others are asked for."""
    given = {name: request.GET.get(name, "").strip() for name in ("tinh-trang", "muc", "q")}
    rows = nonconformity_list(request.actor)
    if given["q"]:
        rows = search(rows, "statement_fold", given["q"], "nonconformity")
    counted = _counts(rows, given["muc"])
    table = Table(
        request,
        COLUMNS,
        _narrowed(rows, given),
        caption="Điểm không phù hợp",
        cards=True,
        known=_asked(counted, given["tinh-trang"]),
        keys_first=True,
        empty="Không có điểm không phù hợp nào.",
        remedy="Điểm do kiểm tra phát hiện tự có ở đây; điểm cơ quan tự phát hiện thì ghi thêm.",
    )
    if table.export:
        return table.export_response("diem-khong-phu-hop")
    live = sum(counted[state].all for state in LIVE if state in counted)
    choices = [(OVERDUE, "Quá hạn", sum(counted[state].late for state in UNCURED if state in counted))]
    choices += [(code, str(label), counted[code].all) for code, label in State.choices if code in counted]
    choices.append((EVERY, "Tất cả", sum(count.all for count in counted.values())))
    context = {
        "table": table,
        "given": given,
        "kept": given["tinh-trang"],
        "states": filter_chips(request, "tinh-trang", choices, all_label="Chưa khép", total=live),
        "severities": Severity.choices,
        "system": _own_system(request),
        "day": today(),
    }
    return render(request, "corrective/list.html", context)


def _narrowed(rows: NonconformityQuerySet, given: dict[str, str]) -> NonconformityQuerySet:
    if given["muc"] in Severity.values:
        rows = rows.filter(severity=given["muc"])
    if given["tinh-trang"] == OVERDUE:
        return rows.overdue_on(today())
    if given["tinh-trang"] in State.values:
        return rows.filter(state=given["tinh-trang"])
    return rows if given["tinh-trang"] == EVERY else rows.live()


@dataclass(frozen=True, slots=True)
class _Count:
    """Those of a state: all, those past their day; the same of the severity asked for, of any when none is."""

    all: int
    late: int
    asked: int
    asked_late: int


def _counts(rows: NonconformityQuerySet, severity: str) -> dict[str, _Count]:
    """By state, in whose order an index has them: nothing is sorted."""
    past = Q(due_on__lt=today())
    figures: dict[str, Any] = {"n": Count("pk"), "late": Count("pk", filter=past)}
    if severity in Severity.values:
        of = Q(severity=severity)
        figures |= {"asked": Count("pk", filter=of), "asked_late": Count("pk", filter=of & past)}
    grouped = rows.order_by().values("state").annotate(**figures).values_list("state", *figures)
    return {state: _Count(*(found if len(found) == 4 else found * 2)) for state, *found in remembered_rows(grouped)}


def _asked(counts: dict[str, _Count], wanted: str) -> int:
    """How many the state and the severity asked for leave."""
    if wanted in State.values:
        return counts[wanted].asked if wanted in counts else 0
    if wanted == EVERY:
        return sum(count.asked for count in counts.values())
    if wanted == OVERDUE:
        return sum(counts[state].asked_late for state in UNCURED if state in counts)
    return sum(counts[state].asked for state in LIVE if state in counts)


def _own_system(request: HttpRequest) -> int | None:
    """The system whose keepers may add what they found themselves."""
    agencies = [post.agency_id for post in request.actor.posts if post.role in KEEPERS]
    if not agencies:
        return None
    living = visible_systems(request.actor).valid_on(today()).filter(holder_id__in=agencies)
    return living.values_list("pk", flat=True).first()
