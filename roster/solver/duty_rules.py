"""What one person more on a shift would change by the rules on who is on duty: reserve, probation, posts."""

from typing import Protocol

import numpy as np
import numpy.typing as npt

from roster.coverage import is_of_the_past, running_in_slots
from roster.posts import asked_by_kind, asked_by_slot, sets_of_skills
from roster.problem import Limit, Person, Problem
from roster.rules.probation_pairing import pairing_groups
from roster.rules.reserve import reserve_codes, special_days
from roster.rules.reserve_ordinary import reserve_wanted
from roster.solver.habits import Numbers

URGENT = 10**7
"""Price of a unit of a hard rule that looks at many people: it has to be met together."""
NEVER = 10**6
"""More people than any post asks for."""


def price_of(limit: Limit) -> int:
    """Price per unit of breach in the search for best months."""
    return URGENT if limit.hard else limit.weight


class Watch(Protocol):
    """One rule's sight of who is on duty so far."""

    def put(self, person: Person, actions: Numbers, people: int) -> None:
        """Add the person's month; ``people`` -1 takes it out."""

    def marginal(self, person: Person) -> Numbers:
        """Cost of this person on each day and action; shape (days, kinds + 1)."""


def watches_of(problem: Problem) -> list[Watch]:
    """Return the sights of the rules that are on."""
    rules, found = problem.rules, list[Watch]()
    if rules.reserve or rules.reserve_most or rules.reserve_ordinary:
        found.append(_Reserve(problem))
    if rules.probation_pairing is not None:
        found.append(_Probation(problem, rules.probation_pairing))
    if rules.skills_per_post is not None and problem.skill_needs:
        found.append(_Posts(problem, rules.skills_per_post))
    return found


class _Reserve:
    """Emergency seats by day."""

    def __init__(self, problem: Problem) -> None:
        rules, days = problem.rules, problem.days
        codes = [kind.code for kind in problem.kinds]
        self._shape = days, len(codes) + 1
        self._columns = [codes.index(code) + 1 for code in reserve_codes(problem)]
        self._held = np.zeros(days, dtype=np.int64)
        self._least = np.array([reserve_wanted(problem, day) for day in range(days)], dtype=np.int64)
        self._most = np.full(days, NEVER, dtype=np.int64)
        self._below, self._above = np.zeros(days, dtype=np.int64), np.zeros(days, dtype=np.int64)
        if rules.reserve_ordinary is not None:
            self._below[:] = price_of(rules.reserve_ordinary)
        for day in special_days(problem):
            if rules.reserve is not None:
                self._least[day], self._below[day] = rules.reserve.value, price_of(rules.reserve)
            if rules.reserve_most is not None:
                self._most[day], self._above[day] = rules.reserve_most.value, price_of(rules.reserve_most)

    def put(self, person: Person, actions: Numbers, people: int) -> None:  # noqa: ARG002 - all alike
        self._held += people * np.isin(actions, self._columns)

    def marginal(self, person: Person) -> Numbers:  # noqa: ARG002 - all alike
        cost = np.zeros(self._shape, dtype=np.int64)
        change = self._above * (self._held >= self._most) - self._below * (self._held < self._least)
        cost[:, self._columns] = change[:, None]
        return cost


class _Probation:
    """People on probation beyond those whom the experienced ones can take care of, by team or by all."""

    def __init__(self, problem: Problem, limit: Limit) -> None:
        self._value, self._price = limit.value, price_of(limit)
        self._days = np.arange(problem.days)
        self._counted = np.array([False, *(kind.covers for kind in problem.kinds)])
        self._new = {
            person.id: np.array([person.is_on_probation(problem.date_of(day)) for day in range(problem.days)])
            for person in problem.people
        }
        shape = problem.days, len(problem.kinds) + 1
        self._beyond: dict[str, Numbers] = {}
        for _, group in pairing_groups(problem, problem.people):
            shared = np.zeros(shape, dtype=np.int64)
            self._beyond |= {person.id: shared for person in group}

    def put(self, person: Person, actions: Numbers, people: int) -> None:
        weight = np.where(self._new[person.id], 1, -self._value)
        self._beyond[person.id][self._days, actions] += people * weight

    def marginal(self, person: Person) -> Numbers:
        beyond = self._beyond[person.id]
        more = np.where(self._new[person.id], 1, -self._value)[:, None]
        change = np.maximum(beyond + more, 0) - np.maximum(beyond, 0)
        cost: Numbers = self._price * change * self._counted
        return cost


