"""How campaigns stand today, for the home page."""

from dataclasses import dataclass
from datetime import date

from qlcl.kernel.actors import Actor
from qlcl.kernel.measures import Cells, Scope, added, percent
from qlcl.kernel.tallies import cells_together
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
    visible = visible_campaigns(actor).filter(starts_on__lte=day).select_related("province", "to_edition")
    campaigns = list(visible.order_by("-starts_on")[:limit])
    provinces = {c.province_id for c in campaigns}
    seen = {province: oversight_ids([province], day) for province in provinces}
    scopes = [
        Scope(
            actor=actor,
            province_ids=seen[campaign.province_id],
            since=campaign.starts_on,
            until=day,
            edition_id=campaign.to_edition_id,
            campaign_id=campaign.pk,
        )
        for campaign in campaigns
    ]
    cells = cells_together([(measure, scope, ["level"]) for scope in scopes for measure in (DECLARED, ENROLLED)])
    pairs = zip(cells[::2], cells[1::2], strict=True)
    return [_standing(actor, c, day, done, whole) for c, (done, whole) in zip(campaigns, pairs, strict=True)]


def _standing(actor: Actor, campaign: Campaign, day: date, done: Cells, whole: Cells) -> CampaignStanding:
    levels = [LevelStanding("đã công bố", "", added(done, None), added(whole, None))]
    levels += [
        LevelStanding(str(level.label).lower(), level.value, added(done, [level]), added(whole, [level]))
        for level in COUNTED_LEVELS
        if added(whole, [level])
    ]
    late = [row for row in rows_seen(actor, campaign, summary_on(campaign, day)) if row.late]
    return CampaignStanding(campaign, levels, len(late), sorted(late, key=lambda row: -row.late)[:MOST_BEHIND])
