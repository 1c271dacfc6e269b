"""Pages of the roster rules: what holds and why, and what the department sets itself, group by group."""

from collections.abc import Sequence

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from web import access, clock, database
from web.admin.needs_form import NEW_ROWS, read_needs, renumbered, row_numbers, typed_needs
from web.admin.policy_versions import in_force, kind_codes, list_versions, set_rules
from web.admin.rule_words import group_name, setting_name, state, state_sentence, unit_name
from web.admin.rules_form import PRESET, Form, read_rules, typed_rules
from web.admin.rules_page import Holding, cost_sentence, detail_text, holding, parts, regulated_row
from web.admin.words import weekdays
from web.errors import NotFound
from web.fields import Fields
from web.i18n import full_date
from web.people.reach import department_of
from web.people.teams import list_skills
from web.people.words import errors_of
from web.planning.settings import WISH_COST
from web.policy.own_rules import check_rules
from web.policy.rule_catalogue import DETAILS, NEEDS, RULE_SPECS, RULES, Group, names_of
from web.policy.tables import PolicyVersion
from web.refusal import Refusal
from web.rosters.months import next_month

blueprint = Blueprint("rules", __name__, template_folder="templates", url_prefix="/setup/rules")


@blueprint.get("")
def index() -> Response:
    """Show all rules as they hold, with the source of each, and every version."""
    session, actor = database.session(), access.actor()
    department = department_of(session, actor)
    versions = list_versions(session, actor.department_id)
    today = clock.today(department.time_zone)
    present = in_force(versions, today)
    wanted = request.args.get("version", type=int)
    shown = next((version for version in versions if version.number == wanted), present)
    held = holding(session, department, shown, today.replace(day=1)) if shown else None
    page = render_template(
        "rules/index.html",
        versions=versions,
        present=present,
        shown=shown,
        parts=parts(held, versions) if held else [],
        today=today,
    )
    return make_response(page)


@blueprint.get("/<group>")
def edit(group: str) -> Response:
    """Show the form of a group, as the latest version has it."""
    part = _part(group)
    held, valid_from = _latest()
    if held is None:
        return redirect(url_for("policy.new"))
    form = (
        typed_needs(held.version.rules)
        if part is Group.NEEDS
        else typed_rules(held.version.rules, held.present, names_of(part))
    )
    return _form(part, held, form, valid_from, [])


@blueprint.post("/<group>")
def update(group: str) -> Response:
    """Store what the form sets as a new version."""
    session, actor, fields = database.session(), access.actor(), Fields(request.form)
    part = _part(group)
    held, _proposed = _latest()
    if held is None:
        return redirect(url_for("policy.new"))
    newest = held.version.number
    names = names_of(part)
    valid_from = fields.day("valid_from", required=True)
    codes = kind_codes(session, actor.department_id)
    is_needs = part is Group.NEEDS
    rules = read_needs(request.form, names) if is_needs else read_rules(request.form, names, codes)
    if valid_from is None:
        refusals = [*check_rules(rules, codes=codes, skills=held.skills), *fields.refusals]
    else:
        made = set_rules(
            session,
            actor,
            names=names,
            rules=rules,
            valid_from=valid_from,
            today=clock.today(department_of(session, actor).time_zone),
            now=clock.now(),
        )
        if isinstance(made, PolicyVersion):
            if made.number == newest:
                flash(_("Nothing was changed: the rules stay as they are."), "info")
            else:
                flash(_said(made, held, names), "ok")
            return redirect(url_for("rules.index", version=made.number))
        refusals = made
    form = renumbered(request.form) if is_needs else request.form
    return _form(part, held, form, request.form.get("valid_from", ""), refusals)


def _part(group: str) -> Group:
    if group not in {member.value for member in Group}:
        raise NotFound
    return Group(group)


def _latest() -> tuple[Holding | None, str]:
    """Return what holds under the version with the latest date of effect, and the day that is proposed."""
    session, actor = database.session(), access.actor()
    department = department_of(session, actor)
    versions = list_versions(session, actor.department_id)
    if not versions:
        return None, ""
    month = clock.today(department.time_zone).replace(day=1)
    proposed = max(next_month(month), versions[0].valid_from)
    return holding(session, department, versions[0], month), proposed.isoformat()


