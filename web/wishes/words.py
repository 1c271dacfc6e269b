"""Words of wishes rounds: refusals, phases, wishes, notices."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace

from flask_babel import gettext as _
from flask_babel import ngettext, pgettext

from web.i18n import N_, day_time, day_weekday
from web.i18n import month as month_words
from web.my.words import day_type_name
from web.notices.words import NoticeWords, Payload, link, month_of, notice_words
from web.refusal import Refusal
from web.rosters import answer_words as _answer_words  # noqa: F401 - registers the words of `no_person`
from web.shift_marks import shift_mark, shift_name
from web.wishes.choices import DayState
from web.wishes.own import OwnDay
from web.wishes.rounds import Phase
from web.wishes.status import DayLine, RoundStatus
from web.wording import add_refusals, refusal_words

add_refusals(
    {
        "not_a_moment": N_("%(measured)s is no date and time. Write it like 2026-11-24T18:00."),
        "wish_closes_before_opening": N_("The round closes before it opens. Choose a later closing time."),
        "wish_closes_in_past": N_("The closing time has passed already. Choose a later one."),
        "wish_closes_in_month": N_("The round must close before the month begins."),
        "wish_month_begun": N_("This month has begun. Choose a coming month."),
        "wish_roster_handed_in": N_("The roster of this month is handed in; wishes would come too late."),
        "wish_round_exists": N_("This month has a round already. Open it from the list."),
        "wish_round_closed": N_("The round is closed: wishes can be read, not changed."),
        "wish_round_open": N_("The round is open already."),
        "wish_not_open_yet": N_("The round opens at %(limit)s."),
        "wish_outside_month": N_("%(measured)s is not in the month of this round."),
        "wish_not_employed": N_("You are not employed on %(measured)s."),
        "wish_on_leave": N_("%(measured)s is a granted day off already; no wish is needed."),
        "wish_unknown_kind": N_("This shift cannot be wished. Choose one of the list."),
        "wish_protected": N_("Cannot be given this shift (reason not shown)"),
        "wish_quota_used": N_("All %(limit)s wishes are used. Take one back, then state another."),
        "wish_note_too_long": N_("The note has %(measured)s characters; at most %(limit)s."),
        "wish_has_wishes": N_("You have stated wishes. Take them back first."),
    }
)

DATES = frozenset({"wish_outside_month", "wish_not_employed", "wish_on_leave"})


def sentence_of(refusal: Refusal) -> str:
    """Return the words of a refusal, with dates and times as the reader writes them."""
    if refusal.code in DATES:
        refusal = replace(refusal, measured=day_weekday(dt.date.fromisoformat(str(refusal.measured))))
    if refusal.code == "wish_not_open_yet":
        refusal = replace(refusal, limit=day_time(dt.datetime.fromisoformat(str(refusal.limit))))
    return refusal_words(refusal)


def errors_by_field(refusals: Iterable[Refusal]) -> Mapping[str, str]:
    """Return one sentence per refused field."""
    errors: dict[str, str] = {}
    for refusal in refusals:
        errors.setdefault(refusal.field, sentence_of(refusal))
    return errors


def phase_tag(phase: Phase) -> tuple[str, str, str]:
    """Return words, kind and icon of a round's tag."""
    return {
        Phase.PLANNED: (_("Not open yet"), "", "clock"),
        Phase.OPEN: (pgettext("wishes round", "Open"), "info", "lock-open"),
        Phase.CLOSED: (_("Closed"), "", "lock"),
    }[phase]


def wish_name(code: str | None) -> str:
    """休息 / day off, 早班 / early shift."""
    return shift_name(code or "")


def wish_mark(code: str | None) -> str:
    """休 / off, 早 / E: what fits into a cell."""
    return shift_mark(code) if code else pgettext("wish", "off")


def own_day_words(day: OwnDay) -> str:
    """Return one day of the own calendar as a sentence."""
    parts = [day_weekday(day.date)]
    if day_type_name(day.day_type):
        parts.append(day_type_name(day.day_type))
    if day.state is DayState.ON_LEAVE:
        parts.append(_("granted day off"))
    if day.state is DayState.NOT_EMPLOYED:
        parts.append(_("not employed"))
    if day.wish is None:
        parts.append(_("no wish"))
    elif day.wish.is_met is None:
        parts.append(_("wish: %(shift)s", shift=wish_name(day.wish.code)))
    elif day.wish.is_met:
        parts.append(_("wish met: %(shift)s", shift=wish_name(day.wish.code)))
    else:
        parts.append(_("wish not met: %(shift)s", shift=wish_name(day.wish.code)))
    return _(", ").join(parts)


def fullest_words(status: RoundStatus) -> str:
    """Return which days most want off, as one sentence."""
    if not status.fullest:
        return _("Nobody has wished a day off yet.")
    days = _(", ").join(f"{day_weekday(day.date)} ({day.off})" for day in status.fullest)
    return _("Most wished off: %(days)s.", days=days)


def strip_cell_words(day: DayLine, code: str | None) -> str:
    """Return one cell of the strip as words: how many wish what on which date."""
    count = day.off if code is None else day.kinds.get(code, 0)
    wishes = ngettext("%(num)s wish", "%(num)s wishes", count)
    return f"{day_weekday(day.date)}{_(', ')}{wish_name(code)}{_(', ')}{wishes}"


def _open_words(payload: Payload, title: str, level: str) -> NoticeWords:
    closes = day_time(dt.datetime.fromisoformat(payload["closes_at"]))
    quota = ngettext("up to %(num)s wish", "up to %(num)s wishes", payload["quota"])
    return NoticeWords(
        icon="heart",
        level=level,
        title=title,
        detail=_("Until %(time)s, %(quota)s. Without wishes, say so with one tap.", time=closes, quota=quota),
        address=link("wishes.mine", month=payload["month"][:7]),
    )


@notice_words("wish_round_open")
def _round_open(payload: Payload) -> NoticeWords:
    title = _("Wishes for %(month)s can be stated", month=month_words(month_of(payload)))
    return _open_words(payload, title, "info")


@notice_words("wish_round_closing")
def _round_closing(payload: Payload) -> NoticeWords:
    title = _(
        "The wishes round of %(month)s closes soon; your answer is missing",
        month=month_words(month_of(payload)),
    )
    return _open_words(payload, title, "warn")


@notice_words("wish_round_reminder")
def _round_reminder(payload: Payload) -> NoticeWords:
    title = _("Your supervisor waits for your wishes for %(month)s", month=month_words(month_of(payload)))
    return _open_words(payload, title, "warn")


@notice_words("wish_round_closed")
def _round_closed(payload: Payload) -> NoticeWords:
    return NoticeWords(
        icon="heart",
        level="info",
        title=_("The wishes round of %(month)s is closed", month=month_words(month_of(payload))),
        detail=_(
            "%(answered)s of %(people)s have answered. The roster can be generated.",
            answered=payload["answered"],
            people=payload["people"],
        ),
        address=link("wishes.show", round_id=payload["round"]),
    )
