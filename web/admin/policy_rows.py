"""The settings of a policy as its pages show them: by group, with their source, and what is still asked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext as _
from pydantic import JsonValue

from web.admin.policy_editors import EDITORS, Editor
from web.admin.policy_form import field_of
from web.admin.policy_questions import what_is_off
from web.admin.words import as_refusal, in_language, provenance_words, said
from web.people.words import FieldErrors
from web.policy.parameters import BY_KEY, Group
from web.policy.problems import PolicyProblem
from web.policy.rule_catalogue import RULES
from web.policy.schema import STANDS_IN, EffectivePolicy, Provenance, Setting
from web.policy.values import PolicyValues
from web.policy.words import choice_words, words_for
from web.refusal import Refusal
from web.rule_names import rule_name
from web.wording import refusal_words


@dataclass(frozen=True, kw_only=True)
class Row:
    """One setting as the pages show it; `overlaid` names the roster rules that are set otherwise.

    Attributes
    ----------
    off
        Of a setting that is still to be answered: what does not work until then; else empty.
    proposal
        Our own proposal in words, for a setting to be answered; never taken by itself.
    """

    key: str
    number: str
    group: Group
    label: str
    text: str
    source: str
    source_kind: str
    quote: str
    rules: str
    is_applied: bool
    is_binding: bool
    overlaid: str
    off: str
    proposal: str
    value: JsonValue
    editor: Editor | None
    search: str = ""
    choices: list[tuple[str, str]] = field(default_factory=list)

    @property
    def field(self) -> str:
        """Name of its field in the form."""
        return field_of(self.key)


@dataclass(frozen=True, kw_only=True)
class Section:
    """A group of settings under its heading; `spoken` of them the regulation or the department decides."""

    group: Group
    title: str
    rows: Sequence[Row]

    @property
    def spoken(self) -> int:
        """How many of the settings are stated or set."""
        return sum(row.is_binding for row in self.rows)

    @property
    def asked(self) -> int:
        """How many are still to be answered."""
        return sum(bool(row.off) for row in self.rows)


def rows_of(policy: EffectivePolicy) -> list[Row]:
    """Return all settings of a policy in the order of the parameters."""
    found = []
    for setting in policy.describe():
        own = [name for name in policy.rules.limits if RULES[name].key == setting.key]
        found.append(_row(setting, _(", ").join(rule_name(name) for name in own)))
    return found


def sections(rows: Iterable[Row]) -> list[Section]:
    """Return the rows by group, groups without a row left out."""
    held = list(rows)
    by_group = [(group, [row for row in held if row.group is group]) for group in Group]
    return [Section(group=group, title=said(group.words), rows=rows) for group, rows in by_group if rows]


def matching(rows: Iterable[Row], wanted: str) -> list[Row]:
    """Return the rows that have every word of what is looked for: in number, name, value, phrase or rule."""
    words = wanted.lower().split()
    return [row for row in rows if all(word in row.search for word in words)]


def _row(setting: Setting, overlaid: str) -> Row:
    source, kind = provenance_words(
        setting.provenance, derived=setting.derived, is_set=setting.value is not None
    )
    parameter, editor = BY_KEY[setting.key], EDITORS.get(setting.key)
    if setting.is_open and setting.provenance is Provenance.STATED:
        source, kind = _("stated with a gap: please complete"), "warn"
    proposal = words_for(setting.key, _DEFAULTS)
    return Row(
        key=setting.key,
        number=setting.number,
        group=parameter.group,
        label=in_language(setting.label_zh, setting.label_en),
        text=in_language(setting.text_zh, setting.text_en),
        source=source,
        source_kind=kind,
        quote=setting.quote,
        rules=", ".join(setting.rules[:4]) + ("…" if len(setting.rules) > 4 else ""),
        is_applied=setting.is_applied,
        is_binding=setting.provenance in {Provenance.STATED, Provenance.OVERRIDE},
        overlaid=overlaid,
        off=what_is_off(setting.key) if setting.is_open else "",
        proposal=in_language(proposal.zh, proposal.en) if _is_proposed(setting.key) else "",
        value=setting.value,
        editor=editor,
        search=_search(setting),
        choices=choices_of(editor) if editor else [],
    )


_DEFAULTS = PolicyValues()


def _is_proposed(key: str) -> bool:
    """Tell whether we have a suggestion that does not hold already."""
    return key not in STANDS_IN and getattr(_DEFAULTS, BY_KEY[key].field) not in (None, ())


def _search(setting: Setting) -> str:
    texts = (
        *(setting.number, setting.key, setting.label_zh, setting.label_en),
        *(setting.text_zh, setting.text_en, setting.quote, *setting.rules),
    )
    return " ".join(texts).lower()


def choices_of(editor: Editor) -> list[tuple[str, str]]:
    """Return the choices of an editor with their names."""
    return [(member.value, said(choice_words(member))) for member in editor.members]


def errors_beside(problems: Iterable[Refusal | PolicyProblem]) -> FieldErrors:
    """Return for each field all that is wrong with it, the part named where a value has several."""
    sentences: dict[str, list[str]] = {}
    for problem in problems:
        refusal = as_refusal(problem)
        place = _place(problem) if isinstance(problem, PolicyProblem) else ""
        sentences.setdefault(refusal.field, []).append(place + refusal_words(refusal))
    errors = FieldErrors()
    for name, found in sentences.items():
        errors[name] = " ".join(dict.fromkeys(found))
    return errors


def _place(problem: PolicyProblem) -> str:
    """Return where inside a value of several parts the problem lies, such as "line 2, from: "."""
    editor, names = EDITORS.get(problem.key), list[str]()
    for step in problem.part.split("."):
        if editor is None:
            break
        if step.isdecimal():
            names.append(_("line %(number)s", number=int(step) + 1))
        elif step in editor.parts:
            label, editor = editor.parts[step]
            names.append(said(label))
    return _("%(place)s: ", place=_(", ").join(names)) if names else ""
