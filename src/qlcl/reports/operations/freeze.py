"""Freezes a report: figures, words, days and digest, never changed after."""

import hashlib
import json
from datetime import date, datetime
from typing import Any

from django.db import transaction

from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import Forbidden
from qlcl.kernel.models import Chain
from qlcl.organisations.models import Agency
from qlcl.reports.definitions import compute, definition
from qlcl.reports.models import Snapshot
from qlcl.reports.policies import can_freeze


@transaction.atomic
def freeze_report(
    *,
    code: str,
    actor: Actor,
    on: date,
    at: datetime,
    province_code: str,
    until: date,
    since: date | None = None,
    campaign_code: str = "",
) -> Snapshot:
    """Computes the report and keeps it as it stands, with the head of the province's chain. Raises `Forbidden`.

    The same report, frozen once more on the same day by the same person, is the one that stands: a form sent twice.
    """
    province = Agency.objects.get(code=province_code)
    chain = history.province_chain(province.pk)
    history.lock(chain)
    if not can_freeze(actor, province.pk):
        raise Forbidden("Chỉ cán bộ đầu mối hoặc lãnh đạo tỉnh được chốt báo cáo.")
    report = compute(
        code, actor=actor, province_code=province_code, until=until, since=since, campaign_code=campaign_code
    )
    body = json.dumps(report.as_dict(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    named: dict[str, Any] = {
        "report": report.kind,
        "province": province,
        "since": report.scope.since,
        "until": until,
        "frozen_on": on,
        "frozen_by": ", ".join([actor.name, *(p.title for p in actor.posts[:1])]),
        "digest": hashlib.sha256(body.encode()).hexdigest(),
    }
    if (standing := Snapshot.objects.filter(**named).first()) is not None:
        return standing
    snapshot = Snapshot.objects.create(
        **named, frozen_at=at, body=body, chain_head=_head(chain), illustration=report.illustration
    )
    entry = history.Entry(
        chain=chain,
        act="reports.freeze",
        on=on,
        summary=f"Chốt {_small(definition(code).label)} đến {until:%d/%m/%Y}",
        subject=history.Ref("snapshot", snapshot.pk, str(snapshot)),
        changed=[snapshot],
        payload={"digest": snapshot.digest},
    )
    history.record(actor=actor, at=at, entries=[entry])
    return snapshot


def _small(label: str) -> str:
    return label[:1].lower() + label[1:]


def _head(chain: str) -> str:
    """The head of the chain before the freezing itself is recorded."""
    return Chain.objects.filter(key=chain).values_list("head", flat=True).first() or ""
