"""What inspections leave: checklists of art. 36 answered, items of files, two findings each and what became of them."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from benchmarks.bulk import write
from qlcl.assessments.enums import Shipped
from qlcl.assessments.models import Checklist
from qlcl.assessments.queries import set_in_use
from qlcl.corrective.enums import ARTICLES, State
from qlcl.corrective.models import ActionEvidence, CorrectiveAction, EffectCheck, Nonconformity
from qlcl.inspections.enums import Mode, Status
from qlcl.inspections.models import CorrectiveReport, Inspection, ReportLine
from qlcl.kernel.text import fold
from qlcl.standards.queries import clauses_of, edition_by_code

EACH, PRESENT = 2, 2021
#: States in which nothing is said about findings yet.
UNSETTLED = (
    Status.PLANNED, Status.DECIDED, Status.ANNOUNCED, Status.RUNNING, Status.CALLED, Status.SUBMITTED, Status.RETURNED,
)  # fmt: skip
ABOUT = (
    "Chưa cập nhật danh mục tài liệu bên ngoài", "Mục tiêu chất lượng chưa đo được", "Chưa đánh giá nội bộ đủ bộ phận",
    "Hồ sơ giải quyết thủ tục chậm hẹn chưa có thư xin lỗi", "Chưa xem xét của lãnh đạo đủ nội dung đầu vào",
    "Chưa niêm yết bản công bố", "Chưa nhận diện rủi ro, cơ hội", "Kiểm soát hồ sơ chưa theo thời hạn lưu",
)  # fmt: skip


def make(province: int, rows: Sequence[Inspection]) -> None:
    """Checklists and files of the inspections, their findings, actions, verdicts, lines of reports."""
    _checklists(province, rows)
    _files()
    clauses = [clause.pk for clause in clauses_of(edition_by_code("ISO 9001:2015")) if "." in clause.number]
    settled = [row for row in rows if row.status not in UNSETTLED]
    write(Nonconformity, (
        _finding(row, n, clauses) for row in settled for n in range(EACH + (row.pk % 8 == 0))))  # fmt: skip
    _cure({row.pk: row.status for row in rows})
    _answered()


def _finding(row: Inspection, n: int, clauses: Sequence[int]) -> dict[str, Any]:
    assert row.inspected_on is not None
    said = f"{ABOUT[(row.pk + n * 3) % len(ABOUT)]}, lần {row.pk % 40}"
    return {
        "uid": UUID(int=row.pk * 10 + n + (1 << 100)), "system_id": row.system_id, "agency_id": row.agency_id,
        "province_id": row.province_id, "source_kind": "inspection", "source_id": row.pk, "source_label": "Kiểm tra",
        "raised_on": row.inspected_on, "raised_by": "Đoàn", "statement": said, "statement_fold": fold(said),
        "clause_id": clauses[(row.pk + n) % len(clauses)],
        "article": list(ARTICLES)[(row.pk * 3 + n) % len(ARTICLES)],
        "severity": "serious" if row.pk % 5 == 0 else "ordinary", "due_on": row.inspected_on + timedelta(days=60),
        "state": State.OPEN.value,
    }  # fmt: skip


def _cure(statuses: dict[int, str]) -> None:
    """Of past years nine in ten are verified, of the present year those whose report is accepted are fixed."""
    rows = list(Nonconformity.objects.order_by("pk").values_list("pk", "source_id", "raised_on", "due_on"))
    answered = {Status.REPORTED, Status.REFUSED, Status.ACCEPTED, Status.CLOSED}
    acting = [row for row in rows if statuses.get(row[1]) in answered]
    day = timedelta(days=40)
    fixed = [row for row in acting if (row[2].year < PRESENT and row[0] % 10 < 9) or row[0] % 10 < 4]
    old = [row for row in fixed if row[2].year < PRESENT]
    keys = {row[0] for row in fixed}
    write(CorrectiveAction, (
        {"nonconformity_id": key, "what": "Rà soát, ban hành lại", "responsible": "Văn phòng", "planned_on": raised,
         "due_on": due, "done_on": raised + day if key in keys else None}
        for key, _source, raised, due in acting))  # fmt: skip
    write(ActionEvidence, (
        {"nonconformity_id": key, "note": "BC", "added_on": raised + day, "added_by": "Cơ quan"}
        for key, _source, raised, _due in fixed))  # fmt: skip
    write(EffectCheck, (
        {"nonconformity_id": key, "checked_on": raised + 5 * day, "verdict": "effective", "note": "Xem",
         "checked_by": "Đoàn"}
        for key, _source, raised, _due in old))  # fmt: skip
    _move("acting", _in(acting), "")
    _move("to_verify", _in(fixed), ", verify_on = " + _later("raised_on", 80))
    checks = ", ".join(
        f"{field} = (SELECT MAX(x.id) FROM {table} x WHERE x.nonconformity_id = corrective_nonconformity.id)"
        for field, table in (("closing_check_id", "corrective_effectcheck"),
                             ("closing_evidence_id", "corrective_actionevidence"))
    )  # fmt: skip
    _move("closed", _in(old), f", closed_on = {_later('raised_on', 200)}, {checks}")


def _in(rows: Sequence[tuple[int, int, date, date]]) -> str:
    return ", ".join(str(row[0]) for row in rows) or "0"


def _move(state: str, keys: str, more: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE corrective_nonconformity SET state = '{state}', cause = 'Chưa phân công người theo dõi',"
            f" cause_method = 'free'{more} WHERE id IN ({keys})"
        )


def _later(field: str, days: int) -> str:
    return f"date({field}, '+{days} days')" if connection.vendor == "sqlite" else f"{field} + {days}"


def _answered() -> None:
    """What each corrective report says of each finding."""
    reports = dict(CorrectiveReport.objects.values_list("inspection_id", "pk"))
    states = dict(CorrectiveReport.objects.values_list("pk", "state"))
    rows = Nonconformity.objects.order_by("pk").values_list("pk", "source_id", "raised_on")

    def lines() -> Iterator[dict[str, Any]]:
        for key, source, raised in rows:
            if report := reports.get(source):
                verdict = "" if states[report] == "sent" else states[report]
                yield {
                    "report_id": report, "nonconformity_id": key, "kind": "done" if key % 2 else "proposed",
                    "text": "Đã rà soát, ban hành lại", "cause": "Chưa phân công", "verdict": verdict,
                    "done_on": raised + timedelta(days=40),
                    "verdict_note": "Nêu rõ hơn" if verdict == "refused" else "",
                }  # fmt: skip

    write(ReportLine, lines())


def _checklists(province: int, rows: Sequence[Inspection]) -> None:
    """Art. 36 for all that were begun; for those going on at an office half answered, and our questions by clause."""
    begun = [row for row in rows if row.status not in {Status.PLANNED, Status.DECIDED, Status.ANNOUNCED, Status.CALLED}]
    running = [row for row in begun if row.status == Status.RUNNING]
    for shipped, chosen in ((Shipped.ARTICLE_36, begun), (Shipped.CLAUSES_2015, running)):
        questions = set_in_use(shipped, province)
        assert questions is not None
        total = questions.questions.count()
        write(Checklist, (
            {"uid": UUID(int=row.pk * 10 + questions.pk + (1 << 101)), "set_id": questions.pk,
             "system_id": row.system_id, "agency_id": row.agency_id, "province_id": province,
             "occasion_kind": "inspection", "occasion_id": row.pk, "opened_on": row.planned_from, "opened_by": "Đoàn",
             "concluded_on": row.inspected_on, "total": total, "answered": total if row.inspected_on else total // 2}
            for row in chosen))  # fmt: skip
        _items(questions.pk, questions.steps[0].code)


def _items(set_id: int, good: str) -> None:
    """The frozen questions of every checklist of the set; those not concluded are answered every other time."""
    uid = "gen_random_uuid()" if connection.vendor == "postgresql" else "lower(hex(randomblob(16)))"
    done = "(c.concluded_on IS NOT NULL OR q.position %% 2 = 0)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""INSERT INTO assessments_checklistitem (checklist_id, uid, code, text, help, clause_id, clause_number,
                article, "group", position, last_finding, answer, note, skip_reason, answered_by, revision)
            SELECT c.id, {uid}, q.code, q.text, q.help, q.clause_id, COALESCE(k.number, ''), q.article, q."group",
                q.position, '', CASE WHEN {done} THEN %s ELSE '' END, '', '', CASE WHEN {done} THEN 'Đoàn' ELSE '' END,
                CASE WHEN {done} THEN 1 ELSE 0 END
            FROM assessments_checklist c JOIN assessments_question q ON q.set_id = c.set_id
            LEFT JOIN standards_clause k ON k.id = q.clause_id WHERE c.set_id = %s ORDER BY c.id, q.position""",
            [good, set_id],
        )


def _files() -> None:
    """The items of art. 36 in every file that was asked for, answered unless it has not come."""
    has = f"(i.status NOT IN ('{Status.PLANNED}', '{Status.CALLED}'))"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""INSERT INTO inspections_fileitem (inspection_id, position, code, requirement, needs_evidence, known,
                state, answer, not_applicable, gap_reason, examined_note, examined_by, returned_reason)
            SELECT i.id, q.position, q.code, q.text, FALSE, '', CASE WHEN {has} THEN 'enough' ELSE 'missing' END,
                CASE WHEN {has} THEN 'Có thực hiện.' ELSE '' END, FALSE, '', '', '', ''
            FROM inspections_inspection i JOIN assessments_question q ON q.set_id = (
                SELECT id FROM assessments_questionset WHERE code = '{Shipped.ARTICLE_36}' ORDER BY id LIMIT 1)
            WHERE i.plan_line_id IS NOT NULL AND i.mode = '{Mode.BY_FILE}' AND i.status <> '{Status.PLANNED}'
            ORDER BY i.id, q.position"""
        )
