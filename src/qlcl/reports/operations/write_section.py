"""Writes a section of a report by an officer's hand."""

from datetime import date, datetime

from django.db import transaction

from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden, Stale
from qlcl.kernel.text import nfc
from qlcl.organisations.models import Agency
from qlcl.reports.models import Section
from qlcl.reports.policies import can_write_sections

LIMIT = 20_000


@transaction.atomic
def write_sections(
    *,
    actor: Actor,
    on: date,
    at: datetime,
    report: str,
    province: Agency,
    until: date,
    texts: dict[str, str],
    seen: dict[str, str],
) -> list[Section]:
    """Writes the sections whose text changed. `seen` is what the form had shown: a text that somebody else has
    changed since raises `Stale`, and nothing is written. Raises `Forbidden`, `DomainError`."""
    chain = history.province_chain(province.pk)
    history.lock(chain)
    if not can_write_sections(actor, province.pk):
        raise Forbidden("Chỉ cán bộ đầu mối của tỉnh được viết phần nhận xét.")
    known = {s.key: s for s in Section.objects.filter(report=report, province=province, until=until)}
    changed = []
    for key, text in texts.items():
        text = nfc(text.replace("\r\n", "\n")).strip()
        section = known.get(key) or Section(report=report, province=province, until=until, key=key)
        if section.text == text:
            continue
        if section.text != seen.get(key, "").replace("\r\n", "\n").strip():
            raise Stale(f"Mục “{section}” đã được người khác sửa sau khi ông/bà mở trang. Hãy mở lại trang để xem.")
        if len(text) > LIMIT:
            raise DomainError("too_long", f"Mục “{section}” dài quá {LIMIT} ký tự.", field=key)
        section.text = text
        section.save()
        changed.append(section)
    if changed:
        titles = ", ".join(str(s) for s in changed)
        entry = history.Entry(
            chain=chain,
            act="reports.write_section",
            on=on,
            summary=f"Viết mục {titles} của báo cáo đến {until:%d/%m/%Y}",
            subject=history.Ref("agency", province.pk, province.name),
            changed=changed,
            payload={"until": until.isoformat(), "keys": [s.key for s in changed]},
        )
        history.record(actor=actor, at=at, entries=[entry])
    return changed
