"""What the receiver does on a record: begin, read, say back, ask, look, sign, refuse; and the answers."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from web import access, clock, database
from web.fields import form_token, row_id
from web.handovers import counting, receiving, refusing, signing
from web.handovers.steps import HandoverAnswer
from web.handovers.views import act_on, blueprint, index_of, page_of


@blueprint.post("/handovers/<int:handover_id>/receive")
def receive(handover_id: int) -> Response:
    """Begin to receive."""
    return act_on(handover_id, receiving.receive, "")


@blueprint.post("/handovers/<int:handover_id>/items/<int:number>/read")
def tick(handover_id: int, number: int) -> Response:
    """Say that an item is read, or say back what comes next."""
    return act_on(
        handover_id,
        receiving.tick,
        "",
        by_state=False,
        anchor=f"item-{number}",
        item_number=number,
        version=_version(),
        said_back=request.form.get("said_back", ""),
    )


@blueprint.post("/handovers/<int:handover_id>/readings/<int:reading_id>/confirm")
def confirm_read_back(handover_id: int, reading_id: int) -> Response:
    """Say that what was said back is right."""
    return act_on(
        handover_id, receiving.confirm_read_back, _("Confirmed."), by_state=False, reading_id=reading_id
    )


@blueprint.post("/handovers/<int:handover_id>/questions")
def ask(handover_id: int) -> Response:
    """Ask about an item, a check, or the whole record."""
    item = row_id(request.form.get("item", ""))
    check = row_id(request.form.get("check", ""))
    return act_on(
        handover_id,
        receiving.ask,
        _("Asked. Until it is cleared nobody signs."),
        by_state=False,
        anchor="questions" if item is None else f"item-{item}",
        version=_version(),
        item_number=item,
        check_id=check,
        question=request.form.get("question", ""),
        token=form_token(request.form),
    )


@blueprint.post("/handovers/<int:handover_id>/questions/<int:question_id>/answer")
def answer(handover_id: int, question_id: int) -> Response:
    """Answer a question."""
    return act_on(
        handover_id,
        receiving.answer,
        _("Answered."),
        by_state=False,
        anchor=f"question-{question_id}",
        question_id=question_id,
        words=request.form.get("answer", ""),
    )


@blueprint.post("/handovers/<int:handover_id>/questions/<int:question_id>/clear")
def clear(handover_id: int, question_id: int) -> Response:
    """Say that a question is cleared."""
    return act_on(
        handover_id,
        receiving.clear,
        "",
        by_state=False,
        anchor=f"question-{question_id}",
        question_id=question_id,
    )


@blueprint.post("/handovers/<int:handover_id>/checks/<int:check_id>/verify")
def verify_check(handover_id: int, check_id: int) -> Response:
    """Say that one has looked as well."""
    session, actor = database.session(), access.actor()
    seen = request.form.get("seen", default=0, type=int)
    reasons = counting.verify_check(session, actor, handover_id, check_id, seen=seen, now=clock.now())
    if reasons:
        status = 409 if any(reason.code == "check_changed" for reason in reasons) else 422
        return page_of(handover_id, reasons, status=status)
    return redirect(url_for("handovers.show", handover_id=handover_id, _anchor=f"check-{check_id}"))


@blueprint.post("/handovers/<int:handover_id>/sign-in")
def sign_in(handover_id: int) -> Response:
    """Sign as who receives."""
    met = bool(request.form.get("met"))
    return act_on(
        handover_id, signing.sign_in, _("Signed. Responsibility is yours now."), signs=True, met=met
    )


@blueprint.post("/handovers/sign-in")
def sign_in_several() -> Response:
    """Sign several as who receives, by one password."""
    session, actor, now = database.session(), access.actor(), clock.now()
    reasons = signing.confirmed(session, actor, request.form.get("password", ""), now=now)
    if reasons:
        return index_of(reasons, status=422)
    met = bool(request.form.get("met"))
    answers = signing.sign_in_several(session, actor, chosen(), met=met, now=now)
    return several_done(
        answers, ngettext("%(num)s handover signed.", "%(num)s handovers signed.", signed(answers))
    )


@blueprint.post("/handovers/<int:handover_id>/redo")
def redo(handover_id: int) -> Response:
    """Take up an invalid handover again."""
    return act_on(handover_id, signing.redo, _("Meet, then both sign anew."))


@blueprint.post("/handovers/<int:handover_id>/refuse")
def refuse(handover_id: int) -> Response:
    """Refuse the takeover."""
    reason = request.form.get("reason", "")
    return act_on(handover_id, refusing.refuse, _("Refused. The supervisor is told."), reason=reason)


def chosen() -> list[tuple[int, int]]:
    """Return the handovers that were chosen of a list, each once, with the version that the page had."""
    found: dict[int, int] = {}
    for text in request.form.getlist("record"):
        number, _colon, seen = text.partition(":")
        handover_id = row_id(number)
        if handover_id is not None:
            found[handover_id] = row_id(seen) or 0
    return list(found.items())


def signed(answers: tuple[HandoverAnswer, ...]) -> int:
    """Return how many acts took place."""
    return sum(each.done for each in answers)


def several_done(answers: tuple[HandoverAnswer, ...], said: str) -> Response:
    """Say what was done, and what was not and why."""
    if signed(answers):
        flash(said, "ok")
    reasons = [reason for each in answers for reason in each.reasons]
    if reasons:
        return index_of(reasons, status=409 if any(each.is_stale for each in answers) else 422)
    return redirect(url_for("handovers.index"))


def _version() -> int:
    return row_id(request.form.get("version", "")) or 0
