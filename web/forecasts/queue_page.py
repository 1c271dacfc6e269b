"""What the forecast page says of the job that forecasts all queues."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from web.forecasts.queue_jobs import QueuesProgress, newest_job, progress_of
from web.wording import refusal_words


@dataclass(frozen=True, kw_only=True)
class QueuesCard:
    """The card of all queues: how many there are, and the newest job of the month, if any."""

    queues: int
    progress: QueuesProgress | None

    @property
    def refused_words(self) -> Sequence[tuple[str, str]]:
        """Each queue without a forecast, and why."""
        refused = () if self.progress is None else self.progress.refused
        return [(name, refusal_words(refusal)) for name, refusal in refused]


def card_of(session: Session, department_id: int, month: dt.date, *, queues: int) -> QueuesCard:
    """Return the card of a month."""
    job = newest_job(session, department_id, month)
    return QueuesCard(queues=queues, progress=None if job is None else progress_of(session, job))
