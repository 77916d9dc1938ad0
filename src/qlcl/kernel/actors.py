"""Who acts: a person in positions with roles valid on the day, or a named part of the system."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Self


class Role(StrEnum):
    """What a position may do; see docs/glossary.md for the Vietnamese terms."""

    HEAD = "head"
    DEPUTY = "deputy"
    DIVISION_HEAD = "division_head"
    ISO_SECRETARY = "iso_secretary"
    INTERNAL_AUDITOR = "internal_auditor"
    STAFF = "staff"
    PROVINCIAL_OFFICER = "provincial_officer"
    PROVINCIAL_LEADER = "provincial_leader"
    INSPECTOR = "inspector"
    CONSULTANT = "consultant"
    OBSERVER = "observer"
    ADMINISTRATOR = "administrator"


#: Roles that see a whole province.
PROVINCIAL = frozenset(
    {Role.PROVINCIAL_OFFICER, Role.PROVINCIAL_LEADER, Role.INSPECTOR, Role.OBSERVER, Role.ADMINISTRATOR}
)


@dataclass(frozen=True, slots=True)
class Post:
    """A position held on the day: its role, its agency, the province of that agency, and the agency's name.

    `oversees` holds the provinces that a provincial post sees whole: its own and those that became it.
    """

    position_id: int
    title: str
    role: Role
    agency_id: int
    province_id: int
    acting: bool = False
    place: str = field(default="", compare=False)
    oversees: frozenset[int] = field(default_factory=frozenset, compare=False)

    @property
    def shown(self) -> str:
        """The title as papers write it: "Q. Chủ tịch" for who acts in it (Decree 30/2020, Appendix I)."""
        return f"Q. {self.title}" if self.acting else self.title


#: How a signature for the head begins (Decree 30/2020, art. 13): a deputy signs for him, others by his authorisation.
FOR_THE_HEAD, BY_AUTHORISATION = "KT.", "TUQ."


@dataclass(frozen=True, slots=True)
class Mandate:
    """Named acts delegated to one of the actor's positions, for an agency, with the paper it rests on.

    `mark` is how he signs (KT., TUQ.); `for_title` whose place he takes.
    """

    delegation_id: int
    agency_id: int
    acts: frozenset[str]
    position_id: int
    paper: str = ""
    mark: str = field(default=FOR_THE_HEAD, compare=False)
    for_title: str = field(default="", compare=False)
    valid_from: date | None = field(default=None, compare=False)
    valid_until: date | None = field(default=None, compare=False)

    def holds_on(self, day: date) -> bool:
        """It holds on the legal day of an act, which may lie before the day the actor was read."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day < self.valid_until
        )


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, on which day. `oversees` holds the provinces (and their predecessors) seen whole."""

    person_id: int | None = None
    name: str = ""
    day: date | None = None
    posts: tuple[Post, ...] = ()
    mandates: tuple[Mandate, ...] = ()
    oversees: frozenset[int] = field(default_factory=frozenset)
    is_system: bool = False

    @classmethod
    def system(cls, name: str) -> Self:
        """A part of the product that acts by itself, such as an import from the command line."""
        return cls(name=name, is_system=True)

    @property
    def is_anonymous(self) -> bool:
        """Nobody has signed in."""
        return self.person_id is None and not self.is_system

    @property
    def agency_ids(self) -> frozenset[int]:
        """The agencies in which the actor holds a position."""
        return frozenset(post.agency_id for post in self.posts)

    @property
    def roles(self) -> frozenset[Role]:
        """Every role held anywhere."""
        return frozenset(post.role for post in self.posts)

    def post_at(self, agency_id: int | None, roles: Iterable[Role]) -> Post | None:
        """The first post with one of `roles` in the agency (acting ones last)."""
        wanted = frozenset(roles)
        held = [p for p in self.posts if p.agency_id == agency_id and p.role in wanted]
        return min(held, key=lambda p: p.acting, default=None)

    def provincial_post(self, province_id: int | None, roles: Iterable[Role] = PROVINCIAL) -> Post | None:
        """The first post that oversees the province with one of `roles`; a post in one gives nothing in another."""
        wanted = frozenset(roles) & PROVINCIAL
        return next((p for p in self.posts if p.role in wanted and province_id in p.oversees), None)

    def mandate_for(self, agency_id: int | None, act: str) -> Mandate | None:
        """The delegation under which the actor may do `act` in the agency's name."""
        return next((m for m in self.mandates if m.agency_id == agency_id and act in m.acts), None)

    @property
    def signature(self) -> str:
        """The name under what he writes; a consultant's is marked, for the agency must know whose words they are."""
        return f"{self.name} (tư vấn)" if Role.CONSULTANT in self.roles else self.name


ANONYMOUS = Actor()
