"""Files of what inspections found and what agencies did about it: one row for each finding."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from qlcl.corrective.enums import ARTICLES, Severity, Verdict
from qlcl.corrective.models import Nonconformity
from qlcl.corrective.operations import record_past
from qlcl.corrective.operations.raise_nonconformities import NewNonconformity
from qlcl.corrective.operations.record_past import Past
from qlcl.inspections.enums import Mode, ReportState
from qlcl.inspections.imports import COLUMNS as REGISTER
from qlcl.inspections.models import CorrectiveReport, FileSubmission, Inspection
from qlcl.inspections.operations import record_results
from qlcl.inspections.operations.record_results import Result
from qlcl.inspections.operations.recording_cases import reference
from qlcl.inspections.policies import visible_inspections
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import RowProblem
from qlcl.kernel.sheets import Change, Column, ImportKind, Plan, PlanContext, Row
from qlcl.kernel.text import fold, nfc
from qlcl.organisations.imports import AgencyResolver
from qlcl.organisations.models import Agency
from qlcl.standards.models import Clause
from qlcl.standards.queries import clauses_of, edition_by_code

COLUMNS = (
    *(column for column in REGISTER if column.name in {"unit_code", "inspected_on", "mode"}),
    Column("file_due_on", ("Hạn gửi hồ sơ",), type="date"),
    Column("file_sent_on", ("Ngày gửi hồ sơ",), type="date"),
    Column("file_complete", ("Hồ sơ đủ hay thiếu", "Hồ sơ"), type="choice",
           choices={"yes": ("Đủ",), "no": ("Thiếu",)}),
    Column("signed_on", ("Ngày ký biên bản, văn bản đề nghị khắc phục", "Ngày ký biên bản"), type="date",
           example="07/05/2019"),
    Column("report_due_on", ("Hạn báo cáo khắc phục",), type="date",
           help="Để trống: hai tháng kể từ ngày ký (Thông tư 26/2014, Điều 37)."),
    Column("sent_on", ("Ngày gửi báo cáo khắc phục",), type="date", example="05/07/2019"),
    Column("answer", ("Ý kiến về báo cáo",), type="choice",
           choices={"accepted": ("Chấp nhận",), "refused": ("Chưa chấp nhận",)}, example="Chấp nhận"),
    Column("answered_on", ("Ngày trả lời báo cáo",), type="date", example="12/07/2019"),
    Column("refusal", ("Vì sao chưa chấp nhận",), max_length=2000),
    Column("new_due_on", ("Hạn mới",), type="date"),
    Column("article", ("Nội dung Điều 36", "Nội dung kiểm tra"), max_length=8, example="2c"),
    Column("clause", ("Điều khoản tiêu chuẩn", "Điều khoản"), max_length=12, example="7.5"),
    Column("statement", ("Điểm không phù hợp", "Nội dung không phù hợp"), max_length=4000,
           example="Chưa niêm yết quyết định công bố tại trụ sở",
           help="Để trống nếu cuộc kiểm tra không có điểm không phù hợp."),
    Column("severity", ("Mức độ",), type="choice",
           choices={str(code): (str(label),) for code, label in Severity.choices}, example="Nhẹ"),
    Column("area", ("Lĩnh vực",), max_length=200),
    Column("due_on", ("Hạn khắc phục",), type="date"),
    Column("accepted_due_on", ("Hạn mới được chấp nhận", "Hạn được chấp nhận"), type="date",
           help="Khi báo cáo được chấp nhận với biện pháp hoàn thành muộn hơn hạn khắc phục."),
    Column("cause", ("Nguyên nhân",), max_length=4000, example="Chưa phân công người niêm yết"),
    Column("action", ("Biện pháp khắc phục", "Hành động khắc phục"), max_length=4000,
           example="Đã niêm yết tại Bộ phận Một cửa"),
    Column("done_on", ("Ngày khắc phục xong",), type="date", example="20/05/2019"),
    Column("evidence", ("Bằng chứng",), max_length=300, example="Ảnh bảng niêm yết, Báo cáo số 45/BC-UBND"),
    Column("checked_on", ("Ngày xác nhận hiệu quả",), type="date"),
    Column("verdict", ("Kết luận hiệu quả",), type="choice",
           choices={str(code): (str(label),) for code, label in Verdict.choices}),
    Column("seen", ("Căn cứ kết luận",), max_length=2000),
)  # fmt: skip
#: What a row says of the whole inspection; rows of one inspection say the same.
_WHOLE = (
    "file_due_on", "file_sent_on", "file_complete", "signed_on", "report_due_on", "sent_on", "answer", "answered_on",
    "refusal", "new_due_on",
)  # fmt: skip
_ELSEWHERE = "Tệp chỉ bổ sung điều chưa ghi; điều đã ghi thì sửa trên trang của cuộc kiểm tra."
_WORDS = {
    "yes": "Đủ", "no": "Thiếu", **{str(c): str(w) for c, w in (*ReportState.choices, *Verdict.choices)},
}  # fmt: skip
_Key = tuple[int, str, str, str]


@dataclass(slots=True)
class _Records:
    """What the rows are compared with."""

    agencies: AgencyResolver
    inspections: dict[tuple[int, date, str], Inspection]
    clauses: Mapping[str, Clause]
    known: dict[_Key, Nonconformity]
    found: set[int]
    reports: dict[int, CorrectiveReport]
    files: dict[int, FileSubmission]


def _records(actor: Actor, rows: Sequence[Row]) -> _Records:
    resolver = AgencyResolver(actor, [row["unit_code"] for row in rows])
    found = [resolver.resolve(row["unit_code"], row["inspected_on"]) for row in rows]
    ids = sorted({agency.pk for agency in found if isinstance(agency, Agency)})
    made: dict[tuple[int, date, str], Inspection] = {}
    for start in range(0, len(ids), 5000):
        standing = visible_inspections(actor).filter(agency_id__in=ids[start : start + 5000])
        for row in standing.select_related("agency", "system", "edition"):
            assert row.inspected_on is not None
            made[row.agency_id, row.inspected_on, row.mode] = row
    kept = {row.pk for row in made.values()}
    known: dict[_Key, Nonconformity] = {}
    rows_known = Nonconformity.objects.filter(source_kind="inspection", agency_id__in=ids)
    for old in rows_known.select_related("clause", "agency").prefetch_related("actions", "evidence", "checks"):
        if old.source_id in kept:
            known[_key(old.source_id, old.article, old.clause.number if old.clause else "", old.statement)] = old
    reports = {r.inspection_id: r for r in CorrectiveReport.objects.filter(inspection__agency__in=ids, number=1)}
    files = {f.inspection_id: f for f in FileSubmission.objects.filter(inspection__agency__in=ids, number=1)}
    clauses = {clause.number: clause for clause in clauses_of(edition_by_code("ISO 9001:2015"))}
    return _Records(resolver, made, clauses, known, {key[0] for key in known}, reports, files)


def _key(inspection: int, article: str, clause: str, statement: str) -> _Key:
    return inspection, article, clause, fold(statement)


def plan_results(*, actor: Actor, rows: list[Row], context: PlanContext) -> Plan:
    """Compares rows with the register and with what is on record of each inspection."""
    plan = Plan()
    records = _records(actor, rows)
    groups: dict[int, list[tuple[Row, Inspection]]] = defaultdict(list)
    for row in rows:
        inspection = _inspection(row, records)
        if isinstance(inspection, RowProblem):
            plan.problems.append(inspection)
        else:
            groups[inspection.pk].append((row, inspection))
    for group in groups.values():
        _plan_one(plan, group, records, context)
    return plan


def _inspection(row: Row, records: _Records) -> Inspection | RowProblem:
    agency = records.agencies.resolve(row["unit_code"], row["inspected_on"])
    if isinstance(agency, str):
        return row.problem("unit_code", agency, "Dùng mã cơ quan, hoặc nhập cơ quan đó trước.")
    found = records.inspections.get((agency.pk, row["inspected_on"], row["mode"]))
    if found is None:
        return row.problem(
            "inspected_on", "Chưa có lượt kiểm tra này trong sổ.", "Nhập sổ kiểm tra trước, hoặc sửa ngày, hình thức."
        )
    return found


def _plan_one(plan: Plan, group: list[tuple[Row, Inspection]], records: _Records, context: PlanContext) -> None:
    """One inspection: what its rows say of the whole, and each finding."""
    first, inspection = group[0]
    stood = _stands(inspection, records)
    given = {name: first[name] for name in _WHOLE if first.get(name) not in (None, "")}
    if problems := [*_disagreeing(group), *_contradicting(first, given, stood)]:
        plan.problems += problems
        return
    whole = {name: (stood[name], value) for name, value in given.items() if stood[name] != value}
    findings, known = _findings(plan, group, records, context)
    found = bool(findings) or inspection.pk in records.found
    result = replace(_result(inspection, stood | given, context), found=found)
    plan.problems += [first.problem(name, sentence) for name, sentence in record_results.lacking(result, context.on)]
    if whole and not findings:
        plan.updates.append(Change(row=first, obj=inspection, fields=whole, label=str(inspection)))
    if not (whole or findings or known) and not any(row["statement"] for row, _ in group):
        plan.unchanged += 1
    plan.creates += findings
    if findings or known or whole:
        plan.payload = [*(plan.payload or []), replace(result, findings=tuple(findings), known=tuple(known))]


def _disagreeing(group: list[tuple[Row, Inspection]]) -> Iterator[RowProblem]:
    """Rows of one inspection that do not say the same of it."""
    first = group[0][0]
    for row, _ in group[1:]:
        for name in _WHOLE:
            if row.get(name) != first.get(name):
                yield row.problem(name, f"Khác với dòng {first.number} của cùng cuộc kiểm tra.", "Ghi giống nhau.")


def _contradicting(first: Row, given: Mapping[str, Any], stood: Mapping[str, Any]) -> Iterator[RowProblem]:
    """What the file says otherwise than the record."""
    for name, value in given.items():
        if stood[name] not in (None, "", value):
            yield first.problem(name, f"Đã ghi khác: {_shown(stood[name])}.", _ELSEWHERE)


def _findings(
    plan: Plan, group: list[tuple[Row, Inspection]], records: _Records, context: PlanContext
) -> tuple[list[Past], list[tuple[Nonconformity, Past]]]:
    """The findings of one inspection that are new, and those on record to which something is added."""
    findings: list[Past] = []
    known: list[tuple[Nonconformity, Past]] = []
    seen: dict[_Key, int] = {}
    for row, inspection in group:
        past = _past(row, inspection, records, context)
        if isinstance(past, RowProblem):
            plan.problems.append(past)
        elif past is not None:
            key = _key(inspection.pk, row["article"], row["clause"], row["statement"])
            if key in seen:
                plan.problems.append(row.problem("statement", f"Trùng với dòng {seen[key]}.", "Bỏ một trong hai dòng."))
                continue
            seen[key] = row.number
            old = records.known.get(key)
            if old is None:
                lacking = record_past.lacking(past, context.on)
                plan.problems += [row.problem(name, sentence) for name, sentence in lacking]
                findings.append(past)
            elif _compare(plan, row, old, past, context.on):
                known.append((old, past))
    return findings, known


def _stands(inspection: Inspection, records: _Records) -> dict[str, Any]:
    """What is on record of the whole inspection, by the names of the columns."""
    report, file = records.reports.get(inspection.pk), records.files.get(inspection.pk)
    signed = inspection.minutes_signed_on if inspection.mode == Mode.ON_SITE else inspection.correction_date
    answered = report is not None and report.state in (ReportState.ACCEPTED, ReportState.REFUSED)
    return {
        "file_due_on": inspection.file_due_on,
        "file_sent_on": file.sent_on if file else None,
        "file_complete": ("yes" if file.complete else "no") if file else "",
        "signed_on": signed,
        "report_due_on": inspection.report_due_on,
        "sent_on": report.sent_on if report else None,
        "answer": str(report.state) if report and answered else "",
        "answered_on": report.answered_on if report else None,
        "refusal": report.refusal if report else "",
        "new_due_on": report.new_due_on if report else None,
    }


def _result(inspection: Inspection, said: Mapping[str, Any], context: PlanContext) -> Result:
    complete = said["file_complete"]
    return Result(
        inspection=inspection, signed_on=said["signed_on"], report_due_on=said["report_due_on"],
        sent_on=said["sent_on"], answer=said["answer"], answered_on=said["answered_on"], refusal=nfc(said["refusal"]),
        new_due_on=said["new_due_on"], file_due_on=said["file_due_on"], file_sent_on=said["file_sent_on"],
        file_complete=complete == "yes" if complete else None, illustration=context.illustration,
    )  # fmt: skip


def _past(row: Row, inspection: Inspection, records: _Records, context: PlanContext) -> Past | RowProblem | None:
    """The finding of a row; None where the inspection found nothing."""
    if not row["statement"]:
        told = next((name for name in ("cause", "action", "done_on", "article") if row.get(name)), "")
        if told:
            return row.problem("statement", "Chưa ghi điểm không phù hợp.", "Ghi nội dung, hoặc để trống cả dòng.")
        return None
    clause = records.clauses.get(row["clause"]) if row["clause"] else None
    if row["clause"] and clause is None:
        return row.problem("clause", "Không có điều khoản này trong TCVN ISO 9001:2015.", "Ghi số như 7.5 hoặc 8.5.1.")
    if row["article"] and row["article"] not in ARTICLES:
        return row.problem("article", "Điều 36 không có nội dung này.", f"Ghi một trong: {', '.join(ARTICLES)}.")
    assert inspection.inspected_on is not None
    found = NewNonconformity(
        system=inspection.system, agency=inspection.agency, statement=row["statement"],
        raised_on=inspection.inspected_on, raised_by=inspection.inspected_by or "Đoàn kiểm tra",
        severity=row["severity"] or Severity.ORDINARY, source=reference(inspection), clause=clause,
        article=row["article"], area=row["area"], due_on=row["due_on"], illustration=context.illustration,
    )  # fmt: skip
    return Past(
        found, cause=row["cause"], action=row["action"], done_on=row["done_on"], evidence=row["evidence"],
        checked_on=row["checked_on"], verdict=row["verdict"], seen=row["seen"], **_put_off(row),
    )  # fmt: skip


def _put_off(row: Row) -> dict[str, Any]:
    """The later date that the answer to the report set: by accepting a measure, or by asking again."""
    accepted = row["answer"] == ReportState.ACCEPTED
    due_on = row.get("accepted_due_on") if accepted else row["new_due_on"]
    if not due_on or row["answered_on"] is None:
        return {}
    said = "báo cáo khắc phục được chấp nhận" if accepted else "văn bản chưa chấp nhận báo cáo khắc phục"
    basis = f"{said} ngày {row['answered_on']:%d/%m/%Y}"
    return {"put_off_to": due_on, "put_off_on": row["answered_on"], "put_off_by": basis}


def _compare(plan: Plan, row: Row, old: Nonconformity, past: Past, on: date) -> bool:
    """Whether the row adds to a finding on record; what it says otherwise is refused."""
    action = next((a for a in old.actions.all() if a.dropped_on is None), None)
    check = max(old.checks.all(), key=lambda c: c.pk, default=None)
    stood: dict[str, Any] = {
        "cause": old.cause,
        "action": action.what if action else "",
        "done_on": action.done_on if action else None,
        "checked_on": check.checked_on if check else None,
        "verdict": str(check.verdict) if check else "",
    }
    fresh: dict[str, tuple[Any, Any]] = {}
    for name, before in stood.items():
        after = getattr(past, name)
        if not after or after == before or (isinstance(after, str) and nfc(after).strip() == before):
            continue
        if before:
            plan.problems.append(row.problem(name, f"Đã ghi khác: {_shown(before)}.", _ELSEWHERE))
            return False
        fresh[name] = (before, after)
    if past.puts_off(old):
        fresh["accepted_due_on"] = (old.due_on, past.put_off_to)
    if not fresh:
        plan.unchanged += 1
        return False
    whole = replace(
        past, cause=past.cause or old.cause, action=past.action or stood["action"],
        done_on=past.done_on or stood["done_on"], evidence=past.evidence or ("có" if old.evidence.all() else ""),
    )  # fmt: skip
    if lacking := record_past.lacking(whole, on):
        plan.problems += [row.problem(name, sentence) for name, sentence in lacking]
        return False
    plan.updates.append(Change(row=row, obj=old, fields=fresh, label=str(old)))
    return True


def _shown(value: object) -> str:
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else _WORDS.get(str(value), str(value))[:120]


def apply_results(*, actor: Actor, plan: Plan, on: date, at: datetime, batch: str, illustration: bool) -> None:
    """Records what the plan found to be new."""
    if plan.payload:
        record_results.record_results(actor=actor, results=plan.payload, on=on, at=at, batch=batch)


RESULTS = ImportKind(
    code="inspection-results",
    label="Kết quả kiểm tra",
    columns=COLUMNS,
    plan=plan_results,
    apply=apply_results,
    key=("unit_code", "inspected_on", "mode", "article", "clause", "statement"),
    help="Mỗi dòng là một điểm không phù hợp của một lượt kiểm tra đã có trong sổ; không có điểm nào thì ghi một dòng.",
)
