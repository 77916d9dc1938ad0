"""Sets of questions and their versions."""

from django.db.models import Count, F

from qlcl.assessments.models import QuestionSet, QuestionSetQuerySet
from qlcl.assessments.policies import visible_sets
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import Unseen


def set_list(actor: Actor) -> QuestionSetQuerySet:
    """Every version the actor sees with the number of its questions, by set, newest first."""
    rows = visible_sets(actor).select_related("province").annotate(question_count=Count("questions"))
    return rows.order_by("code", F("province__name_sort").asc(nulls_last=True), "-version")


def set_seen(actor: Actor, set_id: int) -> QuestionSet:
    """One version; `Unseen` outside the actor's view."""
    found = visible_sets(actor).select_related("province").filter(pk=set_id).first()
    if found is None:
        raise Unseen
    return found


def set_in_use(code: str, province_id: int) -> QuestionSet | None:
    """The version in use in a province: its own, else the shipped one."""
    rows = QuestionSet.objects.of_province(province_id).in_use().filter(code=code)
    return rows.order_by(F("province_id").asc(nulls_last=True), "-version").first()


def sets_in_use(province_id: int) -> list[QuestionSet]:
    """The version in use of each set."""
    rows = QuestionSet.objects.of_province(province_id).in_use()
    found: dict[str, QuestionSet] = {}
    for row in rows.order_by(F("province_id").asc(nulls_last=True), "-version"):
        found.setdefault(row.code, row)
    return sorted(found.values(), key=lambda row: row.code, reverse=True)
