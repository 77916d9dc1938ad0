"""Pages of inspections by file."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qlcl.conftest import make_agency
from qlcl.duties.links import form_link
from qlcl.duties.models import Duty, Notice
from qlcl.inspections.by_file import fingerprint
from qlcl.inspections.enums import ItemState, Status
from qlcl.inspections.models import FileEvidence, FileItem, Inspection
from qlcl.inspections.operations.conclude_file import accept_file
from qlcl.inspections.operations.examine_file import verdict_of
from qlcl.inspections.operations.prepare_file import words_of
from qlcl.inspections.operations.remind_files import remind_files
from qlcl.inspections.tests.by_file import AT, DUE, LETTER, examine, fill, plan_file, request_file, send_file
from qlcl.inspections.web.by_file import part
from qlcl.kernel.actors import Actor
from qlcl.kernel.clock import today
from qlcl.kernel.errors import DomainError
from qlcl.kernel.models import StoredFile
from qlcl.organisations.enums import Level
from qlcl.organisations.models import Agency

pytestmark = pytest.mark.django_db
SignIn = Callable[[Client, Actor], Client]
PDF = b"%PDF-1.4\n%%EOF"


def form_of(inspection: Inspection, **words: dict[str, str]) -> dict[str, Any]:
    """What the page posts, unchanged but for some items ("_1a": {"bc": …})."""
    data: dict[str, Any] = {}
    for item in FileItem.objects.filter(inspection=inspection):
        typed = words.get(f"_{item.code}", {})
        data[f"cu-{item.pk}"] = typed.get("cu", fingerprint(*words_of(item)))
        data[f"bc-{item.pk}"] = typed.get("bc", item.answer)
        data[f"ld-{item.pk}"] = typed.get("ld", item.gap_reason)
        if "dan" in typed:
            data[f"dan-{item.pk}"] = typed["dan"]
    return data


def key(inspection: Inspection, code: str) -> int:
    """The id of an item."""
    return FileItem.objects.get(inspection=inspection, code=code).pk


def test_an_agency_writes_proves_and_sends_on_one_page(
    commune: Agency, secretary: Actor, outsider: Actor, client: Client, sign_in: SignIn, tmp_path: object,
    settings: Any,
) -> None:  # fmt: skip
    settings.MEDIA_ROOT = tmp_path
    made = request_file(commune)
    url = reverse("inspections:file", args=[made.pk])
    assert form_link(Duty.objects.get(act="inspections.submit_file")) == url
    sign_in(client, secretary)
    assert "Phần mềm đã điền dữ liệu đang có" in client.get(url).content.decode()
    data = form_of(made, _1a={"bc": "Có.", "dan": "QĐ 12"}, _1b={"bc": "Đã phổ biến."})
    data |= {"chi": str(key(made, "1b")), f"tep-{key(made, '1b')}": SimpleUploadedFile("ds.pdf", PDF)}
    data |= {f"tep-{key(made, '1c')}": SimpleUploadedFile("x.exe", b"MZ")}
    answer = client.post(url, data)
    assert answer["Location"] == f"{url}#m{key(made, '1b')}"
    again = {f"tep-{key(made, '1b')}": SimpleUploadedFile("ds.pdf", PDF), f"bo-{key(made, '1b')}": "9" * 30}
    client.post(url, form_of(made, _1a={"bc": "Có.", "dan": "QĐ 12"}) | again)
    proofs = FileEvidence.objects.filter(item__code__in=("1a", "1b"), ref_kind="")
    assert (proofs.count(), StoredFile.objects.count()) == (2, 1)
    states = dict(FileItem.objects.filter(inspection=made).values_list("code", "state"))
    assert (states["1a"], states["1b"], states["1c"]) == ("enough", "enough", "missing")
    proof = FileEvidence.objects.get(file__isnull=False)
    opened = client.get(reverse("inspections:file_proof", args=[made.pk, proof.pk]))
    assert opened["Content-Disposition"].startswith("attachment")
    assert b"".join(opened.streaming_content) == PDF  # type: ignore[attr-defined]
    page = client.get(url).content.decode()
    assert "x.exe" in page
    assert "ds.pdf" in page
    fill(made)
    sending = reverse("inspections:file_send", args=[made.pk])
    seen = client.get(sending).context["seen"]
    assert client.post(sending, {"seen": seen - 1}).status_code == 422
    assert client.post(sending, {"seen": seen}).status_code == 302
    made.refresh_from_db()
    assert made.status == Status.SUBMITTED
    late = {f"tep-{key(made, '1b')}": SimpleUploadedFile("ds.pdf", PDF + b"2")}
    assert client.post(url, form_of(made, _1a={"bc": "Sửa"}) | late).status_code == 422
    assert StoredFile.objects.count() == 1
    assert client.get(reverse("inspections:file_examine", args=[made.pk])).status_code == 403
    sign_in(client, outsider)
    for address in (url, sending, reverse("inspections:file_proof", args=[made.pk, proof.pk])):
        assert client.get(address).status_code == 404


def test_what_two_people_type_stands_in_view(commune: Agency, head: Actor, client: Client, sign_in: SignIn) -> None:
    made = request_file(commune)
    data = form_of(made, _1a={"bc": "Của tôi"}, _1c={"bc": "Cũng của tôi"})
    FileItem.objects.filter(inspection=made, code="1a").update(answer="Của người khác")
    answer = sign_in(client, head).post(reverse("inspections:file", args=[made.pk]), data)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Của tôi" in text
    assert "Của người khác" in text
    assert FileItem.objects.get(inspection=made, code="1c").answer == "Cũng của tôi"
    again = {name: value for name, value in data.items() if name.endswith(f"-{key(made, '1a')}")}
    again[f"cu-{key(made, '1a')}"] = fingerprint("Của người khác", False, "")
    client.post(reverse("inspections:file", args=[made.pk]), again)
    assert FileItem.objects.get(inspection=made, code="1a").answer == "Của tôi"


def test_an_officer_examines_returns_and_concludes(
    commune: Agency, officer: Actor, observer: Actor, client: Client, sign_in: SignIn
) -> None:
    made = send_file(commune)
    sign_in(client, officer)
    url = reverse("inspections:file_examine", args=[made.pk])
    assert "Ghi, nội dung đủ còn lại: đạt" in client.get(url).content.decode()
    shown = {f"cu-{i.pk}": fingerprint(*verdict_of(i)) for i in FileItem.objects.filter(inspection=made)}
    one = key(made, "2c")
    assert client.post(url, shown | {f"kq-{one}": "returned"}).status_code == 422
    client.post(url, shown | {f"kq-{one}": "returned", f"nx-{one}": "Thiếu ảnh niêm yết", "con-lai": "1"})
    states = list(FileItem.objects.filter(inspection=made).values_list("state", flat=True))
    assert (states.count("accepted"), states.count("returned")) == (15, 1)
    letter = client.get(reverse("inspections:file_correction_word", args=[made.pk]))
    assert letter.content[:2] == b"PK"
    back = reverse("inspections:file_return", args=[made.pk])
    assert "Thiếu ảnh niêm yết" in client.get(back).content.decode()
    soon = today() + timedelta(30)
    client.post(back, {"due_on": f"{soon:%d/%m/%Y}", "seen": client.get(back).context["form"].initial["seen"]})
    made.refresh_from_db()
    assert made.status == Status.RETURNED
    fill(made)
    sign_in(client, observer)
    assert client.get(reverse("inspections:file", args=[made.pk])).status_code == 404


def test_an_officer_concludes_and_asks_to_cure(
    commune: Agency, officer: Actor, secretary: Actor, client: Client, sign_in: SignIn
) -> None:
    made = send_file(commune)
    examine(made, _2c=ItemState.FALLS_SHORT)
    sign_in(client, officer)
    url = reverse("inspections:file_conclude", args=[made.pk])
    data = {"seen": client.get(url).context["form"].initial["seen"], f"muc_{key(made, '2c')}": "serious"}
    assert client.post(url, data).status_code == 302
    made.refresh_from_db()
    assert (made.status, made.inspected_on) == (Status.CONCLUDED, today())
    url = reverse("inspections:file_correct", args=[made.pk])
    form = client.get(url).context["form"]
    assert client.post(url, {"number": "9/SKHCN", "dated_on": f"{today():%d/%m/%Y}", "seen": form.initial["seen"]})
    made.refresh_from_db()
    assert made.status == Status.SIGNED
    assert client.get(reverse("inspections:file_correction_word", args=[made.pk])).status_code == 200
    page = sign_in(client, secretary).get(reverse("inspections:file", args=[made.pk])).content.decode()
    assert "Vì sao 2c" in page
    assert Notice.objects.filter(position_id=secretary.posts[0].position_id).count() == 3


def test_the_overview_counts_sorts_and_asks_for_many(
    province: Agency, officer: Actor, secretary: Actor, client: Client, sign_in: SignIn
) -> None:
    agencies = [make_agency(f"X{n}", f"Ủy ban nhân dân xã {n}", Level.COMMUNE, province) for n in range(6)]
    late, sent = request_file(agencies[0]), send_file(agencies[1], on=DUE + timedelta(1))
    planned = [plan_file(agency) for agency in agencies[2:]]
    sign_in(client, officer)
    board = reverse("inspections:files") + "?nam=2021"
    page = client.get(board)
    assert [row.pk for row in page.context["table"].rows][:2] == [late.pk, sent.pk]
    assert page.context["all"] == {"n": 6, "asked": 2, "sent": 1, "on_time": 0, "complete": 1, "overdue": 1}
    assert len(client.get(board + "&loc=cho-xem").context["table"].rows) == 1
    ask = reverse("inspections:files_request") + f"?nam=2021&luot={planned[0].pk}&luot={planned[1].pk}"
    assert len(client.get(ask).context["found"]) == 2
    word = client.get(reverse("inspections:files_request_word") + "?nam=2021&han=30/12/2026")
    assert word.content[:2] == b"PK"
    data = {"number": "7/SKHCN", "dated_on": f"{today():%d/%m/%Y}", "luot": [p.pk for p in planned[:2]]}
    assert client.post(ask, data).status_code == 302
    assert Inspection.objects.filter(decision_number="7/SKHCN", status=Status.CALLED).count() == 2
    remind = reverse("inspections:files_remind") + "?nam=2021"
    assert [i.pk for i, _days in client.get(remind).context["late"]] == [late.pk]
    assert client.post(remind).content[:2] == b"PK"
    with pytest.raises(DomainError):
        remind_files(actor=officer, inspection_ids=[sent.pk], on=today(), at=AT)
    assert sign_in(client, secretary).get(board).status_code == 403


def test_every_page_reads_little(
    province: Agency, commune: Agency, officer: Actor, secretary: Actor, client: Client, sign_in: SignIn, rf: Any
) -> None:
    made = send_file(commune)
    for n in range(3):
        request_file(make_agency(f"X{n}", f"Ủy ban nhân dân xã {n}", Level.COMMUNE, province))
    pages = [
        (officer, reverse("inspections:files") + "?nam=2021"),
        (officer, reverse("inspections:file_examine", args=[made.pk])),
        (officer, reverse("inspections:file", args=[made.pk])),
        (secretary, reverse("inspections:file", args=[made.pk])),
        (officer, reverse("inspections:files_remind") + "?nam=2021"),
    ]
    for actor, url in pages:
        sign_in(client, actor)
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        assert len(queries) <= 12, (url, len(queries))
    request = rf.get("/")
    request.actor = officer
    with CaptureQueriesContext(connection) as queries:
        shown = part(request, made)
    assert shown is not None
    assert (len(queries), shown["total"], shown["acts"][0][0]) == (2, 16, "Xem hồ sơ")


def test_the_page_of_an_inspection_says_what_is_next(
    commune: Agency, secretary: Actor, officer: Actor, rf: Any
) -> None:
    made = request_file(commune)
    request = rf.get("/")
    request.actor = secretary
    shown = part(request, made)
    assert shown is not None
    assert (shown["acts"][0][0], shown["states"]) == ("Soạn, gửi hồ sơ", {})
    assert part(request, plan_file(commune, status=Status.RECORDED, inspected_on=date(2021, 1, 5))) is None


def test_a_concluded_file_is_seen_by_observers(
    commune: Agency, observer: Actor, officer: Actor, client: Client, sign_in: SignIn
) -> None:
    made = send_file(commune)
    examine(made)
    accept_file(actor=officer, inspection_id=made.pk, on=DUE, at=AT)
    assert sign_in(client, observer).get(reverse("inspections:file", args=[made.pk])).status_code == 200
    assert client.post(reverse("inspections:file_refresh", args=[made.pk])).status_code == 403
    assert LETTER < DUE
