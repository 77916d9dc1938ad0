"""Reads of the accounts room."""

from qlcl.accounts.queries.actors import Holder, actor_for, actor_of_token, holders
from qlcl.accounts.queries.delegations import (
    act_labels,
    delegation_by_id,
    delegations_listed,
    delegations_shown,
    done_under,
    positions_to_delegate_to,
)
from qlcl.accounts.queries.people import (
    last_day_in_post,
    people_listed,
    person_by_id,
    person_by_username,
    persons_of_agency,
    posts_held,
    posts_shown,
    tokens_shown,
)
from qlcl.accounts.queries.positions import (
    appointment_by_id,
    holder_names,
    holders_shown,
    people_to_put_in_charge,
    position_by_id,
    position_seen,
    positions_listed,
)

__all__ = [
    "Holder",
    "act_labels",
    "actor_for",
    "actor_of_token",
    "appointment_by_id",
    "delegation_by_id",
    "delegations_listed",
    "delegations_shown",
    "done_under",
    "holder_names",
    "holders",
    "holders_shown",
    "last_day_in_post",
    "people_listed",
    "people_to_put_in_charge",
    "person_by_id",
    "person_by_username",
    "persons_of_agency",
    "position_by_id",
    "position_seen",
    "positions_listed",
    "positions_to_delegate_to",
    "posts_held",
    "posts_shown",
    "tokens_shown",
]
