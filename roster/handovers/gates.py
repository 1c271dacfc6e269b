"""What an act on a handover needs besides its state: all that is missing, at once."""

from dataclasses import dataclass, field

from roster.handovers.conditions import PASSED_BY_ORDER, Condition, standing
from roster.handovers.life import HandoverAct, HandoverLife
from roster.handovers.terms import FaceToFace, HandoverTerms, Refusing
from roster.violation import Violation


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known at the moment of an act.

    Parameters
    ----------
    missing
        What the record lacks, see `roster.handovers.content.missing`.
    unread
        Numbers of items that the receiver has not ticked.
    unconfirmed
        Numbers of important items that were not read back, or the read-back not confirmed.
    doubts
        Numbers of items with an open question; a question is open until the receiver is content.
    unanswered
        What is missing from the joint count, see `roster.handovers.content.unanswered`.
    unverified
        Check items that the receiver has not looked at as well (R-10.4).
    conditions
        Forbidden conditions that stand.
    receiver_present
        The receiver is on post (R-9.16).
    has_reason
        Whoever acts has written why.
    met
        Both say that they met face to face.
    """

    missing: tuple[Violation, ...] = ()
    unread: tuple[int, ...] = ()
    unconfirmed: tuple[int, ...] = ()
    doubts: tuple[int, ...] = ()
    unanswered: tuple[Violation, ...] = ()
    unverified: tuple[str, ...] = ()
    conditions: frozenset[Condition] = field(default=frozenset())
    receiver_present: bool = True
    has_reason: bool = True
    met: bool = False


def refusals(act: HandoverAct, life: HandoverLife, terms: HandoverTerms, facts: Facts) -> list[Violation]:
    """Return everything that stands against an act that the state allows; empty when it can be done.

    Codes beside those of the record and the count: ``item_unread``, ``item_not_read_back``, ``item_doubt``,
    ``check_unverified``, ``condition`` (with its FC code), ``receiver_absent``, ``reason_missing``,
    ``not_face_to_face``, ``no_open_question``.
    """
    found: list[Violation] = []
    if act is HandoverAct.SUBMIT:
        found += facts.missing
    if act is HandoverAct.RECEIVE:
        found += [] if facts.receiver_present else [_found("receiver_absent", unit="people")]
    if act in (HandoverAct.RECEIVE, HandoverAct.CHECK, HandoverAct.SIGN_IN):
        passed = PASSED_BY_ORDER if life.is_ordered else frozenset()
        found += [_found("condition", fc=each.value) for each in standing(facts.conditions - passed, terms)]
    if act in (HandoverAct.CHECK, HandoverAct.SIGN_IN):
        found += facts.unanswered
        found += _doubts(facts, is_ordered=life.is_ordered)
    if act is HandoverAct.SIGN_IN and terms.face_to_face is FaceToFace.REQUIRED and not facts.met:
        found.append(_found("not_face_to_face"))
    if act in _WITH_REASON and not facts.has_reason:
        found.append(_found("reason_missing"))
    if act is HandoverAct.REFUSE:
        found += _refusing(terms, facts)
    return found


_WITH_REASON = frozenset(
    {HandoverAct.RETURN, HandoverAct.RECALL, HandoverAct.REFUSE, HandoverAct.SEND_BACK, HandoverAct.ORDER}
    | {HandoverAct.REOPEN, HandoverAct.HOLD, HandoverAct.LIFT}
)


def _doubts(facts: Facts, *, is_ordered: bool) -> list[Violation]:
    """What is not read or looked at; and what is open, unless the superior has ordered the takeover."""
    unread = [
        *(_found("item_unread", item=number) for number in facts.unread),
        *(_found("check_unverified", check=code) for code in facts.unverified),
    ]
    if is_ordered:
        return unread
    return [
        *unread,
        *(_found("item_not_read_back", item=number) for number in facts.unconfirmed),
        *(_found("item_doubt", item=number) for number in facts.doubts),
    ]


def _refusing(terms: HandoverTerms, facts: Facts) -> list[Violation]:
    """Where the policy gives the right only without a clear answer, a question must be open (R-9.19)."""
    needs = terms.refusing is Refusing.ALLOWED_WITHOUT_ANSWER
    return [_found("no_open_question")] if needs and not facts.doubts and not facts.conditions else []


def is_breach(terms: HandoverTerms, facts: Facts) -> bool:
    """Tell whether a refusal is proposed as a breach: by policy, with no doubt on record (A-33)."""
    return terms.refusing is Refusing.BREACH and not facts.doubts


def _found(code: str, *, unit: str = "items", **facts: str | int) -> Violation:
    return Violation(code=code, unit="people" if unit == "people" else "items", extra=tuple(facts.items()))
