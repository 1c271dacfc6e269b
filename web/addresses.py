"""Addresses that a reader hands in: only pages of this site are followed, only ids that can exist."""

from typing import Any
from urllib.parse import urlsplit

from werkzeug.routing import IntegerConverter, Map

LARGEST_ID = 2**31 - 1
"""The databases keep ids as 32-bit integers; a larger number would be an error there, not "not found"."""


class RowId(IntegerConverter):
    """``<int:...>`` in an address: the id of a row. A larger number names nothing, so it is a 404."""

    def __init__(self, url_map: Map, *args: Any, **kwargs: Any) -> None:
        super().__init__(url_map, *args, **{"max": LARGEST_ID, **kwargs})


def local_target(target: str | None, default: str = "/") -> str:
    r"""Return `target` when it is a path of this site, else `default`.

    Examples
    --------
    >>> local_target("/rosters?month=2026-10")
    '/rosters?month=2026-10'
    >>> local_target("//elsewhere.example/")
    '/'
    >>> local_target("/\\elsewhere.example")
    '/'
    """
    if not target or not target.startswith("/") or target.startswith("//") or "\\" in target:
        return default
    if any(ord(character) < 32 for character in target):
        return default
    parts = urlsplit(target)
    return default if parts.scheme or parts.netloc else target
