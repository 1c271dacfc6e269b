"""Every code that an act on a roster may answer has its words in both languages."""

import ast
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale

import web.rosters.refusals  # noqa: F401 - registers the words
from web.refusal import Refusal
from web.rosters import acts
from web.wording import REFUSALS, refusal_words

FOLDER = Path(acts.__file__).parent
FACTS = {"by": "王敏", "role": "head"}


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
def test_a_refusal_has_words_in_both_languages(app: Flask, code: str) -> None:
    refusal = Refusal(code=code, measured=3, limit=5, details=FACTS)
    with app.test_request_context():
        with force_locale("zh_Hans_CN"):
            chinese = refusal_words(refusal)
        with force_locale("en"):
            english = refusal_words(refusal)
    assert code in REFUSALS
    assert chinese != english
    assert any("\u4e00" <= letter <= "\u9fff" for letter in chinese)
