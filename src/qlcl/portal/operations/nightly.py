"""What is done once a night: heads of the chains exported, old sessions removed, the database tidied."""

import json
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from qlcl.kernel import history

KEPT = 400


def run_nightly(*, on: date) -> dict[str, Any]:
    """Doing it twice on a day changes nothing more."""
    engine = import_module(settings.SESSION_ENGINE)
    engine.SessionStore.clear_expired()
    path = export_heads(on=on)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA optimize" if connection.vendor == "sqlite" else "ANALYZE")
    return {"day": on.isoformat(), "heads": str(path)}


def export_heads(*, on: date) -> Path:
    """Writes the heads of all chains to `heads/<day>.json`, for `qlcl verify --against`; keeps the last 400 days."""
    folder = Path(settings.HOME) / "heads"
    folder.mkdir(exist_ok=True)
    path = folder / f"{on.isoformat()}.json"
    part = path.with_suffix(".part")
    part.write_text(json.dumps({"day": on.isoformat(), "chains": history.heads()}, indent=1))
    part.replace(path)
    for old in sorted(folder.glob("*.json"))[:-KEPT]:
        old.unlink()
    return path
