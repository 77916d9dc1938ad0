"""An administrator keeps the status, adoption and dates of an edition."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden, Stale, Unseen
from qlcl.standards.models import Edition
from qlcl.standards.operations.chain import CHAIN
from qlcl.standards.policies import can_edit_edition, visible_editions

#: What may be changed; the code is the key by which declarations and files name the edition.
EDITABLE = (
    "label",
    "title",
    "international_status",
    "published_on",
    "tcvn_number",
    "adopted_on",
    "adoption_decision",
    "withdrawn_on",
    "replaced_by",
    "confirmed",
    "note",
)


@transaction.atomic
def edit_edition(
    *, actor: Actor, on: date, at: datetime, edition_id: int, revision: int, values: Mapping[str, Any]
) -> Edition:
    """Changes an edition (Decision 19/2014, art. 4: a new edition binds once it is announced in Viet Nam).

    `revision` is the one the form was opened with. Raises `Unseen`, `Forbidden`, `Stale`, or `DomainError` when
    the dates contradict each other. Nothing changed: nothing is written.
    """
    history.lock(CHAIN)
    edition = visible_editions(actor).select_for_update(of=("self",)).filter(pk=edition_id).first()
    if edition is None:
        raise Unseen("Không tìm thấy phiên bản tiêu chuẩn này.")
    if not can_edit_edition(actor):
        raise Forbidden("Chỉ quản trị hệ thống được sửa thông tin phiên bản tiêu chuẩn.")
    if edition.revision != revision:
        raise Stale(_who_changed(edition))
    changed = {name: values[name] for name in EDITABLE if name in values and getattr(edition, name) != values[name]}
    if not changed:
        return edition
    for name, value in changed.items():
        setattr(edition, name, value)
    _check(edition)
    edition.revision += 1
    edition.save()
    history.record(
        actor=actor,
        at=at,
        entries=[
            history.Entry(
                chain=CHAIN,
                act="standards.edit_edition",
                on=on,
                summary=f"Sửa thông tin phiên bản {edition.label}",
                subject=history.Ref("edition", edition.pk, edition.label),
                changed=[edition],
                payload={"edition": edition.code, "fields": sorted(changed)},
            )
        ],
    )
    return edition


def _check(edition: Edition) -> None:
    """Refuses dates and links that cannot be true together."""
    if edition.withdrawn_on and edition.published_on and edition.withdrawn_on < edition.published_on:
        raise DomainError(
            "withdrawn_before_published", "Ngày bị thay thế phải từ ngày ban hành trở đi.", field="withdrawn_on"
        )
    if edition.replaced_by_id == edition.pk:
        raise DomainError(
            "replaced_by_itself", "Phiên bản không thể thay thế chính nó; hãy chọn phiên bản khác.", field="replaced_by"
        )
    if edition.adopted_on and not edition.tcvn_number:
        raise DomainError(
            "adopted_without_number", "Đã có ngày công bố TCVN thì phải ghi số hiệu TCVN.", field="tcvn_number"
        )


def _who_changed(edition: Edition) -> str:
    """Tells who changed the edition since the form was opened, and what."""
    latest = next(iter(history.events_of(kind="edition", id=edition.pk, limit=1)), None)
    if latest is None:
        return "Thông tin đã được người khác sửa; hãy mở lại biểu mẫu để xem rồi sửa tiếp."
    fields = ", ".join(field for field, _, _ in latest.changes)
    what = f" ({fields})" if fields else ""
    return f"{latest.who} đã sửa thông tin này{what} sau khi ông/bà mở biểu mẫu; hãy xem lại rồi sửa tiếp."
