"""Words of the notices about handovers."""

import datetime as dt

from flask_babel import gettext as _

from roster.handovers.life import HandoverState
from web.handovers import telling
from web.handovers.words import condition_name, defect_name, state_tag
from web.i18n import N_, day_weekday
from web.notices.words import NoticeWords, Payload, link, notice_words
from web.shift_marks import shift_name


def _facts(payload: Payload) -> dict[str, str]:
    return {
        "person": payload["person"],
        "team": payload["team"],
        "shift": shift_name(payload["shift"]),
        "day": day_weekday(dt.date.fromisoformat(payload["date"])),
        "by": payload.get("by", ""),
        "receiver": payload.get("receiver", ""),
        "question": payload.get("question", ""),
        "hold": state_tag(HandoverState(payload["hold"]))[0] if payload.get("hold") else "",
    }


def _detail(payload: Payload) -> str:
    parts = [defect_name(code) for code in payload.get("defects", [])]
    if payload.get("condition"):
        parts.append(condition_name(payload["condition"]))
    parts += [payload[name] for name in ("reason", "question") if payload.get(name)]
    return " · ".join(parts)


def _handover(kind: str, level: str, icon: str, title: str) -> None:
    def words(payload: Payload) -> NoticeWords:
        return NoticeWords(
            icon=icon,
            level=level,
            title=_(title, **_facts(payload)),
            detail=_detail(payload),
            address=link("handovers.show", handover_id=payload["handover"]),
        )

    notice_words(kind)(words)


for _kind, _level, _icon, _title in (
    (telling.TO_CHECK, "warn", "clipboard-check",
     N_("%(person)s has submitted the handover of %(day)s %(shift)s: check it")),
    (telling.TO_RECEIVE, "warn", "clipboard-check",
     N_("Handover of %(person)s, %(day)s %(shift)s: ready for you to read")),
    (telling.RETURNED, "danger", "arrow-back-up",
     N_("Your handover of %(day)s %(shift)s was returned: mend it and submit it again")),
    (telling.PASSED, "ok", "check",
     N_("Your handover of %(day)s %(shift)s has passed the check")),
    (telling.ASKED, "warn", "alert-circle",
     N_("A question on the handover of %(person)s, %(day)s %(shift)s")),
    (telling.ANSWERED, "info", "check",
     N_("Your question on the handover of %(person)s is answered")),
    (telling.REFUSED, "danger", "alert-triangle",
     N_("%(by)s refused the handover of %(person)s, %(day)s %(shift)s")),
    (telling.DECIDED, "warn", "check",
     N_("%(by)s decided on the refused handover of %(person)s")),
    (telling.HELD, "danger", "alert-triangle",
     N_("Handover of %(person)s, %(day)s %(shift)s: %(hold)s")),
    (telling.LIFTED, "ok", "check",
     N_("Handover of %(person)s goes on: %(hold)s no longer stands in the way")),
    (telling.COMPLETED, "ok", "check",
     N_("Handover of %(person)s, %(day)s %(shift)s: signed by both")),
    (telling.INVALID, "danger", "alert-triangle",
     N_("Handover of %(person)s, %(day)s %(shift)s is invalid: not face to face")),
    (telling.REDONE, "warn", "signature",
     N_("Handover of %(person)s, %(day)s %(shift)s: both sign anew, face to face")),
    (telling.REOPENED, "danger", "arrow-back-up",
     N_("Handover of %(person)s, %(day)s %(shift)s was reopened: %(person)s is responsible again")),
    (telling.TO_PREPARE, "warn", "clock",
     N_("Prepare the handover of %(day)s %(shift)s")),
    (telling.OVERDUE, "danger", "clock",
     N_("The handover of %(person)s, %(day)s %(shift)s is overdue")),
    (telling.APPOINTED, "warn", "users",
     N_("%(receiver)s receives the handover of %(person)s, %(day)s %(shift)s")),
    (telling.IN_PLACE, "warn", "users",
     N_("%(by)s hands over by order in place of %(person)s, %(day)s %(shift)s")),
    (telling.AMENDED, "warn", "pencil",
     N_("%(by)s amended the handover of %(person)s, %(day)s %(shift)s: take note")),
):  # fmt: skip
    _handover(_kind, _level, _icon, _title)
