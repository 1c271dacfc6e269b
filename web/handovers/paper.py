"""A handover record on paper as PDF: everything the print page says, signatures and hashes included."""

import datetime as dt
import io
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape

from flask_babel import gettext as _
from flask_babel import ngettext
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from roster.handovers.content import Item
from web.accounts.actor import Actor
from web.duty_log.tables import EntryKind
from web.duty_log.words import kind_name as entry_kind_name
from web.handovers import reading_words, words
from web.handovers.act_tables import Side
from web.handovers.frozen import Frozen
from web.handovers.reading_page import RecordPage
from web.i18n import clock_range, day_time, full_date, time

FONTS: Final = (
    Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"),
    Path("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc"),
    Path("/usr/share/fonts/truetype/arphic/uming.ttc"),
)
"""Fonts with Chinese characters that are embedded where the server has one of them."""
UNEMBEDDED: Final = "STSong-Light"
"""Otherwise the reader's program brings the characters."""
INK2, LINE = HexColor("#51606f"), HexColor("#c9d2da")
_Rows = Sequence[tuple[str, str]]


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
    sheet = _Sheet()
    row, container = page.opened.row, page.opened.container
    sheet.title(_("Handover record"))
    receiver = row.receiver or row.planned_receiver
    shift = f"{container.shift_kind.code} {_times(page)} {container.team.name}"
    state = words.state_tag(page.opened.life.shown)[0]
    number = "" if receiver is None else receiver.employee_number
    sheet.table(
        (
            (_("No."), f"{frozen.record.number} · {_('version %(number)s', number=frozen.version)}"),
            (_("Shift"), f"{full_date(container.date)} {shift}"),
            (_("Outgoing"), f"{row.outgoing.name} {row.outgoing.employee_number}"),
            (_("Incoming"), f"{reading_words.person_name(row)} {number}"),
            (_("State"), f"{state} · {_('late')}" if row.is_late else state),
            (_("Submitted"), reading_words.full_second(frozen.record.at)),
        )
    )
    sheet.heading(_("Items"))
    _content(sheet, page, frozen)
    _checks(sheet, page)
    _questions(sheet, page)
    sheet.heading(_("Signatures"))
    for side, title in _sides(page):
        _signature(sheet, page, side, title)
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


def _times(page: RecordPage) -> str:
    kind = page.opened.container.shift_kind
    return clock_range(kind.start_minute, kind.end_minute)


def _content(sheet: "_Sheet", page: RecordPage, frozen: Frozen) -> None:
    if not frozen.is_kept:
        sheet.text(_("The content was deleted when its time was over. Number, hash and signatures stay."))
        return
    for item in frozen.items:
        rank = words.rank_tag(item)[0]
        sheet.block(f"{item.number}  {item.title}  ({rank})", _fields(page, frozen, item))
    if not frozen.items:
        sheet.text(_("Nothing to report of this shift"))
    brought = frozen.brought
    people = brought.get("people") or {}
    for swap in brought.get("swaps", ()):
        sheet.text(f"{swap['date']} {swap['shift']}: {swap['giver']} → {swap['taker']}")
    if people:
        missing = _("missing: %(names)s", names=_(", ").join(people["missing"])) if people["missing"] else ""
        there = ngettext("%(num)s person", "%(num)s people", people["planned"])
        sheet.text(" · ".join(filter(None, [f"{_('On the shift')}: {there}", missing])))
    for entry in brought.get("log", ()):
        kind = entry_kind_name(EntryKind(entry["kind"]))
        at = day_time(dt.datetime.fromisoformat(entry["at"]))
        said = " · ".join(text for text in (entry["body"], entry["handling"]) if text)
        sheet.text(f"{_('No. %(number)s', number=entry['number'])} {kind} {at} {entry['by']}: {said}")


def _fields(page: RecordPage, frozen: Frozen, item: Item) -> _Rows:
    goes_on = words.disposition_name(item.disposition)
    if item.disposition is not None and item.disposition.value == "outgoing":
        goes_on = _("%(name)s goes on", name=page.opened.row.outgoing.name)
    rows = [
        (_("Kind"), words.category_name(item.category) if item.category else ""),
        *((words.field_name(name), text) for name, text in item.texts.items()),
        (_("Progress of this shift"), item.progress),
        (_("Closed because"), item.closed_because),
        (_("Goes on with it"), goes_on),
        (_("Promised for"), day_time(item.promised_at) if item.promised_at else ""),
        (_("Carried over"), words.age_words(item, frozen.record.at) if item.is_carried else ""),
    ]
    return [(name, text) for name, text in rows if text]


