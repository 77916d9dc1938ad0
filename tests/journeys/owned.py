"""Two provinces with agencies that own one of everything, marked by words that must not be seen elsewhere."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from qlcl.accounts.models import Appointment, Position
from qlcl.accounts.operations.delegate import delegate
from qlcl.accounts.operations.tokens import issue_token
from qlcl.accounts.queries import actor_for
from qlcl.accounts.tests.factories import make_post
from qlcl.assessments.models import CarriedCopy
from qlcl.assessments.operations.prove_and_find import NewFinding, add_evidence, add_findings
from qlcl.assessments.tests.factories import item_of, make_checklist
from qlcl.checks.tests.factories import make_line
from qlcl.conformity.tests.factories import make_declaration, make_edition, system_of
from qlcl.corrective.operations.act import Evidence, complete_action, plan_action
from qlcl.corrective.operations.find_cause import find_cause
from qlcl.corrective.tests.factories import make_nonconformity
from qlcl.duties.models import Duty, DutyRule, Ladder
from qlcl.duties.operations.change_days_off import add_day_off
from qlcl.duties.operations.draft_reminder import draft_reminder
from qlcl.duties.operations.hand_over import Receiver, Transfer, hand_over
from qlcl.duties.operations.seed import seed_province
from qlcl.inspections.models import FileEvidence
from qlcl.inspections.operations.draft_follow_up import draft_follow_up
from qlcl.inspections.operations.drafting_reports import LineAnswer, save_answers
from qlcl.inspections.operations.keep_papers import add_paper
from qlcl.inspections.operations.plan_year import plan_year
from qlcl.inspections.operations.prepare_file import ItemAnswer, prepare_file
from qlcl.inspections.operations.record_inspections import NewInspection, record_inspections
from qlcl.inspections.operations.register_inspector import register_inspector
from qlcl.inspections.tests.by_file import request_file
from qlcl.inspections.tests.following import findings, make_signed
from qlcl.kernel.actors import PROVINCIAL, Actor, Role
from qlcl.kernel.clock import today
from qlcl.kernel.files import store
from qlcl.kernel.history import Ref
from qlcl.organisations.models import Agency
from qlcl.organisations.operations.register_agencies import register_agencies
from qlcl.organisations.tests.factories import new_agency
from qlcl.portal.import_results import ImportFile
from qlcl.portal.operations.hold_upload import hold_upload
from qlcl.portal.operations.import_files import import_files
from qlcl.reports.operations.freeze import freeze_report
from qlcl.training.enums import CertificateKind
from qlcl.training.operations.issue_certificates import NewCertificate, issue_certificates
from qlcl.training.operations.record_classes import NewClass, record_classes
from qlcl.training.operations.register_attendances import NewAttendance, register_attendances
from qlcl.transitions.models import Enrolment
from qlcl.transitions.tests.factories import make_campaign

SYSTEM = Actor.system("kiểm thử")
DAY = date(2021, 3, 1)
#: Stand in the names of everything that belongs to the neighbour and to the other province.
NEIGHBOUR, STRANGER = "Zkaneighbour", "Zkastranger"


@dataclass(slots=True)
class Owned:
    """What an agency owns, by the name under which addresses speak of it."""

    agency: Agency
    things: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Scene:
    """People of an agency and its province; what its neighbour owns; what another province owns."""

    actors: dict[Role, Actor]
    neighbour: Owned
    stranger: Owned


def make_scene() -> Scene:
    """A province with an agency of our people and a neighbour, and another province."""
    agencies = _province("P1", NEIGHBOUR, "Phước Vinh") | _province("P2", STRANGER, STRANGER)
    people = {role: _actor(agencies["P1-CC" if role in PROVINCIAL else "P1-X1"], role) for role in Role}
    neighbour = _belongings(agencies, "P1", NEIGHBOUR)
    stranger = _belongings(agencies, "P2", STRANGER)
    return Scene(people, neighbour, stranger)


def _province(code: str, mark: str, ours: str) -> dict[str, Agency]:
    province = f"Ủy ban nhân dân tỉnh {'Mẫu' if code == 'P1' else mark}"
    other = {"duty_to_apply": "encouraged"}
    made = register_agencies(
        actor=SYSTEM,
        on=DAY,
        at=timezone.now(),
        agencies=[
            new_agency(code, province, "province"),
            new_agency(f"{code}-VP", "Văn phòng Ủy ban nhân dân tỉnh", "province_agency", code),
            new_agency(f"{code}-CC", f"Chi cục {code}", "province_agency", code, **other),
            new_agency(f"{code}-H1", f"Ủy ban nhân dân huyện {code}", "district", code, **other),
            new_agency(f"{code}-X1", f"Ủy ban nhân dân xã {ours}", "commune", f"{code}-H1", **other),
            new_agency(f"{code}-X2", f"Ủy ban nhân dân xã {mark}", "commune", f"{code}-H1"),
        ],
    )
    return {agency.code: agency for agency in made}


def _actor(agency: Agency, role: Role, **fields: Any) -> Actor:
    return actor_for(make_post(agency, role, **fields).person, today())


def _belongings(agencies: dict[str, Agency], code: str, mark: str) -> Owned:
    province, agency = agencies[code], agencies[f"{code}-X2"]
    at, edition = timezone.now(), make_edition()
    head = _actor(agency, Role.HEAD, title=f"Chủ tịch {mark}")
    officer = _actor(agencies[f"{code}-CC"], Role.ADMINISTRATOR)
    leader = _actor(agencies[f"{code}-CC"], Role.PROVINCIAL_OFFICER)
    campaign = make_campaign(province, name=f"Chuyển đổi {mark if code == 'P2' else ''}")
    owned = Owned(agency)
    owned.things |= _accounts(head, agency, mark, at)
    owned.things |= _training(province, agency, mark, at)
    declaration = make_declaration(head, agency, edition, DAY, number=f"12/{mark}")
    new = NewInspection(agency=agency, inspected_on=DAY, mode="on_site", edition=edition, note=mark)
    inspection = record_inspections(actor=SYSTEM, on=DAY, at=at, inspections=[new])[0]
    snapshot = freeze_report(
        code="transition", actor=leader, on=today(), at=at, province_code=code, until=date(2021, 12, 31)
    )
    owned.things |= {
        "agency": agency.pk,
        "agency_code": agency.code,
        "system": system_of(agency).pk,
        "declaration": declaration.pk,
        "inspection": inspection.pk,
        **_plan(province, agency, mark, at),
        "case_paper": _paper(inspection.pk, mark, at),
        **_file(agency, mark, at),
        "campaign": campaign.pk,
        "check_line": make_line(agency, since=date(2020, 1, 1), facts=f"Điểm {mark}").pk,
        "enrolment": Enrolment.objects.get(campaign=campaign, system__holder=agency).pk,
        "duty": Duty.objects.filter(agency=agency, closed_on__isnull=True).first().pk,  # type: ignore[union-attr]
        "letter": _letter(leader, agency, at),
        "snapshot": snapshot.pk,
        "province_code": province.code,
    }
    owned.things |= _corrective(agency, mark, at)
    owned.things |= _follow_up(leader, head, agency, mark, at)
    owned.things |= _rules(officer, province, at)
    owned.things |= _checklist(agency, mark, at)
    owned.things |= _imports(officer, f"{code}-X3", f"{code}-H1", mark, at)
    return owned


def _plan(province: Agency, agency: Agency, mark: str, at: datetime) -> dict[str, Any]:
    """The province's plan of inspections with the agency, and an inspector who works there."""
    common: dict[str, Any] = {"actor": SYSTEM, "province": province, "on": today(), "at": at}
    plan = plan_year(year=today().year, **common)
    inspector = register_inspector(values={"full_name": f"Kiểm tra viên {mark}", "agency": agency}, **common)
    line = plan.lines.get(agency=agency)
    return {"inspection_plan": plan.pk, "plan_line": line.pk, "inspector": inspector.pk}


