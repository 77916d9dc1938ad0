"""What a team lacks, in plain sentences: conditions of art. 40, ties to the inspected agency, how it is made up."""

from collections.abc import Collection, Sequence
from datetime import date

from qlcl.inspections.conditions import missing_conditions
from qlcl.inspections.enums import TeamRole
from qlcl.inspections.models import Inspector, TeamMember

LEAST = 2


def person_faults(inspector: Inspector, places: Collection[int], day: date) -> list[str]:
    """Why somebody may not be in the team on the day; `places` are the inspected agencies (Circular 26, art. 40)."""
    said = [
        f"{inspector.full_name}: {sentence[0].lower()}{sentence[1:]}" for sentence in missing_conditions(inspector, day)
    ]
    if inspector.agency_id is not None and inspector.agency_id in places:
        said.append(f"{inspector.full_name} công tác tại chính cơ quan được kiểm tra.")
    return said


def team_faults(
    team: Sequence[TeamMember], places: Collection[int], bodies: Collection[int], day: date, agency_id: int
) -> list[str]:
    """What the team lacks on the day: members, one leader, conditions; others where the inspecting body is inspected.

    `bodies` are the inspecting body and the department it belongs to or that belongs to it.
    """
    said = []
    if len(team) < LEAST:
        said.append(f"Đoàn kiểm tra có {len(team)} người; phải có ít nhất {LEAST} người.")
    leaders = [row for row in team if row.role == TeamRole.LEADER]
    if len(leaders) != 1:
        said.append("Chưa có Trưởng đoàn." if not leaders else "Chỉ được có một Trưởng đoàn.")
    for row in team:
        said += person_faults(row.inspector, places, day)
    if agency_id in bodies and not any(is_from_elsewhere(row, bodies) for row in team):
        said.append(
            "Cơ quan được kiểm tra là đơn vị kiểm tra hoặc cơ quan chủ quản: Đoàn phải có thành viên từ nơi khác."
        )
    return said


def is_from_elsewhere(member: TeamMember, bodies: Collection[int]) -> bool:
    """The member does not work in the inspecting body, nor above or below it."""
    return member.inspector.agency_id is None or member.inspector.agency_id not in bodies
