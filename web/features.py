"""Every feature of the site on one screen."""

from flask import Blueprint

from web.accounts.views import blueprint as accounts
from web.admin.calendar_views import blueprint as calendar
from web.admin.department_views import blueprint as department
from web.admin.event_views import blueprint as events
from web.admin.policy_views import blueprint as policy
from web.admin.productivity_views import blueprint as productivity
from web.admin.rules_views import blueprint as rules
from web.admin.setup_views import blueprint as setup
from web.admin.start_views import blueprint as users
from web.approvals.views import blueprint as approvals
from web.attendance.api import blueprint as clock_api
from web.attendance.pages import blueprint as attendance
from web.book.views import blueprint as book
from web.calls.views import blueprint as calls
from web.coverage.simulation_views import blueprint as simulation
from web.coverage.views import blueprint as coverage
from web.duty_log.pages import blueprint as duty_log
from web.forecasts.judging_views import blueprint as judging
from web.forecasts.queue_views import blueprint as queue_forecasts
from web.forecasts.today_views import blueprint as intraday
from web.forecasts.views import blueprint as forecasts
from web.forecasts.volume_views import blueprint as volume
from web.forecasts.what_if_views import blueprint as what_if
from web.handovers.check_views import blueprint as checks
from web.handovers.pages import blueprint as handovers
from web.home.views import blueprint as home
from web.imports.pages import blueprint as imports
from web.inspections.views import blueprint as inspections
from web.jobs.views import blueprint as jobs
from web.leave.pages import blueprint as leave
from web.my.pages import blueprint as my
from web.notices.pages import blueprint as notices
from web.notices.pages import outside
from web.overtime.pages import blueprint as overtime
from web.people.import_views import blueprint as people
from web.people.kind_views import blueprint as shift_kinds
from web.people.team_views import blueprint as teams
from web.repairs.views import blueprint as repairs
from web.reports.views import blueprint as reports
from web.reviews.views import blueprint as reviews
from web.rosters.pages import blueprint as rosters
from web.search.views import blueprint as search
from web.swaps.pages import blueprint as swaps
from web.wishes.pages import blueprint as wishes

BLUEPRINTS: tuple[Blueprint, ...] = (
    accounts,
    home,
    my,
    notices,
    jobs,
    forecasts,
    judging,
    intraday,
    queue_forecasts,
    what_if,
    volume,
    coverage,
    simulation,
    reports,
    setup,
    people,
    teams,
    shift_kinds,
    department,
    productivity,
    checks,
    calendar,
    events,
    policy,
    rules,
    users,
    outside,
    imports,
    calls,
    rosters,
    approvals,
    repairs,
    swaps,
    leave,
    overtime,
    handovers,
    reviews,
    inspections,
    book,
    attendance,
    clock_api,
    duty_log,
    search,
    wishes,
)
