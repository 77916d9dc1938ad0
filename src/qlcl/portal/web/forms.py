"""The forms of the import page."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from qlcl.kernel import catalogue
from qlcl.kernel.sheets.tables import MAX_BYTES
from qlcl.kernel.text import nfc

AUTOMATIC = ("", "Tự nhận biết theo tiêu đề cột")
MAX_FILES = 20


class SeveralFiles(forms.ClearableFileInput):
    """A file control that takes several files."""

    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Several uploads, each within the limit of size."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """The uploads; over the limit is said per file."""
        given = (data if isinstance(data, list | tuple) else [data]) or [None]
        files = [super(SeveralFilesField, self).clean(item, initial) for item in given]
        if len(files) > MAX_FILES:
            raise forms.ValidationError(f"Mỗi lần nhập nhiều nhất {MAX_FILES} tệp.")
        for file in files:
            if file.size > MAX_BYTES:
                raise forms.ValidationError(f"{file.name}: tệp lớn hơn {MAX_BYTES // 1024 // 1024} MB.")
        return files


def kind_choices() -> list[tuple[str, str]]:
    """Every kind of table, after the automatic choice."""
    return [AUTOMATIC, *((kind.code, kind.label) for kind in catalogue.import_kinds())]


class UploadForm(forms.Form):
    """Files to look at before they are imported."""

    uploads = SeveralFilesField(
        label="Tệp cần nhập",
        error_messages={
            "required": "Chọn ít nhất một tệp.",
            "empty": "Tệp rỗng.",
            "missing": "Chọn ít nhất một tệp.",
            "invalid": "Chọn ít nhất một tệp.",
        },
        help_text="CSV, XLSX hoặc XLS, mỗi tệp tối đa 50 MB. Nhiều tệp được ghi tất cả hoặc không gì cả.",
    )
    kind = forms.ChoiceField(label="Loại bảng", choices=kind_choices, required=False)
    province = forms.ChoiceField(
        label="Tỉnh của tệp không ghi tỉnh", required=False, help_text="Chỉ cần khi ông/bà phụ trách nhiều tỉnh."
    )
    illustration = forms.BooleanField(label="Đánh dấu là dữ liệu minh họa", required=False)

    def __init__(self, provinces: list[tuple[str, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if len(provinces) > 1:
            self.fields["province"].choices = [("", "–"), *provinces]  # type: ignore[attr-defined]
        else:
            del self.fields["province"]


def file_name(upload: UploadedFile) -> str:
    """The name as typed, composed, without folders."""
    return nfc(upload.name or "tệp").replace("\\", "/").rpartition("/")[2][:150]
