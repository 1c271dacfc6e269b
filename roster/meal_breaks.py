"""When breaks can be, in a month: what is fixed, and which people's breaks have to be placed together.

Nothing here looks at a roster. People count by shift kind and day; whose break is when comes last.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from roster.break_placing import BreakGroup, BreakSlot, place_breaks
from roster.calendar import Calendar
from roster.demand import Demand
from roster.settings import Limit, RuleSettings
from roster.shifts import ShiftKind

Group = tuple[int, str]
"""Day number and code: all people on a kind of shift that begins on the day."""
Count = Callable[[Group], int]


@dataclass(frozen=True)
class BreakPeriod:
    """A stretch of slots in which breaks are placed together; breaks of other periods never meet them.

    Slots are counted from the month's first midnight; those of the day before are negative.

    Parameters
    ----------
    starts
        Slots in which the breaks of each group can begin.
    length
        Slots that each break takes.
    running
        Groups on duty in each slot of the period that has a need.
    needs
        People needed in those slots.
    special
        Those of them in which special days ask for a surplus.
    """

    starts: Mapping[Group, range]
    length: int
    running: Mapping[int, tuple[Group, ...]]
    needs: Mapping[int, int]
    special: frozenset[int]

    @cached_property
    def inputs(self) -> tuple[Group, ...]:
        """Groups whose people decide how breaks are placed."""
        return tuple(sorted({*self.starts, *(group for on in self.running.values() for group in on)}))

    def place(self, count: Count, rules: RuleSettings) -> dict[Group, tuple[int, ...]]:
        """Return how many people of each group begin their break in each of its starts.

        No other placing costs less by the rules on people in slots, hard ones first: `shortage`, `surplus`,
        `seats` and `reserve_surplus`.

        Parameters
        ----------
        count
            People of a group, asked for `inputs` only.
        """
        groups = {group: count(group) for group in self.starts}
        present = [group for group, people in groups.items() if people]
        placed = {group: (0,) * len(starts) for group, starts in self.starts.items()}
        if present:
            found = place_breaks(
                tuple(BreakGroup(self.starts[g][0], self.starts[g][-1], groups[g]) for g in present),
                self._slots(count, rules, sum(groups.values())),
                self.length,
            )
            placed.update(zip(present, found, strict=True))
        return placed

    def _slots(self, count: Count, rules: RuleSettings, most: int) -> tuple[BreakSlot, ...]:
        """Return what people on break cost in each slot; `most` can be on break at once."""
        spare = {slot: sum(map(count, on)) - self.needs[slot] for slot, on in self.running.items()}
        found: list[tuple[Limit, BreakSlot]] = []
        for slot, left in spare.items():
            for limit, many in ((rules.surplus, left), (rules.seats, left + self.needs[slot])):
                if limit is not None:
                    found.append((limit, BreakSlot(slot, many - limit.value, many - limit.value, 1, 0)))
            if rules.shortage is not None:
                few = left + rules.shortage.value
                found.append((rules.shortage, BreakSlot(slot, few, few, 0, 1)))
            if rules.reserve_surplus is not None and slot in self.special:
                few = left - rules.reserve_surplus.value
                found.append((rules.reserve_surplus, BreakSlot(slot, few, few, 0, 1)))
        # a hard rule goes before whatever soft ones could cost in all slots
        dear = 1 + sum(
            limit.weight * max(at.over * at.many, at.under * (most - at.few), 0)
            for limit, at in found
            if not limit.hard
        )
        return tuple(
            at._replace(over=at.over * price, under=at.under * price)
            for limit, at in found
            for price in [dear if limit.hard else limit.weight]
        )


class MealBreaks:
    """The breaks of a month's shift kinds; without the rule `meal_break` no kind has any.

    Parameters
    ----------
    kinds, demand, calendar, rules
        Of the problem.

    Raises
    ------
    ValueError
        When breaks of different length can meet: then no exact placing is known.
    """

    def __init__(
        self, kinds: tuple[ShiftKind, ...], demand: Demand, calendar: Calendar, rules: RuleSettings
    ) -> None:
        self._demand, self._calendar, length = demand, calendar, demand.slot_minutes
        placed = kinds if rules.meal_break is not None else ()
        self.starts: dict[str, range] = {
            kind.code: starts for kind in placed if (starts := kind.break_starts(length))
        }
        """Slots in which breaks can begin, by code, counted from midnight of the shift's date."""
        self.lengths = {kind.code: kind.break_slots(length) for kind in kinds}
        """Slots that a break takes, by code."""
        self.unplaced = frozenset(
            kind.code for kind in placed if kind.break_earliest is not None and kind.code not in self.starts
        )
        """Codes of the kinds in whose window no break can begin."""
        # training takes no calls, so nothing depends on its breaks
        covering = {kind.code for kind in kinds if kind.covers}
        self._shifts = [kind.slots(length) for kind in kinds if kind.covers]
        self._movable = {c: s for c, s in self.starts.items() if len(s) > 1 and c in covering}
        self.on_duty: dict[str, tuple[int, ...]] = {
            kind.code: tuple(slot for slot in kind.slots(length) if slot not in self._fixed(kind.code))
            if kind.covers
            else ()
            for kind in kinds
        }
        """Slots in which a kind covers, apart from breaks that have to be placed."""

    def _fixed(self, code: str) -> range:
        starts = self.starts.get(code, range(0))
        return range(0) if code in self._movable or not starts else self.taken(code, starts[0])

    def taken(self, code: str, start: int) -> range:
        """Slots of a break of the kind that begins in the slot."""
        return range(start, start + self.lengths[code])

    @cached_property
    def periods(self) -> tuple[BreakPeriod, ...]:
        """Periods in order of time; the night before the month belongs to the first ones."""
        size = self._demand.slots_per_day
        groups = sorted(
            (starts[0] + day * size, starts[-1] + day * size, (day, code))
            for day in range(-1, self._demand.days)
            for code, starts in self._movable.items()
            if starts[-1] + self.lengths[code] + day * size > 0
        )
        found: list[list[tuple[int, int, Group]]] = []
        end = -size
        for first, last, group in groups:
            if not found or first >= end:
                found.append([])
            found[-1].append((first, last, group))
            end = max(end, last + self.lengths[group[1]])
        return tuple(self._period(members) for members in found)

    def _period(self, members: list[tuple[int, int, Group]]) -> BreakPeriod:
        lengths = {self.lengths[group[1]] for _, _, group in members}
        if len(lengths) > 1:
            codes = sorted({group[1] for _, _, group in members})
            raise ValueError(f"breaks that can meet must be equally long: {', '.join(codes)}")
        length, size, days = lengths.pop(), self._demand.slots_per_day, self._demand.days
        slots = range(members[0][0], max(last for _, last, _ in members) + length)
        running, needs = {}, {}
        for slot in slots:
            day = min(slot // size, days - 1)
            need = self._demand.of_day(day) if day >= 0 else ()
            if 0 <= slot - day * size < len(need):
                needs[slot] = need[slot - day * size]
                running[slot] = tuple(self.running(slot, day))
        starts = {group: range(first, last + 1) for first, last, group in members}
        special = frozenset(slot for slot, need in needs.items() if need and self._is_special(slot))
        return BreakPeriod(starts, length, running, needs, special)

    def _is_special(self, slot: int) -> bool:
        """Whether a slot with a need asks for the surplus of special days, as `slots_with_surplus` says."""
        size = self._demand.slots_per_day
        is_special = self._calendar.is_special(self._demand.first_day + timedelta(days=slot // size))
        today, yesterday = (any(at in slots for slots in self._shifts) for at in (slot, slot + size))
        # what only the last night before the month can fill is that month's to answer for
        return is_special and (slot >= size or today or not yesterday)

    def running(self, slot: int, day: int) -> Iterator[Group]:
        """Yield the groups on duty, breaks aside, in a slot that the day answers for.

        Parameters
        ----------
        slot
            Counted from the month's first midnight.
        """
        for on in (day, day - 1):
            at = slot - on * self._demand.slots_per_day
            yield from ((on, code) for code, slots in self._duty_sets.items() if at in slots)

    @cached_property
    def _duty_sets(self) -> dict[str, frozenset[int]]:
        return {code: frozenset(slots) for code, slots in self.on_duty.items()}

    @cached_property
    def of_day(self) -> tuple[tuple[BreakPeriod, ...], ...]:
        """Periods with a slot that the day answers for (`Demand.of_day`), by day number."""
        size = self._demand.slots_per_day
        return tuple(
            tuple(
                period
                for period in self.periods
                if any(day * size <= slot < day * size + reach for slot in period.running)
            )
            for day in range(self._demand.days)
            for reach in [len(self._demand.of_day(day))]
        )

    def days_behind(self, day: int) -> set[int]:
        """Days whose shifts decide who is on duty in the slots of a day, by themselves or by breaks."""
        return {day, day - 1} | {on for period in self.of_day[day] for on, _ in period.inputs}

    def days_after(self, day: int) -> set[int]:
        """Days in whose slots the shifts of a day decide who is on duty."""
        size, last = self._demand.slots_per_day, self._demand.days - 1
        return {day, day + 1} | {
            min(slot // size, last)
            for period in self.periods
            if any(on == day for on, _ in period.inputs)
            for slot in period.running
        }
