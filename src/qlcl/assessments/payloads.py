"""The shape in which pages and devices send: version 2 is today's; what an older device sends is still read.

Version 2, one JSON object each: `uid`, `v`, `kind`, `at` (ISO 8601), `n` (counts on the device), and by kind
`answer`, `resolve`: `item`, `base`, `answer`, `note`, `skip_reason`; `finding`: `finding`, `item` or null, `statement`,
`severity`, `area`; `withdraw_finding`: `finding`; `evidence`: `evidence`, `item`, `caption`, `taken_at`, `latitude`,
`longitude`, and `ref_kind`, `ref_id`, `ref_label` for a record instead of a photo; `remove_evidence`: `evidence`.
Version 1 had `type`, `time`, `value`, `remark`, `reason`, `rev` for `kind`, `at`, `answer`, `note`, `skip_reason`,
`base`, and no `n`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.utils import timezone

from qlcl.assessments.enums import OpKind, Severity
from qlcl.kernel.text import clean, nfc

VERSION = 2
_RENAMED = {"type": "kind", "time": "at", "value": "answer", "remark": "note", "reason": "skip_reason", "rev": "base"}
#: Which field names what the operation is about.
_SUBJECTS = {
    OpKind.ANSWER: "item",
    OpKind.RESOLVE: "item",
    OpKind.FINDING: "finding",
    OpKind.WITHDRAW_FINDING: "finding",
    OpKind.EVIDENCE: "evidence",
    OpKind.REMOVE_EVIDENCE: "evidence",
}
_FIELDS = frozenset(
    [
        "uid",
        "v",
        "kind",
        "at",
        "n",
        "item",
        "base",
        "answer",
        "note",
        "skip_reason",
        "finding",
        "statement",
        "severity",
        "area",
        "evidence",
        "caption",
        "taken_at",
        "latitude",
        "longitude",
        "ref_kind",
        "ref_id",
        "ref_label",
    ]
)
#: A device whose clock was never set tells years far off.
_YEARS = (1970, 2200)
_LONGEST = {"note": 8000, "statement": 8000, "skip_reason": 500, "area": 200, "caption": 300, "ref_label": 300}


class BadOp(Exception):
    """One operation that cannot be read or taken; the others go on."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Op:
    """One operation, read. `content` is what was sent, in today's shape, with its texts cleaned."""

    uid: UUID
    kind: OpKind
    subject: UUID
    item: UUID | None
    base: int
    number: int
    made_at: datetime
    content: dict[str, Any] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """A text of the content."""
        return str(self.content.get(name) or "")

    @property
    def sha(self) -> str:
        """The fingerprint by which a repetition is known from another operation of the same uid."""
        return sha256(self.payload.encode()).hexdigest()

    @property
    def payload(self) -> str:
        """The content as it is kept."""
        return json.dumps(self.content, ensure_ascii=False, sort_keys=True, default=str)


def uid_of(raw: Any) -> UUID | None:
    """The uid of what was sent, where it has one."""
    return _uuid(raw.get("uid")) if isinstance(raw, Mapping) else None


def read_op(raw: Any, at: datetime) -> Op:
    """Reads one operation of any version known; `BadOp` when that cannot be done. A time to come becomes `at`."""
    if not isinstance(raw, Mapping):
        raise BadOp("not_an_object", "Nội dung gửi lên không đọc được.")
    sent = _upgraded(raw)
    uid = _uuid(sent.get("uid"))
    if uid is None:
        raise BadOp("uid_missing", "Thiếu mã của lần ghi.")
    if sent.get("kind") not in OpKind.values:
        raise BadOp("kind_unknown", "Loại nội dung này chưa được hỗ trợ; hãy cập nhật ứng dụng rồi gửi lại.")
    kind = OpKind(sent["kind"])
    subject = _uuid(sent.get(_SUBJECTS[kind]))
    if subject is None:
        raise BadOp("subject_missing", "Thiếu mã của nội dung được ghi.")
    made = min(_moment(sent.get("at")) or at, at)
    return Op(
        uid=uid, kind=kind, subject=subject, item=_uuid(sent.get("item")), base=_number(sent.get("base"), 2**31 - 1),
        number=_number(sent.get("n"), 2**53), made_at=made, content=_cleaned(sent, kind),
    )  # fmt: skip


def _upgraded(raw: Mapping[str, Any]) -> dict[str, Any]:
    version = raw.get("v", 1)
    if version not in (1, VERSION):
        raise BadOp(
            "too_new", "Ứng dụng trên thiết bị mới hơn máy chủ; nội dung được giữ trên thiết bị, hãy gửi lại sau."
        )
    sent = dict(raw)
    if version == 1:
        sent = {_RENAMED.get(name, name): value for name, value in sent.items()}
    sent["v"] = VERSION
    return {name: value for name, value in sent.items() if name in _FIELDS}


def _cleaned(sent: dict[str, Any], kind: OpKind) -> dict[str, Any]:
    """Texts in NFC and within bounds; refuses what the kind does not allow."""
    for name, longest in _LONGEST.items():
        if name in sent:
            value = sent[name] if isinstance(sent[name], str) else ""
            sent[name] = nfc(value.replace("\x00", "")).strip() if longest > 500 else clean(value)
            if len(sent[name]) > longest:
                raise BadOp("too_long", f"Nội dung dài quá {longest} ký tự.")
    if kind == OpKind.FINDING:
        if not sent.get("statement"):
            raise BadOp("statement_missing", "Phát hiện chưa có nội dung.")
        if sent.setdefault("severity", Severity.ORDINARY.value) not in Severity.values:
            raise BadOp("severity_unknown", "Mức độ của phát hiện không có trong danh mục.")
    if kind in {OpKind.ANSWER, OpKind.RESOLVE} and sent.get("answer") and sent.get("skip_reason"):
        raise BadOp("answer_and_reason", "Đã trả lời thì không ghi lý do không xem.")
    return sent


def _uuid(value: Any) -> UUID | None:
    if isinstance(value, UUID):
        return value
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _number(value: Any, most: int) -> int:
    return max(0, min(value, most)) if isinstance(value, int) and not isinstance(value, bool) else 0


def _moment(value: Any) -> datetime | None:
    """A moment that a clock can show; None for one that cannot be read, or lies where databases keep none."""
    try:
        found = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    if not _YEARS[0] <= found.year <= _YEARS[1]:
        return None
    return timezone.make_aware(found) if timezone.is_naive(found) else found


def moment_of(op: Op, name: str) -> datetime | None:
    """A moment of the content."""
    return _moment(op.content.get(name))


def degrees_of(op: Op, name: str, most: int) -> Decimal | None:
    """A latitude or longitude of the content; None where it is absent or no place on earth."""
    try:
        found = Decimal(str(op.content[name])) if op.content.get(name) is not None else None
    except InvalidOperation:
        return None
    return round(found, 6) if found is not None and found.is_finite() and abs(found) <= most else None
