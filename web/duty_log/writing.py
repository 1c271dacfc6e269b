"""Writing an entry, and correcting one by another: a record in the chain and a row, in one commit.

Nothing is ever changed (R-11.2, P-41). Numbers have no gap: whoever comes second waits, and an act that is
rolled back, or whose process dies, takes its number along.
"""

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from web.accounts.actor import Actor
from web.book.telling import tell_urgent_entry
from web.duty_log.entered import Entered, called_at, entered_faults, reason_faults
from web.duty_log.hiding import PHONE, Hidden, hide, unhide
from web.duty_log.reach import entry_to_act_on
from web.duty_log.recorder import recorder_of
from web.duty_log.shifts import shift_of
from web.duty_log.tables import DutyEntry, DutySecret, EntryKind
from web.duty_log.terms import LogTerms, log_terms
from web.masking import unmasked
from web.people.tables import Team
from web.people.turns import one_at_a_time
from web.records.store import Entry, append, signer_of
from web.refusal import Refusal
from web.said import plain
from web.sealing import UnreadableError
from web.search.grams import folded
from web.search.indexing import index_entry

WRITTEN, CORRECTED = "duty.entry", "duty.correction"
"""Kinds of the records."""


@dataclass(frozen=True, kw_only=True)
class Written:
    """What came of writing: the entry, or every reason against it."""

    entry_id: int | None = None
    number: int | None = None
    reasons: tuple[Refusal, ...] = ()

    @property
    def done(self) -> bool:
        """Whether the entry stands in the log."""
        return self.entry_id is not None


@dataclass(frozen=True, kw_only=True)
class _Place:
    """To whose shift an entry belongs, and in which chain of corrections it stands."""

    person_id: int | None
    team_id: int | None
    shift_kind_id: int | None = None
    shift_date: dt.date | None = None
    outside_recorder: bool = False
    """Whether somebody else was named to keep the record."""
    corrects_id: int | None = None
    root_id: int | None = None


def write(session: Session, actor: Actor, entered: Entered, *, secret_key: str, now: dt.datetime) -> Written:
    """Add an entry to the writer's shift, and commit; a form that is sent twice is one entry.

    The shift is the one in force of the writer at this instant (`web.duty_log.shifts.shift_of`); who has none
    writes outside of any shift.
    """
    one_at_a_time(session, actor.department_id)
    before = _sent_before(session, actor, entered.token)
    if before is not None:
        return before
    reasons = entered_faults(entered)
    terms = log_terms(session, actor.department_id, now)
    if not _knows_team(session, actor, entered.team_id):
        reasons.append(Refusal(code="not_a_choice", field="team"))
    if entered.kind is not None and entered.kind not in terms.kinds:
        reasons.append(Refusal(code="not_a_choice", field="kind"))
    if reasons:
        session.rollback()
        return Written(reasons=tuple(reasons))
    place = _place(session, actor, entered, terms, now)
    called = called_at(entered, now, terms.zone)
    return _add(
        session, actor, entered, place, terms, called=called, reason="", secret_key=secret_key, now=now
    )


def correct(
    session: Session,
    actor: Actor,
    entry_id: int,
    entered: Entered,
    *,
    reason: str,
    secret_key: str,
    now: dt.datetime,
) -> Written:
    """Add an entry that corrects another, and commit; the one that it corrects stays as it is.

    It belongs to the shift of the entry that it corrects. Only the newest of a chain can be corrected: of two
    who correct at once the second is told.

    Raises
    ------
    NotFound
        When the entry is not within the actor's reach.
    """
    entry = entry_to_act_on(session, actor, entry_id)
    one_at_a_time(session, actor.department_id)
    before = _sent_before(session, actor, entered.token)
    if before is not None:
        return before
    reasons = [*entered_faults(entered), *reason_faults(reason)]
    terms = log_terms(session, actor.department_id, now)
    if entered.kind is not None and entered.kind not in {*terms.kinds, entry.kind}:
        reasons.append(Refusal(code="not_a_choice", field="kind"))
    later = session.scalars(select(DutyEntry.number).where(DutyEntry.corrects_id == entry.id)).first()
    if later is not None:
        reasons.append(Refusal(code="duty_corrected", measured=entry.number, limit=later))
    if reasons:
        session.rollback()
        return Written(reasons=tuple(reasons))
    place = _Place(
        person_id=entry.person_id,
        team_id=entry.team_id,
        shift_kind_id=entry.shift_kind_id,
        shift_date=entry.shift_date,
        corrects_id=entry.id,
        root_id=entry.root_id or entry.id,
    )
    whole = _with_numbers(session, entry, entered, secret_key)
    first = session.get_one(DutyEntry, place.root_id)
    return _add(
        session,
        actor,
        whole,
        place,
        terms,
        called=called_at(entered, first.at, terms.zone),
        kept_since=first.at,
        reason=plain(reason),
        secret_key=secret_key,
        now=now,
    )