def _paper(inspection: int, mark: str, at: datetime) -> int:
    """A paper in the file of the inspection."""
    file = store(SimpleUploadedFile(f"{mark}-bb.pdf", b"%PDF-1.4\n" + mark.encode() + b"bb\n%%EOF"), at=at, by="x")
    common: dict[str, Any] = {"actor": SYSTEM, "on": today(), "at": at, "inspection_id": inspection}
    return add_paper(part="minutes", title=f"Biên bản {mark}", file=file, **common).pk


def _file(agency: Agency, mark: str, at: datetime) -> dict[str, Any]:
    """An inspection by file that was sent, with a file as proof; nobody concluded it yet."""
    made = request_file(agency, note=mark)
    item = made.file_items.get(code="2c")
    file = store(SimpleUploadedFile(f"{mark}.pdf", b"%PDF-1.4\n" + mark.encode() + b"\n%%EOF"), at=at, by="x")
    answer = ItemAnswer(item.pk, answer=f"Đã công bố {mark}", files=[file])
    prepare_file(actor=SYSTEM, inspection_id=made.pk, answers=[answer], on=today(), at=at)
    proof = FileEvidence.objects.get(item=item, file=file)
    return {"file_inspection": made.pk, "file_evidence": proof.pk}


def _rules(administrator: Actor, province: Agency, at: datetime) -> dict[str, Any]:
    """A rule, a ladder and a day off of the province's own."""
    seed_province(province=province, actor=SYSTEM, on=today(), at=at)
    day = add_day_off(
        actor=administrator, province=province, day=date(2026, 12, 24), kind="local", label="Ngày của tỉnh", basis="",
        on=today(), at=at,
    )  # fmt: skip
    rule = DutyRule.objects.filter(province=province, code="survey").get()
    return {"duty_rule": rule.pk, "ladder": Ladder.objects.filter(province=province)[0].pk, "day_off": day.pk}


