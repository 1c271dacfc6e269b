"""What somebody enters, and what is wrong with it. Pure."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from web.duty_log.tables import EntryKind
from web.refusal import Refusal
from web.said import faults

MOST_BODY: Final = 2000
MOST_NAME: Final = 80
ALWAYS_HANDED_OVER: Final = frozenset({EntryKind.INSTRUCTION, EntryKind.COMPLAINT, EntryKind.REQUEST})
"""Instructions of superiors (R-8.9), complaints and requests of customers (R-8.15)."""

NEEDS_ABOUT: Final = frozenset(
    {
        EntryKind.PATROL,
        EntryKind.RUNNING,
        EntryKind.METER,
        EntryKind.VISITOR,
        EntryKind.LETTER,
        EntryKind.REVISIT,
    }
)
"""Kinds that name what, where or who they are about."""
MOST_UNIT: Final = 10
FIGURE: Final = re.compile(r"\d{1,9}([.,]\d{1,3})?")
"""What a meter shows; never as long as a telephone number of a customer."""


@dataclass(frozen=True, kw_only=True)
class Entered:
    """One entry as it was typed; the fields are those of `DutyEntry`, still unmasked.

    Parameters
    ----------
    kind
        None where none was chosen.
    to_handover
        None leaves it to kind, importance and urgency.
    called
        Time of day of a call by the log's clock, or "".
    about
        What the kind is about: place, machine, meter, visitor, addressee, customer.
    reading, unit
        Of a meter, as it shows.
    team_id
        For whom somebody without a team of their own writes; None: the whole department.
    """

    kind: EntryKind | None
    body: str
    handling: str = ""
    important: bool = False
    urgent: bool = False
    to_handover: bool | None = None
    instructed_by: str = ""
    caller: str = ""
    phone: str = ""
    called: str = ""
    about: str = ""
    reading: str = ""
    unit: str = ""
    team_id: int | None = None
    token: str = ""

    @property
    def handed_over(self) -> bool:
        """Whether it feeds the handover: as said, else what must be, and what is important or urgent."""
        if self.to_handover is not None:
            return self.to_handover
        return self.important or self.urgent or self.kind in ALWAYS_HANDED_OVER


def entered_faults(entered: Entered) -> list[Refusal]:
    """Return everything that is wrong with an entry: what its kind needs, and lengths.

    A message names the caller (R-8.23), an instruction the superior (R-11.12), a visitor who let them in
    (R-18.4), a meter its figure (R-8.20).
    """
    reasons = [] if entered.kind is not None else [Refusal(code="duty_kind_missing", field="kind")]
    if not entered.token:
        reasons.append(Refusal(code="try_again"))
    if not entered.body:
        reasons.append(Refusal(code="duty_body_missing", field="body"))
    for field, text, most in (
        ("body", entered.body, MOST_BODY),
        ("handling", entered.handling, MOST_BODY),
        ("instructed_by", entered.instructed_by, MOST_NAME),
        ("caller", entered.caller, MOST_NAME),
        ("phone", entered.phone, MOST_NAME),
        ("about", entered.about, MOST_NAME),
        ("unit", entered.unit, MOST_UNIT),
    ):
        if len(text) > most:
            reasons.append(Refusal(code="too_long", field=field, measured=len(text), limit=most))
    if entered.kind is EntryKind.INSTRUCTION and not entered.instructed_by:
        reasons.append(Refusal(code="duty_who_missing", field="instructed_by"))
    if entered.kind is EntryKind.MESSAGE and not entered.caller:
        reasons.append(Refusal(code="duty_caller_missing", field="caller"))
    if entered.kind in NEEDS_ABOUT and not entered.about:
        reasons.append(Refusal(code="duty_about_missing", field="about"))
    if entered.kind is EntryKind.VISITOR and not entered.instructed_by:
        reasons.append(Refusal(code="duty_approver_missing", field="instructed_by"))
    if entered.kind is EntryKind.METER and not FIGURE.fullmatch(entered.reading):
        reasons.append(Refusal(code="duty_reading_missing", field="reading"))
    if entered.called and read_time(entered.called) is None:
        reasons.append(Refusal(code="not_a_time", field="called", measured=entered.called[:20]))
    return reasons


def reason_faults(reason: str) -> list[Refusal]:
    """Return what is wrong with the reason of a correction or of a look at hidden numbers."""
    return faults(reason)


def read_time(text: str) -> dt.time | None:
    """Return a time of day, None when it is none."""
    try:
        return dt.time.fromisoformat(text if len(text) != len("8:00") else f"0{text}")
    except ValueError:
        return None


def called_at(entered: Entered, now: dt.datetime, zone: ZoneInfo) -> dt.datetime | None:
    """Return when the call came: when the clock last showed what was typed; a message has one always.

    Parameters
    ----------
    now
        Aware instant of the entry; a time later than that is yesterday's.
    """
    time = read_time(entered.called)
    if time is None:
        return now if entered.kind is EntryKind.MESSAGE else None
    here = now.astimezone(zone)
    at = dt.datetime.combine(here.date(), time.replace(tzinfo=None), tzinfo=zone)
    return (at if at <= here else at - dt.timedelta(days=1)).astimezone(dt.UTC)
