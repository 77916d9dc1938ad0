"""Errors of the domain, each with a stable code and a Vietnamese sentence that says how to mend it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


class DomainError(Exception):
    """An act refused. Page: form error 422; API: problem+json; command: one line and exit code 1."""

    status = 422

    def __init__(self, code: str, message: str, *, field: str = "", extra: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = field
        self.extra = dict(extra or {})


class Unseen(DomainError):
    """The thing does not exist, or stands outside what the actor may see (404)."""

    status = 404

    def __init__(self, message: str = "Không tìm thấy, hoặc ông/bà không có quyền xem.") -> None:
        super().__init__("unseen", message)


class Forbidden(DomainError):
    """The actor sees the thing but may not do this with it (403)."""

    status = 403

    def __init__(self, message: str = "Ông/bà không có thẩm quyền thực hiện việc này.") -> None:
        super().__init__("forbidden", message)


class Stale(DomainError):
    """Somebody changed the thing since the form was opened (409)."""

    status = 409

    def __init__(self, message: str) -> None:
        super().__init__("stale", message)


class Busy(DomainError):
    """Another has been writing for longer than one can wait (503); nothing was written."""

    status = 503

    def __init__(self) -> None:
        super().__init__("busy", "Phần mềm đang ghi một việc lớn, ví dụ nhập tệp, nên chưa ghi được việc này.")


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One bad cell of a file: where, what, how to mend."""

    row: int
    column: str
    value: str
    message: str
    remedy: str = ""
    file: str = ""


class BadRows(DomainError):
    """A file with bad rows; nothing of it was written."""

    def __init__(self, problems: Sequence[RowProblem]) -> None:
        self.problems = list(problems)
        super().__init__(
            "bad_rows",
            f"Tệp có {len(self.problems)} lỗi; chưa ghi dữ liệu nào.",
            extra={"problems": [{s: getattr(p, s) for s in RowProblem.__slots__} for p in self.problems]},
        )
