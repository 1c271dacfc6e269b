"""What a regulation demands of a leave: who asks, how early, from which shifts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from roster.leave.asking import Channel, LeaveAsk
from roster.leave.terms import LeaveTerms, Notice
from roster.violation import Violation

MINUTES_PER_DAY = 1440


@dataclass(frozen=True, kw_only=True)
class Moment:
    """When a leave is asked for, and from which duty.

    Parameters
    ----------
    today
        The department's local date.
    minutes_ahead
        Minutes from now to the start of each of the person's shifts on the days, exact across a change of
        clocks, since the caller counts them between instants; empty where no roster is in force.
    minutes_to_first_day
        Minutes from now to the local midnight at which the leave begins; counts where no shift is known.
    on_holiday
        Dates of these shifts that are holiday duty; holidays themselves where no roster is in force.
    swapped
        Dates of these shifts that were swapped, or are worked as a pay-back.
    """

    today: date
    minutes_ahead: Mapping[date, int]
    minutes_to_first_day: int = 0
    on_holiday: frozenset[date] = field(default=frozenset())
    swapped: frozenset[date] = field(default=frozenset())


@dataclass(frozen=True, kw_only=True)
class LeaveVerdict:
    """What stands against a leave, all reasons at once.

    Parameters
    ----------
    refused
        It cannot be asked for.
    late
        It is asked for too late: management decides (R-5.4).
    noted
        Whoever decides is told: in principle there is no leave from holiday duty (R-5.13).
    """

    refused: tuple[Violation, ...] = ()
    late: tuple[Violation, ...] = ()
    noted: tuple[Violation, ...] = ()


def judge_leave(ask: LeaveAsk, *, terms: LeaveTerms, moment: Moment) -> LeaveVerdict:
    """Judge a request by the regulation (area 5 of the rulebook).

    Returns
    -------
    LeaveVerdict
        Refused are ``leave_kind`` (R-5.16), ``leave_in_person`` (R-5.8), ``leave_proxy`` (R-5.12),
        ``leave_begun`` (minutes since the start; whoever did not ask before is absent, R-5.5),
        ``leave_swapped`` (dates, R-4.15, R-5.14) and ``leave_holiday_notice`` (days, R-5.13). Late is
        ``leave_notice`` (days or minutes, R-5.2, R-5.3), noted ``leave_holiday``. Emergency treatment needs
        no notice but to be before the shift (R-5.12), on holidays as well.
    """
    return LeaveVerdict(
        refused=(
            *_by_whom(ask, terms),
            *_begun(ask, moment),
            *_swapped(ask, terms, moment),
            *_holiday_late(ask, terms, moment),
        ),
        late=tuple(_late(ask, terms, moment)),
        noted=tuple(_holiday_noted(ask, terms, moment)),
    )


def _by_whom(ask: LeaveAsk, terms: LeaveTerms) -> Iterator[Violation]:
    if ask.kind not in terms.kinds:
        yield _about("leave_kind", ask, kind=ask.kind.value)
    if ask.kind in terms.in_person and ask.channel is not Channel.IN_PERSON:
        yield _about("leave_in_person", ask, kind=ask.kind.value)
    if ask.is_emergency and ask.channel is Channel.PROXY and not terms.emergency_by_proxy:
        yield _about("leave_proxy", ask)


def _begun(ask: LeaveAsk, moment: Moment) -> Iterator[Violation]:
    for day, ahead in sorted(moment.minutes_ahead.items()):
        if ahead <= 0:
            yield Violation(
                code="leave_begun", person=ask.person, dates=(day,), measured=-ahead, unit="minutes"
            )
    if not moment.minutes_ahead and ask.last < moment.today:
        yield _about("leave_past", ask)


def _swapped(ask: LeaveAsk, terms: LeaveTerms, moment: Moment) -> Iterator[Violation]:
    if not terms.leave_on_swapped:
        for day in sorted(moment.swapped):
            yield Violation(code="leave_swapped", person=ask.person, dates=(day,))


def _holiday_late(ask: LeaveAsk, terms: LeaveTerms, moment: Moment) -> Iterator[Violation]:
    if terms.holiday is None or ask.is_emergency:
        return
    for day in sorted(moment.on_holiday):
        yield from _missed(
            "leave_holiday_notice", ask, terms.holiday.notice, day, moment, strict=terms.notice_is_strict
        )


def _holiday_noted(ask: LeaveAsk, terms: LeaveTerms, moment: Moment) -> Iterator[Violation]:
    if terms.holiday is not None and terms.holiday.only_exceptions and moment.on_holiday:
        yield Violation(
            code="leave_holiday", person=ask.person, dates=tuple(sorted(moment.on_holiday)), hard=False
        )


def _late(ask: LeaveAsk, terms: LeaveTerms, moment: Moment) -> Iterator[Violation]:
    """Compare with the first shift; without one, with the first day."""
    if ask.is_emergency:
        return
    notice = terms.short_notice if ask.has_short_notice else terms.personal_notice
    if notice is not None:
        first = min(moment.minutes_ahead, default=ask.first)
        yield from _missed("leave_notice", ask, notice, first, moment, strict=terms.notice_is_strict)


def _missed(
    code: str, ask: LeaveAsk, notice: Notice, day: date, moment: Moment, *, strict: bool
) -> Iterator[Violation]:
    """Report a notice that is too short: by calendar days (A-19), or to the minute."""
    minutes = moment.minutes_ahead.get(day, moment.minutes_to_first_day)
    if notice.minutes and minutes < notice.minutes:
        yield Violation(
            code=code,
            person=ask.person,
            dates=(day,),
            measured=max(0, minutes),
            limit=notice.minutes,
            unit="minutes",
        )
    days = minutes // MINUTES_PER_DAY if strict else (day - moment.today).days
    if notice.days and days < notice.days:
        yield Violation(
            code=code, person=ask.person, dates=(day,), measured=max(0, days), limit=notice.days, unit="days"
        )


def _about(code: str, ask: LeaveAsk, **facts: str) -> Violation:
    return Violation(code=code, person=ask.person, dates=(ask.first, ask.last), extra=tuple(facts.items()))
