"""The doors of the app on site: what goes along, what comes back, sent once or ten times, by whom."""

import json
from hashlib import sha256
from io import BytesIO
from uuid import uuid4

import pytest
from django.test import Client
from PIL import Image

from qlcl.assessments.models import CarriedCopy, Checklist, Conflict, ItemEvidence, SyncOp
from qlcl.assessments.tests.factories import a_finding, about, an_answer, item_of, make_checklist
from qlcl.inspections.tests.factories import make_inspection
from qlcl.kernel import partials
from qlcl.kernel.actors import Actor
from qlcl.kernel.files import open_file
from qlcl.kernel.history import Ref
from qlcl.kernel.models import Event, StoredFile
from qlcl.organisations.models import Agency

pytestmark = pytest.mark.django_db
ROOT = "/kiem-tra/tai-cho/"


@pytest.fixture
def checklist(commune: Agency, inspector: Actor) -> Checklist:
    inspection = make_inspection(commune)
    return make_checklist(commune, inspector, occasion=Ref("inspection", inspection.pk, str(inspection)))


@pytest.fixture
def team(client: Client, inspector: Actor, sign_in) -> Client:
    return sign_in(client, inspector)


@pytest.fixture
def photo() -> bytes:
    content = BytesIO()
    said = Image.Exif()
    said.get_ifd(0x8825).update({1: "N", 2: (11.0, 18.0, 36.0), 3: "E", 4: (106.0, 6.0, 0.0)})
    Image.effect_noise((600, 400), 80).convert("RGB").save(content, "JPEG", quality=95, exif=said)
    return content.getvalue()


def post(client: Client, path: str, body: object):
    content = body if isinstance(body, bytes | str) else json.dumps(body)
    return client.post(ROOT + path, content, content_type="application/json")


def send(client: Client, checklist: Checklist, *ops: object, waiting: int = 0):
    return post(client, f"phieu/{checklist.pk}/gui", {"device": "A", "waiting": waiting, "ops": list(ops)})


def upload(client: Client, checklist: Checklist, uid, content: bytes, size: int = 40_000, **said: object):
    """In parts, then whole."""
    address = f"{ROOT}phieu/{checklist.pk}/anh/{uid}"
    for begins in range(0, len(content), size):
        part = content[begins : begins + size]
        client.post(f"{address}?tu={begins}", part, content_type="application/octet-stream")
    body = {"device": "A", "item": str(item_of(checklist).uid), "name": "a.heic", "sha256": sha256(content).hexdigest()}
    return post(client, f"phieu/{checklist.pk}/anh/{uid}/xong", {**body, **said})


class TestShell:
    """The same for everybody, signed in or not."""

    def test_is_listed_file_by_file_under_one_version(self, client: Client):
        page, worker = client.get(ROOT), client.get(f"{ROOT}sw.js")
        files = json.loads(worker.content.decode().partition("const FILES = ")[2].partition(";\n")[0])
        assert files[ROOT] == sha256(page.content).hexdigest()
        for address in (*files, f"{ROOT}ung-dung.webmanifest"):
            found = client.get(address)
            content = b"".join(found.streaming_content) if found.streaming else found.content
            assert found.status_code == 200, address
            assert files.get(address, sha256(content).hexdigest()) == sha256(content).hexdigest()
        words = page.content.decode()
        assert all(address in words for address in files if address.endswith(".css"))
        assert "blob:" in page["Content-Security-Policy"] and page["Cache-Control"] == "no-cache"

    def test_every_module_that_is_imported_is_listed(self, client: Client):
        files = client.get(f"{ROOT}sw.js").content.decode()
        for address in [a for a in files.split('"') if a.endswith(".js") and a.startswith("/static/")]:
            text = b"".join(client.get(address).streaming_content).decode()
            for name in text.split(' from "./')[1:]:
                assert f"/static/inspections/onsite/{name.partition(chr(34))[0]}" in files

    def test_health_says_who_and_is_never_kept(self, client: Client, inspector: Actor, sign_in):
        nobody = client.get(f"{ROOT}suc-khoe")
        assert (nobody.json()["person"], nobody["Cache-Control"]) == (None, "no-store")
        known = sign_in(client, inspector).get(f"{ROOT}suc-khoe").json()
        assert known["person"] == inspector.person_id and known["version"] and known["csrf"]


