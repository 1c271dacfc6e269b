"""A name that a template misspells is an error, not an empty place on the page."""

from collections.abc import Mapping
from typing import Any

from flask import Flask
from jinja2 import StrictUndefined, Undefined, UndefinedError
from jinja2.utils import missing


class Missing(StrictUndefined):
    """What a template gets for a name or an attribute that does not exist: any use of it fails.

    An absent entry of a mapping stays empty: what somebody typed into a form, and what is wrong with it,
    have entries for some fields only.
    """

    def __new__(  # type: ignore[misc]  # an absent entry is another kind of nothing
        cls,
        hint: str | None = None,
        obj: Any = missing,
        name: str | None = None,
        exc: type[UndefinedError] = UndefinedError,
    ) -> Undefined:
        """Return the strict or the lenient kind."""
        return Undefined(hint, obj, name, exc) if isinstance(obj, Mapping) else super().__new__(cls)


def install(app: Flask) -> None:
    """Let the application's templates fail for names that do not exist."""
    app.jinja_env.undefined = Missing
