"""Takes a person on: account, position and appointment in one act of the page."""

from datetime import date, datetime

from django.db import transaction

from qlcl.accounts.models import Position
from qlcl.accounts.operations.appoint import AppointmentSpec, appoint
from qlcl.accounts.operations.make_persons import Account, PersonSpec, make_persons
from qlcl.accounts.operations.make_positions import PositionSpec, make_positions
from qlcl.kernel import history
from qlcl.kernel.actors import Actor, Role
from qlcl.kernel.text import nfc
from qlcl.organisations.models import Agency


@transaction.atomic
def take_on(
    *,
    actor: Actor,
    full_name: str,
    username: str,
    email: str,
    agency: Agency,
    title: str,
    role: str,
    valid_from: date,
    valid_until: date | None,
    acting: bool,
    on: date,
    at: datetime,
) -> Account:
    """Makes the account, uses the position of that title and role where there is one, and appoints.

    The rules and errors of `make_persons`, `make_positions` and `appoint`.
    """
    history.lock(history.province_chain(agency.province_id))
    spec = PersonSpec(username=username, full_name=full_name, agency=agency, email=email)
    account = make_persons(actor=actor, specs=[spec], on=on, at=at)[0]
    title = " ".join(nfc(title).split())
    position = (
        Position.objects.valid_on(valid_from)
        .filter(agency=agency, title=title, role=role, valid_until__isnull=True)
        .select_related("agency")
        .first()
    )
    if position is None:
        until = valid_until if role == Role.CONSULTANT else None
        position_spec = PositionSpec(agency, title, Role(role), valid_from, until)
        position = make_positions(actor=actor, specs=[position_spec], on=on, at=at)[0]
    appointment = AppointmentSpec(account.person, position, valid_from, valid_until, acting)
    appoint(actor=actor, specs=[appointment], on=on, at=at)
    return account
