"""The follow-up board: what stands how, in groups and one by one; one letter from a selection."""

import pytest
from django.test import Client

from qlcl.inspections.models import FollowUpLetter
from qlcl.inspections.queries.board import GROUPINGS, board_rows, groups_of
from qlcl.inspections.tests.following import findings, make_signed
from qlcl.inspections.tests.test_corrective_reports import D, done, proposed, refuse, send
from qlcl.kernel.actors import Actor
from qlcl.organisations.models import Agency

pytestmark = pytest.mark.django_db
DAY = D(2021, 6, 1)


@pytest.fixture
def province_of_four(commune: Agency, other_commune: Agency, secretary: Actor, inspector: Actor) -> list[int]:
    """Findings that stand in four ways; the last one in another agency."""
    late = make_signed(commune, "Quá hạn báo cáo", signed=D(2021, 3, 1))
    refused = make_signed(commune, "Chưa chấp nhận", signed=D(2021, 3, 2))
    answered = make_signed(commune, "Đã khắc phục", "Mới đề xuất", signed=D(2021, 3, 3))
    waiting = make_signed(other_commune, "Chờ báo cáo", signed=D(2021, 5, 3))
    send(secretary, refused, proposed(findings(refused)[0]), on=D(2021, 4, 1))
    refuse(inspector, refused, D(2021, 4, 5), D(2021, 7, 5))
    fixed, begun = findings(answered)
    send(secretary, answered, done(fixed), proposed(begun), on=D(2021, 4, 2))
    return [row.pk for case in (late, refused, answered, waiting) for row in findings(case)]


def test_how_findings_stand(province_of_four: list[int], inspector: Actor, commune: Agency) -> None:
    stands = dict(board_rows(inspector, DAY).order_by("pk").values_list("pk", "standing"))
    assert [stands[pk] for pk in province_of_four] == ["late", "refused", "fixed", "proposed", "waiting"]
    for grouping in GROUPINGS.values():
        groups = groups_of(board_rows(inspector, DAY), grouping, DAY)
        assert sum(group.count for group in groups.listed) == groups.whole.count == 5
    first, second = groups_of(board_rows(inspector, DAY), GROUPINGS["co-quan"], DAY).listed
    # neither what is fixed nor what has a new date is overdue
    assert (first.key, first.count, first.overdue, second.overdue) == (
        commune.pk,
        4,
        2,
        0,
    )
    only = groups_of(board_rows(inspector, DAY), GROUPINGS["co-quan"], DAY, "late")
    assert [group.count for group in only.listed] == [1] and only.whole.count == 5


def test_pages_within_the_budget(
    client: Client, sign_in, inspector: Actor, secretary: Actor, province_of_four: list[int],
    django_assert_max_num_queries,
) -> None:  # fmt: skip
    sign_in(client, inspector)
    client.get("/kiem-tra/theo-doi")
    for query in ("", "?nhom=diem", "?nhom=dieu-khoan", "?tinh-trang=overdue", "?tinh-trang=verified", "?q=phuoc"):
        with django_assert_max_num_queries(12):
            assert client.get(f"/kiem-tra/theo-doi{query}").status_code == 200
    page = client.get("/kiem-tra/theo-doi?nhom=diem&tinh-trang=fixed").content.decode()
    assert "Đã khắc phục" in page and "Quá hạn báo cáo</a>" not in page
    for query in ("?xuat=csv", "?nhom=diem&xuat=xlsx", "?nhom=bay&noi-dung=-&nam=abc&co-quan=99999999999999999999"):
        assert client.get(f"/kiem-tra/theo-doi{query}").status_code == 200
    sign_in(client, secretary)
    assert client.get("/kiem-tra/theo-doi").status_code == 403


def test_one_letter_from_a_selection(
    client: Client, sign_in, inspector: Actor, head: Actor, province_of_four: list[int], commune: Agency
) -> None:
    sign_in(client, inspector)
    made = client.post("/kiem-tra/theo-doi/cong-van/moi", {"co-quan": [commune.pk]})
    letter = FollowUpLetter.objects.get()
    assert made.status_code == 302 and made.url.endswith(f"/{letter.pk}/")
    assert letter.lines.count() == 3
    assert client.post("/kiem-tra/theo-doi/cong-van/moi", {"co-quan": [commune.pk]}).url == made.url  # clicked again
    for rest in ("", f"{letter.pk}/", f"{letter.pk}/word"):
        assert client.get(f"/kiem-tra/theo-doi/cong-van/{rest}".rstrip("/") if not rest else
                          f"/kiem-tra/theo-doi/cong-van/{rest}").status_code == 200  # fmt: skip
    assert client.post("/kiem-tra/theo-doi/cong-van/moi?nhom=diem", {"tat-ca": "1"}).status_code == 302
    assert FollowUpLetter.objects.latest("pk").lines.values("agency").distinct().count() == 2
    assert client.post("/kiem-tra/theo-doi/cong-van/moi", {}).status_code == 422
    sign_in(client, head)
    assert client.get(f"/kiem-tra/theo-doi/cong-van/{letter.pk}/").status_code == 404
