"""Inspections by file: asked for, written, sent, examined, returned, concluded."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qlcl.conftest import make_agency
from qlcl.corrective.models import Nonconformity
from qlcl.corrective.operations.check_effect import check_effect
from qlcl.duties.models import Duty, Notice
from qlcl.inspections.by_file import LACKING, Said, asked_items, clocks, fingerprint, last_day, state_of
from qlcl.inspections.enums import ItemState, Mode, Status
from qlcl.inspections.models import FileEvidence, FileItem, FileSubmission, Inspection
from qlcl.inspections.operations.conclude_file import accept_file, ask_correction
from qlcl.inspections.operations.examine_file import ItemVerdict, examine_file, return_file
from qlcl.inspections.operations.prepare_file import ItemAnswer, prepare_file, refresh_file, words_of
from qlcl.inspections.operations.request_files import request_files
from qlcl.inspections.operations.submit_file import submit_file
from qlcl.inspections.operations.void_inspection import void_inspection
from qlcl.inspections.policies import visible_inspections
from qlcl.inspections.tests.by_file import AT, DUE, LETTER, enough, examine, fill, plan_file, request_file, send_file
from qlcl.inspections.tests.factories import SYSTEM
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden, Stale, Unseen
from qlcl.kernel.history import Ref
from qlcl.kernel.workdays import Workdays
from qlcl.kernel.workflow import Incomplete, WrongState
from qlcl.organisations.enums import Level
from qlcl.organisations.models import Agency
from qlcl.training.tests.factories import make_attendance, make_class

pytestmark = pytest.mark.django_db
WORDS = {"on": LETTER, "at": AT}


def item(inspection: Inspection, code: str = "1a") -> FileItem:
    """One item as it stands."""
    return FileItem.objects.get(inspection=inspection, code=code)


def test_a_letter_asks_for_art_36_and_the_papers_and_opens_a_duty(commune: Agency, secretary: Actor) -> None:
    made = request_file(commune)
    codes = list(made.file_items.values_list("code", flat=True))
    assert codes[:13] == ["1a", "1b", "1c", "1d", "1đ", "1e", "1g", "2a", "2b", "2c", "2d", "2đ", "2e"]
    assert codes[13:] == ["TL1", "TL2", "TL3"]
    assert (made.status, made.decision_number, made.file_due_on) == (Status.CALLED, "12/SKHCN", DUE)
    duty = Duty.objects.get(act="inspections.submit_file")
    assert (duty.agency, duty.due_on, duty.role, duty.ladder) == (commune, DUE, "iso_secretary", "short")
    assert duty.opened_by is not None
    notice = Notice.objects.get(position_id=secretary.posts[0].position_id)
    assert (notice.link, "12/SKHCN" in notice.text) == (f"/kiem-tra/{made.pk}/ho-so", True)
    assert [b.where for b in history.verify().breaks if b.where.startswith("inspections.")] == []


def test_what_is_known_stands_beside_the_question(commune: Agency) -> None:
    make_attendance(make_class(commune.province), commune)
    made = request_file(commune)
    assert "người dự" in item(made, "1b").known
    assert FileEvidence.objects.get(item=item(made, "1b")).ref_kind == "attendance"


def test_many_are_asked_by_as_many_queries_as_one(province: Agency) -> None:
    agencies = [make_agency(f"X{n}", f"Ủy ban nhân dân xã {n}", Level.COMMUNE, province) for n in range(7)]
    request_file(agencies[0])
    counts = []
    for group in (agencies[1:2], agencies[2:]):
        ids = [plan_file(agency).pk for agency in group]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            request_files(actor=SYSTEM, inspection_ids=ids, number="1", dated_on=LETTER, **WORDS)
        counts.append(len(queries))
    assert counts[1] <= counts[0] + 2  # rows are written in parts
    assert Duty.objects.filter(act="inspections.submit_file").count() == 7


@pytest.mark.parametrize("persona", ["head", "observer", "leader", "other_province_officer"])
def test_only_those_who_inspect_ask(persona: str, commune: Agency, request: pytest.FixtureRequest) -> None:
    made = plan_file(commune)
    with pytest.raises((Forbidden, Unseen)):
        request_files(
            actor=request.getfixturevalue(persona), inspection_ids=[made.pk], number="1", dated_on=LETTER, **WORDS
        )


def test_refuses_a_letter_without_number_of_tomorrow_or_due_at_once(commune: Agency, other_commune: Agency) -> None:
    made = plan_file(commune)
    for wrong, code in (
        ({"number": " "}, "number_missing"),
        ({"dated_on": LETTER + timedelta(1)}, "in_future"),
        ({"due_on": LETTER}, "due_too_early"),
        ({"inspection_ids": []}, "nothing_selected"),
        ({"inspection_ids": [made.pk, plan_file(other_commune, mode=Mode.ON_SITE).pk]}, "not_by_file"),
    ):
        with pytest.raises(DomainError) as refused:
            request_files(
                **{"actor": SYSTEM, "inspection_ids": [made.pk], "number": "1", "dated_on": LETTER, **WORDS, **wrong}
            )
        assert refused.value.code == code


def test_a_gap_needs_a_reason_before_the_file_is_sent(commune: Agency, head: Actor) -> None:
    made = request_file(commune)
    fill(made, but="2b")
    with pytest.raises(Incomplete) as refused:
        submit_file(actor=head, inspection_id=made.pk, on=DUE, at=AT)
    assert refused.value.extra["missing"] == ["2b: Chưa có báo cáo. Bổ sung, hoặc ghi lý do thiếu."]
    answer = ItemAnswer(item(made, "2b").pk, gap_reason="Thủ trưởng mới nhận chức")
    prepare_file(actor=head, inspection_id=made.pk, answers=[answer], **WORDS)
    sent = submit_file(actor=head, inspection_id=made.pk, on=DUE, at=AT)
    assert (sent.on_time, sent.complete, sent.missing) == (True, False, "2b: Thủ trưởng mới nhận chức")
    duty = Duty.objects.get(act="inspections.submit_file")
    assert (duty.outcome, duty.on_time, duty.complete, duty.closed_on) == ("done", True, False, DUE)


def test_late_and_complete_are_two_clocks(commune: Agency, head: Actor) -> None:
    made = send_file(commune, on=DUE + timedelta(3))
    sent = made.submissions.get()
    assert (sent.on_time, sent.complete, sent.number) == (False, True, 1)
    assert made.status == Status.SUBMITTED


def test_the_secretary_and_a_consultant_write_but_the_agency_sends(
    commune: Agency, consultant: Actor, secretary: Actor, staff: Actor, outsider: Actor
) -> None:
    made = request_file(commune)
    prepare_file(actor=consultant, inspection_id=made.pk, answers=[enough(item(made))], **WORDS)
    assert FileEvidence.objects.get(item=item(made)).added_by.endswith("(tư vấn)")
    fill(made)
    for actor in (consultant, staff):
        with pytest.raises(Forbidden):
            submit_file(actor=actor, inspection_id=made.pk, on=DUE, at=AT)
    with pytest.raises(Forbidden):
        prepare_file(actor=staff, inspection_id=made.pk, answers=[], **WORDS)
    with pytest.raises(Unseen):
        prepare_file(actor=outsider, inspection_id=made.pk, answers=[], **WORDS)
    assert submit_file(actor=secretary, inspection_id=made.pk, on=DUE, at=AT).sent_by == secretary.name


def test_two_people_write_and_nothing_is_lost(commune: Agency, secretary: Actor, head: Actor) -> None:
    made = request_file(commune)
    shown = fingerprint(*words_of(item(made)))
    first = ItemAnswer(item(made).pk, answer="Của thư ký", shown=shown)
    prepare_file(actor=secretary, inspection_id=made.pk, answers=[first], **WORDS)
    others = [
        ItemAnswer(item(made).pk, answer="Của thủ trưởng", shown=shown),
        ItemAnswer(item(made, "1c").pk, answer="Tuân thủ", shown=fingerprint(*words_of(item(made, "1c")))),
    ]
    done = prepare_file(actor=head, inspection_id=made.pk, answers=others, **WORDS)
    assert ([i.code for i in done.saved], [i.code for i in done.overtaken]) == (["1c"], ["1a"])
    assert (item(made).answer, item(made, "1c").answer) == ("Của thư ký", "Tuân thủ")
    untouched = ItemAnswer(item(made).pk, shown=shown)
    assert not prepare_file(actor=head, inspection_id=made.pk, answers=[untouched], **WORDS).saved


def test_every_door_is_shut_while_the_file_is_examined(commune: Agency, head: Actor) -> None:
    made = send_file(commune)
    for door in (
        lambda: prepare_file(actor=head, inspection_id=made.pk, answers=[enough(item(made))], **WORDS),
        lambda: refresh_file(actor=head, inspection_id=made.pk, **WORDS),
        lambda: submit_file(actor=head, inspection_id=made.pk, on=DUE, at=AT),
    ):
        with pytest.raises(DomainError) as refused:
            door()
        assert refused.value.code in {"file_locked", "wrong_state"}
    with pytest.raises(Forbidden):
        examine_file(actor=head, inspection_id=made.pk, verdicts=[], **WORDS)


def test_what_is_returned_alone_is_open_and_sent_a_second_time(
    commune: Agency, officer: Actor, secretary: Actor
) -> None:
    made = send_file(commune)
    with pytest.raises(Incomplete):
        return_file(actor=officer, inspection_id=made.pk, on=DUE, at=AT)
    examine(made, _1b=ItemState.RETURNED)
    back = return_file(actor=officer, inspection_id=made.pk, due_on=date(2021, 10, 2), on=DUE, at=AT)
    made.refresh_from_db()
    assert (made.status, made.file_due_on) == (Status.RETURNED, date(2021, 10, 4))  # the 2nd is a Saturday
    assert (back.returned_reason, back.new_due_on) == ("1b: Vì sao 1b", date(2021, 10, 4))
    more = ItemAnswer(item(made).pk, answer="Đã phổ biến", references=[history.Ref("", 0, "y")])
    with pytest.raises(DomainError, match="1a"):
        prepare_file(actor=secretary, inspection_id=made.pk, answers=[more], **WORDS)
    with pytest.raises(Incomplete, match="Chưa sửa theo yêu cầu"):
        submit_file(actor=secretary, inspection_id=made.pk, on=DUE, at=AT)
    changed = ItemAnswer(
        item(made, "1b").pk, answer="Danh sách người dự kèm theo", references=[history.Ref("", 0, "x")]
    )
    prepare_file(actor=secretary, inspection_id=made.pk, answers=[changed], **WORDS)
    again = submit_file(actor=secretary, inspection_id=made.pk, on=date(2021, 10, 5), at=AT)
    assert (again.number, again.due_on, again.on_time, again.complete) == (2, date(2021, 10, 4), False, True)
    duties = Duty.objects.filter(act="inspections.submit_file").order_by("sequence")
    assert [(d.sequence, d.on_time) for d in duties] == [(0, True), (1, False)]
    assert item(made, "1a").state == ItemState.ACCEPTED


def test_what_falls_short_becomes_a_finding_by_its_article(commune: Agency, officer: Actor, observer: Actor) -> None:
    made = send_file(commune)
    with pytest.raises(Incomplete):
        accept_file(actor=officer, inspection_id=made.pk, on=DUE, at=AT)
    examine(made, _2c=ItemState.FALLS_SHORT, _TL3=ItemState.FALLS_SHORT)
    assert made not in visible_inspections(observer)
    accept_file(actor=officer, inspection_id=made.pk, on=DUE, at=AT, severities={"2c": "serious"})
    made.refresh_from_db()
    assert (made.status, made.inspected_on, made.concluded_on) == (Status.CONCLUDED, DUE, DUE)
    assert made.submissions.get().accepted_on == DUE
    found = Nonconformity.objects.order_by("article").values_list("article", "severity", "source_id", "statement")
    assert list(found) == [("", "ordinary", made.pk, "Vì sao TL3"), ("2c", "serious", made.pk, "Vì sao 2c")]
    assert made in visible_inspections(observer)
    assert [b.where for b in history.verify().breaks if b.where.startswith("inspections.")] == []


def test_a_finding_of_the_same_article_is_a_repeated_one(commune: Agency, officer: Actor) -> None:
    for n in range(2):
        made = send_file(commune, planned_from=date(2021, 9, n + 1))
        examine(made, _2c=ItemState.FALLS_SHORT)
        common: dict[str, Any] = {"actor": officer, "on": DUE + timedelta(n), "at": AT}
        for row in Nonconformity.objects.all():
            seen = Ref("inspection", made.pk, "")
            check_effect(nonconformity_id=row.pk, verdict="not_effective", note="Xem hồ sơ", source=seen, **common)
        accept_file(inspection_id=made.pk, **common)
    first, second = Nonconformity.objects.order_by("pk")
    assert (first.repeats, second.repeats) == (None, first)


def test_a_letter_asks_to_cure_and_sets_the_day(commune: Agency, officer: Actor) -> None:
    made = send_file(commune)
    examine(made, _2c=ItemState.FALLS_SHORT)
    accept_file(actor=officer, inspection_id=made.pk, on=DUE, at=AT)
    ask = {"actor": officer, "inspection_id": made.pk, "number": "15/SKHCN", "at": AT, "on": DUE}
    with pytest.raises(DomainError, match="kết luận"):
        ask_correction(**ask, dated_on=DUE - timedelta(1))
    ask_correction(**ask, dated_on=DUE)
    made.refresh_from_db()
    assert (made.status, made.correction_number, made.report_due_on) == (Status.SIGNED, "15/SKHCN", date(2021, 10, 21))
    duty = Duty.objects.get(act="inspections.corrective_report")
    assert (duty.due_on, duty.statutory, duty.subject_id) == (date(2021, 10, 21), False, made.pk)


def test_nothing_to_cure_is_not_asked_for(commune: Agency, officer: Actor) -> None:
    made = send_file(commune)
    examine(made)
    accept_file(actor=officer, inspection_id=made.pk, on=DUE, at=AT)
    with pytest.raises(DomainError, match="Không có điểm nào"):
        ask_correction(actor=officer, inspection_id=made.pk, number="1", dated_on=DUE, on=DUE, at=AT)


def test_two_officers_examine_and_nothing_is_lost(commune: Agency, officer: Actor, inspector: Actor) -> None:
    made = send_file(commune)
    shown = fingerprint("", "")
    one = ItemVerdict(item(made).pk, ItemState.ACCEPTED, "", shown)
    other = ItemVerdict(item(made).pk, ItemState.RETURNED, "Thiếu danh mục", shown)
    assert examine_file(actor=officer, inspection_id=made.pk, verdicts=[one], **WORDS)[0]
    assert [i.code for i in examine_file(actor=inspector, inspection_id=made.pk, verdicts=[other], **WORDS)[1]] == [
        "1a"
    ]
    with pytest.raises(DomainError, match="vì sao"):
        examine_file(
            actor=officer, inspection_id=made.pk, verdicts=[ItemVerdict(item(made).pk, ItemState.RETURNED)], **WORDS
        )
    examine_file(actor=officer, inspection_id=made.pk, verdicts=[ItemVerdict(item(made).pk, "")], **WORDS)
    assert item(made).state == ItemState.ENOUGH


def test_a_form_that_was_overtaken_is_refused(commune: Agency, officer: Actor) -> None:
    made = send_file(commune)
    seen = history.last_event_id("inspection", made.pk)
    examine(made)
    with pytest.raises(Stale):
        accept_file(actor=officer, inspection_id=made.pk, on=DUE, at=AT, seen=seen)


def test_refuses_to_send_what_was_not_asked_for(commune: Agency, head: Actor) -> None:
    made = plan_file(commune)
    with pytest.raises((WrongState, Unseen)):
        submit_file(actor=head, inspection_id=made.pk, on=DUE, at=AT)
    assert not FileSubmission.objects.exists()


def test_an_entry_taken_back_leaves_nothing_owed(commune: Agency, officer: Actor, head: Actor) -> None:
    made = send_file(commune)
    void_inspection(actor=officer, inspection_id=made.pk, reason="Nhầm cơ quan", on=DUE, at=AT)
    assert Duty.objects.get(act="inspections.submit_file").outcome == "cancelled"
    with pytest.raises(DomainError, match="đã hủy"):
        prepare_file(actor=head, inspection_id=made.pk, answers=[], **WORDS)


patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
days = st.dates(date(2015, 1, 1), date(2040, 12, 31))


@patient
@given(due=days, off=st.integers(0, 255), late=st.integers(-40, 40), gap=st.sampled_from(ItemState.values))
def test_the_law_of_the_two_clocks(due: date, off: int, late: int, gap: str) -> None:
    calendar = Workdays(off=frozenset(due + timedelta(n) for n in range(8) if off >> n & 1))
    last = last_day(due, calendar, roll=True)
    assert last >= due
    assert calendar.is_working(last)
    assert not any(calendar.is_working(due + timedelta(n)) for n in range((last - due).days))
    assert last_day(due, calendar, roll=False) == due
    sent = last + timedelta(late)
    on_time, complete = clocks(sent_on=sent, due_on=last, states=[ItemState.ENOUGH, gap])
    assert on_time == (late <= 0)
    assert complete == (gap not in LACKING)


@patient
@given(
    code=st.sampled_from(["1a", "1c", "TL1"]), needs=st.booleans(), answer=st.sampled_from(["", "Có"]),
    none=st.booleans(), reason=st.sampled_from(["", "Vì"]), proofs=st.integers(0, 2),
)  # fmt: skip
def test_an_item_is_enough_only_with_words_or_proof(
    code: str, needs: bool, answer: str, none: bool, reason: str, proofs: int
) -> None:
    state = state_of(Said(code, needs, answer, none, reason, proofs))
    assert state in (ItemState.ENOUGH, ItemState.GAP, ItemState.MISSING)
    if state == ItemState.ENOUGH:
        assert answer or proofs
    else:
        assert (state == ItemState.GAP) == bool(reason)


def test_papers_are_parted_by_semicolons() -> None:
    found = asked_items([("1a", "x"), ("1c", "y")], " Báo cáo ;; Danh mục;Báo cáo ")
    assert [(a.code, a.requirement, a.needs_evidence) for a in found] == [
        ("1a", "x", True), ("1c", "y", False), ("TL1", "Báo cáo", True), ("TL2", "Danh mục", True),
    ]  # fmt: skip


def test_an_officer_enters_what_came_on_paper_by_the_day_it_came(commune: Agency, officer: Actor, head: Actor) -> None:
    made = request_file(commune)
    given = [enough(item) for item in made.file_items.all()]
    prepare_file(actor=officer, inspection_id=made.pk, answers=given, on=DUE + timedelta(5), at=AT)
    enter: dict[str, Any] = {"inspection_id": made.pk, "on": DUE + timedelta(5), "at": AT}
    with pytest.raises(Forbidden):
        submit_file(actor=officer, **enter)
    with pytest.raises(Forbidden):
        submit_file(actor=head, received_on=DUE, **enter)
    sent = submit_file(actor=officer, received_on=DUE, **enter)
    assert (sent.sent_on, sent.on_time, sent.complete) == (DUE, True, True)
    assert "bằng giấy" in sent.sent_by and officer.name in sent.sent_by
    told = history.events_of(kind="inspection", id=made.pk, limit=2)
    assert "nhận bằng giấy" in told[0].summary and "Ghi thay cơ quan" in told[1].summary
    made.refresh_from_db()
    assert made.status == Status.SUBMITTED
    assert Notice.objects.filter(text__contains="bằng giấy").exists()
