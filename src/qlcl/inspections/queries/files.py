"""Reads of inspections by file: one with its items, and the overview of a year."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    Count,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from qlcl.corrective.enums import LIVE
from qlcl.corrective.models import Nonconformity
from qlcl.inspections.by_file import LACKING, Said, lacks
from qlcl.inspections.enums import ItemState, Mode, Status
from qlcl.inspections.models import FileEvidence, FileItem, FileSubmission, Inspection, PlanLine
from qlcl.inspections.policies import kept_inspections
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import Unseen
from qlcl.kernel.remembered import remembered_rows

#: Where the overview puts an inspection, most pressing first: (rank, code, words).
OVERDUE, TO_EXAMINE, SENT_BACK, WAITED_FOR, NOT_ASKED, ENDED = range(6)
PLACES = (
    (OVERDUE, "qua-han", "Quá hạn, chưa gửi"),
    (TO_EXAMINE, "cho-xem", "Chờ xem"),
    (SENT_BACK, "tra-lai", "Đã trả lại"),
    (WAITED_FOR, "cho-gui", "Chờ gửi"),
    (NOT_ASKED, "chua-yeu-cau", "Chưa yêu cầu"),
    (ENDED, "da-xem", "Đã xem xong"),
)
_WAITING = (Status.CALLED, Status.RETURNED)


@dataclass(slots=True)
class FileLine:
    """One item as pages show it: its proofs, what it lacks, whether the agency may change it."""

    item: FileItem
    proofs: list[FileEvidence]
    lacking: str
    open: bool
    last: list[Nonconformity] = field(default_factory=list)


def said_of(item: FileItem, proofs: int) -> Said:
    """An item as the rules weigh it."""
    return Said(item.code, item.needs_evidence, item.answer, item.not_applicable, item.gap_reason, proofs)


def is_open(status: str, item: FileItem) -> bool:
    """The agency may change the item: before the first sending all, after a return those sent back."""
    return status == Status.CALLED or (status == Status.RETURNED and item.returned_reason != "")


def file_seen(actor: Actor, inspection_id: int) -> Inspection:
    """An inspection by file whose file was asked for; `Unseen` outside the actor's view."""
    rows = kept_inspections(actor).filter(mode=Mode.BY_FILE, file_items__isnull=False)
    related = ("agency", "province", "edition", "plan_line__plan")
    found = rows.select_related(*related).filter(pk=inspection_id).distinct().first()
    if found is None:
        raise Unseen("Không tìm thấy hồ sơ kiểm tra này.")
    return found


def file_lines(inspection: Inspection, *, with_last: bool = False) -> list[FileLine]:
    """The items in order with their proofs; two queries, and one for findings still open of the same articles."""
    proofs: dict[int, list[FileEvidence]] = defaultdict(list)
    rows = FileEvidence.objects.filter(item__inspection=inspection, removed_on__isnull=True).select_related("file")
    for proof in rows.order_by("pk"):
        proofs[proof.item_id].append(proof)
    last: dict[str, list[Nonconformity]] = defaultdict(list)
    if with_last:
        live = Nonconformity.objects.filter(agency=inspection.agency_id, system=inspection.system_id, state__in=LIVE)
        for row in live.exclude(article="").order_by("raised_on", "pk"):
            last[row.article].append(row)
    return [
        FileLine(
            item, proofs[item.pk], lacks(said_of(item, len(proofs[item.pk]))), is_open(inspection.status, item),
            last.get(item.code, []),
        )
        for item in FileItem.objects.filter(inspection=inspection).order_by("position")
    ]  # fmt: skip


def lacking_now(line: FileLine) -> bool:
    """The item is open and lacks something, with a reason or without."""
    return line.open and line.item.state in LACKING


def sendable(lines: Sequence[FileLine]) -> bool:
    """Every open item is enough or says why it is not."""
    return not any(line.open and line.item.state in (ItemState.MISSING, ItemState.RETURNED) for line in lines)


def submissions_of(inspection: Inspection) -> list[FileSubmission]:
    """Every sending, the last first."""
    return list(FileSubmission.objects.filter(inspection=inspection).order_by("-number"))


