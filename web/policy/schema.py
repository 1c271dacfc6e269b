"""A regulation as data: preset, overrides, and the policy that results.

A preset states exactly what its regulation's text states. A department picks a
preset and overrides what it does otherwise. Every value of the result knows
where it comes from, so that a page can answer "why is this rule here".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from pydantic import JsonValue

from web.policy.own_rules import OwnRules, own_rules
from web.policy.parameters import BY_KEY, PARAMETERS
from web.policy.preset_file import Notice, PresetFile, Statement, preset_ids, read_preset
from web.policy.preset_parts import Source
from web.policy.problems import PolicyProblem, check_values
from web.policy.values import PolicyValues
from web.policy.words import words_for

SECTIONS = "handover.categories"
"""Key of P-34, whose values a preset names one by one with their words."""
STANDS_IN = frozenset({"shift.times"})
"""Settings that no month is made without: left blank, the product's proposal holds until somebody answers."""


class Provenance(StrEnum):
    """Where a value of a policy comes from."""

    STATED = "stated"
    """The regulation's text states it (or it follows from the text)."""
    BLANK = "blank"
    """The text has a gap: not set, the rule is off until somebody answers (but see `STANDS_IN`)."""
    SILENT = "silent"
    """The text says nothing: the product's default, which proposes and does not bind."""
    OVERRIDE = "override"
    """The department has set it."""


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One row of a policy page.

    Parameters
    ----------
    number, key, unit, label_zh, label_en, is_applied
        As in `web.policy.parameters.Parameter`.
    value
        As JSON; None is "not set".
    text_zh, text_en
        The value in words.
    provenance, derived, quote
        Where it comes from; `derived` when it follows from the text without
        standing in it; `quote` is the regulation's key phrase in Chinese.
    is_open
        Whether the text leaves it, or a part of it, blank and nobody has answered.
    rules
        The rules of the source where there is one, else those that read the setting.
    """

    number: str
    key: str
    unit: str
    label_zh: str
    label_en: str
    is_applied: bool
    value: JsonValue
    text_zh: str
    text_en: str
    provenance: Provenance
    derived: bool
    is_open: bool
    quote: str
    rules: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PresetInfo:
    """What `lunban presets` tells of one preset; set, blank and silent add up to all `parameters`."""

    id: str
    title_zh: str
    title_en: str
    parameters: int
    set: int
    blank: int
    silent: int


@dataclass(frozen=True, kw_only=True)
class EffectivePolicy:
    """What holds: typed values, for each key where it comes from, and the department's own roster rules."""

    policy: "Policy"
    values: PolicyValues
    provenance: Mapping[str, Provenance]
    rules: OwnRules = field(default_factory=OwnRules)

    @property
    def average_week_minutes(self) -> int | None:
        """Most minutes of the average week, by the department's own rule first; None when that is off."""
        if "average_week" not in self.rules.limits:
            return self.values.avg_week_max_minutes
        limit = self.rules.limits["average_week"]
        return None if limit is None else limit.value

    def binds(self, key: str) -> bool:
        """Return whether the regulation or the department set `key` to a value.

        A default only proposes: a limit that nobody set is a soft rule (A-10).

        Raises
        ------
        KeyError
            When there is no such key.
        """
        is_set = getattr(self.values, BY_KEY[key].field) is not None
        return is_set and self.provenance[key] in {Provenance.STATED, Provenance.OVERRIDE}

    def questions(self) -> tuple[str, ...]:
        """Return the keys that the source leaves blank, or states with a gap, and nobody has answered yet."""
        return tuple(key for key in BY_KEY if self._is_open(key))

    def _is_open(self, key: str) -> bool:
        provenance = self.provenance[key]
        return provenance is Provenance.BLANK or (
            provenance is Provenance.STATED and self.policy.has_gap(key)
        )

    def snapshot(self) -> dict[str, JsonValue]:
        """Return all values by key as JSON, to be stored with what was decided under them."""
        return self.values.model_dump(mode="json", by_alias=True)

    def describe(self) -> tuple[Setting, ...]:
        """Return one row per parameter in the rulebook's order."""
        snapshot = self.snapshot()
        return tuple(self._row(key, snapshot[key]) for key in BY_KEY)

    def _row(self, key: str, value: JsonValue) -> Setting:
        parameter = BY_KEY[key]
        provenance = self.provenance[key]
        source = self.policy.source(key) if provenance in {Provenance.STATED, Provenance.BLANK} else None
        words = words_for(key, self.values)
        return Setting(
            number=parameter.number,
            key=key,
            unit=parameter.unit,
            is_applied=parameter.is_applied,
            label_zh=parameter.label_zh,
            label_en=parameter.label_en,
            value=value,
            text_zh=words.zh,
            text_en=words.en,
            provenance=provenance,
            derived=isinstance(source, Statement) and source.derived,
            is_open=self._is_open(key),
            quote=source.quote if source else "",
            rules=source.rules if source else parameter.rules,
        )


