"""`qlcl import` as a person types it."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from qlcl.kernel.errors import BadRows
from qlcl.organisations.models import Agency
from qlcl.portal.tests.files import ATTENDANCE, CLASSES, UNITS

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("u.csv", UNITS), ("c.csv", CLASSES), ("a.csv", ATTENDANCE)):
        (tmp_path / name).write_text(text)
    return tmp_path


def _run(folder: Path, *words: str) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    shown = [str(folder / word) if "." in word else word for word in words]
    try:
        call_command("import", *shown, "--on=2021-12-31", stdout=out, stderr=err)
    except BadRows as error:
        err.write(error.message)
    return out.getvalue(), err.getvalue()


def test_takes_groups_of_a_kind_and_its_files(folder: Path) -> None:
    out, _err = _run(folder, "training-attendance", "a.csv", "units", "u.csv", "training-classes", "c.csv")
    assert "Cơ quan (u.csv): 7 dòng – 7 mới, 0 thay đổi, 0 đã có." in out
    assert "Đã ghi. Mã lần nhập: nhap-" in out
    assert "Không có gì thay đổi" in _run(folder, "units", "u.csv")[0]


def test_a_dry_run_says_that_nothing_was_written(folder: Path) -> None:
    assert "chưa ghi gì" in _run(folder, "--dry-run", "units", "u.csv")[0]
    assert not Agency.objects.exists()


def test_prints_json(folder: Path) -> None:
    shown = json.loads(_run(folder, "--json", "units", "u.csv")[0])
    assert (shown["changed"], shown["kinds"][0]["created"], shown["files"][0]["rows"]) == (True, 7, 7)


def test_lists_each_bad_row_on_stderr(folder: Path) -> None:
    (folder / "u.csv").write_text(
        UNITS.replace("TN-X1,", "TN X1,").replace("2004-01-01,,,mandatory", "xưa,,,mandatory", 1)
    )
    _out, err = _run(folder, "units", "u.csv")
    assert "u.csv dòng 2, cột valid_from “xưa”: Không phải là ngày." in err
    assert "u.csv dòng 6, cột code “TN X1”: Mã không được có dấu cách." in err
    assert "2 lỗi; chưa ghi dữ liệu nào." in err


@pytest.mark.parametrize("words", [("things", "u.csv"), ("units",), ("u.csv",), ("units", "succession", "u.csv")])
def test_wrong_usage_is_told(folder: Path, words: tuple[str, ...]) -> None:
    with pytest.raises(CommandError) as refusal:
        _run(folder, *words)
    assert refusal.value.returncode == 2


def test_a_file_that_is_not_there_is_told(folder: Path) -> None:
    with pytest.raises(CommandError, match="Không đọc được tệp"):
        _run(folder, "units", "none.csv")


def test_an_import_is_taken_back_by_its_code(folder: Path) -> None:
    out, _err = _run(folder, "units", "u.csv")
    code = out.strip().rpartition(" ")[2]
    assert f"Đã hoàn tác lần nhập {code}" in _run(folder, "--undo", code)[0]
    assert not Agency.objects.exists()
    with pytest.raises(CommandError):
        _run(folder, "--undo", "nhap-khong-co")
    with pytest.raises(CommandError):
        _run(folder)
