"""Who approves a leave, level by level, by its days (R-5.6, R-5.7, A-15)."""

from dataclasses import dataclass

from roster.leave.terms import LADDER, SUPERIOR, LeaveTerms, Tier


@dataclass(frozen=True, kw_only=True)
class Chain:
    """Roles that approve, in order.

    `is_regulated` is False where the source names nobody for so many days.
    """

    roles: tuple[str, ...]
    is_regulated: bool = True


def chain(
    terms: LeaveTerms,
    days: int,
    *,
    on_holiday: bool = False,
    is_late: bool = False,
    own_role: str | None = None,
    vacant: frozenset[str] = frozenset(),
) -> Chain:
    """Return who approves a leave of so many days.

    Level by level, each role that decides shorter leave signs first. On holiday duty management (P-62) and
    the level above the ordinary approver (P-59) sign as well, in the order of the ladder. What was asked
    for too late goes to management at once (R-5.4), and from there up.

    Parameters
    ----------
    own_role
        The applicant's highest role of the ladder: nobody's own level or one below it approves, the next one
        takes their place.
    vacant
        Roles in which nobody else can sign: whoever enters leave for another approves no step of it. The
        next one up takes their place; the highest role of all has none above it.
    """
    tier = _deciding(terms, days)
    roles = {each.role for each in terms.tiers[: terms.tiers.index(tier) + 1]}
    if not terms.level_by_level:
        roles = {tier.role}
    if on_holiday:
        roles |= _on_holiday(terms, tier.role)
    if is_late:
        above = LADDER.index(terms.late_approver)
        roles = {role for role in roles if LADDER.index(role) > above} | {terms.late_approver}
    if own_role is not None:
        roles = _above(roles, LADDER.index(own_role))
    roles = {_filled(role, vacant) for role in roles}
    return Chain(roles=tuple(sorted(roles, key=LADDER.index)), is_regulated=tier.is_regulated)


def lengthened(stored: tuple[str, ...], wanted: tuple[str, ...], *, signed: int) -> tuple[str, ...]:
    """Return a stored chain with the roles that are wanted by now; what is signed or in turn keeps its place.

    Parameters
    ----------
    signed
        How many roles of the stored chain have approved.
    """
    if set(wanted) <= set(stored):
        return stored
    kept = stored[: signed + 1]
    return (*kept, *sorted({*stored, *wanted} - set(kept), key=LADDER.index))


def _deciding(terms: LeaveTerms, days: int) -> Tier:
    """Return the tier that the days fall into; the last one where none reaches so far."""
    found = (tier for tier in terms.tiers if tier.up_to_days is None or days <= tier.up_to_days)
    return next(found, terms.tiers[-1])


def _above(roles: set[str], own: int) -> set[str]:
    higher = {role for role in roles if LADDER.index(role) > own}
    return higher if higher == roles else higher | {LADDER[min(own + 1, len(LADDER) - 1)]}


def _filled(role: str, vacant: frozenset[str]) -> str:
    upwards = LADDER[LADDER.index(role) :]
    return next((each for each in upwards if each not in vacant), role)


def _on_holiday(terms: LeaveTerms, last: str) -> set[str]:
    extra = set() if terms.holiday is None else {terms.holiday.approver}
    if terms.holiday_approver != SUPERIOR:
        extra.add(terms.holiday_approver)
    elif last != "hr":
        extra.add(LADDER[min(LADDER.index(last) + 1, LADDER.index("head"))])
    return {role for role in extra if role is not None}
