"""Every address of the product, found in the URL resolver, with what its parts name."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import get_resolver
from django.urls.resolvers import RoutePattern, URLPattern, URLResolver

#: What a part of an address names, by the part's own name; `Owned.things` has one of each.
PARTS = {
    "agency_id": "agency",
    "system_id": "system",
    "declaration_id": "declaration",
    "class_id": "class",
    "attendance_id": "attendance",
    "certificate_id": "certificate",
    "inspection_id": "inspection",
    "plan_id": "inspection_plan",
    "plan_line_id": "plan_line",
    "inspector_id": "inspector",
    "paper_id": "case_paper",
    "file_evidence_id": "file_evidence",
    "line_id": "check_line",
    "checklist_id": "checklist",
    "item_id": "checklist_item",
    "finding_id": "finding",
    "proof_id": "item_evidence",
    "copy_id": "carried_copy",
    "photo_uid": "item_evidence_uid",
    "campaign_id": "campaign",
    "enrolment_id": "enrolment",
    "duty_id": "duty",
    "source_id": "duty_rule",
    "ladder_id": "ladder",
    "day_off_id": "day_off",
    "handover_id": "handover",
    "nonconformity_id": "nonconformity",
    "action_id": "corrective_action",
    "evidence_id": "action_evidence",
    "person_id": "person",
    "appointment_id": "appointment",
    "letter_id": "letter",
    "follow_letter_id": "follow_up_letter",
    "report_proof_id": "report_evidence",
    "snapshot_id": "snapshot",
    "batch_id": "batch",
    "token": "pending_import",
    "province_code": "province_code",
}
#: The same where the part's name alone does not tell: by address.
SPECIAL = {
    **{
        f"inspections:{name} inspection_id": "file_inspection"
        for name in (
            "file",
            "file_send",
            "file_refresh",
            "file_proof",
            "file_examine",
            "file_return",
            "file_conclude",
            "file_correct",
            "file_request_word",
            "file_correction_word",
        )
    },
    "api:agency code": "agency_code",
    "api:change_agency code": "agency_code",
    "accounts:token_revoke pk": "token",
    "accounts:person pk": "person",
    "accounts:person_edit pk": "person",
    "accounts:person_reset pk": "person",
    "accounts:person_open pk": "person",
    "accounts:position pk": "position",
    "accounts:appoint pk": "position",
    "accounts:position_end pk": "position",
    "accounts:appointment_end pk": "appointment",
    "accounts:delegation pk": "delegation",
    "accounts:appoint_acting pk": "position",
    "accounts:renew_consultant pk": "appointment",
}
#: Parts that name what belongs to nobody (editions, kinds of papers and files), with a value that exists or not.
SHARED: dict[str, Any] = {
    "standards:edition pk": 1,
    "standards:edit_edition pk": 1,
    "standards:comparison before": 1,
    "standards:comparison after": 2,
    "assessments:set set_id": 1,
    "assessments:edit_set set_id": 1,
    "inspections:case_draft which": "quyet-dinh",
    "papers:template kind": "khong-co",
    "papers:preview kind": "khong-co",
    "papers:restore kind": "khong-co",
    "portal:import_template kind": "units",
    "portal:leader_rows code": "cong-bo",
    "duties:handover_minutes kind": "docx",
    "api:clauses code": "khong-co",
    "conformity:paper kind": "docx",
    "conformity:draft kind": "docx",
    "conformity:file which": "signed",
    "conformity:notice code": "notify_department",
    "api_missing rest": "khong-co",
}
#: Open to everybody: the public register, signing in, the documentation of the API and of the components.
PUBLIC = {
    "accounts:sign_in",
    "accounts:sign_out",
    "api_docs",
    "api_missing",
    "api:openapi-json",
    "api:api-root",
    "inspections:onsite",
    "inspections:onsite_worker",
    "inspections:onsite_manifest",
    "inspections:onsite_health",
    "ui:components",
    "ui:theme",
}
PUBLIC_NAMESPACES = {"register"}


@dataclass(frozen=True, slots=True)
class Address:
    """A pattern of the resolver: its name, its route, the parts that have to be filled."""

    name: str
    route: str
    parts: tuple[str, ...]

    @property
    def is_public(self) -> bool:
        """Needs no sign-in."""
        return self.name in PUBLIC or self.name.partition(":")[0] in PUBLIC_NAMESPACES

    @property
    def is_owned(self) -> bool:
        """Names something that belongs to somebody."""
        return any(f"{self.name} {part}" not in SHARED for part in self.parts)

    def url(self, things: dict[str, Any]) -> str:
        """The address with its parts filled from what somebody owns."""
        url = self.route
        for part in self.parts:
            url = _fill(url, part, self.value(part, things))
        return f"/{url}"

    def value(self, part: str, things: dict[str, Any]) -> Any:
        """What stands for a part; KeyError for one that nobody has described."""
        key = f"{self.name} {part}"
        return SHARED[key] if key in SHARED else things[SPECIAL.get(key) or PARTS[part]]

    def unknown_parts(self) -> list[str]:
        """The parts that nobody has described."""
        keys = [(part, f"{self.name} {part}") for part in self.parts if not self.is_public]
        return [key for part, key in keys if part not in PARTS and key not in SPECIAL and key not in SHARED]


def _fill(route: str, part: str, value: Any) -> str:
    before, _, rest = route.partition("<")
    while rest:
        inside, _, after = rest.partition(">")
        if inside.rpartition(":")[2] == part:
            return f"{before}{value}{after}"
        before = f"{before}<{inside}>"
        more, _, rest = after.partition("<")
        before += more
    raise ValueError(f"{route} has no part {part}")


def every_address() -> list[Address]:
    """All of them, in the order of the resolver; several methods of one API route are one address."""
    found = {(a.name, a.route): a for a in _walk(get_resolver(), "", ())}
    return list({a.route: a for a in found.values()}.values())


def _walk(resolver: URLResolver, prefix: str, spaces: tuple[str, ...]) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        if not isinstance(entry.pattern, RoutePattern):
            raise TypeError(f"{entry.pattern}: use path(), so that the parts of the address are known")
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = (*spaces, entry.namespace) if entry.namespace else spaces
            yield from _walk(entry, route, inner)
        elif isinstance(entry, URLPattern):
            name = ":".join([*spaces, entry.name or ""])
            yield Address(name, route, tuple(entry.pattern.converters))
