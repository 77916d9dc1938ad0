"""Pages of nonconformities."""

import re

import pytest
from django.test import Client

from qlcl.corrective.models import Nonconformity
from qlcl.corrective.tests.factories import make_nonconformity
from qlcl.duties.tests.factories import system_of
from qlcl.kernel.actors import Actor
from qlcl.organisations.models import Agency

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("rows", [1, 3])
def test_list_and_page_within_the_budget(
    client: Client, sign_in, inspector: Actor, commune: Agency, rows: int, django_assert_max_num_queries
) -> None:
    made = [make_nonconformity(commune, inspector, statement=f"Điểm {n}") for n in range(rows)]
    sign_in(client, inspector)
    for url in ("/khong-phu-hop/", f"/khong-phu-hop/{made[0].pk}/"):
        client.get(url)
        with django_assert_max_num_queries(12):
            assert client.get(url).status_code == 200


def hidden(client: Client, url: str, name: str) -> str:
    """What a form carries unseen."""
    found = re.search(rf'name="{name}" value="([^"]+)"', client.get(url).content.decode())
    assert found is not None
    return found[1]


def test_a_form_sent_twice_raises_one(client: Client, sign_in, secretary: Actor, commune: Agency) -> None:
    sign_in(client, secretary)
    url = f"/khong-phu-hop/moi/{system_of(commune).pk}"
    typed = {"uid": hidden(client, url, "uid"), "statement": "Thiếu", "raised_on": "05/06/2021", "severity": "ordinary"}
    first, again = client.post(url, typed), client.post(url, typed)
    assert (first.status_code, again["Location"]) == (302, first["Location"])
    assert Nonconformity.objects.count() == 1


def test_the_whole_way_through_the_pages(
    client: Client, sign_in, secretary: Actor, head: Actor, commune: Agency
) -> None:
    row = make_nonconformity(commune, secretary)
    base = f"/khong-phu-hop/{row.pk}"
    sign_in(client, secretary)
    whys = {"method": "five_whys", "why_1": "Không có bảng theo dõi", "cause": "Không phân công", "on": "05/06/2021"}
    whys["seen"] = hidden(client, f"{base}/nguyen-nhan", "seen")
    assert "ít nhất hai lần" in client.post(f"{base}/nguyen-nhan", whys).content.decode()
    assert client.post(f"{base}/nguyen-nhan", {**whys, "why_2": "Chưa giao việc"}).status_code == 302
    late = client.post(f"{base}/nguyen-nhan", {**whys, "why_2": "Khác", "cause": "Người khác ghi"})
    assert late.status_code == 409 and f"{secretary.name} đã thay đổi" in late.content.decode()
    planned = client.post(f"{base}/hanh-dong", {"what": "Giao việc", "due_on": "31/12/2030"})
    assert planned.status_code == 302
    action = row.actions.get()
    refused = client.post(f"/khong-phu-hop/hanh-dong/{action.pk}", {"note": "Xong", "on": action.planned_on})
    assert refused.status_code == 422
    day = f"{action.planned_on:%d/%m/%Y}"
    done = {"note": "Xong", "on": day, "paper": "12/QĐ-UBND"}
    assert client.post(f"/khong-phu-hop/hanh-dong/{action.pk}", done).status_code == 302
    sign_in(client, head)
    said = {"verdict": "effective", "note": "Đã xem", "on": day}
    assert client.post(f"{base}/hieu-qua", said).status_code == 302
    assert Nonconformity.objects.get().state == "closed"
    assert "Có hiệu quả" in client.get(f"{base}/").content.decode()


def test_others_cases_are_shown_without_their_names(
    client: Client, sign_in, secretary: Actor, commune: Agency, other_commune: Agency
) -> None:
    mine = make_nonconformity(commune, secretary)
    theirs = make_nonconformity(other_commune, statement=f"{other_commune.name} chưa cập nhật danh mục thủ tục")
    sign_in(client, secretary)
    page = client.get(f"/khong-phu-hop/{mine.pk}/nguyen-nhan").content.decode()
    assert other_commune.name not in page and "Chưa có điểm nào tương tự" in page
    Nonconformity.objects.filter(pk=theirs.pk).update(cause="Thiếu người")
    assert other_commune.short_name not in page


def test_search_finds_it_without_accents_and_with_a_slip(
    client: Client, sign_in, secretary: Actor, commune: Agency
) -> None:
    make_nonconformity(commune, secretary, statement="Chưa cập nhật danh mục thủ tục")
    sign_in(client, secretary)
    for text in ("danh muc thu tuc", "danh muc nhaat"):
        assert client.get("/tim", {"q": text}).status_code == 200
    assert "Chưa cập nhật danh mục" in client.get("/tim", {"q": "danh muc thu tuc"}).content.decode()
