"""The page that puts two policies side by side: presets of the product, versions of the department."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, make_response, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from web import access, clock, database
from web.admin import policy_versions
from web.admin.words import in_language, provenance_words, said
from web.people.reach import department_of
from web.policy.comparing import Difference, differences, differing_rules
from web.policy.parameters import BY_KEY, Group
from web.policy.preset_file import preset_ids
from web.policy.schema import EffectivePolicy, Setting, load_preset, presets
from web.policy.tables import PolicyVersion
from web.rosters.loading import effective
from web.rule_names import rule_name


@dataclass(frozen=True, kw_only=True)
class Side:
    """What one of the two policies says of a setting."""

    text: str
    source: str
    source_kind: str
    quote: str
    rules: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """One setting on which the two differ."""

    number: str
    label: str
    is_same_value: bool
    left: Side
    right: Side


def compare() -> Response:
    """Show on which settings two policies differ, by group, each with its source."""
    session, actor = database.session(), access.actor()
    versions = policy_versions.list_versions(session, actor.department_id)
    today = clock.today(department_of(session, actor).time_zone)
    present = policy_versions.in_force(versions, today)
    options = _options(versions)
    left = _chosen("left", options, present.preset if present else "S0g")
    right = _chosen("right", options, f"v{present.number}" if present else "S0h")
    one, other = _policy(left, versions), _policy(right, versions)
    found = differences(one, other)
    page = render_template(
        "policy/compare.html",
        options=list(options.items()),
        left=left,
        right=right,
        names=(options[left], options[right]),
        marks=(_mark(left), _mark(right)),
        count=len(found),
        groups=_by_group(found),
        rules=_(", ").join(rule_name(name) for name in differing_rules(one, other)),
    )
    return make_response(page)


def register(blueprint: Blueprint) -> None:
    """Add the page to those of the policy."""
    blueprint.add_url_rule("/setup/policy/compare", endpoint="compare", view_func=compare)


def _options(versions: Sequence[PolicyVersion]) -> dict[str, str]:
    """Return what may be compared, by what stands in the address: ``v3`` or ``S0g``."""
    own = {
        f"v{version.number}": _(
            "Version %(number)s (%(preset)s, from %(day)s)",
            number=version.number,
            preset=version.preset,
            day=version.valid_from.isoformat(),
        )
        for version in versions
    }
    return own | {info.id: f"{info.id} {in_language(info.title_zh, info.title_en)}" for info in presets()}


def _chosen(name: str, options: dict[str, str], otherwise: str) -> str:
    wanted = request.args.get(name, otherwise)
    return wanted if wanted in options else otherwise


def _mark(name: str) -> str:
    """Return a short name, for where there is little room."""
    return _("Version %(number)s", number=name[1:]) if name.startswith("v") else name


def _policy(name: str, versions: Sequence[PolicyVersion]) -> EffectivePolicy:
    if name in preset_ids():
        return load_preset(name).effective()
    return next(effective(version) for version in versions if f"v{version.number}" == name)


def _by_group(found: Sequence[Difference]) -> list[tuple[str, list[Line]]]:
    lines: dict[Group, list[Line]] = {group: [] for group in Group}
    for difference in found:
        setting = difference.left
        lines[BY_KEY[setting.key].group].append(
            Line(
                number=setting.number,
                label=in_language(setting.label_zh, setting.label_en),
                is_same_value=difference.is_same_value,
                left=_side(difference.left),
                right=_side(difference.right),
            )
        )
    return [(said(group.words), held) for group, held in lines.items() if held]


def _side(setting: Setting) -> Side:
    source, kind = provenance_words(
        setting.provenance, derived=setting.derived, is_set=setting.value is not None
    )
    return Side(
        text=in_language(setting.text_zh, setting.text_en),
        source=source,
        source_kind=kind,
        quote=setting.quote,
        rules=", ".join(setting.rules[:4]) + ("…" if len(setting.rules) > 4 else ""),
    )
