"""A checklist: the frozen copy of a set for one occasion, with its answers on the rows."""

from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import Q

from qlcl.assessments.models.question_set import QuestionSet
from qlcl.organisations.models import Agency, QualitySystem
from qlcl.standards.models import Clause


class ChecklistQuerySet(models.QuerySet["Checklist"]):
    """Reads of checklists."""

    def concluded(self) -> Self:
        """Nothing changes any more."""
        return self.filter(concluded_on__isnull=False)

    def of_occasion(self, kind: str, occasion_id: int) -> Self:
        """Those of one inspection, or of whatever it is for."""
        return self.filter(occasion_kind=kind, occasion_id=occasion_id)


class Checklist(models.Model):
    """One agency's checklist at one occasion. `own`: the agency's, not the province's. `answered` is derived."""

    uid = models.UUIDField("mã", unique=True, default=uuid4)
    set = models.ForeignKey(QuestionSet, models.PROTECT, related_name="checklists", verbose_name="bộ câu hỏi")
    system = models.ForeignKey(QualitySystem, models.PROTECT, related_name="checklists", verbose_name="hệ thống")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="checklists", verbose_name="cơ quan")
    province = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="tỉnh")
    occasion_kind = models.CharField(max_length=40, blank=True)
    occasion_id = models.BigIntegerField(default=0)
    occasion_label = models.CharField("dịp", max_length=300, blank=True)
    own = models.BooleanField("cơ quan tự kiểm", default=False)
    opened_on = models.DateField("ngày mở")
    opened_by = models.CharField("người mở", max_length=200)
    concluded_on = models.DateField("ngày kết luận", null=True, blank=True)
    concluded_by = models.CharField("người kết luận", max_length=200, blank=True)
    previous = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="following", verbose_name="lần trước"
    )
    total = models.PositiveSmallIntegerField(default=0, editable=False)
    answered = models.PositiveSmallIntegerField(default=0, editable=False)
    illustration = models.BooleanField("minh họa", default=False)

    objects = ChecklistQuerySet.as_manager()

    sealed_fields = (
        "uid", "set_id", "system_id", "agency_id", "province_id", "occasion_kind", "occasion_id", "own", "opened_on",
        "opened_by", "concluded_on", "concluded_by", "previous_id", "illustration",
    )  # fmt: skip
    seal_shape = 1

    class Meta:
        verbose_name = "phiếu kiểm"
        constraints = [
            models.UniqueConstraint(
                fields=["occasion_kind", "occasion_id", "set"],
                condition=~Q(occasion_kind=""),
                name="checklist_once_per_occasion_and_set",
            ),
            models.CheckConstraint(
                condition=Q(concluded_on__isnull=True) | Q(concluded_on__gte=models.F("opened_on")),
                name="checklist_concluded_after_opened",
            ),
        ]
        indexes = [
            models.Index(fields=["province", "-opened_on", "-id"], name="checklist_of_province"),
            models.Index(fields=["agency", "-opened_on", "-id"], name="checklist_of_agency"),
            models.Index(fields=["province", "concluded_on"], name="checklist_by_conclusion"),
            models.Index(fields=["system", "-concluded_on"], name="checklist_of_system"),
        ]

    def __str__(self) -> str:
        return f"{self.agency.name}, {self.opened_on:%d/%m/%Y}"

    @property
    def is_open(self) -> bool:
        """It may still be answered."""
        return self.concluded_on is None


class ChecklistItem(models.Model):
    """One question as it was asked, what was found last time, and its answer.

    `revision` counts the versions of the answer that came in, whoever's stands.
    """

    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="items", verbose_name="phiếu kiểm")
    uid = models.UUIDField("mã", unique=True, default=uuid4)
    code = models.CharField("số", max_length=20)
    text = models.TextField("câu hỏi")
    help = models.TextField("gợi ý", blank=True)
    clause = models.ForeignKey(Clause, models.PROTECT, null=True, blank=True, related_name="+")
    clause_number = models.CharField("điều khoản", max_length=12, blank=True)
    article = models.CharField("nội dung Điều 36", max_length=8, blank=True)
    group = models.CharField("nhóm", max_length=200, blank=True)
    position = models.PositiveSmallIntegerField("thứ tự")
    last_finding = models.TextField("phát hiện lần trước", blank=True)
    answer = models.CharField("trả lời", max_length=20, blank=True)
    note = models.TextField("nhận xét", blank=True)
    skip_reason = models.CharField("lý do không xem", max_length=500, blank=True)
    answered_by = models.CharField("người trả lời", max_length=200, blank=True)
    answered_person_id = models.BigIntegerField(null=True, blank=True)
    answered_at = models.DateTimeField("lúc trả lời", null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    sealed_fields = (
        "checklist_id", "uid", "code", "text", "help", "clause_id", "article", "group", "position", "last_finding",
        "answer", "note", "skip_reason", "answered_by", "answered_person_id", "answered_at", "revision",
    )  # fmt: skip
    seal_shape = 1

    class Meta:
        verbose_name = "mục của phiếu kiểm"
        ordering = ["checklist", "position"]
        constraints = [
            models.UniqueConstraint(fields=["checklist", "position"], name="checklist_item_place_once"),
            models.UniqueConstraint(fields=["checklist", "code"], name="checklist_item_code_once"),
            models.CheckConstraint(condition=Q(answer="") | Q(skip_reason=""), name="checklist_item_answer_or_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"[:80]

    @property
    def is_done(self) -> bool:
        """It has an answer, or the reason why it was not looked at."""
        return bool(self.answer or self.skip_reason)


class ChecklistMember(models.Model):
    """Somebody who works on a checklist without a post that inspects the province, such as a hired expert."""

    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="members", verbose_name="phiếu kiểm")
    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+", verbose_name="người")
    added_on = models.DateField("ngày thêm")
    left_on = models.DateField("ngày thôi", null=True, blank=True)

    sealed_fields = ("checklist_id", "person_id", "added_on", "left_on")
    seal_shape = 1

    class Meta:
        verbose_name = "người cùng làm phiếu kiểm"
        constraints = [models.UniqueConstraint(fields=["person", "checklist"], name="checklist_member_once")]

    def __str__(self) -> str:
        return f"{self.person}"
