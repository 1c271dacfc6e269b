"""Pages of the duty log."""

import datetime as dt
import secrets
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from flask import (
    Blueprint,
    current_app,
    flash,
    g,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_security import current_user
from werkzeug.wrappers import Response

from web import access, clock, database
from web.accounts.actor import Actor, actor_of
from web.accounts.sessions import new_token
from web.config import Config
from web.duty_log import words
from web.duty_log.attaching import files_of
from web.duty_log.denials import note_denial
from web.duty_log.forms import KINDS, entry_values, read_date, read_entered
from web.duty_log.listing import chain_of
from web.duty_log.page import Asked, read_page, read_recorders
from web.duty_log.reach import entry_to_read, has_taken_over, is_own
from web.duty_log.recorder import designate as name_recorder
from web.duty_log.revealing import Revealed, looks_at
from web.duty_log.revealing import reveal as show_hidden
from web.duty_log.tables import EntryKind
from web.duty_log.terms import log_terms
from web.duty_log.writing import Written
from web.duty_log.writing import correct as add_correction
from web.duty_log.writing import write as add_entry
from web.errors import NotFound
from web.fields import row_id
from web.files.attaching import MOST_BYTES, facts
from web.masking import has_number, mask, mask_name
from web.refusal import Refusal
from web.wording import refusal_words

blueprint = Blueprint("duty_log", __name__, template_folder="templates")

DENIED = frozenset({403, 404})
FILTERS = ("kind", "team", "date", "days")
SHOWN = {
    "kind_name": words.kind_name,
    "kind_icon": words.kind_icon,
    "weight": words.weight,
    "shift_words": words.shift_words,
    "team_shift_words": words.team_shift_words,
    "team_words": words.team_words,
    "field_name": words.field_name,
    "about_names": words.about_names,
    "zone_words": words.zone_words,
    "reader_words": words.reader_words,
    "mask_name": mask_name,
    "kinds": tuple(EntryKind),
}
"""What the templates call."""
NO_VALUES: Mapping[str, str] = {}


@blueprint.before_request
def by_the_clock_of_the_log() -> None:
    """Show instants by the clock that the policy names (P-44)."""
    g.time_zone = log_terms(database.session(), access.actor().department_id, clock.now()).zone_name


@blueprint.after_request
def record_denial(answer: Response) -> Response:
    """Put on record who was denied the log, also where the page itself could only read."""
    if answer.status_code in DENIED and current_user.is_authenticated:
        department_id, user_id = current_user.department_id, current_user.id
        database.session().rollback()  # it may hold the only lock, or be one that can only read
        with database.current_database().write() as session:
            note_denial(
                session,
                department_id=department_id,
                user_id=user_id,
                endpoint=request.endpoint or "",
                entry_id=(request.view_args or {}).get("entry_id"),
                status=answer.status_code,
                now=clock.now(),
            )
    return answer


@blueprint.get("/duty-log")
def index() -> Response:
    """Show the log with the form for an entry on top."""
    asked = request.args.get("q", "")
    if has_number(asked):
        kept = {name: request.args[name] for name in FILTERS if request.args.get(name)}
        return redirect(f"{url_for('duty_log.index')}?{urlencode({**kept, 'q': mask(asked)})}")
    return _index(())


@blueprint.post("/duty-log/entries")
def write() -> Response:
    """Add an entry; a script gets JSON, a form goes back to the log."""
    entered = read_entered(request.form)
    written = add_entry(
        database.session(), access.actor(), entered, secret_key=_secret_key(), now=clock.now()
    )
    if request.accept_mimetypes.best == "application/json":
        return _as_json(written)
    if not written.done:
        return _index(written.reasons, status=422)
    flash(_("No. %(number)s stands in the log.", number=written.number), "ok")
    return redirect(url_for("duty_log.index"))


@blueprint.get("/duty-log/<int:entry_id>")
def show(entry_id: int) -> Response:
    """Show an entry with its corrections and who looked at what it hides."""
    return entry_page(entry_id)


@blueprint.post("/duty-log/<int:entry_id>/correct")
def correct(entry_id: int) -> Response:
    """Correct an entry by a linked one."""
    written = add_correction(
        database.session(),
        access.actor(),
        entry_id,
        read_entered(request.form),
        reason=request.form.get("reason", ""),
        secret_key=_secret_key(),
        now=clock.now(),
    )
    if not written.done:
        return entry_page(entry_id, written.reasons, status=422)
    flash(_("No. %(number)s corrects it; both stay in the log.", number=written.number), "ok")
    return redirect(url_for("duty_log.show", entry_id=written.entry_id))


@blueprint.post("/duty-log/<int:entry_id>/reveal")
def reveal(entry_id: int) -> Response:
    """Show what an entry hides, once, after that is on record."""
    found = show_hidden(
        database.session(),
        access.actor(),
        entry_id,
        reason=request.form.get("reason", ""),
        secret_key=_secret_key(),
        now=clock.now(),
    )
    return entry_page(entry_id, found.reasons, found, status=422 if found.reasons else 200)


@blueprint.post("/duty-log/recorder")
def designate() -> Response:
    """Name who keeps the record of a shift."""
    team, _dash, rest = request.form.get("shift", "").partition("/")
    kind, _dash, day = rest.partition("/")
    team_id, kind_id, date = row_id(team), row_id(kind), read_date(day)
    person_id = row_id(request.form.get("person", ""))
    if team_id is None or kind_id is None or date is None:
        raise NotFound("no shift is named")
    reasons = name_recorder(
        database.session(),
        access.actor(),
        team_id=team_id,
        kind_id=kind_id,
        date=date,
        person_id=person_id or 0,
        now=clock.now(),
    )
    if reasons:
        return _index(reasons, status=422)
    flash(_("Named. The page says so to everybody of the shift."), "ok")
    return redirect(url_for("duty_log.index"))


def _as_json(written: Written) -> Response:
    if written.done:
        return make_response(jsonify(number=written.number, to=url_for("duty_log.index")))
    reasons = [{"field": each.field, "sentence": _sentence(each)} for each in written.reasons]
    return make_response(jsonify(reasons=reasons), 422)


def _index(reasons: Iterable[Refusal], *, status: int = 200) -> Response:
    session, now = database.session(), clock.now()
    arguments = request.args
    asked = Asked(
        words=arguments.get("q", "").replace("\0", " "),  # which PostgreSQL takes in no text
        kind=KINDS.get(arguments.get("kind", "")),
        team_id=row_id(arguments.get("team", "")),
        all_teams=arguments.get("team") == "all",
        date=read_date(arguments.get("date", "")),
        all_days=arguments.get("days") == "all",
        before=row_id(arguments.get("before", "")),
    )
    naming = _actor_on("duty_log.designate")
    shown = render_template(
        "duty_log/index.html",
        page=read_page(session, _actor_on("duty_log.index") or access.actor(), asked, now=now),
        offered=log_terms(session, access.actor().department_id, now).kinds,
        recorders=[] if naming is None else read_recorders(session, naming, now=now),
        asked=asked,
        one_day=dt.timedelta(days=1),
        own_team=access.actor().team_id,
        **_form_values(reasons),
    )
    return make_response(shown, status)


def entry_page(
    entry_id: int, reasons: Iterable[Refusal] = (), revealed: Revealed | None = None, *, status: int = 200
) -> Response:
    """Return the page of an entry as it is now, with what was refused above it."""
    session = database.session()
    reading = _actor_on("duty_log.show") or access.actor()
    entry = entry_to_read(session, reading, entry_id)
    chain = chain_of(session, entry)
    correcting, revealing = _actor_on("duty_log.correct"), _actor_on("duty_log.reveal")
    attaching_as = _actor_on("duty_log.add_file")
    own = is_own(reading, entry) or has_taken_over(session, reading, entry)
    files = files_of(session, [each.id for each in chain])
    shown = render_template(
        "duty_log/show.html",
        entry=entry,
        chain=chain,
        offered=tuple(
            kind
            for kind in EntryKind
            if kind in log_terms(session, entry.department_id, clock.now()).kinds or kind is entry.kind
        ),
        newest=chain[-1],
        may_correct=correcting is not None
        and chain[-1].is_kept
        and (own or correcting.reaches_team(entry.team_id)),
        may_reveal=revealing is not None and (own or revealing.reaches_team(entry.team_id)),
        may_attach=attaching_as is not None and (own or attaching_as.reaches_team(entry.team_id)),
        files=[(each, [facts(file) for file in files.get(each.id, ())]) for each in chain],
        most_bytes=MOST_BYTES,
        new_token=new_token,
        hidden={} if revealed is None else revealed.words,
        looks=looks_at(session, entry.id),
        terms=log_terms(session, entry.department_id, clock.now()),
        **_form_values(reasons, request.form if "body" in request.form else entry_values(chain[-1])),
    )
    return make_response(shown, status)


def _form_values(reasons: Iterable[Refusal], values: Mapping[str, str] = NO_VALUES) -> Mapping[str, Any]:
    return {
        "problems": [(each.field or None, _sentence(each)) for each in reasons],
        "values": values or request.form,
        "token": request.form.get("token") or secrets.token_urlsafe(16),
        "now": clock.now(),
        "me": access.actor().employee_number,
        **SHOWN,
    }


def _sentence(reason: Refusal) -> str:
    if reason.code == "reason_missing":
        return _("Write the reason; it stays on record.")
    return refusal_words(reason)


def _actor_on(endpoint: str) -> Actor | None:
    """Return the present person with their reach on another act of the log; None where they have none."""
    scope = access.matrix()[endpoint].scope(current_user.role_names)
    return None if scope is access.Scope.NONE else actor_of(current_user, scope.name.lower())


def _secret_key() -> str:
    config: Config = current_app.extensions["lunban_config"]
    return config.secret_key
