"""The roster rules as the page shows them: what each says, how it is applied, where that comes from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from roster.settings import Limit, RuleSettings
from web.admin.need_words import need_lines, nothing_asked
from web.admin.rule_words import counted, group_name, says, setting_name, state
from web.admin.words import provenance_words
from web.i18n import clock_range, full_date
from web.people.tables import Department
from web.planning.duty import is_duty
from web.planning.needs import needed_codes
from web.planning.settings import rule_settings
from web.policy.kinds import AveragingCycle
from web.policy.rule_catalogue import (
    DETAILS,
    NEEDS,
    POSTS,
    RULES,
    SHIFT_NEEDS,
    DetailSpec,
    Group,
    Shape,
    names_of,
)
from web.policy.schema import EffectivePolicy, Provenance, Setting, load_preset
from web.policy.tables import PolicyVersion
from web.rosters.loading import effective
from web.rosters.months import days_in
from web.rosters.people_loading import load_kinds, load_people, load_skill_names
from web.shift_marks import shift_name

CYCLE = "hours.avg_week_cycle"
FROM_CYCLE = frozenset({"contract_max", "contract_min"})
"""What gives way where the week is averaged over more than a month (`web.planning.settings`)."""


@dataclass(frozen=True, kw_only=True)
class Holding:
    """What holds under a policy version for a department's people.

    Attributes
    ----------
    regulated, present
        Without and with what the department has set itself; what it asks for counts in both.
    skills, in_use
        Names of skills by id, and codes by start of the shift kinds that people can be wanted on.
    """

    version: PolicyVersion
    policy: EffectivePolicy
    regulated: RuleSettings
    present: RuleSettings
    skills: Mapping[int, str]
    in_use: tuple[str, ...]

    def has_asked(self, needs: str) -> bool:
        """Whether there is anything for the rules that look at posts, or at needs per shift."""
        own = self.policy.rules
        return bool(own.shift_needs) or is_duty(self.policy) if needs == SHIFT_NEEDS else bool(own.posts)

    def lines(self, name: str) -> list[str]:
        """Return what is asked for under a name of `NEEDS`, each in words."""
        return need_lines(name, self.policy.rules, self.skills, self.in_use)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One rule or setting, ready for the page."""

    name: str
    label: str
    says: str
    state: tuple[str, str, str] | None
    source: tuple[str, str]
    cited: str
    is_asked: bool = True
    lines: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Part:
    """One group of the page."""

    group: str
    title: str
    rows: Sequence[Row]


def holding(session: Session, department: Department, version: PolicyVersion, month: date) -> Holding:
    """Return what holds under a version for those who can be rostered in a month."""
    policy = effective(version)
    people = load_people(session, department.id, month, month + timedelta(days=days_in(month) - 1))
    kinds = load_kinds(session, department.id)
    regulation = load_preset(version.preset).effective(
        version.overrides, {name: rule for name, rule in version.rules.items() if name in NEEDS}
    )
    week_start = department.week_start - 1
    return Holding(
        version=version,
        policy=policy,
        regulated=rule_settings(regulation, people, kinds, week_start=week_start),
        present=rule_settings(policy, people, kinds, week_start=week_start),
        skills=load_skill_names(session, department.id),
        in_use=needed_codes(kinds),
    )


def parts(held: Holding, versions: Sequence[PolicyVersion]) -> list[Part]:
    """Return all groups with their rules.

    Parameters
    ----------
    versions
        All of the department, the latest date of effect first.
    """
    described = {setting.key: setting for setting in held.policy.describe()}
    return [
        Part(
            group=group.value,
            title=group_name(group),
            rows=[
                row(held, name, described, since(versions, held.version, name)) for name in names_of(group)
            ],
        )
        for group in Group
    ]


