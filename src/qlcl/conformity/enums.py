"""Choices of declarations: codes in English, labels in Vietnamese."""

from django.db.models import TextChoices


class DeclarationKind(TextChoices):
    """A system's first declaration, or one again (Decision 19/2014, art. 4.4c)."""

    FIRST = "first", "Công bố lần đầu"
    AGAIN = "again", "Công bố lại"


class Reason(TextChoices):
    """Why a system is declared again."""

    ADJUSTED = "adjusted", "Điều chỉnh phạm vi"
    EXTENDED = "extended", "Mở rộng phạm vi"
    NARROWED = "narrowed", "Thu hẹp phạm vi"
    EDITION = "edition", "Chuyển phiên bản tiêu chuẩn"
    REORGANISED = "reorganised", "Sắp xếp tổ chức"
    OTHER = "other", "Lý do khác"


class PreparedBy(TextChoices):
    """Who prepared the system (Circular 26/2014, art. 7); empty: as its campaign says, else unknown."""

    SELF = "self", "Tự thực hiện"
    CONSULTANT = "consultant", "Thuê tư vấn"
    EXPERT = "expert", "Chuyên gia độc lập"


class SignedAs(TextChoices):
    """In which capacity a declaration was signed in the agency's name (Decree 30/2020)."""

    HEAD = "head", "Thủ trưởng"
    KT = "kt", "Cấp phó ký thay (KT.)"
    ACTING = "acting", "Quyền, phụ trách (Q.)"
    IMPORTED = "imported", "Theo hồ sơ nhập"


class State(TextChoices):
    """How a declaration stands on a day."""

    SIGNED = "signed", "Chưa có hiệu lực"
    IN_FORCE = "in_force", "Còn hiệu lực"
    PAST = "past", "Hết hiệu lực"
    VOID = "void", "Đã hủy bản ghi"


#: Who hired somebody has a consultant to name.
HIRED = (PreparedBy.CONSULTANT, PreparedBy.EXPERT)
