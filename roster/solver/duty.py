"""Who is on duty so far, and what one person more on a shift would change: marginal costs."""

import numpy as np
import numpy.typing as npt

from roster.coverage import Tally, assigned_of_day
from roster.problem import Person, Problem, Roster
from roster.rules.leader_present import kinds_to_lead
from roster.rules.reserve_surplus import slots_with_surplus
from roster.solver.compiled import Costs
from roster.solver.duty_rules import URGENT, price_of, watches_of
from roster.solver.habits import Numbers
from roster.solver.pauses import Pauses

Shares = npt.NDArray[np.float64]


class Duty:
    """People on duty per slot, and leaders per shift, while months are taken out and put back.

    Parameters
    ----------
    problem
        The month. The last night before it covers its first morning.
    """

    def __init__(self, problem: Problem) -> None:
        self._rules, demand = problem.rules, problem.demand
        self._days = np.arange(problem.days)
        self._need = np.concatenate([demand.of_day(day) for day in range(problem.days)]).astype(np.int64)
        self._asks_surplus = np.concatenate([slots_with_surplus(problem, d) for d in range(problem.days)])
        self._end = len(self._need)
        # the last night reaches beyond the month
        self._day_of = np.minimum(np.arange(self._end) // demand.slots_per_day, problem.days - 1)
        self._on_duty = np.zeros(self._end, dtype=np.int64)
        first_day = assigned_of_day(problem, Tally.of(problem, Roster(), [0]), 0)
        self._on_duty[: len(first_day)] = first_day
        ranges = [kind.slots(demand.slot_minutes) if kind.covers else range(0) for kind in problem.kinds]
        midnight = self._days[:, None] * demand.slots_per_day
        begins = np.array([0, *(slots.start for slots in ranges)])
        ends = begins + np.array([0, *(len(slots) for slots in ranges)])
        self._from = np.minimum(midnight + begins, self._end)
        self._to = np.minimum(midnight + ends, self._end)
        codes = [kind.code for kind in problem.kinds]
        self._breaks = Pauses(problem, midnight, self._end)
        self._to_lead = np.zeros((problem.days, len(codes) + 1), dtype=bool)
        for day in range(problem.days if self._rules.leader_present else 0):
            self._to_lead[day, [codes.index(code) + 1 for code in kinds_to_lead(problem, day)]] = True
        self._leaders = np.zeros(self._to_lead.shape, dtype=np.int64)
        self._people = np.zeros(self._to_lead.shape, dtype=np.int64)
        self._shift_need = np.zeros((3, *self._people.shape), dtype=np.int64)
        """People wanted, price of one too few, of one too many; 0 where nothing is said."""
        for need in problem.shift_needs:
            place = problem.day_of(need.date), codes.index(need.kind) + 1
            prices = [
                0 if limit is None else price_of(limit) * (1 if limit.hard else weight)
                for limit, weight in (
                    (self._rules.shift_shortage, need.under),
                    (self._rules.shift_surplus, need.over),
                )
            ]
            self._shift_need[(slice(None), *place)] = need.people, *prices
        self._watches = watches_of(problem)
        longest = max((len(slots) for slots in ranges), default=0)
        self._ease: Shares = np.ones(problem.days)
        self._pull = (
            0 if self._rules.shortage is None else longest * min(price_of(self._rules.shortage), URGENT)
        )

    def ease(self, shares: Shares) -> None:
        """Let shortage on each day count for a share of its price only, shape (days,); 1 as it is."""
        self._ease = shares

    def put(self, person: Person, actions: Numbers, people: int = 1) -> None:
        """Add the person's month; ``people`` -1 takes it out."""
        change = np.zeros(self._end + 1, dtype=np.int64)
        np.add.at(change, self._from[self._days, actions], people)
        np.add.at(change, self._to[self._days, actions], -people)
        if self._breaks:
            begins, ends = self._breaks.of(person, actions, self._more_summed() if people > 0 else None)
            np.add.at(change, begins, -people)
            np.add.at(change, ends, people)
        self._on_duty += np.cumsum(change)[:-1]
        self._people[self._days, actions] += people
        if person.role == "leader":
            self._leaders[self._days, actions] += people
        for watch in self._watches:
            watch.put(person, actions, people)

    def marginal(self, person: Person, target: Shares | None = None) -> Costs:
        """Cost of this person on each day and action, beside those on duty; shape (days, kinds + 1).

        Parameters
        ----------
        target
            People wanted on each day and action, same shape. When given, nearing it takes the place
            of the true cost of coverage, which is flat wherever several people are missing and so
            spreads shortage badly.
        """
        cost = self._cover() if target is None else self._towards(target)
        lead = self._rules.leader_present
        if lead is not None and person.role == "leader":
            cost -= price_of(lead) * (self._to_lead & (self._leaders < lead.value))
        for watch in self._watches:
            cost += watch.marginal(person)
        return cost

    def _towards(self, target: Shares) -> Costs:
        cost: Costs = np.rint(-self._pull * np.clip(target - self._people, -1, 1))
        cost[:, 0] = 0
        return cost

    def _more_summed(self) -> Costs:
        """Return what one person more costs in all slots before each slot."""
        more: Costs = np.zeros(self._end)
        missing = self._need - self._on_duty
        if self._rules.shortage is not None:
            prices = price_of(self._rules.shortage) * self._ease[self._day_of]
            more -= prices * (missing > self._rules.shortage.value)
        if self._rules.surplus is not None:
            more += price_of(self._rules.surplus) * (missing <= -self._rules.surplus.value)
        if self._rules.seats is not None:
            more += price_of(self._rules.seats) * (self._on_duty >= self._rules.seats.value)
        if self._rules.reserve_surplus is not None:
            beyond = self._rules.reserve_surplus.value
            more -= price_of(self._rules.reserve_surplus) * (self._asks_surplus & (missing > -beyond))
        return np.concatenate(([0], np.cumsum(more)))

    def _cover(self) -> Costs:
        total = self._more_summed()
        cost: Costs = total[self._to] - total[self._from]
        if self._breaks:
            cost -= self._breaks.saved(total)
        people, under, over = self._shift_need
        short, many = self._rules.shift_shortage, self._rules.shift_surplus
        if short is not None:
            cost -= under * self._ease[:, None] * (people - self._people > short.value)
        if many is not None:
            cost += over * (people - self._people <= -many.value)
        return cost
