"""A handover in one act: nothing open is lost, access ends, both confirm, names stay."""

from datetime import timedelta

import pytest
from django.urls import reverse

from qlcl.accounts.models import ApiToken, Appointment, Delegation, Person, Position
from qlcl.accounts.operations.delegate import delegate
from qlcl.accounts.operations.tokens import issue_token
from qlcl.accounts.queries import actor_for, actor_of_token
from qlcl.accounts.tests.factories import make_actor, make_post
from qlcl.duties.handover_papers import minutes_of, sample_minutes
from qlcl.duties.models import Duty, Handover, HandoverItem, Notice
from qlcl.duties.operations.confirm_handover import confirm_for_leaver, confirm_handover
from qlcl.duties.operations.hand_over import Receiver, Transfer, hand_over
from qlcl.duties.operations.open_duties import DutySpec, open_duties
from qlcl.duties.queries import my_duties
from qlcl.duties.queries.handovers import handover_by_id, handovers_awaiting, standing_of
from qlcl.duties.queries.leaving import leaving_of
from qlcl.kernel import history
from qlcl.kernel.actors import Actor, Role
from qlcl.kernel.clock import now
from qlcl.kernel.errors import DomainError, Forbidden, Unseen
from qlcl.kernel.models import Event
from qlcl.organisations.models import Agency, Coverage
from qlcl.papers.operations.render import render_docx

pytestmark = pytest.mark.django_db


@pytest.fixture
def duties(commune, secretary, day):
    """Three open duties: one of the role, one of his very position, one of the head."""
    system_id = Coverage.objects.get(agency=commune).system_id
    position_id = secretary.posts[0].position_id
    specs = [
        DutySpec(system_id, commune.pk, "a.one", "Rà soát tài liệu", day + timedelta(days=5)),
        DutySpec(system_id, commune.pk, "a.two", "Khảo sát", day + timedelta(days=9), position_id=position_id),
        DutySpec(system_id, commune.pk, "a.three", "Phê duyệt", day + timedelta(days=9), role=Role.HEAD),
    ]
    open_duties(specs=specs, actor=Actor.system("x"), on=day, at=now(), event=None)


def person(actor):
    return Person.objects.get(pk=actor.person_id)


def position(actor):
    return actor.posts[0].position_id


def again(actor, day):
    return actor_for(person(actor), day)


def give(actor, leaver, agency, day, *receivers, leaves_on=None, **more):
    fields = {"reason": "Chuyển công tác", "on": day, "at": now(), **more}
    transfers = fields.pop("transfers", [Transfer(position(leaver), receivers)])
    return hand_over(
        actor=actor,
        person_id=leaver.person_id,
        agency=agency,
        leaves_on=leaves_on or day,
        transfers=transfers,
        **fields,
    )


def open_ids():
    return set(Duty.objects.open().values_list("pk", flat=True))


def test_nothing_open_is_lost_and_the_successor_owes_it(head, secretary, commune, duties, day):
    before, owed = open_ids(), set(my_duties(secretary).open().values_list("pk", flat=True))
    done = give(head, secretary, commune, day, Receiver("binh.tran", "Trần Thị Bình"))
    successor = Person.objects.get(username="binh.tran")
    assert done.accounts[0].person == successor
    assert successor.check_password(done.accounts[0].password)
    assert open_ids() == before
    now_owed = set(my_duties(actor_for(successor, day)).open().values_list("pk", flat=True))
    assert now_owed == owed
    assert my_duties(again(secretary, day)).open().count() == 0


def test_duties_of_his_very_position_go_to_the_chosen_one(head, secretary, commune, duties, day):
    other = make_actor(commune, Role.ISO_SECRETARY, day, title="Thư ký thứ hai")
    before = open_ids()
    receiver = Receiver(person(other).username, target_id=position(other))
    give(head, secretary, commune, day, receiver)
    assert open_ids() == before
    assert Duty.objects.get(act="a.two").position_id == position(other)
    assert Duty.objects.get(act="a.one").position_id is None
    moved = history.events_of(kind="duty", id=Duty.objects.get(act="a.two").pk, limit=1)[0]
    assert "Bàn giao" in moved.summary
    assert Appointment.objects.filter(person_id=other.person_id).count() == 1


def test_several_successors_share_a_position(head, secretary, staff, deputy, commune, duties, day):
    receivers = [Receiver(person(staff).username), Receiver(person(deputy).username)]
    done = give(head, secretary, commune, day, *receivers)
    assert done.handover.items.count() == 2
    for actor in (staff, deputy):
        assert my_duties(again(actor, day)).open().filter(act__in=["a.one", "a.two"]).count() == 2


