"""Every code that an act on a roster may answer has its words; the catalogues are checked for Chinese."""

import ast
from pathlib import Path

import pytest
from flask import Flask

import web.rosters.answer_words  # noqa: F401 - registers the words
from web.refusal import Refusal
from web.rosters import acts
from web.rosters.words import reason_words
from web.wording import REFUSALS

MEASURED = {"wrong_state": "submitted", "day_outside_month": "2027-01-01", "nothing_to_copy": "2026-11-01"}
LIMIT = {"wrong_state": "draft|returned", "not_your_step": "head"}
FOLDER = Path(acts.__file__).parent
FACTS = {
    "by": "王敏",
    "role": "head",
    "at": "2026-12-01T04:00:00+00:00",
    "state": "submitted",
    "person": "00102",
    "date": "2026-12-08",
}


def used_codes() -> list[str]:
    """Return the codes of all refusals made in the folder, read from its sources."""
    found = set()
    for file in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Refusal":
                found |= {ast.literal_eval(word.value) for word in node.keywords if word.arg == "code"}
    return sorted(found)


@pytest.mark.parametrize("database_kind", ["sqlite"])
@pytest.mark.parametrize("code", used_codes())
def test_a_refusal_has_words(app: Flask, code: str) -> None:
    refusal = Refusal(code=code, measured=MEASURED.get(code, 3), limit=LIMIT.get(code, 5), details=FACTS)
    with app.test_request_context():
        sentence = reason_words(refusal).sentence
    assert code in REFUSALS
    assert sentence
    assert "%(" not in sentence
