"""Words of the roster pages: states, acts, refusals, what a rule that holds says."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from flask_babel import gettext as _
from flask_babel import ngettext

from roster.violation import Violation
from web.i18n import N_, day_time, day_weekday, hours_figure, number
from web.i18n import month as month_words
from web.navigation import ROLE_NAMES
from web.refusal import Refusal
from web.rosters.acts import Reason
from web.rosters.months import parse_month
from web.rosters.panel import Passed
from web.rosters.tables import VersionState
from web.shift_marks import shift_name
from web.wording import NO_NAMES, Words, add_refusals, refusal_words, violation_words

add_refusals(
    {
        "wrong_state": N_("The version is %(state)s now, so this is not possible. Look at its state below."),
        "stale_version": N_("%(by)s has changed this version at %(at)s. Look at the new state, then go on."),
        "out_of_reach": N_("These rows are not yours to change: only those of your own team."),
        "not_your_step": N_("This step is taken by: %(role)s."),
        "reason_missing": N_("Write why it goes back, then return it."),
        "try_again": N_("Somebody was faster by a moment. Try once more."),
        "unknown_kind": N_("There is no shift %(measured)s to give by hand."),
        "day_outside_month": N_("%(measured)s is not in this month."),
        "nothing_chosen": N_("Choose at least one cell."),
        "too_many_cells": N_("%(measured)s cells in one act; at most %(limit)s."),
        "different_months": N_("The two versions are of different months. Choose two of the same month."),
        "nothing_to_copy": N_("The month before has no roster to start from. Generate this one instead."),
        "not_rostered": N_("This person is not rostered in this month."),
        "amended_meanwhile": N_(
            "%(person)s, %(date)s: decided meanwhile is %(now)s, this draft has %(was)s. Put it right first."
        ),
    }
)


def state_name(state: VersionState) -> str:
    """Return the name of a state in the present language."""
    return {
        VersionState.DRAFT: _("Draft"),
        VersionState.SUBMITTED: _("Submitted"),
        VersionState.RETURNED: _("Returned"),
        VersionState.WITHDRAWN: _("Put aside"),
        VersionState.APPROVED: _("Approved"),
        VersionState.PUBLISHED: _("Published"),
        VersionState.SUPERSEDED: _("Superseded"),
    }[state]


def version_label(state: VersionState, version: int) -> str:
    """草稿 v3 / Draft v3."""
    return _("%(state)s v%(number)s", state=state_name(state), number=version)


def role_name(role: str) -> str:
    """Return the name of a role in the present language."""
    return _(ROLE_NAMES[role])


def reason_words(reason: Reason, names: Mapping[str, str] = NO_NAMES) -> Words:
    """Return why an act was refused; a violation names its person first."""
    if isinstance(reason, Violation):
        words = violation_words(reason, names)
        if reason.person is None:
            return words
        who = names.get(reason.person, reason.person)
        return replace(words, detail=f"{who} {words.detail}".strip())
    return Words(level="danger", sentence=refusal_words(_readable(reason, names)), detail="")


def reasons_words(reasons: Iterable[Reason], names: Mapping[str, str] = NO_NAMES) -> list[Words]:
    """Return the words of all reasons."""
    return [reason_words(reason, names) for reason in reasons]


def _readable(refusal: Refusal, names: Mapping[str, str]) -> Refusal:
    """Replace what only programs read (states, roles, instants) by words."""
    details = dict(refusal.details)
    if refusal.code == "wrong_state":
        details["state"] = state_name(VersionState(str(refusal.measured)))
    if refusal.code == "not_your_step":
        details["role"] = _(", ").join(role_name(role) for role in str(refusal.limit).split("|"))
    if refusal.code == "amended_meanwhile":
        details["person"] = names.get(str(details["person"]), str(details["person"]))
        details["date"] = day_weekday(dt.date.fromisoformat(str(details["date"])))
        details |= {"now": shift_name(str(refusal.measured)), "was": shift_name(str(refusal.limit))}
    if refusal.code == "stale_version":
        details["by"] = details.get("by") or _("Somebody")
        details["at"] = day_time(dt.datetime.fromisoformat(str(details["at"])))
    return replace(refusal, details=details)


def passed_words(passed: Passed) -> str:
    """Return one sentence about a rule that holds, with its number."""
    measured, limit = passed.measured, passed.limit
    average = "" if passed.team_average is None else number(passed.team_average, 1)
    whole = int(measured)
    average_week = {"measured": number(measured / 60, 1), "limit": hours_figure(limit or 0)}
    sentences = {
        "rest_between": lambda: _(
            "Shortest rest %(measured)s h; at least %(limit)s h",
            measured=hours_figure(whole),
            limit=hours_figure(limit or 0),
        ),
        "working_run": lambda: _(
            "Longest run %(measured)s days; at most %(limit)s", measured=whole, limit=limit
        ),
        "night_run": lambda: _(
            "At most %(measured)s nights in a row; limit %(limit)s", measured=whole, limit=limit
        ),
        "average_week": lambda: (
            _("%(measured)s h in the averaging cycle so far; limit %(limit)s h", **average_week)
            if passed.of_cycle
            else _("%(measured)s h a week on average; limit %(limit)s h", **average_week)
        ),
        "contract_max": lambda: _(
            "%(measured)s h in the month; contract and overtime %(limit)s h",
            measured=number(measured / 60, 1),
            limit=number((limit or 0) / 60, 1),
        ),
        "nights_in_month": lambda: ngettext(
            "%(num)s night; team average %(average)s", "%(num)s nights; team average %(average)s", whole,
            average=average,
        ),
        "weekend_fairness": lambda: ngettext(
            "%(num)s weekend shift; team average %(average)s",
            "%(num)s weekend shifts; team average %(average)s",
            whole,
            average=average,
        ),
        "holiday_fairness": lambda: ngettext(
            "%(num)s shift on a statutory holiday within a year; team average %(average)s",
            "%(num)s shifts on statutory holidays within a year; team average %(average)s",
            whole,
            average=average,
        ),
        "turn_fairness": lambda: ngettext(
            "%(num)s turn on duty, earlier months included; team average %(average)s",
            "%(num)s turns on duty, earlier months included; team average %(average)s",
            whole,
            average=average,
        ),
        "shortest_days_off": lambda: ngettext(
            "%(num)s rest too short; team average %(average)s",
            "%(num)s rests too short; team average %(average)s",
            whole,
            average=average,
        ),
    }  # fmt: skip
    return sentences[passed.code]()


def act_name(action: str) -> str:
    """Return what a recorded act did, for the note about a stale version."""
    names = {
        "roster.edit_cell": _("changed a cell"),
        "roster.lock_cells": _("locked cells"),
        "roster.unlock_cells": _("unlocked cells"),
        "roster.submit": _("submitted it for review"),
        "roster.approve": _("approved it"),
        "roster.return": _("returned it"),
        "roster.withdraw": _("withdrew it"),
        "roster.discard": _("discarded it"),
        "roster.publish": _("published it"),
        "roster.repair": _("made it after an absence"),
    }
    return names.get(action, action)


def note_words(note: str) -> str:
    """Return the note of an event: what a service wrote in fixed words is translated, a reason stays."""
    patterns: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
        (r"solve job (\d+)", lambda found: _("solved as job #%(number)s", number=found[1])),
        (r"discarded", lambda _found: _("discarded before it was submitted")),
        (r"absence of (\S+)", lambda found: _("repaired for the absence of %(number)s", number=found[1])),
        (r"from version (\d+)", lambda found: _("made from version %(number)s", number=found[1])),
        (r"version (\d+)", lambda found: _("replaced by version %(number)s", number=found[1])),
        (
            r"pattern of (\d{4}-\d\d) version (\d+)",
            lambda found: _(
                "pattern of %(month)s, version %(number)s",
                month=month_words(parse_month(found[1])),
                number=found[2],
            ),
        ),
    )
    for pattern, words in patterns:
        found = re.fullmatch(pattern, note)
        if found:
            return words(found)
    return note
