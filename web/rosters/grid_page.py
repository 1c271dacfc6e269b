"""The grid as the page writes it: classes, letters and spoken labels, in the reader's language."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext, pgettext

from roster.calendar import DayType
from roster.violation import Violation
from web.i18n import clock_range, day, day_weekday, language_tag, number, signed, weekday_letter
from web.people.tables import ShiftKind as ShiftKindRow
from web.rosters.coverage_rows import KindCoverage
from web.rosters.grid import OF_THE_MONTH
from web.rosters.grid_values import Grid, GridCell, GridDay, GridKind, GridRow
from web.shift_marks import shift_mark, shift_name

MOST_OPEN = 60
"""A department with more people sees its teams closed, and compact rows."""
DAY_CLASSES = {
    DayType.WORKDAY: "",
    DayType.WEEKEND: "we",
    DayType.STATUTORY: "st",
    DayType.ADJUSTED_REST: "of",
    DayType.MAKE_UP: "mk",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDay:
    """One date as column head."""

    date: dt.date
    classes: str
    mark: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCell:
    """One cell: its kind ("" is rest), what is written in it, and what a screen reader says.

    `published` is what the version in force has where it differs ("" is rest), else None.
    """

    classes: str
    kind: str
    mark: str
    label: str
    published: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRow:
    """One person."""

    person_id: int
    number: str
    name: str
    is_leader: bool
    hours: str
    hard_count: int
    soft_count: int
    has_changes: bool
    cells: tuple[PageCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StripCell:
    """One kind on one day: what is missing or left over."""

    text: str
    classes: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a cell may become: a kind with its key, or rest ("")."""

    code: str
    name: str
    times: str
    key: str


class Labels:
    """Words of cells, made once per page: a month of 300 people asks for them thousands of times."""

    def __init__(self, kinds: Sequence[GridKind]) -> None:
        self.days: dict[dt.date, str] = {}
        self.shifts = {kind.code: kind_label(kind) for kind in kinds}
        self.marks = {kind.code: shift_mark(kind.code) for kind in kinds}
        self.rest = shift_name("")
        self.leave, self.leave_mark = shift_name("L"), shift_mark("L")
        self.locked = _("locked")
        self.changed = _("changed")
        self.comma = pgettext("between marks of a cell", ", ")

    def cell(
        self,
        name: str,
        date: dt.date,
        shift: str,
        *,
        broken: Collection[str] = (),
        changed: bool = False,
        locked: bool = False,
    ) -> str:
        """刘思远 10月17日 周六 早班，违规 1 处，已改动."""
        if date not in self.days:
            self.days[date] = day_weekday(date)
        marks = [f"{name} {self.days[date]} {shift}"]
        if broken:
            marks.append(ngettext("%(num)s violation", "%(num)s violations", len(broken)))
        if changed:
            marks.append(self.changed)
        if locked:
            marks.append(self.locked)
        return self.comma.join(marks)


def kind_name(kind: GridKind | ShiftKindRow) -> str:
    """Return the department's own name of a kind; in English the name of its family."""
    return shift_name(kind.code) if language_tag() == "en" else kind.name


def kind_label(kind: GridKind | ShiftKindRow) -> str:
    """早班 8:00–15:30 / early shift 8:00–15:30."""
    return f"{kind_name(kind)} {clock_range(kind.start_minute, kind.end_minute)}"


def day_mark(found: GridDay) -> str:
    """法 / H, 休 / A, 班 / W; else the letter of the weekday."""
    marks = {
        DayType.STATUTORY: pgettext("kind of day", "H"),
        DayType.ADJUSTED_REST: pgettext("kind of day", "A"),
        DayType.MAKE_UP: pgettext("kind of day", "W"),
    }
    return marks.get(found.day_type) or weekday_letter(found.date)


