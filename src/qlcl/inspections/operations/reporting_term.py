"""The corrective report that is owed: until when, as the province's rule counts it, and the duty that a letter sets."""

from datetime import date

from qlcl.duties.enums import Trigger
from qlcl.duties.models import DutyRule
from qlcl.duties.operations.open_duties import DutySpec
from qlcl.duties.operations.owing import Terms
from qlcl.duties.queries import event_rules
from qlcl.duties.reference import rule_rows
from qlcl.inspections.models import Inspection
from qlcl.inspections.operations.recording_cases import reference

_BASIS = "Thông tư 26/2014/TT-BKHCN, Điều "
START, ACT = "inspections.sign_minutes", "inspections.corrective_report"


def report_due_on(inspection: Inspection, signed_on: date) -> date:
    """Two months from signing (Circular 26/2014, art. 37.2c), to the next working day.

    By the province's rule in force on the day of signing, else by that of the law.
    """
    return due_after_signing(inspection.province_id, signed_on)


def due_after_signing(province: int, signed_on: date) -> date:
    """The same for any inspection of the province whose minutes were signed on that day."""
    rules = [r for r in event_rules(province, signed_on) if r.start_act == START and r.act == ACT]
    if not rules:
        shipped = (row for row in rule_rows() if row["trigger"] == Trigger.EVENT)
        rules = [DutyRule(**row) for row in shipped if row["start_act"] == START and row["act"] == ACT]
    return Terms.of(province, signed_on).due_after(rules[0], signed_on)


def report_duty(inspection: Inspection, due_on: date, *, number: int = 1, opened_on: date | None = None) -> DutySpec:
    """The duty to report by a day that a letter sets: the first time by file (art. 33), else again after a refusal.

    `number` tells which report it is; the first day, which may be of the law, stays beside it (art. 37.2).
    """
    again = f", lần {number}" if number > 1 else " qua hồ sơ"
    return DutySpec(
        system_id=inspection.system_id,
        agency_id=inspection.agency_id,
        act=ACT,
        label=f"Báo cáo khắc phục sau kiểm tra{again}",
        due_on=due_on,
        subject=reference(inspection),
        source=reference(inspection),
        sequence=number if number > 1 else 0,
        legal_basis=f"{_BASIS}37 khoản 2" if number > 1 else f"{_BASIS}33, Điều 37",
        ladder="ordinary",
        opened_on=opened_on,
    )
