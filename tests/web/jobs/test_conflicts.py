"""What makes a month impossible, in words and with the places where it can be changed."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import select

from roster.explanation import Atom, Conflict, Explanation, Means, Relaxation
from tests.web.jobs.month import MONTH, NOW, Ids, job_of, store_month
from tests.web.jobs.test_views import queue, visit
from web.database import Database
from web.jobs import claims
from web.jobs.conflict_words import change_words, conflict_words, joined, joined_changes
from web.jobs.ending import Ending, end_job
from web.jobs.reasons import explanation_of, to_json, violations_of
from web.jobs.tables import JobState, SolveJob
from web.people.tables import Person

DAYS = tuple(MONTH + dt.timedelta(days=number) for number in range(3))
NIGHT = Atom(rule="leader_present", dates=(DAYS[0],), kinds=("N",), amount=1)


@pytest.fixture
def ids(database: Database) -> Ids:
    return store_month(database, people=8, need=1)


def test_the_page_names_people_rules_and_days_and_links_to_what_helps(
    app: Flask, database: Database, ids: Ids
) -> None:
    supervisor = visit(app, database, ids, "supervisor")
    with database.read() as session:
        person = session.scalars(select(Person).where(Person.active).order_by(Person.id)).first()
    assert person is not None
    number = person.employee_number
    conflict = Conflict(
        atoms=(Atom(rule="day_off", people=(number,), dates=(DAYS[0],)), NIGHT),
        irreducible=True,
        relaxations=(
            Relaxation(
                means="work", rule="day_off", people=(number,), dates=(DAYS[0],), after=1, holds="month"
            ),
            Relaxation(means="more_leaders", rule="leader_present", dates=(DAYS[0],), kinds=("N",), after=1),
        ),
    )
    explanation = Explanation(answer="explained", conflicts=(conflict,), seconds=1.5)
    job_id = queue(database, ids)
    claim = claims.claim_by_id(database, SolveJob, job_id, "test", NOW)
    assert claim is not None
    end_job(database, claim, Ending(state=JobState.FAILED, error="infeasible", explanation=explanation), NOW)
    assert explanation_of(job_of(database, job_id).reasons) == explanation
    page = supervisor.get(f"/solves/{job_id}").text
    for shown in (
        "不能同时满足的要求",
        f"{person.name} · 请假与固定休息",
        "已逐条求解验证",
        f'<a href="/people/{person.id}">让 {person.name} 在 12月1日 周二 上班</a>',
        "之后全月可以排班",
        "多安排 1 名组长",
        "之后此处冲突消除",
    ):
        assert shown in page


def test_a_job_without_conflicts_keeps_its_violations_only() -> None:
    assert (violations_of(None), explanation_of(None)) == ([], None)
    explanation = Explanation(answer="explained")
    assert (violations_of(to_json([], explanation)), explanation_of(to_json([], explanation))) == (
        [],
        explanation,
    )


def test_demands_alike_are_one_line() -> None:
    off = [Atom(rule="day_off", people=(who,), dates=(DAYS[0],)) for who in ("1", "2")]
    locked = [Atom(rule="locked", people=("1",), dates=(day,)) for day in DAYS]
    assert joined([*off, *locked, NIGHT]) == [
        Atom(rule="day_off", people=("1", "2"), dates=(DAYS[0],)),
        Atom(rule="locked", people=("1",), dates=DAYS),
        NIGHT,
    ]


def test_changes_of_which_one_is_enough_are_one_line(app: Flask) -> None:
    work = [Relaxation(means="work", rule="day_off", people=(who,), dates=(DAYS[0],)) for who in ("1", "2")]
    unlock = [Relaxation(means="unlock", rule="locked", people=("1",), dates=(day,)) for day in DAYS]
    found = joined_changes([*work, *unlock])
    assert [(change.people, change.dates) for change in found] == [(("1", "2"), (DAYS[0],)), (("1",), DAYS)]
    with app.test_request_context():
        words = [change_words(change, {"1": "张三", "2": "李四"}) for change in found]
    assert [(one.place, one.sentence) for one in words] == [
        ("people", "让其中一人在 12月1日 周二 上班：张三、李四"),
        ("roster", "解除 张三 其中一格的锁定：12月1日–12月3日"),
    ]


def test_why_somebody_works_no_nights_is_not_told(app: Flask) -> None:
    with app.test_request_context():
        (demand,) = conflict_words(
            Conflict(atoms=(Atom(rule="no_night", people=("1",), dates=DAYS),), irreducible=False), {"1": "A"}
        ).demands
    assert (demand.who, demand.name) == ("A", "不能安排到这个班次（原因不公开）")


MEANS: tuple[tuple[Means, str, tuple[str, ...], str], ...] = (
    ("limit", "working_run", ("1",), "person"),
    ("limit", "rest_between", (), "policy"),
    ("unlock", "locked", ("1",), "roster"),
    ("work", "day_off", ("1",), "person"),
    ("allow", "kind_allowed", ("1",), "person"),
    ("open", "closed_day", (), "policy"),
    ("more_people", "shortage", (), "coverage"),
    ("more_leaders", "leader_present", (), "people"),
)


@pytest.mark.parametrize(("means", "rule", "people", "place"), MEANS)
def test_every_means_has_its_words(
    app: Flask, means: Means, rule: str, people: tuple[str, ...], place: str
) -> None:
    change = Relaxation(means=means, rule=rule, people=people, dates=DAYS, before=60, after=120)
    with app.test_request_context():
        words = change_words(change, {"1": "张三"})
    assert words.place == place
    assert ("张三" in words.sentence) is bool(people)
