"""What the draft of a decision to declare says, as plain values for its template."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from qlcl.accounts.models import Appointment
from qlcl.conformity.enums import DeclarationKind, Reason, SignedAs
from qlcl.conformity.models import Declaration, ScopeItem
from qlcl.conformity.policies import signing_post
from qlcl.conformity.queries import Standing, items_of
from qlcl.kernel.actors import ANONYMOUS, Actor, Role
from qlcl.organisations.enums import Level
from qlcl.organisations.models import Agency, QualitySystem
from qlcl.standards.models import Edition

_COMMITTEE = "Ủy ban nhân dân "
_KINDS = ("xã ", "phường ", "thị trấn ", "huyện ", "thị xã ", "thành phố ", "quận ", "đặc khu ", "tỉnh ")
_MODES = {SignedAs.HEAD: "head", SignedAs.KT: "kt", SignedAs.ACTING: "acting", SignedAs.IMPORTED: "head"}


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the appendix."""

    field: str
    name: str
    code: str


def draft_of(standing: Standing, edition: Edition, day: date, actor: Actor = ANONYMOUS) -> dict[str, Any]:
    """The decision that stands to be issued: no number, no date, whatever it would replace.

    Printed by a deputy under a delegation it is signed for the head (KT.), citing the paper; by who acts, with Q.
    """
    replaced = standing.open
    head = _head_appointment(standing.system.holder, day)
    return (
        _context(standing.system.holder, edition, head)
        | {
            "scope_items": _items(standing.items),
            "replaces": replaced.label if replaced else "",
            "reason": "",
            "signer_mode": "acting" if head is not None and head.acting else "head",
        }
        | _signing(actor, standing.system, day)
    )


def _signing(actor: Actor, system: QualitySystem, day: date) -> dict[str, Any]:
    """Who prints it signs it, where he may: name, capacity and the paper it rests on."""
    signing = signing_post(actor, system, day)
    if signing is None:
        return {}
    post, signed_as, paper = signing
    known: dict[str, Any] = {"signer_mode": _MODES[signed_as], "signer_name": actor.name}
    if signed_as == SignedAs.KT:
        known |= {"signer_post": post.title, "basis": [f"Căn cứ văn bản số {paper} về việc giao ký thay"]}
    return known


def decision_of(declaration: Declaration) -> dict[str, Any]:
    """The decision as it was recorded."""
    reason = ""
    if declaration.kind == DeclarationKind.AGAIN and declaration.reason:
        reason = " – ".join(filter(None, (Reason(declaration.reason).label.lower(), declaration.reason_note)))
    number, _, symbol = declaration.number.partition("/")
    head = _head_appointment(declaration.agency, declaration.signed_on)
    return _context(declaration.agency, declaration.edition, head) | {
        "scope_items": _items(items_of(declaration.scope)),
        "replaces": declaration.replaces.label if declaration.replaces else "",
        "reason": reason,
        "number": number if symbol else "",
        "symbol": symbol or _symbol(declaration.agency),
        "signed_on": declaration.signed_on,
        "effective_on": declaration.effective_on if declaration.effective_on != declaration.signed_on else "",
        "signer_mode": _MODES[SignedAs(declaration.signed_as)],
        "signer_name": declaration.signer_name,
        "signer_post": declaration.signer_title if declaration.signed_as == SignedAs.KT else "",
    }


def sample_decision() -> dict[str, Any]:
    """A made-up decision, for those who edit the template."""
    return {
        "agency_name": "Ủy ban nhân dân xã Phước Vinh",
        "superior_name": "",
        "symbol": "QĐ-UBND",
        "number": "12",
        "place": "Phước Vinh",
        "edition_label": "TCVN ISO 9001:2015",
        "signed_on": date(2021, 2, 5),
        "effective_on": date(2021, 2, 15),
        "replaces": "số 7/QĐ-UBND ngày 03/02/2019",
        "reason": "mở rộng phạm vi",
        "basis": [],
        "scope_items": [Item("Hộ tịch", "Đăng ký khai sinh", "1.001193"), Item("Đất đai", "Hòa giải", "QT-07")],
        "signer_mode": "kt",
        "head_post": "Chủ tịch",
        "signer_post": "Phó Chủ tịch",
        "signer_name": "Nguyễn Văn An",
        "collective": "",
        "department": "Sở Khoa học và Công nghệ",
    }


def _context(agency: Agency, edition: Edition, appointed: Appointment | None) -> dict[str, Any]:
    post, name = _head(agency, appointed)
    committee = agency.name.startswith(_COMMITTEE)
    superior = "" if committee or agency.parent is None else agency.parent.name
    return {
        "agency_name": agency.name,
        "superior_name": superior,
        "symbol": _symbol(agency),
        "number": "",
        "place": place_of(agency),
        "edition_label": edition.label,
        "signed_on": "",
        "effective_on": "",
        "basis": [],
        "head_post": post,
        "signer_post": "",
        "signer_name": name,
        "collective": "",
        "department": "Sở Khoa học và Công nghệ",
    }


def _items(items: Iterable[ScopeItem]) -> list[Item]:
    return [Item(i.field, i.procedure, i.procedure_code or i.process_code) for i in items]


def _head_appointment(agency: Agency, day: date) -> Appointment | None:
    """Who heads the agency on the day, the regular head before an acting one."""
    return (
        Appointment.objects.valid_on(day)
        .filter(position__agency=agency, position__role=Role.HEAD)
        .select_related("position", "person")
        .order_by("acting")
        .first()
    )


def head_named(agency: Agency, day: date) -> tuple[str, str]:
    """The head's post and name on the day; the usual post where nobody is appointed."""
    return _head(agency, _head_appointment(agency, day))


def _head(agency: Agency, appointed: Appointment | None) -> tuple[str, str]:
    """The head's post and name; the usual post where nobody is appointed."""
    if appointed is not None:
        return appointed.position.title, appointed.person.full_name
    return ("Chủ tịch" if agency.name.startswith(_COMMITTEE) else "Thủ trưởng"), ""


def place_of(agency: Agency) -> str:
    """Where papers of the agency are dated: its own territory, or its province."""
    name = agency.name if agency.level in (Level.COMMUNE, Level.DISTRICT) else agency.province.name
    name = name.removeprefix(_COMMITTEE)
    kind = next((k for k in _KINDS if name.startswith(k)), "")
    bare = name.removeprefix(kind)
    return f"{kind.strip().capitalize()} {bare}" if bare.isdigit() else bare


def _symbol(agency: Agency) -> str:
    """The symbol of a decision; a department adds its own letters by hand."""
    return "QĐ-UBND" if agency.name.startswith(_COMMITTEE) else "QĐ-…"
