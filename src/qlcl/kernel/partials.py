"""Files that arrive in parts over a bad line: kept beside the stored ones until they are whole, or forgotten.

A part is taken only where the last one ended, so a part sent twice, or half of one, changes nothing.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from django.conf import settings

from qlcl.kernel.errors import DomainError

FOLDER = "partial"
#: A part of at most this many bytes; a whole of what the caller allows.
MOST_AT_ONCE = 1024 * 1024
#: What one person may have under way, and how long it is kept after its last part.
MOST_OF_ONE = 600 * 1024 * 1024
KEPT_SECONDS = 14 * 24 * 3600


class WrongOffset(DomainError):
    """A part that does not begin where the last one ended; `extra` says where to go on (409)."""

    status = 409

    def __init__(self, received: int) -> None:
        super().__init__("wrong_offset", "Phần tệp không nối tiếp phần trước.", extra={"received": received})


def received(owner: int, uid: UUID) -> int:
    """How many bytes of the file its owner has sent so far; nobody else's count."""
    path = _path(owner, uid)
    return path.stat().st_size if path.exists() else 0


def append(owner: int, uid: UUID, offset: int, part: bytes, *, most: int) -> int:
    """Adds a part at `offset`; how many bytes there are then. A part that is there already is not added again.

    Raises `WrongOffset`, `part_too_big`, `file_too_big`, `uploads_full`.
    """
    if len(part) > MOST_AT_ONCE:
        raise DomainError("part_too_big", f"Mỗi phần tệp tối đa {MOST_AT_ONCE // 1024} KB.")
    if offset + len(part) > most:
        raise DomainError("file_too_big", f"Tệp lớn hơn {most // 1024 // 1024} MB.")
    with _alone(owner, uid) as file:
        size = os.fstat(file).st_size
        if offset + len(part) <= size and os.pread(file, len(part), offset) == part:
            return size
        if offset != size:
            raise WrongOffset(size)
        if offset == 0 and _used(owner) > MOST_OF_ONE:
            raise DomainError("uploads_full", "Còn quá nhiều tệp tải lên dở dang; hãy gửi xong các tệp trước.")
        rest = memoryview(part)
        while rest:
            rest = rest[os.write(file, rest) :]
        return size + len(part)


def whole(owner: int, uid: UUID, digest: str) -> bytes:
    """The content, when it is what the sender meant. One that is not is forgotten, to be sent again.

    Raises `part_missing` when nothing came, `digest_differs`.
    """
    path = _path(owner, uid)
    if not path.exists():
        raise DomainError("part_missing", "Máy chủ chưa nhận phần nào của tệp.")
    content = path.read_bytes()
    if sha256(content).hexdigest() != digest.lower():
        forget(owner, uid)
        raise DomainError("digest_differs", "Tệp nhận được khác tệp trên thiết bị; hãy gửi lại từ đầu.")
    return content


def forget(owner: int, uid: UUID) -> None:
    """Drops what came of a file."""
    _path(owner, uid).unlink(missing_ok=True)


def forget_old(seconds: int = KEPT_SECONDS) -> int:
    """Drops what nobody went on with for so long; how many files."""
    limit, dropped = time.time() - seconds, 0
    for path in _folder().glob("*.part"):
        if path.stat().st_mtime < limit:
            path.unlink(missing_ok=True)
            dropped += 1
    return dropped


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / FOLDER


def _path(owner: int, uid: UUID) -> Path:
    return _folder() / f"{owner}-{uid}.part"


def _used(owner: int) -> int:
    return sum(path.stat().st_size for path in _folder().glob(f"{owner}-*.part"))


@contextmanager
def _alone(owner: int, uid: UUID) -> Iterator[int]:
    """The file, opened to append, while nobody else writes to it."""
    path = _path(owner, uid)
    path.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file
    finally:
        os.close(file)
