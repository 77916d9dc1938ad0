"""Tables of the register of agencies."""

from qlcl.organisations.models.agency import Agency, AgencyQuerySet, Division, DutyToApply, short_name
from qlcl.organisations.models.lineage import OverseeingBody, Succession
from qlcl.organisations.models.setting import Setting
from qlcl.organisations.models.system import Coverage, QualitySystem, QualitySystemQuerySet

__all__ = [
    "Agency",
    "AgencyQuerySet",
    "Coverage",
    "Division",
    "DutyToApply",
    "OverseeingBody",
    "QualitySystem",
    "QualitySystemQuerySet",
    "Setting",
    "Succession",
    "short_name",
]
