"""The rules as constraint streams, in the program's own style; each hard or soft as the month says."""

from domain import MONTH, Cell, Need, Wish, Worker
from timefold.solver.score import (
    Constraint,
    ConstraintCollectors,
    ConstraintFactory,
    HardSoftScore,
    Joiners,
    constraint_provider,
)


def price(rule: str) -> HardSoftScore:
    """Return what one unit of breach costs."""
    limit = MONTH["rules"][rule]
    return HardSoftScore.of_hard(1) if limit["hard"] else HardSoftScore.of_soft(limit["weight"])


def value(rule: str) -> int:
    """Return the number of a rule."""
    return int(MONTH["rules"][rule]["value"])


def rest_between(factory: ConstraintFactory) -> Constraint:
    """Enough rest between shifts of neighbouring days."""
    least = value("rest_between")
    return (
        factory.for_each(Cell)
        .join(
            Cell,
            Joiners.equal(lambda cell: cell.worker.id),
            Joiners.equal(lambda cell: cell.day + 1, lambda cell: cell.day),
        )
        .filter(lambda first, second: second.from_minute() - first.to_minute() < least)
        .penalize(price("rest_between"))
        .as_constraint("rest_between")
    )


def working_run(factory: ConstraintFactory) -> Constraint:
    """Longest run of working days; each day beyond."""
    most = value("working_run")
    return (
        factory.for_each(Cell)
        .group_by(
            lambda cell: cell.worker, ConstraintCollectors.to_consecutive_sequences(lambda cell: cell.day)
        )
        .flatten_last(lambda chain: chain.getConsecutiveSequences())
        .filter(lambda worker, run: run.getLength() > most)
        .penalize(price("working_run"), lambda worker, run: run.getLength() - most)
        .as_constraint("working_run")
    )


def night_run(factory: ConstraintFactory) -> Constraint:
    """Longest run of nights; each night beyond."""
    most = value("night_run")
    return (
        factory.for_each(Cell)
        .filter(lambda cell: cell.kind.is_night)
        .group_by(
            lambda cell: cell.worker, ConstraintCollectors.to_consecutive_sequences(lambda cell: cell.day)
        )
        .flatten_last(lambda chain: chain.getConsecutiveSequences())
        .filter(lambda worker, run: run.getLength() > most)
        .penalize(price("night_run"), lambda worker, run: run.getLength() - most)
        .as_constraint("night_run")
    )


def shortest_working_run(factory: ConstraintFactory) -> Constraint:
    """Shortest run of working days, where both ends are inside the month; each day missing."""
    least, last = value("shortest_working_run"), MONTH["days"] - 1
    return (
        factory.for_each(Cell)
        .group_by(
            lambda cell: cell.worker, ConstraintCollectors.to_consecutive_sequences(lambda cell: cell.day)
        )
        .flatten_last(lambda chain: chain.getConsecutiveSequences())
        .filter(lambda worker, run: run.getLength() < least)
        .filter(lambda worker, run: run.getFirstItem().day > 0)
        .filter(lambda worker, run: run.getLastItem().day < last)
        .penalize(price("shortest_working_run"), lambda worker, run: least - run.getLength())
        .as_constraint("shortest_working_run")
    )


def nights_in_month(factory: ConstraintFactory) -> Constraint:
    """Most nights in the month; each night beyond."""
    most = value("nights_in_month")
    return (
        factory.for_each(Cell)
        .filter(lambda cell: cell.kind.is_night)
        .group_by(lambda cell: cell.worker, ConstraintCollectors.count())
        .filter(lambda worker, nights: nights > most)
        .penalize(price("nights_in_month"), lambda worker, nights: nights - most)
        .as_constraint("nights_in_month")
    )


