"""The synthesis of inspections: whatever was found and answered, every figure opens rows that add up to it."""

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from qlcl.corrective.enums import ARTICLES
from qlcl.corrective.operations.raise_nonconformities import NewNonconformity
from qlcl.corrective.operations.record_past import Past
from qlcl.inspections.enums import Mode, ReportState
from qlcl.inspections.models import Inspection
from qlcl.inspections.operations.record_results import Result, record_results
from qlcl.inspections.operations.recording_cases import reference
from qlcl.kernel.actors import Actor
from qlcl.organisations.models import Agency
from qlcl.reports.definitions import compute
from qlcl.reports.queries.figures import ALL, broken
from qlcl.reports.queries.naming import figure_words
from qlcl.reports.queries.opened import open_figure
from qlcl.reports.rendering.document import render_docx_report
from qlcl.reports.rendering.text import render_text
from qlcl.reports.rendering.workbook import render_xlsx
from qlcl.reports.tests.provinces import make_province
from tests.engines.examples import examples

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("kiểm thử")
ON = date(2024, 3, 1)
AT = datetime(2024, 3, 1, 2, tzinfo=UTC)
FEW = settings(
    max_examples=examples(2),
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def give_results(chance: Random) -> None:
    """Lets something be found in most inspections of the made-up province."""
    rows = Inspection.objects.standing().select_related("agency", "system")
    record_results(actor=SYSTEM, results=[result(row, chance) for row in rows], on=ON, at=AT)


def result(row: Inspection, chance: Random) -> Result:
    day = row.inspected_on
    assert day is not None
    signed = day + timedelta(days=chance.randint(0, 5))
    sent = signed + timedelta(days=chance.randint(10, 90)) if chance.random() < 0.7 else None
    sent = sent if sent and sent <= ON else None
    answered = min(ON, sent + timedelta(days=10)) if sent and chance.random() < 0.7 else None
    refused = chance.random() < 0.4
    answer = {True: ReportState.REFUSED, False: ReportState.ACCEPTED}[refused] if answered else ""
    findings = tuple(finding(row, day, n, chance) for n in range(chance.randint(0, 3)))
    if not findings:
        sent, answered, answer = None, None, ""
    by_file = row.mode == Mode.BY_FILE
    return Result(
        row, signed, sent_on=sent, answer=answer, answered_on=answered, refusal="Thiếu bằng chứng" if refused else "",
        new_due_on=answered + timedelta(days=30) if answered and refused else None,
        file_due_on=day - timedelta(days=15) if by_file else None,
        file_sent_on=day - timedelta(days=chance.randint(5, 25)) if by_file else None,
        file_complete=chance.random() < 0.5 if by_file else None,
        findings=findings,
    )  # fmt: skip


def finding(row: Inspection, day: date, n: int, chance: Random) -> Past:
    found = NewNonconformity(
        row.system, row.agency, f"Điểm {n}", day, "Đoàn kiểm tra", source=reference(row),
        article=chance.choice([*list(ARTICLES)[:4], ""]),
    )  # fmt: skip
    stage = chance.randint(0, 3)
    done = min(ON, day + timedelta(days=20)) if stage > 1 else None
    checked = min(ON, day + timedelta(days=200)) if stage > 2 else None
    return Past(
        found, cause="Vì" if stage else "", action="Làm" if stage else "", done_on=done,
        evidence="BC 1" if done else "",
        checked_on=checked, verdict=chance.choice(["effective", "not_effective"]) if checked else "",
    )  # fmt: skip


@given(st.integers(0, 10_000), st.sampled_from([date(2020, 12, 31), date(2021, 7, 15), date(2021, 12, 31)]))
@FEW
def test_every_figure_opens_rows_that_add_up_to_it(db: None, seed: int, until: date) -> None:
    with transaction.atomic():
        make_province(Random(seed))
        give_results(Random(seed + 1))
        found = compute("inspections", actor=SYSTEM, province_code="R", until=until)
        assert broken(found.cross_foot) == []
        for key, figure in found.figures.items():
            assert open_figure(found, key).adds_up_to == figure.value, key
            assert figure.denominator is None or figure.value <= figure.denominator, key
            assert figure_words(figure.as_dict())

        def value(measure: str, mode: str = ALL) -> int:
            figure = found.get(measure, str(until.year), mode=mode)
            return figure.value if figure else 0

        lines = found.lines or []
        assert sum(line.findings for line in lines) == value("inspection_findings") == value("findings_by_article")
        assert sum(line.verified for line in lines) == value("inspection_findings", "verified")
        assert len(found.not_done) == value("systems_uninspected")
        assert value("files_on_time") + value("files_late") + value("files_missing") == value("files_due")
        transaction.set_rollback(True)


def test_the_synthesis_is_printed_by_every_edge(province: Agency, commune: Agency) -> None:
    found = compute("inspections", actor=SYSTEM, province_code="P1", until=date(2021, 12, 31))
    assert "NĂM 2021" in render_text(found)
    assert render_docx_report(found)[:2] == b"PK"
    assert render_xlsx(found)[:2] == b"PK"
    body = found.as_dict()
    assert {"report", "figures", "cross_foot", "sentences", "sections", "agencies"} <= set(body)
    assert body["agencies"][0]["code"] == "P1-X1"
