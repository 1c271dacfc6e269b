"""One wording for each target, wherever it is typed, shown or complained about."""

import html
import re

from flask import Flask

from tests.web.browsing import Visitor, logged_in
from tests.web.forecasts.centre import add_history, department_of, stored_user
from web.database import Database
from web.forecasts.target_words import TARGET_WORDS, target_labels, target_names
from web.people.words import LABELS


def labels_of(page: str) -> dict[str, str]:
    """Return what stands over each field of a page, without the word that says it is required."""
    found = re.findall(r'<label for="(\w+)">(.*?)(?: <span class="need">.*?</span>)?</label>', page)
    ticks = re.findall(r'<input type="checkbox" name="(\w+)"[^>]*><span>(.*?)</span>', page)
    return {name: html.unescape(text) for name, text in [*found, *ticks]}


def both_forms(who: Visitor) -> tuple[dict[str, str], dict[str, str]]:
    return labels_of(who.get("/setup/targets").text), labels_of(who.get("/forecast").text)


def test_both_forms_call_every_target_the_same(app: Flask, database: Database) -> None:
    with database.write() as session:
        user = stored_user(session)
        add_history(session, department_of(session, user), days=30)
        who = logged_in(app, session, user)
        session.commit()
    for language, service_level in (("zh-CN", "服务水平（%）"), ("en", "Service level, percent")):
        who.post("/language", data={"language": language, "next": "/"})
        setup, forecast = both_forms(who)
        assert setup["service_level"] == forecast["service_level_share"] == service_level
        shared = (TARGET_WORDS.keys() & setup.keys()) - {"service_level"}
        assert len(shared) == 10
        assert {name: setup[name] for name in shared} == {name: forecast[name] for name in shared}


def test_a_complaint_names_the_field_as_the_form_does(app: Flask) -> None:
    assert {name: LABELS[name] for name in TARGET_WORDS} == {
        name: words.label for name, words in TARGET_WORDS.items()
    }
    with app.test_request_context():
        assert target_labels()["min_answer_rate"] == "接通率下限（%）"
        assert target_names()["carry_over"] == "结转话务量"
