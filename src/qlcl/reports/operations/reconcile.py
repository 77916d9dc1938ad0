"""Reads a published table and compares it with the records and with itself; writes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import BadRows, DomainError
from qlcl.kernel.sheets.reading import read_rows
from qlcl.organisations.queries import visible_provinces
from qlcl.reports.queries.reconcile import (
    Comparison,
    Contradiction,
    Stated,
    against_each_other,
    against_records,
    stated_figures,
)
from qlcl.reports.queries.transition import transition_report
from qlcl.reports.stated_figures import STATED


@dataclass(slots=True)
class Reconciliation:
    """What came of comparing a table: figure by figure with the records, and the sets that contradict each other."""

    stated: list[Stated]
    comparisons: list[Comparison] | None = None
    contradictions: list[Contradiction] | None = None
    province: str = ""
    until: date | None = None
    notes: list[str] = field(default_factory=list)
    illustration: bool = False

    @property
    def differing(self) -> list[Comparison]:
        """The figures that do not equal the records."""
        return [c for c in self.comparisons or [] if not c.equal]

    def as_dict(self) -> dict[str, Any]:
        """The result as JSON."""
        result: dict[str, Any] = {"figures": len(self.stated), "notes": self.notes}
        if self.comparisons is not None:
            result |= {
                "province": self.province,
                "until": self.until.isoformat() if self.until else None,
                "illustration": self.illustration,
                "comparisons": [c.as_dict() for c in self.comparisons],
                "equal": sum(c.equal for c in self.comparisons),
                "different": [c.as_dict() for c in self.differing],
            }
        if self.contradictions is not None:
            result["contradictions"] = [c.as_dict() for c in self.contradictions]
        return result

    def lines(self) -> list[str]:
        """The result as lines for a terminal."""
        lines = list(self.notes)
        if self.comparisons is not None:
            lines.append(f"Đối chiếu với hồ sơ: {len(self.comparisons)} số liệu, {len(self.differing)} số lệch.")
            for c in self.differing:
                recorded = "không có trong hồ sơ" if c.recorded is None else f"hồ sơ {c.recorded}"
                gap = "" if c.difference is None else f", lệch {c.difference:+d}"
                lines.append(f"  ✗ {c.stated.words}: ghi {c.stated.value}, {recorded}{gap}")
        if self.contradictions is not None:
            lines.append(f"Mâu thuẫn nội bộ: {len(self.contradictions) or 'không có'}.")
            lines += [f"  ✗ {c.message}" for c in self.contradictions]
        return lines


def reconcile_file(
    *,
    actor: Actor,
    name: str,
    content: bytes,
    records: bool = True,
    internal: bool = True,
    province_code: str = "",
    until: date | None = None,
) -> Reconciliation:
    """Compares the figures of a file. The days come from its periods where they are not given.

    Raises `BadRows` for a bad file, `DomainError` when several provinces could be meant.
    """
    reading = read_rows(STATED, content, name)
    if reading.problems:
        raise BadRows(reading.problems)
    stated = stated_figures(reading.rows)
    if not stated:
        raise DomainError("no_figures", f"Tệp “{name}” không có dòng số liệu nào.")
    result = Reconciliation(stated, notes=reading.notes)
    if records:
        since, last = _span(stated)
        province = province_code or _only_province(actor)
        report = transition_report(
            actor=actor, province_code=province, until=until or last or date.max, since=None if until else since
        )
        result.comparisons = against_records(report, stated)
        result.province, result.until = report.province_code, report.scope.until
        result.illustration = report.illustration
    if internal:
        result.contradictions = against_each_other(stated)
    return result


def _span(stated: Sequence[Stated]) -> tuple[date | None, date | None]:
    """From the first to the last year that the periods name."""
    years = [int(y) for s in stated for y in s.period.split("-") if y.isdigit()]
    if not years:
        return None, None
    return date(min(years), 1, 1), date(max(years), 12, 31)


def _only_province(actor: Actor) -> str:
    """The province meant where none is named: the only one that has a campaign."""
    codes = list(visible_provinces(actor).filter(campaigns__isnull=False).distinct().values_list("code", flat=True))
    if len(codes) != 1:
        some = ", ".join(sorted(codes)) or "không có tỉnh nào"
        raise DomainError("which_province", f"Hãy nêu mã tỉnh cần đối chiếu (--province); đang có: {some}.")
    return codes[0]
