"""The file of people: planned against the records, applied by the room's operations."""

import csv
import io
from datetime import date

import pytest

from qlcl.accounts.imports import PEOPLE
from qlcl.accounts.models import Appointment, Person, Position
from qlcl.accounts.queries import actor_for
from qlcl.kernel.actors import Role
from qlcl.kernel.clock import now
from qlcl.kernel.sheets import PlanContext, read_rows

pytestmark = pytest.mark.django_db
HEADERS = "username,full_name,email,agency_code,title,role,valid_from,valid_until,acting"


def rows(*lines):
    text = "\n".join([HEADERS, *lines])
    return read_rows(PEOPLE, text.encode(), "nguoi.csv").rows


def plan(actor, day, *lines):
    return PEOPLE.plan(actor=actor, rows=rows(*lines), context=PlanContext(on=day))


def run(actor, day, *lines):
    made = plan(actor, day, *lines)
    assert made.problems == []
    PEOPLE.apply(actor=actor, plan=made, on=day, at=now(), batch="nhap-1", illustration=False)
    return made


def test_makes_people_who_can_act_and_hands_out_passwords_once(administrator, commune, other_commune, day):
    lines = [
        f"chu.tich,Nguyễn Văn Chủ,,{commune.code},Chủ tịch,Thủ trưởng cơ quan,01/01/2020,,",
        f"thu.ky,Trần Thị Bình,b@x.vn,{commune.code},Thư ký Ban ISO,Thư ký ISO,2020-01-01,,",
        f"thu.ky,Trần Thị Bình,b@x.vn,{other_commune.code},Chủ tịch,head,2020-01-01,,x",
    ]
    made = run(administrator, day, *lines)
    assert len(made.handout) == 2
    person = Person.objects.get(username="thu.ky")
    assert person.check_password(made.handout[1]["Mật khẩu tạm"])
    assert person.must_change_password
    held = {(p.role, p.agency_id, p.acting) for p in actor_for(person, day).posts}
    assert held == {(Role.ISO_SECRETARY, commune.pk, False), (Role.HEAD, other_commune.pk, True)}
    again = plan(administrator, day, *lines)
    assert (len(again.creates), len(again.updates), again.unchanged) == (0, 0, 3)


def test_corrected_file_shows_what_changes(administrator, commune, day):
    line = "thu.ky,{},b@x.vn," + commune.code + ",Thư ký Ban ISO,Thư ký ISO,2020-01-01,{},"
    run(administrator, day, line.format("Trần Thị Bình", ""))
    made = run(administrator, day, line.format("Trần Thị Bình An", "2021-01-01"))
    assert set(made.updates[0].fields) == {"full_name", "valid_until"}
    assert Person.objects.get(username="thu.ky").full_name == "Trần Thị Bình An"
    assert Appointment.objects.get(person__username="thu.ky").valid_until == date(2021, 1, 1)


def test_names_every_bad_row_and_writes_nothing(administrator, outsider, commune, day):
    taken = Person.objects.get(pk=outsider.person_id).username
    before = Person.objects.count(), Position.objects.count()
    made = plan(
        administrator,
        day,
        "a.b,A B,,KHONG-CO,X,staff,2020-01-01,,",
        f"c.d,C D,,{commune.code},Tư vấn,consultant,2020-01-01,,",
        f"e.f,E F,,{commune.code},X,staff,2020-01-01,2019-01-01,",
        f"{taken},G H,,{commune.code},X,staff,2020-01-01,,",
        f"i.k,I K,a@x.vn;b@x.vn,{commune.code},X,staff,2020-01-01,,",
    )
    assert [(p.row, p.column) for p in made.problems] == [
        (2, "agency_code"),
        (3, "valid_until"),
        (4, "valid_until"),
        (6, "email"),
    ]
    assert len(made.creates) == 1
    assert (Person.objects.count(), Position.objects.count()) == before


def test_head_cannot_give_himself_more_or_take_a_foreign_username(head, outsider, commune, day):
    taken = Person.objects.get(pk=outsider.person_id).username
    made = plan(
        head,
        day,
        f"a.b,A B,,{commune.code},Quản trị,administrator,2020-01-01,,",
        f"{taken},G H,,{commune.code},X,staff,2020-01-01,,",
    )
    assert [p.column for p in made.problems] == ["role", "username"]


def test_columns_are_those_of_the_sheet():
    names = [column.name for column in PEOPLE.columns]
    assert names == next(csv.reader(io.StringIO(HEADERS)))
