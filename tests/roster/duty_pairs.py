"""Pairs at the limit for the rules over the people on duty: code, problem, good, bad and units of breach."""

from collections.abc import Mapping
from dataclasses import replace

from roster.problem import Calendar, DayType, Limit, Person, Problem, RuleSettings, SkillNeed
from tests.roster.small import day, month, only, rows

FOUR = tuple(Person(id=name) for name in "1234")
HOLIDAY = Calendar(special={day(0): DayType.STATUTORY})
"""The first day; 17 May would be among the special days."""
TELECOM_DAY = Calendar(special_days=frozenset({day(1)}))

Given = tuple[str, Problem, Mapping[str, str], Mapping[str, str], int]


def _skilled(*skills: str) -> tuple[Person, ...]:
    """One person per word, each letter of which is a skill."""
    return tuple(Person(id=str(n), skills=frozenset(own)) for n, own in enumerate(skills, 1))


def _posts(people: tuple[Person, ...], *needs: SkillNeed, value: int = 0, **others: object) -> Problem:
    rules = only("skills_per_post", Limit(value=value))
    return month(people=people, days=1, rules=rules, skill_needs=needs, **others)  # type: ignore[arg-type]


def _seats(value: int, need: Mapping[tuple[int, int], int], **others: object) -> Problem:
    rules = only("seats", Limit(value=value))
    return month(people=FOUR, days=1, rules=rules, need=need, **others)


SEAT_PAIRS: tuple[Given, ...] = (
    # the middle shift begins at 15:30 and the day shift ends at 18:00: two whole hours together
    ("seats", _seats(2, {}), {"1": "E", "2": "M", "3": "T"}, {"1": "D", "2": "M", "3": "D"}, 2),
    # the night before the month sits there until 8:00, the last night after it as far as it is counted
    ("seats", _seats(1, {}, history=rows({"1": "N"}, -1)), {"2": "E"}, {"2": "X", "3": "E"}, 5),
    ("seats", _seats(1, {(1, 3): 1}), {"1": "N"}, {"1": "N", "2": "N"}, 9),
)

TWO_POSTS = SkillNeed(date=day(0), skill="a", kind="E"), SkillNeed(date=day(0), skill="b", kind="E")
AT_NINE = SkillNeed(date=day(0), skill="a", from_minute=540, to_minute=600)
SKILL_PAIRS: tuple[Given, ...] = (
    ("skills_per_post", _posts(_skilled("a", ""), TWO_POSTS[0]), {"1": "E"}, {"1": "M", "2": "E"}, 1),
    # whoever can do both fills one of two posts
    ("skills_per_post", _posts(_skilled("ab", "a"), *TWO_POSTS), {"1": "E", "2": "E"}, {"1": "E"}, 1),
    (
        "skills_per_post",
        _posts(_skilled("ab", "", "ab"), *TWO_POSTS),
        {"1": "E", "3": "E"},
        {"1": "E", "2": "E", "3": "M"},
        1,
    ),
    # three posts, of which two ask for the same skill: enough people, of whom too few have it
    (
        "skills_per_post",
        _posts(_skilled("a", "ab", "b"), *TWO_POSTS, TWO_POSTS[0]),
        {"1": "E", "2": "E", "3": "E"},
        {"1": "E", "3": "E"},
        1,
    ),
    # by the time: a shift of another kind will do, training will not; two hours are two units
    (
        "skills_per_post",
        _posts(_skilled("a", "a"), SkillNeed(date=day(0), skill="a", from_minute=540, to_minute=610)),
        {"1": "E"},
        {"1": "T", "2": "M"},
        2,
    ),
    # the long shift of the day before goes on to 9:00; what only it could fill is the month before's
    (
        "skills_per_post",
        _posts(
            _skilled("a", "a", "a"),
            SkillNeed(date=day(0), skill="a", people=3, from_minute=60, to_minute=540),
            value=1,
            history=rows({"1": "X"}, -1),
        ),
        {"2": "E"},
        {"2": "M"},
        1,
    ),
    (
        "skills_per_post",
        _posts(
            _skilled("ab", "a"),
            AT_NINE,
            replace(AT_NINE, skill="b"),
        ),
        {"1": "E", "2": "D"},
        {"1": "E", "2": "M"},
        1,
    ),
)

NEW = Person(id="N", probation_until=day(0), team="one")
BESIDE = (NEW, replace(NEW, id="P"), Person(id="A", team="one"), Person(id="B", team="two"))


def _paired(value: int, *, in_team: bool = False) -> Problem:
    rules = replace(only("probation_pairing", Limit(value=value)), probation_in_team=in_team)
    return month(people=BESIDE, days=2, rules=rules)


PROBATION_PAIRS: tuple[Given, ...] = (
    # the second day is after the probation, and of training nobody takes care
    ("probation_pairing", _paired(1), {"N": "EE", "A": "E"}, {"N": "EE", "A": "ME"}, 1),
    ("probation_pairing", _paired(1), {"N": "T"}, {"N": "E", "P": "E", "B": "E"}, 1),
    ("probation_pairing", _paired(2), {"N": "E", "P": "E", "A": "E"}, {"N": "E", "P": "E", "A": "D"}, 2),
    ("probation_pairing", _paired(1, in_team=True), {"N": "E", "A": "E"}, {"N": "E", "B": "E"}, 1),
)


def _held(code: str, value: int, calendar: Calendar = HOLIDAY, **others: object) -> Problem:
    rules: RuleSettings = only(code, Limit(value=value))
    given = {"need": {(0, 9): 1, (1, 9): 1}, "days": 2, "people": FOUR, "calendar": calendar}
    return month(rules=rules, **(given | others))  # type: ignore[arg-type]


RESERVE_PAIRS: tuple[Given, ...] = (
    ("reserve", _held("reserve", 2), {"1": "R", "2": "R"}, {"1": "RR", "2": "ER"}, 1),
    ("reserve", _held("reserve", 2, TELECOM_DAY), {"1": ".R", "2": ".R"}, {"1": "R", "2": "R"}, 2),
    ("reserve_most", _held("reserve_most", 1), {"1": "RR", "2": ".R"}, {"1": "R", "2": "R"}, 1),
    ("reserve_surplus", _held("reserve_surplus", 1), {"1": "E", "2": "D"}, {"1": "E", "2": "R"}, 1),
    # a slot in which nobody is needed asks for no surplus; the night of a holiday does so until midnight
    (
        "reserve_surplus",
        _held("reserve_surplus", 1, need={(0, 23): 1, (1, 3): 1}),
        {"1": "N", "2": "N"},
        {"1": "N"},
        1,
    ),
    # the first morning is for the month before to staff
    (
        "reserve_surplus",
        _held("reserve_surplus", 1, need={(0, 3): 1, (0, 9): 1}),
        {"1": "E", "2": "E"},
        {"1": "E"},
        1,
    ),
    # the holiday is the day after the month, whose first hours the last night fills
    (
        "reserve_surplus",
        _held("reserve_surplus", 1, TELECOM_DAY, days=1, need={(0, 23): 1, (1, 3): 1, (1, 4): 1}),
        {"1": "N", "2": "N"},
        {"1": "N"},
        2,
    ),
    # E and D are needed at 9:00 of the second day; the first is a holiday
    (
        "reserve_ordinary",
        _held("reserve_ordinary", 1),
        {"1": ".R", "2": ".R", "4": "E"},
        {"1": ".R", "2": "R"},
        1,
    ),
)

DUTY_PAIRS = (*SEAT_PAIRS, *SKILL_PAIRS, *PROBATION_PAIRS, *RESERVE_PAIRS)
