"""The process that plays a roster through: the number of the simulation as its argument.

It reports after every run and ends by itself when it is not wanted any more.
"""

import contextlib
import sys

from web import clock
from web.config import Config
from web.coverage import simulations
from web.coverage.playing import as_json, play
from web.coverage.tables import RosterSimulation
from web.database import Database


def main() -> int:
    """Play one simulation."""
    simulation_id, config = int(sys.argv[1]), Config.from_env()
    with contextlib.closing(Database(config.database_url)) as database:
        with database.read() as session:
            plan = simulations.plan_to_play(session, session.get_one(RosterSimulation, simulation_id))

        def on_run(done: int) -> bool:
            with database.write() as session:
                return simulations.report(session, simulation_id, done, now=clock.utc_now(config))

        played = play(plan, on_run)
        if played is not None:
            result = as_json(plan, played)
            with database.write() as session:
                simulations.finish(session, simulation_id, result, now=clock.utc_now(config))
    return 0


if __name__ == "__main__":
    sys.exit(main())
