"""Words of files that are refused, or cannot be opened."""

from web.i18n import N_
from web.wording import add_refusals

add_refusals(
    {
        "file_missing": N_("No file was chosen."),
        "file_large": N_("The file is too large: at most %(limit)s MB."),
        "file_kind": N_(
            "Whatever its name says, the file is no whole file of these kinds: %(limit)s. "
            "Photograph or scan it anew."
        ),
        "file_many": N_("There are %(limit)s files already."),
        "file_gone": N_("The file was deleted after the time that the policy sets."),
        "file_unreadable": N_("The file was sealed with another key of this installation."),
        "file_changed": N_(
            "This is not the file that was signed: it has been exchanged, and is not opened. "
            "Tell the administrator."
        ),
        "file_is_carried": N_("A file of an earlier shift belongs to its record and stays."),
    }
)
