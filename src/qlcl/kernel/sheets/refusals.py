"""Why a file is refused before any row is read, each with how to mend it."""

from qlcl.kernel.errors import DomainError


class FileRefused(DomainError):
    """The file cannot be read as a table, or is not safe to read."""


def not_a_table(why: str = "") -> FileRefused:
    """Not a table at all."""
    reason = f" ({why})" if why else ""
    return FileRefused(
        "not_a_table",
        f"Tệp không phải là bảng dữ liệu{reason}. Ông/bà dùng tệp Excel (.xlsx, .xls) hoặc CSV; "
        "có thể tải tệp mẫu về để điền.",
    )


def too_big(megabytes: int) -> FileRefused:
    """Over the limit of size."""
    return FileRefused("too_big", f"Tệp lớn hơn {megabytes} MB. Ông/bà chia thành nhiều tệp nhỏ hơn rồi nhập lại.")


def too_many_rows(limit: int) -> FileRefused:
    """Over the limit of rows."""
    shown = f"{limit:,}".replace(",", ".")
    return FileRefused("too_many_rows", f"Bảng có hơn {shown} dòng. Ông/bà chia thành nhiều tệp rồi nhập lại.")


def password_protected() -> FileRefused:
    """The content is encrypted."""
    return FileRefused(
        "password_protected",
        "Tệp được bảo vệ bằng mật khẩu nên không đọc được. Ông/bà mở tệp, bỏ mật khẩu "
        "(Tệp → Thông tin → Bảo vệ sổ làm việc), lưu lại rồi nhập.",
    )


def has_macros() -> FileRefused:
    """The workbook carries macros."""
    return FileRefused(
        "has_macros",
        "Tệp có chứa macro nên không được nhận. Ông/bà lưu lại dưới dạng “Excel Workbook (.xlsx)”, "
        "không kèm macro, rồi nhập.",
    )


def zip_bomb() -> FileRefused:
    """Unpacks to far more than it weighs."""
    return FileRefused(
        "zip_bomb",
        "Tệp nén bung ra quá lớn nên không an toàn để đọc. Ông/bà chép bảng sang một tệp Excel mới rồi nhập lại.",
    )


def unsafe_xml() -> FileRefused:
    """Holds a document type or entities, which no Excel writes."""
    return FileRefused(
        "unsafe_xml",
        "Tệp Excel chứa khai báo XML không an toàn (DTD, thực thể) nên không được nhận. "
        "Ông/bà chép bảng sang một tệp Excel mới rồi nhập lại.",
    )


def broken_file() -> FileRefused:
    """Says it is a workbook but cannot be read."""
    return FileRefused("broken_file", "Tệp Excel bị hỏng nên không đọc được. Ông/bà mở tệp, lưu lại rồi nhập.")


def broken_quotes(row: int) -> FileRefused:
    """A quotation mark that is never closed."""
    return FileRefused(
        "broken_quotes",
        f"Dấu ngoặc kép không khớp ở gần dòng {row} của tệp CSV. Ông/bà mở tệp bằng Excel, lưu lại rồi nhập.",
    )


def unknown_encoding() -> FileRefused:
    """Bytes in no encoding known to us."""
    return FileRefused(
        "unknown_encoding",
        "Không nhận ra bảng mã của tệp. Ông/bà mở tệp bằng Excel, lưu lại dưới dạng “CSV UTF-8” hoặc .xlsx rồi nhập.",
    )


def no_header(label: str, wanted: str, missing: str) -> FileRefused:
    """No row holds the titles of the required columns."""
    return FileRefused(
        "no_header",
        f"Không tìm thấy dòng tiêu đề của bảng “{label}”. Các cột cần có: {wanted}. Còn thiếu: {missing}. "
        "Ông/bà sửa tiêu đề cột hoặc dùng tệp mẫu.",
    )
