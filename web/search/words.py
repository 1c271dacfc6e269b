"""Words of the search: where something was found."""

from collections.abc import Mapping
from typing import Final

from flask_babel import gettext as _

from web.duty_log.words import kind_name
from web.handovers.words import category_name, state_tag
from web.i18n import N_
from web.inspections.words import kind_name as inspection_name
from web.search.tables import Place, SearchText

__all__ = ["category_name", "inspection_name", "kind_name", "place_words", "state_tag"]

PLACES: Final[Mapping[Place, str]] = {
    Place.ITEM: N_("Item"),
    Place.QUESTION: N_("Question"),
    Place.ANSWER: N_("Answer"),
    Place.READ_BACK: N_("Said back"),
    Place.CHECK: N_("Joint count"),
    Place.REASON: N_("Reason"),
    Place.ENTRY: N_("Duty log"),
    Place.INSPECTION: N_("Inspection"),
    Place.FINDING: N_("Finding"),
    Place.STEP: N_("Step on a finding"),
}


def place_words(hit: SearchText) -> str:
    """Return where the words stand: on which item, in an answer, in the log."""
    name = _(PLACES[hit.place])
    return name if hit.item_number is None else _("%(place)s %(number)s", place=name, number=hit.item_number)
