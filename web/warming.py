"""What the first visitor would wait for is made ready beside a server that has just started."""

import gc
import importlib
import threading

import structlog
from flask import Flask

log = structlog.get_logger()

CALENDARS = "holidays.countries"
"""The holidays of every country come at once with those of one: 278 modules."""
PAGES = (
    "base.html",
    "layout.html",
    "components/",
    "home/",
    "my/",
    "approvals/",
    "swaps/",
    "leave/",
    "overtime/",
)
"""Templates that are compiled beforehand: those of the pages that people open first."""


def warm_up(app: Flask) -> None:
    """Load calendars and compile the templates of the pages that people open first."""
    importlib.import_module(CALENDARS)
    for name in app.jinja_env.list_templates(filter_func=lambda each: each.startswith(PAGES)):
        app.jinja_env.get_template(name)
    gc.collect()
    gc.freeze()  # what is loaded now stays: no later collection, in the midst of a page, walks through it


def start_warming(app: Flask) -> threading.Thread:
    """Warm up in a thread of its own; the server answers meanwhile, and goes on if that fails."""

    def run() -> None:
        try:
            warm_up(app)
        except Exception:  # the first visitor meets the same trouble, with a page that says so
            log.exception("warming up failed")

    thread = threading.Thread(target=run, name="warming", daemon=True)
    thread.start()
    return thread
