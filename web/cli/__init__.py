"""The command line: ``lunban``. Each command imports what it needs when it runs."""

import os

import click

# Read when numpy is first loaded. A forecast inverts matrices of some hundred days, which a second thread
# makes no faster; on a busy machine the threads wait for each other and make it many times slower.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from web.cli import accounts, departments, files, plan, records, retention, serving

EXIT_OK, EXIT_BAD_INPUT, EXIT_IMPOSSIBLE = 0, 2, 3


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="lunban")
def main() -> None:
    """Forecast calls, staff them, build the month's roster, and serve the site."""


for _command in (
    plan.plan,
    files.forecast,
    files.staff,
    files.presets,
    serving.serve,
    serving.worker,
    serving.demo,
    serving.db,
    departments.department,
    accounts.user,
    records.verify,
    records.records,
):
    main.add_command(_command)

for _command in (retention.retain, retention.hold, retention.lift, retention.holds):
    records.records.add_command(_command)
