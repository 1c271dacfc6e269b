"""What an administrator does with accounts, and what people do with their own."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload, selectinload

from web.accounts import authentication, lockout, passwords, sessions
from web.accounts.actor import Actor
from web.accounts.tables import PasswordReset, Role, RoleName, User
from web.errors import NotFound
from web.people.tables import Person
from web.records import audit
from web.refusal import Refusal


def list_users(session: Session, department_id: int) -> Sequence[User]:
    """Return the accounts of a department by employee number, with roles and person loaded."""
    return session.scalars(
        select(User)
        .where(User.department_id == department_id)
        .order_by(User.employee_number)
        .options(selectinload(User.roles), joinedload(User.person))
    ).all()


def people_without_account(session: Session, department_id: int) -> Sequence[Person]:
    """Return the active people of a department who have no account, by employee number."""
    return session.scalars(
        select(Person)
        .outerjoin(User, User.person_id == Person.id)
        .where(Person.department_id == department_id, Person.active, User.id.is_(None))
        .order_by(Person.employee_number)
    ).all()


def get_user(session: Session, department_id: int, user_id: int) -> User:
    """Return an account of a department.

    Raises
    ------
    NotFound
        When there is none, or it belongs to another department.
    """
    user = session.get(User, user_id, options=[selectinload(User.roles), joinedload(User.person)])
    if user is None or user.department_id != department_id:
        raise NotFound
    return user


def create_user(
    session: Session,
    *,
    by: Actor | None,
    department_id: int,
    employee_number: str,
    name: str,
    roles: Iterable[str],
    person_id: int | None = None,
    password: str | None = None,
    now: datetime,
) -> User | list[Refusal]:
    """Make an account; without a password it waits for the link of `resets.issue`.

    Parameters
    ----------
    by
        Who does it; None on the command line, whose user owns the database anyway.
    person_id
        The rostered person of the same department behind the account.

    Returns
    -------
    User or list of Refusal
        The committed account, or why there is none.
    """
    _same_department(by, department_id)
    number = authentication.normal_number(employee_number)
    taken = partial(_taken, session, department_id, number, person_id)
    found = [*taken(), *_role_problems(roles)]
    if not name.strip():
        found.append(Refusal(code="name_missing", field="name"))
    if password is not None:
        found += passwords.problems(password, employee_number=number, name=name)
    if found:
        return found
    password_hash = None
    if password is not None:
        session.commit()  # not while hashing: nobody else could write meanwhile
        password_hash = passwords.hash_password(password)
    user = User(
        department_id=department_id,
        person_id=person_id,
        employee_number=number,
        name=name.strip(),
        password=password_hash,
        password_changed_at=now if password is not None else None,
        roles=_roles(session, roles),
        created_at=now,
    )
    session.add(user)
    try:
        session.flush()
    except IntegrityError:
        session.rollback()
        found = taken()
        if not found:
            raise
        return found  # somebody was faster
    _note(session, "user.create", user, by, now, roles=sorted(set(roles)))
    session.commit()
    return user


def set_roles(
    session: Session, *, by: Actor | None, user_id: int, roles: Iterable[str], now: datetime
) -> list[Refusal]:
    """Give an account exactly these roles. Nobody changes their own: the fourth eye is the point."""
    user = _target(session, by, user_id)
    found = [*_not_oneself(by, user), *_role_problems(roles)]
    if found:
        return found
    before = sorted(user.role_names)
    user.roles = _roles(session, roles)
    if before != sorted(set(roles)):
        _note(session, "user.roles", user, by, now, before=before, after=sorted(set(roles)))
    session.commit()
    return []


def deactivate(session: Session, *, by: Actor | None, user_id: int, now: datetime) -> list[Refusal]:
    """Close an account at once: its sessions end, its open resets die; its records stay."""
    user = _target(session, by, user_id)
    found = _not_oneself(by, user)
    if found:
        return found
    if user.active:
        user.active = False
        ended = sessions.end_all(session, user.id, now=now)
        end_resets(session, user.id, now=now)
        _note(session, "user.deactivate", user, by, now, sessions_ended=ended)
    session.commit()
    return []


def activate(session: Session, *, by: Actor | None, user_id: int, now: datetime) -> None:
    """Open an account again; the old password holds, old sessions stay ended."""
    user = _target(session, by, user_id)
    if not user.active:
        user.active = True
        _note(session, "user.activate", user, by, now)
    session.commit()


def unlock(session: Session, *, by: Actor | None, user_id: int, now: datetime) -> bool:
    """Forget the failures of an account's number; tell whether there were any."""
    user = _target(session, by, user_id)
    lifted = lockout.lift(session, user.employee_number)
    if lifted:
        _note(session, "user.unlock", user, by, now)
    session.commit()
    return lifted


