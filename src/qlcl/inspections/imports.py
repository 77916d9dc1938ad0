"""Files of inspections: columns, and what a file would change."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from qlcl.inspections.enums import Mode
from qlcl.inspections.models import Inspection
from qlcl.inspections.operations.record_inspections import NewInspection, correct_inspections, record_inspections
from qlcl.inspections.policies import visible_inspections
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import RowProblem
from qlcl.kernel.sheets import Change, Column, ImportKind, Plan, PlanContext, Row
from qlcl.organisations.imports import AgencyResolver
from qlcl.organisations.models import Agency, Coverage
from qlcl.organisations.queries import coverage_on, systems_by_agency
from qlcl.standards.models import Edition
from qlcl.standards.queries import editions

COLUMNS = (
    Column(
        "unit_code",
        (
            "Cơ quan",
            "Mã cơ quan",
            "Tên cơ quan",
            "Cơ quan được kiểm tra",
            "Mã đơn vị",
            "Cơ quan, đơn vị",
            "Đơn vị",
            "Tên đơn vị",
        ),
        required=True,
        max_length=300,
        example="TN-X25708",
    ),
    Column("inspected_on", ("Ngày kiểm tra", "Thời gian kiểm tra"), type="date", required=True, example="06/05/2019"),
    Column(
        "mode",
        ("Hình thức", "Hình thức kiểm tra"),
        type="choice",
        required=True,
        choices={
            Mode.ON_SITE.value: ("Tại trụ sở", "Trực tiếp", "Tại cơ quan"),
            Mode.BY_FILE.value: ("Qua hồ sơ, báo cáo", "Qua hồ sơ", "Thông qua hồ sơ", "Hồ sơ"),
        },
        example="Tại trụ sở",
    ),
    Column(
        "edition",
        ("Phiên bản tiêu chuẩn", "Phiên bản", "Tiêu chuẩn"),
        required=True,
        max_length=60,
        example="ISO 9001:2015",
    ),
    Column(
        "inspected_by",
        ("Đơn vị kiểm tra", "Cơ quan kiểm tra"),
        max_length=250,
        example="Chi cục Tiêu chuẩn Đo lường Chất lượng",
    ),
    Column("decision_number", ("Số quyết định, công văn", "Số quyết định"), max_length=80, example="15/QĐ-SKHCN"),
    Column("note", ("Ghi chú",), max_length=2000),
)
_TEXTS = ("inspected_by", "decision_number", "note")
_Key = tuple[int, date, str]


@dataclass(frozen=True, slots=True)
class _Records:
    """What the rows are compared with."""

    agencies: AgencyResolver
    editions: dict[str, Edition]
    coverages: dict[int, list[Coverage]]
    inspections: dict[_Key, Inspection]


def _records(actor: Actor, rows: list[Row]) -> _Records:
    resolver = AgencyResolver(actor, [row["unit_code"] for row in rows])
    found = [resolver.resolve(row["unit_code"], row["inspected_on"]) for row in rows]
    ids = sorted({agency.pk for agency in found if isinstance(agency, Agency)})
    known: dict[_Key, Inspection] = {}
    for start in range(0, len(ids), 5000):
        standing = visible_inspections(actor).filter(agency_id__in=ids[start : start + 5000])
        known |= {(i.agency_id, i.inspected_on, i.mode): i for i in standing.select_related("edition", "agency")}
    names = {name: edition for edition in editions() for name in (edition.code, edition.label)}
    return _Records(resolver, names, systems_by_agency(ids), known)


def plan_inspections(*, actor: Actor, rows: list[Row], context: PlanContext) -> Plan:
    """Compares rows with the register; an inspection is known by its agency, day and mode."""
    plan = Plan()
    records = _records(actor, rows)
    first: dict[_Key, int] = {}
    for row in rows:
        made = _read(row, records, context)
        if isinstance(made, RowProblem):
            plan.problems.append(made)
            continue
        key = (made.agency.pk, made.inspected_on, made.mode)
        if key in first:
            plan.problems.append(
                row.problem("unit_code", "Trùng lượt kiểm tra.", f"Bỏ dòng này hoặc dòng {first[key]}.")
            )
            continue
        first[key] = row.number
        _compare(plan, row, made, records.inspections.get(key))
    return plan


def _read(row: Row, records: _Records, context: PlanContext) -> NewInspection | RowProblem:
    day = row["inspected_on"]
    agency = records.agencies.resolve(row["unit_code"], day)
    if isinstance(agency, str):
        return row.problem("unit_code", agency, "Dùng mã cơ quan, hoặc nhập cơ quan đó trước.")
    edition = records.editions.get(row["edition"])
    if edition is None:
        codes = ", ".join(sorted({e.code for e in records.editions.values()}))
        return row.problem("edition", "Không có phiên bản này.", f"Dùng một trong: {codes}.")
    if day is None or day > context.on:
        return row.problem("inspected_on", "Ngày kiểm tra chưa tới.", "Chỉ ghi lượt kiểm tra đã thực hiện.")
    if coverage_on(records.coverages.get(agency.pk, ()), day) is None:
        return row.problem(
            "inspected_on", f"“{agency.name}” không có hệ thống quản lý chất lượng vào ngày này.", "Kiểm tra lại ngày."
        )
    texts = {name: row.get(name) or "" for name in _TEXTS}
    return NewInspection(agency, day, row["mode"], edition, illustration=context.illustration, **texts)


def _compare(plan: Plan, row: Row, made: NewInspection, known: Inspection | None) -> None:
    if known is None:
        plan.creates.append(made)
        return
    changes: dict[str, tuple[Any, Any]] = {
        name: (getattr(known, name), getattr(made, name))
        for name in _TEXTS
        if row.given(name) and getattr(known, name) != getattr(made, name)
    }
    if known.edition_id != made.edition.pk:
        changes["edition"] = (known.edition, made.edition)
    if changes:
        plan.updates.append(Change(row=row, obj=known, fields=changes, label=str(known)))
    else:
        plan.unchanged += 1


def apply_inspections(*, actor: Actor, plan: Plan, on: date, at: datetime, batch: str, illustration: bool) -> None:
    """Records the new inspections and corrects the others."""
    if plan.creates:
        record_inspections(actor=actor, on=on, at=at, inspections=plan.creates, batch=batch)
    if plan.updates:
        changes = [(change.obj, _values(change)) for change in plan.updates]
        correct_inspections(actor=actor, on=on, at=at, changes=changes, batch=batch)


def _values(change: Change) -> dict[str, Any]:
    return {
        ("edition_id" if name == "edition" else name): (after.pk if name == "edition" else after)
        for name, (_before, after) in change.fields.items()
    }


INSPECTIONS = ImportKind(
    code="inspections",
    label="Lượt kiểm tra",
    columns=COLUMNS,
    plan=plan_inspections,
    apply=apply_inspections,
    key=("unit_code", "inspected_on", "mode"),
    help="Mỗi dòng là một lượt kiểm tra đã thực hiện.",
)
