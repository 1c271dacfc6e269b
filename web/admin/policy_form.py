"""The form of a policy: for each setting either what the preset says, or a value of the department's own."""

import math
from collections.abc import Callable, Mapping
from typing import Final

from pydantic import JsonValue
from werkzeug.datastructures import MultiDict

from web.admin.policy_editors import EDITORS, Editor, EditorKind

Form = MultiDict[str, str]
PRESET, OWN, OFF = "preset", "own", "off"
MOST_ROWS: Final = 40
"""Rows of a list that are read; far more than any regulation has."""


def field_of(key: str) -> str:
    """Return the name of a setting's field in the form."""
    return key.replace(".", "_")


def read_overrides(form: Form) -> dict[str, JsonValue]:
    """Return what the form sets otherwise than the preset, unchecked: the policy judges it as a whole."""
    found: dict[str, JsonValue] = {}
    for key, editor in EDITORS.items():
        mode = form.get(f"{field_of(key)}-mode", PRESET)
        if mode == OWN:
            found[key] = _read(form, field_of(key), editor)
        elif mode == OFF and editor.may_be_off:
            found[key] = None
    return found


def _number(form: Form, field: str) -> JsonValue:
    text = form.get(field, "").strip()
    try:
        number = float(text)
    except ValueError:
        return text
    if not math.isfinite(number):  # "nan" and "1e999" are floats; as texts they are refused like other words
        return text
    return int(number) if number.is_integer() else number


def _days(form: Form, field: str) -> JsonValue:
    per_person = _number(form, f"{field}-per_person")
    days: list[JsonValue] = list(form.getlist(field))
    return {"days": days, "per_person": None if per_person == "" else per_person}


def _codes(form: Form, field: str) -> JsonValue:
    return list(form.get(field, "").upper().replace(",", " ").replace("，", " ").split())


def _read(form: Form, field: str, editor: Editor) -> JsonValue:
    if editor.kind == "record":
        return _record(form, field, editor)
    if editor.kind == "rows":
        rows = (_record(form, f"{field}-{number}", editor) for number in range(MOST_ROWS))
        return [row for row in rows if any(value not in (None, False, []) for value in row.values())]
    if editor.kind == "yes_no":
        return {"yes": True, "no": False}.get(form.get(field, ""), form.get(field, ""))
    return _READERS[editor.kind](form, field)


def _record(form: Form, field: str, editor: Editor) -> dict[str, JsonValue]:
    """Return what is filled in; an empty place is no part, so that a missing one is named as missing."""
    found: dict[str, JsonValue] = {}
    for part, (_label, inner) in editor.parts.items():
        name = f"{field}-{part}"
        value = name in form if inner.kind == "yes_no" else _read(form, name, inner)
        if value != "":
            found[part] = value
    return found


_READERS: Final[Mapping[EditorKind, Callable[[Form, str], JsonValue]]] = {
    "number": _number,
    "choice": lambda form, field: form.get(field, ""),
    "clock": lambda form, field: form.get(field, "").strip(),
    "several": lambda form, field: list(form.getlist(field)),
    "texts": lambda form, field: list(form.get(field, "").replace(",", " ").replace("，", " ").split()),
    "days": _days,
    "seats": lambda form, field: {
        "least": _number(form, f"{field}-least"),
        "most": _number(form, f"{field}-most"),
    },
    "capacity": lambda form, field: {
        "calls_per_hour": _number(form, f"{field}-calls"),
        "measured_on": form.get(f"{field}-measured_on", ""),
    },
    "codes": _codes,
}
