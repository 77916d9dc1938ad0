"""Loads the Tây Ninh example as it stood on a day; partly made up, and marked so."""

import csv
import io
from collections.abc import Callable
from datetime import date, datetime
from importlib.resources import files

from qlcl.accounts.operations.make_demo_people import DemoAccount, make_demo_people
from qlcl.kernel.actors import Actor
from qlcl.organisations.models import Agency
from qlcl.organisations.queries import systems_by_agency
from qlcl.portal.import_results import ImportFile
from qlcl.portal.operations.import_files import import_files
from qlcl.transitions.models import Campaign
from qlcl.transitions.operations.close_steps import StepDone, close_steps

#: The example's sign-in word. It protects nothing: the example holds no real person and no secret.
PASSWORD = "xem-thu-qlcl"  # noqa: S105
COMMUNE = "TN-X25708"

#: Kinds in the order they are loaded, with the column that holds the legal day.
REGISTER = (("units", "units.csv", ""), ("campaigns", "campaigns.csv", "starts_on"))
TRAINING = (
    ("training-classes", "training_classes.csv", "held_on"),
    ("training-attendance", "training_attendance.csv", ""),
)
RESULTS = (("declarations", "declarations.csv", "declared_on"), ("inspections", "inspections.csv", "inspected_on"))


def load_example(*, at: datetime, day: date, say: Callable[[str], None] = lambda _line: None) -> list[DemoAccount]:
    """Imports the example's rows whose legal day is not after `day`, closes steps, makes one account per role."""
    actor = Actor.system("Nạp ví dụ")
    for group in (REGISTER, TRAINING):
        _import(actor, group, day, at, say)
    _close_steps(actor, day, at, say)
    _import(actor, RESULTS, day, at, say)
    say("Tạo tài khoản mẫu…")
    return make_demo_people(actor=actor, commune_code=COMMUNE, password=PASSWORD, on=day, at=at)


def _import(
    actor: Actor,
    group: tuple[tuple[str, str, str], ...],
    day: date,
    at: datetime,
    say: Callable[[str], None],
) -> None:
    held = {r["class_code"] for r in rows_of("training_classes.csv") if r["held_on"] <= day.isoformat()}
    chosen = []
    for kind, name, column in group:
        rows = [r for r in rows_of(name) if not column or r[column] <= day.isoformat()]
        if kind == "campaigns":
            rows = [{**row, **_step_dates()} for row in rows]
        if kind == "declarations":
            rows = _with_notices(rows, day)
        if kind == "training-attendance":
            rows = [r for r in rows if r["class_code"] in held]
        if rows:
            chosen.append(ImportFile(kind, name, _csv(rows)))
    if chosen:
        import_files(actor=actor, files=chosen, on=day, at=at, illustration=True, say=say)


def _step_dates() -> dict[str, str]:
    """The made-up days by which the steps are due, as columns of the campaign."""
    return {f"due_{r['step']}": r["due_on"] for r in rows_of("campaign_step_dates.csv")}


def _with_notices(rows: list[dict[str, str]], day: date) -> list[dict[str, str]]:
    """The declarations with the made-up days on which they were told of, posted and published, as far as `day`."""
    notices = {r["unit_code"]: r for r in rows_of("declaration_notices.csv")}
    names = ("notified_on", "posted_on", "published_on")
    made = []
    for row in rows:
        told = notices.get(row["unit_code"], {})
        days = {name: told.get(name, "") for name in names}
        made.append({**row, **{name: on if on <= day.isoformat() else "" for name, on in days.items()}})
    return made


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of one of the example's files."""
    text = files("qlcl.portal").joinpath("example", name).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def _csv(rows: list[dict[str, str]]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def _close_steps(actor: Actor, day: date, at: datetime, say: Callable[[str], None]) -> None:
    """Records the steps done by hand, before the declarations that would pass over them."""
    campaign = Campaign.objects.filter(province__code="TN").first()
    if campaign is None:
        return
    say("Ghi các bước chuyển đổi…")
    agencies = dict(Agency.objects.filter(province=campaign.province).values_list("code", "pk"))
    coverages = systems_by_agency(agencies.values())
    done = [
        StepDone(
            coverages[agencies[r["unit_code"]]][0].system_id,
            r["step"],
            date.fromisoformat(r["done_on"]),
            "Ban Chỉ đạo ISO của cơ quan",
            note="Ngày làm là minh họa",
        )
        for r in rows_of("campaign_steps.csv")
        if r["done_on"] <= day.isoformat()
    ]
    if done:
        close_steps(campaign_id=campaign.pk, done=done, actor=actor, on=day, at=at)
