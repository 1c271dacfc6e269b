import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from scripts.assets import ICON_LIST, VENDOR, symbol, wanted_icons
from scripts.check_lengths import too_long
from scripts.check_locks import address_complaints, npm_complaints, pinned, python_complaints
from scripts.message_catalogues import ROOT, WEB

STABLE_COMMANDS = ("setup", "demo", "test", "check", "prove")


def test_the_stable_commands_exist() -> None:
    listing = subprocess.run(["make", "help"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert [name for name in STABLE_COMMANDS if f"make {name} " not in listing] == []


def test_what_setup_makes_is_not_in_git() -> None:
    listing = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True)
    found = [name for name in listing.stdout.splitlines() if "/vendor/" in name or name.endswith(".mo")]
    assert found == []


def test_the_ci_script_runs_checks_and_tests() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert [line for line in script.read_text().splitlines() if line.startswith("make")] == [
        "make check",
        "make test",
    ]


@pytest.mark.parametrize("script", sorted((ROOT / "scripts").glob("*.sh")), ids=lambda path: path.name)
def test_shell_scripts_parse_and_stop_at_errors(script: Path) -> None:
    assert subprocess.run(["sh", "-n", script], check=False).returncode == 0
    assert re.search(r"^set -e?u", script.read_text(encoding="utf-8"), re.MULTILINE)


def test_no_lock_names_an_address() -> None:
    assert address_complaints() == []


def test_the_python_lock_meets_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert python_complaints(project, (ROOT / "requirements.lock").read_text(encoding="utf-8")) == []


def test_a_missing_or_too_old_pin_is_named() -> None:
    project = {"dependencies": ["flask>=3.1", "holidays>=0.109"]}
    assert python_complaints(project, "flask==3.0.1 \\\n") == [
        "requirements.lock has flask 3.0.1, wanted is flask>=3.1",
        "requirements.lock lacks holidays; run 'make lock'",
    ]


def test_pins_are_read_with_markers_and_extras() -> None:
    assert pinned(
        "psycopg[binary,pool]==3.3.1 \\\n    --hash=x\nPySQLite3==0.6.1 ; sys_platform == 'linux'"
    ) == {
        "psycopg": "3.3.1",
        "pysqlite3": "0.6.1",
    }


def test_a_package_that_the_npm_lock_lacks_is_named() -> None:
    package = {"dependencies": {"echarts": "6.1.0"}}
    assert npm_complaints(package, {"packages": {"": {"dependencies": {"echarts": "6.0.0"}}}}) == [
        "package-lock.json is not that of package.json; run 'make lock'"
    ]
    assert npm_complaints(package, {"packages": {"": package}}) == []


def test_a_long_file_is_named_with_its_lines(tmp_path: Path) -> None:
    (tmp_path / "long.py").write_text("x = 1\n" * 5)
    (tmp_path / "data.csv").write_text("1\n" * 5)
    assert too_long(tmp_path, ["long.py", "data.csv", "gone.py"], limit=4) == [("long.py", 5)]


def test_the_sprite_has_every_icon_that_templates_and_python_name() -> None:
    listed = set(wanted_icons(ICON_LIST.read_text(encoding="utf-8")))
    named = set()
    for file in [*WEB.rglob("*.html"), *WEB.rglob("*.py")]:
        text = file.read_text(encoding="utf-8")
        named.update(re.findall(r"""\bicon(?:_name)?(?:\(|=)["']([a-z0-9-]+)["']""", text))
    assert named - listed == set()
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (VENDOR / "icons.svg").read_text(encoding="utf-8")))
    assert drawn == listed


def test_an_icon_keeps_its_shapes_and_loses_its_frame() -> None:
    frame = '<path stroke="none" d="M0 0h24v24H0z" fill="none" />'
    drawing = f'<svg\n width="24"\n>\n {frame}\n <path d="M1 2" />\n</svg>'
    assert symbol("dot", drawing) == '<symbol id="dot" viewBox="0 0 24 24"><path d="M1 2" /></symbol>'
