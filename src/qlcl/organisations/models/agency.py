"""Agencies, their divisions and their duty to apply the standard."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from qlcl.kernel.periods import NoOverlap
from qlcl.kernel.text import fold, sort_key
from qlcl.organisations.enums import DutyKind, Level


class AgencyQuerySet(models.QuerySet["Agency"]):
    """Reads of agencies."""

    def valid_on(self, day: date) -> Self:
        """Agencies that live on `day` (`valid_until` is exclusive)."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=day), valid_from__lte=day)

    def in_provinces(self, province_ids: Iterable[int]) -> Self:
        """Agencies of those provinces, the provinces themselves included."""
        return self.filter(province_id__in=list(province_ids))

    def in_vietnamese_order(self) -> Self:
        """By level from the province down, then in Vietnamese alphabetical order."""
        rank = models.Case(
            *(models.When(level=level, then=models.Value(n)) for n, level in enumerate(Level)),
            output_field=models.SmallIntegerField(),
        )
        return self.order_by(rank, "name_sort", "code")


class Agency(models.Model):
    """A state agency for as long as it lives; a new name, level or territory is a new agency with a lineage."""

    code = models.CharField("Mã", max_length=40, unique=True)
    name = models.CharField("Tên cơ quan", max_length=250)
    name_fold = models.CharField(max_length=250, db_index=True, editable=False)
    name_sort = models.BinaryField(max_length=1000, db_index=True, editable=False)
    level = models.CharField("Cấp", max_length=20, choices=Level)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    province = models.ForeignKey("self", models.PROTECT, related_name="+")
    valid_from = models.DateField("Hoạt động từ ngày")
    valid_until = models.DateField("Hoạt động đến trước ngày", null=True, blank=True)
    end_reason = models.CharField("Lý do kết thúc", max_length=300, blank=True)
    gso_code = models.CharField("Mã đơn vị hành chính", max_length=20, blank=True)
    latitude = models.DecimalField("Vĩ độ", max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField("Kinh độ", max_digits=9, decimal_places=6, null=True, blank=True)
    external_id = models.CharField("Mã định danh điện tử", max_length=60, blank=True)
    illustration = models.BooleanField("Minh họa", default=False)

    objects = AgencyQuerySet.as_manager()

    sealed_fields = (
        "code",
        "name",
        "level",
        "parent_id",
        "province_id",
        "valid_from",
        "valid_until",
        "end_reason",
        "gso_code",
        "latitude",
        "longitude",
        "external_id",
        "illustration",
    )
    seal_shape = 1

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="agency_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | ~Q(end_reason=""), name="agency_ends_with_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(level=Level.PROVINCE) | Q(parent__isnull=False), name="agency_below_province_has_parent"
            ),
        ]
        indexes = [
            models.Index("province", "level", "name_sort", name="agency_by_province"),
            # holds all that search looks at, in the order of its hits: no row is read but those shown
            models.Index("province", "valid_until", "name_sort", "name_fold", "code", name="agency_searched"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Fills what search and sorting need from the name, whoever writes it."""
        self.name_fold, self.name_sort = fold(self.name), sort_key(self.name)
        super().save(*args, **kwargs)

    @property
    def short_name(self) -> str:
        """The name as it stands in tables: "UBND xã Phước Vinh"."""
        return short_name(self.name)

    def is_valid_on(self, day: date) -> bool:
        """Whether the agency lives on `day`."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


class Division(models.Model):
    """A department inside an agency (phòng, bộ phận)."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="divisions")
    name = models.CharField("Tên phòng, bộ phận", max_length=200)

    sealed_fields = ("agency_id", "name")
    seal_shape = 1

    class Meta:
        constraints = [models.UniqueConstraint("agency", "name", name="division_once_per_agency")]

    def __str__(self) -> str:
        return self.name


class DutyToApply(models.Model):
    """An agency's duty to apply the standard for a time, with its legal basis (Decision 19/2014, art. 2)."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="duties_to_apply")
    kind = models.CharField("Nghĩa vụ áp dụng", max_length=20, choices=DutyKind)
    basis = models.CharField("Căn cứ", max_length=300, blank=True)
    valid_from = models.DateField("Từ ngày")
    valid_until = models.DateField("Đến trước ngày", null=True, blank=True)

    sealed_fields = ("agency_id", "kind", "basis", "valid_from", "valid_until")
    seal_shape = 1

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="duty_to_apply_ends_after_it_begins",
            ),
            NoOverlap(fields=["agency"], name="one_duty_to_apply_at_a_time"),
        ]
        indexes = [models.Index("agency", "valid_from", name="duty_to_apply_by_day")]

    def __str__(self) -> str:
        return self.get_kind_display()


def short_name(name: str) -> str:
    """The name of an agency as it stands in tables: "UBND xã Phước Vinh"."""
    return name.replace("Ủy ban nhân dân", "UBND")
