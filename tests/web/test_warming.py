"""What a server makes ready before anybody comes."""

import sys

from flask import Flask

from web.warming import CALENDARS, start_warming


def test_templates_and_calendars_are_ready_before_the_first_visitor(app: Flask) -> None:
    start_warming(app).join()
    assert CALENDARS in sys.modules
    compiled = {name for _, name in app.jinja_env.cache or ()}
    assert {"base.html", "swaps/new.html", "approvals/index.html"} <= compiled
