"""A made-up province of any size, as the files that a province would import."""

import csv
from datetime import date, timedelta
from pathlib import Path

CODE = "BM"
DEPARTMENTS = 200
DISTRICTS = 100
SYLLABLES = ("An", "Bình", "Châu", "Đông", "Hòa", "Lộc", "Long", "Mỹ", "Ninh", "Phước", "Tân", "Thạnh", "Trà", "Vĩnh")


def write(folder: Path, agencies: int) -> dict[str, Path]:
    """Writes units, a campaign, declarations and inspections; returns the files by kind."""
    units = _units(agencies)
    systems = [u for u in units if u["level"] != "province"]
    tables = {"units": units, "campaigns": [_campaign()], "declarations": _declarations(systems)}
    tables["inspections"] = _inspections(systems)
    files = {}
    for kind, rows in tables.items():
        files[kind] = folder / f"{kind}.csv"
        with files[kind].open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, fieldnames=list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    return files


def _units(agencies: int) -> list[dict[str, str]]:
    departments, districts = min(DEPARTMENTS, agencies // 5), min(DISTRICTS, agencies // 14)
    rows = [_unit(CODE, "Ủy ban nhân dân tỉnh Bình Minh", "province", "", "mandatory")]
    rows += [_unit("BM-S-KHCN", "Sở Khoa học và Công nghệ", "province_agency", CODE, "mandatory")]
    rows += [
        _unit(f"BM-S{n:05}", f"Chi cục {_name(n)} {n}", "province_agency", CODE, "mandatory")
        for n in range(1, departments)
    ]
    rows += [
        _unit(f"BM-H{n:05}", f"Ủy ban nhân dân huyện {_name(n)} {n}", "district", CODE, "mandatory")
        for n in range(districts)
    ]
    rows += [
        _unit(f"BM-X{n:05}", f"Ủy ban nhân dân xã {_name(n)} {n}", "commune", f"BM-H{n % districts:05}",
              "provincial_plan")
        for n in range(agencies - departments - districts)
    ]  # fmt: skip
    return rows


def _name(number: int) -> str:
    count = len(SYLLABLES)
    return f"{SYLLABLES[number % count]} {SYLLABLES[number // count % count]}"


def _unit(code: str, name: str, level: str, parent: str, duty: str) -> dict[str, str]:
    return {
        "code": code,
        "name": name,
        "level": level,
        "parent_code": parent,
        "valid_from": "2004-01-01",
        "valid_until": "",
        "duty_to_apply": duty,
        "illustration": "1",
    }


def _campaign() -> dict[str, str]:
    return {
        "code": "CD-BM",
        "name": "Chuyển đổi sang TCVN ISO 9001:2015",
        "province_code": CODE,
        "from_edition": "ISO 9001:2008",
        "to_edition": "ISO 9001:2015",
        "basis": "Kế hoạch số 1/KH-UBND ngày 01/01/2019",
        "starts_on": "2019-01-01",
        "ends_on": "2021-12-31",
    }


def _day(number: int, count: int) -> str:
    return (date(2019, 2, 1) + timedelta(days=number * 1000 // count)).isoformat()


def _declarations(systems: list[dict[str, str]]) -> list[dict[str, str]]:
    return [
        {
            "unit_code": unit["code"],
            "edition": "ISO 9001:2015",
            "declared_on": _day(number, len(systems)),
            "prepared_by": "consultant" if number % 3 else "self",
            "consultant": "Công ty tư vấn A" if number % 3 else "",
            "decision_number": f"{number + 1}/QĐ-UBND",
        }
        for number, unit in enumerate(systems)
    ]


def _inspections(systems: list[dict[str, str]]) -> list[dict[str, str]]:
    return [
        {
            "unit_code": unit["code"],
            "inspected_on": _day(number, len(systems)),
            "mode": "on_site" if number % 3 == 0 else "by_file",
            "edition": "ISO 9001:2015",
        }
        for number, unit in enumerate(systems)
    ]
