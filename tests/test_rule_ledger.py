"""docs/rule-ledger.csv: all 368 rules of the rulebook, each with a state that the tree bears out."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from web.policy.parameters import PARAMETERS
from web.policy.preset_file import preset_ids, read_preset

ROOT = Path(__file__).parents[1]
LEDGER = ROOT / "docs" / "rule-ledger.csv"
STATES = {"enforced", "recorded", "shown", "out-of-scope", "open"}
# Rules per area of the rulebook, areas 1 to 20.
RULES_PER_AREA = [19, 23, 10, 21, 16, 12, 20, 24, 44, 23, 17, 14, 20, 8, 13, 34, 12, 10, 16, 12]


def rows() -> list[dict[str, str]]:
    with LEDGER.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def built() -> list[dict[str, str]]:
    return [row for row in rows() if row["state"] in {"enforced", "recorded", "shown"}]


def paths(cell: str) -> list[tuple[str, str]]:
    """Split ``a/b.py; tests/c.py::test_d`` into pairs of path and name ("" without a name)."""
    return [(path, name) for path, _, name in (part.strip().partition("::") for part in cell.split(";"))]


def test_the_header_is_the_agreed_one() -> None:
    assert LEDGER.read_text(encoding="utf-8").splitlines()[0] == "rule,state,where,test"


def test_all_368_rules_stand_in_the_order_of_the_rulebook() -> None:
    expected = [
        f"R-{area}.{number}"
        for area, count in enumerate(RULES_PER_AREA, start=1)
        for number in range(1, count + 1)
    ]
    assert len(expected) == 368
    assert [row["rule"] for row in rows()] == expected


def test_every_state_is_one_of_the_five() -> None:
    assert set(Counter(row["state"] for row in rows())) <= STATES


def test_a_built_rule_names_where_and_by_what_it_is_tested() -> None:
    assert [row["rule"] for row in built() if not (row["where"] and row["test"])] == []


def test_an_open_rule_names_nothing_and_one_out_of_scope_gives_the_reason() -> None:
    for row in rows():
        if row["state"] == "open":
            assert (row["where"], row["test"]) == ("", ""), row["rule"]
        if row["state"] == "out-of-scope":
            assert " " in row["where"], row["rule"]
            assert row["test"] == "", row["rule"]


@pytest.mark.parametrize("column", ["where", "test"])
def test_every_path_and_every_name_in_the_ledger_exists(column: str) -> None:
    missing = []
    for row in built():
        for path, name in paths(row[column]):
            file = ROOT / path
            if not file.exists():
                missing.append(f"{row['rule']}: {path}")
            elif name and not re.search(
                rf"^\s*(def|class) {name}\b", file.read_text(encoding="utf-8"), re.MULTILINE
            ):
                missing.append(f"{row['rule']}: {path}::{name}")
    assert missing == []


def test_rules_that_policies_name_are_rules_of_the_ledger() -> None:
    known = {row["rule"] for row in rows()}
    named = {rule for parameter in PARAMETERS for rule in parameter.rules}
    for preset in preset_ids():
        content = read_preset(preset)
        named |= {
            rule for source in [*content.stated.values(), *content.blank.values()] for rule in source.rules
        }
    assert named <= known
