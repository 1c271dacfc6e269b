from roster.handovers.figures import AGE_DAYS, Outcome, in_classes, median_of, outcome_of
from roster.handovers.life import HandoverState


def test_a_handover_came_to_one_thing() -> None:
    done, refused, planned = HandoverState.COMPLETE, HandoverState.REFUSED, HandoverState.PLANNED
    assert outcome_of(done, is_late=False, is_ordered=False) is Outcome.ON_TIME
    assert outcome_of(HandoverState.REVIEWED, is_late=True, is_ordered=False) is Outcome.LATE
    assert outcome_of(done, is_late=True, is_ordered=True) is Outcome.ORDERED
    assert outcome_of(refused, is_late=True, is_ordered=False) is Outcome.REFUSED
    assert outcome_of(planned, is_late=False, is_ordered=False) is Outcome.NOT_SIGNED
    assert outcome_of(HandoverState.INVALID, is_late=False, is_ordered=True) is Outcome.NOT_SIGNED


def test_a_bound_belongs_to_the_class_above_it() -> None:
    assert in_classes([0.9, 1, 2.9, 3, 7, 29.9, 30, 400], AGE_DAYS) == (1, 2, 1, 2, 2)
    assert in_classes([], AGE_DAYS) == (0, 0, 0, 0, 0)


def test_the_middle_of_nothing_is_nothing() -> None:
    assert median_of([]) is None
    assert median_of([4, 2, 9]) == 4
