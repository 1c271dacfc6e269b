import pytest
from sqlalchemy import select

from tests.web.accounts.staff import NOW, account, admin, department, trail
from web.accounts import passwords, service
from web.accounts.actor import Actor
from web.accounts.tables import User
from web.accounts.words import problems, sentence
from web.database import Database
from web.errors import NotFound
from web.people.tables import Person, Team
from web.records.tables import AuditEvent
from web.refusal import Refusal


def test_an_administrator_makes_an_account_for_a_rostered_person(database: Database) -> None:
    with database.write() as session:
        by = admin(session)
        team = Team(department_id=by.department_id, name="一组")
        session.add(team)
        session.flush()
        person = Person(
            department_id=by.department_id, team_id=team.id, employee_number="00007", name="刘思远"
        )
        session.add(person)
        session.flush()
        made = service.create_user(
            session,
            by=by,
            department_id=by.department_id,
            employee_number="00007",
            name="刘思远",
            roles=["agent", "leader"],
            person_id=person.id,
            now=NOW,
        )
        assert isinstance(made, User)
        assert made.role_names == {"agent", "leader"}
        assert made.team_id == team.id
        again = service.create_user(
            session,
            by=by,
            department_id=by.department_id,
            employee_number="00008",
            name="刘思远",
            roles=["agent"],
            person_id=person.id,
            now=NOW,
        )
        assert again == [Refusal(code="person_taken", field="person_id", measured="刘思远")]
        event = session.scalars(select(AuditEvent).where(AuditEvent.object_id == str(made.id))).one()
        assert (event.action, event.actor_id, event.detail) == (
            "user.create",
            by.user_id,
            {"roles": ["agent", "leader"]},
        )


