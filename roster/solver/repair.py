"""The smallest legal change of a published roster after an absence; the goals are those of `roster.repair`.

Level by level: the model says with a proof what the first four goals reach, then all changes of that
level are listed, judged by the rules and ordered by their cost. What is found so does not depend on the
way that the search took.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta

from roster.problem import Problem, Roster
from roster.repair import Alternative, Repair, changes_between
from roster.rules import judge, judge_days, judge_person
from roster.solver.budget import Budget
from roster.solver.repair_model import RepairModel
from roster.solver.repair_search import Changes, RepairSearch, Ties
from roster.torn_month import NEED_RULES, TornMonth, is_accepted, left_open
from roster.violation import Violation


def find_repair(
    problem: Problem,
    published: Roster,
    absent: Mapping[str, Collection[date]],
    first_change: date,
    *,
    may_change: Collection[str] | None = None,
    most: int = 3,
    seconds: float = 5.0,
    workers: int = 2,
    seed: int = 0,
    should_stop: Callable[[], bool] | None = None,
) -> Repair:
    """Find up to ``most`` ways to repair the published roster, the best first.

    Parameters
    ----------
    problem
        The month as it was published, without the absence.
    published
        The roster in force; it may break rules, which is then accepted (`TornMonth.accepted`).
    absent
        Dates by employee number on which somebody does not come.
    first_change
        First date that may still change.
    may_change
        Who may be asked beside the absent, for example one team; None for everybody.
    seconds
        Wall-clock limit; at its end the best so far is returned, not called proven.
    workers
        Ways of search that race for the proof, 1 or 2; never more than cores.
    should_stop
        Asked often; once true, the best so far is returned within a second.

    Raises
    ------
    ValueError
        When a person, a date or the roster does not belong to the month, or a number is not positive.
    """
    if min(most, workers) < 1 or seconds <= 0:
        raise ValueError("most, workers and seconds must be positive")
    month = TornMonth.of(problem, published, absent, first_change)
    with Budget(seconds=seconds, should_stop=should_stop) as budget:

        def begin(least: int) -> RepairSearch:
            model = RepairModel(month, may_change)
            return RepairSearch(model, budget, workers=min(workers, 2), seed=seed, least_must=least)

        found = list(_alternatives(month, begin, budget, most))
    is_legal = not found[0].broken
    return Repair(
        month=month,
        alternatives=tuple(found) if is_legal else (),
        partial=None if is_legal else found[0],
        cost_published=judge(problem, published).cost,
        seconds=budget.elapsed,
    )


def _alternatives(
    month: TornMonth,
    begin: Callable[[int], RepairSearch],
    budget: Budget,
    most: int,
) -> Iterator[Alternative]:
    """Yield at least one alternative; one that breaks a rule is the only one."""
    bench, count, least = _Bench(month), 0, 0
    while not budget.is_over:
        search = begin(least)
        for alternative in _of_search(search, bench, most):
            count += 1
            yield alternative
        # rules that are broken already are not in the model: what they refuse is only seen when judged
        if count or not search.is_exhausted:
            break
        least = search.must + 1
    if not count:
        yield bench.alternative(month.torn, proven=False, cheapest=False)


def _of_search(search: RepairSearch, bench: "_Bench", most: int) -> Iterator[Alternative]:
    """Yield what is found where as little is missing by hard rules as the search allows."""
    asked: list[frozenset[str]] = []
    while level := search.best():
        ties = search.ties(level) if level.proven else Ties((level.changes,), complete=False)
        count = len(asked)
        for roster, people in bench.ranked(ties.changes):
            if not any(others <= people for others in asked):
                asked.append(people)
                alternative = bench.alternative(
                    roster, proven=level.proven, cheapest=level.proven and ties.complete
                )
                yield alternative
                # nothing asks fewer people than nobody, and what breaks a rule is no choice
                if len(asked) == most or alternative.broken or not people:
                    return
                search.forbid_asking(people)
        if not level.proven or (len(asked) == count and not ties.complete):
            return
        if ties.complete:
            search.pass_over(level)


class WrongRepairError(AssertionError):
    """What was judged around the changes is not what the rules say of the whole month: a bug of ours."""


class _Bench:
    """Judges changes of the torn month, around the changed cells only, until one is chosen."""

    def __init__(self, month: TornMonth) -> None:
        self._month, self._problem = month, month.problem
        self._accepted = month.accepted()
        self._cost = judge(month.problem, month.torn).cost

    def ranked(self, found: Iterable[Changes]) -> Iterator[tuple[Roster, frozenset[str]]]:
        """Yield roster and people asked of those that break nothing new, the cheapest first."""
        priced = []
        for changes in found:
            roster = self._month.torn
            for person, day, code in changes:
                roster = roster.with_cell(person, self._problem.date_of(day), code or None)
            cost = self._priced(roster, changes)
            if cost is not None:
                priced.append((cost, changes, roster))
        for _, changes, roster in sorted(priced, key=lambda each: each[:2]):
            yield roster, frozenset(person for person, _, _ in changes) - self._month.absent.keys()

    def _priced(self, roster: Roster, changes: Changes) -> int | None:
        """Return the roster's cost, None when it breaks what nobody accepted."""
        after = self._around(roster, changes)
        if any(self._is_new(violation) for violation in after):
            return None
        before = self._around(self._month.torn, changes)
        return self._cost + sum(v.cost for v in after) - sum(v.cost for v in before)

    def _around(self, roster: Roster, changes: Changes) -> list[Violation]:
        people = sorted({person for person, _, _ in changes})
        days = sorted({near for _, day, _ in changes for near in (day, day + 1)})
        of_people = [found for person in people for found in judge_person(self._problem, roster, person)]
        dates = [self._problem.first_day + timedelta(days=day) for day in days]
        return [*of_people, *judge_days(self._problem, roster, dates)]

    def _is_new(self, violation: Violation) -> bool:
        return (
            violation.hard and violation.code not in NEED_RULES and not is_accepted(violation, self._accepted)
        )

    def alternative(self, roster: Roster, *, proven: bool, cheapest: bool) -> Alternative:
        """Judge the whole month.

        Raises
        ------
        WrongRepairError
            When it breaks what nobody accepted.
        """
        month, judgement = self._month, judge(self._problem, roster)
        if wrong := [violation.code for violation in judgement.hard if self._is_new(violation)]:
            raise WrongRepairError(f"the whole month breaks {wrong}")
        missing = left_open(self._problem, month.published, roster)
        changes = changes_between(month.published, roster)
        return Alternative(
            roster=roster,
            changes=changes,
            people=tuple(sorted({change.person for change in changes} - month.absent.keys())),
            left_open=missing,
            # what is missing in days that are past cannot be mended by anybody
            broken=tuple(v for v in missing if v.hard and v.dates[0] >= month.first_change),
            cost=judgement.cost,
            proven=proven,
            cheapest=cheapest,
        )
