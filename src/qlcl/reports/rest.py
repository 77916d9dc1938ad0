"""API routes of consolidated reports: computed now, or frozen."""

import json
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from qlcl.kernel.clock import today
from qlcl.kernel.errors import Unseen
from qlcl.kernel.snapshot import snapshot as one_snapshot
from qlcl.organisations.queries import visible_provinces
from qlcl.reports.definitions import compute, days_of
from qlcl.reports.models import Snapshot
from qlcl.ui.rest import REFUSALS, Limit, Offset, Page, actor_of, page_of

router = Router(tags=["Báo cáo"])


class FigureOut(Schema):
    """A figure: what, of which period, level, method and mode; out of how many, as of which day."""

    measure: str
    period: str
    level: str
    prepared_by: str
    mode: str
    value: int
    denominator: int | None
    percent: float | None
    as_of: date | None = None


class CrossFootOut(Schema):
    """Whether a table's parts add up to its whole, and by how much not."""

    table: str
    ok: bool
    difference: int


class ReportOut(Schema):
    """A report as `qlcl report` prints it; `agencies` and `named` only where a report has a line for each agency."""

    report: str
    province: str
    province_name: str
    since: date
    until: date
    edition: str
    illustration: bool
    figures: list[FigureOut]
    cross_foot: list[CrossFootOut]
    sentences: list[str]
    sections: list[dict[str, Any]]
    not_done: list[dict[str, Any]]
    named: list[dict[str, Any]] | None = None
    agencies: list[dict[str, Any]] | None = None


class SnapshotOut(Schema):
    """A frozen report; `digest` is the SHA-256 of its canonical JSON."""

    id: int
    report: str
    province: str
    since: date
    until: date
    frozen_on: date
    frozen_at: datetime
    frozen_by: str
    digest: str
    illustration: bool


class FrozenOut(SnapshotOut):
    """A frozen report with its figures and words."""

    body: dict[str, Any]


def _frozen(row: Snapshot) -> dict[str, Any]:
    plain = ("report", "since", "until", "frozen_on", "frozen_at", "frozen_by", "digest", "illustration")
    return {"id": row.pk, **{name: getattr(row, name) for name in plain}, "province": row.province.code}


@router.get("/transition", response={200: ReportOut, **REFUSALS}, summary="Báo cáo chuyển đổi")
def transition(
    request: HttpRequest, province: str, until: date, since: date | None = None, campaign: str = ""
) -> HttpResponse:
    """The report of a transition computed from the records, counting acts until the day named."""
    return _computed(request, "transition", province=province, until=until, since=since, campaign=campaign)


@router.get("/status", response={200: ReportOut, **REFUSALS}, summary="Báo cáo tình hình xây dựng, áp dụng HTQLCL")
def status(
    request: HttpRequest, province: str, year: int | None = None, until: date | None = None, since: date | None = None
) -> HttpResponse:
    """The yearly report computed from the records: of a year, else from and until the days named."""
    if year is not None:
        since, until = days_of(year, today())
    return _computed(request, "status", province=province, until=until or today(), since=since)


def _computed(
    request: HttpRequest, code: str, *, province: str, until: date, since: date | None, campaign: str = ""
) -> HttpResponse:
    """A report from one view of the records; written at once, for it may hold thousands of lines."""
    with one_snapshot():
        report = compute(
            code,
            actor=actor_of(request),
            province_code=province,
            until=until,
            since=since,
            campaign_code=campaign,
        )
        body = json.dumps(report.as_dict(), ensure_ascii=False)
    return HttpResponse(body, content_type="application/json; charset=utf-8")


@router.get("/snapshots", response={200: Page[SnapshotOut], **REFUSALS}, summary="Báo cáo đã chốt")
def snapshots(
    request: HttpRequest, response: HttpResponse, province: str = "", limit: Limit = 50, offset: Offset = 0
) -> dict[str, Any]:
    """Frozen reports of the provinces in sight, newest first."""
    rows = Snapshot.objects.filter(province__in=visible_provinces(actor_of(request))).select_related("province")
    if province:
        rows = rows.filter(province__code=province)
    return page_of(request, response, rows.defer("body").order_by("-frozen_at", "-pk"), _frozen, limit, offset)


@router.get("/snapshots/{int:snapshot_id}", response={200: FrozenOut, **REFUSALS}, summary="Một báo cáo đã chốt")
def frozen(request: HttpRequest, snapshot_id: int) -> dict[str, Any]:
    """The frozen report with that id."""
    rows = Snapshot.objects.filter(province__in=visible_provinces(actor_of(request))).select_related("province")
    row = rows.filter(pk=snapshot_id).first()
    if row is None:
        raise Unseen("Không tìm thấy báo cáo đã chốt này.")
    return {**_frozen(row), "body": json.loads(row.body)}
