"""Files of agencies and successions: columns, how an agency is named in a file, what a file would change."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from qlcl.kernel.actors import Actor
from qlcl.kernel.sheets.kinds import Change, Column, Plan, PlanContext, Row
from qlcl.kernel.text import fold
from qlcl.organisations.enums import DutyKind, Level, SuccessionKind
from qlcl.organisations.models import Agency, DutyToApply, Succession
from qlcl.organisations.operations.record_successions import NewSuccession
from qlcl.organisations.operations.register_agencies import NewAgency
from qlcl.organisations.queries import visible_agencies

UNIT_COLUMNS = (
    Column(
        "code",
        ("Mã cơ quan", "Mã", "Mã đơn vị", "unit_code"),
        type="code",
        required=True,
        max_length=40,
        example="TN-X25456",
    ),
    Column(
        "name",
        ("Tên cơ quan", "Tên", "Cơ quan", "Tên đơn vị", "Cơ quan, đơn vị", "Đơn vị"),
        required=True,
        max_length=250,
        example="Ủy ban nhân dân phường 1",
    ),
    Column(
        "level",
        ("Cấp", "Cấp hành chính", "Cấp quản lý"),
        type="choice",
        required=True,
        choices={
            Level.PROVINCE: ("Tỉnh", "UBND tỉnh"),
            Level.PROVINCE_AGENCY: ("Cấp tỉnh", "Cơ quan cấp tỉnh", "Sở, ngành", "Sở, ban, ngành"),
            Level.DISTRICT: ("Cấp huyện", "Huyện", "UBND cấp huyện"),
            Level.COMMUNE: ("Cấp xã", "Xã", "UBND cấp xã", "Xã, phường, thị trấn"),
        },
        example="Cấp xã",
    ),
    Column(
        "parent_code",
        ("Mã cơ quan cấp trên", "Cơ quan cấp trên", "Mã cấp trên", "Cấp trên", "Trực thuộc"),
        type="code",
        example="TN-H703",
    ),
    Column(
        "valid_from",
        ("Hoạt động từ ngày", "Từ ngày", "Ngày hoạt động", "Ngày thành lập", "Ngày bắt đầu"),
        type="date",
        required=True,
        example="01/01/2004",
    ),
    Column(
        "valid_until",
        ("Hoạt động đến trước ngày", "Đến trước ngày", "Kết thúc từ ngày"),
        type="date",
        help="Ngày đầu tiên cơ quan không còn hoạt động; để trống nếu còn hoạt động.",
    ),
    Column("end_reason", ("Lý do kết thúc", "Lý do"), max_length=300),
    Column(
        "duty_to_apply",
        ("Nghĩa vụ áp dụng", "Đối tượng áp dụng", "Nghĩa vụ"),
        type="choice",
        required=True,
        choices={
            DutyKind.MANDATORY: ("Bắt buộc",),
            DutyKind.ENCOURAGED: ("Khuyến khích",),
            DutyKind.PROVINCIAL_PLAN: ("Theo kế hoạch tỉnh",),
        },
        example="Theo kế hoạch tỉnh",
    ),
    Column("duty_basis", ("Căn cứ áp dụng", "Căn cứ"), max_length=300, example="Quyết định 19/2014/QĐ-TTg, Điều 2"),
    Column("gso_code", ("Mã đơn vị hành chính",), type="code", max_length=20, example="25456"),
    Column("latitude", ("Vĩ độ",), type="decimal", example="11,323292"),
    Column("longitude", ("Kinh độ",), type="decimal", example="106,090472"),
    Column("external_id", ("Mã định danh điện tử",), type="code", max_length=60),
    Column("illustration", ("Minh họa",), type="choice", choices={"1": ("Có", "true"), "0": ("Không", "false")}),
)

SUCCESSION_COLUMNS = (
    Column(
        "predecessor_code", ("Cơ quan cũ", "Mã cơ quan cũ", "Cơ quan trước sắp xếp"), required=True, example="TN-S-KHDT"
    ),
    Column(
        "successor_code",
        ("Cơ quan mới", "Mã cơ quan mới", "Cơ quan sau sắp xếp"),
        required=True,
        example="TN-S-TC-2025",
    ),
    Column(
        "kind",
        ("Hình thức",),
        type="choice",
        required=True,
        choices={
            SuccessionKind.MERGED: ("Sáp nhập", "Hợp nhất"),
            SuccessionKind.SPLIT: ("Chia, tách", "Tách", "Chia"),
            SuccessionKind.RENAMED: ("Đổi tên, chuyển đổi", "Đổi tên"),
        },
        example="Sáp nhập",
    ),
    Column(
        "effective_on",
        ("Từ ngày", "Ngày hiệu lực", "Ngày có hiệu lực", "Hiệu lực từ ngày"),
        type="date",
        required=True,
        example="01/03/2025",
    ),
    Column("basis", ("Căn cứ",), max_length=300),
)


class AgencyResolver:
    """Finds the agencies that a file names by code, or by name with its district where that is unambiguous."""

    def __init__(self, actor: Actor, texts: Iterable[str]) -> None:
        self._forms = {t: _forms(t) for t in set(texts) if t}
        codes = set(self._forms)
        names = {fold_name for forms in self._forms.values() for fold_name, _ in forms}
        self._by_code: dict[str, Agency] = {}
        self._by_name: dict[str, list[Agency]] = {}
        agencies = visible_agencies(actor)
        self._by_code |= {a.code: a for a in agencies.filter(code__listed=codes)}
        missing = {name for t in codes - set(self._by_code) for name, _ in self._forms[t]}
        for agency in agencies.select_related("parent").filter(name_fold__listed=missing & names) if missing else ():
            self._by_name.setdefault(agency.name_fold, []).append(agency)

    def resolve(self, text: str, day: date | None = None) -> Agency | str:
        """The agency named, or a Vietnamese sentence that says why there is none."""
        if text in self._by_code:
            return self._by_code[text]
        for name, district in self._forms.get(text, ()):
            found = [a for a in self._by_name.get(name, ()) if day is None or a.is_valid_on(day)]
            if district:
                found = [a for a in found if a.parent is not None and f" {district} " in f" {a.parent.name_fold} "]
            if len(found) == 1:
                return found[0]
            if found:
                some = "; ".join(f"{a.code} ({a.parent.short_name if a.parent else ''})" for a in found[:4])
                return f"Có {len(found)} cơ quan cùng tên “{text}”: {some}."
        return f"Không có cơ quan nào mang mã hoặc tên “{text}”."


_ABBREVIATED = {
    "x": "xa", "p": "phuong", "tt": "thi tran", "h": "huyen", "q": "quan", "tx": "thi xa", "tp": "thanh pho",
}  # fmt: skip
_PLACES = ("xa ", "phuong ", "thi tran ", "huyen ", "quan ", "thi xa ", "thanh pho ", "tinh ", "dac khu ")


def _forms(text: str) -> list[tuple[str, str]]:
    """The ways to read a name: whole, or a name and its district behind a comma, a dash or in brackets."""
    plain = text.replace("(", ",").replace(")", "").replace(" - ", ",").replace("–", ",")
    forms = [(_full(text), "")]
    parts = plain.split(",")
    forms += [(_full(",".join(parts[:n])), _full(",".join(parts[n:]))) for n in range(len(parts) - 1, 0, -1)]
    return forms


def _full(text: str) -> str:
    """Folded, with People's Committee and the kind of place written out where they are abbreviated or left out."""
    folded = fold(text)
    rest = folded.removeprefix("ubnd ").removeprefix("uy ban nhan dan ")
    first, _, name = rest.partition(" ")
    if name and first in _ABBREVIATED:
        rest = f"{_ABBREVIATED[first]} {name}"
    return f"uy ban nhan dan {rest}" if rest != folded or rest.startswith(_PLACES) else folded


