"""What the product itself holds on the items that a letter asks for; for any number of inspections at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from django.db.models import Count, Q

from qlcl.conformity.enums import HIRED
from qlcl.conformity.models import Declaration, EffectConfirmation, ScopeItem
from qlcl.corrective.enums import LIVE, State
from qlcl.corrective.models import Nonconformity
from qlcl.duties.enums import Outcome
from qlcl.duties.models import Duty
from qlcl.inspections.models import Inspection
from qlcl.kernel.history import Ref
from qlcl.training.models import Attendance

#: Acts of duties that speak of an item of art. 36.
ACTS = {
    "procedures.review_list": "1a",
    "training.brief_staff": "1b",
    "documents.review_documents": "1c",
    "objectives.evaluate_targets": "1c",
    "audits.internal_audit": "1đ",
    "reviews.management_review": "1đ",
    "feedback.satisfaction_survey": "1g",
    "risks.review_risks": "1g",
    "procedures.review_legal_texts": "2d",
    "procedures.legal_update": "2d",
}
#: How many of one thing a line names, and for how many years back they speak.
_MOST, _YEARS = 5, 2


@dataclass(slots=True)
class Held:
    """What is held on one item: lines to read, records that prove it."""

    lines: list[str] = field(default_factory=list)
    proofs: list[Ref] = field(default_factory=list)


#: By the code of the item.
Known = defaultdict[str, Held]


def known_of(inspections: Sequence[Inspection], day: date) -> dict[int, Known]:
    """By inspection, what was held on `day`; seven queries for all of them."""
    found: dict[int, Known] = {i.pk: defaultdict(Held) for i in inspections}
    systems = {i.system_id for i in inspections}
    agencies = {i.agency_id for i in inspections}
    since = date(day.year - _YEARS + 1, 1, 1)
    by_system: dict[int, Known] = {pk: defaultdict(Held) for pk in systems}
    _declarations(by_system, day)
    _effects(by_system, day)
    _duties(by_system, since, day)
    by_agency: dict[int, Known] = {pk: defaultdict(Held) for pk in agencies}
    _training(by_agency, since, day)
    _findings(by_agency, day)
    _last_visits(by_agency, {i.pk for i in inspections}, day)
    for inspection in inspections:
        for part in (by_system[inspection.system_id], by_agency[inspection.agency_id]):
            for code, held in part.items():
                found[inspection.pk][code].lines += held.lines
                found[inspection.pk][code].proofs += held.proofs
    return found


def _declarations(known: dict[int, Known], day: date) -> None:
    scopes = _scopes(known, day)
    rows = Declaration.objects.in_force_on(day).filter(system__in=known).select_related("edition", "scope")
    for row in rows.order_by("system_id", "signed_on"):
        here, proof = known[row.system_id], Ref("declaration", row.pk, str(row))
        here["2c"].lines += [
            f"Công bố phù hợp {row.edition.label}: quyết định {row.label}, hiệu lực từ {row.effective_on:%d/%m/%Y}.",
            *_notices(row),
        ]
        here["2c"].proofs.append(proof)
        if row.prepared_by in HIRED:
            here["2e"].lines.append(f"{row.get_prepared_by_display()}: {row.consultant_name or 'chưa ghi tên'}.")
        scope = scopes.get(row.system_id)
        if scope is not None:
            here["1a"].proofs.append(proof)
            declared = row.scope.decided_on if row.scope else row.signed_on
            changed = "đã thay đổi sau" if scope[0] > max(declared, row.signed_on) else "không thay đổi từ"
            here["2đ"].lines.append(
                f"Phạm vi xác định ngày {scope[0]:%d/%m/%Y}, {changed} lần công bố gần nhất ({row.signed_on:%d/%m/%Y})."
            )
            here["2đ"].proofs.append(proof)


def _notices(row: Declaration) -> list[str]:
    letter = f", công văn số {row.told_letter}" if row.told_letter else ""
    done = (
        ("Thông báo cho cơ quan chủ trì", row.told_on, letter),
        ("Niêm yết", row.posted_on, f", {row.posted_place}" if row.posted_place else ""),
        ("Đăng trang thông tin điện tử", row.published_on, f", {row.published_url}" if row.published_url else ""),
    )
    return [f"{what} ngày {on:%d/%m/%Y}{more}." if on else f"{what}: phần mềm chưa có ngày." for what, on, more in done]


def _scopes(known: dict[int, Known], day: date) -> dict[int, tuple[date, int]]:
    """The scope's last version by system; says so under 1a."""
    rows = ScopeItem.objects.filter(scope__system__in=known, scope__decided_on__lte=day)
    versions = rows.order_by("scope__system", "scope__version").values_list(
        "scope__system", "scope__version", "scope__decided_on"
    )
    last: dict[int, tuple[date, int, int, int]] = {}
    for system, _version, decided, procedures, fields in versions.annotate(
        n=Count("pk"), fields=Count("field", distinct=True)
    ):
        last[system] = (decided, _version, procedures, fields)
    for system, (decided, _version, procedures, fields) in last.items():
        known[system]["1a"].lines.append(
            f"Phạm vi xác định ngày {decided:%d/%m/%Y}: {procedures} thủ tục, hoạt động thuộc {fields} lĩnh vực."
        )
    return {system: (decided, version) for system, (decided, version, _n, _f) in last.items()}


