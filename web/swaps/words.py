"""Words of swaps: states, steps, reasons, effects."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from flask_babel import gettext as _
from flask_babel import ngettext

from roster.hours import Hours
from roster.swaps.judging import SwapVerdict
from roster.swaps.life import SwapAct, SwapState
from roster.violation import Violation
from web.answer import Reason
from web.i18n import N_, day_time, day_weekday, hours_figure, language_tag, month, number
from web.policy.vocabulary.requests import SwapGround
from web.refusal import Refusal
from web.rosters.words import reason_words, role_name
from web.shift_marks import shift_name
from web.swaps.loading import asked_of, life_of, waited_for
from web.swaps.offer_tables import OfferState
from web.swaps.returns import Return
from web.swaps.tables import SwapRequest
from web.wording import Words, add_refusals, dates_words, refusal_words

add_refusals(
    {
        "swap_not_published": N_("The roster of %(measured)s is not published; nothing can be swapped yet."),
        "swap_no_own_shift": N_("On %(measured)s there is no shift to swap."),
        "swap_malformed": N_("These shifts do not make a swap. Choose the shift and the person once more."),
        "swap_asked_already": N_(
            "This shift is being asked for already. Withdraw that first, then ask anew."
        ),
        "swap_months_apart": N_(
            "The shifts lie in months that do not follow each other. Ask for them apart."
        ),
        "swap_not_asked": N_("Only who takes a shift is asked, once, and answers personally."),
        "swap_entered": N_("You entered this swap for somebody else; somebody else decides on it."),
        "swap_other_team": N_("The two sides are of different teams: the supervisor decides who bears what."),
        "swap_own": N_("Nobody decides on a swap of their own."),
        "swap_not_yours": N_("Only who asked for it can take it back."),
        "wrong_swap_state": N_("The swap is “%(state)s” now, so this is not possible any more."),
        "stale_swap": N_("The swap has changed at %(at)s; it is “%(state)s” now. Look at it, then decide."),
        "swap_roster_changed": N_("%(person)s, %(date)s: now %(now)s, before %(was)s. See the check below."),
        "shift_elsewhere": N_("Somebody has a shift in another department at that time."),
        "swap_signed_already": N_(
            "You have signed a step of this swap already; somebody else takes this one."
        ),
        "swap_offered_already": N_(
            "This shift is offered already. Take the offer back first, then ask anew."
        ),
        "offer_nobody": N_("Nobody may take this shift in that way; why stands beside each name."),
        "offer_gone": N_("Somebody was faster, or the offer was taken back. Nothing has changed for you."),
        "offer_no_way": N_("You have the same shift on that day, or no exchange is wanted."),
        "offer_not_yours": N_("Only who offered the shift can take the offer back."),
        "swap_not_begun": N_("The shift on %(measured)s has not begun; nothing can have failed yet."),
        "swap_share": N_("The share must lie between %(limit)s per cent, not %(measured)s."),
        "swap_not_unexcused": N_(
            "By the rules in force both sides bear it; there is no absence without leave."
        ),
        "swap_failed_already": N_("It is decided already who bears this shift."),
        "swap_moved_on": N_("Its shifts have moved on, or another shift pays it back. Ask for a new swap."),
        "swap_already_paid": N_("This shift has been paid back already."),
        "swap_already_undone": N_("This swap is no longer in effect, so it cannot be taken back."),
    }
)


def swap_words(reason: Reason, names: Mapping[str, str]) -> Words:
    """Return why a swap is refused, or what is to be noted of it; a person's name comes first."""
    if isinstance(reason, Refusal):
        return Words(level="danger", sentence=refusal_words(_readable(reason, names)), detail="")
    sentence = SENTENCES.get(reason.code)
    if sentence is None:
        return reason_words(reason, names)
    who = "" if reason.person is None else names.get(reason.person, reason.person)
    detail = f"{who} {dates_words(reason.dates)}".strip()
    return Words(level="danger", sentence=sentence(reason), detail=detail)


SENTENCES: Mapping[str, Callable[[Violation], str]] = {
    "swap_not_rostered": lambda _v: _("Is not rostered in this month any more"),
    "swap_not_available": lambda _v: _("Cannot be given this shift (reason not shown)"),
    "swap_no_shift": lambda _v: _("Has no shift on this day any more"),
    "swap_taker_busy": lambda v: _(
        "Works the %(kind)s that day and does not give it up", kind=shift_name(str(v.details["kind"]))
    ),
    "swap_nothing_changes": lambda v: _(
        "Both have the %(kind)s: nothing would change", kind=shift_name(str(v.details["kind"]))
    ),
    "swap_begun": lambda v: _("The shift began %(minutes)s minutes ago", minutes=v.measured),
    "swap_notice": lambda v: _(
        "Asked for %(measured)s days before; at least %(limit)s", measured=v.measured, limit=v.limit
    ),
    "swap_ground": lambda v: _(
        "This ground is not accepted; accepted: %(grounds)s",
        grounds=_(", ").join(ground_name(each) for each in str(v.details["accepted"]).split("|")),
    ),
    "swap_month": lambda v: _(
        "Swap %(measured)s of the month; at most %(limit)s", measured=v.measured, limit=v.limit
    ),
    "swap_consecutive": lambda _v: _("Two shifts in a row would be swapped; that is forbidden"),
    "swap_payback_due": lambda v: ngettext(
        "%(num)s shift is still to be paid back first",
        "%(num)s shifts are still to be paid back first",
        v.measured,
    ),
}