def plan_units(*, actor: Actor, rows: list[Row], context: PlanContext) -> Plan:
    """What a file of agencies would create and correct; parents may stand in the same file."""
    plan = Plan(payload={"endings": [], "new_endings": []})
    codes = {r["code"] for r in rows}
    named = codes | {r["parent_code"] for r in rows if r["parent_code"]}
    known = {a.code: a for a in visible_agencies(actor).filter(code__listed=named).select_related("parent")}
    duties = _latest_duties(known.values())
    for row in rows:
        _check_unit(plan, row, codes, known)
        agency = known.get(row["code"])
        if agency is None:
            plan.creates.append(_new(row, context))
            if row["valid_until"]:
                plan.payload["new_endings"].append(row)
        else:
            _plan_correction(plan, row, agency, duties.get(agency.pk), known)
    return plan


def _check_unit(plan: Plan, row: Row, codes: set[str], known: dict[str, Agency]) -> None:
    parent = row["parent_code"]
    if row["level"] != Level.PROVINCE and not parent:
        plan.problems.append(row.problem("parent_code", "Thiếu cơ quan cấp trên.", "Ghi mã của cơ quan cấp trên."))
    if parent and parent not in codes and parent not in known:
        plan.problems.append(
            row.problem(
                "parent_code",
                "Không có cơ quan cấp trên mang mã này.",
                "Sửa mã, hoặc thêm cơ quan cấp trên vào cùng tệp.",
            )
        )
    until = row["valid_until"]
    if until and row["valid_from"] and until <= row["valid_from"]:
        plan.problems.append(
            row.problem("valid_until", "Ngày kết thúc không sau ngày bắt đầu.", "Kiểm tra lại hai ngày.")
        )
    if until and not row["end_reason"]:
        plan.problems.append(
            row.problem("end_reason", "Cơ quan kết thúc mà thiếu lý do.", "Ghi lý do, ví dụ số nghị quyết.")
        )


