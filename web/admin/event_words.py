"""Words of the page of events: kinds, days, refusals."""

import datetime as dt

from flask_babel import gettext as _

from web.admin.event_kinds import KINDS
from web.i18n import N_, RANGE, full_date
from web.wording import add_refusals

add_refusals(
    {
        "event_known": N_("This event is entered already: the same kind, name and days."),
        "event_ends_early": N_("The last day lies before the first one, %(limit)s."),
        "event_too_long": N_("The event lasts too long (days): %(measured)s. At most %(limit)s."),
        "billing_days": N_(
            "%(measured)s cannot be read. Write days of the month from 1 to 31, at most ten, such as 5, 20."
        ),
        "event_withdrawn": N_(
            "Somebody has withdrawn or changed this event already. Look at the list again."
        ),
    }
)


def kind_name(kind: str) -> str:
    """Return the name of a kind of event: a known one in the reader's language, free words as they are."""
    return _(KINDS[kind]) if kind in KINDS else kind


def event_title(kind: str, name: str) -> str:
    """Return what an event is called: its kind, and its name where it has one."""
    return f"{kind_name(kind)} · {name}" if name else kind_name(kind)


def event_days(first: dt.date, last: dt.date) -> str:
    """Return the days of an event in words."""
    return full_date(first) if first == last else f"{full_date(first)} {RANGE} {full_date(last)}"