def _readable(refusal: Refusal, names: Mapping[str, str]) -> Refusal:
    """Replace what only programs read by words."""
    details = dict(refusal.details)
    measured = refusal.measured
    if refusal.code == "wrong_swap_state":
        details["state"] = state_name(SwapState(str(refusal.measured)))
    if refusal.code == "stale_swap":
        details["at"] = day_time(dt.datetime.fromisoformat(str(details["at"])))
        details["state"] = state_name(SwapState(str(details["state"])))
    if refusal.code == "swap_roster_changed":
        details["person"] = names.get(str(details["person"]), str(details["person"]))
        details["date"] = day_weekday(dt.date.fromisoformat(str(details["date"])))
        details |= {"now": shift_name(str(refusal.measured)), "was": shift_name(str(refusal.limit))}
    if refusal.code == "swap_not_published":
        measured = month(dt.date.fromisoformat(f"{measured}-01"))
    if refusal.code in ("swap_no_own_shift", "swap_not_begun"):
        measured = day_weekday(dt.date.fromisoformat(str(measured)))
    if refusal.code == "not_your_step":
        details["role"] = role_name(str(refusal.limit))
    return replace(refusal, measured=measured, details=details)


def ground_name(ground: str) -> str:
    """Return the name of a ground of the policy; it is data of the policy, in both languages."""
    words = next((each.words for each in SwapGround if each.value == ground), None)
    if words is None:
        return ground
    return words.zh if language_tag() == "zh-CN" else words.en


def state_name(state: SwapState) -> str:
    """Return the name of a state in the present language."""
    return {
        SwapState.DRAFT: _("Draft"),
        SwapState.PROPOSED: _("Waits for the other side"),
        SwapState.COUNTERPART_AGREED: _("Agreed"),
        SwapState.RULE_CHECKED: _("Waits for approval"),
        SwapState.APPROVED: _("Approved"),
        SwapState.EFFECTIVE: _("In effect"),
        SwapState.WORKED: _("Worked"),
        SwapState.PAYBACK_DUE: _("To be paid back"),
        SwapState.OVERDUE: _("Pay-back overdue"),
        SwapState.PAYBACK_WORKED: _("Paid back"),
        SwapState.FAILED: _("Failed"),
        SwapState.CLOSED: _("Closed"),
        SwapState.DECLINED: _("Declined"),
        SwapState.REJECTED: _("Returned"),
        SwapState.WITHDRAWN: _("Withdrawn"),
        SwapState.EXPIRED: _("Expired"),
    }[state]


KINDS = {
    SwapState.PROPOSED: "warn",
    SwapState.RULE_CHECKED: "warn",
    SwapState.EFFECTIVE: "ok",
    SwapState.CLOSED: "ok",
    SwapState.OVERDUE: "danger",
    SwapState.DECLINED: "",
    SwapState.REJECTED: "",
    SwapState.WITHDRAWN: "",
    SwapState.EXPIRED: "",
}


def state_tag(state: SwapState) -> tuple[str, str]:
    """Return words and kind of a state's tag."""
    return state_name(state), KINDS.get(state, "info")


def offer_tag(state: OfferState) -> tuple[str, str]:
    """Return words and kind of an offer's tag."""
    return {
        OfferState.OPEN: (_("Waits for a taker"), "warn"),
        OfferState.TAKEN: (_("Taken"), "ok"),
        OfferState.WITHDRAWN: (_("Taken back"), ""),
        OfferState.EXPIRED: (_("Expired"), ""),
        OfferState.CLOSED: (_("No such shift any more"), ""),
    }[state]


def act_name(kind: str) -> str:
    """Return what a signed record says was done, by its kind such as ``swap.agree``."""
    return {
        SwapAct.PROPOSE: _("Asked for"),
        SwapAct.AGREE: _("Agreed"),
        SwapAct.DECLINE: _("Declined"),
        SwapAct.APPROVE: _("Approved"),
        SwapAct.REJECT: _("Returned"),
        SwapAct.WITHDRAW: _("Withdrawn"),
        SwapAct.EXPIRE: _("Expired"),
        SwapAct.TAKE_EFFECT: _("In effect"),
        SwapAct.UNDO: _("Taken back"),
        SwapAct.WORK: _("Worked"),
        SwapAct.FAIL: _("Failed"),
        SwapAct.OWE: _("To be paid back"),
        SwapAct.RUN_OVER: _("Pay-back overdue"),
        SwapAct.PAY_BACK: _("Paid back"),
        SwapAct.CLOSE: _("Closed"),
    }[SwapAct(kind.partition(".")[2])]


