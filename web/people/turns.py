"""One at a time in a department: whoever would read and then write what others read and write, too."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.people.tables import Department


def one_at_a_time(session: Session, department_id: int) -> None:
    """Let who comes second wait on PostgreSQL until the first has committed; SQLite's transaction does so.

    What is read afterwards is what the first has left. Take it before any other lock of the department: two
    who took them in different orders would wait for each other.
    """
    session.execute(
        select(Department.id).where(Department.id == department_id).with_for_update(key_share=True)
    )
