"""Tells of positions that have stood vacant too long: once for each vacancy, not every night."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from qlcl.accounts.models import Position
from qlcl.accounts.queries import holders
from qlcl.duties.models import VacancyAlarm
from qlcl.duties.models.vacancy import NEVER
from qlcl.duties.operations.notify import Note, notify
from qlcl.duties.queries.vacancies import Vacancy, vacancies
from qlcl.kernel import history
from qlcl.kernel.actors import Actor, Role


@transaction.atomic
def alarm_vacancies(*, province_id: int, day: date, at: datetime) -> int:
    """The agency's head (its deputies where the head is the one missing) is told of each, the province of all at once.

    Returns how many vacancies are newly told; killed or repeated, nothing is told twice.
    """
    history.lock(history.province_chain(province_id))
    standing = [v for v in vacancies(day, province_ids=[province_id]) if v.alarming]
    known = set(VacancyAlarm.objects.filter(agency__province_id=province_id).values_list("agency_id", "role", "since"))
    new = [v for v in standing if (v.agency_id, v.role, v.since or NEVER) not in known]
    if not new:
        return 0
    VacancyAlarm.objects.bulk_create(
        [
            VacancyAlarm(agency_id=v.agency_id, role=v.role, since=v.since or NEVER, told_on=day, told_at=at)
            for v in new
        ],
        batch_size=1000,
    )
    notes = [*_to_agencies(new, day), *_to_province(new, province_id, day)]
    notify(notes=notes, actor=Actor.system("Việc nền"), on=day, at=at)
    return len(new)


def _since(vacancy: Vacancy) -> str:
    return f"từ ngày {vacancy.since:%d/%m/%Y}" if vacancy.since else "(chưa ghi nhận ai giữ)"


def _to_agencies(new: Sequence[Vacancy], day: date) -> list[Note]:
    agencies = {v.agency_id for v in new}
    told: dict[int, list[tuple[int, Role]]] = {}
    for holder in holders(agencies, [Role.HEAD, Role.DEPUTY], day):
        told.setdefault(holder.agency_id, []).append((holder.position_id, holder.role))
    notes = []
    for vacancy in new:
        there = told.get(vacancy.agency_id, [])
        heads = [position for position, role in there if role == Role.HEAD]
        for position in dict.fromkeys(heads or [position for position, _role in there]):
            text = f"Vị trí {vacancy.role_label} của {vacancy.agency_name} đang trống {_since(vacancy)}."
            topic = f"vacancy:{vacancy.agency_id}:{vacancy.role}"
            notes.append(Note(position, text, reverse("duties:vacancies"), topic=topic))
    return notes


def _to_province(new: Sequence[Vacancy], province_id: int, day: date) -> list[Note]:
    """One line for all of the night: an officer reads the list, not a hundred notices."""
    if len(new) == 1:
        text = f"{new[0].agency_name}: vị trí {new[0].role_label} đang trống {_since(new[0])}."
    else:
        text = f"{len(new)} vị trí thủ trưởng, thư ký ISO… của các cơ quan trong tỉnh đang trống quá thời hạn."
    officers = Position.objects.valid_on(day).filter(agency__province_id=province_id, role=Role.PROVINCIAL_OFFICER)
    link = reverse("duties:vacancies")
    return [Note(pk, text, link, topic="vacancies") for pk in officers.values_list("pk", flat=True)]
