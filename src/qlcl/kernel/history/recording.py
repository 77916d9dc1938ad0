"""Writes events and seals into their chains."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Model

from qlcl.kernel.actors import Actor, Mandate, Post
from qlcl.kernel.history.canonical import canonical_json, digest, moment_text, row_text
from qlcl.kernel.history.capacities import capacity_words, mandate_of
from qlcl.kernel.history.chains import locked
from qlcl.kernel.history.entries import Entry
from qlcl.kernel.history.inserting import insert_rows, reserve_ids, unsaved
from qlcl.kernel.models import Chain, Event, EventText, Seal, SealText
from qlcl.kernel.rows import update_by_key

EVENT_COLUMNS = (
    "id", "chain_id", "seq", "act", "on", "at", "subject_kind", "subject_id", "batch", "payload", "commitment", "hash",
)  # fmt: skip
EVENT_FIELDS = tuple(field.attname for field in Event._meta.concrete_fields)
SEAL_COLUMNS = ("id", "event_id", "model", "object_id", "shape", "digest")

#: model, key, shape, digest, canonical text ("" when removed)
SealValues = tuple[str, int, int, str, str]


def record(*, actor: Actor, at: datetime, entries: Sequence[Entry], batch: str = "") -> list[Event]:
    """One event per entry, one seal per changed or removed row; returns the events in the order of the entries.

    Locks the chains (again) itself; raises RuntimeError outside a transaction.
    """
    if not entries:
        return []
    chains = locked(entry.chain for entry in entries)
    ids = reserve_ids(Event, len(entries))
    made: list[dict[str, Any]] = []
    texts: list[tuple[int, str, str]] = []
    seals: list[tuple[int, SealValues]] = []
    occasion = _Occasion(actor, at, moment_text(at), batch)
    for event_id, entry in zip(ids, entries, strict=True):
        values, text, of_event = _make(event_id, chains[entry.chain], entry, occasion)
        made.append(values)
        texts.append(text)
        seals.extend((event_id, seal) for seal in of_event)
    events = unsaved(Event, made)
    for event, entry in zip(events, entries, strict=True):
        event._state.adding, event._state.db = False, connection.alias
        event._state.fields_cache["chain"] = chains[entry.chain]
    _write(events, texts, seals)
    update_by_key(Chain, ("seq", "head"), [(chain.seq, chain.head, chain.pk) for chain in chains.values()])
    return events


@dataclass(frozen=True, slots=True)
class _Occasion:
    """What all events of one call share; `moment` is the canonical text of `at`."""

    actor: Actor
    at: datetime
    moment: str
    batch: str


def _make(
    event_id: int, chain: Chain, entry: Entry, occasion: _Occasion
) -> tuple[dict[str, Any], tuple[int, str, str], list[SealValues]]:
    """The columns of an event, its words, its seals; moves the head of the chain."""
    actor = occasion.actor
    post = entry.post or (actor.posts[0] if len(actor.posts) == 1 else None)
    mandate = mandate_of(actor, post, entry)
    salt = secrets.token_hex(16)
    words = canonical_json(
        {
            "who": actor.name,
            "position": post.title if post else "",
            "subject": entry.subject.label,
            "summary": entry.summary,
            **capacity_words(actor, post, mandate),
        }
    )
    seals = seals_of(entry.changed, entry.removed)
    seq = chain.seq + 1
    payload = canonical_json(_payload(chain.key, seq, entry, post, mandate, occasion))
    commitment = commit(salt, words)
    chain.head = link(chain.head, payload, commitment, [seal[:4] for seal in seals])
    chain.seq = seq
    values = (
        event_id, chain.pk, seq, entry.act, entry.on, occasion.at, entry.subject.kind, entry.subject.id,
        occasion.batch, payload, commitment, chain.head,
    )  # fmt: skip
    return dict(zip(EVENT_FIELDS, values, strict=True)), (event_id, salt, words), seals


def _payload(
    chain: str, seq: int, entry: Entry, post: Post | None, mandate: Mandate | None, occasion: _Occasion
) -> dict[str, Any]:
    by: dict[str, Any] = {"person": occasion.actor.person_id, "system": occasion.actor.is_system}
    if post:
        by |= {"position": post.position_id, "agency": post.agency_id, "role": post.role, "acting": post.acting}
    if mandate:
        by["mandate"] = mandate.delegation_id
    return {
        "chain": chain,
        "seq": seq,
        "act": entry.act,
        "on": entry.on,
        "at": occasion.moment,
        "subject": {"kind": entry.subject.kind, "id": entry.subject.id},
        "batch": occasion.batch,
        "by": by,
        "data": dict(entry.payload),
    }


def seals_of(changed: Sequence[Model], removed: Sequence[Model]) -> list[SealValues]:
    """The seals of rows as they stand; a row named twice is sealed once, a removed one with an empty digest."""
    found: dict[tuple[str, int], SealValues] = {}
    for row in changed:
        text = row_text(row)
        label, shape = row._meta.label_lower, row.seal_shape  # type: ignore[attr-defined]
        found[label, row.pk] = (label, row.pk, shape, digest(text), text)
    for row in removed:
        label, shape = row._meta.label_lower, row.seal_shape  # type: ignore[attr-defined]
        found[label, row.pk] = (label, row.pk, shape, "", "")
    return list(found.values())


def commit(salt: str, words: str) -> str:
    """The salted commitment to the words of an event."""
    return digest(f"{salt}\n{words}")


def link(previous: str, payload: str, commitment: str, seals: Sequence[tuple[str, int, int, str]]) -> str:
    """The hash of an event: previous hash, exact payload, commitment, sorted seals."""
    lines = sorted(f"{model} {key} {shape} {value}" for model, key, shape, value in seals)
    return digest("\n".join([previous, payload, commitment, *lines]))


def _write(events: list[Event], texts: list[tuple[int, str, str]], seals: list[tuple[int, SealValues]]) -> None:
    day, moment = connection.ops.adapt_datefield_value, connection.ops.adapt_datetimefield_value
    rows = [
        (
            e.id, e.chain_id, e.seq, e.act, day(e.on), moment(e.at), e.subject_kind, e.subject_id,
            e.batch, e.payload, e.commitment, e.hash,
        )
        for e in events
    ]  # fmt: skip
    insert_rows(Event, EVENT_COLUMNS, rows)
    insert_rows(EventText, ("event_id", "salt", "words"), texts)
    ids = reserve_ids(Seal, len(seals)) if seals else []
    numbered = list(zip(ids, seals, strict=True))
    insert_rows(Seal, SEAL_COLUMNS, [(key, event_id, *seal[:4]) for key, (event_id, seal) in numbered])
    insert_rows(SealText, ("seal_id", "values"), [(key, seal[4]) for key, (_event, seal) in numbered if seal[4]])
