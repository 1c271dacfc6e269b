"""The forms about channels and quiet hours, the same for a person and for a department."""

from collections.abc import Mapping

from web.fields import Fields
from web.notices.addresses import LONGEST_ADDRESS
from web.notices.channels import LONGEST_LABEL, NewChannel
from web.notices.outside_words import LANGUAGES
from web.notices.quiet import Quiet
from web.notices.tables import ChannelKind
from web.refusal import Refusal

NONE, HOURS, DEFAULT = "none", "hours", "default"
"""What may be chosen of quiet hours; the last for a person only."""
MINUTES_PER_DAY = 24 * 60


def read_channel(form: Mapping[str, str]) -> NewChannel | list[Refusal]:
    """Return the channel that a form describes."""
    fields = Fields(form)
    kind = fields.choice("kind", ChannelKind)
    address = fields.raw("address")
    if not address:
        fields.refuse("address", "required")
    elif len(address) > LONGEST_ADDRESS:
        fields.refuse("address", "too_long", limit=LONGEST_ADDRESS)
    label = fields.text("label", longest=LONGEST_LABEL, required=False)
    locale = fields.raw("locale")
    if kind is None or fields.refusals:
        return fields.refusals
    known = {name for name, _ in LANGUAGES}
    return NewChannel(
        kind=kind,
        label=label,
        address=address,
        locale=locale if locale in known else LANGUAGES[0][0],
        signing=fields.raw("signing"),
    )


def read_quiet(form: Mapping[str, str]) -> tuple[str, Quiet | None] | list[Refusal]:
    """Return the choice of a form and its hours."""
    choice = form.get("quiet", "")
    if choice not in {NONE, HOURS, DEFAULT}:
        return [Refusal(code="not_a_choice", field="quiet")]
    if choice != HOURS:
        return choice, None
    fields = Fields(form)
    start, end = fields.minute("start"), fields.minute("end")
    if start is None or end is None:
        return fields.refusals
    start, end = start % MINUTES_PER_DAY, end % MINUTES_PER_DAY
    if start == end:
        return [Refusal(code="same_minute", field="end")]
    return choice, Quiet(start_minute=start, end_minute=end)
