"""Rules of the year and of events: what is owed, by whom, until when, on which legal basis."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from qlcl.duties.enums import Trigger, Unit
from qlcl.kernel.actors import Role


class DutyRuleQuerySet(models.QuerySet["DutyRule"]):
    """Rules by when they hold."""

    def valid_on(self, day: date) -> Self:
        """Versions in force on `day`."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=day), valid_from__lte=day)

    def in_provinces(self, province_ids: Iterable[int]) -> Self:
        """Rules of those provinces."""
        return self.filter(province_id__in=list(province_ids))


class DutyRule(models.Model):
    """One version of a rule. A change ends it and starts the next one of the same code; the past stays as it was.

    A yearly rule opens its duty for each year, due on `due_day`/`due_month`; an event rule opens it when `start_act`
    is performed, due `amount` of `unit` later. `origin` is the first version: duties name it as their source, so
    that a change of the rule never opens a second one. `note_unconfirmed` says what no law states.
    """

    province = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="+")
    origin = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="versions")
    code = models.CharField("mã", max_length=40)
    label = models.CharField("nội dung việc", max_length=300)
    column = models.CharField("tên ngắn trên bảng", max_length=40)
    act = models.CharField("việc", max_length=60)
    role = models.CharField("người phải làm", max_length=30, choices=[(r.value, r.value) for r in Role])
    trigger = models.CharField("phát sinh", max_length=8, choices=Trigger.choices)
    start_act = models.CharField("sau việc", max_length=60, blank=True)
    unit = models.CharField("cách tính hạn", max_length=14, choices=Unit.choices)
    amount = models.SmallIntegerField("số lượng", default=0)
    due_month = models.SmallIntegerField("tháng", null=True, blank=True)
    due_day = models.SmallIntegerField("ngày", null=True, blank=True)
    legal_basis = models.CharField("căn cứ", max_length=300, blank=True)
    statutory = models.BooleanField("do pháp luật quy định", default=False)
    ladder_code = models.CharField("thang nhắc việc", max_length=40, blank=True)
    levels = models.JSONField("cấp cơ quan", default=list, blank=True)
    bound_only = models.BooleanField("chỉ cơ quan bắt buộc áp dụng", default=False)
    may_confirm_unchanged = models.BooleanField("được xác nhận không thay đổi", default=False)
    sequence = models.SmallIntegerField("thứ tự", default=0)
    valid_from = models.DateField("từ ngày")
    valid_until = models.DateField("đến trước ngày", null=True, blank=True)
    note_unconfirmed = models.CharField("điểm chưa xác nhận", max_length=300, blank=True)

    objects = DutyRuleQuerySet.as_manager()

    sealed_fields = (
        "province_id",
        "origin_id",
        "code",
        "label",
        "column",
        "act",
        "role",
        "trigger",
        "start_act",
        "unit",
        "amount",
        "due_month",
        "due_day",
        "legal_basis",
        "statutory",
        "ladder_code",
        "levels",
        "bound_only",
        "may_confirm_unchanged",
        "sequence",
        "valid_from",
        "valid_until",
        "note_unconfirmed",
    )
    seal_shape = 1

    class Meta:
        verbose_name = "quy tắc phát sinh việc"
        constraints = [
            models.UniqueConstraint(
                fields=["province", "code"],
                condition=Q(valid_until__isnull=True),
                name="duties_rule_one_open_version",
            ),
            models.UniqueConstraint(fields=["province", "code", "valid_from"], name="duties_rule_version_once_a_day"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="duties_rule_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(trigger=Trigger.YEARLY, unit=Unit.FIXED, due_month__isnull=False, due_day__isnull=False)
                | (Q(trigger=Trigger.EVENT) & ~Q(start_act="")),
                name="duties_rule_has_a_term",
            ),
        ]
        indexes = [models.Index(fields=["province", "trigger", "valid_from"], name="duties_rule_by_day")]

    def __str__(self) -> str:
        return self.label

    @property
    def source_id(self) -> int:
        """The id of the first version: the source of the duties of all versions."""
        return self.origin_id or self.pk