def _said(made: PolicyVersion, held: Holding, names: Sequence[str]) -> str:
    """Return in a sentence what a new version changes, and from when on."""
    session, actor = database.session(), access.actor()
    department = department_of(session, actor)
    month = clock.today(department.time_zone).replace(day=1)
    new = holding(session, department, made, month)
    before, after = held.present, new.present
    colon, comma = _(": "), _("; ")
    changes = (
        [
            f"{setting_name(name)}{colon}{comma.join(new.lines(name)) or _('none')}"
            for name in names
            if name in NEEDS and new.lines(name) != held.lines(name)
        ]
        + [
            f"{setting_name(name)}{colon}{state_sentence(name, getattr(after, name))}"
            for name in (*names, *(spec.name for spec in RULE_SPECS if spec.asks in names))
            if name in RULES and getattr(after, name) != getattr(before, name)
        ]
        + [
            f"{setting_name(name)}{colon}{detail_text(DETAILS[name], after)}"
            for name in names
            if name in DETAILS and detail_text(DETAILS[name], after) != detail_text(DETAILS[name], before)
        ]
    )
    day = full_date(made.valid_from)
    if not changes:
        return _("Version %(number)s is stored, in force from %(day)s.", number=made.number, day=day)
    return _(
        "Version %(number)s is stored. From %(day)s: %(changes)s.",
        number=made.number,
        day=day,
        changes=comma.join(changes),
    )


def _form(part: Group, held: Holding, form: Form, valid_from: str, refusals: Sequence[Refusal]) -> Response:
    session, actor = database.session(), access.actor()
    names = names_of(part)
    errors = errors_of(refusals)
    page = render_template(
        "rules/form.html",
        group=part.value,
        title=group_name(part),
        groups=[(each.value, group_name(each)) for each in Group],
        rules=[
            (RULES[name], regulated_row(held, name), cost_sentence(name)) for name in names if name in RULES
        ],
        needs=[
            (name, setting_name(name), row_numbers(form, name), _asking(held, name))
            for name in names
            if name in NEEDS
        ],
        skills=_skills(held),
        in_use=held.in_use,
        weekdays=weekdays(),
        new_rows=NEW_ROWS,
        details=[(DETAILS[name], regulated_row(held, name)) for name in names if name in DETAILS],
        codes=kind_codes(session, actor.department_id),
        form=form,
        unit_name=unit_name,
        mode=lambda name: form.get(f"{name}-mode", PRESET),
        errors=errors,
        summary=errors.named({field: _label(field) for field in errors}),
        valid_from=valid_from,
        shortage=held.present.shortage,
        wish=None if held.present.wish is None else held.present.wish.weight * WISH_COST,
    )
    return make_response(page, 422 if refusals else 200)


def _asking(held: Holding, name: str) -> list[tuple[str, str, tuple[str, str, str]]]:
    """Return the rules that look at some needs: group, name, and how each is applied."""
    return [
        (spec.group.value, setting_name(spec.name), state(spec.name, getattr(held.present, spec.name)))
        for spec in RULE_SPECS
        if spec.asks == name
    ]


def _skills(held: Holding) -> list[tuple[int, str]]:
    """Return the skills that a post can ask for: those in use, and what a stored post asks for already."""
    session, actor = database.session(), access.actor()
    offered = {skill.id for skill in list_skills(session, actor.department_id, active=True)}
    offered |= {post.skill for post in held.policy.rules.posts}
    return [(key, name) for key, name in held.skills.items() if key in offered]


def _label(field: str) -> str:
    """Return the name of a field for the summary of what is wrong."""
    name, _dash, part = field.partition("-")
    if name in NEEDS:
        number = part.partition("-")[0]
        return f"{setting_name(name)} {int(number) + 1}" if number.isdecimal() else setting_name(name)
    if name not in RULES and name not in DETAILS:
        return _("In force from")
    if part == "weight":
        return _("%(rule)s, weight", rule=setting_name(name))
    return setting_name(name)
