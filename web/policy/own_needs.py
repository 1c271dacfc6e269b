"""What a department asks for beside the need per slot: posts with a skill, and people per kind of shift.

Both are lists of plain values. A post is ``{"skill": 3, "people": 1, "kinds": ["E"], "weekdays": [1, 5]}``,
with the id of the skill, since skills are renamed; without kinds it has ``"from": 540, "to": 1080``, minutes
after midnight. A need is ``{"kind": "E", "people": 3, "weekdays": []}``. Weekdays are ISO, none is every day.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from pydantic import JsonValue

from roster.posts import MOST_SKILLS, SkillNeed, asked_by_kind, asked_by_slot
from roster.shifts import MINUTES_PER_DAY
from web.policy.rule_catalogue import POSTS
from web.policy.stored_checks import bounded, is_whole, short, wrong
from web.refusal import Refusal

NEED_PROBLEMS: Final = frozenset(
    {
        "required",
        "not_a_time",
        "rule.wrong_type",
        "rule.out_of_range",
        "rule.unknown_kind",
        "rule.repeated",
        "need.nothing",
        "need.too_many",
        "need.unknown_skill",
        "need.when",
        "need.shift_or_time",
        "need.ends_before",
        "need.skills_together",
        "need.twice",
    }
)
"""Every code that `need_problems` can find."""

MOST_ENTRIES = 60
"""Posts, and needs, that a department may have: more would be no list that anybody reads."""
MOST_ON_POST, MOST_ON_SHIFT = 100, 1000
COARSEST_SLOT = 60
"""Minutes: what comes together in no slot of an hour comes together in none."""
PARTS: Final[Mapping[bool, frozenset[str]]] = {
    True: frozenset({"skill", "people", "kinds", "from", "to", "weekdays"}),
    False: frozenset({"kind", "people", "weekdays"}),
}
"""Of a post, and of a need per shift."""
A_MONDAY = date(2024, 1, 1)

Row = Mapping[str, JsonValue]


@dataclass(frozen=True, kw_only=True)
class _OnWeekdays:
    """Something asked for on some weekdays, or on every day.

    Parameters
    ----------
    people
        How many.
    weekdays
        ISO weekdays; empty is every day.
    """

    people: int
    weekdays: frozenset[int] = frozenset()

    def is_on(self, when: date) -> bool:
        """Whether it is asked for on a date."""
        return not self.weekdays or when.isoweekday() in self.weekdays


@dataclass(frozen=True, kw_only=True)
class Post(_OnWeekdays):
    """A post: people with a skill, on each of some kinds of shift, or at a time of the day.

    Parameters
    ----------
    skill
        Id of the department's skill.
    kinds
        Codes of shift kinds; none: by the time.
    from_minute, to_minute
        Minutes after midnight, within the day.
    """

    skill: int
    kinds: tuple[str, ...] = ()
    from_minute: int = 0
    to_minute: int = MINUTES_PER_DAY

    def needs(self, when: date, skill: str) -> list[SkillNeed]:
        """Return what it asks for on a date, given the name of its skill."""
        if not self.is_on(when):
            return []
        if not self.kinds:
            start, end = self.from_minute, self.to_minute
            return [SkillNeed(date=when, skill=skill, people=self.people, from_minute=start, to_minute=end)]
        return [SkillNeed(date=when, skill=skill, people=self.people, kind=code) for code in self.kinds]


@dataclass(frozen=True, kw_only=True)
class KindNeed(_OnWeekdays):
    """People wanted on a kind of shift."""

    kind: str


def posts_of(stored: JsonValue) -> tuple[Post, ...]:
    """Return stored posts, which `need_problems` has let through."""
    return tuple(
        Post(
            skill=_number(row["skill"]),
            people=_number(row["people"]),
            kinds=tuple(map(str, _list(row.get("kinds")))),
            from_minute=_number(row.get("from", 0)),
            to_minute=_number(row.get("to", MINUTES_PER_DAY)),
            weekdays=_weekdays(row),
        )
        for row in _rows(stored)
    )


def shift_needs_of(stored: JsonValue) -> tuple[KindNeed, ...]:
    """Return stored needs per shift, which `need_problems` has let through."""
    return tuple(
        KindNeed(kind=str(row["kind"]), people=_number(row["people"]), weekdays=_weekdays(row))
        for row in _rows(stored)
    )


def need_problems(
    name: str, given: JsonValue, *, codes: Collection[str] | None, skills: Collection[int] | None
) -> list[Refusal]:
    """Return every reason why posts, or needs per shift, cannot be taken; `field` names row and part.

    Parameters
    ----------
    name
        `POSTS` or `SHIFT_NEEDS`.
    codes, skills
        Codes of the department's shift kinds, ids of its skills; None leaves them unchecked.
    """
    rows, parts = _rows(given), PARTS[name == POSTS]
    if not isinstance(given, list) or len(rows) < len(given) or any(not row.keys() <= parts for row in rows):
        return [wrong(name, given)]
    if not rows:
        return [Refusal(code="need.nothing", field=name)]
    if len(rows) > MOST_ENTRIES:
        return [Refusal(code="need.too_many", field=name, measured=len(rows), limit=MOST_ENTRIES)]
    found = []
    for number, row in enumerate(rows):
        found += _post(f"{name}-{number}", row, codes, skills) if name == POSTS else []
        found += _need(f"{name}-{number}", row, codes) if name != POSTS else []
        found += _weekday_problems(f"{name}-{number}-weekdays", row.get("weekdays", []))
    if found:
        return found
    return _together(name, posts_of(given)) if name == POSTS else _twice(name, shift_needs_of(given))


def _post(
    name: str, row: Row, codes: Collection[str] | None, skills: Collection[int] | None
) -> list[Refusal]:
    skill, kinds = row.get("skill"), row.get("kinds", [])
    found = []
    if skill is None or skill == "":
        found.append(Refusal(code="required", field=f"{name}-skill"))
    elif not is_whole(skill) or (skills is not None and skill not in skills):
        found.append(Refusal(code="need.unknown_skill", field=f"{name}-skill", measured=short(skill)))
    found += bounded(f"{name}-people", row.get("people"), 1, MOST_ON_POST)
    if not isinstance(kinds, list) or not all(isinstance(code, str) for code in kinds):
        return [*found, wrong(f"{name}-kinds", kinds)]
    if len(set(map(str, kinds))) < len(kinds):
        found.append(Refusal(code="rule.repeated", field=f"{name}-kinds"))
    found += [
        _unknown_kind(f"{name}-kinds", code) for code in kinds if codes is not None and code not in codes
    ]
    return found + _when(name, row, by_shift=bool(kinds))


def _when(name: str, row: Row, *, by_shift: bool) -> list[Refusal]:
    given = [part for part in ("from", "to") if row.get(part) not in (None, "")]
    if by_shift:
        return [Refusal(code="need.shift_or_time", field=f"{name}-kinds")] if given else []
    if not given:
        return [Refusal(code="need.when", field=f"{name}-kinds")]
    found = []
    for part in ("from", "to"):
        minute = row.get(part)
        if minute is None or minute == "":
            found.append(Refusal(code="required", field=f"{name}-{part}"))
        elif not is_whole(minute) or not 0 <= _number(minute) <= MINUTES_PER_DAY:
            found.append(Refusal(code="not_a_time", field=f"{name}-{part}", measured=short(minute)))
    if not found and _number(row["from"]) >= _number(row["to"]):
        found.append(Refusal(code="need.ends_before", field=f"{name}-to"))
    return found


def _need(name: str, row: Row, codes: Collection[str] | None) -> list[Refusal]:
    kind = row.get("kind")
    found = bounded(f"{name}-people", row.get("people"), 0, MOST_ON_SHIFT)
    if kind is None or kind == "":
        found.append(Refusal(code="required", field=f"{name}-kind"))
    elif not isinstance(kind, str):
        found.append(wrong(f"{name}-kind", kind))
    elif codes is not None and kind not in codes:
        found.append(_unknown_kind(f"{name}-kind", kind))
    return found


def _weekday_problems(name: str, given: JsonValue) -> list[Refusal]:
    if not isinstance(given, list) or not all(is_whole(day) and 1 <= _number(day) <= 7 for day in given):
        return [wrong(name, given)]
    if len(set(map(str, given))) < len(given):
        return [Refusal(code="rule.repeated", field=name)]
    return []


def _together(name: str, posts: Sequence[Post]) -> list[Refusal]:
    """Refuse more skills at one time than the engine looks at together."""
    most = 0
    for day in range(7):
        when = A_MONDAY + timedelta(days=day)
        needs = [need for post in posts for need in post.needs(when, str(post.skill))]
        together = [*asked_by_slot(needs, COARSEST_SLOT), *asked_by_kind(needs).values()]
        most = max(most, *map(len, together))
    if most <= MOST_SKILLS:
        return []
    return [Refusal(code="need.skills_together", field=name, measured=most, limit=MOST_SKILLS)]


def _twice(name: str, needs: Sequence[KindNeed]) -> list[Refusal]:
    """Refuse two numbers for the same kind on the same weekday."""
    said = Counter((need.kind, day) for need in needs for day in (need.weekdays or frozenset(range(1, 8))))
    kinds = sorted({kind for (kind, _day), times in said.items() if times > 1})
    return [
        Refusal(code="need.twice", field=f"{name}-{number}-kind", measured=need.kind)
        for number, need in enumerate(needs)
        if need.kind in kinds and any(other.kind == need.kind for other in needs[:number])
    ]


def _unknown_kind(name: str, code: JsonValue) -> Refusal:
    return Refusal(code="rule.unknown_kind", field=name, measured=short(code))


def _rows(stored: JsonValue) -> list[dict[str, JsonValue]]:
    return [row for row in _list(stored) if isinstance(row, dict)]


def _list(stored: JsonValue) -> list[JsonValue]:
    return stored if isinstance(stored, list) else []


def _number(stored: JsonValue) -> int:
    return int(str(stored))


def _weekdays(row: Row) -> frozenset[int]:
    return frozenset(map(_number, _list(row.get("weekdays"))))
