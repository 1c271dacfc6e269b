"""Pages of the policy: what holds, where each value comes from, and a new version from a date on."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from pydantic import JsonValue
from werkzeug.wrappers import Response

from web import access, clock, database
from web.admin import policy_versions
from web.admin.policy_form import EDITORS, OFF, OWN, PRESET, Editor, field_of, read_overrides
from web.admin.words import as_refusal, in_language, provenance_words, said
from web.fields import Fields
from web.people.reach import department_of
from web.people.words import errors_of
from web.policy.preset_file import preset_ids
from web.policy.rule_catalogue import RULES
from web.policy.schema import EffectivePolicy, Provenance, Setting, load_preset, presets
from web.policy.tables import PolicyVersion
from web.policy.words import CHOICES
from web.refusal import Refusal
from web.rosters.approvals import lacks_second_person
from web.rosters.loading import effective
from web.rosters.months import next_month
from web.rule_names import rule_name

blueprint = Blueprint("policy", __name__, template_folder="templates")
DEFAULT_PRESET = "S0g"
CHAIN = "roster.chain"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One setting as the pages show it; `overlaid` names the roster rules that are set otherwise."""

    key: str
    number: str
    label: str
    text: str
    source: str
    source_kind: str
    quote: str
    rules: str
    is_applied: bool
    is_binding: bool
    overlaid: str
    value: JsonValue
    editor: Editor | None
    choices: list[tuple[str, str]] = field(default_factory=list)

    @property
    def field(self) -> str:
        """Name of its field in the form."""
        return field_of(self.key)


@blueprint.get("/setup/policy")
def index() -> Response:
    """Show the policy in force with the provenance of each value, and all versions."""
    session, actor = database.session(), access.actor()
    versions = policy_versions.list_versions(session, actor.department_id)
    today = clock.today(department_of(session, actor).time_zone)
    present = policy_versions.in_force(versions, today)
    shown = next((v for v in versions if v.number == request.args.get("version", type=int)), present)
    page = render_template(
        "policy/index.html",
        versions=versions,
        present=present,
        shown=shown,
        rows=_rows(effective(shown)) if shown else [],
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
    refusals = fields.refusals
    if valid_from is not None and not refusals:
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
        refusals = [as_refusal(problem) for problem in made]
    known = preset if preset in preset_ids() else DEFAULT_PRESET
    return _form(known, overrides, request.form.get("valid_from", ""), refusals)


def _form(
    preset: str, overrides: Mapping[str, JsonValue], valid_from: str, refusals: list[Refusal]
) -> Response:
    policy = load_preset(preset)
    from_preset = {setting.key: setting for setting in policy.effective().describe()}
    rows = []
    for row in _rows(policy.effective()):
        value = overrides.get(row.key, from_preset[row.key].value)
        mode = PRESET if row.key not in overrides else OFF if value is None else OWN
        rows.append((row, mode, value if value is not None else {}))
    errors = errors_of(refusals)
    page = render_template(
        "policy/form.html",
        preset=preset,
        titles=_titles(),
        rows=rows,
        one_person=lacks_second_person(_chain(overrides, from_preset)),
        notices=_notices(preset),
        valid_from=valid_from,
        errors=errors,
        summary=errors.named({row.field: row.label for row, _mode, _value in rows}),
    )
    return make_response(page, 422 if refusals else 200)


def _chain(overrides: Mapping[str, JsonValue], from_preset: Mapping[str, Setting]) -> list[str]:
    """Return the approvers that the form shows; what is refused has none."""
    chain = overrides.get(CHAIN, from_preset[CHAIN].value)
    return [str(role) for role in chain] if isinstance(chain, list) else []


def _rows(policy: EffectivePolicy) -> list[Row]:
    rows = []
    for setting in policy.describe():
        own = [name for name in policy.rules.limits if RULES[name].key == setting.key]
        rows.append(_row(setting, _(", ").join(rule_name(name) for name in own)))
    return rows


def _row(setting: Setting, overlaid: str) -> Row:
    source, kind = provenance_words(
        setting.provenance, derived=setting.derived, is_set=setting.value is not None
    )
    editor = EDITORS.get(setting.key)
    members = editor.members if editor else []
    return Row(
        key=setting.key,
        number=setting.number,
        label=in_language(setting.label_zh, setting.label_en),
        text=in_language(setting.text_zh, setting.text_en),
        source=source,
        source_kind=kind,
        quote=setting.quote,
        rules=", ".join(setting.rules[:4]) + ("…" if len(setting.rules) > 4 else ""),
        is_applied=setting.is_applied,
        is_binding=setting.provenance in {Provenance.STATED, Provenance.OVERRIDE},
        overlaid=overlaid,
        value=setting.value,
        editor=editor,
        choices=[(member.value, said(CHOICES[type(member)][member])) for member in members],
    )


def _titles() -> dict[str, str]:
    return {info.id: in_language(info.title_zh, info.title_en) for info in presets()}


def _notices(preset: str) -> list[str]:
    return [f"{notice.point}: {in_language(notice.zh, notice.en)}" for notice in load_preset(preset).notices]