def row(held: Holding, name: str, described: Mapping[str, Setting], set_from: date | None) -> Row:
    """Return a rule as it holds; `set_from` is the day from which the department has set it so."""
    source, cited = _source(held, name, described)
    if set_from is not None:
        source, cited = (_("set by the department"), "info"), _("from %(day)s", day=full_date(set_from))
    return _row(held, name, held.present, source, cited)


def regulated_row(held: Holding, name: str) -> Row:
    """Return a rule as it holds without the department's own settings."""
    source, cited = _source(held, name, {setting.key: setting for setting in held.policy.describe()})
    return _row(held, name, held.regulated, source, cited)


def _row(held: Holding, name: str, settings: RuleSettings, source: tuple[str, str], cited: str) -> Row:
    if name in NEEDS:
        lines = held.lines(name)
        row = _said(name, "" if lines else nothing_asked(name), source, cited)
        return replace(row, lines=lines)
    if name in DETAILS:
        return _said(name, detail_text(DETAILS[name], settings), source, cited)
    limit: Limit | None = getattr(settings, name)
    return Row(
        name=name,
        label=setting_name(name),
        says=says(name, limit),
        state=state(name, limit),
        source=source,
        cited=cited,
        is_asked=not RULES[name].asks or held.has_asked(RULES[name].asks),
    )


def _said(name: str, text: str, source: tuple[str, str], cited: str) -> Row:
    return Row(name=name, label=setting_name(name), says=text, state=None, source=source, cited=cited)


def since(versions: Sequence[PolicyVersion], shown: PolicyVersion, name: str) -> date | None:
    """Return from when on the department has set a rule as it is in a version; None: it has not."""
    if name not in shown.rules:
        return None
    first = shown
    for version in versions[versions.index(shown) :]:
        if name not in version.rules or version.rules[name] != shown.rules[name]:
            break
        first = version
    return first.valid_from


def _source(held: Holding, name: str, described: Mapping[str, Setting]) -> tuple[tuple[str, str], str]:
    """Return (words, kind of tag) and what is cited, of a rule that the department has not set itself."""
    if name in NEEDS:
        return ("", ""), ""
    if name in RULES and RULES[name].asks == POSTS and held.has_asked(POSTS):
        return (_("since there are posts"), "info"), ""
    spec = RULES.get(name) or DETAILS[name]
    limit = getattr(held.regulated, name, None)
    if spec.law and (name in DETAILS or limit is not None):
        return (_("labour law"), "ok"), ""
    key = RULES[name].key if name in RULES else ""
    if name in FROM_CYCLE and held.policy.values.hours_avg_week_cycle is not AveragingCycle.MONTH:
        key = CYCLE
    if not key:
        return provenance_words(Provenance.SILENT, derived=False), ""
    setting = described[key]
    cited = setting.number
    if setting.provenance in {Provenance.STATED, Provenance.BLANK}:
        cited = " ".join((held.version.preset, *setting.rules[:3]))
    return provenance_words(setting.provenance, derived=setting.derived), cited


def detail_text(spec: DetailSpec, settings: RuleSettings) -> str:
    """Return the value of a setting beside the rules in words."""
    values = [getattr(settings, field) for field in spec.of_engine]
    comma = _(", ")
    match spec.shape:
        case Shape.NUMBER:
            return spec.unit.typed(values[0])
        case Shape.TICK:
            return _("yes") if values[0] else _("no")
        case Shape.WINDOW:
            return clock_range(*values)
        case Shape.CODES:
            names = [shift_name(code) for code in sorted(values[0] or ())]
            return comma.join(names) or (_("all that are needed") if values[0] is None else _("none"))
        case Shape.PER_KIND:
            return comma.join(f"{shift_name(code)} {most}" for code, most in values[0]) or _("no limit")
        case Shape.PAIRS:
            pairs = [f"{shift_name(first)} → {shift_name(second)}" for first, second in sorted(values[0])]
            return comma.join(pairs) or _("everything may follow")


def cost_sentence(name: str) -> str:
    """Return what a soft rule's weight is the price of."""
    return _("for each %(unit)s", unit=counted(name))
