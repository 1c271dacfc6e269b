"""Words of the daily review."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import ngettext

from web.answer import Reason
from web.handovers.words import all_words
from web.i18n import N_, language_tag
from web.policy.vocabulary.records import DailyReview
from web.reviews.overview import ReviewDay
from web.reviews.reading import Line
from web.wording import add_refusals

add_refusals(
    {
        "not_the_reviewer": N_("By the rules in force somebody else reviews the records of a day."),
        "review_unread": N_("A record that you have not opened stays open: read it first."),
        "reviewed_already": N_("Somebody else has reviewed it meanwhile. Nothing was signed twice."),
        "nothing_to_review": N_("Nothing of this day is read and still to be signed for."),
    }
)


def sentences(reasons: Iterable[Reason]) -> list[str]:
    """Return why something was refused, each sentence once."""
    return [words.sentence for words in all_words(reasons)]


def reviewer_name(reviewer: DailyReview) -> str:
    """Return who looks over the records of a day, as the policy page says it."""
    words = reviewer.words
    return words.zh if language_tag().startswith("zh") else words.en


def standing_tag(day: ReviewDay) -> tuple[str, str]:
    """Return how far the review of a day is: words and kind of the tag."""
    if day.is_missing:
        return _("review missing"), "danger"
    if day.complete or day.unread:
        return _("to be reviewed"), "warn"
    if day.open or day.planned:
        return _("not complete yet"), ""
    return (_("reviewed"), "ok") if day.reviewed or day.entries else (_("nothing there"), "")


def left_words(lines: Iterable[Line]) -> str:
    """Return how many records stay as they are."""
    return ngettext(
        "%(num)s record is not complete and stays",
        "%(num)s records are not complete and stay",
        len(list(lines)),
    )
