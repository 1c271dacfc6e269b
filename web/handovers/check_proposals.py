"""What a department's policy proposes to count and to look at (area 10). Pure."""

from dataclasses import dataclass, replace
from typing import Final

from web.policy.parameters import BY_KEY
from web.policy.preset_parts import CheckKind
from web.policy.schema import EffectivePolicy, Provenance
from web.policy.vocabulary.records import CheckCadence
from web.policy.vocabulary.worded import Words

CHECKLIST: Final = "handover.checklist"
CLEANING: Final = "desk.cleaning_per_day"
CLEANED: Final = "cleaned"
"""Code of how often the front desk was cleaned; how often it should be, P-103 says."""


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """One thing, and why.

    Parameters
    ----------
    quote, rules
        Of the regulation; an empty quote where the department's own P-37 names it.
    """

    code: str
    words: Words
    kind: CheckKind
    unit: str
    required: bool
    quote: str
    rules: tuple[str, ...]


def proposals(policy: EffectivePolicy) -> tuple[Proposal, ...]:
    """Return what the regulation names, in its order, then what the department's own P-37 adds.

    Of the machine room only the checks of P-111 are proposed.
    """
    values = policy.values
    cadences = {cadence.value for cadence in CheckCadence}
    wanted = {cadence.value for cadence in values.checks_machine_room}
    found = [
        Proposal(
            code=check.code,
            words=Words(check.zh, check.en),
            kind=check.kind,
            unit=check.unit,
            required=check.required,
            quote=check.quote,
            rules=check.rules,
        )
        for check in policy.policy.content.checks
        if check.code not in cadences or check.code in wanted
    ]
    if policy.provenance[CHECKLIST] is Provenance.OVERRIDE:
        known = {each.code for each in found}
        found += [
            Proposal(
                code=item.value,
                words=item.words,
                kind=CheckKind.LOOK,
                unit="",
                required=True,
                quote="",
                rules=BY_KEY[CHECKLIST].rules,
            )
            for item in values.handover_checklist
            if item.value not in known
        ]
    return tuple(_with_figures(policy, each) for each in found)


def _with_figures(policy: EffectivePolicy, proposal: Proposal) -> Proposal:
    """Name how often the front desk is to be cleaned, where a number is set (P-103, R-10.16)."""
    cleaning = policy.values.desk_cleaning_per_day
    if proposal.code != CLEANED or cleaning is None or not policy.binds(CLEANING):
        return proposal
    words = Words(
        f"{proposal.words.zh}（每天 {cleaning.figures}）", f"{proposal.words.en} ({cleaning.figures} a day)"
    )
    return replace(proposal, words=words)
