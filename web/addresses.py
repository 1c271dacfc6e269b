"""Addresses that a reader hands in: only pages of this site are followed."""

from urllib.parse import urlsplit


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
