"""Words for refusals around accounts."""

from flask_babel import gettext as _

from web.refusal import Refusal


def sentence(refusal: Refusal) -> str:
    """Return what is wrong and what to do, in the reader's language.

    Raises
    ------
    KeyError
        For a code that no service of this feature returns.
    """
    measured, limit = refusal.measured, refusal.limit
    words: dict[str, str] = {
        "password_short": _("The password has %(n)s characters, at least %(most)s.", n=measured, most=limit),
        "password_long": _("The password has %(n)s characters, at most %(most)s.", n=measured, most=limit),
        "password_simple": _("The password is too easy to guess. Take several words."),
        "password_personal": _("The password is little more than your number or name. Take several words."),
        "password_same": _("The new password is the old one. Take another."),
        "password_wrong": _(
            "The old password is not right, or too many attempts failed:"
            " after %(n)s failures wait %(minutes)s minutes.",
            n=10,
            minutes=15,
        ),
        "password_differs": _("The two new passwords differ. Type both again."),
        "reset_over": _("The link is used up or too old. Ask the administrator for a new one."),
        "number_missing": _("The employee number is missing."),
        "number_long": _(
            "The employee number has %(n)s characters, at most %(most)s.", n=measured, most=limit
        ),
        "number_taken": _("Employee number %(number)s has an account already.", number=measured),
        "name_missing": _("The name is missing."),
        "role_missing": _("Choose at least one role."),
        "role_unknown": _("There is no role %(role)s.", role=measured),
        "person_taken": _("%(name)s has an account already.", name=measured),
        "nobody_chosen": _("Choose at least one person without an account."),
        "number_just_taken": _(
            "Somebody else has just made an account for %(number)s."
            " Nothing was made; look at the list again.",
            number=measured,
        ),
        "user_inactive": _("The account is closed. Open it first."),
        "own_account": _("Nobody changes their own account here. Ask another administrator."),
    }
    return words[refusal.code]


def problems(refusals: list[Refusal]) -> list[tuple[str | None, str]]:
    """Return pairs of field and sentence, as the template's summary takes them."""
    return [(refusal.field or None, sentence(refusal)) for refusal in refusals]
