"""The countries whose calendar a department may keep, by name."""

from collections.abc import Mapping
from functools import lru_cache

import holidays
from babel import Locale
from flask_babel import gettext as _

FIRST = "CN"


def country_choices(locale: Locale, *, present: str = "") -> list[tuple[str, str]]:
    """Return code and name of every country of the ``holidays`` package: China, the others by name, none.

    Parameters
    ----------
    present
        What the department keeps, offered too where the list lacks it: an older code of a country.
    """
    choices = list(_named(str(locale)))
    if present and present not in dict(choices):
        choices.append((present, present))
    return [*choices, ("", _("No statutory holidays"))]


def country_name(code: str, locale: Locale) -> str:
    """Return the name of a country in a language, or its code where it has none; "" for none."""
    names: Mapping[str, str] = locale.territories
    return names.get(code, code)


@lru_cache
def _named(language: str) -> tuple[tuple[str, str], ...]:
    locale = Locale.parse(language)
    codes = holidays.list_supported_countries(include_aliases=False)
    names = [(code, country_name(code, locale)) for code in codes]
    return tuple(sorted(names, key=lambda each: (each[0] != FIRST, *_order(each[1]))))


def _order(name: str) -> tuple[bytes, str]:
    """Return a key by which Chinese names stand by their reading, as in GB 2312, and others by letters."""
    return name.encode("gb18030") if not name.isascii() and ord(name[0]) > 0x2E80 else b"", name.casefold()
