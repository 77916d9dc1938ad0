"""Where the act of a duty is performed."""

from django.urls import NoReverseMatch, reverse

from qlcl.duties.models import Duty
from qlcl.kernel import catalogue
from qlcl.kernel.actors import Role

#: Roles as they stand on screen beside a duty.
ROLE_NAMES: dict[str, str] = {
    Role.HEAD: "Thủ trưởng",
    Role.DEPUTY: "Phó thủ trưởng",
    Role.DIVISION_HEAD: "Trưởng phòng, bộ phận",
    Role.ISO_SECRETARY: "Thư ký ISO",
    Role.INTERNAL_AUDITOR: "Đánh giá viên nội bộ",
    Role.STAFF: "Công chức, viên chức",
    Role.PROVINCIAL_OFFICER: "Cán bộ đầu mối của tỉnh",
    Role.PROVINCIAL_LEADER: "Lãnh đạo cấp tỉnh",
    Role.INSPECTOR: "Thành viên đoàn kiểm tra",
    Role.CONSULTANT: "Tư vấn",
    Role.OBSERVER: "Người theo dõi",
    Role.ADMINISTRATOR: "Quản trị",
}


def form_link(duty: Duty) -> str:
    """The page that performs the act: the form its room registered, else the form of closing by hand.

    A form takes the duty's subject, its system, or nothing.
    """
    if duty.by_hand:
        return reverse("duties:close", args=[duty.pk])
    known = next((a for a in catalogue.acts() if a.code == duty.act), None)
    if known is None or not known.form:
        return ""
    for args in ([duty.subject_id], [duty.system_id], []):
        if args == [0]:
            continue
        try:
            return reverse(known.form, args=args)
        except NoReverseMatch:
            continue
    return ""


def source_link(duty: Duty) -> str:
    """The page of what the duty came from, where its kind has one."""
    return thing_link(duty.source_kind, duty.source_id)


def thing_link(kind: str, id_: int) -> str:
    """The page of a thing by its reference; empty where there is none."""
    known = next((k for k in catalogue.kinds() if k.code == kind), None)
    if known is None or not known.url or not id_:
        return ""
    try:
        return reverse(known.url, args=[id_])
    except NoReverseMatch:
        return ""