def test_access_tokens_and_delegations_end_on_the_day(head, deputy, secretary, staff, commune, day):
    later = day + timedelta(days=3)
    _token, secret = issue_token(
        actor=deputy, position_id=position(deputy), label="x", valid_until=day + timedelta(days=30), on=day, at=now()
    )
    delegate(
        actor=head, to_position_id=position(deputy), acts=["conformity.issue_declaration"], valid_from=day,
        valid_until=day + timedelta(days=30), paper_number="1/QĐ", paper_date=day, on=day, at=now(),
    )  # fmt: skip
    give(head, deputy, commune, day, Receiver(person(staff).username), leaves_on=later)
    assert again(deputy, day).posts == deputy.posts
    assert not actor_of_token(secret, day).is_anonymous
    assert again(deputy, later).posts == ()
    assert actor_of_token(secret, later).is_anonymous
    assert ApiToken.objects.get().valid_until == later
    assert Delegation.objects.get().valid_until == later
    assert Role.DEPUTY in again(staff, later).roles
    assert again(staff, later).mandates == ()


def test_who_has_left_is_signed_out_and_cannot_sign_in(head, secretary, commune, client, sign_in, day):
    account = person(secretary)
    account.set_password("một câu dài khó đoán")
    account.save()
    sign_in(client, secretary)
    assert client.get(reverse("duties:mine")).status_code == 200
    give(head, secretary, commune, day, Receiver("moi.nguoi", "Người Mới"))
    response = client.get(reverse("duties:mine"))
    assert response.status_code == 302
    assert "_auth_user_id" not in client.session
    data = {"username": account.username, "password": "một câu dài khó đoán"}
    answer = client.post(reverse("accounts:sign_in"), data)
    assert answer.status_code == 422
    assert "thôi giữ vị trí" in answer.content.decode()


def test_both_confirm_and_until_then_it_is_awaited(head, secretary, staff, commune, duties, day):
    later = day + timedelta(days=1)
    made = give(head, secretary, commune, day, Receiver(person(staff).username), leaves_on=later).handover
    for actor in (secretary, staff):
        assert [h.pk for h in handovers_awaiting(actor)] == [made.pk]
    assert Notice.objects.of(secretary).filter(topic=f"handover:{made.pk}").exists()
    assert Notice.objects.of(staff).filter(topic=f"handover:{made.pk}").exists()
    confirm_handover(actor=staff, handover_id=made.pk, on=day, at=now())
    assert standing_of(handover_by_id(head, made.pk), head, day).awaited == [person(secretary).full_name]
    confirm_handover(
        actor=secretary, handover_id=made.pk, on=day, at=now(), documents="Tủ số 2\n Tệp mềm ", problems="Thiếu phiếu"
    )
    found = handover_by_id(head, made.pk)
    assert (found.documents, found.problems) == ("Tủ số 2\nTệp mềm", "Thiếu phiếu")
    assert standing_of(found, head, day).awaited == []
    assert list(handovers_awaiting(secretary)) == []
    with pytest.raises(DomainError) as refusal:
        confirm_handover(actor=staff, handover_id=made.pk, on=day, at=now())
    assert refusal.value.code == "already_confirmed"


def test_head_confirms_only_for_who_has_left(head, secretary, staff, commune, day):
    later = day + timedelta(days=1)
    made = give(head, secretary, commune, day, Receiver(person(staff).username), leaves_on=later).handover
    with pytest.raises(Forbidden):
        confirm_for_leaver(actor=head, handover_id=made.pk, reason="Đã đi", on=day, at=now())
    with pytest.raises(Forbidden):
        confirm_for_leaver(actor=staff, handover_id=made.pk, reason="Đã đi", on=later, at=now())
    with pytest.raises(DomainError):
        confirm_for_leaver(actor=head, handover_id=made.pk, reason=" ", on=later, at=now())
    done = confirm_for_leaver(actor=head, handover_id=made.pk, reason="Đã chuyển đi", on=later, at=now())
    assert (done.leaver_confirmed_by, done.leaver_confirm_reason) == (head.name, "Đã chuyển đi")


def test_past_records_keep_the_old_name(head, secretary, staff, commune, duties, day):
    made = give(head, secretary, commune, day, Receiver(person(staff).username)).handover
    old = made.person_name
    Person.objects.filter(pk=secretary.person_id).update(full_name="Đổi Tên")
    said = minutes_of(handover_by_id(head, made.pk))
    assert said["leaver"] == old
    assert {duty["label"] for duty in said["duties"]} == {"Rà soát tài liệu", "Khảo sát"}
    assert render_docx("duties.handover_minutes", said).startswith(b"PK")
    assert render_docx("duties.handover_minutes", sample_minutes()).startswith(b"PK")