def _effects(known: dict[int, Known], day: date) -> None:
    rows = EffectConfirmation.objects.filter(system__in=known, confirmed_on__lte=day)
    last = {row.system_id: row for row in rows.order_by("confirmed_on", "pk")}
    for system, row in last.items():
        here = known[system]["2b"]
        here.lines.append(
            f"{row.confirmed_by} ({row.confirmed_as}) xác nhận hiệu lực ngày {row.confirmed_on:%d/%m/%Y}; đánh giá nội "
            f"bộ ngày {row.audited_on:%d/%m/%Y}, xem xét của lãnh đạo ngày {row.reviewed_on:%d/%m/%Y}."
        )
        here.proofs.append(Ref("effect_confirmation", row.pk, str(row)))


def _duties(known: dict[int, Known], since: date, day: date) -> None:
    rows = Duty.objects.filter(
        system__in=known, act__in=list(ACTS), outcome=Outcome.DONE, closed_on__gte=since, closed_on__lte=day
    )
    for row in rows.order_by("system_id", "-closed_on", "pk"):
        here = known[row.system_id][ACTS[row.act]]
        if len(here.proofs) < _MOST:
            text = f"{row.label}: ngày {row.closed_on:%d/%m/%Y}"
            here.lines.append(f"{text}.")
            here.proofs.append(Ref("duty", row.pk, text))


def _training(known: dict[int, Known], since: date, day: date) -> None:
    rows = Attendance.objects.standing().filter(
        agency__in=known, training_class__held_on__gte=since, training_class__held_on__lte=day,
        training_class__voided_on__isnull=True,
    )  # fmt: skip
    for row in rows.select_related("training_class").order_by("agency_id", "-training_class__held_on", "pk"):
        here, held = known[row.agency_id]["1b"], row.training_class
        if len(here.proofs) < _MOST:
            text = f"{held.title}, ngày {held.held_on:%d/%m/%Y}: {row.attendees} người dự"
            here.lines.append(f"{text}.")
            here.proofs.append(Ref("attendance", row.pk, text))


def _findings(known: dict[int, Known], day: date) -> None:
    """Under its own item what was found and how it stands; under 1đ how many of all."""
    rows = Nonconformity.objects.filter(agency__in=known, raised_on__lte=day).exclude(state=State.WITHDRAWN)
    standing: dict[int, list[Nonconformity]] = defaultdict(list)
    for row in rows.order_by("agency_id", "-raised_on", "-pk"):
        standing[row.agency_id].append(row)
    for agency, found in standing.items():
        live = [row for row in found if row.state in LIVE]
        known[agency]["1đ"].lines.append(
            f"Điểm không phù hợp: {len(found)}, đã khép {len(found) - len(live)}, chưa khép {len(live)}."
        )
        recent = islice((row for row in found if row.article and _speaks(row, day)), 3 * _MOST)
        for row in recent:
            known[agency][row.article].lines.append(
                f"Ngày {row.raised_on:%d/%m/%Y}: {row} ({row.get_state_display().lower()})."
            )


def _speaks(row: Nonconformity, day: date) -> bool:
    """Still to be cured, or found lately."""
    return row.state in LIVE or row.raised_on.year >= day.year - _YEARS


def _last_visits(known: dict[int, Known], leaving_out: Iterable[int], day: date) -> None:
    rows = Inspection.objects.standing().filter(Q(agency__in=known), inspected_on__lte=day)
    rows = rows.exclude(pk__in=list(leaving_out)).order_by("agency_id", "inspected_on", "pk")
    last = {row.agency_id: row for row in rows}
    for agency, row in last.items():
        text = f"Lần kiểm tra gần nhất: ngày {row.inspected_on:%d/%m/%Y}, {row.get_mode_display().lower()}"
        known[agency]["1đ"].lines.append(f"{text}.")
