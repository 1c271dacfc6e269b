"""Why a month cannot be rostered, as data: what cannot hold together, and what would help.

Made by ``roster.solver.explain``; words are made elsewhere, so nothing here needs a solver.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

Answer = Literal["explained", "possible", "unknown", "stopped"]
Means = Literal["limit", "unlock", "work", "allow", "open", "more_people", "more_leaders"]
Holds = Literal["conflict", "month"]


@dataclass(frozen=True, kw_only=True)
class Atom:
    """One demand of one rule: the smallest thing that a conflict is made of.

    Parameters
    ----------
    rule
        Name of the rule, that of a `Violation` by it.
    people
        Employee numbers; empty for a rule that looks at everybody.
    dates
        Dates concerned, ascending.
    kinds
        Codes of shift kinds, where the rule speaks of single kinds.
    times
        Minutes of the day from and to, where it speaks of times; they pass 1440 after the month's end.
    amount
        People needed then; 0 where the rule does not count people.
    """

    rule: str
    people: tuple[str, ...] = ()
    dates: tuple[date, ...] = ()
    kinds: tuple[str, ...] = ()
    times: tuple[tuple[int, int], ...] = ()
    amount: int = 0


@dataclass(frozen=True, kw_only=True)
class Relaxation:
    """One change that lets a conflict's demands hold together.

    Parameters
    ----------
    means
        ``limit``: the rule's value from `before` to `after`, for `people` only or, without any, for all.
        ``unlock``: free a locked cell. ``work``: on a day off or leave. ``allow``: a kind to a person.
        ``open``: the department on a closed day. ``more_people``, ``more_leaders``: so many (`after`)
        beside those there are, or so many less needed.
    before, after
        The rule's value, in its own unit; people.
    holds
        What was solved with the change: the conflict's demands alone, or every hard rule of the month.
    """

    means: Means
    rule: str
    people: tuple[str, ...] = ()
    dates: tuple[date, ...] = ()
    kinds: tuple[str, ...] = ()
    times: tuple[tuple[int, int], ...] = ()
    before: int = 0
    after: int = 0
    holds: Holds = "conflict"


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """Demands that cannot hold together.

    Parameters
    ----------
    atoms
        What no roster can keep; by rule, then date.
    irreducible
        Whether it was proved that the others can be kept when any one of them is given up.
    relaxations
        Changes that were solved and help: of each rule's value the least; those for the whole month first.
    """

    atoms: tuple[Atom, ...]
    irreducible: bool
    relaxations: tuple[Relaxation, ...] = ()

    @property
    def rules(self) -> frozenset[str]:
        """Names of the rules."""
        return frozenset(atom.rule for atom in self.atoms)

    @property
    def people(self) -> frozenset[str]:
        """Employee numbers of those whom a demand names."""
        return frozenset(person for atom in self.atoms for person in atom.people)

    @property
    def dates(self) -> tuple[date, ...]:
        """All dates, ascending."""
        return tuple(sorted({when for atom in self.atoms for when in atom.dates}))


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """What came of the question why a month is impossible.

    Parameters
    ----------
    answer
        ``explained``: there is at least one conflict. ``possible``: a roster keeps all hard rules.
        ``unknown``: the time ended first; ``stopped``: somebody asked to stop.
    conflicts
        No two share a demand.
    seconds
        Wall-clock time taken.
    """

    answer: Answer
    conflicts: tuple[Conflict, ...] = ()
    seconds: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """Return plain values for ``json.dumps``; `from_json` reads them back."""
        plain = asdict(self)
        for conflict in plain["conflicts"]:
            for part in (*conflict["atoms"], *conflict["relaxations"]):
                part["dates"] = [when.isoformat() for when in part["dates"]]
        return plain

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> "Explanation":
        """Read what `to_json` wrote.

        Raises
        ------
        KeyError
            When a field is missing.
        """
        return cls(
            answer=plain["answer"],
            seconds=plain["seconds"],
            conflicts=tuple(
                Conflict(
                    atoms=tuple(Atom(**_read(atom)) for atom in conflict["atoms"]),
                    irreducible=conflict["irreducible"],
                    relaxations=tuple(Relaxation(**_read(change)) for change in conflict["relaxations"]),
                )
                for conflict in plain["conflicts"]
            ),
        )


def _read(plain: Mapping[str, Any]) -> dict[str, Any]:
    found = {
        name: tuple(value) if isinstance(value, list | tuple) else value for name, value in plain.items()
    }
    found["dates"] = tuple(date.fromisoformat(when) for when in plain["dates"])
    if "times" in found:
        found["times"] = tuple((start, end) for start, end in plain["times"])
    return found
