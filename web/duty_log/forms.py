"""A submitted entry as the service takes it, and what the address of the list asks for."""

import datetime as dt
from collections.abc import Mapping

from web.duty_log.entered import Entered
from web.duty_log.tables import DutyEntry, EntryKind
from web.fields import form_token, row_id
from web.i18n import local
from web.said import plain

KINDS = {kind.value: kind for kind in EntryKind}
HANDED_OVER = {"yes": True, "no": False}
"""Everything else leaves it to the kind."""


def read_entered(form: Mapping[str, str]) -> Entered:
    """Return what was typed; what is no choice is as if nothing had been chosen."""

    def words(name: str) -> str:
        return plain(form.get(name, "")).replace("\r\n", "\n")

    return Entered(
        kind=KINDS.get(form.get("kind", "")),
        body=words("body"),
        handling=words("handling"),
        important=bool(form.get("important")),
        urgent=bool(form.get("urgent")),
        to_handover=HANDED_OVER.get(form.get("to_handover", "")),
        instructed_by=words("instructed_by"),
        caller=words("caller"),
        phone=words("phone"),
        called=words("called"),
        about=words("about"),
        reading=words("reading"),
        unit=words("unit"),
        team_id=row_id(form.get("team", "")),
        token=form_token(form),
    )


def entry_values(entry: DutyEntry) -> dict[str, str]:
    """Return an entry as the form that corrects it shows it: masked; its numbers are kept where they stay."""
    return {
        "kind": entry.kind.value,
        "body": entry.body,
        "handling": entry.handling,
        "important": "1" if entry.important else "",
        "urgent": "1" if entry.urgent else "",
        "to_handover": "yes" if entry.to_handover else "no",
        "instructed_by": entry.instructed_by,
        "caller": entry.caller,
        "phone": entry.phone,
        "about": entry.about,
        "reading": entry.reading,
        "unit": entry.unit,
        "called": "" if entry.called_at is None else f"{local(entry.called_at):%H:%M}",
    }


def read_date(text: str) -> dt.date | None:
    """Return a date of an address, None when it is none."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
