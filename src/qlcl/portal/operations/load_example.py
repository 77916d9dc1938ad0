"""Loads the Tây Ninh example as it stood on a day; partly made up, and marked so."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from qlcl.accounts.operations.make_demo_people import DemoAccount, make_demo_people
from qlcl.checks.operations.replay import replay_checks
from qlcl.duties.operations.seed import seed
from qlcl.inspections.operations.approve_plan import account_for_plans
from qlcl.inspections.operations.complete_year import complete_years
from qlcl.kernel.actors import Actor
from qlcl.organisations.enums import Level
from qlcl.organisations.models import Agency
from qlcl.organisations.queries import systems_by_agency
from qlcl.portal.operations.example_checks import show_what_checks_find
from qlcl.portal.operations.example_files import Part, import_of, rows_of
from qlcl.portal.operations.example_handover import delegate_to_deputy, hand_over_to_newcomer
from qlcl.portal.operations.example_inspections import (
    FIRST_YEAR,
    LAST_YEAR,
    PROVINCE,
    plan_example_year,
    show_every_state,
)
from qlcl.portal.operations.example_people import (
    assign_among_themselves,
    living_code,
    make_people_of_agencies,
)
from qlcl.portal.operations.example_years import keep_by_own_people, keep_duties, open_years, remind
from qlcl.portal.operations.import_files import import_files
from qlcl.portal.operations.rebuild_example import LOADER
from qlcl.transitions.models import Campaign
from qlcl.transitions.operations.close_steps import StepDone, close_steps

#: The example's sign-in word. It protects nothing: the example holds no real person and no secret.
PASSWORD = "xem-thu-qlcl"  # noqa: S105
#: The commune of the demo accounts.
COMMUNE = "TN-X25708"
#: The commune whose secretary records everything alone.
ONE_HAND = "TN-X25591"

#: What is loaded together, in order.
UNITS, UNITS_MARCH = Part("units", "units.csv"), Part("units", "units_2025_03.csv")
REGISTER = (UNITS, Part("campaigns", "campaigns.csv", "starts_on"))
TRAINING = (
    Part("training-classes", "training_classes.csv", "held_on"),
    Part("training-attendance", "training_attendance.csv"),
)
DECLARATIONS = (Part("declarations", "declarations.csv", "declared_on"),)
INSPECTIONS = (
    Part("inspections", "inspections.csv", "inspected_on"),
    Part("inspection-results", "inspection_results.csv", "inspected_on"),
)
#: Day → what was reorganised on it; the units known before come again, with the ends they then have.
REORGANISED = (
    (date(2025, 3, 1), (UNITS, UNITS_MARCH, Part("succession", "succession_2025_03.csv"))),
    (
        date(2025, 7, 1),
        (
            UNITS,
            UNITS_MARCH,
            Part("units", "units_long_an.csv"),
            Part("units", "units_2025_07.csv"),
            Part("succession", "succession_2025_07.csv"),
        ),
    ),
)

Say = Callable[[str], None]


def load_example(*, at: datetime, day: date, say: Say = lambda _line: None) -> list[DemoAccount]:
    """Imports the example's rows whose legal day is not after `day`, and plays what agencies did up to that day.

    In the order of time: register, training, steps, declarations, inspections, the duties of each year, and from 2025
    the reorganisations between them; at last one account per role. Nothing that happened after `day` is written.
    """
    actor = Actor.system(LOADER)
    _import(actor, REGISTER, day, at, say, ends_by=min(day, REORGANISED[0][0] - timedelta(days=1)))
    _import(actor, TRAINING, day, at, say)
    _close_steps(actor, day, at, say)
    _import(actor, DECLARATIONS, day, at, say)
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        plan_example_year(year=year, day=day, actor=actor, at=at)
        _import(actor, INSPECTIONS, day if year == LAST_YEAR else min(day, date(year + 1, 1, 31)), at, say)
    for until, parts in _stages(day):
        before = until - timedelta(days=1) if parts else day
        seed(at=at, on=before, actor=actor)
        open_years(until=before, actor=actor, at=at)
        _account_for_inspections(actor, before, at)
        own = {living_code(code, before) for code in (COMMUNE, ONE_HAND)}
        keep_duties(until=before, actor=actor, at=at, say=say, own=own)
        _import(actor, parts, until, at, say, ends_by=until)
    accounts = _make_people(actor, day, at, say)
    say("Cuộc kiểm tra ở từng bước…")
    show_every_state(commune_code=living_code(COMMUNE, day), day=day, actor=actor, at=at)
    show_what_checks_find(day=day, other=Agency.objects.get(code=COMMUNE).short_name.removeprefix("UBND "))
    say("Nhắc việc đến ngày của ví dụ…")
    remind(until=day, at=at)
    say("Rà soát đến ngày của ví dụ…")
    for province in Agency.objects.filter(level=Level.PROVINCE).valid_on(day).order_by("pk"):
        replay_checks(province_id=province.pk, until=day, at=at, since=province.valid_from)
    return accounts


def _account_for_inspections(actor: Actor, day: date, at: datetime) -> None:
    """As every night: closes what plans and inspections had done before the duties of their years were opened."""
    for province in Agency.objects.filter(code=PROVINCE, level=Level.PROVINCE):
        account_for_plans(province_id=province.pk, actor=actor, on=day, at=at)
        complete_years(province_id=province.pk, actor=actor, on=day, at=at)


def _stages(day: date) -> list[tuple[date, tuple[Part, ...]]]:
    """The reorganisations until `day`, each with its day, and `day` itself."""
    return [*(stage for stage in REORGANISED if stage[0] <= day), (day, ())]


def _import(
    actor: Actor, parts: Sequence[Part], day: date, at: datetime, say: Say, ends_by: date | None = None
) -> None:
    if files := import_of(parts, day, ends_by):
        import_files(actor=actor, files=files, on=day, at=at, illustration=True, say=say)


def _make_people(actor: Actor, day: date, at: datetime, say: Say) -> list[DemoAccount]:
    """The demo accounts, in the agencies that the commune and the Department had become by `day`; and the others."""
    say("Tạo tài khoản mẫu…")
    commune, department, leadership = (living_code(code, day) for code in (COMMUNE, "TN-CC-TDC", "TN-S-KHCN"))
    accounts = make_demo_people(
        actor=actor,
        commune_code=commune,
        department_code=department,
        leadership_code=leadership,
        password=PASSWORD,
        on=day,
        at=at,
    )
    delegate_to_deputy(day=day, at=at)
    make_people_of_agencies(except_codes=[commune], actor=actor, day=day, at=at)
    keep_by_own_people(code=commune, one_hand=living_code(ONE_HAND, day), day=day, at=at)
    hand_over_to_newcomer(actor=actor, day=day, at=at)
    assign_among_themselves(commune_code=commune, day=day, at=at)
    return accounts


def _close_steps(actor: Actor, day: date, at: datetime, say: Say) -> None:
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
