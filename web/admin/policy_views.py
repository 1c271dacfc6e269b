"""Pages of the policy: what holds, where each value comes from, and a new version from a date on."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from pydantic import JsonValue
from werkzeug.wrappers import Response

from web import access, clock, database
from web.admin import policy_comparing, policy_versions
from web.admin.policy_form import OFF, OWN, PRESET, read_overrides
from web.admin.policy_rows import choices_of, errors_beside, matching, rows_of, sections
from web.admin.words import in_language, said
from web.fields import Fields
from web.people.reach import department_of
from web.policy.preset_file import preset_ids
from web.policy.problems import PolicyProblem
from web.policy.schema import Setting, load_preset, presets
from web.policy.tables import PolicyVersion
from web.refusal import Refusal
from web.rosters.approvals import lacks_second_person
from web.rosters.loading import effective
from web.rosters.months import next_month

blueprint = Blueprint("policy", __name__, template_folder="templates")
policy_comparing.register(blueprint)
DEFAULT_PRESET = "S0g"
CHAIN = "roster.chain"


@blueprint.get("/setup/policy")
def index() -> Response:
    """Show the policy in force with the provenance of each value, what is asked, and all versions."""
    session, actor = database.session(), access.actor()
    versions = policy_versions.list_versions(session, actor.department_id)
    today = clock.today(department_of(session, actor).time_zone)
    present = policy_versions.in_force(versions, today)
    shown = next((v for v in versions if v.number == request.args.get("version", type=int)), present)
    wanted = request.args.get("q", "").strip()
    rows = rows_of(effective(shown)) if shown else []
    page = render_template(
        "policy/index.html",
        versions=versions,
        present=present,
        shown=shown,
        wanted=wanted,
        sections=sections(matching(rows, wanted)),
        questions=[row for row in rows if row.off],
        chain_label=next((row.label for row in rows if row.key == CHAIN), ""),
        one_person=shown is not None and lacks_second_person(effective(shown).values.roster_chain),
        notices=_notices(shown.preset) if shown else [],
        titles=_titles(),
        today=today,
    )
    return make_response(page)


@blueprint.get("/setup/policy/new")
def new() -> Response:
    """Show the form of a new version, begun from the newest one or from another preset."""
    session, actor = database.session(), access.actor()
    versions = policy_versions.list_versions(session, actor.department_id)
    newest = max(versions, key=lambda version: version.number, default=None)
    preset = request.args.get("preset", newest.preset if newest else DEFAULT_PRESET)
    if preset not in preset_ids():
        preset = DEFAULT_PRESET
    overrides = newest.overrides if newest and newest.preset == preset else {}
    today = clock.today(department_of(session, actor).time_zone)
    valid_from = next_month(today.replace(day=1)) if versions else today.replace(month=1, day=1)
    return _form(preset, overrides, valid_from.isoformat(), [])


@blueprint.post("/setup/policy/new")
def create() -> Response:
    """Store a new version."""
    session, actor, fields = database.session(), access.actor(), Fields(request.form)
    valid_from = fields.day("valid_from", required=True)
    overrides = read_overrides(request.form)
    preset = fields.raw("preset")
    refused: Sequence[Refusal | PolicyProblem] = fields.refusals
    if valid_from is not None and not refused:
        made = policy_versions.make_version(
            session,
            actor,
            preset=preset,
            overrides=overrides,
            valid_from=valid_from,
            today=clock.today(department_of(session, actor).time_zone),
            now=clock.now(),
        )
        if isinstance(made, PolicyVersion):
            flash(_("Version %(number)s is stored.", number=made.number), "ok")
            return redirect(url_for("policy.index", version=made.number))
        refused = made
    known = preset if preset in preset_ids() else DEFAULT_PRESET
    return _form(known, overrides, request.form.get("valid_from", ""), refused)


def _form(
    preset: str,
    overrides: Mapping[str, JsonValue],
    valid_from: str,
    refused: Sequence[Refusal | PolicyProblem],
) -> Response:
    policy = load_preset(preset).effective()
    from_preset = {setting.key: setting for setting in policy.describe()}
    rows = rows_of(policy)
    errors = errors_beside(refused)
    page = render_template(
        "policy/form.html",
        preset=preset,
        titles=_titles(),
        sections=sections(row for row in rows if row.editor),
        questions=[row for row in rows if row.off],
        modes={row.key: _mode(row.key, overrides) for row in rows},
        typed={row.key: _typed(overrides.get(row.key, from_preset[row.key].value)) for row in rows},
        words=said,
        choices_of=choices_of,
        one_person=lacks_second_person(_chain(overrides, from_preset)),
        notices=_notices(preset),
        valid_from=valid_from,
        errors=errors,
        summary=errors.named({row.field: row.label for row in rows}),
    )
    return make_response(page, 422 if refused else 200)


def _mode(key: str, overrides: Mapping[str, JsonValue]) -> str:
    if key not in overrides:
        return PRESET
    return OFF if overrides[key] is None else OWN


def _typed(value: JsonValue) -> JsonValue:
    """Return what the fields are filled with; nothing is set is an empty place for each part."""
    return {} if value is None else value


def _chain(overrides: Mapping[str, JsonValue], from_preset: Mapping[str, Setting]) -> list[str]:
    """Return the approvers that the form shows; what is refused has none."""
    chain = overrides.get(CHAIN, from_preset[CHAIN].value)
    return [str(role) for role in chain] if isinstance(chain, list) else []


def _titles() -> dict[str, str]:
    return {info.id: in_language(info.title_zh, info.title_en) for info in presets()}


def _notices(preset: str) -> list[str]:
    return [f"{notice.point}: {in_language(notice.zh, notice.en)}" for notice in load_preset(preset).notices]
