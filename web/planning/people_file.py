"""people.csv: who is there, in which team, with which contract, with which days off and wishes.

Pure: a table of text in, rows and problems out. The site's import and ``lunban plan --people`` share it.
"""

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from forecasting.tabular import ImportNotice, ImportProblem, Table
from web.planning.cells import (
    LONGEST_NAME,
    LONGEST_SKILL,
    CellError,
    Cells,
    FileProblem,
    employee_number,
    plain_text,
    read_date,
)
from web.planning.plan_columns import PLAN_ALIASES, PlanColumns, read_plan_columns

REQUIRED: Final = ("employee_number", "name", "team", "role", "weekly_hours")
MOST_PEOPLE: Final = 20_000

ALIASES: Final[Mapping[str, tuple[str, ...]]] = {
    "employee_number": ("工号", "员工编号", "员工号", "employee no", "staff number"),
    "name": ("姓名", "名字"),
    "team": ("班组", "小组", "组别", "团队"),
    "role": ("角色", "岗位", "职务"),
    "weekly_hours": ("周工时", "每周工时", "合同工时", "周标准工时"),
    "skills": ("技能",),
    "days_off": ("休息日", "固定休息", "休假日", "休假日期"),
    "wishes": ("愿望", "排班愿望", "意愿"),
    "hired_on": ("入职日期", "入职日"),
    "probation_until": ("试用期至", "试用期结束", "试用期截止"),
    "leaves_on": ("离职日期", "离职日"),
    "no_nights_from": ("免夜班自", "不上夜班自", "免夜班开始"),
    "no_nights_to": ("免夜班至", "不上夜班至", "免夜班结束"),
}
ROLES: Final[Mapping[str, str]] = {
    "agent": "agent",
    "客服": "agent",
    "组员": "agent",
    "客服组员": "agent",
    "见习客服": "agent",
    "坐席": "agent",
    "座席": "agent",
    "leader": "leader",
    "team leader": "leader",
    "组长": "leader",
    "领班": "leader",
    "客服组长": "leader",
}
OFF_WORDS: Final = frozenset({"off", "休", "休息"})


@dataclass(frozen=True, kw_only=True)
class PersonRow:
    """One good row.

    Parameters
    ----------
    row
        Number in the file.
    role
        ``agent`` or ``leader``.
    weekly_minutes
        Contract time per week.
    wishes
        Dates with the code of a shift kind; None means a wish to be off.
    no_nights
        First and last day of a protected period; no reason is ever read.
    planning
        Overtime and money, where these columns are read.
    """

    row: int
    employee_number: str
    name: str
    team: str
    role: str
    weekly_minutes: int
    skills: tuple[str, ...] = ()
    days_off: tuple[date, ...] = ()
    wishes: tuple[tuple[date, str | None], ...] = ()
    hired_on: date | None = None
    probation_until: date | None = None
    leaves_on: date | None = None
    no_nights: tuple[date, date] | None = None
    planning: PlanColumns = field(default=PlanColumns())


@dataclass(frozen=True, kw_only=True)
class PeopleFile:
    """What a file says.

    Parameters
    ----------
    columns
        Meanings of the columns that the file has: what it lacks is left as it is.
    people
        Rows without any problem.
    problems
        Every problem of every row.
    notices
        What is no error but should be known.
    """

    columns: frozenset[str]
    people: tuple[PersonRow, ...]
    problems: tuple[FileProblem, ...]
    notices: tuple[FileProblem, ...]

    @property
    def bad_rows(self) -> int:
        """Number of rows that are not taken."""
        return len({problem.row for problem in self.problems if problem.row is not None})


def read_people(
    table: Table,
    *,
    teams: Collection[str] | None = None,
    skills: Collection[str] | None = None,
    kinds: Collection[str] | None = None,
    for_plan: bool = False,
) -> PeopleFile:
    """Read people from a table.

    Parameters
    ----------
    table
        As `forecasting.tabular.read_table` gives it; its own problems are passed on.
    teams, skills, kinds
        The teams, skills and codes of shift kinds that exist; None where any name is right.
    for_plan
        Whether the columns of `web.planning.plan_columns` are read, too.
    """
    problems = [problem_of(problem) for problem in table.problems]
    notices = [problem_of(notice) for notice in table.notices]
    aliases = {**ALIASES, **PLAN_ALIASES} if for_plan else ALIASES
    columns, more = find_columns(table, aliases, REQUIRED) if table.header else ({}, [])
    problems += more
    if any(problem.row is None for problem in problems):
        return PeopleFile(columns=frozenset(), people=(), problems=tuple(problems), notices=tuple(notices))
    if len(table.rows) > MOST_PEOPLE:
        problems.append(FileProblem(None, None, "too_many_people", f"{len(table.rows)} > {MOST_PEOPLE}"))
        return PeopleFile(
            columns=frozenset(columns), people=(), problems=tuple(problems), notices=tuple(notices)
        )
    notices += unknown_columns(table, columns)
    people: list[PersonRow] = []
    seen: dict[str, int] = {}
    for row in table.rows:
        cells = Cells(row, columns, table)
        person = _person(cells, teams, skills, kinds)
        number = cells.text("employee_number")
        if number and seen.setdefault(number, row.number) != row.number:
            cells.complain("employee_number", "duplicate_number", str(seen[number]))
        problems += cells.problems
        if not cells.problems:
            people.append(person)
    notices += _same_names(people, table, columns)
    if not table.rows and not table.problems:
        problems.append(FileProblem(None, None, "no_rows"))
    return PeopleFile(
        columns=frozenset(columns),
        people=tuple(people),
        problems=tuple(sorted(problems, key=lambda problem: problem.row or 0)),
        notices=tuple(notices),
    )


