"""Words of the generation pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from roster.violation import Violation
from web.i18n import countdown, day_weekday
from web.jobs.figures import Figures
from web.jobs.meanwhile import Meanwhile
from web.jobs.snapshot import Snapshot
from web.jobs.tables import JobState
from web.rule_names import rule_name
from web.shift_marks import shift_name
from web.wording import Words, violation_words

MOST_LINES = 12
"""As many lines as a list on the page has."""
STEP_OF_ERROR = {"locks_break_rules": 0, "infeasible": 2, "nothing_found": 2}
"""The step at which a solve with that error ended: at the input, or looking for a first roster."""

Step = tuple[str, str, str]
"""Text, state (done, now, todo) and time of one step."""


def phase_steps(snap: Snapshot) -> list[Step]:
    """Return the five steps of a solve: what is done and when, what is under way, where it ended early."""
    texts = (
        _("Check the input"),
        _("Build the model"),
        _("First usable roster"),
        _("Improve"),
        _("Write the draft"),
    )
    reached, ended = _reached(snap), _ended(snap)
    first_at = "" if snap.first_at is None else countdown(int(snap.first_at))
    times = ("", "", first_at, "", "")
    return [
        (text, "done", times[index])
        if index < reached
        else (text, *ended)
        if index == reached and ended is not None
        else (text, "now" if index == reached else "todo", times[index])
        for index, text in enumerate(texts)
    ]


def _ended(snap: Snapshot) -> tuple[str, str] | None:
    """Return state and words of the step at which a solve ended early; None for one that did not."""
    if snap.result is not None:
        return None
    if snap.job.state is JobState.FAILED:
        return "failed", _("failed")
    if snap.job.state in {JobState.CANCELLED, JobState.DISCARDED}:
        return "stopped", _("stopped")
    return None


def _reached(snap: Snapshot) -> int:
    """Return the number of the step under way, or at which the solve ended early; 5 when all are done."""
    if snap.job.state is JobState.DONE or snap.result is not None:
        return 5
    if snap.job.error in STEP_OF_ERROR:
        return STEP_OF_ERROR[snap.job.error]
    if snap.job.state is JobState.QUEUED or snap.job.started_at is None:
        return 0
    if snap.first_at is not None:
        return 3
    if any(bound for _seconds, _cost, bound in snap.points):  # the model stands
        return 2
    return 1 if snap.elapsed > 1 else 0


@dataclass(frozen=True, kw_only=True)
class CostRow:
    """What one rule cost in the first roster (None: not known) and costs now."""

    rule: str
    first: int | None
    now: int

    @property
    def most(self) -> int:
        """The larger of the two."""
        return max(self.first or 0, self.now)


def cost_rows(first: Figures | None, best: Figures | None) -> list[CostRow]:
    """Return what each rule costs, the dearest now first; rules that cost nothing any more stay with 0."""
    if best is None:
        return []
    before = best.cost_by_rule if first is None else first.cost_by_rule
    codes = {**before, **best.cost_by_rule}
    rows = [
        CostRow(
            rule=rule_name(code),
            first=None if first is None else before.get(code, 0),
            now=best.cost_by_rule.get(code, 0),
        )
        for code in codes
    ]
    return sorted(rows, key=lambda row: (-row.now, -row.most))


def violation_lines(violations: Sequence[Violation], names: Mapping[str, str]) -> list[tuple[str, Words]]:
    """Return violations in words, each with whom it concerns."""
    return [(names.get(found.person or "", ""), violation_words(found, names)) for found in violations]


@dataclass(frozen=True, kw_only=True)
class MeanwhileWords:
    """What changed while it was solved: sentences, and what of it the roster does not keep."""

    sentences: tuple[str, ...]
    broken: tuple[tuple[str, Words], ...]
    edited: tuple[str, ...]


def meanwhile_words(meanwhile: Meanwhile, names: Mapping[str, str]) -> MeanwhileWords:
    """Return what changed while it was solved, and what that means for the draft."""
    sentences = []
    if meanwhile.broken:
        sentences.append(
            _("As the month is now, the draft breaks hard rules. Correct it, or generate again.")
        )
    if meanwhile.locked:
        sentences.append(
            ngettext(
                "%(num)s cell was locked. Where the draft has the same shift it is locked there too.",
                "%(num)s cells were locked. Where the draft has the same shift they are locked there too.",
                meanwhile.locked,
            )
        )
    if meanwhile.unlocked:
        sentences.append(
            ngettext(
                "%(num)s cell was unlocked; in the draft it is still locked.",
                "%(num)s cells were unlocked; in the draft they are still locked.",
                meanwhile.unlocked,
            )
        )
    if meanwhile.edited:
        sentences.append(
            ngettext(
                "%(num)s cell of the version it was made from was changed; the draft lacks the change.",
                "%(num)s cells of the version it was made from were changed; the draft lacks the changes.",
                len(meanwhile.edited),
            )
        )
    if meanwhile.wishes:
        who = _(", ").join(names.get(number, number) for number in meanwhile.wishes[:MOST_LINES])
        sentences.append(_("Wishes were changed and are not in this draft: %(names)s.", names=who))
    if meanwhile.policy:
        sentences.append(_("Another policy is in force now. The draft was made under the one before."))
    return MeanwhileWords(
        sentences=tuple(sentences),
        broken=tuple(violation_lines(meanwhile.broken[:MOST_LINES], names)),
        edited=tuple(
            _(
                "%(name)s, %(day)s: %(old)s → %(new)s",
                name=names.get(cell.number, cell.number),
                day=day_weekday(cell.date),
                old=shift_name(cell.old or ""),
                new=shift_name(cell.new or ""),
            )
            for cell in meanwhile.edited[:MOST_LINES]
        ),
    )


def error_words(code: str) -> str:
    """Return what happened and what to do next."""
    words = {
        "no_requirement": _("Nobody knows yet how many people this month needs. Make the forecast first."),
        "no_such_version": _("That version does not exist. Choose one from the list."),
        "team_needs_version": _("A leader solves the own team on top of a version. Choose the version."),
        "infeasible": _("Proved impossible; more time will not help. Look at leave, locks and hard rules."),
        "locks_break_rules": _(
            "Locked cells, or rows of other teams, break hard rules. Have them changed, then solve again."
        ),
        "nothing_found": _("No roster found within the time. Allow more time and solve again."),
        "worker_died": _("The solver died several times. Solve again; if it happens again, tell the admin."),
    }
    return words.get(code, code)
