"""Words for what the acts on rosters refuse; broken rules have theirs in `web.wording`."""

from web.i18n import N_
from web.wording import add_refusals

add_refusals(
    {
        "stale_version": N_(
            "Not done: %(by)s has changed this version meanwhile. Look at its new state, then decide again."
        ),
        "wrong_state": N_("Not done: this version is no longer in a state that allows this step."),
        "out_of_reach": N_("Not done: this reaches beyond your team."),
        "not_your_step": N_("Not done: this step belongs to another role."),
        "try_again": N_("Not done: somebody else was busy with the same roster. Do it again."),
        "reason_missing": N_("Write what has to change, then return it."),
        "day_outside_month": N_("This day is not in the month of the roster."),
        "unknown_kind": N_("There is no shift %(measured)s to choose."),
        "nothing_chosen": N_("Choose at least one person and one day."),
        "too_many_cells": N_("%(measured)s cells in one go are too many: at most %(limit)s."),
        "different_months": N_("Only versions of the same month can be compared."),
        "nothing_to_copy": N_("The month before has no roster to start from."),
        "no_person": N_("This account belongs to nobody who is rostered."),
        "words_missing": N_("Say what the problem is."),
        "words_too_long": N_("Too long: %(measured)s characters, at most %(limit)s."),
    }
)
