"""Pages of sets and checklists."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from qlcl.assessments.models import Checklist, ChecklistItem, Conflict, Finding, ItemEvidence, QuestionSet
from qlcl.assessments.operations.apply_ops import apply_ops
from qlcl.assessments.tests.factories import (
    ARTICLE_36,
    AT,
    CLAUSES,
    a_finding,
    about,
    an_answer,
    item_of,
    make_checklist,
    shipped,
)
from qlcl.corrective.models import Nonconformity
from qlcl.kernel.actors import Actor
from qlcl.kernel.tests.test_pictures import drawn
from qlcl.organisations.models import Agency

pytestmark = pytest.mark.django_db
BASE = "/danh-muc-kiem"


def fields_of(page: str) -> dict[str, str]:
    """The form of a checklist as a browser without scripts would send it back."""
    found: dict[str, str] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page):
        found[name] = value
    for name, value, checked in re.findall(r'type="radio" name="([^"]+)" value="([^"]*)"( checked)?', page):
        if checked:
            found[name] = value
    for name, value in re.findall(r'<textarea name="([^"]+)"[^>]*>([^<]*)</textarea>', page):
        found[name] = value
    for name, value in re.findall(r'<input name="([^"]+)" value="([^"]*)"', page):
        found[name] = value
    return found


def url_of(checklist: Checklist) -> str:
    return f"{BASE}/phieu/{checklist.pk}/"


@pytest.mark.parametrize(("code", "questions"), [(ARTICLE_36, 13), (CLAUSES, 60)])
def test_a_page_of_13_and_of_60_questions_within_the_budget(
    client: Client, sign_in, inspector: Actor, commune: Agency, code: str, questions: int, django_assert_max_num_queries
):
    first = make_checklist(commune, inspector, code=code)
    checklist = make_checklist(commune, inspector, code=code, previous=first)
    items = list(ChecklistItem.objects.filter(checklist=checklist).select_related("clause"))
    assert len(items) >= questions
    ops: list[object] = [an_answer(item, "dat", n) for n, item in enumerate(items)]
    ops += [a_finding(item, f"Phát hiện {n}") for n, item in enumerate(items)]
    ops += [about("evidence", item.uid, item=str(item.uid), ref_label="12/QĐ-UBND") for item in items]
    apply_ops(actor=inspector, checklist_id=checklist.pk, device="A", ops=ops, at=AT)
    others = [
        an_answer(item, "khong_ap_dung" if code == ARTICLE_36 else "khong_xem", n) for n, item in enumerate(items)
    ]
    apply_ops(actor=inspector, checklist_id=checklist.pk, device="B", ops=others, at=AT)
    assert Conflict.objects.count() == len(items)
    sign_in(client, inspector)
    client.get(url_of(checklist))
    with django_assert_max_num_queries(12):
        assert client.get(url_of(checklist)).status_code == 200
    for url in (
        f"{BASE}/",
        f"{BASE}/phieu/",
        f"{BASE}/bo/{checklist.set_id}/",
        f"{url_of(checklist)}muc/{items[0].pk}/",
    ):
        with django_assert_max_num_queries(12):
            assert client.get(url).status_code == 200


def test_lists_cost_the_same_with_one_row_and_three(
    client: Client, sign_in, inspector: Actor, commune: Agency, django_assert_max_num_queries
):
    sign_in(client, inspector)
    for _ in range(3):
        make_checklist(commune, inspector)
        client.get(f"{BASE}/phieu/")
        with django_assert_max_num_queries(12):
            assert client.get(f"{BASE}/phieu/").status_code == 200


def test_saves_only_what_was_changed_on_the_page_or_one_question(
    client: Client, sign_in, inspector: Actor, commune: Agency
):
    checklist = make_checklist(commune, inspector)
    one, two = item_of(checklist, "1a"), item_of(checklist, "1b")
    sign_in(client, inspector)
    form = fields_of(client.get(url_of(checklist)).content.decode())
    form |= {f"tl-{one.pk}": "chua_dat", f"gc-{one.pk}": "Thiếu\r\nhai thủ tục", f"tl-{two.pk}": "dat"}
    assert client.post(url_of(checklist), {**form, "chi": one.pk})["Location"].endswith(f"#c{one.pk}")
    one.refresh_from_db()
    assert (one.answer, one.note, item_of(checklist, "1b").answer) == ("chua_dat", "Thiếu\nhai thủ tục", "")
    page = client.get(url_of(checklist)).content.decode()
    assert "Đã ghi 1 câu." in page and "1/13" in page
    form = fields_of(page) | {f"tl-{two.pk}": "dat", f"ld-{item_of(checklist, '1c').pk}": "Bộ phận nghỉ"}
    client.post(url_of(checklist), form)
    checklist.refresh_from_db()
    one.refresh_from_db()
    assert (checklist.answered, one.revision) == (3, 1)
    assert (
        "Chưa có gì thay đổi"
        in client.post(
            url_of(checklist), fields_of(client.get(url_of(checklist)).content.decode()), follow=True
        ).content.decode()
    )
    left = client.get(url_of(checklist), {"loc": "chua"}).content.decode()
    assert f'id="c{one.pk}"' not in left and left.count('class="question question-open"') == 10


def test_a_page_overtaken_by_another_keeps_both_answers_and_asks(
    client: Client, sign_in, inspector: Actor, officer: Actor, commune: Agency
):
    checklist = make_checklist(commune, inspector)
    item = item_of(checklist)
    sign_in(client, inspector)
    stale = fields_of(client.get(url_of(checklist)).content.decode())
    apply_ops(actor=officer, checklist_id=checklist.pk, device="B", ops=[an_answer(item, "dat")], at=AT)
    said = client.post(url_of(checklist), {**stale, f"tl-{item.pk}": "chua_dat"}, follow=True).content.decode()
    assert "đã có người khác trả lời khác" in said and "cần chọn một" in said
    for actor in (officer, inspector):
        sign_in(client, actor)
        page = client.get(url_of(checklist)).content.decode()
        assert page.count("Giữ câu này") == 2
    choices = re.findall(r'name="chon" value="([^"]+)"', page)
    kept = next(v for v in Conflict.objects.get().versions if v["answer"] == "dat")
    which = next(choice for choice in choices if choice.endswith(kept["op"]))
    client.post(url_of(checklist), {**fields_of(page), "chon": which})
    item.refresh_from_db()
    assert item.answer == "dat" and not Conflict.objects.filter(resolved_at__isnull=True).exists()


def test_evidence_findings_and_conclusion_through_the_pages(
    client: Client, sign_in, inspector: Actor, head: Actor, commune: Agency
):
    checklist = make_checklist(commune, inspector)
    item = item_of(checklist)
    sign_in(client, inspector)
    form = fields_of(client.get(url_of(checklist)).content.decode())
    form |= {name: "dat" for name in form if name.startswith("tl-")}
    client.post(url_of(checklist), {**form, f"tl-{item.pk}": "chua_dat"})
    refused = client.post(f"{url_of(checklist)}ket-luan", {"on": "01/10/2026"})
    assert refused.status_code == 422 and "Chưa ghi phát hiện" in refused.content.decode()
    place = f"{url_of(checklist)}muc/{item.pk}/"
    photo = SimpleUploadedFile("anh.png", drawn("PNG"), "image/png")
    assert client.post(f"{place}minh-chung", {"file": photo, "caption": "Bảng niêm yết"}).status_code == 302
    assert client.post(f"{place}minh-chung", {"address": url_of(checklist)}).status_code == 302
    assert client.post(f"{place}minh-chung", {"paper": "12/QĐ-UBND"}).status_code == 302
    assert client.post(f"{place}minh-chung", {"address": "/khong-co"}).status_code == 422
    assert client.post(f"{place}minh-chung", {}).status_code == 422
    assert ItemEvidence.objects.filter(ref_kind="checklist", ref_id=checklist.pk).exists()
    assert (
        client.post(f"{place}phat-hien", {"statement": "Thiếu hai thủ tục", "severity": "serious"}).status_code == 302
    )
    assert (
        client.post(f"{url_of(checklist)}phat-hien", {"statement": "Ghi nhầm", "severity": "remark"}).status_code == 302
    )
    wrong = Finding.objects.get(item__isnull=True)
    assert client.post(f"{BASE}/phat-hien/{wrong.pk}/rut").status_code == 302
    proof = ItemEvidence.objects.get(file__isnull=False)
    sent = client.get(f"{BASE}/minh-chung/{proof.pk}")
    assert sent["X-Content-Type-Options"] == "nosniff" and b"Zka" not in b"".join(sent.streaming_content)
    paper = ItemEvidence.objects.get(ref_label="12/QĐ-UBND")
    assert client.post(f"{BASE}/minh-chung/{paper.pk}/bo").status_code == 302
    assert client.post(f"{url_of(checklist)}ket-luan", {"on": "01/10/2026"}).status_code == 302
    assert Nonconformity.objects.get().statement == "Thiếu hai thủ tục"
    page = client.get(place).content.decode()
    assert "Bảng niêm yết" in page and "Đã bỏ" in page and "Điểm không phù hợp" in page
    sign_in(client, head)
    assert client.get(url_of(checklist)).status_code == 200
    assert client.post(url_of(checklist), form).status_code == 403


def test_an_officer_publishes_a_version_without_scripts(client: Client, sign_in, officer: Actor, head: Actor):
    first = shipped()
    url = f"{BASE}/bo/{first.pk}/sua"
    sign_in(client, head)
    assert client.get(url).status_code == 403
    sign_in(client, officer)
    page = client.get(url).content.decode()
    form = fields_of(page) | {"title": first.title, "basis": first.basis, "note": "Thêm câu về niêm yết"}
    codes = {form[name]: name.partition("-")[2] for name in form if name.startswith("code-") and form[name]}
    form |= {f"removed-{codes['1g']}": "on", f"order-{codes['2e']}": "5"}
    blank = next(name.partition("-")[2] for name in form if name.startswith("code-") and not form[name])
    form |= {f"code-{blank}": "3a", f"text-{blank}": "Có bảng niêm yết không?"}
    more = client.post(url, {**form, "them": "1"})
    assert more.status_code == 200 and "Có bảng niêm yết không?" in more.content.decode()
    assert client.post(url, form).status_code == 302
    made = QuestionSet.objects.get(version=2)
    asked = list(made.questions.values_list("code", flat=True))
    assert asked[0] == "2e" and asked[-1] == "3a" and "1g" not in asked
    assert made.questions.get(code="1a").article == "1a"
    url = f"{BASE}/bo/{made.pk}/sua"
    form = fields_of(client.get(url).content.decode()) | {"title": first.title, "code-1": "2e"}
    repeated = client.post(url, form)
    assert repeated.status_code == 422 and "dùng cho hai câu" in repeated.content.decode()
    assert client.get(f"{BASE}/bo/{first.pk}/").status_code == 200


def test_an_agency_opens_its_own_from_last_time(client: Client, sign_in, secretary: Actor, commune: Agency):
    first = make_checklist(commune, secretary)
    sign_in(client, secretary)
    address = f"{BASE}/phieu/moi/{first.system_id}"
    form = {"set": first.set_id, "uid": client.get(address).context["form"]["uid"].value()}
    for _clicked_again in range(2):
        page = client.post(address, form, follow=True).content.decode()
        assert "Cơ quan tự kiểm" in page and Checklist.objects.count() == 2


def test_what_came_after_the_conclusion_is_read_by_who_concluded(
    client: Client, sign_in, inspector: Actor, secretary: Actor, commune: Agency
) -> None:
    checklist = make_checklist(commune)
    Checklist.objects.filter(pk=checklist.pk).update(concluded_on=checklist.opened_on)
    item = item_of(checklist)
    op = a_finding(item, "Thiếu biên bản họp")
    (late,) = apply_ops(actor=inspector, checklist_id=checklist.pk, device="may-1", ops=[op], at=AT)
    assert late.code == "concluded"
    sign_in(client, inspector)
    assert "1 nội dung từ thiết bị" in client.get(f"/danh-muc-kiem/phieu/{checklist.pk}/").content.decode()
    page = client.get(f"/danh-muc-kiem/phieu/{checklist.pk}/gui-muon").content.decode()
    assert "Thiếu biên bản họp" in page and "Ghi thành điểm không phù hợp" in page
    form = client.get(f"/khong-phu-hop/moi/{checklist.system_id}?noi-dung=Thiếu biên bản&muc=serious")
    assert "Thiếu biên bản" in form.content.decode()
    sign_in(client, secretary)
    assert client.get(f"/danh-muc-kiem/phieu/{checklist.pk}/gui-muon").status_code == 403
