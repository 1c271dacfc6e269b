"""Alembic's entry: run the migrations on the connection that `web.database.migrate` hands over."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import JSON, TypeDecorator

from web.database.base import Base
from web.database.migrate import ours_on


def plain_type(kind: str, item: Any, autogenerate: Any) -> str | Literal[False]:
    """Write a column type as SQLAlchemy's own: a migration must not change when our types do."""
    if kind != "type":
        return False
    if isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    if isinstance(item, JSON):
        autogenerate.imports.add("from sqlalchemy.dialects import postgresql")
        return 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    compare_type=True,
    include_object=ours_on(connection.dialect.name),
    render_item=plain_type,
    render_as_batch=connection.dialect.name == "sqlite",
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
