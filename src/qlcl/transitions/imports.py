"""Files of campaigns: columns, and what a file would change."""

from datetime import date, datetime
from typing import Any

from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import RowProblem
from qlcl.kernel.sheets import Change, Column, ImportKind, Plan, PlanContext, Row, differences
from qlcl.organisations.models import Agency
from qlcl.organisations.queries import visible_provinces
from qlcl.standards.models import Edition
from qlcl.standards.queries import editions
from qlcl.transitions.enums import STEPS
from qlcl.transitions.models import Campaign
from qlcl.transitions.operations.change_campaign import change_campaigns
from qlcl.transitions.operations.open_campaigns import CampaignSpec, open_campaigns
from qlcl.transitions.operations.set_step_dates import set_step_dates

COLUMNS = (
    Column("code", ("Mã chiến dịch", "Mã"), type="code", required=True, max_length=40, example="CD-2015"),
    Column(
        "name", ("Tên chiến dịch", "Tên"), required=True, max_length=300, example="Chuyển đổi sang TCVN ISO 9001:2015"
    ),
    Column("province_code", ("Mã tỉnh", "Tỉnh"), type="code", required=True, example="TN"),
    Column("from_edition", ("Từ phiên bản",), example="ISO 9001:2008"),
    Column("to_edition", ("Sang phiên bản", "Đến phiên bản"), required=True, example="ISO 9001:2015"),
    Column("basis", ("Căn cứ",), max_length=300, example="Hướng dẫn số 03/HD-KHCN ngày 12/11/2019"),
    Column("plan_number", ("Số kế hoạch",), max_length=60, example="15/KH-UBND"),
    Column("plan_date", ("Ngày kế hoạch",), type="date", example="05/11/2019"),
    Column("starts_on", ("Bắt đầu", "Từ ngày"), type="date", required=True, example="12/11/2019"),
    Column("ends_on", ("Kết thúc", "Đến ngày"), type="date", required=True, example="31/12/2021"),
    *(Column(f"due_{step.code}", (f"Hạn: {step.label}",), type="date") for step in STEPS),
)
_CHANGEABLE = ("name", "basis", "plan_number", "plan_date", "ends_on")


def _problems(row: Row, provinces: dict[str, Agency], known: dict[str, Edition]) -> list[RowProblem]:
    found = []
    if row["province_code"] not in provinces:
        found.append(
            row.problem("province_code", "Không có tỉnh mang mã này.", "Ghi mã của tỉnh trong danh mục cơ quan.")
        )
    codes = ", ".join(sorted(known))
    if row["to_edition"] not in known:
        found.append(row.problem("to_edition", "Không có phiên bản này.", f"Dùng một trong: {codes}."))
    if row["from_edition"] and row["from_edition"] not in known:
        found.append(row.problem("from_edition", "Không có phiên bản này.", f"Dùng một trong: {codes}."))
    if row["from_edition"] == row["to_edition"]:
        found.append(row.problem("to_edition", "Trùng với phiên bản hiện hành.", "Ghi phiên bản cần chuyển sang."))
    if row["starts_on"] and row["ends_on"] and row["ends_on"] < row["starts_on"]:
        found.append(row.problem("ends_on", "Kết thúc trước khi bắt đầu.", "Kiểm tra lại hai ngày."))
    if not row["basis"] and not (row.get("plan_number") and row.get("plan_date")):
        found.append(row.problem("basis", "Không có căn cứ.", "Ghi căn cứ, hoặc số và ngày kế hoạch."))
    return found


def plan_campaigns(*, actor: Actor, rows: list[Row], context: PlanContext) -> Plan:
    """Compares rows with the campaigns on record; a campaign is known by its province and code."""
    plan = Plan()
    provinces = {p.code: p for p in visible_provinces(actor)}
    known = {edition.code: edition for edition in editions()}
    existing = {
        (c.province_id, c.code): c
        for c in Campaign.objects.filter(code__in=[row["code"] for row in rows]).select_related("to_edition")
    }
    for row in rows:
        problems = _problems(row, provinces, known)
        if problems:
            plan.problems += problems
            continue
        province = provinces[row["province_code"]]
        found = existing.get((province.pk, row["code"]))
        if found is None:
            plan.creates.append(_spec(row, province, known, context.illustration))
            continue
        fixed = {"starts_on": row["starts_on"], "to_edition_id": known[row["to_edition"]].pk}
        if differences(found, fixed):
            plan.problems.append(
                row.problem("code", "Chiến dịch đã mở với ngày bắt đầu hoặc phiên bản khác.", "Dùng mã khác.")
            )
            continue
        changes = differences(found, {name: row[name] for name in _CHANGEABLE if row.given(name)})
        changes |= _moved_steps(found, row)
        if changes:
            plan.updates.append(Change(row=row, obj=found, fields=changes, label=found.code))
        else:
            plan.unchanged += 1
    return plan


def _spec(row: Row, province: Agency, known: dict[str, Edition], illustration: bool) -> CampaignSpec:
    return CampaignSpec(
        code=row["code"],
        name=row["name"],
        province_id=province.pk,
        from_edition_id=known[row["from_edition"]].pk if row["from_edition"] else None,
        to_edition_id=known[row["to_edition"]].pk,
        basis=row["basis"],
        plan_number=row.get("plan_number") or "",
        plan_date=row.get("plan_date"),
        starts_on=row["starts_on"],
        ends_on=row["ends_on"],
        step_dates=_step_dates(row),
        illustration=illustration,
    )


def _step_dates(row: Row) -> dict[str, date]:
    return {step.code: row[f"due_{step.code}"] for step in STEPS if row.get(f"due_{step.code}")}


def _moved_steps(campaign: Campaign, row: Row) -> dict[str, tuple[Any, Any]]:
    """The steps whose day the row names and which are due on another day now."""
    asked = _step_dates(row)
    if not asked:
        return {}
    steps = [step for step in campaign.steps.all() if step.due_on != asked.get(step.code, step.due_on)]
    return {f"due_{step.code}": (step.due_on, asked[step.code]) for step in steps}


def apply_campaigns(*, actor: Actor, plan: Plan, on: date, at: datetime, batch: str, illustration: bool) -> None:
    """Opens the new campaigns and changes the others."""
    if plan.creates:
        open_campaigns(specs=plan.creates, actor=actor, on=on, at=at, batch=batch)
    for change in plan.updates:
        values = {name: after for name, (_, after) in change.fields.items()}
        stated = {name: value for name, value in values.items() if name in _CHANGEABLE}
        dates = {name.removeprefix("due_"): value for name, value in values.items() if name not in stated}
        if stated:
            change_campaigns(changes=[(change.obj.pk, stated)], actor=actor, on=on, at=at, batch=batch)
        if dates:
            set_step_dates(campaign_id=change.obj.pk, dates=dates, actor=actor, on=on, at=at, batch=batch)


CAMPAIGNS = ImportKind(
    code="campaigns",
    label="Chiến dịch chuyển đổi",
    columns=COLUMNS,
    plan=plan_campaigns,
    apply=apply_campaigns,
    key=("province_code", "code"),
    help="Mở một chiến dịch sẽ đưa vào kế hoạch mọi hệ thống thuộc diện bắt buộc hoặc theo kế hoạch của tỉnh.",
)
