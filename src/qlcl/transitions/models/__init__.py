"""Tables of the transitions room."""

from qlcl.transitions.models.campaign import Campaign, CampaignStep
from qlcl.transitions.models.enrolment import Enrolment, EnrolmentQuerySet

__all__ = ["Campaign", "CampaignStep", "Enrolment", "EnrolmentQuerySet"]
