"""Loads the reference data of the package: editions, clauses, crosswalk."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.text import fold
from qlcl.kernel.words import learn_words
from qlcl.standards.models import Clause, Crosswalk, Edition
from qlcl.standards.operations.chain import CHAIN
from qlcl.standards.reference import ClauseRow, clause_rows, crosswalk_rows, edition_rows

_CLAUSE_FIELDS = [
    "parent",
    "depth",
    "position",
    "title_vi",
    "title_en",
    "title_confirmed",
    "maintains",
    "retains",
    "question",
    "search_fold",
]
_CROSSWALK_FIELDS = ["from_clause", "to_clause", "relation", "note"]


@transaction.atomic
def load_reference(*, at: datetime, on: date | None = None, actor: Actor | None = None) -> int:
    """Brings the reference data in line with the package; returns how many editions were written.

    Doing it again changes nothing. An edition that an administrator has edited (`revision` above 0) keeps his
    values; clauses and crosswalk have no form and always follow the package.
    """
    history.lock(CHAIN)
    written = _load_editions()
    known = {e.code: e for e in Edition.objects.all()}
    clauses = [clause for code, edition in known.items() for clause in _load_clauses(edition, clause_rows(code))]
    learn_words("clause", [clause.search_fold for clause in clauses])
    _load_crosswalk(known)
    if written:
        first = written[0]
        history.record(
            actor=actor or Actor.system("Nạp dữ liệu tham chiếu"),
            at=at,
            entries=[
                history.Entry(
                    chain=CHAIN,
                    act="standards.load_reference",
                    on=on or timezone.localdate(at),
                    summary=f"Nạp {len(written)} phiên bản tiêu chuẩn: {', '.join(e.label for e in written)}",
                    subject=history.Ref("edition", first.pk, first.label),
                    changed=written,
                    payload={"editions": [e.code for e in written]},
                )
            ],
        )
    return len(written)


def _load_editions() -> list[Edition]:
    """Creates missing editions and refreshes those nobody has edited; returns what was written."""
    rows = edition_rows()
    known = {e.code: e for e in Edition.objects.select_for_update()}
    written: dict[str, Edition] = {}
    links = {str(row["code"]): str(row.pop("replaced_by")) for row in rows}
    for position, row in enumerate(rows, start=1):
        row["position"] = position
        code = str(row["code"])
        edition = known.get(code) or Edition(code=code)
        if edition.revision == 0 and _differs(edition, row):
            for name, value in row.items():
                setattr(edition, name, value)
            edition.save()
            written[code] = edition
        known[code] = edition
    for code, target in links.items():
        edition, successor = known[code], known.get(target)
        if edition.revision == 0 and successor and edition.replaced_by_id != successor.pk:
            edition.replaced_by = successor
            edition.save(update_fields=["replaced_by"])
            written[code] = edition
    return list(written.values())


def _differs(edition: Edition, values: dict[str, object]) -> bool:
    return edition.pk is None or any(getattr(edition, name) != value for name, value in values.items())


def _load_clauses(edition: Edition, rows: Sequence[ClauseRow]) -> list[Clause]:
    """Writes the clauses level by level, so that each finds its parent; returns what was written."""
    written: list[Clause] = []
    known = {c.number: c for c in edition.clauses.all()}
    depths = sorted({row.depth for row in rows})
    places = {row.number: place for place, row in enumerate(rows, start=1)}
    for depth in depths:
        layer = [_clause(edition, row, places[row.number], known) for row in rows if row.depth == depth]
        changed = [clause for clause in layer if clause is not None]
        new, standing = [c for c in changed if c.pk is None], [c for c in changed if c.pk is not None]
        Clause.objects.bulk_create(new)
        Clause.objects.bulk_update(standing, _CLAUSE_FIELDS)
        known |= {c.number: c for c in changed}
        written += changed
    return written


def _clause(edition: Edition, row: ClauseRow, place: int, known: dict[str, Clause]) -> Clause | None:
    """The clause to write, or None when it stands as it should."""
    clause = known.get(row.number) or Clause(edition=edition, number=row.number)
    parent = known.get(row.parent_number)  # an amendment lists its clauses without their chapters
    values = {
        "parent": parent,
        "depth": row.depth if parent else 1,
        "position": place,
        "title_vi": row.title_vi,
        "title_en": row.title_en,
        "title_confirmed": row.title_confirmed,
        "maintains": row.maintains,
        "retains": row.retains,
        "question": row.question,
        "search_fold": fold(f"{row.title_vi} {row.title_en} {row.question}")[:900],
    }
    if clause.pk is not None and all(getattr(clause, name) == value for name, value in values.items()):
        return None
    for name, value in values.items():
        setattr(clause, name, value)
    return clause


def _load_crosswalk(known: dict[str, Edition]) -> None:
    """Writes the comparison lines that are missing or differ, by their place."""
    clauses = {(c.edition_id, c.number): c for c in Clause.objects.all()}
    standing = {(x.from_edition_id, x.to_edition_id, x.position): x for x in Crosswalk.objects.all()}
    places: dict[tuple[int, int], int] = {}
    created, updated = [], []
    for row in crosswalk_rows():
        before, after = known[row["from_edition"]], known[row["to_edition"]]
        place = places[before.pk, after.pk] = places.get((before.pk, after.pk), 0) + 1
        line = standing.pop((before.pk, after.pk, place), None)
        values = {
            "from_clause": clauses[before.pk, row["from_number"]] if row["from_number"] else None,
            "to_clause": clauses[after.pk, row["to_number"]] if row["to_number"] else None,
            "relation": row["relation"],
            "note": row["note"],
        }
        if line is None:
            created.append(Crosswalk(from_edition=before, to_edition=after, position=place, **values))
        elif any(getattr(line, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(line, name, value)
            updated.append(line)
    Crosswalk.objects.bulk_create(created)
    Crosswalk.objects.bulk_update(updated, _CROSSWALK_FIELDS)
    Crosswalk.objects.filter(pk__in=[x.pk for x in standing.values()]).delete()
