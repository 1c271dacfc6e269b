"""Words of inspections and findings: kinds, contents, why something is refused, notices."""

import datetime as dt
from collections.abc import Iterable
from typing import Final

from flask_babel import gettext as _
from flask_babel import ngettext

from roster.inspections import AGES, InspectionKind
from web.answer import Reason
from web.i18n import N_, clock, day, day_weekday, language_tag
from web.inspections import telling
from web.inspections.forms import OTHER
from web.inspections.tables import InspectionFinding
from web.notices.words import NoticeWords, Payload, link, notice_words
from web.policy.vocabulary.records import InspectionContent
from web.refusal import Refusal
from web.wording import add_refusals, refusal_words

KINDS: Final = {
    InspectionKind.MORNING: N_("morning check"),
    InspectionKind.DURING_HANDOVER: N_("check during handover"),
    InspectionKind.SPOT: N_("spot check"),
    InspectionKind.PERIODIC: N_("periodic appraisal"),
    InspectionKind.MEETING: N_("quality meeting"),
    InspectionKind.MACHINE_SHIFT: N_("machine room, each shift"),
    InspectionKind.MACHINE_DAILY: N_("machine room, daily"),
    InspectionKind.MACHINE_MONTHLY: N_("machine room, monthly"),
}
LACKS: Final = {
    "nothing_looked_at": N_("Nothing was looked at yet. Say of at least one content how it is."),
    "minutes_missing": N_("Write what the meeting came to."),
    "finding_what": N_("%(content)s: write what is not right"),
    "finding_cause": N_("%(content)s: write the cause"),
    "finding_measure": N_("%(content)s: write the measure"),
    "finding_due": N_("%(content)s: set a day until when, or tick that it was corrected on the spot"),
    "finding_due_past": N_("%(content)s: the day until when has passed"),
}
FIELDS: Final = {"finding_due_past": "due"}

add_refusals(
    {
        "contents_changed": N_("What is inspected has changed meanwhile. Look at the form as it is now."),
        "step_missing": N_("Write what was done."),
        "finding_closed": N_("The finding is closed already."),
        "stale_finding": N_("Something was written about the finding meanwhile. Look at it, then go on."),
        "own_finding": N_("Nobody closes what another found of them."),
    }
)


def kind_name(kind: InspectionKind) -> str:
    """Return on what occasion somebody looked."""
    return _(KINDS[kind])


def content_name(code: str) -> str:
    """Return one of the contents as the policy page says it; of none of them it is another matter."""
    if not code:
        return _("another matter")
    found = next((each for each in InspectionContent if each.value == code), None)
    if found is None:
        return code
    return found.words.zh if language_tag().startswith("zh") else found.words.en


def problems(reasons: Iterable[Reason]) -> list[tuple[str | None, str]]:
    """Return the field that each reason is about, and why it was refused."""
    found: dict[tuple[str | None, str], None] = {}
    for reason in reasons:
        if isinstance(reason, Refusal):
            found[reason.field or None, refusal_words(reason)] = None
            continue
        content = str(reason.details.get("content", ""))
        field = FIELDS.get(reason.code, reason.code.removeprefix("finding_"))
        target = f"{content or OTHER}-{field}" if reason.code.startswith("finding_") else None
        found[target, _(LACKS[reason.code], content=content_name(content))] = None
    return list(found)


def age_words(bound: int | None) -> str:
    """Return a group of findings by age."""
    if bound is None:
        return _("over %(days)s days", days=AGES[-1])
    first = next((before + 1 for before in reversed(AGES) if before < bound), 0)
    return _("%(first)s–%(last)s days", first=first, last=bound)


def due_words(row: InspectionFinding, today: dt.date) -> str:
    """Return until when a finding is to be mended."""
    if row.due_on is None:
        return ""
    late = (today - row.due_on).days
    if late > 0:
        return ngettext("%(num)s day overdue", "%(num)s days overdue", late)
    return _("to be done by %(day)s", day=day(row.due_on))


@notice_words(telling.MORNING_MISSING)
def _morning_missing(payload: Payload) -> NoticeWords:
    return NoticeWords(
        icon="eye",
        level="danger",
        title=_("Morning check missing"),
        detail=_(
            "%(day)s: none was entered before %(time)s. It can still be entered and is marked late.",
            day=day_weekday(dt.date.fromisoformat(payload["date"])),
            time=clock(payload["before"]),
        ),
        address=link("inspections.index"),
    )


def _finding(kind: str, level: str, icon: str, title: str) -> None:
    def words(payload: Payload) -> NoticeWords:
        due = payload["due"]
        parts = [
            payload.get("what", ""),
            _("to be done by %(day)s", day=day(dt.date.fromisoformat(due))) if due else "",
        ]
        return NoticeWords(
            icon=icon,
            level=level,
            title=_(title, by=payload["by"]),
            detail=" · ".join(part for part in parts if part),
            address=link("inspections.finding", finding_id=payload["finding"]),
        )

    notice_words(kind)(words)


for _kind, _level, _icon, _title in (
    (telling.TO_MEND, "warn", "eye", N_("%(by)s found something for you to see to")),
    (telling.FINDING_OVERDUE, "danger", "clock", N_("A finding of an inspection is overdue")),
    (telling.FINDING_CLOSED, "ok", "check", N_("%(by)s closed a finding")),
):
    _finding(_kind, _level, _icon, _title)
