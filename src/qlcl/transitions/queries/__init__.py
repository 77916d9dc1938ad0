"""Reads of the transitions room."""

from qlcl.transitions.queries.campaigns import (
    BOUND,
    CampaignRow,
    attendances_of,
    campaign_list,
    campaign_page,
    campaign_rows,
    campaigns_of,
    confirmations_of,
    declarations_of,
    enrolled_systems,
    enrolment_page,
    systems_to_enrol,
)

__all__ = [
    "BOUND",
    "CampaignRow",
    "attendances_of",
    "campaign_list",
    "campaign_page",
    "campaign_rows",
    "campaigns_of",
    "confirmations_of",
    "declarations_of",
    "enrolled_systems",
    "enrolment_page",
    "systems_to_enrol",
]
