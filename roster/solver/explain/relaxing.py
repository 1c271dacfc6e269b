"""What would let a conflict's demands hold together: every change is solved before it is named."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import chain

from roster.explanation import Atom, Means, Relaxation
from roster.solver.explain.asking import Asking
from roster.solver.explain.atoms import OF_PERSON, Demands
from roster.solver.explain.limits import may_be_own, only_people, values_of, with_value
from roster.solver.explain.shrinking import Group, atom_of

GIVEN_UP: dict[str, Means] = {
    "locked": "unlock",
    "day_off": "work",
    "kind_allowed": "allow",
    "closed_day": "open",
}
"""Rules on a cell of which a single date can be given up. Protection and employment are not offered."""
PEOPLE: dict[str, Means] = {
    "leader_present": "more_leaders",
    "shortage": "more_people",
    "shift_shortage": "more_people",
    "skills_per_post": "more_people",
    "reserve": "more_people",
    "reserve_surplus": "more_people",
    "reserve_ordinary": "more_people",
}
MOST_PEOPLE = 16
"""As many more are tried where the demand does not say how many it asks for."""
MOST = 24
MONTH_SECONDS = 10.0


def relaxations(asking: Asking, groups: list[Group], *, is_alone: bool) -> tuple[Relaxation, ...]:
    """Return changes that let the groups hold together, as far as the budget allows to solve them.

    Parameters
    ----------
    is_alone
        Whether the month has no other conflict: then the whole month is solved with each change, too.
    """
    relaxing = _Relaxing(asking, groups, is_alone=is_alone)
    found: list[Relaxation] = []
    for change in relaxing.changes():
        found.append(change)
        if len(found) == MOST or asking.budget.is_over:
            break
    return tuple(sorted(found, key=lambda change: change.holds == "conflict"))


class _Relaxing:
    def __init__(self, asking: Asking, groups: list[Group], *, is_alone: bool) -> None:
        self._asking, self._groups, self._is_alone = asking, groups, is_alone
        self._demands = asking.demands
        self._atoms = [atom_of(asking.demands, group) for group in groups]
        self._in_vain: set[str] = set()
        """Rules of which one change did not make the whole month possible: like ones are not tried."""

    def changes(self) -> Iterator[Relaxation]:
        """Yield changes: of what concerns many first, then of values, then of single cells."""
        pairs = list(zip(self._groups, self._atoms, strict=True))
        for group, atom in pairs:
            if atom.rule in PEOPLE and len(atom.dates) == 1:
                yield from self._people(group, atom)
        for rule in dict.fromkeys(atom.rule for atom in self._atoms):
            yield from self._value(rule)
        for group, atom in pairs:
            if atom.rule in GIVEN_UP and (len(group) == 1 or _is_closed_day(atom)):
                yield from self._give_up(group, atom)

    def _people(self, group: Group, atom: Atom) -> Iterator[Relaxation]:
        every = list(chain.from_iterable(self._groups))

        def holds(units: int) -> bool:
            return self._asking.can_hold(every, bent=dict.fromkeys(group, units)) is True

        least = _least(holds, atom.amount or MOST_PEOPLE)
        if least is not None:
            answer = self._month(atom.rule, lambda: self._asking, dict.fromkeys(group, least))
            yield replace(_change(PEOPLE[atom.rule], atom, answer), after=least)

    def _give_up(self, group: Group, atom: Atom) -> Iterator[Relaxation]:
        rest = chain.from_iterable(other for other in self._groups if other != group)
        if self._asking.can_hold(rest) is True:
            whole = self._month(atom.rule, lambda: self._asking, without=group)
            yield _change(GIVEN_UP[atom.rule], atom, whole)

    def _month(
        self,
        rule: str,
        changed: Callable[[], Asking],
        bent: Mapping[int, int] | None = None,
        without: Group = frozenset(),
    ) -> bool:
        """Whether all demands of the changed month were shown to hold together."""
        if not self._is_alone or rule in self._in_vain or self._asking.budget.is_over:
            return False
        asking = changed()
        every = set(range(len(asking.demands.atoms))) - without
        whole = asking.can_hold(every, bent=bent, seconds=MONTH_SECONDS) is True
        if not whole:
            self._in_vain.add(rule)
        return whole

    def _value(self, rule: str) -> Iterator[Relaxation]:
        """Yield the least change of the rule's value, for the only person concerned or for all."""
        problem = self._demands.problem
        mine = [atom for atom in self._atoms if atom.rule == rule]
        people = sorted({person for atom in mine for person in atom.people})
        person = people[0] if len(people) == 1 and may_be_own(rule) else None
        values = values_of(problem, rule, person)
        is_personal = all(atom.rule in OF_PERSON for atom in self._atoms)
        concerned = {one for atom in self._atoms for one in atom.people}
        part = only_people(problem, concerned) if is_personal else problem

        def holds(step: int) -> bool:
            if self._asking.budget.is_over:
                return False
            changed = Demands(with_value(part, rule, person, values[step]))
            asking = self._asking.about(changed)
            return asking.can_hold(self._like(changed, rule)) is True

        least = _least(holds, len(values) - 1)
        if least is None:
            return
        dates = tuple(sorted({when for atom in mine for when in atom.dates}))
        month = with_value(problem, rule, person, values[least])
        whole = self._month(rule, lambda: self._asking.about(Demands(month)))
        yield Relaxation(
            means="limit",
            rule=rule,
            people=() if person is None else (person,),
            dates=dates,
            before=values[0],
            after=values[least],
            holds="month" if whole else "conflict",
        )

    def _like(self, changed: Demands, rule: str) -> list[int]:
        """Return the conflict's atoms in the changed month: the changed rule's by people and days."""
        same = {self._demands.atoms[number] for group in self._groups for number in group}
        mine = [atom for atom in same if atom.rule == rule]
        days = {(person, when) for atom in mine for person in atom.people or ("",) for when in atom.dates}
        return [
            number
            for number, atom in enumerate(changed.atoms)
            if (atom in same and atom.rule != rule)
            or (
                atom.rule == rule
                and any((one, when) in days for one in atom.people or ("",) for when in atom.dates)
            )
        ]


def _is_closed_day(atom: Atom) -> bool:
    return atom.rule == "closed_day" and len(atom.dates) == 1


def _change(means: Means, atom: Atom, whole_month: bool) -> Relaxation:
    return Relaxation(
        means=means,
        rule=atom.rule,
        people=() if _is_closed_day(atom) else atom.people,
        dates=atom.dates,
        kinds=atom.kinds,
        times=atom.times,
        holds="month" if whole_month else "conflict",
    )


def _least(holds: Callable[[int], bool], most: int) -> int | None:
    """Return the least number from 1 to `most` for which it holds, given that it then holds for all above."""
    low, high = 0, 1
    if most < 1:
        return None
    while not holds(high):
        if high == most:
            return None
        low, high = high, min(2 * high, most)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high
