"""How each setting of a policy is edited: what the form asks for follows from the type of its value."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import UnionType
from typing import Annotated, Final, Literal, Union, get_args, get_origin

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
from web.policy.parameters import PARAMETERS, Group
from web.policy.terms.base import Record
from web.policy.values import PolicyValues
from web.policy.vocabulary.worded import Words

EditorKind = Literal[
    "number", "choice", "several", "yes_no", "texts", "clock", "record", "rows",
    "days", "seats", "capacity", "codes",
]  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Editor:
    """How one setting, or one part of it, is edited.

    Attributes
    ----------
    choices
        The words of which one or several are chosen.
    may_be_off
        Whether "not set" is an answer.
    parts
        Of a record, or of each row: the label and the editor of each part.
    """

    kind: EditorKind
    choices: type[StrEnum] | None = None
    may_be_off: bool = False
    parts: Mapping[str, tuple[Words, "Editor"]] = field(default_factory=dict)

    @property
    def members(self) -> Sequence[StrEnum]:
        """The choices in order."""
        return list(self.choices) if self.choices is not None else []


_BY_HAND: Final[Mapping[str, Editor]] = {
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
"""The settings of shifts and forecast, some of which have forms of their own."""


def editor_of(annotation: object) -> Editor:
    """Return the editor of a value of this type.

    Raises
    ------
    TypeError
        When nothing is known that edits such a value.
    """
    inner, may_be_off = _inner(annotation)
    if get_origin(inner) is tuple:
        return _of_items(_inner(get_args(inner)[0])[0])
    if not isinstance(inner, type):
        raise TypeError(f"nothing edits {annotation}")
    if issubclass(inner, StrEnum):
        return Editor(kind="choice", choices=inner, may_be_off=may_be_off)
    if issubclass(inner, Record):
        return Editor(kind="record", parts=_parts(inner), may_be_off=may_be_off)
    for plain, kind in _PLAIN:
        if inner is plain:
            return Editor(kind=kind, may_be_off=may_be_off)
    raise TypeError(f"nothing edits {annotation}")


_PLAIN: Final[Sequence[tuple[type, EditorKind]]] = ((bool, "yes_no"), (int, "number"), (str, "clock"))


def _of_items(item: object) -> Editor:
    if isinstance(item, type) and issubclass(item, StrEnum):
        return Editor(kind="several", choices=item)
    if isinstance(item, type) and issubclass(item, Record):
        return Editor(kind="rows", parts=_parts(item))
    return Editor(kind="texts")


def _parts(record: type[Record]) -> dict[str, tuple[Words, Editor]]:
    fields = record.model_fields
    return {part: (label, editor_of(fields[part].annotation)) for part, label in record.PARTS.items()}


def _inner(annotation: object) -> tuple[object, bool]:
    """Return the type without its bounds and without None, and whether None was in it."""
    if get_origin(annotation) is Annotated:
        return _inner(get_args(annotation)[0])
    if get_origin(annotation) in {Union, UnionType}:
        (one,) = (item for item in get_args(annotation) if item is not type(None))
        return _inner(one)[0], True
    return annotation, False


EDITORS: Final[Mapping[str, Editor]] = {
    **_BY_HAND,
    **{
        parameter.key: editor_of(PolicyValues.model_fields[parameter.field].annotation)
        for parameter in PARAMETERS
        if parameter.group is not Group.ROSTER
    },
}
"""Every setting but the shift times, which the department keeps as its shift kinds."""
