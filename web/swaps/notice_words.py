"""Words of the notices about swaps."""

import datetime as dt
from collections.abc import Sequence

from flask_babel import gettext as _

from web.i18n import N_, day_weekday
from web.notices.words import NoticeWords, Payload, link, notice_words


def _who(payload: Payload) -> dict[str, str]:
    days = [day_weekday(dt.date.fromisoformat(day)) for day in payload.get("dates", [])]
    takers: Sequence[str] = payload.get("takers", [])
    return {
        "requester": payload.get("requester", ""),
        "takers": _(", ").join(takers),
        "dates": _(", ").join(days),
    }


def _show(payload: Payload) -> str | None:
    return link("swaps.show", swap_id=payload["swap"])


@notice_words("swap_asked")
def _asked(payload: Payload) -> NoticeWords:
    title = (
        _("%(requester)s asks to swap %(dates)s with you", **_who(payload))
        if payload.get("asked")
        else _("%(requester)s has asked that you take a shift on %(dates)s", **_who(payload))
    )
    return NoticeWords(
        icon="arrows-exchange",
        level="warn",
        title=title,
        detail=_("Reason: %(reason)s", reason=payload.get("reason", "")),
        address=_show(payload),
    )


@notice_words("swap_to_approve")
def _to_approve(payload: Payload) -> NoticeWords:
    return NoticeWords(
        icon="list-check",
        level="warn",
        title=_("A swap of %(requester)s with %(takers)s waits for you: %(dates)s", **_who(payload)),
        detail=_("Reason: %(reason)s", reason=payload.get("reason", "")),
        address=_show(payload),
    )


def _ended(kind: str, level: str, icon: str, title: str) -> None:
    def words(payload: Payload) -> NoticeWords:
        reason = payload.get("reason", "")
        return NoticeWords(
            icon=icon,
            level=level,
            title=_(title, **_who(payload)),
            detail=_("Reason: %(reason)s", reason=reason) if reason and kind != "swap_effective" else "",
            address=_show(payload),
        )

    notice_words(kind)(words)


for _kind, _level, _icon, _title in (
    ("swap_effective", "ok", "circle-check",
     N_("The swap of %(requester)s with %(takers)s is in effect: %(dates)s")),
    ("swap_declined", "warn", "x", N_("The swap of %(requester)s with %(takers)s was declined: %(dates)s")),
    ("swap_rejected", "warn", "arrow-back-up",
     N_("The swap of %(requester)s with %(takers)s was returned: %(dates)s")),
    ("swap_withdrawn", "info", "arrow-back-up",
     N_("The swap of %(requester)s with %(takers)s was withdrawn: %(dates)s")),
    ("swap_failed", "danger", "alert-circle",
     N_("A swapped shift failed and was decided on: %(requester)s with %(takers)s, %(dates)s")),
    ("swap_expired", "warn", "clock",
     N_("The swap of %(requester)s with %(takers)s has expired, nobody's shift moves: %(dates)s")),
):  # fmt: skip
    _ended(_kind, _level, _icon, _title)


@notice_words("swap_payback_soon")
def _payback_soon(payload: Payload) -> NoticeWords:
    return NoticeWords(icon="clock", level="warn", title=_owes(payload), address=_show(payload))


@notice_words("swap_payback_overdue")
def _payback_overdue(payload: Payload) -> NoticeWords:
    return NoticeWords(
        icon="alert-circle",
        level="danger",
        title=_owes(payload),
        detail=_("The date has passed. Agree on a shift, or let the team leader decide."),
        address=_show(payload),
    )


def _owes(payload: Payload) -> str:
    return _(
        "%(debtor)s owes %(creditor)s a shift, to be worked by %(due)s",
        debtor=payload["debtor"],
        creditor=payload["creditor"],
        due=day_weekday(dt.date.fromisoformat(payload["due"])),
    )


@notice_words("swap_offered")
def _offered(payload: Payload) -> NoticeWords:
    return NoticeWords(
        icon="arrows-exchange",
        level="info",
        title=_("%(giver)s offers a shift that you may take: %(date)s %(kind)s", **_offer(payload)),
        detail=_("Reason: %(reason)s", reason=payload.get("reason", "")),
        address=link("swaps.offer", offer_id=payload["offer"]),
    )


@notice_words("swap_offer_over")
def _offer_over(payload: Payload) -> NoticeWords:
    return NoticeWords(
        icon="clock",
        level="warn",
        title=_("Nobody has taken your shift of %(date)s %(kind)s; it stays yours", **_offer(payload)),
        detail=_("Ask somebody directly, or speak to your team leader."),
        address=link("swaps.offer", offer_id=payload["offer"]),
    )


@notice_words("swap_offer_closed")
def _offer_closed(payload: Payload) -> NoticeWords:
    return NoticeWords(
        icon="arrow-back-up",
        level="info",
        title=_("The shift of %(giver)s is not offered any more: %(date)s %(kind)s", **_offer(payload)),
        detail="",
        address=link("swaps.offer", offer_id=payload["offer"]),
    )


def _offer(payload: Payload) -> dict[str, str]:
    return {
        "giver": payload["giver"],
        "date": day_weekday(dt.date.fromisoformat(payload["date"])),
        "kind": payload["kind"],
    }
