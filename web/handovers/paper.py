"""A handover record on paper as PDF: everything the print page says, signatures and hashes included."""

import datetime as dt

from flask_babel import gettext as _

from roster.handovers.content import Item
from web.accounts.actor import Actor
from web.handovers import reading_words, words
from web.handovers.act_tables import Side
from web.handovers.amending import Amendment
from web.handovers.amendment_tables import AmendmentNote
from web.handovers.content_tables import HandoverCheck
from web.handovers.frozen import Frozen
from web.handovers.paper_brought import brought_part, file_rows
from web.handovers.paper_sheet import Rows, Sheet
from web.handovers.reading_page import RecordPage
from web.i18n import clock_range, day_time, full_date, time


def record_pdf(page: RecordPage, actor: Actor, *, now: dt.datetime) -> bytes:
    """Return the record with its present version as PDF, A4, in the language of the request.

    The pages' feet name number and hash of the record, so that a single page can be told from another's.

    Raises
    ------
    ValueError
        When nothing was submitted yet.
    """
    frozen = page.frozen
    if frozen is None:
        raise ValueError("nothing was submitted yet")
    sheet = Sheet()
    sheet.title(_("Handover record"))
    sheet.table(_head(page, frozen))
    sheet.heading(_("Items"))
    _content(sheet, page, frozen)
    _checks(sheet, page)
    _questions(sheet, page)
    sheet.heading(_("Signatures"))
    _signatures(sheet, page)
    _amendments(sheet, page)
    for each in page.signatures:
        sheet.text(f"{_('record No. %(number)s', number=each.record.number)} {each.record.hash}")
    sheet.text(f"{_('Seal')} {frozen.record.hash}")
    sheet.text(
        _(
            "Printed by %(name)s %(number)s, %(at)s",
            name=actor.name,
            number=actor.employee_number,
            at=reading_words.full_second(now),
        )
    )
    record = f"{_('No.')} {frozen.record.number} · {frozen.record.hash}"
    return sheet.made(title=_("Handover record"), foot=lambda at: f"{record} · {at}")


def _head(page: RecordPage, frozen: Frozen) -> Rows:
    row, container = page.opened.row, page.opened.container
    kind = container.shift_kind
    times = clock_range(kind.start_minute, kind.end_minute)
    outgoing = f"{row.outgoing.name} {row.outgoing.employee_number}"
    if row.acting:
        by_order = _("%(by)s in place of %(name)s, by order", by=row.acting.name, name=row.outgoing.name)
        outgoing = f"{outgoing} · {by_order}"
    state = words.state_tag(page.opened.life.shown)[0]
    return (
        (_("No."), f"{frozen.record.number} · {_('version %(number)s', number=frozen.version)}"),
        (_("Shift"), f"{full_date(container.date)} {kind.code} {times} {container.team.name}"),
        (_("Outgoing"), outgoing),
        (_("Incoming"), _incoming(page)),
        (_("State"), f"{state} · {_('late')}" if row.is_late else state),
        (_("Submitted"), reading_words.full_second(frozen.record.at)),
    )


def _incoming(page: RecordPage) -> str:
    row = page.opened.row
    receiver = row.receiver or row.planned_receiver
    name = reading_words.person_name(row)
    return name if receiver is None else f"{name} {receiver.employee_number}"


def _content(sheet: Sheet, page: RecordPage, frozen: Frozen) -> None:
    if not frozen.is_kept:
        sheet.text(_("The content was deleted when its time was over. Number, hash and signatures stay."))
        return
    for item in frozen.items:
        title = item.title or _("The content was deleted when its time was over.")
        rank = words.rank_tag(item)[0]
        sheet.block(f"{item.number}  {title}  ({rank})", _fields(page, frozen, item))
    if not frozen.items:
        sheet.text(_("Nothing to report of this shift"))
    for section in frozen.sections:
        if section["nothing"] and frozen.items:
            sheet.text(_("%(section)s: nothing to report", section=words.frozen_words(section)))
    brought_part(sheet, frozen.brought)


