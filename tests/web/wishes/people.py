"""Who states wishes in the tests, and rounds to state them in."""

import datetime as dt
from dataclasses import replace

from tests.web.reminders.times import at
from tests.web.rosters.office import MONTH, Office
from web.accounts.actor import Actor
from web.rosters.tables import WishRound
from web.wishes.rounds import Window, open_round

OPENS, CLOSES = at("2026-11-10 09:00"), at("2026-11-24 18:00")
NOW = at("2026-11-20 10:00")


def agent(office: Office, number: str = "00102") -> Actor:
    """Return one of the six as the person who acts."""
    return replace(
        office.leader,
        user_id=office.users[number],
        person_id=office.people[number],
        employee_number=number,
        roles=frozenset({"agent"}),
        scope="own",
    )


def opened(
    office: Office,
    *,
    month: dt.date = MONTH,
    opens: dt.datetime = OPENS,
    closes: dt.datetime = CLOSES,
    quota: int = 2,
) -> int:
    """Open a round and return its id."""
    with office.database.write() as session:
        window = Window(opens_at=opens, closes_at=closes, quota=quota)
        found = open_round(session, office.supervisor, month, window, now=min(opens, NOW))
        assert isinstance(found, WishRound), found
        return found.id
