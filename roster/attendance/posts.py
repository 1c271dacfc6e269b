"""When a post had nobody (空岗), and who answers for it (R-7.12 to R-7.14)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from roster.attendance.terms import Answerable, AttendanceTerms


@dataclass(frozen=True, kw_only=True)
class Manned:
    """One person at a post: the shift, and when the person really was there (minute numbers)."""

    person: str
    shift: tuple[int, int]
    there: tuple[tuple[int, int], ...]


@dataclass(frozen=True, kw_only=True)
class EmptyPost:
    """A stretch in which a post that somebody was rostered for had nobody.

    Parameters
    ----------
    start, end
        Minute numbers.
    answers
        Employee numbers of who answers for it (P-78).
    yuan
        The fine that may be proposed: only beyond the limit, and only where the regulation names one.
    """

    start: int
    end: int
    answers: tuple[str, ...]
    yuan: int | None = None

    @property
    def minutes(self) -> int:
        """How long."""
        return self.end - self.start


def empty_posts(people: Sequence[Manned], terms: AttendanceTerms) -> tuple[EmptyPost, ...]:
    """Return the empty stretches of one post that last as long as the regulation says, in order.

    「视为空岗」 begins with the minute of P-76; the fine is for more than that (R-7.13). Without P-76
    the rule is off and nothing is found.
    """
    if terms.empty_minutes is None:
        return ()
    least = max(1, terms.empty_minutes)
    rostered = _union(person.shift for person in people)
    there = _union(stretch for person in people for stretch in person.there)
    found = []
    for start, end in _without(rostered, there):
        if end - start < least:
            continue
        fined = terms.empty_yuan is not None and end - start > terms.empty_minutes
        found.append(
            EmptyPost(
                start=start,
                end=end,
                answers=_answerable(people, start, end, terms.empty_answers),
                yuan=terms.empty_yuan if fined else None,
            )
        )
    return tuple(found)


def _answerable(people: Sequence[Manned], start: int, end: int, who: Answerable) -> tuple[str, ...]:
    """Return who was rostered then; of two shifts that overlap, under R-7.14, those of the later one."""
    on = [person for person in people if person.shift[0] < end and start < person.shift[1]]
    if who is Answerable.SECOND_SHIFT and on:
        latest = max(person.shift[0] for person in on)
        on = [person for person in on if person.shift[0] == latest]
    return tuple(sorted(person.person for person in on))


def _union(stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in sorted(stretch for stretch in stretches if stretch[0] < stretch[1]):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _without(whole: list[tuple[int, int]], taken: list[tuple[int, int]]) -> list[tuple[int, int]]:
    left = []
    for begin, end in whole:
        start = begin
        for one, two in taken:
            if two <= start or one >= end:
                continue
            if one > start:
                left.append((start, one))
            start = max(start, two)
        if start < end:
            left.append((start, end))
    return left
