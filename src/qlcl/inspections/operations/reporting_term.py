"""The corrective report that is owed: until when, as the province's rule counts it, and the duty that a letter sets."""

from collections.abc import Sequence
from datetime import date

from qlcl.corrective.models import Nonconformity
from qlcl.duties.enums import Trigger
from qlcl.duties.models import DutyRule
from qlcl.duties.operations.open_duties import DutySpec
from qlcl.duties.operations.owing import Terms
from qlcl.duties.queries import event_rules
from qlcl.duties.reference import rule_rows
from qlcl.inspections.models import Inspection
from qlcl.inspections.operations.recording_cases import reference
from qlcl.kernel.history import Ref

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


def about_findings(inspection: Inspection, findings: Sequence[Nonconformity]) -> Ref:
    """The inspection as the duty to report names it: how, on which day, what was found."""
    day = inspection.inspected_on or inspection.planned_from
    said = f"{inspection.get_mode_display()} ngày {day:%d/%m/%Y}" if day else str(inspection.get_mode_display())
    cited = list(dict.fromkeys(row.article for row in findings if row.article))
    places = f" (nội dung {', '.join(cited)})" if cited else ""
    found = f": {len(findings)} điểm{places}" if findings else ""
    return Ref("inspection", inspection.pk, f"Kiểm tra {said[0].lower()}{said[1:]}{found}")


def report_duty(
    inspection: Inspection, due_on: date, *, about: Ref, number: int = 1, opened_on: date | None = None
) -> DutySpec:
    """The duty to report by a day that a letter sets: the first time by file (art. 33), else again after a refusal.

    `about` names the inspection with what it found; `number` tells which report it is; the first day, which may be
    of the law, stays beside it (art. 37.2).
    """
    again = f", lần {number}" if number > 1 else " qua hồ sơ"
    return DutySpec(
        system_id=inspection.system_id,
        agency_id=inspection.agency_id,
        act=ACT,
        label=f"Báo cáo khắc phục sau kiểm tra{again}",
        due_on=due_on,
        subject=about,
        source=reference(inspection),
        sequence=number if number > 1 else 0,
        legal_basis=f"{_BASIS}37 khoản 2" if number > 1 else f"{_BASIS}33, Điều 37",
        ladder="ordinary",
        opened_on=opened_on,
    )
