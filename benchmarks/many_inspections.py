"""Thirty thousand inspections: three of every system, each with a checklist of art. 36 and two findings.

Written row by row without history, for that many acts would be what is measured.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from typing import Any

from django.db import connection

from benchmarks.province import CODE
from qlcl.assessments.enums import Shipped
from qlcl.assessments.models import Checklist, ChecklistItem
from qlcl.assessments.queries import set_in_use
from qlcl.corrective.enums import ARTICLES, State
from qlcl.corrective.models import ActionEvidence, CorrectiveAction, EffectCheck, Nonconformity
from qlcl.inspections.enums import Mode, Status
from qlcl.inspections.models import CorrectiveReport, FileSubmission, Inspection
from qlcl.organisations.models import Agency, QualitySystem
from qlcl.standards.queries import clauses_of, edition_by_code

DAYS = (date(2019, 5, 6), date(2020, 6, 10), date(2021, 4, 12))
EACH, CHUNK = 2, 2000


def make() -> dict[str, int]:
    """Makes them; how many inspections, answers and findings there are."""
    province = Agency.objects.get(code=CODE)
    systems = list(QualitySystem.objects.filter(province=province).values_list("pk", "holder_id").order_by("pk"))
    edition = edition_by_code("ISO 9001:2015")
    _insert(Inspection, (_inspection(province.pk, edition.pk, n, *pair, day)
                         for day in DAYS for n, pair in enumerate(systems)))  # fmt: skip
    rows = list(Inspection.objects.order_by("pk"))
    by_file = [row for row in rows if row.mode == Mode.BY_FILE]
    _insert(FileSubmission, (_sending(row) for row in by_file))
    _insert(CorrectiveReport, (_report(row) for row in rows if row.pk % 5))
    clauses = [clause.pk for clause in clauses_of(edition) if "." in clause.number]
    _insert(Nonconformity, (_finding(row, n, clauses) for row in rows for n in range(EACH)))
    _cure()
    _checklists(rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    counted = {"inspections": Inspection, "answers": ChecklistItem, "findings": Nonconformity}
    return {name: model.objects.count() for name, model in counted.items()}


def _insert(model: Any, rows: Iterator[Any]) -> None:
    while chunk := list(islice(rows, CHUNK)):
        model.objects.bulk_create(chunk)


def _inspection(province: int, edition: int, n: int, system: int, agency: int, first: date) -> Inspection:
    day = first + timedelta(days=n % 200)
    visit = n % 3 == first.year % 3
    signed = day + timedelta(days=1 if visit else 8)
    return Inspection(
        system_id=system, agency_id=agency, province_id=province, edition_id=edition, inspected_on=day,
        mode=Mode.ON_SITE if visit else Mode.BY_FILE, status=Status.ACCEPTED if n % 4 else Status.SIGNED,
        inspected_by="Chi cục", decision_number=f"{n}/QĐ", concluded_on=day, report_due_on=signed + timedelta(days=61),
        minutes_signed_on=signed if visit else None, correction_date=None if visit else signed,
        file_due_on=None if visit else day - timedelta(days=20),
    )  # fmt: skip


def _sending(row: Inspection) -> FileSubmission:
    sent = row.file_due_on + timedelta(days=row.pk % 9 - 6)
    return FileSubmission(
        inspection=row, number=1, due_on=row.file_due_on, sent_on=sent, sent_by="Cơ quan",
        on_time=sent <= row.file_due_on, complete=row.pk % 3 > 0, accepted_on=row.inspected_on,
    )  # fmt: skip


def _report(row: Inspection) -> CorrectiveReport:
    sent = row.report_due_on + timedelta(days=row.pk % 7 - 5)
    return CorrectiveReport(
        inspection=row, state="accepted", due_on=row.report_due_on, sent_on=sent, answered_on=sent + timedelta(days=9)
    )


def _finding(row: Inspection, n: int, clauses: list[int]) -> Nonconformity:
    made = Nonconformity(
        system_id=row.system_id, agency_id=row.agency_id, province_id=row.province_id, source_kind="inspection",
        source_id=row.pk, source_label="Kiểm tra", raised_on=row.inspected_on, raised_by="Đoàn",
        statement=f"Điểm không phù hợp số {n} về hồ sơ, tài liệu", clause_id=clauses[(row.pk + n) % len(clauses)],
        article=list(ARTICLES)[(row.pk * 3 + n) % len(ARTICLES)], severity=("ordinary", "serious")[row.pk % 5 == 0],
        due_on=row.inspected_on + timedelta(days=60), cause="Vì", state=State.OPEN,
    )  # fmt: skip
    made.fold()
    return made


def _cure() -> None:
    """Of the findings of past years most are verified, of the present year a third is fixed."""
    rows = list(Nonconformity.objects.order_by("pk"))
    fixed = [row for row in rows if row.pk % 10 < (9 if row.raised_on.year < DAYS[-1].year else 4)]
    day = timedelta(days=40)
    _insert(CorrectiveAction, (
        CorrectiveAction(nonconformity=row, what="Làm", planned_on=row.raised_on, due_on=row.due_on,
                         done_on=row.raised_on + day) for row in fixed))  # fmt: skip
    _insert(ActionEvidence, (
        ActionEvidence(nonconformity=row, note="BC", added_on=row.raised_on + day, added_by="Cơ quan")
        for row in fixed))  # fmt: skip
    proofs = dict(ActionEvidence.objects.values_list("nonconformity_id", "pk"))
    old = [row for row in fixed if row.raised_on.year < DAYS[-1].year]
    _insert(EffectCheck, (
        EffectCheck(nonconformity=row, checked_on=row.raised_on + 5 * day, verdict="effective", note="Xem",
                    checked_by="Đoàn") for row in old))  # fmt: skip
    checks = dict(EffectCheck.objects.values_list("nonconformity_id", "pk"))
    for row in fixed:
        row.state, row.verify_on = State.TO_VERIFY, row.raised_on + 2 * day
    for row in old:
        row.state, row.closed_on = State.CLOSED, row.raised_on + 5 * day
        row.closing_check_id, row.closing_evidence_id = checks[row.pk], proofs[row.pk]
    fields = ["state", "verify_on", "closed_on", "closing_check", "closing_evidence"]
    Nonconformity.objects.bulk_update(fixed, fields, batch_size=500)


def _checklists(rows: list[Inspection]) -> None:
    """Every inspection's checklist of art. 36, answered."""
    questions = set_in_use(Shipped.ARTICLE_36, rows[0].province_id)
    assert questions is not None
    asked = list(questions.questions.order_by("position"))
    good = questions.steps[0].code
    _insert(Checklist, (
        Checklist(set=questions, system_id=row.system_id, agency_id=row.agency_id, province_id=row.province_id,
                  occasion_kind="inspection", occasion_id=row.pk, opened_on=row.inspected_on, opened_by="Đoàn",
                  concluded_on=row.inspected_on, total=len(asked), answered=len(asked)) for row in rows))  # fmt: skip
    _insert(ChecklistItem, (
        ChecklistItem(checklist_id=key, code=q.code, text=q.text, article=q.article, group=q.group,
                      position=q.position, answer=good, answered_by="Đoàn", revision=1)
        for key in Checklist.objects.values_list("pk", flat=True) for q in asked))  # fmt: skip
