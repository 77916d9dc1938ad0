"""Registering, correcting and finding agencies."""

from datetime import date

import pytest
from django.utils import timezone

from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden, Stale
from qlcl.organisations.imports import AgencyResolver
from qlcl.organisations.models import Agency, Coverage, OverseeingBody, QualitySystem
from qlcl.organisations.operations.change_agencies import change_agencies, change_duty_to_apply
from qlcl.organisations.operations.end_agencies import Ending, end_agencies
from qlcl.organisations.operations.record_successions import NewSuccession, record_successions
from qlcl.organisations.operations.register_agencies import register_agencies
from qlcl.organisations.queries import oversight_ids, search_agencies, system_of
from qlcl.organisations.tests.factories import BEGINNING, new_agency, register, small_province

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("test")


def test_province_and_office_share_one_system_held_by_the_office() -> None:
    made = small_province()
    shared = system_of(made["PX"].pk, BEGINNING)
    assert shared is not None
    assert shared.holder == made["PX-VP"]
    assert shared == system_of(made["PX-VP"].pk, BEGINNING)
    assert QualitySystem.objects.count() == len(made) - 1


def test_office_registered_later_takes_over_the_system_of_the_province() -> None:
    made = register(new_agency("PX", "Ủy ban nhân dân tỉnh PX", "province"))
    before = system_of(made["PX"].pk, BEGINNING)
    office = register(new_agency("PX-VP", "Văn phòng UBND tỉnh", "province_agency", "PX"))["PX-VP"]
    after = system_of(made["PX"].pk, BEGINNING)
    assert after == before == system_of(office.pk, BEGINNING)
    assert after is not None and after.holder == office


def test_department_of_science_oversees() -> None:
    made = small_province()
    assert [b.agency for b in OverseeingBody.objects.all()] == [made["PX-S-KHCN"]]


def test_refuses_a_child_outside_its_parents_dates() -> None:
    small_province()
    with pytest.raises(DomainError) as refused:
        register(new_agency("PX-X9", "Ủy ban nhân dân xã Chín", "commune", "PX-H1", valid_from=date(2003, 1, 1)))
    assert refused.value.code == "outside_parent"


def test_refuses_an_unknown_parent_and_writes_nothing() -> None:
    with pytest.raises(DomainError) as refused:
        register(new_agency("A", "Ủy ban nhân dân xã A", "commune", "NOWHERE"))
    assert refused.value.code == "unknown_parent"
    assert not Agency.objects.exists()


def test_every_row_is_sealed() -> None:
    small_province()
    assert history.verify(None).breaks == []


def test_outsider_registers_nothing(head: Actor, commune: Agency) -> None:
    count = Agency.objects.count()
    with pytest.raises(Forbidden):
        register_agencies(
            actor=head,
            on=BEGINNING,
            at=timezone.now(),
            agencies=[new_agency("N", "Ủy ban nhân dân xã N", "commune", commune.province.code)],
        )
    assert Agency.objects.count() == count


def test_officer_corrects_and_a_stale_form_is_refused(officer: Actor, commune: Agency) -> None:
    change_agencies(actor=officer, on=BEGINNING, at=timezone.now(), changes=[(commune, {"gso_code": "1"})])
    with pytest.raises(Stale) as refused:
        change_agencies(actor=officer, on=BEGINNING, at=timezone.now(), changes=[(commune, {"gso_code": "2"})], seen=0)
    assert officer.name in refused.value.message
    change_agencies(actor=officer, on=BEGINNING, at=timezone.now(), changes=[(commune, {"name": "Xã\x01  Một\u0007"})])
    commune.refresh_from_db()
    assert (commune.gso_code, commune.name) == ("1", "Xã Một")


def test_duty_to_apply_changes_from_a_day(officer: Actor) -> None:
    made = small_province()
    agency = made["PX-X1"]
    change_duty_to_apply(
        actor=SYSTEM, on=date(2020, 1, 1), at=timezone.now(), agency=agency, kind="encouraged", basis="QĐ 19/2014"
    )
    kinds = list(agency.duties_to_apply.order_by("valid_from").values_list("kind", "valid_until"))
    assert kinds == [("provincial_plan", date(2020, 1, 1)), ("encouraged", None)]


