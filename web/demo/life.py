"""What goes on around the demo's today: people at work, handovers, requests that wait or were decided.

All of it goes through the services that the pages call, each with the account of who would do it.
"""

from web.accounts.actor import Actor
from web.demo.clocked import attendance
from web.demo.handing_over import handovers
from web.demo.leaving import leaves
from web.demo.overworking import overtime
from web.demo.stage import Stage
from web.demo.swapping import swaps


def live(stage: Stage, supervisor: Actor) -> tuple[int, int]:
    """Let the people of the published roster work and ask; what was done already is not done again.

    Returns
    -------
    tuple of int
        Clock events and requests that are new.
    """
    handovers(stage, supervisor)
    requests = leaves(stage) + swaps(stage) + overtime(stage, supervisor)
    return attendance(stage), requests
