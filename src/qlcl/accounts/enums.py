"""Choices of the accounts room: codes in English, labels in Vietnamese."""

from django.db import models

from qlcl.kernel.actors import Role


class RoleChoice(models.TextChoices):
    """The roles a position may have, with the label shown on screen."""

    HEAD = Role.HEAD.value, "Thủ trưởng cơ quan"
    DEPUTY = Role.DEPUTY.value, "Phó thủ trưởng"
    DIVISION_HEAD = Role.DIVISION_HEAD.value, "Trưởng phòng"
    ISO_SECRETARY = Role.ISO_SECRETARY.value, "Thư ký ISO"
    INTERNAL_AUDITOR = Role.INTERNAL_AUDITOR.value, "Đánh giá viên nội bộ"
    STAFF = Role.STAFF.value, "Công chức, viên chức"
    PROVINCIAL_OFFICER = Role.PROVINCIAL_OFFICER.value, "Chuyên viên đầu mối cấp tỉnh"
    PROVINCIAL_LEADER = Role.PROVINCIAL_LEADER.value, "Lãnh đạo cấp tỉnh"
    INSPECTOR = Role.INSPECTOR.value, "Thành viên đoàn kiểm tra"
    CONSULTANT = Role.CONSULTANT.value, "Tư vấn (khách có thời hạn)"
    OBSERVER = Role.OBSERVER.value, "Quan sát viên"
    ADMINISTRATOR = Role.ADMINISTRATOR.value, "Quản trị hệ thống"


#: Aliases under which an imported sheet may name a role, besides code and label.
ROLE_ALIASES: dict[str, list[str]] = {
    Role.HEAD: ["Thủ trưởng", "Chủ tịch", "Giám đốc", "Chi cục trưởng"],
    Role.DEPUTY: ["Phó chủ tịch", "Phó giám đốc", "Phó chi cục trưởng"],
    Role.DIVISION_HEAD: ["Trưởng phòng", "Chánh Văn phòng"],
    Role.ISO_SECRETARY: ["Thư ký", "Thư ký Ban ISO"],
    Role.INTERNAL_AUDITOR: ["Đánh giá viên", "Chuyên gia đánh giá nội bộ"],
    Role.STAFF: ["Công chức", "Viên chức", "Chuyên viên", "Cán bộ"],
    Role.PROVINCIAL_OFFICER: ["Chuyên viên tỉnh", "Đầu mối cấp tỉnh"],
    Role.PROVINCIAL_LEADER: ["Lãnh đạo tỉnh", "Lãnh đạo Sở"],
    Role.INSPECTOR: ["Kiểm tra viên", "Thành viên đoàn kiểm tra"],
    Role.CONSULTANT: ["Tư vấn", "Chuyên gia tư vấn"],
    Role.OBSERVER: ["Quan sát"],
    Role.ADMINISTRATOR: ["Quản trị"],
}
