"""Makes inspections under way for tests, through the operations, up to the step asked for."""

from datetime import date
from typing import Any

from qlcl.accounts.models import Person
from qlcl.assessments.models import Checklist, ChecklistItem
from qlcl.assessments.operations.apply_ops import Answer, answer_items
from qlcl.assessments.tests.factories import make_sets
from qlcl.inspections.enums import Mode, Status, TeamRole
from qlcl.inspections.models import Inspection, Inspector
from qlcl.inspections.operations.decide import announce_decision, decide_inspection
from qlcl.inspections.operations.inspect import conclude_inspection, start_inspection
from qlcl.inspections.operations.register_inspector import register_inspector
from qlcl.inspections.operations.schedule import NewCase, schedule_inspections
from qlcl.inspections.operations.set_team import Membership, set_team
from qlcl.inspections.operations.sign_minutes import agree_minutes, sign_minutes, write_minutes
from qlcl.inspections.tests.factories import AT, SYSTEM, make_edition
from qlcl.kernel.actors import Actor
from qlcl.kernel.files import store_bytes
from qlcl.kernel.models import StoredFile
from qlcl.organisations.models import Agency

DECIDED, ANNOUNCED, STARTED, CONCLUDED, SIGNED = (date(2021, 5, n) for n in (4, 10, 10, 11, 12))
CONDITIONS: dict[str, Any] = {
    "degree": "Kỹ sư", "degree_on": date(2010, 6, 30), "administration": "Chuyên viên 12/CC",
    "administration_on": date(2012, 1, 1), "auditing": "ISO 9001 34/CC", "auditing_on": date(2018, 3, 1),
    "service_from": date(2010, 7, 1), "good_character": True,
}  # fmt: skip


def make_inspector(home: Agency, name: str, person: Person | None = None, **fields: Any) -> Inspector:
    """Somebody who meets art. 40 and works in `home`."""
    values = {**CONDITIONS, "full_name": name, "agency": home, "person": person, **fields}
    return register_inspector(actor=SYSTEM, province=home.province, values=values, on=DECIDED, at=AT)


def make_scan(name: str = "ban-quet.pdf") -> StoredFile:
    """A scan of a signed paper."""
    return store_bytes(b"%PDF-1.4\n" + name.encode() + b"\n%%EOF", name, at=AT, by="thử nghiệm")


def make_case(agency: Agency, until: str = Status.PLANNED, actor: Actor = SYSTEM, **fields: Any) -> Inspection:
    """An unplanned inspection of May 2021, taken on site as far as `until`; nothing is found unless answered so."""
    make_edition()
    answers = fields.pop("answers", {})
    team = fields.pop("team", None)
    values = {"mode": Mode.ON_SITE, "order": "123/UBND-KSTT", "planned_from": ANNOUNCED, **fields}
    (case,) = schedule_inspections(actor=actor, new=[NewCase(agency, **values)], on=DECIDED, at=AT)
    steps = [Status.PLANNED, Status.DECIDED, Status.ANNOUNCED, Status.RUNNING, Status.CONCLUDED, Status.SIGNED]
    for step in steps[1 : steps.index(Status(until)) + 1]:
        _take(case, step, actor, agency, team, answers)
    case.refresh_from_db()
    return case


def _take(
    case: Inspection, step: str, actor: Actor, agency: Agency, team: list[Inspector] | None, answers: dict[str, str]
) -> None:
    common: dict[str, Any] = {"actor": actor, "inspection_id": case.pk, "at": AT}
    if step == Status.DECIDED:
        form_team(case, team or [make_inspector(agency.province, f"Kiểm tra viên {n}") for n in (1, 2)], actor)
        decide_inspection(number="05/QĐ-CCTĐC", decided_on=DECIDED, planned_from=ANNOUNCED, on=DECIDED, **common)
    elif step == Status.ANNOUNCED:
        announce_decision(on=ANNOUNCED, **common)
    elif step == Status.RUNNING:
        make_sets()
        start_inspection(on=STARTED, **common)
    elif step == Status.CONCLUDED:
        answer_all(case, actor, answers)
        conclude_inspection(on=CONCLUDED, **common)
    else:
        write_minutes(values={"situation": "Đã công bố."}, on=CONCLUDED, **common)
        agree_minutes(on=CONCLUDED, **common)
        sign_minutes(file=make_scan(), on=SIGNED, **common)


def form_team(case: Inspection, team: list[Inspector], actor: Actor = SYSTEM, **fields: Any) -> None:
    """The first leads."""
    members = [Membership(row.pk, TeamRole.MEMBER if n else TeamRole.LEADER, "Kiểm tra") for n, row in enumerate(team)]
    set_team(actor=actor, inspection_id=case.pk, members=members, on=DECIDED, at=AT, **fields)


def answer_all(case: Inspection, actor: Actor = SYSTEM, answers: dict[str, str] | None = None) -> None:
    """Every question conforms, but those in `answers`, with a note."""
    for checklist in Checklist.objects.of_occasion("inspection", case.pk):
        given = []
        for item in ChecklistItem.objects.filter(checklist=checklist):
            said = (answers or {}).get(item.code, "dat")
            given.append(Answer(item.uid, said, "" if said == "dat" else f"Chưa đạt nội dung {item.code}"))
        answer_items(actor=actor, checklist_id=checklist.pk, answers=given, at=AT)
