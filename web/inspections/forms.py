"""An inspection and a finding out of their forms."""

from collections.abc import Mapping

from roster.inspections import Found, InspectionKind, Look, Verdict
from web.fields import form_token, row_id
from web.inspections.terms import InspectionTerms
from web.inspections.writing import Entered, FoundBy
from web.planning.cells import CellError, read_date

OTHER = "other"
"""Prefix of the fields of a finding that is about none of the contents."""
TEXTS = ("what", "cause", "measure")


def read_entered(form: Mapping[str, str], terms: InspectionTerms) -> Entered:
    """Return what was entered; a content that nothing was said of was not looked at."""
    looks = tuple(
        Look(content=code, verdict=_verdict(form.get(f"verdict-{code}", ""))) for code in terms.contents
    )
    wrong = [look.content for look in looks if look.verdict is Verdict.WRONG]
    findings = [read_finding(form, code, content=code) for code in wrong]
    if any(form.get(f"{OTHER}-{name}", "").strip() for name in TEXTS):
        findings.append(read_finding(form, OTHER))
    kind = form.get("kind", "")
    return Entered(
        kind=InspectionKind(kind) if kind in set(InspectionKind) else InspectionKind.SPOT,
        team_id=row_id(form.get("team", "")),
        looks=looks,
        findings=tuple(findings),
        minutes=form.get("minutes", ""),
        token=form_token(form),
    )


def read_finding(form: Mapping[str, str], prefix: str, *, content: str = "") -> FoundBy:
    """Return one finding; a date that is none is no date."""
    texts = {name: form.get(f"{prefix}-{name}", "").strip() for name in TEXTS}
    try:
        due_on = read_date(form.get(f"{prefix}-due", ""))
    except CellError:
        due_on = None
    found = Found(content=content, due_on=due_on, corrected=bool(form.get(f"{prefix}-corrected")), **texts)
    return FoundBy(found=found, responsible_id=row_id(form.get(f"{prefix}-responsible", "")))


def _verdict(text: str) -> Verdict:
    return Verdict(text) if text in set(Verdict) else Verdict.NOT_LOOKED
