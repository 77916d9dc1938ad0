"""Imports files of several kinds as one act: all or nothing."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import date, datetime

from django.db import transaction

from qlcl.duties.operations.seed import seed_province
from qlcl.kernel import catalogue
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import BadRows, DomainError, Forbidden, RowProblem, Stale
from qlcl.kernel.models import Event
from qlcl.kernel.roomy import roomy
from qlcl.kernel.sheets import ImportKind, Plan, PlanContext, Reading, Row, read_rows
from qlcl.organisations.enums import Level
from qlcl.organisations.models import Agency, QualitySystem
from qlcl.portal.import_results import ImportFile, ImportResult, kind_result
from qlcl.portal.models import ImportBatch, ImportedProvince
from qlcl.portal.operations.list_problems import Applying, all_problems
from qlcl.portal.policies import can_import
from qlcl.reorganisations.operations.end_agencies import end_subjects
from qlcl.transitions.operations.take_account import take_account

Say = Callable[[str], None]


def import_files(
    *,
    actor: Actor,
    files: Sequence[ImportFile],
    on: date,
    at: datetime,
    dry_run: bool = False,
    illustration: bool = False,
    province_code: str = "",
    expected: str = "",
    say: Say = lambda _line: None,
) -> ImportResult:
    """Reads, compares and writes all `files` in one transaction, in the catalogue's order of kinds.

    A dry run does the same and takes it back. `expected` is the digest of a preview: where the records changed since,
    nothing is written (`Stale`). Raises `Forbidden`; `BadRows` with every bad cell; `DomainError` where a file cannot
    be read or a room refuses. What is in the records already is not written again; then there is no batch.
    """
    if not can_import(actor):
        raise Forbidden("Chỉ cán bộ đầu mối của tỉnh và người quản trị được nhập tệp.")
    readings = _read(files, say)
    described = [_described(file, reading) for file, reading in zip(files, readings, strict=True)]
    with roomy(), transaction.atomic():
        result = ImportResult(dry_run=dry_run, files=described)
        batch = _batch_code(files, at)
        context = PlanContext(on=on, province_code=province_code, illustration=illustration)
        for place, (kind, group) in enumerate(groups := _by_kind(readings)):
            plan = _planned(kind, group, actor, context, say)
            if plan.problems:
                apply = Applying(actor=actor, on=on, at=at, batch=batch, context=context)
                raise BadRows(all_problems(groups[place:], plan, apply))
            result.kinds.append(kind_result(kind, group, plan))
            context.earlier[kind.code] = plan
            if plan.changes_something:
                say(f"Ghi {kind.label}: {len(plan.creates)} mới, {len(plan.updates)} thay đổi…")
                kind.apply(actor=actor, plan=plan, on=on, at=at, batch=batch, illustration=illustration)
                result.handout += [] if dry_run else plan.handout
        if result.changed:
            _follow_up(set(context.earlier), actor, on, at, batch)
        if expected and result.digest != expected:
            raise Stale("Dữ liệu đã thay đổi từ lúc xem trước; chưa ghi gì. Ông/bà xem lại các thay đổi rồi xác nhận.")
        if dry_run:
            transaction.set_rollback(True)
        elif result.changed:
            result.batch = batch
            result.batch_id = _keep(result, actor, on, at, illustration).pk
    return result


def _follow_up(kinds: set[str], actor: Actor, on: date, at: datetime, batch: str) -> None:
    """What hangs on ended units passes to successors named in the same call, or ends; then duties and campaigns."""
    provinces = _provinces(batch)
    if {"units", "succession"} & kinds:
        for province_id in sorted(provinces):
            end_subjects(province_id=province_id, actor=actor, on=on, at=at, batch=batch)
    for province in Agency.objects.filter(pk__in=provinces, level=Level.PROVINCE):
        seed_province(province=province, actor=actor, on=on, at=at, batch=batch)
    take_account(province_ids=provinces, actor=actor, on=on, at=at, batch=batch)


def _read(files: Sequence[ImportFile], say: Say) -> list[Reading]:
    """Reads every file; the bad cells of all of them are raised together."""
    if not files:
        raise DomainError("no_files", "Chưa chọn tệp nào để nhập.")
    readings = []
    for file in files:
        say(f"Đọc {file.name}…")
        readings.append(_read_one(file))
    problems = [problem for reading in readings for problem in reading.problems]
    for _, group in _by_kind(readings):
        problems += _repeated_across(group)
    if problems:
        raise BadRows(problems)
    return readings


def _read_one(file: ImportFile) -> Reading:
    if file.kind not in {kind.code for kind in catalogue.import_kinds()}:
        raise DomainError("unknown_kind", f"Không có loại bảng “{file.kind}”.")
    try:
        return read_rows(catalogue.import_kind(file.kind), file.data, file.name)
    except DomainError as error:
        raise DomainError(error.code, f"{file.name}: {error.message}", extra={"file": file.name}) from error


def _by_kind(readings: Sequence[Reading]) -> list[tuple[ImportKind, list[Reading]]]:
    """The kinds present, in the catalogue's order, each with its files."""
    order = [catalogue.import_kind(entry.code) for entry in catalogue.import_kinds()]
    groups = [(kind, [reading for reading in readings if reading.kind.code == kind.code]) for kind in order]
    return [(kind, group) for kind, group in groups if group]


