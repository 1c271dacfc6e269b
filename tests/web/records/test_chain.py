"""The chain of records: what is changed, torn out or moved is found, and the first of it named."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from web.records.chain import (
    GENESIS,
    Sealed,
    Signer,
    Stored,
    canonical,
    payload_hash,
)
from web.records.checking import Fault, first_fault

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
