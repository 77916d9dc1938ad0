"""Declarations of conformity: decisions by which an agency declares that its system meets an edition."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from qlcl.conformity.enums import HIRED, DeclarationKind, PreparedBy, Reason, SignedAs, State
from qlcl.kernel.text import fold


class DeclarationQuerySet(models.QuerySet["Declaration"]):
    """Reads of declarations."""

    def standing(self) -> Self:
        """Those not void: a void one was entered by mistake and never counts."""
        return self.filter(voided_on__isnull=True)

    def in_force_on(self, day: date) -> Self:
        """In force on `day`: from the effective date until (not including) the day they end."""
        return self.standing().filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day), effective_on__lte=day)

    def past_on(self, day: date) -> Self:
        """Ended on or before `day`."""
        return self.standing().filter(ended_on__lte=day)

    def open(self) -> Self:
        """Neither ended nor void; at most one of a system."""
        return self.standing().filter(ended_on__isnull=True)

    def in_provinces(self, province_ids: Iterable[int]) -> Self:
        """Declarations of systems of those provinces."""
        return self.filter(system__province_id__in=list(province_ids))

    def newest_first(self) -> Self:
        """By the day of signing, newest first."""
        return self.order_by("-signed_on", "-id")


class Declaration(models.Model):
    """One decision to declare. `ended_on` is the first day on which it no longer holds; nothing is ever revoked."""

    system = models.ForeignKey("organisations.QualitySystem", models.PROTECT, related_name="declarations")
    agency = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="declarations")
    edition = models.ForeignKey("standards.Edition", models.PROTECT, related_name="declarations")
    scope = models.ForeignKey("conformity.Scope", models.PROTECT, null=True, blank=True, related_name="declarations")
    effect = models.ForeignKey(
        "conformity.EffectConfirmation", models.PROTECT, null=True, blank=True, related_name="declarations"
    )
    number = models.CharField("số quyết định", max_length=60, blank=True)
    number_fold = models.CharField(max_length=60, blank=True, editable=False)
    signed_on = models.DateField("ngày ký")
    effective_on = models.DateField("ngày có hiệu lực")
    kind = models.CharField("loại", max_length=5, choices=DeclarationKind)
    reason = models.CharField("lý do công bố lại", max_length=12, choices=Reason, blank=True)
    reason_note = models.CharField("nội dung lý do", max_length=300, blank=True)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    prepared_by = models.CharField("phương thức thực hiện", max_length=12, choices=PreparedBy, blank=True)
    consultant_name = models.CharField("tổ chức tư vấn, chuyên gia", max_length=250, blank=True)
    signed_as = models.CharField("tư cách ký", max_length=8, choices=SignedAs)
    signer_name = models.CharField("người ký", max_length=200, blank=True)
    signer_title = models.CharField("chức vụ người ký", max_length=200, blank=True)
    mandate = models.CharField("văn bản ủy quyền", max_length=150, blank=True)
    signed_file = models.ForeignKey("kernel.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    told_on = models.DateField("ngày thông báo cho cơ quan chủ trì", null=True, blank=True)
    told_letter = models.CharField("số công văn thông báo", max_length=60, blank=True)
    told_file = models.ForeignKey("kernel.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    posted_on = models.DateField("ngày niêm yết", null=True, blank=True)
    posted_place = models.CharField("nơi niêm yết", max_length=200, blank=True)
    posted_file = models.ForeignKey("kernel.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    published_on = models.DateField("ngày đăng trang thông tin", null=True, blank=True)
    published_url = models.URLField("địa chỉ trang đăng", max_length=500, blank=True)
    published_file = models.ForeignKey("kernel.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    ended_on = models.DateField("hết hiệu lực từ ngày", null=True, blank=True)
    end_reason = models.CharField("lý do hết hiệu lực", max_length=300, blank=True)
    voided_on = models.DateField("ngày hủy bản ghi", null=True, blank=True)
    void_reason = models.CharField("lý do hủy bản ghi", max_length=300, blank=True)
    imported = models.BooleanField("nhập từ hồ sơ cũ", default=False)
    illustration = models.BooleanField("minh họa", default=False)
    public_id = models.CharField("địa chỉ công khai", max_length=120, unique=True)

    objects = DeclarationQuerySet.as_manager()

    sealed_fields = (
        "system_id",
        "agency_id",
        "edition_id",
        "scope_id",
        "effect_id",
        "number",
        "signed_on",
        "effective_on",
        "kind",
        "reason",
        "reason_note",
        "replaces_id",
        "prepared_by",
        "consultant_name",
        "signed_as",
        "signer_name",
        "signer_title",
        "mandate",
        "signed_file_id",
        "told_on",
        "told_letter",
        "told_file_id",
        "posted_on",
        "posted_place",
        "posted_file_id",
        "published_on",
        "published_url",
        "published_file_id",
        "ended_on",
        "end_reason",
        "voided_on",
        "void_reason",
        "imported",
        "illustration",
        "public_id",
    )
    seal_shape = 1

    class Meta:
        verbose_name = "công bố phù hợp tiêu chuẩn"
        constraints = [
            models.UniqueConstraint(
                fields=["system"],
                condition=Q(ended_on__isnull=True, voided_on__isnull=True),
                name="declaration_one_in_force",
            ),
            models.UniqueConstraint(
                fields=["agency", "number", "signed_on"],
                condition=~Q(number="") & Q(voided_on__isnull=True),
                name="declaration_number_once",
            ),
            models.CheckConstraint(
                condition=Q(imported=True) | (~Q(number="") & Q(effect__isnull=False) & Q(scope__isnull=False)),
                name="declaration_complete_unless_imported",
            ),
            models.CheckConstraint(
                condition=Q(imported=True) | ~Q(signed_as=SignedAs.IMPORTED), name="declaration_signed_unless_imported"
            ),
            models.CheckConstraint(
                condition=Q(imported=True) | Q(kind=DeclarationKind.FIRST, reason="") | ~Q(reason=""),
                name="declaration_again_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(effective_on__gte=F("signed_on")), name="declaration_effective_once_signed"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | (Q(ended_on__gte=F("effective_on")) & ~Q(end_reason="")),
                name="declaration_ends_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(voided_on__isnull=True) | ~Q(void_reason=""), name="declaration_void_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(consultant_name="") | Q(prepared_by__in=HIRED), name="declaration_consultant_where_hired"
            ),
            models.CheckConstraint(
                condition=(Q(told_on__isnull=True) | Q(told_on__gte=F("signed_on")))
                & (Q(posted_on__isnull=True) | Q(posted_on__gte=F("signed_on")))
                & (Q(published_on__isnull=True) | Q(published_on__gte=F("signed_on"))),
                name="declaration_notices_follow",
            ),
        ]
        indexes = [
            models.Index(fields=["system", "edition", "signed_on"], name="declaration_by_system"),
            models.Index(fields=["edition", "signed_on"], name="declaration_by_edition"),
            # newest first, with all that search looks at: no row is read but those shown
            models.Index(
                fields=["-signed_on", "-id", "voided_on", "agency", "system", "number_fold"],
                name="declaration_searched",
            ),
            models.Index(fields=["agency", "-signed_on"], name="declaration_by_agency"),
        ]

    def __str__(self) -> str:
        return f"Quyết định công bố {self.label}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keeps the folded number beside the number."""
        self.number_fold = fold(self.number)
        super().save(*args, **kwargs)

    @property
    def label(self) -> str:
        """How papers cite it: "số 935/QĐ-UBND ngày 10/02/2020"."""
        number = f"số {self.number}" if self.number else "(không rõ số)"
        return f"{number} ngày {self.signed_on:%d/%m/%Y}"

    @property
    def replaced(self) -> bool:
        """It ended because another took its place."""
        return self.ended_on is not None and self.end_reason.startswith(REPLACED)

    def state_on(self, day: date) -> State:
        """How it stands on `day`."""
        return state_of(self.voided_on, self.effective_on, self.ended_on, day)


def state_of(voided_on: date | None, effective_on: date, ended_on: date | None, day: date) -> State:
    """How a declaration with those days stands on `day`."""
    if voided_on is not None:
        return State.VOID
    if ended_on is not None and ended_on <= day:
        return State.PAST
    return State.IN_FORCE if effective_on <= day else State.SIGNED


#: How the reason of an ending by replacement begins.
REPLACED = "Được thay thế bởi "
