"""Certificates of persons in agencies."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from qlcl.kernel.voiding import STANDING, VOID_FIELDS, Voidable, VoidableQuerySet, void_with_reason
from qlcl.organisations.models import Agency
from qlcl.training.enums import CertificateKind
from qlcl.training.models.training_class import TrainingClass


class CertificateQuerySet(VoidableQuerySet):
    """Reads of certificates."""

    def valid_on(self, day: date) -> Self:
        """Issued by `day` and not expired on it; `valid_until` is exclusive."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=day), issued_on__lte=day)


class Certificate(Voidable):
    """A certificate that a person of an agency holds, from a class or from elsewhere."""

    person_name = models.CharField("họ và tên", max_length=150)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="certificates", verbose_name="cơ quan")
    kind = models.CharField("loại chứng chỉ", max_length=30, choices=CertificateKind)
    number = models.CharField("số chứng chỉ", max_length=60)
    issued_on = models.DateField("ngày cấp")
    valid_until = models.DateField("có giá trị đến trước ngày", null=True, blank=True)
    training_class = models.ForeignKey(
        TrainingClass, models.PROTECT, null=True, blank=True, related_name="certificates", verbose_name="lớp"
    )

    objects = CertificateQuerySet.as_manager()

    sealed_fields = (
        "person_name",
        "agency_id",
        "kind",
        "number",
        "issued_on",
        "valid_until",
        "training_class_id",
        *VOID_FIELDS,
    )
    seal_shape = 2
    sealed_since = dict.fromkeys(VOID_FIELDS, 2)

    class Meta:
        verbose_name = "chứng chỉ"
        constraints = [
            models.UniqueConstraint(
                fields=["number", "person_name"], condition=STANDING, name="training_certificate_once"
            ),
            void_with_reason("training_certificate_void_with_reason"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("issued_on")),
                name="training_certificate_dates",
            ),
        ]
        indexes = [models.Index(fields=["agency", "kind"], name="training_certificate_agency")]

    def __str__(self) -> str:
        return f"{self.number} – {self.person_name}"
