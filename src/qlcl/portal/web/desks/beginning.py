"""What a province does first, in order, on the home page until its first campaign."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from qlcl.kernel.actors import Actor
from qlcl.portal.queries.beginnings import beginnings
from qlcl.transitions.policies import can_open_campaign
from qlcl.ui.writing import vn_number


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: what stands already, where it is done; `done` is None where records cannot tell."""

    label: str
    told: str
    url: str
    verb: str
    done: bool | None


def first_steps(actor: Actor, day: date) -> list[Step]:
    """The steps for who keeps the register of a province; nobody else is offered what he may not do."""
    if not can_open_campaign(actor):
        return []
    stands = beginnings(actor, day)
    return [
        Step(
            "Danh bạ cơ quan",
            f"{vn_number(stands.agencies)} cơ quan đang hoạt động. Nhập từ tệp Excel theo mẫu, hoặc thêm từng cơ quan.",
            reverse("portal:imports"), "Nhập tệp", stands.agencies > 1,
        ),
        Step(
            "Người dùng và vị trí",
            f"{vn_number(stands.headed)}/{vn_number(stands.agencies)} cơ quan có Thủ trưởng đăng nhập được."
            " Nhập từ tệp, hoặc cấp tài khoản cho Thủ trưởng để cơ quan tự thêm người của mình.",
            reverse("accounts:people"), "Mở", stands.agencies > 1 and stands.headed == stands.agencies,
        ),
        Step(
            "Hồ sơ những năm trước",
            f"{vn_number(stands.declarations)} công bố, {vn_number(stands.classes)} lớp đào tạo, "
            f"{vn_number(stands.inspections)} lượt kiểm tra. Có gì nhập nấy; nhập nhầm thì hoàn tác được.",
            reverse("portal:imports"), "Nhập tệp", stands.recorded > 0,
        ),
        Step(
            "Quy tắc phát sinh việc",
            "Việc hằng năm và việc khi phát sinh đã có sẵn theo văn bản; xem lại hạn và người làm cho đúng với tỉnh.",
            reverse("duties:rules"), "Xem", None,
        ),
        Step(
            "Chiến dịch chuyển đổi",
            "Mở theo kế hoạch đã phê duyệt của tỉnh, khi danh bạ đã đủ.",
            reverse("transitions:open"), "Mở chiến dịch", False,
        ),
    ]  # fmt: skip
