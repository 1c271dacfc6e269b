"""The documents speak of what exists: their links lead somewhere, the paths they name are in the tree."""

import re
from pathlib import Path

import pytest

from roster.rules import RULES
from web.policy import presets

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted(
    path for pattern in ("*.md", "docs/*.md", "docs/adr/*.md", "data/*.md") for path in ROOT.glob(pattern)
)
LINK = re.compile(r"\]\((?!https?:)([^)#]+)\)")
PATH = re.compile(r"`((?:roster|forecasting|web|docs|tests|scripts|data)/[\w./]*)`")
# Named as the example of a rule that somebody adds.
EXAMPLES = {"roster/rules/kinds_in_week.py"}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_link_leads_to_a_file(document: Path) -> None:
    links = LINK.findall(document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", [ROOT / "ARCHITECTURE.md", ROOT / "CONTRIBUTING.md"], ids=name)
def test_every_path_of_the_map_is_in_the_tree(document: Path) -> None:
    paths = set(PATH.findall(document.read_text(encoding="utf-8"))) - EXAMPLES
    assert paths
    assert sorted(path for path in paths if not (ROOT / path).exists()) == []


def test_both_readmes_lead_to_the_same_places() -> None:
    english, chinese = (
        {link.replace(f"-{language}.png", ".png") for link in LINK.findall((ROOT / file).read_text("utf-8"))}
        - {"README.md", "README.zh-CN.md"}
        for file, language in (("README.md", "en"), ("README.zh-CN.md", "zh"))
    )
    assert english == chinese


def test_the_decision_index_lists_every_record() -> None:
    folder = ROOT / "docs" / "adr"
    records = {path.name for path in folder.glob("0*.md")}
    assert set(LINK.findall((folder / "README.md").read_text(encoding="utf-8"))) == records


def test_the_changelog_names_the_presets_that_ship() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert [info.id for info in presets() if info.id not in text] == []


def test_the_example_of_a_new_rule_is_not_there_yet() -> None:
    assert "kinds_in_week" not in {rule.code for rule in RULES}
