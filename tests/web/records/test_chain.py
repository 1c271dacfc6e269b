"""The chain of records: what is changed, torn out or moved is found, and the first of it named."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from web.records.chain import (
    GENESIS,
    PAYLOAD_DELETED,
    Sealed,
    Signer,
    Stored,
    as_ranges,
    canonical,
    payload_hash,
)
from web.records.checking import SHORT, Anchor, Fault, first_fault

AT = dt.datetime(2026, 11, 20, 4, 0, tzinfo=dt.UTC)
LENGTH = 6


def chain(length: int = LENGTH) -> list[Stored]:
    records: list[Stored] = []
    previous = GENESIS
    for number in range(1, length + 1):
        salt, content = f"salt{number}", canonical({"number": number, "reason": "家里有事"})
        sealed = Sealed(
            department_id=1,
            number=number,
            kind="swap.approve",
            subject=f"swap:{number % 2}",
            at=AT + dt.timedelta(minutes=number),
            signer=Signer(user_id=number, name="朱洁", number=f"{number:05}"),
            meaning="approved",
            policy_version_id=7,
            subject_version=2,
            payload_hash=payload_hash(salt, content),
            previous=previous,
        )
        previous = sealed.hash
        records.append(Stored(sealed=sealed, hash=sealed.hash, salt=salt, content=content))
    return records


def resealed(record: Stored, **fields: object) -> Stored:
    """The record with other fields and a hash that fits them: whoever changes it knows the method."""
    sealed = replace(record.sealed, **fields)  # type: ignore[arg-type]
    return replace(record, sealed=sealed, hash=sealed.hash)


def test_an_untouched_chain_holds() -> None:
    assert first_fault(chain()) is None
    assert first_fault([]) is None


FIELDS: dict[str, object] = {
    "department_id": 2,
    "kind": "swap.reject",
    "subject": "swap:9",
    "at": AT,
    "signer": Signer(user_id=1, name="别人", number="00009"),
    "meaning": "rejected",
    "policy_version_id": 8,
    "subject_version": 3,
    "payload_hash": "0" * 64,
}


@pytest.mark.parametrize("field", FIELDS)
def test_a_changed_field_does_not_fit_the_record_s_hash(field: str) -> None:
    records = chain()
    records[2] = replace(records[2], sealed=replace(records[2].sealed, **{field: FIELDS[field]}))  # type: ignore[arg-type]
    assert first_fault(records) == Fault(number=3, code="hash")


@pytest.mark.parametrize("field", FIELDS)
def test_a_changed_field_with_a_fitting_hash_does_not_fit_the_next_record(field: str) -> None:
    records = chain()
    records[2] = resealed(records[2], **{field: FIELDS[field]})
    found = first_fault(records)
    assert found == Fault(
        number=3 if field == "payload_hash" else 4, code="payload" if field == "payload_hash" else "previous"
    )


TAMPERS: dict[str, tuple[Callable[[list[Stored]], list[Stored]], Fault]] = {
    "content changed": (
        lambda all_: [*all_[:1], replace(all_[1], content='{"number":9}'), *all_[2:]],
        Fault(number=2, code="payload"),
    ),
    "salt changed": (
        lambda all_: [*all_[:1], replace(all_[1], salt="x"), *all_[2:]],
        Fault(number=2, code="payload"),
    ),
    "content gone": (
        lambda all_: [*all_[:1], replace(all_[1], content=None), *all_[2:]],
        Fault(number=2, code="payload_missing"),
    ),
    "one torn out": (lambda all_: [*all_[:3], *all_[4:]], Fault(number=4, code="gap")),
    "the first torn out": (lambda all_: all_[1:], Fault(number=1, code="gap")),
    "one torn out, the rest renumbered": (
        lambda all_: [*all_[:3], *(resealed(r, number=r.sealed.number - 1) for r in all_[4:])],
        Fault(number=4, code="previous"),
    ),
    "one twice": (lambda all_: [*all_[:3], all_[2], *all_[3:]], Fault(number=3, code="gap")),
    "two in the other order": (
        lambda all_: [all_[0], all_[2], all_[1], *all_[3:]],
        Fault(number=2, code="gap"),
    ),
    "two contents exchanged": (
        lambda all_: [
            replace(all_[0], salt=all_[1].salt, content=all_[1].content),
            replace(all_[1], salt=all_[0].salt, content=all_[0].content),
            *all_[2:],
        ],
        Fault(number=1, code="payload"),
    ),
    "one put in between": (
        lambda all_: [
            *all_[:2],
            resealed(all_[1], number=3, previous=all_[1].hash),
            *(resealed(r, number=r.sealed.number + 1) for r in all_[2:]),
        ],
        Fault(number=4, code="previous"),
    ),
}


@pytest.mark.parametrize("name", TAMPERS)
def test_the_first_record_that_does_not_hold_is_named(name: str) -> None:
    tamper, fault = TAMPERS[name]
    assert first_fault(tamper(chain())) == fault


def test_an_instant_is_the_same_in_every_time_zone() -> None:
    sealed = chain(1)[0].sealed
    shanghai = replace(sealed, at=sealed.at.astimezone(dt.timezone(dt.timedelta(hours=8))))
    assert shanghai.hash == sealed.hash


def test_content_has_one_text_only() -> None:
    assert canonical({"b": 1, "a": ["中", None]}) == '{"a":["中",null],"b":1}'
    with pytest.raises(ValueError, match="JSON compliant"):
        canonical({"share": float("nan")})


def test_the_hash_of_a_payload_needs_its_salt() -> None:
    assert payload_hash("a", "x") != payload_hash("b", "x")


def anchor(records: list[Stored], number: int, *, trail: int = 0) -> Anchor:
    """What a checkpoint said of a chain when that record was the last, naming so many hashes."""
    named = records[number - trail : number]
    return Anchor(
        number=number,
        hash=records[number - 1].hash,
        trail="".join(record.hash[:SHORT] for record in named),
    )


def rewritten(records: list[Stored], number: int) -> list[Stored]:
    """The chain from that record on with another meaning, every hash made anew."""
    made = records[: number - 1]
    for record in records[number - 1 :]:
        made.append(resealed(record, meaning="rejected", previous=made[-1].hash if made else GENESIS))
    return made


def test_what_a_checkpoint_vouches_for_must_be_there() -> None:
    records = chain()
    assert first_fault(records, [anchor(records, 4), anchor(records, 6, trail=2)]) is None
    for count in range(6):
        assert first_fault(records[:count], [anchor(records, 6)]) == Fault(number=count + 1, code="cut")


@pytest.mark.parametrize("number", range(1, LENGTH + 1))
def test_a_rewritten_chain_is_named_to_the_record_by_the_trail_and_to_the_checkpoint_without(
    number: int,
) -> None:
    records = chain()
    made = rewritten(records, number)
    assert first_fault(made) is None
    trails = [anchor(records, 3, trail=3), anchor(records, 6, trail=3)]
    assert first_fault(made, trails) == Fault(number=number, code="checkpoint")
    heads = [anchor(records, 3), anchor(records, 6)]
    assert first_fault(made, heads) == Fault(number=1 if number <= 3 else 4, code="checkpoint")


def tombstone(previous: str, number: int, numbers: object) -> Stored:
    salt, content = "salt", canonical({"numbers": numbers})
    sealed = replace(
        chain(1)[0].sealed,
        number=number,
        kind=PAYLOAD_DELETED,
        previous=previous,
        payload_hash=payload_hash(salt, content),
    )
    return Stored(sealed=sealed, hash=sealed.hash, salt=salt, content=content)


@pytest.mark.parametrize(
    ("numbers", "fault"),
    [
        ([[2, 3], [5, 5]], None),
        ([[1, 6]], None),
        ([[2, 2], [5, 5]], Fault(number=3, code="payload_missing")),
        ([[2, 3], [6, 9]], Fault(number=5, code="payload_missing")),
        ("2-5", Fault(number=2, code="payload_missing")),
        ([[2]], Fault(number=2, code="payload_missing")),
    ],
)
def test_a_deleted_payload_is_missed_unless_a_later_tombstone_names_it(
    numbers: object, fault: Fault | None
) -> None:
    gone = {2, 3, 5}
    records = [
        replace(record, salt=None, content=None) if record.sealed.number in gone else record
        for record in chain()
    ]
    records.append(tombstone(records[-1].hash, LENGTH + 1, numbers))
    assert first_fault(records) == fault


def test_a_tombstone_speaks_of_earlier_records_only() -> None:
    first = tombstone(GENESIS, 1, [[1, 9]])
    second = replace(chain(1)[0].sealed, number=2, previous=first.hash)
    gone = Stored(sealed=second, hash=second.hash, salt=None, content=None)
    assert first_fault([first, gone]) == Fault(number=2, code="payload_missing")


def test_numbers_as_ranges() -> None:
    assert as_ranges([]) == []
    assert as_ranges([1, 2, 3, 5, 8, 9]) == [(1, 3), (5, 5), (8, 9)]
