"""Who acts: posts by appointments in force, oversight, mandates."""

from datetime import date

import pytest

from qlcl.accounts.queries import actor_for
from qlcl.accounts.tests.factories import make_actor, make_person, make_post
from qlcl.kernel.actors import Role

DAY = date(2022, 1, 15)


@pytest.mark.django_db
def test_head_has_one_post_and_oversees_nothing(commune, django_assert_num_queries):
    post = make_post(commune, Role.HEAD, title="Chủ tịch")
    with django_assert_num_queries(2):
        actor = actor_for(post.person, DAY)
    assert [(p.title, p.role, p.agency_id, p.province_id, p.acting) for p in actor.posts] == [
        ("Chủ tịch", Role.HEAD, commune.pk, commune.province_id, False)
    ]
    assert actor.oversees == frozenset()


@pytest.mark.django_db
def test_officer_oversees_the_province(department, django_assert_num_queries):
    person = make_post(department, Role.PROVINCIAL_OFFICER).person
    with django_assert_num_queries(2):
        actor = actor_for(person, DAY)
    assert actor.oversees == {department.province_id}


@pytest.mark.django_db
@pytest.mark.parametrize(("first", "last"), [(date(2022, 1, 16), None), (date(2021, 1, 1), date(2022, 1, 15))])
def test_appointment_out_of_force_gives_no_post(commune, first, last):
    person = make_post(commune, Role.HEAD, valid_from=first).person
    person.appointments.update(valid_until=last)
    assert actor_for(person, DAY).posts == ()


@pytest.mark.django_db
def test_closed_account_is_nobody(commune):
    person = make_post(commune, Role.HEAD).person
    person.is_active = False
    assert actor_for(person, DAY).is_anonymous


@pytest.mark.django_db
def test_person_without_appointment_sees_nothing(commune):
    actor = actor_for(make_person(commune), DAY)
    assert (actor.is_anonymous, actor.posts, actor.oversees) == (False, (), frozenset())


@pytest.mark.django_db
def test_acting_comes_last(commune):
    person = make_post(commune, Role.HEAD, acting=True).person
    make_post(commune, Role.DEPUTY, person=person)
    assert [p.role for p in actor_for(person, DAY).posts] == [Role.DEPUTY, Role.HEAD]
    assert make_actor(commune, Role.STAFF, DAY).roles == {Role.STAFF}


@pytest.mark.django_db
def test_post_in_one_province_gives_nothing_in_another(department, other_province):
    person = make_post(other_province, Role.ADMINISTRATOR).person
    make_post(department, Role.OBSERVER, person=person)
    actor = actor_for(person, DAY)
    seen = {p: actor.provincial_post(p).role for p in actor.oversees}
    assert seen == {other_province.pk: Role.ADMINISTRATOR, department.province_id: Role.OBSERVER}
    assert actor.provincial_post(department.province_id, [Role.ADMINISTRATOR]) is None
