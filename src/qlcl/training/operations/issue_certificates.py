"""Records certificates issued to persons of agencies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.kernel.voiding import STANDING
from qlcl.organisations.models import Agency
from qlcl.training.models import Certificate, TrainingClass
from qlcl.training.policies import can_record_training


@dataclass(frozen=True, slots=True)
class NewCertificate:
    """A certificate to record; `valid_until` is exclusive, None: without an end."""

    person_name: str
    agency: Agency
    kind: str
    number: str
    issued_on: date
    valid_until: date | None = None
    training_class: TrainingClass | None = None


@transaction.atomic
def issue_certificates(
    *, actor: Actor, on: date, at: datetime, certificates: Sequence[NewCertificate], batch: str = ""
) -> list[Certificate]:
    """Records certificates in the chains of the agencies' provinces, each for its day of issue.

    Raises `Forbidden`; `DomainError` when a certificate is recorded already, lies after `on`, ends before it begins,
    or its class was not attended by the agency.
    """
    history.lock(*{history.province_chain(new.agency.province_id) for new in certificates})
    if not all(can_record_training(actor, new.agency.province_id) for new in certificates):
        raise Forbidden("Chỉ cán bộ đầu mối của tỉnh được ghi chứng chỉ.")
    _refuse_known(certificates)
    for new in certificates:
        _check(new, on)
    rows = [
        Certificate(
            person_name=new.person_name, agency=new.agency, kind=new.kind, number=new.number, issued_on=new.issued_on,
            valid_until=new.valid_until, training_class=new.training_class,
        )
        for new in certificates
    ]  # fmt: skip
    Certificate.objects.bulk_create(rows)
    history.record(actor=actor, at=at, entries=[_entry(row) for row in rows], batch=batch)
    return rows


def _check(new: NewCertificate, on: date) -> None:
    if new.issued_on > on:
        raise DomainError("certificate_in_future", "Ngày cấp chứng chỉ chưa tới; hãy kiểm tra lại.", field="issued_on")
    if new.valid_until is not None and new.valid_until <= new.issued_on:
        raise DomainError(
            "certificate_dates", "Chứng chỉ hết giá trị trước ngày cấp; hãy kiểm tra hai ngày.", field="valid_until"
        )
    if new.training_class and not new.training_class.attendances.filter(STANDING, agency=new.agency).exists():
        raise DomainError(
            "certificate_without_attendance",
            f"“{new.agency.name}” chưa được ghi dự lớp {new.training_class.code}; hãy ghi việc dự lớp trước.",
            field="agency",
        )


def _refuse_known(certificates: Sequence[NewCertificate]) -> None:
    numbers = [new.number for new in certificates]
    known = set(Certificate.objects.standing().filter(number__in=numbers).values_list("number", "person_name"))
    for new in certificates:
        key = (new.number, new.person_name)
        if key in known:
            raise DomainError(
                "certificate_known", f"Chứng chỉ {new.number} của {new.person_name} đã được ghi.", field="number"
            )
        known.add(key)


def _entry(row: Certificate) -> history.Entry:
    return history.Entry(
        chain=history.province_chain(row.agency.province_id),
        act="training.issue_certificate",
        on=row.issued_on,
        summary=f"Cấp chứng chỉ {row.get_kind_display().lower()} số {row.number} cho {row.person_name}",
        subject=history.Ref("certificate", row.pk, str(row)),
        changed=[row],
        payload={"agency": row.agency_id, "kind": row.kind},
    )
