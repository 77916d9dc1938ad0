"""`qlcl verify` prints what it walked and exits with 1 on a break."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from qlcl.kernel.models import StoredFile
from qlcl.kernel.tests.history import rename, store_files

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stored files of these tests are rows without content, unless a test says otherwise."""
    monkeypatch.setattr("qlcl.kernel.files.intact", lambda file: not file.name.startswith("Mất"))


def run(*arguments: str) -> tuple[int, str]:
    """Exit code and output."""
    out = StringIO()
    try:
        call_command("verify", *arguments, stdout=out)
    except SystemExit as ended:
        return int(ended.code or 0), out.getvalue()
    return 0, out.getvalue()


def test_passes_on_a_whole_history() -> None:
    store_files(2)
    assert run() == (0, "Toàn vẹn: 1 chuỗi, 2 sự kiện, 2 niêm phong, 2 bản ghi (0 lời ghi đã xóa theo quy định).\n")


def test_names_a_break_and_exits_with_1() -> None:
    store_files(2)
    StoredFile.objects.filter(size=1).update(size=3)
    code, text = run()
    assert code == 1
    assert "SAI [altered] Bản ghi" in text
    code, text = run("--json")
    assert code == 1
    assert [found["kind"] for found in json.loads(text)["breaks"]] == ["altered"]


def test_names_a_file_lost_from_the_disk() -> None:
    (row,) = store_files(1)
    rename(row, "Mất.pdf")
    code, text = run()
    assert (code, "SAI [file] Tệp Mất.pdf" in text) == (1, True)


def test_compares_with_heads_exported_earlier(tmp_path: Path) -> None:
    store_files(2)
    heads = tmp_path / "heads.json"
    assert run("--export-heads", str(heads))[0] == 0
    store_files(1, start=7)
    assert run("--against", str(heads))[0] == 0
    exported = json.loads(heads.read_text())
    exported["chains"]["system:1"]["seq"] = 99
    heads.write_text(json.dumps(exported))
    code, text = run("--against", str(heads))
    assert (code, "SAI [against]" in text) == (1, True)


@pytest.mark.parametrize("content", ["", "[]", '{"chains": {"a": 1}}'])
def test_refuses_a_file_that_is_no_export(tmp_path: Path, content: str) -> None:
    (tmp_path / "x").write_text(content)
    with pytest.raises(CommandError):
        call_command("verify", "--against", str(tmp_path / "x"))
