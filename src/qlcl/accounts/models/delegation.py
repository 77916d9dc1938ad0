"""Delegations: named acts that one position lets another do in the agency's name, on a paper."""

import json

from django.db import models
from django.db.models import F, Q

from qlcl.accounts.models.position import DatedQuerySet, Position


class Delegation(models.Model):
    """Named acts (codes of the catalogue) delegated for a period by a signed paper."""

    agency = models.ForeignKey("organisations.Agency", on_delete=models.PROTECT, related_name="delegations")
    from_position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="delegations_given")
    to_position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="delegations_received")
    acts = models.TextField("việc được giao")
    valid_from = models.DateField("từ ngày")
    valid_until = models.DateField("đến trước ngày")
    paper_number = models.CharField("số văn bản", max_length=60)
    paper_date = models.DateField("ngày văn bản")
    end_reason = models.CharField("lý do thu hồi", max_length=250, blank=True)

    objects = DatedQuerySet.as_manager()

    sealed_fields = (
        "agency_id",
        "from_position_id",
        "to_position_id",
        "acts",
        "valid_from",
        "valid_until",
        "paper_number",
        "paper_date",
        "end_reason",
    )
    seal_shape = 1

    class Meta:
        verbose_name = "ủy quyền"
        constraints = [
            models.CheckConstraint(condition=Q(valid_until__gte=F("valid_from")), name="delegation_period"),
            models.CheckConstraint(condition=~Q(from_position=F("to_position")), name="delegation_to_another_position"),
        ]

    def __str__(self) -> str:
        return self.paper

    @property
    def act_codes(self) -> list[str]:
        """The codes of the delegated acts."""
        return list(json.loads(self.acts))

    @property
    def paper(self) -> str:
        """The paper the delegation rests on, as cited."""
        return f"{self.paper_number} ngày {self.paper_date:%d/%m/%Y}"


def acts_text(codes: list[str]) -> str:
    """The canonical text under which act codes are stored."""
    return json.dumps(sorted(set(codes)))