def contract_max(factory: ConstraintFactory) -> Constraint:
    """Most paid minutes; each started hour beyond."""
    return (
        factory.for_each(Cell)
        .group_by(lambda cell: cell.worker, ConstraintCollectors.sum(lambda cell: cell.kind.paid))
        .filter(lambda worker, paid: paid > worker.most)
        .penalize(price("contract_max"), lambda worker, paid: (paid - worker.most + 59) // 60)
        .as_constraint("contract_max")
    )


def contract_min(factory: ConstraintFactory) -> Constraint:
    """Least paid minutes; each started hour missing, of who works at all."""
    return (
        factory.for_each(Cell)
        .group_by(lambda cell: cell.worker, ConstraintCollectors.sum(lambda cell: cell.kind.paid))
        .filter(lambda worker, paid: paid < worker.least)
        .penalize(price("contract_min"), lambda worker, paid: (worker.least - paid + 59) // 60)
        .as_constraint("contract_min")
    )


def contract_min_of_idle(factory: ConstraintFactory) -> Constraint:
    """Least paid minutes of who does not work at all."""
    return (
        factory.for_each(Worker)
        .filter(lambda worker: worker.least > 0)
        .if_not_exists(Cell, Joiners.equal(lambda worker: worker.id, lambda cell: cell.worker.id))
        .penalize(price("contract_min"), lambda worker: (worker.least + 59) // 60)
        .as_constraint("contract_min_of_idle")
    )


def shortage(factory: ConstraintFactory) -> Constraint:
    """People missing where somebody is there."""
    spare = value("shortage")
    return (
        factory.for_each(Cell)
        .flatten_last(lambda cell: cell.slots())
        .group_by(lambda slot: slot, ConstraintCollectors.count())
        .join(Need, Joiners.equal(lambda slot, count: slot, lambda need: need.slot))
        .filter(lambda slot, count, need: need.people - spare > count)
        .penalize(price("shortage"), lambda slot, count, need: need.people - spare - count)
        .as_constraint("shortage")
    )


def shortage_of_empty(factory: ConstraintFactory) -> Constraint:
    """People missing where nobody is there."""
    spare = value("shortage")
    return (
        factory.for_each(Need)
        .filter(lambda need: need.people > spare)
        .if_not_exists(
            factory.for_each(Cell).flatten_last(lambda cell: cell.slots()),
            Joiners.equal(lambda need: need.slot, lambda slot: slot),
        )
        .penalize(price("shortage"), lambda need: need.people - spare)
        .as_constraint("shortage_of_empty")
    )


def surplus(factory: ConstraintFactory) -> Constraint:
    """People too many."""
    spare = value("surplus")
    return (
        factory.for_each(Cell)
        .flatten_last(lambda cell: cell.slots())
        .group_by(lambda slot: slot, ConstraintCollectors.count())
        .join(Need, Joiners.equal(lambda slot, count: slot, lambda need: need.slot))
        .filter(lambda slot, count, need: count > need.people + spare)
        .penalize(price("surplus"), lambda slot, count, need: count - need.people - spare)
        .as_constraint("surplus")
    )


def wish_avoided(factory: ConstraintFactory) -> Constraint:
    """Having what one wished not to have."""
    return (
        factory.for_each(Wish)
        .filter(lambda wish: wish.avoid)
        .join(
            Cell,
            Joiners.equal(lambda wish: wish.cell, lambda cell: cell.id),
            Joiners.equal(lambda wish: wish.kind, lambda cell: cell.kind.code),
        )
        .penalize(price("wish"), lambda wish, cell: wish.weight)
        .as_constraint("wish_avoided")
    )


WRITTEN = {
    "rest_between": (rest_between,),
    "working_run": (working_run,),
    "shortest_working_run": (shortest_working_run,),
    "night_run": (night_run,),
    "nights_in_month": (nights_in_month,),
    "contract_max": (contract_max,),
    "contract_min": (contract_min, contract_min_of_idle),
    "shortage": (shortage, shortage_of_empty),
    "surplus": (surplus,),
    "wish": (wish_avoided,),
}


@constraint_provider
def rules_of_month(factory: ConstraintFactory) -> list[Constraint]:
    """Return the streams of the rules that the month has on."""
    return [write(factory) for name in MONTH["rules"] for write in WRITTEN[name]]
