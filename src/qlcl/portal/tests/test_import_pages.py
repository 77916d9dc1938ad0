"""The page of imports: upload, preview, confirm, undo; without scripts."""

import io
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from qlcl.kernel import catalogue
from qlcl.kernel.actors import Actor
from qlcl.organisations.models import Agency
from qlcl.portal.models import ImportBatch, PendingImport

pytestmark = pytest.mark.django_db
SignIn = Callable[[Client, Actor], Client]
HEAD = "code,name,level,parent_code,valid_from,duty_to_apply\n"


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def units(province: Agency) -> str:
    return HEAD + f"P1-Y1,Sở Y tế,province_agency,{province.code},2004-01-01,mandatory\n"


def _upload(client: Client, *texts: str, **fields: str) -> Any:
    files = [SimpleUploadedFile(f"tep{place}.csv", text.encode()) for place, text in enumerate(texts)]
    return client.post("/nhap", {"uploads": files, "kind": "", **fields})


def _confirm(client: Client, address: str) -> Any:
    page = client.get(address).content.decode()
    digest = re.search(r'name="digest" value="([0-9a-f]+)"', page)
    return client.post(f"{address}/xac-nhan", {"digest": digest[1] if digest else ""})


def test_uploads_previews_confirms_and_undoes(client: Client, sign_in: SignIn, officer: Actor, units: str) -> None:
    sign_in(client, officer)
    answer = _upload(client, units)
    assert answer.status_code == 302
    page = client.get(answer["Location"])
    assert "Xác nhận nhập" in page.content.decode()
    assert not Agency.objects.filter(code="P1-Y1").exists()
    done = _confirm(client, answer["Location"])
    assert Agency.objects.filter(code="P1-Y1").exists()
    batch = ImportBatch.objects.get()
    assert done["Location"] == f"/nhap/lan/{batch.pk}"
    assert batch.files[0]["sha256"] in client.get(done["Location"]).content.decode()
    assert "tep0.csv" in client.get("/nhap").content.decode()
    assert client.get(answer["Location"]).status_code == 404
    client.post(f"/nhap/lan/{batch.pk}/hoan-tac")
    assert not Agency.objects.filter(code="P1-Y1").exists()
    assert "Đã hoàn tác" in client.get(done["Location"]).content.decode()


def test_the_same_file_again_offers_nothing_to_confirm(
    client: Client, sign_in: SignIn, officer: Actor, units: str
) -> None:
    sign_in(client, officer)
    _confirm(client, _upload(client, units)["Location"])
    page = client.get(_upload(client, units)["Location"]).content.decode()
    assert "Không có gì thay đổi" in page
    assert "Xác nhận nhập" not in page


def test_a_corrected_file_shows_before_and_after(client: Client, sign_in: SignIn, officer: Actor, units: str) -> None:
    sign_in(client, officer)
    _confirm(client, _upload(client, units)["Location"])
    page = client.get(_upload(client, units.replace("Sở Y tế", "Sở Y tế mới"))["Location"]).content.decode()
    assert "<del>Sở Y tế</del>" in page
    assert "<ins>Sở Y tế mới</ins>" in page


def test_lists_bad_cells(client: Client, sign_in: SignIn, officer: Actor, units: str) -> None:
    sign_in(client, officer)
    page = client.get(_upload(client, units.replace("2004-01-01", "hôm qua"))["Location"])
    assert page.status_code == 422
    assert "Không phải là ngày." in page.content.decode()
    assert "Xác nhận nhập" not in page.content.decode()


def test_asks_for_the_kind_that_it_cannot_tell(client: Client, sign_in: SignIn, officer: Actor, units: str) -> None:
    sign_in(client, officer)
    address = _upload(client, "a,b\n1,2\n")["Location"]
    assert "ông/bà chọn loại bảng" in client.get(address).content.decode()
    client.post(f"{address}/doi", {"kind-0": "units", "illustration": "on"})
    page = client.get(address)
    assert page.status_code == 422
    assert "Không tìm thấy dòng tiêu đề" in page.content.decode()
    assert PendingImport.objects.get().illustration


