"""The file of people: columns, what it would change, and how it is applied."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from qlcl.accounts.enums import ROLE_ALIASES, RoleChoice
from qlcl.accounts.models import Appointment, Person, Position
from qlcl.accounts.operations.appoint import AppointmentSpec, appoint
from qlcl.accounts.operations.change_person import change_person
from qlcl.accounts.operations.end_appointments import end_appointment
from qlcl.accounts.operations.make_persons import PersonSpec, make_persons
from qlcl.accounts.operations.make_positions import PositionSpec, make_positions
from qlcl.accounts.policies import can_grant, visible_persons
from qlcl.kernel.actors import Actor, Role
from qlcl.kernel.sheets.kinds import Change, Column, ImportKind, Plan, PlanContext, Row
from qlcl.kernel.text import nfc
from qlcl.organisations.imports import AgencyResolver
from qlcl.organisations.models import Agency

ROLES = {choice.value: (choice.label, *ROLE_ALIASES[choice.value]) for choice in RoleChoice}

COLUMNS = (
    Column(
        "username", ("Tên đăng nhập", "Tài khoản"), type="code", required=True, max_length=64, example="nguyen.van.an"
    ),
    Column("full_name", ("Họ và tên", "Họ tên"), required=True, max_length=120, example="Nguyễn Văn An"),
    Column("email", ("Thư điện tử", "Email"), max_length=254, example="an.nv@tinh.gov.vn"),
    Column(
        "agency_code",
        ("Mã cơ quan", "Cơ quan", "Tên cơ quan", "unit_code", "Mã đơn vị", "Cơ quan, đơn vị", "Đơn vị", "Tên đơn vị"),
        required=True,
        max_length=250,
        example="TN-X25708",
    ),
    Column("title", ("Chức vụ", "Vị trí"), required=True, max_length=120, example="Công chức Văn phòng – thống kê"),
    Column("role", ("Vai trò",), type="choice", required=True, choices=ROLES, example="Thư ký ISO"),
    Column("valid_from", ("Từ ngày", "Ngày bắt đầu"), type="date", required=True, example="01/01/2022"),
    Column(
        "valid_until",
        ("Đến trước ngày", "Ngày kết thúc"),
        type="date",
        help="Ngày đầu tiên không còn giữ vị trí; để trống nếu chưa có. Bắt buộc đối với tư vấn.",
    ),
    Column(
        "acting",
        ("Quyền, tạm thời phụ trách", "Quyền"),
        type="choice",
        choices={"yes": ("Có", "x", "true", "1"), "no": ("Không", "false", "0")},
    ),
)


@dataclass(slots=True)
class _Wanted:
    """A row resolved: which agency, which person if there is one, which position if there is one."""

    row: Row
    agency: Agency
    person: Person | None = None
    position: Position | None = None


@dataclass(slots=True)
class _Known:
    """Records that the rows may refer to."""

    persons: dict[str, Person]
    appointments: dict[tuple[int, int, str, str], list[Appointment]]
    positions: dict[tuple[int, str, str], Position]
    seen: set[int]


def plan_people(*, actor: Actor, rows: list[Row], context: PlanContext) -> Plan:
    """Compares rows with the records: new accounts, new posts of known persons, changed names and end dates."""
    plan = Plan()
    resolver = AgencyResolver(actor, [row["agency_code"] for row in rows])
    known = _known(actor, rows)
    for row in rows:
        agency = resolver.resolve(row["agency_code"], row["valid_from"])
        if isinstance(agency, str):
            plan.problems.append(row.problem("agency_code", agency, "Ghi mã cơ quan như trong danh mục cơ quan."))
            continue
        if _check(plan, actor, row, agency, known):
            _place(plan, row, agency, known)
    return plan


def _check(plan: Plan, actor: Actor, row: Row, agency: Agency, known: _Known) -> bool:
    before = len(plan.problems)
    if not can_grant(actor, agency, row["role"]):
        plan.problems.append(
            row.problem("role", "Ông/bà không được giao vai trò này ở cơ quan này.", "Đề nghị người quản trị nhập.")
        )
    if row["role"] == Role.CONSULTANT and row["valid_until"] is None:
        plan.problems.append(row.problem("valid_until", "Tư vấn phải có ngày kết thúc.", "Ghi ngày kết thúc."))
    if row["valid_until"] is not None and row["valid_until"] <= row["valid_from"]:
        plan.problems.append(row.problem("valid_until", "Ngày kết thúc không sau ngày bắt đầu.", "Sửa một trong hai."))
    person = known.persons.get(_username(row))
    if person is not None and person.pk not in known.seen:
        plan.problems.append(row.problem("username", "Tên đăng nhập đã có người khác dùng.", "Chọn tên khác."))
    if row["email"] and not _is_address(row["email"]):
        plan.problems.append(
            row.problem("email", "Không phải một địa chỉ thư điện tử.", "Ghi một địa chỉ, hoặc bỏ trống.")
        )
    return len(plan.problems) == before


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _place(plan: Plan, row: Row, agency: Agency, known: _Known) -> None:
    """Puts a sound row among what is new, changed or there already."""
    person = known.persons.get(_username(row))
    position = known.positions.get((agency.pk, row["title"], row["role"]))
    wanted = _Wanted(row, agency, person, position)
    held = known.appointments.get((person.pk, agency.pk, row["title"], row["role"]), []) if person else []
    same = next((a for a in held if a.valid_from == row["valid_from"]), None)
    if person is None or same is None:
        plan.creates.append(wanted)
        return
    changes: dict[str, tuple[Any, Any]] = {}
    if person.full_name != row["full_name"]:
        changes["full_name"] = (person.full_name, row["full_name"])
    if row.given("email") and person.email != row["email"].lower():
        changes["email"] = (person.email, row["email"].lower())
    until = row["valid_until"]
    if row.given("valid_until") and until is not None and same.valid_until != until:
        changes["valid_until"] = (same.valid_until, until)
    if changes:
        plan.updates.append(Change(row, same, changes, label=person.full_name))
    else:
        plan.unchanged += 1


def _known(actor: Actor, rows: list[Row]) -> _Known:
    names = sorted({_username(row) for row in rows})
    known = _Known({}, {}, {}, set())
    for start in range(0, len(names), 500):
        some = names[start : start + 500]
        known.persons |= {p.username: p for p in Person.objects.filter(username__in=some)}
        known.seen |= set(visible_persons(actor).filter(username__in=some).values_list("pk", flat=True))
        held = Appointment.objects.filter(person__username__in=some).select_related("position", "person")
        for a in held:
            key = (a.person_id, a.position.agency_id, a.position.title, a.position.role)
            known.appointments.setdefault(key, []).append(a)
    titles = sorted({row["title"] for row in rows})
    for start in range(0, len(titles), 500):
        for p in Position.objects.filter(title__in=titles[start : start + 500], valid_until__isnull=True):
            known.positions[p.agency_id, p.title, p.role] = p
    return known


def _username(row: Row) -> str:
    return nfc(row["username"]).strip().lower()


def apply_people(*, actor: Actor, plan: Plan, on: date, at: datetime, batch: str, illustration: bool) -> None:
    """Makes accounts, positions and appointments; leaves the temporary passwords in `plan.handout`."""
    times: dict[str, Any] = {"actor": actor, "on": on, "at": at}
    created: list[_Wanted] = plan.creates
    fresh = {_username(w.row): w for w in reversed(created) if w.person is None}
    people = [PersonSpec(name, w.row["full_name"], w.agency, w.row["email"]) for name, w in sorted(fresh.items())]
    accounts = make_persons(specs=people, batch=batch, illustration=illustration, **times)
    plan.handout += [
        {"Họ và tên": a.person.full_name, "Tên đăng nhập": a.person.username, "Mật khẩu tạm": a.password}
        for a in accounts
    ]
    by_name = {account.person.username: account.person for account in accounts}
    _make_missing_positions(created, batch=batch, **times)
    appointments = [
        AppointmentSpec(
            person=w.person or by_name[_username(w.row)],
            position=_position(w),
            valid_from=w.row["valid_from"],
            valid_until=w.row["valid_until"],
            acting=w.row["acting"] == "yes",
        )
        for w in created
    ]
    appoint(specs=appointments, batch=batch, **times)
    for change in plan.updates:
        _apply_change(change, batch=batch, **times)


def _make_missing_positions(created: list[_Wanted], *, actor: Actor, on: date, at: datetime, batch: str) -> None:
    missing: dict[tuple[int, str, str], list[_Wanted]] = {}
    for wanted in created:
        if wanted.position is None or wanted.position.valid_from > wanted.row["valid_from"]:
            missing.setdefault((wanted.agency.pk, wanted.row["title"], wanted.row["role"]), []).append(wanted)
    specs = [
        PositionSpec(
            agency=group[0].agency,
            title=group[0].row["title"],
            role=Role(group[0].row["role"]),
            valid_from=min(w.row["valid_from"] for w in group),
            valid_until=_last([w.row["valid_until"] for w in group]) if role == Role.CONSULTANT else None,
        )
        for (_agency, _title, role), group in missing.items()
    ]
    positions = make_positions(actor=actor, specs=specs, on=on, at=at, batch=batch)
    for group, position in zip(missing.values(), positions, strict=True):
        for wanted in group:
            wanted.position = position


def _last(days: list[date | None]) -> date | None:
    known = [day for day in days if day is not None]
    return max(known) if len(known) == len(days) else None


def _position(wanted: _Wanted) -> Position:
    if wanted.position is None:
        raise RuntimeError("a row of people without its position")
    return wanted.position


def _apply_change(change: Change, *, actor: Actor, on: date, at: datetime, batch: str) -> None:
    appointment, row = change.obj, change.row
    if "full_name" in change.fields or "email" in change.fields:
        change_person(
            actor=actor,
            person_id=appointment.person_id,
            full_name=row["full_name"],
            email=row["email"] if row.given("email") else appointment.person.email,
            on=on,
            at=at,
            batch=batch,
        )
    if "valid_until" in change.fields:
        end_appointment(
            actor=actor,
            appointment_id=appointment.pk,
            until=row["valid_until"],
            reason="Theo tệp người dùng",
            on=on,
            at=at,
            batch=batch,
        )


PEOPLE = ImportKind(
    code="people",
    label="Người dùng và vị trí",
    columns=COLUMNS,
    plan=plan_people,
    apply=apply_people,
    key=("username", "agency_code", "title", "valid_from"),
    help="Mỗi dòng là một người giữ một vị trí. Mật khẩu tạm chỉ hiện một lần, ngay sau khi nhập.",
)
