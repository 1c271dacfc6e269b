"""Sheets of paper as PDF: titles, sentences and tables from top to bottom, in a font that has Chinese."""

import io
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

FONTS: Final = (
    Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"),
    Path("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc"),
    Path("/usr/share/fonts/truetype/arphic/uming.ttc"),
)
"""Fonts with Chinese characters that are embedded where the server has one of them."""
UNEMBEDDED: Final = "STSong-Light"
"""Otherwise the reader's program brings the characters."""
INK2, LINE = HexColor("#51606f"), HexColor("#c9d2da")
Rows = Sequence[tuple[str, str]]
"""Lines of a table: a name, and what is said of it."""


class Sheet:
    """What stands on the pages, from top to bottom."""

    def __init__(self) -> None:
        font = _font()
        self.plain = ParagraphStyle("plain", fontName=font, fontSize=9.5, leading=14, wordWrap="CJK")
        self.names = ParagraphStyle("names", parent=self.plain, textColor=INK2)
        self.head = ParagraphStyle("head", parent=self.plain, fontSize=12, leading=18, spaceBefore=8)
        self.top = ParagraphStyle("top", parent=self.plain, fontSize=16, leading=24)
        self.parts: list[Any] = []

    def title(self, text: str) -> None:
        """Add the title of the whole."""
        self.parts.append(_paragraph(text, self.top))

    def heading(self, text: str) -> None:
        """Add the title of a part."""
        self.parts.append(_paragraph(text, self.head))

    def text(self, text: str) -> None:
        """Add a sentence or more, over the whole width."""
        self.parts.append(_paragraph(text, self.plain))

    def table(self, rows: Rows) -> None:
        """Add lines of a name and what is said of it."""
        self.parts.append(self._table(rows))

    def block(self, title: str, rows: Rows) -> None:
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

    def _table(self, rows: Rows) -> Table:
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
