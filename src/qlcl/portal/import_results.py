"""What an import did or would do, in a form that a page shows and a command prints."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from qlcl.kernel.sheets import Change, ImportKind, Plan, Reading, shown_value


@dataclass(frozen=True, slots=True)
class ImportFile:
    """A file to import as one kind of table."""

    kind: str
    name: str
    data: bytes

    @property
    def sha256(self) -> str:
        """The digest by which a file is known again."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(slots=True)
class KindResult:
    """What the files of one kind do."""

    kind: str
    label: str
    files: list[str]
    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    changes: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class ImportResult:
    """What a whole call does; `batch` is empty for a dry run and where nothing changed."""

    dry_run: bool
    files: list[dict[str, Any]]
    kinds: list[KindResult] = field(default_factory=list)
    batch: str = ""
    batch_id: int | None = None
    handout: list[dict[str, str]] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Whether anything is written."""
        return any(kind.created or kind.updated for kind in self.kinds)

    @property
    def digest(self) -> str:
        """Equal for two runs that would do the same."""
        same = [[f["sha256"] for f in self.files], [_plain(kind) for kind in self.kinds]]
        return hashlib.sha256(json.dumps(same, sort_keys=True).encode()).hexdigest()

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "dry_run": self.dry_run,
            "changed": self.changed,
            "batch": self.batch,
            "files": self.files,
            "kinds": [_plain(kind) for kind in self.kinds],
            **({"handout": self.handout} if self.handout else {}),
        }


def _plain(kind: KindResult) -> dict[str, Any]:
    return {name: getattr(kind, name) for name in KindResult.__slots__}


def kind_result(kind: ImportKind, readings: Sequence[Reading], plan: Plan) -> KindResult:
    """Counts, changes before → after, and notes of one kind."""
    several = len(readings) > 1
    notes = [f"{r.file}: {note}" if several else note for r in readings for note in r.notes]
    return KindResult(
        kind=kind.code,
        label=kind.label,
        files=[reading.file for reading in readings],
        rows=sum(len(reading.rows) for reading in readings),
        created=len(plan.creates),
        updated=len(plan.updates),
        unchanged=plan.unchanged,
        changes=[_change(kind, change) for change in plan.updates],
        notes=notes + plan.notes,
    )


def _change(kind: ImportKind, change: Change) -> dict[str, Any]:
    titles = {column.name: column.title for column in kind.columns}
    choices = {column.name: column.choices for column in kind.columns}
    return {
        "file": change.row.file,
        "row": change.row.number,
        "label": change.label or str(change.obj),
        "fields": [
            {
                "field": titles.get(name, name),
                "before": _shown(choices.get(name, {}), before),
                "after": _shown(choices.get(name, {}), after),
            }
            for name, (before, after) in change.fields.items()
        ],
    }


def _shown(choices: Any, value: Any) -> str:
    """A value for reading: the label of a choice, a date as dd/mm/yyyy."""
    labels = choices.get(value) if isinstance(value, str) else None
    if isinstance(value, bool):
        return "có" if value else "không"
    return labels[0] if labels else shown_value(value)
