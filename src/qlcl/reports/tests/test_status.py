"""The yearly report and the leader's figures: whatever a province did, every figure opens rows that add up to it."""

from datetime import date
from random import Random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qlcl.conformity.queries import current_edition
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Unseen
from qlcl.organisations.models import Agency
from qlcl.reports.definitions import compute, days_of, definition
from qlcl.reports.queries.figures import ALL, Report, broken
from qlcl.reports.queries.leader import FIGURES, figures_for, quarter_days, rows_behind, year_days
from qlcl.reports.queries.naming import figure_words
from qlcl.reports.queries.opened import open_figure
from qlcl.reports.rendering.document import render_docx_report
from qlcl.reports.rendering.text import render_text
from qlcl.reports.rendering.workbook import render_xlsx
from qlcl.reports.tests.provinces import make_province
from tests.engines.examples import examples

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("kiểm thử")
FEW = settings(max_examples=examples(4), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def report(until: date, since: date | None = None) -> Report:
    """The yearly report of the made-up province."""
    return compute("status", actor=SYSTEM, province_code="R", until=until, since=since)


@given(st.integers(0, 10_000), st.sampled_from([date(2020, 12, 31), date(2021, 7, 15), date(2021, 12, 31)]))
@FEW
def test_every_figure_opens_rows_that_add_up_to_it(db: None, seed: int, until: date) -> None:
    with transaction.atomic():
        make_province(Random(seed))
        found = report(until)
        assert broken(found.cross_foot) == []
        for key, figure in found.figures.items():
            assert open_figure(found, key).adds_up_to == figure.value, key
            assert figure.denominator is None or figure.value <= figure.denominator, key
            assert figure.as_of == until
            assert figure_words(figure.as_dict())
        transaction.set_rollback(True)


@given(st.integers(0, 10_000))
@FEW
def test_lines_of_agencies_agree_with_the_figures(db: None, seed: int) -> None:
    with transaction.atomic():
        make_province(Random(seed))
        found = report(date(2021, 12, 31))
        lines = found.lines or []

        def value(measure: str) -> int:
            figure = found.get(measure, "2021", ALL)
            assert figure is not None
            return figure.value

        assert len(lines) == value("systems")
        assert sum(line.declared_on is not None for line in lines) == value("declared_in_force")
        assert sum(line.audited_on is not None for line in lines) == value("systems_audited")
        assert sum(line.overdue > 0 for line in lines) == value("systems_behind") == len(found.named or [])
        assert len(found.not_done) == value("systems") - value("declared_in_force")
        transaction.set_rollback(True)


@given(st.integers(0, 10_000), st.sampled_from([date(2021, 2, 28), date(2021, 12, 31)]))
@FEW
def test_each_point_of_a_leaders_trend_opens_as_many_rows(db: None, seed: int, day: date) -> None:
    with transaction.atomic():
        province = make_province(Random(seed))
        newest, ids = current_edition(day), frozenset({province.pk})
        trends, _ = figures_for(SYSTEM, ids, day, newest)
        assert [t.ask.code for t in trends] == [ask.code for ask in FIGURES]
        for trend in trends:
            for point in trend.points:
                _, _, rows = rows_behind(SYSTEM, ids, trend.ask.code, point.day, newest)
                assert rows.count() == point.value <= point.denominator, (trend.ask.code, point)
        transaction.set_rollback(True)


def test_days_of_a_trend_end_with_the_day_itself() -> None:
    day = date(2021, 5, 10)
    assert [d.isoformat() for _, d in quarter_days(day)[-3:]] == ["2020-12-31", "2021-03-31", "2021-05-10"]
    assert [label for label, _ in quarter_days(day)[:2]] == ["Quý 3/2019", "Quý 4/2019"]
    assert [d for _, d in year_days(day)] == [date(2019, 12, 31), date(2020, 12, 31), day]


def test_report_has_the_shape_of_the_others_and_lines_of_agencies(province: Agency, commune: Agency) -> None:
    body = compute("status", actor=SYSTEM, province_code="P1", until=date(2021, 12, 31)).as_dict()
    assert body["report"] == "status"
    assert {"figures", "cross_foot", "sentences", "sections", "not_done", "named", "agencies"} <= set(body)
    assert [a["code"] for a in body["agencies"]] == ["P1-X1"]
    share = {f["measure"]: f["percent"] for f in body["figures"] if f["level"] == "district" and f["mode"] == "all"}
    assert share["declared_in_force"] is None, "no percentage without a denominator"
    assert [s["key"] for s in body["sections"]] == ["direction", "funding", "difficulties", "proposals"]


def test_report_is_printed_by_every_edge(province: Agency, commune: Agency) -> None:
    found = compute("status", actor=SYSTEM, province_code="P1", until=date(2021, 12, 31))
    assert "NĂM 2021" in render_text(found)
    assert render_docx_report(found)[:2] == b"PK"
    assert render_xlsx(found)[:2] == b"PK"


def test_year_that_has_not_begun_and_unknown_report_are_refused() -> None:
    assert days_of(2021, date(2021, 10, 15)) == (date(2021, 1, 1), date(2021, 10, 15))
    assert days_of(2020, date(2021, 10, 15)) == (date(2020, 1, 1), date(2020, 12, 31))
    with pytest.raises(DomainError):
        days_of(2022, date(2021, 10, 15))
    with pytest.raises(Unseen):
        definition("khong-co")
