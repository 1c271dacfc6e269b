"""Options that say what the staffing shall reach, the same for `lunban staff` and `lunban plan`."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from web.planning.month import Targets

OPTIONS = (
    click.option(
        "--aht",
        default=180.0,
        show_default=True,
        help="Mean handling time, seconds; plan, without it: by weekday and slot where the calls say it.",
    ),
    click.option(
        "--patience",
        type=float,
        help="Mean patience, seconds; without it nobody gives up (plan: as the calls say, where they do).",
    ),
    click.option("--service-level", default=".8/20", show_default=True, help="Share / seconds."),
    click.option("--shrinkage", default=0.3, show_default=True, type=click.FloatRange(0, 0.95)),
    click.option("--max-occupancy", type=click.FloatRange(0.1, 1), help="Largest busy share."),
    click.option("--answer-rate", type=click.FloatRange(0.01, 0.999), help="Least share of calls answered."),
    click.option("--asa", type=click.FloatRange(0.1, 3600), help="Longest average speed of answer, seconds."),
    click.option("--seats", type=click.IntRange(1, 100_000), help="Most agents on calls at once."),
    click.option("--carry-over", is_flag=True, help="Calls of one slot still load the next."),
    click.option(
        "--busy-hour",
        metavar="CALLS/DATE",
        help="Staff by measured calls per agent-hour instead, such as 18.5/2026-10-15.",
    ),
)
"""In the order in which the help shows them."""


def target_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command every option of the targets."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


def targets_from_options(options: dict[str, Any], *, first_day: date) -> "Targets":
    """Return the targets.

    Parameters
    ----------
    options
        Values by name, as `target_options` gives them.
    first_day
        First day that is staffed; what was measured later is not known by then (R-1.2).

    Raises
    ------
    ValueError
        When an option does not fit; the message says which.
    """
    from web.planning.method import StaffingMethod
    from web.planning.month import Targets

    share, seconds = read_service_level(options["service_level"])
    if options["answer_rate"] is not None and options["patience"] is None:
        raise ValueError("--answer-rate needs --patience: without one nobody gives up")
    calls, measured_on = None, None
    if options["busy_hour"] is not None:
        calls, measured_on = read_busy_hour(options["busy_hour"])
        if measured_on > first_day:
            raise ValueError(f"--busy-hour was measured on {measured_on}, after {first_day}")
    return Targets(
        service_level_share=share,
        service_level_seconds=seconds,
        aht_seconds=options["aht"],
        patience_seconds=options["patience"],
        shrinkage=options["shrinkage"],
        max_occupancy=options["max_occupancy"],
        min_answer_rate=options["answer_rate"],
        max_asa_seconds=options["asa"],
        seats=options["seats"],
        carry_over=options["carry_over"],
        method=StaffingMethod.ERLANG if calls is None else StaffingMethod.BUSY_HOUR,
        busy_hour_calls=calls,
        busy_hour_measured_on=None if measured_on is None else measured_on.isoformat(),
    )


def read_service_level(text: str) -> tuple[float, int]:
    """Read ``.8/20`` as a share and seconds.

    Raises
    ------
    ValueError
        When it is not written so.
    """
    share, slash, seconds = text.partition("/")
    if not slash:
        raise ValueError(f"service level is written share/seconds like .8/20, not {text!r}")
    return float(share), int(seconds)


def read_busy_hour(text: str) -> tuple[float, date]:
    """Read ``18.5/2026-10-15`` as calls per agent-hour and the date on which they were measured.

    Raises
    ------
    ValueError
        When it is not written so, or the calls are not positive.
    """
    calls, slash, day = text.partition("/")
    if not slash:
        raise ValueError(f"--busy-hour is written calls/date like 18.5/2026-10-15, not {text!r}")
    found = float(calls)
    if not 0 < found <= 600:
        raise ValueError(f"--busy-hour must be above 0 and at most 600 calls, not {calls}")
    return found, date.fromisoformat(day)
