"""The links of the frame: one list, of which each person sees what exists and their role may open."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask import Flask, current_app, has_request_context, request, url_for
from flask_babel import gettext
from flask_security import current_user

from web import access
from web.i18n import N_


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One place of the site.

    Parameters
    ----------
    endpoint
        Where it leads; an entry whose endpoint does not exist is left out.
    label
        English text; translated when shown.
    apart
        Label beside another entry of the same label.
    icon
        Name in the sprite, for the phone's tabs.
    family
        Prefixes of endpoints during which the entry counts as the present one.
    """

    endpoint: str
    label: str
    apart: str | None = None
    icon: str
    family: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Link:
    """An entry as one person sees it on one page."""

    address: str
    label: str
    icon: str
    current: bool
    count: int


@dataclass(frozen=True, kw_only=True)
class PresentPerson:
    """What the frame says of the logged-in person."""

    name: str
    employee_number: str
    place: str
    role: str
    profile: str | None
    logout: str


HOME, PROFILE, LOGOUT = "home.index", "accounts.profile", "accounts.logout"
BELL = Entry(endpoint="notices.index", label=N_("Notices"), icon="bell", family=("notices.",))

SETUP_PAGES = (
    "setup.",
    "people.",
    "teams.",
    "shift_kinds.",
    "calendar.",
    "events.",
    "policy.",
    "rules.",
    "department.",
    "productivity.",
    "checks.",
    "users.",
    "outside.",
    "calls.",
)

REQUEST_PAGES = ("swaps.", "leave.", "overtime.")
RECORD_PAGES = ("handovers.", "reviews.", "inspections.", "search.", "book.")

TOP: tuple[Entry, ...] = (
    Entry(endpoint="home.index", label=N_("Today"), icon="home", family=("home.",)),
    Entry(
        endpoint="forecasts.index",
        label=N_("Forecast"),
        icon="chart-line",
        family=("forecasts.", "intraday.", "what_if.", "volume.", "reports."),
    ),
    Entry(endpoint="coverage.index", label=N_("Coverage"), icon="users", family=("coverage.", "simulation.")),
    Entry(
        endpoint="rosters.index",
        label=N_("Roster"),
        icon="calendar-month",
        family=("rosters.", "jobs.", "repairs."),
    ),
    Entry(endpoint="my.month", label=N_("My roster"), icon="calendar-month", family=("my.",)),
    Entry(endpoint="swaps.index", label=N_("Requests"), icon="arrows-exchange", family=REQUEST_PAGES),
    Entry(endpoint="wishes.index", label=N_("Wishes"), icon="heart", family=("wishes.",)),
    Entry(endpoint="attendance.index", label=N_("Attendance"), icon="clock", family=("attendance.",)),
    Entry(endpoint="approvals.index", label=N_("Approvals"), icon="list-check", family=("approvals.",)),
    Entry(endpoint="duty_log.index", label=N_("Duty log"), icon="clipboard-list", family=("duty_log.",)),
    Entry(endpoint="handovers.index", label=N_("Handover"), icon="clipboard-check", family=RECORD_PAGES),
    Entry(endpoint="setup.index", label=N_("Set-up"), icon="settings", family=SETUP_PAGES),
)

TABS: tuple[Entry, ...] = (
    Entry(endpoint="home.index", label=N_("Today"), icon="home", family=("home.",)),
    Entry(
        endpoint="my.month", label=N_("Roster"), apart=N_("My roster"), icon="calendar-month", family=("my.",)
    ),
    Entry(
        endpoint="rosters.index",
        label=N_("Roster"),
        icon="calendar-month",
        family=("rosters.", "jobs.", "repairs."),
    ),
    Entry(
        endpoint="swaps.index",
        label=N_("Requests"),
        icon="arrows-exchange",
        family=(*REQUEST_PAGES, "wishes."),
    ),
    Entry(endpoint="approvals.index", label=N_("Approvals"), icon="list-check", family=("approvals.",)),
    Entry(endpoint="duty_log.index", label=N_("Duty log"), icon="clipboard-list", family=("duty_log.",)),
    Entry(endpoint="handovers.index", label=N_("Handover"), icon="clipboard-check", family=RECORD_PAGES),
    Entry(endpoint="setup.index", label=N_("Set-up"), icon="settings", family=SETUP_PAGES),
    Entry(endpoint="accounts.profile", label=N_("Me"), icon="user", family=("accounts.",)),
)
MOST_TABS = 5
YIELDS = ("setup.index", "rosters.index")
"""Tabs that make room first: what is decided on the phone comes before what is set up or planned."""

REQUESTS: tuple[Entry, ...] = (
    Entry(endpoint="swaps.index", label=N_("Swaps"), icon="arrows-exchange", family=("swaps.",)),
    Entry(endpoint="leave.index", label=N_("Leave"), icon="beach", family=("leave.",)),
    Entry(endpoint="overtime.index", label=N_("Overtime"), icon="clock-plus", family=("overtime.",)),
)
"""What a person can ask for: the row of links on top of these pages."""

