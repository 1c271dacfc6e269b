"""Pages of the events: by date, entered, ended, withdrawn, and brought by a file."""

import datetime as dt
from collections.abc import Mapping

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from web import access, clock, database
from web.admin import billing
from web.admin import events as service
from web.admin.days_of_month import read_days
from web.admin.event_kinds import (
    KINDS,
    LONGEST_EVENT_DAYS,
    LONGEST_KIND,
    LONGEST_NAME,
    LONGEST_REASON,
    kind_of,
)
from web.admin.event_words import event_days, event_title, kind_name
from web.admin.events_importing import EventsImporter
from web.fields import Fields
from web.i18n import N_
from web.imports.pages import ImportPages, Texts
from web.people.reach import department_of
from web.people.words import errors_of
from web.refusal import Refusal
from web.wording import refusal_words

blueprint = Blueprint("events", __name__, template_folder="templates")

NO_TEXTS: Mapping[str, str] = {}

PAGES = ImportPages(
    importer=EventsImporter(),
    prefix="import",
    done="events.index",
    texts=Texts(
        title=N_("Import events"),
        columns=N_(
            "Columns: start_date, kind. Optional: end_date (both days included), name."
            " Kinds: campaign, new_product, sms, bill_mailing, outage, or your own words."
        ),
        example=N_(
            "start_date,end_date,kind,name\n"
            "2026-10-05,,bill_mailing,September bills\n"
            "2026-11-01,2026-11-11,campaign,Autumn offer\n"
        ),
        left_alone=N_("Events that are entered already stay; none is withdrawn."),
    ),
)
PAGES.add_to(blueprint, "/setup/events/import")


@blueprint.get("/setup/events")
def index() -> Response:
    """Show the events to come, those that are past, and what was withdrawn."""
    return _page(NO_TEXTS, [])


@blueprint.post("/setup/events")
def add() -> Response:
    """Enter an event."""
    fields = Fields(request.form)
    kind = kind_of(fields.text("kind", longest=LONGEST_KIND))
    name = fields.text("name", longest=LONGEST_NAME, required=False)
    first = fields.day("first_day", required=True)
    last = fields.day("last_day") or first
    if first is not None and last is not None:
        days = (last - first).days + 1
        if days < 1:
            fields.refusals.append(
                Refusal(code="event_ends_early", field="last_day", limit=first.isoformat())
            )
        elif days > LONGEST_EVENT_DAYS:
            fields.refusals.append(
                Refusal(code="event_too_long", field="last_day", measured=days, limit=LONGEST_EVENT_DAYS)
            )
    if fields.refusals or first is None or last is None:
        return _page(request.form, fields.refusals)
    details = service.EventDetails(kind=kind, name=name, first_day=first, last_day=last)
    found = service.add_event(database.session(), access.actor(), details, now=clock.now())
    if isinstance(found, list):
        return _page(request.form, found)
    flash(_("The event is entered. Forecasts made from now on know it."), "ok")
    return redirect(url_for("events.index"))


@blueprint.post("/setup/events/billing")
def set_billing() -> Response:
    """Choose the days of the month on which bills go out."""
    days = read_days(request.form.get("billing_days", ""))
    if days is None:
        text = request.form.get("billing_days", "")[:80]
        return _page(request.form, [Refusal(code="billing_days", field="billing_days", measured=text)])
    billing.set_billing_days(database.session(), access.actor(), days, now=clock.now())
    flash(_("The billing days are stored. Forecasts made from now on know them."), "ok")
    return redirect(url_for("events.index"))


@blueprint.post("/setup/events/<int:event_id>/end")
def end(event_id: int) -> Response:
    """Give an event another last day."""
    fields = Fields(request.form)
    last = fields.day("last_day", required=True)
    refusals = fields.refusals
    if last is not None:
        refusals = service.end_event(database.session(), access.actor(), event_id, last, now=clock.now())
    return _done(refusals, _("The event has another last day."))


@blueprint.post("/setup/events/<int:event_id>/withdraw")
def withdraw(event_id: int) -> Response:
    """Withdraw an event."""
    fields = Fields(request.form)
    reason = fields.text("reason", longest=LONGEST_REASON)
    refusals = fields.refusals
    if not refusals:
        refusals = service.withdraw_event(
            database.session(), access.actor(), event_id, reason, now=clock.now()
        )
    return _done(refusals, _("The event is withdrawn."))


def _done(refusals: list[Refusal], said: str) -> Response:
    for refusal in refusals:
        flash(refusal_words(refusal), "danger")
    if not refusals:
        flash(said, "ok")
    return redirect(url_for("events.index"))


def _page(values: Mapping[str, str], refusals: list[Refusal]) -> Response:
    session, actor = database.session(), access.actor()
    today = clock.today(department_of(session, actor).time_zone)
    found = service.list_events(session, actor.department_id)
    page = render_template(
        "events/index.html",
        coming=[event for event in found if event.last_day >= today],
        past=[event for event in reversed(found) if event.last_day < today],
        withdrawn=service.withdrawn_events(session, actor.department_id),
        kinds=[kind_name(kind) for kind in KINDS],
        title=event_title,
        days=event_days,
        one_day=dt.timedelta(days=1),
        today=today,
        billing_days=", ".join(map(str, billing.billing_days(session, actor.department_id))),
        values=values,
        errors=errors_of(refusals),
        longest_reason=LONGEST_REASON,
        may_edit=access.may("events.add", actor.roles),
    )
    return make_response(page, 422 if refusals else 200)
