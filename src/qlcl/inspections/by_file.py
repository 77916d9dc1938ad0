"""Inspection by file as rules: which items are asked for, when one is enough, which day is the last.

Circular 26/2014, arts. 33, 36, 39. Nothing here reads a clock or a table.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from qlcl.inspections.enums import ItemState
from qlcl.kernel.workdays import Workdays

#: Items of art. 36 that words can answer; the others ask for evidence, a file or a record of the product.
BY_WORDS = frozenset({"1c", "1d", "1g", "2a"})
#: Before the number of a paper that the letter asks for.
PAPER = "TL"
#: What says that an item still lacks something.
LACKING = (ItemState.MISSING, ItemState.GAP, ItemState.RETURNED)
#: What nobody has given a reason for yet.
UNSAID = (ItemState.MISSING, ItemState.RETURNED)
#: What an officer says of an item.
VERDICTS = (ItemState.ACCEPTED, ItemState.FALLS_SHORT, ItemState.RETURNED)
#: What ends the examination of an item.
SETTLED = (ItemState.ACCEPTED, ItemState.FALLS_SHORT)
MAX_WORDS, MAX_REASON = 10_000, 500


@dataclass(frozen=True, slots=True)
class Asked:
    """An item that the letter asks for."""

    code: str
    requirement: str
    needs_evidence: bool = True


@dataclass(frozen=True, slots=True)
class Said:
    """What an agency says of one item, and how many proofs stand beside it."""

    code: str
    needs_evidence: bool
    answer: str
    not_applicable: bool
    gap_reason: str
    proofs: int


def is_paper(code: str) -> bool:
    """A paper to send, not a question of art. 36."""
    return code.startswith(PAPER)


def asked_items(questions: Iterable[tuple[str, str]], papers: str) -> list[Asked]:
    """The items of a letter: the questions (code, text) in order, then the papers, which a semicolon parts."""
    named = dict.fromkeys(" ".join(part.split()) for part in papers.split(";"))
    found = [Asked(code, text, code not in BY_WORDS) for code, text in questions]
    return found + [Asked(f"{PAPER}{n}", text) for n, text in enumerate(filter(None, named), start=1)]


def lacks(said: Said) -> str:
    """What an item lacks, in one sentence; empty when it is enough.

    What does not apply says why. A paper is its proof; a question has an answer, and a proof where one is asked for.
    """
    if said.not_applicable:
        return "" if said.answer else "Cần ghi vì sao không phát sinh, không áp dụng."
    if is_paper(said.code):
        return "" if said.proofs else "Chưa có tài liệu kèm theo."
    if not said.answer:
        return "Chưa có báo cáo."
    return "Chưa có bằng chứng." if said.needs_evidence and not said.proofs else ""


def state_of(said: Said) -> ItemState:
    """Enough; or a gap with its reason; or missing."""
    if not lacks(said):
        return ItemState.ENOUGH
    return ItemState.GAP if said.gap_reason else ItemState.MISSING


def last_day(day: date, workdays: Workdays, *, roll: bool) -> date:
    """The day by which a letter's term ends: the next working day where it falls on a day off (Civil Code, 148.5)."""
    return workdays.next_working(day) if roll else day


def clocks(*, sent_on: date, due_on: date, states: Sequence[str]) -> tuple[bool, bool]:
    """The two clocks of a sending: (on time, complete). Neither tells anything of the other."""
    return sent_on <= due_on, not any(state in LACKING for state in states)


def fingerprint(*parts: object) -> str:
    """By which a form knows what it had shown, and the product whether that still stands."""
    words = "\n\x1f".join(str(part).replace("\r\n", "\n").strip() for part in parts)
    return sha256(words.encode()).hexdigest()[:16]
