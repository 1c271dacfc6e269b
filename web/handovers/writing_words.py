"""Words and addresses of the writing page: steps, where a missing field is, local times in fields."""

import datetime as dt
from typing import Final

from flask_babel import gettext as _

from roster.handovers.content import TEXTS
from roster.handovers.life import EDITABLE, HandoverState
from roster.violation import Violation
from web.database import JsonObject
from web.handovers.content_tables import HandoverCheck, HandoverItem
from web.handovers.preparing import FLAGS, WORDS
from web.handovers.steps import Opened
from web.handovers.words import defect_name
from web.handovers.writing_page import DraftPage
from web.i18n import local

Step = tuple[str, str, str]
_FIELDS: Final = {
    "item_title": "title-{}",
    "item_category": "category-{}",
    "item_disposition": "disposition-{}-incoming",
    "item_finish": "disposition-{}-done",
    "item_progress": "progress-{}",
    "item_closing": "closed_because-{}",
}


def steps_of(opened: Opened) -> list[Step]:
    """Return the life of a handover as steps: words, done, now or todo, time."""
    state, row = opened.row.state, opened.row
    reached = {
        HandoverState.PLANNED: 0,
        **dict.fromkeys(EDITABLE, 1),
        HandoverState.SUBMITTED: 2,
        HandoverState.READY: 3,
        HandoverState.RECEIVING: 3,
        HandoverState.REFUSED: 3,
        HandoverState.CHECKED: 4,
        HandoverState.SIGNED_BY_OUTGOING: 4,
        HandoverState.INVALID: 4,
    }.get(state, 5)
    names = [_("Begin"), _("Write and submit"), _("Leader's check"), _("Read and ask"), _("Both sign")]
    if not opened.terms.is_checked or row.is_leaders:
        del names[2]
        reached -= reached > 2
    return [
        (name, "done" if place < reached else "now" if place == reached else "todo", "")
        for place, name in enumerate(names)
    ]


def field_of(page: DraftPage, lack: Violation) -> str:
    """Return the id of the field that a missing thing is about."""
    if lack.code == "section_silent":
        return f"section-{lack.details['section']}"
    number = lack.details.get("item")
    stored = next((row for row, item in (*page.own, *page.carried) if item.number == number), None)
    if stored is None:
        return "nothing" if lack.code == "handover_empty" and not page.own else "add"
    pattern = _FIELDS.get(lack.code, f"{lack.details.get('field', 'title')}-{{}}")
    return pattern.format(stored.id)


def local_field(at: dt.datetime | None) -> str:
    """Return an instant as a field for local times shows it."""
    return "" if at is None else local(at).strftime("%Y-%m-%dT%H:%M")


def item_fields(item: HandoverItem) -> dict[str, str]:
    """Return every field of an item as its form shows it, by name; a tick is ``1`` or empty."""
    return {
        **{name: str(getattr(item, name)) for name in WORDS},
        **{name: str(item.texts.get(name, "")) for name in TEXTS},
        **{name: "1" if getattr(item, name) else "" for name in FLAGS},
        "category": item.category,
        "disposition": item.disposition.value if item.disposition else "",
        "promised_at": local_field(item.promised_at),
    }


def check_fields(check: HandoverCheck) -> dict[str, str]:
    """Return every field of one thing of the count as its form shows it, by name."""
    counted = "" if check.counted is None else str(check.counted)
    return {"mark": check.mark.value if check.mark else "", "counted": counted, "note": check.note}


def returned_words(content: JsonObject) -> str:
    """Return why a record came back."""
    if "evidence" in content:
        return _(
            "Reopened: %(why)s. You are responsible again. Put in what was missing and submit it.",
            why=content["reason"],
        )
    found = " · ".join([*(defect_name(code) for code in content.get("defects", [])), content["reason"]])
    return _("Returned: %(why)s. Mend it and submit it again; the first version stays on record.", why=found)