def return_options(found: Iterable[Return]) -> list[tuple[str, str]]:
    """Return the shifts that could be worked in return, as choices of a field."""
    later = [("", _("a shift that is agreed later"))]
    return later + [(each.date.isoformat(), shift_on(each)) for each in found]


def shift_on(found: Return) -> str:
    """12月9日 周三 早班."""
    return f"{day_weekday(found.date)} {shift_name(found.kind)}"


def waits_words(row: SwapRequest) -> str:
    """Return whose word is missing; empty when nobody's is."""
    if row.state is SwapState.PROPOSED:
        waiting = waited_for(row)
        people = {person.id: person.name for move in row.moves for person in (move.giver, move.taker)}
        names = [name for person, name in people.items() if person in waiting]
        return _("%(names)s to agree", names=_(", ").join(names))
    role = life_of(row).next_role
    return "" if role is None else _("%(role)s to approve", role=role_name(role))


def title_of(row: SwapRequest) -> str:
    """郑嘉豪 ↔ 梁慧 for an exchange, 郑嘉豪 → 徐军 for a stand-in."""
    first = row.moves[0]
    exchange = any(move.taker_id == first.giver_id and not move.is_payback for move in row.moves)
    takers = dict.fromkeys(move.taker.name for move in row.moves if move.taker_id != row.requester_id)
    return f"{row.requester.name} {'↔' if exchange else '→'} {_(', ').join(takers)}"


def steps_of(row: SwapRequest) -> list[tuple[str, str, str]]:
    """Return the life of a swap as steps: words, done/now/todo/failed, time."""
    said = [(consent.person_id, consent.role, consent.at) for consent in row.consents]
    steps: list[tuple[str, str, str]] = [
        (
            _("The department asks") if row.by_company else _("%(name)s asks", name=row.requester.name),
            "done",
            day_time(row.created_at),
        )
    ]
    people = {person.id: person.name for move in row.moves for person in (move.giver, move.taker)}
    asked = [(person, name) for person, name in people.items() if person in asked_of(row)]
    for person, name in asked:
        at = next((at for who, _role, at in said if who == person), None)
        steps.append((_("%(name)s agrees", name=name), "done" if at else "todo", _time(at)))
    for place, role in enumerate(row.chain):
        ats = [at for _who, of_role, at in said if of_role]
        at = ats[place] if place < len(ats) else None
        words = _("%(role)s approves", role=role_name(role))
        steps.append((words, "done" if at else "todo", _time(at)))
    in_effect = row.made_version_id is not None
    steps.append((_("In effect"), "done" if in_effect else "todo", ""))
    return _with_present(row, steps)


def _with_present(row: SwapRequest, steps: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    present = next((place for place, step in enumerate(steps) if step[1] == "todo"), None)
    if present is None:
        return steps
    words, _state, time = steps[present]
    ended = {SwapState.DECLINED, SwapState.REJECTED, SwapState.WITHDRAWN, SwapState.EXPIRED}
    if row.state in ended:
        return [*steps[:present], (state_name(row.state), "failed", day_time(row.changed_at))]
    return [*steps[:present], (words, "now", time), *steps[present + 1 :]]


def _time(at: dt.datetime | None) -> str:
    return "" if at is None else day_time(at)


def hours_words(name: str, hours: tuple[Hours, Hours]) -> str:
    """梁慧：工时 +1.5 h，夜班 3 → 4."""
    before, after = hours
    more = after.minutes - before.minutes
    sign = "+" if more > 0 else "−" if more < 0 else "±"
    words = _("%(name)s: hours %(sign)s%(hours)s", name=name, sign=sign, hours=hours_figure(abs(more)))
    if before.nights != after.nights:
        words += _(", nights %(before)s → %(after)s", before=before.nights, after=after.nights)
    if before.weekend_days != after.weekend_days:
        words += _(
            ", weekend days %(before)s → %(after)s", before=before.weekend_days, after=after.weekend_days
        )
    return words


def week_words(hours: tuple[Hours, Hours]) -> str:
    """周均 34.9 → 35.2 h."""
    before, after = (number(each.average_week_minutes / 60, 1) for each in hours)
    return _("%(before)s → %(after)s h a week", before=before, after=after)


def verdict_tag(verdict: SwapVerdict) -> tuple[str, str]:
    """Return words and kind of what may be."""
    if not verdict.is_lawful:
        return _("Not allowed"), ""
    return (_("Allowed, note"), "warn") if verdict.notes else (_("Allowed"), "ok")


def all_words(reasons: Iterable[Reason], names: Mapping[str, str]) -> list[Words]:
    """Return the words of all reasons, the same sentence once."""
    found = [swap_words(reason, names) for reason in reasons]
    return list({(words.sentence, words.detail): words for words in found}.values())
