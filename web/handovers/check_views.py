"""The page of a department's check list: what is counted and looked at together at every handover."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from web import access, clock, database
from web.fields import Fields
from web.handovers import check_list as service
from web.handovers.check_list import CheckDetails
from web.handovers.check_proposals import Proposal, proposals
from web.handovers.content_tables import CheckItem
from web.handovers.counting import MOST_PIECES
from web.handovers.words import check_name, spoken
from web.i18n import N_
from web.people.reach import department_of
from web.people.words import errors_of
from web.policy.preset_parts import CheckKind
from web.refusal import Refusal
from web.rosters.loading import effective, policy_if_any
from web.wording import add_refusals, refusal_words

blueprint = Blueprint("checks", __name__, template_folder="templates")

LONGEST_LABEL, LONGEST_UNIT = 60, 10
KINDS = {
    CheckKind.LOOK: N_("looked at: √ or ×"),
    CheckKind.COUNT: N_("counted against a number"),
    CheckKind.READING: N_("a number is read off"),
}

add_refusals(
    {
        "check_item_known": N_("“%(measured)s” is on the list already."),
        "check_item_past": N_("Choose %(limit)s or later: what was counted before stays as it was."),
        "check_item_ended": N_(
            "Somebody has changed or retired it meanwhile. Look at the list as it is now."
        ),
        "too_many_checks": N_("More than %(limit)s things. Retire some first."),
    }
)


@blueprint.get("/setup/checks")
def index() -> Response:
    """Show the list as it holds, what its regulation proposes, and what is past."""
    return _page({}, [])


@blueprint.post("/setup/checks")
def add() -> Response:
    """Put a thing on the list."""
    details, refusals = _details()
    if details is not None:
        today, now = _today(), clock.now()
        refusals = service.add_check(database.session(), access.actor(), details, today=today, now=now)
    if refusals:
        return _page(request.form, refusals)
    flash(_("It is on the list. Shifts that have begun keep theirs."), "ok")
    return redirect(url_for("checks.index"))


@blueprint.post("/setup/checks/proposals")
def take_over() -> Response:
    """Put on the list what the regulation proposes and the list lacks."""
    session, actor = database.session(), access.actor()
    new = service.take_over(session, actor, _proposed(), today=_today(), now=clock.now())
    flash(ngettext("%(num)s thing is new on the list.", "%(num)s things are new on the list.", new), "ok")
    return redirect(url_for("checks.index"))


@blueprint.get("/setup/checks/<int:item_id>")
def edit(item_id: int) -> Response:
    """Show one thing with the forms that change and retire it."""
    return _one(item_id, None, [])


@blueprint.post("/setup/checks/<int:item_id>")
def change(item_id: int) -> Response:
    """Let a thing be another one from a date on."""
    session, actor = database.session(), access.actor()
    service.check_item(session, actor, item_id)
    details, refusals = _details()
    if details is not None:
        refusals = service.change_check(session, actor, item_id, details, today=_today(), now=clock.now())
    if refusals:
        return _one(item_id, request.form, refusals)
    flash(_("Changed from that date on. Shifts that have begun keep theirs."), "ok")
    return redirect(url_for("checks.index"))


@blueprint.post("/setup/checks/<int:item_id>/retire")
def retire(item_id: int) -> Response:
    """Take a thing off the list from a date on."""
    session, actor = database.session(), access.actor()
    service.check_item(session, actor, item_id)
    fields = Fields(request.form)
    day = fields.day("valid_from", required=True)
    refusals = fields.refusals
    if day is not None:
        refusals = service.retire_check(session, actor, item_id, day, today=_today(), now=clock.now())
    if refusals:
        return _one(item_id, None, refusals)
    flash(_("It leaves the list from that date on; what was counted stays on record."), "ok")
    return redirect(url_for("checks.index"))


@blueprint.post("/setup/checks/<int:item_id>/move")
def move(item_id: int) -> Response:
    """Let a thing change places with its neighbour."""
    up = request.form.get("up") == "1"
    service.move_check(database.session(), access.actor(), item_id, up=up, today=_today(), now=clock.now())
    return redirect(url_for("checks.index", _anchor=f"check-{item_id}"))


def _details() -> tuple[CheckDetails | None, list[Refusal]]:
    fields = Fields(request.form)
    label = fields.text("label", longest=LONGEST_LABEL)
    label_en = fields.text("label_en", longest=LONGEST_LABEL, required=False)
    unit = fields.text("unit", longest=LONGEST_UNIT, required=False)
    kind = CheckKind.LOOK
    if fields.raw("kind") in {*CheckKind}:
        kind = CheckKind(fields.raw("kind"))
    else:
        fields.refuse("kind", "not_a_choice")
    expected = None
    if kind is CheckKind.COUNT:
        expected = fields.whole("expected", least=0, most=MOST_PIECES)
    day = fields.day("valid_from", required=True)
    if fields.refusals or day is None:
        return None, fields.refusals
    return CheckDetails(
        label=label,
        label_en=label_en,
        kind=kind,
        expected=expected,
        unit="" if kind is CheckKind.LOOK else unit,
        required=bool(request.form.get("required")),
        valid_from=day,
    ), []


def _today() -> dt.date:
    return clock.today(department_of(database.session(), access.actor()).time_zone)


def _proposed() -> tuple[Proposal, ...]:
    version = policy_if_any(database.session(), access.actor().department_id, _today())
    return () if version is None else proposals(effective(version))


def _shown(values: Mapping[str, str], refusals: list[Refusal]) -> dict[str, Any]:
    return {
        "values": {"label": "", "label_en": "", "kind": "", "expected": "", "unit": "", **values},
        "errors": errors_of(refusals),
        "further": [refusal_words(each) for each in refusals if not each.field],
        "kinds": [(kind.value, _(words)) for kind, words in KINDS.items()],
        "kind_words": lambda kind: _(KINDS[kind]),
        "check_name": check_name,
        "spoken": spoken,
        "today": _today(),
        "longest": {"label": LONGEST_LABEL, "unit": LONGEST_UNIT},
        "may_edit": access.may("checks.add", access.actor().roles),
    }


def _page(values: Mapping[str, str], refusals: list[Refusal]) -> Response:
    session, actor = database.session(), access.actor()
    today = _today()
    found = service.check_list(session, actor.department_id, today)
    proposed = _proposed()
    version = policy_if_any(session, actor.department_id, today)
    fresh = {"required": "1", "valid_from": today.isoformat()} if not values else {}
    page = render_template(
        "checks/index.html",
        found=found,
        proposed=service.missing_proposals(found, proposed),
        why={each.code: each for each in proposed},
        preset="" if version is None else version.preset,
        **_shown({**fresh, **values}, refusals),
    )
    return make_response(page, 422 if refusals else 200)


def _one(item_id: int, values: Mapping[str, str] | None, refusals: list[Refusal]) -> Response:
    row = service.check_item(database.session(), access.actor(), item_id)
    page = render_template("checks/edit.html", row=row, **_shown(values or _values(row), refusals))
    return make_response(page, 422 if refusals else 200)


def _values(row: CheckItem) -> dict[str, str]:
    return {
        "label": row.label,
        "label_en": row.label_en,
        "kind": row.kind.value,
        "expected": "" if row.expected is None else str(row.expected),
        "unit": row.unit,
        "required": "1" if row.required else "",
        "valid_from": max(_today(), row.valid_from).isoformat(),
    }
