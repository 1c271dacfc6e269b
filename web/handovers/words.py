"""Words of handovers: states, fields, what is missing, why an act is refused."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Final

from flask_babel import gettext as _
from flask_babel import ngettext

import web.files.words  # noqa: F401 - registers the words of files that are refused
from roster.handovers.content import Disposition, Item
from roster.handovers.life import HandoverState
from roster.violation import Violation
from web.answer import Reason
from web.database import JsonObject
from web.i18n import N_, day_time, language_tag
from web.i18n import time as clock_time
from web.policy.schema import EffectivePolicy
from web.policy.sections import record_sections
from web.policy.vocabulary.handover import ForbiddenCondition, HandoverDefect
from web.policy.vocabulary.handover_content import ChecklistItem, HandoverCategory, ItemField
from web.policy.vocabulary.worded import Worded
from web.policy.vocabulary.worded import Words as Bilingual
from web.refusal import Refusal
from web.wording import Words, add_refusals, refusal_words

add_refusals(
    {
        "stale_handover": N_("The handover has changed at %(at)s. Look at it as it is now, then go on."),
        "wrong_handover_state": N_("The handover is “%(state)s” now, so this is not possible any more."),
        "handover_held": N_("“%(state)s” stands in the way. It is lifted first."),
        "handover_frozen": N_("The record is submitted and frozen. Only a returned one can be changed."),
        "handover_early": N_("The window opens at %(at)s. The draft is kept; submit it then."),
        "handover_not_begun": N_("Your shift begins at %(at)s. From then on you can write."),
        "handover_reason_missing": N_("Write the reason."),
        "not_your_part": N_("This is not yours to do: it is for %(who)s."),
        "signed_already": N_("You have signed this version already."),
        "sign_after_reading": N_("You sign once the receiver has read everything and both have counted."),
        "password_wrong": N_("The password is not right. Enter it once more; nothing was signed."),
        "defect_missing": N_("Choose at least one of the defects."),
        "read_back_missing": N_("Write in your own words what you will do next."),
        "amendment_missing": N_("Write what is to be added or put right."),
        "question_missing": N_("Write the question."),
        "answer_missing": N_("Write the answer."),
        "answered_already": N_("This question is answered already."),
        "item_is_carried": N_("An item of an earlier shift is closed with a reason, not taken off."),
        "too_many_items": N_("More than %(limit)s items. Join what belongs together."),
        "check_unmarked": N_("The outgoing side has not marked it yet."),
        "check_changed": N_("The mark has changed meanwhile. Look at it once more."),
        "same_person": N_("Who hands over cannot receive. Choose somebody else."),
        "own_handover": N_("Nobody decides on a handover of their own."),
        "held_already": N_("This stands in the way already."),
        "fault_stops_nothing": N_(
            "By the rules in force a fault stops the handover only if it affects running or business."
        ),
        "evidence_missing": N_("Write what proves it."),
        "not_held": N_("This does not stand in the way any more."),
    }
)

STATES: Final[Mapping[HandoverState, tuple[str, str]]] = {
    HandoverState.PLANNED: (N_("planned"), ""),
    HandoverState.PREPARING: (N_("being written"), "info"),
    HandoverState.SUBMITTED: (N_("waits for the leader's check"), "warn"),
    HandoverState.RETURNED: (N_("returned"), "danger"),
    HandoverState.READY: (N_("ready to be received"), "info"),
    HandoverState.RECEIVING: (N_("being read"), "info"),
    HandoverState.REFUSED: (N_("refused, the superior decides"), "danger"),
    HandoverState.CHECKED: (N_("ready to be signed"), "info"),
    HandoverState.SIGNED_BY_OUTGOING: (N_("signed by outgoing"), "info"),
    HandoverState.COMPLETE: (N_("handed over"), "ok"),
    HandoverState.REVIEWED: (N_("reviewed"), "ok"),
    HandoverState.INVALID: (N_("invalid"), "danger"),
    HandoverState.REOPENED: (N_("reopened"), "danger"),
    HandoverState.BLOCKED: (N_("blocked"), "danger"),
    HandoverState.SUSPENDED: (N_("suspended"), "danger"),
    HandoverState.HELD_OVER: (N_("held over, relief missing"), "danger"),
    HandoverState.TEMPORARY: (N_("temporary arrangement"), "warn"),
}

PARTS: Final = {
    "outgoing": N_("who hands over"),
    "receiver": N_("who receives"),
    "checker": N_("the leader on shift"),
    "superior": N_("the supervisor"),
}

DISPOSITIONS: Final = {
    Disposition.DONE: N_("done"),
    Disposition.INCOMING: N_("incoming goes on"),
    Disposition.OUTGOING: N_("I go on"),
}

LACKS: Final[Mapping[str, Callable[[Violation], str]]] = {
    "handover_empty": lambda _v: _("No item, and not said that there is nothing to report"),
    "handover_not_empty": lambda _v: _("“Nothing to report” is ticked although there are items"),
    "item_title": lambda v: _("%(item)s has no heading", item=_item(v)),
    "item_field": lambda v: _(
        "%(item)s lacks “%(field)s”", item=_item(v), field=field_name(str(v.details["field"]))
    ),
    "item_category": lambda v: _("%(item)s has no kind", item=_item(v)),
    "section_silent": lambda v: _(
        "“%(section)s” has no item, and it is not said that there is nothing to report",
        section=spoken(Bilingual(str(v.details["zh"]), str(v.details["en"]))),
    ),
    "item_disposition": lambda v: _("%(item)s does not say who goes on with it", item=_item(v)),
    "item_progress": lambda v: _("%(item)s: no progress of this shift yet", item=_item(v)),
    "item_closing": lambda v: _("%(item)s is closed without a reason", item=_item(v)),
    "item_finish": lambda v: _("%(item)s is to be finished before you leave", item=_item(v)),
    "check_mark": lambda v: _("“%(check)s” is not answered", check=check_name(str(v.details["check"]))),
    "check_count": lambda v: _("“%(check)s” is not counted", check=check_name(str(v.details["check"]))),
    "check_note": lambda v: _(
        "“%(check)s”: write what is missing and where", check=check_name(str(v.details["check"]))
    ),
    "item_unread": lambda v: _("Item %(number)s is not read", number=v.details["item"]),
    "item_not_read_back": lambda v: _(
        "Item %(number)s: what was said back is not confirmed", number=v.details["item"]
    ),
    "item_doubt": lambda v: (
        _("Item %(number)s has an open question", number=v.details["item"])
        if v.details["item"]
        else _("A question is open")
    ),
    "check_unverified": lambda v: _(
        "“%(check)s”: you have not looked yet", check=check_name(str(v.details["check"]))
    ),
    "condition": lambda v: _(
        "No handover now: %(condition)s", condition=condition_name(str(v.details["fc"]))
    ),
    "receiver_absent": lambda _v: _("You are not clocked in. Clock in, then receive"),
    "not_face_to_face": lambda _v: _("Both say that they met face to face; tick it"),
    "no_open_question": lambda _v: _("Ask first: refused is what gets no clear answer"),
    "reason_missing": lambda _v: _("Write the reason"),
}


def handover_words(reason: Reason) -> Words:
    """Return why something is refused, or what is missing."""
    if isinstance(reason, Refusal):
        return Words(level="danger", sentence=refusal_words(_readable(reason)), detail="")
    return Words(level="danger", sentence=LACKS[reason.code](reason), detail="")


def all_words(reasons: Iterable[Reason]) -> list[Words]:
    """Return the words of all reasons, the same sentence once."""
    found = [handover_words(reason) for reason in reasons]
    return list({words.sentence: words for words in found}.values())


def missing_words(count: int) -> str:
    """Return how many things are missing."""
    return ngettext("%(num)s item missing", "%(num)s items missing", count)


def state_tag(state: HandoverState) -> tuple[str, str]:
    """Return the words and the colour of a state."""
    words, kind = STATES[state]
    return _(words), kind


def rank_tag(item: Item) -> tuple[str, str]:
    """Return importance and urgency in words, and the class that gives the colour."""
    if item.important:
        return (_("important · urgent"), "iu") if item.urgent else (_("important · not urgent"), "i")
    return (_("ordinary · urgent"), "u") if item.urgent else (_("ordinary · not urgent"), "o")


def disposition_name(disposition: Disposition | None) -> str:
    """Return who goes on with an item."""
    return "" if disposition is None else _(DISPOSITIONS[disposition])


def field_name(name: str) -> str:
    """Return the name of a field of an item."""
    return _worded(ItemField, name)


def category_name(code: str, policy: EffectivePolicy | None = None) -> str:
    """Return the name of a section: as the regulation has it where it names it."""
    sections = () if policy is None else record_sections(policy)
    found = next((section for section in sections if section.code == code), None)
    return _worded(HandoverCategory, code) if found is None else spoken(found.words)


def frozen_words(section: JsonObject) -> str:
    """Return the name of a section as it was signed."""
    return spoken(Bilingual(section["zh"], section["en"]))


def named_fields(names: Iterable[str]) -> str:
    """Return the names of fields in one line."""
    return _(", ").join(field_name(name) for name in names)


def spoken(words: Bilingual) -> str:
    """Return words in the language of the page."""
    return words.zh if language_tag().startswith("zh") else words.en


def check_name(code: str, english: str = "") -> str:
    """Return the name of a thing that is counted: the policy's word, or the department's own label.

    Parameters
    ----------
    english
        Its name on English pages, where it has one of its own.
    """
    if english and not language_tag().startswith("zh"):
        return english
    return _worded(ChecklistItem, code)


def condition_name(code: str) -> str:
    """Return a forbidden condition in words."""
    return _worded(ForbiddenCondition, code)


def defect_name(code: str) -> str:
    """Return a defect of the leader's check in words."""
    return _worded(HandoverDefect, code)


