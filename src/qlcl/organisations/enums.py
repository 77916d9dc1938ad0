"""Choices of the register: codes in English, labels in Vietnamese."""

from django.db.models import TextChoices


class Level(TextChoices):
    """Administrative level; the district level is historic since 1 July 2025."""

    PROVINCE = "province", "Tỉnh"
    PROVINCE_AGENCY = "province_agency", "Cấp tỉnh"
    DISTRICT = "district", "Cấp huyện"
    COMMUNE = "commune", "Cấp xã"


class DutyKind(TextChoices):
    """Why an agency applies TCVN ISO 9001 (Decision 19/2014, art. 2)."""

    MANDATORY = "mandatory", "Bắt buộc"
    ENCOURAGED = "encouraged", "Khuyến khích"
    PROVINCIAL_PLAN = "provincial_plan", "Theo kế hoạch tỉnh"


class SuccessionKind(TextChoices):
    """How one agency became another."""

    MERGED = "merged", "Sáp nhập"
    SPLIT = "split", "Chia, tách"
    RENAMED = "renamed", "Đổi tên, chuyển đổi"


#: Levels that reports count; the province itself shares the system of its Office.
COUNTED_LEVELS = (Level.PROVINCE_AGENCY, Level.DISTRICT, Level.COMMUNE)
