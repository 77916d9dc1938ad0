"""The example's own files: read, narrowed to a day, written again as an import takes them."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from importlib.resources import files
from typing import NamedTuple

from qlcl.portal.import_results import ImportFile

Rows = list[dict[str, str]]
#: Day of the results of inspections → what is known from that day on.
KNOWN_FROM = {
    "file_sent_on": ("file_complete",),
    "signed_on": (),
    "sent_on": ("cause", "action"),
    "answered_on": ("answer", "refusal", "new_due_on", "accepted_due_on"),
    "done_on": ("evidence",),
    "checked_on": ("verdict", "seen"),
}
UNENDED = {"valid_until": "", "end_reason": ""}


class Part(NamedTuple):
    """A file of the example: its kind of import, its name, the column with the legal day of each row."""

    kind: str
    name: str
    column: str = ""


def rows_of(name: str) -> Rows:
    """The rows of one of the example's files."""
    text = files("qlcl.portal").joinpath("example", name).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def import_of(parts: Sequence[Part], day: date, ends_by: date | None = None) -> list[ImportFile]:
    """The parts with the rows whose legal day is not after `day`; a part without any is left out.

    Ends of agencies after `ends_by` are left out, too: they are imported on the day of the reorganisation.
    """
    chosen = []
    for part in parts:
        rows = [row for row in rows_of(part.name) if not part.column or row[part.column] <= day.isoformat()]
        rows = _completed(part.kind, rows, day)
        if part.kind == "units" and ends_by is not None:
            rows = [row if row["valid_until"] <= ends_by.isoformat() else {**row, **UNENDED} for row in rows]
        if rows:
            chosen.append(ImportFile(part.kind, part.name, _csv(rows)))
    return chosen


def _completed(kind: str, rows: Rows, day: date) -> Rows:
    """The rows with what the example keeps in files beside them."""
    if kind == "campaigns":
        dates = {f"due_{r['step']}": r["due_on"] for r in rows_of("campaign_step_dates.csv")}
        return [{**row, **dates} for row in rows]
    if kind == "declarations":
        return _with_notices(rows, day)
    if kind == "inspection-results":
        return [_as_of(row, day.isoformat()) for row in rows]
    if kind == "training-attendance":
        held = {r["class_code"] for r in rows_of("training_classes.csv") if r["held_on"] <= day.isoformat()}
        return [row for row in rows if row["class_code"] in held]
    return rows


def _as_of(row: dict[str, str], day: str) -> dict[str, str]:
    """A result of an inspection as far as it was known on the day."""
    unknown = [name for name in KNOWN_FROM if row[name] > day]
    known = {name: "" for first in unknown for name in (first, *KNOWN_FROM[first])}
    done = {name: row[name] for name in ("cause", "action")} if row["done_on"] and row["done_on"] <= day else {}
    return {**row, **known, **done}


def _with_notices(rows: Rows, day: date) -> Rows:
    """The declarations with the made-up days on which they were told of, posted and published, as far as `day`."""
    notices = {r["unit_code"]: r for r in rows_of("declaration_notices.csv")}
    names = ("notified_on", "posted_on", "published_on")
    made = []
    for row in rows:
        told = notices.get(row["unit_code"], {})
        days = {name: told.get(name, "") for name in names}
        made.append({**row, **{name: on if on <= day.isoformat() else "" for name, on in days.items()}})
    return made


def _csv(rows: Rows) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()
