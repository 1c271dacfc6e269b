"""Words for what an answer to a publication may lack."""

from web.i18n import N_
from web.wording import add_refusals

add_refusals(
    {
        "no_person": N_("This account belongs to nobody who is rostered."),
        "words_missing": N_("Say what the problem is."),
        "words_too_long": N_("Too long: %(measured)s characters, at most %(limit)s."),
    }
)