def test_refuses_an_unreadable_file_at_once(client: Client, sign_in: SignIn, officer: Actor) -> None:
    sign_in(client, officer)
    answer = _upload(client, "%PDF-1.7")
    assert answer.status_code == 422
    assert "tep0.csv: Tệp không phải là bảng dữ liệu" in answer.content.decode()
    assert not PendingImport.objects.exists()


def test_without_a_file_says_so(client: Client, sign_in: SignIn, officer: Actor) -> None:
    answer = sign_in(client, officer).post("/nhap", {"kind": ""})
    assert answer.status_code == 422
    assert "Chọn ít nhất một tệp." in answer.content.decode()


def test_what_changed_since_the_preview_is_shown_again(
    client: Client, sign_in: SignIn, officer: Actor, units: str
) -> None:
    sign_in(client, officer)
    address = _upload(client, units)["Location"]
    answer = client.post(f"{address}/xac-nhan", {"digest": "0" * 64})
    assert answer.status_code == 409
    assert "đã thay đổi từ lúc xem trước" in answer.content.decode()
    assert not Agency.objects.filter(code="P1-Y1").exists()


def test_held_files_are_kept_whole_and_expire(
    client: Client, sign_in: SignIn, officer: Actor, units: str, tmp_path: Path
) -> None:
    sign_in(client, officer)
    address = _upload(client, units)["Location"]
    held = PendingImport.objects.get()
    stored = tmp_path / "pending" / held.files[0]["sha256"]
    assert stored.read_bytes() == units.encode()
    stored.write_bytes(b"other")
    assert "không còn nguyên vẹn" in client.get(address).content.decode()
    PendingImport.objects.update(expires_at=held.created_at - timedelta(seconds=1))
    assert client.get(address).status_code == 404
    _upload(client, units.replace("Y1", "Y2"))
    assert not stored.exists()


def test_dropping_forgets_the_files(
    client: Client, sign_in: SignIn, officer: Actor, units: str, tmp_path: Path
) -> None:
    sign_in(client, officer)
    client.post(f"{_upload(client, units)['Location']}/bo")
    assert not PendingImport.objects.exists()
    assert list((tmp_path / "pending").iterdir()) == []


def test_an_upload_is_seen_by_who_made_it_only(
    client: Client, sign_in: SignIn, officer: Actor, administrator: Actor, units: str
) -> None:
    address = _upload(sign_in(client, officer), units)["Location"]
    other = sign_in(Client(), administrator)
    assert [other.get(address).status_code, other.post(f"{address}/xac-nhan").status_code] == [404, 404]
    assert not Agency.objects.filter(code="P1-Y1").exists()


def test_offers_a_template_per_kind(client: Client, sign_in: SignIn, officer: Actor) -> None:
    sign_in(client, officer)
    for kind in catalogue.import_kinds():
        book = openpyxl.load_workbook(io.BytesIO(client.get(f"/nhap/mau/{kind.code}").content))
        assert book.worksheets[0]["A2"].value == "Ví dụ"
    assert client.get("/nhap/mau/none").status_code == 404


def test_others_are_refused(
    client: Client, sign_in: SignIn, head: Actor, leader: Actor, observer: Actor, other_province_officer: Actor
) -> None:
    for actor in (head, leader, observer):
        signed = sign_in(Client(), actor)
        assert [signed.get("/nhap").status_code, signed.get("/nhap/mau/units").status_code] == [403, 403]
    assert client.get("/nhap").status_code == 302
    assert sign_in(Client(), other_province_officer).get("/nhap/lan/1").status_code == 404


@pytest.mark.parametrize("path", ["/cong-bo/", "/kiem-tra/", "/dao-tao/", "/co-quan/"])
def test_lists_lead_to_the_import_whoever_may_import(
    client: Client, sign_in: SignIn, officer: Actor, leader: Actor, inspector: Actor, path: str
) -> None:
    assert 'href="/nhap"' in sign_in(Client(), officer).get(path).content.decode()
    for actor in (leader, inspector):
        assert 'href="/nhap"' not in sign_in(Client(), actor).get(path).content.decode()