def test_minutes_tell_what_was_open_then_whatever_came_after(head, secretary, staff, commune, duties, day):
    made = give(head, secretary, commune, day, Receiver(person(staff).username)).handover
    Duty.objects.filter(act="a.one").delete()
    assert len(minutes_of(handover_by_id(head, made.pk))["duties"]) == 2


@pytest.mark.parametrize("who", ["secretary", "staff", "consultant", "outsider", "observer", "officer", "leader"])
def test_refuses_whoever_does_not_manage_the_agency(who, request, secretary, staff, commune, duties, day):
    actor = request.getfixturevalue(who)
    before = (Event.objects.count(), Handover.objects.count(), Appointment.objects.count(), Person.objects.count())
    with pytest.raises((Forbidden, Unseen)):
        give(actor, secretary, commune, day, Receiver("moi.nguoi", "Người Mới"))
    after = (Event.objects.count(), Handover.objects.count(), Appointment.objects.count(), Person.objects.count())
    assert after == before


def test_deputy_does_not_hand_over_his_heads_position(deputy, head, staff, commune, day):
    before = Event.objects.count()
    with pytest.raises(Forbidden):
        give(deputy, head, commune, day, Receiver(person(staff).username))
    assert Event.objects.count() == before


@pytest.mark.parametrize(
    ("receiver", "code"),
    [
        (Receiver("khong-co-ai"), "receiver_unknown"),
        (Receiver("@leaver"), "receiver_is_leaver"),
        (Receiver("@staff", target_id=0), ""),
    ],
)
def test_refuses_what_does_not_fit(receiver, code, head, secretary, staff, commune, day):
    names = {"@leaver": person(secretary).username, "@staff": person(staff).username}
    target = position(staff) if code == "" else None
    fitted = Receiver(names.get(receiver.username, receiver.username), target_id=target)
    with pytest.raises(DomainError) as refusal:
        give(head, secretary, commune, day, fitted)
    assert refusal.value.code == (code or "target_unfit")
    assert not Handover.objects.exists()
    assert again(secretary, day).posts == secretary.posts


def test_a_position_may_be_left_vacant_and_says_so(head, secretary, commune, duties, day):
    before = open_ids()
    made = give(head, secretary, commune, day).handover
    item = HandoverItem.objects.get(handover=made)
    assert (item.receiver, str(item)) == (None, f"{item.title}: để trống")
    assert open_ids() == before


def test_last_administrator_hands_over_to_another(administrator, officer, department, day):
    system = Actor.system("x")
    give(system, administrator, department, day, Receiver(person(officer).username))
    assert Role.ADMINISTRATOR in again(officer, day).roles
    assert again(administrator, day).posts == ()


def test_every_row_of_a_handover_is_sealed(head, secretary, staff, commune, duties, day):
    before = {(b.kind, b.where) for b in history.verify().breaks}
    made = give(head, secretary, commune, day, Receiver("moi.nguoi", "Người Mới"), leaves_on=day).handover
    confirm_for_leaver(actor=head, handover_id=made.pk, reason="Đã đi", on=day, at=now())
    new = Person.objects.get(username="moi.nguoi")
    confirm_handover(actor=actor_for(new, day), handover_id=made.pk, on=day, at=now())
    assert {(b.kind, b.where) for b in history.verify().breaks} <= before


def test_preview_names_what_only_he_can_do(head, secretary, commune, duties, day):
    left = leaving_of(person(head), commune.pk, day).positions[0]
    assert "Xác nhận hiệu lực" in left.only_he
    assert [duty.act for duty in left.duties] == ["a.three"]
    make_post(commune, Role.ISO_SECRETARY, title="Thư ký thứ hai")
    assert leaving_of(person(secretary), commune.pk, day).positions[0].only_he == []


# Pages


def form(actor, day, **more):
    key = f"p{position(actor)}"
    return {
        "leaves_on": f"{day:%d/%m/%Y}",
        "reason": "Chuyển công tác",
        "basis": "",
        "documents": "",
        "problems": "",
        f"{key}-action": "giao",
        f"{key}-username1": "binh.tran",
        f"{key}-full_name1": "Trần Thị Bình",
        **more,
    }