class TestTaking:
    """What a device carries."""

    def test_takes_everything_along_in_few_queries(
        self, team: Client, checklist: Checklist, django_assert_max_num_queries
    ):
        with django_assert_max_num_queries(12):
            (listed,) = team.get(f"{ROOT}danh-sach").json()["inspections"]
        assert (listed["agency"], listed["total"]) == (checklist.agency.name, 13)
        post(team, f"luot/{checklist.occasion_id}", {"device": "A", "label": "Android"})
        with django_assert_max_num_queries(36):
            bundle = post(team, f"luot/{checklist.occasion_id}", {"device": "A", "label": "Android"}).json()
        assert len(bundle["checklists"][0]["items"]) == 13 and bundle["photo"] == {"side": 2000, "quality": 80}
        assert dict(bundle["facts"])["Cơ quan"] == checklist.agency.name
        assert CarriedCopy.objects.get().waiting == 0

    def test_what_waits_is_told_and_given_back(self, team: Client, checklist: Checklist):
        post(team, f"luot/{checklist.occasion_id}", {"device": "A"})
        send(team, checklist, waiting=4)
        assert CarriedCopy.objects.get().waiting == 4
        for _ in range(2):
            assert post(team, f"phieu/{checklist.pk}/tra-lai", {"device": "A"}).json() == {"returned": True}
        assert not CarriedCopy.objects.out().exists()

    def test_others_get_nothing(
        self, client: Client, checklist: Checklist, head: Actor, observer: Actor, other_province_officer: Actor, sign_in
    ):
        doors = [f"luot/{checklist.occasion_id}", *(f"phieu/{checklist.pk}/{act}" for act in ("tra-lai", "gui"))]
        doors.append(f"phieu/{checklist.pk}/anh/{uuid4()}/xong")
        for door in doors:
            refused = post(client, door, {"device": "A"})
            assert (refused.status_code, refused.json()["code"]) == (401, "sign_in")
        for actor in (head, observer, other_province_officer):
            sign_in(client, actor)
            assert client.get(f"{ROOT}danh-sach").json() == {"inspections": []}
            for door in doors:
                assert post(client, door, {"device": "A", "ops": []}).status_code == 404, door
            assert client.get(f"{ROOT}phieu/{checklist.pk}/trang-thai").status_code == 404
            assert client.get(f"{ROOT}phieu/{checklist.pk}/anh/{uuid4()}").status_code == 404
        assert not CarriedCopy.objects.exists()