def _repeated_across(readings: Sequence[Reading]) -> list[RowProblem]:
    """Rows whose key stands in an earlier file of the same call."""
    first: dict[tuple[object, ...], Row] = {}
    problems = []
    for reading in readings:
        for row in reading.rows if reading.kind.key else ():
            mark = tuple(row.get(name) for name in reading.kind.key)
            other = first.setdefault(mark, row)
            if other.file != row.file:
                remedy = f"Giữ một trong hai; dòng kia là dòng {other.number} của {other.file}."
                problems.append(row.problem(reading.kind.key[0], "Trùng với một dòng của tệp khác.", remedy))
    return problems


def _planned(kind: ImportKind, readings: Sequence[Reading], actor: Actor, context: PlanContext, say: Say) -> Plan:
    rows = [row for reading in readings for row in reading.rows]
    say(f"Đối chiếu {kind.label}: {len(rows)} dòng…")
    return kind.plan(actor=actor, rows=rows, context=context)


def _described(file: ImportFile, reading: Reading) -> dict[str, object]:
    return {
        "kind": file.kind,
        "name": file.name,
        "sha256": file.sha256,
        "size": len(file.data),
        "format": reading.format,
        "rows": len(reading.rows),
    }


def _batch_code(files: Sequence[ImportFile], at: datetime) -> str:
    """Names the batch after its day, its moment and its files."""
    seed = "|".join([at.isoformat(), *(file.sha256 for file in files)])
    return f"nhap-{at:%Y%m%d}-{hashlib.sha256(seed.encode()).hexdigest()[:10]}"


def _keep(result: ImportResult, actor: Actor, on: date, at: datetime, illustration: bool) -> ImportBatch:
    """Notes the import for the list of imports, with the provinces it touched."""
    batch = ImportBatch.objects.create(
        code=result.batch,
        on=on,
        at=at,
        person_id=actor.person_id,
        imported_by=actor.name,
        files=result.files,
        kinds=[
            {
                name: getattr(kind, name)
                for name in ("kind", "label", "rows", "created", "updated", "unchanged", "notes")
            }
            for kind in result.kinds
        ],
        illustration=illustration,
    )
    touched = [ImportedProvince(batch=batch, province_id=province) for province in sorted(_provinces(result.batch))]
    ImportedProvince.objects.bulk_create(touched)
    return batch


def _provinces(batch: str) -> set[int]:
    """The provinces in whose chains, or in whose systems' chains, the batch was recorded."""
    chains = Event.objects.filter(batch=batch).values_list("chain__key", flat=True).distinct()
    keys = [key.partition(":") for key in chains]
    provinces = {int(number) for kind, _, number in keys if kind == "province"}
    systems = [int(number) for kind, _, number in keys if kind == "system"]
    named = QualitySystem.objects.filter(pk__listed=systems)
    return provinces.union(named.values_list("province_id", flat=True).distinct())
