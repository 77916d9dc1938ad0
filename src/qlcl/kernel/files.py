"""Stored files: told by their content, named by their SHA-256, handed out as attachments."""

import os
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO, Protocol
from unicodedata import normalize

from django.conf import settings
from django.http import FileResponse

from qlcl.kernel.errors import DomainError, Unseen
from qlcl.kernel.models import StoredFile

MAX_SIZE = 25 * 1024 * 1024
MAX_UNPACKED = 250 * 1024 * 1024

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

#: content type -> (extensions, Vietnamese name)
TYPES: dict[str, tuple[tuple[str, ...], str]] = {
    "application/pdf": ((".pdf",), "PDF"),
    "image/png": ((".png",), "ảnh PNG"),
    "image/jpeg": ((".jpg", ".jpeg"), "ảnh JPEG"),
    "image/webp": ((".webp",), "ảnh WebP"),
    "image/heic": ((".heic", ".heif"), "ảnh HEIC"),
    _WORD: ((".docx",), "Word"),
    _EXCEL: ((".xlsx",), "Excel"),
    "application/zip": ((".zip",), "ZIP"),
}
PHOTOS = ("image/jpeg", "image/png", "image/webp", "image/heic")
#: Brands of the first box by which a picture of the HEIF family is told.
_HEIF_BRANDS = frozenset((b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"))
#: What reading the directory of a damaged ZIP raises: names in no encoding, versions that nobody wrote.
_NO_ZIP = (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, struct.error, zlib.error)
_PARTS = "[Content_Types].xml"
#: How an Office document says that it carries macros, whatever their part is called.
_MACROS = (b"macroenabled", b"vbaproject")
PAPERS = ("application/pdf", "image/png", "image/jpeg", _WORD)


class BadFile(DomainError):
    """A file refused because of its content, name or size."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message, field="file")


class Upload(Protocol):
    """What a form or an API call hands in."""

    name: str | None

    def chunks(self) -> Iterable[bytes]:
        """The content, in parts."""


def store(
    upload: Upload, *, at: datetime, by: str, allowed: Iterable[str] = tuple(TYPES), max_size: int = MAX_SIZE
) -> StoredFile:
    """Checks and keeps an uploaded file; see `store_bytes`."""
    content = content_of(upload, max_size)
    return store_bytes(content, upload.name or "", at=at, by=by, allowed=allowed, max_size=max_size)


def content_of(upload: Upload, max_size: int = MAX_SIZE) -> bytes:
    """What was handed in, read no further than allowed. Raises `file_too_big`."""
    content = BytesIO()
    for chunk in upload.chunks():
        content.write(chunk)
        if content.tell() > max_size:
            raise BadFile("file_too_big", f"Tệp lớn hơn {max_size // 1024 // 1024} MB. Hãy nén hoặc chia nhỏ tệp.")
    return content.getvalue()


def store_bytes(
    content: bytes,
    name: str,
    *,
    at: datetime,
    by: str,
    allowed: Iterable[str] = tuple(TYPES),
    max_size: int = MAX_SIZE,
) -> StoredFile:
    """Keeps the content once on disk and returns a saved row; the operation that cites it seals the row.

    Refuses with `file_empty`, `file_too_big`, `file_unknown` (content of no allowed type), `file_misnamed`.
    """
    kind = checked_type(content, name, allowed=allowed, max_size=max_size)
    digest = sha256(content).hexdigest()
    _keep(content, digest)
    return StoredFile.objects.create(
        sha256=digest, size=len(content), name=_clean(name), content_type=kind, uploaded_at=at, uploaded_by=by[:200]
    )


def checked_type(content: bytes, name: str, *, allowed: Iterable[str], max_size: int, named: bool = True) -> str:
    """The content type told by the content; BadFile when it is not allowed or the name says otherwise (`named`)."""
    if not content:
        raise BadFile("file_empty", "Tệp rỗng. Hãy chọn lại tệp.")
    if len(content) > max_size:
        raise BadFile("file_too_big", f"Tệp lớn hơn {max_size // 1024 // 1024} MB. Hãy nén hoặc chia nhỏ tệp.")
    kind = type_of(content)
    wanted = list(allowed)
    if kind not in wanted:
        names = ", ".join(TYPES[code][1] for code in wanted)
        raise BadFile("file_unknown", f"Nội dung tệp không đúng loại được nhận ({names}).")
    extensions, label = TYPES[kind]
    if named and not name.lower().endswith(extensions):
        raise BadFile("file_misnamed", f"Tên tệp không khớp với nội dung ({label}). Hãy đổi đuôi tệp cho đúng.")
    return kind


def type_of(content: bytes) -> str:
    """The content type by the first bytes (and the inside of a ZIP); empty when unknown."""
    if b"%PDF-" in content[:1024]:
        return "application/pdf"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "image/webp"
    if content[4:8] == b"ftyp" and _is_heif(content):
        return "image/heic"
    return _type_of_zip(content) if content.startswith(b"PK\x03\x04") else ""


def _is_heif(content: bytes) -> bool:
    """HEVC inside: what phones write as HEIC; AVIF and videos have the same box with other brands."""
    size = min(int.from_bytes(content[:4], "big"), 256)
    brands = {content[8:12]} | {content[at : at + 4] for at in range(16, size, 4)}
    return content[8:12] in _HEIF_BRANDS and bool(brands & (_HEIF_BRANDS - {b"mif1", b"msf1"}))


def _type_of_zip(content: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
            parts = _content_types(archive)
    except _NO_ZIP:
        return ""
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise BadFile("file_bomb", "Tệp nén chứa dữ liệu quá lớn.")
    names = {entry.filename for entry in entries}
    if any(name.lower().endswith("vbaproject.bin") for name in names) or any(mark in parts for mark in _MACROS):
        raise BadFile("file_macros", "Tệp có macro. Hãy lưu lại không kèm macro.")
    if _PARTS in names:
        if "word/document.xml" in names:
            return _WORD
        return _EXCEL if "xl/workbook.xml" in names else ""
    return "application/zip"


def _content_types(archive: zipfile.ZipFile) -> bytes:
    """What an Office document says that its parts are, in small letters; empty where it is none."""
    if _PARTS not in archive.namelist():
        return b""
    with archive.open(_PARTS) as part:
        return part.read(1 << 20).lower()


def path_of(file: StoredFile) -> Path:
    """Where the content stands."""
    return _path(file.sha256)


def open_file(file: StoredFile) -> BinaryIO:
    """The content, for reading."""
    return path_of(file).open("rb")


def attachment(file: StoredFile) -> FileResponse:
    """The file as a download; the caller has checked that the actor may see it. Gone from the disk: `Unseen`."""
    if not path_of(file).exists():
        raise Unseen("Tệp không còn trên máy chủ; hãy báo quản trị để phục hồi từ bản sao lưu.")
    response = FileResponse(open_file(file), as_attachment=True, filename=file.name, content_type=file.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def intact(file: StoredFile) -> bool:
    """The content on disk is the one that was stored."""
    path = path_of(file)
    if not path.exists():
        return False
    with path.open("rb") as content:
        digest = sha256()
        while part := content.read(1 << 20):
            digest.update(part)
    return digest.hexdigest() == file.sha256


def broken_files() -> Iterator[tuple[StoredFile, str]]:
    """Every stored file whose content on disk is missing or altered, with a Vietnamese sentence."""
    checked: dict[str, bool] = {}
    for file in StoredFile.objects.order_by("pk").iterator(500):
        if file.sha256 not in checked:
            checked[file.sha256] = intact(file)
        if not checked[file.sha256]:
            state = "đã bị sửa" if path_of(file).exists() else "không còn trên đĩa"
            yield file, f"Tệp {file.name} ({file.sha256[:12]}…) {state}."


def _path(digest: str) -> Path:
    return Path(settings.MEDIA_ROOT) / digest[:2] / digest


def _keep(content: bytes, digest: str) -> None:
    """Writes beside its place and links it in at once: a reader never sees half a file."""
    path = _path(digest)
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=".new-") as beside:
        beside.write(content)
        beside.flush()
        os.fsync(beside.fileno())
        try:
            os.link(beside.name, path)
        except FileExistsError:
            return
        path.chmod(0o440)


def _clean(name: str) -> str:
    """The last part of the name without control characters, at most 200 characters with its extension kept."""
    last = normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    text = "".join(c for c in last if c.isprintable()).strip() or "tep"
    stem, dot, extension = text.rpartition(".")
    return text if len(text) <= 200 else f"{stem[: 199 - len(extension)]}{dot}{extension}"
