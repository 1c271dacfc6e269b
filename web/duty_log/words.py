"""Words of the duty log: kinds, weight, shifts, refusals."""

from collections.abc import Mapping

from flask_babel import gettext as _

import web.files.words  # noqa: F401 - registers the words of files that are refused
from web.duty_log.shifts import TeamShift
from web.duty_log.tables import DutyEntry, EntryKind
from web.duty_log.terms import LogTerms
from web.i18n import N_, day_weekday, language_tag
from web.shift_marks import shift_name
from web.wording import add_refusals

add_refusals(
    {
        "duty_kind_missing": N_("Choose what it is about."),
        "duty_body_missing": N_("Write what happened."),
        "duty_who_missing": N_("Name the superior whose instruction it is."),
        "duty_caller_missing": N_("Name the caller."),
        "duty_about_missing": N_("Name what or whom it is about."),
        "duty_approver_missing": N_("Name the superior who let the visitor in."),
        "duty_reading_missing": N_("Write what the meter shows: digits, with at most three decimals."),
        "duty_corrected": N_(
            "No. %(measured)s has been corrected by no. %(limit)s meanwhile. Correct that one."
        ),
        "duty_nothing_hidden": N_("This entry hides no number."),
        "duty_off_shift": N_("Numbers are shown to who works with them: while your shift runs."),
        "duty_unreadable": N_("The number cannot be read: the key of this installation has changed."),
        "duty_no_shift": N_("This shift is over, or begins too far ahead."),
        "duty_not_on_shift": N_("Choose somebody who works this shift."),
    }
)

KINDS: Mapping[EntryKind, str] = {
    EntryKind.EVENT: N_("Event"),
    EntryKind.COMPLAINT: N_("Complaint"),
    EntryKind.REQUEST: N_("Service request"),
    EntryKind.INSTRUCTION: N_("Instruction of a superior"),
    EntryKind.MESSAGE: N_("Telephone message"),
    EntryKind.EQUIPMENT: N_("Equipment and systems"),
    EntryKind.NOTE: N_("Note"),
    EntryKind.PATROL: N_("Patrol"),
    EntryKind.RUNNING: N_("Running log"),
    EntryKind.METER: N_("Meter reading"),
    EntryKind.VISITOR: N_("Visitor"),
    EntryKind.LETTER: N_("Letter left"),
    EntryKind.MEMO: N_("Memo and idea"),
    EntryKind.REVISIT: N_("Revisit"),
}
ICONS: Mapping[EntryKind, str] = {
    EntryKind.EVENT: "calendar-event",
    EntryKind.COMPLAINT: "alert-triangle",
    EntryKind.REQUEST: "star",
    EntryKind.INSTRUCTION: "flag",
    EntryKind.MESSAGE: "phone",
    EntryKind.EQUIPMENT: "settings",
    EntryKind.NOTE: "pencil",
    EntryKind.PATROL: "shield-check",
    EntryKind.RUNNING: "history",
    EntryKind.METER: "adjustments",
    EntryKind.VISITOR: "user-check",
    EntryKind.LETTER: "file-upload",
    EntryKind.MEMO: "message-circle",
    EntryKind.REVISIT: "heart",
}
WEIGHTS: Mapping[tuple[bool, bool], tuple[str, str]] = {
    (True, True): (N_("important, urgent"), "q1"),
    (True, False): (N_("important, not urgent"), "q2"),
    (False, True): (N_("ordinary, urgent"), "q3"),
}
"""What is ordinary and not urgent needs no mark."""
ABOUT: Mapping[EntryKind, str] = {
    EntryKind.PATROL: N_("Place or facility"),
    EntryKind.RUNNING: N_("Machine"),
    EntryKind.METER: N_("Meter"),
    EntryKind.VISITOR: N_("Who came"),
    EntryKind.LETTER: N_("Addressee"),
    EntryKind.REVISIT: N_("Who was asked again"),
}
"""What each kind is about, in the order of the form."""
FIELDS: Mapping[str, str] = {
    "body": N_("What happened"),
    "handling": N_("What was done"),
    "instructed_by": N_("Who instructed"),
    "caller": N_("Caller"),
    "phone": N_("Telephone number"),
    "reading": N_("What it shows"),
    "reason": N_("Reason of the correction"),
}


def kind_name(kind: EntryKind) -> str:
    """Return the name of a kind."""
    return _(KINDS[kind])


def kind_icon(kind: EntryKind) -> str:
    """Return the icon of a kind."""
    return ICONS[kind]


def weight(entry: DutyEntry) -> tuple[str, str] | None:
    """Return words and class of importance and urgency; None for what is ordinary and not urgent."""
    found = WEIGHTS.get((entry.important, entry.urgent))
    return None if found is None else (_(found[0]), found[1])


def shift_words(entry: DutyEntry) -> str:
    """Return the shift of an entry: Tue 8 Dec early; where there is none, that it is outside of any."""
    if entry.shift_kind is None or entry.shift_date is None:
        return _("outside of any shift")
    return f"{day_weekday(entry.shift_date)} {shift_name(entry.shift_kind.code)}"


def team_shift_words(shift: TeamShift, team: str) -> str:
    """Return a team's shift: First team, Tue 8 Dec early."""
    return f"{team} · {day_weekday(shift.date)} {shift_name(shift.kind.code)}"


def team_words(entry: DutyEntry) -> str:
    """Return for whom an entry is."""
    return _("the whole department") if entry.team is None else entry.team.name


def field_name(name: str, kind: EntryKind | None = None) -> str:
    """Return the name of a field of an entry, as its kind calls it."""
    if name == "about" and kind is not None:
        return _(ABOUT.get(kind, ABOUT[EntryKind.PATROL]))
    if name == "instructed_by" and kind is EntryKind.VISITOR:
        return _("Let in by")
    return _(FIELDS[name])


def about_names() -> list[tuple[str, str]]:
    """Return kind and name of the field that says what an entry is about."""
    return [(kind.value, _(name)) for kind, name in ABOUT.items()]


def reader_words(terms: LogTerms) -> str:
    """Return for whom the log is (R-11.5), and whether the regulation forbids altering it (R-11.2)."""
    readers = terms.readers.en if language_tag() == "en" else terms.readers.zh
    said = _("Confidential: %(readers)s.", readers=readers)
    return said + (" " + _("The regulation forbids altering it.") if terms.immutable else "")


def zone_words(zone_name: str) -> str:
    """Return the clock of the log with its name: national standard time, where it is that (R-8.7)."""
    if zone_name == "Asia/Shanghai":
        return _("national standard time, UTC+8")
    return zone_name
