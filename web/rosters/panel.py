"""The panel beside the grid: one person's rules with number, limit and dates, broken and passed."""

from dataclasses import dataclass
from statistics import fmean

from roster.hours import Hours, hours
from roster.problem import HISTORY_DAYS, Limit, Person, Problem
from roster.rules.average_week import most_so_far, spans, worked_before
from roster.rules.line import Line, runs
from roster.rules.overlap import near_pairs, rest_minutes
from roster.rules.spread import HOLIDAYS, shared_cells
from roster.violation import Violation
from web.rosters.sight import Sight


@dataclass(frozen=True, kw_only=True)
class Passed:
    """A rule that holds, with its number.

    Parameters
    ----------
    code
        As in `roster.rules`; the rules on fairness carry the person's own days, `holiday_fairness` and
        `turn_fairness` those of the months before as well.
    measured
        In the rule's unit; minutes for hours.
    limit
        None where the rule has none, or compares people.
    team_average
        The team's mean, where the number means little alone.
    of_cycle
        Whether the numbers of the average week are those of a longer averaging cycle so far.
    """

    code: str
    measured: float
    limit: int | None = None
    team_average: float | None = None
    of_cycle: bool = False


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One person in one version.

    `wishes` and `wishes_met` count the wishes of the month.
    """

    person_id: int
    number: str
    name: str
    team: str
    skills: tuple[str, ...]
    weekly_minutes: int
    hours: Hours
    hard: tuple[Violation, ...]
    soft: tuple[Violation, ...]
    passed: tuple[Passed, ...]
    wishes: int
    wishes_met: int


def panel_of(sight: Sight, number: str, person_id: int) -> Panel:
    """Return the panel of one person of a loaded version."""
    problem = sight.problem
    person = problem.person_by_id[number]
    mine = sight.judgement.of_person(number)
    wishes = problem.wishes_by_person.get(number, ())
    return Panel(
        person_id=person_id,
        number=number,
        name=person.name,
        team=person.team,
        skills=tuple(sorted(person.skills)),
        weekly_minutes=person.weekly_minutes,
        hours=hours(problem, sight.shifts, person),
        hard=tuple(violation for violation in mine if violation.hard),
        soft=tuple(violation for violation in mine if not violation.hard),
        passed=_passed(sight, person, {violation.code for violation in mine}),
        wishes=len(wishes),
        wishes_met=sum(wish.is_granted_by(sight.shifts.kind(number, wish.date)) for wish in wishes),
    )


def _passed(sight: Sight, person: Person, broken: set[str]) -> tuple[Passed, ...]:
    problem, rules = sight.problem, sight.problem.rules
    line = Line.of(problem, sight.shifts, person)
    own = hours(problem, sight.shifts, person)
    mates = [mate for mate in problem.people if mate.team == person.team]
    team = [hours(problem, sight.shifts, mate) for mate in mates]
    rest = _shortest_rest(line)
    checks = [
        (
            rules.rest_between if rest is not None else None,
            Passed(code="rest_between", measured=rest or 0, limit=_value(rules.rest_between)),
        ),
        (
            rules.working_run,
            Passed(
                code="working_run", measured=_longest(line, nights=False), limit=_value(rules.working_run)
            ),
        ),
        (
            rules.night_run,
            Passed(code="night_run", measured=_longest(line, nights=True), limit=_value(rules.night_run)),
        ),
        (
            rules.average_week,
            _average_week(problem, person, own),
        ),
        (
            rules.contract_max,
            Passed(code="contract_max", measured=own.minutes, limit=_contract(problem, own)),
        ),
        (
            rules.nights_in_month or rules.night_fairness,
            Passed(
                code="nights_in_month",
                measured=own.nights,
                limit=_value(rules.nights_in_month),
                team_average=fmean(mate.nights for mate in team),
            ),
        ),
        (
            rules.weekend_fairness,
            Passed(
                code="weekend_fairness",
                measured=own.weekend_days,
                team_average=fmean(mate.weekend_days for mate in team),
            ),
        ),
    ]
    on_holidays = Passed(
        code="holiday_fairness",
        measured=own.holidays + person.carried.holidays,
        team_average=fmean(
            month.holidays + mate.carried.holidays for month, mate in zip(team, mates, strict=True)
        ),
    )
    checks.append((rules.holiday_fairness if shared_cells(problem, HOLIDAYS) else None, on_holidays))
    turns = {mate.id: mate.carried.turns + _turns(sight, mate) for mate in mates}
    in_turn = Passed(code="turn_fairness", measured=turns[person.id], team_average=fmean(turns.values()))
    checks.append((rules.turn_fairness if rules.turn_kinds else None, in_turn))
    short_rests = Passed(
        code="shortest_days_off",
        measured=_count(sight, person, "shortest_days_off"),
        team_average=fmean(_count(sight, mate, "shortest_days_off") for mate in mates),
    )
    checks.append((rules.shortest_days_off, short_rests))
    return tuple(check for limit, check in checks if limit is not None and check.code not in broken)


def _value(limit: Limit | None) -> int | None:
    return None if limit is None else limit.value


def _average_week(problem: Problem, person: Person, own: Hours) -> Passed:
    """Return the month's average, or what the averaging cycle holds so far where that is longer."""
    limit, span = problem.rules.average_week, spans(problem)[-1]
    if limit is None or (span.cycle_first, span.cycle_last) == (problem.first_day, problem.last_day):
        return Passed(code="average_week", measured=own.average_week_minutes, limit=_value(limit))
    weekly = limit.with_own(person.limits.average_week).value
    return Passed(
        code="average_week",
        of_cycle=True,
        measured=worked_before(problem, person, span, weekly) + own.minutes,
        limit=most_so_far(problem, person, span, weekly),
    )


def _contract(problem: Problem, own: Hours) -> int | None:
    limit = problem.rules.contract_max
    return None if limit is None else own.contract_minutes + limit.value


def _longest(line: Line, *, nights: bool) -> int:
    found = runs(line, line.is_night if nights else line.works)
    return max((last - first + 1 for first, last in found), default=0)


def _shortest_rest(line: Line) -> int | None:
    """Return the shortest rest between two shifts at most two days apart; None without such a pair."""
    rests = [
        rest_minutes(first, second, later - day)
        for day, first, later, second in near_pairs(line)
        if day >= -HISTORY_DAYS
    ]
    return min(rests, default=None)


def _turns(sight: Sight, person: Person) -> int:
    shifts = sight.shifts.of_person(person.id).values()
    return sum(code in sight.problem.rules.turn_kinds for code in shifts)


def _count(sight: Sight, person: Person, code: str) -> int:
    return sum(violation.code == code for violation in sight.judgement.of_person(person.id))
