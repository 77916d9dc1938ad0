"""The ways of an inspection from the plan to its end (Circular 26/2014, arts. 35–39).

On site: planned → decided → announced → running → concluded → signed. By file: planned → called → submitted (→ returned
→ submitted) → concluded → signed, where the letter that asks for correction stands for the signed minutes. Both:
signed → reported (→ refused → reported) → accepted → closed. Accepting the report closes no finding.
"""

from qlcl.inspections.enums import Status
from qlcl.inspections.policies import can_answer, can_lead, can_prepare
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