@dataclass(frozen=True, kw_only=True)
class Policy:
    """A preset: one regulation, before a department's overrides."""

    content: PresetFile

    @property
    def id(self) -> str:
        """The regulation's id, such as ``S0g``."""
        return self.content.id

    @property
    def notices(self) -> tuple[Notice, ...]:
        """Doubtful points of the text that whoever chooses it should read."""
        return self.content.notices

    def source(self, key: str) -> Source | None:
        """Return where the regulation speaks of `key`; None where it is silent."""
        return self.content.stated.get(key) or self.content.blank.get(key)

    def has_gap(self, key: str) -> bool:
        """Return whether the regulation states `key` but leaves a part of it open."""
        return key in self.content.stated and self.content.stated[key].gap

    def effective(
        self,
        overrides: Mapping[str, JsonValue] | None = None,
        rules: Mapping[str, JsonValue] | None = None,
    ) -> EffectivePolicy:
        """Return what holds in a department.

        Parameters
        ----------
        overrides
            Values by key as JSON; None as a value switches the rule off.
        rules
            The department's own settings of roster rules, as `web.policy.own_rules` keeps them.

        Raises
        ------
        ValueError
            When `problems` or `check_rules` would name something; ask them first where input is foreign.
        """
        values, problems = self._checked(overrides or {})
        if values is None:
            named = "; ".join(f"{problem.code} {problem.key}" for problem in problems)
            raise ValueError(f"overrides of preset {self.id} do not fit: {named}")
        return EffectivePolicy(
            policy=self,
            values=values,
            provenance={key: self._provenance(key, overrides or {}) for key in BY_KEY},
            rules=own_rules(rules or {}),
        )

    def problems(self, overrides: Mapping[str, JsonValue]) -> list[PolicyProblem]:
        """Return every reason why `overrides` do not fit this preset; empty when they do."""
        return self._checked(overrides)[1]

    def info(self) -> PresetInfo:
        """Return title and counts."""
        stated, blank = len(self.content.stated), len(self.content.blank)
        return PresetInfo(
            id=self.id,
            title_zh=self.content.title_zh,
            title_en=self.content.title_en,
            parameters=len(PARAMETERS),
            set=stated,
            blank=blank,
            silent=len(PARAMETERS) - stated - blank,
        )

    def _checked(self, overrides: Mapping[str, JsonValue]) -> tuple[PolicyValues | None, list[PolicyProblem]]:
        stated = {key: statement.value for key, statement in self.content.stated.items()}
        blank = {key: gap.value for key, gap in self.content.blank.items() if key not in STANDS_IN}
        return check_values(stated | blank | dict(overrides))

    def _provenance(self, key: str, overrides: Mapping[str, JsonValue]) -> Provenance:
        if key in overrides:
            return Provenance.OVERRIDE
        if key in self.content.stated:
            return Provenance.STATED
        return Provenance.BLANK if key in self.content.blank else Provenance.SILENT


def policy_from(content: PresetFile) -> Policy:
    """Make a policy of a preset file, checking that it is whole.

    Raises
    ------
    ValueError
        When a key is both stated and blank, is no parameter, or holds a value that does not fit; when the
        sections are others than those of P-34.
    """
    both = sorted(set(content.stated) & set(content.blank))
    if both:
        raise ValueError(f"preset {content.id} both states and leaves blank: {', '.join(both)}")
    policy = Policy(content=content)
    named = tuple(section.code for section in content.sections)
    stated = content.stated.get(SECTIONS)
    if named != tuple(category.value for category in policy.effective().values.handover_categories) and (
        named or stated is not None
    ):
        raise ValueError(f"preset {content.id}: its sections are not its {SECTIONS}")
    return policy


@lru_cache
def load_preset(preset: str) -> Policy:
    """Return a shipped preset by its id, such as ``S0g``.

    Raises
    ------
    LookupError
        When there is no such preset.
    ValueError
        When the file does not hold what it should (a mistake of ours, found by the suite).
    """
    return policy_from(read_preset(preset))


def presets() -> list[PresetInfo]:
    """Return all shipped presets in order of their ids."""
    return [load_preset(preset).info() for preset in preset_ids()]


def validate_overrides(overrides: Mapping[str, JsonValue], *, preset: str) -> list[PolicyProblem]:
    """Return every reason why `overrides` do not fit the preset; empty when they do.

    Raises
    ------
    LookupError
        When there is no such preset.
    """
    return load_preset(preset).problems(overrides)
