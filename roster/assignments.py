"""A roster: who works which shift kind on which date. Immutable; no entry means off."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType

Cell = tuple[str, date]
"""A person's id and a date."""

_NOTHING: Mapping[date, str] = MappingProxyType({})


class Roster(Mapping[Cell, str]):
    """Immutable mapping (person id, date) -> code of a shift kind.

    Kept by person, so that changing one cell copies one person's month only.

    Examples
    --------
    >>> night = Roster({("00123", date(2026, 7, 1)): "N"})
    >>> night.kind("00123", date(2026, 7, 2)) is None
    True
    >>> len(night.with_cell("00123", date(2026, 7, 2), "N"))
    2
    """

    __slots__ = ("_people",)

    def __init__(self, cells: Mapping[Cell, str] | Iterable[tuple[Cell, str]] = ()) -> None:
        pairs = cells.items() if isinstance(cells, Mapping) else cells
        people: dict[str, dict[date, str]] = {}
        for (person, day), code in pairs:
            people.setdefault(person, {})[day] = code
        self._people: Mapping[str, Mapping[date, str]] = people

    def __getitem__(self, cell: Cell) -> str:
        return self._people[cell[0]][cell[1]]

    def __iter__(self) -> Iterator[Cell]:
        return ((person, day) for person, row in self._people.items() for day in row)

    def __len__(self) -> int:
        return sum(len(row) for row in self._people.values())

    def __hash__(self) -> int:
        return hash(frozenset(self.items()))

    def __repr__(self) -> str:
        return f"Roster({len(self)} shifts of {len(self._people)} people)"

    def kind(self, person: str, day: date) -> str | None:
        """Code of the shift kind, None when off."""
        return self._people.get(person, _NOTHING).get(day)

    def of_person(self, person: str) -> Mapping[date, str]:
        """All shifts of one person by date."""
        return MappingProxyType(dict(self._people.get(person, _NOTHING)))

    def with_cell(self, person: str, day: date, code: str | None) -> "Roster":
        """Return the roster with one cell changed; None means off."""
        row = dict(self._people.get(person, _NOTHING))
        if code is None:
            row.pop(day, None)
        else:
            row[day] = code
        changed = Roster()
        changed._people = {**self._people, person: row}
        return changed

    def between(self, first: date, last: date) -> "Roster":
        """Return the shifts that start from ``first`` to ``last``, both included."""
        return Roster((cell, code) for cell, code in self.items() if first <= cell[1] <= last)
