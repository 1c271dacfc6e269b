"""Any table file becomes rows of text, and nothing that is text becomes a number."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from forecasting.tabular import NoticeCode, ProblemCode, Table, read_table

PEOPLE = "employee_number,name,team\n00123,王小明,早班\n00007,NA,null\n"
CELLS = [("00123", "王小明", "早班"), ("00007", "NA", "null")]


def cells_of(table: Table) -> list[tuple[str, ...]]:
    return [row.cells for row in table.rows]


def workbook(*rows: list[object], zeros: bool = False) -> bytes:
    """An .xlsx; with ``zeros`` numbers of the first column are shown with five digits."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet()
    padded = book.add_format({"num_format": "00000"})
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if zeros and c == 0 and isinstance(value, int):
                sheet.write_number(r, c, value, padded)
            else:
                sheet.write(r, c, value)
    book.close()
    return buffer.getvalue()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_an_encoding_makes_no_difference(encoding: str) -> None:
    table = read_table((PEOPLE * 1).encode(encoding))
    assert table.header == ("employee_number", "name", "team")
    assert cells_of(table) == CELLS
    assert table.problems == ()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends_make_no_difference(delimiter: str, line_end: str) -> None:
    text = PEOPLE.replace(",", delimiter).replace("\n", line_end)
    assert cells_of(read_table(text.encode())) == CELLS


def test_quoted_cells_keep_delimiters_quotes_and_line_ends() -> None:
    table = read_table(b'a,b\n"1,5","say ""hi""\nagain"\n')
    assert cells_of(table) == [("1,5", 'say "hi"\nagain')]


def test_rows_are_numbered_as_the_user_sees_them() -> None:
    table = read_table(b"\n\na,b\n1,2\n\n,\n3,4\n")
    assert table.header_row == 3
    assert [row.number for row in table.rows] == [4, 7]


def test_a_path_is_read_like_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "people.txt"
    path.write_text(PEOPLE, encoding="gb18030")
    assert read_table(path) == read_table(PEOPLE.encode())


def test_a_workbook_keeps_text_that_looks_like_numbers() -> None:
    table = read_table(workbook(["employee_number", "name"], ["00123", "NA"], [7, 0.5], [8.0, True]))
    assert cells_of(table) == [("00123", "NA"), ("7", "0.5"), ("8", "TRUE")]


def test_a_workbook_shows_leading_zeros_that_a_format_shows() -> None:
    table = read_table(workbook(["employee_number", "name"], [123, "王小明"], zeros=True))
    assert cells_of(table) == [("00123", "王小明")]


def test_a_workbook_that_starts_lower_down_keeps_its_row_numbers() -> None:
    table = read_table(workbook([], [], ["a", "b"], [1, 2]))
    assert table.header_row == 3
    assert table.rows[0].number == 4


def test_a_formula_with_a_stored_result_is_read_with_a_notice() -> None:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["a", "b"])
    sheet.write_number(1, 0, 2)
    sheet.write_formula(1, 1, "=A2*2", value=4)
    book.close()
    table = read_table(buffer.getvalue())
    assert cells_of(table) == [("2", "4")]
    assert [notice.code for notice in table.notices] == [NoticeCode.FORMULA_VALUES]


def test_a_formula_without_a_stored_result_is_a_problem_of_its_row() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["a", "b"], [1, "=A2*2"], [3, 4]):
        sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    table = read_table(buffer.getvalue())
    assert cells_of(table) == [("3", "4")]
    assert [(p.row, p.column, p.code) for p in table.problems] == [(2, "b", ProblemCode.FORMULA)]


def test_further_sheets_are_named() -> None:
    book = openpyxl.Workbook()
    book.active.append(["a", "b"])
    book.active.append([1, 2])
    book.create_sheet("三月").append(["x", "y"])
    book.create_sheet("empty")
    buffer = io.BytesIO()
    book.save(buffer)
    table = read_table(buffer.getvalue())
    assert [(n.code, n.value) for n in table.notices] == [(NoticeCode.MORE_SHEETS, "三月")]


def test_ragged_rows_and_nul_bytes_are_listed_and_the_others_kept() -> None:
    table = read_table(b"a,b\n1,2\n1,2,3\n1,\x002\n4\n")
    assert [(p.row, p.code) for p in table.problems] == [(3, ProblemCode.RAGGED), (4, ProblemCode.NUL_BYTE)]
    assert cells_of(table) == [("1", "2"), ("4", "")]


def bomb(name: str, content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr(name, content)
    return buffer.getvalue()


def far_corner() -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"] = 1
    book.active["XFD1048576"] = 2
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def repeated_text() -> bytes:
    text = b"<sst><si><t>" + b"x" * 3_000_000 + b"</t></si></sst>"
    cells = b"".join(b'<c r="A%d" t="s"><v>0</v></c>' % row for row in range(1, 1001))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/sharedStrings.xml", text)
        archive.writestr("xl/worksheets/sheet1.xml", cells)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"", ProblemCode.EMPTY_FILE, id="no bytes"),
        pytest.param(b"\n , \n\n", ProblemCode.EMPTY_FILE, id="blank lines"),
        pytest.param(b"\xef\xbb\xbf", ProblemCode.EMPTY_FILE, id="a mark alone"),
        pytest.param(workbook(), ProblemCode.EMPTY_FILE, id="empty workbook"),
        pytest.param(b"a,b\n\xff\xff\xff,1\n", ProblemCode.ENCODING, id="no encoding fits"),
        pytest.param(b"\xff\xfea\x00,\x00b\x00\n", ProblemCode.ENCODING, id="utf-16 cut short"),
        pytest.param(b'a,b\n"1,2\n3,4\n', ProblemCode.UNREADABLE, id="quote never ends"),
        pytest.param(b"PK\x03\x04 no archive", ProblemCode.UNREADABLE, id="broken archive"),
        pytest.param(workbook(["a"], [1])[:-200], ProblemCode.UNREADABLE, id="archive cut short"),
        pytest.param(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ProblemCode.UNREADABLE, id="broken xls"
        ),
        pytest.param(bomb("xl/a.bin", bytes(301_000_000)), ProblemCode.TOO_LARGE, id="zip bomb"),
        pytest.param(far_corner(), ProblemCode.TOO_LARGE, id="two cells in far corners"),
        pytest.param(repeated_text(), ProblemCode.TOO_LARGE, id="one long text in many cells"),
        pytest.param(bytes(30_000_001), ProblemCode.TOO_LARGE, id="large file"),
        pytest.param(b"a,b\n" + b"x" * 100_001 + b",1\n", ProblemCode.TOO_LARGE, id="long cell"),
    ],
)
def test_a_file_of_which_no_row_can_be_read_is_one_problem(data: bytes, code: ProblemCode) -> None:
    table = read_table(data)
    assert [problem.code for problem in table.problems] == [code]
    assert table.rows == ()


def test_an_archive_that_is_no_workbook_is_called_so() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("content.xml", b"<office/>")
    assert read_table(buffer.getvalue()).problems[0].code is ProblemCode.NOT_A_WORKBOOK


def test_columns_without_a_name_have_a_letter() -> None:
    table = read_table(b"a,,c\n1,2,3\n")
    assert [table.column_name(index) for index in range(4)] == ["a", "B", "c", "D"]
