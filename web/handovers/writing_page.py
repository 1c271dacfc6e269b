"""What the page of who hands over shows: the draft, what is missing, the time that is left."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from roster.handovers.content import TEXTS, Item, unanswered
from roster.handovers.life import HandoverAct, HandoverState
from roster.handovers.window import Timing, Window
from roster.violation import Violation
from web.database import JsonObject
from web.files.attaching import facts
from web.handovers.content_tables import HandoverCheck, HandoverItem
from web.handovers.drafts import checks_of, core_check, drafted
from web.handovers.item_files import Files, files_of_draft
from web.handovers.sections import SectionState, lacking, section_states
from web.handovers.steps import SUBJECT, Opened
from web.handovers.submitting import timing
from web.policy.vocabulary.handover import CheckMarks
from web.records.store import of_subject

BACK = frozenset({HandoverAct.RETURN, HandoverAct.RECALL, HandoverAct.SEND_BACK, HandoverAct.REOPEN})
"""Acts by which a record comes back to who hands over."""


@dataclass(frozen=True, kw_only=True)
class DraftPage:
    """One draft.

    Parameters
    ----------
    own, carried
        Items of this shift and of earlier ones, as stored and as the core knows them, in order of reading.
    sections
        What the record is made of, in the policy's order.
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
    sections: tuple[SectionState, ...]
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

    @property
    def marks(self) -> CheckMarks:
        """How a thing of the count is marked: by √ and ×, or in words (P-36)."""
        return self.opened.policy.values.handover_check_marks

    @property
    def wants_handled_major(self) -> bool:
        """Whether the regulation asks for major problems that have been handled, too (P-35, R-8.8)."""
        policy = self.opened.policy
        return policy.binds("handover.include_handled_major") and policy.values.handover_include_handled_major

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
    items = tuple(item for _, item in pairs)
    return DraftPage(
        opened=opened,
        own=tuple(pair for pair in pairs if not pair[1].is_carried),
        carried=tuple(pair for pair in pairs if pair[1].is_carried),
        checks=checks,
        sections=section_states(opened, items),
        lacks=tuple(lacking(opened, items)),
        unmarked=tuple(unanswered(tuple(core_check(check) for check in checks))),
        fields=tuple(name for name in terms.fields if name in TEXTS),
        returned=_returned(session, opened),
        window=opened.window,
        timing=timing(opened, now),
        files=files_of_draft(session, row.id),
    )


def _returned(session: Session, opened: Opened) -> JsonObject | None:
    if opened.row.state not in (HandoverState.RETURNED, HandoverState.REOPENED):
        return None
    records = of_subject(session, opened.department.id, f"{SUBJECT}:{opened.row.id}")
    back = [content for record, content in records if record.kind.removeprefix(f"{SUBJECT}.") in BACK]
    return back[-1] if back else None