def proof_seen(actor: Actor, inspection_id: int, file_evidence_id: int) -> FileEvidence:
    """A file sent as proof, to whoever sees the inspection. Raises `Unseen`."""
    inspection = file_seen(actor, inspection_id)
    rows = FileEvidence.objects.filter(item__inspection=inspection, file__isnull=False).select_related("file")
    found = rows.filter(pk=file_evidence_id).first()
    if found is None:
        raise Unseen("Không tìm thấy tệp này.")
    return found


def of_year(actor: Actor, year: int) -> QuerySet[Inspection]:
    """Inspections by file of a year: of its plan, else of their letter, else of the days planned."""
    begins, ends = date(year, 1, 1), date(year, 12, 31)
    lines = PlanLine.objects.filter(plan__year=year)
    unplanned = Q(plan_line__isnull=True)
    by_letter = unplanned & Q(decision_date__gte=begins, decision_date__lte=ends)
    by_days = unplanned & Q(decision_date__isnull=True, planned_from__gte=begins, planned_from__lte=ends)
    rows = kept_inspections(actor).filter(mode=Mode.BY_FILE, voided_on__isnull=True)
    rows = rows.exclude(status__in=(Status.RECORDED, Status.CANCELLED))
    return rows.filter(Q(plan_line__in=lines.values("pk")) | by_letter | by_days)


def board(actor: Actor, year: int, day: date) -> QuerySet[Inspection]:
    """The overview of a year: each with its place on the day, its first sending and how often it came back."""
    first = FilteredRelation("submissions", condition=Q(submissions__number=1))
    return of_year(actor, year).annotate(first=first).annotate(place_now=_place(day))


def board_rows(rows: QuerySet[Inspection]) -> QuerySet[Inspection]:
    """The rows of the overview, the most overdue first."""
    sent = FileSubmission.objects.filter(inspection=OuterRef("pk")).order_by("-number")
    shown = rows.select_related("agency", "plan_line__plan").annotate(
        first_sent_on=F("first__sent_on"), first_on_time=F("first__on_time"), first_complete=F("first__complete"),
        times=Subquery(sent.values("number")[:1]),
    )  # fmt: skip
    return shown.order_by("place_now", F("file_due_on").asc(nulls_last=True), "agency__name_sort", "pk")


def _place(day: date) -> Case:
    return Case(
        When(status__in=_WAITING, file_due_on__lt=day, then=Value(OVERDUE)),
        When(status=Status.SUBMITTED, then=Value(TO_EXAMINE)),
        When(status=Status.RETURNED, then=Value(SENT_BACK)),
        When(status=Status.CALLED, then=Value(WAITED_FOR)),
        When(status=Status.PLANNED, then=Value(NOT_ASKED)),
        default=Value(ENDED),
        output_field=IntegerField(),
    )


def in_place(rows: QuerySet[Inspection], place: int) -> QuerySet[Inspection]:
    """Those of the overview in one place; an index finds them by the states that lead there."""
    states = {
        OVERDUE: _WAITING, TO_EXAMINE: (Status.SUBMITTED,), SENT_BACK: (Status.RETURNED,),
        WAITED_FOR: (Status.CALLED,), NOT_ASKED: (Status.PLANNED,),
    }  # fmt: skip
    found = rows.filter(place_now=place)
    return found.filter(status__in=states[place]) if place in states else found


def board_counts(rows: QuerySet[Inspection]) -> list[dict[str, Any]]:
    """By level and place: how many, and of the first sendings how many on time and how many complete; one query."""
    grouped = rows.order_by().values("agency__level", "place_now")
    counted = grouped.annotate(
        n=Count("pk"),
        sent=Count("pk", filter=Q(first__isnull=False)),
        on_time=Count("pk", filter=Q(first__on_time=True)),
        complete=Count("pk", filter=Q(first__complete=True)),
    )
    names = ("agency__level", "place_now", "n", "sent", "on_time", "complete")
    return [dict(zip(names, row, strict=True)) for row in remembered_rows(counted.values_list(*names))]
