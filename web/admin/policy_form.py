"""The form of a policy: for each setting either what the preset says, or a value of the department's own."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

from pydantic import JsonValue
from werkzeug.datastructures import MultiDict

from web.policy.kinds import (
    ApproverRole,
    AveragingCycle,
    ContinuousShiftBreak,
    MonthPattern,
    RosteredRole,
    ShiftPattern,
    SpecialDay,
    Weekday,
)

Form = MultiDict[str, str]
EditorKind = Literal["number", "choice", "several", "days", "seats", "capacity", "codes"]
PRESET, OWN, OFF = "preset", "own", "off"


@dataclass(frozen=True, kw_only=True)
class Editor:
    """How one setting is edited.

    Attributes
    ----------
    choices
        The words of which one or several are chosen.
    may_be_off
        Whether "not set" is an answer.
    """

    kind: EditorKind
    choices: type[StrEnum] | None = None
    may_be_off: bool = False

    @property
    def members(self) -> Sequence[StrEnum]:
        """The choices in order."""
        return list(self.choices) if self.choices is not None else []


EDITORS: Final[Mapping[str, Editor]] = {
    "shift.pattern": Editor(kind="choice", choices=ShiftPattern),
    "work.days": Editor(kind="days", choices=Weekday),
    "rest.days_off_per_week": Editor(kind="number", may_be_off=True),
    "hours.avg_week_max": Editor(kind="number", may_be_off=True),
    "hours.avg_week_cycle": Editor(kind="choice", choices=AveragingCycle),
    "break.minutes": Editor(kind="number", may_be_off=True),
    "break.on_continuous_shift": Editor(kind="choice", choices=ContinuousShiftBreak),
    "shift.auto_extend": Editor(kind="codes"),
    "roster.due_day": Editor(kind="number", may_be_off=True),
    "roster.chain": Editor(kind="several", choices=ApproverRole),
    "roster.pool": Editor(kind="several", choices=RosteredRole),
    "reserve.normal_staff": Editor(kind="number", may_be_off=True),
    "reserve.holiday_seats": Editor(kind="seats", may_be_off=True),
    "forecast.special_days": Editor(kind="several", choices=SpecialDay),
    "forecast.month_pattern": Editor(kind="choice", choices=MonthPattern),
    "forecast.agent_capacity": Editor(kind="capacity", may_be_off=True),
}
"""Every setting but the shift times, which the department keeps as its shift kinds."""


def field_of(key: str) -> str:
    """Return the name of a setting's field in the form."""
    return key.replace(".", "_")


def read_overrides(form: Form) -> dict[str, JsonValue]:
    """Return what the form sets otherwise than the preset, unchecked: the policy judges it as a whole."""
    found: dict[str, JsonValue] = {}
    for key, editor in EDITORS.items():
        mode = form.get(f"{field_of(key)}-mode", PRESET)
        if mode == OWN:
            found[key] = _READERS[editor.kind](form, field_of(key))
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


_READERS: Final[Mapping[EditorKind, Callable[[Form, str], JsonValue]]] = {
    "number": _number,
    "choice": lambda form, field: form.get(field, ""),
    "several": lambda form, field: list(form.getlist(field)),
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