def _checks(sheet: "_Sheet", page: RecordPage) -> None:
    if not page.progress.checks:
        return
    sheet.heading(_("Joint count"))
    marks = {None: _("not marked yet"), "normal": _("normal"), "abnormal": _("abnormal")}
    rows = []
    for check in page.progress.checks:
        said = [marks[None if check.mark is None else check.mark.value]]
        if check.expected is not None:
            counted = "–" if check.counted is None else check.counted
            said.append(_("counted %(counted)s of %(expected)s", counted=counted, expected=check.expected))
        rows.append((words.check_name(check.label), " · ".join([*said, *filter(None, [check.note])])))
    sheet.table(rows)


def _questions(sheet: "_Sheet", page: RecordPage) -> None:
    if not page.progress.questions:
        return
    sheet.heading(_("Questions"))
    rows = []
    for each in page.progress.questions:
        answer = f"\n{each.answered_by_name}: {each.answer}" if each.answer else ""
        question = each.question or _("The content was deleted when its time was over.")
        rows.append((f"{each.asked_by.name} {time(each.asked_at)}", f"{question}{answer}"))
    sheet.table(rows)


def _sides(page: RecordPage) -> list[tuple[Side, str]]:
    sides = [(Side.OUTGOING, _("Outgoing")), (Side.INCOMING, _("Incoming"))]
    if page.opened.terms.is_checked and not page.opened.row.is_leaders:
        sides.insert(0, (Side.LEADER, _("Leader's check")))
    return sides


def _signature(sheet: "_Sheet", page: RecordPage, side: Side, title: str) -> None:
    found = page.signature_of(side)
    meaning = _("Meaning: %(words)s", words=reading_words.meaning_words(side))
    if found is None:
        sheet.block(title, [(_("not signed"), meaning)])
        return
    record = found.record
    sheet.block(
        f"{title}  {record.signer_name} {record.signer_number}  {reading_words.full_second(found.at)}",
        [
            (_("signed"), meaning),
            (_("record No. %(number)s", number=record.number), record.hash),
        ],
    )


class _Sheet:
    """What stands on the pages, from top to bottom."""

    def __init__(self) -> None:
        font = _font()
        self.plain = ParagraphStyle("plain", fontName=font, fontSize=9.5, leading=14, wordWrap="CJK")
        self.names = ParagraphStyle("names", parent=self.plain, textColor=INK2)
        self.head = ParagraphStyle("head", parent=self.plain, fontSize=12, leading=18, spaceBefore=8)
        self.top = ParagraphStyle("top", parent=self.plain, fontSize=16, leading=24)
        self.parts: list[Any] = []

    def title(self, text: str) -> None:
        self.parts.append(_paragraph(text, self.top))

    def heading(self, text: str) -> None:
        self.parts.append(_paragraph(text, self.head))

    def text(self, text: str) -> None:
        self.parts.append(_paragraph(text, self.plain))

    def table(self, rows: _Rows) -> None:
        self.parts.append(self._table(rows))

    def block(self, title: str, rows: _Rows) -> None:
        """Add a title with the lines that belong to it, on one page if they fit."""
        parts = [_paragraph(title, self.plain), *([self._table(rows)] if rows else []), Spacer(1, 4)]
        self.parts.append(KeepTogether(parts))

    def made(self, *, title: str, foot: Callable[[int], str]) -> bytes:
        """Return the whole as PDF; `foot` says what stands below a page."""
        out = io.BytesIO()
        document = SimpleDocTemplate(
            out, pagesize=A4, title=title, leftMargin=18 * mm, rightMargin=18 * mm, topMargin=16 * mm,
            bottomMargin=18 * mm,
        )  # fmt: skip

        def below(canvas: Any, _document: Any) -> None:
            canvas.setFont(self.plain.fontName, 7)
            canvas.setFillColor(INK2)
            canvas.drawString(18 * mm, 10 * mm, foot(canvas.getPageNumber()))

        document.build(self.parts, onFirstPage=below, onLaterPages=below)
        return out.getvalue()

    def _table(self, rows: _Rows) -> Table:
        cells = [[_paragraph(name, self.names), _paragraph(text, self.plain)] for name, text in rows]
        style = [("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE), ("VALIGN", (0, 0), (-1, -1), "TOP")]
        style += [("TOPPADDING", (0, 0), (-1, -1), 2), ("BOTTOMPADDING", (0, 0), (-1, -1), 2)]
        return Table(cells, colWidths=[38 * mm, 136 * mm], style=TableStyle(style), splitInRow=1)


def _paragraph(text: str, style: ParagraphStyle) -> Paragraph:
    """Return text as it is: what people write is no mark-up."""
    return Paragraph(escape(text).replace("\n", "<br/>"), style)


@cache
def _font() -> str:
    for file in FONTS:
        if file.exists():
            registerFont(TTFont(file.stem, str(file), subfontIndex=0))
            return file.stem
    registerFont(UnicodeCIDFont(UNEMBEDDED))
    return UNEMBEDDED
