"""Personas: agencies of two provinces and people in them, as actors on the working day."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from qlcl.accounts.models import Person
from qlcl.accounts.tests.factories import make_actor
from qlcl.kernel.actors import Actor, Role
from qlcl.kernel.clock import today
from qlcl.kernel.text import fold, sort_key
from qlcl.organisations.enums import Level
from qlcl.organisations.models import Agency, Coverage, QualitySystem

BEGINNING = date(2004, 1, 1)


def make_agency(code: str, name: str, level: Level, parent: Agency | None = None) -> Agency:
    """An agency since 2004 with a quality system of its own; a province has none."""
    agency = Agency(
        code=code, name=name, level=level, parent=parent, valid_from=BEGINNING,
        name_fold=fold(name), name_sort=sort_key(name),
    )  # fmt: skip
    if parent is None:
        agency.province_id = 0  # its own key, known after the insert; foreign keys are checked at commit
        agency.save()
        agency.province_id = agency.pk
        agency.save(update_fields=["province"])
    else:
        agency.province_id = parent.province_id
        agency.save()
    if level != Level.PROVINCE:
        system = QualitySystem.objects.create(holder=agency, province_id=agency.province_id, valid_from=BEGINNING)
        Coverage.objects.create(system=system, agency=agency, valid_from=BEGINNING)
    return agency


@pytest.fixture
def day() -> date:
    """The working day."""
    return today()


@pytest.fixture
def province(db: None) -> Agency:
    """A province."""
    return make_agency("P1", "Ủy ban nhân dân tỉnh Mẫu", Level.PROVINCE)


@pytest.fixture
def department(province: Agency) -> Agency:
    """The body of the province that oversees the quality systems."""
    return make_agency("P1-CC", "Chi cục Tiêu chuẩn Đo lường Chất lượng", Level.PROVINCE_AGENCY, province)


@pytest.fixture
def commune(province: Agency) -> Agency:
    """The commune whose people the personas are."""
    return make_agency("P1-X1", "Ủy ban nhân dân xã Phước Vinh", Level.COMMUNE, province)


@pytest.fixture
def other_commune(province: Agency) -> Agency:
    """Another commune of the same province."""
    return make_agency("P1-X2", "Ủy ban nhân dân xã Thạnh Bình", Level.COMMUNE, province)


@pytest.fixture
def other_province(db: None) -> Agency:
    """Another province."""
    return make_agency("P2", "Ủy ban nhân dân tỉnh Khác", Level.PROVINCE)


@pytest.fixture
def officer(department: Agency, day: date) -> Actor:
    """The officer who oversees the province."""
    return make_actor(department, Role.PROVINCIAL_OFFICER, day)


@pytest.fixture
def leader(department: Agency, day: date) -> Actor:
    """The leader who signs the consolidated report."""
    return make_actor(department, Role.PROVINCIAL_LEADER, day)


@pytest.fixture
def administrator(department: Agency, day: date) -> Actor:
    """Who administers the product for the province."""
    return make_actor(department, Role.ADMINISTRATOR, day)


@pytest.fixture
def observer(department: Agency, day: date) -> Actor:
    """Who only reads, in the whole province."""
    return make_actor(department, Role.OBSERVER, day)


@pytest.fixture
def inspector(department: Agency, day: date) -> Actor:
    """A member of the province's inspection teams."""
    return make_actor(department, Role.INSPECTOR, day)


@pytest.fixture
def head(commune: Agency, day: date) -> Actor:
    """The head of the commune."""
    return make_actor(commune, Role.HEAD, day, title="Chủ tịch")


@pytest.fixture
def deputy(commune: Agency, day: date) -> Actor:
    """The head's deputy."""
    return make_actor(commune, Role.DEPUTY, day, title="Phó Chủ tịch")


@pytest.fixture
def secretary(commune: Agency, day: date) -> Actor:
    """The commune's ISO secretary."""
    return make_actor(commune, Role.ISO_SECRETARY, day)


@pytest.fixture
def staff(commune: Agency, day: date) -> Actor:
    """A civil servant of the commune."""
    return make_actor(commune, Role.STAFF, day)


@pytest.fixture
def consultant(commune: Agency, day: date) -> Actor:
    """A consultant who helps the commune for a time."""
    return make_actor(commune, Role.CONSULTANT, day)


@pytest.fixture
def outsider(other_commune: Agency, day: date) -> Actor:
    """The head of another commune."""
    return make_actor(other_commune, Role.HEAD, day)


@pytest.fixture
def other_province_officer(other_province: Agency, day: date) -> Actor:
    """The officer of another province."""
    agency = make_agency("P2-CC", "Chi cục Tiêu chuẩn tỉnh Khác", Level.PROVINCE_AGENCY, other_province)
    return make_actor(agency, Role.PROVINCIAL_OFFICER, day)


@pytest.fixture
def sign_in() -> Callable[[Client, Actor], Client]:
    """Signs an actor in on a test client."""

    def apply(client: Client, actor: Actor) -> Client:
        client.force_login(Person.objects.get(pk=actor.person_id))
        return client

    return apply
