"""Canonical text of values and rows: the same in memory and reloaded, on both engines."""

import json
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache
from hashlib import sha256
from typing import Any
from unicodedata import is_normalized, normalize
from uuid import UUID

from django.db.models import DecimalField, Field, Model
from django.utils.timezone import make_aware

_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode


def digest(text: str) -> str:
    """SHA-256 of the text, in hexadecimal."""
    return sha256(text.encode()).hexdigest()


def canonical_json(value: Any) -> str:
    """One text per value: sorted keys, NFC, ISO dates, moments in UTC."""
    return _encode(plain(value))


def plain(value: Any) -> Any:
    """The value made of strings, numbers, booleans, null, lists and objects only."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        text = str(value)
        return text if is_normalized("NFC", text) else normalize("NFC", text)
    if isinstance(value, datetime):
        moment = value if value.tzinfo else make_aware(value)
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).hex()
    if isinstance(value, dict):
        return {plain(str(key)): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        items = [plain(item) for item in value]
        return sorted(items) if isinstance(value, set | frozenset) else items
    raise TypeError(f"history: cannot write {type(value).__name__} canonically")


@cache
def sealed_columns(model: type[Model]) -> tuple[tuple[str, Field], ...]:
    """The sealed fields of a model as (attribute, field)."""
    fields = [model._meta.get_field(name) for name in model.sealed_fields]  # type: ignore[attr-defined]
    return tuple((field.attname, field) for field in fields)  # type: ignore[union-attr, misc]


def row_text(row: Model) -> str:
    """The canonical text of a row: its model, key, shape and sealed values."""
    model = type(row)
    values = {name: _value(field, getattr(row, name)) for name, field in sealed_columns(model)}
    shape = model.seal_shape  # type: ignore[attr-defined]
    return canonical_json({"model": model._meta.label_lower, "pk": row.pk, "shape": shape, "values": values})


def _value(field: Field, raw: Any) -> Any:
    value = field.to_python(raw)
    if isinstance(field, DecimalField) and isinstance(value, Decimal):
        return f"{value:.{field.decimal_places}f}"
    return value
