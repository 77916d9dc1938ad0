"""What is done about a nonconformity, what proves it, and whether it helped."""

from django.db import models
from django.db.models import Q

from qlcl.corrective.enums import Verdict
from qlcl.corrective.models.nonconformity import Nonconformity


class CorrectiveAction(models.Model):
    """One thing to do against the cause: what, which position, by when; done with evidence."""

    nonconformity = models.ForeignKey(Nonconformity, models.PROTECT, related_name="actions")
    what = models.TextField("việc làm")
    position = models.ForeignKey(
        "accounts.Position", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="vị trí thực hiện"
    )
    responsible = models.CharField("người thực hiện", max_length=200, blank=True)
    planned_on = models.DateField("ngày định")
    due_on = models.DateField("hạn")
    done_on = models.DateField("ngày xong", null=True, blank=True)
    done_note = models.TextField("kết quả", blank=True)
    done_by = models.CharField("người ghi nhận", max_length=200, blank=True)
    done_person_id = models.BigIntegerField(null=True, blank=True)
    dropped_on = models.DateField("ngày bỏ", null=True, blank=True)
    drop_reason = models.CharField("lý do bỏ", max_length=300, blank=True)

    sealed_fields = (
        "nonconformity_id", "what", "position_id", "responsible", "planned_on", "due_on", "done_on", "done_note",
        "done_by", "done_person_id", "dropped_on", "drop_reason",
    )  # fmt: skip
    seal_shape = 1

    class Meta:
        verbose_name = "hành động khắc phục"
        constraints = [
            models.CheckConstraint(
                name="corrective_action_dropped_with_reason", condition=Q(dropped_on__isnull=True) | ~Q(drop_reason="")
            )
        ]
        indexes = [models.Index(fields=["nonconformity", "due_on"], name="corrective_action_due")]

    def __str__(self) -> str:
        return self.what if len(self.what) <= 80 else self.what[:79].rstrip() + "…"


class ActionEvidence(models.Model):
    """A file, or a record already in the product, that proves what was done."""

    nonconformity = models.ForeignKey(Nonconformity, models.PROTECT, related_name="evidence")
    action = models.ForeignKey(CorrectiveAction, models.PROTECT, null=True, blank=True, related_name="evidence")
    file = models.ForeignKey("kernel.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    ref_kind = models.CharField(max_length=40, blank=True)
    ref_id = models.BigIntegerField(default=0)
    ref_label = models.CharField("dẫn tới", max_length=300, blank=True)
    note = models.CharField("văn bản, ghi chú", max_length=300, blank=True)
    added_on = models.DateField("ngày thêm")
    added_by = models.CharField("người thêm", max_length=200)

    sealed_fields = (
        "nonconformity_id", "action_id", "file_id", "ref_kind", "ref_id", "ref_label", "note", "added_on", "added_by",
    )  # fmt: skip
    seal_shape = 1

    class Meta:
        verbose_name = "bằng chứng khắc phục"
        constraints = [
            models.CheckConstraint(
                name="corrective_evidence_is_something",
                condition=Q(file__isnull=False) | ~Q(ref_kind="") | ~Q(note=""),
            )
        ]

    def __str__(self) -> str:
        return self.ref_label or self.note or (self.file.name if self.file else "")


class EffectCheck(models.Model):
    """What somebody other than who acted found: did it help? (TCVN ISO 9001:2015, 10.2.1 d)."""

    nonconformity = models.ForeignKey(Nonconformity, models.PROTECT, related_name="checks")
    checked_on = models.DateField("ngày xem")
    verdict = models.CharField("kết luận", max_length=14, choices=Verdict)
    note = models.TextField("căn cứ kết luận")
    checked_by = models.CharField("người kết luận", max_length=200)
    checked_person_id = models.BigIntegerField(null=True, blank=True)
    source_kind = models.CharField(max_length=40, blank=True)
    source_id = models.BigIntegerField(default=0)
    source_label = models.CharField("tại", max_length=300, blank=True)

    sealed_fields = (
        "nonconformity_id", "checked_on", "verdict", "note", "checked_by", "checked_person_id", "source_kind",
        "source_id",
    )  # fmt: skip
    seal_shape = 1

    class Meta:
        verbose_name = "lần xem hiệu quả"
        indexes = [models.Index(fields=["nonconformity", "checked_on"], name="effect_check_by_day")]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()}, {self.checked_on:%d/%m/%Y}"
