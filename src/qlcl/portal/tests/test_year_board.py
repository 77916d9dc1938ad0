"""The year board tells on any day how each agency keeps the duties of the year, in few queries."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from qlcl.duties.models import Duty, LetterLine, ReminderLetter
from qlcl.duties.operations.close_by_hand import HandClosing, close_by_hand
from qlcl.duties.operations.explain import explain
from qlcl.duties.operations.open_year import open_year
from qlcl.duties.operations.seed import seed
from qlcl.duties.tests.factories import AT, SYSTEM
from qlcl.kernel.actors import Actor
from qlcl.kernel.models import Event
from qlcl.organisations.enums import DutyKind
from qlcl.organisations.models import Agency, DutyToApply, QualitySystem
from qlcl.portal.panels import agency_panel
from qlcl.portal.queries.year_board import YearBoard, YearRow, year_board

pytestmark = pytest.mark.django_db
SignIn = Callable[[Client, Actor], Client]
OPENED, OCTOBER, END = date(2021, 1, 1), date(2021, 10, 15), date(2021, 12, 31)


@pytest.fixture
def year(province: Agency, commune: Agency, other_commune: Agency, department: Agency) -> int:
    """The duties of 2021 of three agencies, of which the first keeps some."""
    seed(at=AT, on=OPENED, actor=SYSTEM)
    open_year(province=province, year=2021, actor=SYSTEM, on=OPENED, at=AT)
    done = [(duty(commune, "file_list"), date(2021, 1, 20)), (duty(commune, "targets"), date(2021, 5, 3))]
    close_by_hand(
        closings=[HandClosing(d.pk, on, "Thư ký", note="Số 1/QĐ") for d, on in done], actor=SYSTEM, on=OCTOBER, at=AT
    )
    told = {"risks": "Chờ hướng dẫn", "internal_audit": "Thiếu người"}
    for rule, why in told.items():
        explain(duty_id=duty(commune, rule).pk, explanation=why, actor=SYSTEM, on=date(2021, 4, 6), at=AT)
    return 2021


def duty(agency: Agency, rule: str) -> Duty:
    return Duty.objects.get(agency=agency, rule__code=rule, year=2021)


def row_of(board: YearBoard, agency: Agency) -> YearRow:
    return next(row for row in board.rows if row.agency_id == agency.pk)


def states(board: YearBoard, agency: Agency) -> dict[str, str]:
    cells = zip(board.columns, row_of(board, agency).cells, strict=True)
    return {column.code: cell.state for column, cell in cells if cell is not None}


def page(client: Client, **query: str) -> str:
    response = client.get(reverse("portal:year_board"), {"nam": "2021", **query})
    assert response.status_code == 200
    return response.content.decode()


def names_in(text: str) -> str:
    return text.partition("<tbody>")[2].partition("</table>")[0].split('class="board-total"')[-1]


def test_a_cell_is_on_time_late_explained_overdue_or_not_due(officer: Actor, commune: Agency, year: int) -> None:
    found = states(year_board(officer, year, OCTOBER), commune)
    wanted = {"file_list": "done", "targets": "late", "risks": "explained", "briefing": "overdue", "survey": "not_due"}
    assert {code: found[code] for code in wanted} == wanted


def test_what_a_law_demands_is_explained_and_still_overdue(officer: Actor, commune: Agency, year: int) -> None:
    board = year_board(officer, year, END.replace(year=2022))
    place = [column.code for column in board.columns].index("internal_audit")
    cell = row_of(board, commune).cells[place]
    assert cell is not None
    assert (cell.state, cell.explained) == ("overdue", True)


def test_the_board_stands_as_on_the_day_asked_for(officer: Actor, commune: Agency, year: int) -> None:
    shown = [states(year_board(officer, year, day), commune)["targets"] for day in (OPENED, date(2021, 4, 2), END)]
    assert shown == ["not_due", "overdue", "late"]


def test_nothing_is_owed_before_it_was_opened(officer: Actor, commune: Agency, year: int) -> None:
    assert states(year_board(officer, year, date(2020, 12, 31)), commune) == {}


def test_only_agencies_bound_by_law_owe_the_report_of_the_inspection(
    officer: Actor, commune: Agency, department: Agency, province: Agency
) -> None:
    DutyToApply.objects.create(agency=department, kind=DutyKind.MANDATORY, valid_from=date(2004, 1, 1))
    seed(at=AT, on=OPENED, actor=SYSTEM)
    open_year(province=province, year=2021, actor=SYSTEM, on=OPENED, at=AT)
    board = year_board(officer, 2021, OCTOBER)
    assert [("file_report" in states(board, agency)) for agency in (commune, department)] == [False, True]
    assert [row_of(board, agency).bound for agency in (commune, department)] == [False, True]


def test_the_rows_are_those_who_lived_in_the_year(officer: Actor, commune: Agency, year: int) -> None:
    QualitySystem.objects.filter(holder=commune).update(valid_until=date(2021, 7, 1), end_reason="Sáp nhập")
    assert commune.pk in {row.agency_id for row in year_board(officer, 2021, END).rows}
    assert row_of(year_board(officer, 2021, END), commune).ended_on == date(2021, 6, 30)
    assert commune.pk not in {row.agency_id for row in year_board(officer, 2022, END.replace(year=2022)).rows}


def test_every_total_opens_as_many_agencies(client: Client, sign_in: SignIn, officer: Actor, year: int) -> None:
    sign_in(client, officer)
    board = year_board(officer, year, OCTOBER)
    for column in ("targets", "briefing"):
        for state in ("done", "late", "overdue"):
            counted = sum(1 for row in board.rows if row.has(state, [c.code for c in board.columns].index(column)))
            shown = page(client, ngay="2021-10-15", viec=column, **{"tinh-trang": state})
            assert shown.count('<th scope="row"><input') == counted


def test_filters_leave_the_rows_asked_for(
    client: Client, sign_in: SignIn, officer: Actor, commune: Agency, department: Agency, year: int
) -> None:
    sign_in(client, officer)
    for query, wanted in (
        ({"cap": "commune"}, (True, False)),
        ({"tim": "phuoc vinh"}, (True, False)),
        ({"bat-buoc": "1"}, (False, False)),
        ({"viec": "targets", "tinh-trang": "late"}, (True, False)),
        ({"cap": "province_agency"}, (False, True)),
    ):
        shown = names_in(page(client, ngay="2021-10-15", **query))
        assert (commune.short_name in shown, department.name in shown) == wanted, query


def test_the_latest_come_first_when_asked(client: Client, sign_in: SignIn, officer: Actor, year: int) -> None:
    rows = year_board(officer, year, OCTOBER).rows
    shown = names_in(page(sign_in(client, officer), ngay="2021-10-15", xep="tre"))
    latest = sorted(rows, key=lambda row: -row.overdue)
    assert [shown.index(f">{row.name}<") for row in latest] == sorted(shown.index(f">{row.name}<") for row in rows)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_exports_hold_every_row_shown(
    client: Client, sign_in: SignIn, officer: Actor, commune: Agency, year: int, kind: str
) -> None:
    query = {"nam": "2021", "ngay": "2021-10-15", "cap": "commune", "xuat": kind}
    response = sign_in(client, officer).get(reverse("portal:year_board"), query)
    assert (response.status_code, "attachment" in response["Content-Disposition"]) == (200, True)
    if kind == "csv":
        lines = response.content.decode("utf-8-sig").splitlines()
        assert len(lines) == 3
        assert any(commune.short_name in line and "Xong trễ" in line for line in lines)


def test_a_selection_becomes_one_letter(
    client: Client, sign_in: SignIn, officer: Actor, commune: Agency, other_commune: Agency, year: int
) -> None:
    sign_in(client, officer)
    chosen = QualitySystem.objects.get(holder=commune).pk
    address = reverse("portal:year_letter") + "?nam=2021&viec=briefing"
    response = client.post(address, {"he-thong": [str(chosen)]})
    letter = ReminderLetter.objects.get()
    assert response["Location"] == reverse("duties:letter", args=[letter.pk])
    assert [line.duty.pk for line in letter.lines.all()] == [duty(commune, "briefing").pk]
    client.post(address, {"tat-ca": "1"})
    assert LetterLine.objects.exclude(letter=letter).values("agency").distinct().count() == 3
    assert row_of(year_board(officer, 2021, date.max.replace(year=2030)), commune).contact is not None


def test_a_letter_to_nobody_is_refused(client: Client, sign_in: SignIn, officer: Actor, year: int) -> None:
    before = Event.objects.count()
    response = sign_in(client, officer).post(reverse("portal:year_letter") + "?nam=2021", {})
    assert response.status_code == 422
    assert "Hãy chọn" in response.content.decode()
    assert (Event.objects.count(), ReminderLetter.objects.count()) == (before, 0)


def test_who_only_reads_drafts_no_letter(
    client: Client, sign_in: SignIn, leader: Actor, inspector: Actor, observer: Actor, head: Actor, year: int
) -> None:
    for actor in (leader, inspector, observer, head):
        sign_in(client, actor)
        assert client.post(reverse("portal:year_letter"), {"tat-ca": "1"}).status_code == 403
        seen = client.get(reverse("portal:year_board"), {"nam": "2021"})
        assert seen.status_code == (403 if actor is head else 200)
    assert ReminderLetter.objects.count() == 0


def test_an_agency_sees_its_own_years_only(
    client: Client, sign_in: SignIn, head: Actor, outsider: Actor, commune: Agency, year: int
) -> None:
    address = reverse("portal:agency_years", args=[commune.pk])
    sign_in(client, head)
    shown = client.get(address, {"ngay": "2021-10-15"}).content.decode()
    assert reverse("duties:duty", args=[duty(commune, "targets").pk]) in shown
    panel = agency_panel(head, commune, OCTOBER)
    assert panel is not None
    assert (panel["met"], panel["owed"], panel["overdue"]) == (2, 14, 6)
    assert sign_in(client, outsider).get(address).status_code == 404


def test_another_province_sees_nothing_of_it(
    client: Client, sign_in: SignIn, other_province_officer: Actor, commune: Agency, year: int
) -> None:
    sign_in(client, other_province_officer)
    assert commune.short_name not in page(client)
    assert client.get(reverse("portal:agency_years", args=[commune.pk])).status_code == 404


@pytest.mark.parametrize("query", [{"nam": "abcd", "ngay": "x", "dia-ban": "-1"}, {"nam": "9999"}, {"nam": "0000"}])
def test_nonsense_in_the_address_is_passed_over(
    client: Client, sign_in: SignIn, officer: Actor, year: int, query: dict[str, str]
) -> None:
    assert sign_in(client, officer).get(reverse("portal:year_board"), query).status_code == 200


def test_queries_do_not_grow_with_the_rows(
    client: Client,
    sign_in: SignIn,
    officer: Actor,
    other_province_officer: Actor,
    commune: Agency,
    year: int,
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    for actor in (officer, other_province_officer):
        sign_in(client, actor)
        page(client)  # the session is written once
        for address in (reverse("portal:year_board"), reverse("portal:year_letter")):
            with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
                assert client.get(address, {"nam": "2021"}).status_code == 200
    page(sign_in(client, officer))
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        client.get(reverse("portal:agency_years", args=[commune.pk]))


def test_a_province_with_a_system_of_its_own_is_its_own_area(officer: Actor, province: Agency, commune: Agency) -> None:
    QualitySystem.objects.create(holder=province, province=province, valid_from=date(2004, 1, 1))
    rows = year_board(officer, 2021, END).rows
    assert {row.area_id for row in rows} == {province.pk}
    assert all(row.area for row in rows)