class _Posts:
    """Posts that stay empty, by set of skills: on each kind of each day, and in each slot."""

    def __init__(self, problem: Problem, limit: Limit) -> None:
        self._value, self._price = limit.value, price_of(limit)
        length, size = problem.demand.slot_minutes, problem.demand.slots_per_day
        self._days, end = np.arange(problem.days), problem.days * size
        slots = [kind.slots(length) if kind.covers else range(0) for kind in problem.kinds]
        starts = np.array([0, *(covered.start for covered in slots)])
        stops = starts + np.array([0, *(len(covered) for covered in slots)])
        self._from = np.minimum(self._days[:, None] * size + starts, end)
        self._to = np.minimum(self._days[:, None] * size + stops, end)
        column = {kind.code: number for number, kind in enumerate(problem.kinds, 1)}
        by_slot, by_kind = dict[frozenset[str], Numbers](), dict[frozenset[str], Numbers]()
        for day, needs in problem.skill_needs_by_day.items():
            running = running_in_slots(problem, day)
            for slot, asked in enumerate(asked_by_slot(needs, length)):
                if is_of_the_past(running[slot]):
                    continue
                for skills, posts in sets_of_skills(asked):
                    by_slot.setdefault(skills, np.full(end, -NEVER))[day * size + slot] = posts
            for code, asked in asked_by_kind(needs).items():
                for skills, posts in sets_of_skills(asked):
                    empty = np.full(self._from.shape, -NEVER)
                    by_kind.setdefault(skills, empty)[day, column[code]] = posts
        self._by_slot, self._by_kind = by_slot, by_kind
        self._of_history(problem, slots, size)

    def _of_history(self, problem: Problem, slots: list[range], size: int) -> None:
        """Let the last night before the month fill the posts of the first morning."""
        for person in problem.people:
            code = problem.history.kind(person.id, problem.date_of(-1))
            for kind, covered in zip(problem.kinds, slots, strict=True):
                if kind.code == code:
                    for skills, empty in self._by_slot.items():
                        if not skills.isdisjoint(person.skills):
                            empty[max(0, covered.start - size) : max(0, covered.stop - size)] -= 1

    def put(self, person: Person, actions: Numbers, people: int) -> None:
        for skills, empty in self._by_kind.items():
            if not skills.isdisjoint(person.skills):
                empty[self._days, actions] -= people
        for skills, empty in self._by_slot.items():
            if not skills.isdisjoint(person.skills):
                change = np.zeros(len(empty) + 1, dtype=np.int64)
                np.add.at(change, self._from[self._days, actions], people)
                np.add.at(change, self._to[self._days, actions], -people)
                np.subtract(empty, np.cumsum(change)[:-1], out=empty)

    def marginal(self, person: Person) -> Numbers:
        cost = np.zeros(self._from.shape, dtype=np.int64)
        if self._by_slot:
            total = np.concatenate(([0], np.cumsum(self._change(self._by_slot, person))))
            cost += total[self._to] - total[self._from]
        if self._by_kind:
            cost += self._change(self._by_kind, person)
        return self._price * cost

    def _change(self, sets: dict[frozenset[str], Numbers], person: Person) -> npt.NDArray[np.int64]:
        """Return how many posts less stay empty with the person; 0 or -1."""
        before = np.max(list(sets.values()), axis=0)
        able = {skills: not skills.isdisjoint(person.skills) for skills in sets}
        after = np.max([empty - able[skills] for skills, empty in sets.items()], axis=0)
        change: npt.NDArray[np.int64] = np.maximum(after, self._value) - np.maximum(before, self._value)
        return change
