"""The form of posts and needs per shift: rows of texts to settings, and settings to rows of texts.

A row is changed where it stands, left out when "remove" is ticked, and new when it stands after the others.
What is typed is judged by `web.policy.own_needs`.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from pydantic import JsonValue
from werkzeug.datastructures import MultiDict

from web.admin.rules_form import Form, kept
from web.fields import Fields
from web.policy.own_needs import MOST_ENTRIES
from web.policy.rule_catalogue import NEEDS, POSTS

NEW_ROWS = 2
"""Empty rows that stand after the stored ones."""
MOST_ROWS = MOST_ENTRIES + NEW_ROWS + 1
"""Rows of a form that are looked at; one more than may be stored, so that too many are refused."""
TYPED: Final[Mapping[bool, tuple[str, ...]]] = {
    True: ("skill", "people", "from", "to"),
    False: ("kind", "people"),
}
TICKED: Final[Mapping[bool, tuple[str, ...]]] = {True: ("kinds", "weekdays"), False: ("weekdays",)}
"""Parts of a row of the posts (True) and of the needs per shift."""


def read_needs(form: Form, names: Sequence[str]) -> dict[str, JsonValue]:
    """Return the needs that the form has; a name without any row is left out."""
    found: dict[str, JsonValue] = {}
    for name in names:
        rows = [_row(form, f"{name}-{number}", name == POSTS) for number in _numbers(form, name)]
        if name in NEEDS and rows:
            found[name] = [*rows]
    return found


def renumbered(form: Form) -> Form:
    """Return the form with the rows that count as 0, 1, …: so the refusals of `read_needs` name them."""
    made: Form = MultiDict()
    for name in NEEDS:
        for new, old in enumerate(_numbers(form, name)):
            for part in (*TYPED[name == POSTS], *TICKED[name == POSTS]):
                made.setlist(f"{name}-{new}-{part}", form.getlist(f"{name}-{old}-{part}"))
    return made


def typed_needs(own: Mapping[str, JsonValue]) -> Form:
    """Return the form as it is opened, from what the department has set, as stored."""
    form: Form = MultiDict()
    for name in NEEDS:
        stored = own.get(name)
        for number, row in enumerate(stored if isinstance(stored, list) else []):
            for part, value in row.items() if isinstance(row, dict) else ():
                texts = value if isinstance(value, list) else [_text(part, value)]
                form.setlist(f"{name}-{number}-{part}", [str(text) for text in texts])
    return form


def row_numbers(form: Form, name: str) -> range:
    """Return the numbers of the rows to show: those that the form has, and the empty ones after them."""
    return range(len(_numbers(form, name)) + NEW_ROWS)


def _numbers(form: Form, name: str) -> list[int]:
    """Return the numbers of the rows that say anything and are not to be removed."""
    parts = (*TYPED[name == POSTS], *TICKED[name == POSTS])
    return [
        number
        for number in range(MOST_ROWS)
        if not form.get(f"{name}-{number}-remove")
        and any(text.strip() for part in parts for text in form.getlist(f"{name}-{number}-{part}"))
    ]


def _row(form: Form, name: str, is_post: bool) -> dict[str, JsonValue]:
    row: dict[str, JsonValue] = {
        "people": kept(form.get(f"{name}-people", "")),
        "weekdays": [kept(text) for text in form.getlist(f"{name}-weekdays")],
    }
    if not is_post:
        return row | {"kind": form.get(f"{name}-kind", "")}
    row |= {"skill": kept(form.get(f"{name}-skill", "")), "kinds": list(form.getlist(f"{name}-kinds"))}
    for part in ("from", "to"):
        if form.get(f"{name}-{part}", "").strip():
            row[part] = _minute(form, f"{name}-{part}")
    return row


def _minute(form: Form, name: str) -> JsonValue:
    fields = Fields(form)
    minute = fields.minute(name)
    return fields.raw(name) if minute is None else minute


def _text(part: str, value: JsonValue) -> str:
    if part in {"from", "to"} and isinstance(value, int):
        hours, minutes = divmod(value, 60)
        return f"{hours}:{minutes:02}"
    return str(value)
