"""A campaign and the dates by which its steps are due."""

from django.db import models
from django.db.models import F, Q

from qlcl.kernel.history import Ref
from qlcl.transitions.enums import STEP_CHOICES


class Campaign(models.Model):
    """Leads the systems of a province, by an approved plan, from one edition of the standard to the next."""

    code = models.CharField("mã", max_length=40)
    name = models.CharField("tên", max_length=300)
    province = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="campaigns")
    from_edition = models.ForeignKey(
        "standards.Edition", models.PROTECT, related_name="+", null=True, blank=True, verbose_name="từ phiên bản"
    )
    to_edition = models.ForeignKey("standards.Edition", models.PROTECT, related_name="+", verbose_name="sang phiên bản")
    basis = models.CharField("căn cứ", max_length=300, blank=True)
    plan_number = models.CharField("số kế hoạch", max_length=60, blank=True)
    plan_date = models.DateField("ngày kế hoạch", null=True, blank=True)
    plan_file = models.ForeignKey(
        "kernel.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bản chụp kế hoạch"
    )
    starts_on = models.DateField("bắt đầu")
    ends_on = models.DateField("kết thúc")
    illustration = models.BooleanField("minh họa", default=False)

    sealed_fields = (
        "code",
        "name",
        "province_id",
        "from_edition_id",
        "to_edition_id",
        "basis",
        "plan_number",
        "plan_date",
        "plan_file_id",
        "starts_on",
        "ends_on",
        "illustration",
    )
    seal_shape = 1

    class Meta:
        verbose_name = "chiến dịch chuyển đổi"
        constraints = [
            models.UniqueConstraint(fields=["province", "code"], name="campaign_code_once_per_province"),
            models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="campaign_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(from_edition__isnull=True) | ~Q(from_edition=F("to_edition")),
                name="campaign_between_two_editions",
            ),
            models.CheckConstraint(
                condition=~Q(basis="") | (~Q(plan_number="") & Q(plan_date__isnull=False)),
                name="campaign_rests_on_a_paper",
            ),
        ]
        indexes = [models.Index(fields=["province", "-starts_on"], name="campaign_by_province")]

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> Ref:
        """The campaign as the source of duties and the subject of events."""
        return Ref("campaign", self.pk, self.name)

    @property
    def paper(self) -> str:
        """The approved plan as cited, else the basis."""
        if self.plan_number and self.plan_date:
            return f"Kế hoạch số {self.plan_number} ngày {self.plan_date:%d/%m/%Y}"
        return self.basis


class CampaignStep(models.Model):
    """A step and the day by which it is due in the whole campaign; one agency's duty may be moved alone."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="steps")
    code = models.CharField("bước", max_length=30, choices=STEP_CHOICES)
    act = models.CharField(max_length=60)
    label = models.CharField("nội dung", max_length=200)
    due_on = models.DateField("hạn")
    position = models.SmallIntegerField("thứ tự")

    sealed_fields = ("campaign_id", "code", "act", "label", "due_on", "position")
    seal_shape = 1

    class Meta:
        verbose_name = "bước"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "code"], name="campaign_step_once"),
            models.UniqueConstraint(fields=["campaign", "position"], name="campaign_step_position_once"),
        ]

    def __str__(self) -> str:
        return self.label