def _fields(page: RecordPage, frozen: Frozen, item: Item) -> Rows:
    kind = words.category_name(item.category, page.opened.policy) if item.category else ""
    goes_on = words.disposition_name(item.disposition)
    if item.disposition is not None and item.disposition.value == "outgoing":
        goes_on = _("%(name)s goes on", name=page.opened.row.outgoing.name)
    rows = [
        (_("Kind"), kind),
        *((words.field_name(name), text) for name, text in item.texts.items()),
        (_("Progress of this shift"), item.progress),
        (_("Closed because"), item.closed_because),
        (_("Goes on with it"), goes_on),
        (_("Promised for"), day_time(item.promised_at) if item.promised_at else ""),
        (_("Carried over"), words.age_words(item, frozen.record.at) if item.is_carried else ""),
        *file_rows(frozen.files.get(item.number, [])),
    ]
    return [(name, text) for name, text in rows if text]


def _checks(sheet: Sheet, page: RecordPage) -> None:
    if page.progress.checks:
        sheet.heading(_("Joint count"))
        sheet.table(
            [(words.check_name(each.label, each.label_en), _found(each)) for each in page.progress.checks]
        )


def _found(check: HandoverCheck) -> str:
    marks = {None: _("not marked yet"), "normal": _("normal"), "abnormal": _("abnormal")}
    counted = "–" if check.counted is None else check.counted
    said = [marks[None if check.mark is None else check.mark.value]]
    if check.expected is not None:
        said.append(_("counted %(counted)s of %(expected)s", counted=counted, expected=check.expected))
    elif check.is_counted:
        said.append(f"{counted} {check.unit}")
    return " · ".join([*said, *filter(None, [check.note])])


def _questions(sheet: Sheet, page: RecordPage) -> None:
    if not page.progress.questions:
        return
    sheet.heading(_("Questions"))
    rows = []
    for each in page.progress.questions:
        answer = f"\n{each.answered_by_name}: {each.answer}" if each.answer else ""
        question = each.question or _("The content was deleted when its time was over.")
        rows.append((f"{each.asked_by.name} {time(each.asked_at)}", f"{question}{answer}"))
    sheet.table(rows)


def _signatures(sheet: Sheet, page: RecordPage) -> None:
    row = page.opened.row
    if page.opened.terms.is_checked and not row.is_leaders:
        sheet.block(*_signature(page, Side.LEADER, _("Leader's check"), "", _("not checked yet")))
    outgoing = f"{row.outgoing.name} {row.outgoing.employee_number}"
    sheet.block(*_signature(page, Side.OUTGOING, _("Outgoing"), outgoing, _("not signed")))
    sheet.block(*_signature(page, Side.INCOMING, _("Incoming"), _incoming(page), _("not signed")))


def _signature(page: RecordPage, side: Side, title: str, who: str, waiting: str) -> tuple[str, Rows]:
    """Return the title of a side's block and its line.

    Parameters
    ----------
    who, waiting
        Who is to sign, and what is said as long as nobody has.
    """
    found, row = page.signature_of(side), page.opened.row
    said = [_("Meaning: %(words)s", words=reading_words.meaning_words(side))]
    if side is Side.OUTGOING and row.acting:
        said.append(_("by order in place of %(name)s", name=row.outgoing.name))
    if found is not None:
        record = found.record
        who, waiting = f"{record.signer_name} {record.signer_number}", _("signed")
        version = _("version %(number)s", number=found.version)
        number = _("record No. %(number)s", number=record.number)
        said.append(f"{reading_words.full_second(found.at)} · {version} · {number}")
    return f"{title}  {who}", [(waiting, "\n".join(said))]


def _amendments(sheet: Sheet, page: RecordPage) -> None:
    if not page.amendments:
        return
    sheet.heading(_("Amendments"))
    for each in page.amendments:
        row = each.row
        at = reading_words.full_second(row.at)
        number = _("record No. %(number)s", number=row.record.number)
        rows = [(number, _amended(each)), *(_noted(note) for note in row.notes)]
        sheet.block(f"{row.record.signer_name} {row.record.signer_number}  {at}", rows)


def _amended(amendment: Amendment) -> str:
    content = amendment.content
    if not content:
        return _("The content was deleted when its time was over. Number, hash and signatures stay.")
    return f"{content['text']}\n{_('Why: %(reason)s', reason=content['reason'])}"


def _noted(note: AmendmentNote) -> tuple[str, str]:
    side = _("Outgoing") if note.side is Side.OUTGOING else _("Incoming")
    if note.noted_at is None:
        return side, _("not noted yet")
    name = "" if note.record is None else f"{note.record.signer_name} "
    return side, f"{_('noted')} {name}{reading_words.full_second(note.noted_at)}"
