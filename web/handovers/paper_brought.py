"""What the system added to a record, on paper; what is not known is said so, never as a nought."""

import datetime as dt

from flask_babel import gettext as _
from flask_babel import ngettext

from web.database import JsonObject
from web.duty_log.tables import EntryKind
from web.duty_log.words import kind_name
from web.handovers.paper_sheet import Rows, Sheet
from web.i18n import day_time, file_size, number, percent, time


def brought_part(sheet: Sheet, found: JsonObject) -> None:
    """Add the entries of the duty log and the figures as they were frozen (`web.handovers.brought`)."""
    if not found:
        return
    frozen = _("frozen with the record")
    if found["log"]:
        sheet.heading(f"{_('From the duty log')} · {frozen}")
    for entry in found["log"]:
        kind = kind_name(EntryKind(entry["kind"]))
        said = " · ".join(text for text in (entry["body"], entry["handling"]) if text)
        head = f"{_('No. %(number)s', number=entry['number'])} {kind} {day_time(_instant(entry['at']))}"
        sheet.block(f"{head} {entry['by']}: {said}", file_rows(entry.get("files") or []))
    sheet.heading(f"{_('The system adds')} · {frozen}")
    rows = [(_("On the shift"), _people(found["people"])), (_("Swaps"), _swaps(found))]
    if "queues" in found:  # older records have no figures
        rows += [
            (_("Calls of the shift"), "\n".join(map(_queue, found["queues"])) or _("no figures")),
            (_("Service level"), _("no figures: the imported calls do not say it")),
            (_("Next shift"), _next_shift(found["next_shift"])),
            (_("Notices to read"), _notices(found["notices"])),
        ]
    sheet.table(rows)


def file_rows(files: list[JsonObject]) -> Rows:
    """Return a line for each file with the hash that was signed."""
    return [
        (
            _("File %(number)s", number=place),
            f"{each['kind'].upper()} · {file_size(each['size'])} · SHA-256 {each['sha256']}",
        )
        for place, each in enumerate(files, start=1)
    ]


def _people(people: JsonObject) -> str:
    there = ngettext("%(num)s person", "%(num)s people", people["planned"])
    if not people["missing"]:
        return there
    return f"{there} · {_('missing: %(names)s', names=_(', ').join(people['missing']))}"


def _swaps(found: JsonObject) -> str:
    swaps = [f"{swap['shift']} {swap['giver']} → {swap['taker']}" for swap in found["swaps"]]
    return "\n".join(swaps) or _("none today")


def _queue(line: JsonObject) -> str:
    offered, answered, given_up = line["offered"], line["answered"], line["abandoned"]
    calls = [_("offered %(calls)s", calls=number(offered))]
    if answered is None:
        calls.append(_("answered: no figures"))
    else:
        share = f" ({percent(answered / offered)})" if offered else ""
        calls.append(_("answered %(calls)s", calls=number(answered)) + share)
    if given_up is None:
        calls.append(_("given up: no figures"))
    else:
        calls.append(_("given up %(calls)s", calls=number(given_up)))
    if line["wait_s"] is None:
        calls.append(_("waiting time: no figures"))
    else:
        calls.append(_("waited %(seconds)s s on average", seconds=number(line["wait_s"])))
    worst = line["worst"]
    if worst:
        at, seconds = time(_instant(worst["at"])), number(worst["wait_s"])
        calls.append(_("longest at %(time)s: %(seconds)s s on average", time=at, seconds=seconds))
    calls.append(_("up to %(time)s", time=time(_instant(line["until"]))))
    return f"{line['queue']} {' · '.join(calls)}".lstrip()


def _next_shift(found: JsonObject | None) -> str:
    if not found:
        return _("no figures")
    short = [
        _(
            "%(since)s–%(until)s: %(num)s missing",
            since=time(_instant(each["from"])),
            until=time(_instant(each["until"])),
            num=each["missing"],
        )
        for each in found["short"]
    ]
    there = ngettext("%(num)s person", "%(num)s people", found["people"])
    return " · ".join([there, *(short or [_("as many as needed")])])


def _notices(found: JsonObject | None) -> str:
    if not found:
        return _("nobody receives yet")
    if not found["unread"]:
        return _("%(name)s has read all", name=found["name"])
    unread = ngettext(
        "%(name)s has %(num)s unread notice",
        "%(name)s has %(num)s unread notices",
        found["unread"],
        name=found["name"],
    )
    return f"{unread} · {_('to be read before work')}" if found["needed"] else unread


def _instant(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)
