"""Third-party files are those that their list names, byte for byte."""

import json
from hashlib import sha256
from pathlib import Path

VENDOR = Path(__file__).parents[1] / "static/ui/vendor"


def test_vendored_files_are_those_listed() -> None:
    listed: dict[str, str] = {}
    for entry in json.loads((VENDOR / "VENDORED.json").read_text()):
        listed |= entry["files"]
    found = {
        path.relative_to(VENDOR).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "VENDORED.json"
    }
    assert found == listed


def test_every_vendored_thing_says_its_version_and_licence() -> None:
    for entry in json.loads((VENDOR / "VENDORED.json").read_text()):
        assert entry["name"] and entry["version"] and entry["licence"]
        assert any("LICENSE" in path for path in entry["files"])
