"""States how a system is prepared: converted or newly built, by whom, with which certificate."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from qlcl.conformity.enums import HIRED, PreparedBy
from qlcl.duties.operations.open_duties import DutySpec, open_duties
from qlcl.kernel import history
from qlcl.kernel.actors import Actor, Role
from qlcl.kernel.errors import DomainError, Forbidden, Unseen
from qlcl.kernel.history import Entry
from qlcl.organisations import parameters
from qlcl.transitions.enums import REPORT_CERTIFICATE, EnrolmentKind
from qlcl.transitions.models import Enrolment
from qlcl.transitions.policies import can_set_preparation, visible_enrolments

#: Parameter: the days in which an agency reports that; the circular sets none.
REPORT_DAYS = "transitions.certificate_report_days"


@dataclass(frozen=True, slots=True)
class Preparation:
    """What is stated about an enrolment."""

    kind: EnrolmentKind | str
    prepared_by: PreparedBy | str
    consultant_name: str = ""
    certificate_number: str = ""
    certificate_until: date | None = None
    planned_year: int | None = None


def _guard(stated: Preparation) -> None:
    hired = stated.prepared_by in HIRED
    if not hired and (stated.consultant_name.strip() or stated.certificate_number.strip() or stated.certificate_until):
        raise DomainError(
            "not_hired",
            "Chỉ ghi tổ chức tư vấn, chuyên gia khi có thuê; hãy chọn lại phương thức.",
            field="prepared_by",
        )
    if hired and not stated.consultant_name.strip():
        raise DomainError("consultant_missing", "Cần ghi tên tổ chức tư vấn hoặc chuyên gia.", field="consultant_name")


@transaction.atomic
def set_preparation(
    *, enrolment_id: int, stated: Preparation, actor: Actor, on: date, at: datetime
) -> tuple[Enrolment, str]:
    """Writes the preparation; returns the enrolment and a warning, empty when there is nothing to warn of.

    A certificate that has expired does not block: it is warned of and opens a duty to report it (Circular 26/2014,
    art. 41.4 and 41.5). Raises `not_hired`, `consultant_missing`.
    """
    seen = visible_enrolments(actor).filter(pk=enrolment_id).values_list("system_id", flat=True).first()
    if seen is None:
        raise Unseen
    history.lock(history.system_chain(seen))
    enrolment = Enrolment.objects.select_related("campaign", "system").get(pk=enrolment_id)
    if not can_set_preparation(actor, enrolment):
        raise Forbidden
    _guard(stated)
    enrolment.kind, enrolment.prepared_by = str(stated.kind), str(stated.prepared_by)
    enrolment.consultant_name = stated.consultant_name.strip()
    enrolment.certificate_number = stated.certificate_number.strip()
    enrolment.certificate_until, enrolment.planned_year = stated.certificate_until, stated.planned_year
    enrolment.save()
    entry = Entry(
        chain=history.system_chain(enrolment.system_id),
        act="transitions.set_preparation",
        on=on,
        summary=f"Ghi cách làm và phương thức trong “{enrolment.campaign.name}”",
        subject=enrolment.campaign.ref,
        changed=[enrolment],
        payload={"campaign": enrolment.campaign_id, "kind": enrolment.kind, "prepared_by": enrolment.prepared_by},
    )
    event = history.record(actor=actor, at=at, entries=[entry])[0]
    return enrolment, _warn_of_certificate(enrolment, actor, on, at, event.pk)


def _warn_of_certificate(enrolment: Enrolment, actor: Actor, on: date, at: datetime, event: int) -> str:
    until = enrolment.certificate_until
    if until is None or not enrolment.certificate_expired_on(on):
        return ""
    label = f"Báo cáo giấy xác nhận tư vấn {enrolment.certificate_number} hết giá trị ngày {until:%d/%m/%Y}"
    spec = DutySpec(
        system_id=enrolment.system_id,
        agency_id=enrolment.system.holder_id,
        act=REPORT_CERTIFICATE,
        label=label,
        due_on=on + timedelta(days=parameters.number(enrolment.system.province_id, REPORT_DAYS, on)),
        role=Role.ISO_SECRETARY,
        source=enrolment.campaign.ref,
        sequence=until.toordinal(),
        legal_basis="Thông tư 26/2014/TT-BKHCN, Điều 41 khoản 4, 5",
        by_hand=True,
    )
    open_duties(specs=[spec], actor=actor, on=on, at=at, event=event)
    return f"Giấy xác nhận của {enrolment.consultant_name} hết giá trị ngày {until:%d/%m/%Y}; đã mở việc báo cáo."