def set_password(session: Session, *, user_id: int, password: str, now: datetime) -> list[Refusal]:
    """Set a password from the command line: every session of the account ends."""
    user = _target(session, None, user_id)
    found = passwords.problems(password, employee_number=user.employee_number, name=user.name)
    if found:
        return found
    session.commit()  # not while hashing: nobody else could write meanwhile
    replace_password(session, user, passwords.hash_password(password), now=now, keep=None)
    _note(session, "user.password", user, None, now)
    session.commit()
    return []


def change_password(
    session: Session, *, user_id: int, old: str, new: str, keep: str | None, now: datetime
) -> list[Refusal]:
    """Change one's own password, knowing the old one; other sessions of the account end.

    Parameters
    ----------
    keep
        Secret of the session that goes on.
    """
    user = session.get(User, user_id)
    if user is None:
        raise NotFound
    found = passwords.problems(new, employee_number=user.employee_number, name=user.name)
    if old == new:
        found.append(Refusal(code="password_same", field="password"))
    if found:
        return found
    if not authentication.confirm_password(session, user_id, old, now=now):
        return [Refusal(code="password_wrong", field="old_password")]
    old_hash, new_hash = user.password, passwords.hash_password(new)
    session.refresh(user)
    if user.password != old_hash:  # a reset was used meanwhile
        session.rollback()
        return [Refusal(code="password_wrong", field="old_password")]
    replace_password(session, user, new_hash, now=now, keep=keep)
    audit.note(
        session,
        action="user.password",
        object_type="user",
        object_id=user.id,
        now=now,
        department_id=user.department_id,
        actor_id=user.id,
    )
    session.commit()
    return []


def replace_password(
    session: Session, user: User, password_hash: str, *, now: datetime, keep: str | None
) -> None:
    """Put a new hash in place; sessions begun with the old one and open resets end. The caller commits."""
    user.password = password_hash
    user.password_changed_at = now
    sessions.end_all(session, user.id, now=now, keep=keep)
    end_resets(session, user.id, now=now)


def end_resets(session: Session, user_id: int, *, now: datetime) -> None:
    """Let the links that an account was given and has not used expire; the caller commits."""
    session.execute(
        update(PasswordReset)
        .where(
            PasswordReset.user_id == user_id, PasswordReset.used_at.is_(None), PasswordReset.expires_at > now
        )
        .values(expires_at=now)
    )


def _target(session: Session, by: Actor | None, user_id: int) -> User:
    if by is not None:
        return get_user(session, by.department_id, user_id)
    user = session.get(User, user_id)
    if user is None:
        raise NotFound
    return user


def _same_department(by: Actor | None, department_id: int) -> None:
    if by is not None and by.department_id != department_id:
        raise NotFound


def _not_oneself(by: Actor | None, user: User) -> list[Refusal]:
    return [Refusal(code="own_account")] if by is not None and by.user_id == user.id else []


def number_problems(session: Session, number: str) -> list[Refusal]:
    """Return why no account can be made for an employee number; empty when nothing speaks against it."""
    if not number:
        return [Refusal(code="number_missing", field="employee_number")]
    if len(number) > authentication.LONGEST_NUMBER:
        return [
            Refusal(
                code="number_long",
                field="employee_number",
                measured=len(number),
                limit=authentication.LONGEST_NUMBER,
            )
        ]
    taken = session.scalar(select(User.id).where(User.employee_number == number))
    return [Refusal(code="number_taken", field="employee_number", measured=number)] if taken else []


def _taken(session: Session, department_id: int, number: str, person_id: int | None) -> list[Refusal]:
    found = number_problems(session, number)
    return found if person_id is None else [*found, *_person_problems(session, department_id, person_id)]


def _role_problems(roles: Iterable[str]) -> list[Refusal]:
    wanted = list(roles)
    known = {role.value for role in RoleName}
    unknown = [
        Refusal(code="role_unknown", field="roles", measured=role) for role in wanted if role not in known
    ]
    return unknown if wanted else [Refusal(code="role_missing", field="roles")]


def _person_problems(session: Session, department_id: int, person_id: int) -> list[Refusal]:
    person = session.get(Person, person_id)
    if person is None or person.department_id != department_id:
        raise NotFound
    taken = session.scalar(select(User.id).where(User.person_id == person_id))
    return [Refusal(code="person_taken", field="person_id", measured=person.name)] if taken else []


def _roles(session: Session, names: Iterable[str]) -> list[Role]:
    return list(session.scalars(select(Role).where(Role.name.in_(set(names)))).all())


def _note(
    session: Session, action: str, user: User, by: Actor | None, now: datetime, **detail: object
) -> None:
    audit.note(
        session,
        action=action,
        object_type="user",
        object_id=user.id,
        now=now,
        department_id=user.department_id,
        actor_id=by.user_id if by is not None else None,
        detail=detail,
    )
