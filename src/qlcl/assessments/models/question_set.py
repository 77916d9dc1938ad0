"""Versioned sets of questions, each with its own scale."""

import json
from dataclasses import dataclass
from typing import Self

from django.db import models
from django.db.models import Q

from qlcl.organisations.models import Agency
from qlcl.standards.models import Clause


@dataclass(frozen=True, slots=True)
class Step:
    """One answer of a scale: how it looks, and whether it says that something does not conform."""

    code: str
    label: str
    tone: str = "none"
    finding: bool = False
    severity: str = ""


class QuestionSetQuerySet(models.QuerySet["QuestionSet"]):
    """Reads of sets."""

    def of_province(self, province_id: int | None) -> Self:
        """The shipped ones and the province's own."""
        return self.filter(Q(province__isnull=True) | Q(province_id=province_id))

    def in_use(self) -> Self:
        """Not yet replaced by a newer version."""
        return self.filter(retired_on__isnull=True)


class QuestionSet(models.Model):
    """One version of a set; the shipped ones belong to no province. What is published never changes."""

    code = models.CharField("mã", max_length=40)
    version = models.PositiveSmallIntegerField("phiên bản", default=1)
    title = models.CharField("tên", max_length=200)
    basis = models.CharField("căn cứ", max_length=300, blank=True)
    scale = models.TextField("thang trả lời")
    province = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="tỉnh")
    published_on = models.DateField("ngày ban hành")
    retired_on = models.DateField("ngày thay thế", null=True, blank=True)
    note = models.CharField("thay đổi so với bản trước", max_length=500, blank=True)

    objects = QuestionSetQuerySet.as_manager()

    sealed_fields = ("code", "version", "title", "basis", "scale", "province_id", "published_on", "retired_on", "note")
    seal_shape = 1

    class Meta:
        verbose_name = "bộ câu hỏi"
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version"], condition=Q(province__isnull=True), name="question_set_shipped_once"
            ),
            models.UniqueConstraint(
                fields=["province", "code", "version"],
                condition=Q(province__isnull=False),
                name="question_set_once_per_province",
            ),
            models.CheckConstraint(
                condition=Q(retired_on__isnull=True) | Q(retired_on__gte=models.F("published_on")),
                name="question_set_retired_after_published",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, phiên bản {self.version}"

    @property
    def steps(self) -> list[Step]:
        """The answers one may give, in order."""
        return [Step(**step) for step in json.loads(self.scale)]


class Question(models.Model):
    """One question of a set, with the item of art. 36 or the clause it asks about."""

    set = models.ForeignKey(QuestionSet, models.PROTECT, related_name="questions", verbose_name="bộ câu hỏi")
    code = models.CharField("số", max_length=20)
    text = models.TextField("câu hỏi")
    help = models.TextField("gợi ý", blank=True)
    clause = models.ForeignKey(
        Clause, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="điều khoản"
    )
    article = models.CharField("nội dung Điều 36", max_length=8, blank=True)
    group = models.CharField("nhóm", max_length=200, blank=True)
    position = models.PositiveSmallIntegerField("thứ tự")

    sealed_fields = ("set_id", "code", "text", "help", "clause_id", "article", "group", "position")
    seal_shape = 1

    class Meta:
        verbose_name = "câu hỏi"
        ordering = ["set", "position"]
        constraints = [
            models.UniqueConstraint(fields=["set", "code"], name="question_code_once_per_set"),
            models.UniqueConstraint(fields=["set", "position"], name="question_place_once_per_set"),
            models.CheckConstraint(condition=~Q(text=""), name="question_with_text"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"[:80]
