"""How campaigns stand today, for the home page."""

from dataclasses import dataclass
from datetime import date

from qlcl.kernel.actors import Actor
from qlcl.kernel.measures import Scope, added, percent
from qlcl.organisations.enums import COUNTED_LEVELS
from qlcl.organisations.queries import oversight_ids
from qlcl.transitions.measures import DECLARED, ENROLLED
from qlcl.transitions.models import Campaign
from qlcl.transitions.policies import visible_campaigns
from qlcl.transitions.queries.board import BoardRow, rows_seen
from qlcl.transitions.queries.remembered import summary_on

#: How many of the agencies most behind are named.
MOST_BEHIND = 10


@dataclass(frozen=True, slots=True)
class LevelStanding:
    """Declared of enrolled at one level."""

    label: str
    level: str
    done: int
    whole: int

    @property
    def share(self) -> object:
        """Percent declared; None without anybody enrolled."""
        return percent(self.done, self.whole)


@dataclass(frozen=True, slots=True)
class CampaignStanding:
    """A campaign with its figures on a day, and the agencies with most steps overdue."""

    campaign: Campaign
    levels: list[LevelStanding]
    behind: int
    most_behind: list[BoardRow]


def campaign_standings(actor: Actor, day: date, limit: int = 2) -> list[CampaignStanding]:
    """The latest campaigns the actor sees, with declared of enrolled by level and who is behind."""
    campaigns = visible_campaigns(actor).filter(starts_on__lte=day).select_related("province", "to_edition")
    return [_standing(actor, c, day) for c in campaigns.order_by("-starts_on")[:limit]]


def _standing(actor: Actor, campaign: Campaign, day: date) -> CampaignStanding:
    scope = Scope(
        actor=actor,
        province_ids=oversight_ids([campaign.province_id], day),
        since=campaign.starts_on,
        until=day,
        edition_id=campaign.to_edition_id,
        campaign_id=campaign.pk,
    )
    done, whole = DECLARED.cells(scope, ["level"]), ENROLLED.cells(scope, ["level"])
    levels = [LevelStanding("đã công bố", "", added(done, None), added(whole, None))]
    levels += [
        LevelStanding(str(level.label).lower(), level.value, added(done, [level]), added(whole, [level]))
        for level in COUNTED_LEVELS
        if added(whole, [level])
    ]
    late = [row for row in rows_seen(actor, campaign, summary_on(campaign, day)) if row.late]
    return CampaignStanding(campaign, levels, len(late), sorted(late, key=lambda row: -row.late)[:MOST_BEHIND])
