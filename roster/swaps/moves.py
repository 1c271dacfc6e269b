"""A swap as moves: whose shift of which date goes to whom."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from roster.problem import Cell, Roster
from roster.violation import Violation


@dataclass(frozen=True, kw_only=True, order=True)
class Move:
    """The shift that ``giver`` has on the date goes to ``taker``; both are employee numbers."""

    date: date
    giver: str
    taker: str

    @property
    def back(self) -> "Move":
        """The move that undoes it."""
        return Move(date=self.date, giver=self.taker, taker=self.giver)


@dataclass(frozen=True, kw_only=True)
class Swap:
    """What changes hands together, or not at all.

    Parameters
    ----------
    moves
        At least one. Two people who exchange give one move each; a stand-in (顶班) is a move alone;
        several days are several moves.
    paybacks
        Shifts that the giver works in return (还班), when their dates are agreed with the swap.
    ground
        Why, as one of the grounds a regulation knows (P-49); empty where none is chosen.
    by_company
        The department asks for the swap (R-4.20); limits on what people may ask for do not hold.
    settles
        It pays an earlier one back, or takes one back: no swap of its own, so the limits do not hold (A-22).
    """

    moves: tuple[Move, ...]
    paybacks: tuple[Move, ...] = ()
    ground: str = ""
    by_company: bool = False
    settles: bool = False

    def __post_init__(self) -> None:
        """Refuse what is no swap (ValueError): nothing moves, a shift moves twice or to who has it."""
        if not self.moves:
            raise ValueError("a swap moves at least one shift")
        given = [(move.giver, move.date) for move in self.all_moves]
        if len(set(given)) != len(given):
            raise ValueError("a shift can be given to one person only")
        taken = [(move.taker, move.date) for move in self.all_moves]
        if len(set(taken)) != len(taken):
            raise ValueError("a person can take one shift a date only")
        if any(move.giver == move.taker for move in self.all_moves):
            raise ValueError("giver and taker must differ")

    @property
    def all_moves(self) -> tuple[Move, ...]:
        """Moves and paybacks."""
        return self.moves + self.paybacks

    @property
    def requester(self) -> str:
        """Who gives the first shift."""
        return self.moves[0].giver

    @property
    def parties(self) -> tuple[str, ...]:
        """Everybody whose shifts change, the requester first."""
        people = (person for move in self.all_moves for person in (move.giver, move.taker))
        return tuple(dict.fromkeys(people))

    @property
    def dates(self) -> tuple[date, ...]:
        """All dates of the shifts, ascending."""
        return tuple(sorted({move.date for move in self.all_moves}))

    @property
    def months(self) -> tuple[date, ...]:
        """First days of the months in which its shifts lie, ascending."""
        return tuple(sorted({day.replace(day=1) for day in self.dates}))

    def of_month(self, month: date) -> "Swap":
        """Return what it does to the roster of one month, given by its first day; pay-backs are as moves.

        Raises
        ------
        ValueError
            When none of its shifts lies there.
        """
        moves = tuple(move for move in self.all_moves if move.date.replace(day=1) == month)
        return replace(self, moves=moves, paybacks=())

    @property
    def cells(self) -> frozenset[Cell]:
        """Everybody's cells that change."""
        return frozenset(
            (person, move.date) for move in self.all_moves for person in (move.giver, move.taker)
        )

    @property
    def undone(self) -> "Swap":
        """The swap that undoes it, for the withdrawal of one in effect."""
        return Swap(
            moves=tuple(move.back for move in self.moves),
            paybacks=tuple(move.back for move in self.paybacks),
            settles=True,
        )

    def touched(self, person: str) -> frozenset[date]:
        """Dates of shifts that the person gives or takes, paybacks left out."""
        return frozenset(move.date for move in self.moves if person in (move.giver, move.taker))

    def given(self, person: str) -> frozenset[date]:
        """Dates of shifts that the person gives, paybacks left out."""
        return frozenset(move.date for move in self.moves if move.giver == person)

    def kinds(self, roster: Roster) -> dict[Move, str | None]:
        """Return the kind that each move carries in the roster; None where the giver has no shift."""
        return {move: roster.kind(move.giver, move.date) for move in self.all_moves}

    def applied(self, roster: Roster) -> Roster:
        """Return the roster after the swap: all shifts given up, then all taken."""
        carried = self.kinds(roster)
        for move in carried:
            roster = roster.with_cell(move.giver, move.date, None)
        for move, code in carried.items():
            if code is not None:
                roster = roster.with_cell(move.taker, move.date, code)
        return roster

    def misfits(self, roster: Roster) -> tuple[Violation, ...]:
        """Return what makes the swap impossible in this roster, whatever the rules say.

        ``swap_no_shift``: the giver has none on that date. ``swap_taker_busy``: the taker has a shift on that
        date and does not give it up. ``swap_nothing_changes``: both have the same kind.
        """
        return (*self._missing(roster), *self._busy(roster), *self._idle(roster))

    def _missing(self, roster: Roster) -> Iterable[Violation]:
        for move, code in self.kinds(roster).items():
            if code is None:
                yield _about("swap_no_shift", move.giver, move.date)

    def _busy(self, roster: Roster) -> Iterable[Violation]:
        given = {(move.giver, move.date) for move in self.all_moves}
        for move in self.all_moves:
            has = roster.kind(move.taker, move.date)
            if has is not None and (move.taker, move.date) not in given:
                yield _about("swap_taker_busy", move.taker, move.date, kind=has)

    def _idle(self, roster: Roster) -> Iterable[Violation]:
        for move, code in self.kinds(roster).items():
            if (
                code is not None
                and move.back in self.all_moves
                and roster.kind(move.taker, move.date) == code
            ):
                yield _about("swap_nothing_changes", move.giver, move.date, kind=code)


def _about(code: str, person: str, when: date, **facts: str) -> Violation:
    return Violation(
        code=code,
        person=person,
        dates=(when,),
        measured=0,
        limit=1,
        unit="shifts",
        extra=tuple(facts.items()),
    )
