"""A nonconformity: what was found wrong, why it came, how it stands."""

import json
from datetime import date
from typing import Any, Self
from uuid import uuid4

from django.db import models
from django.db.models import Q

from qlcl.corrective.enums import LIVE, UNCURED, CauseMethod, Severity, State
from qlcl.kernel.text import fold
from qlcl.organisations.models import Agency, QualitySystem
from qlcl.standards.models import Clause

_ENDED = [State.WITHDRAWN, State.SUBJECT_ENDED]


class NonconformityQuerySet(models.QuerySet["Nonconformity"]):
    """Reads of nonconformities."""

    def live(self) -> Self:
        """Something is still to be done."""
        return self.filter(state__in=LIVE)

    def overdue_on(self, day: date) -> Self:
        """To be cured before `day` by the date in force, and not yet cured."""
        return self.filter(state__in=UNCURED, due_on__lt=day)

    def of_source(self, kind: str, source_id: int) -> Self:
        """Raised by that thing, such as an inspection."""
        return self.filter(source_kind=kind, source_id=source_id)


class Nonconformity(models.Model):
    """What does not conform, raised by an inspection or by hand. `uid` is made where it was found, also offline.

    `due_on` is the date in force; `first_due_on` the one it was given when found, kept where another was accepted in
    writing since, on `due_set_on` by `due_basis` (Circular 26/2014, art. 37.2).
    """

    uid = models.UUIDField("mã", unique=True, default=uuid4)
    system = models.ForeignKey(QualitySystem, models.PROTECT, related_name="nonconformities", verbose_name="hệ thống")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="nonconformities", verbose_name="cơ quan")
    province = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="tỉnh")
    source_kind = models.CharField(max_length=40, blank=True)
    source_id = models.BigIntegerField(default=0)
    source_label = models.CharField("phát hiện từ", max_length=300, blank=True)
    raised_on = models.DateField("ngày phát hiện")
    raised_by = models.CharField("người phát hiện", max_length=200)
    raised_person_id = models.BigIntegerField(null=True, blank=True)
    statement = models.TextField("nội dung không phù hợp")
    statement_fold = models.TextField(editable=False, default="")
    clause = models.ForeignKey(
        Clause, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="điều khoản tiêu chuẩn"
    )
    article = models.CharField("nội dung kiểm tra (Điều 36)", max_length=8, blank=True)
    area = models.CharField("lĩnh vực", max_length=200, blank=True)
    severity = models.CharField("mức độ", max_length=10, choices=Severity, default=Severity.ORDINARY)
    due_on = models.DateField("hạn khắc phục")
    first_due_on = models.DateField("hạn ban đầu", null=True, blank=True)
    due_set_on = models.DateField("ngày định hạn mới", null=True, blank=True)
    due_basis = models.CharField("căn cứ hạn mới", max_length=200, blank=True)
    correction = models.TextField("khắc phục ngay", blank=True)
    corrected_on = models.DateField("ngày khắc phục ngay", null=True, blank=True)
    cause_method = models.CharField("cách tìm nguyên nhân", max_length=12, choices=CauseMethod, blank=True)
    whys = models.TextField("các câu trả lời vì sao", blank=True)
    cause = models.TextField("nguyên nhân", blank=True)
    state = models.CharField("trạng thái", max_length=14, choices=State, default=State.OPEN)
    verify_on = models.DateField("ngày xem hiệu quả", null=True, blank=True)
    reopened = models.PositiveSmallIntegerField("số lần mở lại", default=0)
    closed_on = models.DateField("ngày kết thúc", null=True, blank=True)
    closing_check = models.ForeignKey(
        "corrective.EffectCheck", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="kết luận"
    )
    closing_evidence = models.ForeignKey(
        "corrective.ActionEvidence", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bằng chứng"
    )
    end_reason = models.CharField("lý do kết thúc", max_length=300, blank=True)
    repeats = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="repeated_by", verbose_name="lặp lại của"
    )
    illustration = models.BooleanField("minh họa", default=False)

    objects = NonconformityQuerySet.as_manager()

    sealed_fields = (
        "uid", "system_id", "agency_id", "province_id", "source_kind", "source_id", "raised_on", "raised_by",
        "statement", "clause_id", "article", "area", "severity", "due_on", "correction", "corrected_on",
        "cause_method", "whys", "cause", "state", "verify_on", "reopened", "closed_on", "closing_check_id",
        "closing_evidence_id", "end_reason", "repeats_id", "illustration", "first_due_on", "due_set_on", "due_basis",
    )  # fmt: skip
    seal_shape = 2
    sealed_since = {"first_due_on": 2, "due_set_on": 2, "due_basis": 2}

    class Meta:
        verbose_name = "điểm không phù hợp"
        constraints = [
            models.CheckConstraint(
                name="nonconformity_closed_with_cause_evidence_and_verdict",
                condition=~Q(state=State.CLOSED)
                | (~Q(cause="") & Q(closing_check__isnull=False, closing_evidence__isnull=False)),
            ),
            models.CheckConstraint(
                name="nonconformity_ended_with_reason", condition=~Q(state__in=_ENDED) | ~Q(end_reason="")
            ),
            models.CheckConstraint(
                name="nonconformity_closed_on_a_day",
                condition=Q(state__in=LIVE, closed_on__isnull=True) | Q(~Q(state__in=LIVE), closed_on__isnull=False),
            ),
        ]
        indexes = [
            # Lists and boards count and sort by this alone.
            models.Index(
                fields=["province", "state", "due_on", "severity", "source_kind", "source_id", "agency"],
                name="nonconformity_of_province",
            ),
            # Boards count what lives by this alone, agency by agency in its order.
            models.Index(
                fields=[
                    "province", "agency", "due_on", "state", "source_kind", "source_id", "article", "clause", "area",
                    "severity", "raised_on", "closed_on",
                ],
                condition=Q(closed_on__isnull=True),
                name="nonconformity_live",
            ),
            models.Index(fields=["agency", "state", "due_on"], name="nonconformity_of_agency"),
            models.Index(fields=["system", "state"], name="nonconformity_of_system"),
            models.Index(fields=["source_kind", "source_id"], name="nonconformity_source"),
            models.Index(fields=["province", "article"], name="nonconformity_article"),
            # The figures of reports count by this alone.
            models.Index(
                fields=[
                    "province", "raised_on", "id", "source_kind", "closed_on", "state", "agency", "severity", "article",
                    "clause", "repeats", "illustration",
                ],
                name="nonconformity_raised",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.statement if len(self.statement) <= 80 else self.statement[:79].rstrip() + "…"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves with the folded text that a search looks in."""
        self.fold()
        super().save(*args, **kwargs)

    def fold(self) -> None:
        """Fills the folded text; for rows that are inserted many at once."""
        self.statement_fold = fold(self.statement)

    @property
    def is_live(self) -> bool:
        """Something is still to be done."""
        return self.state in LIVE

    def is_overdue_on(self, day: date) -> bool:
        """To be cured before `day` by the date in force, and not yet cured."""
        return self.state in UNCURED and self.due_on < day

    def put_off(self, due_on: date, on: date, basis: str) -> bool:
        """Takes a later date over, the first one kept; tells whether it was later. Saves nothing."""
        if self.state not in UNCURED or due_on <= self.due_on:
            return False
        self.first_due_on = self.first_due_on or self.due_on
        self.due_on, self.due_set_on, self.due_basis = due_on, on, basis[:200]
        return True

    @property
    def why_list(self) -> list[str]:
        """The answers to the repeated question why, first to last."""
        return list(json.loads(self.whys)) if self.whys else []

    @property
    def place(self) -> str:
        """The clause or the item of art. 36 that is not met, as cited."""
        parts = [f"điều khoản {self.clause.number}" if self.clause else "", self.article and f"nội dung {self.article}"]
        return ", ".join(part for part in parts if part)

    @property
    def cited(self) -> str:
        """The same in short, for lists: “7.5 · 1c”."""
        return " · ".join(part for part in (self.clause.number if self.clause else "", self.article) if part)
