"""Refusals as pages: what happened and what to do next, for every status the site answers."""

from flask import Flask, render_template, request
from flask_security import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from web import access, database


class NotFound(Exception):  # noqa: N818 - reads as a sentence where it is raised
    """An object is absent, or belongs to another department, which must look the same."""


def install(app: Flask) -> None:
    """Answer every refusal with a page (or, for htmx, a fragment) in the user's language."""

    def refused(error: HTTPException) -> tuple[str, int]:
        return _page(error.code or 500)

    def absent(_: NotFound) -> tuple[str, int]:
        return _page(404)

    def forged(error: CSRFError) -> Response | tuple[str, int]:
        # A form sent after the session has ended is no forgery: whoever sent it logs in again.
        row = access.matrix().get(request.endpoint or "")
        if row is not None and not row.public and not current_user.is_authenticated:
            return access.to_login()
        return refused(error)

    app.register_error_handler(HTTPException, refused)
    app.register_error_handler(CSRFError, forged)
    app.register_error_handler(NotFound, absent)


def _page(code: int) -> tuple[str, int]:
    database.session().rollback()
    whole = not request.headers.get("HX-Request")
    return render_template("errors/page.html" if whole else "errors/fragment.html", code=code), code
