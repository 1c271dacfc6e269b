"""Bad optional columns of people files, and bad files of days off."""

from tests.web.imports.files import PEOPLE_HEADER, csv
from tests.web.imports.verdict import at, days_off, people

GOOD = "00123,陈静,一组,agent,40"
OPTIONAL = ",".join(PEOPLE_HEADER)
DETAILS = (
    people(
        "unknown skill",
        csv(GOOD + ",语音|外语", header=OPTIONAL + ",skills"),
        at(2, "skills", "unknown_skill"),
        good=0,
    ),
    people(
        "day off that is two days",
        csv(GOOD + ",03/04/2026", header=OPTIONAL + ",days_off"),
        at(2, "days_off", "not_a_date"),
        good=0,
    ),
    people(
        "30 February",
        csv(GOOD + ",2026-02-30", header=OPTIONAL + ",days_off"),
        at(2, "days_off", "no_such_date"),
        good=0,
    ),
    people(
        "serial number for a date",
        csv(GOOD + ",46027", header=OPTIONAL + ",hired_on"),
        at(2, "hired_on", "not_a_date"),
        good=0,
    ),
    people(
        "year 0206",
        csv(GOOD + ",0206-01-05", header=OPTIONAL + ",hired_on"),
        at(2, "hired_on", "year_unlikely"),
        good=0,
    ),
    people(
        "leaves before coming",
        csv(GOOD + ",2026-05-01,2026-04-01", header=OPTIONAL + ",hired_on,leaves_on"),
        at(2, "leaves_on", "before_hiring"),
        good=0,
    ),
    people(
        "probation before coming",
        csv(GOOD + ",2026-05-01,2026-04-01", header=OPTIONAL + ",hired_on,probation_until"),
        at(2, "probation_until", "before_hiring"),
        good=0,
    ),
    people(
        "protection without a start",
        csv(GOOD + ",,2026-04-01", header=OPTIONAL + ",no_nights_from,no_nights_to"),
        at(2, "no_nights_from", "required"),
        good=0,
    ),
    people(
        "protection ends before it begins",
        csv(GOOD + ",2026-05-01,2026-04-01", header=OPTIONAL + ",no_nights_from,no_nights_to"),
        at(2, "no_nights_to", "ends_before_start"),
        good=0,
    ),
    people(
        "wish without a shift",
        csv(GOOD + ",2026-05-01", header=OPTIONAL + ",wishes"),
        at(2, "wishes", "not_a_wish"),
        good=0,
    ),
    people(
        "two wishes for a day",
        csv(GOOD + ",2026-05-01=E|2026-05-01=off", header=OPTIONAL + ",wishes"),
        at(2, "wishes", "two_wishes"),
        good=0,
    ),
)

LEAVE = "employee_number,first_day,last_day"
DAYS_OFF = (
    days_off(
        "nobody has the number",
        csv("00999,2026-12-01,", header=LEAVE),
        at(2, "employee_number", "unknown_number"),
        good=0,
    ),
    days_off(
        "number without its zeros",
        csv("100,2026-12-01,", header=LEAVE),
        at(2, "employee_number", "unknown_number"),
        good=0,
    ),
    days_off(
        "name of somebody else",
        csv("00100,2026-12-01,,杨强", header=LEAVE + ",name"),
        at(2, "name", "other_name"),
        good=0,
    ),
    days_off(
        "end before start",
        csv("00100,2026-12-05,2026-12-01", "00101,2026-12-05,", header=LEAVE),
        at(2, "last_day", "ends_before_start"),
        good=1,
    ),
    days_off(
        "a leave of years",
        csv("00100,2026-12-05,2028-12-01", header=LEAVE),
        at(2, "last_day", "leave_too_long"),
        good=0,
    ),
    days_off("no day", csv("00100,,2026-12-01", header=LEAVE), at(2, "first_day", "required"), good=0),
    days_off(
        "two leaves overlap",
        csv("00100,2026-12-01,2026-12-03", "00100,2026-12-03,", header=LEAVE),
        at(3, "first_day", "day_twice"),
        good=1,
    ),
    days_off(
        "24:00 for a day",
        csv("00100,2026-12-01 24:00,", header=LEAVE),
        at(2, "first_day", "not_a_date"),
        good=0,
    ),
)