def test_nobody_waits_to_write_while_a_password_is_hashed(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, open_while_hashing = passwords.hash_password, []
    with database.write() as session:

        def watched(password: str) -> str:
            open_while_hashing.append(session.in_transaction())
            return real(password)

        monkeypatch.setattr(passwords, "hash_password", watched)
        by = admin(session)
        made = service.create_user(
            session,
            by=by,
            department_id=by.department_id,
            employee_number="00009",
            name="刘思远",
            roles=["agent"],
            password="seven quiet harbours",
            now=NOW,
        )
        assert isinstance(made, User)
        assert service.set_password(session, user_id=made.id, password="nine loud harbours", now=NOW) == []
    assert open_while_hashing == [False, False]


def test_a_number_taken_while_the_password_is_hashed_is_refused_as_taken(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = passwords.hash_password

    def overtaken(password: str) -> str:
        with database.write() as other:
            account(other, "00009", password=None)
        return real(password)

    monkeypatch.setattr(passwords, "hash_password", overtaken)
    with database.write() as session:
        found = service.create_user(
            session,
            by=None,
            department_id=department(session).id,
            employee_number="00009",
            name="刘思远",
            roles=["agent"],
            password="seven quiet harbours",
            now=NOW,
        )
        assert found == [Refusal(code="number_taken", field="employee_number", measured="00009")]
        assert len(session.scalars(select(User.id)).all()) == 1


def test_every_reason_is_said_at_once(database: Database) -> None:
    with database.write() as session:
        found = service.create_user(
            session,
            by=None,
            department_id=department(session).id,
            employee_number=" ",
            name="",
            roles=["king"],
            password="1234567890",
            now=NOW,
        )
        assert isinstance(found, list)
        codes = [refusal.code for refusal in found]
        assert codes == ["number_missing", "role_unknown", "name_missing", "password_simple"]
        long = service.create_user(
            session,
            by=None,
            department_id=department(session).id,
            employee_number="9" * 65,
            name="x",
            roles=[],
            now=NOW,
        )
        assert isinstance(long, list)
        assert [refusal.code for refusal in long] == ["number_long", "role_missing"]


def test_another_departments_accounts_do_not_exist(database: Database) -> None:
    with database.write() as session:
        by, foreign = admin(session), account(session, "00200", code="B")
        with pytest.raises(NotFound):
            service.set_roles(session, by=by, user_id=foreign.id, roles=["agent"], now=NOW)
        with pytest.raises(NotFound):
            service.deactivate(session, by=by, user_id=foreign.id, now=NOW)
        with pytest.raises(NotFound):
            service.activate(session, by=by, user_id=foreign.id, now=NOW)
        with pytest.raises(NotFound):
            service.unlock(session, by=by, user_id=foreign.id, now=NOW)
        with pytest.raises(NotFound):
            service.create_user(
                session,
                by=by,
                department_id=foreign.department_id,
                employee_number="1",
                name="x",
                roles=["agent"],
                now=NOW,
            )
        numbers = [user.employee_number for user in service.list_users(session, by.department_id)]
        assert numbers == ["90001"]


def test_a_person_of_another_department_gets_no_account_here(database: Database) -> None:
    with database.write() as session:
        by, there = admin(session), department(session, "B")
        team = Team(department_id=there.id, name="一组")
        session.add(team)
        session.flush()
        person = Person(department_id=there.id, team_id=team.id, employee_number="1", name="x")
        session.add(person)
        session.flush()
        with pytest.raises(NotFound):
            service.create_user(
                session,
                by=by,
                department_id=by.department_id,
                employee_number="1",
                name="x",
                roles=["agent"],
                person_id=person.id,
                now=NOW,
            )


def test_roles_change_with_a_line_in_the_trail(database: Database) -> None:
    with database.write() as session:
        by, user = admin(session), account(session)
        assert service.set_roles(session, by=by, user_id=user.id, roles=["head", "agent"], now=NOW) == []
        assert user.role_names == {"head", "agent"}
        assert service.set_roles(session, by=by, user_id=user.id, roles=["agent", "head"], now=NOW) == []
        events = session.scalars(select(AuditEvent).where(AuditEvent.action == "user.roles")).all()
        assert [event.detail for event in events] == [{"before": ["agent"], "after": ["agent", "head"]}]
        assert service.set_roles(session, by=by, user_id=user.id, roles=[], now=NOW) != []
        assert user.role_names == {"head", "agent"}


def test_nobody_raises_or_closes_themselves(database: Database) -> None:
    with database.write() as session:
        by = admin(session)
        refused = service.set_roles(session, by=by, user_id=by.user_id, roles=["head"], now=NOW)
        assert [refusal.code for refusal in refused] == ["own_account"]
        refused = service.deactivate(session, by=by, user_id=by.user_id, now=NOW)
        assert [refusal.code for refusal in refused] == ["own_account"]
    assert trail(database) == []


def test_closing_twice_is_said_once(database: Database) -> None:
    with database.write() as session:
        by, user = admin(session), account(session)
        for _ in range(2):
            service.deactivate(session, by=by, user_id=user.id, now=NOW)
        for _ in range(2):
            service.activate(session, by=by, user_id=user.id, now=NOW)
    assert trail(database) == ["user.deactivate", "user.activate"]


@pytest.mark.parametrize(
    ("password", "codes"),
    [
        ("four words in a row", []),
        ("值班长今天吃了三个包子", []),
        ("Tr0ub4dor&3", []),
        ("short", ["password_short"]),
        ("九个汉字还不够长哦", ["password_short"]),
        ("x" * 9 + "y" * 120, ["password_long", "password_simple"]),
        ("aaaaaaaaaaaa", ["password_simple"]),
        ("1234567890", ["password_simple"]),
        ("９８７６５４３２１０", ["password_simple"]),
        ("1234-00123", ["password_personal"]),
        ("LiuSiyuan12", ["password_personal"]),
    ],
)
def test_what_a_password_has_to_be_like(password: str, codes: list[str]) -> None:
    found = passwords.problems(password, employee_number="00123", name="LiuSiyuan")
    assert [refusal.code for refusal in found] == codes


def test_each_refusal_has_words() -> None:
    codes = [
        *("password_short", "password_long", "password_simple", "password_personal", "password_same"),
        *("password_wrong", "password_differs", "reset_over", "number_missing", "number_long"),
        *("number_taken", "name_missing", "role_missing", "role_unknown", "person_taken"),
        *("user_inactive", "own_account"),
    ]
    words = {sentence(Refusal(code=code, measured=1, limit=2)) for code in codes}
    assert len(words) == len(codes)
    assert problems([Refusal(code="name_missing", field="name")]) == [("name", "The name is missing.")]


def test_an_actor_without_a_team_reaches_no_teamless_object() -> None:
    who = Actor(
        user_id=1,
        department_id=1,
        person_id=None,
        team_id=None,
        employee_number="1",
        name="x",
        roles=frozenset({"leader"}),
        scope="team",
    )
    assert not who.reaches_team(None)
    assert not who.reaches_team(3)
    assert not who.reaches_person(4, None)