def _checklist(agency: Agency, mark: str, at: datetime) -> dict[str, Any]:
    """A checklist still open: what it holds is nobody's outside the province's inspectors."""
    checklist = make_checklist(agency, on=DAY)
    item, words = item_of(checklist), {"actor": SYSTEM, "checklist_id": checklist.pk, "at": at}
    (finding,) = add_findings(findings=[NewFinding(f"Phát hiện {mark}", item=item.uid)], **words)
    proof = add_evidence(item=item.uid, reference=Ref("", 0, f"Văn bản {mark}"), **words)
    copy = CarriedCopy.objects.create(
        checklist=checklist, device=mark, label=mark, person_id=0, carried_by=mark, carried_at=at, seen_at=at
    )
    return {
        "checklist": checklist.pk, "checklist_item": item.pk, "finding": finding.pk, "item_evidence": proof.pk,
        "item_evidence_uid": proof.uid, "carried_copy": copy.pk,
    }  # fmt: skip


def _corrective(agency: Agency, mark: str, at: datetime) -> dict[str, Any]:
    """A nonconformity, an action against its cause, and the file that proves it done."""
    found = make_nonconformity(agency, statement=f"Chưa cập nhật {mark}", due_on=today())
    common: dict[str, Any] = {"actor": SYSTEM, "on": today(), "at": at}
    find_cause(nonconformity_id=found.pk, cause=f"Không phân công {mark}", **common)
    action = plan_action(nonconformity_id=found.pk, what=f"Phân công {mark}", due_on=today(), **common)
    file = store(SimpleUploadedFile(f"{mark}.pdf", b"%PDF-1.4\n" + mark.encode() + b"\n%%EOF"), at=at, by="x")
    complete_action(action_id=action.pk, note=mark, evidence=[Evidence(file=file)], **common)
    evidence = found.evidence.get()
    return {"nonconformity": found.pk, "corrective_action": action.pk, "action_evidence": evidence.pk}


