"""A calendar feed as iCalendar text (RFC 5545), pure.

Instants are written in UTC, so that a shift over a change of the clock has one meaning in every
program. No names of people stand in it: who finds the link learns working hours and nothing else.
"""

import datetime as dt

from icalendar import Calendar, Event

from web.my.feed import Feed, FeedShift

REFRESH = dt.timedelta(hours=1)
"""How often programs are asked to look again."""


def to_ical(feed: Feed) -> bytes:
    """Return the feed as iCalendar; the same feed always gives the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", "-//Lunban//Roster//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", feed.department)
    calendar.add("x-wr-calname", feed.department)
    calendar.add("x-wr-timezone", feed.time_zone)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for shift in feed.shifts:
        calendar.add_component(_event(shift, feed.department))
    text: bytes = calendar.to_ical()
    return text


def _event(shift: FeedShift, department: str) -> Event:
    event = Event()
    event.add("uid", shift.uid)
    event.add("dtstamp", shift.changed_at.replace(microsecond=0))
    event.add("last-modified", shift.changed_at.replace(microsecond=0))
    event.add("sequence", shift.sequence)
    event.add("dtstart", shift.starts_at)
    event.add("dtend", shift.ends_at)
    event.add("summary", shift.name)
    event.add("location", department)
    event.add("status", "CONFIRMED")
    event.add("transp", "OPAQUE")
    event.add("class", "PRIVATE")
    return event
