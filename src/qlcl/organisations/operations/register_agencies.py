"""Registers new agencies with their duty to apply, their quality system and its coverage."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Model

from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.kernel.history.inserting import insert_objects, unsaved
from qlcl.kernel.text import clean, fold, sort_key
from qlcl.kernel.words import learn_words
from qlcl.organisations.enums import Level
from qlcl.organisations.models import Agency, Coverage, DutyToApply, OverseeingBody, QualitySystem
from qlcl.organisations.policies import can_manage_register
from qlcl.organisations.systems import is_lead_department, is_provincial_office


@dataclass(frozen=True, slots=True)
class NewAgency:
    """What is known of a new agency; `parent_code` may name another new one of the same call."""

    code: str
    name: str
    level: str
    parent_code: str
    valid_from: date
    duty_to_apply: str
    duty_basis: str = ""
    gso_code: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    external_id: str = ""
    illustration: bool = False


@transaction.atomic
def register_agencies(
    *, actor: Actor, on: date, at: datetime, agencies: Sequence[NewAgency], batch: str = ""
) -> list[Agency]:
    """Registers agencies, provinces first, each below its parent (Circular 26/2014, art. 6).

    Each agency gets a system of its own, but the provincial People's Committee and its Office share one, held by
    the Office. Raises `Forbidden`, or `DomainError` when a parent is unknown, a code is taken, or a child would
    begin before its parent.
    """
    made = _build(actor, agencies)
    chains = {history.province_chain(a.province_id) for a in made}
    history.lock(*chains)
    _check_actor(actor, made)
    source = {new.code: new for new in agencies}
    duties = unsaved(
        DutyToApply,
        (
            {
                "agency_id": a.pk,
                "kind": source[a.code].duty_to_apply,
                "basis": source[a.code].duty_basis,
                "valid_from": a.valid_from,
            }
            for a in made
        ),
    )
    insert_objects(duties)
    systems, coverages = _cover(made)
    oversight = _oversight(made)
    learn_words("agency", [a.name for a in made])
    _record(actor, on, at, batch, made, [*made, *duties, *systems, *coverages, *oversight])
    return made


def _build(actor: Actor, agencies: Sequence[NewAgency]) -> list[Agency]:
    """Creates the rows level by level, so that each finds its parent."""
    codes = {a.code for a in agencies}
    if taken := sorted(Agency.objects.filter(code__listed=codes).values_list("code", flat=True)[:3]):
        raise DomainError("code_taken", f"Mã {', '.join(taken)} đã dùng cho cơ quan khác; hãy chọn mã mới.")
    known = {a.code: a for a in Agency.objects.filter(code__listed={a.parent_code for a in agencies})}
    waiting, made = list(agencies), list[Agency]()
    while waiting:
        ready = [a for a in waiting if not a.parent_code or a.parent_code in known]
        if not ready:
            raise DomainError(
                "unknown_parent",
                f"Chưa có cơ quan cấp trên mang mã “{waiting[0].parent_code}”; hãy ghi cơ quan đó trước.",
            )
        layer = unsaved(Agency, [_values(new, known.get(new.parent_code)) for new in ready])
        _save_layer(layer)
        made += layer
        known |= {a.code: a for a in layer}
        waiting = [a for a in waiting if a.code not in known]
    return made


def _values(new: NewAgency, parent: Agency | None) -> dict[str, Any]:
    """The columns of an agency below its parent."""
    if parent is not None and not parent.is_valid_on(new.valid_from):
        raise DomainError(
            "outside_parent",
            f"“{new.name}” bắt đầu ngày {new.valid_from:%d/%m/%Y}, ngoài thời gian hoạt động của “{parent.name}”.",
        )
    return {
        "code": new.code,
        "name": clean(new.name),
        "name_fold": fold(new.name),
        "name_sort": sort_key(new.name),
        "level": new.level,
        "parent_id": parent.pk if parent else None,
        "province_id": parent.province_id if parent else None,
        "valid_from": new.valid_from,
        "gso_code": new.gso_code,
        "latitude": new.latitude,
        "longitude": new.longitude,
        "external_id": new.external_id,
        "illustration": new.illustration,
    }


def _save_layer(layer: list[Agency]) -> None:
    """Saves siblings at once; a province points to itself (its foreign key is checked at commit)."""
    for root in (a for a in layer if a.parent_id is None):
        root.province_id = 0
        root.save(force_insert=True)
        root.province = root
        root.save(update_fields=["province"])
    insert_objects([a for a in layer if a.parent_id is not None])


def _check_actor(actor: Actor, made: Sequence[Agency]) -> None:
    """Only who keeps the province's register adds to it; a new province comes from the product's owner."""
    for agency in made:
        if agency.level == Level.PROVINCE and not actor.is_system:
            raise Forbidden("Chỉ người vận hành hệ thống được thêm tỉnh mới (lệnh qlcl import units).")
        if not can_manage_register(actor, agency.province_id):
            raise Forbidden("Chỉ cán bộ đầu mối của tỉnh được ghi cơ quan vào danh bạ.")


def _cover(made: Sequence[Agency]) -> tuple[list[QualitySystem], list[Coverage]]:
    """One system per agency; the province and its Office share one, held by the Office."""
    offices = {a.province_id: a for a in made if is_provincial_office(a.name, a.level)}
    alone = {a.province_id for a in made if a.level == Level.PROVINCE and a.province_id not in offices}
    joining = {p: office for p, office in offices.items() if p not in {a.pk for a in made}}
    shared = _join_province(joining)
    own = [
        a
        for a in made
        if not (a.level == Level.PROVINCE and a.pk not in alone) and a.pk not in {o.pk for o in joining.values()}
    ]
    new = unsaved(
        QualitySystem,
        ({"holder_id": a.pk, "province_id": a.province_id, "valid_from": a.valid_from} for a in own),
    )
    insert_objects(new)
    coverages = unsaved(
        Coverage, ({"system_id": s.pk, "agency_id": s.holder_id, "valid_from": s.valid_from} for s in new)
    )
    by_holder = {s.holder_id: s for s in new}
    for a in made:
        if a.level == Level.PROVINCE and a.pk not in alone:
            coverages.append(Coverage(system=by_holder[offices[a.pk].pk], agency=a, valid_from=a.valid_from))
    coverages += [Coverage(system=s, agency=a, valid_from=max(a.valid_from, s.valid_from)) for a, s in shared]
    insert_objects(coverages)
    return [*new, *(s for _, s in shared)], coverages


def _join_province(joining: dict[int, Agency]) -> list[tuple[Agency, QualitySystem]]:
    """An Office registered after its province takes over the province's system as its holder."""
    shared = []
    for province_id, office in joining.items():
        system = QualitySystem.objects.filter(holder_id=province_id, valid_until__isnull=True).first()
        if system is None:
            system = QualitySystem(province_id=province_id, valid_from=office.valid_from)
        system.holder = office
        system.save()
        shared.append((office, system))
    return shared


