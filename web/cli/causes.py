"""Options that say which days differ and why, the same for `lunban forecast` and `lunban plan`."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

OPTIONS = (
    click.option("--country", default="CN", show_default=True, help="Holidays of this country; - for none."),
    click.option(
        "--events",
        type=click.Path(path_type=Path, exists=True, dir_okay=False),
        help="start_date,end_date,kind,name. Events of one kind are expected to act alike. Kinds: campaign, "
        "new_product, sms, bill_mailing, outage in any spelling that the site takes (bill_mailed, 账单 …), "
        "or your own words, which stay as they are.",
    ),
    click.option("--billing-days", default="", help="Days of the month on which bills go out, such as 5,20."),
)
"""In the order in which the help shows them."""


def cause_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command every option of the causes."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command
