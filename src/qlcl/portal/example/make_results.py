"""Makes up what the example's inspections found and what became of it; the same on every run.

Run `python src/qlcl/portal/example/make_results.py` after changing `inspections.csv`. All of it is illustration: no
source tells what any agency was found to lack. The weaknesses are those that provinces name in their reports.
"""

import csv
import random
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent
LAST = date(2021, 12, 31)
#: What was owed before this day has come in since, late or not.
RECENT = date(2021, 7, 1)
#: Concluded, the minutes or the letter not yet signed.
UNSIGNED = {("TN-X25690", "2021-11-01"), ("TN-X25609", "2021-10-25")}
#: The commune of the demo accounts: its last corrective report is not accepted yet.
SHOWN = ("TN-X25708", "2021-08-16")
REFUSED = {
    "sent_on": "2021-10-25", "answer": "refused", "answered_on": "2021-12-14", "new_due_on": "2022-01-14",
    "refusal": "Chưa có bằng chứng kèm theo các nội dung đã báo cáo khắc phục.",
}  # fmt: skip
COLUMNS = (
    "unit_code", "inspected_on", "mode", "file_due_on", "file_sent_on", "file_complete", "signed_on", "sent_on",
    "answer", "answered_on", "refusal", "new_due_on", "article", "clause", "statement", "severity", "area", "due_on",
    "accepted_due_on", "cause", "action", "done_on", "evidence", "checked_on", "verdict", "seen",
)  # fmt: skip


class Weakness(NamedTuple):
    """A finding that many agencies share: where it belongs, what is said, why it came, how it is cured."""

    article: str
    clause: str
    severity: str
    weight: str
    statement: str
    cause: str
    action: str
    evidence: str
    area: str = ""


REFUSALS = (
    "Báo cáo chưa nêu nguyên nhân và thời hạn hoàn thành của từng điểm.",
    "Chưa có bằng chứng kèm theo các nội dung đã báo cáo khắc phục.",
    "Biện pháp chưa nhằm vào nguyên nhân, chỉ nêu nhắc nhở chung.",
)


def main() -> None:
    """Writes `inspection_results.csv`."""
    chance = random.Random("diligence")  # noqa: S311 - nothing secret is drawn
    with (FOLDER / "weaknesses.csv").open(encoding="utf-8") as file:
        weaknesses = [Weakness(**row) for row in csv.DictReader(file)]
    with (FOLDER / "inspections.csv").open(encoding="utf-8") as file:
        inspections = sorted(csv.DictReader(file), key=lambda row: (row["inspected_on"], row["unit_code"]))
    days: dict[str, list[date]] = defaultdict(list)
    for row in inspections:
        days[row["unit_code"]].append(date.fromisoformat(row["inspected_on"]))
    diligence = {code: chance.choice((0.95, 0.85, 0.85, 0.7, 0.45)) for code in sorted(days)}
    earlier: dict[str, list[Weakness]] = defaultdict(list)
    with (FOLDER / "inspection_results.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n", restval="")
        writer.writeheader()
        for row in inspections:
            day = date.fromisoformat(row["inspected_on"])
            own = random.Random(f"{row['unit_code']} {day}")  # noqa: S311 - a change of one leaves the others
            following = next((d for d in sorted(days[row["unit_code"]]) if d > day + timedelta(days=150)), None)
            for line in _results(
                row, day, following, diligence[row["unit_code"]], earlier[row["unit_code"]], weaknesses, own
            ):
                writer.writerow(line)


def _results(
    row: dict[str, str],
    day: date,
    following: date | None,
    diligence: float,
    earlier: list[Weakness],
    weaknesses: list[Weakness],
    chance: random.Random,
) -> list[dict[str, str]]:
    """The rows of one inspection: one for each finding, or one that says there is none."""
    whole = {name: row[name] for name in ("unit_code", "inspected_on", "mode")} | _file(row, day, diligence, chance)
    number = chance.choices((0, 1, 2, 3, 4, 5), (10, 16, 28, 24, 14, 8) if diligence < 0.8 else (24, 28, 26, 14, 6, 2))[
        0
    ]
    again = [w for w in earlier if chance.random() > diligence]
    found = dict.fromkeys(again[:number])
    while len(found) < number:
        found[chance.choices(weaknesses, [int(w.weight) for w in weaknesses])[0]] = None
    signed = day + timedelta(days=chance.randint(0, 2) if row["mode"] == "on_site" else chance.randint(5, 12))
    if (row["unit_code"], row["inspected_on"]) == SHOWN:
        found = dict.fromkeys(chance.sample([w for w in weaknesses if w.severity != "serious"], 3))
    if signed > LAST or (row["unit_code"], row["inspected_on"]) in UNSIGNED:
        return [whole | _texts(w, row["unit_code"]) for w in found] or [whole]
    whole["signed_on"] = signed.isoformat()
    if not found:
        return [whole]
    earlier[:] = [*found]
    sent = _report(whole, signed, diligence, chance)
    if (row["unit_code"], row["inspected_on"]) == SHOWN:
        whole |= REFUSED
    promised = {"accepted_due_on": whole.pop("accepted_due_on", "")}
    lines = [whole | _texts(w, row["unit_code"]) | _cure(w, signed, sent, following, diligence, chance) for w in found]
    lines = [line if "done_on" in line or "action" not in line else line | promised for line in lines]
    if (row["unit_code"], row["inspected_on"]) == SHOWN:  # under way, by the date that the refusal sets
        return [whole | _texts(w, row["unit_code"]) | {"cause": w.cause, "action": w.action} for w in found]
    return lines


