"""The ways of an inspection from the plan to its end (Circular 26/2014, arts. 35–39).

On site: planned → decided → announced → running → concluded → signed. By file: planned → called → submitted (→ returned
→ submitted) → concluded → signed, where the letter that asks for correction stands for the signed minutes. Both:
signed → reported (→ refused → reported) → accepted → closed. Accepting the report closes no finding.
"""

from collections.abc import Sequence

from qlcl.inspections.enums import Mode, Status
from qlcl.inspections.models import Inspection
from qlcl.inspections.policies import can_answer, can_lead, can_prepare
from qlcl.kernel.errors import DomainError
from qlcl.kernel.workflow import Transition, Workflow


def _from(*states: Status) -> frozenset[str]:
    return frozenset(str(state) for state in states)


CASE = Workflow(
    field="status",
    states={str(code): str(label) for code, label in Status.choices},
    transitions=(
        Transition("inspections.decide", _from(Status.PLANNED), Status.DECIDED, can_prepare),
        Transition("inspections.announce", _from(Status.DECIDED), Status.ANNOUNCED, can_lead),
        Transition("inspections.start", _from(Status.DECIDED, Status.ANNOUNCED), Status.RUNNING, can_lead),
        Transition("inspections.conclude", _from(Status.RUNNING), Status.CONCLUDED, can_lead),
        Transition("inspections.sign_minutes", _from(Status.CONCLUDED), Status.SIGNED, can_lead),
        Transition("inspections.request_file", _from(Status.PLANNED), Status.CALLED, can_prepare),
        Transition("inspections.submit_file", _from(Status.CALLED, Status.RETURNED), Status.SUBMITTED, can_answer),
        Transition("inspections.enter_file", _from(Status.CALLED, Status.RETURNED), Status.SUBMITTED, can_prepare),
        Transition("inspections.return_file", _from(Status.SUBMITTED), Status.RETURNED, can_prepare),
        Transition("inspections.accept_file", _from(Status.SUBMITTED), Status.CONCLUDED, can_prepare),
        Transition("inspections.ask_correction", _from(Status.CONCLUDED), Status.SIGNED, can_prepare),
        Transition("inspections.answer_report", _from(Status.SIGNED, Status.REFUSED), Status.REPORTED, can_answer),
        Transition("inspections.refuse_report", _from(Status.REPORTED), Status.REFUSED, can_prepare),
        Transition("inspections.accept_report", _from(Status.REPORTED), Status.ACCEPTED, can_prepare),
        Transition(
            "inspections.close", _from(Status.CONCLUDED, Status.SIGNED, Status.ACCEPTED), Status.CLOSED, can_prepare
        ),
        Transition(
            "inspections.cancel",
            _from(Status.PLANNED, Status.CALLED, Status.RETURNED, Status.DECIDED, Status.ANNOUNCED),
            Status.CANCELLED,
            can_prepare,
        ),
    ),
)


def require(missing: Sequence[str]) -> None:
    """Raises `guards` with every sentence when something is missing."""
    if missing:
        raise DomainError("guards", " ".join(missing), extra={"missing": list(missing)})


def guards_of_signing(inspection: Inspection) -> list[str]:
    """What signing the minutes lacks: they are agreed in the team first (art. 37)."""
    missing = [] if inspection.situation else ["Biên bản chưa có phần tình hình chung."]
    if inspection.agreed_on is None:
        missing.append("Đoàn kiểm tra chưa thống nhất biên bản.")
    return missing


def guards_of_closing(inspection: Inspection, status: str, live: int) -> list[str]:
    """What closing lacks; findings that are still open do not bar it once the report on them is accepted."""
    if status == Status.ACCEPTED:
        return []
    if status == Status.CONCLUDED and inspection.mode == Mode.ON_SITE:
        return ["Biên bản kiểm tra chưa ký."]
    if status == Status.CONCLUDED and live:
        return [f"Còn {live} điểm không phù hợp chưa có văn bản đề nghị khắc phục."]
    if inspection.report_due_on is not None:
        return [f"Đang chờ báo cáo khắc phục, hạn {inspection.report_due_on:%d/%m/%Y}."]
    return []
