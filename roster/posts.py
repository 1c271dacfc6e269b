"""Posts: how many people with a skill are asked for, and when; whether those on duty can fill them all.

Posts that are asked for at the same time are filled by different people. They can be exactly when, for every
set of skills, the people on duty who have any of them are as many as the posts that ask for one of them
(Hall, Journal of the London Mathematical Society 10, 1935); the largest number by which a set falls short is
the number of posts that stay empty (Ore, Duke Mathematical Journal 22, 1955). So checker and solver look at
sets of skills, and never at who fills which post.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from roster.person import Person
from roster.shifts import MINUTES_PER_DAY

Asked = Mapping[str, int]
"""Posts to fill at one time, by the skill that they ask for."""

MOST_SKILLS = 6
"""Different skills that may be asked for at one time: the sets to look at double with each."""


@dataclass(frozen=True, kw_only=True)
class SkillNeed:
    """One post: people with a skill, wanted on a date in every slot of a time, or on one kind of shift.

    Posts by the time compete for the people of each slot, posts by the shift for the people of that kind
    and date; the two are not set against each other.

    Parameters
    ----------
    date, skill
        When, and which of `Person.skills`.
    people
        How many, at least 1.
    kind
        Code of the shift kind; None asks by the time.
    from_minute, to_minute
        Without a kind: minutes after the date's midnight; every slot that they touch counts.
    """

    date: date
    skill: str
    people: int = 1
    kind: str | None = None
    from_minute: int = 0
    to_minute: int = MINUTES_PER_DAY

    def __post_init__(self) -> None:
        """Refuse a post for nobody, without a skill, or at no time of its date (ValueError)."""
        if self.people < 1 or not self.skill:
            raise ValueError("a post needs a skill, and at least 1 person")
        if not 0 <= self.from_minute < self.to_minute <= MINUTES_PER_DAY:
            raise ValueError(
                f"from_minute before to_minute, in 0..1440: {self.from_minute}..{self.to_minute}"
            )

    def slots(self, slot_minutes: int) -> range:
        """Slots of the date that the post's time touches."""
        return range(self.from_minute // slot_minutes, -(-self.to_minute // slot_minutes))


def asked_by_slot(needs: Iterable[SkillNeed], slot_minutes: int) -> list[dict[str, int]]:
    """Return what one date's posts ask for in each of its slots."""
    found: list[dict[str, int]] = [{} for _ in range(MINUTES_PER_DAY // slot_minutes)]
    for need in needs:
        for slot in need.slots(slot_minutes) if need.kind is None else ():
            found[slot][need.skill] = found[slot].get(need.skill, 0) + need.people
    return found


def asked_by_kind(needs: Iterable[SkillNeed]) -> dict[str, dict[str, int]]:
    """Return what one date's posts ask for on each kind of shift."""
    found: dict[str, dict[str, int]] = {}
    for need in needs:
        if need.kind is not None:
            asked = found.setdefault(need.kind, {})
            asked[need.skill] = asked.get(need.skill, 0) + need.people
    return found


def sets_of_skills(asked: Asked) -> Iterator[tuple[frozenset[str], int]]:
    """Yield every set of the skills with the posts that ask for one of them, small sets first."""
    for size in range(1, len(asked) + 1):
        for skills in combinations(sorted(asked), size):
            yield frozenset(skills), sum(asked[skill] for skill in skills)


def emptiest(asked: Asked, people: Iterable[Person]) -> tuple[frozenset[str], int, int]:
    """Return the set of skills that falls shortest, the people who have one of them, and its posts."""
    staff = [person.skills for person in people]
    counted = (
        (skills, sum(not skills.isdisjoint(own) for own in staff), posts)
        for skills, posts in sets_of_skills(asked)
    )
    return max(counted, key=lambda found: found[2] - found[1])


def check_posts(needs: Iterable[SkillNeed], slot_minutes: int) -> None:
    """Refuse more skills at one time than can be looked at (ValueError)."""
    by_date: dict[date, list[SkillNeed]] = {}
    for need in needs:
        by_date.setdefault(need.date, []).append(need)
    for when, of_day in by_date.items():
        together = [*asked_by_slot(of_day, slot_minutes), *asked_by_kind(of_day).values()]
        most = max(map(len, together))
        if most > MOST_SKILLS:
            raise ValueError(
                f"skill_needs: {most} different skills at one time on {when}; at most {MOST_SKILLS}"
            )