def find_columns(
    table: Table, aliases: Mapping[str, tuple[str, ...]], required: tuple[str, ...]
) -> tuple[dict[str, int], list[FileProblem]]:
    """Return which column means what, and which are missing or stand twice."""
    meaning = {_plain(name): key for key, names in aliases.items() for name in (key, *names)}
    columns: dict[str, int] = {}
    problems = []
    for place, header in enumerate(table.header):
        key = meaning.get(_plain(header))
        if key is not None and columns.setdefault(key, place) != place:
            problems.append(FileProblem(None, table.column_name(place), "duplicate_column", header))
    problems += [FileProblem(None, key, "missing_column") for key in required if key not in columns]
    return columns, problems


def unknown_columns(table: Table, columns: Mapping[str, int]) -> list[FileProblem]:
    """Return a notice for each column that is not read."""
    used = set(columns.values())
    return [
        FileProblem(None, table.column_name(place), "column_ignored")
        for place, header in enumerate(table.header)
        if place not in used and header
    ]


def problem_of(found: ImportProblem | ImportNotice) -> FileProblem:
    """Return a problem or notice of the table's reader in the form of this package."""
    return FileProblem(found.row, found.column, found.code.value, found.value)


def _person(
    cells: Cells,
    teams: Collection[str] | None,
    skills: Collection[str] | None,
    kinds: Collection[str] | None,
) -> PersonRow:
    hired, leaves = cells.day("hired_on"), cells.day("leaves_on")
    probation = cells.day("probation_until")
    if hired and leaves and leaves < hired:
        cells.complain("leaves_on", "before_hiring")
    if hired and probation and probation < hired:
        cells.complain("probation_until", "before_hiring")
    return PersonRow(
        row=cells.row.number,
        employee_number=employee_number(cells, "employee_number"),
        name=cells.required("name", longest=LONGEST_NAME),
        team=_known(cells, "team", cells.required("team", longest=LONGEST_NAME), teams),
        role=_role(cells),
        weekly_minutes=cells.minutes("weekly_hours"),
        skills=_skills(cells, skills),
        days_off=cells.days("days_off"),
        wishes=_wishes(cells, kinds),
        hired_on=hired,
        probation_until=probation,
        leaves_on=leaves,
        no_nights=cells.period("no_nights_from", "no_nights_to"),
        planning=read_plan_columns(cells),
    )


def _role(cells: Cells) -> str:
    text = cells.required("role", longest=LONGEST_NAME)
    role = ROLES.get(_plain(text), "")
    if text and not role:
        cells.complain("role", "unknown_role")
    return role


def _known(cells: Cells, column: str, text: str, known: Collection[str] | None) -> str:
    if text and known is not None and text not in known:
        cells.complain(column, f"unknown_{column}", text)
    return text


def _skills(cells: Cells, known: Collection[str] | None) -> tuple[str, ...]:
    found: list[str] = []
    for part in cells.parts("skills"):
        try:
            skill = plain_text(part, longest=LONGEST_SKILL)
        except CellError as error:
            cells.complain("skills", error.code, part)
            continue
        if known is not None and skill not in known:
            cells.complain("skills", "unknown_skill", skill)
        elif skill not in found:
            found.append(skill)
    return tuple(found)


def _wishes(cells: Cells, kinds: Collection[str] | None) -> tuple[tuple[date, str | None], ...]:
    wishes: dict[date, str | None] = {}
    for part in cells.parts("wishes"):
        day_text, equals, wish = part.partition("=")
        code = wish.strip()
        try:
            day = read_date(day_text.strip())
        except CellError as error:
            cells.complain("wishes", error.code if equals else "not_a_wish", part)
            continue
        kind = None if code.casefold() in OFF_WORDS else code
        if not code:
            cells.complain("wishes", "not_a_wish", part)
        elif kind is not None and kinds is not None and kind not in kinds:
            cells.complain("wishes", "unknown_kind", code)
        elif wishes.setdefault(day, kind) != kind:
            cells.complain("wishes", "two_wishes", day.isoformat())
    return tuple(sorted(wishes.items()))


def _same_names(people: list[PersonRow], table: Table, columns: Mapping[str, int]) -> list[FileProblem]:
    """Two people may share a name; more often somebody stands in the file twice."""
    first: dict[str, PersonRow] = {}
    notices = []
    for person in people:
        other = first.setdefault(person.name, person)
        if other is not person:
            column = table.column_name(columns["name"])
            notices.append(FileProblem(person.row, column, "same_name", str(other.row)))
    return notices


def _plain(text: str) -> str:
    """Return a heading without the differences that nobody sees."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("\ufeff", "")
    return folded.replace("_", " ").replace("-", " ").strip()