def test_ending_needs_a_reason_and_ends_the_system() -> None:
    made = small_province()
    with pytest.raises(DomainError):
        end_agencies(
            actor=SYSTEM, on=BEGINNING, at=timezone.now(), endings=[Ending(made["PX-X1"], date(2025, 7, 1), " ")]
        )
    meanwhile = Agency.objects.get(code="PX-X1")  # what another changed since the page was read is neither lost
    change_agencies(actor=SYSTEM, on=BEGINNING, at=timezone.now(), changes=[(meanwhile, {"name": "Xã Hai"})])
    ended = end_agencies(
        actor=SYSTEM,
        on=BEGINNING,
        at=timezone.now(),
        endings=[Ending(made["PX-X1"], date(2025, 7, 1), "Sáp nhập")],
    )
    assert made["PX-X1"].name == "Xã Hai"  # nor sealed as it was
    assert [s.holder for s in ended] == [made["PX-X1"]]
    assert ended[0].end_reason == "Sáp nhập"
    assert not Coverage.objects.filter(agency=made["PX-X1"], valid_until__isnull=True).exists()
    assert history.verify(None).breaks == []


def test_parent_cannot_end_before_its_children() -> None:
    made = small_province()
    with pytest.raises(DomainError) as refused:
        end_agencies(
            actor=SYSTEM, on=BEGINNING, at=timezone.now(), endings=[Ending(made["PX-H1"], date(2025, 7, 1), "Hết")]
        )
    assert refused.value.code == "child_outlives_parent"


def test_successor_province_oversees_its_predecessors() -> None:
    old, new = small_province("PA")["PA"], small_province("PB")["PB"]
    record_successions(
        actor=SYSTEM,
        on=BEGINNING,
        at=timezone.now(),
        successions=[NewSuccession(old, new, "merged", date(2025, 7, 1))],
    )
    assert oversight_ids([new.pk], date(2025, 7, 1)) == {old.pk, new.pk}
    assert oversight_ids([new.pk], date(2025, 6, 30)) == {new.pk}
    assert oversight_ids([old.pk]) == {old.pk}


def test_agency_is_named_by_code_or_by_name_with_district() -> None:
    made = small_province()
    twin = register(
        new_agency("PX-H2", "Ủy ban nhân dân huyện Tân Biên", "district", "PX"),
        new_agency("PX-X7", "Ủy ban nhân dân xã Số 1", "commune", "PX-H2"),
    )
    texts = ["PX-X2", "UBND xã Số 1", "UBND xã Số 1, huyện Tân Biên", "Ủy ban nhân dân xã Số 1 (Châu Thành)", "Xã lạ",
             "UBND x. Số 1, H. Tân Biên"]  # fmt: skip
    resolver = AgencyResolver(SYSTEM, texts)
    assert resolver.resolve(texts[0]) == made["PX-X2"]
    assert "2 cơ quan cùng tên" in str(resolver.resolve(texts[1]))
    assert resolver.resolve(texts[2]) == twin["PX-X7"]
    assert resolver.resolve(texts[3]) == made["PX-X1"]
    assert isinstance(resolver.resolve(texts[4]), str)
    assert resolver.resolve(texts[5]) == twin["PX-X7"]


def test_search_never_confuses_numbers() -> None:
    small_province(communes=12)
    assert [h.label for h in search_agencies(SYSTEM, "xa so 1", 20)] == ["Ủy ban nhân dân xã Số 1"]
    assert [h.label for h in search_agencies(SYSTEM, "px-x1", 20)] == ["Ủy ban nhân dân xã Số 1"]
    assert search_agencies(SYSTEM, "px-x_", 20) == []
    assert search_agencies(SYSTEM, "chau thnah", 20)[0].label == "Ủy ban nhân dân huyện Châu Thành"


def test_agency_sees_only_itself(head: Actor, commune: Agency, other_commune: Agency) -> None:
    assert [h.label for h in search_agencies(head, "uy ban", 20)] == [commune.name]
