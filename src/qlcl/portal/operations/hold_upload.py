"""Keeps uploaded files between preview and confirmation, by their digest, for a day."""

import hashlib
import os
import tempfile
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden, Unseen
from qlcl.portal.import_results import ImportFile
from qlcl.portal.models import PendingImport
from qlcl.portal.policies import can_import

LIFETIME = timedelta(hours=24)


@transaction.atomic
def hold_upload(
    *,
    actor: Actor,
    files: Sequence[ImportFile],
    token: str,
    at: datetime,
    illustration: bool = False,
    province_code: str = "",
) -> PendingImport:
    """Stores the bytes and notes who uploaded them; what has expired is removed. Raises Forbidden."""
    if not can_import(actor) or actor.person_id is None:
        raise Forbidden("Chỉ cán bộ đầu mối của tỉnh và người quản trị được nhập tệp.")
    _forget_expired(at)
    for file in files:
        _store(file)
    return PendingImport.objects.create(
        token=token,
        person_id=actor.person_id,
        created_at=at,
        expires_at=at + LIFETIME,
        files=[{"kind": f.kind, "name": f.name, "sha256": f.sha256, "size": len(f.data)} for f in files],
        illustration=illustration,
        province_code=province_code,
    )


@transaction.atomic
def change_held(
    *, actor: Actor, token: str, kinds: Sequence[str], at: datetime, illustration: bool, province_code: str = ""
) -> PendingImport:
    """Another choice of kinds, province or illustration for held files. Raises Unseen."""
    held = held_upload(actor=actor, token=token, at=at)
    held.files = [{**file, "kind": kind or file["kind"]} for file, kind in zip(held.files, kinds, strict=False)]
    held.illustration, held.province_code = illustration, province_code
    held.save(update_fields=["files", "illustration", "province_code"])
    return held


def held_upload(*, actor: Actor, token: str, at: datetime) -> PendingImport:
    """The actor's own upload that has not expired. Raises Unseen."""
    held = PendingImport.objects.filter(token=token, person_id=actor.person_id, expires_at__gt=at).first()
    if held is None:
        raise Unseen("Các tệp đã tải lên không còn được giữ (quá 24 giờ hoặc đã nhập xong). Ông/bà tải lên lại.")
    return held


def held_files(held: PendingImport) -> list[ImportFile]:
    """The files as uploaded. Raises DomainError when their bytes are not what was uploaded."""
    return [ImportFile(file["kind"], file["name"], _stored(file["sha256"])) for file in held.files]


@transaction.atomic
def drop_upload(*, actor: Actor, token: str, at: datetime) -> None:
    """Forgets an upload and its bytes. Raises Unseen."""
    held = held_upload(actor=actor, token=token, at=at)
    digests = {file["sha256"] for file in held.files}
    held.delete()
    _remove(digests)


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "pending"


def _store(file: ImportFile) -> None:
    """Writes the bytes under their digest, whole or not at all."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = folder / file.sha256
    if not target.exists():
        descriptor, name = tempfile.mkstemp(dir=folder)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(file.data)
        Path(name).replace(target)


def _stored(sha256: str) -> bytes:
    path = _folder() / sha256
    data = path.read_bytes() if path.exists() else b""
    if hashlib.sha256(data).hexdigest() != sha256:
        raise DomainError("upload_lost", "Tệp đã tải lên không còn nguyên vẹn. Ông/bà tải lên lại.")
    return data


def _forget_expired(at: datetime) -> None:
    expired = list(PendingImport.objects.filter(expires_at__lte=at))
    PendingImport.objects.filter(pk__in=[held.pk for held in expired]).delete()
    _remove({file["sha256"] for held in expired for file in held.files})


def _remove(digests: set[str]) -> None:
    """Removes bytes that no other upload needs."""
    needed = {file["sha256"] for held in PendingImport.objects.all() for file in held.files} if digests else set()
    for sha256 in digests - needed:
        (_folder() / sha256).unlink(missing_ok=True)
