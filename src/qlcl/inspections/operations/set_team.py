"""Forms the team of an inspection on site and changes it (Circular 26/2014, arts. 35, 37, 40)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from qlcl.accounts.models import Person
from qlcl.assessments.models import Checklist
from qlcl.assessments.operations.start_checklist import set_members
from qlcl.inspections.enums import Mode, Status, TeamRole
from qlcl.inspections.faults import person_faults, team_faults
from qlcl.inspections.models import Inspection, Inspector, TeamMember
from qlcl.inspections.operations.recording_cases import locked_case, record_case
from qlcl.inspections.policies import can_prepare
from qlcl.inspections.queries.cases import bodies_of, places_of
from qlcl.inspections.workflow import require
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.kernel.text import clean

#: The states in which a team may be formed or changed.
FORMING = (Status.PLANNED, Status.DECIDED, Status.ANNOUNCED, Status.RUNNING)


@dataclass(frozen=True, slots=True)
class Membership:
    """Who is to be in the team, as what, for which tasks."""

    inspector_id: int
    role: str = TeamRole.MEMBER
    tasks: str = ""


@transaction.atomic
def set_team(
    *,
    actor: Actor,
    inspection_id: int,
    members: Sequence[Membership],
    reason: str = "",
    on: date,
    at: datetime,
    seen: int | None = None,
    illustration: bool = False,
) -> list[TeamMember]:
    """Exactly these are in the team. Before the decision it is just written anew; after it whoever leaves keeps his
    row, a reason is needed, and what art. 40 and the rules of a team ask must hold at once.

    Nobody who lacks a condition on the day, or works in the inspected agency, is taken at any time. Raises `Unseen`,
    `Stale`, `Forbidden`, `no_team_by_file`, `already_made`, `reason_missing`, `member_twice`, `unknown_inspector`,
    `guards`.
    """
    inspection = locked_case(actor, inspection_id, seen)
    _refuse(actor, inspection, reason)
    people = _people(inspection, members)
    standing = {row.inspector_id: row for row in inspection.team.filter(left_on__isnull=True)}
    day = max(inspection.planned_from or on, on)
    places = places_of(inspection, day)
    wanted = [
        _member(inspection, item, people[item.inspector_id], standing.get(item.inspector_id), on, illustration)
        for item in members
    ]
    newcomers = [row for row in wanted if row.pk is None]
    require([said for row in newcomers for said in person_faults(row.inspector, places, day)])
    decided = inspection.status != Status.PLANNED
    if decided:
        require(team_faults(wanted, places, bodies_of(inspection, day), day, inspection.agency_id))
    leaving = [row for key, row in standing.items() if key not in people]
    changed, removed = _write(wanted, leaving, decided=decided, reason=reason, on=on)
    if not changed and not removed:
        return wanted
    names = ", ".join(f"{row.inspector.full_name} ({row.get_role_display().lower()})" for row in wanted) or "chưa có ai"
    why = f" – {clean(reason)}" if clean(reason) else ""
    record_case(
        inspection=inspection, act="inspections.set_team", summary=f"Đoàn kiểm tra: {names}{why}", actor=actor, on=on,
        at=at, changed=changed, removed=removed,
    )  # fmt: skip
    if inspection.status == Status.RUNNING:
        hand_checklists(inspection=inspection, actor=actor, on=on, at=at)
    return wanted


def hand_checklists(*, inspection: Inspection, actor: Actor, on: date, at: datetime) -> None:
    """Lets the members who have an account, and only them, answer the checklists of the inspection."""
    members = TeamMember.objects.filter(inspection=inspection, left_on__isnull=True, inspector__person__isnull=False)
    people = list(Person.objects.filter(pk__in=members.values("inspector__person_id")).order_by("pk"))
    for checklist in Checklist.objects.of_occasion("inspection", inspection.pk).filter(concluded_on__isnull=True):
        set_members(actor=actor, checklist_id=checklist.pk, people=people, on=on, at=at, trusted=True)


def _refuse(actor: Actor, inspection: Inspection, reason: str) -> None:
    if not can_prepare(actor, inspection):
        raise Forbidden("Chỉ cán bộ kiểm tra của tỉnh được lập Đoàn kiểm tra.")
    if inspection.mode != Mode.ON_SITE:
        raise DomainError("no_team_by_file", "Kiểm tra qua hồ sơ, báo cáo không lập Đoàn kiểm tra.")
    if inspection.status not in FORMING:
        raise DomainError("already_made", "Cuộc kiểm tra đã kết luận hoặc đã hủy; không đổi Đoàn kiểm tra được nữa.")
    if inspection.status != Status.PLANNED and not clean(reason):
        raise DomainError("reason_missing", "Đã có quyết định: cần ghi lý do thay đổi thành viên.", field="reason")


def _people(inspection: Inspection, members: Sequence[Membership]) -> dict[int, Inspector]:
    ids = {item.inspector_id for item in members}
    if len(ids) != len(members):
        raise DomainError("member_twice", "Một kiểm tra viên được chọn hai lần.")
    rows = Inspector.objects.filter(pk__in=ids, province_id=inspection.province_id).select_related("agency")
    found = {row.pk: row for row in rows}
    if len(found) != len(ids):
        raise DomainError("unknown_inspector", "Có người không thuộc sổ kiểm tra viên của tỉnh.")
    return found


def _member(
    inspection: Inspection,
    item: Membership,
    inspector: Inspector,
    row: TeamMember | None,
    on: date,
    illustration: bool,
) -> TeamMember:
    if row is None:
        row = TeamMember(
            inspection=inspection, joined_on=on, role="", illustration=illustration or inspection.illustration
        )
    row.inspector = inspector
    row.before = (row.role, row.tasks)  # type: ignore[attr-defined]
    row.role, row.tasks = item.role, clean(item.tasks)
    return row


def _write(
    wanted: Sequence[TeamMember], leaving: Sequence[TeamMember], *, decided: bool, reason: str, on: date
) -> tuple[list[TeamMember], list[TeamMember]]:
    """Who leaves first, then who stops leading, then the rest: never two leaders at once."""
    changed: list[TeamMember] = []
    removed: list[TeamMember] = []
    for row in leaving:
        if decided:
            row.left_on, row.left_reason = max(on, row.joined_on), clean(reason)[:300]
            row.save(update_fields=["left_on", "left_reason"])
            changed.append(row)
        else:
            key = row.pk
            row.delete()
            row.pk = key
            removed.append(row)
    news = [row for row in wanted if row.pk is None or (row.role, row.tasks) != row.before]  # type: ignore[attr-defined]
    for row in sorted(news, key=lambda row: row.role == TeamRole.LEADER):
        row.save()
        changed.append(row)
    return changed, removed
