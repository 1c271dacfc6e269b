"""Files of people that are wrong as a whole: nothing of them can be taken."""

from tests.web.imports.files import PEOPLE_HEADER, csv, encrypted, far_corner, xlsx, zip_bomb
from tests.web.imports.verdict import at, people

GOOD = "00123,陈静,一组,agent,40"

WHOLE_FILES = (
    people("empty", b"", at(None, None, "empty_file"), good=0),
    people("only white space", b" \n\n  \n", at(None, None, "empty_file"), good=0),
    people("heading alone", csv(), at(None, None, "no_rows"), good=0),
    people(
        "a column is missing",
        csv("00123,陈静,一组,agent", header="employee_number,name,team,role"),
        at(None, "weekly_hours", "missing_column"),
        good=0,
    ),
    people(
        "no heading",
        b"00123,\xe9\x99\x88,A,agent,40\n",
        *(at(None, name, "missing_column") for name in PEOPLE_HEADER),
        good=0,
    ),
    people(
        "a column stands twice",
        csv(GOOD + ",00124", header=",".join(PEOPLE_HEADER) + ",工号"),
        at(None, "工号", "duplicate_column"),
        good=0,
    ),
    people("bytes that are no text", b"\x80\xff\x81\xff" * 7, at(None, None, "encoding"), good=0),
    people("utf-8 with a broken byte", csv(GOOD) + b"\xff\xff,\xff", at(None, None, "encoding"), good=0),
    people(
        "damaged workbook",
        xlsx([["00123", "陈静", "一组", "agent", 40]])[:900],
        at(None, None, "unreadable"),
        good=0,
    ),
    people("zip bomb", zip_bomb(), at(None, None, "too_large"), good=0),
    people("far corner", far_corner(), at(None, None, "too_large"), good=0),
    people("compound file of nothing", encrypted(), at(None, None, "unreadable"), good=0),
    people("a picture", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), at(None, None, "encoding"), good=0),
    people(
        "too many people",
        csv(*(f"{n:06},x,A,agent,1" for n in range(20_001))),
        at(None, None, "too_many_people"),
        good=0,
    ),
)
