"""Letters that an officer drafts to agencies about findings still open."""

from django.db import models

from qlcl.corrective.models import Nonconformity
from qlcl.organisations.models import Agency


class FollowUpLetter(models.Model):
    """A draft letter about open findings: who drew it up, when. Whether it was sent, the product does not know."""

    province = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="tỉnh")
    on = models.DateField("ngày số liệu")
    at = models.DateTimeField("lập lúc")
    deadline = models.DateField("đề nghị hoàn thành trước")
    drafted_by = models.CharField("người lập", max_length=200)
    illustration = models.BooleanField("minh họa", default=False)

    sealed_fields = ("province_id", "on", "deadline", "drafted_by", "illustration")
    seal_shape = 1

    class Meta:
        verbose_name = "dự thảo công văn đôn đốc khắc phục"
        indexes = [models.Index(fields=["province", "-at"], name="follow_up_letter_by_day")]

    def __str__(self) -> str:
        return f"Công văn đôn đốc khắc phục ngày {self.on:%d/%m/%Y}"


class FollowUpLetterLine(models.Model):
    """A finding that a letter names, as it stood on that day."""

    letter = models.ForeignKey(FollowUpLetter, models.PROTECT, related_name="lines", verbose_name="công văn")
    nonconformity = models.ForeignKey(
        Nonconformity, models.PROTECT, related_name="letter_lines", verbose_name="điểm không phù hợp"
    )
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="cơ quan")
    due_on = models.DateField("hạn khi đó")
    said = models.CharField("tình trạng khi đó", max_length=60)

    sealed_fields = ("letter_id", "nonconformity_id", "agency_id", "due_on", "said")
    seal_shape = 1

    class Meta:
        verbose_name = "điểm nêu trong công văn đôn đốc khắc phục"
        constraints = [
            models.UniqueConstraint(fields=["letter", "nonconformity"], name="follow_up_letter_names_it_once")
        ]

    def __str__(self) -> str:
        return f"{self.letter} – {self.nonconformity_id}"