def page_days(grid: Grid) -> tuple[PageDay, ...]:
    """Return the column heads."""
    names = {
        DayType.WEEKEND: _("weekend"),
        DayType.STATUTORY: _("statutory holiday"),
        DayType.ADJUSTED_REST: _("adjusted rest day"),
        DayType.MAKE_UP: _("make-up working day"),
    }
    found = []
    for one in grid.days:
        words = [day_weekday(one.date), names.get(one.day_type, "")]
        if one.is_today:
            words.append(_("today"))
        if one.is_closed:
            words.append(_("closed"))
        found.append(
            PageDay(
                date=one.date,
                classes=_join(DAY_CLASSES[one.day_type], "td" if one.is_today else ""),
                mark=day_mark(one),
                label=_(", ").join(word for word in words if word),
            )
        )
    return tuple(found)


def page_rows(grid: Grid, rows: Sequence[GridRow], labels: Labels) -> list[PageRow]:
    """Return people with their cells."""
    tints = [DAY_CLASSES[found.day_type] for found in grid.days]
    return [
        PageRow(
            person_id=row.person_id,
            number=row.number,
            name=row.name,
            is_leader=row.is_leader,
            hours=number(row.minutes / 60, 1),
            hard_count=row.hard_count,
            soft_count=row.soft_count,
            has_changes=any(cell.is_changed for cell in row.cells),
            cells=tuple(
                _cell(row.name, cell, tint, labels) for cell, tint in zip(row.cells, tints, strict=True)
            ),
        )
        for row in rows
    ]


def _cell(name: str, cell: GridCell, tint: str, labels: Labels) -> PageCell:
    shift = labels.shifts[cell.kind] if cell.kind else labels.leave if cell.is_leave else labels.rest
    return PageCell(
        classes=_join(
            tint,
            "ch" if cell.is_changed else "",
            "vi" if cell.broken else "",
            "lk" if cell.locked else "",
            "" if cell.is_employed else "un",
        ),
        kind=cell.kind or "",
        mark=labels.marks[cell.kind] if cell.kind else labels.leave_mark if cell.is_leave else "",
        label=labels.cell(
            name, cell.date, shift, broken=cell.broken, changed=cell.is_changed, locked=cell.locked
        ),
        published=(cell.published or "") if cell.is_changed else None,
    )


def strip_cell(cell: KindCoverage, *, has_need: bool) -> StripCell:
    """Return one number of the coverage strip: assigned − need, or the count while no need is known."""
    if not has_need:
        label = ngettext("%(num)s person", "%(num)s people", cell.assigned)
        return StripCell(text=number(cell.assigned), classes="even", label=label)
    words = _("need %(need)s, assigned %(assigned)s", need=cell.need, assigned=cell.assigned)
    style = "short" if cell.delta < 0 else "over" if cell.delta else "even"
    text = signed(cell.delta)
    label = f"{day(cell.date)} {shift_name(cell.kind)} {text}{_(', ')}{words}"
    return StripCell(text=text, classes=style, label=label)


def choices(kinds: Sequence[GridKind]) -> list[Choice]:
    """Return what a cell may become; the first kind of each family has its letter as key."""
    found, taken = [], set[str]()
    for kind in kinds:
        if not kind.can_be_chosen or kind.family == "L":
            continue
        found.append(
            Choice(
                code=kind.code,
                name=kind_name(kind),
                times=clock_range(kind.start_minute, kind.end_minute),
                key="" if kind.family in taken else kind.family,
            )
        )
        taken.add(kind.family)
    return found


def broken_dates(violations: Sequence[Violation]) -> dict[dt.date, list[str]]:
    """Return the codes of hard violations by the dates whose cells they mark."""
    found: dict[dt.date, list[str]] = {}
    for violation in violations:
        if violation.hard and violation.code not in OF_THE_MONTH:
            for date in violation.dates:
                found.setdefault(date, []).append(violation.code)
    return found


def _join(*classes: str) -> str:
    return " ".join(name for name in classes if name)
