"""Like people pooled into one: a small relaxation that bounds a month of any number of people.

A variable of the pool is the sum of its members' variables, a row the sum of their rows (an
aggregation of constraints in the sense of Rogers, Plante, Wong and Evans, Operations Research 39,
1991). Every roster keeps the sums, so the pooled optimum is a bound, whoever is pooled with whom;
the more alike they are, the better it is.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field

from roster.problem import Person
from roster.solver.cells import Cells
from roster.solver.program import Program, Row, Sum

LEAST_SHARE = 0.25
"""Rows that fewer members have are left out: they would hold little and make the pool large."""


_Terms = frozenset[tuple[Hashable, int]]
_Likeness = tuple[Hashable, _Terms, frozenset[tuple[int, int]], tuple[bool, bool]]
"""What rows to be added up share: the pool, own and shared terms, and which sides are open."""


@dataclass
class _Member:
    """One person's variables by the part that they play, the same for all members."""

    pool: Hashable
    variable_of: dict[Hashable, int] = field(default_factory=dict)


def likeness(person: Person) -> Hashable:
    """Return what makes people alike for the rules."""
    kinds = person.allowed_kinds, person.forbidden_kinds
    return person.role, person.weekly_minutes, person.skills, kinds, person.limits


def count_of_pools(people: Iterable[Person]) -> int:
    """Return how many pools these people make."""
    return len({likeness(person) for person in people})


def role_alone(person: Person) -> Hashable:
    """Return the role: one pool of all agents bounds what nobody is alike in, if less well."""
    return person.role


class Pool:
    """The pooled program.

    Parameters
    ----------
    cells
        Whose variables are whose.
    program
        The program of the cells, or one with more added to it.
    pool_of
        Whose people are pooled: those for whom it is the same.
    """

    def __init__(
        self, cells: Cells, program: Program, pool_of: Callable[[Person], Hashable] = likeness
    ) -> None:
        self._old, self._pool_of = program, pool_of
        self.program = Program(rule="pool", constants=dict(program.constants))
        """The sums as variables, ready to be relaxed."""
        self.program.contradictions = list(program.contradictions)
        self._members: list[_Member] = []
        self._place: dict[int, tuple[int, Hashable]] = {}
        """Member and part of each variable that belongs to one person."""
        self._parts: dict[Hashable, int] = {}
        self._own(cells)
        self._by_pool: dict[Hashable, list[int]] = defaultdict(list)
        for number, member in enumerate(self._members):
            self._by_pool[member.pool].append(number)
        self._sums: dict[tuple[Hashable, Hashable], int] = {}
        self._shared: dict[int, int] = {}
        self._variables()
        self._rows()

    def people_on(self, day: int, kind: int) -> list[int]:
        """Variables that sum up to the people on the problem's ``kind``-th kind, 0 the first."""
        part = self._parts[day, kind]
        return [v for (_, of), v in self._sums.items() if of == part]

    def _own(self, cells: Cells) -> None:
        """Tell whose each variable is: a defined one is its inputs' owner's, if there is only one."""
        parts = self._parts
        for number, person in enumerate(cells.problem.people):
            self._members.append(_Member(self._pool_of(person)))
            for day in range(cells.problem.days):
                for place, variable in enumerate(cells.variables(person, day)):
                    self._assign(variable, number, parts.setdefault((day, place), len(parts)))
        seen: dict[Hashable, int] = defaultdict(int)
        for variable, inputs, _ in self._old.definitions:
            owners = {self._place[v][0] if v in self._place else None for v in inputs}
            if len(owners) == 1 and None not in owners:
                owner = int(next(iter(owners)) or 0)
                role = tuple(self._place[v][1] for v in inputs)
                seen[owner, role] += 1
                part = role, seen[owner, role]
                self._assign(variable, owner, parts.setdefault(part, len(parts)))

    def _assign(self, variable: int, owner: int, part: Hashable) -> None:
        self._place[variable] = owner, part
        self._members[owner].variable_of[part] = variable

    def _variables(self) -> None:
        """Add the shared variables as they are, and the sums; each price that members pay is a segment."""
        old, new = self._old, self.program
        for v, low in enumerate(old.lower):
            if v not in self._place:
                self._shared[v] = new.variable(low, old.upper[v])
                new.cost[-1] = old.cost[v]
        for pool, members in self._by_pool.items():
            variables: dict[Hashable, list[int]] = defaultdict(list)
            for member in members:
                for part, v in self._members[member].variable_of.items():
                    variables[part].append(v)
            for part, own in variables.items():
                total = new.variable(sum(old.lower[v] for v in own), sum(old.upper[v] for v in own))
                self._sums[pool, part] = total
                prices = sorted({old.cost[v] for v in own})
                if len(prices) == 1:
                    new.cost[total] = prices[0]
                    continue
                segments = []
                for price in prices:
                    paying = [v for v in own if old.cost[v] == price]
                    low, high = sum(old.lower[v] for v in paying), sum(old.upper[v] for v in paying)
                    segments.append((new.variable(low, high), 1))
                    new.cost[-1] = price
                new.row(Sum((*segments, (total, -1))), 0, 0)

    def _rows(self) -> None:
        """Add up rows of one person that say the same, and carry over rows over everybody."""
        alike: dict[_Likeness, dict[int, Row]] = defaultdict(dict)
        for row in self._old.rows:
            owners = {self._place[v][0] for v, _ in row.terms if v in self._place}
            if len(owners) == 1:
                owner = owners.pop()
                own = frozenset((self._place[v][1], c) for v, c in row.terms if v in self._place)
                shared = frozenset((v, c) for v, c in row.terms if v not in self._place)
                sides = row.low is None, row.high is None
                alike[self._members[owner].pool, own, shared, sides][owner] = row
            else:
                self._carry(row)
        for (pool, own, shared, _), rows in alike.items():
            self._add_up(pool, own, shared, rows)

    def _carry(self, row: Row) -> None:
        """Carry over a row in which each pool has all of its members, or none."""
        factors: dict[tuple[Hashable, Hashable], list[int]] = defaultdict(list)
        terms = []
        for v, c in row.terms:
            if v in self._place:
                owner, part = self._place[v]
                factors[self._members[owner].pool, part].append(c)
            else:
                terms.append((self._shared[v], c))
        for (pool, part), found in factors.items():
            size = sum(part in self._members[member].variable_of for member in self._by_pool[pool])
            if len(set(found)) > 1 or len(found) != size:
                return
            terms.append((self._sums[pool, part], found[0]))
        self.program.row(Sum(tuple(terms)), row.low, row.high)

    def _add_up(
        self,
        pool: Hashable,
        own: Iterable[tuple[Hashable, int]],
        shared: Iterable[tuple[int, int]],
        rows: dict[int, Row],
    ) -> None:
        members = self._by_pool[pool]
        shared, own = list(shared), list(own)
        if len(rows) < len(members) * (LEAST_SHARE if not shared else 1):
            return
        low, high = 0, 0
        for member in members:
            row = rows.get(member)
            # who lacks the row cannot leave it by much: the bounds say how far
            variables = self._members[member].variable_of
            terms = tuple((variables[part], c) for part, c in own if part in variables)
            least, most = self._old.range_of(Sum(terms))
            low += least if row is None or row.low is None else row.low
            high += most if row is None or row.high is None else row.high
        some = next(iter(rows.values()))
        terms = tuple((self._sums[pool, part], c) for part, c in own)
        terms += tuple((self._shared[v], c * len(members)) for v, c in shared)
        self.program.row(Sum(terms), None if some.low is None else low, None if some.high is None else high)
