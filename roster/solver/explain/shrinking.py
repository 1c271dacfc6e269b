"""From demands that clash to a set of them that clashes but for any one of them.

The set may hold whole groups of like demands where single ones would be too many to read.
"""

from collections.abc import Iterable
from itertools import chain

from roster.explanation import Atom
from roster.solver.explain.asking import Asking
from roster.solver.explain.atoms import OF_PERSON, Demands

Group = frozenset[int]
RULE, SUBJECT, ATOM = range(3)
"""How fine groups are: a rule; a rule and a person, or a date for rules over people; a single atom."""
MOST_GROUPS = 48


def shrunk(asking: Asking, atoms: Iterable[int]) -> list[Group]:
    """Return the smallest groups to which the clash of the atoms could be brought down in time.

    From coarse to fine, and no finer than `MOST_GROUPS`.
    """
    left = sorted(atoms)
    groups = [frozenset(left)]
    for level in (ATOM,) if len(left) <= MOST_GROUPS else (RULE, SUBJECT, ATOM):
        finer = grouped(asking.demands, left, level)
        if len(finer) > MOST_GROUPS:
            break
        groups = _without_needless(asking, finer)
        left = sorted(chain.from_iterable(groups))
    return groups


def is_irreducible(asking: Asking, groups: list[Group]) -> bool:
    """Whether, solved once more, the groups clash and each leaves the others to hold; False if unsettled."""
    if asking.can_hold(chain.from_iterable(groups)) is not False:
        return False
    return all(asking.can_hold(chain.from_iterable(_but(groups, group))) is True for group in groups)


def grouped(demands: Demands, atoms: Iterable[int], level: int) -> list[Group]:
    """Put the atoms into groups."""

    def key(number: int) -> object:
        atom = demands.atoms[number]
        subject: object = atom.people if atom.rule in OF_PERSON else atom.dates
        return (atom.rule, subject, number)[: level + 1]

    found: dict[object, set[int]] = {}
    for number in atoms:
        found.setdefault(key(number), set()).add(number)
    return [frozenset(group) for group in found.values()]


def atom_of(demands: Demands, group: Group) -> Atom:
    """Return a group of like atoms as one."""
    atoms = [demands.atoms[number] for number in sorted(group)]
    times = {atom.times for atom in atoms}
    return Atom(
        rule=atoms[0].rule,
        people=tuple(sorted({person for atom in atoms for person in atom.people})),
        dates=tuple(sorted({when for atom in atoms for when in atom.dates})),
        kinds=tuple(sorted({kind for atom in atoms for kind in atom.kinds})),
        times=times.pop() if len(times) == 1 else (),
        amount=max(atom.amount for atom in atoms),
    )


def _without_needless(asking: Asking, groups: list[Group]) -> list[Group]:
    """Leave out, in ever smaller chunks, what the clash does not need.

    A group without which the rest can hold is needed by every smaller clash, too, and not asked again.
    """
    needed: set[Group] = set()
    size = max(1, len(groups) // 2)
    while True:
        waiting = [group for group in groups if group not in needed]
        for start in range(0, len(waiting), size):
            chunk = [group for group in waiting[start : start + size] if group in groups]
            if not chunk or asking.budget.is_over:
                continue
            rest = [group for group in groups if group not in chunk]
            clash = asking.clashing(chain.from_iterable(rest))
            if clash is not None and asking.can_hold(clash) is False:
                groups = [group for group in rest if group & clash]
            else:
                answer = asking.can_hold(chain.from_iterable(rest))
                if answer is False:
                    groups = rest
                elif len(chunk) == 1:
                    needed.add(chunk[0])
        if size == 1 or asking.budget.is_over:
            return groups
        size = -(-size // 4) if size > 4 else 1


def _but(groups: list[Group], without: Group) -> list[Group]:
    return [group for group in groups if group != without]
