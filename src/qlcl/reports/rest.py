"""API routes of consolidated reports: computed now, or frozen."""

import json
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from qlcl.kernel.errors import Unseen
from qlcl.kernel.snapshot import snapshot as one_snapshot
from qlcl.organisations.queries import visible_provinces
from qlcl.reports.models import Snapshot
from qlcl.reports.queries.transition import transition_report
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
    """A report of a transition as `qlcl report` prints it."""

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
) -> dict[str, Any]:
    """The report of a transition computed from the records, counting acts until the day named."""
    with one_snapshot():
        report = transition_report(
            actor=actor_of(request), province_code=province, until=until, since=since, campaign_code=campaign
        )
        return report.as_dict()


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