RECORDS: tuple[Entry, ...] = (
    Entry(endpoint="handovers.index", label=N_("Handover"), icon="clipboard-check", family=("handovers.",)),
    Entry(endpoint="reviews.index", label=N_("Review"), icon="signature", family=("reviews.",)),
    Entry(endpoint="inspections.index", label=N_("Inspections"), icon="eye", family=("inspections.",)),
)
"""What leaders do with records besides: the row of links on top of these pages."""

ROLE_NAMES = {
    "agent": N_("agent"),
    "leader": N_("team leader"),
    "supervisor": N_("supervisor"),
    "head": N_("head"),
    "hr": N_("HR"),
    "security_desk": N_("security desk"),
    "auditor": N_("auditor"),
    "admin": N_("administrator"),
}
RANK = ("head", "supervisor", "leader", "hr", "auditor", "security_desk", "admin", "agent")


COUNTERS: dict[str, Callable[[], int]] = {}
"""Open items by endpoint, shown as a number beside its link."""


def counts(endpoint: str) -> Callable[[Callable[[], int]], Callable[[], int]]:
    """Let the decorated function say how many items wait at `endpoint` for the present person."""

    def register(function: Callable[[], int]) -> Callable[[], int]:
        COUNTERS[endpoint] = function
        return function

    return register


def exists(endpoint: str) -> bool:
    """Tell whether the endpoint is there and the present person may open it."""
    return endpoint in current_app.view_functions and access.may(endpoint, current_user.role_names)


def in_reach(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries that exist and that the present person may open; nobody else has any."""
    return [entry for entry in entries if exists(entry.endpoint)] if current_user.is_authenticated else []


def tabs() -> list[Entry]:
    """Return what stands at the foot of the phone: as many as have room, one's own account always last."""
    entries = in_reach(TABS)
    for endpoint in YIELDS:
        if len(entries) > MOST_TABS:
            entries = [entry for entry in entries if entry.endpoint != endpoint]
    return entries if len(entries) <= MOST_TABS else [*entries[: MOST_TABS - 1], entries[-1]]


def links(entries: Iterable[Entry], *, among: Iterable[Entry] = ()) -> list[Link]:
    """Return the entries as the present person sees them, none under the label of another one in reach.

    Parameters
    ----------
    among
        Entries that stand elsewhere on the page.
    """
    entries = list(entries)
    labels = [entry.label for entry in {entry.endpoint: entry for entry in (*entries, *among)}.values()]
    return [
        _link(entry, entry.apart if entry.apart and labels.count(entry.label) > 1 else entry.label)
        for entry in entries
    ]


def _link(entry: Entry, label: str) -> Link:
    counter = COUNTERS.get(entry.endpoint)
    return Link(
        address=url_for(entry.endpoint),
        label=gettext(label),
        icon=entry.icon,
        current=(request.endpoint or "").startswith(entry.family),
        count=counter() if counter else 0,
    )


def top_links() -> list[Link]:
    """Return the links of the top bar."""
    return links(in_reach(TOP))


def tab_links() -> list[Link]:
    """Return the tabs at the foot of the phone."""
    return links(tabs(), among=in_reach(TABS))


def more_links() -> list[Link]:
    """Return the links of the top bar that the phone's tabs lack; its person menu has them."""
    shown = {entry.endpoint for entry in tabs()}
    return links(entry for entry in in_reach(TOP) if entry.endpoint not in shown)


def request_links() -> list[Link]:
    """Return the links between the kinds of requests."""
    return links(in_reach(REQUESTS))


def record_links() -> list[Link]:
    """Return the links between handover, review and inspections."""
    return links(in_reach(RECORDS))


def bell_link() -> Link | None:
    """Return the link to the notices with the number of unread ones."""
    found = links(in_reach((BELL,)))
    return found[0] if found else None


def home_address() -> str | None:
    """Return the address behind the brand."""
    return url_for(HOME) if current_user.is_authenticated and exists(HOME) else None


def role_name() -> str:
    """Return the name of the present person's foremost role."""
    role = next((name for name in RANK if name in current_user.role_names), "agent")
    return gettext(ROLE_NAMES[role])


def present_person() -> PresentPerson | None:
    """Return what the frame says of the logged-in person, None when nobody is."""
    if not current_user.is_authenticated:
        return None
    rostered = current_user.role_names <= {"agent", "leader"} and current_user.person is not None
    return PresentPerson(
        name=current_user.display_name,
        employee_number=current_user.employee_number,
        place=current_user.person.team.name if rostered else current_user.department.name,
        role=role_name(),
        profile=url_for(PROFILE) if exists(PROFILE) else None,
        logout=url_for(LOGOUT),
    )


def here() -> str:
    """Return the address of the present page, for coming back to it; a form that was posted has none."""
    if not has_request_context() or request.method != "GET":
        return "/"
    return request.full_path.rstrip("?")


def install(app: Flask) -> None:
    """Give templates the links and the person."""
    functions = (
        top_links,
        tab_links,
        more_links,
        request_links,
        record_links,
        bell_link,
        home_address,
        present_person,
        here,
    )
    app.jinja_env.globals.update({function.__name__: function for function in functions}, may=exists)
