"""The sets of questions that ship with the product, as plain rows. All wording is our own."""

import csv
from dataclasses import asdict, dataclass
from pathlib import Path

from qlcl.assessments.enums import Severity, Shipped
from qlcl.assessments.models import Step
from qlcl.standards.models import Clause

EDITION = "ISO 9001:2015"
#: Circular 26/2014, art. 36 knows two answers; an item may not apply.
SCALE_ARTICLE_36 = (
    Step("dat", "Đạt", "done"),
    Step("chua_dat", "Chưa đạt", "overdue", finding=True, severity=Severity.ORDINARY.value),
    Step("khong_ap_dung", "Không áp dụng", "none"),
)
SCALE_CLAUSES = (
    Step("dat", "Phù hợp", "done"),
    Step("luu_y", "Lưu ý", "soon", finding=True, severity=Severity.REMARK.value),
    Step("nhe", "Không phù hợp nhẹ", "late", finding=True, severity=Severity.ORDINARY.value),
    Step("nang", "Không phù hợp nặng", "overdue", finding=True, severity=Severity.SERIOUS.value),
    Step("khong_xem", "Không áp dụng", "none"),
)


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One question of a set before it is a row."""

    code: str
    text: str
    help: str = ""
    clause: Clause | None = None
    article: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class ShippedSet:
    """A set as the package brings it; a higher `version` in a later package replaces it."""

    code: str
    version: int
    title: str
    basis: str
    scale: tuple[Step, ...]
    questions: tuple[QuestionRow, ...]


def scale_json(scale: tuple[Step, ...]) -> list[dict[str, object]]:
    """A scale as it is kept."""
    return [asdict(step) for step in scale]


def shipped_sets() -> list[ShippedSet]:
    """Every shipped set that has questions; that of the clauses needs the standard's reference data first."""
    article = Shipped.ARTICLE_36
    clauses = Shipped.CLAUSES_2015
    sets = [
        ShippedSet(article.value, 1, str(article.label), "Thông tư 26/2014/TT-BKHCN, Điều 36",
                   SCALE_ARTICLE_36, _article_36()),
        ShippedSet(clauses.value, 1, str(clauses.label), "TCVN ISO 9001:2015, điều khoản 4–10",
                   SCALE_CLAUSES, _clauses()),
    ]  # fmt: skip
    return [found for found in sets if found.questions]


def _article_36() -> tuple[QuestionRow, ...]:
    with (Path(__file__).parent / "data" / "article_36.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            QuestionRow(row["code"], row["text"], row["help"], article=row["code"], group=row["group"])
            for row in csv.DictReader(file)
        )


def _clauses() -> tuple[QuestionRow, ...]:
    """A question for each clause that has no clauses below it, grouped by chapter."""
    clauses = list(Clause.objects.filter(edition__code=EDITION).order_by("position"))
    parents = {clause.parent_id for clause in clauses}
    chapters = {clause.number: clause for clause in clauses if clause.depth == 1}
    rows = []
    for clause in clauses:
        chapter = chapters.get(clause.number.partition(".")[0])
        if clause.question and clause.pk not in parents and chapter is not None and int(chapter.number) >= 4:
            group = f"{chapter.number}. {chapter.title_vi}"
            rows.append(QuestionRow(clause.number, clause.question, clause.title_vi, clause, group=group))
    return tuple(rows)
