"""Chains: their keys, their heads, and the lock that serialises writers."""

from collections.abc import Iterable

from django.db import connection
from django.db.models import QuerySet

from qlcl.kernel.models import Chain
from qlcl.kernel.rows import insert_new

GENESIS = "0" * 64


def province_chain(province_id: int) -> str:
    """The chain of a province: its register of agencies, campaigns, classes."""
    return f"province:{province_id}"


def system_chain(system_id: int) -> str:
    """The chain of a quality system."""
    return f"system:{system_id}"


def lock(*chains: str) -> None:
    """Locks the chains until the transaction ends; the first line of an operation."""
    list(_standing(chains).values_list("id"))


def locked(chains: Iterable[str]) -> dict[str, Chain]:
    """The locked chains by key; missing ones are created. Always in the order of their ids: no deadlock."""
    return {chain.key: chain for chain in _standing(chains)}


def _standing(chains: Iterable[str]) -> QuerySet[Chain]:
    if not connection.in_atomic_block:
        raise RuntimeError("history.lock outside a transaction")
    keys = sorted(set(chains))
    named = Chain.objects.filter(key__listed=keys)
    missing = set(keys).difference(named.values_list("key", flat=True))
    if missing:
        insert_new(Chain, ("key", "seq", "head"), [(key, 0, GENESIS) for key in sorted(missing)])
    return named.select_for_update().order_by("id")


def heads() -> dict[str, dict[str, int | str]]:
    """The last sequence number and hash of every chain, for export and for printing on frozen reports."""
    rows = Chain.objects.filter(seq__gt=0).order_by("id").values_list("key", "seq", "head")
    return {key: {"seq": seq, "head": head} for key, seq, head in rows.iterator()}
