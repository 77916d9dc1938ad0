"""The `qlcl` command speaks both languages, and in one line when it refuses."""

import pytest

from qlcl.config import cli
from tests.engines.committing import PATIENCE


def test_help_names_every_command_in_both_languages(capsys):
    assert cli.run(["--help"]) == 0
    page = capsys.readouterr().out
    for name, (_, vietnamese, english) in cli.COMMANDS.items():
        assert name in page and vietnamese in page and english in page


def test_without_a_command_shows_the_help_and_says_wrong_usage(capsys):
    assert cli.run([]) == 2
    assert "qlcl LỆNH" in capsys.readouterr().out


def test_an_unknown_command_is_wrong_usage(capsys):
    assert cli.run(["fly"]) == 2
    assert "fly" in capsys.readouterr().err


def test_unknown_options_are_wrong_usage(capsys):
    with pytest.raises(SystemExit) as ended:
        cli.run(["backup", "--nonsense"])
    assert ended.value.code == 2


@pytest.mark.parametrize("name", sorted(cli.COMMANDS))
def test_every_command_has_help_without_the_options_of_the_framework(name, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.run([name, "--help"])
    page = capsys.readouterr().out
    assert ended.value.code == 0
    assert f"qlcl {name}" in page and "--pythonpath" not in page


def test_a_refusal_is_one_line_and_exit_code_1(committing_database):
    done = committing_database.qlcl("restore", "nowhere.tar")
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.strip().splitlines()) == 1 and "Traceback" not in done.stderr


def test_a_mistake_of_the_program_is_one_line_and_its_traceback_a_file(committing_database):
    code = "import sys; from qlcl.config import cli; cli.COMMANDS['fly'] = ('qlcl.portal', '', ''); cli.main(['fly'])"
    process = committing_database.python(code)
    _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert len(err.strip().splitlines()) == 1 and "ModuleNotFoundError" in err
    assert "Traceback" in (committing_database.home / "error.log").read_text()
