"""Every table, imported once, so that the metadata of `web.database.Base` is complete."""

from web.accounts import tables as accounts
from web.admin import tables as admin
from web.attendance import tables as attendance
from web.book import tables as book
from web.calls import tables as calls
from web.coverage import tables as coverage
from web.duty_log import file_tables as duty_files
from web.duty_log import tables as duty_log
from web.files import tables as files
from web.forecasts import tables as forecasts
from web.handovers import act_tables as handover_acts
from web.handovers import amendment_tables as handover_amendments
from web.handovers import content_tables as handover_content
from web.handovers import file_tables as handover_files
from web.handovers import tables as handovers
from web.imports import tables as imports
from web.inspections import tables as inspections
from web.jobs import tables as jobs
from web.leave import balance_tables as leave_balances
from web.leave import file_tables as leave_files
from web.leave import tables as leave
from web.notices import tables as notices
from web.overtime import tables as overtime
from web.people import tables as people
from web.policy import tables as policy
from web.records import tables as records
from web.reviews import tables as reviews
from web.rosters import tables as rosters
from web.search import tables as search
from web.swaps import offer_tables as swap_offers
from web.swaps import tables as swaps

ALL_TABLES = (
    accounts,
    admin,
    attendance,
    book,
    calls,
    coverage,
    duty_files,
    duty_log,
    files,
    forecasts,
    handovers,
    handover_content,
    handover_acts,
    handover_files,
    handover_amendments,
    imports,
    inspections,
    jobs,
    leave,
    leave_balances,
    leave_files,
    notices,
    overtime,
    people,
    policy,
    records,
    reviews,
    rosters,
    search,
    swap_offers,
    swaps,
)
