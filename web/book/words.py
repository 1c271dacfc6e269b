"""Words of the book: directions, sections, states, acts, why an act is refused."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Final

from flask_babel import gettext as _

from roster.handovers.life import HandoverState
from roster.handovers.occasions import Direction
from web.answer import Reason
from web.book.content import BookItem, Section
from web.book.tables import BookHandover
from web.duty_log.tables import EntryKind
from web.duty_log.words import kind_name
from web.handovers.words import all_words
from web.i18n import N_, language_tag
from web.policy.vocabulary.handover import PartnerDesk
from web.wording import add_refusals

add_refusals(
    {
        "book_passed": N_("The next one is due at %(at)s and holds everything; hand that one over."),
        "book_unread": N_("Item %(item)s is not ticked yet."),
        "book_needs_person": N_(
            "What goes on needs somebody of the roster to go on with it; let an agent take the book over."
        ),
    }
)

DIRECTIONS: Final[Mapping[Direction, str]] = {
    Direction.TO_DESK: N_("customer service hands over to the %(desk)s"),
    Direction.FROM_DESK: N_("the %(desk)s hands back to customer service"),
}
SECTIONS: Final[Mapping[Section, str]] = {
    Section.COMPLAINTS: N_("Complaints and service requests"),
    Section.LOG: N_("From the duty log"),
    Section.MATTERS: N_("Open matters"),
    Section.NOTE: N_("Further"),
}
STATES: Final[Mapping[HandoverState, tuple[str, str]]] = {
    HandoverState.PREPARING: (N_("to be handed over"), "warn"),
    HandoverState.RETURNED: (N_("returned"), "danger"),
    HandoverState.READY: (N_("to be taken over"), "warn"),
    HandoverState.RECEIVING: (N_("being read"), "info"),
    HandoverState.REFUSED: (N_("refused, the superior decides"), "danger"),
    HandoverState.SIGNED_BY_OUTGOING: (N_("takeover ordered by the superior"), "warn"),
    HandoverState.COMPLETE: (N_("handed over"), "ok"),
}
ACTS: Final[Mapping[str, str]] = {
    "submit": N_("handed over and frozen"),
    "sign_outgoing": N_("signed by outgoing"),
    "sign_incoming": N_("signed by incoming"),
    "refuse": N_("takeover refused"),
    "send_back": N_("sent back by the superior"),
    "order": N_("takeover ordered by the superior"),
}


def desk_name(partner: PartnerDesk | None) -> str:
    """Return the other department's desk."""
    found = (partner or PartnerDesk.SECURITY_MONITORING_ROOM).words
    return found.zh if language_tag().startswith("zh") else found.en


def direction_name(direction: Direction, partner: PartnerDesk | None = None) -> str:
    """Return which way the book goes."""
    return _(DIRECTIONS[Direction(direction)], desk=desk_name(partner))


def section_name(section: Section) -> str:
    """Return the heading of a section."""
    return _(SECTIONS[section])


def book_state(book: BookHandover) -> tuple[str, str]:
    """Return the words and the colour of a state."""
    words, kind = STATES[book.state]
    return _(words), kind


def book_act(kind: str) -> str:
    """Return what a record of the book is."""
    name = kind.rpartition(".")[2]
    return _(ACTS[name]) if name in ACTS else name


def item_kind(item: BookItem) -> str:
    """Return what kind of entry an item is; empty for a matter or a note."""
    return kind_name(EntryKind(item.kind)) if item.kind else ""


def item_sections(items: Iterable[BookItem], direction: Direction) -> list[tuple[Section, list[BookItem]]]:
    """Return the items by section, empty ones too that could hold something: it is seen that nothing came."""
    items = list(items)
    there = {item.section for item in items}
    always = {Section.COMPLAINTS, Section.LOG}
    if direction is Direction.TO_DESK:
        always.add(Section.MATTERS)
    wanted = [section for section in Section if section in there | always]
    return [(section, [item for item in items if item.section is section]) for section in wanted]


def instant(text: str) -> dt.datetime:
    """Return an instant that a record holds as text."""
    return dt.datetime.fromisoformat(text)


def problems_of(reasons: Iterable[Reason]) -> list[tuple[str | None, str]]:
    """Return why something is refused, as the head of a page lists it."""
    return [(None, each.sentence) for each in all_words(reasons)]
