"""Words for what is wrong with a file, row by row, and for what taking it would change."""

from collections.abc import Callable, Mapping
from datetime import date

from flask_babel import gettext as _

from roster.attendance.events import ClockAct
from roster.leave.asking import LeaveKind
from web.admin.event_words import event_days, kind_name
from web.admin.words import day_kinds, day_states
from web.attendance.words import act_name
from web.i18n import N_, full_date
from web.leave.words import half_days_words
from web.leave.words import kind_name as leave_kind_name
from web.people.tables import RoleInTeam
from web.people.words import role_in_team
from web.wording import add_refusals

add_refusals(
    {
        "import_no_file": N_("No file was chosen."),
        "import_taken": N_("This file is taken already; nothing was stored twice."),
        "import_empty": N_("There is no good row to take."),
        "import_has_errors": N_(
            "%(measured)s rows have errors. Say expressly that only the good rows are taken."
        ),
        "import_changed": N_("The department has changed since the file was read. Look at the new preview."),
    }
)

PROBLEMS: Mapping[str, str] = {
    # whole file
    "empty_file": N_("The file is empty."),
    "no_rows": N_("The file has a heading but no row."),
    "too_large": N_("The file is too large (%(value)s)."),
    "unreadable": N_("The file cannot be read: it is damaged, or no table. Save it anew as CSV or .xlsx."),
    "not_a_workbook": N_(
        "Whatever the name of the file says, its content is no Excel workbook. Open it in the program that"
        " made it and save it as .xlsx or .csv, then read it again."
    ),
    "encrypted": N_("The file is protected by a password. Save it without one."),
    "encoding": N_("The characters cannot be read. Save the file as UTF-8 or GB18030."),
    "no_such_column": N_("There is no column %(value)s."),
    "no_time_column": N_("No column holds dates with times."),
    "no_number_column": N_("No column to the right of the times holds numbers."),
    "ambiguous_dates": N_("%(value)s can be two dates. Write the year first: 2026-10-01."),
    "mixed_dates": N_(
        "Day and month stand the other way round: %(value)s. Write the year first: 2026-10-01."
    ),
    "mixed_slots": N_(
        "From here on the slots have another length, in minutes: %(value)s. Read the two parts as two files."
    ),
    "slot_length": N_("The length of the slots cannot be told."),
    "slot_unsupported": N_("Slots of %(value)s minutes are not supported: 5, 10, 15, 20, 30 or 60."),
    "slot_differs": N_("The slots are not as long as those stored (%(value)s minutes)."),
    "no_good_row": N_("No row can be used."),
    "missing_column": N_("The column is missing."),
    "duplicate_column": N_("The column stands twice."),
    "too_many_people": N_("Too many people in one file (%(value)s)."),
    # one row
    "ragged": N_("The row has more cells than the heading (%(value)s). Perhaps a comma stands in a cell."),
    "nul_byte": N_("There is a NUL character in the cell: the file is damaged here."),
    "formula": N_("The cell holds a formula. Write its value."),
    "sheet_error": N_("%(value)s is an error of the spreadsheet, not a value."),
    "not_a_time": N_("%(value)s is no date with time."),
    "far_date": N_("%(value)s lies decades from the other rows."),
    "future_date": N_("%(value)s lies in the future: no call can be known yet."),
    "skipped_time": N_("%(value)s did not exist: the clock was put forward over it."),
    "hour_24": N_("24:00 is no start. Write 0:00 of the next day."),
    "missing_number": N_("The number is missing."),
    "not_a_number": N_("%(value)s is no number."),
    "negative": N_("%(value)s is less than zero."),
    "duplicate": N_("The slot stands in row %(value)s already."),
    "off_grid": N_("%(value)s does not begin on a slot."),
    "missing_text": N_("The cell is empty."),
    "required": N_("The cell is empty, but must not be."),
    "control_character": N_("There are invisible or broken characters: %(value)s."),
    "too_long": N_("The text is too long (%(value)s)."),
    "number_garbled": N_(
        "%(value)s is no employee number any more: a spreadsheet has rewritten it. Format the column as text."
    ),
    "duplicate_number": N_("The employee number stands in row %(value)s already."),
    "unknown_number": N_("Nobody active has the employee number %(value)s."),
    "other_name": N_("The name does not belong to the number: %(value)s."),
    "unknown_team": N_(
        "There is no active team %(value)s. Correct the name, or read the file again with the box"
        " “Make teams and skills that do not exist yet” ticked."
    ),
    "unknown_role": N_("%(value)s is no role: agent or leader."),
    "unknown_skill": N_(
        "There is no active skill %(value)s. Correct the name, or read the file again with the box"
        " “Make teams and skills that do not exist yet” ticked."
    ),
    "unknown_kind": N_("There is no shift kind %(value)s."),
    "too_many_hours": N_("%(value)s hours a week are too many: at most 84."),
    "number_too_large": N_("%(value)s is too large a number."),
    "not_a_date": N_("%(value)s is no date. Write the year first: 2026-10-01."),
    "no_such_date": N_("%(value)s does not exist in the calendar."),
    "year_unlikely": N_("The year of %(value)s cannot be right."),
    "before_hiring": N_("%(value)s lies before the first day of employment."),
    "ends_before_start": N_("The end %(value)s lies before the start."),
    "leave_too_long": N_("Too many days in one row (%(value)s)."),
    "day_twice": N_("A day of it stands in row %(value)s already."),
    "unknown_day_kind": N_(
        "%(value)s is no kind of day: statutory holiday, adjusted rest day, make-up working day,"
        " ordinary day or special day."
    ),
    "unknown_day_status": N_("%(value)s is no state: official or provisional."),
    "date_twice": N_("The date stands in row %(value)s already."),
    "event_too_long": N_("The event lasts too long (days): %(value)s."),
    "not_a_wish": N_("%(value)s is no wish. Write 2026-10-01=off or 2026-10-01=E."),
    "no_entitlement": N_("%(value)s has no entitlement: annual, personal or home_visit."),
    "entitlement_twice": N_("Person, kind and year stand in row %(value)s already."),
    "not_a_year": N_("%(value)s is no year of four digits."),
    "not_half_days": N_("%(value)s is no number of whole or half days."),
    "not_a_clock_act": N_("%(value)s is nothing that can be clocked: in, out, away, back."),
    "clock_twice": N_("The same stands in row %(value)s already, in the same minute."),
    "clock_ambiguous": N_("The clock showed %(value)s twice. Write the offset: 2026-10-25 02:30+01:00."),
    "clock_future": N_("%(value)s lies in the future."),
    "clock_too_old": N_("%(value)s lies more than a year back."),
    "two_wishes": N_("Two different wishes for %(value)s."),
}
"""Sentence by code of a problem; a test sees that none is missing."""

