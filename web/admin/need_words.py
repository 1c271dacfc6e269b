"""Words of posts and needs per shift: what is asked for, and when."""

from collections.abc import Collection, Mapping

from flask_babel import gettext as _
from flask_babel import ngettext

from web.admin.words import weekdays
from web.i18n import clock_range
from web.policy.own_needs import KindNeed, Post
from web.policy.own_rules import OwnRules
from web.policy.rule_catalogue import POSTS
from web.shift_marks import shift_name


def nothing_asked(name: str) -> str:
    """Return what stands where nothing is asked for, and what to do."""
    if name == POSTS:
        return _("None yet. “Change” says which skill somebody on duty must have, and when.")
    return _("None yet. “Change” says how many people each kind of shift wants, beside the need per slot.")


def need_lines(name: str, own: OwnRules, skills: Mapping[int, str], in_use: Collection[str]) -> list[str]:
    """Return what is asked for, each in words.

    Parameters
    ----------
    name
        Posts, or needs per shift (`web.policy.rule_catalogue.NEEDS`).
    skills, in_use
        Names of skills by id, and codes of the shift kinds that are chosen: others ask for nobody.
    """
    if name == POSTS:
        return [_post_line(post, skills, in_use) for post in own.posts]
    return [_need_line(need, in_use) for need in own.shift_needs]


def _post_line(post: Post, skills: Mapping[int, str], in_use: Collection[str]) -> str:
    when = _(", ").join(_kind(code, in_use) for code in post.kinds)
    return _(
        "%(skill)s: %(people)s, %(when)s, %(days)s",
        skill=skills[post.skill],
        people=_people(post.people),
        when=when or clock_range(post.from_minute, post.to_minute),
        days=_days(post.weekdays),
    )


def _need_line(need: KindNeed, in_use: Collection[str]) -> str:
    return _(
        "%(kind)s: %(people)s, %(days)s",
        kind=_kind(need.kind, in_use),
        people=_people(need.people),
        days=_days(need.weekdays),
    )


def _people(count: int) -> str:
    return ngettext("%(num)s person", "%(num)s people", count)


def _kind(code: str, in_use: Collection[str]) -> str:
    return shift_name(code) if code in in_use else _("%(kind)s (not in use)", kind=shift_name(code))


def _days(chosen: Collection[int]) -> str:
    if not chosen:
        return _("every day")
    return _(", ").join(name for number, name in weekdays() if number in chosen)
