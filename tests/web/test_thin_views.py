"""Views ask services: no module of views writes SQL of its own."""

import ast
from pathlib import Path

import pytest

import web

ROOT = Path(web.__file__).parent
VIEWS = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*views*.py"))
ALLOWED = {"sqlalchemy.orm.Session"}
"""As the type of what is handed on to the services."""


def imported(path: Path) -> set[str]:
    """Return what a module imports, by full name."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{name.name}" for name in node.names}
    return found


@pytest.mark.parametrize("module", VIEWS)
def test_a_module_of_views_imports_no_sql(module: str) -> None:
    names = {name for name in imported(ROOT / module) if name.split(".")[0] == "sqlalchemy"}
    assert names <= ALLOWED


def test_there_are_views() -> None:
    assert {"admin/user_views.py", "wishes/round_views.py", "rosters/views_cells.py"} <= set(VIEWS)
