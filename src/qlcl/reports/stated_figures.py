"""The file of stated figures: the columns of a published table."""

from datetime import date, datetime

from qlcl.kernel.actors import Actor
from qlcl.kernel.sheets.kinds import Column, ImportKind, Plan, PlanContext, Row


def _plan(*, actor: Actor, rows: list[Row], context: PlanContext) -> Plan:
    """Stated figures are read, never written."""
    return Plan(creates=list(rows))


def _apply(*, actor: Actor, plan: Plan, on: date, at: datetime, batch: str, illustration: bool) -> None:
    """Nothing is written: stated figures are only compared."""


STATED = ImportKind(
    code="stated-figures",
    label="Số liệu đã công bố",
    columns=(
        Column("measure", ("Chỉ tiêu",), type="code", required=True, example="declared"),
        Column("period", ("Kỳ",), type="code", required=True, example="2020"),
        Column("level", ("Cấp",), type="code", example="commune"),
        Column("prepared_by", ("Cách thực hiện",), type="code", example="consultant"),
        Column("mode", ("Hình thức",), type="code"),
        Column("value", ("Số liệu", "Giá trị"), type="int", required=True, minimum=0, example="18"),
        Column("percent", ("Tỷ lệ", "Tỷ lệ %"), type="decimal", example="21,28"),
    ),
    plan=_plan,
    apply=_apply,
)
