"""What the papers of the inspections room are made of."""

from datetime import date
from typing import Any

from qlcl.duties.queries.due import overseeing_body
from qlcl.inspections.enums import Mode
from qlcl.inspections.models import InspectionPlan
from qlcl.inspections.queries.plans import plan_lines


def plan_context(plan: InspectionPlan, day: date) -> dict[str, Any]:
    """The context of the plan of the year (Form 19); the fields stand at the head of its template."""
    standing = [line for line in plan_lines(plan) if line.dropped_on is None]
    rows = [
        {
            "number": number,
            "agency": line.agency.short_name,
            "inspecting_unit": line.inspecting_unit,
            "cooperating_unit": line.cooperating_unit,
            "when": line.when,
            "mode": line.get_mode_display(),
            "cost": line.cost,
        }
        for number, line in enumerate(standing, start=1)
    ]
    province = plan.province.name
    return {
        "superior_name": province,
        "department_name": overseeing_body(plan.province_id, day),
        "place": province.removeprefix("Ủy ban nhân dân ").removeprefix("tỉnh ").removeprefix("thành phố "),
        "year": plan.year,
        "number": plan.number,
        "approved_on": plan.approved_on,
        "visits": sum(line.mode == Mode.ON_SITE for line in standing),
        "by_file": sum(line.mode == Mode.BY_FILE for line in standing),
        "total_cost": sum(line.cost or 0 for line in standing),
        "rule_reason": plan.rule_reason,
        "illustration": plan.illustration,
        "lines": rows,
    }


def sample_plan() -> dict[str, Any]:
    """A context to try templates on."""
    unit = "Chi cục Tiêu chuẩn Đo lường Chất lượng"
    lines = [
        {"number": 1, "agency": "UBND xã Phước Vinh", "inspecting_unit": unit, "cooperating_unit": "Sở Nội vụ",
         "when": "12/05/2021–13/05/2021", "mode": "Tại trụ sở", "cost": 3_000_000},
        {"number": 2, "agency": "UBND huyện Tân Biên", "inspecting_unit": unit, "cooperating_unit": "",
         "when": "Tháng 9", "mode": "Qua hồ sơ, báo cáo", "cost": None},
    ]  # fmt: skip
    return {
        "superior_name": "Ủy ban nhân dân tỉnh Tây Ninh",
        "department_name": "Sở Khoa học và Công nghệ",
        "place": "Tây Ninh",
        "year": 2021,
        "number": "",
        "approved_on": None,
        "visits": 1,
        "by_file": 1,
        "total_cost": 3_000_000,
        "rule_reason": "",
        "illustration": True,
        "lines": lines,
    }
