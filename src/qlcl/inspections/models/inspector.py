"""Those who may inspect, with the conditions of Circular 26/2014, art. 40."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from qlcl.kernel.text import fold, nfc, sort_key
from qlcl.organisations.models import Agency


class Inspector(models.Model):
    """A civil servant, or an expert of a hired certifier, who may be a member of inspection teams."""

    province = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="tỉnh")
    person = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="tài khoản"
    )
    full_name = models.CharField("họ và tên", max_length=120)
    name_fold = models.CharField(max_length=160, db_index=True, editable=False)
    name_sort = models.BinaryField(max_length=700, editable=False)
    title = models.CharField("chức vụ", max_length=120, blank=True)
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="cơ quan công tác"
    )
    expert_of = models.CharField("tổ chức chứng nhận được thuê", max_length=200, blank=True)
    degree = models.CharField("bằng tốt nghiệp", max_length=200, blank=True)
    degree_on = models.DateField("ngày tốt nghiệp", null=True, blank=True)
    administration = models.CharField("chứng chỉ quản lý nhà nước", max_length=200, blank=True)
    administration_on = models.DateField("ngày cấp chứng chỉ quản lý nhà nước", null=True, blank=True)
    auditing = models.CharField("chứng chỉ đánh giá HTQLCL", max_length=200, blank=True)
    auditing_on = models.DateField("ngày cấp chứng chỉ đánh giá", null=True, blank=True)
    auditing_until = models.DateField("chứng chỉ đánh giá có giá trị đến hết ngày", null=True, blank=True)
    service_from = models.DateField("công tác liên quan từ ngày", null=True, blank=True)
    good_character = models.BooleanField("có phẩm chất đạo đức tốt (cơ quan xác nhận)", default=False)
    valid_until = models.DateField("thôi làm kiểm tra viên từ ngày", null=True, blank=True)
    illustration = models.BooleanField("minh họa", default=False)

    sealed_fields = (
        "province_id", "person_id", "full_name", "title", "agency_id", "expert_of", "degree", "degree_on",
        "administration", "administration_on", "auditing", "auditing_on", "auditing_until", "service_from",
        "good_character", "valid_until", "illustration",
    )  # fmt: skip
    seal_shape = 1

    class Meta:
        verbose_name = "kiểm tra viên"
        constraints = [
            models.CheckConstraint(condition=~Q(full_name=""), name="inspector_full_name_not_empty"),
            models.CheckConstraint(
                condition=Q(auditing_until__isnull=True) | Q(auditing_until__gte=F("auditing_on")),
                name="inspector_auditing_in_order",
            ),
        ]
        indexes = [models.Index(fields=["province", "valid_until"], name="inspector_of_province")]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves with the keys of the name, given name first."""
        self.full_name = " ".join(nfc(self.full_name).split())
        words = self.full_name.split(" ")
        self.name_fold, self.name_sort = fold(self.full_name), sort_key(" ".join([words[-1], *words[:-1]]))
        super().save(*args, **kwargs)