def _add(
    session: Session,
    actor: Actor,
    entered: Entered,
    place: _Place,
    terms: LogTerms,
    *,
    called: dt.datetime | None,
    reason: str,
    secret_key: str,
    now: dt.datetime,
    kept_since: dt.datetime | None = None,
) -> Written:
    hidden = hide({**_words(entered), "reason": reason}, secret_key)
    newest = session.scalar(
        select(func.max(DutyEntry.number)).where(DutyEntry.department_id == actor.department_id)
    )
    number = (newest or 0) + 1
    facts = {
        "kind": entered.kind,
        "important": entered.important,
        "urgent": entered.urgent,
        "to_handover": entered.handed_over,
        "reading": entered.reading if entered.kind is EntryKind.METER else "",
        "keep_until": _keep_until(entered, kept_since or now, terms),
        **dataclasses.asdict(place),
    }
    entry = _record(number, hidden, facts, called, terms)
    record = append(session, actor.department_id, entry, signer=signer_of(actor), now=now)
    row = DutyEntry(
        department_id=actor.department_id,
        number=number,
        record_id=record.id,
        at=now,
        by_id=actor.user_id,
        by_name=actor.name,
        by_number=actor.employee_number,
        called_at=called,
        searched=folded("\n".join(text for text in (*hidden.shown.values(), entered.reading) if text)),
        token=entered.token,
        **hidden.shown,
        **facts,
    )
    session.add(row)
    session.flush()
    index_entry(session, row, record, entry.content)
    if hidden.sealed is not None:
        session.add(DutySecret(id=row.id, sealed=hidden.sealed))
    tell_urgent_entry(session, actor, row, now=now)
    session.commit()
    return Written(entry_id=row.id, number=number)


def _record(
    number: int,
    hidden: Hidden,
    facts: Mapping[str, object],
    called: dt.datetime | None,
    terms: LogTerms,
) -> Entry:
    """Return what is signed: masked words, and of the hidden ones a salted hash."""
    is_correction = facts["corrects_id"] is not None
    plain_facts = {
        name: fact.isoformat() if isinstance(fact, dt.date) else fact for name, fact in facts.items()
    }
    return Entry(
        kind=CORRECTED if is_correction else WRITTEN,
        subject=f"duty:{number}",
        meaning="corrected" if is_correction else "written",
        content={
            **hidden.shown,
            **plain_facts,
            "called_at": None if called is None else called.isoformat(),
            "hidden": hidden.hash,
            "zone": terms.zone_name,
        },
        policy_version_id=terms.policy_version_id,
    )


def _words(entered: Entered) -> dict[str, str]:
    return {
        "body": entered.body,
        "handling": entered.handling,
        "instructed_by": entered.instructed_by,
        "caller": entered.caller,
        "phone": entered.phone,
        "about": entered.about,
        "unit": entered.unit if entered.kind is EntryKind.METER else "",
    }


def _keep_until(entered: Entered, since: dt.datetime, terms: LogTerms) -> dt.date | None:
    """Return the last day on which a letter is kept (R-11.16); None for all else, and without a period."""
    if entered.kind is not EntryKind.LETTER or terms.letter_days is None:
        return None
    return since.astimezone(terms.zone).date() + dt.timedelta(days=terms.letter_days)


def _with_numbers(session: Session, entry: DutyEntry, entered: Entered, secret_key: str) -> Entered:
    """Return a correction with the numbers that who corrects saw masked, so that they are sealed anew."""
    secret = session.get(DutySecret, entry.id)
    if secret is None:
        return entered
    try:
        held = unhide(secret.sealed, secret_key)
    except UnreadableError:
        return entered  # the key has changed: the number stays with the entry that is corrected

    def whole(text: str) -> str:
        return unmasked(text, held.values())

    return dataclasses.replace(
        entered,
        body=whole(entered.body),
        handling=whole(entered.handling),
        instructed_by=whole(entered.instructed_by),
        caller=whole(entered.caller),
        about=whole(entered.about),
        phone=held.get(PHONE, entered.phone) if entered.phone == entry.phone else entered.phone,
    )


def _place(session: Session, actor: Actor, entered: Entered, terms: LogTerms, now: dt.datetime) -> _Place:
    team_id = actor.team_id if actor.team_id is not None else entered.team_id
    shift = shift_of(session, actor.person_id, now)
    if shift is None:
        return _Place(person_id=actor.person_id, team_id=team_id)
    named = None
    if terms.dedicated and team_id is not None:
        named = recorder_of(session, team_id, shift.shift_kind_id, shift.date)
    return _Place(
        person_id=actor.person_id,
        team_id=team_id,
        shift_kind_id=shift.shift_kind_id,
        shift_date=shift.date,
        outside_recorder=named is not None and named.person_id != actor.person_id,
    )


def _sent_before(session: Session, actor: Actor, token: str) -> Written | None:
    """Return the entry that the same form has made already."""
    found = session.execute(
        select(DutyEntry.id, DutyEntry.number).where(
            DutyEntry.by_id == actor.user_id, DutyEntry.token == token
        )
    ).first()
    if found is None:
        return None
    session.rollback()
    return Written(entry_id=found.id, number=found.number)


def _knows_team(session: Session, actor: Actor, team_id: int | None) -> bool:
    if team_id is None:
        return True
    team = session.get(Team, team_id)
    return team is not None and team.department_id == actor.department_id
