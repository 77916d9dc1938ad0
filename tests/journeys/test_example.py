"""The province's main job on the example: import, report, reconcile, verify, reorganise."""

import csv
import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone

from qlcl.accounts.models import Delegation
from qlcl.checks.models import CheckLine
from qlcl.checks.standing import checks
from qlcl.conformity.models import Declaration
from qlcl.corrective.models import Nonconformity
from qlcl.duties.enums import Audience
from qlcl.duties.models import Duty, Handover, Reminder
from qlcl.inspections.enums import Status
from qlcl.inspections.models import Inspection
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import Unseen
from qlcl.organisations.models import Agency
from qlcl.portal.import_results import ImportFile, ImportResult
from qlcl.portal.operations.import_files import import_files
from qlcl.reports.operations.reconcile import reconcile_file
from qlcl.reports.queries.figures import Report
from qlcl.reports.queries.opened import open_figure
from qlcl.reports.queries.transition import transition_report
from tests.engines.committing import CommittingDatabase, Template

DATA = Path(__file__).parent.parent / "data"
UNTIL = date(2021, 12, 31)
SYSTEM = Actor.system("test")


@pytest.fixture(scope="module")
def loaded(example_database: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[CommittingDatabase]:
    """A copy of the whole example for this module."""
    database = example_database.copy(tmp_path_factory.mktemp("example") / "home")
    yield database
    database.drop()


@pytest.fixture
def example(loaded: CommittingDatabase) -> Iterator[None]:
    """The example; what a test writes is taken back."""
    with loaded.entered(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def report(until: date = UNTIL) -> Report:
    """The example's report."""
    return transition_report(actor=SYSTEM, province_code="TN", until=until)


def load(*files: tuple[str, str], **options: object) -> ImportResult:
    """Imports test files as one act."""
    return import_files(
        actor=SYSTEM,
        files=[ImportFile(kind, name, (DATA / name).read_bytes()) for kind, name in files],
        on=date(2025, 7, 1),
        at=timezone.now(),
        **options,  # type: ignore[arg-type]
    )


def published() -> list[dict[str, str]]:
    """The figures as printed."""
    return list(csv.DictReader((DATA / "published_figures.csv").open(encoding="utf-8")))


@pytest.mark.django_db
def test_report_without_records_says_what_is_missing() -> None:
    with pytest.raises(Unseen, match="TN"):
        report()


def test_every_published_figure_but_the_contradictory_one_is_computed(example: None) -> None:
    computed = {
        (f["measure"], f["period"], f["level"], f["prepared_by"], f["mode"]): f for f in report().as_dict()["figures"]
    }
    different = []
    for row in published():
        figure = computed[(row["measure"], row["period"], row["level"], row["prepared_by"], "all")]
        same_share = not row["percent"] or Decimal(str(figure["percent"])) == Decimal(row["percent"])
        if figure["value"] != int(row["value"]) or not same_share:
            different.append((row["measure"], row["period"], row["level"], row["prepared_by"], figure["value"]))
    assert different == [("declared", "2020", "commune", "consultant", 18)]


def test_report_cross_foots_and_is_marked_as_illustration(example: None) -> None:
    body = json.loads(json.dumps(report().as_dict()))
    assert [c for c in body["cross_foot"] if not c["ok"]] == []
    assert len(body["cross_foot"]) >= 8
    assert body["illustration"] is True
    assert body["not_done"] == []


def test_every_figure_opens_rows_that_add_up_to_it(example: None) -> None:
    computed = report()
    for key, figure in computed.figures.items():
        assert open_figure(computed, key).adds_up_to == figure.value, key
    assert {f.measure for f in computed.figures.values()} == set(computed.measures) - {"declared_outside_plan"}


def test_report_until_an_earlier_day_counts_only_what_was_done(example: None) -> None:
    early = report(date(2020, 12, 31))
    whole = early.get("declared", "all")
    assert whole is not None and (whole.value, whole.denominator) == (47, 130)
    assert len(early.not_done) == 83


def test_sentences_say_what_the_published_report_says(example: None) -> None:
    said = " ".join(report().sentences)
    assert "11 lớp tập huấn với 591 lượt người" in said
    assert "25 đơn vị cấp tỉnh (đạt 92,59%), 02 đơn vị cấp huyện (đạt 22,22%) và 20 đơn vị cấp xã (đạt 21,28%)" in said
    assert "130/130 đơn vị" in said
    assert "261 lượt đơn vị" in said


def test_reconcile_names_the_one_wrong_figure_and_the_one_contradiction(example: None) -> None:
    result = reconcile_file(actor=SYSTEM, name="f.csv", content=(DATA / "published_figures.csv").read_bytes())
    assert [(c.stated.words, c.stated.value, c.recorded) for c in result.differing] == [
        ("declared 2020 commune consultant", 19, 18)
    ]
    assert [[s.value for s in c.figures] for c in result.contradictions or []] == [[20, 2, 19]]


def test_the_example_knows_nothing_of_later_days(example: None) -> None:
    assert not Agency.objects.filter(valid_until__gt=UNTIL).exists()
    assert not Declaration.objects.filter(ended_on__gt=UNTIL).exists()


def test_few_agencies_of_the_example_climb_to_the_last_rung(example: None) -> None:
    named = Reminder.objects.to(Audience.REPORT).values("duty__agency").distinct().count()
    assert 10 <= named <= 35


def test_every_check_has_a_case_and_findings_stand_as_in_a_province(example: None) -> None:
    assert set(checks()) == set(CheckLine.objects.values_list("code", flat=True))
    live = Nonconformity.objects.live()
    whole, overdue = live.count(), live.overdue_on(UNTIL).count()
    assert 80 <= whole <= 180 and 0.2 <= overdue / whole <= 0.45
    assert live.filter(first_due_on__isnull=False, due_on__gte=UNTIL).count() >= 20
    assert not Nonconformity.objects.filter(illustration=False).exists()
    states = set(Inspection.objects.values_list("status", flat=True))
    assert states >= set(Status) - {Status.RECORDED}
    assert not Duty.objects.open().filter(act="inspections.approve_plan", year__lte=UNTIL.year).exists()


def test_the_new_secretary_took_over_from_somebody(example: None) -> None:
    handover = Handover.objects.get()
    (part,) = handover.items.all()
    assert (part.receiver.username, part.confirmed_at) == ("thu-ky-moi", None)
    assert handover.leaver_confirmed_at is not None
    assert Delegation.objects.valid_on(UNTIL).get().to_position.role == "deputy"


def test_history_of_the_example_verifies(example: None) -> None:
    assert history.verify(None).breaks == []


def test_same_files_again_change_nothing(example: None) -> None:
    before = Declaration.objects.count()
    name = "declarations.csv"
    content = (Path(__file__).parents[2] / "src/qlcl/portal/example" / name).read_bytes()
    again = import_files(
        actor=SYSTEM,
        files=[ImportFile("declarations", name, content)],
        on=UNTIL,
        at=timezone.now(),
        illustration=True,
    )
    assert not again.changed
    assert Declaration.objects.count() == before


def test_reorganisation_of_2025_leaves_the_report_until_2021_as_it_was(example: None) -> None:
    before = report().as_dict()
    load(
        ("units", "units_2025_03.csv"),
        ("units", "units_long_an.csv"),
        ("units", "units_2025_07.csv"),
        ("succession", "succession_2025_03.csv"),
        ("succession", "succession_2025_07.csv"),
    )
    assert report().as_dict() == before
    assert Agency.objects.valid_on(date(2025, 7, 1)).in_provinces([Agency.objects.get(code="TN2").pk]).count() == 119
    assert history.verify(None).breaks == []
