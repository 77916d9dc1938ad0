"""The file of declarations of the past: its columns, and what importing it would change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from qlcl.conformity.enums import HIRED
from qlcl.conformity.models import Declaration
from qlcl.conformity.operations.correct_declarations import Correction, correct_declarations
from qlcl.conformity.operations.import_declarations import PastDeclaration, import_declarations
from qlcl.kernel.actors import Actor
from qlcl.kernel.sheets import Change, Column, ImportKind, Plan, PlanContext, Row, differences
from qlcl.kernel.text import fold
from qlcl.organisations.imports import AgencyResolver
from qlcl.organisations.models import Agency, QualitySystem
from qlcl.organisations.queries import coverage_on, systems_by_agency
from qlcl.standards.models import Edition
from qlcl.standards.queries import editions

COLUMNS = (
    Column(
        "unit_code",
        ("Mã cơ quan", "Cơ quan", "Tên cơ quan", "unit", "Mã đơn vị", "Cơ quan, đơn vị", "Đơn vị", "Tên đơn vị"),
        required=True,
        example="TN-X25456",
    ),
    Column(
        "edition",
        ("Phiên bản tiêu chuẩn", "Phiên bản", "Tiêu chuẩn"),
        required=True,
        example="ISO 9001:2015",
        help="Ghi như trong danh mục tiêu chuẩn, ví dụ ISO 9001:2015 hoặc TCVN ISO 9001:2015.",
    ),
    Column(
        "declared_on", ("Ngày công bố", "Ngày ký", "Ngày quyết định"), type="date", required=True, example="10/02/2020"
    ),
    Column(
        "prepared_by",
        ("Phương thức thực hiện", "Cách thực hiện", "Phương thức"),
        type="choice",
        choices={
            "self": ("Tự thực hiện", "Tự xây dựng", "Tự chuyển đổi"),
            "consultant": ("Thuê tư vấn", "Tư vấn"),
            "expert": ("Chuyên gia độc lập", "Chuyên gia"),
        },
        example="Tự thực hiện",
    ),
    Column(
        "consultant",
        ("Tổ chức tư vấn, chuyên gia", "Tổ chức tư vấn", "Đơn vị tư vấn", "Tên tổ chức tư vấn"),
        max_length=250,
    ),
    Column(
        "decision_number",
        ("Số quyết định", "Số, ký hiệu", "Quyết định số", "Số quyết định công bố"),
        max_length=60,
        example="935/QĐ-UBND",
    ),
    Column("effective_on", ("Ngày có hiệu lực", "Hiệu lực từ ngày"), type="date"),
    Column(
        "kind",
        ("Loại công bố", "Loại"),
        type="choice",
        choices={"first": ("Công bố lần đầu", "Lần đầu"), "again": ("Công bố lại", "Lại")},
    ),
    Column("notified_on", ("Ngày thông báo", "Ngày thông báo cho Sở Khoa học và Công nghệ"), type="date"),
    Column("posted_on", ("Ngày niêm yết",), type="date"),
    Column("published_on", ("Ngày đăng trang thông tin điện tử", "Ngày đăng web"), type="date"),
    Column("published_url", ("Địa chỉ đăng", "Đường dẫn"), max_length=500),
    Column("illustration", ("Minh họa",), type="choice", choices={"1": ("Có", "true"), "0": ("Không", "false")}),
)
#: Column of the file → field of the declaration.
_FIELDS = {
    "declared_on": "signed_on",
    "prepared_by": "prepared_by",
    "consultant": "consultant_name",
    "decision_number": "number",
    "effective_on": "effective_on",
    "kind": "kind",
    "notified_on": "told_on",
    "posted_on": "posted_on",
    "published_on": "published_on",
    "published_url": "published_url",
    "illustration": "illustration",
}
_FOLLOWING = ("effective_on", "notified_on", "posted_on", "published_on")


@dataclass(frozen=True, slots=True)
class _Resolved:
    """A row whose agency, system and edition are known."""

    row: Row
    system: QualitySystem
    agency: Agency
    edition: Edition

    @property
    def key(self) -> tuple[int, int]:
        return self.system.pk, self.edition.pk


def plan_declarations(*, actor: Actor, rows: list[Row], context: PlanContext) -> Plan:
    """What the file would record and correct.

    A row is the declaration of that system and edition with the same number, else with the same day, else (a number
    lacking) the only one there is where the file names only one too; else it is new. Kinds, where given, must agree.
    """
    plan = Plan()
    resolved = _resolve(actor, rows, plan)
    for item in resolved:
        _check(item, context, plan)
    candidates = _candidates(resolved)
    matches = _match(resolved, candidates)
    for item in resolved:
        found = matches.get(item.row.file, {}).get(item.row.number)
        if found is None:
            plan.creates.append(_past(item, context))
        else:
            _compare(item, found, plan)
    return plan


def apply_declarations(*, actor: Actor, plan: Plan, on: date, at: datetime, batch: str, illustration: bool) -> None:
    """Corrects what stands, then records what is new."""
    corrections = [
        Correction(change.obj.pk, {name: after for name, (_before, after) in change.fields.items()})
        for change in plan.updates
    ]
    if corrections:
        correct_declarations(actor=actor, on=on, at=at, corrections=corrections, batch=batch)
    if plan.creates:
        import_declarations(actor=actor, on=on, at=at, declarations=plan.creates, batch=batch)


def _resolve(actor: Actor, rows: list[Row], plan: Plan) -> list[_Resolved]:
    """The system that covers each named agency on the day, and its edition; what fails becomes a problem."""
    resolver = AgencyResolver(actor, [r["unit_code"] for r in rows])
    known = {fold(name): e for e in editions() for name in (e.code, e.label)}
    agencies = [resolver.resolve(r["unit_code"], r["declared_on"]) for r in rows]
    coverages = systems_by_agency({a.pk for a in agencies if isinstance(a, Agency)})
    system_ids = {c.system_id for line in coverages.values() for c in line}
    systems = _systems(system_ids, {a.pk: a for a in agencies if isinstance(a, Agency)})
    found = []
    for row, agency in zip(rows, agencies, strict=True):
        edition = known.get(fold(row["edition"]))
        if edition is None:
            remedy = f"Dùng một trong: {', '.join(e.code for e in dict.fromkeys(known.values()))}."
            plan.problems.append(row.problem("edition", "Không có phiên bản tiêu chuẩn này.", remedy))
        if isinstance(agency, str):
            plan.problems.append(row.problem("unit_code", agency, "Dùng mã cơ quan, hoặc nhập cơ quan đó trước."))
            continue
        coverage = coverage_on(coverages.get(agency.pk, ()), row["declared_on"])
        if coverage is None:
            message = f"“{agency.name}” không có hệ thống quản lý chất lượng vào ngày này."
            plan.problems.append(row.problem("declared_on", message, "Kiểm tra ngày công bố và mã cơ quan."))
        elif edition is not None:
            system = systems[coverage.system_id]
            found.append(_Resolved(row, system, system.holder, edition))
    return found


def _systems(ids: Iterable[int], known: dict[int, Agency]) -> dict[int, QualitySystem]:
    """The systems with their holders, most of which the file named."""
    systems = {s.pk: s for s in QualitySystem.objects.filter(pk__listed=ids)}
    unnamed = {s.holder_id for s in systems.values()} - set(known)
    holders = known | {a.pk: a for a in Agency.objects.filter(pk__listed=unnamed)}
    for system in systems.values():
        system.holder = holders[system.holder_id]
    return systems


def _check(item: _Resolved, context: PlanContext, plan: Plan) -> None:
    """Dates in order, none in the future, a consultant only where one was hired."""
    row = item.row
    if row["declared_on"] > context.on:
        plan.problems.append(row.problem("declared_on", "Ngày công bố ở tương lai.", "Ghi ngày ký quyết định."))
    for name in _FOLLOWING:
        day = row[name]
        if day is not None and day < row["declared_on"]:
            plan.problems.append(row.problem(name, "Ngày này trước ngày công bố.", "Kiểm tra lại hai ngày."))
        elif day is not None and name != "effective_on" and day > context.on:
            plan.problems.append(row.problem(name, "Ngày này ở tương lai.", "Để trống nếu chưa thực hiện."))
    if row["consultant"] and row["prepared_by"] not in HIRED:
        plan.problems.append(
            row.problem(
                "consultant",
                "Có tên tổ chức tư vấn nhưng phương thức không phải thuê tư vấn.",
                "Sửa phương thức thực hiện, hoặc bỏ tên tổ chức tư vấn.",
            )
        )


def _candidates(resolved: Iterable[_Resolved]) -> dict[tuple[int, int], list[Declaration]]:
    """The standing declarations of the systems named, oldest first, by system and edition."""
    found: dict[tuple[int, int], list[Declaration]] = {}
    standing = Declaration.objects.standing().filter(system__listed={item.system.pk for item in resolved})
    for declaration in standing.order_by("signed_on", "pk"):
        found.setdefault((declaration.system_id, declaration.edition_id), []).append(declaration)
    return found


def _match(
    resolved: list[_Resolved], candidates: Mapping[tuple[int, int], list[Declaration]]
) -> dict[str, dict[int, Declaration]]:
    """Which declaration each row is about, by file and row number; the surest matches are taken first."""
    groups: dict[tuple[int, int], list[_Resolved]] = {}
    for item in resolved:
        if item.key in candidates:
            groups.setdefault(item.key, []).append(item)
    matches: dict[str, dict[int, Declaration]] = {}
    for key, items in groups.items():
        free, waiting = list(candidates[key]), list(items)
        only = len(free) == 1 and len(waiting) == 1
        for fits in (_same_number_and_day, _same_number, _same_day, _unnumbered if only else _never):
            for item in list(waiting):
                found = next((d for d in free if _same_kind(item.row, d) and fits(item.row, d)), None)
                if found is not None:
                    matches.setdefault(item.row.file, {})[item.row.number] = found
                    free.remove(found)
                    waiting.remove(item)
    return matches


def _same_kind(row: Row, declaration: Declaration) -> bool:
    return not row["kind"] or row["kind"] == declaration.kind


def _same_number(row: Row, declaration: Declaration) -> bool:
    return bool(row["decision_number"]) and fold(row["decision_number"]) == declaration.number_fold


def _same_day(row: Row, declaration: Declaration) -> bool:
    return row["declared_on"] == declaration.signed_on


def _same_number_and_day(row: Row, declaration: Declaration) -> bool:
    return _same_day(row, declaration) and _same_number(row, declaration)


def _unnumbered(row: Row, declaration: Declaration) -> bool:
    return not row["decision_number"] or not declaration.number


def _never(_row: Row, _declaration: Declaration) -> bool:
    return False


def _values(row: Row) -> dict[str, Any]:
    """The fields that the file has a column for; an empty effective day or kind says nothing."""
    values = {field: row[name] for name, field in _FIELDS.items() if row.given(name)}
    for name in ("effective_on", "kind", "illustration"):
        if not values.get(name):
            values.pop(name, None)
    if "illustration" in values:
        values["illustration"] = values["illustration"] == "1"
    return values


def _past(item: _Resolved, context: PlanContext) -> PastDeclaration:
    values = {"illustration": context.illustration, **_values(item.row)}
    return PastDeclaration(system_id=item.system.pk, agency=item.agency, edition=item.edition, **values)


def _compare(item: _Resolved, found: Declaration, plan: Plan) -> None:
    """Unchanged, or a change shown before → after; a declaration issued in the product is not corrected by a file."""
    values = _values(item.row)
    if "effective_on" not in values and found.effective_on == found.signed_on:
        values["effective_on"] = values["signed_on"]
    changes = differences(found, values)
    if not changes:
        plan.unchanged += 1
    elif not found.imported:
        message = f"Quyết định {found.label} được ban hành trong phần mềm, không sửa bằng tệp."
        plan.problems.append(item.row.problem("decision_number", message, "Bỏ dòng này khỏi tệp."))
    else:
        plan.updates.append(Change(row=item.row, obj=found, fields=changes, label=f"{item.agency.name}, {found.label}"))


DECLARATIONS = ImportKind(
    code="declarations",
    label="Công bố phù hợp tiêu chuẩn",
    columns=COLUMNS,
    plan=plan_declarations,
    apply=apply_declarations,
    key=("unit_code", "edition", "declared_on"),
    help="Mỗi dòng là một quyết định công bố đã ký. Việc thông báo, niêm yết, đăng trang chưa rõ thì để trống.",
)
