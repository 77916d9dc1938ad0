"""Reads that several acts share."""

from qlcl.kernel.errors import DomainError
from qlcl.kernel.voiding import Voidable


def refuse_void(row: Voidable) -> None:
    """Nothing more is done with an entry that was taken back: raises `entry_void`."""
    if row.voided_on is not None:
        raise DomainError("entry_void", f"Bản ghi này đã hủy ngày {row.voided_on:%d/%m/%Y}: {row.void_reason}.")