def _file(row: dict[str, str], day: date, diligence: float, chance: random.Random) -> dict[str, str]:
    """When the file was asked for and came."""
    if row["mode"] != "by_file":
        return {}
    due = day - timedelta(days=chance.randint(18, 32))
    late = chance.random() > 0.25 + diligence * 0.6
    sent = due + timedelta(days=chance.randint(2, 16)) if late else due - timedelta(days=chance.randint(0, 9))
    complete = chance.random() < 0.2 + diligence * 0.6
    return {
        "file_due_on": due.isoformat(),
        "file_sent_on": sent.isoformat(),
        "file_complete": "yes" if complete else "no",
    }


def _report(whole: dict[str, str], signed: date, diligence: float, chance: random.Random) -> date | None:
    """When the corrective report came, and what was said of it."""
    lot = chance.random()
    wait = chance.randint(20, 58) if lot < diligence else chance.randint(64, 140)
    sent = signed + timedelta(days=wait)
    if sent > LAST or (lot > diligence and chance.random() < 0.35 and signed > RECENT):
        return None
    whole["sent_on"] = sent.isoformat()
    answered = sent + timedelta(days=chance.randint(8, 40))
    if answered > LAST:
        return sent
    refused = chance.random() > 0.45 + diligence * 0.52 and signed > RECENT
    whole["answer"], whole["answered_on"] = ("refused" if refused else "accepted"), answered.isoformat()
    if refused:
        whole["refusal"] = chance.choice(REFUSALS)
        whole["new_due_on"] = (answered + timedelta(days=30)).isoformat()
    elif signed.year == LAST.year:  # what is not done yet is promised for a day that the unit has accepted
        whole["accepted_due_on"] = (LAST + timedelta(days=chance.randint(12, 90))).isoformat()
    return sent


def _texts(weakness: Weakness, code: str) -> dict[str, str]:
    commune = code.startswith(("TN-X", "TN-H"))
    return {
        "article": weakness.article, "clause": weakness.clause, "statement": weakness.statement,
        "severity": weakness.severity, "area": weakness.area if commune else "",
    }  # fmt: skip


def _cure(
    weakness: Weakness, signed: date, sent: date | None, following: date | None, diligence: float, chance: random.Random
) -> dict[str, str]:
    """How far the finding was cured by the last day: old ones nearly all, those of the last months by a part.

    Who promised a later day and was given it has not done it yet; a few have forgotten what is due.
    """
    if sent is None:
        return {"cause": weakness.cause} if chance.random() < 0.3 else {}
    cured = {"cause": weakness.cause, "action": weakness.action}
    done = _done(signed, sent, diligence, chance)
    if done is None:
        return cured
    cured |= {"done_on": done.isoformat(), "evidence": weakness.evidence}
    checked = following if following and following > done else None
    if checked is None and chance.random() < 0.93:  # seen earlier, on the evidence sent
        checked = done + timedelta(days=chance.randint(35, 75))
    if checked is None or checked > LAST:
        return cured
    effective = chance.random() < 0.8 + diligence * 0.19 or checked < RECENT  # what failed before was cured since
    seen = "Xem tại lần kiểm tra tiếp theo" if checked == following else "Xem bằng chứng cơ quan gửi bổ sung"
    return cured | {
        "checked_on": checked.isoformat(), "verdict": "effective" if effective else "not_effective", "seen": seen,
    }  # fmt: skip


def _done(signed: date, sent: date, diligence: float, chance: random.Random) -> date | None:
    """When it was cured: in time, late, or not by the last day."""
    lot = chance.random()
    if lot < (0.35 + diligence * 0.45 if signed > RECENT else diligence):
        done = signed + timedelta(days=chance.randint(10, 58))
    elif lot > 0.99 or signed > RECENT:
        return None
    else:
        done = max(sent, signed + timedelta(days=chance.randint(70, 200)))
    return done if done <= LAST else None


if __name__ == "__main__":
    main()
