"""What is done once a night: the parts that rooms have named, for each province; then the house is put in order."""

import json
from collections.abc import Callable
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from qlcl.duties.operations.nightly_runs import begin_stage, finish_stage, note_stage
from qlcl.duties.operations.send_digests import send_digests
from qlcl.kernel import catalogue, history
from qlcl.kernel.errors import DomainError
from qlcl.organisations.enums import Level
from qlcl.organisations.models import Agency

KEPT = 400
#: Rows of each index that SQLite looks at to know its tables; all of them would take as long as the night's work.
LOOKED_AT = 1000
Say = Callable[[str], None]


def run_nightly(*, on: date, at: datetime, say: Say = lambda _line: None) -> dict[str, Any]:
    """Every part for every living province. What is done already is passed over: doing it twice changes nothing more.

    A part that is refused says so in its stage and keeps no other from its turn; the next run tries it again.
    """
    done: dict[str, int] = {}
    refused: list[str] = []
    for province in provinces(on):
        for part in catalogue.nightly():
            count, problem = _do(part, province, on, at)
            done[part.code] = done.get(part.code, 0) + count
            if problem:
                refused.append(f"{part.label}, {province.name}: {problem}")
            say(f"{part.label}, {province.name}: {problem or count}")
    mails = digest(on=on, at=at)
    tidy()
    path = export_heads(on=on)
    return {"day": on.isoformat(), "done": done, "mails": mails, "refused": refused, "heads": str(path)}


def provinces(on: date) -> list[Agency]:
    """The provinces that live on the day."""
    return list(Agency.objects.valid_on(on).filter(level=Level.PROVINCE).order_by("pk"))


def _do(part: catalogue.Nightly, province: Agency, on: date, at: datetime) -> tuple[int, str]:
    run = begin_stage(province_id=province.pk, day=on, stage=part.code, at=at)
    if run.finished_at:
        return 0, ""
    try:
        count: int = catalogue.load(part.path)(province.pk, on, at)
    except DomainError as refusal:
        note_stage(run=run, note=refusal.message)
        return 0, refusal.message
    finish_stage(run=run, at=at, done=count)
    return count, ""


def digest(*, on: date, at: datetime) -> int:
    """Sends the mails of the day that may go now; quiet hours put them off to a later call."""
    return sum(send_digests(province_id=province.pk, day=on, at=at) for province in provinces(on))


def tidy() -> None:
    """Removes old sessions and lets the engine look after itself."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA analysis_limit = {LOOKED_AT}")
            cursor.execute("PRAGMA optimize")
        else:
            cursor.execute("ANALYZE")


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
