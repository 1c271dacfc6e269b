"""The sections of a handover record as a department has them: its regulation's, or its own (P-34)."""

from dataclasses import dataclass

from web.policy.parameters import BY_KEY
from web.policy.schema import SECTIONS, EffectivePolicy
from web.policy.vocabulary.worded import Words


@dataclass(frozen=True, kw_only=True)
class RecordSection:
    """One section.

    Parameters
    ----------
    words
        Its name: the regulation's where it names it, else the product's.
    required
        Whether "nothing to report" is said expressly where it has no item.
    quote, rules
        Why it is there; an empty quote where the department itself, or nobody, has chosen it.
    """

    code: str
    words: Words
    required: bool
    quote: str
    rules: tuple[str, ...]


def record_sections(policy: EffectivePolicy) -> tuple[RecordSection, ...]:
    """Return the sections in the order of the regulation, or of the department that has overridden it.

    A section that a department adds is never required: no text demands it.
    """
    named = {section.code: section for section in policy.policy.content.sections}
    found = []
    for category in policy.values.handover_categories:
        section = named.get(category.value)
        if section is None:
            rules = BY_KEY[SECTIONS].rules
            found.append(
                RecordSection(
                    code=category.value, words=category.words, required=False, quote="", rules=rules
                )
            )
            continue
        found.append(
            RecordSection(
                code=section.code,
                words=Words(section.zh, section.en),
                required=section.required,
                quote=section.quote,
                rules=section.rules,
            )
        )
    return tuple(found)
