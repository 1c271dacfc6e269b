"""The duty log for the walk through the access matrix."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from tests.web.access_attendance import running_shift
from tests.web.access_own import stored_file
from tests.web.access_world import NOW, Level, Owner, Sample, of_person, of_team
from web.accounts.actor import actor_of
from web.accounts.sessions import new_token
from web.accounts.tables import User
from web.duty_log.entered import Entered
from web.duty_log.file_tables import DutyFile
from web.duty_log.tables import EntryKind
from web.duty_log.writing import write


def own_entry(session: Session, owner: Owner) -> Mapping[str, object]:
    """An entry that the owner wrote, with a number in it."""
    entered = Entered(kind=EntryKind.EVENT, body="回电 13812345678", token=new_token())
    writer = actor_of(session.get_one(User, owner.user.id), "own")
    written = write(session, writer, entered, secret_key="only-for-tests", now=NOW)
    return {
        "entry_id": written.entry_id,
        "reason": "回电",
        "kind": "event",
        "body": "回电",
        "token": new_token(),
    }


def own_file(session: Session, owner: Owner) -> Mapping[str, object]:
    """A file of an entry of the owner; its content was deleted meanwhile."""
    found = own_entry(session, owner)
    row = stored_file(session, owner)
    session.add(DutyFile(id=row.id, entry_id=found["entry_id"]))
    session.flush()
    return {"entry_id": found["entry_id"], "file_id": row.id}


def shift_to_record(session: Session, owner: Owner) -> Mapping[str, object]:
    """A running shift of the owner's team, and the owner to keep its record."""
    shift = running_shift(session, owner)
    return {"shift": f"{shift['team']}/{shift['kind']}/{shift['date']}", "person": owner.person.id}


DUTY_LOG_SAMPLES: dict[str, Sample] = {
    "duty_log.write": Sample(
        level=Level.NOBODY,
        build=lambda _session, _owner: {"kind": "event", "body": "断网", "token": new_token()},
    ),
    "duty_log.show": of_person(own_entry),
    "duty_log.correct": of_person(own_entry),
    "duty_log.reveal": of_person(own_entry),
    "duty_log.add_file": of_person(own_entry),
    "duty_log.open_file": of_person(own_file),
    "duty_log.designate": of_team(shift_to_record),
}