def _oversight(made: Sequence[Agency]) -> list[OverseeingBody]:
    """The Department of Science and Technology oversees from its first day (Decision 19/2014, art. 12.4)."""
    bodies = [
        OverseeingBody(province_id=a.province_id, agency=a, valid_from=a.valid_from)
        for a in made
        if is_lead_department(a.name, a.level)
    ]
    return OverseeingBody.objects.bulk_create(bodies)


def _record(actor: Actor, on: date, at: datetime, batch: str, made: Sequence[Agency], changed: Sequence[Model]) -> None:
    """One event in the chain of each province, with a seal per row."""
    by_province: dict[int, list[Model]] = {}
    province_of = {a.pk: a.province_id for a in made}
    for row in changed:
        by_province.setdefault(_province_id(row, province_of), []).append(row)
    entries = []
    for province_id, rows in by_province.items():
        agencies = [r for r in rows if isinstance(r, Agency)]
        first = agencies[0] if agencies else made[0]
        many = len(agencies) > 1
        entries.append(
            history.Entry(
                chain=history.province_chain(province_id),
                act="organisations.register_agencies",
                on=on,
                summary=f"Ghi {len(agencies)} cơ quan vào danh bạ" if many else f"Ghi “{first.name}” vào danh bạ",
                subject=history.Ref("agency", province_id if many else first.pk, first.name),
                changed=rows,
                payload={"count": len(agencies)},
            )
        )
    history.record(actor=actor, at=at, entries=entries, batch=batch)


def _province_id(row: Model, province_of: dict[int, int]) -> int:
    """The province whose chain holds the row."""
    if isinstance(row, Agency | QualitySystem | OverseeingBody):
        return row.province_id
    assert isinstance(row, DutyToApply | Coverage)
    return province_of[row.agency_id]
