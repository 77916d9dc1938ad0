"""Sets, checklists and their conclusion."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from qlcl.accounts.models import Person
from qlcl.assessments.models import Checklist, ChecklistItem, Conflict, Finding, ItemEvidence, QuestionSet, SyncOp
from qlcl.assessments.operations.apply_ops import Answer, answer_items, apply_ops, resolve_conflict
from qlcl.assessments.operations.conclude_checklist import conclude_checklist
from qlcl.assessments.operations.prove_and_find import (
    NewFinding,
    add_evidence,
    add_findings,
    remove_evidence,
    withdraw_finding,
)
from qlcl.assessments.operations.publish_set import load_sets, publish_set
from qlcl.assessments.operations.start_checklist import set_members
from qlcl.assessments.policies import visible_checklists
from qlcl.assessments.queries import checklist_state, previous_of, set_in_use
from qlcl.assessments.reference import QuestionRow
from qlcl.assessments.tests.factories import (
    AT,
    CLAUSES,
    CONCLUDED,
    a_finding,
    about,
    an_answer,
    item_of,
    make_checklist,
    shipped,
)
from qlcl.corrective.models import Nonconformity
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden, Stale, Unseen
from qlcl.kernel.files import store_bytes
from qlcl.kernel.history import Ref
from qlcl.kernel.models import Event
from qlcl.organisations.models import Agency

pytestmark = pytest.mark.django_db


def send(actor: Actor, checklist: Checklist, *ops: object, device: str = "A"):
    return apply_ops(actor=actor, checklist_id=checklist.pk, device=device, ops=list(ops), at=AT)


def answer_all(actor: Actor, checklist: Checklist, said: str = "dat", **others: str) -> None:
    answers = [
        Answer(item.uid, others.get(item.code, said), "" if others.get(item.code, said) == said else "Nhận xét")
        for item in ChecklistItem.objects.filter(checklist=checklist)
    ]
    answer_items(actor=actor, checklist_id=checklist.pk, answers=answers, at=AT)


def conclude(actor: Actor, checklist: Checklist, on: date = CONCLUDED) -> Checklist:
    return conclude_checklist(actor=actor, checklist_id=checklist.pk, on=on, at=AT)


def broken() -> list[str]:
    """Rows of this room whose seals do not hold."""
    return [found.where for found in history.verify(None).breaks if found.where.startswith("assessments")]


# Sets


def test_ships_the_items_of_article_36_and_a_question_for_each_last_clause():
    article, clauses = shipped(), shipped(CLAUSES)
    assert list(article.questions.values_list("code", flat=True)) == [
        "1a", "1b", "1c", "1d", "1đ", "1e", "1g", "2a", "2b", "2c", "2d", "2đ", "2e",
    ]  # fmt: skip
    assert [step.code for step in article.steps if step.finding] == ["chua_dat"]
    assert clauses.questions.count() >= 60
    assert clauses.questions.filter(clause__isnull=True).count() == 0


def test_loading_again_changes_nothing():
    shipped()
    before = Event.objects.count()
    assert load_sets(at=AT) == 0
    assert Event.objects.count() == before and QuestionSet.objects.count() == 2


def rows_of(question_set: QuestionSet) -> list[QuestionRow]:
    return [
        QuestionRow(q.code, q.text, q.help, q.clause, q.article, q.group)
        for q in question_set.questions.order_by("position")
    ]


def test_a_new_version_leaves_old_checklists_theirs(
    province: Agency, commune: Agency, officer: Actor, inspector: Actor
):
    old = make_checklist(commune, inspector)
    rows = [*rows_of(old.set)[1:], QuestionRow("3a", "Trụ sở có bảng niêm yết rõ ràng không?")]
    made = publish_set(
        actor=officer, province_id=province.pk, based_on=old.set_id, questions=rows, on=date(2021, 10, 1), at=AT
    )
    assert (made.version, made.province_id, made.code) == (2, province.pk, old.set.code)
    assert set_in_use(old.set.code, province.pk) == made
    assert old.items.count() == 13 and old.items.filter(code="1a").exists()
    third = publish_set(
        actor=officer, province_id=province.pk, based_on=made.pk, questions=rows[:5], on=date(2021, 11, 1), at=AT
    )
    made.refresh_from_db()
    assert made.retired_on == date(2021, 11, 1) and set_in_use(old.set.code, province.pk) == third
    with pytest.raises(Stale):
        publish_set(
            actor=officer, province_id=province.pk, based_on=made.pk, questions=rows, on=date(2021, 11, 1), at=AT
        )


def test_refuses_a_set_that_is_empty_unchanged_repeated_or_not_ones_own(
    province: Agency, officer: Actor, head: Actor, other_province_officer: Actor
):
    first = shipped()
    rows = rows_of(first)
    for questions, code in (
        ([], "set_empty"),
        (rows, "set_unchanged"),
        ([*rows, rows[0]], "code_repeated"),
        ([replace(rows[0], text=" ")], "text_missing"),
        ([replace(rows[0], code="")], "code_missing"),
    ):
        with pytest.raises(DomainError) as refused:
            publish_set(
                actor=officer, province_id=province.pk, based_on=first.pk, questions=questions, on=CONCLUDED, at=AT
            )
        assert refused.value.code == code
    for actor in (head, other_province_officer):
        with pytest.raises(Forbidden):
            publish_set(
                actor=actor, province_id=province.pk, based_on=first.pk, questions=rows[:3], on=CONCLUDED, at=AT
            )


# Answering


def test_answers_are_one_event_and_counted(commune: Agency, inspector: Actor):
    checklist = make_checklist(commune, inspector)
    before = Event.objects.count()
    answer_all(inspector, checklist)
    checklist.refresh_from_db()
    assert (checklist.answered, checklist.total) == (13, 13)
    assert Event.objects.count() == before + 1
    assert not broken()


def test_repeated_ops_answer_as_before_and_write_nothing(commune: Agency, inspector: Actor):
    checklist = make_checklist(commune, inspector)
    ops = [an_answer(item_of(checklist), "dat"), a_finding(item_of(checklist), "Thiếu bảng niêm yết")]
    first = send(inspector, checklist, *ops)
    events = Event.objects.count()
    for _ in range(10):
        again = send(inspector, checklist, *ops, *ops)
    assert [r.outcome for r in again] == [r.outcome for r in first] * 2 and all(r.repeated for r in again)
    assert Event.objects.count() == events
    assert Finding.objects.count() == 1 and SyncOp.objects.count() == 2


def test_bad_ops_are_refused_one_by_one(commune: Agency, other_commune: Agency, inspector: Actor):
    checklist, elsewhere = make_checklist(commune, inspector), make_checklist(other_commune, inspector)
    item = item_of(checklist)
    good = an_answer(item, "dat")
    wrong: list[object] = [
        "không phải đối tượng",
        {"uid": "x", "v": 2, "kind": "answer"},
        an_answer(item, "dat", v=3),
        an_answer(item, "dat", v=[2]),
        an_answer(item, "dat", kind="dance"),
        an_answer(item, "xuat_sac"),
        an_answer(item, "dat", skip_reason="Không xem"),
        an_answer(item, "", note="x" * 9000),
        an_answer(item_of(elsewhere), "dat"),
        a_finding(item, "  "),
        a_finding(item, "Lạ", severity="huge"),
        about("evidence", uuid4(), item=str(item.uid), ref_kind="khong_co", ref_id=1, ref_label="x"),
    ]
    results = send(inspector, checklist, *wrong, good, {**good, "answer": "chua_dat"})
    assert [r.refused for r in results] == [True] * len(wrong) + [False, True]
    assert results[-1].code == "uid_reused"
    assert all(r.message for r in results if r.refused)
    item.refresh_from_db()
    assert item.answer == "dat" and Finding.objects.count() == 0


def test_what_an_old_device_sends_is_still_understood(commune: Agency, inspector: Actor):
    checklist = make_checklist(commune, inspector)
    item = item_of(checklist)
    old = {
        "uid": str(uuid4()), "type": "answer", "item": str(item.uid), "rev": 0, "value": "chua_dat",
        "remark": "Chưa niêm yết", "time": "2021-09-01T08:00:00+07:00",
    }  # fmt: skip
    assert [r.outcome for r in send(inspector, checklist, old)] == ["applied"]
    item.refresh_from_db()
    assert (item.answer, item.note, item.revision) == ("chua_dat", "Chưa niêm yết", 1)


def test_two_inspectors_merge_and_a_true_conflict_is_kept_for_both(commune: Agency, inspector: Actor, officer: Actor):
    checklist = make_checklist(commune, inspector)
    same, other = item_of(checklist, "1a"), item_of(checklist, "1b")
    send(inspector, checklist, an_answer(same, "dat", 1), an_answer(item_of(checklist, "1c"), "dat", 2))
    results = send(officer, checklist, an_answer(same, "chua_dat", 3), an_answer(other, "dat", 4), device="B")
    assert [r.outcome for r in results] == ["conflict", "applied"]
    conflict = Conflict.objects.get()
    standing, mine = conflict.versions
    assert (standing["answer"], mine["answer"]) == ("chua_dat", "dat")
    assert {standing["by"], mine["by"]} == {officer.name, inspector.name}
    shown = checklist_state(checklist)["items"][0]
    assert [v["answer"] for v in shown["conflicts"][0]] == ["chua_dat", "dat"]
    with pytest.raises(DomainError, match="hai câu trả lời khác nhau, cần chọn: 1a"):
        conclude(inspector, checklist)
    stale = resolve_conflict(actor=inspector, checklist_id=checklist.pk, answer=Answer(same.uid, "dat", base=1), at=AT)
    assert stale.code == "stale"
    resolve_conflict(actor=inspector, checklist_id=checklist.pk, answer=Answer(same.uid, "dat", base=2), at=AT)
    same.refresh_from_db()
    conflict.refresh_from_db()
    assert same.answer == "dat" and conflict.resolved_by == inspector.name
    assert SyncOp.objects.filter(item=same).count() == 3


def test_a_photo_told_of_first_blocks_conclusion_until_its_file_comes(commune: Agency, inspector: Actor, tmp_path):
    checklist = make_checklist(commune, inspector)
    answer_all(inspector, checklist)
    item, uid = item_of(checklist), uuid4()
    send(inspector, checklist, about("evidence", uid, item=str(item.uid), caption="Bảng niêm yết"))
    with pytest.raises(DomainError, match="chưa tải lên"):
        conclude(inspector, checklist)
    file = store_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 10, "anh.png", at=AT, by="Ai đó")
    for _ in range(3):
        add_evidence(actor=inspector, checklist_id=checklist.pk, item=item.uid, uid=uid, file=file, at=AT)
    proof = ItemEvidence.objects.get()
    assert (proof.file_id, proof.awaited, proof.caption) == (file.pk, False, "Bảng niêm yết")
    lost = uuid4()
    send(inspector, checklist, about("evidence", lost, item=str(item.uid)))
    remove_evidence(actor=inspector, checklist_id=checklist.pk, evidence=lost, at=AT)
    assert conclude(inspector, checklist).concluded_on == CONCLUDED


# Concluding


def test_nothing_is_concluded_while_a_question_has_neither_answer_nor_reason(commune: Agency, inspector: Actor):
    checklist = make_checklist(commune, inspector)
    with pytest.raises(DomainError, match="Còn 13 câu chưa trả lời"):
        conclude(inspector, checklist)
    answer_all(inspector, checklist, **{"1a": ""})
    with pytest.raises(DomainError, match="Còn 1 câu chưa trả lời và chưa ghi lý do: 1a"):
        conclude(inspector, checklist)
    skipped = Answer(item_of(checklist).uid, skip_reason="Bộ phận nghỉ", base=1)
    answer_items(actor=inspector, checklist_id=checklist.pk, answers=[skipped], at=AT)
    assert not conclude(inspector, checklist).is_open


def test_findings_become_nonconformities_once(commune: Agency, inspector: Actor):
    checklist = make_checklist(commune, inspector, occasion=Ref("inspection", 7, "Kiểm tra năm 2021"))
    answer_all(inspector, checklist, **{"1a": "chua_dat", "1b": "chua_dat"})
    item = item_of(checklist)
    made = add_findings(
        actor=inspector, checklist_id=checklist.pk, at=AT,
        findings=[NewFinding("Thiếu 3 thủ tục", "serious", item.uid, "Đất đai"), NewFinding("Ghi nhầm")],
    )  # fmt: skip
    withdraw_finding(actor=inspector, checklist_id=checklist.pk, finding=made[1].uid, at=AT)
    conclude(inspector, checklist)
    conclude(inspector, checklist)
    found = {row.article: row for row in Nonconformity.objects.all()}
    assert set(found) == {"1a", "1b"}
    assert (found["1a"].statement, found["1a"].severity, found["1a"].area) == ("Thiếu 3 thủ tục", "serious", "Đất đai")
    assert (found["1b"].statement, found["1b"].severity) == ("Nhận xét", "ordinary")
    assert (found["1a"].source_kind, found["1a"].source_id) == ("inspection", 7)
    assert Finding.objects.filter(nonconformity__isnull=False).count() == 2
    assert not broken()


def test_a_failed_question_without_any_words_holds_up(commune: Agency, inspector: Actor):
    checklist = make_checklist(commune, inspector)
    answer_all(inspector, checklist, "chua_dat")
    with pytest.raises(DomainError, match="Chưa ghi phát hiện hoặc nhận xét"):
        conclude(inspector, checklist)


def test_what_comes_after_conclusion_is_refused_and_kept(commune: Agency, inspector: Actor):
    checklist = make_checklist(commune, inspector)
    answer_all(inspector, checklist)
    conclude(inspector, checklist)
    (late,) = send(inspector, checklist, an_answer(item_of(checklist), "chua_dat"))
    assert late.code == "concluded"
    assert SyncOp.objects.get(outcome="refused").content["answer"] == "chua_dat"
    assert item_of(checklist).answer == "dat"


def test_the_next_one_opens_with_last_times_findings_and_blank_answers(commune: Agency, inspector: Actor):
    first = make_checklist(commune, inspector)
    answer_all(inspector, first, **{"2c": "chua_dat"})
    conclude(inspector, first)
    assert previous_of(first.system_id, first.set.code) == first
    first.refresh_from_db()
    second = make_checklist(commune, inspector, previous=first, on=date(2021, 11, 1))
    item = item_of(second, "2c")
    assert item.last_finding == "02/09/2021: Nhận xét (nhẹ; chờ tìm nguyên nhân)"
    assert not second.items.exclude(answer="", note="", revision=0).exists()
    assert second.items.exclude(last_finding="").count() == 1
    answer_all(inspector, second, **{"2c": "chua_dat"})
    conclude(inspector, second, date(2021, 11, 2))
    repeated = Nonconformity.objects.get(repeats__isnull=False)
    assert repeated.repeats == first.findings.get().nonconformity


def test_once_for_an_occasion_and_by_a_set_in_use(commune: Agency, inspector: Actor):
    occasion = Ref("inspection", 7, "Kiểm tra")
    make_checklist(commune, inspector, occasion=occasion)
    with pytest.raises(DomainError, match="Đã có phiếu kiểm"):
        make_checklist(commune, inspector, occasion=occasion)
    QuestionSet.objects.filter(pk=shipped().pk).update(retired_on=date(2021, 12, 1))
    with pytest.raises(DomainError, match="không còn dùng"):
        make_checklist(commune, inspector)


# Who


def test_who_sees_what_before_and_after_conclusion(
    commune: Agency,
    inspector: Actor,
    officer: Actor,
    observer: Actor,
    leader: Actor,
    head: Actor,
    outsider: Actor,
    other_province_officer: Actor,
):
    checklist = make_checklist(commune, inspector)
    seen = [a for a in (inspector, officer, observer, leader, head, outsider) if visible_checklists(a).exists()]
    assert seen == [inspector, officer]
    with pytest.raises(Unseen):
        send(head, checklist, an_answer(item_of(checklist), "dat"))
    answer_all(officer, checklist)
    conclude(officer, checklist)
    after = [a for a in (observer, leader, head, outsider, other_province_officer) if visible_checklists(a).exists()]
    assert after == [observer, leader, head]
    with pytest.raises(Forbidden):
        send(head, checklist, an_answer(item_of(checklist), "dat"))


def test_an_agency_keeps_its_own_checklist(commune: Agency, secretary: Actor, staff: Actor, inspector: Actor):
    checklist = make_checklist(commune, secretary)
    assert checklist.own and visible_checklists(staff).exists()
    with pytest.raises(Forbidden):
        send(inspector, checklist, an_answer(item_of(checklist), "dat"))
    with pytest.raises(Forbidden):
        send(staff, checklist, an_answer(item_of(checklist), "dat"))
    answer_all(secretary, checklist, **{"1a": "chua_dat"})
    conclude(secretary, checklist)
    assert Nonconformity.objects.get().source_kind == "checklist"


def test_a_member_from_elsewhere_answers_but_does_not_conclude(commune: Agency, inspector: Actor, outsider: Actor):
    checklist = make_checklist(commune, inspector)
    person = Person.objects.get(pk=outsider.person_id)
    with pytest.raises(Unseen):
        send(outsider, checklist, an_answer(item_of(checklist), "dat"))
    set_members(actor=inspector, checklist_id=checklist.pk, people=[person], on=CONCLUDED, at=AT)
    assert send(outsider, checklist, an_answer(item_of(checklist), "dat"))[0].outcome == "applied"
    with pytest.raises(Forbidden):
        conclude(outsider, checklist)
    set_members(actor=inspector, checklist_id=checklist.pk, people=[], on=CONCLUDED, at=AT)
    with pytest.raises(Unseen):
        send(outsider, checklist, an_answer(item_of(checklist), "dat"))
