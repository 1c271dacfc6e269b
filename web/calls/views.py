"""Import of the call history."""

from flask import Blueprint

from web import access, database
from web.calls import service
from web.clock import today
from web.i18n import N_, RANGE, full_date
from web.imports.pages import ImportPages, Texts

blueprint = Blueprint("calls", __name__, template_folder="templates")


def _imported() -> dict[str, object]:
    session, actor = database.session(), access.actor()
    days = service.known_days(session, actor.department_id)
    known = f"{full_date(days[0])}{RANGE}{full_date(days[1])}" if days else ""
    return {"sources": service.list_sources(session, actor.department_id), "known": known}


PAGES = ImportPages(
    importer=service.CallsImporter(today=today),
    prefix="import",
    done="setup.index",
    more=_imported,
    texts=Texts(
        title=N_("Import calls"),
        columns=N_(
            "The first column with date and time is the start of the slot, the first column of numbers to its"
            " right the calls. Columns named queue, answered, abandoned, aht_s, wait_s_sum, queued and"
            " abandoned_le5s are read as well: from them come handling time and patience by weekday and time."
        ),
        example=N_("start,calls,answered,aht_s\n2026-10-01 08:00,34,31,182\n2026-10-01 08:30,41,37,175\n"),
        left_alone=N_("Slots that are not in the file stay as they are."),
        options=(
            (service.CONVERT, N_("Convert times with an offset (such as Z) to the department's clock")),
        ),
    ),
)
PAGES.add_to(blueprint, "/calls/import")
