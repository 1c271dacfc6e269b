"""The chosen cell over HTTP: its panel, the effect before the act, the change, locks, refusals."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import select

from tests.web.rosters.desks import cell_of, sit_down
from tests.web.rosters.office import Office, legal_month
from web.rosters.loading import load_roster, locked_cells
from web.rosters.tables import RosterVersion

DAY = dt.date(2026, 12, 9)


def form(office: Office, number: str, kind: str, seen: int, day: dt.date = DAY) -> dict[str, object]:
    return {"person": office.people[number], "day": day.isoformat(), "kind": kind, "seen": seen}


def kind_of(office: Office, version: int, number: str, day: dt.date = DAY) -> str | None:
    with office.database.read() as session:
        return load_roster(session, session.get_one(RosterVersion, version)).kind(number, day)


def test_a_change_answers_with_all_that_the_page_must_redraw(app: Flask, office: Office) -> None:
    version = office.draft()
    supervisor = sit_down(app, office, office.supervisor.user_id)
    answer = supervisor.post(f"/rosters/versions/{version}/cells", data=form(office, "00102", "N", 1))
    assert answer.status_code == 200
    body = answer.get_json()
    assert body["lock_version"] == 2
    assert body["saved"].startswith("已保存 ")
    effect = body["effect"]
    assert effect["label"].startswith("员工00102 12月9日 周三 夜班 23:00–次日 8:00，违规")
    assert {"2026-12-09", "2026-12-10"} <= set(effect["broken"])
    assert effect["hard"] >= 1
    assert effect["fresh_hard"] - effect["gone_hard"] >= effect["hard"]
    kinds = {(line["kind"], line["date"]) for line in effect["coverage"]}
    assert {("E", "2026-12-09"), ("N", "2026-12-09")} <= kinds
    assert kind_of(office, version, "00102") == "N"
    back = supervisor.post(
        f"/rosters/versions/{version}/cells", data=form(office, "00102", "E", 2)
    ).get_json()
    assert (back["lock_version"], back["effect"]["hard"], back["effect"]["broken"]) == (3, 0, [])


def test_the_counts_of_a_change_are_those_of_the_page_loaded_anew(app: Flask, office: Office) -> None:
    version = office.draft()
    supervisor = sit_down(app, office, office.supervisor.user_id)
    before = supervisor.get(f"/rosters/versions/{version}").text
    effect = supervisor.post(
        f"/rosters/versions/{version}/cells", data=form(office, "00101", "", 1)
    ).get_json()["effect"]
    after = supervisor.get(f"/rosters/versions/{version}").text

    def hard(page: str) -> int:
        return int(page.split('data-hard="')[1].split('"', maxsplit=1)[0])

    assert hard(after) - hard(before) == effect["fresh_hard"] - effect["gone_hard"]
    assert f'aria-label="{effect["label"]}"' in cell_of(after, office.people["00101"], DAY)


def test_a_change_says_whether_the_cell_differs_from_what_is_in_force(app: Flask, office: Office) -> None:
    supervisor = sit_down(app, office, office.supervisor.user_id)
    published = office.published().act.version_id
    supervisor.post(f"/rosters/versions/{published}/draft")
    with office.database.read() as session:
        draft = max(session.scalars(select(RosterVersion.id)))
    address = f"/rosters/versions/{draft}"
    answer = supervisor.post(f"{address}/cells", data=form(office, "00102", "M", 1)).get_json()
    label = answer["effect"]["label"]
    assert label.endswith("，改动")
    assert f'aria-label="{label}"' in cell_of(supervisor.get(address).text, office.people["00102"], DAY)
    back = supervisor.post(f"{address}/cells", data=form(office, "00102", "E", 2)).get_json()
    assert "改动" not in back["effect"]["label"]


def test_an_old_sight_is_refused_with_who_changed_what(app: Flask, office: Office) -> None:
    version = office.draft()
    leader = sit_down(app, office, office.users["00101"])
    supervisor = sit_down(app, office, office.supervisor.user_id)
    assert (
        leader.post(f"/rosters/versions/{version}/cells", data=form(office, "00102", "M", 1)).status_code
        == 200
    )
    answer = supervisor.post(f"/rosters/versions/{version}/cells", data=form(office, "00103", "M", 1))
    assert answer.status_code == 409
    body = answer.get_json()
    assert "账号00101" in body["reasons"][0]
    assert len(body["changes"]) == 1
    assert "改了一格" in body["changes"][0]
    assert kind_of(office, version, "00103") == "E"


def test_a_leader_changes_the_own_team_only(app: Flask, office: Office) -> None:
    version = office.draft()
    leader = sit_down(app, office, office.users["00101"])
    answer = leader.post(f"/rosters/versions/{version}/cells", data=form(office, "00202", "", 1))
    assert answer.status_code == 403
    assert answer.get_json()["reasons"] == ["这些行不归你改：只能改本组的行。"]
    assert kind_of(office, version, "00202") == "M"


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"kind": "X"}, 422),
        ({"kind": "L"}, 422),
        ({"day": "2027-01-01"}, 422),
        ({"day": "soon"}, 404),
        ({"person": "999999"}, 404),
        ({"person": "x"}, 404),
        ({"person": "99999999999999"}, 404),
    ],
)
def test_what_does_not_fit_changes_nothing(
    app: Flask, office: Office, change: dict[str, str], status: int
) -> None:
    version = office.draft()
    supervisor = sit_down(app, office, office.supervisor.user_id)
    data = form(office, "00102", "N", 1) | change
    assert supervisor.post(f"/rosters/versions/{version}/cells", data=data).status_code == status
    assert kind_of(office, version, "00102") == "E"


def test_the_panel_shows_rules_choices_and_the_effect_before_the_act(app: Flask, office: Office) -> None:
    shifts = legal_month().with_cell("00102", DAY, "N")
    version = office.draft(shifts)
    supervisor = sit_down(app, office, office.supervisor.user_id)
    cell = {"person": office.people["00102"], "day": DAY.isoformat()}
    page = supervisor.get(f"/rosters/versions/{version}/panel", query_string=cell).text
    assert "夜班后休息 0 小时，至少 11 小时" in page
    assert 'data-repair="2026-12-10"' in page
    assert "若改为休息：违规 " in page
    assert "工时 −9 小时" in page.replace("−9.0", "−9")
    assert page.count('class="choice k') == 4
    preview = supervisor.get(f"/rosters/versions/{version}/effect", query_string={**cell, "kind": "E"}).text
    assert "若改为早班：违规 " in preview
    assert "→ 0" in preview
    assert kind_of(office, version, "00102") == "N"
    wrong = supervisor.get(f"/rosters/versions/{version}/effect", query_string={**cell, "kind": "X"}).text
    assert "没有可以手工安排的班次 X" in wrong


@pytest.mark.parametrize(
    "cell", [{"day": "2027-01-01"}, {"day": ""}, {"person": "99999999999999"}, {"person": "-1"}]
)
def test_there_is_no_panel_of_a_cell_that_is_not(app: Flask, office: Office, cell: dict[str, str]) -> None:
    version = office.draft()
    supervisor = sit_down(app, office, office.supervisor.user_id)
    query = {"person": str(office.people["00102"]), "day": DAY.isoformat()} | cell
    assert supervisor.get(f"/rosters/versions/{version}/panel", query_string=query).status_code == 404


def test_readers_get_the_panel_without_choices(app: Flask, office: Office) -> None:
    version = office.draft()
    head = sit_down(app, office, office.head.user_id)
    cell = {"person": office.people["00102"], "day": DAY.isoformat()}
    page = head.get(f"/rosters/versions/{version}/panel", query_string=cell).text
    assert "最长连续上班 5 天" in page
    assert "data-kind" not in page


def test_locks_of_a_range_are_kept_and_shown(app: Flask, office: Office) -> None:
    version = office.draft()
    supervisor = sit_down(app, office, office.supervisor.user_id)
    days = [DAY.isoformat(), "2026-12-12"]
    data = {"person": [office.people["00102"], office.people["00103"]], "day": days, "locked": "1", "seen": 1}
    answer = supervisor.post(f"/rosters/versions/{version}/locks", data=data)
    body = answer.get_json()
    assert body["lock_version"] == 2
    assert [(cell["person"], cell["day"], cell["locked"]) for cell in body["cells"]] == [
        (office.people[number], day, True) for number in ("00102", "00103") for day in days
    ]
    with office.database.read() as session:
        kept = locked_cells(session, session.get_one(RosterVersion, version))
    assert len(kept) == 4
    assert kept["00103", dt.date(2026, 12, 12)] is None
    page = supervisor.get(f"/rosters/versions/{version}").text
    assert "已锁定" in cell_of(page, office.people["00102"], DAY)
    assert 'class="lk"' in cell_of(page, office.people["00102"], DAY)
    for cell in body["cells"]:
        day = dt.date.fromisoformat(cell["day"])
        assert f'aria-label="{cell["label"]}"' in cell_of(page, cell["person"], day)
    nothing = supervisor.post(f"/rosters/versions/{version}/locks", data={"seen": 2, "locked": "1"})
    assert (nothing.status_code, nothing.get_json()["reasons"]) == (422, ["至少选一格。"])


def test_a_published_month_cannot_be_edited(app: Flask, office: Office) -> None:
    act = office.published().act
    supervisor = sit_down(app, office, office.supervisor.user_id)
    data = form(office, "00102", "", act.lock_version)
    answer = supervisor.post(f"/rosters/versions/{act.version_id}/cells", data=data)
    assert answer.status_code == 422
    assert answer.get_json()["reasons"] == ["这一版现在是“已发布”，不能这样做。看下面的状态。"]
