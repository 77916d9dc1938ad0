"""After an import: brings the campaigns of the provinces in line with what is on record now."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.transitions.operations.account_for import account_for
from qlcl.transitions.operations.enrol_systems import enrol
from qlcl.transitions.queries import campaigns_of, systems_to_enrol


@transaction.atomic
def take_account(*, province_ids: Iterable[int], actor: Actor, on: date, at: datetime, batch: str = "") -> int:
    """Enrols systems that became known late and closes steps now on record; returns how many steps were closed.

    Called within the import's operation, which has checked the right to import. The order in which files arrive
    does not matter: agencies, campaigns, classes and declarations may come in any.
    """
    campaigns = list(campaigns_of(province_ids))
    history.lock(*{history.province_chain(campaign.province_id) for campaign in campaigns})
    closed = 0
    for campaign in campaigns:
        late = systems_to_enrol(campaign)
        if late:
            enrol(campaign=campaign, systems=late, actor=actor, at=at, batch=batch)
        closed += account_for(campaign=campaign, actor=actor, on=on, at=at, batch=batch)
    return closed
