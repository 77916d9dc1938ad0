"""Tables of the corrective room."""

from qlcl.corrective.models.action import ActionEvidence, CorrectiveAction, EffectCheck
from qlcl.corrective.models.nonconformity import Nonconformity, NonconformityQuerySet

__all__ = ["ActionEvidence", "CorrectiveAction", "EffectCheck", "Nonconformity", "NonconformityQuerySet"]
