"""Chains: their keys, their heads, and the lock that serialises writers."""

from collections.abc import Iterable

from django.db import connection

from qlcl.kernel.models import Chain

GENESIS = "0" * 64
CHUNK = 5000


def province_chain(province_id: int) -> str:
    """The chain of a province: its register of agencies, campaigns, classes."""
    return f"province:{province_id}"


def system_chain(system_id: int) -> str:
    """The chain of a quality system."""
    return f"system:{system_id}"


def lock(*chains: str) -> None:
    """Locks the chains until the transaction ends; the first line of an operation."""
    locked(chains)


def locked(chains: Iterable[str]) -> dict[str, Chain]:
    """The locked chains by key; missing ones are created. Always in the order of their ids: no deadlock."""
    if not connection.in_atomic_block:
        raise RuntimeError("history.lock outside a transaction")
    keys = sorted(set(chains))
    ids = _ids(keys)
    missing = [key for key in keys if key not in ids]
    if missing:
        Chain.objects.bulk_create(
            [Chain(key=key) for key in missing], ignore_conflicts=connection.vendor == "postgresql"
        )
        ids |= _ids(missing)
    found: dict[str, Chain] = {}
    ordered = sorted(ids.values())
    for start in range(0, len(ordered), CHUNK):
        part = ordered[start : start + CHUNK]
        for chain in Chain.objects.select_for_update().filter(id__in=part).order_by("id"):
            found[chain.key] = chain
    return found


def _ids(keys: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(keys), CHUNK):
        found |= dict(Chain.objects.filter(key__in=keys[start : start + CHUNK]).values_list("key", "id"))
    return found


def heads() -> dict[str, dict[str, int | str]]:
    """The last sequence number and hash of every chain, for export and for printing on frozen reports."""
    rows = Chain.objects.filter(seq__gt=0).order_by("id").values_list("key", "seq", "head")
    return {key: {"seq": seq, "head": head} for key, seq, head in rows.iterator()}
