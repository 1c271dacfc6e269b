"""What the page of who hands over shows: the draft, what is missing, the time that is left."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from roster.handovers.content import TEXTS, Item, missing, unanswered
from roster.handovers.life import HandoverAct, HandoverState
from roster.handovers.window import Timing, Window
from roster.violation import Violation
from web.database import JsonObject
from web.files.attaching import facts
from web.handovers.content_tables import HandoverCheck, HandoverItem
from web.handovers.drafts import checks_of, core_check, drafted
from web.handovers.item_files import Files, files_of_draft
from web.handovers.steps import SUBJECT, Opened
from web.handovers.submitting import timing
from web.records.store import of_subject

BACK = frozenset({HandoverAct.RETURN, HandoverAct.RECALL, HandoverAct.SEND_BACK})
"""Acts by which a record comes back to who hands over."""


@dataclass(frozen=True, kw_only=True)
class DraftPage:
    """One draft.

    Parameters
    ----------
    own, carried
        Items of this shift and of earlier ones, as stored and as the core knows them, in order of reading.
    lacks
        What is missing before it can be submitted.
    unmarked
        What is missing from the joint count; it is wanted before the signatures, not before submission.
    fields
        Fields of an item that are written in words, in the policy's order.
    returned
        Content of the act by which the record came back; None where it never did, or was submitted since.
    files
        Attachments of each item, by its number.
    """

    opened: Opened
    own: tuple[tuple[HandoverItem, Item], ...]
    carried: tuple[tuple[HandoverItem, Item], ...]
    checks: tuple[HandoverCheck, ...]
    lacks: tuple[Violation, ...]
    unmarked: tuple[Violation, ...]
    fields: tuple[str, ...]
    returned: JsonObject | None
    window: Window | None
    timing: Timing
    files: Files

    def files_of(self, number: int) -> list[JsonObject]:
        """Return what is said of the files of one item."""
        return [facts(each) for each in self.files.get(number, ())]

    def lacks_of(self, number: int) -> tuple[Violation, ...]:
        """Return what one item lacks."""
        return tuple(each for each in self.lacks if each.details.get("item") == number)

    def is_complete(self, number: int) -> bool:
        """Tell whether an item lacks nothing."""
        return not self.lacks_of(number)


def read_draft(session: Session, opened: Opened, *, now: dt.datetime) -> DraftPage:
    """Return the draft as its page shows it.

    What the system will add is not looked for: every saving reads the draft, only the page shows that.
    """
    row, terms = opened.row, opened.terms
    pairs = drafted(session, row.id)
    checks = tuple(checks_of(session, opened.container))
    lacks = missing(tuple(item for _, item in pairs), terms, nothing_to_report=row.nothing_to_report)
    return DraftPage(
        opened=opened,
        own=tuple(pair for pair in pairs if not pair[1].is_carried),
        carried=tuple(pair for pair in pairs if pair[1].is_carried),
        checks=checks,
        lacks=tuple(lacks),
        unmarked=tuple(unanswered(tuple(core_check(check) for check in checks))),
        fields=tuple(name for name in terms.fields if name in TEXTS),
        returned=_returned(session, opened),
        window=opened.window,
        timing=timing(opened, now),
        files=files_of_draft(session, row.id),
    )


def _returned(session: Session, opened: Opened) -> JsonObject | None:
    if opened.row.state is not HandoverState.RETURNED:
        return None
    records = of_subject(session, opened.department.id, f"{SUBJECT}:{opened.row.id}")
    back = [content for record, content in records if record.kind.removeprefix(f"{SUBJECT}.") in BACK]
    return back[-1] if back else None
