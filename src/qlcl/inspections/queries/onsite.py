"""What a member of a team takes along on a device: inspections, their checklists, what is known of the agency."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from qlcl.accounts.queries import holders
from qlcl.assessments.models import Checklist
from qlcl.assessments.policies import can_answer, visible_checklists
from qlcl.assessments.queries import checklist_state
from qlcl.conformity.models import Declaration
from qlcl.conformity.queries import Standing, standing_of
from qlcl.corrective.models import Nonconformity
from qlcl.inspections.models import Inspection
from qlcl.kernel.actors import Actor, Role
from qlcl.kernel.errors import Unseen
from qlcl.organisations import parameters

KIND = "inspection"
MOST_LISTED = 60
PARAMETERS = (
    "inspections.copy_days", "inspections.photo_side", "inspections.photo_quality",
)  # fmt: skip
_SHOWN_ITEMS, _SHOWN_INSPECTIONS, _SHOWN_FINDINGS = 200, 6, 20
_CONTACTS = (Role.HEAD, Role.DEPUTY, Role.ISO_SECRETARY)


def open_checklists(actor: Actor) -> list[Checklist]:
    """The checklists of inspections that the actor may answer now, newest first; three queries."""
    rows = visible_checklists(actor).filter(occasion_kind=KIND, concluded_on__isnull=True)
    rows = rows.select_related("agency", "set", "system").prefetch_related("members")
    return [row for row in rows.order_by("-opened_on", "-pk")[:MOST_LISTED] if can_answer(actor, row)]


def checklists_to_answer(actor: Actor, inspection_id: int) -> list[Checklist]:
    """Those of one inspection that are still open; `Unseen` when there is none that the actor may answer."""
    rows = visible_checklists(actor).filter(occasion_kind=KIND, occasion_id=inspection_id, concluded_on__isnull=True)
    rows = rows.select_related("agency", "set", "system__holder", "province").prefetch_related("members")
    found = [row for row in rows.order_by("set_id") if can_answer(actor, row)]
    if not found:
        raise Unseen
    return found


def checklist_to_answer(actor: Actor, checklist_id: int) -> Checklist:
    """One checklist of an inspection, open or concluded; `Unseen` when the actor may not answer it."""
    rows = visible_checklists(actor).filter(occasion_kind=KIND, pk=checklist_id)
    row = rows.select_related("agency", "set", "system", "province").prefetch_related("members").first()
    if row is None or not can_answer(actor, row):
        raise Unseen
    return row


def listed(checklists: Iterable[Checklist]) -> list[dict[str, Any]]:
    """The inspections behind some checklists, each once, as the list on a device shows them; one query."""
    rows = list(checklists)
    inspections = Inspection.objects.in_bulk({row.occasion_id for row in rows})
    found: dict[int, dict[str, Any]] = {}
    for row in rows:
        inspection = inspections.get(row.occasion_id)
        line = found.setdefault(
            row.occasion_id,
            {"id": row.occasion_id, "agency": row.agency.name, "when": _when(inspection),
             "opened_on": _day(row.opened_on), "illustration": row.illustration, "sets": [], "total": 0, "answered": 0},
        )  # fmt: skip
        line["sets"].append(row.set.title)
        line["total"] += row.total
        line["answered"] += row.answered
    return list(found.values())


def taken_along(actor: Actor, inspection_id: int, day: date) -> dict[str, Any]:
    """Everything that an inspection needs where there is no network. Raises `Unseen`."""
    checklists = checklists_to_answer(actor, inspection_id)
    inspection = Inspection.objects.select_related("edition").filter(pk=inspection_id).first()
    first = checklists[0]
    set_here = parameters.values(first.province_id, day, PARAMETERS)
    return {
        "id": inspection_id,
        "known": inspection is not None,
        "keep_days": int(set_here["inspections.copy_days"]),
        "photo": {
            "side": int(set_here["inspections.photo_side"]),
            "quality": int(set_here["inspections.photo_quality"]),
        },
        **listed(checklists)[0],
        "facts": _inspection_facts(inspection) + _agency_facts(first, day),
        "programme": _programme(inspection),
        "declaration": _declaration_facts(standing_of(first.system, day)),
        "contacts": [
            {"name": held.full_name, "title": held.title, "email": held.email}
            for held in holders([first.agency_id], _CONTACTS, day)
        ],
        "previous": _previous(first, inspection_id),
        "open_findings": _open_findings(first),
        "checklists": [checklist_state(row) for row in checklists],
    }


def _when(inspection: Inspection | None) -> str:
    if inspection is None:
        return ""
    since, until = inspection.planned_from, inspection.planned_until
    if inspection.inspected_on or not since:
        return _day(inspection.inspected_on) if inspection.inspected_on else ""
    return f"{_day(since)} – {_day(until)}" if until and until != since else _day(since)


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _pairs(*pairs: tuple[str, str]) -> list[list[str]]:
    return [[label, value] for label, value in pairs if value]


def _inspection_facts(inspection: Inspection | None) -> list[list[str]]:
    if inspection is None:
        return []
    decision = " ".join(part for part in (inspection.decision_number, _day(inspection.decision_date)) if part)
    return _pairs(
        ("Thời gian", _when(inspection)), ("Địa điểm", inspection.place), ("Quyết định kiểm tra", decision),
        ("Đơn vị kiểm tra", inspection.inspected_by), ("Theo tiêu chuẩn", inspection.edition.label),
    )  # fmt: skip


def _programme(inspection: Inspection | None) -> list[list[str]]:
    lines = inspection.programme.order_by("position") if inspection else ()
    return [
        [" ".join(part for part in (_day(line.held_on), line.hours) if part), line.content, line.place, line.members]
        for line in lines
    ]


def _agency_facts(row: Checklist, day: date) -> list[list[str]]:
    agency = row.agency
    place = f"{agency.latitude:.5f}, {agency.longitude:.5f}" if agency.latitude and agency.longitude else ""
    return _pairs(
        ("Cơ quan", agency.name), ("Mã", agency.code), ("Cấp", agency.get_level_display()),
        ("Hệ thống do", row.system.holder.name if row.system.holder_id != agency.pk else ""), ("Tọa độ", place),
    )  # fmt: skip


def _declaration_facts(standing: Standing) -> dict[str, Any]:
    held: Declaration | None = standing.open
    scope = standing.scope
    return {
        "facts": _pairs(
            ("Bản công bố", f"{held.number} ngày {_day(held.signed_on)}" if held else "Chưa có bản còn hiệu lực"),
            ("Phiên bản", held.edition.label if held else ""),
            ("Hiệu lực từ", _day(held.effective_on) if held else ""),
            ("Phạm vi", f"Lần {scope.version}, ngày {_day(scope.decided_on)}" if scope else ""),
        ),
        "items": [[item.field, item.procedure] for item in standing.items[:_SHOWN_ITEMS]],
        "more": max(0, len(standing.items) - _SHOWN_ITEMS),
    }  # fmt: skip


def _previous(row: Checklist, inspection_id: int) -> list[list[str]]:
    made = Inspection.objects.standing().filter(agency_id=row.agency_id).exclude(pk=inspection_id)
    rows = made.select_related("edition").order_by("-inspected_on")[:_SHOWN_INSPECTIONS]
    return [[_day(i.inspected_on), i.get_mode_display(), i.edition.label] for i in rows]


def _open_findings(row: Checklist) -> list[list[str]]:
    """What was found earlier and is not settled yet: it is verified this time."""
    rows = Nonconformity.objects.live().filter(system_id=row.system_id).order_by("due_on", "pk")[:_SHOWN_FINDINGS]
    return [[_day(n.raised_on), n.statement, n.get_state_display(), _day(n.due_on)] for n in rows]