class TestSending:
    """Answers and findings."""

    def test_ten_times_is_once(self, team: Client, checklist: Checklist):
        item = item_of(checklist)
        ops = [an_answer(item, "chua_dat", note="Thiếu"), a_finding(item, "Chưa có mục tiêu")]
        ops.append(about("evidence", uuid4(), item=str(item.uid)))
        first = send(team, checklist, *ops).json()
        events = Event.objects.count()
        for _ in range(9):
            again = send(team, checklist, *ops).json()
            assert again["results"] == first["results"]
        assert [result["uid"] for result in first["results"]] == [op["uid"] for op in ops]
        assert (SyncOp.objects.count(), Event.objects.count()) == (3, events)
        shown = next(row for row in first["state"]["items"] if row["uid"] == str(item.uid))
        assert (shown["answer"], shown["note"], len(shown["evidence"])) == ("chua_dat", "Thiếu", 1)

    def test_half_a_payload_changes_nothing(self, team: Client, checklist: Checklist):
        whole = json.dumps({"device": "A", "ops": [an_answer(item_of(checklist), "dat")]})
        for part in (whole[:-9], whole[: len(whole) // 2], "", "[]", '{"device":"A"}', '{"ops":[]}', b"\xff\xfe"):
            assert post(team, f"phieu/{checklist.pk}/gui", part).status_code == 400
        assert post(team, f"phieu/{checklist.pk}/gui", {"device": "A", "ops": [{}] * 201}).status_code == 400
        assert not SyncOp.objects.exists()

    def test_half_an_emoji_does_not_hold_up_the_rest(self, team: Client, checklist: Checklist):
        results = send(team, checklist, an_answer(item_of(checklist), "dat", note="Tốt \ud83d")).json()["results"]
        assert results[0]["outcome"] == "applied" and item_of(checklist).note == "Tốt \ufffd"
        nul = json.dumps({"device": "A\0", "ops": []})
        for body in ("[" * 100_000, nul, nul.encode("utf-16")):
            refused = team.post(f"{ROOT}phieu/{checklist.pk}/gui", body, content_type="text/plain")
            assert refused.status_code == 400

    @pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
    def test_a_clock_that_was_never_set_holds_up_nothing(self, at: str, team: Client, checklist: Checklist):
        item = item_of(checklist)
        photo = about("evidence", uuid4(), item=str(item.uid), taken_at=at)
        results = send(team, checklist, {**an_answer(item, "dat"), "at": at}, photo).json()["results"]
        assert [result["outcome"] for result in results] == ["applied", "applied"]
        assert ItemEvidence.objects.get().taken_at is None

    def test_an_old_device_is_understood(self, team: Client, checklist: Checklist):
        old = {"uid": str(uuid4()), "v": 1, "type": "answer", "item": str(item_of(checklist).uid), "value": "dat",
               "remark": "Cũ", "time": "2021-09-01T05:00:00Z", "rev": 0}  # fmt: skip
        assert send(team, checklist, old).json()["results"][0]["outcome"] == "applied"
        assert item_of(checklist).note == "Cũ"

    def test_two_devices_keep_both_answers_for_both(self, team: Client, checklist: Checklist, officer: Actor, sign_in):
        item = item_of(checklist)
        send(team, checklist, an_answer(item, "dat"))
        other = sign_in(Client(), officer)
        body = {"device": "B", "ops": [an_answer(item, "chua_dat", note="Không thấy sổ")]}
        told = post(other, f"phieu/{checklist.pk}/gui", body).json()
        assert told["results"][0]["outcome"] == "conflict"
        for client in (team, other):
            items = client.get(f"{ROOT}phieu/{checklist.pk}/trang-thai").json()["items"]
            (pair,) = next(row["conflicts"] for row in items if row["uid"] == str(item.uid))
            assert {version["by"] for version in pair} == {checklist.opened_by, officer.name}
        chosen = {"kind": "resolve", **{k: v for k, v in an_answer(item, "dat", base=2).items() if k != "kind"}}
        assert send(team, checklist, chosen).json()["results"][0]["outcome"] == "applied"
        assert not Conflict.objects.filter(resolved_at__isnull=True).exists()


class TestPhotos:
    """In parts, checked by content, once."""

    def test_comes_in_parts_small_and_without_place(self, team: Client, checklist: Checklist, photo: bytes):
        item, uid = item_of(checklist), uuid4()
        send(team, checklist, about("evidence", uid, item=str(item.uid), caption="Bảng niêm yết"))
        for _ in range(3):
            assert upload(team, checklist, uid, photo).json() == {"stored": True}
        proof = ItemEvidence.objects.get()
        assert (proof.awaited, proof.caption, proof.latitude) == (False, "Bảng niêm yết", None)
        assert proof.file is not None and proof.file.name == "a.jpg" and StoredFile.objects.count() == 1
        with open_file(proof.file) as content, Image.open(content) as kept:
            assert kept.size == (600, 400) and not kept.getexif()
        assert team.get(f"{ROOT}phieu/{checklist.pk}/anh/{uid}").json() == {"received": 0, "stored": True}

    def test_keeps_the_place_when_the_team_asks(self, team: Client, checklist: Checklist, photo: bytes):
        upload(team, checklist, uuid4(), photo, with_place=True)
        proof = ItemEvidence.objects.get()
        assert (float(proof.latitude), float(proof.longitude)) == (11.31, 106.1)

    def test_goes_on_where_it_was_broken_off(self, team: Client, checklist: Checklist, photo: bytes):
        uid = uuid4()
        address = f"{ROOT}phieu/{checklist.pk}/anh/{uid}"

        def part(begins: int, content: bytes):
            return team.post(f"{address}?tu={begins}", content, content_type="application/octet-stream")

        assert part(0, photo[:1000]).json()["received"] == 1000
        assert part(0, photo[:1000]).json()["received"] == 1000
        wrong = part(500, photo[500:2500])
        assert (wrong.status_code, wrong.json()["received"]) == (409, 1000)
        assert team.get(address).json() == {"received": 1000, "stored": False}
        early = upload(team, checklist, uid, photo[:1000], sha256=sha256(photo).hexdigest())
        assert (early.status_code, early.json()["code"]) == (422, "digest_differs")
        assert upload(team, checklist, uid, photo).json() == {"stored": True}
        assert team.post(address, b"x", content_type="application/octet-stream").json()["stored"]
        assert team.post(f"{ROOT}phieu/{checklist.pk}/anh/{uuid4()}", b"x", content_type="x/y").status_code == 400

    @pytest.mark.parametrize(
        "content", [b"%PDF-1.7 that calls itself a photo", b"<svg onload=alert(1)>", b"\xff\xd8\xff\x00"]
    )
    def test_refuses_what_is_no_photo(self, team: Client, checklist: Checklist, content: bytes):
        refused = upload(team, checklist, uuid4(), content)
        assert refused.status_code == 422 and refused.json()["code"] in {"file_unknown", "photo_broken"}
        assert not ItemEvidence.objects.exists() and not StoredFile.objects.exists()

    def test_parts_are_their_senders_alone(
        self, team: Client, checklist: Checklist, photo: bytes, inspector: Actor, officer: Actor, sign_in
    ):
        uid = uuid4()
        address = f"{ROOT}phieu/{checklist.pk}/anh/{uid}"
        team.post(f"{address}?tu=0", photo[:1000], content_type="application/octet-stream")
        other = sign_in(Client(), officer)
        assert other.get(address).json()["received"] == 0
        body = {"device": "B", "item": str(item_of(checklist).uid), "sha256": sha256(photo[:1000]).hexdigest()}
        assert post(other, f"phieu/{checklist.pk}/anh/{uid}/xong", body).json()["code"] == "part_missing"
        assert partials.received(inspector.person_id or 0, uid) == 1000
