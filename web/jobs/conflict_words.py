"""Words of what makes a month impossible: demands that clash, and what would help."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext as _
from flask_babel import ngettext

from roster.explanation import Atom, Conflict, Relaxation
from web.i18n import clock_range, hours_figure
from web.rule_names import rule_name
from web.shift_marks import shift_name
from web.wording import dates_words

MOST_NAMES = 8
MOST_CHANGES = 12
"""As many as a line, a list on the page has."""
IN_MINUTES = frozenset(
    {"rest_between", "average_week", "contract_max", "contract_min", "overtime_day", "overtime_month"}
)
"""Rules whose value is shown in hours."""


@dataclass(frozen=True, kw_only=True)
class DemandWords:
    """A demand, or several alike of other people or dates.

    Attributes
    ----------
    name
        Of the rule.
    who
        Names; empty for everybody.
    detail
        Dates, times, kinds, and how many people are needed.
    """

    name: str
    who: str
    detail: str


@dataclass(frozen=True, kw_only=True)
class ChangeWords:
    """A change that helps; `place` says where it is made: roster, person, people, policy or coverage."""

    sentence: str
    place: str
    person: str
    date: dt.date | None
    is_enough: bool


@dataclass(frozen=True, kw_only=True)
class ConflictWords:
    """One conflict as a page says it."""

    demands: Sequence[DemandWords]
    irreducible: bool
    changes: Sequence[ChangeWords]
    changes_left: int


def conflict_words(conflict: Conflict, names: Mapping[str, str]) -> ConflictWords:
    """Return the words of a conflict in the present language.

    Parameters
    ----------
    names
        Names of people by employee number.
    """
    changes = joined_changes(conflict.relaxations)
    return ConflictWords(
        demands=[_demand_words(atom, names) for atom in joined(conflict.atoms)],
        irreducible=conflict.irreducible,
        changes=[change_words(change, names) for change in changes[:MOST_CHANGES]],
        changes_left=max(0, len(changes) - MOST_CHANGES),
    )


def joined(atoms: Iterable[Atom]) -> list[Atom]:
    """Put demands of one rule that differ by people, or by dates, into one line."""
    return _alike(_alike(atoms, by_people=True), by_people=False)


def _alike(atoms: Iterable[Atom], *, by_people: bool) -> list[Atom]:
    groups: dict[object, list[Atom]] = {}
    for atom in atoms:
        rest = atom.dates if by_people else atom.people
        groups.setdefault((atom.rule, rest, atom.kinds, atom.times, atom.amount), []).append(atom)
    return [
        Atom(
            rule=group[0].rule,
            people=tuple(dict.fromkeys(person for atom in group for person in atom.people)),
            dates=tuple(sorted({when for atom in group for when in atom.dates})),
            kinds=group[0].kinds,
            times=group[0].times,
            amount=group[0].amount,
        )
        for group in groups.values()
    ]


def joined_changes(changes: Iterable[Relaxation]) -> list[Relaxation]:
    """Put changes of which one of several people, or dates, is enough into one."""
    found: list[Relaxation] = []
    for change in changes:
        for place, other in enumerate(found):
            if change.people and replace(change, people=other.people) == other:
                found[place] = replace(other, people=(*other.people, *change.people))
                break
            if change.means == "unlock" and replace(change, dates=other.dates) == other:
                found[place] = replace(other, dates=(*other.dates, *change.dates))
                break
        else:
            found.append(change)
    return found


def _demand_words(atom: Atom, names: Mapping[str, str]) -> DemandWords:
    parts = [dates_words(atom.dates)]
    if atom.times:
        parts.append(_times(atom.times))
    parts += [shift_name(kind) for kind in atom.kinds]
    if atom.amount:
        parts.append(ngettext("%(num)s person needed", "%(num)s people needed", atom.amount))
    return DemandWords(name=demand_name(atom.rule), who=_who(atom.people, names), detail=" · ".join(parts))


def demand_name(rule: str) -> str:
    """Return the name of a demand; why somebody works no nights or no overtime is nobody's business."""
    names = {
        "no_night": _("Cannot be given this shift (reason not shown)"),
        "no_overtime": _("Cannot be given overtime (reason not shown)"),
    }
    return names[rule] if rule in names else rule_name(rule)


def _who(people: Sequence[str], names: Mapping[str, str]) -> str:
    shown = _(", ").join(names.get(person) or person for person in people[:MOST_NAMES])
    more = len(people) - MOST_NAMES
    return (
        shown
        if more <= 0
        else ngettext("%(names)s and %(num)s more", "%(names)s and %(num)s more", more, names=shown)
    )


def _times(times: Iterable[tuple[int, int]]) -> str:
    return _(", ").join(clock_range(start, end) for start, end in times)


def change_words(change: Relaxation, names: Mapping[str, str]) -> ChangeWords:
    """Return the words of one change."""
    person = change.people[0] if len(change.people) == 1 else ""
    facts = {"name": _who(change.people, names), "dates": dates_words(change.dates)}
    kinds = _(", ").join(shift_name(kind) for kind in change.kinds)
    place, sentence = "policy", ""
    if change.means == "unlock":
        place = "roster"
        sentence = (
            _("Unlock the cell of %(name)s on %(dates)s", **facts)
            if person and len(change.dates) == 1
            else _("Unlock one of the cells of %(name)s: %(dates)s", **facts)
        )
    elif change.means == "work":
        place = "person" if person else "people"
        sentence = (
            _("Let %(name)s work on %(dates)s", **facts)
            if person
            else _("Let one of these work on %(dates)s: %(name)s", **facts)
        )
    elif change.means == "allow":
        place = "person" if person else "people"
        sentence = (
            _("Give %(name)s what %(kinds)s needs: permission or skill", kinds=kinds, **facts)
            if person
            else _(
                "Give one of these what %(kinds)s needs, permission or skill: %(name)s", kinds=kinds, **facts
            )
        )
    elif change.means == "open":
        sentence = _("Open on %(dates)s", **facts)
    elif change.means == "more_leaders":
        place = "people"
        sentence = ngettext(
            "%(num)s more team leader in the %(kinds)s on %(dates)s",
            "%(num)s more team leaders in the %(kinds)s on %(dates)s",
            change.after,
            kinds=kinds,
            **facts,
        )
    elif change.means == "more_people":
        place = "coverage"
        sentence = ngettext(
            "%(num)s more person on %(dates)s %(when)s, or as many fewer needed",
            "%(num)s more people on %(dates)s %(when)s, or as many fewer needed",
            change.after,
            when=_times(change.times) or kinds,
            **facts,
        )
    else:
        place = "person" if person else "policy"
        values = {"before": _value(change.rule, change.before), "after": _value(change.rule, change.after)}
        rule = rule_name(change.rule)
        sentence = (
            _("%(rule)s of %(name)s: %(before)s → %(after)s", rule=rule, name=facts["name"], **values)
            if person
            else _("%(rule)s, for everybody: %(before)s → %(after)s", rule=rule, **values)
        )
    return ChangeWords(
        sentence=sentence,
        place=place,
        person=person,
        date=change.dates[0] if change.dates else None,
        is_enough=change.holds == "month",
    )


def _value(rule: str, value: int) -> str:
    return _("%(hours)s h", hours=hours_figure(value)) if rule in IN_MINUTES else str(value)
