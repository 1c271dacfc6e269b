"""What a record lacks: R-8.3, R-8.6, R-8.8, R-8.19, R-10.1, scenarios G-21 and G-29."""

from dataclasses import replace

from roster.handovers.content import Check, Disposition, Item, Mark, missing, unanswered
from roster.handovers.terms import HandoverTerms, Unfinished

S0D = HandoverTerms(fields=("cause", "course", "result"), unfinished=Unfinished.OUTGOING_FINISHES)
FAULT = Item(
    number=1,
    title="支付接口超时",
    important=True,
    urgent=True,
    texts={"cause": "银行通道故障", "course": "21:52 报修", "result": "恢复约六成"},
    disposition=Disposition.INCOMING,
)


def codes(*items: Item, terms: HandoverTerms = S0D, nothing: bool = False) -> list[str]:
    return [found.code for found in missing(items, terms, nothing_to_report=nothing)]


def test_cause_and_result_without_course_cannot_be_submitted() -> None:
    item = replace(FAULT, texts={"cause": "银行通道故障", "course": "  ", "result": "恢复约六成"})
    found = missing((item,), S0D, nothing_to_report=False)
    assert [(each.code, each.details["field"], each.details["item"]) for each in found] == [
        ("item_field", "course", 1)
    ]
    assert codes(FAULT) == []


def test_nothing_to_report_is_said_expressly_and_not_beside_items() -> None:
    assert codes() == ["handover_empty"]
    assert codes(nothing=True) == []
    assert codes(FAULT, nothing=True) == ["handover_not_empty"]


def test_everything_that_is_missing_is_named_at_once() -> None:
    assert codes(Item(number=1, title=" ")) == ["item_title", *["item_field"] * 3, "item_disposition"]


def test_ordinary_matters_are_finished_major_ones_handed_over() -> None:
    assert codes(replace(FAULT, important=False)) == ["item_finish"]
    assert codes(replace(FAULT, important=False, disposition=Disposition.DONE)) == []
    assert codes(FAULT) == []


def test_a_handled_major_problem_is_listed_as_done() -> None:
    assert codes(replace(FAULT, disposition=Disposition.DONE)) == []


def test_a_reason_is_asked_for_only_where_it_was_not_handled() -> None:
    terms = HandoverTerms(fields=("reason_not_handled",))
    assert codes(replace(FAULT, texts={}), terms=terms) == ["item_field"]
    assert codes(replace(FAULT, texts={}, disposition=Disposition.DONE), terms=terms) == []


def test_a_category_must_be_one_of_the_policy() -> None:
    terms = replace(S0D, categories=("unfinished", "major_problems"))
    assert codes(FAULT, terms=terms) == ["item_category"]
    assert codes(replace(FAULT, category="major_problems"), terms=terms) == []


def test_a_carried_item_needs_progress_or_a_reason_for_closing() -> None:
    carried = replace(FAULT, shifts=3, texts={}, disposition=Disposition.INCOMING)
    assert codes(carried) == ["item_progress"]
    assert codes(replace(carried, progress="剩 21 件")) == []
    closed = replace(carried, disposition=Disposition.DONE)
    assert codes(closed) == ["item_closing"]
    assert codes(replace(closed, closed_because="已全部补打")) == []
    # what came from earlier shifts does not contradict "nothing new to report"
    assert codes(replace(carried, progress="剩 21 件"), nothing=True) == []


def test_items_are_read_by_importance_then_urgency() -> None:
    ordinary = replace(FAULT, number=1, important=False)
    calm = replace(FAULT, number=2, urgent=False)
    both = replace(FAULT, number=3)
    assert [item.number for item in sorted((ordinary, calm, both), key=lambda item: item.rank)] == [3, 2, 1]


def test_a_count_that_differs_or_a_cross_must_be_explained() -> None:
    keys = Check(code="show_flat_keys", expected=5, counted=4, mark=Mark.NORMAL)
    assert [(each.code, each.measured, each.limit) for each in unanswered((keys,))] == [("check_note", 4, 5)]
    assert unanswered((replace(keys, note="一把在物业维修处"),)) == []
    assert [each.code for each in unanswered((Check(code="desk", mark=Mark.ABNORMAL),))] == ["check_note"]


def test_required_checks_are_answered_and_counted() -> None:
    checks = (Check(code="desk"), Check(code="keys", expected=2, mark=Mark.NORMAL))
    assert [each.code for each in unanswered(checks)] == ["check_mark", "check_count"]
    assert unanswered((Check(code="desk", required=False),)) == []


def test_a_required_section_is_filled_or_said_to_be_empty() -> None:
    terms = HandoverTerms(
        fields=(), categories=("duty", "equipment", "unfinished"), required=frozenset(("duty", "unfinished"))
    )
    item = Item(number=1, title="a", category="equipment", disposition=Disposition.DONE)

    def silent(*said: str, nothing: bool = False) -> list[object]:
        found = missing((item,), terms, nothing_to_report=nothing, empty=frozenset(said))
        return [each.details["section"] for each in found if each.code == "section_silent"]

    assert silent() == ["duty", "unfinished"]
    assert silent("duty") == ["unfinished"]
    assert silent("duty", "unfinished") == []
    assert silent(nothing=True) == []
    assert [each.code for each in missing((), terms, nothing_to_report=False)] == ["handover_empty"]


def test_a_figure_is_wanted_where_something_is_read_though_no_register_names_one() -> None:
    read = Check(code="electricity", mark=Mark.NORMAL, is_counted=True)
    assert [each.code for each in unanswered((read,))] == ["check_count"]
    assert unanswered((replace(read, counted=7),)) == []
    assert not replace(read, counted=7).deviates