def test_page_hands_over_in_one_post(client, sign_in, head, secretary, commune, duties, day):
    sign_in(client, head)
    url = reverse("duties:handover_new", args=[secretary.person_id])
    page = client.get(url).content.decode()
    assert "2 việc đang mở" in page
    response = client.post(url, form(secretary, day))
    made = Handover.objects.get()
    assert response.status_code == 200
    assert response.context["done"].accounts[0].password in response.content.decode()
    detail = client.get(reverse("duties:handover", args=[made.pk])).content.decode()
    assert "Trần Thị Bình" in detail
    word = client.get(reverse("duties:handover_minutes", args=[made.pk, "docx"]))
    assert word.content.startswith(b"PK")
    body = {"reason": "Đã chuyển đi"}
    client.post(reverse("duties:handover_confirm_for", args=[made.pk]), body)
    made.refresh_from_db()
    assert made.leaver_confirmed_by == head.name


def test_receiver_confirms_with_a_click(client, sign_in, head, secretary, staff, commune, day):
    made = give(head, secretary, commune, day, Receiver(person(staff).username)).handover
    sign_in(client, staff)
    assert "Xác nhận đã nhận" in client.get(reverse("duties:handover", args=[made.pk])).content.decode()
    client.post(reverse("duties:handover_confirm", args=[made.pk]))
    assert HandoverItem.objects.get().confirmed_by == staff.name


def test_form_keeps_what_was_typed_when_refused(client, sign_in, head, secretary, day):
    sign_in(client, head)
    key = f"p{position(secretary)}"
    url = reverse("duties:handover_new", args=[secretary.person_id])
    response = client.post(url, form(secretary, day, **{f"{key}-username1": "", f"{key}-full_name1": ""}))
    assert response.status_code == 422
    assert "Hãy ghi người nhận" in response.content.decode()
    unfit = {f"{key}-username1": "-1", f"{key}-full_name1": "Người Mới"}
    assert client.post(url, form(secretary, day, **unfit)).status_code == 422
    assert not Handover.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"), [("officer", 403), ("observer", 403), ("staff", 403), ("outsider", 404), ("consultant", 403)]
)
def test_others_do_not_open_the_form_nor_write(who, status, request, client, sign_in, secretary, day):
    sign_in(client, request.getfixturevalue(who))
    url = reverse("duties:handover_new", args=[secretary.person_id])
    before = Event.objects.count()
    assert client.get(url).status_code == status
    assert client.post(url, form(secretary, day)).status_code == status
    assert (Event.objects.count(), Handover.objects.count()) == (before, 0)


@pytest.mark.parametrize(("who", "status"), [("officer", 200), ("outsider", 404), ("consultant", 404)])
def test_handover_is_seen_by_its_agency_and_province_who_do_not_act(
    who, status, request, client, sign_in, head, secretary, staff, commune, day
):
    made = give(head, secretary, commune, day, Receiver(person(staff).username)).handover
    sign_in(client, request.getfixturevalue(who))
    assert client.get(reverse("duties:handover", args=[made.pk])).status_code == status
    before = Event.objects.count()
    for name in ("handover_confirm", "handover_confirm_for"):
        answer = client.post(reverse(f"duties:{name}", args=[made.pk]), {"reason": "x"})
        assert answer.status_code in {403, 404}
    assert Event.objects.count() == before


@pytest.mark.parametrize("many", [1, 3])
def test_pages_keep_the_budget(
    many, client, sign_in, head, secretary, staff, commune, duties, day, django_assert_max_num_queries
):
    for number in range(many):
        other = make_actor(commune, Role.INTERNAL_AUDITOR, day, title=f"Đánh giá viên {number}")
        give(head, other, commune, day, Receiver(person(staff).username))
        make_post(commune, Role.ISO_SECRETARY, person(secretary), title=f"Thư ký {number}")
    sign_in(client, head)
    client.get(reverse("accounts:me"))
    urls = [
        reverse("duties:handovers"),
        reverse("duties:handover_new", args=[secretary.person_id]),
        reverse("duties:handover", args=[Handover.objects.latest("pk").pk]),
        reverse("accounts:person", args=[secretary.person_id]),
    ]
    for url in urls:
        with django_assert_max_num_queries(12):
            assert client.get(url).status_code == 200


def test_agency_of_the_form_is_one_the_actor_manages(client, sign_in, head, secretary, other_commune):
    sign_in(client, head)
    url = reverse("duties:handover_new", args=[secretary.person_id])
    assert client.get(f"{url}?co-quan={other_commune.pk}").status_code == 404
    assert Agency.objects.filter(pk=other_commune.pk).exists()
    assert Position.objects.exists()
