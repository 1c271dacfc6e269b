"""Many swaps that wait for approval, and many leaders who approve them at the same instant, over HTTP."""

import re
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from http.cookiejar import CookieJar
from pathlib import Path
from threading import Barrier
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, OpenerDirector, build_opener

from sqlalchemy import func, select

from roster.problem import Roster as Shifts
from tests.support.kept import kept
from tests.support.site import Site, forked_site
from tests.web.rosters.office import MONTH, NOW
from tests.web.swaps.desk import PASSWORD, Desk, give, stored_desk, with_password
from web.accounts.tables import Role, User
from web.database import Database
from web.people.tables import Person, RoleInTeam
from web.rosters.tables import RosterVersion, VersionState
from web.swaps import deciding
from web.swaps.steps import SwapAnswer
from web.swaps.tables import SwapConsent, SwapRequest

SETTINGS = {"LUNBAN_SECRET_KEY": "only-for-tests", "LUNBAN_TODAY": NOW.date().isoformat()}
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass(frozen=True, kw_only=True)
class Race:
    """What came of approvers who all said yes at once.

    Parameters
    ----------
    answers
        Status codes of the HTTP answers, per swap.
    approvals
        Approvals stored, per swap.
    versions
        Roster versions that the swaps made.
    """

    answers: Sequence[Sequence[int]]
    approvals: Mapping[int, int]
    versions: int

    @property
    def broken(self) -> int:
        """Answers that are the server's fault."""
        return sum(code >= 500 for codes in self.answers for code in codes)

    @property
    def accepted(self) -> int:
        """Answers that say that the approval took place."""
        return sum(code == 302 for codes in self.answers for code in codes)


@dataclass(frozen=True)
class Approver:
    """A logged-in leader at one of the servers."""

    site: Site
    browser: OpenerDirector
    token: str


class _Stay(HTTPRedirectHandler):
    """A redirect is the answer that is looked for."""

    def redirect_request(self, *_: object, **__: object) -> None:
        return None


@kept
def stored_crowd(database: Database, *, leaders: int, pairs: int) -> Desk:
    """Store a department of pairs who work early and in the middle on even dates, and many leaders."""
    people = {f"003{n + 10}": ("E" if n % 2 == 0 else "M") for n in range(2 * pairs)}
    desk = stored_desk(
        database,
        preset="S0g",
        shifts=Shifts(
            ((number, MONTH.replace(day=day)), kind)
            for number, kind in people.items()
            for day in range(2, 31, 2)
        ),
        further=[*people, *(f"004{n + 10}" for n in range(leaders))],
    )
    crowd = [number for number in desk.office.people if number.startswith("004")]
    with database.write() as session:
        role = session.scalars(select(Role).where(Role.name == "leader")).one()
        for number in crowd:
            session.get_one(Person, desk.office.people[number]).role_in_team = RoleInTeam.LEADER
            session.get_one(User, desk.office.users[number]).roles = [role]
        session.commit()
    with_password(desk, *crowd)
    return desk


def waiting_swaps(desk: Desk, count: int) -> list[SwapAnswer]:
    """Let pairs ask and agree, as many swaps as wanted."""
    people = sorted(number for number in desk.office.people if number.startswith("003"))
    found: list[SwapAnswer] = []
    for day in range(2, 31, 2):
        for one, two in zip(people[::2], people[1::2], strict=True):
            if len(found) == count:
                return found
            asked = desk.ask(give(day, one, two), give(day, two, one))
            assert asked.done, asked.reasons
            found.append(desk.act(deciding.agree, desk.actor(two), asked))
    return found


@contextmanager
def two_servers(folder: Path, database_url: str) -> Iterator[list[Site]]:
    """Two server processes on one database."""
    settings = {"LUNBAN_DATABASE_URL": database_url, **SETTINGS}
    with ExitStack() as running:
        sites = []
        for name in ("one", "two"):
            (folder / name).mkdir()
            sites.append(running.enter_context(forked_site(folder / name, settings)))
        yield sites


def race(sites: Sequence[Site], desk: Desk, swaps: Sequence[SwapAnswer]) -> Race:
    """Let every leader of the crowd approve every swap at the same instant, at either server."""
    acts = [(f"/swaps/{swap.swap_id}/approve", {"seen": str(swap.lock_version)}) for swap in swaps]
    answers = at_once(sites, leaders_of(desk), acts)
    with desk.database.read() as session:
        approvals = dict(
            session.execute(
                select(SwapConsent.swap_id, func.count())
                .where(SwapConsent.step.is_not(None))
                .group_by(SwapConsent.swap_id)
            ).all()
        )
        made = select(func.count()).where(
            RosterVersion.id.in_(select(SwapRequest.made_version_id)),
            RosterVersion.state.in_((VersionState.PUBLISHED, VersionState.SUPERSEDED)),
        )
        versions = session.scalar(made) or 0
    return Race(answers=answers, approvals=approvals, versions=versions)


def leaders_of(desk: Desk) -> list[str]:
    """The numbers of the many leaders."""
    return sorted(number for number in desk.office.people if number.startswith("004"))


def at_once(
    sites: Sequence[Site], numbers: Sequence[str], acts: Sequence[tuple[str, Mapping[str, str]]]
) -> list[list[int]]:
    """Let everybody post each form at the same instant, at either server; return the status codes by form.

    A number that is named twice is one person in two browsers.
    """
    with ThreadPoolExecutor(len(numbers)) as pool:
        people = list(
            pool.map(lambda pair: logged_in(sites[pair[0] % len(sites)], f"CS{pair[1]}"), enumerate(numbers))
        )
        return [
            list(pool.map(partial(_together, address, form, Barrier(len(people))), people))
            for address, form in acts
        ]


def logged_in(site: Site, number: str) -> Approver:
    """Log in as a page does."""
    browser = build_opener(HTTPCookieProcessor(CookieJar()), _Stay())
    form = {
        "csrf_token": _token(browser, f"{site.url}/login"),
        "employee_number": number,
        "password": PASSWORD,
    }
    assert post(browser, f"{site.url}/login", form) == 302
    return Approver(site, browser, _token(browser, f"{site.url}/me"))


def _together(address: str, form: Mapping[str, str], together: Barrier, who: Approver) -> int:
    together.wait()
    return post(who.browser, f"{who.site.url}{address}", {"csrf_token": who.token, **form})


def _token(browser: OpenerDirector, address: str) -> str:
    with browser.open(address) as answer:
        found = TOKEN.search(answer.read().decode())
    assert found is not None
    return found.group(1)


def post(browser: OpenerDirector, address: str, form: Mapping[str, str]) -> int:
    try:
        with browser.open(address, urlencode(form).encode()) as answer:
            return int(answer.status)
    except HTTPError as error:
        with error:
            return error.code
