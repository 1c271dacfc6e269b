"""How the walk through the access matrix makes the arguments of each endpoint: one line per endpoint.

Needed for every endpoint whose address has arguments; the suite fails for one that is missing. The
function receives an open session and the owner (user, person, team, department) and returns the
arguments, after storing the object if there is none yet. Arguments that are not part of the address
are sent as query or form, so an endpoint may also stand here because of those.
"""

from tests.web.access_attendance import ATTENDANCE_SAMPLES
from tests.web.access_book import BOOK_SAMPLES
from tests.web.access_duty_log import DUTY_LOG_SAMPLES
from tests.web.access_handovers import HANDOVER_SAMPLES
from tests.web.access_jobs import JOB_SAMPLES
from tests.web.access_leave import LEAVE_SAMPLES
from tests.web.access_overtime import OVERTIME_SAMPLES
from tests.web.access_own import OWN_SAMPLES
from tests.web.access_reviews import REVIEW_SAMPLES
from tests.web.access_rosters import ROSTER_SAMPLES
from tests.web.access_setup import SETUP_SAMPLES
from tests.web.access_swaps import SWAP_SAMPLES
from tests.web.access_wishes import WISH_SAMPLES
from tests.web.access_world import Sample, plain

SAMPLES: dict[str, Sample] = {
    **ATTENDANCE_SAMPLES,
    **BOOK_SAMPLES,
    **DUTY_LOG_SAMPLES,
    **HANDOVER_SAMPLES,
    **JOB_SAMPLES,
    **LEAVE_SAMPLES,
    **OVERTIME_SAMPLES,
    **OWN_SAMPLES,
    **REVIEW_SAMPLES,
    **ROSTER_SAMPLES,
    **SETUP_SAMPLES,
    **SWAP_SAMPLES,
    **WISH_SAMPLES,
    "static": plain(filename="icon.svg"),
    "accounts.reset": plain(token="nobody-has-this-one"),
    "accounts.use_reset": plain(token="nobody-has-this-one"),
    "forecasts.make": plain(month="2026-12"),
    "forecasts.make_queue": plain(month="2026-12"),
    "forecasts.judge": plain(month="2026-12", date="2026-11-20", verdict="real"),
    "judging.judge_several": plain(dates="2026-11-20", verdict="real", reason="checked"),
}
