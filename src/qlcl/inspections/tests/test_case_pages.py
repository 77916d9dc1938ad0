"""Pages of an inspection under way: the whole way by hand, who sees what, its papers, its file."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from qlcl.accounts.models import Person
from qlcl.assessments.operations.prove_and_find import add_evidence
from qlcl.assessments.tests.factories import make_sets
from qlcl.inspections.enums import Mode, Part, Status
from qlcl.inspections.models import Inspection, Inspector
from qlcl.inspections.operations.keep_papers import add_paper
from qlcl.inspections.papers_of_case import DRAFTS, sample_case
from qlcl.inspections.tests.cases import DECIDED, answer_all, form_team, make_case, make_inspector, make_scan
from qlcl.inspections.tests.factories import AT, make_edition
from qlcl.kernel.actors import Actor
from qlcl.kernel.files import store_bytes
from qlcl.organisations.models import Agency
from qlcl.papers.layout.templating import render
from qlcl.papers.operations.render import render_docx
from qlcl.papers.queries import default_body

pytestmark = pytest.mark.django_db
SignIn = Callable[[Client, Actor], Client]
PDF = b"%PDF-1.4 ban quet %%EOF"


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def page(case: Inspection, name: str = "inspection") -> str:
    return reverse(f"inspections:{name}", args=[case.pk])


def scan(name: str = "qd.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF, "application/pdf")


def table(prefix: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """A whole table as a browser posts it."""
    data: dict[str, Any] = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0, "seen": 10**9}
    return data | {f"{prefix}-{n}-{name}": value for n, row in enumerate(rows) for name, value in row.items()}


def test_an_officer_takes_an_inspection_from_order_to_end(
    client: Client, sign_in: SignIn, officer: Actor, commune: Agency, department: Agency
) -> None:
    make_edition()
    make_sets()
    first, second = make_inspector(department, "Nguyễn An"), make_inspector(department, "Lê Bình")
    sign_in(client, officer)
    made = client.post(
        reverse("inspections:case_new"),
        {"agency": commune.code, "mode": "on_site", "order": "12/UBND-KSTT", "planned_from": "10/05/2021"},
    )
    case = Inspection.objects.get()
    assert made["Location"] == page(case)
    shown = client.get(page(case)).content.decode()
    assert "Lập Đoàn kiểm tra" in shown
    assert "phải có ít nhất 2 người" in shown
    rows = [{"inspector": first.pk, "role": "leader", "tasks": "Chung"}, {"inspector": second.pk, "role": "member"}]
    assert client.get(page(case, "case_team")).status_code == 200
    assert client.post(page(case, "case_team"), table("tv", [*rows, {"role": "member"}])).status_code == 302
    drafted = client.get(page(case, "case_programme"))
    assert "Họp mở đầu" in drafted.content.decode()
    sessions = [{"held_on": "10/05/2021", "hours": "8:00", "content": "Họp mở đầu"}, {"content": ""}]
    assert client.post(page(case, "case_programme"), table("ct", sessions)).status_code == 302
    decision = {"number": "05/QĐ", "decided_on": "04/05/2021", "planned_from": "10/05/2021", "file": scan()}
    assert client.post(page(case, "case_decide"), decision).status_code == 302
    assert client.post(page(case, "case_announce"), {"on": "10/05/2021", "file": scan()}).status_code == 302
    assert client.post(page(case, "case_start"), {"on": "10/05/2021", "sets": ["tt26-dieu36"]}).status_code == 302
    refused = client.post(page(case, "case_conclude"), {"inspected_on": "10/05/2021", "on": "10/05/2021"})
    assert refused.status_code == 422
    assert "Còn 13 câu chưa trả lời" in refused.content.decode()
    answer_all(case, officer, {"2d": "chua_dat"})
    done = client.post(page(case, "case_conclude"), {"inspected_on": "10/05/2021", "on": "10/05/2021"})
    assert done.status_code == 302
    assert "chưa có quyết định công bố" in client.get(page(case, "case_minutes")).content.decode()
    assert client.post(page(case, "case_minutes"), {"situation": "Tốt", "seen": 10**9}).status_code == 302
    client.post(page(case, "case_agree"))
    assert "Ghi biên bản đã ký" in client.get(page(case)).content.decode()
    assert client.post(page(case, "case_sign"), {"on": "12/05/2021"}).status_code == 422
    # agreed today by the clock, so it is signed today
    day = Inspection.objects.get().agreed_on
    assert client.post(page(case, "case_sign"), {"on": f"{day:%d/%m/%Y}", "file": scan()}).status_code == 302
    case.refresh_from_db()
    assert (case.status, case.report_due_on is not None) == (Status.SIGNED, True)
    assert sorted(case.papers.values_list("part", flat=True)) == [Part.DECISION, Part.MINUTES, Part.OTHER]


@pytest.mark.parametrize("step", ["planned", "decided", "running", "concluded", "signed"])
def test_each_state_is_shown_within_twelve_queries_to_each_side(
    client: Client, sign_in: SignIn, officer: Actor, head: Actor, commune: Agency, step: str,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    case = make_case(commune, step, officer, answers={"1a": "chua_dat", "1b": "chua_dat"})
    for actor in (officer, head):
        sign_in(client, actor)
        for tab in ("", "doan", "ho-so", "nhat-ky"):
            with django_assert_max_num_queries(12):
                answer = client.get(page(case), {"muc": tab})
            assert answer.status_code == (404 if (actor is head and step == "planned") else 200)


def test_who_sees_an_inspection_before_and_after_it_is_concluded(
    client: Client, sign_in: SignIn, officer: Actor, inspector: Actor, head: Actor, outsider: Actor,
    observer: Actor, leader: Actor, staff: Actor, other_province_officer: Actor, commune: Agency, department: Agency,
) -> None:  # fmt: skip
    expert = make_inspector(department, "Chuyên gia", Person.objects.get(pk=staff.person_id))
    case = make_case(commune, "planned", officer)

    def seen() -> dict[str, int]:
        people = {
            "officer": officer, "inspector": inspector, "head": head, "outsider": outsider, "observer": observer,
            "leader": leader, "other": other_province_officer,
        }  # fmt: skip
        return {name: sign_in(client, actor).get(page(case)).status_code for name, actor in people.items()}

    before = {"officer": 200, "inspector": 200, "outsider": 404, "observer": 404, "leader": 404, "other": 404}
    assert seen() == {**before, "head": 404}
    form_team(case, [make_inspector(department, "Trưởng đoàn"), expert], officer)
    Inspection.objects.filter(pk=case.pk).update(status=Status.RUNNING)
    assert seen() == {**before, "head": 200}
    Inspection.objects.filter(pk=case.pk).update(status=Status.CONCLUDED, inspected_on=DECIDED)
    assert seen() == {**before, "observer": 200, "leader": 200, "head": 200}
    sign_in(client, outsider)
    for name in ("case_team", "case_decide", "case_remark", "case_whole", "case_close"):
        assert client.get(page(case, name)).status_code == 404
    sign_in(client, head)
    assert [client.get(page(case, name)).status_code for name in ("case_team", "case_sign", "case_whole")] == [403] * 3


def test_the_agency_remarks_on_its_own_page_once_the_team_has_agreed(
    client: Client, sign_in: SignIn, officer: Actor, head: Actor, commune: Agency
) -> None:
    case = make_case(commune, "concluded", officer)
    sign_in(client, officer)
    client.post(page(case, "case_minutes"), {"situation": "Tình hình mật", "seen": 10**9})
    sign_in(client, head)
    assert "Tình hình mật" not in client.get(page(case)).content.decode()
    sign_in(client, officer).post(page(case, "case_agree"))
    sign_in(client, head)
    shown = client.get(page(case)).content.decode()
    assert "Tình hình mật" in shown
    assert page(case, "case_remark") in shown
    client.post(page(case, "case_remark"), {"remarks": "Nhất trí", "seen": 10**9})
    case.refresh_from_db()
    assert case.agency_remarks == "Nhất trí"


def test_the_whole_file_has_safe_names_and_an_index_that_cannot_run(
    client: Client, sign_in: SignIn, officer: Actor, head: Actor, commune: Agency
) -> None:
    case = make_case(commune, "running", officer)
    checklist = case.system.checklists.get()
    photo = store_bytes(b"\xff\xd8\xff\xe0 anh", "../=cmd ảnh.jpg", at=AT, by="x")
    item = checklist.items.get(code="1a")
    add_evidence(actor=officer, checklist_id=checklist.pk, item=item.uid, at=AT, on=DECIDED, file=photo)
    common: dict[str, Any] = {"actor": officer, "inspection_id": case.pk, "on": DECIDED, "at": AT}
    for n in (1, 2):
        add_paper(part=Part.OTHER, title="=HYPERLINK(1)/../x", file=make_scan(f"{n}.pdf"), **common)
    sign_in(client, officer)
    answer = client.get(page(case, "case_whole"))
    made = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    assert made.testzip() is None
    assert made.namelist() == [
        "muc-luc.xlsx", "van-ban/other/hyperlink-1-x.pdf", "van-ban/other/hyperlink-1-x-2.pdf",
        "phieu-kiem/1a-cmd-anh.jpg",
    ]  # fmt: skip
    book = load_workbook(io.BytesIO(made.read("muc-luc.xlsx")))
    assert book.sheetnames == ["Cuộc kiểm tra", "Mười thành phần", "Mục lục tệp", "Điểm không phù hợp", "Phiếu kiểm"]
    cell = book["Mục lục tệp"]["C2"]
    assert (cell.value, cell.data_type) == ("=HYPERLINK(1)/../x", "s")
    assert book["Mười thành phần"].max_row == 11


def test_papers_are_handed_to_the_agency_only_where_they_are_its_own(
    client: Client, sign_in: SignIn, officer: Actor, head: Actor, outsider: Actor, commune: Agency
) -> None:
    case = make_case(commune, "concluded", officer)
    common: dict[str, Any] = {"actor": officer, "inspection_id": case.pk, "on": DECIDED, "at": AT, "title": ""}
    own = add_paper(part=Part.DECISION, file=make_scan(), **common)
    inner = add_paper(part=Part.TEAM_REPORT, file=make_scan(), **common)
    found = []
    for actor in (officer, head, outsider):
        sign_in(client, actor)
        urls = [reverse("inspections:case_paper", args=[paper.pk]) for paper in (own, inner)]
        found.append([client.get(url).status_code for url in urls])
    assert found == [[200, 200], [200, 404], [404, 404]]


@pytest.mark.parametrize("draft", DRAFTS.values(), ids=list(DRAFTS))
def test_every_paper_is_printed_of_the_sample_and_of_an_inspection(
    client: Client, sign_in: SignIn, officer: Actor, commune: Agency, draft: Any
) -> None:
    assert render_docx(draft.kind, sample_case(), commune.province_id)[:2] == b"PK"


@pytest.mark.parametrize("which", ["quyet-dinh", "bien-ban", "cong-bo", "chuong-trinh"])
def test_each_member_of_the_team_stands_on_a_line_of_his_own(which: str) -> None:
    paper = render(default_body(DRAFTS[which].kind), sample_case())
    lines = [str(getattr(block, "text", "")) for block in paper.blocks]
    assert [line[:9] for line in lines if "Ông/bà **" in line] == ["1. Ông/bà", "2. Ông/bà"]


def test_drafts_of_a_signed_inspection_come_as_word(
    client: Client, sign_in: SignIn, officer: Actor, head: Actor, commune: Agency
) -> None:
    case = make_case(commune, "signed", officer, answers={"1a": "chua_dat"})
    urls = [reverse("inspections:case_draft", args=[case.pk, code]) for code in DRAFTS]
    sign_in(client, officer)
    assert [client.get(url).content[:2] for url in urls] == [b"PK"] * 6
    sign_in(client, head)
    assert {client.get(url).status_code for url in urls} == {403}


def test_the_list_counts_groups_and_finds_ones_own(
    client: Client, sign_in: SignIn, officer: Actor, inspector: Actor, commune: Agency, other_commune: Agency,
    department: Agency, django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    mine = make_inspector(department, "Nguyễn An", Person.objects.get(pk=inspector.person_id))
    make_case(commune, "decided", officer, team=[mine, make_inspector(department, "Lê Bình")])
    make_case(other_commune, "planned", officer, mode=Mode.BY_FILE)
    sign_in(client, inspector)
    with django_assert_max_num_queries(12):
        answer = client.get(reverse("inspections:cases"))
    assert [(chip.label, chip.count) for chip in answer.context["groups"]][:3] == [
        ("Đang thực hiện", 2), ("Đang chuẩn bị", 2), ("Đang kiểm tra, lập biên bản", 0),
    ]  # fmt: skip
    own = client.get(reverse("inspections:cases"), {"cua-toi": "1"})
    assert [row.agency for row in own.context["table"].rows] == [commune]
    months = client.get(reverse("inspections:cases"), {"nam": "2021", "thang": "6"})
    assert list(months.context["table"].rows) == []
    assert Inspector.objects.count() == 2