def _follow_up(officer: Actor, head: Actor, agency: Agency, mark: str, at: datetime) -> dict[str, Any]:
    """The draft of a corrective report with its evidence, and a letter that reminds of its finding."""
    inspection = make_signed(agency, f"Chưa khắc phục {mark}")
    (found,) = findings(inspection)
    file = store(SimpleUploadedFile(f"{mark}.pdf", b"%PDF-1.4\n" + mark.encode() + b"\n%%EOF"), at=at, by="x")
    answer = LineAnswer(found.pk, "done", f"Đã làm {mark}", evidence=[Evidence(file=file)])
    report = save_answers(actor=head, inspection_id=inspection.pk, answers=[answer], on=today(), at=at)
    letter = draft_follow_up(finding_ids=[found.pk], actor=officer, on=today(), at=at)
    return {"report_evidence": report.lines.get().evidence.get().pk, "follow_up_letter": letter.pk}


def _letter(officer: Actor, agency: Agency, at: datetime) -> int:
    late = Duty.objects.overdue_on(today()).filter(agency=agency).values_list("pk", flat=True)
    return draft_reminder(duty_ids=list(late), actor=officer, on=today(), at=at).pk


def _accounts(head: Actor, agency: Agency, mark: str, at: datetime) -> dict[str, Any]:
    held = make_post(agency, Role.DEPUTY, title=f"Phó {mark}")
    day = today()
    delegation = delegate(
        actor=head, to_position_id=held.position_id, acts=["conformity.issue_declaration"], valid_from=day,
        valid_until=day + timedelta(days=9), paper_number=f"1/{mark}", paper_date=day, on=day, at=at,
    )  # fmt: skip
    token, _secret = issue_token(
        actor=head,
        position_id=head.posts[0].position_id,
        label=mark,
        valid_until=day + timedelta(days=9),
        on=day,
        at=at,
    )
    return {
        "person": held.person_id,
        "handover": _handover(head, agency, mark, at),
        "position": Position.objects.get(pk=held.position_id).pk,
        "appointment": Appointment.objects.get(pk=held.pk).pk,
        "delegation": delegation.pk,
        "token": token.pk,
    }


def _handover(head: Actor, agency: Agency, mark: str, at: datetime) -> int:
    leaver, receiver = (make_post(agency, Role.STAFF, title=f"{title} {mark}") for title in ("Người đi", "Người nhận"))
    done = hand_over(
        actor=head, person_id=leaver.person_id, agency=agency, leaves_on=today(), reason=mark,
        transfers=[Transfer(leaver.position_id, (Receiver(receiver.person.username),))], on=today(), at=at,
    )  # fmt: skip
    return done.handover.pk


def _training(province: Agency, agency: Agency, mark: str, at: datetime) -> dict[str, Any]:
    common: dict[str, Any] = {"actor": SYSTEM, "on": today(), "at": at}
    new = NewClass(province.pk, "LOP-01", DAY, f"Nhận thức {mark}", "nhan-thuc")
    held = record_classes(classes=[new], **common)[0]
    attendance = register_attendances(attendances=[NewAttendance(held, agency, 2)], **common)[0]
    kind = CertificateKind.values[0]
    certificate = NewCertificate(f"Nguyễn {mark}", agency, kind, f"C-{province.code}", DAY, training_class=held)
    made = issue_certificates(certificates=[certificate], **common)[0]
    return {"class": held.pk, "attendance": attendance.pk, "certificate": made.pk}


def _imports(officer: Actor, code: str, parent: str, mark: str, at: datetime) -> dict[str, Any]:
    text = (
        "code,name,level,parent_code,valid_from,duty_to_apply\n"
        f"{code},Ủy ban nhân dân xã {mark} Ba,commune,{parent},2004-01-01,encouraged\n"
    )
    file = ImportFile("units", f"{mark}.csv", text.encode())
    result = import_files(actor=officer, files=[file], on=today(), at=at)
    held = hold_upload(actor=officer, files=[file], token=f"token-{code}", at=at)
    return {"batch": result.batch_id, "pending_import": held.token}
