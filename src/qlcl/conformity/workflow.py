"""What each act still lacks, in plain sentences; a page shows them before the click, an operation enforces them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from qlcl.conformity.models import Declaration
from qlcl.conformity.policies import can_confirm_effect, can_issue, can_keep
from qlcl.conformity.queries import Standing, standing_of
from qlcl.kernel.actors import Actor, Role
from qlcl.kernel.errors import DomainError
from qlcl.organisations.models import QualitySystem
from qlcl.standards.models import Edition


@dataclass(frozen=True, slots=True)
class Notice:
    """An act that follows a declaration, with the fields of the declaration that hold its day and its proof."""

    act: str
    code: str
    label: str
    done: str
    day: str
    proof: str
    proof_label: str
    file: str
    role: Role
    basis: str


_ARTICLE = "Quyết định 19/2014/QĐ-TTg, Điều 4 khoản 3"
NOTICES = {
    "notify_department": Notice(
        "conformity.notify_department", "notify_department", "Thông báo bằng văn bản cho cơ quan chủ trì",
        "Đã thông báo", "told_on", "told_letter", "Số, ký hiệu công văn", "told_file", Role.ISO_SECRETARY, _ARTICLE,
    ),
    "post_at_office": Notice(
        "conformity.post_at_office", "post_at_office", "Niêm yết tại trụ sở",
        "Đã niêm yết", "posted_on", "posted_place", "Nơi niêm yết", "posted_file", Role.ISO_SECRETARY, _ARTICLE,
    ),
    "publish_on_web": Notice(
        "conformity.publish_on_web", "publish_on_web", "Đăng trên trang thông tin điện tử",
        "Đã đăng", "published_on", "published_url", "Địa chỉ trang đăng", "published_file",
        Role.ISO_SECRETARY, _ARTICLE,
    ),
}  # fmt: skip


def require(missing: Sequence[str]) -> None:
    """Raises `guards` with every sentence when something is missing."""
    if missing:
        raise DomainError("guards", " ".join(missing), extra={"missing": list(missing)})


def guards_of_define_scope(actor: Actor, system: QualitySystem, on: date) -> list[str]:
    """What defining a scope lacks."""
    missing = _living(system, on)
    if not can_keep(actor, system):
        missing.insert(0, "Chỉ lãnh đạo, thư ký ISO của cơ quan được xác định phạm vi áp dụng.")
    return missing


def guards_of_confirm_effect(
    actor: Actor, system: QualitySystem, edition: Edition, on: date, standing: Standing | None = None
) -> list[str]:
    """What confirming effect lacks (Decision 19/2014, art. 4.2: by the head himself, once applied and reviewed)."""
    missing = []
    if not can_confirm_effect(actor, system):
        missing.append("Chỉ thủ trưởng cơ quan trực tiếp xác nhận hiệu lực; việc này không ủy quyền được.")
    return missing + _living(system, on) + _adopted(edition, on) + _scoped(standing or standing_of(system, on))


def guards_of_issue_declaration(
    actor: Actor, system: QualitySystem, edition: Edition, on: date, standing: Standing | None = None
) -> list[str]:
    """What a declaration lacks, where none is in force (Decision 19/2014, art. 4.3)."""
    standing = standing or standing_of(system, on)
    missing = _declarable(actor, standing, edition, on)
    if standing.open:
        missing.append(f"Hệ thống đang có quyết định công bố {standing.open.label}; ông/bà dùng “Công bố lại”.")
    return missing


def guards_of_redeclare(
    actor: Actor, system: QualitySystem, edition: Edition, on: date, standing: Standing | None = None
) -> list[str]:
    """What declaring again lacks, where one is in force (Decision 19/2014, art. 4.4c)."""
    standing = standing or standing_of(system, on)
    missing = _declarable(actor, standing, edition, on)
    if standing.open is None:
        missing.append("Hệ thống không có quyết định nào đang hiệu lực để thay thế; ông/bà dùng “Công bố”.")
    elif standing.open.effective_on > on:
        missing.append(
            f"Ngày ký phải từ {standing.open.effective_on:%d/%m/%Y}, ngày quyết định đang có bắt đầu hiệu lực."
        )
    return missing


def guards_of_notice(actor: Actor, declaration: Declaration, notice: Notice) -> list[str]:
    """What recording a notice lacks."""
    missing = []
    if not can_keep(actor, declaration.system):
        missing.append("Chỉ lãnh đạo, thư ký ISO của cơ quan ghi nhận việc này.")
    if declaration.voided_on is not None:
        missing.append("Bản ghi công bố này đã hủy.")
    if done := getattr(declaration, notice.day):
        missing.append(f"{notice.done} ngày {done:%d/%m/%Y}.")
    return missing


def guards_of_end_declaration(declaration: Declaration) -> list[str]:
    """What ending lacks: there must be something to end."""
    if declaration.voided_on is not None:
        return ["Bản ghi công bố này đã hủy."]
    if declaration.ended_on is not None:
        return [f"Công bố đã hết hiệu lực từ ngày {declaration.ended_on:%d/%m/%Y}: {declaration.end_reason}."]
    return []


def guards_of_void_declaration(declaration: Declaration) -> list[str]:
    """What voiding a mistaken entry lacks."""
    if declaration.voided_on is not None:
        return [f"Bản ghi đã hủy ngày {declaration.voided_on:%d/%m/%Y}."]
    return []


def _declarable(actor: Actor, standing: Standing, edition: Edition, on: date) -> list[str]:
    missing = []
    if not can_issue(actor, standing.system, on):
        missing.append(
            "Chỉ thủ trưởng, người phụ trách, hoặc cấp phó có văn bản ủy quyền còn giá trị vào ngày ký được ban hành."
        )
    missing += _living(standing.system, on) + _adopted(edition, on) + _scoped(standing)
    if standing.effect(edition) is None:
        missing.append(f"Thủ trưởng chưa xác nhận hiệu lực của hệ thống theo {edition.label}.")
    return missing


def _living(system: QualitySystem, on: date) -> list[str]:
    if system.valid_until is not None and system.valid_until <= on:
        return [f"Hệ thống đã kết thúc từ ngày {system.valid_until:%d/%m/%Y}: {system.end_reason}."]
    if on < system.valid_from:
        return [f"Hệ thống chỉ có từ ngày {system.valid_from:%d/%m/%Y}."]
    return []


def _adopted(edition: Edition, on: date) -> list[str]:
    """An edition binds once the Ministry has adopted it (Decision 19/2014, art. 4, last paragraph)."""
    if not edition.tcvn_number or (edition.adopted_on is not None and edition.adopted_on > on):
        return [f"{edition.label} chưa được công bố thành tiêu chuẩn quốc gia vào ngày này."]
    return []


def _scoped(standing: Standing) -> list[str]:
    if standing.scope is None:
        return ["Chưa xác định phạm vi áp dụng: lĩnh vực và thủ tục hành chính."]
    return []
