"""Typed values out of a submitted form: every field is read, every refusal kept, the input never lost."""

import unicodedata
from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar

from werkzeug.datastructures import MultiDict

from web.addresses import LARGEST_ID
from web.planning.cells import CellError, plain_text, read_date, read_hours
from web.refusal import Refusal

Choice = TypeVar("Choice", bound=StrEnum)
MINUTES_PER_DAY = 24 * 60
LONGEST_ID = len(str(LARGEST_ID))
"""Digits; Python itself refuses to convert very long ones."""

MOST_TOKEN = 64
"""Characters of a token that we make ourselves."""


def row_id(text: str) -> int | None:
    """Return the id that a text names, or None when no row can have it.

    Examples
    --------
    >>> row_id(" 12 "), row_id("0"), row_id("twelve"), row_id("2147483648")
    (12, None, None, None)
    """
    digits = text.strip()
    if not (digits.isascii() and digits.isdigit()) or len(digits) > LONGEST_ID:
        return None
    found = int(digits)
    return found if 0 < found <= LARGEST_ID else None


def form_token(form: Mapping[str, str]) -> str:
    """Return the token that was made with a form; empty where it is none of ours.

    Examples
    --------
    >>> form_token({"token": "a1"}), form_token({}), form_token({"token": "x" * 65})
    ('a1', '', '')
    """
    token = form.get("token", "")
    return token if len(token) <= MOST_TOKEN and "\0" not in token else ""


def page_number(text: str) -> int:
    """Return the page that a text names, counted from 1; the first one when it names none.

    Examples
    --------
    >>> page_number("3"), page_number("-3"), page_number("")
    (3, 1, 1)
    """
    return row_id(text) or 1


class Fields:
    """A submitted form, read field by field; `refusals` holds what does not fit.

    Parameters
    ----------
    form
        Texts by name, as the browser sent them.

    Examples
    --------
    >>> fields = Fields({"name": "", "hours": "40"})
    >>> fields.text("name", longest=60), fields.hours("hours"), fields.refusals[0].code
    ('', 2400, 'required')
    """

    def __init__(self, form: Mapping[str, str]) -> None:
        self.form = form
        self.refusals: list[Refusal] = []

    def raw(self, name: str) -> str:
        """Return the text as typed, without spaces around it."""
        return self.form.get(name, "").strip()

    def refuse(self, name: str, code: str, *, limit: str | int | float | None = None) -> None:
        """Note why a field does not fit."""
        self.refusals.append(Refusal(code=code, field=name, measured=self.raw(name)[:80], limit=limit))

    def text(self, name: str, *, longest: int, required: bool = True) -> str:
        """Return a short text; "" with a refusal when it does not fit."""
        text = self.raw(name)
        if not text and not required:
            return ""
        try:
            return plain_text(text, longest=longest)
        except CellError as error:
            self.refuse(name, error.code, limit=longest)
            return ""

    def day(self, name: str, *, required: bool = False) -> date | None:
        """Return a date, or None when the field is empty."""
        text = self.raw(name)
        if not text:
            if required:
                self.refuse(name, "required")
            return None
        try:
            return read_date(text)
        except CellError as error:
            self.refuse(name, error.code)
            return None

    def hours(self, name: str) -> int:
        """Return hours a week as whole minutes."""
        try:
            return read_hours(self.raw(name))
        except CellError as error:
            self.refuse(name, error.code)
            return 0

    def whole(self, name: str, *, least: int, most: int, required: bool = True) -> int | None:
        """Return a whole number between two bounds, both included."""
        number = self.number(name, least=least, most=most, required=required)
        if number is not None and number != int(number):
            self.refuse(name, "not_whole")
            return None
        return None if number is None else int(number)

    def number(self, name: str, *, least: float, most: float, required: bool = True) -> float | None:
        """Return a number between two bounds, both included; None when empty or refused."""
        text = unicodedata.normalize("NFKC", self.raw(name))
        if not text:
            if required:
                self.refuse(name, "required")
            return None
        try:
            decimal = Decimal(text)
        except InvalidOperation:
            decimal = Decimal("NaN")
        if decimal.is_nan():  # typed as such, too: "nan" and "sNaN" are Decimals
            self.refuse(name, "not_a_number")
            return None
        number = float(decimal)
        if not least <= number <= most:
            self.refuse(name, "out_of_range", limit=f"{least:g}–{most:g}")
            return None
        return number

    def minute(self, name: str) -> int | None:
        """Return a time of day, 8:00 or 24:00, as minutes after midnight."""
        hours, colon, minutes = unicodedata.normalize("NFKC", self.raw(name)).partition(":")
        if not self.raw(name):
            self.refuse(name, "required")
        elif colon and _is_short(hours) and _is_short(minutes) and len(minutes) == 2 and int(minutes) < 60:
            minute = int(hours) * 60 + int(minutes)
            if minute <= MINUTES_PER_DAY:
                return minute
            self.refuse(name, "not_a_time")
        else:
            self.refuse(name, "not_a_time")
        return None

    def choice(self, name: str, kind: type[Choice]) -> Choice | None:
        """Return one member of an enumeration."""
        text = self.raw(name)
        if text in {member.value for member in kind}:
            return kind(text)
        self.refuse(name, "not_a_choice" if text else "required")
        return None

    def id(self, name: str, known: Collection[int]) -> int | None:
        """Return the id of one of the known objects; None with a refusal when there is no such."""
        text = self.raw(name)
        found = row_id(text)
        if found is not None and found in known:
            return found
        self.refuse(name, "not_a_choice" if text else "required")
        return None

    def several(self, name: str) -> list[str]:
        """Return every value of a repeated field, such as ticked boxes."""
        return self.form.getlist(name) if isinstance(self.form, MultiDict) else [self.raw(name)]

    def ticked(self, name: str) -> bool:
        """Tell whether a box is ticked."""
        return bool(self.raw(name))


def _is_short(digits: str) -> bool:
    return digits.isdecimal() and len(digits) <= 2
