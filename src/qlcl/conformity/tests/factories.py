"""Makes editions, scopes, effects and declarations for tests."""

from datetime import UTC, date, datetime
from typing import Any

from qlcl.conformity.models import Declaration, EffectConfirmation, Scope
from qlcl.conformity.operations.confirm_effect import confirm_effect
from qlcl.conformity.operations.define_scope import Line, define_scope
from qlcl.conformity.operations.import_declarations import PastDeclaration, import_declarations
from qlcl.conformity.operations.issue_declaration import issue_declaration
from qlcl.kernel.actors import Actor
from qlcl.organisations.models import Agency, QualitySystem
from qlcl.standards.models import Edition

AT = datetime(2026, 1, 5, 3, 0, tzinfo=UTC)
IMPORTER = Actor.system("nhập hồ sơ")
LINES = (
    Line("Hộ tịch", "Đăng ký khai sinh", "1.001193", "QT-01"),
    Line("Chứng thực", "Chứng thực bản sao từ bản chính", "2.000815", "QT-02"),
)


def make_edition(code: str = "ISO 9001:2015", **fields: Any) -> Edition:
    """An edition adopted in Viet Nam."""
    values = {"label": f"TCVN {code}", "title": "Các yêu cầu", "international_status": "published"}
    values |= {"tcvn_number": f"TCVN {code}", "confirmed": True, **fields}
    return Edition.objects.get_or_create(code=code, defaults=values)[0]


def system_of(agency: Agency) -> QualitySystem:
    """The system that the agency holds."""
    return QualitySystem.objects.get(holder=agency)


def make_scope(actor: Actor, agency: Agency, on: date, lines: tuple[Line, ...] = LINES) -> Scope:
    """A version of the scope, defined by the actor."""
    return define_scope(actor=actor, system_id=system_of(agency).pk, lines=lines, on=on, at=AT)


def make_effect(head: Actor, agency: Agency, edition: Edition, on: date) -> EffectConfirmation:
    """Effect confirmed by the head, after an audit and a review on the same day."""
    return confirm_effect(
        actor=head, system_id=system_of(agency).pk, edition_id=edition.pk, audited_on=on, reviewed_on=on, on=on, at=AT
    )


def ready_to_declare(head: Actor, agency: Agency, edition: Edition, on: date) -> None:
    """Everything a declaration rests on."""
    make_scope(head, agency, on)
    make_effect(head, agency, edition, on)


def make_declaration(head: Actor, agency: Agency, edition: Edition, on: date, **fields: Any) -> Declaration:
    """A declaration issued by the head on `on`, with all it rests on."""
    ready_to_declare(head, agency, edition, on)
    values = {"number": "12/QĐ-UBND", "prepared_by": "self", **fields}
    return issue_declaration(actor=head, system_id=system_of(agency).pk, edition_id=edition.pk, on=on, at=AT, **values)


def past(agency: Agency, edition: Edition, signed_on: date, **fields: Any) -> PastDeclaration:
    """A declaration of the past, as a file tells it."""
    return PastDeclaration(
        system_id=system_of(agency).pk, agency=agency, edition=edition, signed_on=signed_on, **fields
    )


def make_past(*declarations: PastDeclaration, actor: Actor = IMPORTER) -> list[Declaration]:
    """Past declarations as an import records them."""
    return import_declarations(actor=actor, on=date(2026, 1, 5), at=AT, declarations=declarations)
