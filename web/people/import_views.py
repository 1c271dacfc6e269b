"""Imports of people and of days off, hung into the pages of people."""

from web.i18n import N_
from web.imports.pages import ImportPages, Texts
from web.people.days_off_importing import DaysOffImporter
from web.people.importing import MAKE_MISSING, PeopleImporter
from web.people.views import blueprint

PEOPLE = ImportPages(
    importer=PeopleImporter(),
    prefix="import",
    done="people.index",
    texts=Texts(
        title=N_("Import people"),
        columns=N_(
            "Columns: employee number, name, team, role (agent or leader), weekly hours."
            " Optional: skills, days off, employed from, probation until, last day, no nights from and to."
            " Lists are joined by |."
        ),
        example=N_(
            "employee_number,name,team,role,weekly_hours,skills,days_off\n"
            "00123,NA,A,agent,40,voice|complaints,2026-10-01|2026-10-02\n"
            "00124,Chen,A,leader,40,voice,\n"
        ),
        left_alone=N_("People who are not in the file stay as they are; columns that it lacks, too."),
        options=((MAKE_MISSING, N_("Make teams and skills that do not exist yet")),),
    ),
)

DAYS_OFF = ImportPages(
    importer=DaysOffImporter(),
    prefix="days_off",
    done="people.index",
    texts=Texts(
        title=N_("Import days off"),
        columns=N_(
            "Columns: employee number, first day. Optional: last day (both included), name (to be compared)."
        ),
        example=N_("employee_number,first_day,last_day\n00123,2026-10-01,2026-10-03\n00124,2026-10-09,\n"),
        left_alone=N_("Days off that are stored already stay."),
    ),
)

PEOPLE.add_to(blueprint, "/people/import")
DAYS_OFF.add_to(blueprint, "/people/days-off/import")

__all__ = ["blueprint"]