def _new(row: Row, context: PlanContext) -> NewAgency:
    return NewAgency(
        code=row["code"],
        name=row["name"],
        level=row["level"],
        parent_code=row["parent_code"],
        valid_from=row["valid_from"],
        duty_to_apply=row["duty_to_apply"],
        duty_basis=row["duty_basis"],
        gso_code=row["gso_code"],
        latitude=row["latitude"],
        longitude=row["longitude"],
        external_id=row["external_id"],
        illustration=row["illustration"] == "1" if row.given("illustration") else context.illustration,
    )


def _latest_duties(agencies: Iterable[Agency]) -> dict[int, DutyToApply]:
    rows = DutyToApply.objects.filter(agency__listed=[a.pk for a in agencies]).order_by("valid_from")
    return {d.agency_id: d for d in rows}


def _plan_correction(plan: Plan, row: Row, agency: Agency, duty: DutyToApply | None, known: dict[str, Agency]) -> None:
    """Compares a row with the agency it names; what the file has no column for is left as it is."""
    fields = _corrected(row, agency, duty, known)
    ending = _ended(row, agency)
    if row["level"] != agency.level:
        plan.problems.append(
            row.problem("level", "Cấp của cơ quan đã ghi không đổi được.", "Ghi cơ quan mới và quan hệ kế thừa.")
        )
    if ending and not row["valid_until"]:
        plan.problems.append(
            row.problem("valid_until", "Cơ quan đã kết thúc không mở lại bằng tệp được.", "Hoàn tác lần nhập đã ghi.")
        )
    elif ending:
        plan.payload["endings"].append((agency, row))
    if fields or ending:
        plan.updates.append(Change(row=row, obj=agency, fields=fields | ending, label=agency.name))
    else:
        plan.unchanged += 1


def _corrected(
    row: Row, agency: Agency, duty: DutyToApply | None, known: dict[str, Agency]
) -> dict[str, tuple[Any, Any]]:
    """What the row says differently of a living agency."""
    names = ("name", "gso_code", "latitude", "longitude", "external_id", "valid_from")
    before: dict[str, Any] = {name: getattr(agency, name) for name in names}
    before |= {"duty_to_apply": duty.kind if duty else "", "duty_basis": duty.basis if duty else ""}
    fields = {n: (value, row[n]) for n, value in before.items() if row.given(n) and value != row[n]}
    parent = agency.parent.code if agency.parent else ""
    if row.given("parent_code") and parent != row["parent_code"]:
        fields["parent"] = (agency.parent, known.get(row["parent_code"]))
    return fields


def _ended(row: Row, agency: Agency) -> dict[str, tuple[Any, Any]]:
    """What the row says differently of the agency's end."""
    if not row.given("valid_until"):
        return {}
    names = ("valid_until", "end_reason")
    return {n: (getattr(agency, n), row[n]) for n in names if getattr(agency, n) != row[n]}


def plan_successions(*, actor: Actor, rows: list[Row], context: PlanContext) -> Plan:
    """What a file of successions would record; both agencies must be known, in the records or in the same call."""
    plan = Plan()
    resolver = AgencyResolver(actor, [r[c] for r in rows for c in ("predecessor_code", "successor_code")])
    pairs = []
    for row in rows:
        sides = [resolver.resolve(row[c]) for c in ("predecessor_code", "successor_code")]
        for column, side in zip(("predecessor_code", "successor_code"), sides, strict=True):
            if isinstance(side, str):
                plan.problems.append(row.problem(column, side, "Dùng mã cơ quan, hoặc nhập cơ quan đó trước."))
        if isinstance(sides[0], Agency) and isinstance(sides[1], Agency):
            pairs.append((row, sides[0], sides[1]))
    known = {
        (s.predecessor_id, s.successor_id, s.effective_on): s
        for s in Succession.objects.filter(successor__listed={new.pk for _, _, new in pairs})
    }
    for row, old, new in pairs:
        _plan_succession(plan, row, old, new, known.get((old.pk, new.pk, row["effective_on"])))
    return plan


def _plan_succession(plan: Plan, row: Row, old: Agency, new: Agency, found: Succession | None) -> None:
    if old.pk == new.pk:
        plan.problems.append(row.problem("successor_code", "Cơ quan mới trùng cơ quan cũ.", "Sửa mã cơ quan mới."))
    elif not new.is_valid_on(row["effective_on"]):
        plan.problems.append(
            row.problem("effective_on", f"“{new.name}” không hoạt động vào ngày này.", "Kiểm tra ngày hiệu lực.")
        )
    elif found is None:
        plan.creates.append(NewSuccession(old, new, row["kind"], row["effective_on"], row["basis"]))
    elif found.kind != row["kind"]:
        plan.problems.append(
            row.problem("kind", "Quan hệ này đã ghi với hình thức khác.", "Hoàn tác lần nhập trước rồi nhập lại.")
        )
    else:
        plan.unchanged += 1