def age_words(item: Item, now: dt.datetime) -> str:
    """Return how long an item has been carried: over how many shifts, and for how long."""
    shifts = shifts_words(item.shifts)
    if item.since is None:
        return shifts
    days, rest = divmod(int((now - item.since).total_seconds()) // 3600, 24)
    hours = ngettext("%(num)s hour", "%(num)s hours", rest)
    age = f"{ngettext('%(num)s day', '%(num)s days', days)} {hours}" if days else hours
    return _("%(shifts)s · %(age)s", shifts=shifts, age=age)


def shifts_words(shifts: int) -> str:
    """Return how many shifts have carried a matter."""
    return ngettext("over %(num)s shift", "over %(num)s shifts", shifts)


def window_words(since: dt.datetime, until: dt.datetime) -> str:
    """Return the window in local times."""
    return f"{clock_time(since)}–{clock_time(until)}"


def _worded(kind: type[Worded], code: str) -> str:
    found = next((each for each in kind if each.value == code), None)
    if found is None:
        return code
    return spoken(found.words)


def _item(violation: Violation) -> str:
    number, title = violation.details.get("item", ""), str(violation.details.get("title", ""))
    if title:
        return _("Item %(number)s “%(title)s”", number=number, title=title)
    return _("Item %(number)s", number=number)


def _readable(refusal: Refusal) -> Refusal:
    """Replace what only programs read by words."""
    details = dict(refusal.details)
    if refusal.code in ("wrong_handover_state", "handover_held"):
        details["state"] = state_tag(HandoverState(str(refusal.measured)))[0]
    if details.get("at"):
        details["at"] = day_time(dt.datetime.fromisoformat(str(details["at"])))
    if refusal.code == "not_your_part":
        details["who"] = _(" or ").join(_(PARTS[part]) for part in str(refusal.limit).split("|"))
    return replace(refusal, details=details)
