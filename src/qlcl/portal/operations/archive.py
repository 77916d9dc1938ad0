"""The backup archive: one tar file with a manifest, the database and the stored files, each with its SHA-256."""

import hashlib
import io
import json
import tarfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from qlcl.kernel.errors import DomainError

FORMAT = 1
MANIFEST = "manifest.json"
CHUNK = 1 << 20


@dataclass(slots=True)
class Manifest:
    """What an archive holds: `chains` are the heads of the history, `members` name → SHA-256."""

    engine: str
    made_at: str
    version: str
    chains: dict[str, Any] = field(default_factory=dict)
    members: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT

    def as_json(self) -> bytes:
        """The manifest as it stands in the archive."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write(target: Path, manifest: Manifest, members: dict[str, Path]) -> None:
    """Writes the archive beside `target` and moves it there when complete: a half archive never has the name."""
    part = target.with_name(f".{target.name}.part")
    try:
        with tarfile.open(part, "w") as tar:
            for name, path in members.items():
                manifest.members[name] = digest(path)
                tar.add(path, name, recursive=False, filter=_plain)
            content = manifest.as_json()
            entry = tarfile.TarInfo(MANIFEST)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
        part.chmod(0o600)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry


def read(source: Path, folder: Path | None = None) -> Manifest:
    """Checks every member against the manifest; with `folder`, unpacks them there.

    Errors: `not_a_backup`, `damaged_backup`.
    """
    try:
        with tarfile.open(source, "r:") as tar:
            manifest = _manifest(tar)
            seen = dict(_unpack(tar, folder))
    except (tarfile.TarError, OSError, ValueError, KeyError, TypeError) as error:
        raise DomainError("not_a_backup", f"Tệp “{source.name}” không phải bản sao lưu của QLCL.") from error
    for name in sorted(manifest.members.keys() | seen.keys()):
        if manifest.members.get(name) != seen.get(name):
            raise DomainError(
                "damaged_backup", f"Bản sao lưu bị hỏng: phần “{name}” không khớp bản kê. Hãy dùng bản sao lưu khác."
            )
    return manifest


def _manifest(tar: tarfile.TarFile) -> Manifest:
    file = tar.extractfile(MANIFEST)
    if file is None:
        raise ValueError(MANIFEST)
    manifest = Manifest(**json.load(file))
    if manifest.format != FORMAT:
        raise ValueError(f"format {manifest.format}")
    return manifest


def _unpack(tar: tarfile.TarFile, folder: Path | None) -> Iterator[tuple[str, str]]:
    for entry in tar:
        if entry.name == MANIFEST:
            continue
        path = PurePosixPath(entry.name)
        content = tar.extractfile(entry) if entry.isfile() else None
        if content is None or path.is_absolute() or ".." in path.parts:
            raise ValueError(entry.name)
        target = None
        if folder is not None:
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
        yield entry.name, _copy(content, target)


def _copy(content: Any, target: Path | None) -> str:
    summed = hashlib.sha256()
    file: BinaryIO | None = target.open("wb") if target else None
    try:
        while chunk := content.read(CHUNK):
            summed.update(chunk)
            if file:
                file.write(chunk)
    finally:
        if file:
            file.close()
    return summed.hexdigest()
