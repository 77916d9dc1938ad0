"""Files are told by their content and kept under their digest."""

import zipfile
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from qlcl.kernel import files
from qlcl.kernel.models import StoredFile
from qlcl.kernel.tests.history import MOMENT

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%\xe2\xe3\n1 0 obj\n"


@pytest.fixture(autouse=True)
def media(tmp_path: Path):  # type: ignore[no-untyped-def]
    with override_settings(MEDIA_ROOT=tmp_path):
        yield tmp_path


def archive(*names: str, content_types: str = "x") -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        for name in names:
            packed.writestr(name, content_types)
    return content.getvalue()


def test_keeps_a_file_once_under_its_digest(media: Path) -> None:
    first = files.store(SimpleUploadedFile("QĐ.pdf", PDF), at=MOMENT, by="Bà Ân")
    second = files.store_bytes(PDF, "ban-sao.pdf", at=MOMENT, by="Ông Bình")
    digest = sha256(PDF).hexdigest()
    assert (first.sha256, first.size, first.content_type, first.name) == (digest, len(PDF), "application/pdf", "QĐ.pdf")
    assert second.pk != first.pk
    assert [p.relative_to(media).as_posix() for p in media.rglob("*") if p.is_file()] == [f"{digest[:2]}/{digest}"]
    assert files.intact(first)


def test_notices_content_changed_on_disk() -> None:
    stored = files.store_bytes(PDF, "a.pdf", at=MOMENT, by="")
    files.path_of(stored).chmod(0o600)
    files.path_of(stored).write_bytes(b"other")
    assert not files.intact(stored)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (PDF, "application/pdf"),
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"\xff\xd8\xff\xe0....", "image/jpeg"),
        (archive("[Content_Types].xml", "word/document.xml"), files._WORD),
        (archive("[Content_Types].xml", "xl/workbook.xml"), files._EXCEL),
        (archive("a.txt"), "application/zip"),
        (b"MZ\x90", ""),
        (b"PK\x03\x04 broken", ""),
        (archive("é").replace("é".encode(), b"\xff\xfe"), ""),
        (archive("a").replace(b"PK\x01\x02\x14\x03\x14", b"PK\x01\x02\x14\x03\xff"), ""),
        (b"<html>", ""),
    ],
)
def test_tells_the_type_by_content(content: bytes, expected: str) -> None:
    assert files.type_of(content) == expected


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.pdf", "file_empty"),
        (b"<script>", "a.pdf", "file_unknown"),
        (PDF, "a.exe", "file_misnamed"),
        (PDF * 100, "a.pdf", "file_too_big"),
        (archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "a.docx", "file_macros"),
        (archive("[Content_Types].xml", "word/document.xml", content_types="…vbaProject"), "a.docx", "file_macros"),
    ],
)
def test_refuses_and_writes_nothing(content: bytes, name: str, code: str, media: Path) -> None:
    with pytest.raises(files.BadFile) as refused:
        files.store(SimpleUploadedFile(name, content), at=MOMENT, by="", max_size=2000)
    assert refused.value.code == code
    assert StoredFile.objects.count() == 0
    assert list(media.iterdir()) == []


def test_hands_out_an_attachment_that_no_browser_runs() -> None:
    stored = files.store_bytes(PDF, "Quyết định.pdf", at=MOMENT, by="")
    response = files.attachment(stored)
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"


def test_drops_folders_and_shortens_long_names() -> None:
    stored = files.store_bytes(PDF, "C:\\fake\\../" + "ả" * 300 + ".pdf", at=MOMENT, by="")
    assert stored.name == "ả" * 196 + ".pdf"
