"""The term of the corrective report (Circular 26/2014, art. 37.2c), as the province's rule counts it."""

from datetime import date

from qlcl.duties.enums import Trigger
from qlcl.duties.models import DutyRule
from qlcl.duties.operations.owing import Terms
from qlcl.duties.queries import event_rules
from qlcl.duties.reference import rule_rows
from qlcl.inspections.models import Inspection

START, ACT = "inspections.sign_minutes", "inspections.corrective_report"


def report_due_on(inspection: Inspection, signed_on: date) -> date:
    """Two months from signing, to the next working day; by the rule in force on that day, else by that of the law."""
    province = inspection.province_id
    rules = [r for r in event_rules(province, signed_on) if r.start_act == START and r.act == ACT]
    if not rules:
        shipped = (row for row in rule_rows() if row["trigger"] == Trigger.EVENT)
        rules = [DutyRule(**row) for row in shipped if row["start_act"] == START and row["act"] == ACT]
    return Terms.of(province, signed_on).due_after(rules[0], signed_on)