NOTICES: Mapping[str, str] = {
    "offset_ignored": N_("Offsets of %(value)s times were ignored: the times count as local."),
    "clock_change": N_("The clock was put back at %(value)s: both hours were added up."),
    "clock_forward": N_("The clock was put forward at %(value)s: that hour has no slots."),
    "skipped_slot": N_(
        "Slots over which the clock was put forward, from %(value)s on, were left out; they had no calls."
    ),
    "no_header": N_("The file has no heading; its first row was read as data."),
    "more_sheets": N_("Only the first sheet was read. Further sheets: %(value)s."),
    "formula_values": N_("Some cells hold formulas; the results stored in the file were read."),
    "date_and_time_joined": N_("Date and time were put together from two columns."),
    "columns_used": N_("These columns were read: %(value)s."),
    "missing_days": N_("Days without any row: %(value)s."),
    "gap": N_("Slots are missing: %(value)s."),
    "column_ignored": N_("This column is not known and was not read."),
    "same_name": N_("Row %(value)s has the same name. Is it one person twice?"),
    "wishes_elsewhere": N_("Wishes are given in the wishes round; this column was not read."),
}
"""Sentence by code of a notice."""

FIELDS: Mapping[str, str] = {
    "name": N_("Name"),
    "team": N_("Team"),
    "role": N_("Role"),
    "weekly_hours": N_("Hours a week"),
    "skills": N_("Skills"),
    "hired_on": N_("Employed from"),
    "probation_until": N_("Probation until"),
    "leaves_on": N_("Last day of employment"),
    "active": N_("State"),
    "days_off": N_("Days off"),
    "no_nights": N_("No night shifts"),
    "calls": N_("Calls"),
    "event_days": N_("Days"),
    "event_kind": N_("Kind"),
    "day_kind": N_("Kind"),
    "day_status": N_("State"),
    "clock_act": N_("Clocked"),
    "clock_at": N_("Time"),
    "leave_kind": N_("Kind of leave"),
    "leave_year": N_("Year"),
    "leave_granted": N_("Days granted"),
}
"""Name of each field that a preview shows."""

LISTED_DAYS = 3


def problem_words(code: str, value: str) -> str:
    """Return what is wrong, in the present language."""
    return _(PROBLEMS[code], value=value)


def notice_words(code: str, value: str) -> str:
    """Return what should be known, in the present language."""
    return _(NOTICES[code], value=value)


def field_words(name: str) -> str:
    """Return the name of a field of a preview."""
    return _(FIELDS[name])


def value_words(name: str, text: str) -> str:
    """Return a value of a preview as people write it."""
    write = _WRITERS.get(name)
    return text if write is None or not text else write(text)


def _state(text: str) -> str:
    return _("active") if text == "active" else _("inactive")


def _day(text: str) -> str:
    return full_date(date.fromisoformat(text))


def _days(text: str) -> str:
    days = [_day(part) for part in text.split("|")]
    more = len(days) - LISTED_DAYS
    shown = _(", ").join(days[:LISTED_DAYS])
    return shown if more <= 0 else _("%(days)s and %(more)s more", days=shown, more=more)


_WRITERS: Mapping[str, Callable[[str], str]] = {
    "role": lambda text: role_in_team(RoleInTeam(text)),
    "active": _state,
    "skills": lambda text: _(", ").join(text.split("|")),
    "hired_on": _day,
    "probation_until": _day,
    "leaves_on": _day,
    "days_off": _days,
    "event_days": lambda text: event_days(*(date.fromisoformat(part) for part in text.split("|"))),
    "event_kind": kind_name,
    "day_kind": lambda text: dict(day_kinds())[text],
    "day_status": lambda text: dict(day_states())[text],
    "clock_act": lambda text: act_name(ClockAct(text)),
    "leave_kind": lambda text: leave_kind_name(LeaveKind(text)),
    "leave_granted": lambda text: half_days_words(int(text)),
    "no_nights": lambda text: " – ".join(_day(part) for part in text.split("|")),
}
