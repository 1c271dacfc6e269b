"""What a solve writes down on its way, and what a page reads of it."""

from dataclasses import replace
from itertools import pairwise

from sqlalchemy import func, select

from roster.problem import Roster
from roster.solver import Progress
from tests.web.jobs.month import MONTH, NOW, Ids, job_of, store_month
from web.database import Database
from web.jobs import claims, service
from web.jobs.claims import Claim
from web.jobs.figures import Figures
from web.jobs.given import read_month
from web.jobs.progress import Recorder, worth_keeping
from web.jobs.snapshot import MOST_POINTS, Point, take_snapshot, thinned
from web.jobs.tables import SolveJob, SolveProgress
from web.jobs.words import cost_rows
from web.people.tables import Person


def begun(database: Database) -> tuple[Ids, Claim]:
    ids = store_month(database, people=8, need=1)
    with database.write() as session:
        job = service.request_solve(
            session,
            department_id=ids.department,
            month=MONTH,
            parameters={"seconds": 60, "requirement": ids.requirement},
            requested_by=None,
            now=NOW,
        )
    assert isinstance(job, SolveJob)
    claim = claims.claim_by_id(database, SolveJob, job.id, "test", NOW)
    assert claim is not None
    return ids, claim


def news(seconds: float, cost: int | None, bound: int, roster: Roster | None) -> Progress:
    return Progress(seconds=seconds, phase="search", cost=cost, bound=bound, roster=roster)


def test_a_best_roster_is_judged_by_who_solves_and_read_by_the_page(database: Database) -> None:
    _, claim = begun(database)
    with database.read() as session:
        problem, _ = read_month(session, session.get_one(SolveJob, claim.job_id))
    best = Roster({(problem.people[0].id, MONTH): "E"})
    recorder = Recorder(database, claim, problem, now=lambda: NOW, on_lost=lambda: None)
    recorder.start()
    recorder.note(news(1.0, 900, 100, best))
    recorder.finish()
    job = job_of(database, claim.job_id)
    assert job.best_figures is not None
    assert Figures.from_json(job.best_figures) == Figures.of(problem, best)
    with database.write() as session:  # the month changes; what was found for it is not judged anew
        for person in session.scalars(select(Person)):
            person.active = False
        session.commit()
    with database.read() as session:
        snap = take_snapshot(session, session.get_one(SolveJob, claim.job_id), NOW)
    assert snap.best == Figures.of(problem, best)
    assert (snap.best.people, snap.best.shortages_count > len(snap.best.shortages)) == (8, True)


def test_bounds_that_come_at_once_make_one_line_and_better_rosters_one_each(database: Database) -> None:
    _, claim = begun(database)
    with database.read() as session:
        problem, _ = read_month(session, session.get_one(SolveJob, claim.job_id))
    first, second = Roster(), Roster({(problem.people[0].id, MONTH): "E"})
    told = [news(0.1, None, 1, None), *(news(0.2 + n / 100, 50, n, first) for n in range(2, 40))]
    told += [news(0.7, 40, 39, second), news(0.8, 40, 40, second)]
    assert worth_keeping(told, None) == [told[1], told[-2], told[-1]]
    assert worth_keeping(told[-1:], second) == told[-1:]
    recorder = Recorder(database, claim, problem, now=lambda: NOW, on_lost=lambda: None)
    for progress in told:
        recorder.note(progress)
    recorder.start()
    recorder.finish()
    with database.read() as session:
        lines = session.scalars(select(SolveProgress).order_by(SolveProgress.id)).all()
        assert [(line.cost, line.bound) for line in lines] == [(50, 2), (40, 39), (40, 40)]
        assert [line.shortages is None for line in lines] == [True, False, False]
        assert session.scalar(select(func.count()).select_from(SolveProgress)) == 3
        snap = take_snapshot(session, session.get_one(SolveJob, claim.job_id), NOW)
    assert (snap.first, snap.best) == (Figures.of(problem, first), Figures.of(problem, second))


def test_every_rule_stands_with_what_it_cost_at_first_the_dearest_now_on_top() -> None:
    empty = Figures(
        people=1, slots=1, short_slots=0, person_slots=0, hard_count=0, cost_by_rule={},
        undone=(), undone_count=0, shortages=(), shortages_count=0,
    )  # fmt: skip
    first = replace(empty, cost_by_rule={"surplus": 900, "shortage": 700})
    best = replace(empty, cost_by_rule={"shortage": 20, "night_fairness": 30})
    rows = [(row.first, row.now, row.most) for row in cost_rows(first, best)]
    assert rows == [(0, 30, 30), (700, 20, 700), (900, 0, 900)]
    assert [(row.first, row.now) for row in cost_rows(None, best)] == [(None, 30), (None, 20)]
    assert cost_rows(first, None) == []


def test_a_chart_gets_the_first_the_last_every_better_roster_and_of_the_rest_what_fits() -> None:
    points: list[Point] = [(float(n), None if n < 10 else 9000.0 - n // 100, float(n)) for n in range(5000)]
    found = thinned(points)
    assert len(found) == MOST_POINTS
    assert (found[0], found[-1]) == (points[0], points[-1])
    assert found == sorted(found)
    assert set(points[10:11]) | set(points[100::100]) <= set(found)
    assert max(later[0] - sooner[0] for sooner, later in pairwise(found)) < 50


def test_few_points_and_many_better_rosters_all_stay() -> None:
    assert thinned([]) == []
    few: list[Point] = [(0.0, None, 1.0), (1.0, 5.0, 1.0), (2.0, 5.0, 2.0)]
    assert thinned(few) == few
    falling: list[Point] = [(float(n), 900.0 - n, 0.0) for n in range(400)]
    assert thinned(falling) == falling
